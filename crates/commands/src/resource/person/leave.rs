//! Leave, by half days. It is a fact and never refused: the posts it empties stand open, the
//! runs it hits are named.

use rules::resource::LeaveKind;
use rules::time::{DAY_MINUTES, Minute, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::rows::{Leave, Person};
use store::{Value, statement};
use ts_rs::TS;

use super::super::common::{Deletion, Use, as_read, before, day, identity, write};
use super::READS;
use super::posts::{FuturePost, future_posts, give, named};
use super::rides::{runs_of, use_of};
use super::take_on::emptied_with;
use crate::access::{Access, Area, ROSTERING};
use crate::facts::must_find;
use crate::gate::{Call, Command, Effect};
use crate::session::proposal;
use crate::{Failure, input, setting};

/// The longest leave: three years.
const LEAVE_MINUTES_MAX: i64 = 1_100 * DAY_MINUTES;

/// Half of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum DayHalf {
    /// Until the middle of the day.
    Morning,
    /// From the middle of the day on.
    Afternoon,
}

/// A leave as the page shows it.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct LeaveView {
    /// Id.
    pub id: String,
    /// Revision, for saving.
    pub revision: i64,
    /// Whose.
    pub person: String,
    /// Its first minute.
    pub starts: Minute,
    /// The minute after its last.
    pub ends: Minute,
    /// Its first day.
    pub from_day: Minute,
    /// The half of that day it begins with.
    pub from_half: DayHalf,
    /// Its last day.
    pub to_day: Minute,
    /// The half of that day it ends with.
    pub to_half: DayHalf,
    /// Why.
    pub kind: LeaveKind,
    /// Remark.
    pub remark: Option<String>,
}

/// A leave with its days and halves read back from its minutes.
pub(super) fn view(row: Leave) -> LeaveView {
    let last = row.ends - 1;
    LeaveView {
        from_day: row.starts - row.starts.rem_euclid(DAY_MINUTES),
        from_half: if row.starts.rem_euclid(DAY_MINUTES) == 0 { DayHalf::Morning } else { DayHalf::Afternoon },
        to_day: last - last.rem_euclid(DAY_MINUTES),
        to_half: if row.ends.rem_euclid(DAY_MINUTES) == 0 { DayHalf::Afternoon } else { DayHalf::Morning },
        id: row.id,
        revision: row.revision,
        person: row.person_id,
        starts: row.starts,
        ends: row.ends,
        kind: LeaveKind::from_code(&row.kind).unwrap_or(LeaveKind::Other),
        remark: row.remark,
    }
}

/// The minutes between two halves of days.
fn span(from: (Minute, DayHalf), to: (Minute, DayHalf), noon: i64) -> Result<Span, Failure> {
    let starts = day("from_day", from.0)? + if from.1 == DayHalf::Morning { 0 } else { noon };
    let ends = day("to_day", to.0)? + if to.1 == DayHalf::Morning { noon } else { DAY_MINUTES };
    input::span(starts, ends, LEAVE_MINUTES_MAX)
}

/// Lists the leaves that touch a stretch of time.
pub struct LeaveList;

/// Which stretch.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct LeaveListArguments {
    /// Its first minute.
    pub from: Minute,
    /// The minute after its last.
    pub to: Minute,
}

impl Command for LeaveList {
    type Arguments = LeaveListArguments;
    type Answer = Vec<LeaveView>;
    const NAME: &'static str = "leave_list";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<Self::Answer, Failure> {
        let span = input::span(arguments.from, arguments.to, LEAVE_MINUTES_MAX)?;
        let bounds = [Value::from(span.starts), Value::from(span.ends)];
        let leaves = call.snapshot.rows::<Leave>(&statement::LEAVE_BETWEEN, &bounds)?;
        Ok(leaves.into_iter().map(view).collect())
    }
}

/// Adds or changes a leave.
pub struct LeaveSave;

/// A leave as it shall be.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct LeaveSaveArguments {
    /// Its id where it exists.
    #[serde(default)]
    pub id: Option<String>,
    /// The revision it was read with.
    #[serde(default)]
    pub revision: Option<i64>,
    /// Whose.
    pub person: String,
    /// Its first day.
    pub from_day: Minute,
    /// The half of that day it begins with.
    pub from_half: DayHalf,
    /// Its last day.
    pub to_day: Minute,
    /// The half of that day it ends with.
    pub to_half: DayHalf,
    /// Why.
    pub kind: LeaveKind,
    /// Remark.
    #[serde(default)]
    pub remark: Option<String>,
}

/// A leave and what it hit.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct LeaveSaved {
    /// The leave.
    pub leave: LeaveView,
    /// Posts that stand open now.
    pub opened: Vec<FuturePost>,
    /// Caravan runs that have the person aboard and want somebody else.
    pub runs: Vec<Use>,
}

impl Command for LeaveSave {
    type Arguments = LeaveSaveArguments;
    type Answer = LeaveSaved;
    const NAME: &'static str = "leave_save";
    const ACCESS: Access = ROSTERING;
    const EFFECT: Effect = Effect::Changes { areas: &[Area::People, Area::Sessions], reads: READS, reversible: true };

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<LeaveSaved, Failure> {
        let before = before::<Leave>(call, arguments.id.as_deref(), arguments.revision, "leave")?;
        let person = must_find::<Person>(call, &arguments.person, "person")?;
        if before.as_ref().is_some_and(|before| before.person_id != person.id) {
            return Err(Failure::new("arguments_invalid").fact("field", "person"));
        }
        let opening: rules::calendar::CalendarSettings = setting::read(call.snapshot, setting::OPENING)?;
        let span = span(
            (arguments.from_day, arguments.from_half),
            (arguments.to_day, arguments.to_half),
            opening.half_day_minute,
        )?;
        let (id, revision) = identity(call, before.as_ref());
        let after = Leave {
            id,
            revision,
            person_id: person.id.clone(),
            starts: span.starts,
            ends: span.ends,
            kind: arguments.kind.code().to_owned(),
            remark: input::optional_note("remark", arguments.remark.as_deref())?,
        };
        let revision = write(call, before.as_ref(), &after);
        let opened = empty(call, &person.id, span)?;
        let runs = hit_runs(call, &person.id, span)?;
        Ok(LeaveSaved { leave: view(Leave { revision, ..after }), opened, runs })
    }
}

/// Empties the person's posts within a stretch.
fn empty(call: &mut Call<'_>, person: &str, span: Span) -> Result<Vec<FuturePost>, Failure> {
    let mut opened = Vec::new();
    for (sheet, post) in future_posts(call, person)? {
        if proposal(&sheet.draft()).taken().overlaps(span) {
            give(call, &sheet, &post, None)?;
            opened.push(named(&sheet, &post, Vec::new()));
        }
    }
    Ok(opened)
}

fn hit_runs(call: &Call<'_>, person: &str, span: Span) -> Result<Vec<Use>, Failure> {
    let mut runs = runs_of(call, person)?;
    runs.retain(|run| Span { starts: run.row.departs, ends: run.row.returns }.overlaps(span));
    Ok(runs.iter().map(use_of).collect())
}

/// Takes a leave back. Posts it emptied stay open, for somebody else may be meant for them by now: they are
/// named, and `person_take_on` puts the person on them again.
pub struct LeaveDelete;

/// What went, and what it had emptied.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct LeaveDeleted {
    /// The leave's id.
    pub id: String,
    /// Posts that it emptied and that nobody stands on since.
    pub emptied: Vec<FuturePost>,
}

impl Command for LeaveDelete {
    type Arguments = Deletion;
    type Answer = LeaveDeleted;
    const NAME: &'static str = "leave_delete";
    const ACCESS: Access = ROSTERING;
    const EFFECT: Effect = Effect::Changes { areas: &[Area::People, Area::Sessions], reads: READS, reversible: true };

    fn run(arguments: Deletion, call: &mut Call<'_>) -> Result<LeaveDeleted, Failure> {
        let row = as_read::<Leave>(call, &arguments.id, arguments.revision, "leave")?;
        call.batch.delete(&row);
        let emptied = emptied_with(call, &row.id, &row.person_id)?;
        Ok(LeaveDeleted { id: row.id, emptied })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_days_read_back_as_they_were_given() {
        use DayHalf::{Afternoon, Morning};
        let first = 20_577 * DAY_MINUTES;
        for (from, to, minutes) in [
            ((first, Morning), (first, Morning), Some(720)),
            ((first, Afternoon), (first, Afternoon), Some(720)),
            ((first, Morning), (first, Afternoon), Some(1_440)),
            ((first, Afternoon), (first + DAY_MINUTES, Morning), Some(1_440)),
            ((first, Afternoon), (first, Morning), None),
            ((first + DAY_MINUTES, Morning), (first, Afternoon), None),
        ] {
            let found = span(from, to, 720).ok();
            assert_eq!(found.map(Span::minutes), minutes, "{from:?} {to:?}");
            if let Some(found) = found {
                let row = Leave {
                    id: String::new(),
                    revision: 0,
                    person_id: String::new(),
                    starts: found.starts,
                    ends: found.ends,
                    kind: "sick".to_owned(),
                    remark: None,
                };
                let read = view(row);
                assert_eq!(((read.from_day, read.from_half), (read.to_day, read.to_half)), (from, to));
            }
        }
    }
}
