//! The one way through the gate.
//!
//! Every way in (page, command line, undo, later import and hub) meets it. It finds the
//! command, checks who calls, decodes the arguments, runs the command on one moment of the
//! museum, and applies its one batch under guards for every area the decision read. Where a
//! fact moved meanwhile it lets the command decide again.

use serde_json::Value;
use sha2::{Digest as _, Sha256};
use store::{Batch, Operation, OperationKind, Snapshot, StoreError};
use uuid::Uuid;

use crate::gate::{Actor, Call, Effect, Entry, Seen};
use crate::work::Work;
use crate::{Failure, Museum, profile};

/// How often a decision is made again before the museum is called busy.
const DECISIONS_MAX: u32 = 64;

/// Who calls.
#[derive(Debug, Clone)]
pub enum Caller {
    /// A person at the page, by the key that `profile_enter` answered; empty before that.
    Key(String),
    /// A profile named by whoever holds the data directory (the command line): its name, its id or its role.
    Profile(String),
}

/// What a call runs in.
pub struct Context<'m> {
    /// The open museum.
    pub museum: &'m Museum,
    /// Who calls.
    pub caller: Caller,
    /// The caller's operation id (a UUIDv7): the same id has its effect once. `None` makes one.
    pub operation: Option<String>,
}

/// Runs command `name` with `arguments` and answers its result as JSON.
///
/// # Errors
/// A [`Failure`] with a code, the rule and its facts; nothing was written then, except after
/// `outcome_unknown`, which is retried with the same operation id.
pub fn dispatch(name: &str, arguments: Value, context: &Context<'_>) -> Result<Value, Failure> {
    let entry =
        crate::registry().iter().find(|entry| entry.name == name).ok_or_else(|| Failure::new("command_unknown"))?;
    let operation = match &context.operation {
        Some(id) => {
            Uuid::parse_str(id).map_err(|_| Failure::new("arguments_invalid").fact("field", "operation"))?.to_string()
        }
        None => Uuid::now_v7().to_string(),
    };
    let digest = digest(name, &arguments);
    let underway = context.museum.works.begin(&operation);
    let mut decisions = 0;
    loop {
        decisions += 1;
        match attempt(entry, &arguments, context, &operation, &digest, &underway.work) {
            Err(Attempt::Again(_)) if decisions < DECISIONS_MAX => {}
            Err(Attempt::Again(failure) | Attempt::Refused(failure)) => return Err(failure),
            Ok(answer) => return Ok(answer),
        }
    }
}

/// How an attempt ended that did not answer.
enum Attempt {
    /// A fact moved: decide again.
    Again(Failure),
    /// The command refused.
    Refused(Failure),
}

impl From<Failure> for Attempt {
    fn from(failure: Failure) -> Attempt {
        Attempt::Refused(failure)
    }
}

impl From<StoreError> for Attempt {
    fn from(error: StoreError) -> Attempt {
        Attempt::Refused(error.into())
    }
}

fn attempt(
    entry: &Entry,
    arguments: &Value,
    context: &Context<'_>,
    operation: &str,
    digest: &str,
    work: &Work,
) -> Result<Value, Attempt> {
    let museum = context.museum;
    let decided = museum
        .store
        .read(|snapshot| Ok(decide(entry, arguments.clone(), context, snapshot, operation, digest, work)))??;
    let (answer, batch, kind, areas, actor) = match decided {
        Decided::Answered(answer) => {
            if matches!(entry.effect, Effect::Acts) {
                // The look that a sample is made under holds its whole log. The answer stands in any case.
                let _ = museum.store.fold_long_log();
            }
            return Ok(answer);
        }
        Decided::Write { answer, batch, kind, areas, actor } => (answer, batch, kind, areas, actor),
    };
    let Effect::Changes { reversible, .. } = entry.effect else { return Ok(answer) };
    crate::backup::before_first_change(museum)?;
    let reversing = kind != OperationKind::Do;
    let written = museum.store.apply(
        batch,
        Operation {
            id: operation.to_owned(),
            digest: digest.to_owned(),
            actor_id: actor.map(|actor| actor.id).unwrap_or_default(),
            command: entry.name.to_owned(),
            at_utc_milliseconds: museum.utc_milliseconds(),
            areas,
            answer: answer.to_string(),
            reversible,
            kind,
        },
    );
    match written {
        Ok(_) => Ok(answer),
        Err(StoreError::AlreadyApplied { answer, .. }) => Ok(serde_json::from_str(&answer).unwrap_or(Value::Null)),
        // A row moved on between the look and the write: an undo has no other decision to make.
        Err(StoreError::Stale | StoreError::Rejected { .. }) if reversing => {
            Err(Attempt::Refused(Failure::new("undo_changed_since")))
        }
        Err(error @ StoreError::Stale) => Err(Attempt::Again(error.into())),
        Err(StoreError::Rejected { code }) if code == "e_overlap" => Err(Attempt::Again(Failure::new("stale"))),
        Err(error) => Err(error.into()),
    }
}

/// What a decision came to. One lives at a time, on the way from the snapshot to the writer.
#[allow(clippy::large_enum_variant)]
enum Decided {
    Answered(Value),
    Write { answer: Value, batch: Batch, kind: OperationKind, areas: Vec<String>, actor: Option<Actor> },
}

fn decide(
    entry: &Entry,
    arguments: Value,
    context: &Context<'_>,
    snapshot: &Snapshot<'_>,
    operation: &str,
    digest: &str,
    work: &Work,
) -> Result<Decided, Failure> {
    let actor = profile::actor(context, snapshot)?;
    if !entry.access.allows(actor.as_ref().map(|actor| actor.role)) {
        let code = if actor.is_none() { "profile_unknown" } else { "not_allowed" };
        return Err(Failure::new(code).fact("command", entry.name).fact("allowed", entry.access.roles()));
    }
    if let Effect::Changes { .. } = entry.effect
        && let Some(earlier) = snapshot.operation(operation)?
    {
        return match earlier.answer_for(digest) {
            Some(answer) => Ok(Decided::Answered(serde_json::from_str(answer).unwrap_or(Value::Null))),
            None => Err(Failure::new("operation_reused")),
        };
    }
    let mut call = Call {
        museum: context.museum,
        snapshot,
        actor: actor.as_ref(),
        now: context.museum.now(),
        batch: Batch::new(),
        kind: OperationKind::Do,
        work: work.clone(),
        further_areas: Vec::new(),
        seen: Seen::default(),
    };
    let answer = entry.run(arguments, &mut call)?;
    let (mut batch, kind, further) = (call.batch, call.kind, call.further_areas);
    let Effect::Changes { areas, reads, .. } = entry.effect else { return Ok(Decided::Answered(answer)) };
    if batch.is_empty() {
        return Ok(Decided::Answered(answer));
    }
    for area in reads {
        batch.guard_area(area.code(), snapshot.sequence());
    }
    let mut areas: Vec<String> = areas.iter().map(|area| area.code().to_owned()).chain(further).collect();
    areas.sort();
    areas.dedup();
    Ok(Decided::Write { answer, batch, kind, areas, actor })
}

/// What makes two calls the same: the command and its arguments, with their keys in order.
fn digest(name: &str, arguments: &Value) -> String {
    let hash = Sha256::digest(format!("{name}\n{arguments}"));
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}
