//! The open store: one writer, a small pool of readers, the change feed.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, Sender, channel};

use rusqlite::Connection;

use crate::backup::{self, BackupError, BackupReceipt};
use crate::batch::Batch;
use crate::connection::{self, inspect, open_reader, open_writer};
use crate::error::{OpenRefusal, StoreError};
use crate::history::{self, Direction, RowChange};
use crate::migrate;
use crate::options::Options;
use crate::row::{Row, Table};
use crate::rows::TABLES;
use crate::search;
use crate::sound;
use crate::statement::{SEARCH_TOKEN_COUNT, SEARCH_TOKEN_FIND, SEARCH_TOKEN_OF_ROW, Statement};
use crate::value::{Column as _, Value};
use crate::watch::{self, Changed, Listeners};
use crate::writer::{self, Job, Operation, PastOperation};

/// The museum's file in its directory.
pub const FILE_NAME: &str = "museum.zhancheng";

/// Rows of one table that a search answers.
const SEARCH_ROWS_MAX: i64 = 300;
/// Rows of one table that the longest term of a query may find before its other terms are asked.
const SEARCH_CANDIDATES_MAX: i64 = 5_000;

/// An open museum file.
pub struct Store {
    path: PathBuf,
    jobs: Mutex<Option<Sender<Job>>>,
    readers: Mutex<Vec<Connection>>,
    listeners: Listeners,
    options: Options,
}

/// A row that a net of the schema refused.
#[derive(Debug, Clone)]
pub struct RefusedRow {
    /// Its table.
    pub table: &'static Table,
    /// Its id.
    pub id: String,
    /// The net, such as `e_overlap`.
    pub code: String,
}

/// Bytes of a log that the file should take in without waiting.
const LOG_BYTES_LONG: u64 = 8 << 20;

impl Store {
    /// Opens the museum in `directory`, creating or upgrading it where needed; an upgrade is backed up first.
    ///
    /// # Errors
    /// An [`OpenRefusal`]; nothing was changed then.
    pub fn open(directory: &Path, options: Options) -> Result<Store, OpenRefusal> {
        let path = directory.join(FILE_NAME);
        inspect(&path, options)?;
        if !directory.exists() {
            std::fs::create_dir_all(directory).map_err(|_| OpenRefusal::ReadOnly)?;
            directory.parent().into_iter().for_each(crate::place::settle);
        }
        crate::place::check(directory)?;
        let mut connection = open_writer(&path, options)?;
        let found = migrate::current(&connection)?;
        if found < migrate::newest() {
            if found > 0 {
                let target = directory.join("backups").join(format!("before-upgrade-from-{found}.zhancheng"));
                backup::create(&path, &target, options).map_err(|error| OpenRefusal::Other(error.to_string()))?;
            }
            migrate::run(&mut connection)?;
        }
        drop(connection);
        let store =
            Store { path, jobs: Mutex::new(None), readers: Mutex::default(), listeners: Listeners::default(), options };
        store.start()?;
        Ok(store)
    }

    fn start(&self) -> Result<(), StoreError> {
        let (committed, commits) = channel();
        let (jobs, _thread) = writer::start(&self.path, self.options, committed)?;
        watch::start(&self.path, self.options, commits, self.listeners.clone())?;
        *lock(&self.jobs) = Some(jobs);
        Ok(())
    }

    /// The museum's file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A feed of changes from now on.
    pub fn changes(&self) -> Receiver<Changed> {
        self.listeners.add()
    }

    /// Reads within one moment: every reading of `look` sees the same content.
    ///
    /// # Errors
    /// Whatever `look` answers, or that no reader could be opened.
    pub fn read<T>(&self, look: impl FnOnce(&Snapshot<'_>) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let pooled = lock(&self.readers).pop();
        let connection = match pooled {
            Some(connection) => connection,
            None => open_reader(&self.path, self.options)?,
        };
        connection.execute_batch("BEGIN")?;
        let outcome =
            writer::head(&connection).and_then(|sequence| look(&Snapshot { connection: &connection, sequence }));
        let ended = connection.execute_batch("COMMIT");
        if ended.is_ok() {
            lock(&self.readers).push(connection);
        }
        outcome
    }

    /// Applies a batch and answers its journal sequence, once it is on the disk.
    ///
    /// # Errors
    /// A [`StoreError`]; except for [`StoreError::Unknown`], nothing was written.
    pub fn apply(&self, batch: Batch, operation: Operation) -> Result<i64, StoreError> {
        let (answer, outcome) = channel();
        lock(&self.jobs)
            .as_ref()
            .ok_or_else(|| StoreError::Fatal("the store is closed".to_owned()))?
            .send(Job { batch: batch.prepared(), operation, answer })
            .map_err(|_| StoreError::Fatal("the writer has ended".to_owned()))?;
        outcome.recv().map_err(|_| StoreError::Unknown)?
    }

    /// Applies a batch for trial and takes it back. Answers the first row that a net of the schema refuses.
    ///
    /// # Errors
    /// Whatever else keeps the trial from being made.
    pub fn try_out(&self, batch: &Batch) -> Result<Option<RefusedRow>, StoreError> {
        let mut connection = open_writer(&self.path, self.options)?;
        // Dropped without a commit: nothing stays.
        let trial = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        for step in batch.clone().prepared().steps {
            match connection::write(&trial, step.statement, &step.values) {
                Ok(_) => {}
                Err(StoreError::Rejected { code }) => {
                    let table = TABLES.iter().find(|table| table.insert.name == step.statement.name);
                    let Some(table) = table else { return Err(StoreError::Rejected { code }) };
                    let id = step.values.first().and_then(|id| String::from_value(id.clone())).unwrap_or_default();
                    return Ok(Some(RefusedRow { table, id, code }));
                }
                Err(error) => return Err(error),
            }
        }
        Ok(None)
    }

    /// The number of the newest schema this program knows: that of every open museum.
    pub fn schema() -> i64 {
        migrate::newest()
    }

    /// Copies the museum to `target` and verifies the copy.
    ///
    /// # Errors
    /// A [`BackupError`]; no file appears at `target` then.
    pub fn back_up(&self, target: &Path) -> Result<BackupReceipt, BackupError> {
        backup::create(&self.path, target, self.options)
    }

    /// Checks a backup without changing anything.
    ///
    /// # Errors
    /// A [`BackupError`] naming what is wrong with it.
    pub fn verify_backup(file: &Path) -> Result<BackupReceipt, BackupError> {
        backup::verify(file, Options::default())
    }

    /// Replaces the museum's content by a verified backup's.
    ///
    /// # Errors
    /// A [`BackupError`]; a refused backup changes nothing.
    pub fn restore(&self, file: &Path) -> Result<BackupReceipt, BackupError> {
        let receipt = backup::restore(file, &self.path, self.options)?;
        lock(&self.readers).clear();
        Ok(receipt)
    }

    /// Writes what a long log holds into the file and empties the log: for after a flood of batches.
    ///
    /// # Errors
    /// Where the file cannot be written. A reader that still needs the log is no error: it is emptied later.
    pub fn fold_long_log(&self) -> Result<(), StoreError> {
        let log = self.path.with_extension("zhancheng-wal");
        if std::fs::metadata(log).map_or(0, |file| file.len()) < LOG_BYTES_LONG {
            return Ok(());
        }
        connection::fold_log(&open_writer(&self.path, self.options)?)
    }

    /// SQLite's full check of the open file, its foreign keys, and whether every row is as the journal left it.
    ///
    /// # Errors
    /// When the file cannot be read at all.
    pub fn check(&self) -> Result<bool, StoreError> {
        sound::check(&self.path, self.options)
    }

    /// SHA-256 over all content, in hexadecimal: equal museums have equal hashes.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn content_hash(&self) -> Result<String, StoreError> {
        self.read(|snapshot| backup::content_hash(snapshot.connection))
    }
}

/// The museum at one moment.
pub struct Snapshot<'s> {
    connection: &'s Connection,
    sequence: i64,
}

impl Snapshot<'_> {
    /// The journal's head at this moment: what area guards compare with.
    pub fn sequence(&self) -> i64 {
        self.sequence
    }

    /// The row of that id.
    ///
    /// # Errors
    /// When the store fails.
    pub fn find<R: Row>(&self, id: &str) -> Result<Option<R>, StoreError> {
        Ok(self.rows(R::BY_ID, &[id.into()])?.pop())
    }

    /// All rows of a table.
    ///
    /// # Errors
    /// When the store fails.
    pub fn all<R: Row>(&self) -> Result<Vec<R>, StoreError> {
        self.rows(R::ALL, &[])
    }

    /// The values of all rows of a table, in the order of its columns, the rows in the order of their ids.
    ///
    /// # Errors
    /// When the store fails.
    pub fn whole(&self, table: &Table) -> Result<Vec<Vec<Value>>, StoreError> {
        let mut rows =
            self.columns(table.all, &[], |take| Some(table.columns.iter().map(|name| take(name)).collect()))?;
        rows.sort_by(|one: &Vec<Value>, other| text_of(one.first()).cmp(text_of(other.first())));
        Ok(rows)
    }

    /// The rows of one table that a statement finds.
    ///
    /// # Errors
    /// When the store fails.
    pub fn rows<R: Row>(&self, statement: &Statement, values: &[Value]) -> Result<Vec<R>, StoreError> {
        connection::read_rows(self.connection, statement, values)
    }

    /// Rows whose names bear every term of `text`, as table and id: of each table the newest, at most
    /// a few hundred.
    ///
    /// # Errors
    /// When the store fails.
    pub fn search(&self, text: &str) -> Result<Vec<(String, String)>, StoreError> {
        let terms = self.rarest_first(search::terms(text))?;
        let mut found = Vec::new();
        for table in TABLES.iter().filter(|table| !table.searched.is_empty()) {
            let rows = self.search_table(table, &terms)?;
            found.extend(rows.into_iter().map(|row| (table.name.to_owned(), row)));
        }
        Ok(found)
    }

    /// Terms, the one that begins the fewest tokens first: it leaves the fewest rows to ask the others of.
    fn rarest_first(&self, terms: Vec<String>) -> Result<Vec<String>, StoreError> {
        if terms.len() < 2 {
            return Ok(terms);
        }
        let mut counted = Vec::with_capacity(terms.len());
        for term in terms {
            let values = [term.as_str().into(), search::range_end(&term).into(), SEARCH_CANDIDATES_MAX.into()];
            let found = self.columns(&SEARCH_TOKEN_COUNT, &values, |take| i64::from_value(take("found")))?;
            counted.push((found.first().copied().unwrap_or(0), term));
        }
        counted.sort_by_key(|(found, _)| *found);
        Ok(counted.into_iter().map(|(_, term)| term).collect())
    }

    /// Ids of the newest rows of one table that have a token for each term.
    fn search_table(&self, table: &Table, terms: &[String]) -> Result<Vec<String>, StoreError> {
        let range = |term: &str| (Value::from(term), Value::from(search::range_end(term)));
        let Some((first, further)) = terms.split_first() else { return Ok(Vec::new()) };
        let (from, below) = range(first);
        let candidates_max = if further.is_empty() { SEARCH_ROWS_MAX } else { SEARCH_CANDIDATES_MAX };
        let values = [table.name.into(), from, below, candidates_max.into()];
        let mut found = self.columns(&SEARCH_TOKEN_FIND, &values, |take| String::from_value(take("row_id")))?;
        for term in further {
            let mut kept = Vec::new();
            for row in found {
                let (from, below) = range(term);
                let values = [row.as_str().into(), from, below];
                let tokens = self.columns(&SEARCH_TOKEN_OF_ROW, &values, |take| String::from_value(take("token")))?;
                kept.extend((!tokens.is_empty()).then_some(row));
            }
            found = kept;
        }
        found.truncate(usize::try_from(SEARCH_ROWS_MAX).unwrap_or(usize::MAX));
        Ok(found)
    }

    /// What a statement finds, column by column.
    ///
    /// # Errors
    /// When the store fails or `take` refuses a row.
    pub fn columns<T>(
        &self,
        statement: &Statement,
        values: &[Value],
        take: impl FnMut(&mut dyn FnMut(&str) -> Value) -> Option<T>,
    ) -> Result<Vec<T>, StoreError> {
        connection::read(self.connection, statement, values, take)
    }

    /// The operation that undo or redo would reverse for this person.
    ///
    /// # Errors
    /// When the store fails.
    pub fn reversible(&self, actor_id: &str, direction: Direction) -> Result<Option<PastOperation>, StoreError> {
        history::candidate(self.connection, actor_id, direction)
    }

    /// What an operation did to the rows of table `R`.
    ///
    /// # Errors
    /// When the store fails.
    pub fn changed_rows<R: Row>(
        &self,
        operation: &PastOperation,
    ) -> Result<Vec<history::BeforeAndAfter<R>>, StoreError> {
        history::changed_rows(self.connection, operation)
    }

    /// The batch that reverses an operation.
    ///
    /// # Errors
    /// When the store fails.
    pub fn reversal(&self, operation: &PastOperation) -> Result<Batch, StoreError> {
        history::reversal(self.connection, operation)
    }

    /// The table of the first row that no longer is as an operation left it, if any.
    ///
    /// # Errors
    /// When the store fails.
    pub fn changed_since(&self, operation: &PastOperation) -> Result<Option<&'static str>, StoreError> {
        history::changed_since(self.connection, operation)
    }

    /// When the museum was last changed by anybody, in UTC milliseconds.
    ///
    /// # Errors
    /// When the store fails.
    pub fn last_change_utc_milliseconds(&self) -> Result<Option<i64>, StoreError> {
        history::last_change(self.connection)
    }

    /// An operation by id, with what it answered: `(digest, answer, sequence)`.
    ///
    /// # Errors
    /// When the store fails.
    pub fn operation(&self, id: &str) -> Result<Option<PastOperation>, StoreError> {
        writer::find_operation(self.connection, id)
    }

    /// The last `most` changes of a row, newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn history(&self, row_id: &str, most: i64) -> Result<Vec<RowChange>, StoreError> {
        history::of_row(self.connection, row_id, most)
    }
}

fn text_of(value: Option<&Value>) -> &str {
    match value {
        Some(Value::Text(text)) => text,
        _ => "",
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    // A reader that panicked left nothing half done: connections hold no state between calls.
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
