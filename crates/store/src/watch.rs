//! The change feed: tells listeners which areas changed, in this process or in another one on the same file.

use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rusqlite::Connection;

use crate::connection::{self, open_reader};
use crate::error::StoreError;
use crate::options::Options;
use crate::statement::OPERATIONS_SINCE;
use crate::value::Value;
use crate::writer::head;

/// How long another process's change may go unseen.
const POLL: Duration = Duration::from_millis(250);

/// Some areas changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The journal's head after the change.
    pub sequence: i64,
    /// The areas, each once; empty means everything (the file was restored from a backup).
    pub areas: Vec<String>,
}

/// Whoever wants to hear of changes.
#[derive(Clone, Default)]
pub(crate) struct Listeners(Arc<Mutex<Vec<Sender<Changed>>>>);

impl Listeners {
    pub(crate) fn add(&self) -> Receiver<Changed> {
        let (sender, receiver) = channel();
        self.lock().push(sender);
        receiver
    }

    fn tell(&self, change: &Changed) {
        self.lock().retain(|listener| listener.send(change.clone()).is_ok());
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Sender<Changed>>> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// Starts the watching thread; it ends when `committed`'s sender is dropped.
pub(crate) fn start(
    path: &Path,
    options: Options,
    committed: Receiver<()>,
    listeners: Listeners,
) -> Result<(), StoreError> {
    let connection = open_reader(path, options)?;
    let mut seen = head(&connection)?;
    std::thread::Builder::new()
        .name("store-watch".to_owned())
        .spawn(move || {
            loop {
                match committed.recv_timeout(POLL) {
                    Ok(()) => while committed.try_recv().is_ok() {},
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => return,
                }
                // A failed look is looked at again after the next pause.
                if let Ok(Some(change)) = look(&connection, seen) {
                    seen = change.sequence;
                    listeners.tell(&change);
                }
            }
        })
        .map_err(|error| StoreError::Fatal(error.to_string()))?;
    Ok(())
}

/// What changed since sequence `seen`.
fn look(connection: &Connection, seen: i64) -> Result<Option<Changed>, StoreError> {
    let sequence = head(connection)?;
    if sequence == seen {
        return Ok(None);
    }
    if sequence < seen {
        return Ok(Some(Changed { sequence, areas: Vec::new() }));
    }
    let changes = connection::read(connection, &OPERATIONS_SINCE, &[seen.into()], |take| match take("areas") {
        Value::Text(areas) => Some(areas),
        _ => None,
    })?;
    let mut areas: Vec<String> =
        changes.iter().flat_map(|areas| areas.split(',')).filter(|area| !area.is_empty()).map(str::to_owned).collect();
    areas.sort();
    areas.dedup();
    Ok(Some(Changed { sequence, areas }))
}
