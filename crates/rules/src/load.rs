//! What a year was filled with: sessions and minutes by month and by week.
//!
//! Owns what counts. A session counts once its occupancy is fixed (planned, published, held, counted, locked, without
//! audience); drafts, cancelled sessions and the traces of moved ones do not, nor do planned closures. Its minutes are
//! its own, from start to end, without getting the room ready and clearing it; it belongs whole to the month and the
//! week it starts in.

use chrono::{Datelike as _, NaiveDate};
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

use crate::session::{SessionKind, SessionState};
use crate::time::{DAY_MINUTES, Minute, Span, date_of, day_start, minute_of_day, week_start};

/// Whether a session counts towards a year's load.
pub fn counts(kind: SessionKind, state: SessionState) -> bool {
    state.occupies() && !kind.is_closure()
}

/// A year on the wall, and the weeks that touch it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Year {
    /// From its first minute to the first of the next year.
    pub span: Span,
    /// The Monday of its first week, perhaps in the year before.
    pub first_week: Minute,
    /// How many weeks touch it: 53 or 54.
    pub weeks: usize,
}

impl Year {
    /// The year of that number, where the calendar has it.
    pub fn new(number: i32) -> Option<Year> {
        let first = NaiveDate::from_ymd_opt(number, 1, 1)?;
        let next = NaiveDate::from_ymd_opt(number + 1, 1, 1)?;
        let span = Span::new(day_start(first), day_start(next))?;
        let first_week = day_start(week_start(first));
        let weeks = usize::try_from((span.ends - 1 - first_week) / (7 * DAY_MINUTES)).ok()? + 1;
        Some(Year { span, first_week, weeks })
    }

    /// The month, from 0, and the week, from 0, of a minute; `None` outside the year.
    fn place(&self, minute: Minute) -> Option<(usize, usize)> {
        if minute < self.span.starts || minute >= self.span.ends {
            return None;
        }
        let month = usize::try_from(date_of(minute)?.month0()).ok()?;
        let week = usize::try_from((minute - self.first_week) / (7 * DAY_MINUTES)).ok()?;
        Some((month, week))
    }
}

/// Sessions and their minutes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct Load {
    /// How many.
    pub sessions: i64,
    /// How long, in minutes.
    pub minutes: i64,
}

impl Load {
    fn add(&mut self, sessions: i64, minutes: i64) {
        self.sessions += sessions;
        self.minutes += minutes;
    }
}

/// A year's load of one thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct YearRow {
    /// The whole year.
    pub total: Load,
    /// January to December.
    pub months: Vec<Load>,
    /// Week by week, from the one that holds 1 January; days of other years are left out.
    pub weeks: Vec<Load>,
}

impl YearRow {
    /// Nothing yet.
    pub fn empty(year: &Year) -> YearRow {
        YearRow { total: Load::default(), months: vec![Load::default(); 12], weeks: vec![Load::default(); year.weeks] }
    }

    fn put(&mut self, year: &Year, at: Minute, sessions: i64, minutes: i64) {
        let Some((month, week)) = year.place(at) else { return };
        self.total.add(sessions, minutes);
        self.months[month].add(sessions, minutes);
        self.weeks[week].add(sessions, minutes);
    }

    /// Adds a session that counts.
    pub fn add_session(&mut self, year: &Year, session: Span) {
        self.put(year, session.starts, 1, session.minutes());
    }

    /// Adds a stretch away from home, day by day, with no session of its own.
    pub fn add_away(&mut self, year: &Year, away: Span) {
        let mut from = away.starts.max(year.span.starts);
        let until = away.ends.min(year.span.ends);
        while from < until {
            let midnight = from - minute_of_day(from) + DAY_MINUTES;
            self.put(year, from, 0, midnight.min(until) - from);
            from = midnight;
        }
    }

    /// Adds a session without its time, which [`YearRow::add_away`] holds already.
    pub fn add_stop(&mut self, year: &Year, starts: Minute) {
        self.put(year, starts, 1, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(year: i32, month: u32, day: u32, minute: i64) -> Minute {
        day_start(NaiveDate::from_ymd_opt(year, month, day).unwrap()) + minute
    }

    #[test]
    fn every_day_of_a_year_has_its_month_and_its_week() {
        for number in 1990..2100 {
            let year = Year::new(number).unwrap();
            assert!(year.weeks == 53 || year.weeks == 54, "{number}: {}", year.weeks);
            let mut weeks = Vec::new();
            let mut day = year.span.starts;
            while day < year.span.ends {
                let (month, week) = year.place(day + 600).unwrap();
                assert_eq!(month, date_of(day).unwrap().month0() as usize);
                let monday = day_start(week_start(date_of(day).unwrap()));
                assert_eq!(year.first_week + week as i64 * 7 * DAY_MINUTES, monday);
                weeks.push(week);
                day += DAY_MINUTES;
            }
            weeks.dedup();
            assert_eq!(weeks, (0..year.weeks).collect::<Vec<_>>());
            assert_eq!(year.place(year.span.starts - 1), None);
            assert_eq!(year.place(year.span.ends), None);
        }
    }

    #[test]
    fn a_session_belongs_whole_to_where_it_starts_and_a_journey_to_each_of_its_days() {
        let year = Year::new(2026).unwrap();
        let mut row = YearRow::empty(&year);
        // Over midnight into February.
        row.add_session(&year, Span::new(at(2026, 1, 31, 1400), at(2026, 2, 1, 60)).unwrap());
        assert_eq!(row.months[0], Load { sessions: 1, minutes: 100 });
        assert_eq!(row.months[1], Load::default());
        // Three days around the turn of the year: only those of this one.
        row.add_away(&year, Span::new(at(2025, 12, 31, 480), at(2026, 1, 2, 600)).unwrap());
        assert_eq!(row.months[0], Load { sessions: 1, minutes: 100 + DAY_MINUTES + 600 });
        row.add_stop(&year, at(2026, 1, 2, 540));
        row.add_stop(&year, at(2025, 12, 31, 540));
        assert_eq!(row.total, Load { sessions: 2, minutes: 100 + DAY_MINUTES + 600 });
        assert_eq!(row.weeks.iter().map(|load| load.minutes).sum::<i64>(), row.total.minutes);
        assert_eq!(row.months.iter().map(|load| load.sessions).sum::<i64>(), row.total.sessions);
    }

    #[test]
    fn what_occupies_counts_and_closures_do_not() {
        let counted: Vec<SessionState> =
            SessionState::ALL.iter().copied().filter(|&state| counts(SessionKind::GuidedTour, state)).collect();
        use SessionState::{Counted, Held, InProgress, Locked, NoAudience, Planned, Published};
        assert_eq!(counted, [Planned, Published, InProgress, Held, Counted, Locked, NoAudience]);
        assert!(SessionState::ALL.iter().all(|&state| !counts(SessionKind::Maintenance, state)));
    }
}
