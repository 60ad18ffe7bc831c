//! Times for a run from its drives: leave, arrive, set up, show, pack, drive on or stay the night.

use super::itinerary::Wheel;
use super::{RoadSettings, RunProposal};
use crate::time::{DAY_MINUTES, Minute, minute_of_day};

/// The same stops in the same order, each as long as it was, as early as the road allows.
///
/// The run leaves when it did. A drive that would reach into the evening or past the day's hours
/// at the wheel waits for the next morning; one that is too long for any day starts in the morning
/// and is left to the judgement.
pub fn propose_times(run: &RunProposal, settings: &RoadSettings, step_minutes: i64) -> RunProposal {
    let mut proposed = run.clone();
    let mut wheel = Wheel::new(run.drivers.len(), settings);
    let mut free = run.span.starts;
    for (place, stop) in proposed.stops.iter_mut().enumerate() {
        let length = stop.span.minutes();
        let after = settings.setup_minutes_min + length + settings.packing_minutes_min;
        let day = Day {
            drivers: run.drivers.len(),
            may_wait: place > 0,
            after_minutes: after,
            ends: settings.day_ends_minute,
        };
        let (departs, arrives) = leave(&mut wheel, free, stop.drive_minutes, &day, settings);
        let starts = round_up(arrives + settings.setup_minutes_min, step_minutes);
        (stop.departs, stop.span.starts, stop.span.ends) = (departs, starts, starts + length);
        free = round_up(stop.span.ends + settings.packing_minutes_min, step_minutes);
    }
    let day = Day {
        drivers: run.drivers.len(),
        may_wait: !run.stops.is_empty(),
        after_minutes: 0,
        ends: settings.home_by_minute,
    };
    let (departs, arrives) = leave(&mut wheel, free, run.return_drive_minutes, &day, settings);
    proposed.return_departs = departs;
    // An end at its very beginning would be no run; it is refused where it is checked.
    proposed.span.ends = round_up(arrives, step_minutes).max(run.span.starts + 1);
    proposed
}

/// What a drive's day has to bear besides it.
struct Day {
    drivers: usize,
    /// The first drive leaves with the run.
    may_wait: bool,
    after_minutes: i64,
    /// Minute of the day by which all of it is done.
    ends: i64,
}

/// Leaves at `free` where the day bears the drive and what follows, else in the next morning.
fn leave(wheel: &mut Wheel, free: Minute, drive_minutes: i64, day: &Day, settings: &RoadSettings) -> (Minute, Minute) {
    let midnight = free - minute_of_day(free);
    let driven_max = settings.driving_per_day_minutes_max * i64::try_from(day.drivers.max(1)).unwrap_or(1);
    let mut trial = wheel.clone();
    let (arrives, _) = trial.drive(free, drive_minutes);
    let driven = trial.days.get(&midnight).copied().unwrap_or(0);
    let fits = driven <= driven_max && arrives + day.after_minutes <= midnight + day.ends;
    if fits || !day.may_wait || free <= midnight + settings.day_starts_minute {
        *wheel = trial;
        return (free, arrives);
    }
    let departs = midnight + DAY_MINUTES + settings.day_starts_minute;
    (departs, wheel.drive(departs, drive_minutes).0)
}

fn round_up(minute: Minute, step_minutes: i64) -> Minute {
    let step = step_minutes.max(1);
    (minute + step - 1).div_euclid(step) * step
}

/// The same stops at the times they have, each drive as late as its arrival and the setting-up allow, the drive home
/// after packing. What is given of the run's own departure and return stays.
///
/// Whether the drives then fit between the stops is left to the judgement.
pub fn fit_drives(
    run: &RunProposal,
    departs: Option<Minute>,
    returns: Option<Minute>,
    settings: &RoadSettings,
    step_minutes: i64,
) -> RunProposal {
    let mut fitted = run.clone();
    let on_the_road = |drive: i64| drive + breaks(drive, settings);
    for stop in &mut fitted.stops {
        let leave = stop.span.starts - settings.setup_minutes_min - on_the_road(stop.drive_minutes);
        stop.departs = leave.div_euclid(step_minutes.max(1)) * step_minutes.max(1);
    }
    if let (Some(first), Some(given)) = (fitted.stops.first_mut(), departs) {
        first.departs = given;
    }
    let leaves = fitted.stops.first().map_or(run.span.starts, |stop| stop.departs);
    fitted.span.starts = departs.unwrap_or(leaves);
    let last = fitted.stops.last().map_or(run.span.ends, |stop| stop.span.ends);
    fitted.return_departs = round_up(last + settings.packing_minutes_min, step_minutes);
    let home = round_up(fitted.return_departs + on_the_road(fitted.return_drive_minutes), step_minutes);
    fitted.span.ends = returns.unwrap_or(home).max(fitted.span.starts + 1);
    fitted
}

/// Minutes of the breaks that the law wants on a drive.
fn breaks(drive_minutes: i64, settings: &RoadSettings) -> i64 {
    (drive_minutes - 1).max(0) / settings.driving_before_break_minutes_max.max(1) * settings.break_minutes_min
}
