//! State Council notices: reading a pasted text, keeping its version.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike as _, NaiveDate};
use rules::calendar::{
    NoticeBook, NoticeDay, NoticeReading, ReadingContext, ReadingScope, StateNotice, amended, notice_id,
    read_notice_with,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::rows;
use ts_rs::TS;

use super::days::day_of;
use super::effects::{AffectedSession, affected};
use crate::access::{Access, Area, CALENDAR_KEEPING};
use crate::facts::must_find;
use crate::gate::{Call, Command, Effect};
use crate::{Failure, input};

/// Characters of a pasted notice.
const TEXT_CHARACTERS_MAX: usize = 20_000;
/// Days a notice may name.
const NOTICE_DAYS_MAX: usize = 200;
/// Years a notice may arrange.
const YEARS: std::ops::RangeInclusive<i64> = 2000..=2100;

/// A pasted notice as the rules know it; `None` where its days cannot be read back.
pub(super) fn notice(row: rows::StateNotice) -> Option<StateNotice> {
    Some(StateNotice {
        days: serde_json::from_str(&row.days).ok()?,
        id: row.id,
        year: i32::try_from(row.year).ok()?,
        version: row.version,
        title: row.title,
        published: row.published,
        source: row.source,
    })
}

/// A pasted text: line ends made one, other control characters and those that reorder gone, not too long.
fn pasted(text: &str) -> Result<String, Failure> {
    if text.chars().count() > TEXT_CHARACTERS_MAX {
        return Err(Failure::new("text_too_long").fact("field", "text").fact("limit", TEXT_CHARACTERS_MAX));
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept = text.chars().filter(|sign| !input::reorders(*sign));
    Ok(kept.map(|sign| if sign.is_control() && sign != '\n' { ' ' } else { sign }).collect())
}

fn year_of(year: i64) -> Result<i32, Failure> {
    input::number("year", year, *YEARS.start(), *YEARS.end())?;
    i32::try_from(year).map_err(|_| Failure::new("arguments_invalid").fact("field", "year"))
}

/// Reads the text of a State Council notice into days, for review. Nothing is saved.
pub struct NoticeRead;

/// The text.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct NoticeReadArguments {
    /// The text, as it was copied.
    pub text: String,
    /// The year, for a text that names none.
    #[serde(default)]
    pub year: Option<i64>,
    /// The id of the pasted notice that it corrects: it is read as if that one were not there.
    #[serde(default)]
    pub corrects: Option<String>,
}

/// What changes for one day.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct NoticeDayChange {
    /// The day.
    pub date: NaiveDate,
    /// What the version in force says of it.
    pub before: Option<NoticeDay>,
    /// What the new version would say of it.
    pub after: Option<NoticeDay>,
}

/// What a text says, and what would change by it.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct NoticeReview {
    /// What it says.
    #[serde(flatten)]
    pub reading: NoticeReading,
    /// The version it would become.
    pub version: Option<i64>,
    /// Every day of that version: an amendment's days within those of the version before.
    pub complete: Vec<NoticeDay>,
    /// How that version differs from the one in force.
    pub changes: Vec<NoticeDayChange>,
}

impl Command for NoticeRead {
    type Arguments = NoticeReadArguments;
    type Answer = NoticeReview;
    const NAME: &'static str = "notice_read";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<NoticeReview, Failure> {
        let text = pasted(&arguments.text)?;
        let year = arguments.year.map(year_of).transpose()?;
        let book = without(call, arguments.corrects.as_deref())?;
        let reading = read_notice_with(&text, ReadingContext { year, notices: &book });
        Ok(review(reading, &book))
    }
}

fn review(reading: NoticeReading, book: &NoticeBook) -> NoticeReview {
    let Some(year) = reading.year else {
        return NoticeReview { reading, version: None, complete: Vec::new(), changes: Vec::new() };
    };
    let before = book.in_force(year);
    let complete = match (&before, reading.scope) {
        (Some(before), ReadingScope::Holidays) => amended(&before.days, &reading.days, false),
        (Some(before), ReadingScope::Extension) => amended(&before.days, &reading.days, true),
        (None, _) | (Some(_), ReadingScope::Year) => reading.days.clone(),
    };
    let changes = changes(before.map_or(&[], |notice| &notice.days), &complete);
    NoticeReview { reading, version: Some(before.map_or(1, |notice| notice.version + 1)), complete, changes }
}

fn changes(before: &[NoticeDay], after: &[NoticeDay]) -> Vec<NoticeDayChange> {
    let before: BTreeMap<NaiveDate, &NoticeDay> = before.iter().map(|day| (day.date, day)).collect();
    let after: BTreeMap<NaiveDate, &NoticeDay> = after.iter().map(|day| (day.date, day)).collect();
    let dates: BTreeSet<NaiveDate> = before.keys().chain(after.keys()).copied().collect();
    dates
        .into_iter()
        .map(|date| (date, before.get(&date), after.get(&date)))
        .filter(|(_, before, after)| before.map(|day| day.off) != after.map(|day| day.off))
        .map(|(date, before, after)| NoticeDayChange {
            date,
            before: before.map(|day| (*day).clone()),
            after: after.map(|day| (*day).clone()),
        })
        .collect()
}

/// A version of a notice as the page shows it.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct StateNoticeView {
    /// The version.
    #[serde(flatten)]
    pub notice: StateNotice,
    /// Its revision where it was pasted, for correcting it; none where it is part of the program.
    pub revision: Option<i64>,
    /// Whether it is the one in force for its year.
    pub in_force: bool,
}

/// Lists the State Council notices, superseded versions included, the latest year first.
pub struct StateNoticeList;

/// Which ones.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct StateNoticeListArguments {
    /// Those of one year; all where this is left out.
    #[serde(default)]
    pub year: Option<i64>,
}

impl Command for StateNoticeList {
    type Arguments = StateNoticeListArguments;
    type Answer = Vec<StateNoticeView>;
    const NAME: &'static str = "state_notice_list";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<Self::Answer, Failure> {
        let year = arguments.year.map(year_of).transpose()?;
        let calendar = super::load(call.snapshot)?;
        let book = calendar.notices();
        let pasted: BTreeMap<String, i64> =
            call.all::<rows::StateNotice>()?.into_iter().map(|row| (row.id, row.revision)).collect();
        Ok(book
            .all()
            .rev()
            .filter(|notice| year.is_none_or(|year| notice.year == year))
            .map(|notice| StateNoticeView {
                revision: pasted.get(&notice.id).copied(),
                in_force: book.in_force(notice.year).is_some_and(|last| last.id == notice.id),
                notice: (**notice).clone(),
            })
            .collect())
    }
}

/// Keeps a reviewed notice as the next version of its year, or corrects the last one where that was pasted.
pub struct StateNoticeSave;

/// A notice after review.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct StateNoticeSaveArguments {
    /// The id of the pasted notice that it corrects.
    #[serde(default)]
    pub id: Option<String>,
    /// The revision that one was read with.
    #[serde(default)]
    pub revision: Option<i64>,
    /// The year it arranges.
    pub year: i64,
    /// The version it becomes, as the review said: 1 where the year has none.
    pub version: i64,
    /// Its title.
    pub title: String,
    /// When it was published.
    #[serde(default)]
    pub published: Option<NaiveDate>,
    /// The text it was read from.
    pub text: String,
    /// Every day of the version.
    pub days: Vec<NoticeDay>,
}

/// A notice that was kept, and what it strands.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct StateNoticeSaved {
    /// The notice.
    pub notice: StateNoticeView,
    /// Every future session that now meets a closed day and that nobody let pass.
    pub affected: Vec<AffectedSession>,
}

impl Command for StateNoticeSave {
    type Arguments = StateNoticeSaveArguments;
    type Answer = StateNoticeSaved;
    const NAME: &'static str = "state_notice_save";
    const ACCESS: Access = CALENDAR_KEEPING;
    const EFFECT: Effect =
        Effect::Changes { areas: &[Area::Calendar, Area::Sessions], reads: &[Area::Calendar], reversible: true };

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<StateNoticeSaved, Failure> {
        let calendar = super::load(call.snapshot)?;
        let year = year_of(arguments.year)?;
        let before = match &arguments.id {
            Some(id) => Some(last_pasted(call, calendar.notices(), id, arguments.revision)?),
            None => None,
        };
        if before.as_ref().is_some_and(|before| before.year != arguments.year) {
            return Err(Failure::new("arguments_invalid").fact("field", "year"));
        }
        let last = calendar.notices().in_force(year).map_or(0, |it| it.version);
        let version = before.as_ref().map_or(last + 1, |before| before.version);
        if arguments.version != version {
            return Err(Failure::new("stale").fact("version", version));
        }
        let published = arguments.published.map(|date| day_of("published", date).map(|_| date.to_string()));
        let notice = StateNotice {
            id: notice_id(year, version),
            year,
            version,
            title: input::line("title", &arguments.title)?,
            published: published.transpose()?.unwrap_or_default(),
            source: pasted(&arguments.text)?,
            days: checked_days(arguments.year, arguments.days)?,
        };
        let row = rows::StateNotice {
            id: notice.id.clone(),
            revision: before.as_ref().map_or(0, |before| before.revision),
            year: arguments.year,
            version,
            title: notice.title.clone(),
            published: notice.published.clone(),
            source: notice.source.clone(),
            days: serde_json::to_string(&notice.days).map_err(|_| Failure::new("store_failed"))?,
        };
        match &before {
            Some(before) => call.batch.update(before, &row),
            None => call.batch.insert(&row),
        }
        let revision = Some(row.revision + i64::from(before.is_some_and(|before| before != row)));
        let affected = affected(call, calendar.with_notices(with(call, notice.clone())?), false)?;
        Ok(StateNoticeSaved { notice: StateNoticeView { notice, revision, in_force: true }, affected })
    }
}

/// Takes a wrongly pasted notice away: the version before it is in force again.
pub struct StateNoticeDelete;

/// Which one.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct StateNoticeDeleteArguments {
    /// Its id.
    pub id: String,
    /// The revision it was read with.
    pub revision: i64,
}

/// What its going strands.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct StateNoticeDeleted {
    /// Every future session that now meets a closed day and that nobody let pass.
    pub affected: Vec<AffectedSession>,
}

impl Command for StateNoticeDelete {
    type Arguments = StateNoticeDeleteArguments;
    type Answer = StateNoticeDeleted;
    const NAME: &'static str = "state_notice_delete";
    const ACCESS: Access = CALENDAR_KEEPING;
    const EFFECT: Effect =
        Effect::Changes { areas: &[Area::Calendar, Area::Sessions], reads: &[Area::Calendar], reversible: true };

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<StateNoticeDeleted, Failure> {
        let calendar = super::load(call.snapshot)?;
        let row = last_pasted(call, calendar.notices(), &arguments.id, Some(arguments.revision))?;
        call.batch.delete(&row);
        let book = without(call, Some(&row.id))?;
        Ok(StateNoticeDeleted { affected: affected(call, calendar.with_notices(book), false)? })
    }
}

/// A pasted notice that no later version stands on, as the caller read it. What the program brings along is
/// nobody's to correct.
fn last_pasted(
    call: &Call<'_>,
    book: &NoticeBook,
    id: &str,
    revision: Option<i64>,
) -> Result<rows::StateNotice, Failure> {
    let row = must_find::<rows::StateNotice>(call, id, "state_notice")?;
    if revision != Some(row.revision) {
        return Err(Failure::new("stale"));
    }
    let last = year_of(row.year).map(|year| book.in_force(year).is_some_and(|last| last.id == row.id))?;
    if last { Ok(row) } else { Err(Failure::new("wrong_state").rule("only_the_last_version_is_corrected")) }
}

/// The notices there are, but for one.
fn without(call: &Call<'_>, id: Option<&str>) -> Result<NoticeBook, Failure> {
    let pasted = call.all::<rows::StateNotice>()?;
    Ok(NoticeBook::new(pasted.into_iter().filter(|row| Some(row.id.as_str()) != id).filter_map(notice)))
}

/// The notices there are with this one, in the place of the one it corrects.
pub(super) fn with(call: &Call<'_>, notice: StateNotice) -> Result<NoticeBook, Failure> {
    let pasted = call.all::<rows::StateNotice>()?;
    let others = pasted.into_iter().filter(|row| row.id != notice.id).filter_map(self::notice);
    Ok(NoticeBook::new(others.chain([notice.clone()])))
}

/// Days that a notice of `year` can name, each once, in order.
pub(super) fn checked_days(year: i64, mut days: Vec<NoticeDay>) -> Result<Vec<NoticeDay>, Failure> {
    let count = i64::try_from(days.len()).unwrap_or(i64::MAX);
    input::number("days", count, 1, NOTICE_DAYS_MAX as i64)?;
    for day in &mut days {
        // A notice reaches into the December before its year, and no further.
        let own = i64::from(day.date.year()) == year;
        let december = i64::from(day.date.year()) == year - 1 && day.date.month() == 12;
        if !own && !december {
            return Err(Failure::new("time_invalid").fact("field", "days.date"));
        }
        day.name = input::line("days.name", &day.name)?;
    }
    days.sort();
    if days.windows(2).any(|pair| pair[0].date == pair[1].date) {
        return Err(Failure::new("arguments_invalid").fact("field", "days.date"));
    }
    Ok(days)
}
