//! Resources: spaces, departments, people, vehicles, kits, sites, roads.

use crate::gate::Entry;

/// The commands of this area.
pub(crate) const COMMANDS: &[Entry] = &[];
