//! Gathers the roster and the papers of caravan runs: people, their posts, the road.

use print::{Absence, CrewMember, Day, Duty, LoadLine, RosterPerson, RosterWeek, Run, Stop};
use rules::road::itinerary;
use rules::session::{SessionKind, SessionState};
use rules::time::{DAY_MINUTES, Minute, Span, date_of, minute_of_day};
use store::{Value, rows, statement};

use super::gather::{Programme, passed};
use super::request::Request;
use crate::Failure;
use crate::caravan::{RoadWorld, RunSheet, StopSheet};
use crate::gate::Call;

/// The roster: docents and volunteers in service, and whoever else has a post in these days.
pub(super) fn roster_week(request: &Request, call: &Call<'_>, days: Vec<Day>) -> Result<RosterWeek, Failure> {
    let programme = Programme::load(request, call)?;
    let mut duties = Vec::new();
    for sheet in &programme.sheets {
        if matches!(sheet.state(), SessionState::Cancelled | SessionState::Moved) {
            continue;
        }
        let place: Vec<String> =
            sheet.spaces.iter().map(|space| programme.names.spaces.full_name(&space.space_id)).collect();
        duties.extend(sheet.posts.iter().map(|post| Duty {
            id: post.id.clone(),
            person: post.person_id.clone(),
            kind: sheet.kind(),
            title: sheet.row.title.clone(),
            place: place.join("、"),
            role: post.role.clone(),
            starts: sheet.row.starts,
            ends: sheet.row.ends,
            overrides: sheet.findings.iter().map(passed).collect(),
        }));
    }
    for run in runs(request, call)?.iter().filter(|run| run.occupies()) {
        duties.extend(run.crew.iter().flat_map(|member| crew_duties(&run.row, member)));
    }
    let bounds = [Value::from(request.from), Value::from(request.until())];
    let absences: Vec<Absence> = call
        .snapshot
        .rows::<rows::Leave>(&statement::LEAVE_BETWEEN, &bounds)?
        .into_iter()
        .map(|row| Absence { person: row.person_id, starts: row.starts, ends: row.ends, kind: row.kind })
        .collect();
    let mut people = call.all::<rows::Person>()?;
    if let Some(subject) = &request.subject {
        people.retain(|row| row.id == *subject);
        if people.is_empty() {
            return Err(Failure::not_found("person"));
        }
        duties.retain(|duty| duty.person.as_ref() == Some(subject));
    }
    let busy = |row: &rows::Person| duties.iter().any(|duty| duty.person.as_ref() == Some(&row.id));
    let rostered = |row: &rows::Person| row.active && row.kind != "staff";
    people.retain(|row| busy(row) || rostered(row));
    people.sort_by(|one, other| (&one.kind, &one.sort_key, &one.id).cmp(&(&other.kind, &other.sort_key, &other.id)));
    let people = people.into_iter().map(|row| RosterPerson { id: row.id, name: row.name, kind: row.kind }).collect();
    Ok(RosterWeek { days, people, duties, absences })
}

/// A run keeps its crew from departure to return: one duty a day.
fn crew_duties(run: &rows::CaravanRun, member: &rows::CaravanCrew) -> Vec<Duty> {
    let mut duties = Vec::new();
    let mut day = run.departs - minute_of_day(run.departs);
    while day < run.returns {
        duties.push(Duty {
            id: format!("{}/{day}", member.id),
            person: Some(member.person_id.clone()),
            kind: SessionKind::Caravan,
            title: run.title.clone(),
            place: String::new(),
            role: member.duty.clone(),
            starts: run.departs.max(day),
            ends: run.returns.min(day + DAY_MINUTES),
            overrides: Vec::new(),
        });
        day += DAY_MINUTES;
    }
    duties
}

/// The runs on the road in the period; the one that is asked for, whenever it is.
fn runs(request: &Request, call: &Call<'_>) -> Result<Vec<RunSheet>, Failure> {
    let bounds = [Value::from(request.from), Value::from(request.until())];
    call.snapshot
        .rows::<rows::CaravanRun>(&statement::CARAVAN_RUN_BETWEEN, &bounds)?
        .into_iter()
        .map(|row| RunSheet::with(call, row))
        .collect()
}

/// The papers of the runs in the period, or of the one that is asked for.
pub(super) fn run_sheet(request: &Request, call: &Call<'_>) -> Result<print::RunSheet, Failure> {
    let sheets = match &request.subject {
        Some(id) => vec![RunSheet::load(call, id)?],
        None => {
            let mut sheets = runs(request, call)?;
            // A run whose stops are all called off drives nowhere.
            sheets.retain(|sheet| sheet.standing().next().is_some());
            sheets
        }
    };
    let world = RoadWorld::of_runs(call, Span { starts: request.from, ends: request.until() }, &sheets)?;
    let runs = sheets.iter().map(|sheet| run(sheet, &world, call)).collect::<Result<_, _>>()?;
    Ok(print::RunSheet { runs })
}

fn run(sheet: &RunSheet, world: &RoadWorld, call: &Call<'_>) -> Result<Run, Failure> {
    let row = &sheet.row;
    let proposal = sheet.proposal(world);
    let clock = itinerary(&proposal, &world.settings);
    let department = match sheet.standing().find_map(|stop| stop.session.row.department_id.clone()) {
        Some(id) => call.find::<rows::Department>(&id)?.map(|department| department.name),
        None => None,
    };
    let home = clock.legs.last();
    let home = Leg {
        departs: home.map_or(row.return_departs, |leg| leg.departs),
        arrives: home.map_or(row.returns, |leg| leg.arrives),
        breaks: home.map_or(0, |leg| leg.breaks),
    };
    let mut crew: Vec<CrewMember> = sheet.crew.iter().filter_map(|member| crew_member(member, world)).collect();
    crew.sort_by_key(|member| !member.drives);
    Ok(Run {
        id: row.id.clone(),
        title: row.title.clone(),
        departs: row.departs,
        returns: row.returns,
        vehicle: row.vehicle_id.as_ref().and_then(|id| world.vehicle_rows.get(id)).map(vehicle),
        kit: row.kit_id.as_ref().and_then(|id| world.kits.get(id)).map(|kit| kit.name.clone()),
        department,
        remark: row.remark.clone(),
        crew,
        stops: sheet
            .standing()
            .zip(&clock.legs)
            .map(|(one, leg)| stop(one, world, Leg { departs: leg.departs, arrives: leg.arrives, breaks: leg.breaks }))
            .collect(),
        home: home.with(row.return_drive_minutes, row.return_drive_metres),
        load: sheet
            .load
            .iter()
            .map(|line| LoadLine {
                id: line.id.clone(),
                name: line.name.clone(),
                quantity: line.quantity,
                loaded: line.loaded,
            })
            .collect(),
        overrides: sheet.findings.iter().map(passed).collect(),
    })
}

/// The clock of a drive.
struct Leg {
    departs: Minute,
    arrives: Minute,
    breaks: i64,
}

impl Leg {
    fn with(self, minutes: i64, metres: i64) -> print::Drive {
        print::Drive { departs: self.departs, arrives: self.arrives, breaks: self.breaks, minutes, metres }
    }
}

fn vehicle(row: &rows::Vehicle) -> print::Vehicle {
    print::Vehicle {
        name: row.name.clone(),
        plate: row.plate.clone(),
        licence_class: row.licence_class.clone(),
        inspection_expires: row.inspection_expires,
        insurance_expires: row.insurance_expires,
    }
}

fn crew_member(member: &rows::CaravanCrew, world: &RoadWorld) -> Option<CrewMember> {
    let person = world.person_rows.get(&member.person_id)?;
    Some(CrewMember {
        id: person.id.clone(),
        name: person.name.clone(),
        phone: person.phone.clone(),
        drives: member.duty == "driver",
        licence_class: person.licence_class.clone(),
    })
}

fn stop(sheet: &StopSheet, world: &RoadWorld, leg: Leg) -> Stop {
    let (row, session) = (&sheet.row, &sheet.session.row);
    let site = world.sites.get(&row.site_id);
    let of_site = |take: fn(&rows::Site) -> Option<String>| site.and_then(take);
    let remarks: Vec<String> =
        [session.remark.clone(), of_site(|site| site.remark.clone())].into_iter().flatten().collect();
    Stop {
        id: session.id.clone(),
        title: session.title.clone(),
        state: sheet.session.state(),
        starts: session.starts,
        ends: session.ends,
        site: site.map(|site| site.name.clone()).unwrap_or_default(),
        district: district_name(world.district(&row.site_id), session.starts),
        address: of_site(|site| site.address.clone()),
        contact: of_site(|site| site.contact_name.clone()),
        phone: of_site(|site| site.contact_phone.clone()),
        outreach_place: row.outreach_place.clone(),
        power: of_site(|site| site.power.clone()),
        parking: of_site(|site| site.parking.clone()),
        capacity: session.capacity,
        remark: (!remarks.is_empty()).then(|| remarks.join("\n")),
        drive: leg.with(row.drive_minutes, row.drive_metres),
        overnight: row.overnight.clone(),
        overrides: sheet.session.findings.iter().map(passed).collect(),
    }
}

/// What a district was called on the day; the code of one that never was.
fn district_name(code: &str, at: Minute) -> String {
    date_of(at)
        .and_then(|date| rules::region::named(code, date))
        .map_or_else(|| code.to_owned(), |region| region.name.to_owned())
}
