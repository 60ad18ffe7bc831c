//! The day in a quick-add line: a word, a weekday, a date.

use chrono::{Datelike as _, Days, Months, NaiveDate};

use crate::time::week_start;
use crate::written::{number_at, starts_with};

const WORDS: &[(&str, u64)] =
    &[("大后天", 3), ("后天", 2), ("明天", 1), ("明日", 1), ("今天", 0), ("今日", 0), ("tomorrow", 1), ("today", 0)];

const WEEKDAYS: &[(&str, u64)] =
    &[("一", 0), ("二", 1), ("三", 2), ("四", 3), ("五", 4), ("六", 5), ("日", 6), ("天", 6), ("末", 5)];

const ENGLISH: &[(&str, u64)] = &[
    ("monday", 0),
    ("mon", 0),
    ("tuesday", 1),
    ("tue", 1),
    ("wednesday", 2),
    ("wed", 2),
    ("thursday", 3),
    ("thu", 3),
    ("friday", 4),
    ("fri", 4),
    ("saturday", 5),
    ("sat", 5),
    ("sunday", 6),
    ("sun", 6),
];

/// The day that stands at the beginning of `rest`, and its length in characters.
pub(super) fn at(rest: &[char], today: NaiveDate) -> Option<(NaiveDate, usize)> {
    word(rest, today).or_else(|| weekday(rest, today)).or_else(|| date(rest, today))
}

fn word(rest: &[char], today: NaiveDate) -> Option<(NaiveDate, usize)> {
    let (word, days) = WORDS.iter().find(|(word, _)| starts_with(rest, word))?;
    Some((today.checked_add_days(Days::new(*days))?, word.chars().count()))
}

/// "周三" is the coming one, today included; "下周三" that of the next week, "本周三" that of this one.
fn weekday(rest: &[char], today: NaiveDate) -> Option<(NaiveDate, usize)> {
    let mut at = 0;
    let mut weeks: Option<u64> = None;
    for (word, count) in [("下下", 2), ("下", 1), ("本", 0), ("这", 0), ("next ", 1)] {
        if starts_with(rest, word) {
            (at, weeks) = (word.chars().count(), Some(count));
            break;
        }
    }
    if rest.get(at) == Some(&'个') {
        at += 1;
    }
    let (day, length) = weekday_word(&rest[at..])?;
    let monday = week_start(today);
    let named = match weeks {
        Some(weeks) => monday.checked_add_days(Days::new(weeks * 7 + day))?,
        None => {
            let this_week = monday.checked_add_days(Days::new(day))?;
            if this_week < today { this_week.checked_add_days(Days::new(7))? } else { this_week }
        }
    };
    Some((named, at + length))
}

fn weekday_word(rest: &[char]) -> Option<(u64, usize)> {
    for prefix in ["周", "星期", "礼拜"] {
        if starts_with(rest, prefix) {
            let length = prefix.chars().count();
            let (word, day) = WEEKDAYS.iter().find(|(word, _)| starts_with(&rest[length..], word))?;
            return Some((*day, length + word.chars().count()));
        }
    }
    let (word, day) = ENGLISH.iter().find(|(word, _)| starts_with(rest, word))?;
    Some((*day, word.chars().count()))
}

/// "2026-05-06", "2026年5月6日", "5月6日", "5/6", "6号": without a year the coming one.
fn date(rest: &[char], today: NaiveDate) -> Option<(NaiveDate, usize)> {
    let (first, first_length) = number_at(rest)?;
    let after = |at: usize| rest.get(at).copied();
    match after(first_length) {
        Some('年' | '-' | '/' | '.') if first_length == 4 => {
            let (month, month_length) = number_at(&rest[first_length + 1..])?;
            let month_end = first_length + 1 + month_length;
            if !matches!(after(month_end), Some('月' | '-' | '/' | '.')) {
                return None;
            }
            let (day, day_length) = number_at(&rest[month_end + 1..])?;
            let end = month_end + 1 + day_length;
            Some((exact(first, month, day)?, end + usize::from(matches!(after(end), Some('日' | '号')))))
        }
        Some(mark @ ('月' | '/')) if first_length <= 2 => {
            let (day, day_length) = number_at(&rest[first_length + 1..])?;
            let end = first_length + 1 + day_length;
            let unit = usize::from(matches!(after(end), Some('日' | '号')));
            // "3/4" alone could be a class; with 月 it is a date.
            if mark == '/' && day_length > 2 {
                return None;
            }
            Some((coming(first, day, today)?, end + unit))
        }
        Some('号' | '日') if first_length <= 2 => Some((coming_day(first, today)?, first_length + 1)),
        _ => None,
    }
}

fn exact(year: i64, month: i64, day: i64) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
}

/// A month and a day in the year whose date is not long past: up to 60 days back is this year still.
fn coming(month: i64, day: i64, today: NaiveDate) -> Option<NaiveDate> {
    let this_year = exact(i64::from(today.year()), month, day);
    match this_year {
        Some(date) if date.checked_add_days(Days::new(60))? >= today => Some(date),
        _ => exact(i64::from(today.year()) + 1, month, day).or(this_year),
    }
}

fn coming_day(day: i64, today: NaiveDate) -> Option<NaiveDate> {
    let wanted = u32::try_from(day).ok()?;
    (0..3)
        .filter_map(|months| today.with_day(1)?.checked_add_months(Months::new(months))?.with_day(wanted))
        .find(|date| *date >= today)
}
