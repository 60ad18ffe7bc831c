//! Printed documents: what can be printed, how it looks, its file, its issued versions.
//!
//! A print shows the last issued version and the changes after it; issuing keeps what the
//! document says now as the next version.

mod commands;
mod gather;
mod issue;
mod opening;
mod request;
#[cfg(test)]
mod tests;
mod touring;

pub use commands::{PrintDocuments, PrintPdf, PrintRender, PrintSave, PrintSubjects};
pub use issue::PrintIssue;

use crate::gate::Entry;

/// The commands of this area.
pub(crate) const COMMANDS: &[Entry] = &[
    Entry::of::<PrintDocuments>(),
    Entry::of::<PrintSubjects>(),
    Entry::of::<PrintRender>(),
    Entry::of::<PrintPdf>(),
    Entry::of::<PrintSave>(),
    Entry::of::<PrintIssue>(),
];
