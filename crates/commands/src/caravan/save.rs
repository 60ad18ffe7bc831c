//! Saving a run: judged, claimed, written with its stops, people and load list in one batch.
//!
//! Its stops follow the rules of sessions: a published one that moves says why, and moved to
//! another day leaves a `moved` row behind; one that is taken off the plan is cancelled, unless
//! it never was more than a draft.

use std::collections::HashMap;

use rules::conflict::{HolderKind, Judgement};
use rules::session::{Particulars, SessionKind, SessionState};
use rules::time::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{Value, rows, search, statement};
use ts_rs::TS;

use super::check::{RunVerdict, verdict};
use super::draft::{LoadDraft, Plan, RunDraft, StopDraft};
use super::facts::RoadWorld;
use super::read::RunView;
use super::sheet::{RunSheet, StopSheet};
use super::{RUN_AREAS, RUN_READS};
use crate::Failure;
use crate::access::{Access, PLANNING};
use crate::gate::{Call, Command, Effect};
use crate::session::{
    NewSession, Override, ReasonGiven, SessionDraft, Settled, claim, insert_session, leaves_a_trace, move_away, moves,
    rewrite, settle, write_findings,
};

/// Adds a run or changes one that is not over.
pub struct RunSave;

/// A run as it shall be.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct RunSaveArguments {
    /// The run.
    pub run: RunDraft,
    /// For a new one: whether it stays a draft.
    #[serde(default)]
    pub as_draft: bool,
    /// Soft clashes that are let pass.
    #[serde(default)]
    pub overrides: Vec<Override>,
    /// Why, where a published stop moves or a planned one is taken off.
    #[serde(default)]
    pub reason: Option<ReasonGiven>,
}

/// The run after it was saved.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct RunSaved {
    /// The run.
    pub run: RunView,
}

/// A reason's code and words.
type Reason = Option<(String, Option<String>)>;

impl Command for RunSave {
    type Arguments = RunSaveArguments;
    type Answer = RunSaved;
    const NAME: &'static str = "run_save";
    const ACCESS: Access = PLANNING;
    const EFFECT: Effect = Effect::Changes { areas: RUN_AREAS, reads: RUN_READS, reversible: true };

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<RunSaved, Failure> {
        let draft = arguments.run.checked(call)?;
        let before = match &draft.id {
            Some(id) => Some(open_run(call, id, draft.revision)?),
            None => None,
        };
        let world = RoadWorld::load(call, around(&draft, before.as_ref()))?;
        let plan = Plan::of(draft, &world)?;
        let changes = changes(call, before.as_ref(), &plan, arguments.reason.as_ref())?;
        let state = match &before {
            None if arguments.as_draft => SessionState::Draft,
            None => SessionState::Planned,
            Some(before) if before.state() == SessionState::InProgress => SessionState::Published,
            Some(before) => before.state(),
        };
        let (judgement, said) = verdict(&plan, &world, call);
        let settled = if state.occupies() {
            let kept = before.as_ref().map_or(&[][..], |before| &before.findings);
            let actor = call.actor()?;
            settle(&judgement, refusal(&said), &arguments.overrides, kept, actor, SessionKind::Caravan)?
        } else {
            Settled::default()
        };
        let sheet = write(call, before, &plan, state, changes, &judgement, settled)?;
        Ok(RunSaved { run: sheet.view(&world, call.now) })
    }
}

/// What a refused run says.
pub(super) fn refusal(said: &RunVerdict) -> Failure {
    Failure::new("clash")
        .fact("clashes", json!(said.clashes))
        .fact("ways", json!(said.ways))
        .fact("may_override", said.may_override)
}

/// The run, if it is not over and is as the caller saw it.
fn open_run(call: &Call<'_>, id: &str, revision: Option<i64>) -> Result<RunSheet, Failure> {
    let sheet = RunSheet::load(call, id)?;
    if revision != Some(sheet.row.revision) {
        return Err(Failure::new("stale"));
    }
    let state = sheet.state();
    if !state.is_open() && state != SessionState::InProgress {
        return Err(Failure::new("wrong_state").fact("state", state.code()));
    }
    Ok(sheet)
}

fn around(draft: &RunDraft, before: Option<&RunSheet>) -> Span {
    let span = draft.span();
    before.map_or(span, |before| Span {
        starts: span.starts.min(before.row.departs),
        ends: span.ends.max(before.row.returns),
    })
}

/// What happens to the stops, decided before anything is written.
struct Changes {
    /// For each stop of the draft the stop it was, and whether that is over and stays as it is.
    known: Vec<Option<(StopSheet, bool)>>,
    /// Stops that are no longer planned.
    gone: Vec<StopSheet>,
    reason: Reason,
}

/// Whether nothing may change about a stop any more.
fn is_over(stop: &StopSheet, call: &Call<'_>) -> bool {
    let state = stop.session.state();
    !state.is_open() || (state != SessionState::Draft && stop.session.row.ends <= call.now)
}

fn changes(
    call: &Call<'_>,
    before: Option<&RunSheet>,
    plan: &Plan,
    given: Option<&ReasonGiven>,
) -> Result<Changes, Failure> {
    let mut standing: HashMap<&str, &StopSheet> =
        before.iter().flat_map(|before| before.standing()).map(|stop| (stop.session.row.id.as_str(), stop)).collect();
    let closed = |stop: &StopSheet| {
        let state = stop.session.row.state.as_str();
        Failure::new("past").fact("state", state).fact("title", stop.session.row.title.as_str())
    };
    let mut known = Vec::new();
    let mut needed = false;
    for draft in &plan.draft.stops {
        let Some(id) = &draft.session else {
            known.push(None);
            continue;
        };
        let stop = standing.remove(id.as_str()).ok_or_else(|| Failure::not_found("stop"))?;
        let elsewhere = stop.row.site_id != draft.site;
        let moved = moves(&stop.session, &session_draft(Some(stop), draft, plan)) || elsewhere;
        let over = is_over(stop, call);
        if over && moved {
            return Err(closed(stop));
        }
        needed |= moved && stop.session.state() == SessionState::Published;
        known.push(Some((stop.clone(), over)));
    }
    let mut gone: Vec<StopSheet> = standing.into_values().cloned().collect();
    gone.sort_by(|one, other| one.row.id.cmp(&other.row.id));
    if let Some(over) = gone.iter().find(|stop| is_over(stop, call)) {
        return Err(closed(over));
    }
    needed |= gone.iter().any(|stop| stop.session.state() != SessionState::Draft);
    let reason = match given {
        Some(given) if needed => given.checked().map(Some)?,
        None if needed => return Err(Failure::new("reason_required").rule("published_moves_say_why")),
        given => given.map_or(Ok(None), |given| given.words().map(|_| None))?,
    };
    Ok(Changes { known, gone, reason })
}

/// A stop's session as it shall be: it takes none of the museum's spaces.
fn session_draft(stop: Option<&StopSheet>, draft: &StopDraft, plan: &Plan) -> SessionDraft {
    let site = plan.proposal.stops.iter().find(|planned| planned.site == draft.site);
    let title = draft.title.clone().or_else(|| site.map(|site| site.site_name.clone()));
    let earlier = stop.map(|stop| stop.session.draft());
    let usual = Particulars::new(SessionKind::Caravan, title.unwrap_or_else(|| plan.draft.title.clone()));
    SessionDraft {
        id: earlier.as_ref().and_then(|earlier| earlier.id.clone()),
        revision: earlier.as_ref().and_then(|earlier| earlier.revision),
        starts: draft.starts,
        ends: draft.ends,
        posts: earlier.as_ref().map(|earlier| earlier.posts.clone()).unwrap_or_default(),
        what: Particulars {
            department: plan.draft.department.clone(),
            language: earlier.map_or(usual.language, |earlier| earlier.what.language),
            capacity: draft.capacity,
            remark: draft.remark.clone(),
            ..usual
        },
    }
}

fn write(
    call: &mut Call<'_>,
    before: Option<RunSheet>,
    plan: &Plan,
    state: SessionState,
    changes: Changes,
    judgement: &Judgement,
    settled: Settled,
) -> Result<RunSheet, Failure> {
    let id = before.as_ref().map_or_else(|| call.new_id(), |before| before.row.id.clone());
    let mut row = run_row(&id, before.as_ref().map_or(0, |before| before.row.revision), plan);
    match &before {
        // Written even where it is equal: whoever has read the run before its stops changed is stale.
        Some(before) => call.batch.rewrite(&before.row, &row),
        None => call.batch.insert(&row),
    }
    row.revision += i64::from(before.is_some());
    let kit_before = before.as_ref().map(|before| before.row.kit_id.clone());
    let (crew_before, load_before, findings_before) =
        before.map(|before| (before.crew, before.load, before.findings)).unwrap_or_default();
    let crew = write_crew(call, &id, crew_before, &plan.draft);
    let load = write_load(call, &id, kit_before, load_before, &plan.draft)?;
    let mut stops = Vec::new();
    for (place, known) in changes.known.into_iter().enumerate() {
        stops.push(write_stop(call, &id, known, place, plan, state, changes.reason.as_ref()));
    }
    for stop in changes.gone {
        stops.extend(take_off(call, stop, changes.reason.as_ref()));
    }
    stops.sort_by_key(|stop| stop.session.row.starts);
    let held = call.snapshot.rows(&statement::OCCUPANCY_OF, &[Value::from(id.as_str())])?;
    let claims = if state.occupies() { &judgement.claims[..] } else { &[] };
    claim(call, HolderKind::CaravanRun, &id, claims, held);
    let findings = write_findings(call, HolderKind::CaravanRun, &id, &findings_before, settled);
    Ok(RunSheet { row, crew, stops, load, findings })
}

fn run_row(id: &str, revision: i64, plan: &Plan) -> rows::CaravanRun {
    let draft = &plan.draft;
    rows::CaravanRun {
        id: id.to_owned(),
        revision,
        title: draft.title.clone(),
        sort_key: search::sort_key(&draft.title),
        departs: draft.departs,
        returns: draft.returns,
        vehicle_id: draft.vehicle.clone(),
        kit_id: draft.kit.clone(),
        return_drive_minutes: plan.proposal.return_drive_minutes,
        return_drive_metres: plan.proposal.return_drive_metres,
        remark: draft.remark.clone(),
        return_departs: draft.return_departs,
    }
}

fn write_crew(
    call: &mut Call<'_>,
    run: &str,
    before: Vec<rows::CaravanCrew>,
    draft: &RunDraft,
) -> Vec<rows::CaravanCrew> {
    let mut known: HashMap<String, rows::CaravanCrew> =
        before.into_iter().map(|row| (row.person_id.clone(), row)).collect();
    let wanted =
        draft.drivers.iter().map(|person| (person, "driver")).chain(draft.crew.iter().map(|person| (person, "crew")));
    let mut crew = Vec::new();
    for (person, duty) in wanted {
        match known.remove(person) {
            Some(row) => {
                let after = rows::CaravanCrew { duty: duty.to_owned(), ..row.clone() };
                call.batch.update(&row, &after);
                crew.push(after);
            }
            None => {
                let row = rows::CaravanCrew {
                    id: call.new_id(),
                    revision: 0,
                    run_id: run.to_owned(),
                    person_id: person.clone(),
                    duty: duty.to_owned(),
                };
                call.batch.insert(&row);
                crew.push(row);
            }
        }
    }
    known.values().for_each(|row| call.batch.delete(row));
    crew
}

/// The load list: as given, else the kit's where the kit is new, else as it was.
fn write_load(
    call: &mut Call<'_>,
    run: &str,
    kit_before: Option<Option<String>>,
    before: Vec<rows::CaravanLoad>,
    draft: &RunDraft,
) -> Result<Vec<rows::CaravanLoad>, Failure> {
    let wanted: Vec<LoadDraft> = match (&draft.load, &draft.kit) {
        (Some(load), _) => load.clone(),
        (None, kit) if kit_before.as_ref() == Some(kit) => return Ok(before),
        (None, None) => Vec::new(),
        (None, Some(kit)) => call
            .snapshot
            .rows::<rows::KitItem>(&statement::KIT_ITEM_OF, &[Value::from(kit.as_str())])?
            .into_iter()
            .map(|item| LoadDraft { name: item.name, quantity: item.quantity })
            .collect(),
    };
    let mut known = before;
    let mut load = Vec::new();
    for (rank, line) in (0..).zip(&wanted) {
        match known.iter().position(|row| row.name == line.name) {
            Some(place) => {
                let row = known.remove(place);
                // Another number of them has not been seen on the vehicle yet.
                let loaded = row.loaded && row.quantity == line.quantity;
                let after = rows::CaravanLoad { quantity: line.quantity, loaded, rank, ..row.clone() };
                call.batch.update(&row, &after);
                load.push(after);
            }
            None => {
                let row = rows::CaravanLoad {
                    id: call.new_id(),
                    revision: 0,
                    run_id: run.to_owned(),
                    name: line.name.clone(),
                    quantity: line.quantity,
                    loaded: false,
                    rank,
                };
                call.batch.insert(&row);
                load.push(row);
            }
        }
    }
    known.iter().for_each(|row| call.batch.delete(row));
    Ok(load)
}

fn write_stop(
    call: &mut Call<'_>,
    run: &str,
    known: Option<(StopSheet, bool)>,
    place: usize,
    plan: &Plan,
    state: SessionState,
    reason: Option<&(String, Option<String>)>,
) -> StopSheet {
    let draft = &plan.draft.stops[place];
    let nothing = Judgement::default();
    match known {
        Some((stop, true)) => stop,
        Some((stop, false)) => {
            let wanted = session_draft(Some(&stop), draft, plan);
            let moved = stop.session.state() == SessionState::Published
                && (moves(&stop.session, &wanted) || stop.row.site_id != draft.site);
            let reason = reason.filter(|_| moved).cloned();
            if leaves_a_trace(&stop.session, &wanted) {
                // The old stop stays with the session that moved away.
                let session = move_away(call, stop.session, wanted, &nothing, Settled::default(), reason);
                let row = stop_row(call.new_id(), 0, run, &session.row.id, place, plan);
                call.batch.insert(&row);
                return StopSheet { row, session };
            }
            let writes = call.batch.writes();
            let session = rewrite(call, stop.session, wanted, Settled::default(), reason, None, writes);
            let row = stop_row(stop.row.id.clone(), stop.row.revision, run, &session.row.id, place, plan);
            call.batch.update(&stop.row, &row);
            StopSheet { row, session }
        }
        None => {
            let id = call.new_id();
            let new = NewSession {
                id: id.clone(),
                draft: session_draft(None, draft, plan),
                state,
                template: None,
                reason: None,
            };
            let session = insert_session(call, new, &[], Settled::default());
            let row = stop_row(call.new_id(), 0, run, &id, place, plan);
            call.batch.insert(&row);
            StopSheet { row, session }
        }
    }
}

fn stop_row(id: String, revision: i64, run: &str, session: &str, place: usize, plan: &Plan) -> rows::CaravanStop {
    let (draft, planned) = (&plan.draft.stops[place], &plan.proposal.stops[place]);
    rows::CaravanStop {
        id,
        revision,
        run_id: run.to_owned(),
        session_id: session.to_owned(),
        site_id: draft.site.clone(),
        outreach_place: draft.outreach_place.code().to_owned(),
        drive_minutes: planned.drive_minutes,
        drive_metres: planned.drive_metres,
        departs: draft.departs,
        overnight: draft.overnight.clone(),
    }
}

/// Takes a stop off the plan: a draft goes, everything else is cancelled with its reason.
fn take_off(call: &mut Call<'_>, stop: StopSheet, reason: Option<&(String, Option<String>)>) -> Option<StopSheet> {
    if stop.session.state() == SessionState::Draft {
        delete_stop(call, &stop);
        return None;
    }
    let mut row = stop.session.row.clone();
    row.state = SessionState::Cancelled.code().to_owned();
    if let Some((code, text)) = reason {
        (row.reason_code, row.reason_text) = (Some(code.clone()), text.clone());
    }
    call.batch.update(&stop.session.row, &row);
    row.revision += 1;
    let mut stop = stop;
    stop.session.row = row;
    Some(stop)
}

/// Deletes a stop that never was more than a draft.
pub(super) fn delete_stop(call: &mut Call<'_>, stop: &StopSheet) {
    call.batch.delete(&stop.row);
    stop.session.findings.iter().for_each(|row| call.batch.delete(row));
    stop.session.posts.iter().for_each(|row| call.batch.delete(row));
    stop.session.spaces.iter().for_each(|row| call.batch.delete(row));
    call.batch.delete(&stop.session.row);
}
