//! A person's future: the posts they stand on, the runs they ride, the days they lead.

use rules::conflict::Clash;
use rules::session::SessionKind;
use rules::space::person_resource;
use rules::time::{DAY_MINUTES, Minute};
use schemars::JsonSchema;
use serde::Serialize;
use store::rows::{CaravanCrew, Duty, Occupancy, Post};
use store::{Value, statement};
use ts_rs::TS;

use super::super::common::Use;
use super::super::vehicle::{FAR, future_runs};
use crate::Failure;
use crate::gate::Call;
use crate::session::Sheet;

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

/// Runs that are not over and have the person aboard.
///
/// # Errors
/// When the store fails.
pub(super) fn future_rides(call: &Call<'_>, person: &str) -> Result<Vec<Use>, Failure> {
    let crew = call.snapshot.all::<CaravanCrew>()?;
    future_runs(call, |run| crew.iter().any(|row| row.run_id == run.id && row.person_id == person))
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
    let mut uses: Vec<Use> = future_posts(call, person)?
        .into_iter()
        .map(|(sheet, _)| Use {
            kind: "session".to_owned(),
            id: sheet.row.id,
            title: sheet.row.title,
            starts: sheet.row.starts,
        })
        .collect();
    uses.extend(future_rides(call, person)?);
    for duty in future_duties(call, person, from)? {
        uses.push(Use { kind: "duty".to_owned(), id: duty.id, title: String::new(), starts: duty.day });
    }
    Ok(uses)
}

/// Gives a post to another person, or to nobody: the row, the time it takes, and what was let
/// pass for the person who leaves it.
///
/// # Errors
/// When the store fails.
pub(super) fn give(call: &mut Call<'_>, sheet: &Sheet, post: &Post, to: Option<&str>) -> Result<(), Failure> {
    let Some(person) = post.person_id.as_deref() else { return Ok(()) };
    call.batch.update(post, &Post { person_id: to.map(str::to_owned), ..post.clone() });
    let held = call.snapshot.rows::<Occupancy>(&statement::OCCUPANCY_OF, &[Value::from(sheet.row.id.as_str())])?;
    for row in held.iter().filter(|row| row.resource == person_resource(person)) {
        match to {
            // The new person's row is the old one under another key: it is written once.
            Some(to) => call.batch.update(row, &Occupancy { resource: person_resource(to), ..row.clone() }),
            None => call.batch.delete(row),
        }
    }
    for finding in &sheet.findings {
        let about = serde_json::from_str::<Clash>(&finding.facts).is_ok_and(|clash| clash.subject_id == person);
        if about {
            call.batch.delete(finding);
        }
    }
    Ok(())
}
