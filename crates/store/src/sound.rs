//! Whether a museum is sound: SQLite's own check, the foreign keys, and every row as the journal left it.
//!
//! SQLite's pages carry no checksum: a byte that a failing disk changed inside a text is a text like any other to it.
//! The journal holds each row a second time, elsewhere in the file.

use std::collections::HashMap;
use std::path::Path;

use rusqlite::Connection;
use serde_json::{Map, Value as Json};

use crate::connection::{self, open_reader};
use crate::error::StoreError;
use crate::options::Options;
use crate::rows::TABLES;
use crate::statement::{JOURNAL_WHOLE, OPERATIONS_SINCE, WHOLE_TABLES};
use crate::value::Value;

/// Whether the museum at `path` is sound.
pub(crate) fn check(path: &Path, options: Options) -> Result<bool, StoreError> {
    let reader = open_reader(path, options)?;
    // One moment: rows and journal are compared with each other.
    reader.execute_batch("BEGIN")?;
    Ok(integrity(&reader)? && is_gapless(&reader)? && as_journaled(&reader)?)
}

/// Whether the operations are numbered from 1 to the head, each once.
fn is_gapless(connection: &Connection) -> Result<bool, StoreError> {
    let head = crate::writer::head(connection)?;
    let numbers = connection::read(connection, &OPERATIONS_SINCE, &[Value::Integer(0)], |take| Some(take("sequence")))?;
    Ok(numbers.into_iter().eq((1..=head).map(Value::Integer)))
}

/// SQLite's full check and the foreign keys.
pub(crate) fn integrity(connection: &Connection) -> Result<bool, StoreError> {
    let verdict: String = connection.pragma_query_value(None, "integrity_check", |row| row.get(0))?;
    let mut broken = false;
    connection.pragma_query(None, "foreign_key_check", |_| {
        broken = true;
        Ok(())
    })?;
    Ok(verdict == "ok" && !broken)
}

/// Whether every row is as its last journal entry says, and none is missing or there without one.
fn as_journaled(connection: &Connection) -> Result<bool, StoreError> {
    let mut told: HashMap<(String, String), Map<String, Json>> = HashMap::new();
    let entries = connection::read(connection, &JOURNAL_WHOLE, &[], |take| {
        let (Value::Text(table), Value::Text(row)) = (take("table_name"), take("row_id")) else { return None };
        Some((table, row, take("after")))
    })?;
    for (table, row, after) in entries {
        match after {
            Value::Text(text) => match serde_json::from_str(&text) {
                Ok(Json::Object(columns)) => drop(told.insert((table, row), columns)),
                _ => return Ok(false),
            },
            _ => drop(told.remove(&(table, row))),
        }
    }
    for table in TABLES {
        let name = format!("{}_all", table.name);
        let Some(whole) = WHOLE_TABLES.iter().find(|statement| statement.name == name) else { continue };
        let agree = connection::read(connection, whole, &[], |take| {
            let Value::Text(id) = take("id") else { return Some(false) };
            let columns = told.remove(&(table.name.to_owned(), id)).unwrap_or_default();
            // An entry of an older schema names the columns there were.
            Some(!columns.is_empty() && columns.iter().all(|(column, value)| &take(column).to_json() == value))
        })?;
        if agree.contains(&false) {
            return Ok(false);
        }
    }
    Ok(told.is_empty())
}
