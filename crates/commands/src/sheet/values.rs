//! What a record says, by the columns of its kind.
//!
//! Names are already ids here: two spellings of one hall are one value, and a record that was read from a sheet is
//! compared with one of the museum value by value.

use exchange::{Field, SheetKind, Value};
use rules::time::Minute;

/// A record's values, by the place of their field.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Values {
    pub(crate) kind: SheetKind,
    pub(crate) list: Vec<Option<Value>>,
}

impl Values {
    /// Nothing yet.
    pub(crate) fn new(kind: SheetKind) -> Values {
        Values { kind, list: vec![None; kind.fields().len()] }
    }

    /// The value of a field; a column that a kind does not have is empty.
    pub(crate) fn get(&self, field: &str) -> Option<&Value> {
        self.list[self.kind.field(field)?].as_ref()
    }

    /// Sets a field.
    pub(crate) fn with(mut self, field: &str, value: impl IntoValue) -> Values {
        if let Some(place) = self.kind.field(field) {
            self.list[place] = value.into_value();
        }
        self
    }

    /// The fields with their values, in the order of the columns.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (usize, &'static Field, Option<&Value>)> {
        self.kind
            .fields()
            .iter()
            .zip(&self.list)
            .enumerate()
            .map(|(place, (field, value))| (place, field, value.as_ref()))
    }

    /// Words, an id, or a code.
    pub(crate) fn text(&self, field: &str) -> Option<&str> {
        match self.get(field)? {
            Value::Text(text) | Value::Code(text) => Some(text),
            _ => None,
        }
    }

    /// [`Values::text`], owned.
    pub(crate) fn owned(&self, field: &str) -> Option<String> {
        self.text(field).map(str::to_owned)
    }

    /// A number, a time of day, or a day.
    pub(crate) fn number(&self, field: &str) -> Option<Minute> {
        match self.get(field)? {
            Value::Number(number) | Value::Day(number) | Value::Clock(number) => Some(*number),
            _ => None,
        }
    }

    /// Yes or no.
    pub(crate) fn truth(&self, field: &str) -> Option<bool> {
        match self.get(field)? {
            Value::Truth(truth) => Some(*truth),
            _ => None,
        }
    }

    /// Several names or lines.
    pub(crate) fn several(&self, field: &str) -> &[String] {
        match self.get(field) {
            Some(Value::Several(several)) => several,
            _ => &[],
        }
    }
}

/// What can stand in a column.
pub(crate) trait IntoValue {
    /// The value; nothing where it is empty.
    fn into_value(self) -> Option<Value>;
}

impl IntoValue for Value {
    fn into_value(self) -> Option<Value> {
        Some(self)
    }
}

impl IntoValue for Option<Value> {
    fn into_value(self) -> Option<Value> {
        self
    }
}

impl IntoValue for &str {
    fn into_value(self) -> Option<Value> {
        (!self.is_empty()).then(|| Value::Text(self.to_owned()))
    }
}

impl IntoValue for Option<String> {
    fn into_value(self) -> Option<Value> {
        self.filter(|text| !text.is_empty()).map(Value::Text)
    }
}

impl IntoValue for bool {
    fn into_value(self) -> Option<Value> {
        Some(Value::Truth(self))
    }
}

impl IntoValue for Vec<String> {
    fn into_value(self) -> Option<Value> {
        (!self.is_empty()).then_some(Value::Several(self))
    }
}
