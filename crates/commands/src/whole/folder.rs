//! The folder: its files, their order, its manifest, what is left out of it.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use store::Table;
use store::rows::TABLES;

use super::columns::{self, Unit};
use crate::Failure;

/// The file that says what the others hold.
pub(super) const MANIFEST: &str = "manifest.json";
/// The file for people.
pub(super) const GUIDE: &str = "README.md";
/// Raised when a folder can no longer be read by the program before.
const FORMAT: i64 = 1;
/// Columns that never leave the museum.
const KEPT_BACK: &[(&str, &str)] = &[("profile", "pin_hash")];

/// What a folder holds. It says nothing of when: equal museums make equal folders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// The form of the folder.
    pub(super) format: i64,
    /// The schema of the museum it is from.
    pub(super) schema: i64,
    /// Its files.
    pub(super) files: Vec<FileEntry>,
}

/// A file of the folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FileEntry {
    /// Its name.
    pub(super) file: String,
    /// Rows below the heading.
    pub(super) rows: i64,
    /// SHA-256 over its bytes, in hexadecimal.
    pub(super) sha256: String,
}

impl Manifest {
    /// The manifest of these files.
    pub(super) fn of(files: Vec<FileEntry>) -> Manifest {
        Manifest { format: FORMAT, schema: store::Store::schema(), files }
    }

    /// Refuses what a later program wrote.
    pub(super) fn refuse_newer(&self) -> Result<(), Failure> {
        let known = store::Store::schema();
        if self.format > FORMAT || self.schema > known {
            return Err(Failure::new("folder_newer").fact("found", self.schema).fact("known", known));
        }
        Ok(())
    }
}

/// The file of a table.
pub(super) fn file_of(table: &Table) -> String {
    format!("{}.csv", table.name)
}

/// Whether a column stays in the museum.
pub(super) fn is_kept_back(table: &Table, column: &str) -> bool {
    KEPT_BACK.contains(&(table.name, column))
}

/// The name of the column that says a time of `column` for people, where it holds one.
pub(super) fn spoken_column(table: &Table, column: &str) -> Option<String> {
    let meaning = columns::of_column(table.name, column)?;
    matches!(meaning.unit, Unit::Minute | Unit::Day | Unit::Clock | Unit::Utc).then(|| format!("{column}_text"))
}

/// SHA-256 in hexadecimal.
pub(super) fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Tables in an order in which each stands after those it refers to.
pub(super) fn in_order_of_reference() -> Vec<&'static Table> {
    let refers = |table: &Table| -> Vec<&'static str> {
        let targets = table.columns.iter().filter_map(|column| match columns::of_column(table.name, column)?.unit {
            Unit::To(target) if target != table.name => Some(target),
            _ => None,
        });
        targets.collect()
    };
    let mut ordered: Vec<&'static Table> = Vec::new();
    while ordered.len() < TABLES.len() {
        let stands = |name: &str| ordered.iter().any(|table| table.name == name);
        let next = TABLES.iter().find(|table| !stands(table.name) && refers(table).into_iter().all(stands));
        // Tables that refer to one another in a ring could never be filled; there are none.
        let Some(next) = next else { break };
        ordered.push(next);
    }
    ordered
}

/// A folder that somebody names: a whole path of this machine.
pub(super) fn named(path: &str) -> Result<PathBuf, Failure> {
    let folder = Path::new(path);
    let plain = path.len() < 4_096 && !path.chars().any(char::is_control);
    if folder.is_absolute() && plain {
        Ok(folder.to_owned())
    } else {
        Err(Failure::new("arguments_invalid").fact("field", "path"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_stands_after_those_it_refers_to() {
        assert_eq!(in_order_of_reference().len(), TABLES.len());
    }
}
