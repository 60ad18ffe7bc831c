//! Templates: on which dates a programme runs, at which starts, and what an edit means.
//!
//! An occurrence is known by its template, its original day and its original start; it keeps
//! that name wherever it is moved. Nothing here knows the store: the calendar and what stands
//! already are questions the caller answers.

mod content;

use std::collections::BTreeSet;

use chrono::Datelike as _;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use content::{Content, Field, Place, deviations, followed, merged, transferred};

use crate::calendar::DayKind;
use crate::session::{SessionState, codes};
use crate::time::{DAY_MINUTES, Minute, date_of};

codes! {
    /// Why an occurrence is not planned from its template.
    pub enum SkipReason {
        /// A session stands there already.
        Exists = "exists",
        /// It was planned and then called off.
        Cancelled = "cancelled",
        /// It would have begun before now.
        Past = "past",
        /// Somebody took it out.
        ByHand = "by_hand",
        /// The notice makes the day another kind than the template runs on.
        DayKind = "day_kind",
        /// The museum is closed to the public that day.
        ClosedDay = "closed_day",
        /// Something stands against it; the clash says what.
        Clash = "clash",
    }
}

codes! {
    /// How far an edit of an occurrence reaches. Past and held ones never change.
    pub enum Scope {
        /// This one alone: it deviates from its template.
        One = "one",
        /// This and every later one: the template is split.
        Following = "following",
        /// All that are still to come.
        All = "all",
    }
}

/// What the opening calendar says of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayFacts {
    /// What kind of day it is.
    pub kind: DayKind,
    /// Whether the public may come for any part of it.
    pub open: bool,
}

/// A start that holds on some kinds of day only, as a timetable of the museum has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct StartKinds {
    /// The start, in minutes of the day.
    pub start: i64,
    /// The kinds of day it holds on.
    pub day_kinds: Vec<DayKind>,
}

/// On which days a template runs, and at which starts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Pattern {
    /// Starts, in minutes of the day, ascending and each once.
    pub starts: Vec<i64>,
    /// Starts among them that hold on some kinds of day only; the others hold on every day it runs on.
    #[serde(default)]
    pub start_kinds: Vec<StartKinds>,
    /// Weekdays it runs on, 0 is Monday; every one where empty.
    #[serde(default)]
    pub weekdays: Vec<i64>,
    /// Kinds of day it runs on; every kind where empty.
    #[serde(default)]
    pub day_kinds: Vec<DayKind>,
    /// Its first day, as the minute that day begins.
    pub valid_from: Minute,
    /// Its last day, as the minute that day begins.
    pub valid_to: Minute,
}

/// 0 for Monday to 6 for Sunday.
fn weekday(day: Minute) -> i64 {
    date_of(day).map_or(0, |date| i64::from(date.weekday().num_days_from_monday()))
}

/// What a weekday is where no notice speaks of the day.
fn ordinary_kind(weekday: i64) -> DayKind {
    if weekday >= 5 { DayKind::Weekend } else { DayKind::Workday }
}

impl Pattern {
    /// The same with its lists in order, each entry once.
    #[must_use]
    pub fn tidied(mut self) -> Pattern {
        self.starts.sort_unstable();
        self.starts.dedup();
        self.weekdays.sort_unstable();
        self.weekdays.dedup();
        self.day_kinds.sort_unstable();
        self.day_kinds.dedup();
        for kinds in &mut self.start_kinds {
            kinds.day_kinds.sort_unstable();
            kinds.day_kinds.dedup();
        }
        self.start_kinds.retain(|kinds| !kinds.day_kinds.is_empty() && self.starts.contains(&kinds.start));
        self.start_kinds.sort_by_key(|kinds| kinds.start);
        self.start_kinds.dedup_by_key(|kinds| kinds.start);
        self
    }

    /// Whether `day` lies between its first and its last.
    pub fn is_valid_on(&self, day: Minute) -> bool {
        self.valid_from <= day && day <= self.valid_to
    }

    /// Whether it runs on a day of this kind at `start`, whatever else stands against it.
    pub fn runs_at(&self, day: Minute, kind: DayKind, start: i64) -> bool {
        let fits_week = self.weekdays.is_empty() || self.weekdays.contains(&weekday(day));
        let fits_kind = self.day_kinds.is_empty() || self.day_kinds.contains(&kind);
        let own = self.start_kinds.iter().find(|kinds| kinds.start == start);
        fits_week && fits_kind && own.is_none_or(|own| own.day_kinds.contains(&kind))
    }

    /// Whether only a notice keeps it from `day`: by the bare week it would run.
    fn runs_by_the_week(&self, day: Minute, start: i64) -> bool {
        self.runs_at(day, ordinary_kind(weekday(day)), start)
    }

    /// Its days, first to last.
    pub fn days(&self) -> impl Iterator<Item = Minute> + use<> {
        let last = self.valid_to;
        (0..)
            .map({
                let first = self.valid_from;
                move |count| first + count * DAY_MINUTES
            })
            .take_while(move |day| *day <= last)
    }
}

/// What is known of an occurrence before the calendar is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// Nothing.
    Nothing,
    /// A session in this state.
    Session(SessionState),
    /// Somebody took it out.
    SkippedByHand,
}

/// One date and start of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    /// Its day, as the minute that day begins.
    pub day: Minute,
    /// Its start, in minutes of the day.
    pub start: i64,
    /// Why it is not planned; `None` where it is wanted.
    pub skip: Option<SkipReason>,
}

impl Occurrence {
    /// The minute it begins at by its template.
    pub fn scheduled(&self) -> Minute {
        self.day + self.start
    }
}

/// Every date and start of a pattern, wanted or with the reason why not, in order.
///
/// A day that its weekday alone rules out is not listed: nobody expects it. A day that only a
/// notice takes out is. `keeps_to_opening` is true for what the public attends in the house.
pub fn occurrences(
    pattern: &Pattern,
    keeps_to_opening: bool,
    now: Minute,
    day_facts: &dyn Fn(Minute) -> DayFacts,
    known: &dyn Fn(Minute, i64) -> Known,
) -> Vec<Occurrence> {
    let mut found = Vec::new();
    for day in pattern.days() {
        let facts = day_facts(day);
        for &start in &pattern.starts {
            let runs = pattern.runs_at(day, facts.kind, start);
            let known = known(day, start);
            if !runs && !pattern.runs_by_the_week(day, start) && known == Known::Nothing {
                continue;
            }
            let skip = match known {
                Known::Session(SessionState::Cancelled) => Some(SkipReason::Cancelled),
                Known::Session(_) => Some(SkipReason::Exists),
                _ if day + start <= now => Some(SkipReason::Past),
                Known::SkippedByHand => Some(SkipReason::ByHand),
                Known::Nothing if !runs => Some(SkipReason::DayKind),
                Known::Nothing if keeps_to_opening && !facts.open => Some(SkipReason::ClosedDay),
                Known::Nothing => None,
            };
            found.push(Occurrence { day, start, skip });
        }
    }
    found
}

/// A template cut in two: the last day of the old one and the first of the new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Split {
    /// The old one's last day, as the minute that day begins.
    pub old_ends: Minute,
    /// The new one's first day.
    pub new_begins: Minute,
}

/// Where an edit of the occurrence on `day` and all later ones cuts the template; `None` where
/// nothing would be left before it, so that the edit is one of all.
pub fn split(pattern: &Pattern, day: Minute) -> Option<Split> {
    (day > pattern.valid_from).then_some(Split { old_ends: day - DAY_MINUTES, new_begins: day })
}

/// Starts that change their minute, in an order in which no two occurrences of a day ever
/// share one: each goes where nobody is any more. Exchanges within the same set of starts say
/// nothing and drop out.
pub fn renaming(moves: &[(i64, i64)]) -> Vec<(i64, i64)> {
    let mut open: Vec<(i64, i64)> = moves.iter().copied().filter(|(from, to)| from != to).collect();
    let mut ordered = Vec::new();
    while !open.is_empty() {
        let sources: BTreeSet<i64> = open.iter().map(|(from, _)| *from).collect();
        let (free, blocked): (Vec<_>, Vec<_>) = open.into_iter().partition(|(_, to)| !sources.contains(to));
        if free.is_empty() {
            break;
        }
        ordered.extend(free);
        open = blocked;
    }
    ordered
}

#[cfg(test)]
mod tests;
