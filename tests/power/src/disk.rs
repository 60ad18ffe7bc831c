//! What a disk remembers: of each file what is synchronised and what is not, and of each folder its names.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::dice::Dice;

/// What a disk writes whole or not at all.
const SECTOR_BYTES: usize = 512;

/// What is to happen to a disk. Steps are counted from 1.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Plan {
    /// Nothing.
    #[default]
    Sound,
    /// The power goes at that step; the seed says what is found afterwards.
    CutAt(u64, u64),
    /// From that step on nothing more fits.
    FullFrom(u64),
    /// That step alone fails.
    FailAt(u64),
}

/// What SQLite wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Write,
    Sync,
    Size,
    Delete,
}

/// What becomes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Done,
    Full,
    Failed,
}

enum Change {
    Bytes { at: usize, bytes: Vec<u8> },
    Size(usize),
}

#[derive(Default)]
struct File {
    synced: Vec<u8>,
    unsynced: Vec<Change>,
    /// A log or a journal that was made: its first synchronisation also synchronises the folder, as SQLite does on Unix.
    settles_folder: bool,
}

/// A disk's memory.
#[derive(Default)]
pub(crate) struct State {
    files: Vec<File>,
    /// Names as programs see them, and as they are on the disk for certain.
    seen: BTreeMap<PathBuf, usize>,
    durable: BTreeMap<PathBuf, usize>,
    plan: Plan,
    steps: u64,
    log_syncs: u64,
    failed: bool,
    left: Option<BTreeMap<PathBuf, Vec<u8>>>,
}

impl State {
    pub(crate) fn plan(&mut self, plan: Plan) {
        (self.plan, self.steps, self.log_syncs, self.failed) = (plan, 0, 0, false);
    }

    /// Lets go of files that nothing names any more: thousands of backups, each made and taken away, fill any memory.
    pub(crate) fn forget_what_is_gone(&mut self) {
        if self.is_cut() {
            return;
        }
        // Taken away or renamed past SQLite. What SQLite deleted may still come back after a cut.
        let gone: Vec<PathBuf> = self.seen.keys().filter(|path| !path.exists()).cloned().collect();
        for path in gone {
            self.seen.remove(&path);
            self.durable.remove(&path);
        }
        let named: BTreeSet<usize> = self.seen.values().chain(self.durable.values()).copied().collect();
        for (place, file) in self.files.iter_mut().enumerate() {
            if !named.contains(&place) {
                *file = File::default();
            }
        }
    }

    pub(crate) fn steps(&self) -> u64 {
        self.steps
    }

    pub(crate) fn log_syncs(&self) -> u64 {
        self.log_syncs
    }

    pub(crate) fn has_failed(&self) -> bool {
        self.failed
    }

    pub(crate) fn is_cut(&self) -> bool {
        self.left.is_some()
    }

    pub(crate) fn left(&self) -> Option<&BTreeMap<PathBuf, Vec<u8>>> {
        self.left.as_ref()
    }

    /// Every name this disk has ever had.
    pub(crate) fn known(&self) -> BTreeMap<PathBuf, ()> {
        self.seen.keys().chain(self.durable.keys()).map(|path| (path.clone(), ())).collect()
    }

    /// A file is opened; `there` is what it holds, where it was there before.
    pub(crate) fn open(&mut self, path: &Path, there: Option<Vec<u8>>, settles_folder: bool) -> usize {
        if let Some(file) = self.seen.get(path)
            && there.is_some()
        {
            return *file;
        }
        let file = self.files.len();
        let made = there.is_none();
        self.files.push(File {
            synced: there.unwrap_or_default(),
            unsynced: Vec::new(),
            settles_folder: made && settles_folder,
        });
        self.seen.insert(path.to_owned(), file);
        if !made {
            self.durable.insert(path.to_owned(), file);
        }
        file
    }

    pub(crate) fn write(&mut self, file: usize, at: usize, bytes: &[u8]) -> Verdict {
        let change = || Change::Bytes { at, bytes: bytes.to_vec() };
        self.change(file, Step::Write, change)
    }

    pub(crate) fn resize(&mut self, file: usize, size: usize) -> Verdict {
        self.change(file, Step::Size, || Change::Size(size))
    }

    /// What the power is cut at may still be written, or a part of it.
    fn change(&mut self, file: usize, step: Step, change: impl FnOnce() -> Change) -> Verdict {
        if self.cuts_now() {
            self.files[file].unsynced.push(change());
            return self.step(step);
        }
        let verdict = self.step(step);
        if verdict == Verdict::Done {
            self.files[file].unsynced.push(change());
        }
        verdict
    }

    pub(crate) fn sync(&mut self, file: usize) -> Verdict {
        let verdict = self.step(Step::Sync);
        if verdict == Verdict::Done {
            let path = self.seen.iter().find(|(_, known)| **known == file).map(|(path, _)| path.clone());
            let file = &mut self.files[file];
            for change in file.unsynced.drain(..) {
                apply(&mut file.synced, &change, &mut |_| true);
            }
            let settles = std::mem::take(&mut file.settles_folder);
            if let Some(path) = path {
                self.log_syncs += u64::from(path.to_string_lossy().ends_with("-wal"));
                if settles {
                    self.settle(&path);
                }
            }
        }
        verdict
    }

    pub(crate) fn delete(&mut self, path: &Path, settles: bool) -> Verdict {
        let verdict = self.step(Step::Delete);
        if verdict == Verdict::Done {
            self.seen.remove(path);
            if settles {
                self.settle(path);
            }
        }
        verdict
    }

    /// The names in a path's folder are on the disk as programs see them.
    fn settle(&mut self, path: &Path) {
        let folder = path.parent();
        self.durable.retain(|known, _| known.parent() != folder);
        let seen = self.seen.iter().filter(|(known, _)| known.parent() == folder);
        self.durable.extend(seen.map(|(path, file)| (path.clone(), *file)));
    }

    fn cuts_now(&self) -> bool {
        matches!(self.plan, Plan::CutAt(step, _) if self.steps + 1 == step) && !self.is_cut()
    }

    /// Counts a step and says what becomes of it.
    fn step(&mut self, step: Step) -> Verdict {
        if self.is_cut() {
            return Verdict::Failed;
        }
        self.steps += 1;
        let verdict = match self.plan {
            Plan::CutAt(at, seed) if self.steps == at => {
                self.left = Some(self.found_after_a_cut(&mut Dice::new(seed)));
                Verdict::Failed
            }
            // A full disk takes no more bytes; it can still forget some, and what it has it can synchronise.
            Plan::FullFrom(from) if self.steps >= from && step == Step::Write => Verdict::Full,
            Plan::FailAt(at) if self.steps == at => Verdict::Failed,
            _ => Verdict::Done,
        };
        self.failed |= verdict != Verdict::Done;
        verdict
    }

    fn found_after_a_cut(&self, dice: &mut Dice) -> BTreeMap<PathBuf, Vec<u8>> {
        // Some cuts leave nothing of what was not synchronised, some all of it, most a part.
        let kept_of_four = dice.below(5);
        let mut found = BTreeMap::new();
        for path in self.known().into_keys() {
            let (durable, seen) = (self.durable.get(&path), self.seen.get(&path));
            let file = if dice.chance(2) { durable } else { seen };
            if let Some(file) = file.and_then(|file| self.files.get(*file)) {
                found.insert(path, content_after_a_cut(file, kept_of_four, dice));
            }
        }
        found
    }
}

fn content_after_a_cut(file: &File, kept_of_four: usize, dice: &mut Dice) -> Vec<u8> {
    let mut bytes = file.synced.clone();
    let mut changes: Vec<&Change> = file.unsynced.iter().filter(|_| dice.chance(kept_of_four)).collect();
    dice.shuffle(&mut changes);
    for change in changes {
        let torn = dice.chance(1);
        apply(&mut bytes, change, &mut |_| !torn || dice.chance(2));
    }
    bytes
}

/// Applies a change, sector by sector, where `kept` says so.
fn apply(content: &mut Vec<u8>, change: &Change, kept: &mut dyn FnMut(usize) -> bool) {
    let (at, bytes) = match change {
        Change::Size(size) => return content.resize(*size, 0),
        Change::Bytes { at, bytes } => (*at, bytes),
    };
    let end = at + bytes.len();
    let mut from = at;
    while from < end {
        let sector = from / SECTOR_BYTES;
        let to = end.min((sector + 1) * SECTOR_BYTES);
        if kept(sector) {
            if content.len() < to {
                content.resize(to, 0);
            }
            content[from..to].copy_from_slice(&bytes[from - at..to - at]);
        }
        from = to;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(state: &State, name: &str) -> Option<Vec<u8>> {
        state.left().and_then(|left| left.get(Path::new(name)).cloned())
    }

    #[test]
    fn what_is_synchronised_stays_and_what_is_not_may_go() {
        let (mut gone, mut torn, mut whole) = (0, 0, 0);
        for seed in 0..200 {
            let mut state = State::default();
            let file = state.open(Path::new("/m/a"), Some(vec![1; 2_048]), false);
            state.plan(Plan::CutAt(4, seed));
            assert_eq!(state.write(file, 0, &[2; 1_024]), Verdict::Done);
            assert_eq!(state.sync(file), Verdict::Done);
            assert_eq!(state.write(file, 1_024, &[3; 1_024]), Verdict::Done);
            assert_eq!(state.sync(file), Verdict::Failed);
            assert_eq!(state.write(file, 0, &[9]), Verdict::Failed, "nothing happens after a cut");
            let left = content(&state, "/m/a").unwrap();
            assert_eq!(left[..1_024], [2; 1_024]);
            match left[1_024..].iter().filter(|byte| **byte == 3).count() {
                0 => gone += 1,
                1_024 => whole += 1,
                _ => torn += 1,
            }
        }
        assert!(gone > 20 && torn > 5 && whole > 20, "{gone} gone, {torn} torn, {whole} whole");
    }

    #[test]
    fn a_name_is_certain_once_a_journal_beside_it_is_synchronised() {
        let (mut lost, mut kept) = (0, 0);
        for seed in 0..100 {
            for settled in [false, true] {
                let mut state = State::default();
                state.plan(Plan::CutAt(3, seed));
                let file = state.open(Path::new("/m/a"), None, false);
                let journal = state.open(Path::new("/m/a-wal"), None, true);
                state.sync(file);
                if settled {
                    state.sync(journal);
                } else {
                    state.sync(file);
                }
                state.sync(file);
                match (settled, content(&state, "/m/a").is_some()) {
                    (true, there) => assert!(there),
                    (false, true) => kept += 1,
                    (false, false) => lost += 1,
                }
            }
        }
        assert!(lost > 20 && kept > 20, "{lost} lost, {kept} kept");
    }

    #[test]
    fn a_full_disk_takes_nothing_until_there_is_room_and_a_fault_comes_once() {
        let mut state = State::default();
        let file = state.open(Path::new("/m/a"), None, false);
        state.plan(Plan::FullFrom(2));
        assert_eq!(state.write(file, 0, b"a"), Verdict::Done);
        assert_eq!(state.write(file, 1, b"b"), Verdict::Full);
        assert_eq!(state.sync(file), Verdict::Done);
        assert_eq!(state.write(file, 1, b"b"), Verdict::Full);
        state.plan(Plan::FailAt(1));
        assert_eq!(state.sync(file), Verdict::Failed);
        assert_eq!(state.sync(file), Verdict::Done);
        assert!(state.has_failed());
    }
}
