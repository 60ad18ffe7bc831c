//! A run as somebody would like it, before any rule has spoken.

use rules::road::{Drive, DriveSource, MUSEUM, OutreachPlace, RoadSettings, RunProposal, RunStop};
use rules::time::{DAY_MINUTES, Minute, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::rows;
use ts_rs::TS;

use super::facts::RoadWorld;
use super::read::district_name;
use crate::facts::must_exist;
use crate::gate::Call;
use crate::{Failure, input};

/// A run may last two months at most: longer things are tours.
const RUN_MINUTES_MAX: i64 = 62 * DAY_MINUTES;
/// A stop may last two days at most.
const STOP_MINUTES_MAX: i64 = 2 * DAY_MINUTES;
/// Minutes a single drive may take, breaks aside.
const DRIVE_MINUTES_MAX: i64 = 2 * DAY_MINUTES;
/// Metres a single drive may take.
const DRIVE_METRES_MAX: i64 = 5_000_000;
const STOPS_MAX: i64 = 40;
const DRIVERS_MAX: i64 = 6;
const CREW_MAX: i64 = 60;
const LOAD_MAX: i64 = 300;

/// A drive whose time the planner gives for this run alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct GivenDrive {
    /// Minutes at the wheel, without breaks.
    pub minutes: i64,
    /// Metres on the road; from the table, or by the usual speed, where left out.
    #[serde(default)]
    pub metres: Option<i64>,
}

/// A stop as somebody would like it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct StopDraft {
    /// The id of its session where it exists.
    #[serde(default)]
    pub session: Option<String>,
    /// Its title; the site's name where left out.
    #[serde(default)]
    pub title: Option<String>,
    /// The site's id.
    pub site: String,
    /// What kind of place it is for the outreach programme.
    pub outreach_place: OutreachPlace,
    /// When the vehicle leaves for it.
    pub departs: Minute,
    /// When the public comes.
    pub starts: Minute,
    /// When it ends.
    pub ends: Minute,
    /// The drive to it, where it is not the table's.
    #[serde(default)]
    pub drive: Option<GivenDrive>,
    /// Where the night after it is spent.
    #[serde(default)]
    pub overnight: Option<String>,
    /// People expected.
    #[serde(default)]
    pub capacity: Option<i64>,
    /// Remark for the run sheet.
    #[serde(default)]
    pub remark: Option<String>,
}

/// A line of the load list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct LoadDraft {
    /// What is loaded.
    pub name: String,
    /// How many.
    pub quantity: i64,
}

/// A run as somebody would like it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct RunDraft {
    /// Its id where it exists.
    #[serde(default)]
    pub id: Option<String>,
    /// The revision it was read with.
    #[serde(default)]
    pub revision: Option<i64>,
    /// Title.
    pub title: String,
    /// The organising department's id.
    #[serde(default)]
    pub department: Option<String>,
    /// When vehicle and people leave the museum.
    pub departs: Minute,
    /// When they are back.
    pub returns: Minute,
    /// The vehicle's id.
    #[serde(default)]
    pub vehicle: Option<String>,
    /// The kit's id.
    #[serde(default)]
    pub kit: Option<String>,
    /// Who drives; several take turns.
    #[serde(default)]
    pub drivers: Vec<String>,
    /// Who comes along.
    #[serde(default)]
    pub crew: Vec<String>,
    /// The stops in order, 1 to 40.
    pub stops: Vec<StopDraft>,
    /// When the vehicle leaves for home.
    pub return_departs: Minute,
    /// The drive home, where it is not the table's.
    #[serde(default)]
    pub return_drive: Option<GivenDrive>,
    /// The load list; the kit's where left out, and unchanged where the kit stays.
    #[serde(default)]
    pub load: Option<Vec<LoadDraft>>,
    /// Remark for the run sheet.
    #[serde(default)]
    pub remark: Option<String>,
}

fn count<T>(field: &str, list: &[T], least: i64, most: i64) -> Result<(), Failure> {
    input::number(field, i64::try_from(list.len()).unwrap_or(i64::MAX), least, most).map(drop)
}

impl GivenDrive {
    fn checked(&self, field: &str) -> Result<(), Failure> {
        input::number(field, self.minutes, 0, DRIVE_MINUTES_MAX)?;
        input::optional_number(field, self.metres, 0, DRIVE_METRES_MAX)?;
        Ok(())
    }
}

impl StopDraft {
    fn checked(mut self, call: &Call<'_>) -> Result<StopDraft, Failure> {
        must_exist::<rows::Site>(call, Some(&self.site), "site")?;
        self.title = input::optional_line("stops.title", self.title.as_deref())?;
        input::span(self.starts, self.ends, STOP_MINUTES_MAX)?;
        input::minute("stops.departs", self.departs)?;
        if let Some(drive) = &self.drive {
            drive.checked("stops.drive")?;
        }
        self.overnight = input::optional_line("stops.overnight", self.overnight.as_deref())?;
        input::optional_number("stops.capacity", self.capacity, 1, 1_000_000)?;
        self.remark = input::optional_note("stops.remark", self.remark.as_deref())?;
        Ok(self)
    }
}

impl RunDraft {
    /// Checks everything a rule need not look at, and tidies the texts.
    pub(crate) fn checked(mut self, call: &Call<'_>) -> Result<RunDraft, Failure> {
        self.title = input::line("title", &self.title)?;
        input::span(self.departs, self.returns, RUN_MINUTES_MAX)?;
        input::minute("return_departs", self.return_departs)?;
        self.remark = input::optional_note("remark", self.remark.as_deref())?;
        must_exist::<rows::Department>(call, self.department.as_deref(), "department")?;
        must_exist::<rows::Vehicle>(call, self.vehicle.as_deref(), "vehicle")?;
        must_exist::<rows::Kit>(call, self.kit.as_deref(), "kit")?;
        count("stops", &self.stops, 1, STOPS_MAX)?;
        count("drivers", &self.drivers, 0, DRIVERS_MAX)?;
        count("crew", &self.crew, 0, CREW_MAX)?;
        let mut people: Vec<&String> = self.drivers.iter().chain(&self.crew).collect();
        for person in &people {
            must_exist::<rows::Person>(call, Some(person), "person")?;
        }
        people.sort();
        if people.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(Failure::new("arguments_invalid").fact("field", "crew"));
        }
        let mut sessions: Vec<&String> = self.stops.iter().filter_map(|stop| stop.session.as_ref()).collect();
        sessions.sort();
        if sessions.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(Failure::new("arguments_invalid").fact("field", "stops.session"));
        }
        self.stops = self.stops.into_iter().map(|stop| stop.checked(call)).collect::<Result<_, _>>()?;
        if let Some(drive) = &self.return_drive {
            drive.checked("return_drive")?;
        }
        if let Some(load) = &mut self.load {
            count("load", load, 0, LOAD_MAX)?;
            for line in load {
                line.name = input::line("load.name", &line.name)?;
                input::number("load.quantity", line.quantity, 1, 100_000)?;
            }
        }
        Ok(self)
    }

    /// Everything the run touches, its odd times included: what facts are loaded for.
    pub(crate) fn span(&self) -> Span {
        let starts = self.stops.iter().map(|stop| stop.departs.min(stop.starts)).min().unwrap_or(self.departs);
        let ends = self.stops.iter().map(|stop| stop.ends).max().unwrap_or(self.returns);
        Span { starts: starts.min(self.departs), ends: ends.max(self.returns) }
    }
}

/// A draft with its drives, as the rules judge it.
pub(crate) struct Plan {
    /// The draft.
    pub(crate) draft: RunDraft,
    /// As the rules see it.
    pub(crate) proposal: RunProposal,
    /// One drive a stop, and the one home.
    pub(crate) drives: Vec<Drive>,
}

impl Plan {
    /// Finds each drive: the planner's own, else the table's.
    ///
    /// # Errors
    /// `travel_time_unknown` where neither knows one.
    pub(crate) fn of(draft: RunDraft, world: &RoadWorld) -> Result<Plan, Failure> {
        let museum = MUSEUM;
        let mut from = museum;
        let mut drives = Vec::new();
        for stop in &draft.stops {
            let to = world.district(&stop.site);
            drives.push(drive(world, from, to, stop.drive.as_ref(), stop.departs)?);
            from = to;
        }
        drives.push(drive(world, from, museum, draft.return_drive.as_ref(), draft.return_departs)?);
        let proposal = proposal(&draft, &drives, world);
        Ok(Plan { draft, proposal, drives })
    }
}

fn drive(world: &RoadWorld, from: &str, to: &str, given: Option<&GivenDrive>, at: Minute) -> Result<Drive, Failure> {
    let known = world.roads.drive(from, to, &world.settings);
    match (given, known) {
        (None, Some(known)) => Ok(known),
        (None, None) => {
            let named = |code: &str| {
                let code = if code == MUSEUM { world.settings.museum_district.as_str() } else { code };
                district_name(code, at)
            };
            Err(Failure::new("travel_time_unknown").fact("from", named(from)).fact("to", named(to)))
        }
        (Some(given), known) => Ok(Drive {
            minutes: given.minutes,
            metres: given
                .metres
                .or(known.map(|known| known.metres))
                .unwrap_or_else(|| metres_in(given.minutes, &world.settings)),
            source: DriveSource::Given,
            provenance: None,
        }),
    }
}

fn metres_in(minutes: i64, settings: &RoadSettings) -> i64 {
    minutes * settings.speed_kilometres_an_hour * 1000 / 60
}

fn proposal(draft: &RunDraft, drives: &[Drive], world: &RoadWorld) -> RunProposal {
    let home = drives.last();
    RunProposal {
        id: draft.id.clone(),
        title: draft.title.clone(),
        span: Span { starts: draft.departs, ends: draft.returns },
        vehicle: draft.vehicle.clone(),
        kit: draft.kit.clone(),
        drivers: draft.drivers.clone(),
        crew: draft.crew.clone(),
        stops: draft
            .stops
            .iter()
            .zip(drives)
            .map(|(stop, drive)| {
                let site = world.sites.get(&stop.site);
                RunStop {
                    site: stop.site.clone(),
                    site_name: site.map(|site| site.name.clone()).unwrap_or_default(),
                    site_active: site.is_some_and(|site| site.active),
                    departs: stop.departs,
                    drive_minutes: drive.minutes,
                    drive_metres: drive.metres,
                    span: Span { starts: stop.starts, ends: stop.ends },
                }
            })
            .collect(),
        return_departs: draft.return_departs,
        return_drive_minutes: home.map_or(0, |drive| drive.minutes),
        return_drive_metres: home.map_or(0, |drive| drive.metres),
    }
}

/// The draft with what a proposal made from it has changed.
pub(crate) fn applied(draft: &RunDraft, proposal: &RunProposal) -> RunDraft {
    let mut draft = draft.clone();
    (draft.departs, draft.returns) = (proposal.span.starts, proposal.span.ends);
    (draft.vehicle, draft.kit) = (proposal.vehicle.clone(), proposal.kit.clone());
    (draft.drivers, draft.crew) = (proposal.drivers.clone(), proposal.crew.clone());
    draft.return_departs = proposal.return_departs;
    for (stop, proposed) in draft.stops.iter_mut().zip(&proposal.stops) {
        (stop.departs, stop.starts, stop.ends) = (proposed.departs, proposed.span.starts, proposed.span.ends);
    }
    draft
}
