//! Writing sessions into the call's batch: a new one, one that changes in place, one that moves to another day.

use std::collections::HashMap;

use rules::conflict::{Claim, HolderKind, Judgement};
use rules::session::SessionState;
use rules::time::Minute;
use store::{Value, rows, search, statement};

use super::draft::{PostDraft, SessionDraft};
use super::holding::{claim, insert_findings, write_findings};
use super::read::Sheet;
use super::settle::Settled;
use crate::gate::{Actor, Call};

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

/// Changes a session in place, what it holds included.
pub(super) fn update(
    call: &mut Call<'_>,
    before: Sheet,
    draft: SessionDraft,
    judgement: &Judgement,
    settled: Settled,
    reason: Option<(String, Option<String>)>,
) -> Sheet {
    let writes = call.batch.writes();
    if before.state() != SessionState::Draft {
        let id = before.row.id.as_str();
        let held = call.snapshot.rows(&statement::OCCUPANCY_OF, &[Value::from(id)]).unwrap_or_default();
        claim(call, HolderKind::Session, id, &judgement.claims, held);
    }
    rewrite(call, before, draft, settled, reason, None, writes)
}

/// Writes a session and its parts anew; what it holds is the caller's to settle. `occurrence` is
/// the template, day and start it is known by from now on, where that changes; `writes` is how often the batch
/// was written into before it wrote anything of this session.
pub(crate) fn rewrite(
    call: &mut Call<'_>,
    before: Sheet,
    draft: SessionDraft,
    settled: Settled,
    reason: Option<(String, Option<String>)>,
    occurrence: Option<(String, Minute, Minute)>,
    writes: usize,
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
    let spaces = update_spaces(call, &id, before.spaces, &draft.what.spaces);
    let posts = update_posts(call, &id, before.posts, &draft.posts);
    let findings = write_findings(call, HolderKind::Session, &id, &before.findings, settled);
    // Where only its parts changed, or what it holds, the row is written too: whoever has read it is stale.
    if row != before.row || call.batch.writes() > writes {
        call.batch.rewrite(&before.row, &row);
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
