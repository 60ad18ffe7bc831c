//! Cells separated by a comma, a semicolon or a tab, with quotes around those that hold one, or a line end.
//!
//! Rows are numbered as a spreadsheet shows them: an empty line is a row, a line end within quotes is none.

use std::collections::HashSet;
use std::sync::Arc;

use super::Unreadable;
use super::limits::{Budget, CELL_BYTES_MAX, COLUMNS_MAX};
use crate::cell::Cell;
use crate::harmless::unguarded;
use crate::workbook::Row;

/// How many texts are remembered so that equal ones are kept once.
const REMEMBERED_MAX: usize = 4096;
/// Lines looked at for the separator.
const LINES_LOOKED_AT: usize = 60;

/// The separator of a text, by its beginning: the one that cuts most lines into equally many cells.
pub(super) fn separator(head: &str) -> char {
    let mut best = (0, ',');
    for separator in [',', '\t', ';', '，', '；', '|'] {
        let mut counts: Vec<usize> = Vec::new();
        let (mut count, mut quoted) = (0, false);
        for character in head.chars() {
            match character {
                '"' => quoted = !quoted,
                '\n' if !quoted => {
                    counts.push(count);
                    count = 0;
                    if counts.len() >= LINES_LOOKED_AT {
                        break;
                    }
                }
                character if character == separator && !quoted => count += 1,
                _ => {}
            }
        }
        counts.push(count);
        let most = counts
            .iter()
            .copied()
            .filter(|count| *count > 0)
            .max_by_key(|count| (counts.iter().filter(|other| *other == count).count(), *count));
        let Some(most) = most else { continue };
        let agreeing = counts.iter().filter(|count| **count == most).count();
        // Tabs are seldom typed, commas are part of many a sentence.
        let weight = match separator {
            '\t' => 3,
            ',' | ';' => 2,
            _ => 1,
        };
        let score = agreeing * agreeing * weight * (most + 1).min(12);
        if score > best.0 {
            best = (score, separator);
        }
    }
    best.1
}

/// Cuts text that comes piece by piece.
#[derive(Debug)]
pub(super) struct Splitter<'a> {
    separator: char,
    budget: &'a mut Budget,
    rows: Vec<Row>,
    row: Row,
    column: u32,
    cell: String,
    state: State,
    after_return: bool,
    known: HashSet<Arc<str>>,
    /// Whether a cell may bear the apostrophe that keeps it from being computed.
    guarded: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum State {
    /// Nothing of the cell has come.
    Fresh,
    /// A cell without quotes.
    Bare,
    /// Within quotes.
    Quoted,
    /// A quote within quotes: its end, or one half of a quote that is meant.
    QuoteInQuotes,
}

impl<'a> Splitter<'a> {
    /// Cuts at `separator`.
    pub(super) fn new(separator: char, guarded: bool, budget: &'a mut Budget) -> Splitter<'a> {
        Splitter {
            separator,
            budget,
            rows: Vec::new(),
            row: Row { number: 0, hidden: false, cells: Vec::new() },
            column: 0,
            cell: String::new(),
            state: State::Fresh,
            after_return: false,
            known: HashSet::new(),
            guarded,
        }
    }

    /// Takes the next piece.
    pub(super) fn feed(&mut self, piece: &str) -> Result<(), Unreadable> {
        let mut rest = piece;
        while let Some(character) = rest.chars().next() {
            // Most of a file is words: whole stretches of them are taken at once.
            if matches!(self.state, State::Bare | State::Quoted) {
                let quoted = self.state == State::Quoted;
                let separator = self.separator;
                let end = rest
                    .find(|next: char| next == '"' || !quoted && (next == separator || next == '\n' || next == '\r'))
                    .unwrap_or(rest.len());
                if end > 0 {
                    self.cell.push_str(&rest[..end]);
                    if self.cell.len() > CELL_BYTES_MAX {
                        return Err(Unreadable::TextTooLong { limit_kilobytes: CELL_BYTES_MAX >> 10 });
                    }
                    self.after_return = false;
                    rest = &rest[end..];
                    continue;
                }
            }
            self.take(character)?;
            rest = &rest[character.len_utf8()..];
        }
        Ok(())
    }

    fn take(&mut self, character: char) -> Result<(), Unreadable> {
        let after_return = std::mem::take(&mut self.after_return);
        match (self.state, character) {
            (State::Quoted, '"') => self.state = State::QuoteInQuotes,
            (State::Quoted, _) => self.cell.push(character),
            (State::QuoteInQuotes, '"') => {
                self.cell.push('"');
                self.state = State::Quoted;
            }
            (State::Fresh, '"') => self.state = State::Quoted,
            (_, '\n') if after_return => {}
            (_, '\n' | '\r') => {
                self.after_return = character == '\r';
                self.end_cell()?;
                self.end_row()?;
            }
            (_, character) if character == self.separator => {
                self.end_cell()?;
                self.column += 1;
                if self.column >= COLUMNS_MAX {
                    return Err(Unreadable::TooManyCells { limit: COLUMNS_MAX as usize });
                }
            }
            (_, character) => {
                self.cell.push(character);
                self.state = State::Bare;
            }
        }
        Ok(())
    }

    fn end_cell(&mut self) -> Result<(), Unreadable> {
        self.state = State::Fresh;
        if self.cell.is_empty() {
            return Ok(());
        }
        self.budget.cell()?;
        let said = if self.guarded { unguarded(&self.cell) } else { &self.cell };
        let text = match self.known.get(said) {
            Some(text) => Arc::clone(text),
            None => {
                self.budget.text(said.len())?;
                let text: Arc<str> = Arc::from(said);
                if self.known.len() < REMEMBERED_MAX {
                    self.known.insert(Arc::clone(&text));
                }
                text
            }
        };
        self.row.cells.push((self.column, Cell::Text(text)));
        self.cell.clear();
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), Unreadable> {
        let number = self.row.number;
        self.column = 0;
        let next = Row { number: number.saturating_add(1), hidden: false, cells: Vec::new() };
        let mut full = std::mem::replace(&mut self.row, next);
        if !full.cells.is_empty() {
            self.budget.row()?;
            full.cells.shrink_to_fit();
            self.rows.push(full);
        }
        Ok(())
    }

    /// The rows, once all has come.
    pub(super) fn finish(mut self) -> Result<Vec<Row>, Unreadable> {
        self.end_cell()?;
        self.end_row()?;
        Ok(self.rows)
    }
}
