//! What each kind of sheet is to the museum: who may write it, what is there, what tells one from another, how a record
//! is saved. A record is saved by the same command that the page uses, so it meets the same rules.

mod exhibit;
mod exhibition;
mod kit;
mod person;
mod run;
pub(super) mod session;
mod site;
mod space;
mod vehicle;

use exchange::SheetKind;
use rules::time::Span;

use super::values::Values;
use crate::Failure;
use crate::access::{Access, Area};
use crate::gate::Call;
use crate::session::Override;

pub(super) use site::usual_site_kind;
pub(super) use space::{usual_lanes, usual_space_kind};

/// What is asked for: everything of a kind, or what falls into a stretch or bears one of these ids.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scope {
    /// Only what meets this stretch; kinds without a time have all of theirs.
    pub(crate) span: Option<Span>,
    /// These as well, wherever they lie.
    pub(crate) ids: Vec<String>,
}

/// A record of the museum, as a sheet would say it.
#[derive(Debug, Clone)]
pub(crate) struct Existing {
    /// Its id.
    pub(crate) id: String,
    /// Its revision.
    pub(crate) revision: i64,
    /// What it says.
    pub(crate) values: Values,
    /// Its further rows, where a kind has several: the stops of a run after the first.
    pub(crate) further: Vec<Values>,
    /// The state in which no sheet changes it any more.
    pub(crate) closed: Option<String>,
}

/// A record as it shall be.
#[derive(Debug, Clone)]
pub(crate) struct Record {
    /// Id and revision, where it exists.
    pub(crate) known: Option<(String, i64)>,
    /// What it says, values it keeps included.
    pub(crate) values: Values,
    /// Its further rows.
    pub(crate) further: Vec<Values>,
    /// Whether a new one stays a draft.
    pub(crate) as_draft: bool,
    /// Soft clashes that are let pass.
    pub(crate) overrides: Vec<Override>,
}

impl Record {
    pub(super) fn id(&self) -> Option<String> {
        self.known.as_ref().map(|(id, _)| id.clone())
    }

    pub(super) fn revision(&self) -> Option<i64> {
        self.known.as_ref().map(|(_, revision)| *revision)
    }

    /// In use, unless the sheet says otherwise.
    pub(super) fn active(&self) -> bool {
        self.values.truth("active").unwrap_or(true)
    }
}

/// What a kind of sheet is to the museum.
pub(crate) struct KindRule {
    /// Who may write it: those who may use the command behind it.
    pub(crate) access: Access,
    /// The areas it changes.
    pub(crate) areas: &'static [Area],
    /// What the museum has of it.
    pub(crate) existing: fn(&Call<'_>, &Scope) -> Result<Vec<Existing>, Failure>,
    /// What tells one from another where no id is given; `None` where the record does not say it.
    pub(crate) key: fn(&Values) -> Option<String>,
    /// A new one with what is usual where the sheet does not say.
    pub(crate) usual: fn(Values) -> Values,
    /// Saves one.
    pub(crate) save: fn(&mut Call<'_>, Record) -> Result<(), Failure>,
}

/// The rule of a kind.
pub(crate) fn rule(kind: SheetKind) -> &'static KindRule {
    match kind {
        SheetKind::Space => &space::RULE,
        SheetKind::Person => &person::RULE,
        SheetKind::Vehicle => &vehicle::RULE,
        SheetKind::Kit => &kit::RULE,
        SheetKind::Site => &site::RULE,
        SheetKind::Exhibition => &exhibition::RULE,
        SheetKind::Exhibit => &exhibit::RULE,
        SheetKind::Session => &session::RULE,
        SheetKind::CaravanRun => &run::RULE,
    }
}

/// The value of a code enum that a sheet names; `None` where it names none.
pub(super) fn code<T>(values: &Values, field: &str, from_code: fn(&str) -> Option<T>) -> Option<T> {
    values.text(field).and_then(from_code)
}

/// The values with a code in a field that is empty.
pub(super) fn or_code(values: Values, field: &str, usual: impl FnOnce(&str) -> &'static str) -> Values {
    if values.get(field).is_some() {
        return values;
    }
    let name = values.text("name").or_else(|| values.text("title")).unwrap_or_default();
    let code = usual(name);
    values.with(field, exchange::Value::Code(code.to_owned()))
}

/// Nothing is usual: the sheet must say all of it.
pub(super) fn as_said(values: Values) -> Values {
    values
}

/// A failure that names a field that must be filled.
pub(super) fn missing(field: &str) -> Failure {
    Failure::new("text_empty").fact("field", field)
}
