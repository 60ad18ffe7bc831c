//! Taking one occurrence out of its template, and bringing one back.

use rules::session::SessionState;
use rules::time::{DAY_MINUTES, Minute, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{Value, rows, statement};
use ts_rs::TS;

use super::draft::{TemplateDraft, checked_day, session_draft, stored};
use super::edit::{Created, Held, sessions_of};
use super::place::{Asked, OccurrenceOverride, Verdict, decide, judged, ways_out};
use super::write::{call_off, create, reinstate};
use super::{TEMPLATE_CHANGES, TEMPLATE_READS};
use crate::access::{Access, PLANNING, may_override};
use crate::facts::World;
use crate::gate::{Call, Command, Effect};
use crate::session::{SessionDraft, Settled};
use crate::{Failure, input};

/// An occurrence with whatever stands for it.
struct Found {
    template: TemplateDraft,
    session: Option<Held>,
    skip: Option<rows::TemplateSkip>,
}

fn find(call: &Call<'_>, template: &str, day: Minute, start: i64) -> Result<Found, Failure> {
    checked_day("day", day)?;
    input::number("start", start, 0, DAY_MINUTES - 1)?;
    let (_, draft) = stored(call, template, None)?;
    if !draft.pattern.is_valid_on(day) || !draft.pattern.starts.contains(&start) {
        return Err(Failure::not_found("occurrence"));
    }
    let session = sessions_of(call, template)?
        .into_iter()
        .find(|(sheet, _)| sheet.row.template_day == Some(day) && sheet.row.template_start == Some(start))
        .map(|(sheet, occupancy)| Held { sheet, occupancy, key: (day, start) });
    let skips: Vec<rows::TemplateSkip> = call.snapshot.rows(&statement::TEMPLATE_SKIP_OF, &[Value::from(template)])?;
    let skip = skips.into_iter().find(|skip| (skip.day, skip.start_minute) == (day, start));
    Ok(Found { template: draft, session, skip })
}

/// What came of it.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct OccurrenceChanged {
    /// The session that stands for it; none where it is out and was never planned.
    pub session: Option<String>,
}

/// Takes one occurrence out; it stays visible and can be brought back.
pub struct TemplateSkip;

/// Which occurrence, and why.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct TemplateSkipArguments {
    /// The template's id.
    pub template: String,
    /// The occurrence's original day, as the minute that day begins.
    pub day: Minute,
    /// Its original start, in minutes of the day.
    pub start: i64,
    /// Why, in words.
    pub reason: String,
}

impl Command for TemplateSkip {
    type Arguments = TemplateSkipArguments;
    type Answer = OccurrenceChanged;
    const NAME: &'static str = "template_skip";
    const ACCESS: Access = PLANNING;
    const EFFECT: Effect = Effect::Changes { areas: TEMPLATE_CHANGES, reads: TEMPLATE_READS, reversible: true };

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<OccurrenceChanged, Failure> {
        let reason = input::line("reason", &arguments.reason)?;
        let found = find(call, &arguments.template, arguments.day, arguments.start)?;
        let session = found.session.as_ref().map(|held| held.sheet.row.id.clone());
        if let Some(held) = found.session {
            let state = held.sheet.state();
            if held.sheet.row.starts <= call.now {
                return Err(Failure::new("past"));
            }
            if !state.is_open() && state != SessionState::Cancelled {
                return Err(Failure::new("wrong_state").fact("state", state.code()));
            }
            if state.is_open() {
                call_off(call, held, Some(&("other".to_owned(), Some(reason.clone()))));
            }
        }
        let id = call.new_id();
        let after = rows::TemplateSkip {
            id,
            revision: 0,
            template_id: arguments.template,
            day: arguments.day,
            start_minute: arguments.start,
            reason,
        };
        match found.skip {
            Some(before) => {
                let after = rows::TemplateSkip { id: before.id.clone(), ..after };
                call.batch.update(&before, &after);
            }
            None => call.batch.insert(&after),
        }
        Ok(OccurrenceChanged { session })
    }
}

/// Brings back an occurrence that is out, for whatever reason, if nothing hard stands against it.
pub struct TemplateRestore;

/// Which occurrence, and how.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct TemplateRestoreArguments {
    /// The template's id.
    pub template: String,
    /// The occurrence's original day, as the minute that day begins.
    pub day: Minute,
    /// Its original start, in minutes of the day.
    pub start: i64,
    /// When it begins instead, where a way out is taken.
    #[serde(default)]
    pub starts: Option<Minute>,
    /// The spaces it uses instead.
    #[serde(default)]
    pub spaces: Option<Vec<String>>,
    /// Soft clashes that are let pass.
    #[serde(default)]
    pub overrides: Vec<OccurrenceOverride>,
}

impl Command for TemplateRestore {
    type Arguments = TemplateRestoreArguments;
    type Answer = OccurrenceChanged;
    const NAME: &'static str = "template_restore";
    const ACCESS: Access = PLANNING;
    const EFFECT: Effect = Effect::Changes { areas: TEMPLATE_CHANGES, reads: TEMPLATE_READS, reversible: true };

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<OccurrenceChanged, Failure> {
        let found = find(call, &arguments.template, arguments.day, arguments.start)?;
        if let Some(held) = &found.session
            && held.sheet.state() != SessionState::Cancelled
        {
            return Err(Failure::new("wrong_state").fact("state", held.sheet.row.state.as_str()));
        }
        let draft = wanted(&found, &arguments).checked(call)?;
        if draft.starts <= call.now {
            return Err(Failure::new("past"));
        }
        let world = World::load(call, Span { starts: draft.starts, ends: draft.ends })?;
        let findings = found.session.as_ref().map_or(&[][..], |held| &held.sheet.findings);
        let overrides = arguments.overrides.iter().collect();
        let asked = Asked { draft: &draft, overrides, findings, standing: &[] };
        let (judgement, settled) = match decide(&asked, &world, call.actor()?)? {
            Verdict::Granted(judgement, settled) => (judgement, settled),
            Verdict::Refused(_) => return Err(refusal(&draft, &world, call)),
        };
        if let Some(skip) = &found.skip {
            call.batch.delete(skip);
        }
        let key = (arguments.day, arguments.start);
        let session = bring_back(call, found.session, draft, &judgement.claims, settled, key, &arguments.template);
        Ok(OccurrenceChanged { session: Some(session) })
    }
}

/// A cancelled session comes back as it was; one that never was comes as the template has it.
fn wanted(found: &Found, arguments: &TemplateRestoreArguments) -> SessionDraft {
    let mut draft = match &found.session {
        Some(held) => held.sheet.draft(),
        None => session_draft(&found.template.content, arguments.day + arguments.start, None),
    };
    if found.session.is_none() {
        if let Some(starts) = arguments.starts {
            let minutes = draft.ends - draft.starts;
            (draft.starts, draft.ends) = (starts, starts.saturating_add(minutes));
        }
        if let Some(spaces) = &arguments.spaces {
            draft.what.spaces.clone_from(spaces);
        }
    }
    draft
}

fn bring_back(
    call: &mut Call<'_>,
    session: Option<Held>,
    draft: SessionDraft,
    claims: &[rules::conflict::Claim],
    settled: Settled,
    key: (Minute, i64),
    template: &str,
) -> String {
    match session {
        Some(held) => {
            let id = held.sheet.row.id.clone();
            reinstate(call, held, claims, settled);
            id
        }
        None => {
            let id = call.new_id();
            create(call, Created { id: id.clone(), key, draft, claims: claims.to_vec(), settled }, template);
            id
        }
    }
}

/// The refusal, with its clashes and the ways out of them.
fn refusal(draft: &SessionDraft, world: &World, call: &Call<'_>) -> Failure {
    let judgement = judged(draft, world);
    let hard = !judgement.is_possible();
    let passes = call.actor.is_some_and(|actor| {
        judgement.clashes.iter().all(|clash| may_override(actor.role, clash.code, draft.what.kind))
    });
    Failure::new("clash")
        .rule(if hard { "hard_clash" } else { "soft_clash" })
        .fact("clashes", json!(judgement.clashes))
        .fact("alternatives", json!(ways_out(draft, world)))
        .fact("may_override", passes && !hard)
}
