//! Handing a person's future on: each post goes to another where nothing stands against it,
//! and stands open where something does. The past stays whose it was.

use rules::conflict::{Claim, Clash, Holder, HolderKind, SubjectKind, judge};
use rules::space::person_resource;
use rules::time::{Minute, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::rows::{Duty, Person, Post};
use ts_rs::TS;

use super::super::common::{Use, refuse_used};
use super::READS;
use super::posts::{FuturePost, future_duties, future_posts, future_rides, future_uses, give, named};
use crate::access::{Access, Area, ROSTERING};
use crate::facts::{World, must_find};
use crate::gate::{Call, Command, Effect};
use crate::session::{Sheet, proposal};
use crate::{Failure, input};

/// Hands a person's future posts to another, or empties them.
pub struct PersonHandOn;

/// Whose future goes where.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct PersonHandOnArguments {
    /// Whose posts.
    pub id: String,
    /// Who takes them; nobody where left out, and they stand open.
    #[serde(default)]
    pub to: Option<String>,
    /// Sessions that start from this minute on, and days from this one on.
    pub from: Minute,
    /// Only says what would happen.
    #[serde(default)]
    pub preview: bool,
    /// Puts the person out of use as well.
    #[serde(default)]
    pub deactivate: bool,
}

/// What became of a person's future.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct HandedOn {
    /// Posts that the other person takes.
    pub moved: Vec<FuturePost>,
    /// Posts that stand open, with what stood against the other person.
    pub left_open: Vec<FuturePost>,
    /// Days that the other person leads, or that nobody leads now.
    pub duty_days: Vec<Minute>,
    /// Caravan runs that still have the person aboard: their crew is changed with the run.
    pub runs: Vec<Use>,
}

impl Command for PersonHandOn {
    type Arguments = PersonHandOnArguments;
    type Answer = HandedOn;
    const NAME: &'static str = "person_hand_on";
    const ACCESS: Access = ROSTERING;
    const EFFECT: Effect =
        Effect::Changes { areas: &[Area::People, Area::Sessions, Area::Calendar], reads: READS, reversible: true };

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<HandedOn, Failure> {
        let from = input::minute("from", arguments.from)?;
        let person = must_find::<Person>(call, &arguments.id, "person")?;
        let to = match &arguments.to {
            Some(to) if *to == person.id => return Err(Failure::new("arguments_invalid").fact("field", "to")),
            Some(to) => Some(must_find::<Person>(call, to, "person")?),
            None => None,
        };
        let runs = future_rides(call, &person.id)?;
        let (goes, stays): (Vec<_>, Vec<_>) =
            future_posts(call, &person.id)?.into_iter().partition(|(sheet, _)| sheet.row.starts >= from);
        if arguments.deactivate && !arguments.preview {
            let mut left: Vec<Use> = future_uses(call, &person.id, from)?;
            left.retain(|one| match one.kind.as_str() {
                "session" => stays.iter().any(|(sheet, _)| sheet.row.id == one.id),
                "duty" => false,
                _ => true,
            });
            refuse_used(left)?;
        }
        let (moved, left_open) = sort_out(call, &goes, to.as_ref())?;
        let duties = future_duties(call, &person.id, from)?;
        let answer = HandedOn {
            moved: moved.iter().map(|(sheet, post)| named(sheet, post, Vec::new())).collect(),
            left_open: left_open.iter().map(|(sheet, post, clashes)| named(sheet, post, clashes.clone())).collect(),
            duty_days: duties.iter().map(|duty| duty.day).collect(),
            runs,
        };
        if arguments.preview {
            return Ok(answer);
        }
        for (sheet, post) in moved {
            give(call, sheet, post, to.as_ref().map(|to| to.id.as_str()))?;
        }
        for (sheet, post, _) in left_open {
            give(call, sheet, post, None)?;
        }
        for duty in &duties {
            match &to {
                Some(to) => call.batch.update(duty, &Duty { leader_id: to.id.clone(), ..duty.clone() }),
                None => call.batch.delete(duty),
            }
        }
        if arguments.deactivate {
            call.batch.update(&person, &Person { active: false, ..person.clone() });
        }
        Ok(answer)
    }
}

/// Posts that go to the other person, and posts that stand open with their clashes.
type SortedOut<'p> = (Vec<(&'p Sheet, &'p Post)>, Vec<(&'p Sheet, &'p Post, Vec<Clash>)>);

/// Judges the other person on each post, one after another: an earlier one counts for the rest of a later one.
fn sort_out<'p>(call: &Call<'_>, posts: &'p [(Sheet, Post)], to: Option<&Person>) -> Result<SortedOut<'p>, Failure> {
    let (mut moved, mut left_open) = (Vec::new(), Vec::new());
    let starts = posts.iter().map(|(sheet, _)| sheet.row.starts).min();
    let ends = posts.iter().map(|(sheet, _)| sheet.row.ends).max();
    let (Some(to), Some((starts, ends))) = (to, starts.zip(ends)) else {
        left_open.extend(posts.iter().map(|(sheet, post)| (sheet, post, Vec::new())));
        return Ok((moved, left_open));
    };
    let mut world = World::load(call, Span { starts, ends })?;
    for (sheet, post) in posts {
        let mut draft = sheet.draft();
        let stands_there = draft.posts.iter().any(|other| other.shape.person.as_ref() == Some(&to.id));
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
