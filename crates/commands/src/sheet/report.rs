//! What a sheet would do to the museum, or did: row by row, cell by cell.

use exchange::{Finding, Mapping};
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

/// Rows that a report lists of each sort; the counts are whole.
pub(super) const ROWS_LISTED_MAX: usize = 2_000;

/// A value that changes.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema, TS)]
#[ts(rename = "SheetFieldChange")]
pub struct FieldChange {
    /// The field's id.
    pub field: String,
    /// Its heading, in the language of the report.
    pub heading: String,
    /// The cell that says so.
    pub cell: Option<String>,
    /// What it was, as a sheet would show it; empty where nothing stood.
    pub before: String,
    /// What it becomes.
    pub after: String,
}

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "SheetRowFate")]
pub enum RowFate {
    /// It is new.
    Added,
    /// It changes what is there.
    Changed,
    /// It says what is there already.
    Unchanged,
    /// It is left out; its findings say why.
    Refused,
}

/// A row of a sheet, or a cell of a grid.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema, TS)]
#[ts(rename = "SheetRowReport")]
pub struct RowReport {
    /// The sheet's name.
    pub sheet: String,
    /// Its first cell.
    pub cell: String,
    /// The kind it is of.
    pub kind: String,
    /// What it is called.
    pub title: String,
    /// When and where, in short.
    pub what: String,
    /// What becomes of it.
    pub fate: RowFate,
    /// For a changed one, field by field.
    pub changes: Vec<FieldChange>,
}

/// Something that is made because a sheet names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[ts(rename = "SheetMade")]
pub struct Made {
    /// What: `space`, `person`, `department`.
    pub what: String,
    /// Its name.
    pub name: String,
}

/// A name that nothing bears.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[ts(rename = "SheetUnknownName")]
pub struct UnknownName {
    /// What it would name.
    pub what: String,
    /// The name.
    pub name: String,
    /// How many rows name it.
    pub rows: usize,
    /// The nearest that exists.
    pub near: Option<String>,
    /// Whether it could be made along with the import.
    pub can_make: bool,
}

/// What a file would do, or did.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema, TS)]
pub struct SheetReport {
    /// How it was read.
    pub mapping: Mapping,
    /// Rows that are new.
    pub added: usize,
    /// Rows that change something.
    pub changed: usize,
    /// Rows that say what is there.
    pub unchanged: usize,
    /// Rows that are left out.
    pub refused: usize,
    /// The rows, refused ones first, then changed, new and unchanged ones, up to 2,000.
    pub rows: Vec<RowReport>,
    /// What is wrong or worth a look, in the order of the file.
    pub findings: Vec<Finding>,
    /// What is made because the sheet names it.
    pub made: Vec<Made>,
    /// Names that nothing bears, whatever becomes of them.
    pub names: Vec<UnknownName>,
}

impl SheetReport {
    /// Whether it would write nothing.
    pub fn is_empty(&self) -> bool {
        self.added + self.changed == 0
    }
}
