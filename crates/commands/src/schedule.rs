//! What the timeline, the day and the lists show between two days.

use crate::gate::Entry;

/// The commands of this area.
pub(crate) const COMMANDS: &[Entry] = &[];
