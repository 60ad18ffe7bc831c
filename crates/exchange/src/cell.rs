//! A cell as a file holds it, and where it stands.

use std::fmt;
use std::sync::Arc;

use chrono::{Datelike as _, NaiveDateTime, Timelike as _};

/// Where a cell stands, counted from 0; written as people name it: `D5`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Address {
    /// The row, from 0.
    pub row: u32,
    /// The column, from 0.
    pub column: u32,
}

impl Address {
    /// The cell in `row` and `column`, both from 0.
    pub const fn new(row: u32, column: u32) -> Address {
        Address { row, column }
    }

    /// The cell that is written `name`, such as `D5`. `None` where that is no cell.
    pub fn named(name: &str) -> Option<Address> {
        let split = name.find(|character: char| character.is_ascii_digit())?;
        let row: u32 = name[split..].parse().ok()?;
        Some(Address { row: row.checked_sub(1)?, column: column_named(&name[..split])? })
    }
}

impl fmt::Display for Address {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}{}", column_name(self.column), u64::from(self.row) + 1)
    }
}

/// The letters of a column: 0 is `A`, 26 is `AA`.
pub fn column_name(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(b'A' + u8::try_from(rest % 26).unwrap_or(0));
        rest /= 26;
    }
    letters.iter().rev().map(|letter| char::from(*letter)).collect()
}

/// The column that is written `letters`, counted from 0. `None` where these are no letters of a column.
pub fn column_named(letters: &str) -> Option<u32> {
    if letters.is_empty() || letters.len() > 4 {
        return None;
    }
    let mut number: u32 = 0;
    for letter in letters.bytes() {
        let place = letter.to_ascii_uppercase().checked_sub(b'A').filter(|place| *place < 26)?;
        number = number * 26 + u32::from(place) + 1;
    }
    Some(number - 1)
}

/// What a cell holds. An empty cell is not kept at all.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Text, as it stands: not trimmed, not normalised. Equal texts of a workbook may share it.
    Text(Arc<str>),
    /// A number that the file does not show as a date.
    Number(f64),
    /// A day, with a time where it has one; 1904 dates are already moved. A bare time lies on 1899-12-31 or before.
    Moment(NaiveDateTime),
    /// Yes or no.
    Truth(bool),
    /// An error such as `#REF!`, as it is written.
    Error(String),
    /// A formula whose value the file does not hold.
    Unvalued,
}

impl Cell {
    /// What it shows, as text: for samples, and for saying what could not be read. Not cut.
    pub fn shown(&self) -> String {
        match self {
            Cell::Text(text) => text.to_string(),
            Cell::Number(number) => number_shown(*number),
            Cell::Moment(moment) => moment_shown(*moment),
            Cell::Truth(true) => "TRUE".to_owned(),
            Cell::Truth(false) => "FALSE".to_owned(),
            Cell::Error(error) => error.clone(),
            Cell::Unvalued => String::new(),
        }
    }
}

/// A number without exponent where it is whole: telephone numbers are kept as such.
fn number_shown(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 { format!("{number:.0}") } else { number.to_string() }
}

/// A day, with its time where it has one; a bare time without its day.
fn moment_shown(moment: NaiveDateTime) -> String {
    let bare = moment.year() < 1900;
    let midnight = moment.time() == chrono::NaiveTime::MIN;
    let seconds = if moment.second() == 0 { "" } else { ":%S" };
    match (bare, midnight) {
        (true, _) => moment.format(&format!("%-H:%M{seconds}")).to_string(),
        (false, true) => moment.format("%Y-%m-%d").to_string(),
        (false, false) => moment.format(&format!("%Y-%m-%d %-H:%M{seconds}")).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_a_spreadsheet_names_them() {
        for (row, column, name) in
            [(0, 0, "A1"), (4, 3, "D5"), (9, 25, "Z10"), (0, 26, "AA1"), (1_048_575, 16_383, "XFD1048576")]
        {
            assert_eq!(Address::new(row, column).to_string(), name);
            assert_eq!(Address::named(name), Some(Address::new(row, column)));
        }
        for name in ["", "5", "D", "D0", "5D", "儿5", "ABCDE1", "D5x"] {
            assert_eq!(Address::named(name), None, "{name:?}");
        }
    }
}
