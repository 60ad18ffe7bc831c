//! Taking back: a guarded batch made from the journal's before-rows.
//!
//! A person's own last reversible operation is taken back as long as each of its rows
//! still has the revision it left. An undo is an operation like any other, so taking it
//! back again is the redo.

use rusqlite::Connection;

use crate::batch::Batch;
use crate::connection;
use crate::error::StoreError;
use crate::row::{Row, Table, journal_values};
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

/// One row of an operation, as the journal keeps it.
struct Entry {
    table: &'static Table,
    row_id: Value,
    before: Option<Vec<Value>>,
    after: Option<Vec<Value>>,
}

fn entries(connection: &Connection, operation: &PastOperation) -> Result<Vec<Entry>, StoreError> {
    connection::read(connection, &JOURNAL_OF_SEQUENCE, &[operation.sequence.into()], |take| {
        let Value::Text(name) = take("table_name") else { return None };
        let table = table_named(&name)?;
        let values = |value: Value| match value {
            Value::Text(text) => journal_values(table, &text),
            _ => None,
        };
        Some(Entry { table, row_id: take("row_id"), before: values(take("before")), after: values(take("after")) })
    })
}

/// The row as it stands now, in the table's order.
fn standing(connection: &Connection, entry: &Entry) -> Result<Option<Vec<Value>>, StoreError> {
    let found = connection::read(connection, entry.table.by_id, std::slice::from_ref(&entry.row_id), |take| {
        Some(entry.table.columns.iter().map(|column| take(column)).collect())
    })?;
    Ok(found.into_iter().next())
}

/// Whether two rows say the same: each undo and redo counts the revision on, so it is no part of what they say.
fn says_the_same(one: Option<&Vec<Value>>, other: Option<&Vec<Value>>) -> bool {
    let content = |values: &Vec<Value>| {
        values.iter().enumerate().filter(|(at, _)| *at != 1).map(|(_, v)| v.clone()).collect::<Vec<_>>()
    };
    one.map(content) == other.map(content)
}

/// The batch that reverses an operation, guarded by the revisions that its rows have now.
///
/// Ask [`changed_since`] on the same snapshot first: this one takes for granted that the rows say
/// what the operation left.
pub(crate) fn reversal(connection: &Connection, operation: &PastOperation) -> Result<Batch, StoreError> {
    let mut batch = Batch::new();
    for entry in entries(connection, operation)?.into_iter().rev() {
        match (standing(connection, &entry)?, entry.before) {
            (Some(created), None) => batch.delete_values(entry.table, &created),
            (None, Some(deleted)) => batch.insert_values(entry.table, deleted),
            (Some(current), Some(mut restored)) => {
                restored[1] = current[1].clone();
                batch.update_values(entry.table, &current, restored);
            }
            (None, None) => return Err(StoreError::Stale),
        }
    }
    Ok(batch)
}

/// A row before and after an operation; `None` where it was not there.
pub type BeforeAndAfter<R> = (Option<R>, Option<R>);

/// What an operation did to the rows of table `R`.
pub(crate) fn changed_rows<R: Row>(
    connection: &Connection,
    operation: &PastOperation,
) -> Result<Vec<BeforeAndAfter<R>>, StoreError> {
    let row = |values: Option<Vec<Value>>| -> Option<R> {
        let values = values?;
        let place = |name: &str| R::TABLE.columns.iter().position(|column| *column == name);
        R::from_columns(&mut |name| place(name).map_or(Value::Null, |at| values[at].clone()))
    };
    let own = entries(connection, operation)?.into_iter().filter(|entry| entry.table.name == R::TABLE.name);
    Ok(own.map(|entry| (row(entry.before), row(entry.after))).collect())
}

/// The table of the first row that no longer says what the operation left, if any.
pub(crate) fn changed_since(
    connection: &Connection,
    operation: &PastOperation,
) -> Result<Option<&'static str>, StoreError> {
    for entry in entries(connection, operation)? {
        if !says_the_same(standing(connection, &entry)?.as_ref(), entry.after.as_ref()) {
            return Ok(Some(entry.table.name));
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
