//! The judgement of a run: what it would take, and what stands against it.

use super::itinerary::{Itinerary, itinerary};
use super::{RoadFacts, RunProposal, papers};
use crate::conflict::{Claim, Clash, ClashCode, Hardness, Judgement, Person, SubjectKind, available, presence};
use crate::space::{kit_resource, person_resource, vehicle_resource};
use crate::time::{DAY_MINUTES, Minute, Span, date_of};

/// Judges a run against the facts.
pub fn judge_run(run: &RunProposal, facts: &RoadFacts<'_>) -> Judgement {
    let mut judgement = Judgement::default();
    things(run, facts, &mut judgement);
    for id in run.people() {
        judgement.claims.push(Claim { resource: person_resource(id), span: run.span });
        if let Some(person) = facts.people.get(id) {
            judgement.clashes.extend(person_clashes(person, run, facts));
        }
    }
    let clock = itinerary(run, facts.settings);
    judgement.clashes.extend(arrivals(run, &clock, facts));
    judgement.clashes.extend(driving_hours(run, &clock, facts));
    judgement.clashes.sort_by_key(|clash| clash.hardness);
    judgement
}

/// The vehicle, the kit, the sites.
fn things(run: &RunProposal, facts: &RoadFacts<'_>, judgement: &mut Judgement) {
    let taken = |resource: &str| facts.occupancy.first_overlap(resource, run.span, run.id.as_deref());
    if let Some(vehicle) = run.vehicle.as_ref().and_then(|id| facts.vehicles.get(id)) {
        let clash = |code| Clash::new(code, Hardness::Hard, SubjectKind::Vehicle, &vehicle.id, &vehicle.name);
        let resource = vehicle_resource(&vehicle.id);
        if !vehicle.active {
            judgement.clashes.push(clash(ClashCode::VehicleInactive));
        }
        if let Some(taken) = taken(&resource) {
            let by = facts.occupancy.holder(&taken.holder);
            judgement.clashes.push(clash(ClashCode::VehicleTaken).held_by(by));
        }
        judgement.clashes.extend(papers::vehicle(vehicle, run, facts));
        judgement.claims.push(Claim { resource, span: run.span });
    }
    if let Some(kit) = run.kit.as_ref().and_then(|id| facts.kits.get(id)) {
        let clash = |code| Clash::new(code, Hardness::Hard, SubjectKind::Kit, &kit.id, &kit.name);
        let resource = kit_resource(&kit.id);
        if !kit.active {
            judgement.clashes.push(clash(ClashCode::KitInactive));
        }
        if let Some(taken) = taken(&resource) {
            let by = facts.occupancy.holder(&taken.holder);
            judgement.clashes.push(clash(ClashCode::KitTaken).held_by(by));
        }
        judgement.claims.push(Claim { resource, span: run.span });
    }
    for stop in run.stops.iter().filter(|stop| !stop.site_active) {
        let clash = Clash::new(ClashCode::SiteInactive, Hardness::Soft, SubjectKind::Site, &stop.site, &stop.site_name);
        judgement.clashes.push(clash);
    }
}

/// Whether a person may come along, and drive where they drive.
fn person_clashes(person: &Person, run: &RunProposal, facts: &RoadFacts<'_>) -> Vec<Clash> {
    let clash = |code, hardness| Clash::new(code, hardness, SubjectKind::Person, &person.id, &person.name);
    let rest = facts.planning.rest_minutes_min;
    let mut clashes = presence(person, run.span, run.id.as_deref(), facts.occupancy, rest);
    if run.drivers.contains(&person.id) {
        clashes.extend(papers::licence(person, run, facts));
    }
    if person.leave.iter().any(|leave| leave.overlaps(run.span)) {
        clashes.push(clash(ClashCode::PersonOnLeave, Hardness::Soft));
    } else if !days_of(run, facts).into_iter().all(|day| available(person, day)) {
        clashes.push(clash(ClashCode::PersonUnavailable, Hardness::Soft));
    }
    clashes
}

/// The working hours of each day on the road: nobody is asked to be available at night.
fn days_of(run: &RunProposal, facts: &RoadFacts<'_>) -> Vec<Span> {
    let first = run.span.starts.div_euclid(DAY_MINUTES) * DAY_MINUTES;
    let days = (first..run.span.ends).step_by(DAY_MINUTES as usize);
    days.filter_map(|day| {
        let starts = run.span.starts.max(day + facts.settings.day_starts_minute);
        let ends = run.span.ends.min(day + facts.settings.day_ends_minute);
        Span::new(starts, ends)
    })
    .collect()
}

/// Whether the vehicle can be where it shall be when it shall be.
fn arrivals(run: &RunProposal, clock: &Itinerary, facts: &RoadFacts<'_>) -> Vec<Clash> {
    let mut clashes = Vec::new();
    // Whoever is meant to leave is said by the place they leave for; the last leg leads home.
    let mut free = run.span.starts;
    for (place, leg) in clock.legs.iter().enumerate() {
        let stop = run.stops.get(place);
        let clash = |code, hardness| match stop {
            Some(stop) => Clash::new(code, hardness, SubjectKind::Site, &stop.site, &stop.site_name),
            None => about_run(code, hardness, run),
        };
        if leg.departs < free {
            clashes.push(clash(ClashCode::LeavesEarly, Hardness::Hard).measured(free, leg.departs));
        }
        let wanted = stop.map_or(run.span.ends, |stop| stop.span.starts);
        let late = if stop.is_some() { ClashCode::ArrivalLate } else { ClashCode::ReturnLate };
        let setup = facts.settings.setup_minutes_min;
        if leg.arrives > wanted {
            let resting = leg.breaks * facts.settings.break_minutes_min;
            clashes.push(if leg.arrives - resting <= wanted {
                let limit = facts.settings.driving_before_break_minutes_max;
                clash(ClashCode::DrivingBreak, Hardness::Hard).measured(limit, leg.drive_minutes)
            } else {
                clash(late, Hardness::Hard).measured(wanted, leg.arrives)
            });
        } else if stop.is_some() && wanted - leg.arrives < setup {
            clashes.push(clash(ClashCode::ArrivalBuffer, Hardness::Soft).measured(setup, wanted - leg.arrives));
        }
        free = stop.map_or(free, |stop| stop.span.ends);
    }
    clashes
}

fn about_run(code: ClashCode, hardness: Hardness, run: &RunProposal) -> Clash {
    Clash::new(code, hardness, SubjectKind::Run, run.id.as_deref().unwrap_or_default(), &run.title)
}

/// Hours at the wheel by day and driver, other runs of that day included.
fn driving_hours(run: &RunProposal, clock: &Itinerary, facts: &RoadFacts<'_>) -> Vec<Clash> {
    let limit = facts.settings.driving_per_day_minutes_max;
    let mut clashes = Vec::new();
    for day in &clock.days {
        let date = day_text(day.day);
        let mut over = |clash: Clash, minutes: i64| {
            if minutes > limit {
                clashes.push(clash.measured(limit, minutes).detailed(date.clone()));
            }
        };
        if run.drivers.is_empty() {
            over(about_run(ClashCode::DriverHours, Hardness::Hard, run), day.driver_minutes);
        }
        for driver in &run.drivers {
            let elsewhere = facts.driven_elsewhere.get(&(driver.clone(), day.day)).copied().unwrap_or(0);
            let name = facts.people.get(driver).map_or("", |person| person.name.as_str());
            let clash = Clash::new(ClashCode::DriverHours, Hardness::Hard, SubjectKind::Person, driver, name);
            over(clash, day.driver_minutes + elsewhere);
        }
    }
    clashes
}

fn day_text(day: Minute) -> String {
    date_of(day).map(|date| date.to_string()).unwrap_or_default()
}
