//! Schema migrations: numbered files, run in order, never edited once released.

use rusqlite::Connection;

use crate::connection::APPLICATION_ID;
use crate::error::StoreError;

mod embedded {
    refinery::embed_migrations!("migrations/sqlite");
}

/// The newest schema this program knows.
pub fn newest() -> i64 {
    embedded::migrations::runner()
        .get_migrations()
        .iter()
        .map(|migration| i64::from(migration.version()))
        .max()
        .unwrap_or(0)
}

/// The schema of an open file; 0 when it is empty.
pub(crate) fn current(connection: &Connection) -> Result<i64, StoreError> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// Brings the file to the newest schema. It is marked as ours before it holds anything, so that one whose first
/// start was cut off is known again; the mark that lets older programs refuse it is written last.
pub(crate) fn run(connection: &mut Connection) -> Result<(), StoreError> {
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    embedded::migrations::runner().set_grouped(true).run(connection).map_err(|error| refused(&error))?;
    connection.pragma_update(None, "user_version", newest())?;
    Ok(())
}

/// The failure of a migration by its kind, which the library keeps further down.
fn refused(error: &refinery::Error) -> StoreError {
    let mut reason: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(found) = reason {
        let code = found.downcast_ref::<rusqlite::Error>().and_then(rusqlite::Error::sqlite_error_code);
        if code == Some(rusqlite::ErrorCode::DiskFull) {
            return StoreError::DiskFull;
        }
        reason = found.source();
    }
    StoreError::Fatal(error.to_string())
}
