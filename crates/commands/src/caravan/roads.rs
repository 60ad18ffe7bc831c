//! The table of driving times: read with its provenance, edited cell by cell.

use rules::road::{Drive, MUSEUM, MuseumPoint, RoadSettings};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::rows;
use ts_rs::TS;

use super::facts::roads;
use super::read::district_name;
use crate::access::{Access, Area, Role};
use crate::gate::{Call, Command, Effect};
use crate::setting::{self, MuseumSettings};
use crate::{Failure, input};

/// Districts a matrix may show at once.
const DISTRICTS_MAX: i64 = 60;
const MINUTES_MAX: i64 = 2 * 24 * 60;
const METRES_MAX: i64 = 5_000_000;

/// Reads driving times between districts.
pub struct TravelTimeList;

/// Which districts.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct TravelTimeListArguments {
    /// District codes; those of all sites in use where left out. The museum itself stands before them.
    #[serde(default)]
    pub districts: Option<Vec<String>>,
}

/// One cell of the matrix.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct TravelTimeCell {
    /// From which district.
    pub from: String,
    /// To which.
    pub to: String,
    /// The drive; nothing where neither the museum nor the map knows it.
    pub drive: Option<Drive>,
    /// The revision of the entered cell, for saving; nothing where it is not entered.
    pub revision: Option<i64>,
}

/// A district of the matrix, or the museum.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct TravelDistrict {
    /// Its code; `museum` for the museum itself.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// The matrix, row by row.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct TravelTimes {
    /// The district the museum stands in.
    pub museum_district: String,
    /// Where in it, where somebody has said.
    pub museum_point: Option<MuseumPoint>,
    /// The museum, then the districts.
    pub districts: Vec<TravelDistrict>,
    /// Every pair of them.
    pub cells: Vec<TravelTimeCell>,
}

impl Command for TravelTimeList {
    type Arguments = TravelTimeListArguments;
    type Answer = TravelTimes;
    const NAME: &'static str = "travel_time_list";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<TravelTimes, Failure> {
        let settings: RoadSettings = setting::read(call.snapshot, setting::ROAD)?;
        let mut districts = match arguments.districts {
            Some(districts) => districts,
            None => {
                let sites = call.all::<rows::Site>()?;
                sites.into_iter().filter(|site| site.active).map(|site| site.district_code).collect()
            }
        };
        districts.sort();
        districts.dedup();
        districts.retain(|code| *code != MUSEUM);
        districts.insert(0, MUSEUM.to_owned());
        input::number("districts", i64::try_from(districts.len()).unwrap_or(i64::MAX), 1, DISTRICTS_MAX)?;
        let table = roads(call.snapshot)?;
        let entered = call.all::<rows::TravelTime>()?;
        let mut cells = Vec::new();
        for from in &districts {
            for to in &districts {
                let row = entered.iter().find(|row| row.from_code == *from && row.to_code == *to);
                cells.push(TravelTimeCell {
                    from: from.clone(),
                    to: to.clone(),
                    drive: table.drive(from, to, &settings),
                    revision: row.map(|row| row.revision),
                });
            }
        }
        let museum: MuseumSettings = setting::read(call.snapshot, setting::MUSEUM)?;
        let name = |code: &str| if code == MUSEUM { museum.name.clone() } else { district_name(code, call.now) };
        let districts = districts.into_iter().map(|code| TravelDistrict { name: name(&code), code }).collect();
        let RoadSettings { museum_district, museum_point, .. } = settings;
        Ok(TravelTimes { museum_district, museum_point, districts, cells })
    }
}

/// Enters a driving time, or takes an entered one back so that the estimate shows again.
pub struct TravelTimeSave;

/// A cell as it shall be.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct TravelTimeSaveArguments {
    /// From which district.
    pub from: String,
    /// To which.
    pub to: String,
    /// Minutes at the wheel; left out to take the entered cell back.
    #[serde(default)]
    pub minutes: Option<i64>,
    /// Metres on the road; the known ones where left out.
    #[serde(default)]
    pub metres: Option<i64>,
    /// Who says so, such as a mileage log.
    #[serde(default)]
    pub provenance: Option<String>,
    /// The revision of the entered cell, where it was entered.
    #[serde(default)]
    pub revision: Option<i64>,
}

impl Command for TravelTimeSave {
    type Arguments = TravelTimeSaveArguments;
    type Answer = TravelTimeCell;
    const NAME: &'static str = "travel_time_save";
    const ACCESS: Access = Access::Roles(&[Role::Planner, Role::DutyManager]);
    const EFFECT: Effect =
        Effect::Changes { areas: &[Area::Touring], reads: &[Area::Touring, Area::Museum], reversible: true };

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<TravelTimeCell, Failure> {
        let from = district("from", &arguments.from)?;
        let to = district("to", &arguments.to)?;
        let settings: RoadSettings = setting::read(call.snapshot, setting::ROAD)?;
        let mut table = roads(call.snapshot)?;
        let entered = call.all::<rows::TravelTime>()?;
        let before = entered.into_iter().find(|row| row.from_code == from && row.to_code == to);
        if before.as_ref().map(|row| row.revision) != arguments.revision {
            return Err(Failure::new("stale"));
        }
        let pair = (from.clone(), to.clone());
        let Some(minutes) = arguments.minutes else {
            before.iter().for_each(|row| call.batch.delete(row));
            table.cells.remove(&pair);
            return Ok(TravelTimeCell { drive: table.drive(&from, &to, &settings), from, to, revision: None });
        };
        input::number("minutes", minutes, 1, MINUTES_MAX)?;
        let known = table.drive(&from, &to, &settings).map(|drive| drive.metres);
        let by_speed = minutes * settings.speed_kilometres_an_hour * 1000 / 60;
        let metres = arguments.metres.or(known).unwrap_or(by_speed);
        input::number("metres", metres, 1, METRES_MAX)?;
        let provenance = input::line("provenance", arguments.provenance.as_deref().unwrap_or_default())?;
        let after = rows::TravelTime {
            id: before.as_ref().map_or_else(|| call.new_id(), |row| row.id.clone()),
            revision: before.as_ref().map_or(0, |row| row.revision),
            from_code: from.clone(),
            to_code: to.clone(),
            minutes,
            metres,
            provenance: provenance.clone(),
        };
        let mut revision = after.revision;
        match &before {
            Some(before) => {
                call.batch.update(before, &after);
                revision += i64::from(*before != after);
            }
            None => call.batch.insert(&after),
        }
        table.cells.insert(pair, rules::road::Cell { minutes, metres, provenance });
        Ok(TravelTimeCell { drive: table.drive(&from, &to, &settings), from, to, revision: Some(revision) })
    }
}

fn district(field: &str, code: &str) -> Result<String, Failure> {
    input::code(field, code)
}
