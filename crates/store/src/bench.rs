//! Figures of the store that only the store can take: what is measured is the real writer on a file of its own.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::{Batch, OpenRefusal, Operation, OperationKind, Options, Store, rows};

/// Durable batches a second, as `callers` see them that each wait for theirs before they hand in the next.
/// `grouped` says whether those that wait share a commit; each commit takes `longer` than the disk needs.
///
/// # Errors
/// An [`OpenRefusal`] where the folder cannot hold a museum.
pub fn batches_a_second(
    directory: &Path,
    callers: usize,
    grouped: bool,
    longer: Duration,
    lasting: Duration,
) -> Result<f64, OpenRefusal> {
    let store = Store::open(directory, Options { grouped, commit_lasts_longer: longer, ..Options::default() })?;
    let (begun, done) = (AtomicU64::new(0), AtomicU64::new(0));
    let began = Instant::now();
    std::thread::scope(|scope| {
        for caller in 0..callers {
            let (store, begun, done) = (&store, &begun, &done);
            scope.spawn(move || {
                while began.elapsed() < lasting {
                    let number = begun.fetch_add(1, Ordering::Relaxed);
                    if store.apply(batch(caller, number), operation(caller, number)).is_ok() {
                        done.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    // A figure for people: what a double loses is far below what a disk varies by.
    Ok(done.load(Ordering::Relaxed) as f64 / began.elapsed().as_secs_f64())
}

/// A batch as a caller makes it; its ids ascend with the time over all callers, as those do that the application makes.
fn batch(caller: usize, number: u64) -> Batch {
    let mut batch = Batch::new();
    batch.insert(&rows::Department {
        id: format!("department-{number:012}"),
        revision: 0,
        name: format!("{caller}-{number}"),
        sort_key: format!("{caller}-{number}"),
        active: true,
    });
    batch
}

fn operation(caller: usize, number: u64) -> Operation {
    Operation {
        id: format!("operation-{number:012}"),
        digest: String::new(),
        actor_id: format!("caller-{caller}"),
        command: "department_save".to_owned(),
        at_utc_milliseconds: 0,
        areas: vec!["museum".to_owned()],
        answer: "null".to_owned(),
        reversible: false,
        kind: OperationKind::Do,
    }
}
