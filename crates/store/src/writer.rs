//! The one writer: a thread that applies batches in the order they come.
//!
//! Each batch is one transaction: guards, rows, journal, operation, head. It is answered
//! only after its commit has reached the disk.

use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use rusqlite::Connection;

use crate::batch::{Prepared, Step};
use crate::connection::{self, open_writer};
use crate::error::StoreError;
use crate::statement::{
    AREA_ADVANCE, GUARD_CLEAR, HEAD_ADVANCE, HEAD_READ, JOURNAL_INSERT, OPERATION_BY_ID, OPERATION_INSERT,
    OPERATION_MARK_REVERSED,
};
use crate::value::Value;

/// What an operation does to the journal's past.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OperationKind {
    /// Something new.
    Do,
    /// Takes the operation of that id back.
    Undo(String),
    /// Brings back what the undo of that id took.
    Redo(String),
}

/// Who does what, when: travels with a batch into the journal.
#[derive(Debug, Clone)]
pub struct Operation {
    /// UUIDv7, the idempotency key.
    pub id: String,
    /// Digest of the call; the same id with another digest is an error.
    pub digest: String,
    /// The profile that acts.
    pub actor_id: String,
    /// The command's name.
    pub command: String,
    /// When, in UTC milliseconds.
    pub at_utc_milliseconds: i64,
    /// The areas it changes.
    pub areas: Vec<String>,
    /// What the call answers, kept for a retry.
    pub answer: String,
    /// Whether the person may take it back.
    pub reversible: bool,
    /// What it does to the past.
    pub kind: OperationKind,
}

pub(crate) struct Job {
    pub(crate) batch: Prepared,
    pub(crate) operation: Operation,
    pub(crate) answer: Sender<Result<i64, StoreError>>,
}

/// Starts the writer thread; it ends when the sender is dropped.
pub(crate) fn start(
    path: &Path,
    guarded: bool,
    committed: Sender<()>,
) -> Result<(Sender<Job>, JoinHandle<()>), StoreError> {
    let mut connection = open_writer(path)?;
    let (sender, jobs): (Sender<Job>, Receiver<Job>) = channel();
    let thread = std::thread::Builder::new()
        .name("store-writer".to_owned())
        .spawn(move || {
            for job in jobs {
                let outcome = apply(&mut connection, &job.batch, &job.operation, guarded);
                if outcome.is_ok() {
                    // Nobody listening is fine: the store is closing.
                    let _ = committed.send(());
                }
                let _ = job.answer.send(outcome);
            }
        })
        .map_err(|error| StoreError::Fatal(error.to_string()))?;
    Ok((sender, thread))
}

/// Applies one batch in a transaction of its own and answers its sequence.
fn apply(
    connection: &mut Connection,
    batch: &Prepared,
    operation: &Operation,
    guarded: bool,
) -> Result<i64, StoreError> {
    // Immediate: the write lock is taken before anything is read, so that no later statement can find it gone.
    let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    if let Some(earlier) = find_operation(&transaction, &operation.id)? {
        return Err(if earlier.digest == operation.digest {
            StoreError::AlreadyApplied { answer: earlier.answer, sequence: earlier.sequence }
        } else {
            StoreError::OperationReused
        });
    }
    let sequence = write_all(&transaction, batch, operation, guarded)?;
    transaction.commit().map_err(|error| match StoreError::from(error) {
        // A commit that did not answer may still have reached the disk.
        StoreError::Fatal(_) => StoreError::Unknown,
        other => other,
    })?;
    Ok(sequence)
}

fn write_all(
    transaction: &Connection,
    batch: &Prepared,
    operation: &Operation,
    guarded: bool,
) -> Result<i64, StoreError> {
    let sequence = head(transaction)? + 1;
    let run = |step: &Step| connection::write(transaction, step.statement, &step.values).map(drop);
    if guarded {
        batch.guards.iter().try_for_each(run)?;
    }
    batch.steps.iter().try_for_each(run)?;
    connection::write(transaction, &GUARD_CLEAR, &[])?;
    let (kind, reverses) = match &operation.kind {
        OperationKind::Do => ("do", None),
        OperationKind::Undo(id) => ("undo", Some(id)),
        OperationKind::Redo(id) => ("redo", Some(id)),
    };
    connection::write(
        transaction,
        &OPERATION_INSERT,
        &[
            operation.id.as_str().into(),
            operation.digest.as_str().into(),
            sequence.into(),
            operation.actor_id.as_str().into(),
            operation.command.as_str().into(),
            operation.at_utc_milliseconds.into(),
            operation.areas.join(",").into(),
            operation.answer.as_str().into(),
            kind.into(),
            i64::from(operation.reversible).into(),
            reverses.into(),
        ],
    )?;
    if let Some(reversed) = reverses {
        connection::write(transaction, &OPERATION_MARK_REVERSED, &[reversed.into(), operation.id.as_str().into()])?;
    }
    for (ordinal, record) in batch.records.iter().enumerate() {
        connection::write(
            transaction,
            &JOURNAL_INSERT,
            &[
                sequence.into(),
                Value::Integer(i64::try_from(ordinal).unwrap_or(i64::MAX)),
                record.table.name.into(),
                record.row_id.as_str().into(),
                record.before.as_ref().into(),
                record.after.as_ref().into(),
            ],
        )?;
    }
    for area in &operation.areas {
        connection::write(transaction, &AREA_ADVANCE, &[area.as_str().into(), sequence.into()])?;
    }
    connection::write(transaction, &HEAD_ADVANCE, &[sequence.into()])?;
    Ok(sequence)
}

pub(crate) fn head(connection: &Connection) -> Result<i64, StoreError> {
    let found = connection::read(connection, &HEAD_READ, &[], |take| match take("sequence") {
        Value::Integer(sequence) => Some(sequence),
        _ => None,
    })?;
    found.into_iter().next().ok_or_else(|| StoreError::Fatal("the head row is missing".to_owned()))
}

/// An operation as the journal holds it.
#[derive(Debug, Clone)]
pub struct PastOperation {
    /// Its id.
    pub id: String,
    /// Its place in the journal.
    pub sequence: i64,
    /// The command's name.
    pub command: String,
    /// `do`, `undo` or `redo`.
    pub kind: String,
    /// The areas it changed.
    pub areas: Vec<String>,
    /// The operation it took back or brought back.
    pub reverses: Option<String>,
    /// When, in UTC milliseconds.
    pub at_utc_milliseconds: i64,
    pub(crate) digest: String,
    pub(crate) answer: String,
}

pub(crate) fn past_operation(take: &mut dyn FnMut(&str) -> Value) -> Option<PastOperation> {
    let mut text = |column: &str| match take(column) {
        Value::Text(text) => Some(text),
        _ => None,
    };
    let (id, digest, command, answer, kind, areas) =
        (text("id")?, text("digest")?, text("command")?, text("answer")?, text("kind")?, text("areas")?);
    let reverses = text("reverses");
    let (Value::Integer(sequence), Value::Integer(at_utc_milliseconds)) =
        (take("sequence"), take("at_utc_milliseconds"))
    else {
        return None;
    };
    let areas = areas.split(',').filter(|area| !area.is_empty()).map(str::to_owned).collect();
    Some(PastOperation { id, sequence, command, kind, areas, reverses, at_utc_milliseconds, digest, answer })
}

pub(crate) fn find_operation(connection: &Connection, id: &str) -> Result<Option<PastOperation>, StoreError> {
    Ok(connection::read(connection, &OPERATION_BY_ID, &[id.into()], past_operation)?.pop())
}

impl PastOperation {
    /// What it answered, where the same call is made again; `None` where the id was used for another call.
    pub fn answer_for(&self, digest: &str) -> Option<&str> {
        (self.digest == digest).then_some(self.answer.as_str())
    }
}
