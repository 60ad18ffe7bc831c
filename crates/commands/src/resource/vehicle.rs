//! Vehicles of the caravan, with the papers that run out.

use rules::time::Minute;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::rows::{CaravanRun, Vehicle};
use store::{Value, search, statement};
use ts_rs::TS;

use super::common::{
    Deleted, Deletion, Use, as_read, before, identity, optional_day, refuse_mentioned, refuse_taken, refuse_used, write,
};
use crate::access::{Access, Area, PLANNING};
use crate::gate::{Call, Command, Effect};
use crate::profile::Nothing;
use crate::{Failure, input};

/// The end of time, for what a resource is still needed for.
pub(super) const FAR: Minute = i64::MAX / 4;

/// The classes of a Chinese driving licence for vehicles on four wheels.
const LICENCE_CLASSES: &[&str] = &["A1", "A2", "A3", "B1", "B2", "C1", "C2", "C3", "C5", "C6"];

/// One class, or several where `several` says so, as `A1A2`.
///
/// # Errors
/// `arguments_invalid`, naming the field.
pub(super) fn licence_class(field: &str, text: &str, several: bool) -> Result<String, Failure> {
    let class: String = text.trim().to_ascii_uppercase();
    let classes: Vec<&str> = (0..class.len() / 2).filter_map(|place| class.get(2 * place..2 * place + 2)).collect();
    let fits = !classes.is_empty()
        && classes.concat() == class
        && (several || classes.len() == 1)
        && classes.len() <= 4
        && classes.iter().all(|class| LICENCE_CLASSES.contains(class));
    if fits { Ok(class) } else { Err(Failure::new("arguments_invalid").fact("field", field)) }
}

/// A vehicle as the page shows it. A paper that `expires` no longer holds from that day on.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct VehicleView {
    /// Id.
    pub id: String,
    /// Revision, for saving.
    pub revision: i64,
    /// Name, as "大篷车1号".
    pub name: String,
    /// Pinyin and initials, for filters.
    pub spelling: String,
    /// Number plate.
    pub plate: String,
    /// Type, in the museum's own words.
    pub kind: String,
    /// The licence class it wants.
    pub licence_class: String,
    /// The day from which the inspection no longer holds.
    pub inspection_expires: Option<Minute>,
    /// The day from which the insurance no longer holds.
    pub insurance_expires: Option<Minute>,
    /// The day it was acquired.
    pub acquired: Option<Minute>,
    /// Kilometres it has run.
    pub odometer_kilometres: Option<i64>,
    /// Remark.
    pub remark: Option<String>,
    /// Whether it may be used for something new.
    pub active: bool,
}

fn view(row: Vehicle) -> VehicleView {
    VehicleView {
        id: row.id,
        revision: row.revision,
        spelling: search::spelling(&row.name),
        name: row.name,
        plate: row.plate,
        kind: row.kind,
        licence_class: row.licence_class,
        inspection_expires: row.inspection_expires,
        insurance_expires: row.insurance_expires,
        acquired: row.acquired,
        odometer_kilometres: row.odometer_kilometres,
        remark: row.remark,
        active: row.active,
    }
}

/// Lists the vehicles by name, inactive ones included.
pub struct VehicleList;

impl Command for VehicleList {
    type Arguments = Nothing;
    type Answer = Vec<VehicleView>;
    const NAME: &'static str = "vehicle_list";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(_: Nothing, call: &mut Call<'_>) -> Result<Self::Answer, Failure> {
        Ok(call.all::<Vehicle>()?.into_iter().map(view).collect())
    }
}

/// Adds or changes a vehicle.
pub struct VehicleSave;

/// A vehicle as it shall be.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct VehicleSaveArguments {
    /// Its id where it exists.
    #[serde(default)]
    pub id: Option<String>,
    /// The revision it was read with.
    #[serde(default)]
    pub revision: Option<i64>,
    /// Name.
    pub name: String,
    /// Number plate, unique.
    pub plate: String,
    /// Type, in the museum's own words.
    pub kind: String,
    /// The licence class it wants: A1 to C6.
    pub licence_class: String,
    /// The day from which the inspection no longer holds.
    #[serde(default)]
    pub inspection_expires: Option<Minute>,
    /// The day from which the insurance no longer holds.
    #[serde(default)]
    pub insurance_expires: Option<Minute>,
    /// The day it was acquired.
    #[serde(default)]
    pub acquired: Option<Minute>,
    /// Kilometres it has run.
    #[serde(default)]
    pub odometer_kilometres: Option<i64>,
    /// Remark.
    #[serde(default)]
    pub remark: Option<String>,
    /// Whether it may be used for something new.
    pub active: bool,
}

/// Runs that are still to return and match.
pub(super) fn future_runs(call: &Call<'_>, needs: impl Fn(&CaravanRun) -> bool) -> Result<Vec<Use>, Failure> {
    let bounds = [Value::from(call.now), Value::from(FAR)];
    let runs = call.snapshot.rows::<CaravanRun>(&statement::CARAVAN_RUN_BETWEEN, &bounds)?;
    Ok(runs
        .into_iter()
        .filter(needs)
        .map(|run| Use { kind: "caravan_run".to_owned(), id: run.id, title: run.title, starts: run.departs })
        .collect())
}

impl Command for VehicleSave {
    type Arguments = VehicleSaveArguments;
    type Answer = VehicleView;
    const NAME: &'static str = "vehicle_save";
    const ACCESS: Access = PLANNING;
    const EFFECT: Effect =
        Effect::Changes { areas: &[Area::Touring], reads: &[Area::Touring, Area::Runs], reversible: true };

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<VehicleView, Failure> {
        let before = before::<Vehicle>(call, arguments.id.as_deref(), arguments.revision, "vehicle")?;
        let name = input::line("name", &arguments.name)?;
        let plate = input::line("plate", &arguments.plate)?.to_uppercase();
        let others = call.all::<Vehicle>()?;
        let taken = others.iter().any(|other| other.plate == plate && Some(&other.id) != arguments.id.as_ref());
        refuse_taken(taken, "plate", &plate)?;
        if let Some(before) = before.as_ref().filter(|before| before.active && !arguments.active) {
            refuse_used(future_runs(call, |run| run.vehicle_id.as_ref() == Some(&before.id))?)?;
        }
        let (id, revision) = identity(call, before.as_ref());
        let after = Vehicle {
            id,
            revision,
            sort_key: search::sort_key(&name),
            name,
            plate,
            kind: input::line("kind", &arguments.kind)?,
            licence_class: licence_class("licence_class", &arguments.licence_class, false)?,
            inspection_expires: optional_day("inspection_expires", arguments.inspection_expires)?,
            insurance_expires: optional_day("insurance_expires", arguments.insurance_expires)?,
            acquired: optional_day("acquired", arguments.acquired)?,
            odometer_kilometres: input::optional_number(
                "odometer_kilometres",
                arguments.odometer_kilometres,
                0,
                10_000_000,
            )?,
            remark: input::optional_note("remark", arguments.remark.as_deref())?,
            active: arguments.active,
        };
        let revision = write(call, before.as_ref(), &after);
        Ok(view(Vehicle { revision, ..after }))
    }
}

/// Deletes a vehicle that never left the yard.
pub struct VehicleDelete;

impl Command for VehicleDelete {
    type Arguments = Deletion;
    type Answer = Deleted;
    const NAME: &'static str = "vehicle_delete";
    const ACCESS: Access = PLANNING;
    const EFFECT: Effect =
        Effect::Changes { areas: &[Area::Touring], reads: &[Area::Touring, Area::Runs], reversible: true };

    fn run(arguments: Deletion, call: &mut Call<'_>) -> Result<Deleted, Failure> {
        let row = as_read::<Vehicle>(call, &arguments.id, arguments.revision, "vehicle")?;
        refuse_mentioned(call, &row.id)?;
        call.batch.delete(&row);
        Ok(Deleted { id: row.id })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn licence_classes_are_those_of_the_law() {
        for (text, several, kept) in [
            ("B1", false, Some("B1")),
            (" b1 ", false, Some("B1")),
            ("A1A2", true, Some("A1A2")),
            ("A1A2", false, None),
            ("D", true, None),
            ("Ａ1", true, None),
            ("", true, None),
            ("X9", true, None),
        ] {
            assert_eq!(licence_class("licence_class", text, several).ok().as_deref(), kept, "{text}");
        }
    }
}
