//! Sheets in: a file is handed in, a mapping proposed and edited, its effect previewed and carried out as one operation.

mod choose;
mod commands;
mod kinds;
mod label;
mod locate;
mod make;
mod matching;
mod names;
mod plan;
mod report;
mod resolve;
mod sentence;
mod show;
mod staged;
mod values;

pub use sentence::say_findings;

pub(crate) use commands::COMMANDS;
pub(crate) use kinds::{Scope, rule};
pub(crate) use names::Names;
pub(crate) use show::row;
pub(crate) use staged::Stage;
