//! Exhibits.

use exchange::{SheetKind, Value};
use rules::resource::ExhibitCondition;
use store::rows;

use super::{Existing, KindRule, Record, Scope, code, missing, or_code};
use crate::Failure;
use crate::access::Area;
use crate::gate::{Call, Command as _};
use crate::resource::{ExhibitSave, ExhibitSaveArguments};
use crate::sheet::names::fold;
use crate::sheet::values::Values;

pub(super) const RULE: KindRule =
    KindRule { access: ExhibitSave::ACCESS, areas: &[Area::Exhibitions], existing, key, usual, save };

fn existing(call: &Call<'_>, _: &Scope) -> Result<Vec<Existing>, Failure> {
    let record = |row: rows::Exhibit| {
        let values = Values::new(SheetKind::Exhibit)
            .with("name", row.name.as_str())
            .with("space", row.space_id)
            .with("exhibition", row.exhibition_id)
            .with("condition", Value::Code(row.condition))
            .with("active", row.active)
            .with("remark", row.remark);
        Existing { id: row.id, revision: row.revision, values, further: Vec::new(), closed: None }
    };
    let mut rows = call.all::<rows::Exhibit>()?;
    rows.sort_by(|one, other| (&one.sort_key, &one.id).cmp(&(&other.sort_key, &other.id)));
    Ok(rows.into_iter().map(record).collect())
}

/// An exhibit is known by its name: moving it to another hall does not make it another one.
fn key(values: &Values) -> Option<String> {
    values.text("name").map(fold)
}

fn usual(values: Values) -> Values {
    or_code(values, "condition", |_| ExhibitCondition::OnShow.code())
}

fn save(call: &mut Call<'_>, record: Record) -> Result<(), Failure> {
    let values = &record.values;
    let arguments = ExhibitSaveArguments {
        id: record.id(),
        revision: record.revision(),
        name: values.owned("name").unwrap_or_default(),
        space: values.owned("space"),
        exhibition: values.owned("exhibition"),
        condition: code(values, "condition", ExhibitCondition::from_code).ok_or_else(|| missing("condition"))?,
        remark: values.owned("remark"),
        active: record.active(),
    };
    ExhibitSave::run(arguments, call).map(drop)
}
