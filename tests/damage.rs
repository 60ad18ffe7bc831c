//! A failing disk: pages of a museum, or of its log, are not what was written. Opening, reading or checking finds
//! it, or nothing is lost by it; and a museum that is refused is never written over.

use std::path::Path;

use commands::Museum;
use power::Dice;
use serde_json::json;
use store::{Options, Store};
use tempfile::TempDir;

use crate::count::count;
use crate::museum::{Furniture, House, session};

const SECTOR: usize = 512;
const PAGE: usize = 4_096;

/// What a damage came to.
#[derive(Debug, Default)]
struct Tally {
    refused: usize,
    unreadable: usize,
    found_by_check: usize,
    harmless: usize,
    /// The last operations are gone, whole.
    log_ends_earlier: usize,
    /// What rows were once, or the index of search.
    past_only: usize,
}

/// The files of a museum whose last writes are still in its log.
fn sample() -> [Vec<u8>; 2] {
    let (house, Furniture { hall, .. }) = House::furnished();
    for number in 0..20 {
        house.call("session_save", session("光影", "training", &hall, 570 + number * 46, json!([]))).ok();
    }
    let path = house.folder.path().join(store::FILE_NAME);
    let copy = house.folder.path().join("copy");
    house.call("backup_create", json!({ "path": copy })).expect("the pages of the file, folded");
    let House { museum, folder } = house;
    drop::<Museum>(museum);
    let second = TempDir::new().expect("a folder");
    std::fs::rename(&copy, second.path().join(store::FILE_NAME)).expect("named");
    let house = House { museum: crate::museum::open(second.path()), folder: second };
    for number in 0..20 {
        house.call("department_save", json!({ "name": format!("部门{number}"), "active": true })).expect("saved");
    }
    let path_of = |end: &str| house.folder.path().join(format!("{}{end}", store::FILE_NAME));
    let files = ["", "-wal"].map(|end| std::fs::read(path_of(end)).expect("there while it is open"));
    assert!(files[1].len() > PAGE, "the log holds something");
    drop((path, folder));
    files
}

fn damage(bytes: &mut Vec<u8>, dice: &mut Dice) {
    let sectors = bytes.len() / SECTOR;
    let (from, length) = if dice.chance(2) {
        (dice.below(bytes.len() / PAGE) * PAGE, PAGE)
    } else {
        (dice.below(sectors) * SECTOR, SECTOR)
    };
    let other = dice.below(sectors.saturating_sub(PAGE / SECTOR)) * SECTOR;
    match dice.below(5) {
        0 => bytes[from..from + length].fill(0),
        1 => bytes[from..from + length].iter_mut().for_each(|byte| *byte = dice.roll() as u8),
        2 => bytes.copy_within(other..other + length, from),
        3 => bytes.truncate(from),
        _ => {
            let at = from + dice.below(length);
            bytes[at] ^= 1 << dice.below(8);
        }
    }
}

fn put(folder: &Path, files: &[Vec<u8>; 2]) {
    for (end, bytes) in ["", "-wal"].iter().zip(files) {
        std::fs::write(folder.join(format!("{}{end}", store::FILE_NAME)), bytes).expect("written");
    }
}

/// Rows as somebody sees them, the journal and the index of search left out.
fn rows_of_now(file: &Path) -> Option<String> {
    let file = rusqlite::Connection::open(file).ok()?;
    let mut all = String::new();
    for table in store::rows::TABLES {
        let mut prepared = file.prepare(&format!("SELECT * FROM {} ORDER BY id", table.name)).ok()?;
        let columns = prepared.column_count();
        let mut rows = prepared.query([]).ok()?;
        while let Some(row) = rows.next().ok()? {
            for column in 0..columns {
                all.push_str(&format!("{:?},", row.get_ref(column).ok()?));
            }
        }
    }
    Some(all)
}

#[test]
fn a_damaged_page_is_found_or_harmless_and_never_written_over() {
    let damages = count(100, 1_000);
    let sound = sample();
    let folder = TempDir::new().expect("a folder");
    put(folder.path(), &sound);
    let store = Store::open(folder.path(), Options::default()).expect("sound");
    assert_eq!(store.check(), Ok(true));
    let hash = store.content_hash().expect("read");
    let head = store.read(|snapshot| Ok(snapshot.sequence())).expect("the head");
    let now = rows_of_now(store.path()).expect("read");
    let mut tally = Tally::default();
    for seed in 0..damages {
        let mut dice = Dice::new(seed as u64);
        let mut files = sound.clone();
        damage(&mut files[usize::from(dice.chance(1))], &mut dice);
        let folder = TempDir::new().expect("a folder");
        put(folder.path(), &files);
        match Store::open(folder.path(), Options::default()) {
            Err(_) => {
                tally.refused += 1;
                for (end, bytes) in ["", "-wal"].iter().zip(&files) {
                    let path = folder.path().join(format!("{}{end}", store::FILE_NAME));
                    assert_eq!(&std::fs::read(path).expect("still there"), bytes, "{seed}: {end} was written over");
                }
            }
            Ok(store) => match (store.content_hash(), store.check()) {
                (Err(_), _) | (_, Err(_)) => tally.unreadable += 1,
                (Ok(found), Ok(true)) if found == hash => tally.harmless += 1,
                (_, Ok(false)) => tally.found_by_check += 1,
                (_, Ok(true)) => {
                    // A damaged log ends earlier, as after a cut: then the last operations are missing, whole.
                    let ends_earlier = store.read(|snapshot| Ok(snapshot.sequence())).expect("the head") < head;
                    let same = rows_of_now(store.path()).is_some_and(|rows| rows == now);
                    assert!(same || ends_earlier, "{seed}: a row has changed and nothing says so");
                    if ends_earlier {
                        tally.log_ends_earlier += 1;
                        continue;
                    }
                    tally.past_only += 1;
                }
            },
        }
    }
    println!("damages: {damages}, {tally:?}");
    assert!(tally.refused + tally.unreadable + tally.found_by_check > damages / 4, "{tally:?}");
}
