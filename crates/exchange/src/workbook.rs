//! A workbook in memory: its sheets, row by row, only the cells that hold something.

use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

use crate::cell::{Address, Cell};

/// What the bytes were.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "FileOrigin")]
pub enum Origin {
    /// Office Open XML.
    Xlsx,
    /// Excel 97–2003, or the workbook stream inside it.
    Xls,
    /// Comma, semicolon or tab separated.
    Csv,
    /// The table of a web page, as some programs save it under the name of a workbook.
    Page,
    /// A block of cells from the clipboard.
    Pasted,
}

impl Origin {
    /// What people call it.
    pub fn word(self) -> &'static str {
        match self {
            Origin::Xlsx => "xlsx",
            Origin::Xls => "xls",
            Origin::Csv => "csv",
            Origin::Page => "html",
            Origin::Pasted => "",
        }
    }
}

/// A row that holds something.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its number, from 0.
    pub number: u32,
    /// Whether the file hides it. It is read all the same, and said.
    pub hidden: bool,
    /// Its cells by column, from 0, in order.
    pub cells: Vec<(u32, Cell)>,
}

impl Row {
    /// The cell in `column`.
    pub fn cell(&self, column: u32) -> Option<&Cell> {
        let place = self.cells.binary_search_by_key(&column, |(column, _)| *column).ok()?;
        Some(&self.cells[place].1)
    }
}

/// A stretch of cells that the file shows as one. Its value stands in the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merge {
    /// Top left.
    pub first: Address,
    /// Bottom right, inclusive.
    pub last: Address,
}

impl Merge {
    /// Whether `address` lies within.
    pub fn holds(&self, address: Address) -> bool {
        (self.first.row..=self.last.row).contains(&address.row)
            && (self.first.column..=self.last.column).contains(&address.column)
    }
}

/// A sheet.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Whether the file hides it. Hidden sheets are offered last and taken only when asked for.
    pub hidden: bool,
    /// Rows that hold something, in order.
    pub rows: Vec<Row>,
    /// Merged stretches.
    pub merges: Vec<Merge>,
}

impl Sheet {
    /// The row of that number, from 0.
    pub fn row(&self, number: u32) -> Option<&Row> {
        let place = self.rows.binary_search_by_key(&number, |row| row.number).ok()?;
        Some(&self.rows[place])
    }

    /// The cell at `address`; one that lies within a merged stretch has the value of the first.
    pub fn cell(&self, address: Address) -> Option<&Cell> {
        if let Some(cell) = self.row(address.row).and_then(|row| row.cell(address.column)) {
            return Some(cell);
        }
        let merge = self.merges.iter().find(|merge| merge.holds(address))?;
        self.row(merge.first.row)?.cell(merge.first.column)
    }

    /// One more than the last column that holds something.
    pub fn width(&self) -> u32 {
        self.rows.iter().filter_map(|row| row.cells.last()).map(|(column, _)| column + 1).max().unwrap_or(0)
    }
}

/// A workbook.
#[derive(Debug, Clone, PartialEq)]
pub struct Workbook {
    /// What the bytes were.
    pub origin: Origin,
    /// The encoding a text file was read in, by its usual name.
    pub encoding: Option<&'static str>,
    /// The extension of its name, where that says something else than what it is.
    pub mislabelled: Option<String>,
    /// The kind and version of our own template, where the file says it is one: `session/1`.
    pub schema: Option<String>,
    /// Its sheets, in the file's order.
    pub sheets: Vec<Sheet>,
}
