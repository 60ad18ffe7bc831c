//! The opening rule of a museum: closed weekdays, hours by season and by space, timetables.
//!
//! Every number is a setting with its default. Times are minutes of the day, weekdays 1
//! (Monday) to 7 (Sunday), seasons return every year.

use chrono::{Datelike as _, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::DayKind;
use crate::time::DAY_MINUTES;

/// Seasons, space hours and timetables a museum may have, of each at most.
pub const ENTRIES_MAX: usize = 200;
/// Characters of a season's or a timetable's name: they are column heads on paper.
pub const NAME_CHARACTERS_MAX: usize = 40;
/// Start times in one timetable.
const STARTS_MAX: usize = 60;

/// Opening hours of a day, in minutes of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// When the doors open.
    pub opens: i64,
    /// The last minute at which somebody is let in.
    pub last_entry: i64,
    /// When the house closes.
    pub closes: i64,
}

/// Hours that hold for a part of every year; one may reach over New Year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Season {
    /// Its name, as 暑期.
    pub name: String,
    /// Month of its first day.
    pub from_month: u32,
    /// Its first day.
    pub from_day: u32,
    /// Month of its last day.
    pub to_month: u32,
    /// Its last day.
    pub to_day: u32,
    /// The hours.
    pub hours: Hours,
}

/// Hours of one space and its parts where they are not the museum's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SpaceHours {
    /// The space's id.
    pub space: String,
    /// The season they hold in; every one that has none of its own where this is left out.
    #[serde(default)]
    pub season: Option<String>,
    /// The hours.
    pub hours: Hours,
}

/// Start times that a kind of day has: what a template may take instead of times of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Timetable {
    /// Its name, as 讲解.
    pub name: String,
    /// The kinds of day it holds on.
    pub day_kinds: Vec<DayKind>,
    /// Starts, in minutes of the day.
    pub starts: Vec<i64>,
}

/// The opening rule of a museum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(default, deny_unknown_fields)]
pub struct CalendarSettings {
    /// Weekdays on which the museum is closed unless the day is a statutory holiday.
    pub closed_weekdays: Vec<u32>,
    /// Hours where no season says otherwise.
    pub hours: Hours,
    /// Seasons with hours of their own; they do not overlap.
    pub seasons: Vec<Season>,
    /// Spaces with hours of their own.
    pub spaces: Vec<SpaceHours>,
    /// Start times by kind of day.
    pub timetables: Vec<Timetable>,
    /// Where a day divides into morning and afternoon, in minutes of the day.
    pub half_day_minute: i64,
}

impl Default for CalendarSettings {
    fn default() -> CalendarSettings {
        CalendarSettings {
            closed_weekdays: vec![1],
            hours: Hours { opens: 9 * 60 + 30, last_entry: 16 * 60 + 30, closes: 17 * 60 },
            seasons: Vec::new(),
            spaces: Vec::new(),
            timetables: Vec::new(),
            half_day_minute: 12 * 60,
        }
    }
}

/// What is wrong with a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingFaultKind {
    /// A number is not within its bounds.
    OutOfRange,
    /// Opening, last entry and closing are not in this order.
    HoursOrder,
    /// A date that no year has.
    DateImpossible,
    /// Two seasons share a day, or two entries say the same.
    Overlap,
    /// A name is missing.
    Name,
    /// A name of more than [`NAME_CHARACTERS_MAX`] characters.
    NameTooLong,
    /// A season that is not there.
    SeasonUnknown,
    /// Too many entries.
    TooMany,
}

/// A fault in the settings and the field that has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingFault {
    /// The field's path.
    pub field: String,
    /// What is wrong.
    pub kind: SettingFaultKind,
}

fn fault(field: impl Into<String>, kind: SettingFaultKind) -> Result<(), SettingFault> {
    Err(SettingFault { field: field.into(), kind })
}

/// A day of the year as a number that sorts.
fn day_number(month: u32, day: u32) -> u32 {
    month * 100 + day
}

impl Season {
    /// Whether the season holds on a date.
    pub fn holds(&self, date: NaiveDate) -> bool {
        self.holds_on(day_number(date.month(), date.day()))
    }

    fn holds_on(&self, day: u32) -> bool {
        let (from, to) = (day_number(self.from_month, self.from_day), day_number(self.to_month, self.to_day));
        if from <= to { from <= day && day <= to } else { from <= day || day <= to }
    }
}

fn check_hours(field: &str, hours: Hours) -> Result<(), SettingFault> {
    let Hours { opens, last_entry, closes } = hours;
    if opens < 0 || closes > DAY_MINUTES {
        return fault(field, SettingFaultKind::OutOfRange);
    }
    // The last entry may be the closing minute, never before the doors open.
    if opens <= last_entry && last_entry <= closes && opens < closes {
        Ok(())
    } else {
        fault(field, SettingFaultKind::HoursOrder)
    }
}

fn check_name(field: &str, name: &str) -> Result<(), SettingFault> {
    if name.chars().count() > NAME_CHARACTERS_MAX {
        return fault(field, SettingFaultKind::NameTooLong);
    }
    let fits = !name.trim().is_empty() && !name.chars().any(char::is_control);
    if fits { Ok(()) } else { fault(field, SettingFaultKind::Name) }
}

impl CalendarSettings {
    /// Checks what the types cannot.
    ///
    /// # Errors
    /// The first [`SettingFault`].
    pub fn check(&self) -> Result<(), SettingFault> {
        if self.closed_weekdays.len() > 7 || self.closed_weekdays.iter().any(|weekday| !(1..=7).contains(weekday)) {
            return fault("closed_weekdays", SettingFaultKind::OutOfRange);
        }
        if !(1..DAY_MINUTES).contains(&self.half_day_minute) {
            return fault("half_day_minute", SettingFaultKind::OutOfRange);
        }
        check_hours("hours", self.hours)?;
        if [self.seasons.len(), self.spaces.len(), self.timetables.len()].iter().any(|length| *length > ENTRIES_MAX) {
            return fault("seasons", SettingFaultKind::TooMany);
        }
        self.check_seasons()?;
        self.check_spaces()?;
        self.check_timetables()
    }

    fn check_seasons(&self) -> Result<(), SettingFault> {
        for (place, season) in self.seasons.iter().enumerate() {
            let field = format!("seasons[{place}]");
            check_name(&format!("{field}.name"), &season.name)?;
            check_hours(&format!("{field}.hours"), season.hours)?;
            // 2028 has a 29 February: a season may end on it.
            for (month, day) in [(season.from_month, season.from_day), (season.to_month, season.to_day)] {
                if NaiveDate::from_ymd_opt(2028, month, day).is_none() {
                    return fault(field, SettingFaultKind::DateImpossible);
                }
            }
            let meets = |other: &Season| {
                other.holds_on(day_number(season.from_month, season.from_day))
                    || season.holds_on(day_number(other.from_month, other.from_day))
            };
            if self.seasons[..place].iter().any(|other| other.name == season.name || meets(other)) {
                return fault(field, SettingFaultKind::Overlap);
            }
        }
        Ok(())
    }

    fn check_spaces(&self) -> Result<(), SettingFault> {
        for (place, space) in self.spaces.iter().enumerate() {
            let field = format!("spaces[{place}]");
            check_hours(&format!("{field}.hours"), space.hours)?;
            if space.space.is_empty() || space.space.len() > 64 {
                return fault(format!("{field}.space"), SettingFaultKind::Name);
            }
            if space.season.as_ref().is_some_and(|name| !self.seasons.iter().any(|season| season.name == *name)) {
                return fault(format!("{field}.season"), SettingFaultKind::SeasonUnknown);
            }
            let same = |other: &SpaceHours| other.space == space.space && other.season == space.season;
            if self.spaces[..place].iter().any(same) {
                return fault(field, SettingFaultKind::Overlap);
            }
        }
        Ok(())
    }

    fn check_timetables(&self) -> Result<(), SettingFault> {
        for (place, timetable) in self.timetables.iter().enumerate() {
            let field = format!("timetables[{place}]");
            check_name(&format!("{field}.name"), &timetable.name)?;
            if timetable.starts.len() > STARTS_MAX || timetable.day_kinds.len() > DayKind::ALL.len() {
                return fault(field, SettingFaultKind::TooMany);
            }
            if timetable.starts.iter().any(|start| !(0..DAY_MINUTES).contains(start)) {
                return fault(format!("{field}.starts"), SettingFaultKind::OutOfRange);
            }
            // Of one name a kind of day has one timetable, or nobody knows which holds.
            let same = |other: &Timetable| {
                other.name == timetable.name && other.day_kinds.iter().any(|kind| timetable.day_kinds.contains(kind))
            };
            if self.timetables[..place].iter().any(same) {
                return fault(field, SettingFaultKind::Overlap);
            }
        }
        Ok(())
    }

    /// The season that holds on a date.
    pub fn season(&self, date: NaiveDate) -> Option<&Season> {
        self.seasons.iter().find(|season| season.holds(date))
    }

    /// The museum's hours on a date, were it open.
    pub fn hours_on(&self, date: NaiveDate) -> Hours {
        self.season(date).map_or(self.hours, |season| season.hours)
    }

    /// The hours of a space on a date: its own, else those of what it is a part of, else the museum's.
    /// `path` is the space and everything it is a part of, nearest first.
    pub fn space_hours_on(&self, path: &[String], date: NaiveDate) -> Hours {
        let season = self.season(date).map(|season| season.name.as_str());
        path.iter()
            .find_map(|id| {
                let own = |wanted: Option<&str>| {
                    self.spaces.iter().find(|space| space.space == *id && space.season.as_deref() == wanted)
                };
                season.and_then(|season| own(Some(season))).or_else(|| own(None))
            })
            .map_or_else(|| self.hours_on(date), |space| space.hours)
    }

    /// The start times a timetable has on a kind of day; empty where it has none.
    pub fn starts(&self, timetable: &str, kind: DayKind) -> &[i64] {
        self.timetables
            .iter()
            .find(|entry| entry.name == timetable && entry.day_kinds.contains(&kind))
            .map_or(&[], |entry| &entry.starts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn season(name: &str, from: (u32, u32), to: (u32, u32)) -> Season {
        let hours = Hours { opens: 540, last_entry: 1050, closes: 1080 };
        Season { name: name.into(), from_month: from.0, from_day: from.1, to_month: to.0, to_day: to.1, hours }
    }

    fn with(change: impl FnOnce(&mut CalendarSettings)) -> Option<(String, SettingFaultKind)> {
        let mut settings = CalendarSettings::default();
        change(&mut settings);
        settings.check().err().map(|fault| (fault.field, fault.kind))
    }

    #[test]
    fn each_fault_is_found_and_the_default_has_none() {
        use SettingFaultKind as K;
        let refused = |field: &str, kind| Some((field.to_owned(), kind));
        assert_eq!(with(|_| ()), None);
        assert_eq!(with(|it| it.closed_weekdays = vec![8]), refused("closed_weekdays", K::OutOfRange));
        assert_eq!(with(|it| it.hours.closes = 1441), refused("hours", K::OutOfRange));
        assert_eq!(with(|it| it.hours.last_entry = 1021), refused("hours", K::HoursOrder));
        assert_eq!(with(|it| it.half_day_minute = 0), refused("half_day_minute", K::OutOfRange));
        assert_eq!(
            with(|it| it.seasons = vec![season("夏", (2, 30), (8, 31))]),
            refused("seasons[0]", K::DateImpossible)
        );
        assert_eq!(with(|it| it.seasons = vec![season("冬", (11, 1), (2, 29))]), None);
        let overlapping = vec![season("冬", (11, 1), (2, 29)), season("年", (1, 1), (1, 31))];
        assert_eq!(with(|it| it.seasons = overlapping), refused("seasons[1]", K::Overlap));
        let space =
            SpaceHours { space: "a".into(), season: Some("夏".into()), hours: CalendarSettings::default().hours };
        assert_eq!(with(|it| it.spaces = vec![space]), refused("spaces[0].season", K::SeasonUnknown));
        let table = |starts| Timetable { name: "讲解".into(), day_kinds: vec![DayKind::Weekend], starts };
        assert_eq!(with(|it| it.timetables = vec![table(vec![1440])]), refused("timetables[0].starts", K::OutOfRange));
        assert_eq!(with(|it| it.timetables = vec![table(vec![]), table(vec![])]), refused("timetables[1]", K::Overlap));
    }

    #[test]
    fn seasons_return_and_spaces_go_before_the_house() {
        let hours = |opens| Hours { opens, last_entry: 1000, closes: 1080 };
        let settings = CalendarSettings {
            seasons: vec![season("冬", (11, 1), (2, 29))],
            spaces: vec![
                SpaceHours { space: "dome".into(), season: None, hours: hours(600) },
                SpaceHours { space: "dome".into(), season: Some("冬".into()), hours: hours(610) },
            ],
            timetables: vec![Timetable {
                name: "讲解".into(),
                day_kinds: vec![DayKind::Workday, DayKind::MakeupWorkday],
                starts: vec![600, 840],
            }],
            ..CalendarSettings::default()
        };
        let date = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(settings.hours_on(date("2026-01-15")).opens, 540);
        assert_eq!(settings.hours_on(date("2026-03-01")).opens, 570);
        let path = ["seat".to_owned(), "dome".to_owned()];
        assert_eq!(settings.space_hours_on(&path, date("2026-05-01")).opens, 600);
        assert_eq!(settings.space_hours_on(&path, date("2026-12-01")).opens, 610);
        assert_eq!(settings.space_hours_on(&["hall".to_owned()], date("2026-12-01")).opens, 540);
        assert_eq!(settings.starts("讲解", DayKind::Workday), [600, 840]);
        assert!(settings.starts("讲解", DayKind::Weekend).is_empty());
    }
}
