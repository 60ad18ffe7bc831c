//! State changes: publish, withdraw, cancel, reinstate, hold; and the deletion of drafts.
//!
//! Publishing and cancelling are not undone but have named reversals, because others have
//! acted on them by then.

use rules::conflict::HolderKind;
use rules::session::{SessionKind, SessionState, Transition, TransitionRefusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Value, rows, statement};
use ts_rs::TS;

use super::check::verdict_around;
use super::draft::{Override, proposal};
use super::holding::{claim, write_findings};
use super::read::{SessionView, Sheet};
use super::save::{ReasonGiven, SESSION_READS};
use super::settle::{check_words, settle_overrides};
use crate::Failure;
use crate::access::{Access, Area, PLANNING};
use crate::facts::World;
use crate::gate::{Call, Command, Effect};

/// Takes one or more sessions through a transition, all or none.
pub struct SessionTransition;

/// Which sessions, and where to.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SessionTransitionArguments {
    /// The sessions' ids, 1 to 1,000.
    pub ids: Vec<String>,
    /// Where to.
    pub transition: Transition,
    /// Why; needed for cancelling.
    #[serde(default)]
    pub reason: Option<ReasonGiven>,
    /// Soft clashes that are let pass where occupancy comes back.
    #[serde(default)]
    pub overrides: Vec<Override>,
}

/// The sessions after it.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct SessionsChanged {
    /// In the order they were named.
    pub sessions: Vec<SessionView>,
}

impl Command for SessionTransition {
    type Arguments = SessionTransitionArguments;
    type Answer = SessionsChanged;
    const NAME: &'static str = "session_transition";
    const ACCESS: Access = PLANNING;
    const EFFECT: Effect = Effect::Changes { areas: &[Area::Sessions], reads: SESSION_READS, reversible: false };

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<SessionsChanged, Failure> {
        let count = i64::try_from(arguments.ids.len()).unwrap_or(i64::MAX);
        crate::input::number("ids", count, 1, 1_000)?;
        check_words(&arguments.overrides, arguments.reason.as_ref())?;
        let mut ids = arguments.ids.clone();
        ids.sort();
        ids.dedup();
        let mut sessions = Vec::new();
        for id in &ids {
            sessions.push(change(call, id, &arguments)?);
        }
        Ok(SessionsChanged { sessions })
    }
}

fn change(call: &mut Call<'_>, id: &str, arguments: &SessionTransitionArguments) -> Result<SessionView, Failure> {
    let sheet = Sheet::load(call, id)?;
    let before = sheet.state();
    let confirms = matches!(arguments.transition, Transition::Hold | Transition::NobodyCame | Transition::Unhold);
    if sheet.kind() == SessionKind::Caravan && !confirms {
        // A stop is planned, published and cancelled with its run, which holds vehicle and people.
        return Err(Failure::new("wrong_state").rule("stops_follow_their_run").fact("what", "caravan"));
    }
    let after = before.after(arguments.transition, sheet.row.starts, sheet.row.ends, call.now).map_err(|refusal| {
        let code = match refusal {
            TransitionRefusal::WrongState => "wrong_state",
            TransitionRefusal::NotYet => "not_yet",
            TransitionRefusal::Past => "past",
        };
        Failure::new(code)
            .fact("state", before.code())
            .fact("title", sheet.row.title.as_str())
            .fact("starts", sheet.row.starts)
    })?;
    let draft = sheet.draft();
    let around = proposal(&draft).taken();
    let world = World::near(call, around)?;
    let mut row = sheet.row.clone();
    row.state = after.code().to_owned();
    match (&arguments.reason, arguments.transition) {
        (Some(reason), Transition::Cancel) => {
            (row.reason_code, row.reason_text) = reason.checked().map(|(code, text)| (Some(code), text))?
        }
        (None, Transition::Cancel) => return Err(Failure::new("reason_required").rule("cancelling_says_why")),
        (_, Transition::Reinstate) => (row.reason_code, row.reason_text) = (None, None),
        _ => {}
    }
    let mut findings = sheet.findings.clone();
    if before.occupies() != after.occupies() {
        let held: Vec<rows::Occupancy> = call.snapshot.rows(&statement::OCCUPANCY_OF, &[Value::from(id)])?;
        if after.occupies() {
            let (_, judgement, said) = verdict_around(&draft, around, call)?;
            let settled = settle_overrides(
                &judgement,
                &said,
                &arguments.overrides,
                &sheet.findings,
                call.actor()?,
                draft.what.kind,
            )?;
            claim(call, HolderKind::Session, id, &judgement.claims, held);
            findings = write_findings(call, HolderKind::Session, id, &sheet.findings, settled);
        } else {
            claim(call, HolderKind::Session, id, &[], held);
        }
    }
    call.batch.update(&sheet.row, &row);
    row.revision += 1;
    let sheet = Sheet { row, findings, ..sheet };
    Ok(sheet.view(&world, call.now))
}

/// Deletes a draft that was never used; everything else is cancelled.
pub struct SessionDelete;

/// Which draft.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SessionDeleteArguments {
    /// Its id.
    pub id: String,
    /// The revision it was read with.
    pub revision: i64,
}

/// What went.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct SessionDeleted {
    /// Its id.
    pub id: String,
}

impl Command for SessionDelete {
    type Arguments = SessionDeleteArguments;
    type Answer = SessionDeleted;
    const NAME: &'static str = "session_delete";
    const ACCESS: Access = PLANNING;
    const EFFECT: Effect = Effect::Changes { areas: &[Area::Sessions], reads: &[Area::Sessions], reversible: true };

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<SessionDeleted, Failure> {
        let sheet = Sheet::load(call, &arguments.id)?;
        if sheet.row.revision != arguments.revision {
            return Err(Failure::new("stale"));
        }
        if sheet.state() != SessionState::Draft || sheet.kind() == SessionKind::Caravan {
            return Err(Failure::new("wrong_state")
                .rule("only_drafts_are_deleted")
                .fact("state", sheet.row.state.as_str()));
        }
        sheet.findings.iter().for_each(|row| call.batch.delete(row));
        sheet.posts.iter().for_each(|row| call.batch.delete(row));
        sheet.spaces.iter().for_each(|row| call.batch.delete(row));
        call.batch.delete(&sheet.row);
        Ok(SessionDeleted { id: arguments.id })
    }
}
