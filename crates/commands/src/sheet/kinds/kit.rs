//! Kits with what is in them.

use std::collections::HashMap;

use exchange::SheetKind;
use exchange::lines::ItemLine;
use store::{Value as Stored, rows, statement};

use super::{Existing, KindRule, Record, Scope, as_said as usual};
use crate::Failure;
use crate::access::Area;
use crate::gate::{Call, Command as _};
use crate::resource::{KitLine, KitSave, KitSaveArguments};
use crate::sheet::names::fold;
use crate::sheet::values::Values;

pub(super) const RULE: KindRule =
    KindRule { access: KitSave::ACCESS, areas: &[Area::Touring], existing, key, usual, save };

fn existing(call: &Call<'_>, _: &Scope) -> Result<Vec<Existing>, Failure> {
    let mut items: HashMap<String, Vec<rows::KitItem>> = HashMap::new();
    for item in call.all::<rows::KitItem>()? {
        items.entry(item.kit_id.clone()).or_default().push(item);
    }
    let record = |row: rows::Kit| {
        let mut lines = items.remove(&row.id).unwrap_or_default();
        lines.sort_by_key(|item| item.rank);
        let written = lines.into_iter().map(|item| ItemLine { name: item.name, quantity: item.quantity }.written());
        let values = Values::new(SheetKind::Kit)
            .with("name", row.name.as_str())
            .with("items", written.collect::<Vec<_>>())
            .with("active", row.active)
            .with("remark", row.remark);
        Existing { id: row.id, revision: row.revision, values, further: Vec::new(), closed: None }
    };
    let mut rows = call.all::<rows::Kit>()?;
    rows.sort_by(|one, other| (&one.sort_key, &one.id).cmp(&(&other.sort_key, &other.id)));
    Ok(rows.into_iter().map(record).collect())
}

fn key(values: &Values) -> Option<String> {
    values.text("name").map(fold)
}

fn save(call: &mut Call<'_>, record: Record) -> Result<(), Failure> {
    let mut known: Vec<rows::KitItem> = match record.id() {
        Some(id) => call.snapshot.rows(&statement::KIT_ITEM_OF, &[Stored::from(id.as_str())])?,
        None => Vec::new(),
    };
    // A line that keeps its name keeps its id, so that only what differs is written.
    let line = |item: ItemLine| {
        let place = known.iter().position(|row| row.name == item.name);
        KitLine { id: place.map(|place| known.swap_remove(place).id), name: item.name, quantity: item.quantity }
    };
    let items = record.values.several("items").iter().filter_map(|line| ItemLine::read(line)).map(line).collect();
    let arguments = KitSaveArguments {
        id: record.id(),
        revision: record.revision(),
        name: record.values.owned("name").unwrap_or_default(),
        items,
        remark: record.values.owned("remark"),
        active: record.active(),
    };
    KitSave::run(arguments, call).map(drop)
}
