//! Loads what the rules of the road look at: vehicles, kits, licences, sites, driving times, other runs.

use std::collections::HashMap;

use rules::conflict::{Claim, Holder, Judgement, Occupancy, Person, PlanningSettings};
use rules::road::{Cell, Kit, Licence, RoadFacts, RoadSettings, RoadTable, RunProposal, Vehicle, itinerary, judge_run};
use rules::time::{DAY_MINUTES, Minute, Span};
use store::{Snapshot, Value, rows, statement};

use super::sheet::RunSheet;
use crate::gate::Call;
use crate::{Failure, facts, setting};

/// A run by its id, with what each driver drives on it: who, the day, minutes.
type DrivenRun = (String, Vec<(String, Minute, i64)>);

/// Everything a judgement of a run looks at, owned.
pub(crate) struct RoadWorld {
    occupancy: Occupancy,
    /// People by id.
    pub(crate) people: HashMap<String, Person>,
    /// Rows of people by id: their phones.
    pub(crate) person_rows: HashMap<String, rows::Person>,
    licences: HashMap<String, Licence>,
    /// Vehicles by id.
    pub(crate) vehicles: HashMap<String, Vehicle>,
    /// Rows of vehicles by id: their plates.
    pub(crate) vehicle_rows: HashMap<String, rows::Vehicle>,
    /// Kits by id.
    pub(crate) kits: HashMap<String, Kit>,
    /// Sites by id.
    pub(crate) sites: HashMap<String, rows::Site>,
    /// Driving times.
    pub(crate) roads: RoadTable,
    /// Limits of the road.
    pub(crate) settings: RoadSettings,
    /// Limits of planning.
    pub(crate) planning: PlanningSettings,
    /// Runs around, with what their drivers drive by day.
    driven: Vec<DrivenRun>,
}

impl RoadWorld {
    /// Loads the facts around `span`, wide enough for alternatives on other days.
    pub(crate) fn load(call: &Call<'_>, span: Span) -> Result<RoadWorld, Failure> {
        let planning: PlanningSettings = setting::read(call.snapshot, setting::PLANNING)?;
        let ends = span.ends + planning.alternative_days_max * DAY_MINUTES;
        let window = widened(Span { ends, ..span });
        RoadWorld::with(call, window, facts::occupancy(call, window)?)
    }

    /// Loads the facts that a judgement of these runs looks at, and no way out of it. All of them lie within `span`, or reach
    /// into it.
    pub(crate) fn of_runs(call: &Call<'_>, span: Span, runs: &[RunSheet]) -> Result<RoadWorld, Failure> {
        let mut window = span;
        let mut wanted = Vec::new();
        for run in runs {
            let own = Span { starts: run.row.departs, ends: run.row.returns };
            window = Span { starts: window.starts.min(own.starts), ends: window.ends.max(own.ends) };
            // What is over is not judged any more.
            if run.row.returns > call.now {
                wanted.extend(run.resources().into_iter().map(|resource| (resource, widened(own))));
            }
        }
        RoadWorld::with(call, widened(window), facts::occupancy_of(call, wanted)?)
    }

    fn with(call: &Call<'_>, window: Span, occupancy: Occupancy) -> Result<RoadWorld, Failure> {
        let snapshot = call.snapshot;
        let planning: PlanningSettings = setting::read(snapshot, setting::PLANNING)?;
        let person_rows: HashMap<String, rows::Person> = by_id(call.all::<rows::Person>()?, |row| &row.id);
        let vehicle_rows: HashMap<String, rows::Vehicle> = by_id(call.all::<rows::Vehicle>()?, |row| &row.id);
        let mut world = RoadWorld {
            occupancy,
            people: facts::people(call)?,
            licences: person_rows.values().filter_map(licence).collect(),
            vehicles: vehicle_rows.values().map(|row| (row.id.clone(), vehicle(row))).collect(),
            kits: call
                .all::<rows::Kit>()?
                .into_iter()
                .map(|row| (row.id.clone(), Kit { id: row.id, name: row.name, active: row.active }))
                .collect(),
            sites: by_id(call.all::<rows::Site>()?, |row| &row.id),
            roads: roads(snapshot)?,
            settings: setting::read(snapshot, setting::ROAD)?,
            planning,
            driven: Vec::new(),
            person_rows,
            vehicle_rows,
        };
        world.driven = driven(call, window, &world)?;
        Ok(world)
    }

    /// The district a site lies in.
    pub(crate) fn district(&self, site: &str) -> &str {
        self.sites.get(site).map_or("", |site| site.district_code.as_str())
    }

    /// Asks `question` with these facts; what run `except` drives is not driven elsewhere.
    pub(crate) fn ask<T>(&self, except: Option<&str>, question: impl FnOnce(&RoadFacts<'_>) -> T) -> T {
        let mut driven_elsewhere: HashMap<(String, Minute), i64> = HashMap::new();
        for (run, minutes) in &self.driven {
            if Some(run.as_str()) != except {
                for (driver, day, minutes) in minutes {
                    *driven_elsewhere.entry((driver.clone(), *day)).or_default() += minutes;
                }
            }
        }
        question(&RoadFacts {
            occupancy: &self.occupancy,
            people: &self.people,
            licences: &self.licences,
            vehicles: &self.vehicles,
            kits: &self.kits,
            driven_elsewhere: &driven_elsewhere,
            planning: &self.planning,
            settings: &self.settings,
        })
    }

    /// Takes what is granted within one step, so that the next judgement sees it.
    pub(crate) fn take(&mut self, claim: &Claim, holder: Holder) {
        self.occupancy.add(std::slice::from_ref(claim), holder);
    }

    /// From now on `to` drives on a run what `person` drove.
    pub(crate) fn drives_instead(&mut self, run: &str, person: &str, to: &str) {
        let own = self.driven.iter_mut().filter(|(id, _)| id == run);
        for (driver, ..) in own.flat_map(|(_, minutes)| minutes).filter(|(driver, ..)| driver == person) {
            *driver = to.to_owned();
        }
    }

    /// The judgement of a run.
    pub(crate) fn judge(&self, run: &RunProposal) -> Judgement {
        self.ask(run.id.as_deref(), |facts| judge_run(run, facts))
    }
}

/// A stretch with two days either side: who was away the night before must have rested.
fn widened(span: Span) -> Span {
    Span { starts: span.starts - 2 * DAY_MINUTES, ends: span.ends + 2 * DAY_MINUTES }
}

fn by_id<R>(rows: Vec<R>, id: impl Fn(&R) -> &String) -> HashMap<String, R> {
    rows.into_iter().map(|row| (id(&row).clone(), row)).collect()
}

fn licence(row: &rows::Person) -> Option<(String, Licence)> {
    let class = row.licence_class.clone()?;
    Some((row.id.clone(), Licence { class, expires: row.licence_expires }))
}

fn vehicle(row: &rows::Vehicle) -> Vehicle {
    Vehicle {
        id: row.id.clone(),
        name: row.name.clone(),
        licence_class: row.licence_class.clone(),
        inspection_expires: row.inspection_expires,
        insurance_expires: row.insurance_expires,
        acquired: row.acquired,
        odometer_kilometres: row.odometer_kilometres,
        active: row.active,
    }
}

/// What the museum entered as driving times.
pub(crate) fn roads(snapshot: &Snapshot<'_>) -> Result<RoadTable, Failure> {
    let cells = snapshot
        .all::<rows::TravelTime>()?
        .into_iter()
        .map(|row| {
            let cell = Cell { minutes: row.minutes, metres: row.metres, provenance: row.provenance };
            ((row.from_code, row.to_code), cell)
        })
        .collect();
    Ok(RoadTable { cells })
}

/// What drivers of the runs around drive by day.
type Driven = Vec<(String, Vec<(String, Minute, i64)>)>;

fn driven(call: &Call<'_>, window: Span, world: &RoadWorld) -> Result<Driven, Failure> {
    let bounds = [Value::from(window.starts), Value::from(window.ends)];
    let mut found = Vec::new();
    for row in call.snapshot.rows::<rows::CaravanRun>(&statement::CARAVAN_RUN_BETWEEN, &bounds)? {
        let id = row.id.clone();
        let sheet = RunSheet::with(call, row)?;
        if !sheet.occupies() {
            continue;
        }
        let run = sheet.proposal(world);
        let clock = itinerary(&run, &world.settings);
        let minutes = clock
            .days
            .iter()
            .flat_map(|day| run.drivers.iter().map(|driver| (driver.clone(), day.day, day.driver_minutes)))
            .collect();
        found.push((id, minutes));
    }
    Ok(found)
}
