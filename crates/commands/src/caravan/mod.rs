//! Caravan runs: vehicle, driver, crew, kit, stops, the road between.
//!
//! A run has no state of its own: its stops are sessions of kind caravan and stand where
//! sessions stand. What it takes (vehicle, kit, people, from departure to return) is held by
//! the run as long as one of its stops occupies.

mod check;
mod draft;
mod facts;
mod read;
mod roads;
mod save;
mod sheet;
mod state;
#[cfg(test)]
mod tests;

pub use check::{RunCheck, RunProposeTimes};
pub use read::{RunList, RunRead};
pub use roads::{TravelTimeList, TravelTimeSave};
pub use save::{RunSave, RunSaveArguments};
pub use state::{RunDelete, RunLoadMark, RunTransition};

pub(crate) use draft::{Plan, RunDraft, StopDraft, applied};
pub(crate) use facts::RoadWorld;
pub(crate) use sheet::{RunSheet, StopSheet};

use crate::access::Area;
use crate::gate::Entry;

/// The areas a decision about runs reads.
pub(crate) const RUN_READS: &[Area] = &[Area::Museum, Area::People, Area::Touring, Area::Sessions, Area::Runs];
/// The areas a run changes: its stops are sessions, and what it holds is occupancy.
pub(crate) const RUN_AREAS: &[Area] = &[Area::Sessions, Area::Runs];

/// The commands of this area.
pub(crate) const COMMANDS: &[Entry] = &[
    Entry::of::<RunList>(),
    Entry::of::<RunRead>(),
    Entry::of::<RunCheck>(),
    Entry::of::<RunProposeTimes>(),
    Entry::of::<RunSave>(),
    Entry::of::<RunTransition>(),
    Entry::of::<RunDelete>(),
    Entry::of::<RunLoadMark>(),
    Entry::of::<TravelTimeList>(),
    Entry::of::<TravelTimeSave>(),
];
