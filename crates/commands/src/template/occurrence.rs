//! One occurrence and its template: how it differs, an edit that reaches further, following again.

use rules::template::{Field, Place, Scope, deviations, followed, transferred};
use rules::time::{Minute, date_of, minute_of_day};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

use super::draft::{TemplateDraft, content_of, session_draft, stored};
use super::edit::{Edit, StartRename};
use super::line::LineAction;
use super::plan::{Plan, plan};
use super::save::{TemplatePlan, TemplateSaveArguments, TemplateSaved, edit_of, save, stored_reason};
use super::{TEMPLATE_CHANGES, TEMPLATE_READS};
use crate::Failure;
use crate::access::{Access, PLANNING};
use crate::gate::{Call, Command, Effect};
use crate::session::{self, Override, ReasonGiven, SessionDraft, SessionSaveArguments, SessionView, Sheet};
use crate::template::place::OccurrenceOverride;

/// A session with the template it came from.
struct Occurrence {
    sheet: Sheet,
    template: TemplateDraft,
    day: Minute,
    start: i64,
}

fn load(call: &Call<'_>, session: &str) -> Result<Occurrence, Failure> {
    let sheet = Sheet::load(call, session)?;
    let (Some(id), Some(day), Some(start)) =
        (sheet.row.template_id.clone(), sheet.row.template_day, sheet.row.template_start)
    else {
        return Err(Failure::not_found("template"));
    };
    let (_, template) = stored(call, &id, None)?;
    Ok(Occurrence { sheet, template, day, start })
}

impl Occurrence {
    fn deviations(&self) -> Vec<Field> {
        let content = content_of(&self.sheet.draft());
        deviations(
            Place { content: &self.template.content, starts: self.day + self.start },
            Place { content: &content, starts: self.sheet.row.starts },
        )
    }
}

/// An occurrence beside its template.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct OccurrenceView {
    /// The template.
    pub template: TemplateDraft,
    /// The occurrence's original day, as the minute that day begins.
    pub day: Minute,
    /// Its original start, in minutes of the day.
    pub start: i64,
    /// When it begins now.
    pub starts: Minute,
    /// What it has now; the template's own is in `template.content`.
    pub content: rules::template::Content,
    /// The fields in which the two differ.
    pub deviations: Vec<Field>,
}

/// Reads how an occurrence differs from its template.
pub struct OccurrenceRead;

/// Which one.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct OccurrenceReadArguments {
    /// The session's id.
    pub session: String,
}

impl Command for OccurrenceRead {
    type Arguments = OccurrenceReadArguments;
    type Answer = OccurrenceView;
    const NAME: &'static str = "occurrence_read";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<OccurrenceView, Failure> {
        let found = load(call, &arguments.session)?;
        Ok(OccurrenceView {
            deviations: found.deviations(),
            content: content_of(&found.sheet.draft()),
            starts: found.sheet.row.starts,
            day: found.day,
            start: found.start,
            template: found.template,
        })
    }
}

/// An occurrence as it shall be, and how far the change reaches.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct OccurrenceSaveArguments {
    /// The session.
    pub session: SessionDraft,
    /// How far the change reaches.
    pub scope: Scope,
    /// Soft clashes that are let pass, on every occurrence the change reaches.
    #[serde(default)]
    pub overrides: Vec<Override>,
    /// Why, where something is called off or the public was told otherwise.
    #[serde(default)]
    pub reason: Option<ReasonGiven>,
}

/// What was saved.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct OccurrenceSaved {
    /// The session, where it alone was changed.
    pub session: Option<SessionView>,
    /// The template, where the change reaches further.
    pub template: Option<TemplateSaved>,
}

/// The edit of the template that a change of one of its occurrences means.
fn edit_further(arguments: &OccurrenceSaveArguments, call: &Call<'_>) -> Result<(Edit, Plan), Failure> {
    let id = arguments.session.id.as_deref().ok_or_else(|| Failure::not_found("session"))?;
    let found = load(call, id)?;
    if arguments.session.revision != Some(found.sheet.row.revision) {
        return Err(Failure::new("stale"));
    }
    if !found.sheet.state().is_open() {
        return Err(Failure::new("wrong_state").fact("state", found.sheet.row.state.as_str()));
    }
    if found.sheet.row.starts <= call.now {
        return Err(Failure::new("past"));
    }
    let (before, after) = (found.sheet.draft(), arguments.session.clone().checked(call)?);
    let mut template = found.template.clone();
    template.content = transferred(&content_of(&before), &content_of(&after), &template.content);
    let renamed = renamed(&found, &before, &after)?;
    if let Some(rename) = renamed {
        template.pattern.starts.retain(|start| *start != rename.from);
        template.pattern.starts.push(rename.to);
        let kinds = template.pattern.start_kinds.iter_mut().filter(|kinds| kinds.start == rename.from);
        kinds.for_each(|kinds| kinds.start = rename.to);
    }
    let mut edit = edit_of(
        TemplateSaveArguments {
            template,
            from_day: (arguments.scope == Scope::Following).then_some(found.day),
            renamed: renamed.into_iter().collect(),
            adjustments: Vec::new(),
            overrides: arguments.overrides.iter().map(for_all).collect(),
            reason: None,
        },
        call,
    )?;
    edit.edited = Some(after);
    let plan = plan(call, &edit)?;
    Ok((edit, plan))
}

fn for_all(given: &Override) -> OccurrenceOverride {
    OccurrenceOverride {
        day: None,
        start: None,
        code: given.code,
        subject: given.subject.clone(),
        reason: given.reason.clone(),
    }
}

/// A start that moves within its day moves for all; to another day only one can go.
fn renamed(found: &Occurrence, before: &SessionDraft, after: &SessionDraft) -> Result<Option<StartRename>, Failure> {
    if before.starts == after.starts {
        return Ok(None);
    }
    let rename = StartRename { from: found.start, to: minute_of_day(after.starts) };
    let other_day = date_of(after.starts) != date_of(found.day);
    let taken = rename.to != rename.from && found.template.pattern.starts.contains(&rename.to);
    if other_day || taken || !found.template.pattern.starts.contains(&rename.from) {
        return Err(Failure::new("arguments_invalid").fact("field", "session.starts"));
    }
    Ok((rename.from != rename.to).then_some(rename))
}

/// Shows what a change of an occurrence that reaches further would do.
pub struct OccurrencePreview;

impl Command for OccurrencePreview {
    type Arguments = OccurrenceSaveArguments;
    type Answer = TemplatePlan;
    const NAME: &'static str = "occurrence_preview";
    const ACCESS: Access = PLANNING;
    const EFFECT: Effect = Effect::Reads;

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<TemplatePlan, Failure> {
        if arguments.scope == Scope::One {
            // One alone is judged by `session_check`.
            return Err(Failure::new("arguments_invalid").fact("field", "scope"));
        }
        let (edit, plan) = edit_further(&arguments, call)?;
        Ok(TemplatePlan::of(plan, &edit))
    }
}

/// Saves a change of an occurrence: of it alone, of it and the following, or of all.
pub struct OccurrenceSave;

impl Command for OccurrenceSave {
    type Arguments = OccurrenceSaveArguments;
    type Answer = OccurrenceSaved;
    const NAME: &'static str = "occurrence_save";
    const ACCESS: Access = PLANNING;
    const EFFECT: Effect = Effect::Changes { areas: TEMPLATE_CHANGES, reads: TEMPLATE_READS, reversible: true };

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<OccurrenceSaved, Failure> {
        if arguments.scope == Scope::One {
            let OccurrenceSaveArguments { session, overrides, reason, .. } = arguments;
            let view = session::save(SessionSaveArguments { session, as_draft: false, overrides, reason }, call)?;
            return Ok(OccurrenceSaved { session: Some(view), template: None });
        }
        let reason = stored_reason(arguments.reason.as_ref())?;
        let (edit, plan) = edit_further(&arguments, call)?;
        let edited = plan.lines.iter().find(|line| line.session.is_some() && line.session == arguments.session.id);
        if let Some(line) = edited.filter(|line| line.action == LineAction::Keep && !line.clashes.is_empty()) {
            // Others may stay as they are; the one in hand is refused.
            return Err(Failure::new("clash")
                .rule(if line.may_override { "soft_clash" } else { "hard_clash" })
                .fact("clashes", json!(line.clashes))
                .fact("alternatives", json!(line.alternatives))
                .fact("may_override", line.may_override));
        }
        let saved = save(call, &edit, plan, reason)?;
        Ok(OccurrenceSaved { session: None, template: Some(saved) })
    }
}

/// Lets an occurrence follow its template again.
pub struct OccurrenceFollow;

/// Which one, and in what.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct OccurrenceFollowArguments {
    /// The session's id.
    pub session: String,
    /// The revision it was read with.
    pub revision: i64,
    /// The fields in which it follows; all where empty.
    #[serde(default)]
    pub fields: Vec<Field>,
    /// Soft clashes that are let pass.
    #[serde(default)]
    pub overrides: Vec<Override>,
    /// Why, where the public was told otherwise.
    #[serde(default)]
    pub reason: Option<ReasonGiven>,
}

impl Command for OccurrenceFollow {
    type Arguments = OccurrenceFollowArguments;
    type Answer = SessionView;
    const NAME: &'static str = "occurrence_follow";
    const ACCESS: Access = PLANNING;
    const EFFECT: Effect = Effect::Changes { areas: TEMPLATE_CHANGES, reads: TEMPLATE_READS, reversible: true };

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<SessionView, Failure> {
        let found = load(call, &arguments.session)?;
        let fields = if arguments.fields.is_empty() { found.deviations() } else { arguments.fields };
        let before = found.sheet.draft();
        let content = followed(&found.template.content, &content_of(&before), &fields);
        let starts = if fields.contains(&Field::Starts) { found.day + found.start } else { before.starts };
        let session =
            SessionDraft { revision: Some(arguments.revision), ..session_draft(&content, starts, Some(&before)) };
        let OccurrenceFollowArguments { overrides, reason, .. } = arguments;
        session::save(SessionSaveArguments { session, as_draft: false, overrides, reason }, call)
    }
}
