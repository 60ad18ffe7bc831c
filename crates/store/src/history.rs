//! Taking back: a guarded batch made from the journal's before-rows.
//!
//! A person's own last reversible operation is taken back as long as each of its rows
//! still has the revision it left. An undo is an operation like any other, so taking it
//! back again is the redo.

use rusqlite::Connection;

use crate::batch::Batch;
use crate::connection;
use crate::error::StoreError;
use crate::row::journal_values;
use crate::rows::table_named;
use crate::statement::{JOURNAL_OF_ROW, JOURNAL_OF_SEQUENCE, OPERATION_LATEST, OPERATION_TO_REDO, OPERATION_TO_UNDO};
use crate::value::Value;
use crate::writer::{PastOperation, past_operation};

/// Which way to go in a person's history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Take the last operation back.
    Undo,
    /// Bring back what was taken last.
    Redo,
}

/// One change of a row, as its history shows it.
#[derive(Debug, Clone)]
pub struct RowChange {
    /// The operation that made it.
    pub operation: String,
    /// Who made it.
    pub actor_id: String,
    /// With which command.
    pub command: String,
    /// When, in UTC milliseconds.
    pub at_utc_milliseconds: i64,
    /// `do`, `undo` or `redo`.
    pub kind: String,
    /// The row before, as a JSON object of its columns; `None` where it was created.
    pub before: Option<String>,
    /// The row after; `None` where it was deleted.
    pub after: Option<String>,
}

/// The operation that undo or redo would reverse for this person.
pub(crate) fn candidate(
    connection: &Connection,
    actor_id: &str,
    direction: Direction,
) -> Result<Option<PastOperation>, StoreError> {
    let statement = match direction {
        Direction::Undo => &OPERATION_TO_UNDO,
        Direction::Redo => &OPERATION_TO_REDO,
    };
    Ok(connection::read(connection, statement, &[actor_id.into()], past_operation)?.pop())
}

/// The batch that reverses an operation. Its revision guards refuse it where a row has moved on.
pub(crate) fn reversal(connection: &Connection, operation: &PastOperation) -> Result<Batch, StoreError> {
    let records = connection::read(connection, &JOURNAL_OF_SEQUENCE, &[operation.sequence.into()], |take| {
        Some((take("table_name"), take("before"), take("after")))
    })?;
    let mut batch = Batch::new();
    for (table, before, after) in records.into_iter().rev() {
        let table = match &table {
            Value::Text(name) => table_named(name),
            _ => None,
        }
        .ok_or_else(|| StoreError::Fatal("the journal names a table that is gone".to_owned()))?;
        let values = |value: &Value| match value {
            Value::Text(text) => journal_values(table, text),
            _ => None,
        };
        match (values(&before), values(&after)) {
            (None, Some(created)) => batch.delete_values(table, &created),
            (Some(deleted), None) => batch.insert_values(table, deleted),
            (Some(mut restored), Some(current)) => {
                restored[1] = current[1].clone();
                batch.update_values(table, &current, restored);
            }
            (None, None) => return Err(StoreError::Fatal("an empty journal row".to_owned())),
        }
    }
    Ok(batch)
}

/// The table of the first row that no longer is as the operation left it, if any.
pub(crate) fn changed_since(
    connection: &Connection,
    operation: &PastOperation,
) -> Result<Option<&'static str>, StoreError> {
    let records =
        connection::read(connection, &JOURNAL_OF_SEQUENCE, &[operation.sequence.into()], |take| {
            match take("table_name") {
                Value::Text(table) => Some((table, take("row_id"), take("after"))),
                _ => None,
            }
        })?;
    for (table, row_id, after) in records {
        let Some(table) = table_named(&table) else { continue };
        let left = match &after {
            Value::Text(text) => journal_values(table, text).map(|values| values[1].clone()),
            _ => None,
        };
        let found = connection::read(connection, table.by_id, &[row_id], |take| Some(take("revision")))?.pop();
        if found != left {
            return Ok(Some(table.name));
        }
    }
    Ok(None)
}

/// When the museum was last changed by anybody, in UTC milliseconds.
pub(crate) fn last_change(connection: &Connection) -> Result<Option<i64>, StoreError> {
    let found = connection::read(connection, &OPERATION_LATEST, &[], |take| match take("at_utc_milliseconds") {
        Value::Integer(at) => Some(at),
        _ => None,
    })?;
    Ok(found.into_iter().next())
}

/// The last `most` changes of a row, newest first.
pub(crate) fn of_row(connection: &Connection, row_id: &str, most: i64) -> Result<Vec<RowChange>, StoreError> {
    connection::read(connection, &JOURNAL_OF_ROW, &[row_id.into(), most.into()], |take| {
        let mut text = |column: &str| match take(column) {
            Value::Text(text) => Some(text),
            _ => None,
        };
        let (operation, actor_id, command, kind) =
            (text("operation")?, text("actor_id")?, text("command")?, text("kind")?);
        let (before, after) = (text("before"), text("after"));
        let Value::Integer(at_utc_milliseconds) = take("at_utc_milliseconds") else {
            return None;
        };
        Some(RowChange { operation, actor_id, command, at_utc_milliseconds, kind, before, after })
    })
}
