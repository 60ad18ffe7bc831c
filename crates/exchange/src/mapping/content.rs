//! What the cells of a column read as, whatever its heading says.

use std::collections::BTreeMap;

use chrono::{Datelike as _, Timelike as _};

use super::Known;
use super::convert::choice_named;
use super::grid_cell::{looks_like_person, looks_like_space};
use crate::cell::Cell;
use crate::kind::{Choice, Target};
use crate::text::day::{self, Around};
use crate::text::{clock, names};
use crate::workbook::Row;

/// Cells of a column that are looked at.
pub(super) const LOOKED_AT_MAX: usize = 200;

/// How many cells of a column read as what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Content {
    /// Cells that hold something.
    pub(super) filled: u32,
    /// A day.
    pub(super) days: u32,
    /// Two days.
    pub(super) both_days: u32,
    /// A day with a time.
    pub(super) moments: u32,
    /// A day with a start and an end.
    pub(super) spans: u32,
    /// A time.
    pub(super) clocks: u32,
    /// A start and an end.
    pub(super) both_clocks: u32,
    /// Numbers and words that are numbers.
    pub(super) numbers: u32,
    /// Names that the museum has, by what they name.
    pub(super) names: Vec<(Target, u32)>,
    /// Weekdays.
    pub(super) weekdays: u32,
    /// Words that look like halls.
    pub(super) spaces: u32,
    /// Words that look like names of people.
    pub(super) people: u32,
    /// Ids as this application makes them.
    pub(super) ids: u32,
    /// Cells that hold nothing between others.
    pub(super) empty: u32,
    /// Different texts.
    pub(super) texts: u32,
    /// The texts and how often each stands there, where they are few and nothing else stands in the column.
    pub(super) words: Vec<(std::sync::Arc<str>, u32)>,
}

/// Different words of a column at most that may all belong to a list.
pub(super) const WORDS_MAX: usize = 12;

impl Content {
    /// What stands in `column` of `rows`.
    pub(super) fn of(rows: &[&Row], column: u32, known: &Known) -> Content {
        let mut content = Content::default();
        let mut seen = BTreeMap::new();
        for row in rows {
            let Some(cell) = row.cell(column) else {
                content.empty += u32::from(row.cells.len() > 1);
                continue;
            };
            content.filled += 1;
            match cell {
                Cell::Text(text) => {
                    content.add_text(text);
                    let times: &mut u32 = seen.entry(text).or_default();
                    content.texts += u32::from(*times == 0);
                    *times += 1;
                    content.add_names(text, known);
                }
                Cell::Moment(moment) if moment.year() < 1900 => content.clocks += 1,
                Cell::Moment(moment) if moment.hour() == 0 && moment.minute() == 0 => content.days += 1,
                Cell::Moment(_) => content.moments += 1,
                Cell::Number(_) => content.numbers += 1,
                _ => {}
            }
        }
        if seen.len() <= WORDS_MAX && seen.values().sum::<u32>() == content.filled {
            content.words = seen.into_iter().map(|(text, times)| (text.clone(), times)).collect();
        }
        content
    }

    fn add_text(&mut self, text: &str) {
        // Which year it is does not matter here: a leap year takes every day.
        let around = Around { year: Some(2024), month: Some(1) };
        let word = text.trim();
        self.weekdays += u32::from(day::weekday(word).is_some());
        self.spaces += u32::from(names::split(word).iter().all(|name| looks_like_space(name)));
        self.people += u32::from(names::split(word).iter().all(|name| looks_like_person(name)));
        self.ids += u32::from(word.len() == 36 && word.bytes().filter(|byte| *byte == b'-').count() == 4);
        let digits_only = text.trim().bytes().all(|byte| byte.is_ascii_digit());
        if let Some(clocks) = clock::read(text) {
            if clocks.ends.is_some() {
                self.both_clocks += 1
            } else {
                self.clocks += 1
            }
            self.numbers += u32::from(digits_only);
            return;
        }
        match day::read_with_clock_loosely(text, around) {
            Ok((_, None)) | Err(day::NoDay::Impossible) => self.days += 1,
            Ok((_, Some(clocks))) if clocks.ends.is_some() => self.spans += 1,
            Ok(_) => self.moments += 1,
            Err(_) if day::read_both(text, around).is_some() => self.both_days += 1,
            Err(_) if crate::text::number::read(text).is_some() => self.numbers += 1,
            Err(_) => {}
        }
    }

    fn add_names(&mut self, text: &str, known: &Known) {
        for (target, list) in &known.names {
            let all_known = || {
                let parts = names::split(text);
                !parts.is_empty() && parts.iter().all(|part| list.iter().any(|name| name == part))
            };
            if !list.is_empty() && all_known() {
                match self.names.iter_mut().find(|(named, _)| named == target) {
                    Some((_, count)) => *count += 1,
                    None => self.names.push((*target, 1)),
                }
            }
        }
    }

    /// Whether the column holds words of its own, none of a sort that has a column elsewhere.
    pub(super) fn is_free_text(&self) -> bool {
        let sorts = [self.days, self.both_days, self.moments, self.spans, self.clocks, self.both_clocks, self.numbers];
        self.texts > 0 && !sorts.iter().chain([&self.weekdays]).any(|count| self.half(*count))
    }

    /// Whether the words of the column may be those of a list: as many are on it as are not.
    pub(super) fn is_list_of(&self, choices: &'static [Choice]) -> bool {
        let is_known = |word: &str| choice_named(word, choices).is_some();
        let known: u32 = self.words.iter().filter(|(word, _)| is_known(word)).map(|(_, times)| times).sum();
        let few = usize::try_from(self.texts).is_ok_and(|texts| texts <= WORDS_MAX);
        few && (self.words.is_empty() || known * 2 >= self.filled)
    }

    /// Whether most of the cells are of a sort.
    pub(super) fn mostly(&self, count: u32) -> bool {
        count > 0 && count * 5 >= self.filled * 4
    }

    /// Whether more than half of the cells are of a sort.
    pub(super) fn half(&self, count: u32) -> bool {
        count > 0 && count * 2 > self.filled
    }
}
