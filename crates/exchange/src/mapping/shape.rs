//! The shape of a file: what is the same in two files that one person made in the same way.

use super::headings::bare;
use crate::cell::Cell;
use crate::workbook::{Row, Workbook};

/// Rows from which a shape is taken.
const ROWS_LOOKED_AT: usize = 12;
/// Texts longer than this are content or titles.
const HEADING_SIGNS_MAX: usize = 12;

/// A fingerprint of a file's headings and layout: stable between programs and versions. Titles with their months, names
/// of sheets and content stay out of it.
pub fn shape(workbook: &Workbook) -> String {
    let mut print: u64 = 0xcbf2_9ce4_8422_2325;
    let mut add = |bytes: &[u8]| {
        // FNV-1a: a fingerprint that is kept must not change with the compiler.
        for byte in bytes.iter().chain(&[0xff]) {
            print = (print ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    };
    for sheet in workbook.sheets.iter().filter(|sheet| !sheet.hidden && !sheet.rows.is_empty()) {
        add(b"sheet");
        let rows = &sheet.rows[..sheet.rows.len().min(ROWS_LOOKED_AT)];
        let most = rows.iter().map(headings_in).max().unwrap_or(0);
        for (column, cell) in rows.iter().find(|row| headings_in(row) == most).into_iter().flat_map(|row| &row.cells) {
            if let Some(heading) = heading(cell) {
                add(&column.to_le_bytes());
                add(heading.as_bytes());
            }
        }
    }
    format!("{print:016x}")
}

/// How many cells of a row may be headings: the row with most among the first is the one of the headings.
fn headings_in(row: &Row) -> usize {
    row.cells.iter().filter(|(_, cell)| heading(cell).is_some()).count()
}

fn heading(cell: &Cell) -> Option<String> {
    let Cell::Text(text) = cell else { return None };
    let bare = bare(text);
    let short = !bare.is_empty() && bare.chars().count() <= HEADING_SIGNS_MAX;
    (short && !bare.contains(|sign: char| sign.is_ascii_digit())).then_some(bare)
}
