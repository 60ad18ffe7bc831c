//! What the oracle knows of a museum: plain structs, nothing of `rules`.
//!
//! Minutes are counted from 1970 on the wall clock, as the gate speaks of them. Spaces, people and
//! things are named by their place in a list; what comes and goes by its id.

use std::collections::BTreeMap;

/// Minutes since 1970 on the wall clock.
pub(super) type Minute = i64;
/// Minutes of a day.
pub(super) const DAY_LONG: Minute = 1_440;
/// Monday 4 May 2026, a holiday, at 0:00.
pub(super) const FIRST_DAY: Minute = 20_577 * DAY_LONG;
/// 8:50 on it: the clock stands.
pub(super) const NOW: Minute = FIRST_DAY + 530;

#[derive(Debug, Clone)]
pub(super) struct Space {
    pub(super) id: String,
    pub(super) parent: Option<usize>,
    pub(super) capacity: Option<i64>,
    pub(super) lanes: i64,
    pub(super) active: bool,
}

#[derive(Debug, Clone)]
pub(super) struct Skill {
    pub(super) aspect: &'static str,
    pub(super) value: String,
    pub(super) expires: Option<Minute>,
}

/// Weekday (0 is Monday) and minutes of that day.
pub(super) type Presence = (i64, Minute, Minute);

#[derive(Debug, Clone)]
pub(super) struct Person {
    pub(super) id: String,
    pub(super) kind: &'static str,
    pub(super) active: bool,
    pub(super) skills: Vec<Skill>,
    pub(super) presence: Vec<Presence>,
    pub(super) licence: Option<(&'static str, Option<Minute>)>,
}

#[derive(Debug, Clone)]
pub(super) struct Vehicle {
    pub(super) id: String,
    pub(super) class: &'static str,
    pub(super) papers_until: Option<Minute>,
    pub(super) active: bool,
}

/// A kit or a site.
#[derive(Debug, Clone)]
pub(super) struct Named {
    pub(super) id: String,
    pub(super) active: bool,
}

/// What can be held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Thing {
    Content(usize),
    Event(usize),
    Closure(usize),
    /// One lane, whichever.
    Lane(usize),
    AllLanes(usize),
    Person(usize),
    Vehicle(usize),
    Kit(usize),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Hold {
    pub(super) thing: Thing,
    pub(super) from: Minute,
    pub(super) to: Minute,
}

pub(super) fn meet(one: (Minute, Minute), other: (Minute, Minute)) -> bool {
    one.0 < other.1 && other.0 < one.1
}

/// What stands against something.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Clash {
    pub(super) hard: bool,
    pub(super) code: &'static str,
    pub(super) subject: String,
    /// By how much a limit is passed: more is worse.
    pub(super) excess: i64,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Post {
    pub(super) id: Option<String>,
    pub(super) role: &'static str,
    pub(super) language: Option<&'static str>,
    pub(super) person: Option<usize>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Session {
    pub(super) kind: &'static str,
    pub(super) state: &'static str,
    pub(super) public: bool,
    pub(super) starts: Minute,
    pub(super) ends: Minute,
    pub(super) lead_in: Minute,
    pub(super) lead_out: Minute,
    pub(super) spaces: Vec<usize>,
    pub(super) posts: Vec<Post>,
    pub(super) language: &'static str,
    pub(super) theme: Option<&'static str>,
    pub(super) capacity: Option<i64>,
}

impl Session {
    pub(super) fn taken(&self) -> (Minute, Minute) {
        (self.starts - self.lead_in, self.ends + self.lead_out)
    }
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Exhibition {
    pub(super) state: &'static str,
    /// First days of installation and opening, last days of opening and deinstallation.
    pub(super) days: [Minute; 4],
    pub(super) spaces: Vec<usize>,
}

/// A run with one stop.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Run {
    pub(super) state: &'static str,
    pub(super) departs: Minute,
    pub(super) starts: Minute,
    pub(super) ends: Minute,
    pub(super) home_departs: Minute,
    pub(super) returns: Minute,
    pub(super) out_minutes: Minute,
    pub(super) home_minutes: Minute,
    pub(super) vehicle: Option<usize>,
    pub(super) kit: Option<usize>,
    pub(super) drivers: Vec<usize>,
    pub(super) crew: Vec<usize>,
    pub(super) site: usize,
    /// The id of its stop's session.
    pub(super) stop: String,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Leave {
    pub(super) person: usize,
    pub(super) from: Minute,
    pub(super) to: Minute,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Notice {
    pub(super) from: Minute,
    pub(super) to: Minute,
    pub(super) part: &'static str,
    pub(super) space: Option<usize>,
    pub(super) closes: bool,
    pub(super) withdrawn: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum What {
    Session(Session),
    Exhibition(Exhibition),
    Run(Run),
    Leave(Leave),
    Notice(Notice),
}

/// Something that comes and goes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Item {
    pub(super) what: What,
    pub(super) holds: Vec<Hold>,
    pub(super) findings: Vec<Clash>,
    /// The step that wrote its parts as they are.
    pub(super) written: u64,
    /// Why it moved or was called off.
    pub(super) reason: Option<&'static str>,
}

/// Everything there is.
#[derive(Debug, Clone, Default)]
pub(super) struct World {
    pub(super) spaces: Vec<Space>,
    pub(super) people: Vec<Person>,
    pub(super) vehicles: Vec<Vehicle>,
    pub(super) kits: Vec<Named>,
    pub(super) sites: Vec<Named>,
    pub(super) items: BTreeMap<String, Item>,
}

impl World {
    /// Every hold of everybody but those named.
    pub(super) fn holds<'w>(&'w self, but: &'w [String]) -> impl Iterator<Item = (&'w str, &'w Item, Hold)> {
        self.items
            .iter()
            .filter(move |(id, _)| !but.contains(id))
            .flat_map(|(id, item)| item.holds.iter().map(move |hold| (id.as_str(), item, *hold)))
    }

    /// Whether anybody but those named holds `thing` at some minute of `span`.
    pub(super) fn held(&self, thing: Thing, span: (Minute, Minute), but: &[String]) -> bool {
        self.holds(but).any(|(_, _, hold)| hold.thing == thing && meet((hold.from, hold.to), span))
    }

    /// The smallest parts of a space.
    pub(super) fn leaves(&self, space: usize) -> Vec<usize> {
        let parts: Vec<usize> =
            (0..self.spaces.len()).filter(|part| self.spaces[*part].parent == Some(space)).collect();
        if parts.is_empty() { vec![space] } else { parts.into_iter().flat_map(|part| self.leaves(part)).collect() }
    }

    /// The smallest parts of several spaces, each once.
    pub(super) fn leaves_of(&self, spaces: &[usize]) -> Vec<usize> {
        let mut leaves: Vec<usize> = spaces.iter().flat_map(|space| self.leaves(*space)).collect();
        leaves.sort_unstable();
        leaves.dedup();
        leaves
    }

    /// The space and what it is a part of, nearest first.
    pub(super) fn path(&self, space: usize) -> Vec<usize> {
        let mut path = vec![space];
        while let Some(parent) = self.spaces[path[path.len() - 1]].parent {
            path.push(parent);
        }
        path
    }

    /// Most lanes of a leaf that are in use at one minute of `span`.
    pub(super) fn lanes_in_use(&self, leaf: usize, span: (Minute, Minute), but: &[String]) -> i64 {
        let tours: Vec<(Minute, Minute)> = self
            .holds(but)
            .filter(|(_, _, hold)| hold.thing == Thing::Lane(leaf) && meet((hold.from, hold.to), span))
            .map(|(_, _, hold)| (hold.from, hold.to))
            .collect();
        // The most is reached where one of them begins, or where `span` does.
        let minutes = tours.iter().map(|(from, _)| *from.max(&span.0)).chain([span.0]);
        minutes
            .map(|minute| tours.iter().filter(|(from, to)| from <= &minute && &minute < to).count() as i64)
            .max()
            .unwrap_or(0)
    }
}
