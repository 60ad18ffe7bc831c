//! Statements: constant SQL from `sql/*.sql`, each with its parameters and the rows it must touch.
//!
//! A file holds the statements of one table. Each opens with three header lines:
//!
//! ```sql
//! -- name: post_delete
//! -- params: id text, revision int
//! -- rows: 1
//! DELETE FROM post WHERE id = ?1 AND revision = ?2;
//! ```
//!
//! `rows` is `read`, `any`, or the exact number the engine insists on. The text stays
//! inside a subset that SQLite and PostgreSQL read alike; `tests/statements.rs` holds it there.

/// What a parameter takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text without NUL.
    Text,
    /// A 64-bit integer; a boolean is 0 or 1.
    Integer,
}

/// One parameter of a statement, by its place.
#[derive(Debug, Clone, Copy)]
pub struct Parameter {
    /// Its name, for messages and for the test against the schema.
    pub name: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// Whether it may be null.
    pub nullable: bool,
}

/// How many rows a statement touches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rows {
    /// It only reads.
    Read,
    /// It writes any number.
    Any,
    /// It writes just so many, or the batch fails.
    Exactly(u32),
}

/// A constant statement.
#[derive(Debug, Clone, Copy)]
pub struct Statement {
    /// Its name, unique in the store.
    pub name: &'static str,
    /// Its text, with `?1`, `?2` … for the parameters.
    pub sql: &'static str,
    /// Its parameters in order.
    pub parameters: &'static [Parameter],
    /// The rows it touches.
    pub rows: Rows,
}

include!(concat!(env!("OUT_DIR"), "/statements.rs"));
