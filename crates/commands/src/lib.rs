//! Every use case of the museum, behind one gate.
//!
//! The page, the command line and every later way in call [`dispatch`] and
//! nothing else. The gate finds the command, checks who may use it, decodes the
//! arguments, runs it, applies its one batch and says which areas changed.

pub mod access;
mod backup;
mod calendar;
mod caravan;
pub mod contract;
mod dispatch;
mod exhibition;
mod export;
mod facts;
mod failure;
mod gate;
mod history;
mod input;
mod museum;
mod printing;
mod profile;
mod quick_add;
mod registry;
mod resource;
mod sample;
mod saved_view;
mod schedule;
mod session;
mod setting;
mod sheet;
mod template;
mod typescript;
mod whole;
mod work;

pub use access::{Area, Role};
pub use dispatch::{Caller, Context, dispatch};
pub use export::{file_bytes, sheet_columns};
pub use failure::{FAILURE_CODES, Failure};
pub use gate::{Call, Command, Effect, Entry};
pub use museum::{Change, Clock, Museum};
/// Makes printing ready on a thread of its own, before the first sheet is asked for.
pub use print::warm as warm_printing;
pub use registry::registry;
pub use sheet::say_findings;
pub use store::{System, bench};
