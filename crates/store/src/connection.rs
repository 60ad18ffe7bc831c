//! A SQLite connection with the settings the store relies on, and the checks before one is opened.

use std::fs::{self, File, OpenOptions};
use std::io::Read as _;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, params_from_iter, types::ToSqlOutput};

use crate::error::{OpenRefusal, StoreError};
use crate::migrate;
use crate::options::Options;
use crate::row::Row;
use crate::statement::{Rows, Statement};
use crate::value::Value;

/// `ZhCh` in ASCII: marks a file as ours.
pub(crate) const APPLICATION_ID: i64 = 0x5a68_4368;

/// How long a process waits for another one's commit.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        use rusqlite::types::{Value as Owned, ValueRef};
        Ok(match self {
            Value::Null => ToSqlOutput::Owned(Owned::Null),
            Value::Integer(number) => ToSqlOutput::Owned(Owned::Integer(*number)),
            Value::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
        })
    }
}

impl rusqlite::types::FromSql for Value {
    fn column_result(value: rusqlite::types::ValueRef<'_>) -> rusqlite::types::FromSqlResult<Value> {
        use rusqlite::types::ValueRef;
        Ok(match value {
            ValueRef::Integer(number) => Value::Integer(number),
            ValueRef::Text(bytes) => Value::Text(String::from_utf8_lossy(bytes).into_owned()),
            _ => Value::Null,
        })
    }
}

/// Writes what the log holds into the file and empties the log.
pub(crate) fn fold_log(writer: &Connection) -> Result<(), StoreError> {
    writer.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).map_err(StoreError::from)
}

/// Opens a connection that may write.
pub(crate) fn open_writer(path: &Path, options: Options) -> Result<Connection, StoreError> {
    let connection = options.connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
    settle(&connection)?;
    connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", if options.durable { "FULL" } else { "OFF" })?;
    // What a savepoint may have to take back stays in memory: a full folder for temporary files refuses nothing.
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "recursive_triggers", true)?;
    connection.pragma_update(None, "secure_delete", true)?;
    Ok(connection)
}

/// Opens a connection that only reads.
pub(crate) fn open_reader(path: &Path, options: Options) -> Result<Connection, StoreError> {
    let connection = options.connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    settle(&connection)?;
    connection.pragma_update(None, "query_only", true)?;
    Ok(connection)
}

fn settle(connection: &Connection) -> Result<(), StoreError> {
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.set_prepared_statement_cache_capacity(256);
    Ok(())
}

/// Looks at the file before anything may write to it: ours, whole, not newer, in a place that can be trusted.
pub(crate) fn inspect(path: &Path, options: Options) -> Result<(), OpenRefusal> {
    let directory = path.parent().unwrap_or(Path::new("."));
    crate::place::check(directory)?;
    if !path.exists() {
        return Ok(());
    }
    if OpenOptions::new().append(true).open(path).is_err() {
        return Err(OpenRefusal::ReadOnly);
    }
    if inspect_header(path)? {
        let reader = open_reader(path, options).map_err(|_| OpenRefusal::Damaged)?;
        if !is_cut_off(&reader) {
            return inspect_content(&reader);
        }
        drop(reader);
        // Only who may write can take back what was cut off.
        let writer = options.connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(|_| OpenRefusal::Damaged)?;
        settle(&writer).map_err(|_| OpenRefusal::Damaged)?;
        return inspect_content(&writer);
    }
    Ok(())
}

/// The part of [`inspect`] that also judges a backup, which stays as it is whatever lies beside it.
pub(crate) fn inspect_file(path: &Path, options: Options) -> Result<(), OpenRefusal> {
    if inspect_header(path)? {
        return inspect_content(&open_reader(path, options).map_err(|_| OpenRefusal::Damaged)?);
    }
    Ok(())
}

/// Judges a file by its first bytes; answers whether there is anything in it to judge further.
fn inspect_header(path: &Path) -> Result<bool, OpenRefusal> {
    let length = fs::metadata(path).map_err(|error| OpenRefusal::Other(error.to_string()))?.len();
    if length == 0 {
        // SQLite creates an empty file and fills it at the first commit: nothing is lost by beginning there.
        return Ok(false);
    }
    let mut header = [0_u8; 100];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut header));
    if read.is_err() || !header.starts_with(b"SQLite format 3\0") {
        return Err(OpenRefusal::Damaged);
    }
    let word = |place: usize| {
        i64::from(u32::from_be_bytes([header[place], header[place + 1], header[place + 2], header[place + 3]]))
    };
    let (user_version, application_id) = (word(60), word(68));
    if application_id != APPLICATION_ID && application_id != 0 {
        return Err(OpenRefusal::NotAMuseum);
    }
    let known = migrate::newest();
    if application_id == APPLICATION_ID && user_version > known {
        return Err(OpenRefusal::Newer { found: user_version, known });
    }
    Ok(true)
}

/// Whether a journal beside the file says that a change of it was cut off. It is there in the moment in which a
/// file begins to be kept with a log: a new one, or a backup that was put in place.
fn is_cut_off(reader: &Connection) -> bool {
    let looked: rusqlite::Result<i64> = reader.pragma_query_value(None, "application_id", |row| row.get(0));
    looked.is_err_and(|error| {
        error.sqlite_error().is_some_and(|failure| failure.extended_code == rusqlite::ffi::SQLITE_READONLY_ROLLBACK)
    })
}

/// Judges what SQLite reads: the header may be older than the write-ahead log.
fn inspect_content(connection: &Connection) -> Result<(), OpenRefusal> {
    let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let application_id = number("application_id").map_err(|_| OpenRefusal::Damaged)?;
    if application_id != APPLICATION_ID {
        // A first start that was cut off leaves a database of nothing: nothing is lost by beginning there.
        let begun = application_id == 0 && is_bare(connection).map_err(|_| OpenRefusal::Damaged)?;
        return if begun { Ok(()) } else { Err(OpenRefusal::NotAMuseum) };
    }
    let (user_version, known) = (number("user_version").map_err(|_| OpenRefusal::Damaged)?, migrate::newest());
    if user_version > known {
        return Err(OpenRefusal::Newer { found: user_version, known });
    }
    let verdict: Result<String, _> = connection.pragma_query_value(None, "quick_check", |row| row.get(0));
    match verdict {
        Ok(word) if word == "ok" => Ok(()),
        _ => Err(OpenRefusal::Damaged),
    }
}

/// Whether a database has nothing in it, not even a table.
fn is_bare(connection: &Connection) -> rusqlite::Result<bool> {
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| Ok(row.get::<_, i64>(0)? == 0))
}

/// Runs a writing statement and answers the rows it touched, insisting on what its header states.
pub(crate) fn write(connection: &Connection, statement: &Statement, values: &[Value]) -> Result<usize, StoreError> {
    debug_assert_eq!(statement.parameters.len(), values.len(), "{}", statement.name);
    let touched = connection.prepare_cached(statement.sql)?.execute(params_from_iter(values))?;
    match statement.rows {
        Rows::Exactly(count) if touched != count as usize => Err(StoreError::Stale),
        _ => Ok(touched),
    }
}

/// Runs a reading statement and hands each row to `take`, which asks for columns by name.
pub(crate) fn read<T>(
    connection: &Connection,
    statement: &Statement,
    values: &[Value],
    mut take: impl FnMut(&mut dyn FnMut(&str) -> Value) -> Option<T>,
) -> Result<Vec<T>, StoreError> {
    let mut prepared = connection.prepare_cached(statement.sql)?;
    let names: Vec<String> = prepared.column_names().map(str::to_owned).collect();
    let mut rows = prepared.query(params_from_iter(values))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        // Columns are asked for in their order, nearly always: the next one is looked at before all of them are.
        let mut next = 0;
        let one = take(&mut |column| {
            let is_next = names.get(next).is_some_and(|name| name == column);
            let place = if is_next { Some(next) } else { names.iter().position(|name| name == column) };
            next = place.map_or(next, |place| place + 1);
            place.and_then(|place| row.get(place).ok()).unwrap_or(Value::Null)
        });
        found.push(
            one.ok_or_else(|| StoreError::Fatal(format!("{}: a row that its struct cannot hold", statement.name)))?,
        );
    }
    Ok(found)
}

/// Runs a reading statement for rows of one table.
pub(crate) fn read_rows<R: Row>(
    connection: &Connection,
    statement: &Statement,
    values: &[Value],
) -> Result<Vec<R>, StoreError> {
    read(connection, statement, values, |take| R::from_columns(take))
}
