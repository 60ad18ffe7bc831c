//! What goes out as a file: sheets to fill, lists, calendars, and the addresses that calendars are subscribed by.

mod events;
mod feed;
mod file;
mod list;
mod lists;
mod sheet;
#[cfg(test)]
mod tests;

pub use feed::{CalendarFeedList, CalendarFeedMake, CalendarFeedRead, CalendarFeedRevoke};
pub use file::file_bytes;
pub use list::SheetExport;
pub use sheet::{SheetTemplate, sheet_columns};

use crate::gate::Entry;

/// The commands of this area.
pub(crate) const COMMANDS: &[Entry] = &[
    Entry::of::<SheetTemplate>(),
    Entry::of::<SheetExport>(),
    Entry::of::<CalendarFeedList>(),
    Entry::of::<CalendarFeedMake>(),
    Entry::of::<CalendarFeedRevoke>(),
    Entry::of::<CalendarFeedRead>(),
];
