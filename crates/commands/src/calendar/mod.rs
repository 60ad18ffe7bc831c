//! The opening calendar: what each day is, State Council and museum notices, the sessions a change
//! strands, the duty leader.

mod days;
mod duty;
mod effects;
mod museum_notice;
mod opening;
mod state_notice;
#[cfg(test)]
mod tests;

pub use days::CalendarDays;
pub use duty::{DutyList, DutySet};
pub use effects::{AffectedSession, CalendarEffects, CalendarKeep, CalendarPreview};
pub use museum_notice::{MuseumNoticeList, MuseumNoticeSave, MuseumNoticeWithdraw};
pub use opening::OpeningSave;
pub use state_notice::{NoticeRead, StateNoticeDelete, StateNoticeList, StateNoticeSave};

use rules::calendar::{Calendar, CalendarSettings, MuseumNotice, NoticeBook};
use rules::conflict::OpeningVerdict;
use rules::space::SpaceTree;
use rules::template::DayFacts;
use rules::time::{Minute, Span, date_of};
use store::{Snapshot, rows, statement};

use crate::gate::Entry;
use crate::{Failure, setting};

pub(crate) use effects::affected_session;
pub(crate) use opening::check_settings;

/// The commands of this area.
pub(crate) const COMMANDS: &[Entry] = &[
    Entry::of::<CalendarDays>(),
    Entry::of::<NoticeRead>(),
    Entry::of::<StateNoticeList>(),
    Entry::of::<StateNoticeSave>(),
    Entry::of::<StateNoticeDelete>(),
    Entry::of::<MuseumNoticeList>(),
    Entry::of::<MuseumNoticeSave>(),
    Entry::of::<MuseumNoticeWithdraw>(),
    Entry::of::<OpeningSave>(),
    Entry::of::<CalendarPreview>(),
    Entry::of::<CalendarEffects>(),
    Entry::of::<CalendarKeep>(),
    Entry::of::<DutyList>(),
    Entry::of::<DutySet>(),
];

/// The museum's calendar with its notices.
pub(crate) fn load(snapshot: &Snapshot<'_>) -> Result<Calendar, Failure> {
    let pasted = snapshot.all::<rows::StateNotice>()?;
    let museum = snapshot.rows::<rows::MuseumNotice>(&statement::MUSEUM_NOTICE_IN_FORCE, &[])?;
    let settings: CalendarSettings = setting::read(snapshot, setting::OPENING)?;
    let museum: Vec<MuseumNotice> = museum.iter().filter_map(museum_notice::in_force).collect();
    Ok(Calendar::new(NoticeBook::new(pasted.into_iter().filter_map(state_notice::notice)), museum, settings))
}

/// What a day, given by the minute at which it begins, is to a template.
pub(crate) fn day_facts(calendar: &Calendar, day: Minute) -> DayFacts {
    let day = calendar.day(date_of(day).unwrap_or_default());
    DayFacts { kind: day.day_kind, open: day.open }
}

/// How the calendar sees a stretch of a space and its parts: a whole hall is its corners, so a
/// notice that closes one of them stands against whoever takes the whole.
pub(crate) fn verdict_of(calendar: &Calendar, spaces: &SpaceTree, space: &str, span: Span) -> OpeningVerdict {
    let by_notice = |verdict: &OpeningVerdict| matches!(verdict, OpeningVerdict::ClosedByNotice { .. });
    let whole = verdict(calendar, &spaces.ancestors(space), span);
    // A notice goes before a closed day and before the hours, here as within one place.
    if by_notice(&whole) || calendar.museum_notices().iter().all(|notice| notice.space.is_none()) {
        return whole;
    }
    let parts = spaces.leaves(space).into_iter().filter(|leaf| leaf != space);
    parts.map(|leaf| verdict(calendar, &spaces.ancestors(&leaf), span)).find(by_notice).unwrap_or(whole)
}

/// How the calendar sees a stretch of a space; `space_path` is the space and everything it is a part of.
pub(crate) fn verdict(calendar: &Calendar, space_path: &[String], span: Span) -> OpeningVerdict {
    calendar.verdict(space_path, span)
}
