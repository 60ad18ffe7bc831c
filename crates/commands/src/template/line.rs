//! The dates of a template, a line each: what a save does with it, and why.

use rules::calendar::DayKind;
use rules::conflict::{Alternative, Clash};
use rules::session::SessionState;
use rules::template::{Field, SkipReason};
use rules::time::Minute;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a save does with an occurrence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum LineAction {
    /// It is planned.
    Create,
    /// Its session follows the edit.
    Change,
    /// Its session is called off: the template no longer has it.
    Cancel,
    /// Its draft goes: the template no longer has it.
    Delete,
    /// Its session stays as it is; with clashes, because it could not follow the edit.
    Keep,
    /// It is not planned, for the reason beside it.
    Skip,
}

/// One date and start of a template.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct TemplateLine {
    /// Its original day, as the minute that day begins.
    pub day: Minute,
    /// Its original start, in minutes of the day.
    pub start: i64,
    /// What kind of day it is.
    pub day_kind: DayKind,
    /// What a save does with it.
    pub action: LineAction,
    /// Why it is not planned, where it is not.
    pub skip: Option<SkipReason>,
    /// The words of whoever took it out or called it off.
    pub words: Option<String>,
    /// Its session.
    pub session: Option<String>,
    /// That session's state.
    pub state: Option<SessionState>,
    /// First minute, as it would be.
    pub starts: Minute,
    /// The minute after the last.
    pub ends: Minute,
    /// Ids of its spaces.
    pub spaces: Vec<String>,
    /// Fields in which its session differs from the template.
    pub deviations: Vec<Field>,
    /// What stands against it.
    pub clashes: Vec<Clash>,
    /// The first free ways out.
    pub alternatives: Vec<Alternative>,
    /// Whether the caller may let its soft clashes pass, and there is no hard one.
    pub may_override: bool,
}

/// How many occurrences meet which end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct TemplateCounts {
    /// Planned anew.
    pub create: i64,
    /// Changed.
    pub change: i64,
    /// Called off.
    pub cancel: i64,
    /// Drafts deleted.
    pub delete: i64,
    /// Left as they are.
    pub keep: i64,
    /// Not planned.
    pub skip: i64,
}

impl TemplateCounts {
    pub(super) fn of(lines: &[TemplateLine]) -> TemplateCounts {
        let mut counts = TemplateCounts::default();
        for line in lines {
            let count = match line.action {
                LineAction::Create => &mut counts.create,
                LineAction::Change => &mut counts.change,
                LineAction::Cancel => &mut counts.cancel,
                LineAction::Delete => &mut counts.delete,
                LineAction::Keep => &mut counts.keep,
                LineAction::Skip => &mut counts.skip,
            };
            *count += 1;
        }
        counts
    }
}
