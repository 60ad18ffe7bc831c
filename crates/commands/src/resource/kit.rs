//! Kits: sets of things that a caravan takes along.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::rows::{Kit, KitItem};
use store::{Value, search, statement};
use ts_rs::TS;

use super::common::{
    Deleted, Deletion, as_read, before, count, identity, refuse_mentioned, refuse_taken, refuse_used, write,
};
use super::vehicle::future_runs;
use crate::access::{Access, Area, PLANNING};
use crate::gate::{Call, Command, Effect};
use crate::profile::Nothing;
use crate::{Failure, input};

/// Lines a kit may have.
const ITEMS_MAX: i64 = 300;

/// One line of a kit.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct KitLine {
    /// Its id where it exists.
    #[serde(default)]
    pub id: Option<String>,
    /// Name.
    pub name: String,
    /// How many, from 1.
    pub quantity: i64,
}

/// A kit as the page shows it.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct KitView {
    /// Id.
    pub id: String,
    /// Revision, for saving.
    pub revision: i64,
    /// Name.
    pub name: String,
    /// Pinyin and initials, for filters.
    pub spelling: String,
    /// Its lines in their order.
    pub items: Vec<KitLine>,
    /// Remark.
    pub remark: Option<String>,
    /// Whether it may be used for something new.
    pub active: bool,
}

fn view(row: Kit, items: impl IntoIterator<Item = KitItem>) -> KitView {
    KitView {
        id: row.id,
        revision: row.revision,
        spelling: search::spelling(&row.name),
        name: row.name,
        items: items
            .into_iter()
            .map(|item| KitLine { id: Some(item.id), name: item.name, quantity: item.quantity })
            .collect(),
        remark: row.remark,
        active: row.active,
    }
}

/// Lists the kits by name with their lines, inactive ones included.
pub struct KitList;

impl Command for KitList {
    type Arguments = Nothing;
    type Answer = Vec<KitView>;
    const NAME: &'static str = "kit_list";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(_: Nothing, call: &mut Call<'_>) -> Result<Self::Answer, Failure> {
        let mut items = call.all::<KitItem>()?;
        items.sort_by_key(|item| item.rank);
        Ok(call
            .snapshot
            .all::<Kit>()?
            .into_iter()
            .map(|kit| {
                let own: Vec<KitItem> = items.iter().filter(|item| item.kit_id == kit.id).cloned().collect();
                view(kit, own)
            })
            .collect())
    }
}

/// Adds or changes a kit with all its lines.
pub struct KitSave;

/// A kit as it shall be.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct KitSaveArguments {
    /// Its id where it exists.
    #[serde(default)]
    pub id: Option<String>,
    /// The revision it was read with.
    #[serde(default)]
    pub revision: Option<i64>,
    /// Name, unique.
    pub name: String,
    /// Its lines in their order; what is left out goes.
    pub items: Vec<KitLine>,
    /// Remark.
    #[serde(default)]
    pub remark: Option<String>,
    /// Whether it may be used for something new.
    pub active: bool,
}

impl Command for KitSave {
    type Arguments = KitSaveArguments;
    type Answer = KitView;
    const NAME: &'static str = "kit_save";
    const ACCESS: Access = PLANNING;
    const EFFECT: Effect =
        Effect::Changes { areas: &[Area::Touring], reads: &[Area::Touring, Area::Runs], reversible: true };

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<KitView, Failure> {
        let before = before::<Kit>(call, arguments.id.as_deref(), arguments.revision, "kit")?;
        let name = input::line("name", &arguments.name)?;
        let others = call.all::<Kit>()?;
        let taken = others.iter().any(|other| other.name == name && Some(&other.id) != arguments.id.as_ref());
        refuse_taken(taken, "name", &name)?;
        if let Some(before) = before.as_ref().filter(|before| before.active && !arguments.active) {
            refuse_used(future_runs(call, |run| run.kit_id.as_ref() == Some(&before.id))?)?;
        }
        let (id, revision) = identity(call, before.as_ref());
        let after = Kit {
            id: id.clone(),
            revision,
            sort_key: search::sort_key(&name),
            name,
            remark: input::optional_note("remark", arguments.remark.as_deref())?,
            active: arguments.active,
        };
        // The kit before its lines: they refer to it.
        let revision = write(call, before.as_ref(), &after);
        let items = write_items(call, &id, &arguments.items)?;
        Ok(view(Kit { revision, ..after }, items))
    }
}

/// Makes the kit's lines those that are wanted, in their order.
fn write_items(call: &mut Call<'_>, kit: &str, wanted: &[KitLine]) -> Result<Vec<KitItem>, Failure> {
    count("items", wanted.len(), ITEMS_MAX)?;
    let mut before = call.snapshot.rows::<KitItem>(&statement::KIT_ITEM_OF, &[Value::from(kit)])?;
    let mut items = Vec::new();
    for (rank, line) in wanted.iter().enumerate() {
        let known = line.id.as_ref().and_then(|id| before.iter().position(|item| item.id == *id));
        if line.id.is_some() && known.is_none() {
            return Err(Failure::not_found("kit_item"));
        }
        let known = known.map(|place| before.swap_remove(place));
        let (id, revision) = identity(call, known.as_ref());
        let item = KitItem {
            id,
            revision,
            kit_id: kit.to_owned(),
            name: input::line("items.name", &line.name)?,
            quantity: input::number("items.quantity", line.quantity, 1, 10_000)?,
            rank: i64::try_from(rank).unwrap_or(i64::MAX),
        };
        write(call, known.as_ref(), &item);
        items.push(item);
    }
    before.iter().for_each(|gone| call.batch.delete(gone));
    Ok(items)
}

/// Deletes a kit that was never taken along.
pub struct KitDelete;

impl Command for KitDelete {
    type Arguments = Deletion;
    type Answer = Deleted;
    const NAME: &'static str = "kit_delete";
    const ACCESS: Access = PLANNING;
    const EFFECT: Effect =
        Effect::Changes { areas: &[Area::Touring], reads: &[Area::Touring, Area::Runs], reversible: true };

    fn run(arguments: Deletion, call: &mut Call<'_>) -> Result<Deleted, Failure> {
        let row = as_read::<Kit>(call, &arguments.id, arguments.revision, "kit")?;
        refuse_mentioned(call, &row.id)?;
        for item in call.snapshot.rows::<KitItem>(&statement::KIT_ITEM_OF, &[Value::from(row.id.as_str())])? {
            call.batch.delete(&item);
        }
        call.batch.delete(&row);
        Ok(Deleted { id: row.id })
    }
}
