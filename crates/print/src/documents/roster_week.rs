//! 讲解排班: people by days with their posts, leave, and the posts that nobody fills yet.

use rules::session::SessionKind;
use rules::time::{DAY_MINUTES, Minute};
use serde_json::{Value, json};

use super::parts::{Day, Legend, Notes, Override, in_order, joined};
use crate::say::Say;
use crate::sheet::{Cell, Compared};

/// The minute of a day that parts its halves.
const NOON: Minute = 12 * 60;

/// The roster of one or more weeks.
#[derive(Debug, Clone, Default)]
pub struct RosterWeek {
    /// The days, in order.
    pub days: Vec<Day>,
    /// The people, in their order.
    pub people: Vec<RosterPerson>,
    /// Their duties, and duties that nobody fills.
    pub duties: Vec<Duty>,
    /// When people are away.
    pub absences: Vec<Absence>,
}

/// A row of the roster.
#[derive(Debug, Clone)]
pub struct RosterPerson {
    /// Their id.
    pub id: String,
    /// Their name.
    pub name: String,
    /// The code of their kind: staff, docent, volunteer.
    pub kind: String,
}

/// Something a person is to do.
#[derive(Debug, Clone)]
pub struct Duty {
    /// The post's id, or another that stays the same.
    pub id: String,
    /// Who does it; `None` where somebody is missing.
    pub person: Option<String>,
    /// The kind of session.
    pub kind: SessionKind,
    /// The session's title.
    pub title: String,
    /// Where.
    pub place: String,
    /// The role's code.
    pub role: String,
    /// First minute.
    pub starts: Minute,
    /// The minute after the last.
    pub ends: Minute,
    /// Clashes of the session that were let pass.
    pub overrides: Vec<Override>,
}

/// A stretch in which a person is away.
#[derive(Debug, Clone)]
pub struct Absence {
    /// Who.
    pub person: String,
    /// First minute.
    pub starts: Minute,
    /// The minute after the last.
    pub ends: Minute,
    /// The code of why.
    pub kind: String,
}

/// Days of one page's columns.
const DAYS_ON_A_PAGE: usize = 7;

impl RosterWeek {
    /// What the roster says.
    pub(super) fn cells(&self) -> Vec<Cell> {
        let say = Say { locale: words::Locale::ZhCn };
        let duties = self.duties.iter().map(|duty| Cell {
            key: format!("duty/{}", duty.id),
            row: duty.person.clone().unwrap_or_default(),
            starts: duty.starts,
            ends: duty.ends,
            mark: say.mark(duty.kind),
            title: duty.title.clone(),
            detail: joined(&[Some(duty.place.clone()), Some(duty.role.clone())]),
        });
        let absences = self.absences.iter().map(|absence| Cell {
            key: absence_key(absence),
            row: absence.person.clone(),
            starts: absence.starts,
            ends: absence.ends,
            mark: String::new(),
            title: String::new(),
            detail: absence.kind.clone(),
        });
        self.days.iter().map(Day::cell).chain(duties).chain(absences).collect()
    }

    /// What the template reads.
    pub(super) fn model(&self, say: Say, compared: &Compared) -> Value {
        let mut notes = Notes::default();
        let mut legend = Legend::default();
        self.duties.iter().for_each(|duty| legend.see_kind(duty.kind));
        let weeks: Vec<Value> = self
            .days
            .chunks(DAYS_ON_A_PAGE)
            .map(|days| {
                let mut rows: Vec<Value> = self
                    .people
                    .iter()
                    .map(|person| {
                        let mut row = self.row(say, compared, &mut notes, &person.id, days);
                        row["name"] = Value::from(person.name.clone());
                        row["kind"] = Value::from(say.code("person_kind", &person.kind));
                        row
                    })
                    .collect();
                let mut missing = self.row(say, compared, &mut notes, "", days);
                if missing["filled"] == Value::Bool(true) {
                    missing["name"] = Value::from(words::print_unassigned(say.locale));
                    missing["kind"] = Value::Null;
                    missing["missing"] = Value::Bool(true);
                    rows.push(missing);
                }
                json!({"days": days.iter().map(|day| day.model(say, compared)).collect::<Vec<_>>(), "rows": rows})
            })
            .collect();
        json!({ "weeks": weeks, "notes": notes.said(), "legend": legend.model(say) })
    }

    /// One person's row; the empty id is the row of what nobody fills.
    fn row(&self, say: Say, compared: &Compared, notes: &mut Notes, person: &str, days: &[Day]) -> Value {
        let (mut count, mut minutes, mut filled) = (0_usize, 0, false);
        let cells: Vec<Value> = days
            .iter()
            .map(|day| {
                let today = |starts: Minute| starts >= day.day && starts < day.day + DAY_MINUTES;
                let mut lines: Vec<Value> = self
                    .duties
                    .iter()
                    .filter(|duty| duty.person.as_deref().unwrap_or("") == person && today(duty.starts))
                    .map(|duty| {
                        count += 1;
                        // A run's nights are no work: its days are counted, its hours are not.
                        if duty.kind != SessionKind::Caravan {
                            minutes += duty.ends - duty.starts;
                        }
                        duty_line(say, compared, notes, duty)
                    })
                    .collect();
                let struck = compared
                    .removed()
                    .filter(|cell| cell.key.starts_with("duty/") && cell.row == person && today(cell.starts));
                lines.extend(struck.map(|cell| {
                    json!({
                        "starts": cell.starts,
                        "times": say.times(cell.starts, cell.ends),
                        "mark": cell.mark,
                        "title": cell.title,
                        "place": Value::Null,
                        "notes": [],
                        "changed": true,
                        "gone": words::print_gone_removed(say.locale),
                    })
                }));
                in_order(&mut lines);
                let away = if person.is_empty() { Vec::new() } else { self.away(say, compared, person, day.day) };
                filled |= !lines.is_empty() || !away.is_empty();
                json!({"closed": day.open.is_none(), "lines": lines, "away": away})
            })
            .collect();
        json!({
            "cells": cells,
            "filled": filled,
            "count": words::print_post_count(say.locale, count),
            "length": (minutes > 0).then(|| say.duration(minutes)),
        })
    }

    fn away(&self, say: Say, compared: &Compared, person: &str, day: Minute) -> Vec<Value> {
        let until = day + DAY_MINUTES;
        self.absences
            .iter()
            .filter(|absence| absence.person == person && absence.starts < until && absence.ends > day)
            .map(|absence| {
                let (from, to) = (absence.starts.max(day), absence.ends.min(until));
                let whole = from == day && to == until;
                json!({
                    "word": say.code("leave_kind", &absence.kind),
                    "times": match (from - day, to - day) {
                        _ if whole => words::print_all_day(say.locale).to_owned(),
                        (0, NOON) => words::print_part_morning(say.locale).to_owned(),
                        (NOON, DAY_MINUTES) => words::print_part_afternoon(say.locale).to_owned(),
                        _ => say.times(from, to),
                    },
                    "changed": compared.marks(&absence_key(absence)),
                })
            })
            .collect()
    }
}

fn duty_line(say: Say, compared: &Compared, notes: &mut Notes, duty: &Duty) -> Value {
    json!({
        "starts": duty.starts,
        "times": say.times(duty.starts, duty.ends),
        "mark": say.mark(duty.kind),
        "title": duty.title,
        "place": duty.place,
        "notes": notes.add(say, duty.starts, &duty.title, &duty.overrides),
        "changed": compared.marks(&format!("duty/{}", duty.id)),
        "gone": Value::Null,
    })
}

fn absence_key(absence: &Absence) -> String {
    format!("away/{}/{}", absence.person, absence.starts)
}
