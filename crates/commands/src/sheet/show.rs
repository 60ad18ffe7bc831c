//! Values as a sheet shows them: names instead of ids.

use exchange::{Field, Shape, Value};
use words::Locale;

use super::names::Names;
use super::values::Values;

/// The value with names where it has ids.
fn named(value: &Value, field: &Field, names: &Names) -> Value {
    let (Shape::Name(target) | Shape::Names(target)) = field.shape else { return value.clone() };
    let name = |id: &String| names.name(target, id).unwrap_or(id).to_owned();
    match value {
        Value::Text(id) => Value::Text(name(id)),
        Value::Several(ids) => Value::Several(ids.iter().map(name).collect()),
        other => other.clone(),
    }
}

/// The text of a value in its column; nothing for nothing.
pub(crate) fn shown(value: Option<&Value>, field: &Field, names: &Names, locale: Locale) -> String {
    value.map_or_else(String::new, |value| exchange::said(&named(value, field, names), field, locale))
}

/// A record as a sheet of its kind writes it: its id first, names instead of ids.
pub(crate) fn row(id: &str, values: &Values, names: &Names) -> Vec<Option<Value>> {
    values
        .fields()
        .map(|(_, field, value)| match field.shape {
            Shape::Id => Some(Value::Text(id.to_owned())),
            _ => value.map(|value| named(value, field, names)),
        })
        .collect()
}
