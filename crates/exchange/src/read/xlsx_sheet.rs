//! The cells of one sheet of an xlsx, in one pass: values, hidden rows, merged stretches.

use std::io::Read;
use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime};
use quick_xml::events::{BytesStart, Event};

use super::Unreadable;
use super::limits::{Budget, COLUMNS_MAX, MERGES_MAX, ROWS_MAX};
use super::moment::number_cell;
use super::xlsx::{Shared, plain};
use super::xml::{Xml, add_text, attribute, flag};
use crate::cell::{Address, Cell};
use crate::workbook::{Merge, Row};

/// How a cell's value is to be taken.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Number,
    Shared,
    Formula,
    Inline,
    Truth,
    Error,
    Day,
}

/// The cell that is being read.
struct Open {
    column: u32,
    kind: Kind,
    style: usize,
    formula: bool,
    value: String,
    /// Whether text now belongs to the value.
    taking: bool,
    phonetic: bool,
}

/// The rows and merged stretches of a sheet.
pub(super) fn read<R: Read>(
    mut part: Xml<R>,
    shared: &Shared,
    budget: &mut Budget,
) -> Result<(Vec<Row>, Vec<Merge>), Unreadable> {
    let name = part.name().to_owned();
    let damaged = || Unreadable::Damaged { part: name.clone() };
    let mut rows: Vec<Row> = Vec::new();
    let mut merges = Vec::new();
    let mut row = Row { number: 0, hidden: false, cells: Vec::new() };
    let (mut next_row, mut next_column, mut open) = (0, 0, Open::new());
    loop {
        let event = part.event()?;
        match &event {
            Event::Start(element) | Event::Empty(element) => {
                let closed = matches!(event, Event::Empty(_));
                match element.local_name().as_ref() {
                    "c" => {
                        let column = open.begin(element, next_column).filter(|column| *column < COLUMNS_MAX);
                        next_column = column.ok_or_else(damaged)? + 1;
                    }
                    "v" | "t" if !closed => open.taking = !open.phonetic,
                    "rPh" if !closed => open.phonetic = true,
                    "f" => open.formula = true,
                    "row" => {
                        let number = match attribute(element, "r") {
                            Some(number) => number.trim().parse::<u32>().ok().and_then(|number| number.checked_sub(1)),
                            None => Some(next_row),
                        };
                        let Some(number) = number.filter(|number| *number < ROWS_MAX) else {
                            return Err(damaged());
                        };
                        (next_row, next_column) = (number + 1, 0);
                        row = Row { number, hidden: flag(element, "hidden"), cells: Vec::new() };
                    }
                    "mergeCell" => {
                        if let Some(merge) = attribute(element, "ref").and_then(|stretch| merge_named(&stretch)) {
                            if merges.len() >= MERGES_MAX {
                                return Err(damaged());
                            }
                            merges.push(merge);
                        }
                    }
                    _ => {}
                }
            }
            Event::End(element) => match element.local_name().as_ref() {
                "c" => {
                    if let Some(cell) = open.finish(shared, budget)?.ok_or_else(damaged)? {
                        budget.cell()?;
                        row.cells.push((open.column, cell));
                    }
                }
                "v" | "t" => open.taking = false,
                "rPh" => open.phonetic = false,
                "row" if !row.cells.is_empty() => {
                    budget.row()?;
                    let mut full = std::mem::replace(&mut row, Row { number: 0, hidden: false, cells: Vec::new() });
                    full.cells.shrink_to_fit();
                    put_in_order(&mut full.cells, |(column, _)| *column);
                    rows.push(full);
                }
                _ => {}
            },
            Event::Eof => break,
            _ if open.taking => add_text(&event, &mut open.value),
            _ => {}
        }
    }
    put_in_order(&mut rows, |row| row.number);
    Ok((rows, merges))
}

/// Sorts what a file holds out of its order; of two in one place the later is kept.
fn put_in_order<T>(list: &mut Vec<T>, place: impl Fn(&T) -> u32) {
    if list.is_sorted_by(|one, other| place(one) < place(other)) {
        return;
    }
    list.reverse();
    list.sort_by_key(&place);
    list.dedup_by_key(|item| place(item));
}

impl Open {
    fn new() -> Open {
        Open {
            column: 0,
            kind: Kind::Number,
            style: 0,
            formula: false,
            value: String::new(),
            taking: false,
            phonetic: false,
        }
    }

    /// Begins a cell: its column, by its name or the one after the last. `None` where its name is none.
    fn begin(&mut self, element: &BytesStart<'_>, next: u32) -> Option<u32> {
        self.value.clear();
        (self.column, self.kind, self.style) = (next, Kind::Number, 0);
        (self.formula, self.taking, self.phonetic) = (false, false, false);
        for attribute in element.attributes().with_checks(false).flatten() {
            match attribute.key.as_ref() {
                "r" => self.column = column_of(&attribute.value)?,
                "s" => self.style = attribute.value.trim().parse().unwrap_or(0),
                "t" => {
                    self.kind = match attribute.value.as_ref() {
                        "s" => Kind::Shared,
                        "str" => Kind::Formula,
                        "inlineStr" => Kind::Inline,
                        "b" => Kind::Truth,
                        "e" => Kind::Error,
                        "d" => Kind::Day,
                        _ => Kind::Number,
                    }
                }
                _ => {}
            }
        }
        Some(self.column)
    }

    /// What the finished cell holds; no answer where it refers to a text that is not there.
    fn finish(&self, shared: &Shared, budget: &mut Budget) -> Result<Option<Option<Cell>>, Unreadable> {
        let value = self.value.trim();
        if self.formula && value.is_empty() && self.kind != Kind::Formula {
            return Ok(Some(Some(Cell::Unvalued)));
        }
        let cell = match self.kind {
            Kind::Shared => match value.parse::<usize>().ok().and_then(|place| shared.texts.get(place)) {
                Some(text) => (!text.is_empty()).then(|| Cell::Text(Arc::clone(text))),
                None if value.is_empty() => None,
                None => return Ok(None),
            },
            Kind::Formula | Kind::Inline if self.value.is_empty() => None,
            Kind::Formula | Kind::Inline => {
                budget.text(self.value.len())?;
                Some(Cell::Text(Arc::from(plain(&self.value).as_ref())))
            }
            _ if value.is_empty() => None,
            Kind::Truth => Some(Cell::Truth(matches!(value, "1" | "true"))),
            Kind::Error => {
                budget.text(value.len())?;
                Some(Cell::Error(value.to_owned()))
            }
            Kind::Day => Some(match day_named(value) {
                Some(moment) => Cell::Moment(moment),
                None => Cell::Text(Arc::from(value)),
            }),
            Kind::Number => match value.parse::<f64>().ok().filter(|number| number.is_finite()) {
                Some(number) => {
                    let is_moment = shared.moments.get(self.style).copied().unwrap_or(false);
                    Some(number_cell(number, is_moment, shared.from_1904))
                }
                None => {
                    budget.text(value.len())?;
                    Some(Cell::Text(Arc::from(value)))
                }
            },
        };
        Ok(Some(cell))
    }
}

/// The column in a name such as `XFD1048576`, from 0.
fn column_of(name: &str) -> Option<u32> {
    let letters = name.find(|character: char| character.is_ascii_digit()).unwrap_or(name.len());
    crate::cell::column_named(&name[..letters])
}

/// A moment as strict files write it.
fn day_named(text: &str) -> Option<NaiveDateTime> {
    let text = text.trim_end_matches('Z');
    text.parse::<NaiveDateTime>()
        .ok()
        .or_else(|| text.parse::<NaiveDate>().ok().and_then(|date| date.and_hms_opt(0, 0, 0)))
        .or_else(|| {
            text.parse::<chrono::NaiveTime>()
                .ok()
                .and_then(|time| Some(NaiveDate::from_ymd_opt(1899, 12, 31)?.and_time(time)))
        })
}

/// A stretch such as `A1:C2`.
fn merge_named(stretch: &str) -> Option<Merge> {
    let (first, last) = stretch.split_once(':')?;
    let (one, other) = (Address::named(first)?, Address::named(last)?);
    let merge = Merge {
        first: Address::new(one.row.min(other.row), one.column.min(other.column)),
        last: Address::new(one.row.max(other.row), one.column.max(other.column)),
    };
    (merge.last.row < ROWS_MAX && merge.last.column < COLUMNS_MAX).then_some(merge)
}
