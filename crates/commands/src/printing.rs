//! Printed documents: gathers their data, issues versions.

use crate::gate::Entry;

/// The commands of this area.
pub(crate) const COMMANDS: &[Entry] = &[];
