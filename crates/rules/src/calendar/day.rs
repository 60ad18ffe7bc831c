//! What a day is and whether the museum is open on it, with every reason that led there.

use chrono::{Datelike as _, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::museum_notice::{DayPart, MuseumNotice, MuseumNoticeKind, NoticeEffect, deciding};
use super::notice::NoticeBook;
use super::settings::{CalendarSettings, Hours};
use super::statutory::statutory_name;
use crate::conflict::OpeningVerdict;
use crate::session::codes;
use crate::time::{DAY_MINUTES, Span, date_of, day_start};

codes! {
    /// What kind of day it is.
    pub enum DayKind {
        /// 工作日.
        Workday = "workday",
        /// 周末.
        Weekend = "weekend",
        /// 法定节假日: every day that a notice names off.
        StatutoryOff = "statutory_off",
        /// 调休上班: a Saturday or Sunday on which people work.
        MakeupWorkday = "makeup_workday",
    }
}

impl DayKind {
    /// Whether people work and schools are in class.
    pub fn is_working(self) -> bool {
        matches!(self, DayKind::Workday | DayKind::MakeupWorkday)
    }
}

/// One reason for what a day is. Weekdays are 1 (Monday) to 7 (Sunday).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum OpeningReason {
    /// The museum is open on this weekday.
    WeekdayRule {
        /// The weekday.
        weekday: u32,
    },
    /// The museum is closed on this weekday.
    ClosedWeekday {
        /// The weekday.
        weekday: u32,
    },
    /// The day is a holiday, and open as on any other day.
    Holiday {
        /// The holiday.
        name: String,
        /// The notice that says so; empty where the statutory day itself is all that is known.
        notice_id: Option<String>,
    },
    /// The museum is closed on this weekday, but open because it is a holiday: the holiday Monday.
    HolidayOnClosedWeekday {
        /// The weekday.
        weekday: u32,
        /// The holiday.
        name: String,
        /// The notice that says so.
        notice_id: Option<String>,
    },
    /// A Saturday or Sunday on which people work: open as on a weekend, schools are in class.
    MakeupDay {
        /// The weekday.
        weekday: u32,
        /// The holiday it makes up for.
        name: String,
        /// The notice that says so.
        notice_id: String,
    },
    /// A notice says that people work on this Monday to Friday: a plain workday.
    NamedWorkday {
        /// The weekday.
        weekday: u32,
        /// The holiday that ends before it.
        name: String,
        /// The notice that says so.
        notice_id: String,
    },
    /// The year has no notice yet: the weekday rule and the statutory days alone.
    NoNotice {
        /// The year.
        year: i32,
    },
    /// A museum notice stands above the rule.
    MuseumNotice {
        /// Its id.
        id: String,
        /// What it does.
        effect: NoticeEffect,
        /// Which part of the day.
        part: DayPart,
        /// Why, as a code.
        kind: MuseumNoticeKind,
        /// Why, in words that print.
        reason: String,
    },
}

/// A museum notice about one space on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct SpaceNotice {
    /// The notice's id.
    pub id: String,
    /// The space's id.
    pub space: String,
    /// What it does.
    pub effect: NoticeEffect,
    /// Which part of the day.
    pub part: DayPart,
    /// Why, as a code.
    pub kind: MuseumNoticeKind,
    /// Why, in words that print.
    pub reason: String,
}

/// A day of the opening calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct CalendarDay {
    /// The day.
    pub date: NaiveDate,
    /// What kind of day it is.
    pub day_kind: DayKind,
    /// Whether the museum is open on it, be it for half a day.
    pub open: bool,
    /// Why, the strongest first; never empty.
    pub reasons: Vec<OpeningReason>,
    /// The State Council notice that names the day, or else the one of its year.
    pub notice_id: Option<String>,
    /// Whether its year has no notice yet.
    pub provisional: bool,
    /// The holiday, where the day rests for one.
    pub holiday: Option<String>,
    /// The season whose hours hold.
    pub season: Option<String>,
    /// The hours, where it is open.
    pub hours: Option<Hours>,
    /// What museum notices say of single spaces.
    pub spaces: Vec<SpaceNotice>,
}

/// The opening calendar of a museum.
#[derive(Debug, Clone, Default)]
pub struct Calendar {
    notices: NoticeBook,
    museum: Vec<MuseumNotice>,
    settings: CalendarSettings,
}

fn weekday(date: NaiveDate) -> u32 {
    date.weekday().number_from_monday()
}

impl Calendar {
    /// A calendar after these notices and settings. Withdrawn notices are not given to it.
    pub fn new(notices: NoticeBook, museum: Vec<MuseumNotice>, settings: CalendarSettings) -> Calendar {
        Calendar { notices, museum, settings }
    }

    /// The State Council notices it goes by.
    pub fn notices(&self) -> &NoticeBook {
        &self.notices
    }

    /// The museum notices it goes by.
    pub fn museum_notices(&self) -> &[MuseumNotice] {
        &self.museum
    }

    /// The opening rule it goes by.
    pub fn settings(&self) -> &CalendarSettings {
        &self.settings
    }

    /// The same calendar after other State Council notices.
    #[must_use]
    pub fn with_notices(mut self, notices: NoticeBook) -> Calendar {
        self.notices = notices;
        self
    }

    /// The same calendar after other museum notices.
    #[must_use]
    pub fn with_museum_notices(mut self, museum: Vec<MuseumNotice>) -> Calendar {
        self.museum = museum;
        self
    }

    /// The same calendar after another opening rule.
    #[must_use]
    pub fn with_settings(mut self, settings: CalendarSettings) -> Calendar {
        self.settings = settings;
        self
    }

    /// The kind of a day, from the weekday and the notice.
    pub fn day_kind(&self, date: NaiveDate) -> DayKind {
        let weekend = weekday(date) >= 6;
        match self.notices.naming(date) {
            Some((_, day)) if day.off => DayKind::StatutoryOff,
            Some(_) if weekend => DayKind::MakeupWorkday,
            Some(_) => DayKind::Workday,
            None if self.is_provisional(date) && statutory_name(date).is_some() => DayKind::StatutoryOff,
            None if weekend => DayKind::Weekend,
            None => DayKind::Workday,
        }
    }

    /// Whether no notice speaks for the date's year.
    fn is_provisional(&self, date: NaiveDate) -> bool {
        self.notices.in_force(date.year()).is_none()
    }

    /// What the notice says of a day: the reason, the holiday it rests for, the notice's id.
    fn named(&self, date: NaiveDate) -> (Option<OpeningReason>, Option<String>, Option<String>) {
        let weekday = weekday(date);
        if let Some((notice, day)) = self.notices.naming(date) {
            let (name, notice_id) = (day.name.clone(), notice.id.clone());
            let holiday = day.off.then(|| name.clone());
            let reason = match day.off {
                true => OpeningReason::Holiday { name, notice_id: Some(notice_id) },
                false if weekday >= 6 => OpeningReason::MakeupDay { weekday, name, notice_id },
                false => OpeningReason::NamedWorkday { weekday, name, notice_id },
            };
            return (Some(reason), holiday, Some(notice.id.clone()));
        }
        if let Some(notice) = self.notices.in_force(date.year()) {
            return (None, None, Some(notice.id.clone()));
        }
        let holiday = statutory_name(date).map(str::to_owned);
        (holiday.clone().map(|name| OpeningReason::Holiday { name, notice_id: None }), holiday, None)
    }

    fn is_closed_weekday(&self, date: NaiveDate) -> bool {
        self.settings.closed_weekdays.contains(&weekday(date))
    }

    /// Whether the rule alone, without museum notices, opens the museum on a day.
    fn opens_by_rule(&self, date: NaiveDate, kind: DayKind) -> bool {
        !self.is_closed_weekday(date) || kind == DayKind::StatutoryOff
    }

    /// Whether a half of a day is open for a place, and the museum notice that decided it.
    fn half(&self, path: &[String], date: NaiveDate, morning: bool, by_rule: bool) -> (bool, Option<&MuseumNotice>) {
        match deciding(&self.museum, path, date, morning) {
            Some(notice) => (notice.effect == NoticeEffect::Open, Some(notice)),
            None => (by_rule, None),
        }
    }

    /// What a day is and why.
    pub fn day(&self, date: NaiveDate) -> CalendarDay {
        let day_kind = self.day_kind(date);
        let (named, holiday, notice_id) = self.named(date);
        // A day that next year's notice names is settled, even where its own year has none.
        let provisional = notice_id.is_none();
        let by_rule = self.opens_by_rule(date, day_kind);
        let (morning, morning_notice) = self.half(&[], date, true, by_rule);
        let (afternoon, afternoon_notice) = self.half(&[], date, false, by_rule);
        let mut reasons = Vec::new();
        for notice in [morning_notice, afternoon_notice].into_iter().flatten() {
            let said = museum_reason(notice);
            if !reasons.contains(&said) {
                reasons.push(said);
            }
        }
        reasons.extend(self.rule_reasons(date, by_rule, named));
        if provisional {
            reasons.push(OpeningReason::NoNotice { year: date.year() });
        }
        let hours = halved(self.settings.hours_on(date), self.settings.half_day_minute, morning, afternoon);
        CalendarDay {
            date,
            day_kind,
            open: hours.is_some(),
            reasons,
            notice_id,
            provisional,
            holiday,
            season: self.settings.season(date).map(|season| season.name.clone()),
            hours,
            spaces: self.space_notices(date),
        }
    }

    /// What the weekday rule and the State Council's notice say, the deciding one first.
    fn rule_reasons(&self, date: NaiveDate, open: bool, named: Option<OpeningReason>) -> Vec<OpeningReason> {
        let weekday = weekday(date);
        match (self.is_closed_weekday(date), named) {
            (true, Some(OpeningReason::Holiday { name, notice_id })) if open => {
                vec![OpeningReason::HolidayOnClosedWeekday { weekday, name, notice_id }]
            }
            (true, named) => {
                let mut reasons = vec![OpeningReason::ClosedWeekday { weekday }];
                reasons.extend(named);
                reasons
            }
            (false, Some(named)) => vec![named],
            (false, None) => vec![OpeningReason::WeekdayRule { weekday }],
        }
    }

    fn space_notices(&self, date: NaiveDate) -> Vec<SpaceNotice> {
        self.museum
            .iter()
            .filter(|notice| notice.covers(date, true) || notice.covers(date, false))
            .filter_map(|notice| {
                Some(SpaceNotice {
                    id: notice.id.clone(),
                    space: notice.space.clone()?,
                    effect: notice.effect,
                    part: notice.part,
                    kind: notice.kind,
                    reason: notice.reason.clone(),
                })
            })
            .collect()
    }

    /// Hours of a space on a day, museum notices counted; `None` where it is closed. `path` is the
    /// space and everything it is a part of, nearest first.
    pub fn space_hours(&self, path: &[String], date: NaiveDate) -> Option<Hours> {
        let by_rule = self.opens_by_rule(date, self.day_kind(date));
        let (morning, _) = self.half(path, date, true, by_rule);
        let (afternoon, _) = self.half(path, date, false, by_rule);
        halved(self.settings.space_hours_on(path, date), self.settings.half_day_minute, morning, afternoon)
    }

    /// How a stretch of a space stands to the calendar. `path` is the space and everything it is a
    /// part of, nearest first. A notice goes before a closed day, that before the hours.
    pub fn verdict(&self, path: &[String], span: Span) -> OpeningVerdict {
        let mut verdict = OpeningVerdict::Open;
        let mut starts = span.starts;
        while starts < span.ends {
            let Some(date) = date_of(starts) else { break };
            let day = day_start(date);
            let ends = span.ends.min(day + DAY_MINUTES);
            match self.verdict_within(path, date, starts - day, ends - day) {
                OpeningVerdict::Open => {}
                closed @ OpeningVerdict::ClosedByNotice { .. } => return closed,
                OpeningVerdict::ClosedDay => verdict = OpeningVerdict::ClosedDay,
                OpeningVerdict::OutsideHours if verdict == OpeningVerdict::Open => {
                    verdict = OpeningVerdict::OutsideHours;
                }
                OpeningVerdict::OutsideHours => {}
            }
            starts = ends;
        }
        verdict
    }

    /// [`Calendar::verdict`] within one day, in minutes of that day.
    fn verdict_within(&self, path: &[String], date: NaiveDate, starts: i64, ends: i64) -> OpeningVerdict {
        let noon = self.settings.half_day_minute;
        let by_rule = self.opens_by_rule(date, self.day_kind(date));
        let mut closed = false;
        for (morning, touched) in [(true, starts < noon), (false, ends > noon)] {
            if !touched {
                continue;
            }
            match self.half(path, date, morning, by_rule) {
                (true, _) => {}
                (false, Some(notice)) => return OpeningVerdict::ClosedByNotice { reason: notice.reason.clone() },
                (false, None) => closed = true,
            }
        }
        if closed {
            return OpeningVerdict::ClosedDay;
        }
        let hours = self.settings.space_hours_on(path, date);
        if hours.opens <= starts && ends <= hours.closes { OpeningVerdict::Open } else { OpeningVerdict::OutsideHours }
    }
}

fn museum_reason(notice: &MuseumNotice) -> OpeningReason {
    OpeningReason::MuseumNotice {
        id: notice.id.clone(),
        effect: notice.effect,
        part: notice.part,
        kind: notice.kind,
        reason: notice.reason.clone(),
    }
}

/// The hours that remain of a day whose halves are open or not. The last entry keeps its distance
/// from closing where the afternoon falls away.
fn halved(hours: Hours, noon: i64, morning: bool, afternoon: bool) -> Option<Hours> {
    let Hours { mut opens, mut last_entry, mut closes } = hours;
    match (morning, afternoon) {
        (false, false) => return None,
        (true, true) => {}
        (false, true) => {
            opens = opens.max(noon);
            last_entry = last_entry.max(opens);
        }
        (true, false) => {
            let before_closing = closes - last_entry;
            closes = closes.min(noon);
            last_entry = last_entry.min(closes - before_closing).max(opens);
        }
    }
    (opens < closes).then_some(Hours { opens, last_entry, closes })
}
