//! How a foreign sheet is to be read: which rows, which columns, which layout. Proposed with reasons, edited by a
//! person, remembered by the file's shape, given to the command line as JSON.

mod apply;
mod check;
mod content;
mod context;
mod convert;
mod grid;
mod grid_cell;
mod grid_find;
mod headings;
mod list;
mod merges;
mod propose;
mod remark;
mod remembered;
mod shape;
mod tables;

pub use apply::apply;
pub use check::{Fault, check};
pub use propose::{Known, propose};
pub use remembered::Remembered;
pub use shape::shape;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::cell::Address;
use crate::finding::Finding;
use crate::value::Value;

/// Why a column was proposed for a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "code", rename_all = "snake_case", deny_unknown_fields)]
#[ts(rename = "SheetColumnReason")]
pub enum ColumnReason {
    /// It is a column of our own template.
    Template,
    /// Its heading is one of the field's words.
    Heading {
        /// The heading as it stands.
        heading: String,
    },
    /// Its heading holds one of the field's words.
    HeadingHolds {
        /// The heading as it stands.
        heading: String,
        /// The word.
        word: String,
    },
    /// What stands in it reads as the field does.
    Content {
        /// Cells that do.
        read: u32,
        /// Cells looked at.
        of: u32,
    },
    /// A person said so.
    Person,
}

/// A column and the field it fills.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(rename = "SheetColumn")]
pub struct Column {
    /// Its letters, such as `D`.
    pub column: String,
    /// The field's id; a column may fill several, one after another: `9:30-10:30` fills start and end.
    pub fields: Vec<String>,
    /// Why.
    pub reason: ColumnReason,
}

impl Column {
    /// Its heading, where that is why it was proposed.
    fn heading(&self) -> Option<&str> {
        match &self.reason {
            ColumnReason::Heading { heading } | ColumnReason::HeadingHolds { heading, .. } => Some(heading),
            _ => None,
        }
    }

    /// Whether its heading says that it holds durations.
    fn says_how_long(&self) -> bool {
        self.heading().is_some_and(crate::text::duration::is_heading)
    }
}

/// How the rows of a sheet are laid out. Rows are numbered as a spreadsheet numbers them, from 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "is", rename_all = "snake_case", deny_unknown_fields)]
#[ts(rename = "SheetLayout")]
pub enum Layout {
    /// One thing a row.
    List {
        /// The row of the headings; none where the sheet begins with its content.
        heading_row: Option<u32>,
        /// The first row of content.
        first_row: u32,
        /// The last row of content; the last of the sheet where left out.
        #[serde(default)]
        last_row: Option<u32>,
        /// Which column fills what.
        columns: Vec<Column>,
        /// Columns, by their letters, whose empty cells mean what stands above them: a day that is written once for
        /// the rows below it.
        #[serde(default)]
        carried: Vec<String>,
    },
    /// A week or a month as a grid: days across, times down. A sheet may hold several, one below another.
    Grid {
        /// The stretches.
        grids: Vec<Grid>,
    },
}

/// A grid of sessions: days across and times down, or halls across and days down.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(rename = "SheetGrid")]
pub struct Grid {
    /// The row of what goes across, from 1: the days, or the halls where `spaces_across`.
    pub days_row: u32,
    /// The column of the times, by its letters.
    pub times_column: String,
    /// The columns of what goes across, by their letters.
    pub day_columns: Vec<String>,
    /// The first row of sessions, from 1.
    pub first_row: u32,
    /// The last row of sessions.
    pub last_row: u32,
    /// A column that says where, such as one hall a row; none where the cells or the sheet's name say it.
    #[serde(default)]
    pub space_column: Option<String>,
    /// A row below the days that says where, such as the halls of each day.
    #[serde(default)]
    pub space_row: Option<u32>,
    /// A row below what goes across that says when, such as the times of each hall.
    #[serde(default)]
    pub times_row: Option<u32>,
    /// Whether halls go across; each row's day then stands in `days_column`.
    #[serde(default)]
    pub spaces_across: bool,
    /// The column of the days, where halls go across.
    #[serde(default)]
    pub days_column: Option<String>,
    /// The first day of the week, as `2026-05-04`, where the days are written as weekdays alone.
    #[serde(default)]
    pub week: Option<String>,
    /// Halls that the cells may name, where their look does not give them away.
    #[serde(default)]
    pub spaces: Vec<String>,
    /// People that the cells may name, where their look does not give them away.
    #[serde(default)]
    pub people: Vec<String>,
}

/// How one sheet is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SheetMapping {
    /// The sheet's name.
    pub sheet: String,
    /// The kind it fills, such as `session`.
    pub kind: String,
    /// Its layout.
    pub layout: Layout,
    /// Values for every row, by field, as they would be typed: a sheet about one hall does not repeat it.
    #[serde(default)]
    pub constants: BTreeMap<String, String>,
    /// The year of days that are written without one.
    #[serde(default)]
    pub year: Option<i32>,
    /// The month of days that are written without one.
    #[serde(default)]
    pub month: Option<u32>,
}

/// What becomes of a name that the museum does not know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "is", rename_all = "snake_case", deny_unknown_fields)]
#[ts(rename = "SheetNameRule")]
pub enum NameRule {
    /// It is made along with the import.
    Make,
    /// It means the one of that name.
    Means {
        /// The name of one that exists.
        name: String,
    },
    /// Its rows are refused.
    Refuse,
}

/// How a file is read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(rename = "FileMapping")]
pub struct Mapping {
    /// The sheets that are read, in this order; others are left alone.
    pub sheets: Vec<SheetMapping>,
    /// What becomes of unknown names: by what they name (`space`, `person`, `department` …), then by name.
    #[serde(default)]
    pub names: BTreeMap<String, BTreeMap<String, NameRule>>,
}

/// One thing that a sheet says: a row of a list, or a cell of a grid.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its place among the mapping's sheets, from 0; that sheet's kind is the kind of its values.
    pub sheet: usize,
    /// The row, from 0.
    pub row: u32,
    /// Values by the field's place in its kind; `None` where nothing stands.
    pub values: Vec<Option<Value>>,
    /// The cells they stand in, by the field's place; the first cell of the row where a constant fills it.
    pub cells: Vec<Option<Address>>,
    /// Whether a finding leaves it out.
    pub refused: bool,
}

/// A workbook, read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// What it says, in the file's order.
    pub entries: Vec<Entry>,
    /// What could not be read, and what is worth a look.
    pub findings: Vec<Finding>,
}
