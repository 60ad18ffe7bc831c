//! Templates: several start times over a season, previewed date by date.

use crate::gate::Entry;

/// The commands of this area.
pub(crate) const COMMANDS: &[Entry] = &[];
