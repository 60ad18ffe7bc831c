//! Every way to a backup: what it kept comes back equal, and a damaged one is refused and changes nothing.

use std::path::{Path, PathBuf};

use commands::{Clock, Museum};
use serde_json::json;
use tempfile::TempDir;

use crate::migration::make_first_schema;
use crate::museum::{House, NOW};

fn change(house: &House, name: &str) {
    house.call("department_save", json!({ "name": name, "active": true })).expect("saved");
}

fn own(house: &House) -> PathBuf {
    house.folder.path().join("backups")
}

/// The only backup of the museum's own folder whose name begins so.
fn named(house: &House, begins: &str) -> PathBuf {
    let entries = std::fs::read_dir(own(house)).expect("a folder of backups");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut found =
        paths.filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(begins)));
    let one = found.next().unwrap_or_else(|| panic!("no backup named {begins}…"));
    assert!(found.next().is_none(), "one alone is named {begins}…");
    one
}

/// A museum with a little in it, and what it holds.
fn begun() -> (House, String) {
    let house = House::empty();
    change(&house, "展览教育部");
    change(&house, "科普活动部");
    let hash = house.content_hash();
    (house, hash)
}

/// A way to a backup: the museum, the backup's file, what that must bring back.
type Way = fn() -> (House, PathBuf, String);

const WAYS: &[(&str, Way)] = &[
    ("by hand, in the museum's own folder", || {
        let (house, hash) = begun();
        let made = house.call("backup_create", json!({})).expect("made");
        let file = own(&house).join(made["file_name"].as_str().expect("a name"));
        (house, file, hash)
    }),
    ("by hand, onto a stick", || {
        let (house, hash) = begun();
        let file = house.folder.path().join("stick.zhancheng");
        house.call("backup_create", json!({ "path": file })).expect("made");
        (house, file, hash)
    }),
    ("before the first change of a day", || {
        let house = House::empty();
        // A museum that has hardly begun has nothing to keep: the first change after that makes the backup.
        for number in 0..4 {
            let hash = house.content_hash();
            change(&house, &format!("部门{number}"));
            if own(&house).is_dir() {
                let file = named(&house, "daily-");
                return (house, file, hash);
            }
        }
        panic!("no daily backup was made")
    }),
    ("before another one was put in place", || {
        let (house, _) = begun();
        let stick = house.folder.path().join("stick.zhancheng");
        house.call("backup_create", json!({ "path": stick })).expect("made");
        change(&house, "还原以前");
        let hash = house.content_hash();
        house.call("backup_restore", json!({ "path": stick })).expect("restored");
        assert_ne!(house.content_hash(), hash);
        let file = named(&house, "before-restore-");
        (house, file, hash)
    }),
    ("before an upgrade", || {
        let (before, _) = begun();
        let folder = TempDir::new().expect("a folder");
        let first = before.folder.path().join("first.zhancheng");
        before.call("backup_create", json!({ "path": first })).expect("a copy");
        make_first_schema(&first);
        std::fs::copy(&first, folder.path().join(store::FILE_NAME)).expect("copied");
        let museum = Museum::open(folder.path(), Clock::standing_at(NOW).expect("a moment"))
            .unwrap_or_else(|failure| panic!("not opened: {}", failure.code));
        let house = House { museum, folder };
        let hash = house.content_hash();
        let file = named(&house, "before-upgrade-");
        (house, file, hash)
    }),
];

/// The same file with something wrong in it, under another name.
fn damaged(file: &Path, how: &str) -> PathBuf {
    let mut bytes = std::fs::read(file).expect("the backup");
    match how {
        "torn" => bytes.truncate(bytes.len() / 2),
        "empty" => bytes.clear(),
        "foreign" => bytes = b"PK\x03\x04 a workbook".to_vec(),
        _ => bytes[100..4_096].fill(0x5a),
    }
    let spoilt = file.with_file_name(format!("{how}.zhancheng"));
    std::fs::write(&spoilt, bytes).expect("written");
    spoilt
}

#[test]
fn every_way_to_a_backup_brings_back_what_it_kept_and_a_damaged_one_changes_nothing() {
    for (way, make) in WAYS {
        let (house, file, kept) = make();
        change(&house, "以后的改动");
        let later = house.content_hash();
        assert_ne!(later, kept, "{way}");
        for how in ["torn", "empty", "foreign", "first page spoilt behind its head"] {
            let refused = house.call("backup_restore", json!({ "path": damaged(&file, how) }));
            let refused = refused.expect_err("a damaged backup");
            assert_eq!((refused.code, house.content_hash()), ("place_damaged", later.clone()), "{way}, {how}");
        }
        house.call("backup_restore", json!({ "path": file })).unwrap_or_else(|refused| panic!("{way}: {refused:?}"));
        assert_eq!(house.content_hash(), kept, "{way}");
        // And life goes on from there.
        change(&house, "还原以后");
    }
}
