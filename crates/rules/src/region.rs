//! Regions: which district-level units exist on a day, what became of the others, what rolls up.
//!
//! A code means a unit only together with a day: codes were given anew (500110 was 万盛区 and
//! is 綦江区). So whoever stores a code reads it by the day of the record.

use std::sync::LazyLock;

use chrono::NaiveDate;

use crate::session::codes;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

const REGIONS: &str = include_str!("../data/regions/regions.csv");

codes! {
    /// What kind of unit.
    pub enum RegionKind {
        /// 区.
        District = "district",
        /// 县.
        County = "county",
        /// 自治县.
        AutonomousCounty = "autonomous_county",
        /// A unit of the museum's own that rolls up into another.
        Custom = "custom",
    }
}

/// A unit over the time it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// Its code, unique on any day.
    pub code: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What kind of unit.
    pub kind: RegionKind,
    /// Its first day; `None` where the list does not look back so far.
    pub valid_from: Option<NaiveDate>,
    /// The first day on which it no longer stands.
    pub valid_until: Option<NaiveDate>,
    /// For a custom unit, the code of the one it rolls up into.
    pub part_of: Option<&'static str>,
    /// Codes of the units its ground belongs to from `valid_until` on.
    pub became: Vec<&'static str>,
}

impl Region {
    /// Whether it stands on `date`.
    pub fn stands_on(&self, date: NaiveDate) -> bool {
        self.valid_from.is_none_or(|from| from <= date) && self.valid_until.is_none_or(|until| date < until)
    }
}

static ALL: LazyLock<Vec<Region>> = LazyLock::new(|| REGIONS.lines().skip(1).filter_map(region).collect());

fn region(line: &'static str) -> Option<Region> {
    let fields: Vec<&str> = line.split(',').collect();
    let &[code, name, kind, from, until, part_of, became] = fields.as_slice() else { return None };
    Some(Region {
        code,
        name,
        kind: RegionKind::from_code(kind)?,
        valid_from: from.parse().ok(),
        valid_until: until.parse().ok(),
        part_of: Some(part_of).filter(|code| !code.is_empty()),
        became: became.split_whitespace().collect(),
    })
}

/// Every unit there is or was, by code and time.
pub fn all() -> &'static [Region] {
    &ALL
}

/// The units that stand on `date`, custom ones included.
pub fn on(date: NaiveDate) -> impl Iterator<Item = &'static Region> {
    ALL.iter().filter(move |region| region.stands_on(date))
}

/// What a code means on `date`: the unit that stands then, else the one that stood last before.
pub fn named(code: &str, date: NaiveDate) -> Option<&'static Region> {
    let of_code = || ALL.iter().filter(|region| region.code == code);
    of_code().find(|region| region.stands_on(date)).or_else(|| {
        of_code()
            .filter(|region| region.valid_until.is_some_and(|until| until <= date))
            .max_by_key(|region| region.valid_until)
    })
}

/// The official unit that a unit counts for on `date`: itself, or the one it is part of.
pub fn rolled_up(region: &'static Region, date: NaiveDate) -> &'static Region {
    region.part_of.and_then(|code| named(code, date)).unwrap_or(region)
}

/// The units that a unit's ground belongs to on `date`, followed through every change.
pub fn successors(region: &'static Region, date: NaiveDate) -> Vec<&'static Region> {
    match region.valid_until.filter(|until| *until <= date) {
        None => vec![region],
        Some(until) => region
            .became
            .iter()
            .filter_map(|code| named(code, until))
            // A unit that became itself by mistake of the list would never end.
            .filter(|next| next.valid_until.is_none_or(|later| later > until))
            .flat_map(|next| successors(next, date))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn every_line_is_read_and_its_changes_lead_somewhere() {
        assert_eq!(ALL.len(), REGIONS.lines().count() - 1);
        for region in all() {
            assert!(
                region.valid_from.is_none_or(|from| region.valid_until.is_none_or(|until| from < until)),
                "{region:?}"
            );
            assert_eq!(region.valid_until.is_some(), !region.became.is_empty(), "{region:?}");
            for code in &region.became {
                let until = region.valid_until.unwrap();
                assert!(on(until).any(|next| next.code == *code), "{region:?}");
            }
            assert_eq!(region.kind == RegionKind::Custom, region.part_of.is_some(), "{region:?}");
        }
    }

    #[test]
    fn on_each_day_there_are_so_many_units_and_no_code_stands_twice() {
        for (date, districts, counties, autonomous) in [
            ("2009-09-09", 19, 17, 4),
            ("2011-10-21", 19, 17, 4),
            ("2011-10-22", 19, 15, 4),
            ("2014-05-02", 21, 13, 4),
            ("2015-04-28", 23, 11, 4),
            ("2016-06-08", 24, 10, 4),
            ("2016-11-24", 26, 8, 4),
            ("2025-11-05", 26, 8, 4),
            ("2025-11-06", 25, 8, 4),
        ] {
            let count = |kind| on(day(date)).filter(|region| region.kind == kind).count();
            let found = (count(RegionKind::District), count(RegionKind::County), count(RegionKind::AutonomousCounty));
            assert_eq!(found, (districts, counties, autonomous), "{date}");
            let mut codes: Vec<&str> = on(day(date)).map(|region| region.code).collect();
            codes.sort_unstable();
            assert!(codes.windows(2).all(|pair| pair[0] != pair[1]), "{date}");
        }
    }

    #[test]
    fn a_code_is_read_by_its_day() {
        for (code, date, name) in [
            ("500110", "2010-06-01", Some("万盛区")),
            ("500110", "2020-06-01", Some("綦江区")),
            ("500105", "2020-06-01", Some("江北区")),
            ("500105", "2026-06-01", Some("江北区")),
            ("500157", "2026-06-01", Some("两江新区")),
            ("500157", "2020-06-01", None),
            ("500236", "2026-06-01", Some("奉节县")),
            ("110000", "2026-06-01", None),
        ] {
            assert_eq!(named(code, day(date)).map(|region| region.name), name, "{code} {date}");
        }
    }

    #[test]
    fn changes_are_followed_and_custom_units_roll_up() {
        let names = |code, then, now| -> Vec<&str> {
            successors(named(code, day(then)).unwrap(), day(now)).iter().map(|region| region.name).collect()
        };
        assert_eq!(names("500105", "2020-01-01", "2026-01-01"), ["两江新区"]);
        assert_eq!(names("500105", "2020-01-01", "2024-01-01"), ["江北区"]);
        assert_eq!(names("500234", "2010-01-01", "2020-01-01"), ["开州区"]);
        assert_eq!(names("500110", "2010-01-01", "2026-01-01"), ["綦江区"]);
        let wansheng = named("500110-wansheng", day("2020-01-01")).unwrap();
        assert_eq!(rolled_up(wansheng, day("2020-01-01")).name, "綦江区");
    }
}
