//! One run that breaks nothing, and for each rule one that breaks only it.

use std::collections::{BTreeSet, HashMap};

use super::*;
use crate::conflict::{ClashCode, Hardness, Holder, HolderKind, PersonKind, SubjectKind, Taken};
use crate::space::{kit_resource, person_resource, vehicle_resource};

/// 2026-05-13, a Wednesday, as a minute.
const DAY: Minute = 20_586 * DAY_MINUTES;

fn at(day: i64, hour: i64, minute: i64) -> Minute {
    DAY + day * DAY_MINUTES + hour * 60 + minute
}

fn stop(site: &str, departs: Minute, drive_minutes: i64, starts: Minute, minutes: i64) -> RunStop {
    RunStop {
        site: site.into(),
        site_name: site.to_uppercase(),
        site_active: true,
        departs,
        drive_minutes,
        drive_metres: drive_minutes * 1_200,
        span: Span { starts, ends: starts + minutes },
    }
}

/// 奉节 over two days: five and a half hours out with a break, two stops the next day and home on the third.
fn run() -> RunProposal {
    RunProposal {
        id: Some("run".into()),
        title: "奉节".into(),
        span: Span { starts: at(0, 8, 0), ends: at(1, 21, 0) },
        vehicle: Some("big".into()),
        kit: Some("dome".into()),
        drivers: vec!["qin".into()],
        crew: vec!["bai".into()],
        stops: vec![
            stop("youlan", at(0, 8, 0), 330, at(0, 14, 20), 120),
            stop("zhuyuan", at(1, 8, 30), 20, at(1, 9, 30), 150),
        ],
        return_departs: at(1, 13, 0),
        return_drive_minutes: 330,
        return_drive_metres: 410_000,
    }
}

/// Everything a judgement looks at, owned, so that a case can change one thing.
struct World {
    taken: Vec<(String, Span)>,
    people: HashMap<String, Person>,
    licences: HashMap<String, Licence>,
    vehicles: HashMap<String, Vehicle>,
    kits: HashMap<String, Kit>,
    driven: HashMap<(String, Minute), i64>,
    settings: RoadSettings,
}

fn person(id: &str, kind: PersonKind) -> Person {
    Person {
        id: id.into(),
        name: id.to_uppercase(),
        kind,
        active: true,
        qualifications: vec![],
        availability: vec![],
        leave: vec![],
    }
}

fn vehicle(id: &str) -> Vehicle {
    Vehicle {
        id: id.into(),
        name: id.to_uppercase(),
        licence_class: "B1".into(),
        inspection_expires: Some(at(2, 0, 0)),
        insurance_expires: Some(at(2, 0, 0)),
        acquired: Some(at(-3_000, 0, 0)),
        odometer_kilometres: Some(99_999),
        active: true,
    }
}

impl World {
    fn new() -> World {
        let people = ["qin", "he"].map(|id| person(id, PersonKind::Staff));
        let crew = ["bai", "pu"].map(|id| person(id, PersonKind::Docent));
        let licence = Licence { class: "A1".into(), expires: Some(at(2, 0, 0)) };
        World {
            taken: vec![],
            people: people.into_iter().chain(crew).map(|person| (person.id.clone(), person)).collect(),
            licences: ["qin", "he"].map(|id| (id.to_owned(), licence.clone())).into(),
            vehicles: ["big", "small"].map(|id| (id.to_owned(), vehicle(id))).into(),
            kits: ["dome", "robots"]
                .map(|id| (id.to_owned(), Kit { id: id.into(), name: id.to_uppercase(), active: true }))
                .into(),
            driven: HashMap::new(),
            settings: RoadSettings::default(),
        }
    }

    fn ask<T>(&self, question: impl FnOnce(&RoadFacts<'_>) -> T) -> T {
        let holder = |id: &str| Holder {
            kind: HolderKind::CaravanRun,
            id: id.into(),
            title: "别的行程".into(),
            session_kind: None,
            starts: 0,
            ends: 1,
        };
        let stretches =
            self.taken.iter().map(|(resource, span)| (resource.clone(), Taken { span: *span, holder: "other".into() }));
        let occupancy = Occupancy::new(stretches, [holder("other")]);
        question(&RoadFacts {
            occupancy: &occupancy,
            people: &self.people,
            licences: &self.licences,
            vehicles: &self.vehicles,
            kits: &self.kits,
            driven_elsewhere: &self.driven,
            planning: &PlanningSettings::default(),
            settings: &self.settings,
        })
    }
}

type Spoil = fn(&mut RunProposal, &mut World);

/// Every rule of the road with what breaks it and nothing else.
const CASES: &[(ClashCode, Hardness, SubjectKind, Spoil)] = {
    use ClashCode as C;
    use Hardness::{Hard, Soft};
    use SubjectKind as S;
    &[
        (C::VehicleTaken, Hard, S::Vehicle, |_, world| {
            world.taken.push((vehicle_resource("big"), Span { starts: at(1, 20, 59), ends: at(3, 0, 0) }));
        }),
        (C::VehicleInactive, Hard, S::Vehicle, |_, world| vehicle_of(world).active = false),
        (C::KitTaken, Hard, S::Kit, |_, world| {
            world.taken.push((kit_resource("dome"), Span { starts: at(-1, 0, 0), ends: at(0, 8, 1) }));
        }),
        (C::KitInactive, Hard, S::Kit, |_, world| {
            world.kits.values_mut().for_each(|kit| kit.active = kit.id != "dome");
        }),
        (C::SiteInactive, Soft, S::Site, |run, _| run.stops[1].site_active = false),
        (C::PersonTaken, Hard, S::Person, |_, world| {
            world.taken.push((person_resource("bai"), Span { starts: at(1, 10, 0), ends: at(1, 11, 0) }));
        }),
        (C::PersonInactive, Hard, S::Person, |_, world| of(world, "bai").active = false),
        (C::PersonBuffer, Soft, S::Person, |_, world| {
            world.taken.push((person_resource("bai"), Span { starts: at(1, 21, 9), ends: at(1, 22, 0) }));
        }),
        (C::PersonOnLeave, Soft, S::Person, |_, world| {
            of(world, "qin").leave.push(Span { starts: at(1, 0, 0), ends: at(1, 12, 0) });
        }),
        (C::PersonUnavailable, Soft, S::Person, |_, world| of(world, "bai").kind = PersonKind::Volunteer),
        (C::LicenceClass, Hard, S::Person, |_, world| licence_of(world).class = "C1".into()),
        (C::LicenceClass, Hard, S::Person, |_, world| drop(world.licences.remove("qin"))),
        (C::LicenceExpired, Hard, S::Person, |_, world| licence_of(world).expires = Some(at(1, 0, 0))),
        (C::InspectionExpired, Hard, S::Vehicle, |_, world| vehicle_of(world).inspection_expires = Some(at(1, 0, 0))),
        (C::InsuranceExpired, Hard, S::Vehicle, |_, world| vehicle_of(world).insurance_expires = Some(at(-9, 0, 0))),
        (C::VehicleAge, Soft, S::Vehicle, |_, world| vehicle_of(world).acquired = Some(at(-3_653, 0, 0))),
        (C::VehicleOdometer, Soft, S::Vehicle, |_, world| vehicle_of(world).odometer_kilometres = Some(100_000)),
        (C::DriverHours, Hard, S::Person, |_, world| {
            world.driven.insert(("qin".into(), at(0, 0, 0)), 151);
        }),
        (C::DriverHours, Hard, S::Person, |run, _| {
            run.stops[1].drive_minutes = 151;
            run.stops[1].span = Span { starts: at(1, 12, 0), ends: at(1, 12, 30) };
        }),
        (C::DrivingBreak, Hard, S::Site, |run, _| run.stops[0].span.starts = at(0, 13, 49)),
        (C::ArrivalLate, Hard, S::Site, |run, _| run.stops[0].span.starts = at(0, 13, 29)),
        (C::ArrivalBuffer, Soft, S::Site, |run, _| run.stops[0].span.starts = at(0, 14, 19)),
        (C::LeavesEarly, Hard, S::Run, |run, _| run.return_departs = at(1, 11, 59)),
        (C::LeavesEarly, Hard, S::Site, |run, _| run.stops[0].departs = at(0, 7, 59)),
        (C::ReturnLate, Hard, S::Run, |run, _| run.span.ends = at(1, 18, 29)),
        (C::DrivingBreak, Hard, S::Run, |run, _| run.span.ends = at(1, 18, 49)),
    ]
};

fn of<'w>(world: &'w mut World, id: &str) -> &'w mut Person {
    world.people.get_mut(id).unwrap()
}

fn vehicle_of(world: &mut World) -> &mut Vehicle {
    world.vehicles.get_mut("big").unwrap()
}

fn licence_of(world: &mut World) -> &mut Licence {
    world.licences.get_mut("qin").unwrap()
}

#[test]
fn a_run_that_breaks_nothing_claims_vehicle_kit_and_people_from_departure_to_return() {
    let judgement = World::new().ask(|facts| judge_run(&run(), facts));
    assert_eq!(judgement.clashes, []);
    let claimed: BTreeSet<&str> = judgement.claims.iter().map(|claim| claim.resource.as_str()).collect();
    assert_eq!(claimed, BTreeSet::from(["vehicle/big", "kit/dome", "person/qin", "person/bai"]));
    assert!(judgement.claims.iter().all(|claim| claim.span == run().span));
}

#[test]
fn each_rule_is_broken_alone() {
    for (place, (code, hardness, subject, spoil)) in CASES.iter().enumerate() {
        let (mut run, mut world) = (run(), World::new());
        spoil(&mut run, &mut world);
        let clashes = world.ask(|facts| judge_run(&run, facts)).clashes;
        let found: Vec<_> = clashes.iter().map(|clash| (clash.code, clash.hardness, clash.subject_kind)).collect();
        assert_eq!(found, [(*code, *hardness, *subject)], "case {place}");
    }
}

#[test]
fn a_run_is_no_clash_with_itself() {
    let mut world = World::new();
    world.taken.push((vehicle_resource("big"), run().span));
    let own = RunProposal { id: Some("other".into()), ..run() };
    assert_eq!(world.ask(|facts| judge_run(&own, facts)).clashes, []);
}

#[test]
fn two_drivers_need_no_break_and_share_the_day() {
    let mut two = run();
    two.drivers.push("he".into());
    let clock = itinerary(&two, &RoadSettings::default());
    assert_eq!(clock.legs[0].arrives, at(0, 13, 30));
    assert_eq!(clock.days[0].driver_minutes, 165);
    let alone = itinerary(&run(), &RoadSettings::default());
    assert_eq!((alone.legs[0].arrives, alone.legs[0].breaks), (at(0, 13, 50), 1));
    assert_eq!(alone.drive_minutes, 680);
}

#[test]
fn a_short_halt_is_no_rest_and_a_break_long_one_is() {
    let settings = RoadSettings::default();
    for (halt, breaks) in [(19, 1), (20, 0)] {
        let mut wheel = super::itinerary::Wheel::new(1, &settings);
        let (arrives, first) = wheel.drive(at(0, 8, 0), 200);
        assert_eq!(first, 0);
        assert_eq!(wheel.drive(arrives + halt, 60).1, breaks, "after {halt} minutes");
    }
}

#[test]
fn driving_past_midnight_counts_on_both_days() {
    let mut late = run();
    late.return_departs = at(1, 20, 0);
    late.span.ends = at(2, 12, 0);
    let clock = itinerary(&late, &RoadSettings::default());
    // 20 + 240 minutes before midnight, then a break, then the rest.
    let days: Vec<_> = clock.days.iter().map(|day| day.vehicle_minutes).collect();
    assert_eq!(days, [330, 20 + 240, 90]);
}

#[test]
fn ways_out_have_been_judged_and_say_what_they_change() {
    let cases: &[(Spoil, RunWayKind, Option<&str>)] = &[
        (
            |_, world| drop(world.licences.insert("qin".into(), Licence { class: "C1".into(), expires: None })),
            RunWayKind::Driver,
            Some("HE"),
        ),
        (|_, world| vehicle_of(world).inspection_expires = Some(at(-1, 0, 0)), RunWayKind::Vehicle, Some("SMALL")),
        (
            |_, world| world.kits.values_mut().for_each(|kit| kit.active = kit.id != "dome"),
            RunWayKind::Kit,
            Some("ROBOTS"),
        ),
        (|_, world| of(world, "bai").active = false, RunWayKind::Crew, Some("PU")),
        (|run, _| run.stops[0].span.starts = at(0, 13, 0), RunWayKind::Times, None),
    ];
    for (place, (spoil, kind, brings)) in cases.iter().enumerate() {
        let (mut run, mut world) = (run(), World::new());
        spoil(&mut run, &mut world);
        let ways = world.ask(|facts| run_ways(&run, facts));
        let first = ways.first().unwrap_or_else(|| panic!("case {place} has no way out"));
        assert_eq!((first.kind, first.brings.as_ref().map(|(_, name)| name.as_str())), (*kind, *brings), "{place}");
        assert_eq!(world.ask(|facts| judge_run(&first.run, facts)).clashes, first.remaining, "case {place}");
        assert_eq!(first.remaining, []);
    }
}

#[test]
fn another_day_is_the_first_that_is_clean() {
    let mut world = World::new();
    world.vehicles.remove("small");
    for vehicle in world.vehicles.values_mut() {
        (vehicle.inspection_expires, vehicle.insurance_expires) = (None, None);
    }
    licence_of(&mut world).expires = None;
    world.taken.push((vehicle_resource("big"), Span { starts: at(0, 0, 0), ends: at(2, 9, 0) }));
    let ways = world.ask(|facts| run_ways(&run(), facts));
    assert_eq!(ways.iter().map(|way| (way.kind, way.shift_days)).collect::<Vec<_>>(), [(RunWayKind::Day, 3)]);
}

#[test]
fn proposed_times_keep_the_order_and_break_no_rule_of_the_clock() {
    let world = World::new();
    let mut crowded = run();
    // All at once: the proposal sorts it out.
    crowded.stops[1].departs = crowded.stops[0].departs;
    crowded.stops[1].span = Span { starts: at(0, 8, 5), ends: at(0, 10, 35) };
    crowded.return_departs = at(0, 8, 0);
    let proposed = propose_times(&crowded, &world.settings, 5);
    assert_eq!(proposed.stops[0].span, Span { starts: at(0, 14, 20), ends: at(0, 16, 20) });
    assert_eq!(proposed.stops[1].departs, at(1, 8, 0), "the evening does not bear another stop");
    assert_eq!(proposed.stops[1].span.minutes(), 150);
    let clashes = world.ask(|facts| judge_run(&proposed, facts)).clashes;
    assert_eq!(clashes, []);
}
