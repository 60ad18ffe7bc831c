//! What several documents share: days, halls, sessions, exhibitions, and the lines they print.

use std::collections::BTreeSet;

use rules::session::{SessionKind, SessionState};
use rules::time::{DAY_MINUTES, Minute};
use serde_json::{Value, json};

use crate::say::Say;
use crate::sheet::{Cell, Compared};

/// A day and whether the museum is open.
#[derive(Debug, Clone, Default)]
pub struct Day {
    /// Its first minute.
    pub day: Minute,
    /// When it opens and closes, in minutes on the wall clock; `None` on a closed day.
    pub open: Option<(Minute, Minute)>,
    /// When the last visitor may enter.
    pub last_entry: Option<Minute>,
    /// Why it is as it is, where that is worth saying on the wall.
    pub reason: Option<String>,
    /// The same free of language: what is compared.
    pub reason_facts: String,
    /// Whether its year's holiday notice is not out yet.
    pub provisional: bool,
    /// The duty leader's name.
    pub leader: Option<String>,
}

/// A hall at the top of the house: a row of the wall sheets.
#[derive(Debug, Clone)]
pub struct Hall {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What stands small below the name: its parts, its seats.
    pub note: Option<String>,
}

/// Where a session is.
#[derive(Debug, Clone)]
pub struct Place {
    /// The id of the hall at the top.
    pub hall: String,
    /// The hall's name.
    pub hall_name: String,
    /// The part of it, where the session does not take the whole hall.
    pub part: Option<String>,
}

/// A place to be filled by a person.
#[derive(Debug, Clone)]
pub struct Post {
    /// The role's code.
    pub role: String,
    /// Who fills it; `None` where somebody is missing.
    pub person: Option<String>,
}

/// A soft clash that was let pass, with the reason that prints.
#[derive(Debug, Clone)]
pub struct Override {
    /// The code of the clash, which the sheet names in words.
    pub clash: String,
    /// Why.
    pub reason: String,
    /// Who let it pass.
    pub author: String,
}

/// A session as a sheet prints it.
#[derive(Debug, Clone)]
pub struct Session {
    /// Its id.
    pub id: String,
    /// Its kind.
    pub kind: SessionKind,
    /// Its state at the time of printing.
    pub state: SessionState,
    /// Whether the public may come.
    pub public: bool,
    /// Its title, as typed.
    pub title: String,
    /// First minute.
    pub starts: Minute,
    /// The minute after the last.
    pub ends: Minute,
    /// Where it is; empty outside the house.
    pub places: Vec<Place>,
    /// Where it is outside the house.
    pub outside: Option<String>,
    /// The organising department's id.
    pub department: Option<String>,
    /// The language's code, where it is not the house's own.
    pub language: Option<String>,
    /// The age band's code.
    pub age_band: Option<String>,
    /// People at most.
    pub capacity: Option<i64>,
    /// Where people gather.
    pub meeting_point: Option<String>,
    /// A remark.
    pub remark: Option<String>,
    /// Its posts.
    pub posts: Vec<Post>,
    /// Clashes that were let pass.
    pub overrides: Vec<Override>,
}

/// What became of a session that an issued sheet still shows.
#[derive(Debug, Clone)]
pub struct Fate {
    /// The session's id.
    pub id: String,
    /// Cancelled or moved.
    pub state: SessionState,
    /// When it takes place now, where it was moved.
    pub moved_to: Option<Minute>,
    /// The code of the reason.
    pub reason_code: Option<String>,
    /// The reason in words.
    pub reason_text: Option<String>,
}

/// An exhibition; its four days are given by their first minutes, all included.
#[derive(Debug, Clone)]
pub struct Exhibition {
    /// Its id.
    pub id: String,
    /// Its title, as typed.
    pub title: String,
    /// Ids of the halls at the top.
    pub halls: Vec<String>,
    /// Its state.
    pub state: SessionState,
    /// The first day of installation.
    pub installs_from: Minute,
    /// The first open day.
    pub opens_on: Minute,
    /// The last open day.
    pub closes_on: Minute,
    /// The last day of deinstallation.
    pub deinstalls_until: Minute,
    /// Who lends it.
    pub lender: Option<String>,
    /// Clashes that were let pass.
    pub overrides: Vec<Override>,
}

impl Day {
    pub(super) fn cell(&self) -> Cell {
        let hours = self.open.map_or_else(|| "closed".to_owned(), |(from, to)| format!("{from}-{to}"));
        Cell {
            key: format!("day/{}", self.day),
            row: String::new(),
            starts: self.day,
            ends: self.day + DAY_MINUTES,
            mark: String::new(),
            title: String::new(),
            detail: joined(&[Some(hours), Some(self.reason_facts.clone()), self.leader.clone()]),
        }
    }

    pub(super) fn model(&self, say: Say, compared: &Compared) -> Value {
        use chrono::Datelike as _;
        let date = rules::time::date_of(self.day).unwrap_or_default();
        json!({
            "number": date.day().to_string(),
            "date": say.date(self.day),
            "short": say.day(self.day),
            "month": words::print_month_name(say.locale, say.month(date.month())),
            "first": date.day() == 1,
            "weekday": say.weekday(self.day),
            "closed": self.open.is_none(),
            "opening": match self.open {
                Some((from, to)) => words::print_open_hours(say.locale, say.time(from), say.time(to)),
                None => words::print_closed(say.locale).to_owned(),
            },
            "last_entry": self.last_entry.map(|minute| words::print_last_entry(say.locale, say.time(minute))),
            "reason": self.reason,
            "provisional": self.provisional,
            "leader": self.leader,
            "changed": compared.marks(&format!("day/{}", self.day)),
        })
    }
}

impl Session {
    /// Whether it stands on a sheet at all: a cancelled or moved one only lives on in what was issued.
    pub(super) fn stands(&self) -> bool {
        !matches!(self.state, SessionState::Cancelled | SessionState::Moved)
    }

    /// Whether it stands on a wall: public, and its plan is fixed.
    pub(super) fn hangs(&self) -> bool {
        self.public && self.stands() && self.state != SessionState::Draft
    }

    /// Its halls, or nothing outside the house.
    pub(super) fn halls(&self) -> Vec<&str> {
        let mut halls: Vec<&str> = self.places.iter().map(|place| place.hall.as_str()).collect();
        halls.dedup();
        halls
    }

    /// Where it is, in full: halls with the parts it takes.
    pub(super) fn place(&self) -> String {
        let named = self.places.iter().map(|place| match &place.part {
            Some(part) => format!("{}·{part}", place.hall_name),
            None => place.hall_name.clone(),
        });
        named.chain(self.outside.clone()).collect::<Vec<_>>().join("、")
    }

    /// The parts it takes of one hall.
    pub(super) fn part_of(&self, hall: &str) -> Option<String> {
        let parts: Vec<&str> =
            self.places.iter().filter(|place| place.hall == hall).filter_map(|place| place.part.as_deref()).collect();
        (!parts.is_empty()).then(|| parts.join("、"))
    }

    /// Its cell; `detail` is what the sheet prints beyond its time, mark and title.
    pub(super) fn cell(&self, say: Say, detail: &[Option<String>]) -> Cell {
        let overridden: Vec<String> =
            self.overrides.iter().map(|passed| format!("{}/{}", passed.reason, passed.author)).collect();
        Cell {
            key: self.id.clone(),
            row: self.halls().join(","),
            starts: self.starts,
            ends: self.ends,
            mark: say.mark(self.kind),
            title: self.title.clone(),
            detail: joined(&[
                Some(self.place()),
                self.language.clone(),
                Some(joined(detail)),
                (!overridden.is_empty()).then(|| overridden.join(" ")),
            ]),
        }
    }

    /// Its line on a sheet. `place` is what the sheet's row does not say already.
    pub(super) fn line(&self, say: Say, compared: &Compared, notes: &mut Notes, place: Option<String>) -> Value {
        let missing = self.posts.iter().filter(|post| post.person.is_none()).count();
        let people: Vec<&str> = self.posts.iter().filter_map(|post| post.person.as_deref()).collect();
        json!({
            "starts": self.starts,
            "time": say.time(self.starts),
            "times": say.times(self.starts, self.ends),
            "mark": say.mark(self.kind),
            "title": self.title,
            "place": place,
            "language": self.language.as_ref().map(|code| say.code("language", code)),
            "age_band": self.age_band.as_ref().map(|code| say.code("age_band", code)),
            "capacity": self.capacity.map(|count| words::print_capacity(say.locale, count)),
            "meeting_point": self.meeting_point.as_ref().map(|place| words::print_meeting_point(say.locale, place)),
            "remark": self.remark,
            "people": people,
            "missing": (missing > 0).then(|| words::print_post_empty(say.locale, missing)),
            "internal": !self.public,
            "state": self.state.code(),
            "state_word": say.state(self.state),
            "notes": notes.add(say, self.starts, &self.title, &self.overrides),
            "changed": compared.marks(&self.id),
            "gone": Value::Null,
        })
    }
}

/// The struck line of something an issued sheet still shows.
pub(super) fn gone_line(say: Say, cell: &Cell, fates: &[Fate]) -> Value {
    json!({
        "starts": cell.starts,
        "time": say.time(cell.starts),
        "times": say.times(cell.starts, cell.ends),
        "mark": cell.mark,
        "title": cell.title,
        "place": Value::Null,
        "notes": [],
        "changed": true,
        "gone": fate(say, cell, fates),
    })
}

/// What became of it, in words.
pub(super) fn fate(say: Say, cell: &Cell, fates: &[Fate]) -> String {
    let Some(fate) = fates.iter().find(|fate| fate.id == cell.key) else {
        return words::print_gone_removed(say.locale).to_owned();
    };
    match (fate.state, fate.moved_to) {
        (SessionState::Moved, Some(minute)) => words::print_gone_moved(say.locale, say.day(minute), say.time(minute)),
        (SessionState::Moved, None) => say.state(SessionState::Moved),
        _ => match (&fate.reason_text, &fate.reason_code) {
            (Some(text), _) => words::print_gone_cancelled_reason(say.locale, text),
            (None, Some(code)) => words::print_gone_cancelled_reason(say.locale, say.code("reason", code)),
            (None, None) => words::print_gone_cancelled(say.locale).to_owned(),
        },
    }
}

/// Lines that differ in their time alone become one entry with several times, each marked for itself.
pub(super) fn together(lines: &[Value]) -> Vec<Value> {
    const SAME: [&str; 6] = ["mark", "title", "place", "language", "notes", "gone"];
    let planned = |line: &Value| line["state"] == SessionState::Planned.code();
    let mut entries: Vec<Value> = Vec::new();
    for line in lines {
        let moment = json!({"time": line["time"], "changed": line["changed"]});
        let same = |entry: &&mut Value| {
            planned(entry) == planned(line) && SAME.iter().all(|field| entry[*field] == line[*field])
        };
        if let Some(moments) = entries.iter_mut().find(same).and_then(|entry| entry["moments"].as_array_mut()) {
            moments.push(moment);
        } else {
            let mut entry = line.clone();
            entry["moments"] = Value::Array(vec![moment]);
            entries.push(entry);
        }
    }
    entries
}

/// The same lines, each an entry of its own.
pub(super) fn apart(lines: &[Value]) -> Vec<Value> {
    lines.iter().flat_map(|line| together(std::slice::from_ref(line))).collect()
}

/// Puts lines in order of their start.
pub(super) fn in_order(lines: &mut [Value]) {
    lines.sort_by_key(|line| line["starts"].as_i64());
}

/// Reasons of what was let pass, numbered through the sheet.
#[derive(Default)]
pub(super) struct Notes {
    said: Vec<String>,
    numbers: std::collections::HashMap<(Minute, String, String), usize>,
}

impl Notes {
    /// The numbers of these overrides' notes; one that was said before keeps its number.
    pub(super) fn add(&mut self, say: Say, starts: Minute, title: &str, overrides: &[Override]) -> Vec<String> {
        let mut numbers = Vec::new();
        for passed in overrides {
            let key = (starts, title.to_owned(), format!("{}\n{}\n{}", passed.clash, passed.reason, passed.author));
            let next = self.said.len() + 1;
            let number = *self.numbers.entry(key).or_insert(next);
            if number == next {
                let when = format!("{} {}", say.day(starts), say.time(starts));
                let clash = say.code("clash", &passed.clash);
                // The sentence brings its own full stop.
                let reason = passed.reason.trim_end_matches(['。', '.']);
                self.said.push(words::print_override_note(say.locale, &passed.author, clash, reason, title, when));
            }
            numbers.push(number.to_string());
        }
        numbers.dedup();
        numbers
    }

    /// All of them, in the order of their numbers.
    pub(super) fn said(&self) -> &[String] {
        &self.said
    }
}

/// Kinds and states that a sheet shows, each once, for its legend.
#[derive(Default)]
pub(super) struct Legend {
    kinds: BTreeSet<SessionKind>,
    states: BTreeSet<SessionState>,
    exhibitions: bool,
}

impl Legend {
    pub(super) fn see(&mut self, session: &Session) {
        self.kinds.insert(session.kind);
        self.states.insert(session.state);
    }

    pub(super) fn see_kind(&mut self, kind: SessionKind) {
        self.kinds.insert(kind);
    }

    pub(super) fn see_exhibition(&mut self) {
        self.exhibitions = true;
    }

    pub(super) fn model(&self, say: Say) -> Value {
        let mut kinds: Vec<Value> = self
            .kinds
            .iter()
            .map(|kind| json!({"mark": say.mark(*kind), "word": say.code("kind", kind.code())}))
            .collect();
        if self.exhibitions {
            kinds.push(json!({"mark": say.code("mark", "exhibition"), "word": say.code("kind", "exhibition")}));
        }
        let states: Vec<Value> =
            self.states.iter().map(|state| json!({"state": state.code(), "word": say.state(*state)})).collect();
        json!({"kinds": kinds, "states": states})
    }
}

/// Facts joined so that no two lists of facts read alike.
pub(super) fn joined(facts: &[Option<String>]) -> String {
    facts.iter().map(|fact| fact.as_deref().unwrap_or("")).collect::<Vec<_>>().join("\u{1f}")
}
