//! A session as somebody would like it, before any rule has spoken.

use rules::conflict::{ClashCode, PostDemand, Proposal};
use rules::session::SessionKind;
use rules::time::{DAY_MINUTES, Minute};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::rows;
use ts_rs::TS;

use crate::facts::must_exist;
use crate::gate::Call;
use crate::{Failure, input};

/// A session may last two days at most: longer things are exhibitions or runs.
const SESSION_MINUTES_MAX: i64 = 2 * DAY_MINUTES;
/// Posts and spaces a session may name.
const PARTS_MAX: usize = 60;

/// A post as somebody would like it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct PostDraft {
    /// Its id where it exists.
    #[serde(default)]
    pub id: Option<String>,
    /// The role wanted, such as `docent`.
    pub role: String,
    /// The language wanted, where it is not the session's.
    #[serde(default)]
    pub language: Option<String>,
    /// Who fills it; nobody yet where empty.
    #[serde(default)]
    pub person: Option<String>,
}

/// A session as somebody would like it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SessionDraft {
    /// Its id where it exists.
    #[serde(default)]
    pub id: Option<String>,
    /// The revision it was read with.
    #[serde(default)]
    pub revision: Option<i64>,
    /// Kind.
    pub kind: SessionKind,
    /// Title.
    pub title: String,
    /// Whether the public may come; internal ones stay off the wall.
    #[serde(default = "yes")]
    pub public: bool,
    /// The organising department's id.
    #[serde(default)]
    pub department: Option<String>,
    /// First minute.
    pub starts: Minute,
    /// The minute after the last.
    pub ends: Minute,
    /// Minutes the room is taken before.
    #[serde(default)]
    pub lead_in_minutes: i64,
    /// Minutes the room is taken after.
    #[serde(default)]
    pub lead_out_minutes: i64,
    /// Ids of the spaces it uses or visits.
    #[serde(default)]
    pub spaces: Vec<String>,
    /// Its posts.
    #[serde(default)]
    pub posts: Vec<PostDraft>,
    /// Theme, where docents qualify by theme.
    #[serde(default)]
    pub theme: Option<String>,
    /// Language code; the house's own by default.
    #[serde(default = "house_language")]
    pub language: String,
    /// The ages it is for.
    #[serde(default)]
    pub age_band: Option<String>,
    /// People at most.
    #[serde(default)]
    pub capacity: Option<i64>,
    /// Where people gather.
    #[serde(default)]
    pub meeting_point: Option<String>,
    /// Remark for the department's sheet.
    #[serde(default)]
    pub remark: Option<String>,
}

fn yes() -> bool {
    true
}

fn house_language() -> String {
    "zh".to_owned()
}

/// A soft clash that somebody lets pass.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Override {
    /// Which clash.
    pub code: ClashCode,
    /// About whom; every subject of that clash where empty.
    #[serde(default)]
    pub subject: Option<String>,
    /// Why, in words that print.
    pub reason: String,
}

impl SessionDraft {
    /// Checks everything a rule need not look at, and tidies the texts.
    pub(crate) fn checked(mut self, call: &Call<'_>) -> Result<SessionDraft, Failure> {
        self.title = input::line("title", &self.title)?;
        input::span(self.starts, self.ends, SESSION_MINUTES_MAX)?;
        input::number("lead_in_minutes", self.lead_in_minutes, 0, DAY_MINUTES)?;
        input::number("lead_out_minutes", self.lead_out_minutes, 0, DAY_MINUTES)?;
        input::optional_number("capacity", self.capacity, 1, 100_000)?;
        self.language = input::code("language", &self.language)?;
        self.theme = input::optional_line("theme", self.theme.as_deref())?;
        self.age_band = input::optional_line("age_band", self.age_band.as_deref())?;
        self.meeting_point = input::optional_line("meeting_point", self.meeting_point.as_deref())?;
        self.remark = input::optional_note("remark", self.remark.as_deref())?;
        must_exist::<rows::Department>(call, self.department.as_deref(), "department")?;
        input::number(
            "spaces",
            i64::try_from(self.spaces.len()).unwrap_or(i64::MAX),
            i64::from(self.kind.is_in_house()),
            PARTS_MAX as i64,
        )?;
        input::number("posts", i64::try_from(self.posts.len()).unwrap_or(i64::MAX), 0, PARTS_MAX as i64)?;
        self.spaces.sort();
        self.spaces.dedup();
        for space in &self.spaces {
            must_exist::<rows::Space>(call, Some(space), "space")?;
        }
        for post in &mut self.posts {
            post.role = input::code("posts.role", &post.role)?;
            post.language =
                post.language.as_deref().map(|language| input::code("posts.language", language)).transpose()?;
            must_exist::<rows::Person>(call, post.person.as_deref(), "person")?;
        }
        let mut people: Vec<&String> = self.posts.iter().filter_map(|post| post.person.as_ref()).collect();
        people.sort();
        if people.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(Failure::new("arguments_invalid").fact("field", "posts.person"));
        }
        Ok(self)
    }
}

/// A draft as the rules judge it.
pub(crate) fn proposal(draft: &SessionDraft) -> Proposal {
    Proposal {
        id: draft.id.clone(),
        kind: draft.kind,
        public: draft.public,
        span: rules::time::Span { starts: draft.starts, ends: draft.ends },
        lead_in_minutes: draft.lead_in_minutes,
        lead_out_minutes: draft.lead_out_minutes,
        spaces: draft.spaces.clone(),
        posts: draft
            .posts
            .iter()
            .enumerate()
            .map(|(rank, post)| PostDemand {
                id: post.id.clone().unwrap_or_else(|| rank.to_string()),
                role: post.role.clone(),
                language: post.language.clone(),
                person: post.person.clone(),
            })
            .collect(),
        theme: draft.theme.clone(),
        language: draft.language.clone(),
        age_band: draft.age_band.clone(),
        headcount: draft.capacity,
    }
}
