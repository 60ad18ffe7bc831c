//! The first free ways out of a run's clashes: other times, another driver, vehicle, kit or person, another day.
//!
//! Every way offered has been judged by the rule that refused. Those that leave nothing new and
//! nothing hard come first; where there is none, those that at least mend something say what remains.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{RoadFacts, RunProposal, judge_run, propose_times};
use crate::conflict::{Clash, ClashCode, Hardness, Judgement, SubjectKind};
use crate::session::codes;

/// Ways out that are offered at once.
const WAYS_MAX: usize = 3;

codes! {
    /// What a way out of a run's clashes changes.
    pub enum RunWayKind {
        /// The times, filled in from the driving.
        Times = "times",
        /// A driver, replaced or added.
        Driver = "driver",
        /// The vehicle.
        Vehicle = "vehicle",
        /// The kit.
        Kit = "kit",
        /// One of the crew.
        Crew = "crew",
        /// The days, all by the same number.
        Day = "day",
    }
}

/// A way out that has been judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunWay {
    /// What it changes.
    pub kind: RunWayKind,
    /// The run as it would be.
    pub run: RunProposal,
    /// Days it moves.
    pub shift_days: i64,
    /// Whom or what it brings in, by id and by name.
    pub brings: Option<(String, String)>,
    /// The person it takes off the run, by id.
    pub releases: Option<String>,
    /// Clashes that remain.
    pub remaining: Vec<Clash>,
}

/// At most three ways out of the clashes of a run, at most one of a kind.
pub fn run_ways(run: &RunProposal, facts: &RoadFacts<'_>) -> Vec<RunWay> {
    let judgement = judge_run(run, facts);
    if judgement.clashes.is_empty() {
        return Vec::new();
    }
    let found: Vec<Vec<RunWay>> = vec![
        times(run, &judgement, facts),
        drivers(run, &judgement, facts),
        vehicles(run, &judgement, facts),
        kits(run, &judgement, facts),
        crew(run, &judgement, facts),
        days(run, facts),
    ];
    // Of a kind the one that leaves least, the first of those.
    let pick = |fits: fn(&[Clash], &[Clash]) -> bool| -> Vec<RunWay> {
        let best = found.iter().filter_map(|ways| {
            let fitting = ways.iter().filter(|way| fits(&judgement.clashes, &way.remaining));
            fitting.min_by_key(|way| way.remaining.len()).cloned()
        });
        best.take(WAYS_MAX).collect()
    };
    let clean = pick(mends);
    if clean.is_empty() { pick(betters) } else { clean }
}

/// Whether nothing hard and nothing new remains, and less than before.
fn mends(before: &[Clash], after: &[Clash]) -> bool {
    after.iter().all(|clash| clash.hardness == Hardness::Soft) && betters(before, after)
}

/// Whether less remains than before, and nothing of a new sort: another driver has the same long day.
fn betters(before: &[Clash], after: &[Clash]) -> bool {
    after.len() < before.len() && after.iter().all(|clash| before.iter().any(|known| known.code == clash.code))
}

fn way(kind: RunWayKind, run: RunProposal, facts: &RoadFacts<'_>) -> RunWay {
    let remaining = judge_run(&run, facts).clashes;
    RunWay { kind, run, shift_days: 0, brings: None, releases: None, remaining }
}

fn stands(judgement: &Judgement, codes: &[ClashCode]) -> bool {
    judgement.clashes.iter().any(|clash| codes.contains(&clash.code))
}

fn times(run: &RunProposal, judgement: &Judgement, facts: &RoadFacts<'_>) -> Vec<RunWay> {
    use ClashCode as C;
    let of_the_clock = [C::ArrivalLate, C::ArrivalBuffer, C::DrivingBreak, C::LeavesEarly, C::ReturnLate];
    if !stands(judgement, &of_the_clock) && !stands(judgement, &[C::DriverHours]) {
        return Vec::new();
    }
    vec![way(RunWayKind::Times, propose_times(run, facts.settings, facts.planning.step_minutes), facts)]
}

/// People not yet on the run, in the order of their kind and name so that the answer is always the same.
fn others<'f>(run: &RunProposal, facts: &'f RoadFacts<'_>) -> Vec<(&'f String, &'f String)> {
    let mut others: Vec<_> = facts
        .people
        .values()
        .filter(|person| person.active && !run.people().any(|id| *id == person.id))
        .map(|person| (person.kind, &person.name, &person.id))
        .collect();
    others.sort();
    others.into_iter().map(|(_, name, id)| (id, name)).collect()
}

/// The people of `list` that a clash is about.
fn troubled<'r>(list: &'r [String], judgement: &Judgement) -> Option<&'r String> {
    list.iter().find(|id| {
        judgement.clashes.iter().any(|clash| clash.subject_kind == SubjectKind::Person && clash.subject_id == **id)
    })
}

fn drivers(run: &RunProposal, judgement: &Judgement, facts: &RoadFacts<'_>) -> Vec<RunWay> {
    let licensed = |id: &&String| facts.licences.contains_key(*id);
    let too_long = stands(judgement, &[ClashCode::DriverHours, ClashCode::DrivingBreak]);
    let replaced = troubled(&run.drivers, judgement);
    let mut ways = Vec::new();
    for (id, name) in others(run, facts).into_iter().filter(|(id, _)| licensed(id)) {
        if let Some(replaced) = replaced {
            let mut other = run.clone();
            other.drivers.iter_mut().filter(|driver| *driver == replaced).for_each(|driver| driver.clone_from(id));
            ways.push(RunWay {
                brings: Some((id.clone(), name.clone())),
                releases: Some(replaced.clone()),
                ..way(RunWayKind::Driver, other, facts)
            });
        }
        if too_long {
            let mut other = run.clone();
            other.drivers.push(id.clone());
            let brings = Some((id.clone(), name.clone()));
            ways.push(RunWay { brings, ..way(RunWayKind::Driver, other, facts) });
        }
    }
    ways
}

fn crew(run: &RunProposal, judgement: &Judgement, facts: &RoadFacts<'_>) -> Vec<RunWay> {
    let Some(replaced) = troubled(&run.crew, judgement) else { return Vec::new() };
    let kind = facts.people.get(replaced).map(|person| person.kind);
    others(run, facts)
        .into_iter()
        .filter(|(id, _)| facts.people.get(*id).map(|person| person.kind) == kind)
        .map(|(id, name)| {
            let mut other = run.clone();
            other.crew.iter_mut().filter(|member| *member == replaced).for_each(|member| member.clone_from(id));
            RunWay {
                brings: Some((id.clone(), name.clone())),
                releases: Some(replaced.clone()),
                ..way(RunWayKind::Crew, other, facts)
            }
        })
        .collect()
}

fn vehicles(run: &RunProposal, judgement: &Judgement, facts: &RoadFacts<'_>) -> Vec<RunWay> {
    let about = |clash: &Clash| clash.subject_kind == SubjectKind::Vehicle || clash.code == ClashCode::LicenceClass;
    if !judgement.clashes.iter().any(about) {
        return Vec::new();
    }
    let mut others: Vec<_> = facts
        .vehicles
        .values()
        .filter(|vehicle| vehicle.active && Some(&vehicle.id) != run.vehicle.as_ref())
        .map(|vehicle| (&vehicle.name, &vehicle.id))
        .collect();
    others.sort();
    others
        .into_iter()
        .map(|(name, id)| {
            let other = RunProposal { vehicle: Some(id.clone()), ..run.clone() };
            RunWay { brings: Some((id.clone(), name.clone())), ..way(RunWayKind::Vehicle, other, facts) }
        })
        .collect()
}

fn kits(run: &RunProposal, judgement: &Judgement, facts: &RoadFacts<'_>) -> Vec<RunWay> {
    if !judgement.clashes.iter().any(|clash| clash.subject_kind == SubjectKind::Kit) {
        return Vec::new();
    }
    let mut others: Vec<_> = facts
        .kits
        .values()
        .filter(|kit| kit.active && Some(&kit.id) != run.kit.as_ref())
        .map(|kit| (&kit.name, &kit.id))
        .collect();
    others.sort();
    others
        .into_iter()
        .map(|(name, id)| {
            let other = RunProposal { kit: Some(id.clone()), ..run.clone() };
            RunWay { brings: Some((id.clone(), name.clone())), ..way(RunWayKind::Kit, other, facts) }
        })
        .collect()
}

fn days(run: &RunProposal, facts: &RoadFacts<'_>) -> Vec<RunWay> {
    (1..=facts.planning.alternative_days_max)
        .map(|days| RunWay { shift_days: days, ..way(RunWayKind::Day, run.shifted(days), facts) })
        .collect()
}
