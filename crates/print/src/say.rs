//! Dates, times and words of a sheet in its own language.

use chrono::Datelike as _;
use rules::session::{SessionKind, SessionState};
use rules::time::{DAY_MINUTES, Minute, date_of, minute_of_day};
use serde_json::{Map, Value};
use words::Locale;

/// Says things in one language.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Say {
    pub(crate) locale: Locale,
}

impl Say {
    /// Every word of the print area under its key without the area, for templates; placeholders stay open.
    pub(crate) fn all(self) -> Value {
        let spoken: Map<String, Value> = words::keys()
            .filter_map(|key| {
                let short = key.strip_prefix("print_")?;
                Some((short.to_owned(), Value::from(words::lookup(self.locale, key, &[])?)))
            })
            .collect();
        Value::Object(spoken)
    }

    /// The word of a code, such as a language or a state; the code itself where there is none.
    pub(crate) fn code(self, group: &str, code: &str) -> String {
        words::lookup(self.locale, &format!("print_{group}_{code}"), &[]).unwrap_or_else(|| code.to_owned())
    }

    /// The character in the box of a kind; the same in every language.
    pub(crate) fn mark(self, kind: SessionKind) -> String {
        self.code("mark", kind.code())
    }

    /// The word of a state.
    pub(crate) fn state(self, state: SessionState) -> String {
        self.code("state", state.code())
    }

    /// 9:30; the midnight that ends a day is 24:00.
    pub(crate) fn time(self, minute: Minute) -> String {
        clock(minute_of_day(minute))
    }

    /// 9:30–17:00.
    pub(crate) fn times(self, starts: Minute, ends: Minute) -> String {
        let last = if ends > starts && minute_of_day(ends) == 0 { DAY_MINUTES } else { minute_of_day(ends) };
        format!("{}–{}", self.time(starts), clock(last))
    }

    /// 5月4日.
    pub(crate) fn day(self, minute: Minute) -> String {
        let date = date_of(minute).unwrap_or_default();
        words::print_date_short(self.locale, date.day(), self.month(date.month()))
    }

    /// 5月4日–9日 without the year; one day alone where both are the same.
    pub(crate) fn days(self, from: Minute, to: Minute) -> String {
        let (first, last) = (date_of(from).unwrap_or_default(), date_of(to).unwrap_or_default());
        if first == last {
            self.day(from)
        } else if (first.year(), first.month()) == (last.year(), last.month()) {
            words::print_days_month(self.locale, first.day(), self.month(first.month()), last.day())
        } else {
            format!("{}–{}", self.day(from), self.day(to))
        }
    }

    /// 2026年5月4日.
    pub(crate) fn date(self, minute: Minute) -> String {
        let date = date_of(minute).unwrap_or_default();
        words::print_date_full(self.locale, date.day(), self.month(date.month()), date.year())
    }

    /// 周一.
    pub(crate) fn weekday(self, minute: Minute) -> String {
        let date = date_of(minute).unwrap_or_default();
        self.code("weekday", &date.weekday().number_from_monday().to_string())
    }

    /// The name of a month within a date: 5, May.
    pub(crate) fn month(self, month: u32) -> String {
        self.code("month", &month.to_string())
    }

    /// A stretch of days, both included, as short as it can be said.
    pub(crate) fn period(self, from: Minute, to: Minute) -> String {
        let (first, last) = (date_of(from).unwrap_or_default(), date_of(to).unwrap_or_default());
        let (first_month, last_month) = (self.month(first.month()), self.month(last.month()));
        if first == last {
            self.date(from)
        } else if first.year() != last.year() {
            words::print_period_years(
                self.locale,
                first.day(),
                first_month,
                first.year(),
                last.day(),
                last_month,
                last.year(),
            )
        } else if first.month() == last.month() {
            words::print_period_month(self.locale, first.day(), first_month, last.day(), first.year())
        } else {
            words::print_period_year(self.locale, first.day(), first_month, last.day(), last_month, first.year())
        }
    }

    /// The months of a stretch of days: 2026年 where they are the whole year.
    pub(crate) fn months(self, from: Minute, to: Minute) -> String {
        let (first, last) = (date_of(from).unwrap_or_default(), date_of(to).unwrap_or_default());
        let (first_month, last_month) = (self.month(first.month()), self.month(last.month()));
        if (first.year(), first.month()) == (last.year(), last.month()) {
            words::print_month_of(self.locale, first_month, first.year())
        } else if first.year() != last.year() {
            words::print_months_years(self.locale, first_month, first.year(), last_month, last.year())
        } else if (first.month(), last.month()) == (1, 12) {
            words::print_year(self.locale, first.year())
        } else {
            words::print_months_year(self.locale, first_month, last_month, first.year())
        }
    }

    /// 4小时50分.
    pub(crate) fn duration(self, minutes: i64) -> String {
        match (minutes / 60, minutes % 60) {
            (0, rest) => words::print_duration_minutes(self.locale, rest),
            (hours, 0) => words::print_duration_hours(self.locale, hours),
            (hours, rest) => words::print_duration(self.locale, hours, rest),
        }
    }
}

fn clock(minute_of_day: i64) -> String {
    format!("{}:{:02}", minute_of_day / 60, minute_of_day % 60)
}

#[cfg(test)]
mod tests {
    use rules::time::day_start;

    use super::*;

    fn day(year: i32, month: u32, day: u32) -> Minute {
        day_start(chrono::NaiveDate::from_ymd_opt(year, month, day).unwrap())
    }

    #[test]
    fn periods_are_said_as_short_as_they_can_be() {
        let (zh, en) = (Say { locale: Locale::ZhCn }, Say { locale: Locale::En });
        let cases = [
            (day(2026, 5, 4), day(2026, 5, 4), "2026年5月4日", "4 May 2026"),
            (day(2026, 5, 4), day(2026, 5, 10), "2026年5月4日–10日", "4–10 May 2026"),
            (day(2026, 4, 27), day(2026, 5, 3), "2026年4月27日–5月3日", "27 Apr – 3 May 2026"),
            (day(2026, 12, 28), day(2027, 1, 3), "2026年12月28日–2027年1月3日", "28 Dec 2026 – 3 Jan 2027"),
        ];
        for (from, to, chinese, english) in cases {
            assert_eq!(zh.period(from, to), chinese);
            assert_eq!(en.period(from, to), english);
        }
    }

    #[test]
    fn midnight_ends_a_day_and_begins_one() {
        let say = Say { locale: Locale::ZhCn };
        let noon = day(2026, 5, 4) + 720;
        assert_eq!(say.times(noon, day(2026, 5, 5)), "12:00–24:00");
        assert_eq!(say.times(day(2026, 5, 4), noon), "0:00–12:00");
        assert_eq!(say.duration(290), "4小时50分");
    }

    #[test]
    fn every_kind_and_state_has_its_word_and_mark() {
        for locale in Locale::ALL {
            let say = Say { locale };
            for &kind in SessionKind::ALL {
                assert_eq!(say.mark(kind).chars().count(), 1, "{kind:?}");
                assert_ne!(say.code("kind", kind.code()), kind.code());
            }
            for &state in SessionState::ALL {
                assert_ne!(say.state(state), state.code());
            }
        }
    }
}
