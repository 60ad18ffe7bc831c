//! How a store is opened. The museum uses the default; the other ways exist for tests that take a protection
//! away and for figures that need a peer.

use std::time::Duration;

use rusqlite::Connection;

/// How a store is opened.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Whether guards are applied. `false` exists for the negative control of race tests alone.
    pub guarded: bool,
    /// Whether batches that wait share a commit. `false` is the peer of the benchmark.
    pub grouped: bool,
    /// Whether an acknowledged batch has reached the disk. `false` exists for the negative control of the power cut alone.
    pub durable: bool,
    /// How much longer each commit takes, as on a slower disk. For the benchmark alone.
    pub commit_lasts_longer: Duration,
    /// The file system that SQLite works through, by its registered name; `None` is the system's own.
    pub vfs: Option<&'static str>,
}

impl Default for Options {
    fn default() -> Options {
        Options { guarded: true, grouped: true, durable: true, commit_lasts_longer: Duration::ZERO, vfs: None }
    }
}

impl Options {
    /// Opens a file through the file system of these options.
    pub(crate) fn connect(self, path: &std::path::Path, flags: rusqlite::OpenFlags) -> rusqlite::Result<Connection> {
        let flags = flags | rusqlite::OpenFlags::SQLITE_OPEN_NO_MUTEX;
        match self.vfs {
            Some(vfs) => Connection::open_with_flags_and_vfs(path, flags, vfs),
            None => Connection::open_with_flags(path, flags),
        }
    }
}
