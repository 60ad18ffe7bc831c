//! Handing a person's future on: each post and each place aboard a run goes to another where nothing
//! stands against it, and stands open where something does. The past stays whose it was.

use rules::conflict::{Claim, Holder, HolderKind};
use rules::space::person_resource;
use rules::time::Minute;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::rows::{Duty, Person, Post};
use ts_rs::TS;

use super::super::common::{Use, refuse_used};
use super::posts::{FuturePost, future_duties, future_posts, give, named, sort_out};
use super::rides::{FutureRide, give_ride, runs_of, sort_out_rides};
use super::{READS, posts, rides};
use crate::access::{Access, Area, ROSTERING};
use crate::facts::must_find;
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
    /// Places aboard caravan runs that the other person takes.
    pub runs_moved: Vec<FutureRide>,
    /// Places aboard that nobody takes now, with what stood against the other person.
    pub runs_left_open: Vec<FutureRide>,
    /// Places that stay the person's: a published run keeps a driver until another one is named.
    pub runs_kept: Vec<FutureRide>,
}

impl Command for PersonHandOn {
    type Arguments = PersonHandOnArguments;
    type Answer = HandedOn;
    const NAME: &'static str = "person_hand_on";
    const ACCESS: Access = ROSTERING;
    const EFFECT: Effect = Effect::Changes {
        areas: &[Area::People, Area::Sessions, Area::Runs, Area::Calendar],
        reads: READS,
        reversible: true,
    };

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<HandedOn, Failure> {
        let from = input::minute("from", arguments.from)?;
        let person = must_find::<Person>(call, &arguments.id, "person")?;
        let to = match &arguments.to {
            Some(to) if *to == person.id => return Err(Failure::new("arguments_invalid").fact("field", "to")),
            Some(to) => Some(must_find::<Person>(call, to, "person")?),
            None => None,
        };
        if to.as_ref().is_some_and(|to| !to.active) {
            return Err(Failure::not_found("person"));
        }
        let (goes, stays): (Vec<_>, Vec<_>) =
            future_posts(call, &person.id)?.into_iter().partition(|(sheet, _)| sheet.row.starts >= from);
        // Who is on the road comes home first.
        let (rides, under_way): (Vec<_>, Vec<_>) = runs_of(call, &person.id)?
            .into_iter()
            .partition(|run| run.row.departs >= from && run.row.departs > call.now);
        let (moved, left_open) = sort_out(call, &goes, to.as_ref())?;
        let rides = sort_out_rides(call, rides, &person, to.as_ref(), &claims(&moved, to.as_ref()))?;
        if arguments.deactivate && !arguments.preview {
            let mut left: Vec<Use> = stays.iter().map(|(sheet, _)| posts::use_of(sheet)).collect();
            let kept = rides.kept.iter().map(|(run, _)| run);
            left.extend(under_way.iter().chain(kept).map(rides::use_of));
            refuse_used(left)?;
        }
        let duties = future_duties(call, &person.id, from)?;
        let named_rides = |rides: &[(_, FutureRide)]| rides.iter().map(|(_, ride)| ride.clone()).collect();
        let answer = HandedOn {
            moved: moved.iter().map(|(sheet, post)| named(sheet, post, Vec::new())).collect(),
            left_open: left_open.iter().map(|(sheet, post, clashes)| named(sheet, post, clashes.clone())).collect(),
            duty_days: duties.iter().map(|duty| duty.day).collect(),
            runs_moved: named_rides(&rides.moved),
            runs_left_open: named_rides(&rides.left_open),
            runs_kept: named_rides(&rides.kept),
        };
        if arguments.preview {
            return Ok(answer);
        }
        let to_id = to.as_ref().map(|to| to.id.as_str());
        for (sheet, post) in moved {
            give(call, sheet, post, to_id)?;
        }
        for (sheet, post, _) in left_open {
            give(call, sheet, post, None)?;
        }
        for (run, _) in &rides.moved {
            give_ride(call, run, &person.id, to_id)?;
        }
        for (run, _) in &rides.left_open {
            give_ride(call, run, &person.id, None)?;
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

/// What the moved posts take of the other person, for the judgement of the runs.
fn claims(moved: &[(&Sheet, &Post)], to: Option<&Person>) -> Vec<(Claim, Holder)> {
    let held = moved.iter().filter(|(sheet, _)| sheet.state().occupies());
    held.zip(to.into_iter().cycle())
        .map(|((sheet, _), to)| {
            let claim = Claim { resource: person_resource(&to.id), span: proposal(&sheet.draft()).taken() };
            let holder = Holder {
                kind: HolderKind::Session,
                id: sheet.row.id.clone(),
                title: sheet.row.title.clone(),
                session_kind: Some(sheet.kind()),
                starts: sheet.row.starts,
                ends: sheet.row.ends,
            };
            (claim, holder)
        })
        .collect()
}
