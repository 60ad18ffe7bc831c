//! Sheets in and out: bytes to rows with located problems, and rows to bytes.
//!
//! Owns what a file is (xlsx, xls, csv, a pasted block, ics), what a column means, how people write dates and times,
//! and which columns the sheets of each kind have. Refuses to know the museum: whether a hall exists or is free is
//! asked by whoever has the facts. No clock, no file system: bytes in, bytes out.

mod book;
pub mod calendar;
pub mod cell;
pub mod finding;
pub mod harmless;
pub mod kind;
pub mod ledger;
pub mod lines;
pub mod mapping;
pub mod read;
mod said;
pub mod table;
pub mod template;
pub mod text;
pub mod value;
pub mod workbook;

pub use book::{Lists, SCHEMA_PROPERTY, Unwritten};
pub use cell::{Address, Cell};
pub use finding::{Finding, FindingCode};
pub use kind::{Choice, Field, LineShape, Need, Shape, SheetKind, Target};
pub use mapping::{Column, ColumnReason, Entry, Layout, Mapping, NameRule, Reading, SheetMapping};
pub use read::Unreadable;
pub use said::said;
pub use value::Value;
pub use workbook::{Origin, Row, Sheet, Workbook};
