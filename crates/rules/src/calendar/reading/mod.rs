//! Reads the text of a State Council notice into days, for review. Nothing is saved.
//!
//! The reader knows the wording of these notices, not the notices: a holiday's item, dates and
//! ranges, 放假, 调休, 补休, 上班, 公休日调至, and what a sentence says of its own dates (weekday names,
//! 共N天), which is checked. What it cannot make sense of becomes a finding with its line.

mod clauses;
mod dates;
mod text;

use std::collections::BTreeMap;

use chrono::{Datelike as _, Days, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::notice::{NoticeBook, NoticeDay};
use super::statutory::{statutory_days, statutory_name};
use crate::session::codes;
use text::{Glyph, Item, Sheet};

codes! {
    /// What is wrong, or doubtful, in a notice's text.
    pub enum NoticeFindingCode {
        /// No year is named: no date can be placed.
        YearMissing = "year_missing",
        /// No day was found.
        NoDays = "no_days",
        /// The weekday that stands beside a date is not that date's.
        WeekdayWrong = "weekday_wrong",
        /// The number of days said is not the number named.
        CountWrong = "count_wrong",
        /// No calendar has this date.
        DateImpossible = "date_impossible",
        /// A range ends before it starts, or is longer than a month.
        RangeImpossible = "range_impossible",
        /// One day is named off and working.
        NamedTwice = "named_twice",
        /// A Monday to Friday is named a make-up workday.
        MakeupOnWeekday = "makeup_on_weekday",
        /// A sentence with dates that says nothing the reader knows.
        NotUnderstood = "not_understood",
        /// A holiday is extended, and no earlier notice says since when it lasts.
        ExtensionStartUnknown = "extension_start_unknown",
        /// A notice of a whole year lacks a holiday.
        HolidayMissing = "holiday_missing",
        /// A notice of a whole year does not name a statutory day off.
        StatutoryDayNotOff = "statutory_day_not_off",
    }
}

/// Something to look at before a notice is saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct NoticeFinding {
    /// What it is.
    pub code: NoticeFindingCode,
    /// The line of the text, from 1; 0 where it is about the whole.
    pub line: u32,
    /// The words it is about.
    pub words: String,
    /// The date it is about.
    pub date: Option<NaiveDate>,
    /// What the text says: a weekday 1 to 7, or a number of days.
    pub said: Option<i64>,
    /// What is so.
    pub found: Option<i64>,
}

codes! {
    /// How a text stands to the notice before it.
    pub enum ReadingScope {
        /// It arranges a whole year.
        Year = "year",
        /// It says some holidays anew, the others stay.
        Holidays = "holidays",
        /// It lengthens a holiday, what was named stays.
        Extension = "extension",
    }
}

/// What a notice's text says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct NoticeReading {
    /// The year it arranges; empty where it names none.
    pub year: Option<i32>,
    /// Every day it names, each once, in order.
    pub days: Vec<NoticeDay>,
    /// What to look at.
    pub findings: Vec<NoticeFinding>,
    /// Its title.
    pub title: Option<String>,
    /// Its number, as 国办发明电〔2024〕12号.
    pub number: Option<String>,
    /// The day under it.
    pub issued: Option<NaiveDate>,
    /// How it stands to the notice before it.
    pub scope: ReadingScope,
}

/// What a reader may know beyond the text.
#[derive(Debug, Clone, Copy)]
pub struct ReadingContext<'c> {
    /// The year of a text that names none, as a single sentence.
    pub year: Option<i32>,
    /// The notices there are: an extension goes on from one of them.
    pub notices: &'c NoticeBook,
}

/// Reads a notice's text, knowing the built-in notices.
pub fn read_notice(text: &str) -> NoticeReading {
    read_notice_with(text, ReadingContext { year: None, notices: &NoticeBook::default() })
}

/// Reads a notice's text.
pub fn read_notice_with(text: &str, context: ReadingContext<'_>) -> NoticeReading {
    let sheet = Sheet::of(text);
    let year = dates::year_of(&sheet.glyphs()).or(context.year);
    let title = sheet.title();
    let mut reading = NoticeReading {
        year,
        days: Vec::new(),
        findings: Vec::new(),
        number: sheet.number(),
        issued: sheet.issued(),
        scope: scope(&sheet, title.as_deref()),
        title,
    };
    let Some(year) = year else {
        reading.findings.push(whole(NoticeFindingCode::YearMissing, ""));
        return reading;
    };
    let subject = sheet.subject(reading.title.as_deref());
    let mut days = Collected::default();
    for item in sheet.items() {
        let read = clauses::read_item(&item, year, context.notices);
        days.take(&item, read, subject.as_deref(), &mut reading.findings);
    }
    reading.days = days.named.into_values().collect();
    if reading.days.is_empty() {
        reading.findings.push(whole(NoticeFindingCode::NoDays, ""));
    } else if reading.scope == ReadingScope::Year {
        check_whole_year(year, &mut reading);
    }
    reading
}

/// A finding about the whole text.
fn whole(code: NoticeFindingCode, words: &str) -> NoticeFinding {
    NoticeFinding { code, line: 0, words: words.to_owned(), date: None, said: None, found: None }
}

/// A finding about a stretch of the text.
fn at(code: NoticeFindingCode, glyphs: &[Glyph]) -> NoticeFinding {
    let words: String = glyphs.iter().map(|glyph| glyph.shown).take(80).collect();
    let line = glyphs.first().map_or(0, |glyph| glyph.line);
    NoticeFinding { code, line, words, date: None, said: None, found: None }
}

fn scope(sheet: &Sheet, title: Option<&str>) -> ReadingScope {
    let text: String = sheet.glyphs().iter().map(|glyph| glyph.sign).collect();
    let headed = sheet.items().iter().filter(|item| item.name.is_some()).count();
    if title.unwrap_or(&text).contains("部分节假日安排") || headed >= 5 {
        ReadingScope::Year
    } else if text.contains("延长") && text.contains("假期至") {
        ReadingScope::Extension
    } else {
        ReadingScope::Holidays
    }
}

/// The days of all items so far.
#[derive(Default)]
struct Collected {
    named: BTreeMap<NaiveDate, NoticeDay>,
    /// The name of the item before, for a sentence that stands without a head of its own.
    last_name: Option<String>,
}

impl Collected {
    fn take(
        &mut self,
        item: &Item,
        read: clauses::ItemReading,
        subject: Option<&str>,
        findings: &mut Vec<NoticeFinding>,
    ) {
        findings.extend(read.findings);
        let (off, work) = (read.off, read.work);
        if off.is_empty() && work.is_empty() {
            return;
        }
        let name = item
            .name
            .clone()
            .or_else(|| statutory_names(&off))
            .or_else(|| subject.map(str::to_owned))
            .or_else(|| self.last_name.clone())
            .unwrap_or_default();
        self.last_name = Some(name.clone());
        let marks = off.iter().map(|date| (*date, true)).chain(work.iter().map(|date| (*date, false)));
        for (date, off) in marks {
            match self.named.get(&date) {
                Some(earlier) if earlier.off != off => {
                    let place = at(NoticeFindingCode::NamedTwice, &item.glyphs);
                    findings.push(NoticeFinding { date: Some(date), ..place });
                }
                Some(_) => {}
                None => {
                    self.named.insert(date, NoticeDay { date, off, name: name.clone() });
                }
            }
        }
    }
}

/// The statutory holidays among these days, joined by 、.
fn statutory_names(off: &[NaiveDate]) -> Option<String> {
    let mut names: Vec<&str> = Vec::new();
    let mut sorted = off.to_vec();
    sorted.sort();
    for name in sorted.iter().filter_map(|date| statutory_name(*date)).flat_map(|names| names.split('、')) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    (!names.is_empty()).then(|| names.join("、"))
}

/// A notice of a whole year names every statutory day off; what it lacks was probably cut off in copying.
fn check_whole_year(year: i32, reading: &mut NoticeReading) {
    let off = |date: &NaiveDate| reading.days.iter().any(|day| day.off && day.date == *date);
    let mut missing: Vec<NoticeFinding> = Vec::new();
    let statutory = statutory_days(year);
    let mut names: Vec<&str> = statutory.values().flat_map(|names| names.split('、')).collect();
    names.dedup();
    for name in names {
        let days: Vec<&NaiveDate> = statutory
            .iter()
            .filter(|(_, names)| names.split('、').any(|one| one == name))
            .map(|(day, _)| day)
            .collect();
        if !days.iter().any(|date| off(date)) {
            if !missing.iter().any(|finding| finding.words == name) {
                missing.push(whole(NoticeFindingCode::HolidayMissing, name));
            }
            continue;
        }
        // A statutory day on a weekend may rest on another day instead, as notices before 2014 did.
        let weekend = |date: &NaiveDate| date.weekday().number_from_monday() >= 6;
        for date in days.into_iter().filter(|date| !off(date) && !weekend(date)) {
            let finding = whole(NoticeFindingCode::StatutoryDayNotOff, name);
            if !missing.iter().any(|known| known.date == Some(*date)) {
                missing.push(NoticeFinding { date: Some(*date), ..finding });
            }
        }
    }
    reading.findings.extend(missing);
}

/// Every date of a range, at most a month and a day of them.
fn dates_between(first: NaiveDate, last: NaiveDate) -> Option<Vec<NaiveDate>> {
    let days = last.signed_duration_since(first).num_days();
    let days = u64::try_from(days).ok().filter(|days| *days <= 31)?;
    (0..=days).map(|offset| first.checked_add_days(Days::new(offset))).collect()
}
