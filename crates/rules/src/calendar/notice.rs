//! State Council notices: the days they name, their versions, and which one is in force.
//!
//! Notices of 2007 to 2026 are part of the program; later ones are pasted in. A notice that is
//! amended keeps all its versions; a version holds every day of its year, not the change alone.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use chrono::{Datelike as _, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A day that a notice names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct NoticeDay {
    /// The day.
    pub date: NaiveDate,
    /// Whether it rests; otherwise it works.
    pub off: bool,
    /// The holiday it belongs to.
    pub name: String,
}

/// One version of the notice of a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct StateNotice {
    /// Its id, `cn-<year>-<version>`.
    pub id: String,
    /// The year it arranges.
    pub year: i32,
    /// 1 for the first, 2 for its first amendment, and so on.
    pub version: i64,
    /// Its title.
    pub title: String,
    /// When it was published: a day, or a month where the day is not known; empty where neither is.
    pub published: String,
    /// Its official page, or the text that was pasted.
    pub source: String,
    /// Every day it names, each once, in order.
    pub days: Vec<NoticeDay>,
}

/// The id of a notice.
pub fn notice_id(year: i32, version: i64) -> String {
    format!("cn-{year}-{version}")
}

/// The title of a year's first notice, as it is always worded.
pub fn yearly_title(year: i32) -> String {
    format!("国务院办公厅关于{year}年部分节假日安排的通知")
}

/// The cells of a file's lines, its head left out.
fn table<const CELLS: usize>(text: &'static str) -> impl Iterator<Item = [&'static str; CELLS]> {
    text.lines().skip(1).filter_map(|line| line.splitn(CELLS, ',').collect::<Vec<_>>().try_into().ok())
}

fn days_by_year(text: &'static str) -> BTreeMap<i32, Vec<NoticeDay>> {
    let mut years: BTreeMap<i32, Vec<NoticeDay>> = BTreeMap::new();
    for [year, date, name, off] in table(text) {
        if let (Ok(year), Ok(date)) = (year.parse(), date.parse()) {
            years.entry(year).or_default().push(NoticeDay { date, off: off == "1", name: name.to_owned() });
        }
    }
    for days in years.values_mut() {
        days.sort();
    }
    years
}

static BUILT_IN: LazyLock<Vec<Arc<StateNotice>>> = LazyLock::new(|| {
    let in_force = days_by_year(include_str!("../../data/calendar/cn-holiday-notices.csv"));
    let superseded = days_by_year(include_str!("../../data/calendar/cn-holiday-superseded.csv"));
    let amendments: Vec<[&str; 3]> = table(include_str!("../../data/calendar/amendments.csv")).collect();
    table(include_str!("../../data/calendar/cn-holiday-papers.csv"))
        .filter_map(|[year, version, published, page]: [&str; 4]| {
            let title = amendments.iter().find(|line| line[0] == year && line[1] == version).map(|line| line[2]);
            let (year, version): (i32, i64) = (year.parse().ok()?, version.parse().ok()?);
            // Of an amended year the first version is the superseded one.
            let days = if version == 1 { superseded.get(&year).or(in_force.get(&year)) } else { in_force.get(&year) };
            Some(Arc::new(StateNotice {
                id: notice_id(year, version),
                year,
                version,
                title: title.map_or_else(|| yearly_title(year), str::to_owned),
                published: published.to_owned(),
                source: page.to_owned(),
                days: days?.clone(),
            }))
        })
        .collect()
});

/// Every version of every notice that is part of the program, oldest first.
pub fn built_in_notices() -> &'static [Arc<StateNotice>] {
    &BUILT_IN
}

/// All notices a museum goes by: the built-in ones and those it has pasted in.
#[derive(Debug, Clone)]
pub struct NoticeBook {
    notices: BTreeMap<(i32, i64), Arc<StateNotice>>,
}

impl Default for NoticeBook {
    fn default() -> NoticeBook {
        NoticeBook::new([])
    }
}

impl NoticeBook {
    /// The built-in notices and these; a pasted version of the same number stands above a built-in one.
    pub fn new(pasted: impl IntoIterator<Item = StateNotice>) -> NoticeBook {
        let mut notices: BTreeMap<(i32, i64), Arc<StateNotice>> =
            built_in_notices().iter().map(|notice| ((notice.year, notice.version), notice.clone())).collect();
        for mut notice in pasted {
            notice.days.sort();
            notices.insert((notice.year, notice.version), Arc::new(notice));
        }
        NoticeBook { notices }
    }

    /// Every version, by year and version.
    pub fn all(&self) -> impl DoubleEndedIterator<Item = &Arc<StateNotice>> {
        self.notices.values()
    }

    /// Every version of a year, oldest first.
    pub fn versions(&self, year: i32) -> impl DoubleEndedIterator<Item = &Arc<StateNotice>> {
        self.notices.range((year, i64::MIN)..=(year, i64::MAX)).map(|(_, notice)| notice)
    }

    /// The version of a year that is in force: the last one.
    pub fn in_force(&self, year: i32) -> Option<&Arc<StateNotice>> {
        self.versions(year).next_back()
    }

    /// The notice in force that names a date, and what it says of it.
    ///
    /// A notice may name days of the December before its year. Where two name one day, the
    /// later year's speaks: it was published later.
    pub fn naming(&self, date: NaiveDate) -> Option<(&StateNotice, &NoticeDay)> {
        let year = date.year();
        [year.saturating_add(1), year, year.saturating_sub(1)].into_iter().find_map(|year| {
            let notice = self.in_force(year)?;
            let place = notice.days.binary_search_by(|day| day.date.cmp(&date)).ok()?;
            Some((&**notice, &notice.days[place]))
        })
    }
}

/// The days of a new version: those of the version before, changed by an amendment.
///
/// An amendment that extends a holiday adds its days; any other says a holiday's days anew, so
/// the earlier days of the same name fall away.
pub fn amended(before: &[NoticeDay], amendment: &[NoticeDay], extends: bool) -> Vec<NoticeDay> {
    let anew = |name: &str| !extends && amendment.iter().any(|day| day.name == name);
    let mut days: BTreeMap<NaiveDate, NoticeDay> =
        before.iter().filter(|day| !anew(&day.name)).map(|day| (day.date, day.clone())).collect();
    days.extend(amendment.iter().map(|day| (day.date, day.clone())));
    days.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_year_has_its_notice_and_three_have_two() {
        let book = NoticeBook::default();
        for year in 2007..=2026 {
            let versions: Vec<i64> = book.versions(year).map(|notice| notice.version).collect();
            let expected: &[i64] = if [2015, 2019, 2020].contains(&year) { &[1, 2] } else { &[1] };
            assert_eq!(versions, expected, "{year}");
            for notice in book.versions(year) {
                assert!(!notice.days.is_empty() && notice.source.contains("gov.cn"), "{}", notice.id);
                assert!(notice.days.windows(2).all(|pair| pair[0].date < pair[1].date), "{}", notice.id);
            }
        }
        assert_eq!(book.all().count(), 23);
        assert!(book.in_force(2027).is_none() && book.in_force(2006).is_none());
    }

    #[test]
    fn the_december_before_belongs_to_the_notice_that_names_it() {
        let book = NoticeBook::default();
        let named = |date: &str| book.naming(date.parse().unwrap()).map(|(notice, day)| (notice.year, day.off));
        assert_eq!(named("2018-12-31"), Some((2019, true)));
        assert_eq!(named("2011-12-31"), Some((2012, false)));
        assert_eq!(named("2006-12-30"), Some((2007, false)));
        assert_eq!(named("2026-12-31"), None);
        assert_eq!(named("2020-02-03"), Some((2020, false)));
    }

    #[test]
    fn an_amendment_makes_the_next_version() {
        let day = |date: &str, off, name: &str| NoticeDay { date: date.parse().unwrap(), off, name: name.to_owned() };
        let before = [day("2019-05-01", true, "劳动节"), day("2019-06-07", true, "端午节")];
        let anew = [day("2019-05-02", true, "劳动节"), day("2019-05-05", false, "劳动节")];
        assert_eq!(amended(&before, &anew, false), [anew[0].clone(), anew[1].clone(), before[1].clone()]);
        assert_eq!(amended(&before, &anew, true).len(), 4);
    }
}
