//! Templates: several start times over a season, previewed date by date.
//!
//! A preview and a save are the same plan: the preview shows it, the save writes it as one
//! operation that one undo takes back. What somebody changed on an occurrence by hand stays;
//! past and held ones never change.

mod draft;
mod edit;
mod line;
mod list;
mod occurrence;
mod place;
mod plan;
mod save;
mod skip;
#[cfg(test)]
mod tests;
mod week;
mod write;

pub use list::{TemplateList, TemplateRead};
pub use occurrence::{OccurrenceFollow, OccurrencePreview, OccurrenceRead, OccurrenceSave};
pub use save::{TemplateEnd, TemplatePreview, TemplateSave};
pub use skip::{TemplateRestore, TemplateSkip};
pub use week::WeekDuplicate;

pub(crate) use place::take;

use crate::access::Area;
use crate::gate::Entry;

/// The areas a decision about templates reads.
pub(crate) const TEMPLATE_READS: &[Area] = &[
    Area::Museum,
    Area::Calendar,
    Area::Spaces,
    Area::People,
    Area::Exhibitions,
    Area::Templates,
    Area::Sessions,
    Area::Runs,
];

/// The areas it changes.
pub(crate) const TEMPLATE_CHANGES: &[Area] = &[Area::Sessions, Area::Templates];

/// The commands of this area.
pub(crate) const COMMANDS: &[Entry] = &[
    Entry::of::<TemplateList>(),
    Entry::of::<TemplateRead>(),
    Entry::of::<TemplatePreview>(),
    Entry::of::<TemplateSave>(),
    Entry::of::<TemplateEnd>(),
    Entry::of::<TemplateSkip>(),
    Entry::of::<TemplateRestore>(),
    Entry::of::<OccurrenceRead>(),
    Entry::of::<OccurrencePreview>(),
    Entry::of::<OccurrenceSave>(),
    Entry::of::<OccurrenceFollow>(),
    Entry::of::<WeekDuplicate>(),
];
