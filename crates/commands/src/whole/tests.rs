//! The folder and the way back, through the gate.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};
use store::rows::TABLES;
use tempfile::TempDir;

use super::folder::{GUIDE, MANIFEST};
use crate::dispatch::{Caller, Context, dispatch};
use crate::museum::Clock;
use crate::{Failure, Museum};

struct House {
    museum: Museum,
    _folder: TempDir,
}

impl House {
    fn empty() -> House {
        let folder = TempDir::new().unwrap();
        let clock = Clock::standing_at("2026-05-04T08:50+08:00").unwrap();
        House { museum: Museum::open(folder.path(), clock).unwrap(), _folder: folder }
    }

    fn call(&self, name: &str, arguments: Value) -> Result<Value, Failure> {
        let caller = Caller::Profile("administrator".to_owned());
        dispatch(name, arguments, &Context { museum: &self.museum, caller, operation: None })
    }

    /// Every row of every table.
    fn rows(&self) -> BTreeMap<&'static str, Vec<Vec<store::Value>>> {
        let whole = |snapshot: &store::Snapshot<'_>| {
            TABLES.iter().map(|table| Ok((table.name, snapshot.whole(table)?))).collect::<Result<_, _>>()
        };
        self.museum.store.read(whole).unwrap()
    }

    fn export(&self, folder: &Path) -> Value {
        self.call("museum_export", json!({ "path": folder })).unwrap()
    }

    fn take_in(&self, folder: &Path) -> Result<Value, Failure> {
        self.call("museum_take_in", json!({ "path": folder }))
    }
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
    entries.map(|entry| (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap())).collect()
}

/// The sample museum with what it has not: a PIN, words that a spreadsheet would compute, a moved session.
fn full() -> House {
    let house = House::empty();
    house.call("sample_create", json!({ "events": 40 })).unwrap();
    house
        .call("profile_save", json!({ "name": "=1+1", "role": "planner", "pin": { "set": "1234" }, "active": true }))
        .unwrap();
    house.call("department_save", json!({ "name": "@SUM(A1)", "active": true })).unwrap();
    house.call("department_save", json!({ "name": "'带撇号", "active": false })).unwrap();
    house
}

#[test]
fn out_in_and_out_again_is_byte_for_byte_the_same() {
    let before = full();
    let (first, second) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let said = before.export(first.path());
    assert!(said["rows"].as_i64().unwrap() > 1_000);
    assert_eq!(said["files"], json!(TABLES.len()));
    let after = House::empty();
    // A museum whose first settings were made is still empty: they give way.
    let mut changed = after.call("setting_read", json!({})).unwrap();
    changed["museum"]["name"] = json!("将要让位的馆");
    after.call("setting_save", changed).unwrap();
    let taken = after.take_in(first.path()).unwrap();
    assert_eq!((&taken["rows"], &taken["changed_files"]), (&said["rows"], &json!([])));
    after.export(second.path());
    assert_eq!(files(first.path()).keys().collect::<Vec<_>>(), files(second.path()).keys().collect::<Vec<_>>());
    for (name, bytes) in files(first.path()) {
        assert!(files(second.path())[&name] == bytes, "{name} differs");
    }
    // Every row as it was, PINs aside; the file is sound; the words are found again.
    let (mut rows, taken) = (before.rows(), after.rows());
    let pin = store::rows::table_named("profile").unwrap().columns.iter().position(|name| *name == "pin_hash").unwrap();
    rows.get_mut("profile").unwrap().iter_mut().for_each(|row| row[pin] = store::Value::Null);
    assert_eq!(rows, taken);
    assert_eq!(after.call("store_check", json!({})).unwrap()["sound"], json!(true));
    let found = |house: &House| house.call("search_find", json!({ "text": "fj" })).unwrap().to_string();
    assert_eq!(found(&after), found(&before));
    assert!(after.call("history_undo", json!({})).is_err(), "the journal starts anew");
    assert_eq!(after.take_in(first.path()).unwrap_err().code, "museum_not_empty");
}

#[test]
fn the_guide_names_every_file_and_column_and_no_pin_leaves() {
    let house = full();
    let folder = TempDir::new().unwrap();
    house.export(folder.path());
    let files = files(folder.path());
    let guide = String::from_utf8(files[GUIDE].clone()).unwrap();
    for table in TABLES {
        assert_eq!(guide.matches(&format!("### {}.csv", table.name)).count(), 2, "{}", table.name);
        let text = String::from_utf8(files[&format!("{}.csv", table.name)].clone()).unwrap();
        let mut reader = csv_of(&text);
        for column in reader.remove(0) {
            assert!(guide.contains(&format!("| `{column}` |")), "{} {column}", table.name);
        }
        assert!(reader.iter().flatten().all(|cell| !cell.starts_with(['=', '+', '@', '\t', '\r'])), "{}", table.name);
    }
    assert!(!String::from_utf8_lossy(&files["profile.csv"]).contains("argon2"));
}

/// Rows of a file, by the reader that the way in uses.
fn csv_of(text: &str) -> Vec<Vec<String>> {
    let ledger = exchange::ledger::read(text.as_bytes()).unwrap();
    [vec![ledger.columns], ledger.rows].concat()
}

/// Where a folder is spoiled: in which file, from what, to what, and what is said of it.
const SPOILED: &[(&str, &str, &str, &str, &str)] = &[
    ("manifest.json", "\"format\": 1", "\"format\": 99", "folder_newer", ""),
    ("manifest.json", "space.csv", "room.csv", "folder_file_unfit", "folder_file_unknown"),
    ("space.csv", "lanes", "tracks", "folder_column_unfit", "folder_column_unknown"),
    ("space.csv", "\"lanes\"", "\"rank\"", "folder_column_unfit", "folder_column_missing"),
    ("space.csv", "\"hall\"", "\"pyramid\"", "folder_cell_unfit", "folder_word_unknown"),
    ("session.csv", "\"planned\",1", "\"planned\",7", "folder_cell_unfit", "folder_not_a_number"),
    ("session.csv", "\"planned\",1", "\"planned\",\"一\"", "folder_cell_unfit", "folder_not_a_number"),
    ("session.csv", "\"planned\",1", "\"planned\",", "folder_cell_unfit", "folder_empty"),
    ("person.csv", "\"docent\"", "\"docent\",\"docent\"", "folder_cell_unfit", "folder_row_unreadable"),
];

#[test]
fn a_spoiled_folder_is_named_by_file_row_and_column_and_writes_nothing() {
    let whole = TempDir::new().unwrap();
    full().export(whole.path());
    let untouched = files(whole.path());
    let house = House::empty();
    let before = house.rows();
    let spoiled = TempDir::new().unwrap();
    let put = |files: &BTreeMap<String, Vec<u8>>| {
        for (name, bytes) in files {
            std::fs::write(spoiled.path().join(name), bytes).unwrap();
        }
    };
    for (file, from, to, code, rule) in SPOILED {
        put(&untouched);
        let text = String::from_utf8(untouched[*file].clone()).unwrap();
        assert!(text.contains(from), "{file} {from}");
        std::fs::write(spoiled.path().join(file), text.replacen(from, to, 1)).unwrap();
        let arguments = json!({ "path": spoiled.path(), "accept_changed": true });
        let failure = house.call("museum_take_in", arguments).unwrap_err();
        assert_eq!((failure.code, failure.rule.unwrap_or_default()), (*code, *rule), "{file} {to}");
        if *file != MANIFEST {
            assert_eq!(failure.facts["file"], json!(file));
        }
    }
    assert_eq!(house.rows(), before);
    // A file that was only changed is named, and taken where somebody says so.
    put(&untouched);
    let text = String::from_utf8(untouched["department.csv"].clone()).unwrap();
    std::fs::write(spoiled.path().join("department.csv"), text.replace("\"'@SUM(A1)\"", "\"宣传部\"")).unwrap();
    let failure = house.take_in(spoiled.path()).unwrap_err();
    assert_eq!((failure.code, &failure.facts["files"]), ("folder_changed", &json!(["department.csv"])));
    std::fs::remove_file(spoiled.path().join("space.csv")).unwrap();
    assert_eq!(house.take_in(spoiled.path()).unwrap_err().rule, Some("folder_file_missing"));
    put(&BTreeMap::from([("space.csv".to_owned(), untouched["space.csv"].clone())]));
    house.call("museum_take_in", json!({ "path": spoiled.path(), "accept_changed": true })).unwrap();
    assert!(house.call("department_list", json!({})).unwrap().to_string().contains("宣传部"));
}

#[test]
fn what_contradicts_itself_is_located() {
    let whole = TempDir::new().unwrap();
    full().export(whole.path());
    let house = House::empty();
    let before = house.rows();
    let refused = |file: &str, change: &dyn Fn(&mut Vec<Vec<String>>)| {
        let path = whole.path().join(file);
        let bytes = std::fs::read(&path).unwrap();
        let mut rows = csv_of(std::str::from_utf8(&bytes).unwrap());
        change(&mut rows);
        let line = |row: &Vec<String>| {
            row.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect::<Vec<_>>().join(",")
        };
        std::fs::write(&path, rows.iter().map(line).collect::<Vec<_>>().join("\n")).unwrap();
        let failure =
            house.call("museum_take_in", json!({ "path": whole.path(), "accept_changed": true })).unwrap_err();
        std::fs::write(&path, bytes).unwrap();
        let fact = |name: &str| failure.facts.get(name).cloned().unwrap_or_default();
        (failure.rule.unwrap_or(failure.code), fact("file"), fact("row"), fact("column"))
    };
    let place = |rows: &[Vec<String>], column: &str| rows[0].iter().position(|name| name == column).unwrap();
    let broken = refused("post.csv", &|rows| {
        let place = place(rows, "session_id");
        rows[3][place] = "0198-gone".to_owned();
    });
    assert_eq!(broken, ("folder_reference_broken", json!("post.csv"), json!(4), json!("session_id")));
    let twice = refused("space.csv", &|rows| rows[2][0] = rows[1][0].clone());
    assert_eq!(twice, ("folder_repeated", json!("space.csv"), json!(3), json!("id")));
    let same_plate = refused("vehicle.csv", &|rows| {
        let place = place(rows, "plate");
        rows[2][place] = rows[1][place].clone();
    });
    assert_eq!(same_plate, ("folder_repeated", json!("vehicle.csv"), json!(3), json!("plate")));
    let backwards = refused("session.csv", &|rows| {
        let (starts, ends) = (place(rows, "starts"), place(rows, "ends"));
        rows[5][ends] = rows[5][starts].clone();
    });
    assert_eq!((backwards.0, backwards.2), ("folder_rule_broken", json!(6)));
    let overlapping = refused("occupancy.csv", &|rows| {
        let (resource, live) = (place(rows, "resource"), place(rows, "live"));
        let (starts, ends) = (place(rows, "starts"), place(rows, "ends"));
        let first = rows.iter().skip(1).position(|row| row[live] == "1").unwrap() + 1;
        let last = rows.len() - 1;
        for column in [resource, live, starts, ends] {
            rows[last][column] = rows[first][column].clone();
        }
        let ends_later: i64 = rows[last][ends].parse::<i64>().unwrap() + 5;
        rows[last][ends] = ends_later.to_string();
    });
    assert_eq!((overlapping.0, overlapping.1), ("folder_overlap", json!("occupancy.csv")));
    let nobody = refused("profile.csv", &|rows| {
        let place = place(rows, "active");
        rows.iter_mut().skip(1).for_each(|row| row[place] = "0".to_owned());
    });
    assert_eq!(nobody.0, "last_administrator");
    assert_eq!(house.rows(), before);
    house.take_in(whole.path()).unwrap();
}

#[test]
fn a_folder_that_holds_something_else_is_left_alone() {
    let house = House::empty();
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("信.txt"), "留着").unwrap();
    let said = house.export(folder.path());
    assert_ne!(said["path"], json!(folder.path()));
    assert!(Path::new(said["path"].as_str().unwrap()).join(MANIFEST).exists());
    assert_eq!(house.take_in(folder.path()).unwrap_err().code, "folder_not_exported");
    for path in ["relative", "", "\u{0}"] {
        assert_eq!(house.call("museum_export", json!({ "path": path })).unwrap_err().code, "arguments_invalid");
    }
    let own = json!({ "path": house.museum.directory() });
    assert_eq!(house.call("museum_export", own).unwrap_err().code, "arguments_invalid");
}
