//! The museum on its way out.

use std::path::{Path, PathBuf};

use chrono::DateTime;
use exchange::ledger::{self, Exact};
use rules::time::{date_of, minute_of_day};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::rows::TABLES;
use store::{Snapshot, System, Table, Value};
use ts_rs::TS;

use super::columns::{self, Unit};
use super::folder::{self, FileEntry, GUIDE, MANIFEST, Manifest, digest, file_of, is_kept_back, named, spoken_column};
use super::guide;
use crate::Failure;
use crate::access::{ADMINISTRATION, Access};
use crate::gate::{Call, Command, Effect};
use crate::museum::wall_clock;
use crate::setting::{self, MuseumSettings};

/// Writes the whole museum into a folder.
pub struct MuseumExport;

/// Where to.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct MuseumExportArguments {
    /// A folder. One that holds something else already gets a folder of its own in it, named by the museum and the day.
    pub path: String,
}

/// The museum in a folder.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct MuseumExported {
    /// The folder.
    pub path: String,
    /// Its files of rows.
    pub files: i64,
    /// Rows in them.
    pub rows: i64,
}

impl Command for MuseumExport {
    type Arguments = MuseumExportArguments;
    type Answer = MuseumExported;
    const NAME: &'static str = "museum_export";
    const ACCESS: Access = ADMINISTRATION;
    const EFFECT: Effect = Effect::Acts;

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<MuseumExported, Failure> {
        let given = named(&arguments.path)?;
        let museum: MuseumSettings = setting::read(call.snapshot, setting::MUSEUM)?;
        let day = wall_clock(call.museum.utc_milliseconds()).format("%Y-%m-%d");
        let target = target(&given, &format!("{} {day}", museum.name))?;
        let (manifest, files) = files(call.snapshot)?;
        write(&target, &files).map_err(|_| Failure::new("file_not_written"))?;
        Ok(MuseumExported {
            path: target.to_string_lossy().into_owned(),
            files: i64::try_from(manifest.files.len()).unwrap_or(i64::MAX),
            rows: manifest.files.iter().map(|file| file.rows).sum(),
        })
    }
}

/// The folder itself where it is empty, new or an earlier export; else one of its own within.
fn target(given: &Path, name: &str) -> Result<PathBuf, Failure> {
    if given.is_file() || given.join(store::FILE_NAME).exists() {
        return Err(Failure::new("arguments_invalid").fact("field", "path"));
    }
    let holds_something = std::fs::read_dir(given).is_ok_and(|mut entries| entries.next().is_some());
    if holds_something && !given.join(MANIFEST).exists() {
        return Ok(given.join(System::file_name(name)));
    }
    Ok(given.to_owned())
}

/// Files by name, with their bytes.
type Files = Vec<(String, Vec<u8>)>;

/// The bytes of every file, the manifest last: a folder without one is not whole.
pub(super) fn files(snapshot: &Snapshot<'_>) -> Result<(Manifest, Files), Failure> {
    let mut files = Vec::new();
    let mut entries = Vec::new();
    for table in TABLES {
        let rows = snapshot.whole(table)?;
        let bytes = file(table, &rows)?;
        entries.push(FileEntry {
            file: file_of(table),
            rows: i64::try_from(rows.len()).unwrap_or(i64::MAX),
            sha256: digest(&bytes),
        });
        files.push((file_of(table), bytes));
    }
    let manifest = Manifest::of(entries);
    files.push((GUIDE.to_owned(), guide::text(&manifest).into_bytes()));
    let text = serde_json::to_string_pretty(&manifest).map_err(|_| Failure::new("store_failed"))?;
    files.push((MANIFEST.to_owned(), format!("{text}\n").into_bytes()));
    Ok((manifest, files))
}

/// The rows of a table, each time followed by the same time for people.
fn file(table: &Table, rows: &[Vec<Value>]) -> Result<Vec<u8>, Failure> {
    let kept: Vec<(usize, &str, Option<String>)> = table
        .columns
        .iter()
        .enumerate()
        .filter(|(_, column)| !is_kept_back(table, column))
        .map(|(place, column)| (place, *column, spoken_column(table, column)))
        .collect();
    let columns: Vec<String> =
        kept.iter().flat_map(|(_, column, spoken)| [Some((*column).to_owned()), spoken.clone()]).flatten().collect();
    let cells = rows.iter().map(|values| {
        kept.iter()
            .flat_map(|(place, column, spoken)| {
                let value = values.get(*place).unwrap_or(&Value::Null);
                [Some(exact(value)), spoken.as_ref().map(|_| said(table, column, value))]
            })
            .flatten()
            .collect()
    });
    ledger::write(&columns, cells).map_err(|_| Failure::new("file_not_written"))
}

fn exact(value: &Value) -> Exact {
    match value {
        Value::Null => Exact::Nothing,
        Value::Integer(number) => Exact::Number(*number),
        Value::Text(text) => Exact::Text(text.clone()),
    }
}

/// A time for people: nothing reads it back.
fn said(table: &Table, column: &str, value: &Value) -> Exact {
    let (Value::Integer(number), Some(meaning)) = (value, columns::of_column(table.name, column)) else {
        return Exact::Nothing;
    };
    let day = || date_of(*number).map(|date| date.to_string());
    let clock = |minute: i64| format!("{:02}:{:02}", minute / 60, minute % 60);
    let text = match meaning.unit {
        Unit::Day => day(),
        Unit::Minute => day().map(|day| format!("{day} {}", clock(minute_of_day(*number)))),
        Unit::Clock => Some(clock(*number)),
        Unit::Utc => DateTime::from_timestamp_millis(*number)
            .map(|_| wall_clock(*number).format("%Y-%m-%d %H:%M:%S").to_string()),
        _ => None,
    };
    text.map_or(Exact::Nothing, Exact::Text)
}

/// Writes each file beside its place and renames it: a reader finds the old or the new one, never half.
fn write(target: &Path, files: &[(String, Vec<u8>)]) -> std::io::Result<()> {
    std::fs::create_dir_all(target)?;
    // An earlier export is not whole until the new one is.
    let _ = std::fs::remove_file(target.join(folder::MANIFEST));
    for (name, bytes) in files {
        let partial = target.join(format!("{name}.part"));
        std::fs::write(&partial, bytes)?;
        std::fs::rename(&partial, target.join(name))?;
    }
    Ok(())
}
