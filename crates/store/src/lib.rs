//! All SQL: statements, batches, the journal, migrations, search tokens, backups.
//!
//! The store knows no clock, no randomness and no rule of a museum. A caller reads from a
//! [`Snapshot`], decides, and hands in one [`Batch`] that is applied whole or not at all.

mod backup;
mod batch;
pub mod bench;
mod connection;
mod error;
mod history;
mod migrate;
mod options;
pub mod place;
pub mod rescue;
mod row;
pub mod rows;
pub mod search;
mod sound;
pub mod statement;
mod store;
pub mod system;
mod value;
mod watch;
mod writer;

pub use backup::{BackupError, BackupReceipt};
pub use batch::{Batch, Mark};
pub use error::{OpenRefusal, StoreError};
pub use history::{Direction, RowChange};
pub use options::Options;
pub use row::{Row, Table};
pub use store::{FILE_NAME, RefusedRow, Snapshot, Store};
pub use system::System;
pub use value::{Column, Value};
pub use watch::Changed;
pub use writer::{Operation, OperationKind, PastOperation};
