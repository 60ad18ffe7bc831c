//! Backups: on demand, at the first change of a day, and before anything is replaced.

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Store;
use ts_rs::TS;

use crate::access::{ADMINISTRATION, Access};
use crate::gate::{Call, Command, Effect, Entry};
use crate::museum::wall_clock;
use crate::profile::Nothing;
use crate::setting::{self, MuseumSettings};
use crate::{Failure, Museum, System};

/// The extension of a backup.
const EXTENSION: &str = "zhancheng";

/// Daily backups that are kept; older ones make room.
const DAILY_KEPT: usize = 30;

fn folder(museum: &Museum) -> PathBuf {
    museum.directory().join("backups")
}

/// Copies the museum away before the first change of a day. A museum that has never been
/// changed has nothing to keep.
pub(crate) fn before_first_change(museum: &Museum) -> Result<(), Failure> {
    let today = wall_clock(museum.utc_milliseconds()).format("%Y-%m-%d").to_string();
    let target = folder(museum).join(format!("daily-{today}.{EXTENSION}"));
    if target.exists() || museum.store.read(|snapshot| Ok(snapshot.sequence()))? <= 1 {
        return Ok(());
    }
    museum.store.back_up(&target)?;
    prune(&folder(museum));
    Ok(())
}

/// A file of that name that is not there yet: a clock that was put back must not write over what was kept, least of all
/// over the backup that is being put in place.
fn unused(folder: &Path, name: &str) -> PathBuf {
    let mut target = folder.join(format!("{name}.{EXTENSION}"));
    let mut number = 2;
    while target.exists() {
        target = folder.join(format!("{name}-{number}.{EXTENSION}"));
        number += 1;
    }
    target
}

/// Removes the oldest daily backups beyond those that are kept; failing to is no reason to stop a change.
fn prune(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut daily: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("daily-")))
        .collect();
    daily.sort();
    let excess = daily.len().saturating_sub(DAILY_KEPT);
    for old in &daily[..excess] {
        let _ = std::fs::remove_file(old);
    }
}

/// A backup that was made or taken back.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct BackupView {
    /// Its file name, without the folder.
    pub file_name: String,
    /// Its size in bytes.
    pub bytes: i64,
    /// SHA-256 over its whole content, in hexadecimal.
    pub content_hash: String,
}

fn receipt(path: &Path, receipt: &store::BackupReceipt) -> BackupView {
    BackupView {
        file_name: path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        bytes: i64::try_from(receipt.bytes).unwrap_or(i64::MAX),
        content_hash: receipt.content_hash.clone(),
    }
}

/// Makes a verified backup.
pub struct BackupCreate;

/// Where to.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct BackupCreateArguments {
    /// A file, or a folder such as a stick, where the file is named by the museum and the moment;
    /// none for the museum's own backup folder.
    pub path: Option<String>,
}

impl Command for BackupCreate {
    type Arguments = BackupCreateArguments;
    type Answer = BackupView;
    const NAME: &'static str = "backup_create";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Acts;

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<BackupView, Failure> {
        let moment = wall_clock(call.museum.utc_milliseconds()).format("%Y-%m-%d-%H%M%S");
        let target = match &arguments.path {
            Some(path) => {
                let given = target_of(path)?;
                if given.is_dir() {
                    let museum: MuseumSettings = setting::read(call.snapshot, setting::MUSEUM)?;
                    given.join(System::file_name(&format!("{} {moment}.{EXTENSION}", museum.name)))
                } else {
                    given
                }
            }
            None => folder(call.museum).join(format!("manual-{moment}.{EXTENSION}")),
        };
        let made = call.museum.store.back_up(&target)?;
        if target.parent() != Some(&folder(call.museum)) {
            remember_carried(call.museum)?;
        }
        Ok(receipt(&target, &made))
    }
}

/// The file that remembers when a backup last left this machine's own folder. It is kept beside the
/// museum and not in it: a restored museum must not forget that a newer copy lies on a stick.
fn carried_file(museum: &Museum) -> PathBuf {
    folder(museum).join("carried.txt")
}

fn remember_carried(museum: &Museum) -> Result<(), Failure> {
    let not_written = |_| Failure::new("backup_not_written");
    std::fs::create_dir_all(folder(museum)).map_err(not_written)?;
    std::fs::write(carried_file(museum), museum.utc_milliseconds().to_string()).map_err(not_written)
}

fn carried(museum: &Museum) -> Option<i64> {
    std::fs::read_to_string(carried_file(museum)).ok()?.trim().parse().ok()
}

/// Whether a copy should go to a stick again: so many days after the last one, or, where there was
/// none, after the first backup of all.
fn carry_due(now: i64, carried: Option<i64>, first_backup: Option<i64>, reminder_days: i64) -> bool {
    const DAY_MILLISECONDS: i64 = 24 * 3_600_000;
    carried.or(first_backup).is_some_and(|since| now.saturating_sub(since) >= reminder_days * DAY_MILLISECONDS)
}

/// A path that can name a backup: anything but the open museum itself.
fn target_of(path: &str) -> Result<PathBuf, Failure> {
    let target = PathBuf::from(path);
    let named = target.is_absolute() && target.file_name().is_some_and(|name| name != store::FILE_NAME);
    if named && is_plain(path) { Ok(target) } else { Err(Failure::new("arguments_invalid").fact("field", "path")) }
}

fn is_plain(path: &str) -> bool {
    path.len() < 4_096 && !path.chars().any(char::is_control)
}

/// A backup by its whole path, or by its bare name in the museum's own folder.
fn source_of(museum: &Museum, path: &str) -> Result<PathBuf, Failure> {
    let given = Path::new(path);
    if given.is_absolute() {
        return target_of(path);
    }
    let bare = given.file_name().is_some_and(|name| name == given.as_os_str());
    if bare && is_plain(path) { Ok(folder(museum).join(given)) } else { Err(Failure::not_found("backup")) }
}

/// Puts a verified backup in the place of the museum, after backing that up.
pub struct BackupRestore;

/// Which one.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct BackupRestoreArguments {
    /// A file of any folder, or the bare name of one in the museum's own backup folder.
    pub path: String,
}

impl Command for BackupRestore {
    type Arguments = BackupRestoreArguments;
    type Answer = BackupView;
    const NAME: &'static str = "backup_restore";
    const ACCESS: Access = ADMINISTRATION;
    const EFFECT: Effect = Effect::Acts;

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<BackupView, Failure> {
        let source = source_of(call.museum, &arguments.path)?;
        if !source.is_file() {
            return Err(Failure::not_found("backup"));
        }
        Store::verify_backup(&source)?;
        let moment = wall_clock(call.museum.utc_milliseconds()).format("%Y-%m-%d-%H%M%S");
        call.museum.store.back_up(&unused(&folder(call.museum), &format!("before-restore-{moment}")))?;
        let restored = call.museum.store.restore(&source)?;
        Ok(receipt(&source, &restored))
    }
}

/// Lists the backups of the museum's own folder.
pub struct BackupList;

/// A backup in the museum's own folder.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct BackupFile {
    /// Its name.
    pub file_name: String,
    /// Its size in bytes.
    pub bytes: i64,
    /// When it was written, in UTC milliseconds.
    pub written_utc_milliseconds: i64,
}

/// The backups of this museum.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Backups {
    /// Those in the museum's own folder, the newest first.
    pub files: Vec<BackupFile>,
    /// When one was last written elsewhere, such as to a stick, in UTC milliseconds.
    pub carried_utc_milliseconds: Option<i64>,
    /// Whether one should be written to a stick again.
    pub carry_due: bool,
}

impl Command for BackupList {
    type Arguments = Nothing;
    type Answer = Backups;
    const NAME: &'static str = "backup_list";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(_: Nothing, call: &mut Call<'_>) -> Result<Self::Answer, Failure> {
        let files = backup_files(&folder(call.museum));
        let settings: MuseumSettings = setting::read(call.snapshot, setting::MUSEUM)?;
        let carried = carried(call.museum);
        let first = files.iter().map(|file| file.written_utc_milliseconds).min();
        let carry_due = carry_due(call.museum.utc_milliseconds(), carried, first, settings.stick_reminder_days);
        Ok(Backups { files, carried_utc_milliseconds: carried, carry_due })
    }
}

/// The backups in a folder, the newest first; none where there is no folder.
fn backup_files(folder: &Path) -> Vec<BackupFile> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<BackupFile> = entries
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let file_name = entry.file_name().to_string_lossy().into_owned();
            let metadata = entry.metadata().ok()?;
            let modified = metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH);
            let written = modified.duration_since(UNIX_EPOCH).unwrap_or_default();
            file_name.ends_with(EXTENSION).then_some(BackupFile {
                file_name,
                bytes: i64::try_from(metadata.len()).unwrap_or(i64::MAX),
                written_utc_milliseconds: i64::try_from(written.as_millis()).unwrap_or(i64::MAX),
            })
        })
        .collect();
    files.sort_by(|one, other| {
        other.written_utc_milliseconds.cmp(&one.written_utc_milliseconds).then(one.file_name.cmp(&other.file_name))
    });
    files
}

/// Checks the open museum from end to end.
pub struct StoreCheck;

/// What the check found.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct CheckView {
    /// Whether the file is sound and every reference holds.
    pub sound: bool,
    /// SHA-256 over its whole content, in hexadecimal.
    pub content_hash: String,
    /// The journal's head.
    pub sequence: i64,
}

impl Command for StoreCheck {
    type Arguments = Nothing;
    type Answer = CheckView;
    const NAME: &'static str = "store_check";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(_: Nothing, call: &mut Call<'_>) -> Result<CheckView, Failure> {
        Ok(CheckView {
            sound: call.museum.store.check()?,
            content_hash: call.museum.store.content_hash()?,
            sequence: call.snapshot.sequence(),
        })
    }
}

/// The commands of this area.
pub(crate) const COMMANDS: &[Entry] =
    &[Entry::of::<BackupCreate>(), Entry::of::<BackupRestore>(), Entry::of::<BackupList>(), Entry::of::<StoreCheck>()];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stick_is_due_days_after_the_last_one_or_after_the_first_backup() {
        let day = 24 * 3_600_000;
        for (now, carried, first, due) in [
            (100, None, None, false),
            (6, None, Some(0), false),
            (7, None, Some(0), true),
            (20, Some(14), Some(0), false),
            (21, Some(14), Some(0), true),
            (5, Some(9), None, false),
        ] {
            let days = |value: Option<i64>| value.map(|value| value * day);
            assert_eq!(carry_due(now * day, days(carried), days(first), 7), due, "{now} {carried:?} {first:?}");
        }
    }
}
