//! A cell's content once its column is known.

use rules::time::Minute;
use serde::{Deserialize, Serialize};

/// A value of a field. Names are not resolved: whether a hall of that name exists is asked by the museum.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "is", content = "value", rename_all = "snake_case")]
pub enum Value {
    /// Words, tidied: trimmed, full-width digits and punctuation of codes made half-width where the field is a code.
    Text(String),
    /// A whole number.
    Number(i64),
    /// A day, by its first minute.
    Day(Minute),
    /// A time of day, in minutes since midnight; 1440 is midnight at its end.
    Clock(i64),
    /// Yes or no.
    Truth(bool),
    /// The code of a choice.
    Code(String),
    /// Names or lines, in the order of the cell.
    Several(Vec<String>),
}
