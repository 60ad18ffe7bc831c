//! Caravan runs: vehicle, driver, crew, kit, stops, the road between.

use crate::gate::Entry;

/// The commands of this area.
pub(crate) const COMMANDS: &[Entry] = &[];
