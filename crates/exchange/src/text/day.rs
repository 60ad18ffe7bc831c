//! Days as people write them: `2026-05-06`, `2026年5月6日 星期三`, `5月6日（周三）`, `周三 5/6`, `May 6, 2026`.

use chrono::{Datelike as _, NaiveDate};
use rules::written::{number_at, starts_with};

use super::clock::{self, Clocks};
use super::number::chinese_at;
use super::signs;

/// Days before this year or after [`YEAR_MAX`] are slips of the hand.
pub const YEAR_MIN: i32 = 1990;
/// See [`YEAR_MIN`].
pub const YEAR_MAX: i32 = 2100;

/// What a day takes from around it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Around {
    /// The year of days that are written without one.
    pub year: Option<i32>,
    /// The month of days that are written without one.
    pub month: Option<u32>,
}

/// Why a text is no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoDay {
    /// Not a day.
    Unreadable,
    /// No calendar has it.
    Impossible,
    /// It has no year, and nothing says which.
    YearUnknown,
    /// Its year lies too far away.
    Absurd,
    /// It names another weekday than it falls on.
    OtherWeekday,
}

/// The day that `text` says, and nothing else.
///
/// # Errors
/// Where it says none.
pub fn read(text: &str, around: Around) -> Result<NaiveDate, NoDay> {
    if let Some(day) = plain(text.as_bytes()) {
        return day;
    }
    let signs = signs(text).ok_or(NoDay::Unreadable)?;
    let (day, length) = at(&signs, around).ok_or(NoDay::Unreadable)?;
    match signs[length..].iter().all(|sign| *sign == ' ') || is_midnight(&signs[length..]) {
        true => day,
        false => Err(NoDay::Unreadable),
    }
}

/// The day that `text` says, whatever weekday it names: for telling days from other words where the year is not known.
pub fn read_loosely(text: &str, around: Around) -> Option<NaiveDate> {
    let signs = signs(text)?;
    let (day, _, length) = parts_at(&signs, around)?;
    day.ok().filter(|_| signs[length..].iter().all(|sign| *sign == ' '))
}

/// The weekday that `text` says, and nothing else: 0 is Monday.
pub fn weekday(text: &str) -> Option<u32> {
    let signs = signs(text)?;
    weekday_at(&signs).filter(|(_, length)| *length == signs.len()).map(|(weekday, _)| weekday)
}

/// The first day that stands anywhere in `text`.
pub fn first_within(text: &str, around: Around) -> Option<NaiveDate> {
    let signs: Vec<char> = text.chars().take(200).map(rules::written::narrow).collect();
    (0..signs.len())
        .filter(|place| *place == 0 || !signs[place - 1].is_ascii_digit())
        .find_map(|place| at(&signs[place..], around).and_then(|(day, _)| day.ok()))
}

/// A day, and a time where one stands behind it: `5月6日 9:30-10:30`.
///
/// # Errors
/// Where it says no day, or something else behind it.
pub fn read_with_clock(text: &str, around: Around) -> Result<(NaiveDate, Option<Clocks>), NoDay> {
    let signs = signs(text).ok_or(NoDay::Unreadable)?;
    let (day, length) = at(&signs, around).ok_or(NoDay::Unreadable)?;
    with_clock(&signs, day, length)
}

/// The same, whatever weekday it names.
pub fn read_with_clock_loosely(text: &str, around: Around) -> Result<(NaiveDate, Option<Clocks>), NoDay> {
    let signs = signs(text).ok_or(NoDay::Unreadable)?;
    let (day, _, length) = parts_at(&signs, around).ok_or(NoDay::Unreadable)?;
    with_clock(&signs, day, length)
}

fn with_clock(
    signs: &[char],
    day: Result<NaiveDate, NoDay>,
    length: usize,
) -> Result<(NaiveDate, Option<Clocks>), NoDay> {
    let rest: &[char] = &signs[length..];
    let rest = &rest[rest.iter().take_while(|sign| matches!(sign, ' ' | ',' | '，' | '、' | 't')).count()..];
    if rest.is_empty() {
        return Ok((day?, None));
    }
    Ok((day?, Some(clock::read_signs(rest).ok_or(NoDay::Unreadable)?)))
}

/// First and last day of `2026年5月1日-10月7日`, `5月1日至7日`; what the second leaves out is the first's. `None` where the
/// text is not two days.
pub fn read_both(text: &str, around: Around) -> Option<Result<(NaiveDate, NaiveDate), NoDay>> {
    let signs = signs(text)?;
    for (place, sign) in signs.iter().enumerate().skip(1) {
        if !matches!(sign, '-' | '–' | '—' | '~' | '至' | '到') {
            continue;
        }
        let rest = &signs[place + 1..];
        let gap = rest.iter().take_while(|sign| matches!(sign, '-' | '–' | '—' | ' ')).count();
        let first_signs = &signs[..place];
        let Some((first, length)) = at(first_signs, around) else { continue };
        if first_signs[length..].iter().any(|sign| *sign != ' ') {
            continue;
        }
        let first = match first {
            Ok(first) => first,
            Err(why) => return Some(Err(why)),
        };
        let around = Around { year: Some(first.year()), month: Some(first.month()) };
        let rest = &rest[gap..];
        let second = at(rest, around).filter(|(_, length)| rest[*length..].iter().all(|sign| *sign == ' '));
        let Some((second, _)) = second else { continue };
        return Some(second.map(|second| {
            let next_year = second < first && second.year() == first.year();
            (first, if next_year { second.with_year(first.year() + 1).unwrap_or(second) } else { second })
        }));
    }
    None
}

/// Checks a day that a file holds as one.
///
/// # Errors
/// Where its year lies too far away.
pub fn sound(date: NaiveDate) -> Result<NaiveDate, NoDay> {
    if (YEAR_MIN..=YEAR_MAX).contains(&date.year()) { Ok(date) } else { Err(NoDay::Absurd) }
}

/// `2026-05-06`, as most cells have it.
fn plain(bytes: &[u8]) -> Option<Result<NaiveDate, NoDay>> {
    let [a, b, c, d, b'-', e, f, b'-', g, h] = bytes else { return None };
    let mut digits = [0_u32; 8];
    for (place, byte) in [a, b, c, d, e, f, g, h].into_iter().enumerate() {
        digits[place] = u32::from(byte.checked_sub(b'0').filter(|digit| *digit < 10)?);
    }
    let year = digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3];
    Some(whole(i64::from(year), i64::from(digits[4] * 10 + digits[5]), i64::from(digits[6] * 10 + digits[7])))
}

/// Where a program writes a day with its first moment: `2026-05-06 00:00:00`.
fn is_midnight(rest: &[char]) -> bool {
    let rest: String = rest.iter().collect();
    let rest = rest.trim().trim_start_matches('t');
    matches!(rest, "0:00" | "0:00:00" | "00:00" | "00:00:00")
}

/// The day at the beginning of `signs`, and how many of them it takes.
pub(crate) fn at(signs: &[char], around: Around) -> Option<(Result<NaiveDate, NoDay>, usize)> {
    let (day, named, end) = parts_at(signs, around)?;
    let day = day.and_then(|date| match named {
        Some(weekday) if date.weekday().num_days_from_monday() != weekday => Err(NoDay::OtherWeekday),
        _ => Ok(date),
    });
    Some((day, end))
}

/// A day, the weekday before or behind it, and how many signs both take.
type Parts = (Result<NaiveDate, NoDay>, Option<u32>, usize);

fn parts_at(signs: &[char], around: Around) -> Option<Parts> {
    let (before, start) = weekday_at(signs).map_or((None, 0), |(day, length)| (Some(day), length));
    let (day, length) = written_at(&signs[start..], around)?;
    let mut end = start + length;
    let mut named = before;
    if let Some((weekday, length)) = weekday_at(&signs[end..]) {
        (named, end) = (Some(weekday), end + length);
    }
    Some((day, named, end))
}

fn written_at(signs: &[char], around: Around) -> Option<(Result<NaiveDate, NoDay>, usize)> {
    english_at(signs, around)
        .or_else(|| digits_at(signs))
        .or_else(|| with_year_at(signs))
        .or_else(|| without_year_at(signs, around))
}

/// `20260506`.
fn digits_at(signs: &[char]) -> Option<(Result<NaiveDate, NoDay>, usize)> {
    let length = signs.iter().take_while(|sign| sign.is_ascii_digit()).count();
    if length != 8 {
        return None;
    }
    let number: i64 = signs[..8].iter().collect::<String>().parse().ok()?;
    Some((whole(number / 10_000, number / 100 % 100, number % 100), 8))
}

/// `2026年5月6日`, `2026-5-6`, `26.5.6`, `5/6/2026`, `二〇二六年五月六日`.
fn with_year_at(signs: &[char]) -> Option<(Result<NaiveDate, NoDay>, usize)> {
    let (first, at) = any_number_at(signs)?;
    let first_length = at;
    let (mark, at) = mark_at(signs, at)?;
    let (second, second_length) = any_number_at(&signs[at..])?;
    let (next_mark, at) = mark_at(signs, at + second_length)?;
    let same_kind = matches!((mark, next_mark), ('年', '月')) || (mark == next_mark && !matches!(mark, '年' | '月'));
    if !same_kind {
        return None;
    }
    let (third, third_length) = any_number_at(&signs[at..])?;
    let end = at + third_length;
    let word = day_word(&signs[end..]);
    let end = end + word;
    if word == 0 && signs.get(end).is_some_and(char::is_ascii_digit) {
        return None;
    }
    let day = match (first_length, mark, third_length) {
        (4, ..) => whole(first, second, third),
        (2, '年', _) => whole(2000 + first, second, third),
        // Month first, as a spreadsheet set to the United States writes; a first above twelve can only be a day.
        (1..=2, '/' | '-' | '.', 4) if first > 12 => whole(third, second, first),
        (1..=2, '/' | '-' | '.', 4) => whole(third, first, second),
        (1..=2, '/', 2) if first <= 12 && third > 12 => whole(2000 + third, first, second),
        (2, '/' | '-' | '.', 1..=2) => whole(2000 + first, second, third),
        _ => Err(NoDay::Unreadable),
    };
    Some((day, end))
}

/// `5月6日`, `5/6`, `5.6`, `6日`.
fn without_year_at(signs: &[char], around: Around) -> Option<(Result<NaiveDate, NoDay>, usize)> {
    let (first, first_length) = any_number_at(signs)?;
    if first_length > 3 {
        return None;
    }
    if matches!(signs.get(first_length), Some('日' | '号')) {
        let day = around.month.ok_or(NoDay::Unreadable).and_then(|month| placed(i64::from(month), first, around));
        return Some((day, first_length + 1));
    }
    let (mark, at) = mark_at(signs, first_length)?;
    let (second, second_length) = any_number_at(&signs[at..])?;
    let end = at + second_length;
    if mark == '年' || second_length > 3 {
        return None;
    }
    Some((placed(first, second, around), end + day_word(&signs[end..])))
}

/// The length of `日` or `号`, with spaces before it.
fn day_word(signs: &[char]) -> usize {
    let spaces = signs.iter().take_while(|sign| **sign == ' ').count();
    if matches!(signs.get(spaces), Some('日' | '号')) { spaces + 1 } else { 0 }
}

/// `6 may 2026`, `may 6, 2026`, `6-may-26`, `may 6`.
fn english_at(signs: &[char], around: Around) -> Option<(Result<NaiveDate, NoDay>, usize)> {
    let gap = |at: usize| signs[at..].iter().take_while(|sign| matches!(sign, ' ' | '-' | ',' | '.' | '/')).count();
    let of_month = |at: usize| {
        let (day, length) = number_at(&signs[at..])?;
        let ordinal = ["st", "nd", "rd", "th"].iter().find(|word| starts_with(&signs[at + length..], word));
        Some((day, at + length + ordinal.map_or(0, |word| word.len())))
    };
    let (month, day, mut at) = if let Some((month, length)) = month_at(signs) {
        let start = length + gap(length);
        let (day, end) = of_month(start)?;
        (month, day, end)
    } else {
        let (day, end) = of_month(0)?;
        let start = end + gap(end);
        let (month, length) = month_at(&signs[start..])?;
        (month, day, start + length)
    };
    let start = at + gap(at);
    let year = number_at(&signs[start..])
        .filter(|(_, length)| matches!(length, 2 | 4) && signs.get(start + length) != Some(&':'));
    if let Some((year, length)) = year {
        at = start + length;
        return Some((whole(if length == 2 { 2000 + year } else { year }, month, day), at));
    }
    Some((placed(month, day, around), at))
}

fn month_at(signs: &[char]) -> Option<(i64, usize)> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let letters: String = signs.iter().take_while(|sign| sign.is_ascii_lowercase()).collect();
    if letters.len() < 3 {
        return None;
    }
    let place =
        MONTHS.iter().position(|month| month.starts_with(&letters) || (letters == "sept" && *month == "september"))?;
    Some((i64::try_from(place).ok()? + 1, letters.len()))
}

/// A number in digits or in Chinese.
fn any_number_at(signs: &[char]) -> Option<(i64, usize)> {
    number_at(signs).or_else(|| chinese_at(signs))
}

/// What parts the numbers of a day, and the place after it, spaces included.
fn mark_at(signs: &[char], at: usize) -> Option<(char, usize)> {
    let spaces = |at: usize| signs[at.min(signs.len())..].iter().take_while(|sign| **sign == ' ').count();
    let place = at + spaces(at);
    let mark = match signs.get(place)? {
        mark @ ('年' | '月' | '-' | '/' | '.') => *mark,
        '—' | '–' | '−' => '-',
        '\\' => '/',
        '·' | '。' => '.',
        _ => return None,
    };
    Some((mark, place + 1 + spaces(place + 1)))
}

/// `周三`, `(周三)`, `星期三`, `wed`, with spaces and commas around: 0 is Monday.
fn weekday_at(signs: &[char]) -> Option<(u32, usize)> {
    const ENGLISH: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let gap = |at: usize| {
        signs[at.min(signs.len())..]
            .iter()
            .take_while(|sign| matches!(sign, ' ' | ',' | '(' | ')' | '[' | ']' | '/' | '、' | '【' | '】'))
            .count()
    };
    let start = gap(0);
    let rest = &signs[start..];
    let found = ["周", "星期", "礼拜"].iter().find(|word| starts_with(rest, word)).and_then(|word| {
        let length = word.chars().count();
        let place = "一二三四五六日".chars().position(|day| rest.get(length) == Some(&day));
        let place = place.or(if rest.get(length) == Some(&'天') { Some(6) } else { None })?;
        Some((place, length + 1))
    });
    let found = found.or_else(|| {
        let letters: String = rest.iter().take_while(|sign| sign.is_ascii_lowercase()).collect();
        let place = ENGLISH.iter().position(|day| letters.starts_with(day))?;
        let whole = letters.len() == 3
            || letters.ends_with("day")
            || letters == "tues"
            || letters == "thur"
            || letters == "thurs";
        whole.then_some((place, letters.len()))
    });
    let (place, length) = found?;
    Some((u32::try_from(place).ok()?, start + length + gap(start + length)))
}

fn placed(month: i64, day: i64, around: Around) -> Result<NaiveDate, NoDay> {
    match around.year {
        Some(year) => whole(i64::from(year), month, day),
        // 29 February may exist in the year that nobody wrote.
        None if whole(2024, month, day).is_err() => Err(NoDay::Impossible),
        None => Err(NoDay::YearUnknown),
    }
}

fn whole(year: i64, month: i64, day: i64) -> Result<NaiveDate, NoDay> {
    let part = |number: i64| u32::try_from(number).map_err(|_| NoDay::Impossible);
    let year = i32::try_from(year).map_err(|_| NoDay::Absurd)?;
    let date = NaiveDate::from_ymd_opt(year, part(month)?, part(day)?).ok_or(NoDay::Impossible)?;
    sound(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    const AROUND: Around = Around { year: Some(2026), month: Some(5) };

    #[test]
    fn days_are_read_as_people_write_them() {
        let day = NaiveDate::from_ymd_opt(2026, 5, 6).unwrap();
        for text in [
            "2026-05-06",
            "2026/5/6",
            "2026.5.6",
            "2026．５．６",
            "20260506",
            "2026年5月6日",
            "2026年05月06日",
            "2026 年 5 月 6 日",
            "5月6日",
            "5月6号",
            "5/6",
            "5.6",
            "5-6",
            "6日",
            "6号",
            "５月６日",
            "5月6日（周三）",
            "5月6日(星期三)",
            "周三 5/6",
            "星期三5月6日",
            "2026年5月6日 星期三",
            "2026-05-06 00:00:00",
            "6 May 2026",
            "May 6, 2026",
            "6-May-26",
            "May 6",
            "Wed 6 May",
            "Wednesday, May 6, 2026",
            "26-5-6",
            "26.05.06",
            "26年5月6日",
            "5/6/2026",
            "5/6/26",
            "二〇二六年五月六日",
            "五月六日",
            "2026—05—06",
            "2026。5。6",
            " 2026-05-06 ",
        ] {
            assert_eq!(read(text, AROUND), Ok(day), "{text}");
        }
    }

    #[test]
    fn what_is_no_day_says_why() {
        for (text, why) in [
            ("2026-02-30", NoDay::Impossible),
            ("2026/13/1", NoDay::Impossible),
            ("6月31日", NoDay::Impossible),
            ("20260431", NoDay::Impossible),
            ("5月7日（周三）", NoDay::OtherWeekday),
            ("1926-05-06", NoDay::Absurd),
            ("2206-05-06", NoDay::Absurd),
            ("", NoDay::Unreadable),
            ("待定", NoDay::Unreadable),
            ("5月", NoDay::Unreadable),
            ("五一", NoDay::Unreadable),
            ("2026", NoDay::Unreadable),
            ("5月6日-8日", NoDay::Unreadable),
            ("5月6日上午", NoDay::Unreadable),
            ("2026-05", NoDay::Unreadable),
            ("May", NoDay::Unreadable),
            ("下周三", NoDay::Unreadable),
            ("2026-05-06 9:30", NoDay::Unreadable),
            ("13812345678", NoDay::Unreadable),
        ] {
            assert_eq!(read(text, AROUND), Err(why), "{text}");
        }
        assert_eq!(read("5月6日", Around::default()), Err(NoDay::YearUnknown));
        assert_eq!(read("2月30日", Around::default()), Err(NoDay::Impossible));
        assert_eq!(read("6日", Around { year: Some(2026), month: None }), Err(NoDay::Unreadable));
    }

    #[test]
    fn two_days_are_read_with_what_the_second_leaves_out() {
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
        for (text, first, last) in [
            ("2026年5月1日-10月7日", day(2026, 5, 1), day(2026, 10, 7)),
            ("2026.5.1-2026.10.7", day(2026, 5, 1), day(2026, 10, 7)),
            ("2026-05-01至2026-10-07", day(2026, 5, 1), day(2026, 10, 7)),
            ("2026-05-01 - 2026-10-07", day(2026, 5, 1), day(2026, 10, 7)),
            ("5月1日—7日", day(2026, 5, 1), day(2026, 5, 7)),
            ("11月1日~2月28日", day(2026, 11, 1), day(2027, 2, 28)),
        ] {
            assert_eq!(read_both(text, AROUND), Some(Ok((first, last))), "{text}");
        }
        assert_eq!(read_both("2026-05-01", AROUND), None);
        assert_eq!(read_both("2026年2月30日-3月7日", AROUND), Some(Err(NoDay::Impossible)));
    }

    #[test]
    fn a_time_may_stand_behind_a_day() {
        let day = NaiveDate::from_ymd_opt(2026, 5, 6).unwrap();
        for (text, clocks) in [
            ("5月6日 9:30-10:30", Some((570, Some(630)))),
            ("2026年5月6日9:30-10:30", Some((570, Some(630)))),
            ("2026-05-06 09:30", Some((570, None))),
            ("2026/5/6 9:30:00", Some((570, None))),
            ("5月6日（周三）下午2点半", Some((870, None))),
            ("May 6, 2026 2:30 PM", Some((870, None))),
            ("5月6日", None),
        ] {
            let clocks = clocks.map(|(starts, ends)| Clocks { starts, ends });
            assert_eq!(read_with_clock(text, AROUND), Ok((day, clocks)), "{text}");
        }
        assert_eq!(read_with_clock("5月6日 儿童厅", AROUND), Err(NoDay::Unreadable));
    }
}
