//! Exhibitions: install, open, close and deinstall on spaces, and what stands in them.

mod draft;
mod effects;
mod exhibit;
mod read;
mod save;
mod state;
#[cfg(test)]
mod tests;

pub use effects::ExhibitionEffects;
pub use exhibit::ExhibitAssign;
pub use read::{ExhibitionList, ExhibitionRead};
pub use save::{ExhibitionCheck, ExhibitionSave, ExhibitionSaveArguments};

pub(crate) use draft::ExhibitionDraft;
pub use state::{ExhibitionDelete, ExhibitionTransit};

use crate::access::Area;
use crate::gate::Entry;

/// The areas a decision about exhibitions reads.
pub(crate) const EXHIBITION_READS: &[Area] =
    &[Area::Museum, Area::Calendar, Area::Spaces, Area::Exhibitions, Area::Sessions, Area::Runs];

/// The areas it changes: sessions as well, for what they may take of the halls changes.
pub(crate) const EXHIBITION_CHANGES: &[Area] = &[Area::Exhibitions, Area::Sessions];

/// The commands of this area.
pub(crate) const COMMANDS: &[Entry] = &[
    Entry::of::<ExhibitionList>(),
    Entry::of::<ExhibitionRead>(),
    Entry::of::<ExhibitionCheck>(),
    Entry::of::<ExhibitionEffects>(),
    Entry::of::<ExhibitionSave>(),
    Entry::of::<ExhibitionTransit>(),
    Entry::of::<ExhibitionDelete>(),
    Entry::of::<ExhibitAssign>(),
];
