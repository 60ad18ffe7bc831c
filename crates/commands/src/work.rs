//! Long work: how far it is, and a way to stop it. What is stopped has changed nothing, for a command writes only once it
//! has decided.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Failure;
use crate::access::Access;
use crate::gate::{Call, Command, Effect, Entry};
use crate::input;

/// The commands of this area.
pub(crate) const COMMANDS: &[Entry] = &[Entry::of::<WorkRead>(), Entry::of::<WorkStop>()];

/// How far a call is.
#[derive(Debug, Default)]
struct State {
    done: AtomicU64,
    of: AtomicU64,
    stopped: AtomicBool,
}

/// A call's own handle on how far it is.
#[derive(Debug, Clone, Default)]
pub(crate) struct Work(Arc<State>);

impl Work {
    /// Says how far it is.
    ///
    /// # Errors
    /// `stopped` where somebody asked for that.
    pub(crate) fn at(&self, done: usize, of: usize) -> Result<(), Failure> {
        self.0.done.store(done as u64, Ordering::Relaxed);
        self.0.of.store(of as u64, Ordering::Relaxed);
        if self.0.stopped.load(Ordering::Relaxed) { Err(Failure::new("stopped")) } else { Ok(()) }
    }
}

/// The calls that are under way, by their operation.
#[derive(Debug, Default)]
pub(crate) struct Works(Mutex<HashMap<String, Work>>);

impl Works {
    /// A call begins; it is known until the answer is dropped.
    pub(crate) fn begin(&self, operation: &str) -> Underway<'_> {
        let work = Work::default();
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert(operation.to_owned(), work.clone());
        Underway { works: self, operation: operation.to_owned(), work }
    }

    fn find(&self, operation: &str) -> Option<Work> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(operation).cloned()
    }
}

/// A call that is under way.
pub(crate) struct Underway<'w> {
    works: &'w Works,
    operation: String,
    /// Its handle.
    pub(crate) work: Work,
}

impl Drop for Underway<'_> {
    fn drop(&mut self) {
        self.works.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.operation);
    }
}

/// Which call.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct WorkArguments {
    /// The operation id it was made with.
    pub operation: String,
}

/// How far a call is.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct WorkView {
    /// Whether it is under way.
    pub underway: bool,
    /// Steps done.
    pub done: i64,
    /// Steps there are; 0 where it has not said yet.
    pub of: i64,
}

/// Says how far a call is.
pub struct WorkRead;

impl Command for WorkRead {
    type Arguments = WorkArguments;
    type Answer = WorkView;
    const NAME: &'static str = "work_read";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(arguments: WorkArguments, call: &mut Call<'_>) -> Result<WorkView, Failure> {
        input::optional_id("operation", Some(&arguments.operation))?;
        let work = call.museum.works.find(&arguments.operation);
        let count = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        Ok(WorkView {
            underway: work.is_some(),
            done: work.as_ref().map_or(0, |work| count(work.0.done.load(Ordering::Relaxed))),
            of: work.as_ref().map_or(0, |work| count(work.0.of.load(Ordering::Relaxed))),
        })
    }
}

/// Asks a call to stop at its next step; it then answers `stopped`, and nothing has changed.
pub struct WorkStop;

impl Command for WorkStop {
    type Arguments = WorkArguments;
    type Answer = WorkView;
    const NAME: &'static str = "work_stop";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Acts;

    fn run(arguments: WorkArguments, call: &mut Call<'_>) -> Result<WorkView, Failure> {
        input::optional_id("operation", Some(&arguments.operation))?;
        if let Some(work) = call.museum.works.find(&arguments.operation) {
            work.0.stopped.store(true, Ordering::Relaxed);
        }
        WorkRead::run(arguments, call)
    }
}
