//! Vehicles.

use exchange::{SheetKind, Value};
use store::rows;

use super::{Existing, KindRule, Record, Scope, as_said as usual};
use crate::Failure;
use crate::access::Area;
use crate::gate::{Call, Command as _};
use crate::resource::{VehicleSave, VehicleSaveArguments};
use crate::sheet::names::fold;
use crate::sheet::values::Values;

pub(super) const RULE: KindRule =
    KindRule { access: VehicleSave::ACCESS, areas: &[Area::Touring], existing, key, usual, save };

fn existing(call: &Call<'_>, _: &Scope) -> Result<Vec<Existing>, Failure> {
    let record = |row: rows::Vehicle| {
        let values = Values::new(SheetKind::Vehicle)
            .with("name", row.name.as_str())
            .with("plate", row.plate.as_str())
            .with("kind", row.kind.as_str())
            .with("licence_class", row.licence_class.as_str())
            .with("inspection_expires", row.inspection_expires.map(Value::Day))
            .with("insurance_expires", row.insurance_expires.map(Value::Day))
            .with("acquired", row.acquired.map(Value::Day))
            .with("odometer_kilometres", row.odometer_kilometres.map(Value::Number))
            .with("active", row.active)
            .with("remark", row.remark);
        Existing { id: row.id, revision: row.revision, values, further: Vec::new(), closed: None }
    };
    let mut rows = call.all::<rows::Vehicle>()?;
    rows.sort_by(|one, other| (&one.sort_key, &one.id).cmp(&(&other.sort_key, &other.id)));
    Ok(rows.into_iter().map(record).collect())
}

fn key(values: &Values) -> Option<String> {
    values.text("plate").map(fold)
}

fn save(call: &mut Call<'_>, record: Record) -> Result<(), Failure> {
    let values = &record.values;
    let words = |field: &str| values.owned(field).unwrap_or_default();
    let arguments = VehicleSaveArguments {
        id: record.id(),
        revision: record.revision(),
        name: words("name"),
        plate: words("plate"),
        kind: words("kind"),
        licence_class: words("licence_class"),
        inspection_expires: values.number("inspection_expires"),
        insurance_expires: values.number("insurance_expires"),
        acquired: values.number("acquired"),
        odometer_kilometres: values.number("odometer_kilometres"),
        remark: values.owned("remark"),
        active: record.active(),
    };
    VehicleSave::run(arguments, call).map(drop)
}
