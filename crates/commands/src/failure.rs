//! What a refused call says: a code, the rule behind it and its facts. The page makes the words.

use serde::Serialize;
use serde_json::{Map, Value};

/// A refused call. Serialises to `{"code": …, "rule": …, …facts}`.
#[derive(Debug, Clone, Serialize)]
pub struct Failure {
    /// A stable word the page has a message for.
    pub code: &'static str,
    /// The rule that refused, where one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<&'static str>,
    /// The facts its message needs; never SQL, never a path of this machine.
    #[serde(flatten)]
    pub facts: Map<String, Value>,
}
