//! What stands against a run, and the ways out: asked while it is being edited and before saving.

use rules::conflict::{Clash, Hardness, Judgement};
use rules::road::{DrivingDay, RunWayKind, itinerary, propose_times, run_ways};
use rules::session::SessionKind;
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

use super::draft::{Plan, RunDraft, applied};
use super::facts::RoadWorld;
use super::read::{LegView, leg_views};
use crate::Failure;
use crate::access::{Access, may_override};
use crate::gate::{Call, Command, Effect};

/// A way out that has been judged, as the page offers it.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct RunWayView {
    /// What it changes.
    pub kind: RunWayKind,
    /// Days it moves.
    pub shift_days: i64,
    /// The name of whom or what it brings in.
    pub brings: Option<String>,
    /// The name of whom it takes off the run.
    pub releases: Option<String>,
    /// Clashes that remain.
    pub remaining: Vec<Clash>,
    /// The run as it would be: taking the way is saving this.
    pub run: RunDraft,
}

/// What the rules say of a run.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct RunVerdict {
    /// Whether nothing hard stands against it.
    pub possible: bool,
    /// Every clash, hard ones first.
    pub clashes: Vec<Clash>,
    /// The first free ways out, each judged.
    pub ways: Vec<RunWayView>,
    /// Whether the caller may let the soft ones pass.
    pub may_override: bool,
    /// The drives in order with their clock; the last one leads home.
    pub legs: Vec<LegView>,
    /// The days with their driving.
    pub days: Vec<DrivingDay>,
    /// Minutes a driver may drive a day: what the days are measured against.
    pub driving_per_day_minutes_max: i64,
}

/// Judges a planned run.
pub(crate) fn verdict(plan: &Plan, world: &RoadWorld, call: &Call<'_>) -> (Judgement, RunVerdict) {
    let judgement = world.judge(&plan.proposal);
    let ways = world.ask(plan.proposal.id.as_deref(), |facts| run_ways(&plan.proposal, facts));
    let clock = itinerary(&plan.proposal, &world.settings);
    let soft = judgement.clashes.iter().filter(|clash| clash.hardness == Hardness::Soft);
    let may_override = call
        .actor
        .is_some_and(|actor| soft.clone().all(|clash| may_override(actor.role, clash.code, SessionKind::Caravan)));
    let name = |id: &String| world.people.get(id).map(|person| person.name.clone());
    let verdict = RunVerdict {
        possible: judgement.is_possible(),
        clashes: judgement.clashes.clone(),
        ways: ways
            .into_iter()
            .map(|way| RunWayView {
                kind: way.kind,
                shift_days: way.shift_days,
                brings: way.brings.map(|(_, name)| name),
                releases: way.releases.as_ref().and_then(name),
                run: applied(&plan.draft, &way.run),
                remaining: way.remaining,
            })
            .collect(),
        may_override,
        legs: leg_views(&plan.proposal, &plan.drives, &clock, world),
        days: clock.days,
        driving_per_day_minutes_max: world.settings.driving_per_day_minutes_max,
    };
    (judgement, verdict)
}

/// Judges a run without writing anything.
pub struct RunCheck;

impl Command for RunCheck {
    type Arguments = RunDraft;
    type Answer = RunVerdict;
    const NAME: &'static str = "run_check";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(draft: RunDraft, call: &mut Call<'_>) -> Result<RunVerdict, Failure> {
        let draft = draft.checked(call)?;
        let world = RoadWorld::load(call, draft.span())?;
        let plan = Plan::of(draft, &world)?;
        Ok(verdict(&plan, &world, call).1)
    }
}

/// Fills in a run's times from the driving, keeping its order and its lengths.
pub struct RunProposeTimes;

/// A run with times filled in, and what the rules say of it.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct TimesProposed {
    /// The run.
    pub run: RunDraft,
    /// What the rules say of it.
    pub verdict: RunVerdict,
}

impl Command for RunProposeTimes {
    type Arguments = RunDraft;
    type Answer = TimesProposed;
    const NAME: &'static str = "run_propose_times";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(draft: RunDraft, call: &mut Call<'_>) -> Result<TimesProposed, Failure> {
        let draft = draft.checked(call)?;
        let world = RoadWorld::load(call, draft.span())?;
        let mut plan = Plan::of(draft, &world)?;
        plan.proposal = propose_times(&plan.proposal, &world.settings, world.planning.step_minutes);
        plan.draft = applied(&plan.draft, &plan.proposal);
        // The proposed times may lie beyond the facts that were loaded for the given ones.
        let world = RoadWorld::load(call, plan.draft.span())?;
        let verdict = verdict(&plan, &world, call).1;
        Ok(TimesProposed { run: plan.draft, verdict })
    }
}
