//! The power goes at any moment: what was acknowledged is there when it is back.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use power::{Dice, Disk, Plan};
use store::rows::Department;
use store::{Batch, Operation, OperationKind, Options, Store};
use tempfile::TempDir;

use crate::count::count;

/// Writers at once: their batches share commits.
const WRITERS: usize = 4;
/// The latest step at which the power goes, in most rounds and in every fifth, where the log is folded meanwhile.
const STEPS_MAX: usize = 400;
const STEPS_MAX_LONG: usize = 4_000;

/// A department of that name and the operation that adds it.
pub(crate) fn department(name: &str, number: usize) -> (Batch, Operation) {
    let mut batch = Batch::new();
    let id = format!("01980000-0000-7000-8000-{number:012}");
    batch.insert(&Department {
        id: id.clone(),
        revision: 0,
        name: name.to_owned(),
        sort_key: name.to_owned(),
        active: true,
    });
    let operation = Operation {
        id,
        digest: name.to_owned(),
        actor_id: String::new(),
        command: "department_save".to_owned(),
        at_utc_milliseconds: 0,
        areas: vec!["people".to_owned()],
        answer: "{}".to_owned(),
        reversible: true,
        kind: OperationKind::Do,
    };
    (batch, operation)
}

/// Writes departments from several threads until the disk fails; answers the names that were acknowledged.
fn acknowledged(store: &Store) -> Vec<String> {
    let number = AtomicUsize::new(1);
    let write = || {
        let mut names = Vec::new();
        loop {
            let own = number.fetch_add(1, Ordering::Relaxed);
            let name = format!("部门{own}");
            let (batch, operation) = department(&name, own);
            match store.apply(batch, operation) {
                Ok(_) => names.push(name),
                Err(_) => return names,
            }
        }
    };
    std::thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS).map(|_| scope.spawn(write)).collect();
        writers.into_iter().flat_map(|writer| writer.join().expect("a writer")).collect()
    })
}

/// What is wrong with a museum after a cut: acknowledged names that are missing, or all of them where it cannot be read.
fn lost(folder: &Path, acknowledged: &[String]) -> usize {
    let Ok(store) = Store::open(folder, Options::default()) else { return acknowledged.len().max(1) };
    let found = store.read(|snapshot| Ok((snapshot.all::<Department>()?, snapshot.sequence())));
    let (Ok((departments, head)), Ok(true)) = (found, store.check()) else { return acknowledged.len().max(1) };
    let file = rusqlite::Connection::open(store.path()).expect("the file");
    let count = |sql: &str| file.query_row(sql, [], |row| row.get::<_, i64>(0)).expect("a number");
    let whole = count("SELECT count(*) FROM operation") == head
        && count("SELECT coalesce(max(sequence), 0) FROM operation") == head
        && count("SELECT count(DISTINCT sequence) FROM journal WHERE ordinal = 0") == head
        && departments.len() as i64 == head;
    if !whole {
        return acknowledged.len().max(1);
    }
    acknowledged.iter().filter(|name| !departments.iter().any(|one| &one.name == *name)).count()
}

/// A museum in one file, as every second round begins with.
fn begun() -> (TempDir, std::path::PathBuf) {
    let folder = TempDir::new().expect("a folder");
    let store = Store::open(&folder.path().join("first"), Options::default()).expect("opened");
    let file = folder.path().join("begun");
    store.back_up(&file).expect("a copy");
    (folder, file)
}

/// Cuts the power so often; answers the acknowledged writes and how many of them are gone.
fn cut(rounds: usize, durable: bool) -> (usize, usize) {
    let (_kept, begun) = begun();
    let (mut total, mut gone) = (0, 0);
    for round in 0..rounds {
        let mut dice = Dice::new(round as u64);
        let folder = TempDir::new().expect("a folder");
        let (before, after) = (folder.path().join("before"), folder.path().join("after"));
        std::fs::create_dir(&before).expect("a folder");
        // Without synchronisation a museum that is only just made would vanish whole: that would prove little.
        if round % 2 == 0 || !durable {
            std::fs::copy(&begun, before.join(store::FILE_NAME)).expect("copied");
        }
        let disk = Disk::new();
        let steps = if round % 5 == 4 { STEPS_MAX_LONG } else { STEPS_MAX };
        disk.plan(Plan::CutAt(1 + dice.below(steps) as u64, dice.roll()));
        let options = Options { durable, vfs: Some(disk.name()), ..Options::default() };
        let names = Store::open(&before, options).map_or_else(|_| Vec::new(), |store| acknowledged(&store));
        assert!(disk.has_failed(), "round {round}: the writers ended before the power did");
        disk.power_back(&before, &after).expect("copied");
        let lost = lost(&after, &names);
        assert!(!durable || lost == 0, "round {round}: {lost} of {} acknowledged writes are lost", names.len());
        (total, gone) = (total + names.len(), gone + lost);
    }
    (total, gone)
}

#[test]
fn a_power_cut_loses_no_acknowledged_write() {
    let rounds = count(50, 2_000);
    let (total, gone) = cut(rounds, true);
    println!("power cuts: {rounds}, acknowledged: {total}, lost: {gone}");
    assert!(total > rounds * 5, "only {total} writes in {rounds} rounds: too little was at stake");
    assert_eq!(gone, 0);
}

#[test]
fn the_control_without_synchronisation_loses_some() {
    let (total, gone) = cut(count(10, 100), false);
    println!("control without synchronisation, acknowledged: {total}, lost: {gone}");
    assert!(gone > 0, "the test could not tell a loss among {total}");
}

#[test]
fn callers_at_once_share_commits_and_the_peer_makes_one_each() {
    const CALLERS: usize = 16;
    const EACH: usize = 25;
    let mut syncs = Vec::new();
    for grouped in [true, false] {
        let folder = TempDir::new().expect("a folder");
        let disk = Disk::new();
        let options = Options { grouped, vfs: Some(disk.name()), ..Options::default() };
        let store = Store::open(folder.path(), options).expect("opened");
        disk.plan(Plan::Sound);
        let all = std::sync::Barrier::new(CALLERS);
        std::thread::scope(|scope| {
            for caller in 0..CALLERS {
                let (store, all) = (&store, &all);
                scope.spawn(move || {
                    all.wait();
                    for number in 0..EACH {
                        let (batch, operation) = department(&format!("{caller}-{number}"), caller * EACH + number);
                        store.apply(batch, operation).expect("applied");
                    }
                });
            }
        });
        syncs.push(disk.log_syncs() as usize);
    }
    let batches = CALLERS * EACH;
    println!("{batches} batches of {CALLERS} callers: {} commits in groups, {} one by one", syncs[0], syncs[1]);
    assert!(syncs[1] >= batches, "one by one, each batch is a commit: {syncs:?}");
    assert!(syncs[0] * 3 <= syncs[1], "groups are small: {syncs:?}");
}
