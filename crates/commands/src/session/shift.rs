//! Moving several sessions together: all or none, each judged beside the others in their new places.

use std::collections::{HashMap, HashSet};

use rules::conflict::{Holder, HolderKind};
use rules::session::{SessionKind, SessionState};
use rules::time::{DAY_MINUTES, Minute, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Value, rows, statement};
use ts_rs::TS;

use super::check::verdict;
use super::draft::{Override, SessionDraft, proposal};
use super::holding::{difference, occupy};
use super::read::{SessionView, Sheet};
use super::save::{ReasonGiven, SESSION_READS, leaves_a_trace, open_sheet, reason_for};
use super::settle::{Settled, settle_overrides};
use super::state::SessionsChanged;
use super::write::rewrite;
use crate::access::{Access, Area, PLANNING};
use crate::facts::World;
use crate::gate::{Call, Command, Effect};
use crate::{Failure, input};

/// Sessions that move together at most.
const SESSIONS_MAX: i64 = 500;
/// Days they may move at most.
const DAYS_MAX: i64 = 366;

/// A session as its mover saw it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SessionSeen {
    /// Its id.
    pub id: String,
    /// The revision it was read with.
    pub revision: i64,
}

/// Which sessions, and how far.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SessionShiftArguments {
    /// The sessions, 1 to 500.
    pub sessions: Vec<SessionSeen>,
    /// Minutes they start later; negative ones earlier.
    pub minutes: i64,
    /// Soft clashes that are let pass.
    #[serde(default)]
    pub overrides: Vec<Override>,
    /// Why, where some are published.
    #[serde(default)]
    pub reason: Option<ReasonGiven>,
}

/// Moves several sessions by the same time, all or none.
pub struct SessionShift;

impl Command for SessionShift {
    type Arguments = SessionShiftArguments;
    type Answer = SessionsChanged;
    const NAME: &'static str = "session_shift";
    const ACCESS: Access = PLANNING;
    const EFFECT: Effect = Effect::Changes { areas: &[Area::Sessions], reads: SESSION_READS, reversible: true };

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<SessionsChanged, Failure> {
        let count = i64::try_from(arguments.sessions.len()).unwrap_or(i64::MAX);
        input::number("sessions", count, 1, SESSIONS_MAX)?;
        input::number("minutes", arguments.minutes, -DAYS_MAX * DAY_MINUTES, DAYS_MAX * DAY_MINUTES)?;
        let moving = moving(&arguments, call)?;
        let mut world = World::load(call, around(&moving))?;
        let ids: HashSet<&str> = moving.iter().map(|(sheet, _)| sheet.row.id.as_str()).collect();
        // They leave their places together, so none stands in another's way.
        world.release(&ids);
        let mut settled = Vec::new();
        for (sheet, draft) in &moving {
            settled.push(judge_one(sheet, draft, &mut world, &arguments, call)?);
        }
        let sessions = write(call, moving, settled, &arguments, &world)?;
        Ok(SessionsChanged { sessions })
    }
}

/// Each session with the draft it becomes, in order of start.
fn moving(arguments: &SessionShiftArguments, call: &Call<'_>) -> Result<Vec<(Sheet, SessionDraft)>, Failure> {
    let mut seen: HashMap<&str, i64> = HashMap::new();
    for session in &arguments.sessions {
        seen.insert(&session.id, session.revision);
    }
    let mut moving = Vec::new();
    for (id, revision) in seen {
        let sheet = open_sheet(call, id, Some(revision))?;
        if sheet.kind() == SessionKind::Caravan {
            // A caravan stop moves with its run, which knows the road.
            return Err(Failure::new("wrong_state").fact("what", "caravan"));
        }
        let mut draft = sheet.draft();
        draft.starts += arguments.minutes;
        draft.ends += arguments.minutes;
        let draft = draft.checked(call)?;
        if leaves_a_trace(&sheet, &draft) {
            // A published session that goes to another day leaves a row behind: one at a time, each with its reason.
            return Err(Failure::new("wrong_state")
                .rule("published_days_move_alone")
                .fact("state", sheet.row.state.as_str()));
        }
        moving.push((sheet, draft));
    }
    moving.sort_by(|(one, _), (other, _)| (one.row.starts, &one.row.id).cmp(&(other.row.starts, &other.row.id)));
    Ok(moving)
}

fn around(moving: &[(Sheet, SessionDraft)]) -> Span {
    let taken: Vec<Span> =
        moving.iter().flat_map(|(sheet, draft)| [proposal(&sheet.draft()).taken(), proposal(draft).taken()]).collect();
    let starts: Minute = taken.iter().map(|span| span.starts).min().unwrap_or_default();
    let ends: Minute = taken.iter().map(|span| span.ends).max().unwrap_or_default();
    Span { starts, ends }
}

/// Judges one session in its new place and lets the next ones see what it takes there.
fn judge_one(
    sheet: &Sheet,
    draft: &SessionDraft,
    world: &mut World,
    arguments: &SessionShiftArguments,
    call: &Call<'_>,
) -> Result<(rules::conflict::Judgement, Settled), Failure> {
    let (judgement, said) = verdict(draft, world, call);
    if !sheet.state().occupies() {
        return Ok((judgement, Settled::default()));
    }
    let settled =
        settle_overrides(&judgement, &said, &arguments.overrides, &sheet.findings, call.actor()?, draft.what.kind)
            .map_err(|failure| {
                failure.fact("title", draft.what.title.as_str()).fact("session", sheet.row.id.as_str())
            })?;
    let holder = Holder {
        kind: HolderKind::Session,
        id: sheet.row.id.clone(),
        title: draft.what.title.clone(),
        session_kind: Some(draft.what.kind),
        starts: draft.starts,
        ends: draft.ends,
    };
    world.take(&judgement.claims, holder, proposal(draft));
    Ok((judgement, settled))
}

/// Frees every place before any is taken, then writes the sessions.
fn write(
    call: &mut Call<'_>,
    moving: Vec<(Sheet, SessionDraft)>,
    settled: Vec<(rules::conflict::Judgement, Settled)>,
    arguments: &SessionShiftArguments,
    world: &World,
) -> Result<Vec<SessionView>, Failure> {
    let mut taking = Vec::new();
    for ((sheet, _), (judgement, _)) in moving.iter().zip(&settled) {
        if sheet.state() == SessionState::Draft {
            continue;
        }
        let held: Vec<rows::Occupancy> =
            call.snapshot.rows(&statement::OCCUPANCY_OF, &[Value::from(sheet.row.id.as_str())])?;
        let (gone, wanted) = difference(&judgement.claims, held);
        gone.iter().for_each(|row| call.batch.delete(row));
        taking.push((sheet.row.id.clone(), wanted));
    }
    for (id, wanted) in taking {
        occupy(call, HolderKind::Session, &id, wanted);
    }
    let mut sessions = Vec::new();
    for ((sheet, draft), (_, settled)) in moving.into_iter().zip(settled) {
        let reason = reason_for(Some(&sheet), &draft, arguments.reason.as_ref())?;
        let writes = call.batch.writes();
        let written = rewrite(call, sheet, draft, settled, reason, None, writes);
        sessions.push(written.view(world, call.now));
    }
    Ok(sessions)
}
