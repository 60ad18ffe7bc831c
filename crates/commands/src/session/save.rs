//! Saving and moving sessions: judged, claimed, written in one batch.
//!
//! A draft or planned session moves in place and needs no reason. A published one asks for
//! one, and moved to another day it leaves a `moved` row behind that points at the new one.

use rules::session::{Reason, SessionKind, SessionState};
use rules::time::{Minute, Span, date_of};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::check::verdict_around;
use super::draft::{Override, PostDraft, SessionDraft, proposal};
use super::read::{SessionView, Sheet};
use super::settle::{Settled, settle_overrides};
use super::write::{NewSession, insert_session, move_away, update};
use crate::access::{Access, Area, PLANNING};
use crate::gate::{Call, Command, Effect};
use crate::{Failure, input};

/// The areas a decision about sessions reads.
pub(crate) const SESSION_READS: &[Area] =
    &[Area::Museum, Area::Calendar, Area::Spaces, Area::People, Area::Exhibitions, Area::Sessions, Area::Runs];

/// Why a published session moves or any is called off.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ReasonGiven {
    /// The code that counts.
    pub code: Reason,
    /// Words; needed for `other`.
    #[serde(default)]
    pub text: Option<String>,
}

impl ReasonGiven {
    /// The stored code and words.
    pub(crate) fn checked(&self) -> Result<(String, Option<String>), Failure> {
        let text = self.words()?;
        if self.code == Reason::Other && text.is_none() {
            return Err(Failure::new("text_empty").fact("field", "reason.text"));
        }
        Ok((self.code.code().to_owned(), text))
    }

    /// Its words, as a line; they are looked at even where no reason is needed.
    pub(crate) fn words(&self) -> Result<Option<String>, Failure> {
        input::optional_line("reason.text", self.text.as_deref())
    }
}

/// Adds a session or changes an open one.
pub struct SessionSave;

/// A session as it shall be.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SessionSaveArguments {
    /// The session.
    pub session: SessionDraft,
    /// For a new one: whether it stays a draft.
    #[serde(default)]
    pub as_draft: bool,
    /// Soft clashes that are let pass.
    #[serde(default)]
    pub overrides: Vec<Override>,
    /// Why, where a published one changes its time or place.
    #[serde(default)]
    pub reason: Option<ReasonGiven>,
}

impl Command for SessionSave {
    type Arguments = SessionSaveArguments;
    type Answer = SessionView;
    const NAME: &'static str = "session_save";
    const ACCESS: Access = PLANNING;
    const EFFECT: Effect = Effect::Changes { areas: &[Area::Sessions], reads: SESSION_READS, reversible: true };

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<SessionView, Failure> {
        save(arguments, call)
    }
}

/// Moves a session: what dragging and the arrow keys do.
pub struct SessionMove;

/// Where a session goes. What is left out stays.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SessionMoveArguments {
    /// Which one.
    pub id: String,
    /// The revision it was read with.
    pub revision: i64,
    /// When it starts.
    pub starts: Minute,
    /// When it ends; its length stays where this is left out.
    #[serde(default)]
    pub ends: Option<Minute>,
    /// The spaces it uses; they stay where this is left out.
    #[serde(default)]
    pub spaces: Option<Vec<String>>,
    /// Its posts with who stands on them; they stay where this is left out.
    #[serde(default)]
    pub posts: Option<Vec<PostDraft>>,
    /// Soft clashes that are let pass.
    #[serde(default)]
    pub overrides: Vec<Override>,
    /// Why, where it is published.
    #[serde(default)]
    pub reason: Option<ReasonGiven>,
}

impl Command for SessionMove {
    type Arguments = SessionMoveArguments;
    type Answer = SessionView;
    const NAME: &'static str = "session_move";
    const ACCESS: Access = PLANNING;
    const EFFECT: Effect = Effect::Changes { areas: &[Area::Sessions], reads: SESSION_READS, reversible: true };

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<SessionView, Failure> {
        let sheet = Sheet::load(call, &arguments.id)?;
        let mut session = sheet.draft();
        session.revision = Some(arguments.revision);
        // Saturating: a minute past the end of time is refused with the others, not by a panic.
        let minutes = session.ends - session.starts;
        session.ends = arguments.ends.unwrap_or_else(|| arguments.starts.saturating_add(minutes));
        session.starts = arguments.starts;
        session.what.spaces = arguments.spaces.unwrap_or(session.what.spaces);
        session.posts = arguments.posts.unwrap_or(session.posts);
        save(
            SessionSaveArguments { session, as_draft: false, overrides: arguments.overrides, reason: arguments.reason },
            call,
        )
    }
}

pub(crate) fn save(arguments: SessionSaveArguments, call: &mut Call<'_>) -> Result<SessionView, Failure> {
    let draft = arguments.session.checked(call)?;
    let before = match &draft.id {
        Some(id) => Some(open_sheet(call, id, draft.revision)?),
        None => None,
    };
    if draft.what.kind == SessionKind::Caravan
        || before.as_ref().is_some_and(|before| before.kind() == SessionKind::Caravan)
    {
        // A caravan stop is planned with its run, which knows the road.
        return Err(Failure::new("wrong_state").fact("what", "caravan"));
    }
    let state = match &before {
        Some(before) => before.state(),
        None if arguments.as_draft => SessionState::Draft,
        None => SessionState::Planned,
    };
    let around = before
        .as_ref()
        .map_or(proposal(&draft).taken(), |before| joined(proposal(&before.draft()).taken(), proposal(&draft).taken()));
    let (world, judgement, said) = verdict_around(&draft, around, call)?;
    let settled = if state.occupies() {
        let kept = before.as_ref().map_or(&[][..], |before| &before.findings);
        settle_overrides(&judgement, &said, &arguments.overrides, kept, call.actor()?, draft.what.kind)?
    } else {
        Settled::default()
    };
    let reason = reason_for(before.as_ref(), &draft, arguments.reason.as_ref())?;
    let sheet = match before {
        Some(before) if leaves_a_trace(&before, &draft) => move_away(call, before, draft, &judgement, settled, reason),
        Some(before) => update(call, before, draft, &judgement, settled, reason),
        None => {
            let id = call.new_id();
            let new = NewSession { id, draft, state, template: None, reason: None };
            insert_session(call, new, &judgement.claims, settled)
        }
    };
    Ok(sheet.view(&world, call.now))
}

/// The session, if its plan is still open and it is as the caller saw it.
pub(crate) fn open_sheet(call: &Call<'_>, id: &str, revision: Option<i64>) -> Result<Sheet, Failure> {
    let sheet = Sheet::load(call, id)?;
    if revision != Some(sheet.row.revision) {
        return Err(Failure::new("stale"));
    }
    if !sheet.state().is_open() {
        return Err(Failure::new("wrong_state").fact("state", sheet.row.state.as_str()));
    }
    if sheet.state() != SessionState::Draft && sheet.row.ends <= call.now {
        return Err(Failure::new("past"));
    }
    Ok(sheet)
}

fn joined(one: Span, other: Span) -> Span {
    Span { starts: one.starts.min(other.starts), ends: one.ends.max(other.ends) }
}

/// Whether the change moves what the public was told.
pub(crate) fn moves(before: &Sheet, draft: &SessionDraft) -> bool {
    let spaces: Vec<&String> = before.spaces.iter().map(|space| &space.space_id).collect();
    let same_spaces =
        spaces.len() == draft.what.spaces.len() && draft.what.spaces.iter().all(|space| spaces.contains(&space));
    before.row.starts != draft.starts || before.row.ends != draft.ends || !same_spaces
}

pub(crate) fn reason_for(
    before: Option<&Sheet>,
    draft: &SessionDraft,
    given: Option<&ReasonGiven>,
) -> Result<Option<(String, Option<String>)>, Failure> {
    let needed = before.is_some_and(|before| before.state() == SessionState::Published && moves(before, draft));
    match given {
        Some(given) if needed => given.checked().map(Some),
        None if needed => Err(Failure::new("reason_required").rule("published_moves_say_why")),
        given => given.map_or(Ok(None), |given| given.words().map(|_| None)),
    }
}

/// A published session that goes to another day leaves a row that says so.
pub(crate) fn leaves_a_trace(before: &Sheet, draft: &SessionDraft) -> bool {
    before.state() == SessionState::Published && date_of(before.row.starts) != date_of(draft.starts)
}
