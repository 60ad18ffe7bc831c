//! What stands against a caravan run with one stop: things, people, papers, the law of the road minute by minute.

use std::collections::BTreeMap;

use super::judge::clash;
use super::people;
use super::world::{Clash, DAY_LONG, Hold, Minute, Run, Thing, What, World};

const ON_END_MOST: Minute = 240;
const BREAK: Minute = 20;
const A_DAY_MOST: Minute = 480;
const SETUP: Minute = 30;

pub(super) fn run(world: &World, wanted: &Run, but: &[String], id: &str) -> (Vec<Hold>, Vec<Clash>) {
    let span = (wanted.departs, wanted.returns);
    let mut holds = Vec::new();
    let mut clashes = Vec::new();
    let mut take = |thing| holds.push(Hold { thing, from: span.0, to: span.1 });
    if let Some(place) = wanted.vehicle {
        let vehicle = &world.vehicles[place];
        take(Thing::Vehicle(place));
        if !vehicle.active {
            clashes.push(clash(true, "vehicle_inactive", &vehicle.id));
        }
        if world.held(Thing::Vehicle(place), span, but) {
            clashes.push(clash(true, "vehicle_taken", &vehicle.id));
        }
        if vehicle.papers_until.is_some_and(|day| day < span.1) {
            clashes.push(clash(true, "inspection_expired", &vehicle.id));
        }
    }
    if let Some(place) = wanted.kit {
        let kit = &world.kits[place];
        take(Thing::Kit(place));
        if !kit.active {
            clashes.push(clash(true, "kit_inactive", &kit.id));
        }
        if world.held(Thing::Kit(place), span, but) {
            clashes.push(clash(true, "kit_taken", &kit.id));
        }
    }
    let site = &world.sites[wanted.site];
    if !site.active {
        clashes.push(clash(false, "site_inactive", &site.id));
    }
    for &person in wanted.drivers.iter().chain(&wanted.crew) {
        take(Thing::Person(person));
        clashes.extend(people::anywhere(world, person, span, but));
        clashes.extend(along(world, wanted, person));
    }
    clashes.extend(clock(world, wanted, but, id));
    (holds, clashes)
}

/// Licence, leave and presence of somebody who comes along.
fn along(world: &World, wanted: &Run, person: usize) -> Vec<Clash> {
    let who = &world.people[person];
    let mut clashes = Vec::new();
    if wanted.drivers.contains(&person) {
        let class = wanted.vehicle.map(|vehicle| world.vehicles[vehicle].class);
        match (who.licence, class) {
            (None, _) => clashes.push(clash(true, "licence_class", &who.id)),
            (Some((held, _)), Some(class)) if !covers(held, class) => {
                clashes.push(clash(true, "licence_class", &who.id));
            }
            (Some((_, Some(day))), _) if day < wanted.returns => {
                clashes.push(clash(true, "licence_expired", &who.id));
            }
            _ => {}
        }
    }
    if people::on_leave(world, person, (wanted.departs, wanted.returns)) {
        clashes.push(clash(false, "person_on_leave", &who.id));
    } else {
        // Between 8:00 and 18:00 of each day on the road.
        let days = wanted.departs.div_euclid(DAY_LONG)..=(wanted.returns - 1).div_euclid(DAY_LONG);
        let absent = days.map(|day| day * DAY_LONG).any(|day| {
            let hours = (wanted.departs.max(day + 480), wanted.returns.min(day + 1_080));
            hours.0 < hours.1 && !people::comes(who, hours)
        });
        if absent {
            clashes.push(clash(false, "person_unavailable", &who.id));
        }
    }
    clashes
}

/// The classes of the sample: B1 covers C1, nothing covers B1 but itself.
fn covers(held: &str, wanted: &str) -> bool {
    held == wanted || (held == "B1" && wanted == "C1")
}

/// Drives minute by minute; answers the arrival, the breaks, and minutes by day.
fn drive(
    from: Minute,
    minutes: Minute,
    wheel: &mut Minute,
    alone: bool,
    days: &mut BTreeMap<Minute, Minute>,
) -> (Minute, Minute) {
    let (mut at, mut breaks) = (from, 0);
    for _ in 0..minutes {
        if alone && *wheel == ON_END_MOST {
            at += BREAK;
            breaks += 1;
            *wheel = 0;
        }
        *days.entry(at.div_euclid(DAY_LONG)).or_default() += 1;
        *wheel += 1;
        at += 1;
    }
    (at, breaks)
}

fn driven(wanted: &Run) -> ([(Minute, Minute); 2], BTreeMap<Minute, Minute>) {
    let alone = wanted.drivers.len() < 2;
    let (mut wheel, mut days) = (0, BTreeMap::new());
    let out = drive(wanted.departs, wanted.out_minutes, &mut wheel, alone, &mut days);
    if wanted.home_departs - out.0 >= BREAK {
        wheel = 0;
    }
    let home = drive(wanted.home_departs, wanted.home_minutes, &mut wheel, alone, &mut days);
    let drivers = wanted.drivers.len().max(1) as Minute;
    for minutes in days.values_mut() {
        *minutes = (*minutes + drivers - 1) / drivers;
    }
    ([out, home], days)
}

/// Late, hurried, or too long at the wheel.
fn clock(world: &World, wanted: &Run, but: &[String], id: &str) -> Vec<Clash> {
    let mut clashes = Vec::new();
    let site = &world.sites[wanted.site].id;
    let ([(there, rests), (home, home_rests)], days) = driven(wanted);
    if there > wanted.starts {
        let code = if there - rests * BREAK <= wanted.starts { "driving_break" } else { "arrival_late" };
        clashes.push(clash(true, code, site));
    } else if wanted.starts - there < SETUP {
        clashes.push(Clash { excess: SETUP - (wanted.starts - there), ..clash(false, "arrival_buffer", site) });
    }
    if wanted.home_departs < wanted.ends {
        clashes.push(clash(true, "leaves_early", id));
    }
    if home > wanted.returns {
        let code = if home - home_rests * BREAK <= wanted.returns { "driving_break" } else { "return_late" };
        clashes.push(clash(true, code, id));
    }
    for (day, minutes) in days {
        if wanted.drivers.is_empty() && minutes > A_DAY_MOST {
            clashes.push(clash(true, "driver_hours", id));
        }
        for driver in &wanted.drivers {
            let elsewhere: Minute = world
                .items
                .iter()
                .filter(|(other, item)| !but.contains(other) && !item.holds.is_empty())
                .filter_map(|(_, item)| match &item.what {
                    What::Run(other) if other.drivers.contains(driver) => driven(other).1.get(&day).copied(),
                    _ => None,
                })
                .sum();
            if minutes + elsewhere > A_DAY_MOST {
                clashes.push(clash(true, "driver_hours", &world.people[*driver].id));
            }
        }
    }
    clashes
}
