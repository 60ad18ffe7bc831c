//! The sample museum: a science museum that lives around today, openly fictional.
//!
//! Its lists are written as rows; its programme goes through the gate like everything people plan,
//! so it meets every rule. It refuses a museum that is not empty. What happened before today was
//! planned on a clock two weeks back, as it would have been.

mod events;
mod lists;
mod programme;
mod resources;
mod roster;
#[cfg(test)]
mod tests;
mod touring;

use rules::time::{DAY_MINUTES, Minute, minute_of_day};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Batch, Operation, OperationKind, rows};
use ts_rs::TS;
use uuid::Uuid;

use crate::access::{ADMINISTRATION, Access, Area, Role};
use crate::dispatch::{Caller, Context, dispatch};
use crate::gate::{Actor, Call, Command, Effect, Entry, Seen};
use crate::museum::{self, Clock};
use crate::setting::{self, MuseumSettings};
use crate::{Failure, Museum, input};

/// Days before today that the sample reaches back.
const DAYS_BACK: i64 = 10;
/// Sessions that may be asked for beyond the sample's own.
const EVENTS_MAX: i64 = 100_000;
/// What can be booked, at most.
const RESOURCES_MAX: i64 = 2_000;

/// Fills an empty museum with a sample.
pub struct SampleCreate;

/// How large it shall be.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SampleCreateArguments {
    /// Sessions over the year around today beyond the sample's own, to try the page with.
    #[serde(default)]
    pub events: Option<i64>,
    /// Halls, people, vehicles and kits together, to try it with; a session beyond the sample's own stands there too.
    #[serde(default)]
    pub resources: Option<i64>,
}

/// What the sample holds.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct SampleCreated {
    /// Sessions in it.
    pub sessions: i64,
    /// The day it lives around, as the minute that day begins.
    pub around: Minute,
}

impl Command for SampleCreate {
    type Arguments = SampleCreateArguments;
    type Answer = SampleCreated;
    const NAME: &'static str = "sample_create";
    const ACCESS: Access = ADMINISTRATION;
    const EFFECT: Effect = Effect::Acts;

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<SampleCreated, Failure> {
        let events = input::optional_number("events", arguments.events, 0, EVENTS_MAX)?.unwrap_or(0);
        let resources = input::optional_number("resources", arguments.resources, 0, RESOURCES_MAX)?.unwrap_or(0);
        if !museum::is_empty(call.snapshot)? {
            return Err(Failure::new("museum_not_empty"));
        }
        create(call.museum, call.actor()?, events, resources)
    }
}

/// The commands of this area.
pub(crate) const COMMANDS: &[Entry] = &[Entry::of::<SampleCreate>()];

fn create(museum: &Museum, actor: &Actor, events: i64, resources: i64) -> Result<SampleCreated, Failure> {
    let today = museum.now() - minute_of_day(museum.now());
    let lists = lists::Lists::new(today);
    let work = Work { museum, actor, today, lists: &lists };
    work.step(|call| lists.write(call))?;
    // The same museum two weeks ago: what is over was planned then.
    let milliseconds = museum.utc_milliseconds() - DAYS_BACK * 24 * 3_600_000;
    let earlier = Museum::open(museum.directory(), Clock::Fixed(milliseconds))?;
    let back_then = Work { museum: &earlier, ..work };
    programme::exhibitions(&back_then)?;
    programme::notice(&back_then)?;
    touring::over(&back_then)?;
    programme::templates(&back_then)?;
    touring::to_come(&work)?;
    programme::single_sessions(&work)?;
    work.step(|call| roster::fill(call, &work))?;
    work.step(|call| programme::confirm_and_publish(call, &work))?;
    programme::loose_ends(&work)?;
    let mut further = Vec::new();
    if resources > 0 {
        work.step(|call| {
            further = resources::write(call, resources, &lists.id("展览教育部"));
            Ok(())
        })?;
    }
    if events > 0 {
        events::add(&work, events, &further)?;
    }
    work.step(|call| {
        let settings = MuseumSettings { name: "山城科学馆".to_owned(), sample: true, ..MuseumSettings::default() };
        setting::write(call, setting::MUSEUM, &settings)
    })?;
    let sessions = museum.store.read(|snapshot| snapshot.all::<rows::Session>())?.len();
    Ok(SampleCreated { sessions: i64::try_from(sessions).unwrap_or(i64::MAX), around: today })
}

/// What making the sample works with.
#[derive(Clone, Copy)]
struct Work<'w> {
    museum: &'w Museum,
    actor: &'w Actor,
    today: Minute,
    lists: &'w lists::Lists,
}

impl Work<'_> {
    /// A moment some days from today.
    fn at(&self, days: i64, hour: i64, minute: i64) -> Minute {
        self.today + days * DAY_MINUTES + hour * 60 + minute
    }

    /// Days from today to the next such weekday (0 is Monday), at least `least` days ahead.
    fn next_weekday(&self, weekday: i64, least: i64) -> i64 {
        // 1970-01-01 was a Thursday.
        let first = (self.today / DAY_MINUTES + least + 3).rem_euclid(7);
        least + (weekday - first).rem_euclid(7)
    }

    /// A call through the gate, as a profile of that role.
    fn call(&self, role: Role, name: &str, arguments: Value) -> Result<Value, Failure> {
        let caller = Caller::Profile(role.code().to_owned());
        dispatch(name, arguments, &Context { museum: self.museum, caller, operation: None })
    }

    /// One batch on a fresh moment of the museum.
    fn step(&self, fill: impl FnOnce(&mut Call<'_>) -> Result<(), Failure>) -> Result<(), Failure> {
        let filled = self.museum.store.read(|snapshot| {
            let mut call = Call {
                museum: self.museum,
                snapshot,
                actor: Some(self.actor),
                now: self.museum.now(),
                batch: Batch::new(),
                kind: OperationKind::Do,
                work: crate::work::Work::default(),
                further_areas: Vec::new(),
                seen: Seen::default(),
            };
            Ok(fill(&mut call).map(|()| call.batch))
        })?;
        let operation = Operation {
            id: Uuid::now_v7().to_string(),
            digest: String::new(),
            actor_id: self.actor.id.clone(),
            command: SampleCreate::NAME.to_owned(),
            at_utc_milliseconds: self.museum.utc_milliseconds(),
            areas: Area::ALL.iter().map(|area| area.code().to_owned()).collect(),
            answer: "null".to_owned(),
            reversible: false,
            kind: OperationKind::Do,
        };
        self.museum.store.apply(filled?, operation)?;
        Ok(())
    }
}
