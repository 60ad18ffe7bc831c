//! The opening calendar: what each day is, whether the museum is open on it, and why.
//!
//! Three voices, the later above the earlier: the weekday rule, the State Council's notice of
//! the year, the museum's own notices. Only deviations are stored; a day's answer is computed
//! and names what it follows from. Nothing here knows today.

mod day;
mod lunar;
mod museum_notice;
mod notice;
mod reading;
mod settings;
mod statutory;

pub use day::{Calendar, CalendarDay, DayKind, OpeningReason, SpaceNotice};
pub use lunar::{lunar_date, qingming};
pub use museum_notice::{DayPart, MuseumNotice, MuseumNoticeKind, NoticeEffect};
pub use notice::{NoticeBook, NoticeDay, StateNotice, amended, built_in_notices, notice_id, yearly_title};
pub use reading::{
    NoticeFinding, NoticeFindingCode, NoticeReading, ReadingContext, ReadingScope, read_notice, read_notice_with,
};
pub use settings::{
    CalendarSettings, ENTRIES_MAX, Hours, NAME_CHARACTERS_MAX, Season, SettingFault, SettingFaultKind, SpaceHours,
    Timetable,
};
pub use statutory::{statutory_days, statutory_name};
