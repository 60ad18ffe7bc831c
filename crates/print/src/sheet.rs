//! What all sheets share: paper, masthead, versions, and what changed since the last one.

use std::collections::{HashMap, HashSet};

use rules::time::Minute;
use serde::{Deserialize, Serialize};
use words::Locale;

/// A size of paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Paper {
    /// 420 × 297 mm, read from a step away.
    A3,
    /// The same sheet on two pages of A4 to be glued, where there is no A3.
    A3Tiled,
    /// 297 × 210 mm, read in the hand.
    A4,
}

impl Paper {
    /// The smallest type that may be on it, in points.
    pub fn smallest_points(self) -> f64 {
        match self {
            Paper::A3 => 12.0,
            // A3 made a little smaller: what a printer cannot reach and the strip to glue by take their part.
            Paper::A3Tiled => 11.5,
            Paper::A4 => 9.0,
        }
    }

    /// The paper a sheet is set for.
    pub(crate) fn set_for(self) -> Paper {
        match self {
            Paper::A3 | Paper::A3Tiled => Paper::A3,
            Paper::A4 => Paper::A4,
        }
    }

    /// The word on the command line and in templates.
    pub fn code(self) -> &'static str {
        match self {
            Paper::A3 => "a3",
            Paper::A3Tiled => "a3_tiled",
            Paper::A4 => "a4",
        }
    }
}

/// Which way round a sheet hangs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Orientation {
    /// Upright.
    Portrait,
    /// On its side.
    Landscape,
}

/// The documents a museum prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DocumentKind {
    /// 展厅周程: halls by days, public sessions.
    HallWeek,
    /// 部门周程: a page a department, internal sessions included.
    DepartmentWeek,
    /// 当日场次: a day's public programme.
    DayBoard,
    /// 全年展览: halls by months.
    ExhibitionYear,
    /// 讲解排班: people by days.
    RosterWeek,
    /// 大篷车行程单 and 派车单: a run.
    RunSheet,
}

impl DocumentKind {
    /// All of them, in the order of the list.
    pub const ALL: [DocumentKind; 6] = [
        DocumentKind::HallWeek,
        DocumentKind::DepartmentWeek,
        DocumentKind::DayBoard,
        DocumentKind::ExhibitionYear,
        DocumentKind::RosterWeek,
        DocumentKind::RunSheet,
    ];

    /// The word on the command line and in storage.
    pub fn code(self) -> &'static str {
        match self {
            DocumentKind::HallWeek => "hall-week",
            DocumentKind::DepartmentWeek => "department-week",
            DocumentKind::DayBoard => "day-board",
            DocumentKind::ExhibitionYear => "exhibition-year",
            DocumentKind::RosterWeek => "roster-week",
            DocumentKind::RunSheet => "run-sheet",
        }
    }

    /// The document of that word.
    pub fn from_code(code: &str) -> Option<DocumentKind> {
        DocumentKind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The papers it may be printed on, the usual one first.
    pub fn papers(self) -> &'static [Paper] {
        match self {
            DocumentKind::HallWeek | DocumentKind::ExhibitionYear => &[Paper::A3, Paper::A3Tiled, Paper::A4],
            DocumentKind::DayBoard | DocumentKind::RosterWeek | DocumentKind::DepartmentWeek => {
                &[Paper::A4, Paper::A3, Paper::A3Tiled]
            }
            DocumentKind::RunSheet => &[Paper::A4],
        }
    }

    /// Which way round it hangs.
    pub fn orientation(self) -> Orientation {
        match self {
            DocumentKind::HallWeek | DocumentKind::ExhibitionYear | DocumentKind::RosterWeek => Orientation::Landscape,
            DocumentKind::DepartmentWeek | DocumentKind::DayBoard | DocumentKind::RunSheet => Orientation::Portrait,
        }
    }

    /// Its title.
    pub fn title(self, locale: Locale) -> &'static str {
        match self {
            DocumentKind::HallWeek => words::print_hall_week(locale),
            DocumentKind::DepartmentWeek => words::print_department_week(locale),
            DocumentKind::DayBoard => words::print_day_board(locale),
            DocumentKind::ExhibitionYear => words::print_exhibition_year(locale),
            DocumentKind::RosterWeek => words::print_roster_week(locale),
            DocumentKind::RunSheet => words::print_run_sheet(locale),
        }
    }
}

/// What stands at the head and foot of every page.
#[derive(Debug, Clone)]
pub struct Masthead {
    /// The museum's name.
    pub museum: String,
    /// Whether it is the sample museum, which the sheet says.
    pub sample: bool,
    /// The language of the sheet.
    pub locale: Locale,
    /// The paper.
    pub paper: Paper,
    /// When it is printed.
    pub printed: Minute,
    /// The first day, by its first minute.
    pub from: Minute,
    /// The last day, by its first minute.
    pub to: Minute,
    /// What it is about beyond its days, such as a run's title; part of the file's name.
    pub subject: Option<String>,
    /// The last issued version.
    pub issued: Option<Issued>,
    /// Years in the period whose holiday notice is not out.
    pub provisional_years: Vec<i32>,
    /// Titles of the notices the opening days follow.
    pub notices: Vec<String>,
}

/// An issued version and what it said.
#[derive(Debug, Clone)]
pub struct Issued {
    /// 1 and up.
    pub number: i64,
    /// When.
    pub issued: Minute,
    /// By whom.
    pub issued_by: String,
    /// What it said.
    pub cells: Vec<Cell>,
}

/// One thing a sheet says, free of language: two sheets differ where their cells differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// What it is about: a session's id, a day.
    pub key: String,
    /// The rows it stands in, joined by commas: halls, a person.
    pub row: String,
    /// First minute.
    pub starts: Minute,
    /// The minute after the last.
    pub ends: Minute,
    /// The character in the box.
    pub mark: String,
    /// Its title.
    pub title: String,
    /// Whatever else is printed of it.
    pub detail: String,
}

/// How a cell differs from the issued version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// It was not there.
    Added,
    /// It says something else.
    Altered,
    /// It is gone.
    Removed,
}

/// A difference from the issued version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// How it differs.
    pub kind: ChangeKind,
    /// What the sheet says now; what it said, where it is gone.
    pub cell: Cell,
}

/// All differences from the issued version, in order of time.
#[derive(Debug, Clone, Default)]
pub(crate) struct Compared {
    /// The differences.
    pub(crate) changes: Vec<Change>,
    marked: HashSet<String>,
}

impl Compared {
    /// Compares what a sheet says with what its last version said; without one nothing is a change.
    pub(crate) fn new(issued: Option<&[Cell]>, now: &[Cell]) -> Compared {
        let Some(issued) = issued else { return Compared::default() };
        let before: HashMap<&str, &Cell> = issued.iter().map(|cell| (cell.key.as_str(), cell)).collect();
        let after: HashSet<&str> = now.iter().map(|cell| cell.key.as_str()).collect();
        let mut changes = Vec::new();
        for cell in now {
            let kind = match before.get(cell.key.as_str()) {
                None => ChangeKind::Added,
                Some(old) if *old != cell => ChangeKind::Altered,
                Some(_) => continue,
            };
            changes.push(Change { kind, cell: cell.clone() });
        }
        for cell in issued.iter().filter(|cell| !after.contains(cell.key.as_str())) {
            changes.push(Change { kind: ChangeKind::Removed, cell: cell.clone() });
        }
        changes.sort_by(|one, other| {
            (one.cell.starts, &one.cell.title, &one.cell.key).cmp(&(
                other.cell.starts,
                &other.cell.title,
                &other.cell.key,
            ))
        });
        let marked = changes
            .iter()
            .filter(|change| change.kind != ChangeKind::Removed)
            .map(|change| change.cell.key.clone())
            .collect();
        Compared { changes, marked }
    }

    /// Whether the cell of that key prints in reverse.
    pub(crate) fn marks(&self, key: &str) -> bool {
        self.marked.contains(key)
    }

    /// What the issued version said and the sheet no longer does.
    pub(crate) fn removed(&self) -> impl Iterator<Item = &Cell> {
        self.changes.iter().filter(|change| change.kind == ChangeKind::Removed).map(|change| &change.cell)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(key: &str, title: &str) -> Cell {
        Cell {
            key: key.into(),
            row: "hall".into(),
            starts: 600,
            ends: 645,
            mark: "讲".into(),
            title: title.into(),
            detail: String::new(),
        }
    }

    #[test]
    fn a_sheet_differs_where_its_cells_differ() {
        let issued = [cell("kept", "水"), cell("altered", "光"), cell("removed", "声")];
        let now = [cell("kept", "水"), cell("altered", "磁"), cell("added", "电")];
        let compared = Compared::new(Some(&issued), &now);
        let mut kinds: Vec<(String, ChangeKind)> =
            compared.changes.iter().map(|change| (change.cell.key.clone(), change.kind)).collect();
        kinds.sort_by(|one, other| one.0.cmp(&other.0));
        assert_eq!(
            kinds,
            [
                ("added".to_owned(), ChangeKind::Added),
                ("altered".to_owned(), ChangeKind::Altered),
                ("removed".to_owned(), ChangeKind::Removed)
            ]
        );
        assert!(compared.marks("added") && compared.marks("altered"));
        assert!(!compared.marks("kept") && !compared.marks("removed"));
        assert_eq!(compared.removed().count(), 1);
        assert!(Compared::new(None, &now).changes.is_empty());
    }
}
