//! The museum on its way back in: read, checked cell by cell, tried out, then written as one batch.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use exchange::ledger::{self, Ledger};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::rows::TABLES;
use store::statement::Kind;
use store::{RefusedRow, Table, Value};
use ts_rs::TS;

use super::columns::{self, Unit};
use super::folder::{self, MANIFEST, Manifest, digest, file_of, in_order_of_reference, is_kept_back, named};
use crate::access::{ADMINISTRATION, Access, Area, Role};
use crate::gate::{Call, Command, Effect};
use crate::{Failure, input};

/// Tables that a museum has rows in before anything was planned or listed: they give way.
const GIVE_WAY: &[&str] = &["setting", "profile"];
/// Bytes of a file; a museum of many years has fewer.
const FILE_BYTES_MAX: u64 = 512 << 20;
/// Characters of a text.
const TEXT_BYTES_MAX: usize = 4 << 20;

/// Takes the museum of an exported folder in.
pub struct MuseumTakeIn;

/// Which folder.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct MuseumTakeInArguments {
    /// The folder.
    pub path: String,
    /// Goes on although files were changed since they were written.
    #[serde(default)]
    pub accept_changed: bool,
}

/// What was taken in.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct MuseumTakenIn {
    /// Rows.
    pub rows: i64,
    /// Files that were changed since they were written.
    pub changed_files: Vec<String>,
}

impl Command for MuseumTakeIn {
    type Arguments = MuseumTakeInArguments;
    type Answer = MuseumTakenIn;
    const NAME: &'static str = "museum_take_in";
    const ACCESS: Access = ADMINISTRATION;
    const EFFECT: Effect = Effect::Changes { areas: Area::ALL, reads: Area::ALL, reversible: false };

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<MuseumTakenIn, Failure> {
        let folder = named(&arguments.path)?;
        let standing = standing(call)?;
        let manifest = manifest(&folder)?;
        let (files, changed_files) = files(&folder, &manifest)?;
        if !changed_files.is_empty() && !arguments.accept_changed {
            return Err(Failure::new("folder_changed").fact("files", changed_files));
        }
        let museum = Taken::of(&files)?;
        museum.refuse_broken_references()?;
        museum.refuse_nobody()?;
        museum.fill(call, &standing);
        if let Some(refused) = call.museum.store.try_out(&call.batch)? {
            return Err(museum.located(&refused));
        }
        Ok(MuseumTakenIn { rows: museum.count(), changed_files })
    }
}

/// The rows that give way.
fn standing(call: &Call<'_>) -> Result<HashMap<&'static str, Vec<Vec<Value>>>, Failure> {
    let mut standing = HashMap::new();
    for table in TABLES {
        let rows = call.snapshot.whole(table)?;
        if GIVE_WAY.contains(&table.name) {
            standing.insert(table.name, rows);
        } else if !rows.is_empty() {
            return Err(Failure::new("museum_not_empty"));
        }
    }
    Ok(standing)
}

fn manifest(folder: &Path) -> Result<Manifest, Failure> {
    let not_one = || Failure::new("folder_not_exported");
    let text = std::fs::read_to_string(folder.join(MANIFEST)).map_err(|_| not_one())?;
    // Whether a later program wrote it can be told before all of it is understood.
    let value: serde_json::Value = serde_json::from_str(&text).map_err(|_| not_one())?;
    let number = |name: &str| value[name].as_i64().ok_or_else(not_one);
    Manifest { format: number("format")?, schema: number("schema")?, files: Vec::new() }.refuse_newer()?;
    serde_json::from_value(value).map_err(|_| not_one())
}

/// The files as they were read, and the names of those that are not as they were written.
type Files = (HashMap<String, Ledger>, Vec<String>);

fn files(folder: &Path, manifest: &Manifest) -> Result<Files, Failure> {
    let unfit = |file: &str, rule: &'static str| Failure::new("folder_file_unfit").fact("file", file).rule(rule);
    let known: HashSet<String> = TABLES.iter().map(|table| file_of(table)).collect();
    let mut ledgers = HashMap::new();
    let mut changed = Vec::new();
    for entry in &manifest.files {
        if !known.contains(&entry.file) {
            return Err(unfit(&entry.file, "folder_file_unknown"));
        }
        let path = folder.join(&entry.file);
        let size = std::fs::metadata(&path).map_err(|_| unfit(&entry.file, "folder_file_missing"))?.len();
        if size > FILE_BYTES_MAX {
            return Err(unfit(&entry.file, "folder_file_too_large"));
        }
        let bytes = std::fs::read(&path).map_err(|_| unfit(&entry.file, "folder_file_missing"))?;
        let ledger = ledger::read(&bytes)
            .map_err(|unreadable| cell_unfit(&entry.file, unreadable.row, "", "folder_row_unreadable"))?;
        if digest(&bytes) != entry.sha256 {
            changed.push(entry.file.clone());
        }
        ledgers.insert(entry.file.clone(), ledger);
    }
    // An older program had fewer tables; one of today's that lacks a file has lost it.
    if manifest.schema == store::Store::schema()
        && let Some(missing) = TABLES.iter().map(|table| file_of(table)).find(|file| !ledgers.contains_key(file))
    {
        return Err(unfit(&missing, "folder_file_missing"));
    }
    Ok((ledgers, changed))
}

fn cell_unfit(file: &str, row: u64, column: &str, rule: &'static str) -> Failure {
    Failure::new("folder_cell_unfit").fact("file", file).fact("row", row).fact("column", column).rule(rule)
}

/// The rows of a folder, by table.
struct Taken {
    rows: Vec<(&'static Table, Vec<Vec<Value>>)>,
}

impl Taken {
    /// Reads every cell by its column.
    fn of(files: &HashMap<String, Ledger>) -> Result<Taken, Failure> {
        let mut rows = Vec::new();
        for table in in_order_of_reference() {
            let read = files.get(&file_of(table)).map_or(Ok(Vec::new()), |ledger| read_table(table, ledger))?;
            rows.push((table, read));
        }
        Ok(Taken { rows })
    }

    fn count(&self) -> i64 {
        self.rows.iter().map(|(_, rows)| i64::try_from(rows.len()).unwrap_or(i64::MAX)).sum()
    }

    /// What one row says of another is there.
    fn refuse_broken_references(&self) -> Result<(), Failure> {
        let ids: HashMap<&str, HashSet<&Value>> =
            self.rows.iter().map(|(table, rows)| (table.name, rows.iter().map(|row| &row[0]).collect())).collect();
        for (table, rows) in &self.rows {
            for (place, column) in table.columns.iter().enumerate() {
                let meaning = columns::of_column(table.name, column);
                let Some(Unit::To(target)) = meaning.map(|meaning| &meaning.unit) else { continue };
                let there =
                    |value: &Value| *value == Value::Null || ids.get(target).is_some_and(|ids| ids.contains(value));
                if let Some(number) = rows.iter().position(|row| !there(&row[place])) {
                    return Err(cell_unfit(&file_of(table), row_number(number), column, "folder_reference_broken"));
                }
            }
        }
        Ok(())
    }

    /// Somebody must be able to keep the museum afterwards.
    fn refuse_nobody(&self) -> Result<(), Failure> {
        let keeps = |table: &Table, row: &[Value]| {
            let of = |column: &str| table.columns.iter().position(|name| *name == column).map(|place| &row[place]);
            of("role") == Some(&Value::from(Role::Administrator.code())) && of("active") == Some(&Value::Integer(1))
        };
        let profiles = self.rows.iter().find(|(table, _)| table.name == "profile");
        if profiles.is_some_and(|(table, rows)| rows.iter().any(|row| keeps(table, row))) {
            return Ok(());
        }
        Err(Failure::new("last_administrator"))
    }

    /// Fills the batch: what gives way first, then each row after those it refers to.
    fn fill(&self, call: &mut Call<'_>, standing: &HashMap<&'static str, Vec<Vec<Value>>>) {
        for (table, rows) in &self.rows {
            let coming: HashSet<&Value> = rows.iter().map(|row| &row[0]).collect();
            let mut stays: HashMap<&Value, &Vec<Value>> = HashMap::new();
            for row in standing.get(table.name).into_iter().flatten() {
                if coming.contains(&row[0]) {
                    stays.insert(&row[0], row);
                } else {
                    call.batch.delete_as_read(table, row);
                }
            }
            for row in parents_first(table, rows) {
                let before = stays.get(&row[0]).map(|before| (*before).clone());
                if before.as_ref() != Some(row) {
                    call.batch.put_as_it_was(table, before, row.clone());
                }
            }
        }
    }

    /// Where the row stands that the store refused.
    fn located(&self, refused: &RefusedRow) -> Failure {
        let rows = self.rows.iter().find(|(table, _)| table.name == refused.table.name).map(|(_, rows)| rows);
        let id = Value::from(refused.id.as_str());
        let number = rows.and_then(|rows| rows.iter().position(|row| row[0] == id)).unwrap_or_default();
        let unique = refused.code.strip_prefix("unique_").and_then(|rest| rest.strip_prefix(refused.table.name));
        let column = unique.map(|rest| rest.trim_start_matches('_')).unwrap_or_default();
        let rule = match refused.code.as_str() {
            "e_overlap" => "folder_overlap",
            code if code.starts_with("unique_") => "folder_repeated",
            _ => "folder_rule_broken",
        };
        cell_unfit(&file_of(refused.table), row_number(number), column, rule)
    }
}

/// The number of a row, as a spreadsheet numbers it.
fn row_number(index: usize) -> u64 {
    index as u64 + 2
}

/// Rows of a table that refers to itself, each after the one it refers to; a ring stays for the store to refuse.
fn parents_first<'r>(table: &Table, rows: &'r [Vec<Value>]) -> Vec<&'r Vec<Value>> {
    let own = table.columns.iter().position(|column| {
        columns::of_column(table.name, column).is_some_and(|meaning| meaning.unit == Unit::To(table.name))
    });
    let Some(place) = own else { return rows.iter().collect() };
    let mut placed: HashSet<&Value> = HashSet::from([&Value::Null]);
    let mut ordered = Vec::new();
    let mut waiting: Vec<&Vec<Value>> = rows.iter().collect();
    loop {
        let (ready, later): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|row| placed.contains(&row[place]));
        if ready.is_empty() {
            ordered.extend(later);
            return ordered;
        }
        placed.extend(ready.iter().map(|row| &row[0]));
        ordered.extend(ready);
        waiting = later;
    }
}

/// The rows of one file.
fn read_table(table: &'static Table, ledger: &Ledger) -> Result<Vec<Vec<Value>>, Failure> {
    let file = file_of(table);
    let places = places(table, &file, &ledger.columns)?;
    let mut met = HashSet::new();
    let mut rows = Vec::with_capacity(ledger.rows.len());
    for (number, cells) in ledger.rows.iter().enumerate() {
        let mut values = Vec::with_capacity(places.len());
        for (column, place) in places.iter().enumerate() {
            let value = place.map_or(Ok(Value::Null), |place| read_cell(table, column, &cells[place]));
            values.push(value.map_err(|rule| cell_unfit(&file, row_number(number), table.columns[column], rule))?);
        }
        if !met.insert(values[0].clone()) {
            return Err(cell_unfit(&file, row_number(number), "id", "folder_repeated"));
        }
        rows.push(values);
    }
    Ok(rows)
}

/// Where each column of the table stands in the file; one that is kept back stands nowhere.
fn places(table: &Table, file: &str, columns: &[String]) -> Result<Vec<Option<usize>>, Failure> {
    let unfit = |column: &str, rule: &'static str| {
        Failure::new("folder_column_unfit").fact("file", file).fact("column", column).rule(rule)
    };
    let takes = |name: &str| {
        table.columns.iter().any(|column| !is_kept_back(table, column) && *column == name)
            || table.columns.iter().any(|column| folder::spoken_column(table, column).as_deref() == Some(name))
    };
    if let Some(unknown) = columns.iter().find(|name| !takes(name)) {
        return Err(unfit(unknown, "folder_column_unknown"));
    }
    table
        .columns
        .iter()
        .map(|column| {
            if is_kept_back(table, column) {
                return Ok(None);
            }
            let place = columns.iter().position(|name| name == column);
            place.map(Some).ok_or_else(|| unfit(column, "folder_column_missing"))
        })
        .collect()
}

/// A cell by its column, or the rule it breaks.
fn read_cell(table: &Table, column: usize, cell: &str) -> Result<Value, &'static str> {
    // The insert names every column, in the order of the table.
    let parameter = table.insert.parameters.get(column).ok_or("folder_column_unknown")?;
    let unit = columns::of_column(table.name, table.columns[column]).map(|meaning| &meaning.unit);
    let value = match parameter.kind {
        Kind::Integer if cell.is_empty() => Value::Null,
        Kind::Integer => Value::Integer(cell.trim().parse().map_err(|_| "folder_not_a_number")?),
        Kind::Text => ledger::text_of(cell).map_or(Value::Null, Value::Text),
    };
    match (&value, unit) {
        (Value::Null, _) if !parameter.nullable => Err("folder_empty"),
        (Value::Integer(number), Some(Unit::Yes)) if !(0..=1).contains(number) => Err("folder_not_a_number"),
        (Value::Text(word), Some(Unit::Words(words))) if !words.contains(&word.as_str()) => Err("folder_word_unknown"),
        (Value::Text(text), _) if !is_plain(text) => Err("folder_text_unfit"),
        _ => Ok(value),
    }
}

fn is_plain(text: &str) -> bool {
    let refused = |character: char| {
        (character.is_control() && !matches!(character, '\n' | '\r' | '\t')) || input::reorders(character)
    };
    text.len() <= TEXT_BYTES_MAX && !text.chars().any(refused)
}
