//! Merged stretches, found without going through all of them for each cell.

use std::collections::HashMap;

use crate::cell::{Address, Cell};
use crate::workbook::{Merge, Sheet};

/// The merged stretches of a sheet that begin in one column and reach over several rows.
pub(super) struct ColumnMerges {
    column: u32,
    merges: Vec<Merge>,
}

impl ColumnMerges {
    pub(super) fn of(sheet: &Sheet, column: u32) -> ColumnMerges {
        let reaches = |merge: &&Merge| merge.first.column == column && merge.last.row > merge.first.row;
        let mut merges: Vec<Merge> = sheet.merges.iter().filter(reaches).copied().collect();
        merges.sort_by_key(|merge| merge.first.row);
        ColumnMerges { column, merges }
    }

    /// The stretch that reaches from above to `row`, with the cell that it begins with.
    pub(super) fn above<'s>(&self, sheet: &'s Sheet, row: u32) -> Option<(&'s Cell, Merge)> {
        let after = self.merges.partition_point(|merge| merge.first.row < row);
        let merge = *self.merges[..after].last().filter(|merge| merge.last.row >= row)?;
        Some((sheet.row(merge.first.row)?.cell(self.column)?, merge))
    }

    /// The cell in `row`, its own or that of a stretch from above, and where it stands.
    pub(super) fn cell<'s>(&self, sheet: &'s Sheet, row: u32) -> Option<(&'s Cell, Address)> {
        match sheet.row(row).and_then(|row| row.cell(self.column)) {
            Some(cell) => Some((cell, Address::new(row, self.column))),
            None => self.above(sheet, row).map(|(cell, merge)| (cell, merge.first)),
        }
    }
}

/// The merged stretches of a sheet by where they begin.
pub(super) fn by_first(sheet: &Sheet) -> HashMap<Address, Merge> {
    sheet.merges.iter().map(|merge| (merge.first, *merge)).collect()
}
