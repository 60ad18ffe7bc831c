//! Judging many sessions of one batch, each seeing those that were granted before it.

use rules::conflict::{Alternative, Clash, ClashCode, Hardness, Holder, HolderKind, Judgement, alternatives, judge};
use rules::time::Minute;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::rows;
use ts_rs::TS;

use crate::access::may_override;
use crate::facts::World;
use crate::gate::Actor;
use crate::session::{SessionDraft, Settled, allowed_roles, proposal};
use crate::{Failure, input};

/// A soft clash that is let pass, for one occurrence or for every one that has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct OccurrenceOverride {
    /// The day of the one it is for; every day where empty.
    #[serde(default)]
    pub day: Option<Minute>,
    /// The start of the one it is for, in minutes of the day; every start where empty.
    #[serde(default)]
    pub start: Option<i64>,
    /// Which clash.
    pub code: ClashCode,
    /// About whom; every subject of that clash where empty.
    #[serde(default)]
    pub subject: Option<String>,
    /// Why, in words that print.
    pub reason: String,
}

impl OccurrenceOverride {
    /// Whether it speaks of the occurrence on `day` at `start`.
    pub(super) fn is_for(&self, day: Minute, start: i64) -> bool {
        self.day.is_none_or(|of| of == day) && self.start.is_none_or(|of| of == start)
    }

    fn covers(&self, clash: &Clash) -> bool {
        self.code == clash.code && self.subject.as_ref().is_none_or(|subject| *subject == clash.subject_id)
    }
}

/// What was asked about one session of a batch.
pub(super) struct Asked<'a> {
    /// The session as it would be.
    pub(super) draft: &'a SessionDraft,
    /// The overrides that speak of it.
    pub(super) overrides: Vec<&'a OccurrenceOverride>,
    /// What was let pass before.
    pub(super) findings: &'a [rows::Finding],
    /// What stands against it already as it is now: an edit need not answer for that.
    pub(super) standing: &'a [Clash],
}

/// What came of it.
pub(super) enum Verdict {
    /// It may be: its claims and what is let pass.
    Granted(Judgement, Settled),
    /// It may not, because of these.
    Refused(Vec<Clash>),
}

/// What stands against a session.
pub(super) fn judged(draft: &SessionDraft, world: &World) -> Judgement {
    let proposal = proposal(draft);
    world.ask(|facts| judge(&proposal, facts))
}

/// The first free ways out for a session.
pub(super) fn ways_out(draft: &SessionDraft, world: &World) -> Vec<Alternative> {
    let proposal = proposal(draft);
    world.ask(|facts| alternatives(&proposal, None, facts))
}

/// Judges one session: hard clashes and soft ones nobody lets pass refuse it.
///
/// # Errors
/// `override_not_allowed` where somebody lets pass what is not theirs to.
pub(super) fn decide(asked: &Asked<'_>, world: &World, actor: &Actor) -> Result<Verdict, Failure> {
    for given in &asked.overrides {
        input::line("overrides.reason", &given.reason)?;
    }
    let judgement = judged(asked.draft, world);
    if !judgement.is_possible() {
        return Ok(Verdict::Refused(judgement.clashes));
    }
    let mut settled = Settled::default();
    let mut open = Vec::new();
    for clash in judgement.clashes.iter().filter(|clash| clash.hardness == Hardness::Soft) {
        if let Some(earlier) = asked.findings.iter().find(|finding| let_pass(finding, clash)) {
            settled.kept.push(earlier.clone());
        } else if let Some(given) = asked.overrides.iter().find(|given| given.covers(clash)) {
            if !may_override(actor.role, clash.code, asked.draft.what.kind) {
                return Err(Failure::new("override_not_allowed")
                    .fact("clash", json!(clash))
                    .fact("allowed", allowed_roles(clash.code, asked.draft.what.kind)));
            }
            settled.new.push((clash.clone(), input::line("overrides.reason", &given.reason)?, actor.clone()));
        } else if !asked.standing.iter().any(|known| no_worse(known, clash)) {
            open.push(clash.clone());
        }
    }
    Ok(if open.is_empty() { Verdict::Granted(judgement, settled) } else { Verdict::Refused(judgement.clashes) })
}

/// Whether `clash` is the known one, and no worse than it.
fn no_worse(known: &Clash, clash: &Clash) -> bool {
    known.key() == clash.key() && known.actual >= clash.actual
}

fn let_pass(finding: &rows::Finding, clash: &Clash) -> bool {
    serde_json::from_str::<Clash>(&finding.facts).is_ok_and(|earlier| no_worse(&earlier, clash))
}

/// Takes what was granted, so that the next session of the batch sees it.
pub(crate) fn take(world: &mut World, id: &str, draft: &SessionDraft, judgement: &Judgement) {
    let holder = Holder {
        kind: HolderKind::Session,
        id: id.to_owned(),
        title: draft.what.title.clone(),
        session_kind: Some(draft.what.kind),
        starts: draft.starts,
        ends: draft.ends,
    };
    world.take(&judgement.claims, holder, proposal(draft));
}
