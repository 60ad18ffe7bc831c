//! Where a museum may live: a folder of this machine that nothing else rewrites.
//!
//! SQLite's locks do not hold on network drives, and a synchronising client replaces the
//! file under an open database. Both lose bookings, so both are refused before anything opens.
//! How each system names such folders is in `system.rs`.

use std::fs;
use std::path::Path;

use crate::error::OpenRefusal;
use crate::system::{is_network, synced_by};

/// Refuses network drives, synchronised folders and folders that cannot be written.
pub fn check(directory: &Path) -> Result<(), OpenRefusal> {
    let full = full_path(directory);
    let text = full.to_string_lossy();
    if is_network(&text, &fs::read_to_string("/proc/mounts").unwrap_or_default()) {
        return Err(OpenRefusal::NetworkFolder);
    }
    if let Some(service) = synced_by(&text) {
        return Err(OpenRefusal::SyncedFolder { service: service.to_owned() });
    }
    if directory.exists() {
        return writable(directory);
    }
    Ok(())
}

/// Makes the names in a folder outlive a power cut: a renamed or new file is there only once its folder is
/// synchronised. Windows keeps names by itself and opens no folder; there is nothing to do then.
pub(crate) fn settle(folder: &Path) {
    let _ = fs::File::open(folder).and_then(|folder| folder.sync_all());
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

fn writable(directory: &Path) -> Result<(), OpenRefusal> {
    tempfile::Builder::new().prefix(".zhancheng-").tempfile_in(directory).map(drop).map_err(|_| OpenRefusal::ReadOnly)
}
