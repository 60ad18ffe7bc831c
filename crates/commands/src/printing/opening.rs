//! The opening calendar as the papers say it: hours, reasons in words, closed halls, notices.

use std::collections::{BTreeSet, HashMap};

use chrono::Datelike as _;
use print::Day;
use rules::calendar::{Calendar, CalendarDay, DayPart, NoticeEffect, OpeningReason};
use rules::time::{DAY_MINUTES, Minute, date_of};
use store::{Value, rows, statement};
use words::Locale;

use crate::gate::Call;
use crate::{Failure, calendar};

/// Holidays that have a name in both languages; notices name others in Chinese alone.
const HOLIDAYS: [(&str, &str); 8] = [
    ("元旦", "new_year"),
    ("春节", "spring_festival"),
    ("清明节", "qingming"),
    ("清明", "qingming"),
    ("劳动节", "labour_day"),
    ("端午节", "dragon_boat"),
    ("中秋节", "mid_autumn"),
    ("国庆节", "national_day"),
];

/// The days of a request.
pub(super) struct Opening {
    days: Vec<CalendarDay>,
    notices: Vec<String>,
    noon: Minute,
    locale: Locale,
}

/// A space that a museum notice closes.
pub(super) struct ClosedSpace {
    pub(super) space: String,
    pub(super) starts: Minute,
    pub(super) ends: Minute,
    pub(super) reason: String,
}

impl Opening {
    /// The days from the one that begins at `from` to the one that begins at `to`.
    pub(super) fn load(call: &Call<'_>, locale: Locale, from: Minute, to: Minute) -> Result<Opening, Failure> {
        let calendar = calendar::load(call.snapshot)?;
        let mut days = Vec::new();
        let mut minute = from;
        while minute <= to {
            let date = date_of(minute).ok_or_else(|| Failure::new("time_invalid").fact("field", "from"))?;
            days.push(calendar.day(date));
            minute += DAY_MINUTES;
        }
        Ok(Opening { notices: notices(&calendar, &days), noon: calendar.settings().half_day_minute, days, locale })
    }

    /// Years in the period whose notice is not out.
    pub(super) fn provisional_years(&self) -> Vec<i32> {
        let years: BTreeSet<i32> = self.days.iter().filter(|day| day.provisional).map(|day| day.date.year()).collect();
        years.into_iter().collect()
    }

    /// Titles of the notices that name a day of the period, or else of its years, between 《》.
    pub(super) fn notices(&self) -> Vec<String> {
        self.notices.clone()
    }

    /// Spaces that museum notices close in the period.
    pub(super) fn closures(&self) -> Vec<ClosedSpace> {
        let mut closures = Vec::new();
        for day in &self.days {
            let begins = rules::time::day_start(day.date);
            for notice in day.spaces.iter().filter(|notice| notice.effect == NoticeEffect::Close) {
                let (starts, ends) = match notice.part {
                    DayPart::Day => (0, DAY_MINUTES),
                    DayPart::Morning => (0, self.noon),
                    DayPart::Afternoon => (self.noon, DAY_MINUTES),
                };
                closures.push(ClosedSpace {
                    space: notice.space.clone(),
                    starts: begins + starts,
                    ends: begins + ends,
                    reason: notice.reason.clone(),
                });
            }
        }
        closures
    }

    /// The days as the sheets print them, with their duty leaders.
    pub(super) fn days(&self, call: &Call<'_>) -> Result<Vec<Day>, Failure> {
        let from = self.days.first().map_or(0, |day| rules::time::day_start(day.date));
        let to = self.days.last().map_or(0, |day| rules::time::day_start(day.date)) + DAY_MINUTES;
        let mut leaders: HashMap<Minute, String> = HashMap::new();
        for duty in call.snapshot.rows::<rows::Duty>(&statement::DUTY_BETWEEN, &[Value::from(from), Value::from(to)])? {
            if let Some(person) = call.find::<rows::Person>(&duty.leader_id)? {
                leaders.insert(duty.day, person.name);
            }
        }
        let mut day = |day: &CalendarDay| {
            let begins = rules::time::day_start(day.date);
            Day {
                day: begins,
                open: day.hours.map(|hours| (begins + hours.opens, begins + hours.closes)),
                last_entry: day.hours.map(|hours| begins + hours.last_entry),
                reason: reason(self.locale, day),
                reason_facts: reason(Locale::ZhCn, day).unwrap_or_default(),
                provisional: day.provisional,
                leader: leaders.remove(&begins),
            }
        };
        Ok(self.days.iter().map(&mut day).collect())
    }
}

/// Why the day is as it is, where that is worth saying on the wall.
fn reason(locale: Locale, day: &CalendarDay) -> Option<String> {
    let said: Vec<String> = day.reasons.iter().filter_map(|reason| say(locale, reason, day.open)).collect();
    (!said.is_empty()).then(|| {
        said.join(match locale {
            Locale::ZhCn => "；",
            Locale::En => "; ",
        })
    })
}

fn say(locale: Locale, reason: &OpeningReason, open: bool) -> Option<String> {
    Some(match reason {
        // Ordinary days, and what the tag and the foot say already.
        OpeningReason::WeekdayRule { .. } | OpeningReason::NamedWorkday { .. } | OpeningReason::NoNotice { .. } => {
            return None;
        }
        OpeningReason::ClosedWeekday { .. } if open => return None,
        OpeningReason::ClosedWeekday { weekday } => {
            words::print_opening_closed_weekday(locale, weekday_name(locale, *weekday))
        }
        OpeningReason::Holiday { name, .. } => holiday(locale, name),
        OpeningReason::HolidayOnClosedWeekday { weekday, name, .. } => {
            words::print_opening_holiday_weekday(locale, holiday(locale, name), weekday_name(locale, *weekday))
        }
        OpeningReason::MakeupDay { name, .. } => words::print_opening_makeup(locale, holiday(locale, name)),
        OpeningReason::MuseumNotice { part, reason, .. } => match part {
            DayPart::Day => reason.clone(),
            DayPart::Morning => words::print_opening_part(locale, words::print_part_morning(locale), reason),
            DayPart::Afternoon => words::print_opening_part(locale, words::print_part_afternoon(locale), reason),
        },
    })
}

fn weekday_name(locale: Locale, number: u32) -> String {
    words::lookup(locale, &format!("print_weekday_{number}"), &[]).unwrap_or_default()
}

/// A holiday's name, or the names of two that fall together.
fn holiday(locale: Locale, name: &str) -> String {
    let one = |name: &str| {
        HOLIDAYS
            .iter()
            .find(|(chinese, _)| *chinese == name)
            .and_then(|(_, code)| words::lookup(locale, &format!("print_holiday_{code}"), &[]))
            .unwrap_or_else(|| name.to_owned())
    };
    name.split('、').map(one).collect::<Vec<_>>().join(match locale {
        Locale::ZhCn => "、",
        Locale::En => ", ",
    })
}

/// Titles of the notices the days follow; a week in the middle of a year needs only its own year's.
fn notices(calendar: &Calendar, days: &[CalendarDay]) -> Vec<String> {
    let ids: BTreeSet<&str> = days.iter().filter_map(|day| day.notice_id.as_deref()).collect();
    let mut titles: Vec<String> = Vec::new();
    for notice in calendar.notices().all().filter(|notice| ids.contains(notice.id.as_str())) {
        let title = notice.title.trim_matches(['《', '》']);
        titles.push(format!("《{title}》"));
    }
    titles.dedup();
    titles
}
