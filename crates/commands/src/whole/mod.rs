//! The whole museum as one folder of csv, and back into an empty museum: nobody is locked in.
//!
//! Every row of every table goes out with its id and revision; the journal stays, and with it what could be undone.
//! PINs stay too: their hashes are of few digits, and a folder of csv is passed around. Search tokens are made anew.

mod columns;
mod folder;
mod guide;
mod out;
mod take_in;
#[cfg(test)]
mod tests;

pub use out::MuseumExport;
pub use take_in::MuseumTakeIn;

use crate::gate::Entry;

/// The commands of this area.
pub(crate) const COMMANDS: &[Entry] = &[Entry::of::<MuseumExport>(), Entry::of::<MuseumTakeIn>()];
