//! Schedule time: whole minutes on the museum's wall clock.
//!
//! A schedule lives on the wall clock of the place it hangs in. Minutes since
//! 1970-01-01T00:00 on that clock sort, subtract and store without a zone, so
//! summer time, a traveller's laptop or a moved clock never shift a date.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

/// Minutes since 1970-01-01T00:00 on the museum's wall clock.
pub type Minute = i64;

/// Minutes in a day.
pub const DAY_MINUTES: i64 = 24 * 60;

const EPOCH: NaiveDate = match NaiveDate::from_ymd_opt(1970, 1, 1) {
    Some(date) => date,
    None => panic!("1970-01-01 exists"),
};

/// The minute at which `date` begins.
pub fn day_start(date: NaiveDate) -> Minute {
    date.signed_duration_since(EPOCH).num_days() * DAY_MINUTES
}

/// The minute of `time` on `date`; seconds are cut.
pub fn minute_of(date: NaiveDate, time: NaiveTime) -> Minute {
    day_start(date) + i64::from(time.hour()) * 60 + i64::from(time.minute())
}

/// The minute of a wall-clock moment; seconds are cut.
pub fn minute_at(moment: NaiveDateTime) -> Minute {
    minute_of(moment.date(), moment.time())
}

/// The date a minute falls on, or `None` outside chrono's calendar.
pub fn date_of(minute: Minute) -> Option<NaiveDate> {
    EPOCH.checked_add_signed(chrono::TimeDelta::try_days(minute.div_euclid(DAY_MINUTES))?)
}

/// Minutes since midnight, 0 to 1439.
pub fn minute_of_day(minute: Minute) -> i64 {
    minute.rem_euclid(DAY_MINUTES)
}

/// Monday of the ISO week that holds `date`.
pub fn week_start(date: NaiveDate) -> NaiveDate {
    date - chrono::Days::new(u64::from(date.weekday().num_days_from_monday()))
}

/// A half-open stretch of schedule time, `starts` inclusive, `ends` exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// First minute.
    pub starts: Minute,
    /// The minute after the last.
    pub ends: Minute,
}

impl Span {
    /// `Some` when the end is after the start.
    pub fn new(starts: Minute, ends: Minute) -> Option<Span> {
        (starts < ends).then_some(Span { starts, ends })
    }

    /// Whether two stretches share a minute.
    pub fn overlaps(self, other: Span) -> bool {
        self.starts < other.ends && other.starts < self.ends
    }

    /// Whether `other` lies wholly within.
    pub fn contains(self, other: Span) -> bool {
        self.starts <= other.starts && other.ends <= self.ends
    }

    /// Length in minutes.
    pub fn minutes(self) -> i64 {
        self.ends - self.starts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_and_dates_agree_on_both_sides_of_the_epoch() {
        for (year, month, day) in [(1969, 12, 31), (1970, 1, 1), (1986, 5, 4), (2026, 5, 4)] {
            let date = NaiveDate::from_ymd_opt(year, month, day).unwrap();
            assert_eq!(date_of(day_start(date)), Some(date));
            assert_eq!(date_of(day_start(date) + DAY_MINUTES - 1), Some(date));
        }
        assert_eq!(minute_of_day(-1), 1439);
    }

    #[test]
    fn spans_that_touch_do_not_overlap() {
        let first = Span { starts: 0, ends: 60 };
        let next = Span { starts: 60, ends: 90 };
        assert!(!first.overlaps(next));
        assert!(first.overlaps(Span { starts: 59, ends: 61 }));
        assert_eq!(Span::new(5, 5), None);
    }
}
