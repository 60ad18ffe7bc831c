//! Previewing, saving and ending a template.

use rules::template::{renaming, split};
use rules::time::{DAY_MINUTES, Minute};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::rows;
use ts_rs::TS;

use super::draft::{TemplateDraft, checked_day, stored};
use super::edit::{Adjustment, Edit, StartRename};
use super::line::{TemplateCounts, TemplateLine};
use super::place::OccurrenceOverride;
use super::plan::{Plan, plan};
use super::write::{StoredReason, write};
use super::{TEMPLATE_CHANGES, TEMPLATE_READS};
use crate::access::{Access, PLANNING};
use crate::facts::must_exist;
use crate::gate::{Call, Command, Effect};
use crate::session::ReasonGiven;
use crate::{Failure, input};

/// Adjustments, overrides and renames a call may carry.
const PARTS_MAX: i64 = 2_000;

/// A template as it shall be, and what it does to its occurrences.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct TemplateSaveArguments {
    /// The template.
    pub template: TemplateDraft,
    /// For an edit of this and the following: the first day it holds on, as the minute that day
    /// begins. All that is to come where left out.
    #[serde(default)]
    pub from_day: Option<Minute>,
    /// Starts that go to another minute, their occurrences with them.
    #[serde(default)]
    pub renamed: Vec<StartRename>,
    /// Ways out taken for single occurrences.
    #[serde(default)]
    pub adjustments: Vec<Adjustment>,
    /// Soft clashes that are let pass.
    #[serde(default)]
    pub overrides: Vec<OccurrenceOverride>,
    /// Why, where something is called off or the public was told otherwise.
    #[serde(default)]
    pub reason: Option<ReasonGiven>,
}

/// What a save would do, date by date.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct TemplatePlan {
    /// Every date and start, in order.
    pub lines: Vec<TemplateLine>,
    /// How many meet which end.
    pub counts: TemplateCounts,
    /// Whether the save must say why.
    pub reason_needed: bool,
    /// Where the edit splits the template: its first day, as the minute that day begins.
    pub splits_on: Option<Minute>,
}

impl TemplatePlan {
    pub(super) fn of(plan: Plan, edit: &Edit) -> TemplatePlan {
        TemplatePlan {
            lines: plan.lines,
            counts: plan.counts,
            reason_needed: plan.reason_needed,
            splits_on: edit.splits_on,
        }
    }
}

/// A template that was saved.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct TemplateSaved {
    /// Its id.
    pub id: String,
    /// Its revision.
    pub revision: i64,
    /// The template it was split from.
    pub split_from: Option<String>,
    /// What happened to its occurrences.
    pub counts: TemplateCounts,
}

/// Checks the arguments of a save and says what they come to.
pub(super) fn edit_of(arguments: TemplateSaveArguments, call: &Call<'_>) -> Result<Edit, Failure> {
    for (field, parts) in [
        ("renamed", arguments.renamed.len()),
        ("adjustments", arguments.adjustments.len()),
        ("overrides", arguments.overrides.len()),
    ] {
        input::number(field, i64::try_from(parts).unwrap_or(i64::MAX), 0, PARTS_MAX)?;
    }
    for given in &arguments.adjustments {
        checked_day("adjustments.day", given.day)?;
        input::minute("adjustments.starts", given.starts)?;
        for space in given.spaces.iter().flatten() {
            must_exist::<rows::Space>(call, Some(space), "space")?;
        }
        if given.spaces.as_ref().is_some_and(Vec::is_empty) {
            return Err(Failure::new("arguments_invalid").fact("field", "adjustments.spaces"));
        }
    }
    let mut after = arguments.template.checked(call)?;
    let before = match &after.id {
        Some(id) => Some(stored(call, id, Some(after.revision.unwrap_or(-1)))?),
        None => None,
    };
    let mut splits_on = None;
    if let (Some(day), Some((_, before))) = (arguments.from_day, &before) {
        checked_day("from_day", day)?;
        if day + DAY_MINUTES <= call.now {
            return Err(Failure::new("past").fact("field", "from_day"));
        }
        if before.pattern.valid_to < day {
            return Err(Failure::new("span_invalid").fact("field", "from_day"));
        }
        splits_on = split(&before.pattern, day).map(|split| split.new_begins);
        if let Some(first) = splits_on {
            after.pattern.valid_from = first;
            if after.pattern.valid_to < first {
                return Err(Failure::new("span_invalid").fact("field", "valid_to"));
            }
        }
    }
    let renamed = checked_renames(&arguments.renamed, before.as_ref().map(|(_, before)| before), &after)?;
    Ok(Edit {
        before,
        after,
        splits_on,
        retired: false,
        edited: None,
        renamed,
        adjustments: arguments.adjustments,
        overrides: arguments.overrides,
    })
}

/// Renames go from a start the template has to one it gets, and no two to the same.
fn checked_renames(
    given: &[StartRename],
    before: Option<&TemplateDraft>,
    after: &TemplateDraft,
) -> Result<Vec<(i64, i64)>, Failure> {
    let invalid = || Failure::new("arguments_invalid").fact("field", "renamed");
    let moves: Vec<(i64, i64)> = given.iter().map(|rename| (rename.from, rename.to)).collect();
    let known = before.map_or(&[][..], |before| &before.pattern.starts);
    for (place, (from, to)) in moves.iter().enumerate() {
        let repeated = moves[..place].iter().any(|(other, target)| other == from || target == to);
        if repeated || !known.contains(from) || !after.pattern.starts.contains(to) {
            return Err(invalid());
        }
        // A start that stays where it is keeps its occurrences; nobody else can come there.
        let stays = known.contains(to) && !moves.iter().any(|(other, _)| other == to);
        if stays {
            return Err(invalid());
        }
    }
    Ok(renaming(&moves))
}

/// Writes the template's own row or rows and then its plan.
pub(super) fn save(
    call: &mut Call<'_>,
    edit: &Edit,
    plan: Plan,
    reason: Option<StoredReason>,
) -> Result<TemplateSaved, Failure> {
    let counts = plan.counts;
    let (id, revision, split_from) = match (&edit.before, edit.splits_on) {
        (Some((row, before)), Some(first)) => {
            let mut ended = before.clone();
            ended.pattern.valid_to = first - DAY_MINUTES;
            let ended =
                rows::Template { active: row.active, ..ended.row(&row.id, row.revision, row.split_from.clone())? };
            call.batch.update(row, &ended);
            let id = call.new_id();
            call.batch.insert(&edit.after.row(&id, 0, Some(row.id.clone()))?);
            (id, 0, Some(row.id.clone()))
        }
        (Some((row, _)), None) => {
            let after = rows::Template {
                active: !edit.retired,
                ..edit.after.row(&row.id, row.revision, row.split_from.clone())?
            };
            call.batch.update(row, &after);
            (row.id.clone(), row.revision + i64::from(after != *row), row.split_from.clone())
        }
        (None, _) => {
            let id = call.new_id();
            call.batch.insert(&edit.after.row(&id, 0, None)?);
            (id, 0, None)
        }
    };
    write(call, edit, plan, &id, reason)?;
    Ok(TemplateSaved { id, revision, split_from, counts })
}

pub(super) fn stored_reason(reason: Option<&ReasonGiven>) -> Result<Option<StoredReason>, Failure> {
    reason.map(ReasonGiven::checked).transpose()
}

/// Shows what a save would do, without writing anything.
pub struct TemplatePreview;

impl Command for TemplatePreview {
    type Arguments = TemplateSaveArguments;
    type Answer = TemplatePlan;
    const NAME: &'static str = "template_preview";
    const ACCESS: Access = PLANNING;
    const EFFECT: Effect = Effect::Reads;

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<TemplatePlan, Failure> {
        let edit = edit_of(arguments, call)?;
        Ok(TemplatePlan::of(plan(call, &edit)?, &edit))
    }
}

/// Saves a template and plans, changes and calls off its occurrences, as one operation.
pub struct TemplateSave;

impl Command for TemplateSave {
    type Arguments = TemplateSaveArguments;
    type Answer = TemplateSaved;
    const NAME: &'static str = "template_save";
    const ACCESS: Access = PLANNING;
    const EFFECT: Effect = Effect::Changes { areas: TEMPLATE_CHANGES, reads: TEMPLATE_READS, reversible: true };

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<TemplateSaved, Failure> {
        let reason = stored_reason(arguments.reason.as_ref())?;
        let edit = edit_of(arguments, call)?;
        let plan = plan(call, &edit)?;
        save(call, &edit, plan, reason)
    }
}

/// Ends a template after a day; what is planned later is called off.
pub struct TemplateEnd;

/// Which one, and when.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct TemplateEndArguments {
    /// Its id.
    pub id: String,
    /// The revision it was read with.
    pub revision: i64,
    /// Its last day, as the minute that day begins; before its first day, it never runs.
    pub last_day: Minute,
    /// Why, where something is called off.
    #[serde(default)]
    pub reason: Option<ReasonGiven>,
}

impl Command for TemplateEnd {
    type Arguments = TemplateEndArguments;
    type Answer = TemplateSaved;
    const NAME: &'static str = "template_end";
    const ACCESS: Access = PLANNING;
    const EFFECT: Effect = Effect::Changes { areas: TEMPLATE_CHANGES, reads: TEMPLATE_READS, reversible: true };

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<TemplateSaved, Failure> {
        let reason = stored_reason(arguments.reason.as_ref())?;
        checked_day("last_day", arguments.last_day)?;
        let (row, before) = stored(call, &arguments.id, Some(arguments.revision))?;
        let mut after = before.clone();
        let retired = arguments.last_day < before.pattern.valid_from;
        if !retired {
            after.pattern.valid_to = arguments.last_day.min(before.pattern.valid_to);
        }
        let edit = Edit {
            before: Some((row, before)),
            after,
            splits_on: None,
            retired,
            edited: None,
            renamed: Vec::new(),
            adjustments: Vec::new(),
            overrides: Vec::new(),
        };
        // Ending plans nothing new: what was missing stays missing.
        let mut plan = plan(call, &edit)?;
        plan.created.clear();
        plan.counts.create = 0;
        save(call, &edit, plan, reason)
    }
}
