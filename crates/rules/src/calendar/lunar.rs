//! The Chinese lunar calendar, as far as statutory days need it: 1990 to 2100.
//!
//! A table rather than an algorithm: months follow the true new moon and sun, and a table can
//! be held against others. Source and checks are named in `data/calendar/README.md`.

use std::sync::LazyLock;

use chrono::{Days, NaiveDate};

/// First year of the table.
const YEAR_FIRST: i32 = 1990;

/// One lunar year.
struct LunarYear {
    /// Its first day.
    new_year: NaiveDate,
    /// The month that is followed by its leap month; 0 where there is none.
    leap_month: u32,
    /// Days of its 12 or 13 months, in order.
    month_days: Vec<u64>,
    /// The day of Qingming, in the solar year of the same number.
    qingming: NaiveDate,
}

static YEARS: LazyLock<Vec<LunarYear>> = LazyLock::new(|| {
    include_str!("../../data/calendar/lunar-years.csv").lines().skip(1).filter_map(year_of_line).collect()
});

fn year_of_line(line: &str) -> Option<LunarYear> {
    let mut cells = line.split(',').skip(1);
    Some(LunarYear {
        new_year: cells.next()?.parse().ok()?,
        leap_month: cells.next()?.parse().ok()?,
        month_days: cells.next()?.chars().map(|mark| if mark == '1' { 30 } else { 29 }).collect(),
        qingming: cells.next()?.parse().ok()?,
    })
}

fn year(year: i32) -> Option<&'static LunarYear> {
    YEARS.get(usize::try_from(year.checked_sub(YEAR_FIRST)?).ok()?)
}

/// The solar date of a day of an ordinary (not leap) lunar month; `None` outside 1990–2100.
pub fn lunar_date(lunar_year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    let table = year(lunar_year)?;
    if !(1..=12).contains(&month) || day == 0 {
        return None;
    }
    let after_leap = table.leap_month != 0 && month > table.leap_month;
    let place = usize::try_from(if after_leap { month } else { month - 1 }).ok()?;
    if u64::from(day) > *table.month_days.get(place)? {
        return None;
    }
    let before: u64 = table.month_days[..place].iter().sum();
    table.new_year.checked_add_days(Days::new(before + u64::from(day) - 1))
}

/// The day of Qingming (清明); `None` outside 1990–2100.
pub fn qingming(solar_year: i32) -> Option<NaiveDate> {
    year(solar_year).map(|table| table.qingming)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_table_is_whole_and_its_years_join() {
        assert_eq!(YEARS.len(), 111);
        for pair in YEARS.windows(2) {
            let days: u64 = pair[0].month_days.iter().sum();
            assert_eq!(pair[0].new_year + Days::new(days), pair[1].new_year);
            assert_eq!(pair[0].month_days.len(), if pair[0].leap_month == 0 { 12 } else { 13 });
        }
    }

    /// Festivals that everybody can look up: spring festival, dragon boat, mid-autumn.
    #[test]
    fn festivals_fall_where_they_fell() {
        for (lunar_year, month, day, solar) in [
            (1990, 1, 1, "1990-01-27"),
            (2006, 8, 15, "2006-10-06"),
            (2009, 5, 5, "2009-05-28"),
            (2012, 5, 5, "2012-06-23"),
            (2017, 8, 15, "2017-10-04"),
            (2020, 5, 5, "2020-06-25"),
            (2020, 8, 15, "2020-10-01"),
            (2023, 1, 1, "2023-01-22"),
            (2025, 8, 15, "2025-10-06"),
            (2026, 1, 1, "2026-02-17"),
            (2027, 1, 1, "2027-02-06"),
            (2033, 8, 15, "2033-09-08"),
            (2034, 1, 1, "2034-02-19"),
            (2100, 1, 1, "2100-02-09"),
        ] {
            assert_eq!(lunar_date(lunar_year, month, day), Some(date(solar)), "{lunar_year}-{month}-{day}");
        }
        assert_eq!(qingming(2026), Some(date("2026-04-05")));
        assert_eq!(qingming(2008), Some(date("2008-04-04")));
        assert_eq!(lunar_date(1989, 1, 1), None);
        assert_eq!(lunar_date(2026, 13, 1), None);
        assert_eq!(lunar_date(2026, 1, 31), None);
    }
}
