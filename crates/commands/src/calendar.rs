//! The opening calendar: what each day is, notices, the duty leader.

use rules::calendar::Calendar;
use rules::conflict::OpeningVerdict;
use rules::time::Span;
use store::Snapshot;

use crate::Failure;
use crate::gate::Entry;

/// The commands of this area.
pub(crate) const COMMANDS: &[Entry] = &[];

/// The museum's calendar with its notices.
pub(crate) fn load(_snapshot: &Snapshot<'_>) -> Result<Calendar, Failure> {
    Ok(Calendar::default())
}

/// How the calendar sees a stretch of a space; `space_path` is the space and everything it is a part of.
pub(crate) fn verdict(_calendar: &Calendar, _space_path: &[String], _span: Span) -> OpeningVerdict {
    OpeningVerdict::Open
}
