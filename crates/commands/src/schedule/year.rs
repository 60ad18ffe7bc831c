//! A year's load: per kind, per hall, per person and per vehicle, counted by `rules::load`.

use std::collections::{BTreeMap, HashMap, HashSet};

use rules::conflict::PersonKind;
use rules::load::{Year, YearRow, counts};
use rules::session::{SessionKind, SessionState};
use rules::time::{Minute, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Value, rows, statement};
use ts_rs::TS;

use crate::access::Access;
use crate::facts::space_tree;
use crate::gate::{Call, Command, Effect};
use crate::session::{Sheet, load_between};
use crate::{Failure, input};

/// The years that can be looked at: those of the schedule.
const YEARS: (i64, i64) = (1990, 2099);

/// Which year.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct YearLoadArguments {
    /// Its number.
    pub year: i64,
}

/// The load of a kind of session.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct KindLoad {
    /// The kind.
    pub kind: SessionKind,
    /// Its year.
    pub load: YearRow,
}

/// The load of a hall, a person, a vehicle.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct NamedLoad {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Its year.
    pub load: YearRow,
}

/// A year's load. A session counts once in each row it belongs to: rows of halls and people overlap, kinds do not.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct YearLoadView {
    /// The year.
    pub year: i64,
    /// The Monday of its first week, perhaps in the year before.
    pub first_week: Minute,
    /// All that counts, each session once.
    pub all: YearRow,
    /// By kind; only kinds that occur.
    pub kinds: Vec<KindLoad>,
    /// Halls with all their parts, in the order of the tree; inactive ones where something was.
    pub halls: Vec<NamedLoad>,
    /// Docents, and whoever else stood on a post, by name.
    pub people: Vec<NamedLoad>,
    /// Vehicles, by name: their time away, and the stops they made.
    pub vehicles: Vec<NamedLoad>,
    /// Drafts of the year, which do not count.
    pub drafts: i64,
    /// Cancelled sessions of the year, which do not count.
    pub cancelled: i64,
}

/// Counts a year.
pub struct YearLoad;

impl Command for YearLoad {
    type Arguments = YearLoadArguments;
    type Answer = YearLoadView;
    const NAME: &'static str = "year_load";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(arguments: YearLoadArguments, call: &mut Call<'_>) -> Result<YearLoadView, Failure> {
        let number = input::number("year", arguments.year, YEARS.0, YEARS.1)?;
        let year = i32::try_from(number).ok().and_then(Year::new).ok_or_else(|| Failure::new("time_invalid"))?;
        let sheets = load_between(call, year.span)?;
        // A session belongs to the year it starts in.
        let begun: Vec<&Sheet> = sheets.iter().filter(|sheet| sheet.row.starts >= year.span.starts).collect();
        let state = |wanted| i64::try_from(begun.iter().filter(|sheet| sheet.state() == wanted).count()).unwrap_or(0);
        let counted: Vec<&Sheet> = begun.iter().copied().filter(|sheet| counts(sheet.kind(), sheet.state())).collect();
        let mut all = YearRow::empty(&year);
        let mut kinds: BTreeMap<SessionKind, YearRow> = BTreeMap::new();
        for sheet in &counted {
            if let Some(span) = Span::new(sheet.row.starts, sheet.row.ends) {
                all.add_session(&year, span);
                kinds.entry(sheet.kind()).or_insert_with(|| YearRow::empty(&year)).add_session(&year, span);
            }
        }
        Ok(YearLoadView {
            year: number,
            first_week: year.first_week,
            all,
            kinds: kinds.into_iter().map(|(kind, load)| KindLoad { kind, load }).collect(),
            halls: halls(call, &year, &counted)?,
            people: people(call, &year, &counted)?,
            vehicles: vehicles(call, &year, &counted)?,
            drafts: state(SessionState::Draft),
            cancelled: state(SessionState::Cancelled),
        })
    }
}

/// Rows under ids, filled by what each session touches: each id once a session.
fn gathered<'s>(
    year: &Year,
    counted: &[&'s Sheet],
    touched: impl Fn(&'s Sheet) -> HashSet<String>,
) -> HashMap<String, YearRow> {
    let mut rows: HashMap<String, YearRow> = HashMap::new();
    for sheet in counted {
        let Some(span) = Span::new(sheet.row.starts, sheet.row.ends) else { continue };
        for id in touched(sheet) {
            rows.entry(id).or_insert_with(|| YearRow::empty(year)).add_session(year, span);
        }
    }
    rows
}

fn halls(call: &Call<'_>, year: &Year, counted: &[&Sheet]) -> Result<Vec<NamedLoad>, Failure> {
    let tree = space_tree(call)?;
    let top = |space: &str| tree.ancestors(space).last().cloned();
    let mut loads =
        gathered(year, counted, |sheet| sheet.spaces.iter().filter_map(|taken| top(&taken.space_id)).collect());
    let roots = tree.roots();
    Ok(roots
        .iter()
        .filter_map(|id| tree.get(id))
        .filter_map(|space| {
            let load = loads.remove(&space.id);
            if !space.active && load.is_none() {
                return None;
            }
            let load = load.unwrap_or_else(|| YearRow::empty(year));
            Some(NamedLoad { id: space.id.clone(), name: space.name.clone(), load })
        })
        .collect())
}

fn people(call: &Call<'_>, year: &Year, counted: &[&Sheet]) -> Result<Vec<NamedLoad>, Failure> {
    let mut loads =
        gathered(year, counted, |sheet| sheet.posts.iter().filter_map(|post| post.person_id.clone()).collect());
    let mut people = call.snapshot.all::<rows::Person>()?;
    let docent = PersonKind::Docent.code();
    people.retain(|person| loads.contains_key(&person.id) || (person.active && person.kind == docent));
    people.sort_by(|one, other| (&one.sort_key, &one.id).cmp(&(&other.sort_key, &other.id)));
    Ok(people
        .into_iter()
        .map(|person| NamedLoad {
            load: loads.remove(&person.id).unwrap_or_else(|| YearRow::empty(year)),
            id: person.id,
            name: person.name,
        })
        .collect())
}

/// A run counts with its stops: where none of them does, the vehicle stayed at home.
fn vehicles(call: &Call<'_>, year: &Year, counted: &[&Sheet]) -> Result<Vec<NamedLoad>, Failure> {
    let bounds = [Value::from(year.span.starts), Value::from(year.span.ends)];
    let runs = call.snapshot.rows::<rows::CaravanRun>(&statement::CARAVAN_RUN_BETWEEN, &bounds)?;
    let standing: HashMap<&str, Minute> =
        counted.iter().map(|sheet| (sheet.row.id.as_str(), sheet.row.starts)).collect();
    let mut stops: HashMap<String, Vec<Minute>> = HashMap::new();
    for stop in call.snapshot.rows::<rows::CaravanStop>(&statement::CARAVAN_STOP_BETWEEN, &bounds)? {
        if let Some(starts) = standing.get(stop.session_id.as_str()) {
            stops.entry(stop.run_id).or_default().push(*starts);
        }
    }
    let mut loads: HashMap<String, YearRow> = HashMap::new();
    for run in runs {
        let (Some(vehicle), Some(made)) = (run.vehicle_id, stops.get(&run.id)) else { continue };
        let load = loads.entry(vehicle).or_insert_with(|| YearRow::empty(year));
        if let Some(away) = Span::new(run.departs, run.returns) {
            load.add_away(year, away);
        }
        for starts in made {
            load.add_stop(year, *starts);
        }
    }
    let mut vehicles = call.snapshot.all::<rows::Vehicle>()?;
    vehicles.retain(|vehicle| vehicle.active || loads.contains_key(&vehicle.id));
    Ok(vehicles
        .into_iter()
        .map(|vehicle| NamedLoad {
            load: loads.remove(&vehicle.id).unwrap_or_else(|| YearRow::empty(year)),
            id: vehicle.id,
            name: vehicle.name,
        })
        .collect())
}
