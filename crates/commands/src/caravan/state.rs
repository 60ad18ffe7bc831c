//! State changes of a whole run, the deletion of drafts, the marks of the load list.

use rules::conflict::HolderKind;
use rules::session::{SessionKind, SessionState, Transition, TransitionRefusal};
use rules::time::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Value, rows, statement};
use ts_rs::TS;

use super::check::verdict;
use super::draft::Plan;
use super::facts::RoadWorld;
use super::read::{RunLack, RunView};
use super::save::{delete_stop, refusal};
use super::sheet::RunSheet;
use super::{RUN_AREAS, RUN_READS};
use crate::Failure;
use crate::access::{Access, Area, PLANNING, Role};
use crate::facts::must_find;
use crate::gate::{Call, Command, Effect};
use crate::session::{Override, ReasonGiven, check_words, claim, settle, write_findings};

/// Takes the stops of a run through a transition, all or none.
pub struct RunTransition;

/// Which run, and where to.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct RunTransitionArguments {
    /// The run's id.
    pub id: String,
    /// The revision it was read with.
    pub revision: i64,
    /// Where to.
    pub transition: Transition,
    /// The sessions of the stops; every stop that has this transition where left out.
    #[serde(default)]
    pub stops: Option<Vec<String>>,
    /// Why; needed for cancelling.
    #[serde(default)]
    pub reason: Option<ReasonGiven>,
    /// Soft clashes that are let pass where the run begins to hold what it takes.
    #[serde(default)]
    pub overrides: Vec<Override>,
}

/// The run after it.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct RunChanged {
    /// The run.
    pub run: RunView,
}

impl Command for RunTransition {
    type Arguments = RunTransitionArguments;
    type Answer = RunChanged;
    const NAME: &'static str = "run_transition";
    const ACCESS: Access = PLANNING;
    const EFFECT: Effect = Effect::Changes { areas: RUN_AREAS, reads: RUN_READS, reversible: false };

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<RunChanged, Failure> {
        check_words(&arguments.overrides, arguments.reason.as_ref())?;
        let before = RunSheet::load(call, &arguments.id)?;
        if before.row.revision != arguments.revision {
            return Err(Failure::new("stale"));
        }
        let mut after = before.clone();
        change_stops(call, &mut after, &arguments)?;
        let drivers = after.crew.iter().filter(|row| row.duty == "driver").count();
        if arguments.transition == Transition::Publish && !RunLack::of(&after.row, drivers).is_empty() {
            return Err(Failure::new("run_incomplete").rule("published_runs_have_vehicle_and_driver"));
        }
        let world = RoadWorld::load(call, Span { starts: after.row.departs, ends: after.row.returns })?;
        if before.occupies() != after.occupies() || reinstates(&arguments) {
            after.findings = settle_run(call, &after, &world, &arguments.overrides)?;
        }
        for (old, new) in before.stops.iter().zip(&mut after.stops) {
            call.batch.update(&old.session.row, &new.session.row);
            new.session.row.revision += i64::from(old.session.row != new.session.row);
        }
        call.batch.rewrite(&before.row, &after.row);
        after.row.revision += 1;
        Ok(RunChanged { run: after.view(&world, call.now) })
    }
}

/// A stop that comes back has to be judged again although the run held its people all along.
fn reinstates(arguments: &RunTransitionArguments) -> bool {
    arguments.transition == Transition::Reinstate
}

fn change_stops(call: &Call<'_>, run: &mut RunSheet, arguments: &RunTransitionArguments) -> Result<(), Failure> {
    let reason = match (&arguments.reason, arguments.transition) {
        (Some(reason), Transition::Cancel) => Some(reason.checked()?),
        (None, Transition::Cancel) => {
            return Err(Failure::new("reason_required").rule("cancelling_says_why"));
        }
        _ => None,
    };
    let named = |id: &String| arguments.stops.as_ref().is_none_or(|stops| stops.contains(id));
    if let Some(stops) = &arguments.stops
        && stops.iter().any(|id| !run.stops.iter().any(|stop| stop.session.row.id == *id))
    {
        return Err(Failure::not_found("stop"));
    }
    let mut first_refusal = None;
    let mut changed = 0;
    for stop in run.stops.iter_mut().filter(|stop| named(&stop.session.row.id)) {
        let state = stop.session.state();
        let row = &mut stop.session.row;
        match state.after(arguments.transition, row.starts, row.ends, call.now) {
            Ok(after) => {
                row.state = after.code().to_owned();
                match &reason {
                    Some((code, text)) => (row.reason_code, row.reason_text) = (Some(code.clone()), text.clone()),
                    None if arguments.transition == Transition::Reinstate => {
                        (row.reason_code, row.reason_text) = (None, None);
                    }
                    None => {}
                }
                changed += 1;
            }
            // Unless a stop was named, those that the transition does not concern stay as they are.
            Err(TransitionRefusal::WrongState) if arguments.stops.is_none() => {
                first_refusal.get_or_insert(refused(TransitionRefusal::WrongState, state, row));
            }
            Err(other) => return Err(refused(other, state, row)),
        }
    }
    match (changed, first_refusal) {
        (0, Some(refusal)) => Err(refusal),
        (0, None) => Err(Failure::new("wrong_state")),
        _ => Ok(()),
    }
}

fn refused(refusal: TransitionRefusal, state: SessionState, row: &rows::Session) -> Failure {
    let code = match refusal {
        TransitionRefusal::WrongState => "wrong_state",
        TransitionRefusal::NotYet => "not_yet",
        TransitionRefusal::Past => "past",
    };
    Failure::new(code).fact("state", state.code()).fact("title", row.title.as_str()).fact("starts", row.starts)
}

/// Takes or frees what the run holds; taking is judged like saving.
fn settle_run(
    call: &mut Call<'_>,
    run: &RunSheet,
    world: &RoadWorld,
    overrides: &[Override],
) -> Result<Vec<rows::Finding>, Failure> {
    let id = run.row.id.clone();
    let held: Vec<rows::Occupancy> = call.snapshot.rows(&statement::OCCUPANCY_OF, &[Value::from(id.as_str())])?;
    if !run.occupies() {
        claim(call, HolderKind::CaravanRun, &id, &[], held);
        return Ok(run.findings.clone());
    }
    let plan = Plan { draft: run.draft(world), proposal: run.proposal(world), drives: run.saved_drives(world) };
    let (judgement, said) = verdict(&plan, world, call);
    let settled = settle(&judgement, refusal(&said), overrides, &run.findings, call.actor()?, SessionKind::Caravan)?;
    claim(call, HolderKind::CaravanRun, &id, &judgement.claims, held);
    Ok(write_findings(call, HolderKind::CaravanRun, &id, &run.findings, settled))
}

/// Deletes a run whose stops never were more than drafts; every other is cancelled.
pub struct RunDelete;

/// Which run.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct RunDeleteArguments {
    /// Its id.
    pub id: String,
    /// The revision it was read with.
    pub revision: i64,
}

/// What went.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct RunDeleted {
    /// Its id.
    pub id: String,
}

impl Command for RunDelete {
    type Arguments = RunDeleteArguments;
    type Answer = RunDeleted;
    const NAME: &'static str = "run_delete";
    const ACCESS: Access = PLANNING;
    const EFFECT: Effect = Effect::Changes { areas: RUN_AREAS, reads: RUN_READS, reversible: true };

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<RunDeleted, Failure> {
        let run = RunSheet::load(call, &arguments.id)?;
        if run.row.revision != arguments.revision {
            return Err(Failure::new("stale"));
        }
        // Stops that moved away are not on the sheet, but they are no drafts and keep the run.
        let by = [Value::from(run.row.id.as_str())];
        let every: Vec<rows::CaravanStop> = call.snapshot.rows(&statement::CARAVAN_STOP_OF, &by)?;
        let drafts = run.stops.iter().all(|stop| stop.session.state() == SessionState::Draft);
        if !drafts || every.len() != run.stops.len() {
            let state = run.state();
            return Err(Failure::new("wrong_state").rule("only_drafts_are_deleted").fact("state", state.code()));
        }
        run.stops.iter().for_each(|stop| delete_stop(call, stop));
        run.crew.iter().for_each(|row| call.batch.delete(row));
        run.load.iter().for_each(|row| call.batch.delete(row));
        run.findings.iter().for_each(|row| call.batch.delete(row));
        call.batch.delete(&run.row);
        Ok(RunDeleted { id: arguments.id })
    }
}

/// Marks lines of a run's load list as on the vehicle, or takes the mark back.
pub struct RunLoadMark;

/// Which lines.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct RunLoadMarkArguments {
    /// The run's id.
    pub run: String,
    /// The lines' ids; every line where left out.
    #[serde(default)]
    pub lines: Option<Vec<String>>,
    /// Whether they are on the vehicle.
    pub loaded: bool,
}

impl Command for RunLoadMark {
    type Arguments = RunLoadMarkArguments;
    type Answer = RunChanged;
    const NAME: &'static str = "run_load_mark";
    const ACCESS: Access = Access::Roles(&[Role::Planner, Role::DutyManager, Role::RosterLead, Role::FrontDesk]);
    const EFFECT: Effect = Effect::Changes { areas: &[Area::Runs], reads: &[Area::Runs], reversible: true };

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<RunChanged, Failure> {
        let mut run = RunSheet::load(call, &arguments.run)?;
        if let Some(lines) = &arguments.lines {
            for line in lines {
                let row = must_find::<rows::CaravanLoad>(call, line, "load_line")?;
                if row.run_id != run.row.id {
                    return Err(Failure::not_found("load_line"));
                }
            }
        }
        for row in &mut run.load {
            if arguments.lines.as_ref().is_none_or(|lines| lines.contains(&row.id)) {
                let after = rows::CaravanLoad { loaded: arguments.loaded, ..row.clone() };
                call.batch.update(row, &after);
                *row = after;
            }
        }
        let world = RoadWorld::load(call, Span { starts: run.row.departs, ends: run.row.returns })?;
        Ok(RunChanged { run: run.view(&world, call.now) })
    }
}
