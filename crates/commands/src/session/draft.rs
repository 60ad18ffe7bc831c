//! A session as somebody would like it, before any rule has spoken.

use rules::conflict::{ClashCode, PostDemand, Proposal};
use rules::session::{Particulars, PostShape};
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
    /// Whom it wants and who fills it.
    #[serde(flatten)]
    pub shape: PostShape,
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
    /// First minute.
    pub starts: Minute,
    /// The minute after the last.
    pub ends: Minute,
    /// Its posts.
    #[serde(default)]
    pub posts: Vec<PostDraft>,
    /// What it is, in the words its template has for it too.
    #[serde(flatten)]
    pub what: Particulars,
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
        input::span(self.starts, self.ends, SESSION_MINUTES_MAX)?;
        self.what = checked_particulars(self.what, call)?;
        input::number("posts", i64::try_from(self.posts.len()).unwrap_or(i64::MAX), 0, PARTS_MAX as i64)?;
        for PostDraft { id, shape } in &mut self.posts {
            input::optional_id("posts.id", id.as_deref())?;
            shape.role = input::code("posts.role", &shape.role)?;
            shape.language =
                shape.language.as_deref().map(|language| input::code("posts.language", language)).transpose()?;
            must_exist::<rows::Person>(call, shape.person.as_deref(), "person")?;
        }
        let mut people: Vec<&String> = self.posts.iter().filter_map(|post| post.shape.person.as_ref()).collect();
        people.sort();
        if people.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(Failure::new("arguments_invalid").fact("field", "posts.person"));
        }
        Ok(self)
    }
}

/// Checks what a rule need not look at, and tidies the texts.
fn checked_particulars(mut what: Particulars, call: &Call<'_>) -> Result<Particulars, Failure> {
    what.title = input::line("title", &what.title)?;
    input::number("lead_in_minutes", what.lead_in_minutes, 0, DAY_MINUTES)?;
    input::number("lead_out_minutes", what.lead_out_minutes, 0, DAY_MINUTES)?;
    input::optional_number("capacity", what.capacity, 1, 100_000)?;
    what.language = input::code("language", &what.language)?;
    what.theme = input::optional_line("theme", what.theme.as_deref())?;
    what.age_band = input::optional_line("age_band", what.age_band.as_deref())?;
    what.meeting_point = input::optional_line("meeting_point", what.meeting_point.as_deref())?;
    what.remark = input::optional_note("remark", what.remark.as_deref())?;
    must_exist::<rows::Department>(call, what.department.as_deref(), "department")?;
    input::number(
        "spaces",
        i64::try_from(what.spaces.len()).unwrap_or(i64::MAX),
        i64::from(what.kind.is_in_house()),
        PARTS_MAX as i64,
    )?;
    what.spaces.sort();
    what.spaces.dedup();
    for space in &what.spaces {
        must_exist::<rows::Space>(call, Some(space), "space")?;
    }
    Ok(what)
}

/// A draft as the rules judge it.
pub(crate) fn proposal(draft: &SessionDraft) -> Proposal {
    Proposal {
        id: draft.id.clone(),
        kind: draft.what.kind,
        public: draft.what.public,
        span: rules::time::Span { starts: draft.starts, ends: draft.ends },
        lead_in_minutes: draft.what.lead_in_minutes,
        lead_out_minutes: draft.what.lead_out_minutes,
        spaces: draft.what.spaces.clone(),
        posts: draft
            .posts
            .iter()
            .enumerate()
            .map(|(rank, post)| PostDemand {
                id: post.id.clone().unwrap_or_else(|| rank.to_string()),
                role: post.shape.role.clone(),
                language: post.shape.language.clone(),
                person: post.shape.person.clone(),
            })
            .collect(),
        theme: draft.what.theme.clone(),
        language: draft.what.language.clone(),
        age_band: draft.what.age_band.clone(),
        headcount: draft.what.capacity,
    }
}
