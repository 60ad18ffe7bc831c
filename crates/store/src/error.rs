//! What can go wrong in the store, as codes that a caller acts on.

use thiserror::Error;

/// Why a batch had no effect, or why none can be told.
#[derive(Debug, Clone, Error, PartialEq, Eq)]
pub enum StoreError {
    /// A schema net refused; the code is the constraint's name, such as `e_overlap`.
    #[error("refused by {code}")]
    Rejected {
        /// The constraint's name.
        code: String,
    },
    /// Something the decision was based on has changed; load again and decide again.
    #[error("the facts have changed")]
    Stale,
    /// This operation already had its effect; `answer` is what it answered then.
    #[error("already applied")]
    AlreadyApplied {
        /// The answer stored with the operation.
        answer: String,
        /// Its journal sequence.
        sequence: i64,
    },
    /// The operation id was used before for something else.
    #[error("the operation id belongs to another call")]
    OperationReused,
    /// Whether the batch had its effect is not known; retry the same operation.
    #[error("the outcome is unknown")]
    Unknown,
    /// The place is full.
    #[error("the disk is full")]
    DiskFull,
    /// Another process holds the file for longer than the store waits.
    #[error("the file is busy")]
    Busy,
    /// The store cannot go on; the text is for the log, never for the page.
    #[error("the store failed: {0}")]
    Fatal(String),
}

/// Why a museum's file was not opened. No byte was changed.
#[derive(Debug, Clone, Error, PartialEq, Eq)]
pub enum OpenRefusal {
    /// A later program wrote it.
    #[error("written by a newer version")]
    Newer {
        /// The schema found.
        found: i64,
        /// The newest schema this program knows.
        known: i64,
    },
    /// It lies on a network drive.
    #[error("on a network drive")]
    NetworkFolder,
    /// It lies in a folder that a cloud service synchronises.
    #[error("in a synchronised folder")]
    SyncedFolder {
        /// The service, such as `OneDrive`.
        service: String,
    },
    /// It cannot be written.
    #[error("read-only")]
    ReadOnly,
    /// It does not pass SQLite's check.
    #[error("damaged")]
    Damaged,
    /// It is a database, but not a museum's.
    #[error("not a museum")]
    NotAMuseum,
    /// There is no room for what the first start or an upgrade writes.
    #[error("the disk is full")]
    DiskFull,
    /// Anything else; the text is for the log.
    #[error("could not be opened: {0}")]
    Other(String),
}

impl From<StoreError> for OpenRefusal {
    fn from(error: StoreError) -> OpenRefusal {
        match error {
            StoreError::DiskFull => OpenRefusal::DiskFull,
            other => OpenRefusal::Other(other.to_string()),
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> StoreError {
        use rusqlite::ErrorCode;
        let rusqlite::Error::SqliteFailure(failure, message) = &error else {
            return StoreError::Fatal(error.to_string());
        };
        match failure.code {
            ErrorCode::ConstraintViolation => StoreError::from_constraint(message.as_deref().unwrap_or_default()),
            ErrorCode::DiskFull => StoreError::DiskFull,
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => StoreError::Busy,
            _ => StoreError::Fatal(error.to_string()),
        }
    }
}

impl StoreError {
    /// SQLite names a check or a trigger by its name, an index by its columns.
    fn from_constraint(message: &str) -> StoreError {
        if message.contains("e_guard") {
            return StoreError::Stale;
        }
        let code = message
            .split(|character: char| !(character.is_alphanumeric() || character == '_'))
            .find(|word| word.starts_with("e_"))
            .map_or_else(|| constraint_of_columns(message), str::to_owned);
        StoreError::Rejected { code }
    }
}

/// `UNIQUE constraint failed: vehicle.plate` → `unique_vehicle_plate`.
fn constraint_of_columns(message: &str) -> String {
    match message.split_once("constraint failed") {
        Some((kind, columns)) => {
            let first = columns.trim_start_matches(':').split(',').next().unwrap_or_default().trim();
            format!("{}_{}", kind.trim().to_lowercase().replace(' ', "_"), first.replace('.', "_"))
                .trim_end_matches('_')
                .to_owned()
        }
        None => "constraint".to_owned(),
    }
}
