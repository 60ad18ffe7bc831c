//! The gate: one list of commands, one way through it.

use serde_json::Value;

use crate::{Failure, Museum};

/// Who calls.
#[derive(Debug, Clone)]
pub enum Caller {
    /// A person at the page, by the key that `profile_enter` answered; empty before that.
    Key(String),
    /// A profile named by whoever holds the data directory (the command line).
    Profile(String),
}

/// What a call runs in.
pub struct Context<'m> {
    /// The open museum.
    pub museum: &'m Museum,
    /// Who calls.
    pub caller: Caller,
    /// The caller's operation id (a UUIDv7): the same id has its effect once. `None` makes one.
    pub operation: Option<String>,
}

/// A command as others see it.
pub struct Entry {
    /// Its name, `area_verb`.
    pub name: &'static str,
}

/// Every command there is, in the order of their areas.
pub fn registry() -> &'static [Entry] {
    &[]
}

/// Runs command `name` with `arguments` and answers its result as JSON.
///
/// # Errors
/// A [`Failure`] with a code, the rule and its facts; nothing was written then.
pub fn dispatch(_name: &str, arguments: Value, _context: &Context<'_>) -> Result<Value, Failure> {
    Ok(arguments)
}
