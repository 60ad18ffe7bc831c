//! What the timeline and the day show between two days: rows of resources and what lies on them.

mod read;
mod search;
mod today;
mod year;

pub use read::ScheduleRead;
pub use search::SearchFind;
pub use today::TodayRead;
pub use year::YearLoad;

use crate::gate::Entry;

/// The commands of this area.
pub(crate) const COMMANDS: &[Entry] =
    &[Entry::of::<ScheduleRead>(), Entry::of::<TodayRead>(), Entry::of::<SearchFind>(), Entry::of::<YearLoad>()];
