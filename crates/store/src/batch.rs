//! A batch: constant statements and values, applied atomically or not at all.
//!
//! A command reads, decides and fills one batch. There is no interactive transaction:
//! what the decision assumed travels along as guards, and a row is written only while it
//! still has the revision it was read with.
//!
//! Several decisions may fill one batch, each seeing what those before it wrote: [`Batch::find`] and
//! [`Batch::over`] lay the batch over what was read. A row that is written twice is written once, as it is left.

use std::collections::HashMap;

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

impl Change {
    fn row_id(&self) -> String {
        self.before.as_ref().or(self.after.as_ref()).map_or_else(String::new, |values| row_id(values))
    }
}

/// A batch as the writer runs it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Prepared {
    pub(crate) guards: Vec<Step>,
    pub(crate) steps: Vec<Step>,
    pub(crate) records: Vec<Record>,
}

/// A row before and after the batch, each with its revision then; `None` where it is not there.
#[derive(Debug, Clone)]
struct Change {
    table: &'static Table,
    before: Option<Vec<Value>>,
    after: Option<Vec<Value>>,
    /// Whether `after` keeps the revision it has: it stood elsewhere.
    as_was: bool,
}

/// What a command wants written.
#[derive(Debug, Clone, Default)]
pub struct Batch {
    guards: Vec<Step>,
    /// In the order in which they are written; one that came to nothing is empty.
    changes: Vec<Option<Change>>,
    /// Where the change of a row stands.
    places: HashMap<&'static str, HashMap<String, usize>>,
    /// What stood in a place before it was written over, oldest first.
    overwritten: Vec<(usize, Option<Change>)>,
}

/// A point in the making of a batch, to go back to.
#[derive(Debug, Clone, Copy)]
pub struct Mark {
    changes: usize,
    overwritten: usize,
}

impl Batch {
    /// An empty batch.
    pub fn new() -> Batch {
        Batch::default()
    }

    /// Whether it would write nothing.
    pub fn is_empty(&self) -> bool {
        self.changes.iter().all(Option::is_none)
    }

    /// How often something was written into it so far: it grows with every row that is written.
    pub fn writes(&self) -> usize {
        self.changes.len() + self.overwritten.len()
    }

    /// The tables it writes, each once, in order of name.
    pub fn tables(&self) -> Vec<&'static str> {
        let mut names: Vec<_> = self.changes.iter().flatten().map(|change| change.table.name).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The batch holds only while `area` has not changed since `sequence`.
    pub fn guard_area(&mut self, area: &str, sequence: i64) {
        self.guards.push(Step { statement: &GUARD_AREA, values: vec![area.into(), sequence.into()] });
    }

    /// Here, to go back to.
    pub fn mark(&self) -> Mark {
        Mark { changes: self.changes.len(), overwritten: self.overwritten.len() }
    }

    /// Forgets whatever was written since `mark`.
    pub fn back_to(&mut self, mark: Mark) {
        for change in self.changes.drain(mark.changes..).flatten() {
            if let Some(places) = self.places.get_mut(change.table.name) {
                places.remove(&change.row_id());
            }
        }
        while self.overwritten.len() > mark.overwritten {
            let Some((place, earlier)) = self.overwritten.pop() else { return };
            if let Some(change) = &earlier {
                self.places.entry(change.table.name).or_default().insert(change.row_id(), place);
            }
            if let Some(standing) = self.changes.get_mut(place) {
                *standing = earlier;
            }
        }
    }

    /// The row of that id as the batch leaves it: `None` where the batch does not write it, `Some(None)` where it goes.
    pub fn find<R: Row>(&self, id: &str) -> Option<Option<R>> {
        let place = *self.places.get(R::TABLE.name)?.get(id)?;
        let change = self.changes[place].as_ref()?;
        Some(change.after.as_ref().and_then(|values| row_of::<R>(values)))
    }

    /// Rows that were read, as the batch leaves them, with those it adds that `belongs` takes.
    pub fn over<R: Row>(&self, mut read: Vec<R>, belongs: impl Fn(&R) -> bool) -> Vec<R> {
        let Some(places) = self.places.get(R::TABLE.name) else { return read };
        read.retain(|row| !places.contains_key(row.id()));
        let mut order: Vec<usize> = places.values().copied().collect();
        order.sort_unstable();
        let left = order.iter().filter_map(|place| self.changes[*place].as_ref()?.after.as_ref());
        read.extend(left.filter_map(|values| row_of::<R>(values)).filter(belongs));
        read
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

    /// Puts a row as it stood elsewhere, its revision included, in the place of `before`, which has its id. The values
    /// are those of the table's columns.
    pub fn put_as_it_was(&mut self, table: &'static Table, before: Option<Vec<Value>>, after: Vec<Value>) {
        let id = row_id(&after);
        assert!(self.standing(table, &id).is_none(), "{} {id} is written already", table.name);
        self.push(table, id, Change { table, before, after: Some(after), as_was: true });
    }

    /// Deletes a row by its values, if it still is as it was read.
    pub fn delete_as_read(&mut self, table: &'static Table, values: &[Value]) {
        self.delete_values(table, values);
    }

    pub(crate) fn insert_values(&mut self, table: &'static Table, values: Vec<Value>) {
        let id = row_id(&values);
        assert!(self.standing(table, &id).is_none(), "{} {id} is there already", table.name);
        self.push(table, id, Change { table, before: None, after: Some(values), as_was: false });
    }

    /// `new[1]` is the revision the row must still have; the statement raises it by one.
    pub(crate) fn update_values(&mut self, table: &'static Table, old: &[Value], mut new: Vec<Value>) {
        let id = row_id(&new);
        match self.standing(table, &id) {
            Some(place) => {
                let earlier = self.changes[place].clone();
                if let Some(change) = self.changes[place].as_mut() {
                    assert!(change.after.is_some(), "{} {id} has gone", table.name);
                    // Written once: the revision rises by one, whatever came between.
                    new[1] = Value::Integer(revision(change.before.as_deref()).map_or(0, |revision| revision + 1));
                    change.after = Some(new);
                }
                self.overwritten.push((place, earlier));
            }
            None => {
                new[1] = Value::Integer(revision(Some(old)).map_or(0, |revision| revision + 1));
                self.push(table, id, Change { table, before: Some(old.to_vec()), after: Some(new), as_was: false });
            }
        }
    }

    pub(crate) fn delete_values(&mut self, table: &'static Table, old: &[Value]) {
        let id = row_id(old);
        let Some(place) = self.standing(table, &id) else {
            self.push(table, id, Change { table, before: Some(old.to_vec()), after: None, as_was: false });
            return;
        };
        // What it was written for has gone by then, its parts included: it goes where the batch stands now.
        if let Some(change) = self.changes[place].take() {
            assert!(change.after.is_some(), "{} {id} has gone", table.name);
            self.overwritten.push((place, Some(change.clone())));
            if change.before.is_some() {
                self.push(table, id, Change { after: None, ..change });
            } else if let Some(places) = self.places.get_mut(table.name) {
                places.remove(&id);
            }
        }
    }

    fn standing(&self, table: &'static Table, id: &str) -> Option<usize> {
        let place = *self.places.get(table.name)?.get(id)?;
        self.changes[place].is_some().then_some(place)
    }

    fn push(&mut self, table: &'static Table, id: String, change: Change) {
        self.places.entry(table.name).or_default().insert(id, self.changes.len());
        self.changes.push(Some(change));
    }

    /// The statements, the journal and the search tokens of what the batch leaves.
    pub(crate) fn prepared(self) -> Prepared {
        let mut prepared = Prepared { guards: self.guards, ..Prepared::default() };
        for change in self.changes.into_iter().flatten() {
            prepared.change(change);
        }
        prepared
    }
}

impl Prepared {
    fn change(&mut self, change: Change) {
        let id = change.row_id();
        let Change { table, before, after, as_was } = change;
        self.records.push(Record {
            table,
            row_id: id.clone(),
            before: before.as_ref().map(|values| journal_text(table, values)),
            after: after.as_ref().map(|values| journal_text(table, values)),
        });
        let searched = |values: Option<&Vec<Value>>| values.map(|values| searched_text(table, values));
        let words = searched(after.as_ref());
        if before.is_some() && !table.searched.is_empty() && searched(before.as_ref()) != words {
            self.steps.push(Step { statement: &SEARCH_TOKEN_CLEAR, values: vec![id.as_str().into()] });
            self.tokens(table, &id, words.as_deref());
        } else if before.is_none() {
            self.tokens(table, &id, words.as_deref());
        }
        if let (true, Some(before), Some(_)) = (as_was, &before, &after) {
            self.steps.push(Step { statement: table.delete, values: before[..2].to_vec() });
        }
        self.steps.push(match (before, after) {
            (_, Some(after)) if as_was => Step { statement: table.insert, values: after },
            (Some(before), Some(mut after)) => {
                // The statement finds the row by the revision it was read with, and raises it.
                after[1] = before[1].clone();
                Step { statement: table.update, values: after }
            }
            (None, Some(after)) => Step { statement: table.insert, values: after },
            (before, None) => {
                let mut values = before.unwrap_or_default();
                values.truncate(2);
                Step { statement: table.delete, values }
            }
        });
    }

    fn tokens(&mut self, table: &'static Table, id: &str, words: Option<&str>) {
        for token in words.filter(|words| !words.is_empty()).map(search::tokens).into_iter().flatten() {
            self.steps.push(Step {
                statement: &SEARCH_TOKEN_INSERT,
                values: vec![token.into(), table.name.into(), id.into()],
            });
        }
    }
}

fn row_id(values: &[Value]) -> String {
    match &values[0] {
        Value::Text(id) => id.clone(),
        _ => String::new(),
    }
}

fn revision(values: Option<&[Value]>) -> Option<i64> {
    match values?.get(1)? {
        Value::Integer(revision) => Some(*revision),
        _ => None,
    }
}

fn row_of<R: Row>(values: &[Value]) -> Option<R> {
    R::from_columns(&mut |column| {
        let place = R::TABLE.columns.iter().position(|name| *name == column);
        place.and_then(|place| values.get(place)).cloned().unwrap_or(Value::Null)
    })
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rows::Department;

    fn department(id: &str, revision: i64, name: &str) -> Department {
        Department { id: id.to_owned(), revision, name: name.to_owned(), sort_key: name.to_owned(), active: true }
    }

    /// What the batch leaves, by id and name, and what it would run.
    fn left(batch: &Batch) -> (Vec<(String, String)>, Vec<&'static str>) {
        let rows = batch.over(vec![department("a", 3, "甲")], |_| true);
        let prepared = batch.clone().prepared();
        let steps = prepared.steps.iter().map(|step| step.statement.name);
        (
            rows.into_iter().map(|row| (row.id, row.name)).collect(),
            steps.filter(|name| !name.contains("token")).collect(),
        )
    }

    #[test]
    fn a_row_written_twice_is_written_once_as_it_is_left() {
        let (a, b) = (department("a", 3, "甲"), department("b", 0, "乙"));
        let mut batch = Batch::new();
        batch.update(&a, &department("a", 3, "丙"));
        let now: Department = batch.find("a").flatten().unwrap();
        assert_eq!((now.name.as_str(), now.revision), ("丙", 4));
        batch.update(&now, &department("a", 4, "丁"));
        batch.insert(&b);
        batch.update(&b, &department("b", 0, "戊"));
        let pair = |id: &str, name: &str| (id.to_owned(), name.to_owned());
        assert_eq!(
            left(&batch),
            (vec![pair("a", "丁"), pair("b", "戊")], vec!["department_update", "department_insert"])
        );

        let mark = batch.mark();
        batch.delete(&department("b", 0, "戊"));
        batch.delete(&department("a", 4, "丁"));
        batch.insert(&department("c", 0, "己"));
        assert_eq!(left(&batch), (vec![pair("c", "己")], vec!["department_delete", "department_insert"]));
        assert_eq!(batch.find::<Department>("b"), None, "it never was");
        assert_eq!(batch.find::<Department>("a"), Some(None));

        batch.back_to(mark);
        assert_eq!(
            left(&batch),
            (vec![pair("a", "丁"), pair("b", "戊")], vec!["department_update", "department_insert"])
        );
    }
}
