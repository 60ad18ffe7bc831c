//! Runs as the page and the papers see them.

use rules::conflict::Clash;
use rules::region;
use rules::road::{Drive, DriveSource, DrivingDay, Itinerary, MUSEUM, OutreachPlace, RunProposal, itinerary};
use rules::session::SessionState;
use rules::time::{DAY_MINUTES, Minute, Span, date_of};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Value, rows, statement};
use ts_rs::TS;

use super::draft::RunDraft;
use super::facts::RoadWorld;
use super::sheet::{RunSheet, outreach_place};
use crate::access::Access;
use crate::gate::{Call, Command, Effect};
use crate::session::{FindingView, finding_view};
use crate::{Failure, input};

/// Days a list of runs may reach over.
const LIST_MINUTES_MAX: i64 = 400 * DAY_MINUTES;

/// Something named, as the page shows it.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct RunPart {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// A vehicle's plate, a person's masked phone.
    pub note: Option<String>,
}

/// A drive of a run, with its clock.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct LegView {
    /// When the vehicle leaves.
    pub departs: Minute,
    /// When it is there, breaks included.
    pub arrives: Minute,
    /// Breaks that the law of the road puts into it.
    pub breaks: i64,
    /// The minutes and metres, and where they come from.
    pub drive: Drive,
    /// What the table says, where that is known.
    pub table: Option<Drive>,
}

/// A stop as the page shows it.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct StopView {
    /// The id of its session.
    pub session: String,
    /// Where that stands, at this minute.
    pub state: SessionState,
    /// Title.
    pub title: String,
    /// The site's id.
    pub site: String,
    /// The site's name.
    pub site_name: String,
    /// The code of its district.
    pub district: String,
    /// The name of its district.
    pub district_name: String,
    /// The kind of place.
    pub outreach_place: OutreachPlace,
    /// When the public comes.
    pub starts: Minute,
    /// When it ends.
    pub ends: Minute,
    /// The drive to it; nothing for a cancelled stop.
    pub leg: Option<LegView>,
    /// Where the night after it is spent.
    pub overnight: Option<String>,
    /// People expected.
    pub capacity: Option<i64>,
    /// Whom to ask for.
    pub contact_name: Option<String>,
    /// Their phone, masked.
    pub contact_phone: Option<String>,
    /// Remark.
    pub remark: Option<String>,
    /// Why it was cancelled.
    pub reason_code: Option<String>,
    /// The same in words.
    pub reason_text: Option<String>,
}

/// A line of the load list.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct LoadView {
    /// Id.
    pub id: String,
    /// What is loaded.
    pub name: String,
    /// How many.
    pub quantity: i64,
    /// Whether it is on the vehicle.
    pub loaded: bool,
}

/// What a run still lacks before it can be published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum RunLack {
    /// No vehicle is named.
    Vehicle,
    /// Nobody drives.
    Driver,
}

impl RunLack {
    /// What a run lacks.
    pub(crate) fn of(row: &rows::CaravanRun, drivers: usize) -> Vec<RunLack> {
        let vehicle = row.vehicle_id.is_none().then_some(RunLack::Vehicle);
        let driver = (drivers == 0).then_some(RunLack::Driver);
        vehicle.into_iter().chain(driver).collect()
    }
}

/// A run as the page shows it.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct RunView {
    /// Id.
    pub id: String,
    /// Revision, for saving.
    pub revision: i64,
    /// Title.
    pub title: String,
    /// Where it stands at this minute.
    pub state: SessionState,
    /// When it leaves.
    pub departs: Minute,
    /// When it is back.
    pub returns: Minute,
    /// The vehicle.
    pub vehicle: Option<RunPart>,
    /// The kit.
    pub kit: Option<RunPart>,
    /// Who drives.
    pub drivers: Vec<RunPart>,
    /// Who comes along.
    pub crew: Vec<RunPart>,
    /// The stops in order, cancelled ones included.
    pub stops: Vec<StopView>,
    /// The drive home.
    pub home: LegView,
    /// The days with their driving.
    pub days: Vec<DrivingDay>,
    /// Minutes at the wheel altogether.
    pub drive_minutes: i64,
    /// Metres on the road altogether.
    pub drive_metres: i64,
    /// Nights away from the museum.
    pub nights: i64,
    /// People expected altogether.
    pub capacity: i64,
    /// The load list.
    pub load: Vec<LoadView>,
    /// What it lacks before it can be published.
    pub lacks: Vec<RunLack>,
    /// Soft clashes that were let pass.
    pub findings: Vec<FindingView>,
    /// Clashes that stand now and that nobody let pass: facts moved under it, or it is a draft.
    pub clashes: Vec<Clash>,
    /// The run as it could be saved again.
    pub draft: RunDraft,
}

/// What a district was or is called on the day of a minute; its code where nobody knows it.
pub(super) fn district_name(code: &str, minute: Minute) -> String {
    region::named(code, date_of(minute).unwrap_or_default()).map_or(code, |region| region.name).to_owned()
}

/// A phone as screens show it: 138****1234.
fn masked(phone: &str) -> String {
    let letters: Vec<char> = phone.chars().collect();
    if letters.len() < 8 {
        return "****".to_owned();
    }
    let (head, tail): (String, String) = (letters[..3].iter().collect(), letters[letters.len() - 4..].iter().collect());
    format!("{head}****{tail}")
}

fn legs(clock: &Itinerary, drives: &[Drive], tables: Vec<Option<Drive>>) -> Vec<LegView> {
    clock
        .legs
        .iter()
        .zip(drives)
        .zip(tables)
        .map(|((leg, drive), table)| LegView {
            departs: leg.departs,
            arrives: leg.arrives,
            breaks: leg.breaks,
            drive: drive.clone(),
            table,
        })
        .collect()
}

/// The legs of a run with what the table says of each.
pub(crate) fn leg_views(run: &RunProposal, drives: &[Drive], clock: &Itinerary, world: &RoadWorld) -> Vec<LegView> {
    let museum = MUSEUM;
    let mut from = museum;
    let mut tables = Vec::new();
    for to in run.stops.iter().map(|stop| world.district(&stop.site)).chain([museum]) {
        tables.push(world.roads.drive(from, to, &world.settings));
        from = to;
    }
    legs(clock, drives, tables)
}

impl RunSheet {
    fn parts(&self, duty: &str, world: &RoadWorld) -> Vec<RunPart> {
        let part = |id: String| {
            let row = world.person_rows.get(&id);
            RunPart {
                name: row.map(|row| row.name.clone()).unwrap_or_default(),
                note: row.and_then(|row| row.phone.as_deref()).map(masked),
                id,
            }
        };
        self.people(duty).into_iter().map(part).collect()
    }

    fn stop_views(&self, legs: &mut dyn Iterator<Item = LegView>, world: &RoadWorld, now: Minute) -> Vec<StopView> {
        self.stops
            .iter()
            .map(|stop| {
                let (row, session) = (&stop.row, &stop.session.row);
                let site = world.sites.get(&row.site_id);
                StopView {
                    session: session.id.clone(),
                    state: stop.session.state().at(session.starts, session.ends, now),
                    title: session.title.clone(),
                    site: row.site_id.clone(),
                    site_name: site.map(|site| site.name.clone()).unwrap_or_default(),
                    district: world.district(&row.site_id).to_owned(),
                    district_name: district_name(world.district(&row.site_id), session.starts),
                    outreach_place: outreach_place(row),
                    starts: session.starts,
                    ends: session.ends,
                    leg: if stop.stands() { legs.next() } else { None },
                    overnight: row.overnight.clone(),
                    capacity: session.capacity,
                    contact_name: site.and_then(|site| site.contact_name.clone()),
                    contact_phone: site.and_then(|site| site.contact_phone.as_deref()).map(masked),
                    remark: session.remark.clone(),
                    reason_code: session.reason_code.clone(),
                    reason_text: session.reason_text.clone(),
                }
            })
            .collect()
    }

    /// The drive home by itself; an itinerary always ends with it, so this only keeps the types honest.
    fn plain_home(&self) -> LegView {
        let row = &self.row;
        LegView {
            departs: row.return_departs,
            arrives: row.return_departs + row.return_drive_minutes,
            breaks: 0,
            drive: Drive {
                minutes: row.return_drive_minutes,
                metres: row.return_drive_metres,
                source: DriveSource::Given,
                provenance: None,
            },
            table: None,
        }
    }

    /// What the page shows, judged against the world as it is now.
    pub(crate) fn view(&self, world: &RoadWorld, now: Minute) -> RunView {
        let row = &self.row;
        let run = self.proposal(world);
        let clock = itinerary(&run, &world.settings);
        let drives = self.saved_drives(world);
        let mut legs = leg_views(&run, &drives, &clock, world);
        let home = legs.pop().unwrap_or_else(|| self.plain_home());
        let findings: Vec<FindingView> = self.findings.iter().filter_map(finding_view).collect();
        let state = self.state();
        let clashes = if state.is_open() && row.returns > now {
            let mut clashes = world.judge(&run).clashes;
            clashes.retain(|clash| !findings.iter().any(|finding| finding.clash.key() == clash.key()));
            clashes
        } else {
            Vec::new()
        };
        let vehicle = row.vehicle_id.as_ref().and_then(|id| world.vehicle_rows.get(id));
        RunView {
            id: row.id.clone(),
            revision: row.revision,
            title: row.title.clone(),
            state: state.at(row.departs, row.returns, now),
            departs: row.departs,
            returns: row.returns,
            vehicle: vehicle.map(|vehicle| RunPart {
                id: vehicle.id.clone(),
                name: vehicle.name.clone(),
                note: Some(vehicle.plate.clone()),
            }),
            kit: row.kit_id.as_ref().and_then(|id| world.kits.get(id)).map(|kit| RunPart {
                id: kit.id.clone(),
                name: kit.name.clone(),
                note: None,
            }),
            drivers: self.parts("driver", world),
            crew: self.parts("crew", world),
            stops: self.stop_views(&mut legs.into_iter(), world, now),
            home,
            days: clock.days,
            drive_minutes: clock.drive_minutes,
            drive_metres: clock.drive_metres,
            nights: (row.returns - 1).div_euclid(DAY_MINUTES) - row.departs.div_euclid(DAY_MINUTES),
            capacity: self.standing().filter_map(|stop| stop.session.row.capacity).sum(),
            load: self
                .load
                .iter()
                .map(|line| LoadView {
                    id: line.id.clone(),
                    name: line.name.clone(),
                    quantity: line.quantity,
                    loaded: line.loaded,
                })
                .collect(),
            lacks: RunLack::of(row, run.drivers.len()),
            findings,
            clashes,
            draft: self.draft(world),
        }
    }
}

/// Lists the runs that touch a stretch of days.
pub struct RunList;

/// Which stretch.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct RunListArguments {
    /// First minute.
    pub from: Minute,
    /// The minute after the last.
    pub to: Minute,
}

/// The runs in order of departure.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Runs {
    /// The runs.
    pub runs: Vec<RunView>,
}

impl Command for RunList {
    type Arguments = RunListArguments;
    type Answer = Runs;
    const NAME: &'static str = "run_list";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<Runs, Failure> {
        let span = input::span(arguments.from, arguments.to, LIST_MINUTES_MAX)?;
        let bounds = [Value::from(span.starts), Value::from(span.ends)];
        let found = call.snapshot.rows::<rows::CaravanRun>(&statement::CARAVAN_RUN_BETWEEN, &bounds)?;
        let runs: Vec<RunSheet> = found.into_iter().map(|row| RunSheet::with(call, row)).collect::<Result<_, _>>()?;
        let world = RoadWorld::of_runs(call, span, &runs)?;
        Ok(Runs { runs: runs.iter().map(|run| run.view(&world, call.now)).collect() })
    }
}

/// Reads one run.
pub struct RunRead;

/// Which one.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct RunReadArguments {
    /// Its id.
    pub id: String,
}

impl Command for RunRead {
    type Arguments = RunReadArguments;
    type Answer = RunView;
    const NAME: &'static str = "run_read";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<RunView, Failure> {
        let sheet = RunSheet::load(call, &arguments.id)?;
        let span = Span { starts: sheet.row.departs, ends: sheet.row.returns };
        let world = RoadWorld::of_runs(call, span, std::slice::from_ref(&sheet))?;
        Ok(sheet.view(&world, call.now))
    }
}
