//! Dates as notices write them: 2026年1月1日, 1月1日, 1日, 二〇二六年一月一日.

use chrono::{Datelike as _, NaiveDate};

use super::text::Glyph;

/// A date as it is written; what is left out follows from what stands around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Written {
    /// The year, where it is written.
    pub(super) year: Option<i32>,
    /// The month, where it is written.
    pub(super) month: Option<u32>,
    /// The day of the month.
    pub(super) day: u32,
}

impl Written {
    /// The date, where nothing is left out and the calendar has it.
    pub(super) fn whole(self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.year?, self.month?, self.day)
    }
}

fn sign(glyphs: &[Glyph], place: usize) -> Option<char> {
    glyphs.get(place).map(|glyph| glyph.sign)
}

fn chinese_digit(sign: char) -> Option<i64> {
    "零一二三四五六七八九".chars().position(|digit| digit == sign).and_then(|place| i64::try_from(place).ok())
}

/// A number in digits or in Chinese at `place`: its value and its length.
pub(super) fn number_at(glyphs: &[Glyph], place: usize) -> Option<(i64, usize)> {
    let digits: String =
        glyphs[place.min(glyphs.len())..].iter().map(|glyph| glyph.sign).take_while(char::is_ascii_digit).collect();
    if !digits.is_empty() {
        return digits.parse().ok().map(|value| (value, digits.len()));
    }
    let mut signs: Vec<char> = glyphs[place.min(glyphs.len())..]
        .iter()
        .map(|glyph| glyph.sign)
        .take_while(|sign| chinese_digit(*sign).is_some() || *sign == '十')
        .collect();
    signs.truncate(6);
    if signs.is_empty() {
        return None;
    }
    let value = match signs.iter().position(|sign| *sign == '十') {
        // 二〇二六
        None => signs.iter().try_fold(0_i64, |value, sign| Some(value * 10 + chinese_digit(*sign)?)),
        // 十, 十一, 二十, 二十三
        Some(ten) => {
            let tens = if ten == 0 { Some(1) } else { chinese_digit(signs[ten - 1]).filter(|_| ten == 1) };
            let ones = match signs.len() - ten {
                1 => Some(0),
                2 => chinese_digit(signs[ten + 1]),
                _ => None,
            };
            tens.zip(ones).map(|(tens, ones)| tens * 10 + ones)
        }
    }?;
    Some((value, signs.len()))
}

/// A number followed by one of `units`: its value and the length of both.
fn unit_at(glyphs: &[Glyph], place: usize, units: &str) -> Option<(i64, usize)> {
    let (value, length) = number_at(glyphs, place)?;
    sign(glyphs, place + length).filter(|sign| units.contains(*sign)).map(|_| (value, length + 1))
}

/// A date at `place` and its length. A day may stand without its month, and without 日 where a
/// range goes on from it (`1月1至3日`).
pub(super) fn date_at(glyphs: &[Glyph], place: usize) -> Option<(Written, usize)> {
    // 12号 alone is a document's number, 5月1号 is a day.
    date_with(glyphs, place, "日")
}

/// A date that ends a range: 3号 alone is a day here.
pub(super) fn range_end_at(glyphs: &[Glyph]) -> Option<(Written, usize)> {
    date_with(glyphs, 0, "日号")
}

fn date_with(glyphs: &[Glyph], place: usize, day_alone: &str) -> Option<(Written, usize)> {
    let mut length = 0;
    let year = unit_at(glyphs, place, "年").filter(|(year, _)| (1900..2200).contains(year));
    length += year.map_or(0, |(_, length)| length);
    let month = unit_at(glyphs, place + length, "月");
    length += month.map_or(0, |(_, length)| length);
    if year.is_some() && month.is_none() {
        return None;
    }
    let day = match unit_at(glyphs, place + length, if month.is_some() { "日号" } else { day_alone }) {
        Some(day) => day,
        None => {
            month?;
            let (value, digits) = number_at(glyphs, place + length)?;
            (sign(glyphs, place + length + digits) == Some('至')).then_some((value, digits))?
        }
    };
    length += day.1;
    let written = Written {
        year: year.and_then(|(year, _)| i32::try_from(year).ok()),
        month: month.and_then(|(month, _)| u32::try_from(month).ok()),
        day: u32::try_from(day.0).unwrap_or(u32::MAX),
    };
    Some((written, length))
}

/// The weekday named in `text`, 1 (Monday) to 7 (Sunday): 星期六, 周六, 礼拜天.
pub(super) fn weekday_in(text: &[Glyph]) -> Option<u32> {
    let signs: Vec<char> = text.iter().map(|glyph| glyph.sign).collect();
    let name = |place: usize| {
        signs.get(place).and_then(|sign| match sign {
            '天' => Some(7),
            '日' => Some(7),
            sign => {
                "一二三四五六".chars().position(|name| name == *sign).and_then(|place| u32::try_from(place + 1).ok())
            }
        })
    };
    (0..signs.len()).find_map(|place| match signs[place] {
        '周' => name(place + 1),
        '期' if place > 0 && signs[place - 1] == '星' => name(place + 1),
        '拜' if place > 0 && signs[place - 1] == '礼' => name(place + 1),
        _ => None,
    })
}

/// The year a text arranges: the one before 部分节假日, 放假 or 假期; else the last year among its dates.
pub(super) fn year_of(glyphs: &[Glyph]) -> Option<i32> {
    let mut latest = None;
    let mut place = 0;
    while place < glyphs.len() {
        let Some((year, length)) = unit_at(glyphs, place, "年").filter(|(year, _)| (1900..2200).contains(year)) else {
            place += number_at(glyphs, place).map_or(1, |(_, length)| length);
            continue;
        };
        let after = &glyphs[place + length..];
        let dated = number_at(after, 0).is_some();
        let words: String =
            after.iter().map(|glyph| glyph.sign).take(40).take_while(|sign| !"。;".contains(*sign)).collect();
        if !dated && ["节假日", "放假", "假期"].iter().any(|word| words.contains(word)) {
            return i32::try_from(year).ok();
        }
        if dated {
            latest = latest.max(i32::try_from(year).ok());
        }
        place += length;
    }
    latest
}

/// Puts written dates into their years and months.
#[derive(Debug)]
pub(super) struct Placer {
    notice_year: i32,
    /// The first date of the item: others lie within half a year of it.
    anchor: Option<NaiveDate>,
    last: Option<NaiveDate>,
}

impl Placer {
    /// For the dates of one item of the notice of `notice_year`.
    pub(super) fn new(notice_year: i32) -> Placer {
        Placer { notice_year, anchor: None, last: None }
    }

    /// Whether a date has been placed: a day alone can go on from it.
    pub(super) fn has_placed(&self) -> bool {
        self.last.is_some()
    }

    /// The date that is meant; `None` where no calendar has it.
    pub(super) fn place(&mut self, written: Written) -> Option<NaiveDate> {
        let month = written.month.or_else(|| self.last.map(|last| last.month()))?;
        let candidate = |year: i32| NaiveDate::from_ymd_opt(year, month, written.day);
        let date = match (written.year, written.month, self.anchor) {
            (Some(year), _, _) => candidate(year),
            // A day alone goes on in the month and year before it.
            (None, None, _) => candidate(self.last?.year()),
            // A notice arranges its year; a December in it is the one before.
            (None, Some(12), None) => candidate(self.notice_year - 1),
            (None, Some(_), None) => candidate(self.notice_year),
            (None, Some(_), Some(anchor)) => (-1..=1)
                .filter_map(|offset| candidate(self.notice_year + offset))
                .min_by_key(|date| date.signed_duration_since(anchor).num_days().abs()),
        }?;
        self.anchor.get_or_insert(date);
        self.last = Some(date);
        Some(date)
    }
}
