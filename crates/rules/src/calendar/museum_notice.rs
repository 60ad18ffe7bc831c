//! Museum notices: what the museum itself says of a day, half a day or a space, above the rule.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::session::codes;

codes! {
    /// Which part of a day a notice is about.
    pub enum DayPart {
        /// All of it.
        Day = "day",
        /// Before noon.
        Morning = "morning",
        /// After noon.
        Afternoon = "afternoon",
    }
}

codes! {
    /// What a notice does.
    pub enum NoticeEffect {
        /// It closes.
        Close = "close",
        /// It opens.
        Open = "open",
    }
}

codes! {
    /// Why a museum notice is given.
    pub enum MuseumNoticeKind {
        /// 节前一日, such as the eve of the spring festival.
        FestivalEve = "festival_eve",
        /// 检修维护.
        Maintenance = "maintenance",
        /// 停电停水.
        PowerCut = "power_cut",
        /// 公务接待.
        Reception = "reception",
        /// 疫情防控.
        Epidemic = "epidemic",
        /// 天气.
        Weather = "weather",
        /// 其他.
        Other = "other",
    }
}

/// A museum notice in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MuseumNotice {
    /// Its id; ids sort by age.
    pub id: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// Which part of each day.
    pub part: DayPart,
    /// The space it is about; the whole museum where empty.
    pub space: Option<String>,
    /// What it does.
    pub effect: NoticeEffect,
    /// Why.
    pub kind: MuseumNoticeKind,
    /// Why, in words that print.
    pub reason: String,
}

impl MuseumNotice {
    /// Whether it speaks of a half of a day; `morning` says which.
    pub(super) fn covers(&self, date: NaiveDate, morning: bool) -> bool {
        self.from <= date
            && date <= self.to
            && match self.part {
                DayPart::Day => true,
                DayPart::Morning => morning,
                DayPart::Afternoon => !morning,
            }
    }
}

/// The notice that decides half a day of a place: about the nearest space, else about the whole
/// museum; of several about the same place the latest. `path` is nearest first, empty for the museum itself.
pub(super) fn deciding<'n>(
    notices: &'n [MuseumNotice],
    path: &[String],
    date: NaiveDate,
    morning: bool,
) -> Option<&'n MuseumNotice> {
    let distance = |notice: &MuseumNotice| match &notice.space {
        None => Some(path.len()),
        Some(space) => path.iter().position(|id| id == space),
    };
    notices
        .iter()
        .filter(|notice| notice.covers(date, morning))
        .filter_map(|notice| Some((distance(notice)?, notice)))
        .min_by(|(near, one), (far, other)| near.cmp(far).then_with(|| other.id.cmp(&one.id)))
        .map(|(_, notice)| notice)
}
