//! What a calendar strands: the future sessions that meet a closed day, and their ways out.
//!
//! Keep is an override with a reason ([`CalendarKeep`]); moving and cancelling are what sessions
//! can do anyway (`session_move`, `session_transition`).

use chrono::{Datelike as _, NaiveDate};
use rules::calendar::{Calendar, CalendarDay, StateNotice, notice_id};
use rules::conflict::{Alternative, Clash, ClashCode, HolderKind, OpeningVerdict, judge, next_free_slot};
use rules::session::SessionState;
use rules::time::{DAY_MINUTES, Minute, Span, date_of, day_start};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::rows;
use ts_rs::TS;

use super::museum_notice::{self, MuseumNoticeDraft};
use super::state_notice::{self, StateNoticeSaveArguments, checked_days};
use super::verdict_of;
use crate::access::{Access, Area, CALENDAR_KEEPING, Role, may_override};
use crate::facts::World;
use crate::gate::{Call, Command, Effect};
use crate::session::{SESSION_READS, SessionView, Sheet, insert_findings, load_between, proposal};
use crate::{Failure, input};

/// The end of the years a schedule may speak of, in minutes.
const FUTURE_ENDS: Minute = 47_482 * DAY_MINUTES;
/// Sessions for which a free day is looked up; the others get one when they are opened.
const SUGGESTED_MAX: usize = 100;
/// Sessions one call may keep.
const KEPT_MAX: i64 = 1_000;

/// A session that a closed day, or an exhibition's installation, now stands against.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct AffectedSession {
    /// The session.
    pub session: SessionView,
    /// The day it is on.
    pub day: CalendarDay,
    /// What stands against it.
    pub clash: Clash,
    /// The reason for which it was kept, where somebody let it pass.
    pub kept: Option<String>,
    /// The first free time on a later day: the same time where it is free.
    pub free_day: Option<Alternative>,
}

fn is_opening(code: ClashCode) -> bool {
    matches!(code, ClashCode::ClosedDay | ClashCode::ClosedByNotice | ClashCode::OutsideHours)
}

/// Whether the calendar has a say over a session: it is planned, ahead, public and in the house.
fn is_concerned(sheet: &Sheet, now: Minute) -> bool {
    let state = sheet.state();
    let kind = sheet.kind();
    let planned = state.is_open() && state != SessionState::Draft && sheet.row.ends > now;
    planned && sheet.row.public && kind.is_in_house() && !kind.is_closure()
}

fn meets_closed(sheet: &Sheet, world: &World) -> bool {
    let span = Span { starts: sheet.row.starts, ends: sheet.row.ends };
    let spaces = sheet.spaces.iter().map(|space| space.space_id.as_str());
    spaces
        .map(|space| verdict_of(&world.calendar, &world.spaces, space, span))
        .any(|verdict| verdict != OpeningVerdict::Open)
}

/// What the calendar has against a session.
fn opening_clash(sheet: &Sheet, world: &World) -> Option<Clash> {
    let proposal = proposal(&sheet.draft());
    world.ask(|facts| judge(&proposal, facts)).clashes.into_iter().find(|clash| is_opening(clash.code))
}

/// What is said of a session that `clash` now stands against; with the first free time on a later day where `look`
/// says so and nobody kept it.
pub(crate) fn affected_session(
    sheet: &Sheet,
    clash: Clash,
    world: &World,
    now: Minute,
    look: bool,
) -> Option<AffectedSession> {
    let session = sheet.view(world, now);
    let passed = session.findings.iter().find(|finding| finding.clash.key() == clash.key());
    let kept = passed.map(|finding| finding.reason.clone());
    let day = world.calendar.day(date_of(sheet.row.starts)?);
    let proposal = proposal(&sheet.draft());
    let free_day = if look && kept.is_none() { world.ask(|facts| next_free_slot(&proposal, facts)) } else { None };
    Some(AffectedSession { session, day, clash, kept, free_day })
}

/// Every future session that `calendar` stands against, in order of start; `kept` ones as well, or only the others.
pub(super) fn affected(call: &Call<'_>, calendar: Calendar, kept: bool) -> Result<Vec<AffectedSession>, Failure> {
    let future = Span { starts: call.now, ends: FUTURE_ENDS };
    let sheets: Vec<Sheet> =
        load_between(call, future)?.into_iter().filter(|sheet| is_concerned(sheet, call.now)).collect();
    let Some(last) = sheets.iter().map(|sheet| sheet.row.ends).max() else { return Ok(Vec::new()) };
    let mut world = World::load(call, Span { starts: call.now, ends: last.max(call.now + 1) })?;
    world.calendar = calendar;
    let mut found = Vec::new();
    for sheet in sheets.iter().filter(|sheet| meets_closed(sheet, &world)) {
        let Some(clash) = opening_clash(sheet, &world) else { continue };
        let look = found.len() < SUGGESTED_MAX;
        found.extend(affected_session(sheet, clash, &world, call.now, look).filter(|one| kept || one.kept.is_none()));
    }
    Ok(found)
}

/// Lists every future session that the calendar stands against.
pub struct CalendarEffects;

/// Which ones.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CalendarEffectsArguments {
    /// Those that somebody kept as well.
    #[serde(default)]
    pub kept: bool,
}

impl Command for CalendarEffects {
    type Arguments = CalendarEffectsArguments;
    type Answer = Vec<AffectedSession>;
    const NAME: &'static str = "calendar_effects";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<Self::Answer, Failure> {
        affected(call, super::load(call.snapshot)?, arguments.kept)
    }
}

/// Keeps sessions on a closed day: an override with a reason that prints.
pub struct CalendarKeep;

/// Which sessions, and why.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CalendarKeepArguments {
    /// The sessions' ids, 1 to 1,000.
    pub ids: Vec<String>,
    /// Why, in words that print.
    pub reason: String,
}

impl Command for CalendarKeep {
    type Arguments = CalendarKeepArguments;
    type Answer = Vec<SessionView>;
    const NAME: &'static str = "calendar_keep";
    const ACCESS: Access = Access::Roles(&[Role::DutyManager]);
    const EFFECT: Effect = Effect::Changes { areas: &[Area::Sessions], reads: SESSION_READS, reversible: true };

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<Self::Answer, Failure> {
        let mut ids = arguments.ids;
        ids.sort();
        ids.dedup();
        input::number("ids", i64::try_from(ids.len()).unwrap_or(i64::MAX), 1, KEPT_MAX)?;
        let reason = input::line("reason", &arguments.reason)?;
        let actor = call.actor()?.clone();
        let mut sessions = Vec::new();
        for id in &ids {
            let mut sheet = Sheet::load(call, id)?;
            let world = World::load(call, proposal(&sheet.draft()).taken())?;
            let clash = Some(&sheet).filter(|sheet| is_concerned(sheet, call.now));
            if let Some(clash) = clash.and_then(|sheet| opening_clash(sheet, &world)) {
                if !may_override(actor.role, clash.code, sheet.kind()) {
                    return Err(Failure::new("override_not_allowed").fact("clash", serde_json::json!(clash)));
                }
                let known = sheet.view(&world, call.now).findings.iter().any(|it| it.clash.key() == clash.key());
                if !known {
                    let new = vec![(clash, reason.clone(), actor.clone())];
                    sheet.findings.extend(insert_findings(call, HolderKind::Session, id, new));
                }
            }
            sessions.push(sheet.view(&world, call.now));
        }
        Ok(sessions)
    }
}

/// Says what a notice would change, before it is saved.
pub struct CalendarPreview;

/// The change; just one of the three.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum CalendarPreviewArguments {
    /// A State Council notice.
    StateNotice(StateNoticeSaveArguments),
    /// A museum notice.
    MuseumNotice(MuseumNoticeDraft),
    /// The id of a museum notice that would be withdrawn.
    Withdrawal(String),
}

/// What a day was and would be.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct DayChange {
    /// As it is.
    pub before: CalendarDay,
    /// As it would be.
    pub after: CalendarDay,
}

/// What a notice would change.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct CalendarPreviewed {
    /// Days that would be another kind, open or closed, or have other hours.
    pub days: Vec<DayChange>,
    /// Every future session that would meet a closed day by it, and that nobody let pass.
    pub affected: Vec<AffectedSession>,
}

impl Command for CalendarPreview {
    type Arguments = CalendarPreviewArguments;
    type Answer = CalendarPreviewed;
    const NAME: &'static str = "calendar_preview";
    const ACCESS: Access = CALENDAR_KEEPING;
    const EFFECT: Effect = Effect::Reads;

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<CalendarPreviewed, Failure> {
        let before = super::load(call.snapshot)?;
        // What the notice itself strands is told apart from what is stranded without it.
        let mut without = before.clone();
        let (after, from, to) = match arguments {
            CalendarPreviewArguments::StateNotice(notice) => with_state_notice(call, &before, notice)?,
            CalendarPreviewArguments::MuseumNotice(draft) => {
                let id = draft.id.clone().unwrap_or_else(|| call.new_id());
                without = museum_notice::calendar_with(without, &id, None);
                with_museum_notice(call, &before, &id, Some(&draft))?
            }
            CalendarPreviewArguments::Withdrawal(id) => with_museum_notice(call, &before, &id, None)?,
        };
        let days = from
            .iter_days()
            .take_while(|date| *date <= to)
            .map(|date| DayChange { before: before.day(date), after: after.day(date) })
            .filter(|change| differs(&change.before, &change.after))
            .collect();
        let already: Vec<String> = affected(call, without, false)?.into_iter().map(|one| one.session.id).collect();
        let mut stranded = affected(call, after, false)?;
        stranded.retain(|one| !already.contains(&one.session.id));
        Ok(CalendarPreviewed { days, affected: stranded })
    }
}

fn differs(before: &CalendarDay, after: &CalendarDay) -> bool {
    (before.day_kind, before.open, before.hours, &before.spaces)
        != (after.day_kind, after.open, after.hours, &after.spaces)
}

fn with_state_notice(
    call: &Call<'_>,
    before: &Calendar,
    arguments: StateNoticeSaveArguments,
) -> Result<(Calendar, NaiveDate, NaiveDate), Failure> {
    let days = checked_days(arguments.year, arguments.days)?;
    let (first, last) = (days[0].date, days[days.len() - 1].date);
    // A year that had no notice loses its own guesses everywhere; else the old version's days may change as well.
    let year = i32::try_from(arguments.year).unwrap_or_else(|_| last.year());
    let whole = NaiveDate::from_ymd_opt(year, 1, 1).zip(NaiveDate::from_ymd_opt(year, 12, 31));
    let (from, to) = whole.map_or((first, last), |(start, end)| (first.min(start), last.max(end)));
    let next = before.notices().in_force(year).map_or(1, |notice| notice.version + 1);
    // A correction stands in the place of the last version.
    let version = if arguments.id.is_some() { next - 1 } else { next };
    let notice = StateNotice {
        id: notice_id(year, version),
        year,
        version,
        title: arguments.title,
        published: String::new(),
        source: String::new(),
        days,
    };
    let book = state_notice::with(call, notice)?;
    Ok((before.clone().with_notices(book), from, to))
}

fn with_museum_notice(
    call: &Call<'_>,
    before: &Calendar,
    id: &str,
    draft: Option<&MuseumNoticeDraft>,
) -> Result<(Calendar, NaiveDate, NaiveDate), Failure> {
    let earlier = before.museum_notices().iter().find(|notice| notice.id == id);
    let row: Option<rows::MuseumNotice> =
        draft.map(|draft| museum_notice::checked(call, draft, id.to_owned())).transpose()?;
    let notice = row.as_ref().and_then(museum_notice::in_force);
    let reaches = earlier.into_iter().chain(&notice);
    let reach = reaches.map(|notice| (day_start(notice.from), day_start(notice.to)));
    let Some((from, to)) = reach.reduce(|one, other| (one.0.min(other.0), one.1.max(other.1))) else {
        return Err(Failure::not_found("museum_notice"));
    };
    let bounds = date_of(from).zip(date_of(to)).ok_or_else(|| Failure::new("time_invalid").fact("field", "from"))?;
    Ok((museum_notice::calendar_with(before.clone(), id, notice), bounds.0, bounds.1))
}
