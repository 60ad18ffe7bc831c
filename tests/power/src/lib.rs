//! A disk for tests: SQLite works through it, and at a chosen step it loses power, runs full or fails.
//!
//! What is written goes to the real file at once, as into a system's cache. The disk remembers beside it what
//! has been synchronised and what has not. At a cut it answers what would be found afterwards: the synchronised
//! content, and of the rest any part, in any order, torn at sectors; names of files that were made or deleted
//! without their folder being synchronised are there or not. Nothing is synchronised for real: that is fast.

mod dice;
mod disk;
mod vfs;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

pub use dice::Dice;
pub use disk::Plan;

use disk::State;

/// A disk under a name of its own.
pub struct Disk {
    name: &'static str,
    state: &'static Mutex<State>,
}

impl Disk {
    /// A sound disk. It stays registered until the process ends.
    ///
    /// # Panics
    /// Where SQLite does not take it.
    #[allow(clippy::new_without_default)]
    pub fn new() -> Disk {
        let state: &'static Mutex<State> = Box::leak(Box::new(Mutex::new(State::default())));
        let name = vfs::register(state);
        Disk { name, state }
    }

    /// The name that SQLite knows it by.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// What is to happen, its steps counted from now: each write, synchronisation, change of size and deletion is one.
    pub fn plan(&self, plan: Plan) {
        let mut state = self.lock();
        state.forget_what_is_gone();
        state.plan(plan);
    }

    /// Steps since the last plan.
    pub fn steps(&self) -> u64 {
        self.lock().steps()
    }

    /// How often a write-ahead log was synchronised since the last plan: once a commit.
    pub fn log_syncs(&self) -> u64 {
        self.lock().log_syncs()
    }

    /// Whether what was planned has happened.
    pub fn has_failed(&self) -> bool {
        self.lock().has_failed()
    }

    /// After a cut: puts into `to` what is found in `from` when the power is back. Files that did not go through
    /// this disk are copied as they are; shared memory is gone.
    ///
    /// # Errors
    /// Where the files cannot be copied.
    pub fn power_back(&self, from: &Path, to: &Path) -> io::Result<()> {
        let (left, known) = {
            let state = self.lock();
            (state.left().cloned().unwrap_or_default(), state.known())
        };
        copy_others(from, to, &known)?;
        for (path, bytes) in left {
            let Ok(inside) = path.strip_prefix(from) else { continue };
            write(&to.join(inside), &bytes)?;
        }
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'static, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, bytes)
}

fn copy_others(from: &Path, to: &Path, known: &BTreeMap<PathBuf, ()>) -> io::Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let path = entry?.path();
        let target = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            copy_others(&path, &target, known)?;
        } else if !known.contains_key(&path) && !path.to_string_lossy().ends_with("-shm") {
            std::fs::copy(&path, &target)?;
        }
    }
    Ok(())
}
