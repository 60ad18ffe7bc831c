//! Undo, redo, and what happened to a row.
//!
//! Undo takes back a person's own last reversible operation while its rows still have the
//! revision it left; taking the undo back is the redo. Publishing, cancelling and holding are
//! not undone here: they have named reversals.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use store::{Direction, OperationKind, PastOperation, rows};
use ts_rs::TS;

use crate::Failure;
use crate::access::Access;
use crate::gate::{Call, Command, Effect, Entry};
use crate::profile::Nothing;

/// The commands of this area.
pub(crate) const COMMANDS: &[Entry] =
    &[Entry::of::<HistoryState>(), Entry::of::<HistoryUndo>(), Entry::of::<HistoryRedo>(), Entry::of::<HistoryOfRow>()];

/// Changes of one row that are shown at most.
const CHANGES_MAX: i64 = 200;

/// An operation that can be taken back or brought back.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Reversible {
    /// The command's name: the page has the same words for it as its button.
    pub command: String,
    /// When it was done, in UTC milliseconds.
    pub at_utc_milliseconds: i64,
}

impl Reversible {
    fn of(operation: PastOperation) -> Reversible {
        Reversible { command: operation.command, at_utc_milliseconds: operation.at_utc_milliseconds }
    }
}

/// What undo and redo would do now.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct HistoryView {
    /// What undo would take back.
    pub undo: Option<Reversible>,
    /// What redo would bring back.
    pub redo: Option<Reversible>,
    /// When anybody last changed the museum, in UTC milliseconds.
    pub saved_utc_milliseconds: Option<i64>,
}

/// Reads what undo and redo would do for the caller.
pub struct HistoryState;

impl Command for HistoryState {
    type Arguments = Nothing;
    type Answer = HistoryView;
    const NAME: &'static str = "history_state";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(_: Nothing, call: &mut Call<'_>) -> Result<HistoryView, Failure> {
        let actor = &call.actor()?.id;
        let command = |operation: PastOperation, direction| named(call, operation, direction);
        let undo = call.snapshot.reversible(actor, Direction::Undo)?.map(|found| command(found, Direction::Undo));
        let redo = call.snapshot.reversible(actor, Direction::Redo)?.map(|found| command(found, Direction::Redo));
        Ok(HistoryView {
            undo: undo.transpose()?,
            redo: redo.transpose()?,
            saved_utc_milliseconds: call.snapshot.last_change_utc_milliseconds()?,
        })
    }
}

/// An undo or a redo carries the name of what it reversed.
fn named(call: &Call<'_>, operation: PastOperation, direction: Direction) -> Result<Reversible, Failure> {
    let at_utc_milliseconds = operation.at_utc_milliseconds;
    let mut original = operation;
    // Each step goes back to what was reversed; a chain is as long as somebody pressed the keys.
    while let Some(reversed) = &original.reverses {
        match call.snapshot.operation(reversed)? {
            Some(earlier) => original = earlier,
            None => break,
        }
    }
    let shown = Reversible::of(original);
    Ok(match direction {
        Direction::Undo => shown,
        Direction::Redo => Reversible { at_utc_milliseconds, ..shown },
    })
}

/// What was taken back or brought back.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Reversed {
    /// The command whose effect was reversed.
    pub command: String,
    /// The tables whose rows changed.
    pub tables: Vec<String>,
}

/// Takes back the caller's own last operation.
pub struct HistoryUndo;

impl Command for HistoryUndo {
    type Arguments = Nothing;
    type Answer = Reversed;
    const NAME: &'static str = "history_undo";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Changes { areas: &[], reads: &[], reversible: true };

    fn run(_: Nothing, call: &mut Call<'_>) -> Result<Reversed, Failure> {
        reverse(call, Direction::Undo)
    }
}

/// Brings back what the caller took back last.
pub struct HistoryRedo;

impl Command for HistoryRedo {
    type Arguments = Nothing;
    type Answer = Reversed;
    const NAME: &'static str = "history_redo";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Changes { areas: &[], reads: &[], reversible: true };

    fn run(_: Nothing, call: &mut Call<'_>) -> Result<Reversed, Failure> {
        reverse(call, Direction::Redo)
    }
}

fn reverse(call: &mut Call<'_>, direction: Direction) -> Result<Reversed, Failure> {
    let nothing = match direction {
        Direction::Undo => "nothing_to_undo",
        Direction::Redo => "nothing_to_redo",
    };
    let actor = call.actor()?.id.clone();
    let operation = call.snapshot.reversible(&actor, direction)?.ok_or_else(|| Failure::new(nothing))?;
    let changed = call.snapshot.changed_since(&operation)?;
    let shown = named(call, operation.clone(), direction)?;
    if let Some(table) = changed {
        return Err(Failure::new("undo_changed_since").fact("command", shown.command).fact("table", table));
    }
    call.batch = call.snapshot.reversal(&operation)?;
    call.kind = match direction {
        Direction::Undo => OperationKind::Undo(operation.id.clone()),
        Direction::Redo => OperationKind::Redo(operation.id.clone()),
    };
    call.further_areas = operation.areas.clone();
    Ok(Reversed { command: shown.command, tables: call.batch.tables().into_iter().map(str::to_owned).collect() })
}

/// The history of one row.
pub struct HistoryOfRow;

/// Whose history.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct HistoryOfRowArguments {
    /// The row's id.
    pub id: String,
}

/// A field that one change gave another value.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct FieldChange {
    /// The column.
    pub field: String,
    /// Its value before; null where the row was made.
    pub before: Value,
    /// Its value after; null where the row was deleted.
    pub after: Value,
}

/// One change of a row.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct ChangeView {
    /// The command that made it.
    pub command: String,
    /// `do`, `undo` or `redo`.
    pub kind: String,
    /// Who made it.
    pub actor: String,
    /// When, in UTC milliseconds.
    pub at_utc_milliseconds: i64,
    /// The fields that changed, by name.
    pub fields: Vec<FieldChange>,
}

impl Command for HistoryOfRow {
    type Arguments = HistoryOfRowArguments;
    type Answer = Vec<ChangeView>;
    const NAME: &'static str = "history_of_row";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<Self::Answer, Failure> {
        let profiles = call.all::<rows::Profile>()?;
        // What a profile hides (the PIN's hash) and what a setting holds is nobody's history.
        if profiles.iter().any(|profile| profile.id == arguments.id) {
            return Err(Failure::not_found("row"));
        }
        let name = |id: &str| profiles.iter().find(|profile| profile.id == id).map(|profile| profile.name.clone());
        Ok(call
            .snapshot
            .history(&arguments.id, CHANGES_MAX)?
            .into_iter()
            .map(|change| ChangeView {
                actor: name(&change.actor_id).unwrap_or_default(),
                fields: fields(change.before.as_deref(), change.after.as_deref()),
                command: change.command,
                kind: change.kind,
                at_utc_milliseconds: change.at_utc_milliseconds,
            })
            .collect())
    }
}

/// The columns whose values differ; what only the store cares for is left out.
fn fields(before: Option<&str>, after: Option<&str>) -> Vec<FieldChange> {
    let object = |text: Option<&str>| -> Map<String, Value> {
        text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    };
    let (before, after) = (object(before), object(after));
    let mut names: Vec<&String> = before.keys().chain(after.keys()).collect();
    names.sort();
    names.dedup();
    names
        .into_iter()
        .filter(|name| !matches!(name.as_str(), "id" | "revision" | "sort_key"))
        .filter_map(|name| {
            let value = |map: &Map<String, Value>| map.get(name).cloned().unwrap_or(Value::Null);
            let (before, after) = (value(&before), value(&after));
            (before != after).then(|| FieldChange { field: name.clone(), before, after })
        })
        .collect()
}
