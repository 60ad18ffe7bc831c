//! What a command is: what it is asked and answers, who may use it, what it does to the museum, what it sees
//! while it decides. A command that leaves one of these out does not build.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use rules::time::{Minute, date_of};
use schemars::{JsonSchema, schema_for};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use store::{Batch, OperationKind, Row, Snapshot, Value as Stored, statement::Statement};
use ts_rs::TS;
use uuid::Uuid;

use crate::access::{Access, Area, Role};
use crate::work::Work;
use crate::{Failure, Museum};

/// What a command does to the museum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It only reads.
    Reads,
    /// It fills one batch.
    Changes {
        /// The areas whose content it changes.
        areas: &'static [Area],
        /// The areas its decision reads: all are guarded.
        reads: &'static [Area],
        /// Whether the person may take it back by undo.
        reversible: bool,
    },
    /// It acts on files or on the running program, outside any batch.
    Acts,
}

/// The person a call comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The profile's id.
    pub id: String,
    /// The profile's name.
    pub name: String,
    /// The profile's role.
    pub role: Role,
}

/// What a command sees while it decides.
pub struct Call<'c> {
    /// The museum.
    pub museum: &'c Museum,
    /// The museum at one moment.
    pub snapshot: &'c Snapshot<'c>,
    /// Who calls, where somebody has entered.
    pub actor: Option<&'c Actor>,
    /// Now, on the wall.
    pub now: Minute,
    /// What the command wants written.
    pub batch: Batch,
    /// What the operation does to the past; only undo and redo change it.
    pub kind: OperationKind,
    /// How far it is, and whether to stop.
    pub(crate) work: Work,
    /// Further areas that are changed: undo learns them from the journal.
    pub further_areas: Vec<String>,
    /// Rows of the snapshot that were looked for and found: many rows of a sheet name the same few.
    pub(crate) seen: Seen,
}

/// Tables and ids of rows that are there.
pub(crate) type Seen = RefCell<HashMap<&'static str, HashSet<String>>>;

impl Call<'_> {
    /// A new id.
    pub fn new_id(&self) -> String {
        Uuid::now_v7().to_string()
    }

    /// The row of that id, as the batch leaves it.
    pub(crate) fn find<R: Row>(&self, id: &str) -> Result<Option<R>, Failure> {
        match self.batch.find(id) {
            Some(left) => Ok(left),
            None => Ok(self.snapshot.find(id)?),
        }
    }

    /// Whether there is a row of that id, as the batch leaves it.
    pub(crate) fn has<R: Row>(&self, id: &str) -> Result<bool, Failure> {
        if let Some(left) = self.batch.find::<R>(id) {
            return Ok(left.is_some());
        }
        if self.seen.borrow().get(R::TABLE.name).is_some_and(|ids| ids.contains(id)) {
            return Ok(true);
        }
        let found = self.snapshot.find::<R>(id)?.is_some();
        if found {
            self.seen.borrow_mut().entry(R::TABLE.name).or_default().insert(id.to_owned());
        }
        Ok(found)
    }

    /// Every row of a table, as the batch leaves it; those it adds stand last.
    pub(crate) fn all<R: Row>(&self) -> Result<Vec<R>, Failure> {
        Ok(self.batch.over(self.snapshot.all()?, |_| true))
    }

    /// The rows that a statement finds, as the batch leaves them; `belongs` says which of the batch's own it would find.
    pub(crate) fn rows<R: Row>(
        &self,
        statement: &Statement,
        values: &[Stored],
        belongs: impl Fn(&R) -> bool,
    ) -> Result<Vec<R>, Failure> {
        Ok(self.batch.over(self.snapshot.rows(statement, values)?, belongs))
    }

    /// Today, on the wall.
    pub fn today(&self) -> NaiveDate {
        date_of(self.now).unwrap_or_default()
    }

    /// Who acts; commands open to anybody have nobody.
    ///
    /// # Errors
    /// `profile_unknown` where nobody has entered.
    pub fn actor(&self) -> Result<&Actor, Failure> {
        self.actor.ok_or_else(|| Failure::new("profile_unknown"))
    }
}

/// A use case. Without any of these items it does not build.
pub trait Command {
    /// What it is asked.
    type Arguments: DeserializeOwned + JsonSchema + TS + 'static;
    /// What it answers.
    type Answer: Serialize + JsonSchema + TS + 'static;
    /// Its name, `area_verb`.
    const NAME: &'static str;
    /// Who may use it.
    const ACCESS: Access;
    /// What it does to the museum.
    const EFFECT: Effect;

    /// Decides; a command that changes something fills `call.batch`.
    ///
    /// # Errors
    /// A [`Failure`]; nothing is written then.
    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<Self::Answer, Failure>;
}

/// A command in the list, its types erased.
pub struct Entry {
    /// Its name.
    pub name: &'static str,
    /// Who may use it.
    pub access: Access,
    /// What it does to the museum.
    pub effect: Effect,
    run: fn(Value, &mut Call<'_>) -> Result<Value, Failure>,
    schemas: fn() -> (Value, Value),
    pub(crate) export: fn(&ts_rs::Config) -> Result<(String, String), ts_rs::ExportError>,
}

impl Entry {
    /// The entry of a command.
    pub const fn of<C: Command>() -> Entry {
        Entry {
            name: C::NAME,
            access: C::ACCESS,
            effect: C::EFFECT,
            run: run::<C>,
            schemas: schemas::<C>,
            export: crate::typescript::export_types::<C>,
        }
    }

    /// Decodes the arguments, runs the command and answers its answer as JSON.
    pub(crate) fn run(&self, arguments: Value, call: &mut Call<'_>) -> Result<Value, Failure> {
        (self.run)(arguments, call)
    }

    /// JSON Schemas of its arguments and of its answer.
    pub fn schemas(&self) -> (Value, Value) {
        (self.schemas)()
    }
}

fn run<C: Command>(arguments: Value, call: &mut Call<'_>) -> Result<Value, Failure> {
    let arguments = decode::<C::Arguments>(arguments)?;
    let answer = C::run(arguments, call)?;
    serde_json::to_value(answer).map_err(|_| Failure::new("store_failed"))
}

fn schemas<C: Command>() -> (Value, Value) {
    (schema_for!(C::Arguments).to_value(), schema_for!(C::Answer).to_value())
}

/// Reads arguments, naming the place that does not fit and nothing of its content.
fn decode<A: DeserializeOwned>(arguments: Value) -> Result<A, Failure> {
    serde_path_to_error::deserialize(arguments).map_err(|error| {
        let path: String = error.path().to_string().chars().take(120).collect();
        Failure::new("arguments_invalid").fact("field", path)
    })
}
