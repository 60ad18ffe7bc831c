//! The upgrade of a museum that an older program left, stopped at each of its steps.

use std::path::{Path, PathBuf};

use power::{Disk, Plan};
use store::rows::Department;
use store::{Options, Store};
use tempfile::TempDir;

use crate::count::count;
use crate::power_cut::department;

/// What the second schema added: taken away again, a museum is as the first program left it.
const SECOND: &str = include_str!("../crates/store/migrations/sqlite/V2__sheets_and_views.sql");
const DEPARTMENTS: usize = 40;

/// A museum of the first schema with something in it, as one file.
fn first_schema(folder: &Path) -> PathBuf {
    let store = Store::open(&folder.join("made"), Options::default()).expect("opened");
    for number in 0..DEPARTMENTS {
        let (batch, operation) = department(&format!("部门{number}"), number);
        store.apply(batch, operation).expect("applied");
    }
    let file = folder.join("first");
    store.back_up(&file).expect("a copy");
    make_first_schema(&file);
    file
}

/// Takes away from a file of a museum what the second schema added.
pub(crate) fn make_first_schema(file: &Path) {
    let copy = rusqlite::Connection::open(file).expect("the copy");
    for line in SECOND.lines() {
        if let Some(rest) = line.strip_prefix("CREATE TABLE ") {
            let table = rest.split_whitespace().next().expect("a name");
            copy.execute_batch(&format!("DROP TABLE {table}")).expect("it was there");
        }
    }
    copy.execute_batch("DELETE FROM refinery_schema_history WHERE version > 1; PRAGMA user_version = 1")
        .expect("marked");
}

fn schema(file: &Path) -> i64 {
    let file = rusqlite::Connection::open(file).expect("the file");
    file.pragma_query_value(None, "user_version", |row| row.get(0)).expect("a number")
}

/// Opens a museum and checks that it is of the newest schema and holds all it held, with the backup beside it.
fn assert_upgraded(folder: &Path, step: u64) {
    let store = Store::open(folder, Options::default()).unwrap_or_else(|refusal| panic!("step {step}: {refusal}"));
    let found = store.read(|snapshot| snapshot.all::<Department>()).expect("departments");
    assert_eq!(found.len(), DEPARTMENTS, "step {step}");
    assert_eq!(store.check(), Ok(true), "step {step}");
    assert_eq!(schema(store.path()), Store::schema(), "step {step}");
    let backup = folder.join("backups/before-upgrade-from-1.zhancheng");
    let kept = Store::verify_backup(&backup).unwrap_or_else(|error| panic!("step {step}: {error}"));
    assert_eq!((kept.sequence, schema(&backup)), (DEPARTMENTS as i64, 1), "step {step}");
}

#[test]
fn an_upgrade_stopped_at_any_step_is_made_at_the_next_start() {
    let made = TempDir::new().expect("a folder");
    let first = first_schema(made.path());
    let museum = |folder: &TempDir| {
        let before = folder.path().join("before");
        std::fs::create_dir(&before).expect("a folder");
        std::fs::copy(&first, before.join(store::FILE_NAME)).expect("copied");
        before
    };
    let whole = TempDir::new().expect("a folder");
    let disk = Disk::new();
    disk.plan(Plan::Sound);
    let options = |disk: &Disk| Options { vfs: Some(disk.name()), ..Options::default() };
    drop(Store::open(&museum(&whole), options(&disk)).expect("upgraded"));
    let steps = disk.steps();
    let every = (steps / count(25, usize::MAX) as u64).max(1);
    let mut stopped = 0;
    for step in (1..=steps).step_by(every as usize) {
        let folder = TempDir::new().expect("a folder");
        let (before, after) = (museum(&folder), folder.path().join("after"));
        let disk = Disk::new();
        disk.plan(Plan::CutAt(step, step));
        stopped += usize::from(Store::open(&before, options(&disk)).is_err());
        disk.power_back(&before, &after).expect("copied");
        assert_upgraded(&after, step);
    }
    println!("upgrades cut: at {} of {steps} steps, {stopped} of them refused to open meanwhile", steps / every);
    assert!(stopped > 5, "only {stopped} upgrades were stopped");
}
