//! A run with all its rows, as commands work on it: where it stands, what it is as a draft and for the rules.

use rules::road::{Drive, DriveSource, MUSEUM, OutreachPlace, RunProposal, RunStop};
use rules::session::SessionState;
use rules::space::{kit_resource, person_resource, vehicle_resource};
use rules::time::Span;
use store::{Value, rows, statement};

use super::draft::{GivenDrive, LoadDraft, RunDraft, StopDraft};
use super::facts::RoadWorld;
use crate::Failure;
use crate::facts::must_find;
use crate::gate::Call;
use crate::session::Sheet;

/// A stop with its session.
#[derive(Debug, Clone)]
pub(crate) struct StopSheet {
    pub(crate) row: rows::CaravanStop,
    pub(crate) session: Sheet,
}

impl StopSheet {
    /// Whether it belongs to the run's plan: what was cancelled or moved away no longer does.
    pub(crate) fn stands(&self) -> bool {
        !matches!(self.session.state(), SessionState::Moved | SessionState::Cancelled)
    }
}

/// A run with all its rows, as commands work on it.
#[derive(Debug, Clone)]
pub(crate) struct RunSheet {
    pub(crate) row: rows::CaravanRun,
    pub(crate) crew: Vec<rows::CaravanCrew>,
    /// In order of start, cancelled ones included, those that were moved away not.
    pub(crate) stops: Vec<StopSheet>,
    pub(crate) load: Vec<rows::CaravanLoad>,
    pub(crate) findings: Vec<rows::Finding>,
}

impl RunSheet {
    /// Loads one run.
    pub(crate) fn load(call: &Call<'_>, id: &str) -> Result<RunSheet, Failure> {
        RunSheet::with(call, must_find::<rows::CaravanRun>(call, id, "run")?)
    }

    /// Loads what belongs to a run's row.
    pub(crate) fn with(call: &Call<'_>, row: rows::CaravanRun) -> Result<RunSheet, Failure> {
        let by = [Value::from(row.id.as_str())];
        let mut stops = Vec::new();
        for stop in call.snapshot.rows::<rows::CaravanStop>(&statement::CARAVAN_STOP_OF, &by)? {
            let session = Sheet::load(call, &stop.session_id)?;
            if session.state() != SessionState::Moved {
                stops.push(StopSheet { row: stop, session });
            }
        }
        stops.sort_by(|one, other| {
            let key = |stop: &StopSheet| (stop.session.row.starts, stop.row.id.clone());
            key(one).cmp(&key(other))
        });
        Ok(RunSheet {
            crew: call.snapshot.rows(&statement::CARAVAN_CREW_OF, &by)?,
            load: call.snapshot.rows(&statement::CARAVAN_LOAD_OF, &by)?,
            findings: call.snapshot.rows(&statement::FINDING_OF, &by)?,
            stops,
            row,
        })
    }

    /// The stops of the plan.
    pub(crate) fn standing(&self) -> impl Iterator<Item = &StopSheet> {
        self.stops.iter().filter(|stop| stop.stands())
    }

    /// Whether the run holds its vehicle, kit and people.
    pub(crate) fn occupies(&self) -> bool {
        self.stops.iter().any(|stop| stop.session.state().occupies())
    }

    /// Where the run stands: cancelled with its last stop, in progress between the first stop that
    /// was held and the last that was not, else as its least advanced stop.
    pub(crate) fn state(&self) -> SessionState {
        let states: Vec<SessionState> = self.standing().map(|stop| stop.session.state()).collect();
        let Some(least) = states.iter().copied().min() else { return SessionState::Cancelled };
        let over = |state: &SessionState| !state.is_open();
        if least.is_open() && states.iter().any(over) { SessionState::InProgress } else { least }
    }

    /// What it takes: its vehicle, its kit, its people.
    pub(crate) fn resources(&self) -> Vec<String> {
        let people = self.crew.iter().map(|row| person_resource(&row.person_id));
        let vehicle = self.row.vehicle_id.as_deref().map(vehicle_resource);
        let kit = self.row.kit_id.as_deref().map(kit_resource);
        people.chain(vehicle).chain(kit).collect()
    }

    pub(crate) fn people(&self, duty: &str) -> Vec<String> {
        self.crew.iter().filter(|row| row.duty == duty).map(|row| row.person_id.clone()).collect()
    }

    /// The drives as they were saved, with where they come from.
    pub(crate) fn saved_drives(&self, world: &RoadWorld) -> Vec<Drive> {
        let museum = MUSEUM;
        let mut from = museum;
        let mut drives = Vec::new();
        for stop in self.standing() {
            let to = world.district(&stop.row.site_id);
            drives.push(saved_drive(world, from, to, stop.row.drive_minutes, stop.row.drive_metres));
            from = to;
        }
        let row = &self.row;
        drives.push(saved_drive(world, from, museum, row.return_drive_minutes, row.return_drive_metres));
        drives
    }

    /// What the run is, as a draft that could be saved again.
    pub(crate) fn draft(&self, world: &RoadWorld) -> RunDraft {
        let row = &self.row;
        let given = |drive: &Drive| {
            (drive.source == DriveSource::Given)
                .then_some(GivenDrive { minutes: drive.minutes, metres: Some(drive.metres) })
        };
        let drives = self.saved_drives(world);
        RunDraft {
            id: Some(row.id.clone()),
            revision: Some(row.revision),
            title: row.title.clone(),
            department: self.standing().find_map(|stop| stop.session.row.department_id.clone()),
            departs: row.departs,
            returns: row.returns,
            vehicle: row.vehicle_id.clone(),
            kit: row.kit_id.clone(),
            drivers: self.people("driver"),
            crew: self.people("crew"),
            stops: self
                .standing()
                .zip(&drives)
                .map(|(stop, drive)| {
                    let session = &stop.session.row;
                    StopDraft {
                        session: Some(session.id.clone()),
                        title: Some(session.title.clone()),
                        site: stop.row.site_id.clone(),
                        outreach_place: outreach_place(&stop.row),
                        departs: stop.row.departs,
                        starts: session.starts,
                        ends: session.ends,
                        drive: given(drive),
                        overnight: stop.row.overnight.clone(),
                        capacity: session.capacity,
                        remark: session.remark.clone(),
                    }
                })
                .collect(),
            return_departs: row.return_departs,
            return_drive: drives.last().and_then(given),
            load: Some(
                self.load.iter().map(|row| LoadDraft { name: row.name.clone(), quantity: row.quantity }).collect(),
            ),
            remark: row.remark.clone(),
        }
    }

    /// The run as the rules see it, with the drives it was saved with.
    pub(crate) fn proposal(&self, world: &RoadWorld) -> RunProposal {
        let row = &self.row;
        RunProposal {
            id: Some(row.id.clone()),
            title: row.title.clone(),
            span: Span { starts: row.departs, ends: row.returns },
            vehicle: row.vehicle_id.clone(),
            kit: row.kit_id.clone(),
            drivers: self.people("driver"),
            crew: self.people("crew"),
            stops: self
                .standing()
                .map(|stop| {
                    let site = world.sites.get(&stop.row.site_id);
                    RunStop {
                        site: stop.row.site_id.clone(),
                        site_name: site.map(|site| site.name.clone()).unwrap_or_default(),
                        site_active: site.is_some_and(|site| site.active),
                        departs: stop.row.departs,
                        drive_minutes: stop.row.drive_minutes,
                        drive_metres: stop.row.drive_metres,
                        span: Span { starts: stop.session.row.starts, ends: stop.session.row.ends },
                    }
                })
                .collect(),
            return_departs: row.return_departs,
            return_drive_minutes: row.return_drive_minutes,
            return_drive_metres: row.return_drive_metres,
        }
    }
}

pub(super) fn outreach_place(row: &rows::CaravanStop) -> OutreachPlace {
    OutreachPlace::from_code(&row.outreach_place).unwrap_or(OutreachPlace::School)
}

/// A saved drive is the table's as long as they agree.
fn saved_drive(world: &RoadWorld, from: &str, to: &str, minutes: i64, metres: i64) -> Drive {
    match world.roads.drive(from, to, &world.settings) {
        Some(known) if known.minutes == minutes && known.metres == metres => known,
        _ => Drive { minutes, metres, source: DriveSource::Given, provenance: None },
    }
}
