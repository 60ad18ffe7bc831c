//! Ways out for a museum that is refused: a backup in the place of one that cannot be read, and a copy
//! of a whole one in a place that can be trusted. Nothing that was there before is deleted or changed.

use std::fs;
use std::path::{Path, PathBuf};

use crate::backup::{self, BackupError, BackupReceipt};
use crate::connection::{fold_log, inspect, open_writer};
use crate::error::OpenRefusal;
use crate::options::Options;
use crate::store::FILE_NAME;

/// What SQLite keeps beside a database; it belongs to the file and goes where that goes.
const COMPANIONS: &[&str] = &["", "-wal", "-shm"];

/// How many museums may lie aside in one folder.
const ASIDE_MAX: u32 = 999;

/// Puts a verified backup in the place of a museum that cannot be read. That one is set aside under
/// another name, with its log.
///
/// # Errors
/// What stands against the place, or against the backup. A museum that can be read, or that a newer
/// program wrote, is never set aside: then its own refusal, or `Differs` where there is none.
pub fn replace(directory: &Path, file: &Path) -> Result<BackupReceipt, BackupError> {
    let museum = directory.join(FILE_NAME);
    match inspect(&museum, Options::default()) {
        Err(OpenRefusal::Damaged | OpenRefusal::NotAMuseum) => {}
        Err(refusal) => return Err(refusal.into()),
        Ok(()) => return Err(BackupError::Differs),
    }
    let receipt = backup::verify(file, Options::default())?;
    let copy = copied_into(directory, &[(file.to_owned(), "")])?;
    let aside = free_name(directory)?;
    for companion in COMPANIONS {
        let from = with_end(&museum, companion);
        if from.exists() {
            fs::rename(&from, with_end(&aside, companion)).map_err(not_written)?;
        }
    }
    fs::rename(copy.path().join(FILE_NAME), &museum).map_err(not_written)?;
    crate::place::settle(directory);
    Ok(receipt)
}

/// Copies the museum of a folder that cannot be trusted into another one, which has none yet. Answers
/// whether there was one to copy.
///
/// # Errors
/// What stands against the new place, or against what was copied; the new place is left as it was.
pub fn carry(from: &Path, to: &Path) -> Result<bool, BackupError> {
    let (old, new) = (from.join(FILE_NAME), to.join(FILE_NAME));
    fs::create_dir_all(to).map_err(not_written)?;
    inspect(&new, Options::default())?;
    if new.exists() || !old.is_file() {
        return Ok(false);
    }
    let log = with_end(&old, "-wal");
    let mut parts = vec![(old, "")];
    if log.is_file() {
        parts.push((log, "-wal"));
    }
    let copy = copied_into(to, &parts)?;
    let copied = copy.path().join(FILE_NAME);
    // What the log held goes into the file before anything judges it.
    inspect(&copied, Options::default())?;
    let writer = open_writer(&copied, Options::default())?;
    fold_log(&writer)?;
    drop(writer);
    backup::verify(&copied, Options::default())?;
    fs::rename(&copied, &new).map_err(not_written)?;
    crate::place::settle(to);
    Ok(true)
}

/// Files copied into a folder of their own inside `directory`, named as a museum's.
fn copied_into(directory: &Path, parts: &[(PathBuf, &str)]) -> Result<tempfile::TempDir, BackupError> {
    let folder = tempfile::Builder::new().prefix(".zhancheng-").tempdir_in(directory).map_err(not_written)?;
    for (part, end) in parts {
        let target = with_end(&folder.path().join(FILE_NAME), end);
        fs::copy(part, &target).and_then(|_| fs::File::open(&target)?.sync_all()).map_err(not_written)?;
    }
    Ok(folder)
}

fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

fn free_name(directory: &Path) -> Result<PathBuf, BackupError> {
    (1..=ASIDE_MAX)
        .map(|number| directory.join(format!("set-aside-{number}.zhancheng")))
        .find(|path| COMPANIONS.iter().all(|companion| !with_end(path, companion).exists()))
        .ok_or_else(|| BackupError::NotWritten("too many museums lie aside".to_owned()))
}

fn not_written(error: std::io::Error) -> BackupError {
    BackupError::NotWritten(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    /// A folder with a museum and a backup of it beside.
    fn museum() -> (tempfile::TempDir, PathBuf, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let (directory, backup) = (folder.path().join("museum"), folder.path().join("backup.zhancheng"));
        let store = Store::open(&directory, Options::default()).unwrap();
        store.back_up(&backup).unwrap();
        drop(store);
        (folder, directory, backup)
    }

    #[test]
    fn a_backup_takes_the_place_of_what_cannot_be_read_and_that_lies_aside() {
        let (_folder, directory, backup) = museum();
        let file = directory.join(FILE_NAME);
        let broken = b"no database, but long enough to be taken for one".repeat(9);
        fs::write(&file, &broken).unwrap();
        let receipt = replace(&directory, &backup).unwrap();
        assert_eq!(fs::read(directory.join("set-aside-1.zhancheng")).unwrap(), broken);
        let store = Store::open(&directory, Options::default()).unwrap();
        assert_eq!(store.content_hash().unwrap(), receipt.content_hash);
    }

    #[test]
    fn a_museum_that_can_be_read_is_never_set_aside_nor_one_for_a_broken_backup() {
        let (_folder, directory, backup) = museum();
        let file = directory.join(FILE_NAME);
        let before = fs::read(&file).unwrap();
        assert_eq!(replace(&directory, &backup), Err(BackupError::Differs));
        assert_eq!(fs::read(&file).unwrap(), before);
        fs::write(&file, b"broken").unwrap();
        fs::write(&backup, b"broken as well").unwrap();
        assert_eq!(replace(&directory, &backup), Err(OpenRefusal::Damaged.into()));
        assert_eq!(fs::read(&file).unwrap(), b"broken");
    }

    #[test]
    fn a_museum_is_carried_out_of_a_synchronised_folder_whole() {
        let folder = tempfile::tempdir().unwrap();
        let (plain, synced) = (folder.path().join("plain"), folder.path().join("OneDrive"));
        let store = Store::open(&plain, Options::default()).unwrap();
        let hash = store.content_hash().unwrap();
        drop(store);
        fs::rename(&plain, &synced).unwrap();
        assert_eq!(
            Store::open(&synced, Options::default()).err(),
            Some(OpenRefusal::SyncedFolder { service: "OneDrive".to_owned() })
        );
        let before = fs::read(synced.join(FILE_NAME)).unwrap();
        let new = folder.path().join("new");
        assert_eq!(carry(&synced, &new), Ok(true));
        assert_eq!(fs::read(synced.join(FILE_NAME)).unwrap(), before);
        assert_eq!(Store::open(&new, Options::default()).unwrap().content_hash().unwrap(), hash);
        assert_eq!(carry(&synced, &new), Ok(false), "a museum that is there is never written over");
        assert!(carry(&synced, &folder.path().join("Dropbox")).is_err());
    }
}
