//! Loads what the rules look at: spaces, people, what is taken, the opening calendar.
//!
//! One place turns stored rows into the rules' own types, so that every command judges by
//! the same facts.

use std::collections::{BTreeMap, HashMap, HashSet};

use rules::calendar::Calendar;
use rules::conflict::{
    Availability, Claim, Facts, Holder, HolderKind, Occupancy, OpeningVerdict, Person, PersonKind, PlanningSettings,
    Proposal, Qualification, QualificationAspect, Taken,
};
use rules::session::SessionKind;
use rules::space::{Space, SpaceTree};
use rules::template::DayFacts;
use rules::time::{DAY_MINUTES, Minute, Span};
use store::{Row, Value, rows, statement};

use crate::gate::Call;
use crate::session::{load_wanting, proposal};
use crate::{Failure, calendar, setting};

/// Everything a judgement over one stretch of time looks at, owned.
#[derive(Clone)]
pub(crate) struct World {
    /// The spaces.
    pub(crate) spaces: SpaceTree,
    /// What is taken within the stretch.
    pub(crate) occupancy: Occupancy,
    /// Sessions within the stretch with posts that nobody fills yet.
    pub(crate) demands: Vec<Proposal>,
    /// People by id, inactive ones included: they keep their past.
    pub(crate) people: HashMap<String, Person>,
    /// The opening calendar.
    pub(crate) calendar: Calendar,
    /// The limits.
    pub(crate) settings: PlanningSettings,
}

impl World {
    /// Loads the facts that a judgement of what lies in `span` looks at, and no way out of it: a day either side, for
    /// rests and for tours a day.
    pub(crate) fn near(call: &Call<'_>, span: Span) -> Result<World, Failure> {
        let settings = setting::read(call.snapshot, setting::PLANNING)?;
        World::within(call, Span { starts: span.starts - DAY_MINUTES, ends: span.ends + DAY_MINUTES }, settings)
    }

    /// Loads the facts around `span`, wide enough for alternatives on other days.
    pub(crate) fn load(call: &Call<'_>, span: Span) -> Result<World, Failure> {
        let settings: PlanningSettings = setting::read(call.snapshot, setting::PLANNING)?;
        let window = Span {
            starts: span.starts - 2 * DAY_MINUTES,
            ends: span.ends + (settings.alternative_days_max + 2) * DAY_MINUTES,
        };
        World::within(call, window, settings)
    }

    /// Loads the facts that a judgement of a few resources looks at which asks after nobody: what is taken of each within its
    /// stretch. `wanted` says which, knowing the spaces.
    pub(crate) fn of_resources(
        call: &Call<'_>,
        wanted: impl FnOnce(&World) -> Vec<(String, Span)>,
    ) -> Result<World, Failure> {
        let mut world = World {
            spaces: space_tree(call)?,
            occupancy: Occupancy::new([], []),
            demands: Vec::new(),
            people: HashMap::new(),
            calendar: calendar::load(call.snapshot)?,
            settings: setting::read(call.snapshot, setting::PLANNING)?,
        };
        world.occupancy = occupancy_of(call, wanted(&world))?;
        Ok(world)
    }

    fn within(call: &Call<'_>, window: Span, settings: PlanningSettings) -> Result<World, Failure> {
        Ok(World {
            spaces: space_tree(call)?,
            occupancy: occupancy(call, window)?,
            demands: demands(call, window)?,
            people: people(call)?,
            calendar: calendar::load(call.snapshot)?,
            settings,
        })
    }

    /// Asks `question` with these facts.
    pub(crate) fn ask<T>(&self, question: impl FnOnce(&Facts<'_>) -> T) -> T {
        let opening = |space: &str, span: Span| self.opening(space, span);
        question(&Facts {
            spaces: &self.spaces,
            occupancy: &self.occupancy,
            demands: &self.demands,
            people: &self.people,
            opening: &opening,
            settings: &self.settings,
        })
    }

    /// Takes what a session was granted, so that the next one of the batch sees it: its resources,
    /// and its open posts, for which people must be found as well.
    pub(crate) fn take(&mut self, claims: &[Claim], holder: Holder, proposal: Proposal) {
        if proposal.posts.iter().any(|post| post.person.is_none()) {
            self.demands.push(Proposal { id: Some(holder.id.clone()), ..proposal });
        }
        self.occupancy.add(claims, holder);
    }

    /// Frees what these sessions take.
    pub(crate) fn release(&mut self, sessions: &HashSet<&str>) {
        self.occupancy.release(sessions);
        self.demands.retain(|proposal| proposal.id.as_deref().is_none_or(|id| !sessions.contains(id)));
    }

    /// What the calendar says of the day that begins at `day`.
    pub(crate) fn day(&self, day: Minute) -> DayFacts {
        calendar::day_facts(&self.calendar, day)
    }

    fn opening(&self, space: &str, span: Span) -> OpeningVerdict {
        calendar::verdict_of(&self.calendar, &self.spaces, space, span)
    }
}

/// All spaces as the rules see them.
pub(crate) fn space_tree(call: &Call<'_>) -> Result<SpaceTree, Failure> {
    Ok(tree_of(call.all::<rows::Space>()?))
}

/// Space rows, stored or about to be, as the rules see them.
pub(crate) fn tree_of(mut spaces: Vec<rows::Space>) -> SpaceTree {
    spaces.sort_by(|one, other| (one.rank, &one.sort_key, &one.id).cmp(&(other.rank, &other.sort_key, &other.id)));
    SpaceTree::new(spaces.into_iter().map(|row| Space {
        id: row.id,
        parent: row.parent_id,
        name: row.name,
        capacity: row.capacity,
        lanes: row.lanes,
        active: row.active,
    }))
}

/// All people as the rules see them, by id.
pub(crate) fn people(call: &Call<'_>) -> Result<HashMap<String, Person>, Failure> {
    let mut people: HashMap<String, Person> = call
        .all::<rows::Person>()?
        .into_iter()
        .filter_map(|row| {
            let kind = PersonKind::from_code(&row.kind)?;
            Some((
                row.id.clone(),
                Person {
                    id: row.id,
                    name: row.name,
                    kind,
                    active: row.active,
                    qualifications: Vec::new(),
                    availability: Vec::new(),
                    leave: Vec::new(),
                },
            ))
        })
        .collect();
    for row in call.all::<rows::Qualification>()? {
        let aspect = QualificationAspect::from_code(&row.aspect);
        if let (Some(person), Some(aspect)) = (people.get_mut(&row.person_id), aspect) {
            person.qualifications.push(Qualification { aspect, value: row.value, expires: row.expires });
        }
    }
    for row in call.all::<rows::Availability>()? {
        if let Some(person) = people.get_mut(&row.person_id) {
            person.availability.push(Availability {
                weekday: row.weekday,
                within: Span { starts: row.starts, ends: row.ends },
                valid_from: row.valid_from,
                valid_until: row.valid_to.map(|day| day + DAY_MINUTES),
            });
        }
    }
    for row in call.all::<rows::Leave>()? {
        if let Some(person) = people.get_mut(&row.person_id) {
            person.leave.push(Span { starts: row.starts, ends: row.ends });
        }
    }
    Ok(people)
}

/// Everything taken within `window`, with its holders.
pub(crate) fn occupancy(call: &Call<'_>, window: Span) -> Result<Occupancy, Failure> {
    let bounds = [Value::from(window.starts), Value::from(window.ends)];
    let taken = call.rows::<rows::Occupancy>(&statement::OCCUPANCY_BETWEEN, &bounds, |row| {
        row.live && row.starts < window.ends && window.starts < row.ends
    })?;
    let mut holders: Vec<Holder> = Vec::new();
    // A session's lead-in and lead-out reach beyond its own times: look a day further for its title.
    let around = Span { starts: window.starts - DAY_MINUTES, ends: window.ends + DAY_MINUTES };
    let wide = [Value::from(around.starts), Value::from(around.ends)];
    let meets = |starts: Minute, ends: Minute| starts < around.ends && around.starts < ends;
    let sessions = call.rows::<rows::Session>(&statement::SESSION_BETWEEN, &wide, |row| meets(row.starts, row.ends))?;
    holders.extend(sessions.into_iter().map(session_holder));
    let exhibitions = call.rows::<rows::Exhibition>(&statement::EXHIBITION_BETWEEN, &wide, |row| {
        meets(row.installs_from, row.deinstalls_until + DAY_MINUTES)
    })?;
    holders.extend(exhibitions.into_iter().map(exhibition_holder));
    let runs =
        call.rows::<rows::CaravanRun>(&statement::CARAVAN_RUN_BETWEEN, &wide, |row| meets(row.departs, row.returns))?;
    holders.extend(runs.into_iter().map(run_holder));
    Ok(Occupancy::new(taken.into_iter().map(stretch), holders))
}

/// What is taken of some resources, each within its stretches, with its holders.
pub(crate) fn occupancy_of(
    call: &Call<'_>,
    wanted: impl IntoIterator<Item = (String, Span)>,
) -> Result<Occupancy, Failure> {
    let mut stretches: BTreeMap<String, Vec<Span>> = BTreeMap::new();
    for (resource, span) in wanted {
        stretches.entry(resource).or_default().push(span);
    }
    let mut taken: BTreeMap<String, rows::Occupancy> = BTreeMap::new();
    for (resource, spans) in &mut stretches {
        spans.sort_by_key(|span| span.starts);
        spans.dedup_by(|next, before| {
            let meet = next.starts <= before.ends;
            before.ends = if meet { before.ends.max(next.ends) } else { before.ends };
            meet
        });
        for span in spans {
            let values = [Value::from(resource.as_str()), Value::from(span.starts), Value::from(span.ends)];
            let belongs = |row: &rows::Occupancy| {
                row.live && row.resource == *resource && row.starts < span.ends && span.starts < row.ends
            };
            for row in call.rows::<rows::Occupancy>(&statement::OCCUPANCY_OF_RESOURCE, &values, belongs)? {
                taken.insert(row.id.clone(), row);
            }
        }
    }
    let mut holders: BTreeMap<&str, Holder> = BTreeMap::new();
    for row in taken.values() {
        if !holders.contains_key(row.holder_id.as_str())
            && let Some(holder) = holder(call, row)?
        {
            holders.insert(&row.holder_id, holder);
        }
    }
    let holders: Vec<Holder> = holders.into_values().collect();
    let stretches = taken.into_values().map(stretch);
    Ok(Occupancy::new(stretches, holders))
}

/// Who holds what a row says is taken.
fn holder(call: &Call<'_>, row: &rows::Occupancy) -> Result<Option<Holder>, Failure> {
    let id = row.holder_id.as_str();
    Ok(match HolderKind::from_code(&row.holder_kind) {
        Some(HolderKind::Session) => call.find::<rows::Session>(id)?.map(session_holder),
        Some(HolderKind::Exhibition) => call.find::<rows::Exhibition>(id)?.map(exhibition_holder),
        Some(HolderKind::CaravanRun) => call.find::<rows::CaravanRun>(id)?.map(run_holder),
        None => None,
    })
}

fn stretch(row: rows::Occupancy) -> (String, Taken) {
    (row.resource, Taken { span: Span { starts: row.starts, ends: row.ends }, holder: row.holder_id })
}

fn session_holder(row: rows::Session) -> Holder {
    Holder {
        kind: HolderKind::Session,
        session_kind: SessionKind::from_code(&row.kind),
        id: row.id,
        title: row.title,
        starts: row.starts,
        ends: row.ends,
    }
}

fn exhibition_holder(row: rows::Exhibition) -> Holder {
    Holder {
        kind: HolderKind::Exhibition,
        session_kind: None,
        id: row.id,
        title: row.title,
        starts: row.installs_from,
        ends: row.deinstalls_until + DAY_MINUTES,
    }
}

fn run_holder(row: rows::CaravanRun) -> Holder {
    Holder {
        kind: HolderKind::CaravanRun,
        session_kind: None,
        id: row.id,
        title: row.title,
        starts: row.departs,
        ends: row.returns,
    }
}

/// Sessions that count on somebody who is not named yet.
fn demands(call: &Call<'_>, window: Span) -> Result<Vec<Proposal>, Failure> {
    Ok(load_wanting(call, window)?
        .iter()
        .filter(|sheet| sheet.state().occupies() && sheet.state().is_open())
        .filter(|sheet| sheet.posts.iter().any(|post| post.person_id.is_none()))
        .map(|sheet| proposal(&sheet.draft()))
        .collect())
}

/// The row of that id, or a failure that says what is missing.
pub(crate) fn must_find<R: Row>(call: &Call<'_>, id: &str, what: &'static str) -> Result<R, Failure> {
    call.find::<R>(id)?.ok_or_else(|| Failure::not_found(what))
}

/// Refuses an id that names nothing of table `R`.
pub(crate) fn must_exist<R: Row>(call: &Call<'_>, id: Option<&str>, what: &'static str) -> Result<(), Failure> {
    match id {
        Some(id) if !call.has::<R>(id)? => Err(Failure::not_found(what)),
        _ => Ok(()),
    }
}
