//! Backups: a whole copy, opened again, checked and compared with what it was copied from.

use std::fs;
use std::path::Path;

use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags};
use sha2::{Digest as _, Sha256};

use crate::connection::{inspect_file, open_reader, open_writer};
use crate::error::{OpenRefusal, StoreError};
use crate::migrate;
use crate::options::Options;
use crate::sound::integrity;

/// Pages restored in one step; other processes on the file see the old content until the last of them.
const RESTORE_PAGES: std::ffi::c_int = 4_096;

/// Why a backup was not made or not taken back.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
pub enum BackupError {
    /// The file to restore is not a whole museum of a known version.
    #[error(transparent)]
    Refused(#[from] OpenRefusal),
    /// The copy does not hold what was copied.
    #[error("the copy differs from its source")]
    Differs,
    /// The place could not be written; the text is for the log.
    #[error("could not be written: {0}")]
    NotWritten(String),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a verified backup holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupReceipt {
    /// SHA-256 over every row of every table, in hexadecimal.
    pub content_hash: String,
    /// Size of the file in bytes.
    pub bytes: u64,
    /// Journal sequence it was taken at.
    pub sequence: i64,
}

/// Copies the museum at `source` to `target`, then opens the copy, checks it and compares the content.
/// The copy appears under its name only when it has passed.
pub(crate) fn create(source: &Path, target: &Path, options: Options) -> Result<BackupReceipt, BackupError> {
    let directory = target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(directory).map_err(|error| BackupError::NotWritten(error.to_string()))?;
    // A folder of its own: whatever lies beside an unfinished copy goes with it.
    let unfinished = tempfile::Builder::new()
        .prefix(".zhancheng-backup-")
        .tempdir_in(directory)
        .map_err(|error| BackupError::NotWritten(error.to_string()))?;
    let partial = unfinished.path().join("copy");
    let reader = open_reader(source, options)?;
    // One read transaction: the hash and the copy see the same moment.
    reader.execute_batch("BEGIN").map_err(StoreError::from)?;
    let expected = content_hash(&reader)?;
    let sequence = crate::writer::head(&reader)?;
    copy_pages(&reader, &partial, options)?;
    reader.execute_batch("COMMIT").map_err(StoreError::from)?;
    let receipt = verify(&partial, options).map_err(|error| match error {
        // The copy is at fault then, not the museum.
        BackupError::Refused(refusal) => BackupError::NotWritten(refusal.to_string()),
        other => other,
    })?;
    if receipt.content_hash != expected || receipt.sequence != sequence {
        return Err(BackupError::Differs);
    }
    fs::File::open(&partial)
        .and_then(|file| file.sync_all())
        .map_err(|error| BackupError::NotWritten(error.to_string()))?;
    fs::rename(&partial, target).map_err(|error| BackupError::NotWritten(error.to_string()))?;
    crate::place::settle(directory);
    Ok(receipt)
}

fn copy_pages(source: &Connection, target: &Path, options: Options) -> Result<(), BackupError> {
    let mut copy = options
        .connect(target, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)
        .map_err(|error| BackupError::NotWritten(error.to_string()))?;
    Backup::new(source, &mut copy)
        .and_then(|backup| backup.step(-1))
        .map_err(|error| BackupError::NotWritten(error.to_string()))?;
    // A backup is one file that can be carried on a stick: no write-ahead log beside it.
    copy.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))
        .map_err(|error| BackupError::NotWritten(error.to_string()))?;
    Ok(())
}

/// Opens a backup and checks it from end to end.
pub(crate) fn verify(file: &Path, options: Options) -> Result<BackupReceipt, BackupError> {
    inspect_file(file, options)?;
    let bytes = fs::metadata(file).map_err(|error| BackupError::NotWritten(error.to_string()))?.len();
    if bytes == 0 {
        return Err(OpenRefusal::Damaged.into());
    }
    let reader = open_reader(file, options)?;
    let whole = integrity(&reader).unwrap_or(false);
    if !whole {
        return Err(OpenRefusal::Damaged.into());
    }
    let content_hash = content_hash(&reader).map_err(|_| OpenRefusal::Damaged)?;
    let sequence = crate::writer::head(&reader).map_err(|_| OpenRefusal::Damaged)?;
    Ok(BackupReceipt { content_hash, bytes, sequence })
}

/// Puts a verified backup in the place of the museum at `target`, through SQLite, so that
/// other processes on the file see the change and a kill leaves the old or the new content.
pub(crate) fn restore(file: &Path, target: &Path, options: Options) -> Result<BackupReceipt, BackupError> {
    let receipt = verify(file, options)?;
    let source = open_reader(file, options)?;
    let mut live = open_writer(target, options)?;
    Backup::new(&source, &mut live)
        .and_then(|backup| backup.run_to_completion(RESTORE_PAGES, std::time::Duration::from_millis(50), None))
        .map_err(StoreError::from)?;
    if migrate::current(&live)? < migrate::newest() {
        migrate::run(&mut live)?;
        return Ok(receipt);
    }
    if content_hash(&live)? != receipt.content_hash {
        return Err(BackupError::Differs);
    }
    Ok(receipt)
}

/// SHA-256 over every table's name and rows, in the order of their keys. A museum that an older program left
/// has not all tables yet.
pub(crate) fn content_hash(connection: &Connection) -> Result<String, StoreError> {
    let mut digest = Sha256::new();
    let older = migrate::current(connection)? < migrate::newest();
    for table in CONTENT {
        if older && !connection.table_exists(None, table_of(table))? {
            continue;
        }
        digest.update(table.name.as_bytes());
        let mut prepared = connection.prepare_cached(table.sql)?;
        let columns = prepared.column_count();
        let mut rows = prepared.query([])?;
        while let Some(row) = rows.next()? {
            for column in 0..columns {
                match row.get_ref(column)? {
                    rusqlite::types::ValueRef::Integer(number) => {
                        digest.update([&[1_u8][..], &number.to_be_bytes()].concat())
                    }
                    rusqlite::types::ValueRef::Text(text) => {
                        digest.update([2_u8]);
                        digest.update((text.len() as u64).to_be_bytes());
                        digest.update(text);
                    }
                    _ => digest.update([0_u8]),
                }
            }
        }
    }
    Ok(digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The table that a statement over a whole table reads: it is named after it.
fn table_of(statement: &crate::statement::Statement) -> &'static str {
    let name = statement.name;
    name.strip_suffix("_all").or_else(|| name.strip_suffix("_whole")).unwrap_or(name)
}

/// One reading statement a table, journal and engine included.
const CONTENT: &[&crate::statement::Statement] = crate::statement::WHOLE_TABLES;
