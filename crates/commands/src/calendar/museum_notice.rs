//! Museum notices: given, changed, withdrawn. Facts above the rule; never refused for what they strand.

use chrono::NaiveDate;
use rules::calendar::{Calendar, DayPart, MuseumNotice, MuseumNoticeKind, NoticeEffect};
use rules::time::{date_of, day_start};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::rows;
use ts_rs::TS;

use super::days::range;
use super::effects::{AffectedSession, affected};
use crate::access::{Access, Area, CALENDAR_KEEPING};
use crate::facts::{must_exist, must_find, space_tree};
use crate::gate::{Call, Command, Effect};
use crate::{Failure, input};

/// Days one notice may span: an epidemic closes for months, a renovation for years.
const NOTICE_DAYS_MAX: i64 = 3 * 366;

/// A notice as the rules know it; `None` where the row says what no notice can.
pub(super) fn in_force(row: &rows::MuseumNotice) -> Option<MuseumNotice> {
    Some(MuseumNotice {
        id: row.id.clone(),
        from: date_of(row.from_day)?,
        to: date_of(row.to_day)?,
        part: DayPart::from_code(&row.part)?,
        space: row.space_id.clone(),
        effect: NoticeEffect::from_code(&row.effect)?,
        kind: MuseumNoticeKind::from_code(&row.kind)?,
        reason: row.reason.clone(),
    })
}

/// A museum notice as somebody would like it.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct MuseumNoticeDraft {
    /// Its id where it exists.
    #[serde(default)]
    pub id: Option<String>,
    /// The revision it was read with.
    #[serde(default)]
    pub revision: Option<i64>,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// Which part of each day.
    pub part: DayPart,
    /// The space it is about; the whole museum where empty.
    #[serde(default)]
    pub space: Option<String>,
    /// Whether it closes or opens.
    pub effect: NoticeEffect,
    /// Why, as a code.
    pub kind: MuseumNoticeKind,
    /// Why, in words that print.
    pub reason: String,
}

/// A museum notice as the page shows it.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct MuseumNoticeView {
    /// Id.
    pub id: String,
    /// Revision, for saving.
    pub revision: i64,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// Which part of each day.
    pub part: DayPart,
    /// The space it is about; the whole museum where empty.
    pub space: Option<String>,
    /// The space's name with its hall.
    pub space_name: Option<String>,
    /// Whether it closes or opens.
    pub effect: NoticeEffect,
    /// Why, as a code.
    pub kind: MuseumNoticeKind,
    /// Why, in words that print.
    pub reason: String,
    /// Whether it was withdrawn.
    pub withdrawn: bool,
}

fn view(call: &Call<'_>, row: &rows::MuseumNotice) -> Result<Option<MuseumNoticeView>, Failure> {
    let Some(notice) = in_force(row) else { return Ok(None) };
    let space_name = match &notice.space {
        Some(space) => Some(space_tree(call)?.full_name(space)),
        None => None,
    };
    Ok(Some(MuseumNoticeView {
        id: notice.id,
        revision: row.revision,
        from: notice.from,
        to: notice.to,
        part: notice.part,
        space: notice.space,
        space_name,
        effect: notice.effect,
        kind: notice.kind,
        reason: notice.reason,
        withdrawn: row.withdrawn,
    }))
}

/// A row as a draft would have it.
pub(super) fn checked(call: &Call<'_>, draft: &MuseumNoticeDraft, id: String) -> Result<rows::MuseumNotice, Failure> {
    range(draft.from, draft.to, NOTICE_DAYS_MAX)?;
    must_exist::<rows::Space>(call, draft.space.as_deref(), "space")?;
    Ok(rows::MuseumNotice {
        id,
        revision: draft.revision.unwrap_or_default(),
        from_day: day_start(draft.from),
        to_day: day_start(draft.to),
        part: draft.part.code().to_owned(),
        space_id: draft.space.clone(),
        effect: draft.effect.code().to_owned(),
        kind: draft.kind.code().to_owned(),
        reason: input::line("reason", &draft.reason)?,
        withdrawn: false,
    })
}

/// The calendar with one notice changed, added, or gone (`None`).
pub(super) fn calendar_with(calendar: Calendar, id: &str, notice: Option<MuseumNotice>) -> Calendar {
    let mut notices: Vec<MuseumNotice> =
        calendar.museum_notices().iter().filter(|other| other.id != id).cloned().collect();
    notices.extend(notice);
    calendar.with_museum_notices(notices)
}

/// Lists the museum notices by first day.
pub struct MuseumNoticeList;

/// Which ones.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct MuseumNoticeListArguments {
    /// Only those that reach this day or a later one.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// Withdrawn ones as well.
    #[serde(default)]
    pub withdrawn: bool,
}

impl Command for MuseumNoticeList {
    type Arguments = MuseumNoticeListArguments;
    type Answer = Vec<MuseumNoticeView>;
    const NAME: &'static str = "museum_notice_list";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<Self::Answer, Failure> {
        let mut notices = Vec::new();
        for row in call.all::<rows::MuseumNotice>()? {
            if row.withdrawn && !arguments.withdrawn {
                continue;
            }
            let found = view(call, &row)?;
            notices.extend(found.filter(|notice| arguments.from.is_none_or(|from| notice.to >= from)));
        }
        notices.sort_by(|one, other| (one.from, &one.id).cmp(&(other.from, &other.id)));
        Ok(notices)
    }
}

/// A notice that changed, and what it strands.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct MuseumNoticeChanged {
    /// The notice.
    pub notice: MuseumNoticeView,
    /// Every future session that now meets a closed day and that nobody let pass.
    pub affected: Vec<AffectedSession>,
}

const CHANGES: Effect = Effect::Changes {
    areas: &[Area::Calendar, Area::Sessions],
    reads: &[Area::Calendar, Area::Spaces],
    reversible: true,
};

/// Gives a museum notice, or changes one.
pub struct MuseumNoticeSave;

impl Command for MuseumNoticeSave {
    type Arguments = MuseumNoticeDraft;
    type Answer = MuseumNoticeChanged;
    const NAME: &'static str = "museum_notice_save";
    const ACCESS: Access = CALENDAR_KEEPING;
    const EFFECT: Effect = CHANGES;

    fn run(draft: MuseumNoticeDraft, call: &mut Call<'_>) -> Result<MuseumNoticeChanged, Failure> {
        let before = match &draft.id {
            Some(id) => Some(open_row(call, id, draft.revision)?),
            None => None,
        };
        let id = before.as_ref().map_or_else(|| call.new_id(), |before| before.id.clone());
        let mut row = checked(call, &draft, id)?;
        match &before {
            Some(before) => {
                call.batch.update(before, &row);
                row.revision = before.revision + i64::from(!call.batch.is_empty());
            }
            None => {
                row.revision = 0;
                call.batch.insert(&row);
            }
        }
        let calendar = calendar_with(super::load(call.snapshot)?, &row.id, in_force(&row));
        changed(call, &row, calendar)
    }
}

/// A notice that still stands and is as the caller saw it.
fn open_row(call: &Call<'_>, id: &str, revision: Option<i64>) -> Result<rows::MuseumNotice, Failure> {
    let row: rows::MuseumNotice = must_find(call, id, "museum_notice")?;
    if revision != Some(row.revision) {
        return Err(Failure::new("stale"));
    }
    if row.withdrawn {
        return Err(Failure::new("wrong_state").fact("state", "withdrawn"));
    }
    Ok(row)
}

fn changed(call: &Call<'_>, row: &rows::MuseumNotice, calendar: Calendar) -> Result<MuseumNoticeChanged, Failure> {
    let affected = affected(call, calendar, false)?;
    let notice = view(call, row)?.ok_or_else(|| Failure::not_found("museum_notice"))?;
    Ok(MuseumNoticeChanged { notice, affected })
}

/// Withdraws a museum notice; it stays in the books.
pub struct MuseumNoticeWithdraw;

/// Which one.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct MuseumNoticeWithdrawArguments {
    /// Its id.
    pub id: String,
    /// The revision it was read with.
    pub revision: i64,
}

impl Command for MuseumNoticeWithdraw {
    type Arguments = MuseumNoticeWithdrawArguments;
    type Answer = MuseumNoticeChanged;
    const NAME: &'static str = "museum_notice_withdraw";
    const ACCESS: Access = CALENDAR_KEEPING;
    const EFFECT: Effect = CHANGES;

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<MuseumNoticeChanged, Failure> {
        let before = open_row(call, &arguments.id, Some(arguments.revision))?;
        let row = rows::MuseumNotice { withdrawn: true, ..before.clone() };
        call.batch.update(&before, &row);
        let calendar = calendar_with(super::load(call.snapshot)?, &row.id, None);
        changed(call, &rows::MuseumNotice { revision: before.revision + 1, ..row }, calendar)
    }
}
