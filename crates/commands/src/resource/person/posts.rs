//! A person's future: the posts they stand on, the days they lead, and who may stand on a post instead.

use rules::conflict::{Claim, Clash, Holder, HolderKind, SubjectKind, judge};
use rules::session::SessionKind;
use rules::space::person_resource;
use rules::time::{DAY_MINUTES, Minute, Span};
use schemars::JsonSchema;
use serde::Serialize;
use store::rows::{Duty, Finding, Occupancy, Person, Post};
use store::{Value, statement};
use ts_rs::TS;

use super::super::common::Use;
use super::super::vehicle::FAR;
use super::rides::future_rides;
use crate::Failure;
use crate::facts::World;
use crate::gate::Call;
use crate::session::{Sheet, occupy, proposal};

/// A post in a session that is not over.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct FuturePost {
    /// The session's id.
    pub session: String,
    /// Its title.
    pub title: String,
    /// Its kind.
    pub kind: SessionKind,
    /// When it starts.
    pub starts: Minute,
    /// When it ends.
    pub ends: Minute,
    /// The post's id.
    pub post: String,
    /// The role wanted.
    pub role: String,
    /// What stood against the person it was to go to.
    pub clashes: Vec<Clash>,
}

/// A post as an answer names it.
pub(super) fn named(sheet: &Sheet, post: &Post, clashes: Vec<Clash>) -> FuturePost {
    FuturePost {
        session: sheet.row.id.clone(),
        title: sheet.row.title.clone(),
        kind: sheet.kind(),
        starts: sheet.row.starts,
        ends: sheet.row.ends,
        post: post.id.clone(),
        role: post.role.clone(),
        clashes,
    }
}

/// The sessions still open to change in which a person stands on a post, with that post, by start.
///
/// # Errors
/// When the store fails.
pub(super) fn future_posts(call: &Call<'_>, person: &str) -> Result<Vec<(Sheet, Post)>, Failure> {
    let values = [Value::from(person), Value::from(call.now)];
    let mut found = Vec::new();
    for post in call.snapshot.rows::<Post>(&statement::POST_OF_PERSON, &values)? {
        let sheet = Sheet::load(call, &post.session_id)?;
        if sheet.state().is_open() {
            found.push((sheet, post));
        }
    }
    Ok(found)
}

/// Days from `from` on that the person leads.
///
/// # Errors
/// When the store fails.
pub(super) fn future_duties(call: &Call<'_>, person: &str, from: Minute) -> Result<Vec<Duty>, Failure> {
    let first = from - from.rem_euclid(DAY_MINUTES);
    let mut duties = call.snapshot.rows::<Duty>(&statement::DUTY_BETWEEN, &[first.into(), FAR.into()])?;
    duties.retain(|duty| duty.leader_id == person);
    Ok(duties)
}

/// Everything from `from` on that still needs the person.
///
/// # Errors
/// When the store fails.
pub(super) fn future_uses(call: &Call<'_>, person: &str, from: Minute) -> Result<Vec<Use>, Failure> {
    let mut uses: Vec<Use> = future_posts(call, person)?.iter().map(|(sheet, _)| use_of(sheet)).collect();
    uses.extend(future_rides(call, person)?);
    for duty in future_duties(call, person, from)? {
        uses.push(Use { kind: "duty".to_owned(), id: duty.id, title: String::new(), starts: duty.day });
    }
    Ok(uses)
}

/// A session that still needs somebody.
pub(super) fn use_of(sheet: &Sheet) -> Use {
    Use {
        kind: "session".to_owned(),
        id: sheet.row.id.clone(),
        title: sheet.row.title.clone(),
        starts: sheet.row.starts,
    }
}

/// Posts that a person can stand on, and posts where something stands against that.
pub(super) type SortedOut<'p> = (Vec<(&'p Sheet, &'p Post)>, Vec<(&'p Sheet, &'p Post, Vec<Clash>)>);

/// Judges a person on each post, one after another: an earlier one counts for the rest of a later one.
///
/// # Errors
/// When the store fails.
pub(super) fn sort_out<'p>(
    call: &Call<'_>,
    posts: &'p [(Sheet, Post)],
    to: Option<&Person>,
) -> Result<SortedOut<'p>, Failure> {
    let (mut moved, mut left_open): SortedOut<'p> = (Vec::new(), Vec::new());
    let starts = posts.iter().map(|(sheet, _)| sheet.row.starts).min();
    let ends = posts.iter().map(|(sheet, _)| sheet.row.ends).max();
    let (Some(to), Some((starts, ends))) = (to, starts.zip(ends)) else {
        left_open.extend(posts.iter().map(|(sheet, post)| (sheet, post, Vec::new())));
        return Ok((moved, left_open));
    };
    let mut world = World::load(call, Span { starts, ends })?;
    for (sheet, post) in posts {
        let mut draft = sheet.draft();
        let stands_there = draft.posts.iter().any(|other| other.shape.person.as_ref() == Some(&to.id))
            || moved.iter().any(|(other, _)| other.row.id == sheet.row.id);
        for other in draft.posts.iter_mut().filter(|other| other.id.as_ref() == Some(&post.id)) {
            other.shape.person = Some(to.id.clone());
        }
        let proposal = proposal(&draft);
        let mut clashes: Vec<Clash> = world.ask(|facts| judge(&proposal, facts)).clashes;
        clashes.retain(|clash| clash.subject_kind == SubjectKind::Person && clash.subject_id == to.id);
        if stands_there || !clashes.is_empty() {
            left_open.push((sheet, post, clashes));
            continue;
        }
        if sheet.state().occupies() {
            let holder = Holder {
                kind: HolderKind::Session,
                id: sheet.row.id.clone(),
                title: sheet.row.title.clone(),
                session_kind: Some(sheet.kind()),
                starts: sheet.row.starts,
                ends: sheet.row.ends,
            };
            world.occupancy.add(&[Claim { resource: person_resource(&to.id), span: proposal.taken() }], holder);
        }
        moved.push((sheet, post));
    }
    Ok((moved, left_open))
}

/// Gives a post to another person, or to nobody: the row, the time it takes, and what was let
/// pass for the person who leaves it.
///
/// # Errors
/// When the store fails.
pub(super) fn give(call: &mut Call<'_>, sheet: &Sheet, post: &Post, to: Option<&str>) -> Result<(), Failure> {
    call.batch.update(post, &Post { person_id: to.map(str::to_owned), ..post.clone() });
    // Whoever has read the session is stale: cancelled meanwhile, it must not get the person's time back by an undo.
    call.batch.rewrite(&sheet.row, &sheet.row);
    match (post.person_id.as_deref(), to) {
        (Some(person), _) => hand_time_on(call, &sheet.row.id, &sheet.findings, person, to)?,
        (None, Some(to)) if sheet.state().occupies() => {
            let claim = Claim { resource: person_resource(to), span: proposal(&sheet.draft()).taken() };
            occupy(call, HolderKind::Session, &sheet.row.id, vec![claim]);
        }
        (None, _) => {}
    }
    Ok(())
}

/// Hands on, or frees, the time a holder takes of a person, and drops what was let pass for them.
///
/// # Errors
/// When the store fails.
pub(super) fn hand_time_on(
    call: &mut Call<'_>,
    holder: &str,
    findings: &[Finding],
    person: &str,
    to: Option<&str>,
) -> Result<(), Failure> {
    let held = call.snapshot.rows::<Occupancy>(&statement::OCCUPANCY_OF, &[Value::from(holder)])?;
    for row in held.iter().filter(|row| row.resource == person_resource(person)) {
        match to {
            // The new person's row is the old one under another key: it is written once.
            Some(to) => call.batch.update(row, &Occupancy { resource: person_resource(to), ..row.clone() }),
            None => call.batch.delete(row),
        }
    }
    for finding in findings {
        let about = serde_json::from_str::<Clash>(&finding.facts).is_ok_and(|clash| clash.subject_id == person);
        if about {
            call.batch.delete(finding);
        }
    }
    Ok(())
}
