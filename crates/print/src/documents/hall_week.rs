//! 展厅周程: the halls at the top of the house by days, public sessions alone, bars to scale.

use std::collections::HashMap;

use rules::session::SessionState;
use rules::time::{DAY_MINUTES, Minute, Span, minute_of_day};
use serde_json::{Map, Value, json};

use super::parts::{Day, Exhibition, Fate, Hall, Legend, Notes, Session, apart, gone_line, in_order, joined, together};
use crate::say::Say;
use crate::sheet::{Cell, Compared};

/// The row of what takes no hall.
const ELSEWHERE: &str = "";

/// Days of one page's columns.
const DAYS_ON_A_PAGE: usize = 7;

/// The wall sheet of one or more weeks.
#[derive(Debug, Clone, Default)]
pub struct HallWeek {
    /// The days, in order.
    pub days: Vec<Day>,
    /// The halls, in their order.
    pub halls: Vec<Hall>,
    /// Sessions of any sort: the sheet shows those that are public and planned.
    pub sessions: Vec<Session>,
    /// Exhibitions with a phase in these days.
    pub exhibitions: Vec<Exhibition>,
    /// Halls or parts that a museum notice closes.
    pub closures: Vec<Closure>,
    /// What became of sessions that an issued sheet still shows.
    pub fates: Vec<Fate>,
}

/// A hall, or a part of it, closed by a museum notice.
#[derive(Debug, Clone)]
pub struct Closure {
    /// The hall at the top.
    pub hall: String,
    /// The part, where it is not the whole hall.
    pub part: Option<String>,
    /// From when.
    pub starts: Minute,
    /// Until when.
    pub ends: Minute,
    /// Why.
    pub reason: String,
}

/// What a sheet is drawn with, and what gathers while it is drawn.
struct Drawing<'d> {
    say: Say,
    compared: &'d Compared,
    axis: Span,
    notes: Notes,
    entries: Entries,
}

/// The entries of all cells, each once: the template sets and measures one like it a single time.
#[derive(Default)]
struct Entries {
    list: Vec<Value>,
    places: HashMap<String, usize>,
}

impl Entries {
    /// Where each of these stands in the list.
    fn add(&mut self, entries: &[Value]) -> Vec<usize> {
        const SAID: [&str; 7] = ["moments", "mark", "title", "place", "language", "notes", "gone"];
        let place = |entry: &Value| {
            let mut said: Map<String, Value> =
                SAID.iter().map(|field| ((*field).to_owned(), entry[*field].clone())).collect();
            let planned = entry["state"] == SessionState::Planned.code();
            said.insert("planned".to_owned(), Value::Bool(planned));
            let words = ["title", "place", "language"].iter().filter_map(|field| entry[*field].as_str());
            said.insert("ems".to_owned(), Value::from(words.map(ems).sum::<f64>()));
            let said = Value::Object(said);
            *self.places.entry(said.to_string()).or_insert_with(|| {
                self.list.push(said);
                self.list.len() - 1
            })
        };
        entries.iter().map(place).collect()
    }
}

/// How wide a text is at least, in ems: an ideograph takes one, its punctuation may be squeezed, of other letters
/// the narrowest counts.
fn ems(text: &str) -> f64 {
    let width = |letter: char| match letter {
        '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}' => 1.0,
        _ if letter.is_alphanumeric() => 0.2,
        _ => 0.0,
    };
    text.chars().map(width).sum()
}

impl HallWeek {
    fn shown(&self) -> impl Iterator<Item = &Session> {
        self.sessions.iter().filter(|session| session.hangs())
    }

    fn exhibitions(&self) -> impl Iterator<Item = &Exhibition> {
        self.exhibitions
            .iter()
            .filter(|exhibition| matches!(exhibition.state, SessionState::Planned | SessionState::Published))
    }

    /// What the sheet says.
    pub(super) fn cells(&self) -> Vec<Cell> {
        let say = Say { locale: words::Locale::ZhCn };
        let days = self.days.iter().map(Day::cell);
        let sessions = self.shown().map(|session| session.cell(say, &[]));
        let exhibitions = self.exhibitions().map(exhibition_cell);
        let closures = self.closures.iter().map(|closure| Cell {
            key: closure_key(closure),
            row: closure.hall.clone(),
            starts: closure.starts,
            ends: closure.ends,
            mark: String::new(),
            title: closure.reason.clone(),
            detail: joined(std::slice::from_ref(&closure.part)),
        });
        days.chain(sessions).chain(exhibitions).chain(closures).collect()
    }

    /// What the template reads.
    pub(super) fn model(&self, say: Say, compared: &Compared) -> Value {
        let mut legend = Legend::default();
        self.shown().for_each(|session| legend.see(session));
        self.exhibitions().for_each(|_| legend.see_exhibition());
        let axis = self.axis();
        let mut drawing = Drawing { say, compared, axis, notes: Notes::default(), entries: Entries::default() };
        let weeks: Vec<Value> = self
            .days
            .chunks(DAYS_ON_A_PAGE)
            .map(|days| {
                let mut rows: Vec<Value> = self.halls.iter().map(|hall| self.row(&mut drawing, hall, days)).collect();
                let elsewhere = Hall {
                    id: ELSEWHERE.to_owned(),
                    name: words::print_elsewhere(say.locale).to_owned(),
                    note: Some(words::print_elsewhere_note(say.locale).to_owned()),
                };
                let row = self.row(&mut drawing, &elsewhere, days);
                if row["filled"] == Value::Bool(true) {
                    rows.push(row);
                }
                json!({"days": days.iter().map(|day| day.model(say, compared)).collect::<Vec<_>>(), "rows": rows})
            })
            .collect();
        json!({
            "weeks": weeks,
            "entries": drawing.entries.list,
            "scale": words::print_scale(say.locale, say.time(axis.starts), say.times(axis.starts, axis.ends).split('–').next_back().unwrap_or_default()),
            "empty": self.shown().count() == 0 && compared.removed().next().is_none(),
            "notes": drawing.notes.said(),
            "legend": legend.model(say),
        })
    }

    /// The stretch of a day that every bar is drawn in: opening hours, widened to whole hours where a session needs it.
    fn axis(&self) -> Span {
        let mut axis = Span { starts: 9 * 60, ends: 17 * 60 };
        for (from, to) in self.days.iter().filter_map(|day| day.open) {
            axis.starts = axis.starts.min(minute_of_day(from));
            axis.ends = axis.ends.max(minute_of_day(to));
        }
        for session in self.shown() {
            let starts = minute_of_day(session.starts);
            axis.starts = axis.starts.min(starts);
            axis.ends = axis.ends.max((starts + session.ends - session.starts).min(DAY_MINUTES));
        }
        Span { starts: axis.starts / 60 * 60, ends: (axis.ends + 59) / 60 * 60 }
    }

    fn row(&self, drawing: &mut Drawing<'_>, hall: &Hall, days: &[Day]) -> Value {
        let bands = self.bands(drawing, hall, days);
        let cells: Vec<Value> = days.iter().map(|day| self.cell(drawing, hall, days, day)).collect();
        let has_lines = cells.iter().any(|cell| cell["lines"].as_array().is_some_and(|lines| !lines.is_empty()));
        json!({
            "name": hall.name,
            "note": hall.note,
            "filled": has_lines || !bands.is_empty(),
            "has_lines": has_lines,
            "bands": bands,
            "cells": cells,
        })
    }

    fn cell(&self, drawing: &mut Drawing<'_>, hall: &Hall, days: &[Day], day: &Day) -> Value {
        let (say, compared) = (drawing.say, drawing.compared);
        let here = |session: &&Session| {
            if hall.id == ELSEWHERE { session.places.is_empty() } else { session.halls().contains(&hall.id.as_str()) }
        };
        let first = days.first().is_some_and(|first| first.day == day.day);
        let today = |starts: Minute, ends: Minute| {
            let began = starts >= day.day && starts < day.day + DAY_MINUTES;
            began || (first && starts < day.day && ends > day.day)
        };
        let sessions: Vec<&Session> =
            self.shown().filter(here).filter(|session| today(session.starts, session.ends)).collect();
        let mut lines: Vec<Value> = sessions
            .iter()
            .map(|session| {
                let place = if hall.id == ELSEWHERE { session.outside.clone() } else { session.part_of(&hall.id) };
                // A stop that is named after its site needs no second name.
                session.line(say, compared, &mut drawing.notes, place.filter(|place| *place != session.title))
            })
            .collect();
        let struck = |cell: &&Cell| {
            let in_row =
                if hall.id == ELSEWHERE { cell.row.is_empty() } else { cell.row.split(',').any(|row| row == hall.id) };
            in_row && !cell.key.contains('/') && today(cell.starts, cell.ends)
        };
        lines.extend(compared.removed().filter(struck).map(|cell| gone_line(say, cell, &self.fates)));
        in_order(&mut lines);
        json!({
            "closed": day.open.is_none(),
            "bars": bars(&sessions, drawing.axis),
            "closures": self.closures_of(say, compared, hall, day),
            "lines": drawing.entries.add(&apart(&lines)),
            "entries": drawing.entries.add(&together(&lines)),
        })
    }

    fn closures_of(&self, say: Say, compared: &Compared, hall: &Hall, day: &Day) -> Vec<Value> {
        let until = day.day + DAY_MINUTES;
        self.closures
            .iter()
            .filter(|closure| closure.hall == hall.id && closure.starts < until && closure.ends > day.day)
            .map(|closure| {
                let whole = closure.starts <= day.day && closure.ends >= until;
                let (from, to) = (closure.starts.max(day.day), closure.ends.min(until));
                json!({
                    "part": closure.part,
                    "times": (!whole).then(|| say.times(from, to)),
                    "reason": closure.reason,
                    "changed": compared.marks(&closure_key(closure)),
                })
            })
            .collect()
    }

    /// Exhibitions above a hall's sessions: rows of stretches that do not touch one another.
    fn bands(&self, drawing: &mut Drawing<'_>, hall: &Hall, days: &[Day]) -> Vec<Vec<Value>> {
        let (say, compared) = (drawing.say, drawing.compared);
        let mut bands: Vec<(Vec<Value>, usize)> = Vec::new();
        let mut here: Vec<&Exhibition> =
            self.exhibitions().filter(|exhibition| exhibition.halls.contains(&hall.id)).collect();
        here.sort_by_key(|exhibition| exhibition.installs_from);
        for exhibition in here {
            let stretches = stretches(exhibition, days);
            let (Some(first), Some(last)) = (stretches.first(), stretches.last()) else { continue };
            let ends = last.1 + last.2;
            let index = match bands.iter().position(|(_, taken)| *taken <= first.1) {
                Some(index) => index,
                None => {
                    bands.push((Vec::new(), 0));
                    bands.len() - 1
                }
            };
            bands[index].1 = ends;
            let numbers = drawing.notes.add(say, exhibition.installs_from, &exhibition.title, &exhibition.overrides);
            for (phase, column, span) in stretches {
                bands[index].0.push(json!({
                    "column": column,
                    "span": span,
                    "phase": phase,
                    "word": say.code("phase", phase),
                    "mark": say.code("mark", "exhibition"),
                    "title": exhibition.title,
                    "days": match phase {
                        "install" => say.days(exhibition.installs_from, exhibition.opens_on - DAY_MINUTES),
                        "open" => say.days(exhibition.opens_on, exhibition.closes_on),
                        _ => say.days(exhibition.closes_on + DAY_MINUTES, exhibition.deinstalls_until),
                    },
                    "notes": numbers,
                    "changed": compared.marks(&exhibition_key(exhibition)),
                }));
            }
        }
        bands.into_iter().map(|(band, _)| band).collect()
    }
}

/// An exhibition's phases within some days: the phase, its first column and its columns.
fn stretches(exhibition: &Exhibition, days: &[Day]) -> Vec<(&'static str, usize, usize)> {
    let mut stretches: Vec<(&'static str, usize, usize)> = Vec::new();
    for (column, day) in days.iter().enumerate() {
        let day = day.day;
        let phase = if day < exhibition.installs_from || day > exhibition.deinstalls_until {
            continue;
        } else if day < exhibition.opens_on {
            "install"
        } else if day <= exhibition.closes_on {
            "open"
        } else {
            "deinstall"
        };
        match stretches.last_mut() {
            Some((last, first, span)) if *last == phase && *first + *span == column => *span += 1,
            _ => stretches.push((phase, column, 1)),
        }
    }
    stretches
}

/// Bars to scale, as parts of the axis; sessions at the same time stand in lanes above one another.
fn bars(sessions: &[&Session], axis: Span) -> Vec<Value> {
    let length = axis.minutes() as f64;
    let mut lanes: Vec<Minute> = Vec::new();
    let mut placed: Vec<(usize, &Session)> = Vec::new();
    let mut sorted = sessions.to_vec();
    sorted.sort_by_key(|session| (session.starts, session.ends));
    for session in sorted {
        let lane = match lanes.iter().position(|free| *free <= session.starts) {
            Some(lane) => lane,
            None => {
                lanes.push(0);
                lanes.len() - 1
            }
        };
        lanes[lane] = session.ends;
        placed.push((lane, session));
    }
    placed
        .into_iter()
        .map(|(lane, session)| {
            let starts = minute_of_day(session.starts);
            let at = |minute: Minute| (minute - axis.starts).clamp(0, axis.minutes()) as f64 / length;
            json!({
                "from": at(starts),
                "to": at(starts + session.ends - session.starts),
                "lane": lane,
                "lanes": lanes.len(),
                "planned": session.state == SessionState::Planned,
            })
        })
        .collect()
}

fn closure_key(closure: &Closure) -> String {
    format!("closure/{}/{}/{}", closure.hall, closure.part.as_deref().unwrap_or(""), closure.starts)
}

pub(super) fn exhibition_key(exhibition: &Exhibition) -> String {
    format!("exhibition/{}", exhibition.id)
}

/// What a sheet says of an exhibition.
pub(super) fn exhibition_cell(exhibition: &Exhibition) -> Cell {
    let passed: Vec<String> =
        exhibition.overrides.iter().map(|passed| format!("{}/{}", passed.reason, passed.author)).collect();
    Cell {
        key: exhibition_key(exhibition),
        row: exhibition.halls.join(","),
        starts: exhibition.installs_from,
        ends: exhibition.deinstalls_until + DAY_MINUTES,
        mark: "展".to_owned(),
        title: exhibition.title.clone(),
        detail: joined(&[
            Some(format!("{}-{}", exhibition.opens_on, exhibition.closes_on)),
            exhibition.lender.clone(),
            (!passed.is_empty()).then(|| passed.join(" ")),
        ]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(number: i64) -> Day {
        Day { day: number * DAY_MINUTES, ..Day::default() }
    }

    #[test]
    fn an_exhibition_fills_the_days_of_each_phase() {
        let exhibition = Exhibition {
            id: "e".into(),
            title: "深海".into(),
            halls: vec!["hall".into()],
            state: SessionState::Published,
            installs_from: DAY_MINUTES,
            opens_on: 3 * DAY_MINUTES,
            closes_on: 4 * DAY_MINUTES,
            deinstalls_until: 5 * DAY_MINUTES,
            lender: None,
            overrides: Vec::new(),
        };
        let week: Vec<Day> = (0..7).map(day).collect();
        assert_eq!(stretches(&exhibition, &week), [("install", 1, 2), ("open", 3, 2), ("deinstall", 5, 1)]);
        assert_eq!(stretches(&exhibition, &week[6..]), []);
    }
}
