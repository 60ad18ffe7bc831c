//! The six documents: the data each is printed from, and the form its template reads.
//!
//! A document says twice what it holds: as [`Cell`]s, free of language, which are kept with
//! an issued version and compared; and as the JSON its template sets.

mod day_board;
mod department_week;
mod exhibition_year;
mod hall_week;
mod parts;
mod roster_week;
mod run_sheet;

pub use day_board::DayBoard;
pub use department_week::{Department, DepartmentWeek};
pub use exhibition_year::ExhibitionYear;
pub use hall_week::{Closure, HallWeek};
pub use parts::{Day, Exhibition, Fate, Hall, Override, Place, Post, Session};
pub use roster_week::{Absence, Duty, RosterPerson, RosterWeek};
pub use run_sheet::{CrewMember, Drive, LoadLine, Run, RunSheet, Stop, Vehicle};

use serde_json::Value;

use crate::say::Say;
use crate::sheet::{Cell, Compared, DocumentKind};

/// A document with its data.
#[derive(Debug, Clone)]
pub enum Document {
    /// 展厅周程.
    HallWeek(HallWeek),
    /// 部门周程.
    DepartmentWeek(DepartmentWeek),
    /// 当日场次.
    DayBoard(DayBoard),
    /// 全年展览.
    ExhibitionYear(ExhibitionYear),
    /// 讲解排班.
    RosterWeek(RosterWeek),
    /// 大篷车行程单.
    RunSheet(RunSheet),
}

impl Document {
    /// Which of the six it is.
    pub fn kind(&self) -> DocumentKind {
        match self {
            Document::HallWeek(_) => DocumentKind::HallWeek,
            Document::DepartmentWeek(_) => DocumentKind::DepartmentWeek,
            Document::DayBoard(_) => DocumentKind::DayBoard,
            Document::ExhibitionYear(_) => DocumentKind::ExhibitionYear,
            Document::RosterWeek(_) => DocumentKind::RosterWeek,
            Document::RunSheet(_) => DocumentKind::RunSheet,
        }
    }

    /// Everything it says, to be kept with an issued version.
    pub fn cells(&self) -> Vec<Cell> {
        match self {
            Document::HallWeek(document) => document.cells(),
            Document::DepartmentWeek(document) => document.cells(),
            Document::DayBoard(document) => document.cells(),
            Document::ExhibitionYear(document) => document.cells(),
            Document::RosterWeek(document) => document.cells(),
            Document::RunSheet(document) => document.cells(),
        }
    }

    /// What its template reads.
    pub(crate) fn model(&self, say: Say, compared: &Compared) -> Value {
        match self {
            Document::HallWeek(document) => document.model(say, compared),
            Document::DepartmentWeek(document) => document.model(say, compared),
            Document::DayBoard(document) => document.model(say, compared),
            Document::ExhibitionYear(document) => document.model(say, compared),
            Document::RosterWeek(document) => document.model(say, compared),
            Document::RunSheet(document) => document.model(say, compared),
        }
    }

    /// The file name of its template.
    pub(crate) fn template(&self) -> &'static str {
        match self {
            Document::HallWeek(_) => "hall_week.typ",
            Document::DepartmentWeek(_) => "department_week.typ",
            Document::DayBoard(_) => "day_board.typ",
            Document::ExhibitionYear(_) => "exhibition_year.typ",
            Document::RosterWeek(_) => "roster_week.typ",
            Document::RunSheet(_) => "run_sheet.typ",
        }
    }
}
