//! The one writer: a thread that applies batches in the order they come.
//!
//! Batches that wait share one transaction and so one commit, each in a savepoint of its own: guards, rows,
//! journal, operation, head. One that fails is taken back alone. A long one shares nothing. Each is answered only after the commit has
//! reached the disk. Nobody is waited for: a batch that comes alone is committed alone.

use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::batch::{Prepared, Step};
use crate::connection::{self, open_writer};
use crate::error::StoreError;
use crate::options::Options;
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

/// Batches that share a commit at most: what waits behind a commit stays short.
const GROUP_MAX: usize = 64;

/// Statements of a batch that shares a commit at most. What a savepoint may have to take back is kept in memory, and each
/// statement behind it walks along all of that: a long batch in a savepoint would take time with the square of its length.
const SHARING_STEPS_MAX: usize = 500;

/// Starts the writer thread; it ends when the sender is dropped.
pub(crate) fn start(
    path: &Path,
    options: Options,
    committed: Sender<()>,
) -> Result<(Sender<Job>, JoinHandle<()>), StoreError> {
    let mut connection = open_writer(path, options)?;
    let (sender, jobs): (Sender<Job>, Receiver<Job>) = channel();
    let thread = std::thread::Builder::new()
        .name("store-writer".to_owned())
        .spawn(move || {
            while let Ok(first) = jobs.recv() {
                let group = waiting(first, &jobs, if options.grouped { GROUP_MAX } else { 1 });
                let outcomes = apply(&mut connection, &group, options.guarded);
                if outcomes.iter().any(Result::is_ok) {
                    std::thread::sleep(options.commit_lasts_longer);
                    // Nobody listening is fine: the store is closing.
                    let _ = committed.send(());
                }
                for (job, outcome) in group.into_iter().zip(outcomes) {
                    let _ = job.answer.send(outcome);
                }
            }
        })
        .map_err(|error| StoreError::Fatal(error.to_string()))?;
    Ok((sender, thread))
}

/// The first job and those that wait behind it, `most` at most. Callers that were just answered together come back together, but
/// need a moment on a core: it is given up to them as long as that brings another, which costs one alone a microsecond.
fn waiting(first: Job, jobs: &Receiver<Job>, most: usize) -> Vec<Job> {
    let mut group = vec![first];
    loop {
        let before = group.len();
        group.extend(jobs.try_iter().take(most - before));
        if group.len() == before || group.len() == most {
            return group;
        }
        std::thread::yield_now();
    }
}

/// One answer a job, in their order.
type Outcomes = Vec<Result<i64, StoreError>>;

/// Applies a group; a long batch of it is applied and committed alone.
fn apply(connection: &mut Connection, group: &[Job], guarded: bool) -> Outcomes {
    let short = |job: &Job| job.batch.steps.len() <= SHARING_STEPS_MAX;
    let parts = group.chunk_by(|one, next| short(one) && short(next));
    parts.flat_map(|part| apply_part(connection, part, guarded)).collect()
}

/// Applies some batches in one transaction. Where one of them ended it (a full disk, a failed read), all of them are gone and
/// nothing of it was answered: each is then applied alone, so that none suffers for another.
fn apply_part(connection: &mut Connection, group: &[Job], guarded: bool) -> Outcomes {
    apply_together(connection, group, guarded).unwrap_or_else(|| {
        let alone = |job| apply_together(connection, std::slice::from_ref(job), guarded)?.pop();
        group.iter().map(alone).map(|outcome| outcome.unwrap_or(Err(StoreError::Unknown))).collect()
    })
}

/// Applies a group in one transaction and answers each job's sequence; `None` where a batch among several ended
/// the transaction.
fn apply_together(connection: &mut Connection, group: &[Job], guarded: bool) -> Option<Outcomes> {
    let for_all = |error: StoreError| Some(group.iter().map(|_| Err(error.clone())).collect());
    // Immediate: the write lock is taken before anything is read, so that no later statement can find it gone.
    let mut transaction = match connection.transaction_with_behavior(TransactionBehavior::Immediate) {
        Ok(transaction) => transaction,
        Err(error) => return for_all(error.into()),
    };
    let mut sequence = match head(&transaction) {
        Ok(sequence) => sequence,
        Err(error) => return for_all(error),
    };
    if let [job] = group {
        // Alone, the transaction is the savepoint: it is taken back when it is dropped.
        let sequence = sequence + 1;
        let written = write_once(&transaction, job, sequence, guarded);
        return Some(vec![written.and_then(|()| commit(transaction, sequence)).map(|()| sequence)]);
    }
    let mut outcomes = Outcomes::with_capacity(group.len());
    for job in group {
        let outcome = apply_one(&mut transaction, job, sequence + 1, guarded);
        if transaction.is_autocommit() {
            // Only a failure ends a transaction.
            return None;
        }
        sequence += i64::from(outcome.is_ok());
        outcomes.push(outcome.map(|()| sequence));
    }
    if outcomes.iter().all(Result::is_err) {
        // The transaction is taken back when it is dropped.
        return Some(outcomes);
    }
    match commit(transaction, sequence) {
        Ok(()) => Some(outcomes),
        // The refused ones share the answer: what refused them may have been a batch of this group.
        Err(error) => for_all(error),
    }
}

/// Moves the head to the last sequence and commits; one that did not answer may still have reached the disk.
fn commit(transaction: Transaction<'_>, sequence: i64) -> Result<(), StoreError> {
    connection::write(&transaction, &HEAD_ADVANCE, &[sequence.into()])?;
    match transaction.commit().map_err(StoreError::from) {
        Err(StoreError::Fatal(_)) => Err(StoreError::Unknown),
        answered => answered,
    }
}

/// Applies one batch in a savepoint, which is taken back whole where the batch fails.
fn apply_one(transaction: &mut Transaction<'_>, job: &Job, sequence: i64, guarded: bool) -> Result<(), StoreError> {
    let savepoint = transaction.savepoint()?;
    write_once(&savepoint, job, sequence, guarded)?;
    savepoint.commit()?;
    Ok(())
}

/// Writes a batch unless its operation was written before: then its id refuses it, if nothing did so sooner.
fn write_once(transaction: &Connection, job: &Job, sequence: i64, guarded: bool) -> Result<(), StoreError> {
    let operation = &job.operation;
    let Err(refused) = write_all(transaction, &job.batch, operation, sequence, guarded) else { return Ok(()) };
    Err(match find_operation(transaction, &operation.id) {
        Ok(Some(earlier)) if earlier.digest == operation.digest => {
            StoreError::AlreadyApplied { answer: earlier.answer, sequence: earlier.sequence }
        }
        Ok(Some(_)) => StoreError::OperationReused,
        _ => refused,
    })
}

fn write_all(
    transaction: &Connection,
    batch: &Prepared,
    operation: &Operation,
    sequence: i64,
    guarded: bool,
) -> Result<(), StoreError> {
    let run = |step: &Step| connection::write(transaction, step.statement, &step.values).map(drop);
    if guarded {
        batch.guards.iter().try_for_each(run)?;
    }
    batch.steps.iter().try_for_each(run)?;
    if !batch.guards.is_empty() {
        connection::write(transaction, &GUARD_CLEAR, &[])?;
    }
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
    Ok(())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::Batch;
    use crate::rows::Department;
    use crate::store::{FILE_NAME, Store};

    /// An operation that adds a department.
    fn job(name: &str) -> Job {
        let mut batch = Batch::new();
        let id = uuid::Uuid::now_v7().to_string();
        let (name, sort_key) = (name.to_owned(), name.to_owned());
        batch.insert(&Department { id, revision: 0, name: name.clone(), sort_key, active: true });
        let operation = Operation {
            id: uuid::Uuid::now_v7().to_string(),
            digest: name,
            actor_id: String::new(),
            command: "department_save".to_owned(),
            at_utc_milliseconds: 0,
            areas: vec!["people".to_owned()],
            answer: "{}".to_owned(),
            reversible: true,
            kind: OperationKind::Do,
        };
        Job { batch: batch.prepared(), operation, answer: channel().0 }
    }

    /// A batch too long to share a commit; each of its names begins with `prefix`.
    fn long_job(prefix: &str) -> Job {
        let mut batch = Batch::new();
        for number in 0..=SHARING_STEPS_MAX {
            let name = format!("{prefix}{number}");
            let id = uuid::Uuid::now_v7().to_string();
            batch.insert(&Department { id, revision: 0, sort_key: name.clone(), name, active: true });
        }
        Job { batch: batch.prepared(), ..job(prefix) }
    }

    /// The operation of another job, made once more.
    fn again(earlier: &Job) -> Job {
        Job { operation: earlier.operation.clone(), ..job(&earlier.operation.digest) }
    }

    fn museum() -> (tempfile::TempDir, Connection) {
        let folder = tempfile::tempdir().unwrap();
        drop(Store::open(folder.path(), Options::default()).unwrap());
        let connection = open_writer(&folder.path().join(FILE_NAME), Options::default()).unwrap();
        (folder, connection)
    }

    fn names(connection: &Connection) -> Vec<String> {
        let mut prepared = connection.prepare("SELECT name FROM department ORDER BY name").unwrap();
        let rows = prepared.query_map([], |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    }

    #[test]
    fn a_long_batch_among_others_is_written_or_taken_back_alone() {
        let (_folder, mut connection) = museum();
        let outcomes = apply(&mut connection, &[job("a"), long_job("b"), job("c")], true);
        assert_eq!(outcomes, [Ok(1), Ok(2), Ok(3)]);
        let before = names(&connection).len();
        let outcomes = apply(&mut connection, &[job("d"), long_job("b"), job("e")], true);
        assert!(matches!(&outcomes[..], [Ok(4), Err(StoreError::Rejected { .. }), Ok(5)]), "{outcomes:?}");
        assert_eq!(names(&connection).len(), before + 2);
    }

    #[test]
    fn a_refused_batch_harms_no_other_of_its_group_and_leaves_no_gap() {
        let (_folder, mut connection) = museum();
        let group = [job("a"), job("b"), job("a"), job("c")];
        let outcomes = apply(&mut connection, &group, true);
        assert_eq!(outcomes[..2], [Ok(1), Ok(2)]);
        assert!(matches!(&outcomes[2], Err(StoreError::Rejected { .. })), "{outcomes:?}");
        assert_eq!(outcomes[3], Ok(3));
        assert_eq!((names(&connection).concat().as_str(), head(&connection)), ("abc", Ok(3)));
        let earlier = StoreError::AlreadyApplied { answer: "{}".to_owned(), sequence: 2 };
        assert_eq!(apply(&mut connection, &[again(&group[1])], true), [Err(earlier)]);
    }

    #[test]
    fn the_same_operation_twice_in_a_group_has_one_effect() {
        let (_folder, mut connection) = museum();
        let first = job("a");
        let second = again(&first);
        let outcomes = apply(&mut connection, &[first, second], true);
        assert_eq!(outcomes, [Ok(1), Err(StoreError::AlreadyApplied { answer: "{}".to_owned(), sequence: 1 })]);
    }

    #[test]
    fn a_batch_that_ends_the_transaction_takes_no_other_with_it() {
        let (_folder, mut connection) = museum();
        let bomb = "CREATE TEMP TRIGGER bomb BEFORE INSERT ON main.department WHEN NEW.name = 'bomb'
            BEGIN SELECT RAISE(ROLLBACK, 'e_bomb'); END;";
        connection.execute_batch(bomb).unwrap();
        let outcomes = apply(&mut connection, &[job("a"), job("bomb"), job("b")], true);
        assert_eq!(outcomes, [Ok(1), Err(StoreError::Rejected { code: "e_bomb".to_owned() }), Ok(2)]);
        assert_eq!(names(&connection), ["a", "b"]);
    }

    #[test]
    fn only_what_waits_is_grouped_and_never_more_than_a_group_holds() {
        let (sender, jobs) = channel();
        assert_eq!(waiting(job("alone"), &jobs, GROUP_MAX).len(), 1);
        (0..GROUP_MAX + 5).for_each(|_| sender.send(job("x")).unwrap());
        assert_eq!(waiting(job("first"), &jobs, 1).len(), 1);
        assert_eq!(waiting(job("first"), &jobs, GROUP_MAX).len(), GROUP_MAX);
        assert_eq!(waiting(job("first"), &jobs, GROUP_MAX).len(), 7);
    }
}
