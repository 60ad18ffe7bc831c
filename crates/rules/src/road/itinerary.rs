//! What a run's clock looks like: when each drive arrives, where breaks fall, who drives how long on which day.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{RoadSettings, RunProposal};
use crate::time::{DAY_MINUTES, Minute, Span};

/// One drive of a run, as the clock sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Leg {
    /// When the wheels turn.
    pub departs: Minute,
    /// When it is there, breaks included.
    pub arrives: Minute,
    /// Minutes at the wheel.
    pub drive_minutes: i64,
    /// Metres on the road.
    pub drive_metres: i64,
    /// Breaks that the law of the road puts into it.
    pub breaks: i64,
}

/// What is driven on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct DrivingDay {
    /// The minute at which the day begins.
    pub day: Minute,
    /// Minutes the vehicle is driven.
    pub vehicle_minutes: i64,
    /// Minutes of each driver: drivers take equal turns, rounded up.
    pub driver_minutes: i64,
}

/// A run's clock: one leg a stop and the way home.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Itinerary {
    /// The drives in order; the last one leads home.
    pub legs: Vec<Leg>,
    /// The days with their driving.
    pub days: Vec<DrivingDay>,
    /// Minutes at the wheel altogether.
    pub drive_minutes: i64,
    /// Metres on the road altogether.
    pub drive_metres: i64,
}

/// The clock of a run as it is proposed.
///
/// One driver must rest after `driving_before_break_minutes_max` at the wheel; standing still for
/// a break's length between two drives is such a rest. Two drivers who take turns rest meanwhile.
pub fn itinerary(run: &RunProposal, settings: &RoadSettings) -> Itinerary {
    let mut wheel = Wheel::new(run.drivers.len(), settings);
    let mut found = Itinerary::default();
    let drives = run.stops.iter().map(|stop| (stop.departs, stop.drive_minutes, stop.drive_metres)).chain([(
        run.return_departs,
        run.return_drive_minutes,
        run.return_drive_metres,
    )]);
    for (departs, drive_minutes, drive_metres) in drives {
        let (arrives, breaks) = wheel.drive(departs, drive_minutes);
        found.legs.push(Leg { departs, arrives, drive_minutes, drive_metres, breaks });
        found.drive_minutes += drive_minutes;
        found.drive_metres += drive_metres;
    }
    let drivers = i64::try_from(run.drivers.len().max(1)).unwrap_or(1);
    found.days = wheel
        .days
        .into_iter()
        .map(|(day, minutes)| DrivingDay {
            day,
            vehicle_minutes: minutes,
            driver_minutes: (minutes + drivers - 1) / drivers,
        })
        .collect();
    found
}

/// The wheel and who sits at it, drive by drive.
#[derive(Clone)]
pub(super) struct Wheel {
    /// Minutes that one may drive on end; `None` where drivers take turns.
    on_end_max: Option<i64>,
    break_minutes: i64,
    /// Minutes driven since the last rest, and when the last drive ended.
    since_rest: i64,
    ended: Option<Minute>,
    /// Minutes driven by day.
    pub(super) days: BTreeMap<Minute, i64>,
}

impl Wheel {
    pub(super) fn new(drivers: usize, settings: &RoadSettings) -> Wheel {
        Wheel {
            on_end_max: (drivers < 2).then_some(settings.driving_before_break_minutes_max.max(1)),
            break_minutes: settings.break_minutes_min.max(0),
            since_rest: 0,
            ended: None,
            days: BTreeMap::new(),
        }
    }

    /// Drives for `minutes` from `departs`; answers the arrival and the breaks on the way.
    pub(super) fn drive(&mut self, departs: Minute, minutes: i64) -> (Minute, i64) {
        if self.ended.is_none_or(|ended| departs - ended >= self.break_minutes) {
            self.since_rest = 0;
        }
        let (mut at, mut left, mut breaks) = (departs, minutes, 0);
        while left > 0 {
            let on_end = self.on_end_max.map_or(left, |most| left.min(most - self.since_rest));
            if on_end <= 0 {
                (at, breaks, self.since_rest) = (at + self.break_minutes, breaks + 1, 0);
                continue;
            }
            self.note(Span { starts: at, ends: at + on_end });
            (at, left, self.since_rest) = (at + on_end, left - on_end, self.since_rest + on_end);
        }
        self.ended = Some(at);
        (at, breaks)
    }

    fn note(&mut self, driven: Span) {
        let mut at = driven.starts;
        while at < driven.ends {
            let day = at.div_euclid(DAY_MINUTES) * DAY_MINUTES;
            let until = driven.ends.min(day + DAY_MINUTES);
            *self.days.entry(day).or_default() += until - at;
            at = until;
        }
    }
}
