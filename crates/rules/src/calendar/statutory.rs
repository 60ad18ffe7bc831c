//! The statutory days themselves, before any notice moves rest around them.
//!
//! After 《全国年节及纪念日放假办法》 in the versions in force from 2000; the table says which
//! rule holds in which years.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::{Days, NaiveDate};

use super::lunar::{lunar_date, qingming};

/// How a holiday's day is found.
#[derive(Debug, Clone, Copy)]
enum Rule {
    Solar,
    Lunar,
    Qingming,
}

/// One line of the table.
struct Holiday {
    from_year: i32,
    to_year: i32,
    name: &'static str,
    rule: Rule,
    month: u32,
    day: u32,
    first_offset: i64,
    days: u64,
}

static HOLIDAYS: LazyLock<Vec<Holiday>> = LazyLock::new(|| {
    include_str!("../../data/calendar/statutory-days.csv").lines().skip(1).filter_map(holiday_of_line).collect()
});

fn holiday_of_line(line: &'static str) -> Option<Holiday> {
    let cells: Vec<&str> = line.split(',').collect();
    let &[from_year, to_year, name, rule, month, day, first_offset, days] = cells.as_slice() else {
        return None;
    };
    Some(Holiday {
        from_year: from_year.parse().ok()?,
        to_year: to_year.parse().ok()?,
        name,
        rule: match rule {
            "solar" => Rule::Solar,
            "lunar" => Rule::Lunar,
            "qingming" => Rule::Qingming,
            _ => return None,
        },
        month: month.parse().ok()?,
        day: day.parse().ok()?,
        first_offset: first_offset.parse().ok()?,
        days: days.parse().ok()?,
    })
}

/// The statutory days of a year with the holiday's name; two holidays on one day are joined by 、.
///
/// Empty before 2000. From 2025 they are 13 days, one less where two fall together.
pub fn statutory_days(year: i32) -> BTreeMap<NaiveDate, String> {
    let mut days: BTreeMap<NaiveDate, String> = BTreeMap::new();
    for holiday in HOLIDAYS.iter().filter(|holiday| (holiday.from_year..=holiday.to_year).contains(&year)) {
        let day = match holiday.rule {
            Rule::Solar => NaiveDate::from_ymd_opt(year, holiday.month, holiday.day),
            Rule::Lunar => lunar_date(year, holiday.month, holiday.day),
            Rule::Qingming => qingming(year),
        };
        let Some(first) = day.and_then(|day| day.checked_add_signed(chrono::TimeDelta::days(holiday.first_offset)))
        else {
            continue;
        };
        for date in (0..holiday.days).filter_map(|offset| first.checked_add_days(Days::new(offset))) {
            days.entry(date)
                .and_modify(|name| {
                    name.push('、');
                    name.push_str(holiday.name);
                })
                .or_insert_with(|| holiday.name.to_owned());
        }
    }
    days
}

static ALL: LazyLock<BTreeMap<NaiveDate, String>> = LazyLock::new(|| (2000..=2100).flat_map(statutory_days).collect());

/// The statutory holiday that falls on a date, if one does; nothing is known outside 2000–2100.
pub fn statutory_name(date: NaiveDate) -> Option<&'static str> {
    ALL.get(&date).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(year: i32) -> Vec<String> {
        statutory_days(year).into_iter().map(|(date, name)| format!("{} {name}", date.format("%m-%d"))).collect()
    }

    #[test]
    fn the_days_of_2027_are_thirteen() {
        let expected = [
            "01-01 元旦",
            "02-05 春节",
            "02-06 春节",
            "02-07 春节",
            "02-08 春节",
            "04-05 清明节",
            "05-01 劳动节",
            "05-02 劳动节",
            "06-09 端午节",
            "09-15 中秋节",
            "10-01 国庆节",
            "10-02 国庆节",
            "10-03 国庆节",
        ];
        assert_eq!(days(2027), expected);
    }

    #[test]
    fn the_rule_of_the_year_holds() {
        assert_eq!(days(2007).len(), 10, "three weeks of three days, and New Year");
        assert_eq!(days(2013).iter().find(|day| day.ends_with("春节")).map(String::as_str), Some("02-09 春节"));
        assert_eq!(days(2014).iter().find(|day| day.ends_with("春节")).map(String::as_str), Some("01-31 春节"));
        assert!(days(2020).contains(&"10-01 中秋节、国庆节".to_owned()));
        assert!(days(1999).is_empty());
    }
}
