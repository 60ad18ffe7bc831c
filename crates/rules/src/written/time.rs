//! The time as people write it, in a line or in a cell: a start, perhaps an end, perhaps a length.

use super::{number_at, starts_with};

/// A start and perhaps an end, in minutes of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    /// The start, as written: see `afternoon`.
    pub starts: i64,
    /// The end, where one is written; 1440 is midnight at its end.
    pub ends: Option<i64>,
    /// Whether the line says afternoon or evening of a twelve-hour time.
    pub afternoon: bool,
}

impl Times {
    /// Start and end on the twenty-four-hour clock, nothing guessed: an afternoon that is said holds for both
    /// ("下午2点-3点"), one that is not said is none.
    pub fn on_the_clock(self) -> (i64, Option<i64>) {
        let later = |minute: i64| if self.afternoon && minute < 720 { minute + 720 } else { minute };
        (later(self.starts), self.ends.map(later))
    }
}

/// The time that stands at the beginning of `rest`, and its length in characters.
pub fn at(rest: &[char]) -> Option<(Times, usize)> {
    let (afternoon, mut length) = half_at(rest);
    let marked = length > 0;
    let (starts, clock_length) = clock_at(&rest[length..], marked)?;
    length += clock_length;
    let (starts, suffix_length) = with_suffix(starts, &rest[length..]);
    length += suffix_length;
    let (ends, end_length) = end_at(&rest[length..]).map_or((None, 0), |(ends, length)| (Some(ends), length));
    Some((Times { starts, ends, afternoon }, length + end_length))
}

/// "上午", "下午", "晚上", with the spaces after them.
fn half_at(rest: &[char]) -> (bool, usize) {
    for (word, afternoon) in [
        ("上午", false),
        ("早上", false),
        ("早晨", false),
        ("中午", false),
        ("下午", true),
        ("晚上", true),
        ("傍晚", true),
    ] {
        if starts_with(rest, word) {
            let spaces = rest[2..].iter().take_while(|character| **character == ' ').count();
            return (afternoon, 2 + spaces);
        }
    }
    (false, 0)
}

/// "–11:00", "到4点半".
fn end_at(rest: &[char]) -> Option<(i64, usize)> {
    let mark = rest.iter().take_while(|character| **character == ' ').count();
    if !rest.get(mark).is_some_and(|next| is_until(*next)) {
        return None;
    }
    // A Chinese dash is two signs long.
    let mark = mark + usize::from(rest.get(mark + 1).is_some_and(|next| is_until(*next)));
    let spaces = rest[mark + 1..].iter().take_while(|character| **character == ' ').count();
    let (half, half_length) = half_at(&rest[mark + 1 + spaces..]);
    let start = mark + 1 + spaces + half_length;
    let (ends, length) = midnight_at(&rest[start..]).or_else(|| clock_at(&rest[start..], true))?;
    let ends = if half && ends < 720 { ends + 720 } else { ends };
    let (ends, suffix_length) = with_suffix(ends, &rest[start + length..]);
    Some((ends, start + length + suffix_length))
}

fn is_until(character: char) -> bool {
    matches!(character, '-' | '–' | '—' | '―' | '−' | '~' | '～' | '∼' | '到' | '至')
}

/// "24:00" and "24点": midnight as an end.
fn midnight_at(rest: &[char]) -> Option<(i64, usize)> {
    ["24:00", "24点", "24时"]
        .iter()
        .find(|word| starts_with(rest, word))
        .map(|word| (crate::time::DAY_MINUTES, word.chars().count()))
}

/// A time with "pm" or "am" behind it.
fn with_suffix(minute: i64, rest: &[char]) -> (i64, usize) {
    let spaces = rest.iter().take_while(|character| **character == ' ').count();
    for (word, afternoon) in [("p.m.", true), ("pm", true), ("a.m.", false), ("am", false)] {
        if starts_with(&rest[spaces..], word) {
            let minute = match (afternoon, minute) {
                (true, 0..720) => minute + 720,
                (false, 720..780) => minute - 720,
                _ => minute,
            };
            return (minute, spaces + word.chars().count());
        }
    }
    (minute, 0)
}

/// "10点", "10点半", "10点15", "10:30", "1030"; bare digits only as four of them or after a mark.
fn clock_at(rest: &[char], marked: bool) -> Option<(i64, usize)> {
    let (number, length) = number_at(rest)?;
    match rest.get(length) {
        Some(':') if length <= 2 => {
            let (minutes, minute_length) = number_at(&rest[length + 1..])?;
            (minute_length == 2).then_some(())?;
            let end = length + 1 + minute_length;
            // Seconds are written by programs and mean nothing.
            let seconds = match (rest.get(end), rest.get(end + 1..).and_then(number_at)) {
                (Some(':'), Some((seconds, 2))) if seconds < 60 => 3,
                _ => 0,
            };
            Some((clock(number, minutes)?, end + seconds))
        }
        Some('点' | '时') if length <= 2 => {
            let after = length + 1;
            if rest.get(after) == Some(&'半') {
                return Some((clock(number, 30)?, after + 1));
            }
            if rest.get(after) == Some(&'整') {
                return Some((clock(number, 0)?, after + 1));
            }
            // "10点15分" and "10点15", but not the 30 of "10点30人".
            if let Some((minutes, minute_length)) = number_at(&rest[after..]) {
                let end = after + minute_length;
                let unit = rest.get(end);
                if unit == Some(&'分') && rest.get(end + 1) != Some(&'钟') {
                    return Some((clock(number, minutes)?, end + 1));
                }
                let stands_alone = unit.is_none_or(|next| *next == ' ' || is_until(*next));
                if minute_length == 2 && stands_alone {
                    return Some((clock(number, minutes)?, end));
                }
            }
            Some((clock(number, 0)?, after))
        }
        next if length == 4 || (length == 3 && marked) => {
            let followed = next.is_some_and(|next| matches!(next, '人' | '名' | '位' | '年' | '/'));
            if followed { None } else { Some((clock(number / 100, number % 100)?, length)) }
        }
        _ => None,
    }
}

/// Minutes of the day; 24:00 is no start.
fn clock(hours: i64, minutes: i64) -> Option<i64> {
    ((0..24).contains(&hours) && (0..60).contains(&minutes)).then_some(hours * 60 + minutes)
}

/// "45分钟", "45分", "1小时", "1.5小时", "半小时", "90 min".
pub fn length_at(rest: &[char]) -> Option<(i64, usize)> {
    if starts_with(rest, "半小时") {
        return Some((30, 3));
    }
    if starts_with(rest, "半个小时") {
        return Some((30, 4));
    }
    let (whole, mut length) = number_at(rest)?;
    let mut tenths = 0;
    if rest.get(length) == Some(&'.') {
        let (decimal, decimal_length) = number_at(&rest[length + 1..])?;
        (decimal_length == 1).then_some(())?;
        tenths = decimal;
        length += 2;
    }
    while rest.get(length) == Some(&' ') {
        length += 1;
    }
    for (unit, minutes) in [
        ("个小时", 60),
        ("小时", 60),
        ("hours", 60),
        ("hour", 60),
        ("h", 60),
        ("分钟", 1),
        ("分", 1),
        ("minutes", 1),
        ("min", 1),
    ] {
        if starts_with(&rest[length..], unit) {
            let total = whole.checked_mul(minutes)? + tenths * minutes / 10;
            return (1..=2_880).contains(&total).then_some((total, length + unit.chars().count()));
        }
    }
    None
}
