//! A week or a month as a grid of sessions.

use super::Grid;
use super::apply::Desk;
use crate::cell::Address;
use crate::finding::FindingCode;

/// Reads the stretches of a grid.
pub(super) fn read_grids(desk: &mut Desk<'_>, _grids: &[Grid]) {
    let sheet = desk.sheet;
    for row in &sheet.rows {
        for (column, cell) in &row.cells {
            desk.note(Address::new(row.number, *column), FindingCode::GridUnreadable, &cell.shown());
        }
    }
}
