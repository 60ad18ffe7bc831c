//! Where a museum may live: a folder of this machine that nothing else rewrites.
//!
//! SQLite's locks do not hold on network drives, and a synchronising client replaces the
//! file under an open database. Both lose bookings, so both are refused before anything opens.

use std::fs;
use std::path::Path;

use crate::error::OpenRefusal;

/// Folder names by which synchronising clients are known, lower case.
const SYNCED: &[(&str, &str)] = &[
    ("onedrive", "OneDrive"),
    ("dropbox", "Dropbox"),
    ("google drive", "Google Drive"),
    ("icloud", "iCloud"),
    ("com~apple~clouddocs", "iCloud"),
    ("nutstore", "坚果云"),
    ("坚果云", "坚果云"),
    ("baidusyncdisk", "百度网盘同步空间"),
    ("wps云盘", "WPS云盘"),
    ("wpsdrive", "WPS云盘"),
    ("syncthing", "Syncthing"),
    ("nextcloud", "Nextcloud"),
];

/// File systems that live on another machine.
const NETWORK: &[&str] = &[
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "9p",
    "afs",
    "ncpfs",
    "fuse.sshfs",
    "fuse.rclone",
    "davfs",
    "fuse.davfs2",
];

/// Refuses network drives, synchronised folders and folders that cannot be written.
pub fn check(directory: &Path) -> Result<(), OpenRefusal> {
    let full = full_path(directory);
    if is_network(&full, &fs::read_to_string("/proc/mounts").unwrap_or_default()) {
        return Err(OpenRefusal::NetworkFolder);
    }
    if let Some(service) = synced_by(&full) {
        return Err(OpenRefusal::SyncedFolder { service: service.to_owned() });
    }
    if directory.exists() {
        return writable(directory);
    }
    Ok(())
}

/// The folder with links resolved, as far as it exists already.
fn full_path(directory: &Path) -> std::path::PathBuf {
    let mut existing = directory;
    while !existing.exists() {
        match existing.parent() {
            Some(parent) if parent != existing => existing = parent,
            _ => break,
        }
    }
    let rest = directory.strip_prefix(existing).unwrap_or(Path::new(""));
    fs::canonicalize(if existing.as_os_str().is_empty() { Path::new(".") } else { existing })
        .map_or_else(|_| directory.to_owned(), |path| path.join(rest))
}

/// Whether the path lies on a network drive: by the mount that holds it, or by its UNC prefix on Windows.
fn is_network(path: &Path, mounts: &str) -> bool {
    let text = path.to_string_lossy();
    let unc = text.strip_prefix(r"\\?\UNC\").is_some()
        || (text.starts_with(r"\\") && !text.starts_with(r"\\?\") && !text.starts_with(r"\\.\"));
    let mounted = mounts
        .lines()
        .filter_map(|line| {
            let mut words = line.split(' ');
            Some((words.nth(1)?, words.next()?))
        })
        .filter(|(point, _)| path.starts_with(point.replace(r"\040", " ")))
        .max_by_key(|(point, _)| point.len())
        .is_some_and(|(_, kind)| NETWORK.contains(&kind));
    unc || mounted
}

/// The service that synchronises a folder on the way to `path`.
fn synced_by(path: &Path) -> Option<&'static str> {
    path.components().find_map(|component| {
        let name = component.as_os_str().to_string_lossy().to_lowercase();
        SYNCED
            .iter()
            .find(|(known, _)| {
                name == *known || name.starts_with(&format!("{known} ")) || name.starts_with(&format!("{known}-"))
            })
            .map(|(_, service)| *service)
    })
}

fn writable(directory: &Path) -> Result<(), OpenRefusal> {
    tempfile::Builder::new().prefix(".zhancheng-").tempfile_in(directory).map(drop).map_err(|_| OpenRefusal::ReadOnly)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn network_drives_are_known_by_their_mount() {
        let mounts = "/dev/sda1 / ext4 rw 0 0\nserver:/x /mnt/share nfs4 rw 0 0\n//nas/y /mnt/my\\040share cifs rw 0 0\n/dev/sdb1 /mnt/share/local ext4 rw 0 0\n";
        for (path, network) in [
            ("/home/museum", false),
            ("/mnt/share/museum", true),
            ("/mnt/shared", false),
            ("/mnt/share/local/museum", false),
            ("/mnt/my share/museum", true),
            (r"\\nas\museum", true),
            (r"\\?\UNC\nas\museum", true),
            (r"\\?\C:\museum", false),
        ] {
            assert_eq!(is_network(Path::new(path), mounts), network, "{path}");
        }
    }

    #[test]
    fn synchronised_folders_are_known_by_name() {
        for (path, service) in [
            ("/home/a/OneDrive/museum", Some("OneDrive")),
            ("/home/a/OneDrive - 重庆科技馆/x", Some("OneDrive")),
            ("/home/a/坚果云/museum", Some("坚果云")),
            ("/home/a/Documents/museum", None),
            ("/home/a/onedriver/museum", None),
        ] {
            assert_eq!(synced_by(Path::new(path)), service, "{path}");
        }
    }
}
