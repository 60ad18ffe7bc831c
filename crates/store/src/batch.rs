//! A batch: constant statements and values, applied atomically or not at all.
//!
//! A command reads, decides and fills one batch. There is no interactive transaction:
//! what the decision assumed travels along as guards, and a row is written only while it
//! still has the revision it was read with.

use std::collections::HashSet;

use crate::row::{Row, Table, journal_text};
use crate::search;
use crate::statement::{GUARD_AREA, SEARCH_TOKEN_CLEAR, SEARCH_TOKEN_INSERT, Statement};
use crate::value::Value;

/// One statement with its values.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub(crate) statement: &'static Statement,
    pub(crate) values: Vec<Value>,
}

/// One row's change as the journal keeps it.
#[derive(Debug, Clone)]
pub(crate) struct Record {
    pub(crate) table: &'static Table,
    pub(crate) row_id: String,
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
}

/// What a command wants written.
#[derive(Debug, Clone, Default)]
pub struct Batch {
    pub(crate) guards: Vec<Step>,
    pub(crate) steps: Vec<Step>,
    pub(crate) records: Vec<Record>,
    written: HashSet<(&'static str, String)>,
}

impl Batch {
    /// An empty batch.
    pub fn new() -> Batch {
        Batch::default()
    }

    /// Whether it would write nothing.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// The tables it writes, each once, in order of name.
    pub fn tables(&self) -> Vec<&'static str> {
        let mut names: Vec<_> = self.records.iter().map(|record| record.table.name).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The batch holds only while `area` has not changed since `sequence`.
    pub fn guard_area(&mut self, area: &str, sequence: i64) {
        self.guards.push(Step { statement: &GUARD_AREA, values: vec![area.into(), sequence.into()] });
    }

    /// Inserts a row; its revision becomes 0 whatever it says.
    pub fn insert<R: Row>(&mut self, row: &R) {
        let mut values = row.values();
        values[1] = Value::Integer(0);
        self.insert_values(R::TABLE, values);
    }

    /// Writes `after` over `before`, if the row still is as it was read. Writing an equal row does nothing.
    pub fn update<R: Row>(&mut self, before: &R, after: &R) {
        let old = before.values();
        let mut new = after.values();
        new[1] = old[1].clone();
        if new != old {
            self.update_values(R::TABLE, &old, new);
        }
    }

    /// [`Batch::update`] that writes an equal row too: whoever has read it is stale from then on,
    /// because what hangs on it has changed.
    pub fn rewrite<R: Row>(&mut self, before: &R, after: &R) {
        let old = before.values();
        let mut new = after.values();
        new[1] = old[1].clone();
        self.update_values(R::TABLE, &old, new);
    }

    /// Deletes the row, if it still is as it was read.
    pub fn delete<R: Row>(&mut self, row: &R) {
        self.delete_values(R::TABLE, &row.values());
    }

    pub(crate) fn insert_values(&mut self, table: &'static Table, values: Vec<Value>) {
        let id = self.claim(table, &values);
        self.records.push(Record {
            table,
            row_id: id.clone(),
            before: None,
            after: Some(journal_text(table, &values)),
        });
        self.tokens(table, &id, &values);
        // The row must stand before its tokens only in the reader's mind: tokens have no foreign key.
        self.steps.push(Step { statement: table.insert, values });
    }

    /// `new[1]` is the revision the row must still have; the statement raises it by one.
    pub(crate) fn update_values(&mut self, table: &'static Table, old: &[Value], new: Vec<Value>) {
        let id = self.claim(table, &new);
        let mut after = new.clone();
        if let Value::Integer(revision) = new[1] {
            after[1] = Value::Integer(revision + 1);
        }
        self.records.push(Record {
            table,
            row_id: id.clone(),
            before: Some(journal_text(table, old)),
            after: Some(journal_text(table, &after)),
        });
        if searched_text(table, old) != searched_text(table, &new) {
            self.steps.push(Step { statement: &SEARCH_TOKEN_CLEAR, values: vec![id.as_str().into()] });
            self.tokens(table, &id, &new);
        }
        self.steps.push(Step { statement: table.update, values: new });
    }

    pub(crate) fn delete_values(&mut self, table: &'static Table, old: &[Value]) {
        let id = self.claim(table, old);
        self.records.push(Record { table, row_id: id.clone(), before: Some(journal_text(table, old)), after: None });
        if !table.searched.is_empty() {
            self.steps.push(Step { statement: &SEARCH_TOKEN_CLEAR, values: vec![id.as_str().into()] });
        }
        self.steps.push(Step { statement: table.delete, values: vec![old[0].clone(), old[1].clone()] });
    }

    /// A row is written once a batch: undo reads the journal backwards and finds each row in one state.
    fn claim(&mut self, table: &'static Table, values: &[Value]) -> String {
        let id = match &values[0] {
            Value::Text(id) => id.clone(),
            _ => String::new(),
        };
        let first = self.written.insert((table.name, id.clone()));
        assert!(first, "{} {id} is written twice in one batch", table.name);
        id
    }

    fn tokens(&mut self, table: &'static Table, id: &str, values: &[Value]) {
        let text = searched_text(table, values);
        if text.is_empty() {
            return;
        }
        for token in search::tokens(&text) {
            self.steps.push(Step {
                statement: &SEARCH_TOKEN_INSERT,
                values: vec![token.into(), table.name.into(), id.into()],
            });
        }
    }
}

/// The words of a row that search finds it by.
fn searched_text(table: &Table, values: &[Value]) -> String {
    let words: Vec<&str> = table
        .searched
        .iter()
        .filter_map(|column| table.columns.iter().position(|name| name == column))
        .filter_map(|place| match &values[place] {
            Value::Text(text) => Some(text.as_str()),
            _ => None,
        })
        .collect();
    words.join(" ")
}
