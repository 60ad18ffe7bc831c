//! The timeline's reading: every resource that can be taken, and everything that takes one.

use std::collections::HashMap;

use rules::conflict::PersonKind;
use rules::time::{DAY_MINUTES, Minute, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Snapshot, Value, rows, statement};
use ts_rs::TS;

use crate::access::Access;
use crate::facts::World;
use crate::gate::{Call, Command, Effect};
use crate::session::{SessionView, load_between};
use crate::{Failure, input};

/// Days a reading may span: a year and the weeks around it.
const DAYS_MAX: i64 = 400;

/// A stretch of days.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Days {
    /// The minute at which the first day begins.
    pub from: Minute,
    /// The minute at which the day after the last begins.
    pub to: Minute,
}

impl Days {
    /// The stretch, if it is one and not longer than a reading may be.
    ///
    /// # Errors
    /// `time_invalid` or `span_invalid`.
    pub(crate) fn checked(self) -> Result<Span, Failure> {
        input::span(self.from, self.to, DAYS_MAX * DAY_MINUTES)
    }
}

/// A space as a row of the timeline.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct SpaceRow {
    /// Id.
    pub id: String,
    /// The space it is a part of.
    pub parent: Option<String>,
    /// Name.
    pub name: String,
    /// How deep it lies: 0 for a hall.
    pub depth: i64,
    /// People it bears at once.
    pub capacity: Option<i64>,
    /// Tours it bears at once, over its leaves' fewest.
    pub lanes: i64,
}

/// A person as a row of the timeline.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct PersonRow {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// What they are to the museum.
    pub kind: PersonKind,
    /// Sessions they stand on within the stretch.
    pub sessions: i64,
}

/// A vehicle or a kit as a row of the timeline.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct ThingRow {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// A vehicle's plate.
    pub plate: Option<String>,
}

/// An exhibition as a block on its spaces.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct ExhibitionBlock {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// `draft`, `planned` or `published`.
    pub state: String,
    /// Its spaces.
    pub spaces: Vec<String>,
    /// The day installation begins.
    pub installs_from: Minute,
    /// The first open day.
    pub opens_on: Minute,
    /// The last open day.
    pub closes_on: Minute,
    /// The last day of deinstallation.
    pub deinstalls_until: Minute,
}

/// A caravan run as a block on its vehicle, kit and people.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct RunBlock {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// When it leaves the museum.
    pub departs: Minute,
    /// When it is back.
    pub returns: Minute,
    /// Its vehicle.
    pub vehicle: Option<String>,
    /// Its kit.
    pub kit: Option<String>,
    /// Drivers and crew.
    pub people: Vec<String>,
}

/// A person's leave as a block on their row.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct LeaveBlock {
    /// Id.
    pub id: String,
    /// Whose.
    pub person: String,
    /// First minute.
    pub starts: Minute,
    /// The minute after the last.
    pub ends: Minute,
    /// Its kind.
    pub kind: String,
}

/// Everything the timeline shows.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct ScheduleView {
    /// Now, on the wall.
    pub now: Minute,
    /// Halls and their parts, in their order, parts after their hall.
    pub spaces: Vec<SpaceRow>,
    /// Active people, and inactive ones who stand on something in the stretch; docents first, then by name.
    pub people: Vec<PersonRow>,
    /// Vehicles.
    pub vehicles: Vec<ThingRow>,
    /// Kits.
    pub kits: Vec<ThingRow>,
    /// Sessions that touch the stretch, in order of start; cancelled and moved ones too.
    pub sessions: Vec<SessionView>,
    /// Exhibitions that touch it.
    pub exhibitions: Vec<ExhibitionBlock>,
    /// Caravan runs that touch it.
    pub runs: Vec<RunBlock>,
    /// Leave that touches it.
    pub leave: Vec<LeaveBlock>,
}

/// Reads the timeline between two days.
pub struct ScheduleRead;

impl Command for ScheduleRead {
    type Arguments = Days;
    type Answer = ScheduleView;
    const NAME: &'static str = "schedule_read";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(days: Days, call: &mut Call<'_>) -> Result<ScheduleView, Failure> {
        let span = days.checked()?;
        let world = World::near(call, span)?;
        let sessions: Vec<SessionView> =
            load_between(call, span)?.iter().map(|sheet| sheet.view(&world, call.now)).collect();
        let people = people(call.snapshot, &sessions)?;
        Ok(ScheduleView {
            now: call.now,
            spaces: spaces(&world),
            people,
            vehicles: vehicles(call.snapshot)?,
            kits: kits(call.snapshot)?,
            sessions,
            exhibitions: exhibitions(call.snapshot, span)?,
            runs: runs(call.snapshot, span)?,
            leave: leave(call.snapshot, span)?,
        })
    }
}

/// Active spaces in tree order.
fn spaces(world: &World) -> Vec<SpaceRow> {
    let mut found = Vec::new();
    let mut open: Vec<(String, i64)> = world.spaces.roots().into_iter().rev().map(|id| (id, 0)).collect();
    while let Some((id, depth)) = open.pop() {
        let Some(space) = world.spaces.get(&id).filter(|space| space.active) else { continue };
        let leaves = world.spaces.leaves(&id);
        let lanes = leaves.iter().filter_map(|leaf| world.spaces.get(leaf)).map(|leaf| leaf.lanes).min();
        found.push(SpaceRow {
            parent: space.parent.clone(),
            name: space.name.clone(),
            depth,
            capacity: space.capacity,
            lanes: lanes.unwrap_or(0),
            id: id.clone(),
        });
        open.extend(world.spaces.parts(&id).iter().rev().map(|part| (part.clone(), depth + 1)));
    }
    found
}

fn people(snapshot: &Snapshot<'_>, sessions: &[SessionView]) -> Result<Vec<PersonRow>, Failure> {
    let mut counts: HashMap<&str, i64> = HashMap::new();
    for session in sessions.iter().filter(|session| session.state.occupies()) {
        for person in session.posts.iter().filter_map(|post| post.person.as_deref()) {
            *counts.entry(person).or_default() += 1;
        }
    }
    let mut people: Vec<rows::Person> = snapshot.all::<rows::Person>()?;
    people.retain(|person| person.active || counts.contains_key(person.id.as_str()));
    let rank = |person: &rows::Person| {
        PersonKind::from_code(&person.kind).map_or(3, |kind| match kind {
            PersonKind::Docent => 0,
            PersonKind::Volunteer => 1,
            PersonKind::Staff => 2,
        })
    };
    people.sort_by(|one, other| (rank(one), &one.sort_key, &one.id).cmp(&(rank(other), &other.sort_key, &other.id)));
    Ok(people
        .into_iter()
        .filter_map(|person| {
            let kind = PersonKind::from_code(&person.kind)?;
            let sessions = counts.get(person.id.as_str()).copied().unwrap_or(0);
            Some(PersonRow { id: person.id, name: person.name, kind, sessions })
        })
        .collect())
}

fn vehicles(snapshot: &Snapshot<'_>) -> Result<Vec<ThingRow>, Failure> {
    let vehicles = snapshot.all::<rows::Vehicle>()?.into_iter().filter(|vehicle| vehicle.active);
    Ok(vehicles.map(|row| ThingRow { id: row.id, name: row.name, plate: Some(row.plate) }).collect())
}

fn kits(snapshot: &Snapshot<'_>) -> Result<Vec<ThingRow>, Failure> {
    let kits = snapshot.all::<rows::Kit>()?.into_iter().filter(|kit| kit.active);
    Ok(kits.map(|row| ThingRow { id: row.id, name: row.name, plate: None }).collect())
}

fn exhibitions(snapshot: &Snapshot<'_>, span: Span) -> Result<Vec<ExhibitionBlock>, Failure> {
    let mut spaces: HashMap<String, Vec<String>> = HashMap::new();
    for row in snapshot.all::<rows::ExhibitionSpace>()? {
        spaces.entry(row.exhibition_id).or_default().push(row.space_id);
    }
    let found = snapshot.rows::<rows::Exhibition>(
        &statement::EXHIBITION_BETWEEN,
        &[Value::from(span.starts), Value::from(span.ends)],
    )?;
    Ok(found
        .into_iter()
        .filter(|row| row.state != "cancelled")
        .map(|row| ExhibitionBlock {
            spaces: spaces.remove(&row.id).unwrap_or_default(),
            id: row.id,
            title: row.title,
            state: row.state,
            installs_from: row.installs_from,
            opens_on: row.opens_on,
            closes_on: row.closes_on,
            deinstalls_until: row.deinstalls_until,
        })
        .collect())
}

pub(super) fn runs(snapshot: &Snapshot<'_>, span: Span) -> Result<Vec<RunBlock>, Failure> {
    let bounds = [Value::from(span.starts), Value::from(span.ends)];
    let mut crew: HashMap<String, Vec<String>> = HashMap::new();
    for row in snapshot.rows::<rows::CaravanCrew>(&statement::CARAVAN_CREW_BETWEEN, &bounds)? {
        crew.entry(row.run_id).or_default().push(row.person_id);
    }
    let found = snapshot.rows::<rows::CaravanRun>(&statement::CARAVAN_RUN_BETWEEN, &bounds)?;
    Ok(found
        .into_iter()
        .map(|row| RunBlock {
            people: crew.remove(&row.id).unwrap_or_default(),
            id: row.id,
            title: row.title,
            departs: row.departs,
            returns: row.returns,
            vehicle: row.vehicle_id,
            kit: row.kit_id,
        })
        .collect())
}

fn leave(snapshot: &Snapshot<'_>, span: Span) -> Result<Vec<LeaveBlock>, Failure> {
    let bounds = [Value::from(span.starts), Value::from(span.ends)];
    let found = snapshot.rows::<rows::Leave>(&statement::LEAVE_BETWEEN, &bounds)?;
    Ok(found
        .into_iter()
        .map(|row| LeaveBlock { id: row.id, person: row.person_id, starts: row.starts, ends: row.ends, kind: row.kind })
        .collect())
}
