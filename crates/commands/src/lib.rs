//! Every use case of the museum, behind one gate.
//!
//! The page, the command line and every later way in call [`dispatch`] and
//! nothing else. The gate finds the command, checks who may use it, decodes the
//! arguments, runs it, applies its one batch and says which areas changed.

mod failure;
mod gate;
mod museum;

pub use failure::Failure;
pub use gate::{Caller, Context, Entry, dispatch, registry};
pub use museum::{Change, Clock, Museum};
