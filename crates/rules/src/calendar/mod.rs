//! The opening calendar: what each day is and why.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The opening rule of a museum.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(default, deny_unknown_fields)]
pub struct CalendarSettings {}

/// The opening calendar of a museum.
#[derive(Debug, Clone, Default)]
pub struct Calendar {}
