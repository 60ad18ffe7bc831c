//! Exhibitions and exhibits: phases on spaces.

use crate::gate::Entry;

/// The commands of this area.
pub(crate) const COMMANDS: &[Entry] = &[];
