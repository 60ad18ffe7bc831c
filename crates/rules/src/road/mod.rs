//! The road: caravan runs against the law, the clock and everything else that wants the same people and things.
//!
//! A run claims its vehicle, its kit and its people from departure to return. The law of the road
//! and what is physically impossible are hard; buffers and advisories are soft.

mod itinerary;
mod judge;
mod papers;
mod propose;
mod table;
#[cfg(test)]
mod tests;
mod ways;

use std::collections::HashMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use itinerary::{DrivingDay, Itinerary, Leg, itinerary};
pub use judge::judge_run;
pub use papers::licence_covers;
pub use propose::{fit_drives, propose_times};
pub use table::{Cell, Centroid, Drive, DriveSource, MUSEUM, MuseumPoint, RoadTable, centroid, centroids};
pub use ways::{RunWay, RunWayKind, run_ways};

use crate::conflict::{Occupancy, Person, PlanningSettings};
use crate::session::codes;
use crate::time::{DAY_MINUTES, Minute, Span};

codes! {
    /// Where a caravan goes to: the five kinds of place of the outreach programme (五进).
    pub enum OutreachPlace {
        /// 进学校.
        School = "school",
        /// 进农村.
        Rural = "rural",
        /// 进社区.
        Community = "community",
        /// 进企业.
        Enterprise = "enterprise",
        /// 进机关.
        GovernmentBody = "government_body",
    }
}

/// Limits of the road; every number is a setting with this default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(default, deny_unknown_fields)]
pub struct RoadSettings {
    /// The code of the district the museum stands in.
    pub museum_district: String,
    /// Where in it, for estimates; its district's centroid where nobody has said.
    pub museum_point: Option<MuseumPoint>,
    /// Minutes one may drive on end.
    pub driving_before_break_minutes_max: i64,
    /// Minutes of the break after that.
    pub break_minutes_min: i64,
    /// Minutes one may drive a day.
    pub driving_per_day_minutes_max: i64,
    /// Minutes between arrival and the start of a stop.
    pub setup_minutes_min: i64,
    /// Minutes between the end of a stop and departure, where times are proposed.
    pub packing_minutes_min: i64,
    /// Minute of the day at which a proposed day on the road begins.
    pub day_starts_minute: i64,
    /// Minute of the day by which a proposed day's stops are packed.
    pub day_ends_minute: i64,
    /// Minute of the day by which a proposed drive home arrives.
    pub home_by_minute: i64,
    /// Metres on the road for a hundred metres of the great circle, in per cent.
    pub detour_percent: i64,
    /// Speed of an estimated drive.
    pub speed_kilometres_an_hour: i64,
    /// Metres of a drive within one district.
    pub within_district_metres: i64,
    /// Years after which a vehicle is to be replaced.
    pub vehicle_years_max: i64,
    /// Kilometres after which a vehicle is to be replaced.
    pub vehicle_kilometres_max: i64,
}

impl Default for RoadSettings {
    fn default() -> RoadSettings {
        RoadSettings {
            museum_district: "500157".to_owned(),
            museum_point: None,
            driving_before_break_minutes_max: 240,
            break_minutes_min: 20,
            driving_per_day_minutes_max: 480,
            setup_minutes_min: 30,
            packing_minutes_min: 30,
            day_starts_minute: 8 * 60,
            day_ends_minute: 18 * 60,
            home_by_minute: 21 * 60,
            detour_percent: 135,
            speed_kilometres_an_hour: 70,
            within_district_metres: 20_000,
            vehicle_years_max: 10,
            vehicle_kilometres_max: 100_000,
        }
    }
}

/// A stop of a run as somebody would like it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunStop {
    /// The site's id.
    pub site: String,
    /// The site's name.
    pub site_name: String,
    /// Whether the site is in use.
    pub site_active: bool,
    /// When the vehicle leaves for it.
    pub departs: Minute,
    /// Minutes at the wheel on the way to it.
    pub drive_minutes: i64,
    /// Metres on the way to it.
    pub drive_metres: i64,
    /// When the public is there.
    pub span: Span,
}

/// A run as somebody would like it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunProposal {
    /// Its id where it exists already: its own occupancy does not clash with it.
    pub id: Option<String>,
    /// Its title.
    pub title: String,
    /// From departure to return.
    pub span: Span,
    /// The vehicle, where one is named.
    pub vehicle: Option<String>,
    /// The kit, where one is named.
    pub kit: Option<String>,
    /// Who drives; several take turns.
    pub drivers: Vec<String>,
    /// Who comes along.
    pub crew: Vec<String>,
    /// The stops in order.
    pub stops: Vec<RunStop>,
    /// When the vehicle leaves for home.
    pub return_departs: Minute,
    /// Minutes at the wheel on the way home.
    pub return_drive_minutes: i64,
    /// Metres on the way home.
    pub return_drive_metres: i64,
}

impl RunProposal {
    /// The same run some days later.
    pub fn shifted(&self, days: i64) -> RunProposal {
        let by = days * DAY_MINUTES;
        let moved = |span: Span| Span { starts: span.starts + by, ends: span.ends + by };
        let mut run = self.clone();
        run.span = moved(run.span);
        run.return_departs += by;
        for stop in &mut run.stops {
            (stop.departs, stop.span) = (stop.departs + by, moved(stop.span));
        }
        run
    }

    /// Drivers first, then crew.
    pub fn people(&self) -> impl Iterator<Item = &String> {
        self.drivers.iter().chain(&self.crew)
    }
}

/// A vehicle as the road sees it. Days are the minutes at which they begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vehicle {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// The licence class it wants.
    pub licence_class: String,
    /// The day from which its inspection no longer holds.
    pub inspection_expires: Option<Minute>,
    /// The day from which its insurance no longer holds.
    pub insurance_expires: Option<Minute>,
    /// The day it was acquired.
    pub acquired: Option<Minute>,
    /// Its reading.
    pub odometer_kilometres: Option<i64>,
    /// Whether it may be used.
    pub active: bool,
}

/// A kit as the road sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kit {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Whether it may be used.
    pub active: bool,
}

/// A driving licence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Licence {
    /// Its class or classes, as `B1` or `A1A2`.
    pub class: String,
    /// The day from which it no longer holds, as the minute that day begins.
    pub expires: Option<Minute>,
}

/// Everything a judgement of a run looks at.
pub struct RoadFacts<'a> {
    /// What is taken.
    pub occupancy: &'a Occupancy,
    /// People by id.
    pub people: &'a HashMap<String, Person>,
    /// Their licences by person.
    pub licences: &'a HashMap<String, Licence>,
    /// Vehicles by id.
    pub vehicles: &'a HashMap<String, Vehicle>,
    /// Kits by id.
    pub kits: &'a HashMap<String, Kit>,
    /// Minutes a person drives on a day in other runs, by person and day.
    pub driven_elsewhere: &'a HashMap<(String, Minute), i64>,
    /// The limits of planning.
    pub planning: &'a PlanningSettings,
    /// The limits of the road.
    pub settings: &'a RoadSettings,
}
