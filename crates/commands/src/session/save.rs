//! Saving and moving sessions: judged, claimed, written in one batch.
//!
//! A draft or planned session moves in place and needs no reason. A published one asks for
//! one, and moved to another day it leaves a `moved` row behind that points at the new one.

use std::collections::HashMap;

use rules::conflict::{Claim, Clash, ClashCode, Hardness, HolderKind, Judgement};
use rules::session::{Reason, SessionKind, SessionState};
use rules::time::{Minute, Span, date_of};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{Value, rows, search, statement};
use ts_rs::TS;

use super::check::{Verdict, verdict};
use super::draft::{Override, PostDraft, SessionDraft, proposal};
use super::read::{SessionView, Sheet};
use crate::access::Access;
use crate::access::{Area, PLANNING, may_override};
use crate::facts::World;
use crate::gate::{Actor, Call, Command, Effect};
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
        let text = input::optional_line("reason.text", self.text.as_deref())?;
        if self.code == Reason::Other && text.is_none() {
            return Err(Failure::new("text_empty").fact("field", "reason.text"));
        }
        Ok((self.code.code().to_owned(), text))
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
    let world = World::load(call, around)?;
    let (judgement, said) = verdict(&draft, &world, call);
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
        _ => Ok(None),
    }
}

/// A published session that goes to another day leaves a row that says so.
pub(crate) fn leaves_a_trace(before: &Sheet, draft: &SessionDraft) -> bool {
    before.state() == SessionState::Published && date_of(before.row.starts) != date_of(draft.starts)
}

/// Soft clashes that are let pass: those that were before, and those that are now.
#[derive(Debug, Default)]
pub(crate) struct Settled {
    /// Those that stay.
    pub(crate) kept: Vec<rows::Finding>,
    /// Those that come, each with its reason and who gave it.
    pub(crate) new: Vec<(Clash, String, Actor)>,
}

/// Refuses hard clashes, and soft ones that nobody lets pass who may.
pub(crate) fn settle_overrides(
    judgement: &Judgement,
    said: &Verdict,
    overrides: &[Override],
    kept: &[rows::Finding],
    actor: &Actor,
    kind: SessionKind,
) -> Result<Settled, Failure> {
    let refusal = Failure::new("clash")
        .fact("clashes", json!(said.clashes))
        .fact("alternatives", json!(said.alternatives))
        .fact("may_override", said.may_override);
    settle(judgement, refusal, overrides, kept, actor, kind)
}

/// [`settle_overrides`] for whatever is judged; `refusal` says what stands and the ways out.
pub(crate) fn settle(
    judgement: &Judgement,
    refusal: Failure,
    overrides: &[Override],
    kept: &[rows::Finding],
    actor: &Actor,
    kind: SessionKind,
) -> Result<Settled, Failure> {
    if !judgement.is_possible() {
        return Err(refusal.rule("hard_clash"));
    }
    let mut settled = Settled::default();
    for clash in judgement.clashes.iter().filter(|clash| clash.hardness == Hardness::Soft) {
        let earlier = kept.iter().find(|finding| {
            serde_json::from_str::<Clash>(&finding.facts)
                .is_ok_and(|earlier| earlier.key() == clash.key() && earlier.actual >= clash.actual)
        });
        if let Some(earlier) = earlier {
            settled.kept.push(earlier.clone());
            continue;
        }
        let given = overrides.iter().find(|given| {
            given.code == clash.code && given.subject.as_ref().is_none_or(|subject| *subject == clash.subject_id)
        });
        let Some(given) = given else { return Err(refusal.rule("soft_clash")) };
        if !may_override(actor.role, clash.code, kind) {
            let roles = allowed_roles(clash.code, kind);
            return Err(Failure::new("override_not_allowed").fact("clash", json!(clash)).fact("allowed", roles));
        }
        settled.new.push((clash.clone(), input::line("overrides.reason", &given.reason)?, actor.clone()));
    }
    Ok(settled)
}

pub(crate) fn allowed_roles(code: ClashCode, kind: SessionKind) -> Vec<&'static str> {
    crate::Role::ALL.iter().filter(|role| may_override(**role, code, kind)).map(|role| role.code()).collect()
}

/// A session to be added.
pub(crate) struct NewSession {
    pub(crate) id: String,
    pub(crate) draft: SessionDraft,
    pub(crate) state: SessionState,
    /// Template id, original day and original start.
    pub(crate) template: Option<(String, Minute, Minute)>,
    pub(crate) reason: Option<(String, Option<String>)>,
}

/// Writes a new session with its spaces, posts, occupancy and findings into the call's batch.
pub(crate) fn insert_session(call: &mut Call<'_>, new: NewSession, claims: &[Claim], settled: Settled) -> Sheet {
    let NewSession { id, draft, state, template, reason } = new;
    let mut row = session_row(&id, 0, &draft, state);
    if let Some((template, day, start)) = template {
        (row.template_id, row.template_day, row.template_start) = (Some(template), Some(day), Some(start));
    }
    if let Some((code, text)) = reason {
        (row.reason_code, row.reason_text) = (Some(code), text);
    }
    call.batch.insert(&row);
    let spaces: Vec<rows::SessionSpace> = draft
        .what
        .spaces
        .iter()
        .map(|space| rows::SessionSpace {
            id: call.new_id(),
            revision: 0,
            session_id: id.clone(),
            space_id: space.clone(),
        })
        .collect();
    spaces.iter().for_each(|space| call.batch.insert(space));
    let posts: Vec<rows::Post> =
        draft.posts.iter().enumerate().map(|(rank, post)| post_row(call.new_id(), 0, &id, rank, post)).collect();
    posts.iter().for_each(|post| call.batch.insert(post));
    if state.occupies() {
        claim(call, HolderKind::Session, &id, claims, Vec::new());
    }
    let findings = insert_findings(call, HolderKind::Session, &id, settled.new);
    Sheet { row, spaces, posts, findings }
}

fn session_row(id: &str, revision: i64, draft: &SessionDraft, state: SessionState) -> rows::Session {
    rows::Session {
        id: id.to_owned(),
        revision,
        kind: draft.what.kind.code().to_owned(),
        title: draft.what.title.clone(),
        sort_key: search::sort_key(&draft.what.title),
        state: state.code().to_owned(),
        public: draft.what.public,
        department_id: draft.what.department.clone(),
        starts: draft.starts,
        ends: draft.ends,
        lead_in_minutes: draft.what.lead_in_minutes,
        lead_out_minutes: draft.what.lead_out_minutes,
        theme: draft.what.theme.clone(),
        language: draft.what.language.clone(),
        age_band: draft.what.age_band.clone(),
        capacity: draft.what.capacity,
        meeting_point: draft.what.meeting_point.clone(),
        remark: draft.what.remark.clone(),
        template_id: None,
        template_day: None,
        template_start: None,
        moved_to: None,
        reason_code: None,
        reason_text: None,
    }
}

fn post_row(id: String, revision: i64, session: &str, rank: usize, post: &PostDraft) -> rows::Post {
    rows::Post {
        id,
        revision,
        session_id: session.to_owned(),
        rank: i64::try_from(rank).unwrap_or(i64::MAX),
        role: post.shape.role.clone(),
        language: post.shape.language.clone(),
        person_id: post.shape.person.clone(),
    }
}

/// Makes the holder's occupancy equal to its claims; rows that stay are not touched.
pub(crate) fn claim(
    call: &mut Call<'_>,
    holder_kind: HolderKind,
    holder: &str,
    claims: &[Claim],
    before: Vec<rows::Occupancy>,
) {
    let (gone, wanted) = difference(claims, before);
    gone.iter().for_each(|row| call.batch.delete(row));
    occupy(call, holder_kind, holder, wanted);
}

/// What is held but no longer claimed, and what is claimed but not held yet.
pub(crate) fn difference(claims: &[Claim], before: Vec<rows::Occupancy>) -> (Vec<rows::Occupancy>, Vec<Claim>) {
    let mut wanted = claims.to_vec();
    wanted.sort();
    wanted.dedup();
    let mut gone = Vec::new();
    for row in before {
        let span = Span { starts: row.starts, ends: row.ends };
        match wanted.iter().position(|claim| row.live && claim.resource == row.resource && claim.span == span) {
            Some(place) => drop(wanted.remove(place)),
            None => gone.push(row),
        }
    }
    (gone, wanted)
}

/// Takes what is claimed. Everything that another holder gives up in the same batch is given up before.
pub(crate) fn occupy(call: &mut Call<'_>, holder_kind: HolderKind, holder: &str, claims: Vec<Claim>) {
    for claim in claims {
        let row = rows::Occupancy {
            id: call.new_id(),
            revision: 0,
            resource: claim.resource,
            starts: claim.span.starts,
            ends: claim.span.ends,
            live: true,
            holder_kind: holder_kind.code().to_owned(),
            holder_id: holder.to_owned(),
        };
        call.batch.insert(&row);
    }
}

/// Makes a holder's findings those that are let pass, and answers them.
pub(crate) fn write_findings(
    call: &mut Call<'_>,
    holder_kind: HolderKind,
    holder: &str,
    before: &[rows::Finding],
    settled: Settled,
) -> Vec<rows::Finding> {
    for finding in before {
        if !settled.kept.iter().any(|kept| kept.id == finding.id) {
            call.batch.delete(finding);
        }
    }
    let mut findings = settled.kept;
    findings.extend(insert_findings(call, holder_kind, holder, settled.new));
    findings
}

/// Adds findings to those a holder has.
pub(crate) fn insert_findings(
    call: &mut Call<'_>,
    holder_kind: HolderKind,
    holder: &str,
    new: Vec<(Clash, String, Actor)>,
) -> Vec<rows::Finding> {
    new.into_iter()
        .map(|(clash, reason, author)| {
            let row = rows::Finding {
                id: call.new_id(),
                revision: 0,
                holder_kind: holder_kind.code().to_owned(),
                holder_id: holder.to_owned(),
                code: clash.code.code().to_owned(),
                facts: json!(clash).to_string(),
                reason,
                author_id: author.id,
                author_name: author.name,
                decided_utc_milliseconds: call.museum.utc_milliseconds(),
            };
            call.batch.insert(&row);
            row
        })
        .collect()
}

/// Changes a session in place, what it holds included.
fn update(
    call: &mut Call<'_>,
    before: Sheet,
    draft: SessionDraft,
    judgement: &Judgement,
    settled: Settled,
    reason: Option<(String, Option<String>)>,
) -> Sheet {
    if before.state() != SessionState::Draft {
        let id = before.row.id.as_str();
        let held = call.snapshot.rows(&statement::OCCUPANCY_OF, &[Value::from(id)]).unwrap_or_default();
        claim(call, HolderKind::Session, id, &judgement.claims, held);
    }
    rewrite(call, before, draft, settled, reason, None)
}

/// Writes a session and its parts anew; what it holds is the caller's to settle. `occurrence` is
/// the template, day and start it is known by from now on, where that changes.
pub(crate) fn rewrite(
    call: &mut Call<'_>,
    before: Sheet,
    draft: SessionDraft,
    settled: Settled,
    reason: Option<(String, Option<String>)>,
    occurrence: Option<(String, Minute, Minute)>,
) -> Sheet {
    let id = before.row.id.clone();
    let mut row = rows::Session {
        template_id: before.row.template_id.clone(),
        template_day: before.row.template_day,
        template_start: before.row.template_start,
        reason_code: before.row.reason_code.clone(),
        reason_text: before.row.reason_text.clone(),
        ..session_row(&id, before.row.revision, &draft, before.state())
    };
    if let Some((code, text)) = reason {
        (row.reason_code, row.reason_text) = (Some(code), text);
    }
    if let Some((template, day, start)) = occurrence {
        (row.template_id, row.template_day, row.template_start) = (Some(template), Some(day), Some(start));
    }
    call.batch.update(&before.row, &row);
    let spaces = update_spaces(call, &id, before.spaces, &draft.what.spaces);
    let posts = update_posts(call, &id, before.posts, &draft.posts);
    let findings = write_findings(call, HolderKind::Session, &id, &before.findings, settled);
    // Only a row that is written gains a revision; children change without it.
    if row != before.row {
        row.revision += 1;
    }
    Sheet { row, spaces, posts, findings }
}

fn update_spaces(
    call: &mut Call<'_>,
    session: &str,
    before: Vec<rows::SessionSpace>,
    wanted: &[String],
) -> Vec<rows::SessionSpace> {
    let (kept, gone): (Vec<_>, Vec<_>) = before.into_iter().partition(|row| wanted.contains(&row.space_id));
    gone.iter().for_each(|row| call.batch.delete(row));
    let mut spaces = kept;
    for space in wanted {
        if !spaces.iter().any(|row| row.space_id == *space) {
            let row = rows::SessionSpace {
                id: call.new_id(),
                revision: 0,
                session_id: session.to_owned(),
                space_id: space.clone(),
            };
            call.batch.insert(&row);
            spaces.push(row);
        }
    }
    spaces
}

fn update_posts(call: &mut Call<'_>, session: &str, before: Vec<rows::Post>, wanted: &[PostDraft]) -> Vec<rows::Post> {
    let mut known: HashMap<String, rows::Post> = before.into_iter().map(|row| (row.id.clone(), row)).collect();
    let mut posts = Vec::new();
    for (rank, post) in wanted.iter().enumerate() {
        match post.id.as_ref().and_then(|id| known.remove(id)) {
            Some(row) => {
                let after = post_row(row.id.clone(), row.revision, session, rank, post);
                call.batch.update(&row, &after);
                posts.push(after);
            }
            None => {
                let row = post_row(call.new_id(), 0, session, rank, post);
                call.batch.insert(&row);
                posts.push(row);
            }
        }
    }
    known.values().for_each(|row| call.batch.delete(row));
    posts
}

/// Moves a published session to another day: the old row stays as `moved` and frees what it held.
pub(crate) fn move_away(
    call: &mut Call<'_>,
    before: Sheet,
    draft: SessionDraft,
    judgement: &Judgement,
    mut settled: Settled,
    reason: Option<(String, Option<String>)>,
) -> Sheet {
    let new_id = call.new_id();
    let mut moved = before.row.clone();
    moved.state = SessionState::Moved.code().to_owned();
    moved.moved_to = Some(new_id.clone());
    if let Some((code, text)) = reason {
        (moved.reason_code, moved.reason_text) = (Some(code), text);
    }
    let held: Vec<rows::Occupancy> =
        call.snapshot.rows(&statement::OCCUPANCY_OF, &[Value::from(before.row.id.as_str())]).unwrap_or_default();
    held.iter().for_each(|row| call.batch.delete(row));
    // What was let pass stays let pass on the new day.
    let actor_findings: Vec<_> = settled
        .kept
        .drain(..)
        .filter_map(|row| {
            let clash = serde_json::from_str(&row.facts).ok()?;
            Some((clash, row.reason, Actor { id: row.author_id, name: row.author_name, role: crate::Role::Planner }))
        })
        .collect();
    settled.new.extend(actor_findings);
    let template = before
        .row
        .template_id
        .clone()
        .zip(before.row.template_day)
        .zip(before.row.template_start)
        .map(|((id, day), start)| (id, day, start));
    let draft =
        SessionDraft { posts: draft.posts.into_iter().map(|post| PostDraft { id: None, ..post }).collect(), ..draft };
    let state = before.state();
    // An occurrence is one row that is not `moved`: the old one gives it away before the new one takes it.
    call.batch.update(&before.row, &moved);
    insert_session(call, NewSession { id: new_id, draft, state, template, reason: None }, &judgement.claims, settled)
}
