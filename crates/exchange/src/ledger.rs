//! Csv that comes back exactly: nothing, a number and a text are told apart, and no text is taken for a formula.
//!
//! Nothing is an empty cell. A text without a character would be one too, so it is written as one apostrophe, and a
//! text of apostrophes alone gets one more.

use csv::{QuoteStyle, ReaderBuilder, Terminator, WriterBuilder};

use crate::book::Unwritten;
use crate::harmless::{guarded, unguarded};

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Exact {
    /// Nothing.
    Nothing,
    /// A whole number.
    Number(i64),
    /// A text.
    Text(String),
}

/// A file as it was read: its columns, and its cells as they stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    /// The words of the first row.
    pub columns: Vec<String>,
    /// The rows after it, each with as many cells as there are columns.
    pub rows: Vec<Vec<String>>,
}

/// The row, numbered as a spreadsheet numbers it, that cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unreadable {
    /// Its number, from 1.
    pub row: u64,
}

fn is_bare(text: &str) -> bool {
    text.chars().all(|character| character == '\'')
}

/// A text as a cell.
fn cell_of(text: &str) -> String {
    if is_bare(text) { format!("'{text}") } else { guarded(text) }
}

/// The text behind a cell; `None` where it is empty.
pub fn text_of(cell: &str) -> Option<String> {
    if cell.is_empty() {
        return None;
    }
    Some(if is_bare(cell) { cell[1..].to_owned() } else { unguarded(cell).to_owned() })
}

/// Rows as csv: UTF-8 with its mark, lines ending in CRLF.
///
/// # Errors
/// [`Unwritten`] where a row has other cells than there are columns.
pub fn write(columns: &[String], rows: impl IntoIterator<Item = Vec<Exact>>) -> Result<Vec<u8>, Unwritten> {
    let failed = |error: csv::Error| Unwritten(error.to_string());
    let mut lines = WriterBuilder::new()
        .quote_style(QuoteStyle::NonNumeric)
        .terminator(Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    lines.write_record(columns).map_err(failed)?;
    for row in rows {
        let cells = row.iter().map(|cell| match cell {
            Exact::Nothing => String::new(),
            Exact::Number(number) => number.to_string(),
            Exact::Text(text) => cell_of(text),
        });
        lines.write_record(cells).map_err(failed)?;
    }
    lines.into_inner().map_err(|error| Unwritten(error.to_string()))
}

/// Reads what [`write()`] wrote, by whatever program it was saved since.
///
/// # Errors
/// The row that is no UTF-8 or has other cells than there are columns.
pub fn read(bytes: &[u8]) -> Result<Ledger, Unreadable> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let mut reader = ReaderBuilder::new().from_reader(bytes);
    let columns = reader.headers().map_err(|_| Unreadable { row: 1 })?.iter().map(str::to_owned).collect();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|_| Unreadable { row: rows.len() as u64 + 2 })?;
        rows.push(record.iter().map(str::to_owned).collect());
    }
    Ok(Ledger { columns, rows })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_numbers_and_texts_come_back_and_no_text_begins_live() {
        let texts =
            ["", "'", "''", "=1+1", "'=1+1", "-5", "007", "儿童厅", "a,b", "\"", "两\r\n行", "\t", " x ", "＝1"];
        let columns = ["text".to_owned(), "number".to_owned()];
        let mut rows: Vec<Vec<Exact>> =
            texts.iter().map(|text| vec![Exact::Text((*text).to_owned()), Exact::Number(-7)]).collect();
        rows.push(vec![Exact::Nothing, Exact::Nothing]);
        let bytes = write(&columns, rows.clone()).unwrap();
        let ledger = read(&bytes).unwrap();
        assert_eq!(ledger.columns, columns);
        let back: Vec<Vec<Exact>> = ledger
            .rows
            .iter()
            .map(|row| {
                assert!(!row[0].starts_with(['=', '-', '+', '@', '\t', '\r', '＝']), "{:?}", row[0]);
                let number = row[1].parse().map_or(Exact::Nothing, Exact::Number);
                vec![text_of(&row[0]).map_or(Exact::Nothing, Exact::Text), number]
            })
            .collect();
        assert_eq!(back, rows);
    }

    #[test]
    fn a_row_with_other_cells_is_named() {
        assert_eq!(read(b"a,b\r\n1,2\r\n1\r\n"), Err(Unreadable { row: 3 }));
        assert_eq!(read(b"a\r\n\xff\r\n"), Err(Unreadable { row: 2 }));
        assert_eq!(read("\u{feff}a\n1\n".as_bytes()).unwrap().rows, [["1"]]);
    }
}
