//! A template as somebody would like it, and its way into a row and into sessions.

use rules::session::SessionKind;
use rules::template::{Content, Pattern};
use rules::time::{DAY_MINUTES, Minute, minute_of_day};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{rows, search};
use ts_rs::TS;

use crate::facts::must_find;
use crate::gate::Call;
use crate::session::{PostDraft, SessionDraft};
use crate::{Failure, input};

/// A template runs over a bit more than a year at most; then it is planned anew.
const DAYS_MAX: i64 = 400;
/// Starts a day at most.
const STARTS_MAX: i64 = 40;

/// A template as somebody would like it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct TemplateDraft {
    /// Its id where it exists.
    #[serde(default)]
    pub id: Option<String>,
    /// The revision it was read with.
    #[serde(default)]
    pub revision: Option<i64>,
    /// When it runs.
    pub pattern: Pattern,
    /// What every occurrence has.
    pub content: Content,
}

/// What `template.content` holds.
#[derive(Serialize, Deserialize)]
struct Stored {
    pattern: Pattern,
    content: Content,
}

impl TemplateDraft {
    /// Checks everything a rule need not look at, and tidies texts and lists.
    pub(super) fn checked(self, call: &Call<'_>) -> Result<TemplateDraft, Failure> {
        let pattern = &self.pattern;
        for (field, day) in [("valid_from", pattern.valid_from), ("valid_to", pattern.valid_to)] {
            checked_day(field, day)?;
        }
        if pattern.valid_to < pattern.valid_from {
            return Err(Failure::new("span_invalid").fact("field", "valid_to"));
        }
        let days = (pattern.valid_to - pattern.valid_from) / DAY_MINUTES + 1;
        input::number("days", days, 1, DAYS_MAX)?;
        input::number("starts", i64::try_from(pattern.starts.len()).unwrap_or(i64::MAX), 1, STARTS_MAX)?;
        let own_kinds = i64::try_from(pattern.start_kinds.len()).unwrap_or(i64::MAX);
        input::number("start_kinds", own_kinds, 0, STARTS_MAX)?;
        for start in &pattern.starts {
            input::number("starts", *start, 0, DAY_MINUTES - 1)?;
        }
        for weekday in &pattern.weekdays {
            input::number("weekdays", *weekday, 0, 6)?;
        }
        if self.content.what.kind == SessionKind::Caravan {
            // A caravan stop is planned with its run, which knows the road.
            return Err(Failure::new("wrong_state").fact("what", "caravan"));
        }
        input::number("minutes", self.content.minutes, 1, 2 * DAY_MINUTES)?;
        let content = content_of(&session_draft(&self.content, pattern.valid_from, None).checked(call)?);
        Ok(TemplateDraft { pattern: self.pattern.tidied(), content, ..self })
    }

    /// The template of a row; one whose content a later version wrote is not found.
    pub(super) fn of_row(row: &rows::Template) -> Result<TemplateDraft, Failure> {
        let stored: Stored = serde_json::from_str(&row.content).map_err(|_| Failure::not_found("template"))?;
        Ok(TemplateDraft {
            id: Some(row.id.clone()),
            revision: Some(row.revision),
            pattern: Pattern { valid_from: row.valid_from, valid_to: row.valid_to, ..stored.pattern },
            content: stored.content,
        })
    }

    /// Its row.
    pub(super) fn row(&self, id: &str, revision: i64, split_from: Option<String>) -> Result<rows::Template, Failure> {
        let stored = Stored { pattern: self.pattern.clone(), content: self.content.clone() };
        Ok(rows::Template {
            id: id.to_owned(),
            revision,
            title: self.content.what.title.clone(),
            sort_key: search::sort_key(&self.content.what.title),
            kind: self.content.what.kind.code().to_owned(),
            valid_from: self.pattern.valid_from,
            valid_to: self.pattern.valid_to,
            content: serde_json::to_string(&stored).map_err(|_| Failure::new("store_failed"))?,
            split_from,
            active: true,
        })
    }

    /// Whether its occurrences keep to the opening calendar.
    pub(super) fn keeps_to_opening(&self) -> bool {
        self.content.what.public && self.content.what.kind.is_in_house() && !self.content.what.kind.is_closure()
    }
}

/// A day, given by the minute at which it begins.
pub(super) fn checked_day(field: &str, day: Minute) -> Result<Minute, Failure> {
    input::minute(field, day)?;
    if minute_of_day(day) == 0 { Ok(day) } else { Err(Failure::new("time_invalid").fact("field", field)) }
}

/// A stored template with its row, if it is as the caller saw it.
pub(super) fn stored(
    call: &Call<'_>,
    id: &str,
    revision: Option<i64>,
) -> Result<(rows::Template, TemplateDraft), Failure> {
    let row = must_find::<rows::Template>(call, id, "template")?;
    if revision.is_some_and(|revision| revision != row.revision) {
        return Err(Failure::new("stale"));
    }
    let draft = TemplateDraft::of_row(&row)?;
    Ok((row, draft))
}

/// A content as a session that begins at `starts`; the posts of `before` keep their ids.
pub(super) fn session_draft(content: &Content, starts: Minute, before: Option<&SessionDraft>) -> SessionDraft {
    let content = content.clone();
    let ids = before.map_or(&[][..], |before| &before.posts);
    let same_posts = ids.len() == content.posts.len();
    let id = |rank: usize| ids.get(rank).filter(|_| same_posts).and_then(|post| post.id.clone());
    SessionDraft {
        id: before.and_then(|before| before.id.clone()),
        revision: before.and_then(|before| before.revision),
        starts,
        ends: starts.saturating_add(content.minutes),
        posts: content.posts.into_iter().enumerate().map(|(rank, shape)| PostDraft { id: id(rank), shape }).collect(),
        what: content.what,
    }
}

/// What of a session a template could have given it.
pub(super) fn content_of(draft: &SessionDraft) -> Content {
    let mut what = draft.what.clone();
    what.spaces.sort();
    Content {
        minutes: draft.ends - draft.starts,
        posts: draft.posts.iter().map(|post| post.shape.clone()).collect(),
        what,
    }
}
