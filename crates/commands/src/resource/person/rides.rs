//! A person's places aboard caravan runs, and handing them on: judged by the rules of the road.

use rules::conflict::{Claim, Clash, Holder, HolderKind};
use rules::session::SessionState;
use rules::space::person_resource;
use rules::time::{Minute, Span};
use schemars::JsonSchema;
use serde::Serialize;
use store::rows::{CaravanCrew, Person};
use ts_rs::TS;

use super::super::common::Use;
use super::super::vehicle::future_runs;
use super::posts::hand_time_on;
use crate::Failure;
use crate::caravan::{RoadWorld, RunSheet};
use crate::gate::Call;

/// A place aboard a run that is not over.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct FutureRide {
    /// The run's id.
    pub run: String,
    /// Its title.
    pub title: String,
    /// When it leaves.
    pub departs: Minute,
    /// When it is back.
    pub returns: Minute,
    /// `driver` or `crew`.
    pub duty: String,
    /// What stood against the person it was to go to.
    pub clashes: Vec<Clash>,
}

/// What becomes of places aboard.
#[derive(Default)]
pub(super) struct SortedRides {
    /// Places that the other person takes.
    pub(super) moved: Vec<(RunSheet, FutureRide)>,
    /// Places that nobody takes: the person comes off the run.
    pub(super) left_open: Vec<(RunSheet, FutureRide)>,
    /// Places that stay the person's: the run was published and would have no driver.
    pub(super) kept: Vec<(RunSheet, FutureRide)>,
}

/// Runs that are not over and have the person aboard, by departure.
///
/// # Errors
/// When the store fails.
pub(super) fn runs_of(call: &Call<'_>, person: &str) -> Result<Vec<RunSheet>, Failure> {
    let crew = call.all::<CaravanCrew>()?;
    let mut runs = Vec::new();
    for found in future_runs(call, |run| crew.iter().any(|row| row.run_id == run.id && row.person_id == person))? {
        let sheet = RunSheet::load(call, &found.id)?;
        if sheet.state().is_open() || sheet.state() == SessionState::InProgress {
            runs.push(sheet);
        }
    }
    runs.sort_by_key(|run| run.row.departs);
    Ok(runs)
}

/// [`runs_of`] as uses that a refusal or an answer names.
///
/// # Errors
/// When the store fails.
pub(super) fn future_rides(call: &Call<'_>, person: &str) -> Result<Vec<Use>, Failure> {
    Ok(runs_of(call, person)?.iter().map(use_of).collect())
}

/// A run that still needs somebody.
pub(super) fn use_of(run: &RunSheet) -> Use {
    Use {
        kind: "caravan_run".to_owned(),
        id: run.row.id.clone(),
        title: run.row.title.clone(),
        starts: run.row.departs,
    }
}

/// Judges the other person aboard each run in the place of the first, one run after another.
/// `taken` is what the other person takes otherwise in the same step.
///
/// # Errors
/// When the store fails.
pub(super) fn sort_out_rides(
    call: &Call<'_>,
    runs: Vec<RunSheet>,
    person: &Person,
    to: Option<&Person>,
    taken: &[(Claim, Holder)],
) -> Result<SortedRides, Failure> {
    let mut sorted = SortedRides::default();
    let starts = runs.iter().map(|run| run.row.departs).min();
    let ends = runs.iter().map(|run| run.row.returns).max();
    let Some((starts, ends)) = starts.zip(ends) else { return Ok(sorted) };
    let mut world = RoadWorld::load(call, Span { starts, ends })?;
    for (claim, holder) in taken {
        world.take(claim, holder.clone());
    }
    for run in runs {
        let Some(place) = run.crew.iter().find(|row| row.person_id == person.id) else { continue };
        let mut ride = FutureRide {
            run: run.row.id.clone(),
            title: run.row.title.clone(),
            departs: run.row.departs,
            returns: run.row.returns,
            duty: place.duty.clone(),
            clashes: Vec::new(),
        };
        let aboard = |id: &str| run.crew.iter().any(|row| row.person_id == id);
        if let Some(to) = to.filter(|to| !aboard(&to.id)) {
            ride.clashes = clashes_with(&world, &run, &person.id, &to.id);
            if ride.clashes.is_empty() {
                pass_on(&mut world, &run, &person.id, &to.id);
                sorted.moved.push((run, ride));
                continue;
            }
        }
        let drivers = run.crew.iter().filter(|row| row.duty == "driver").count();
        let stays = run.state() != SessionState::Draft && run.state() != SessionState::Planned;
        let list =
            if ride.duty == "driver" && drivers == 1 && stays { &mut sorted.kept } else { &mut sorted.left_open };
        list.push((run, ride));
    }
    Ok(sorted)
}

/// What would stand against the run with the one in the place of the other, beyond what stands against it anyway.
fn clashes_with(world: &RoadWorld, run: &RunSheet, person: &str, to: &str) -> Vec<Clash> {
    let mut proposal = run.proposal(world);
    let before = world.judge(&proposal).clashes;
    for id in proposal.drivers.iter_mut().chain(&mut proposal.crew).filter(|id| *id == person) {
        *id = to.to_owned();
    }
    let mut clashes = world.judge(&proposal).clashes;
    clashes.retain(|clash| !before.iter().any(|earlier| earlier.key() == clash.key()));
    clashes
}

fn pass_on(world: &mut RoadWorld, run: &RunSheet, person: &str, to: &str) {
    if !run.occupies() {
        return;
    }
    let span = Span { starts: run.row.departs, ends: run.row.returns };
    let holder = Holder {
        kind: HolderKind::CaravanRun,
        id: run.row.id.clone(),
        title: run.row.title.clone(),
        session_kind: None,
        starts: span.starts,
        ends: span.ends,
    };
    world.take(&Claim { resource: person_resource(to), span }, holder);
    world.drives_instead(&run.row.id, person, to);
}

/// Gives a person's place aboard to another, or to nobody.
///
/// # Errors
/// When the store fails.
pub(super) fn give_ride(call: &mut Call<'_>, run: &RunSheet, person: &str, to: Option<&str>) -> Result<(), Failure> {
    for row in run.crew.iter().filter(|row| row.person_id == person) {
        match to {
            Some(to) => call.batch.update(row, &CaravanCrew { person_id: to.to_owned(), ..row.clone() }),
            None => call.batch.delete(row),
        }
    }
    // Whoever has read the run with its former crew is stale.
    call.batch.rewrite(&run.row, &run.row);
    hand_time_on(call, &run.row.id, &run.findings, person, to)
}
