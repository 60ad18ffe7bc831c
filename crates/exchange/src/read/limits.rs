//! How large a file may be: every bound in one place, and the budget that is spent while reading.
//!
//! With the file itself in the caller's hand, what a budget admits stays below 256 MB.

use super::Unreadable;

/// Bytes of a file; more is refused before anything is parsed.
pub const FILE_BYTES_MAX: usize = 64 << 20;
/// Bytes of all parts of a workbook once unpacked, by its directory.
pub const UNPACKED_BYTES_MAX: u64 = 256 << 20;
/// How much smaller than its content a large workbook may be packed; ordinary ones reach 20.
pub const PACKING_RATIO_MAX: u64 = 300;
/// From how many unpacked bytes the ratio counts.
pub const PACKING_RATIO_FROM_BYTES: u64 = 16 << 20;
/// Parts of a workbook.
pub const PARTS_MAX: usize = 10_000;
/// Sheets of a workbook.
pub const SHEETS_MAX: usize = 255;
/// Cells that hold something, over all sheets; a row weighs as much as two.
pub const CELLS_MAX: usize = 2_000_000;
/// Bytes of all texts, each distinct one with [`TEXT_OVERHEAD_BYTES`].
pub const TEXT_BYTES_MAX: usize = 72 << 20;
/// What keeping a text costs beyond its bytes.
pub const TEXT_OVERHEAD_BYTES: usize = 32;
/// Bytes of one cell; a spreadsheet itself keeps 32,767 characters.
pub const CELL_BYTES_MAX: usize = 128 << 10;
/// Bytes of a web page.
pub const PAGE_BYTES_MAX: usize = 32 << 20;
/// Bytes between two marks of an XML part.
pub const XML_STRETCH_BYTES_MAX: u64 = 1 << 20;
/// Merged stretches of a sheet.
pub const MERGES_MAX: usize = 65_536;
/// Rows that a sheet may number.
pub const ROWS_MAX: u32 = 1_048_576;
/// Columns that a sheet may number.
pub const COLUMNS_MAX: u32 = 16_384;

/// What may still be kept of a file.
#[derive(Debug)]
pub(super) struct Budget {
    cells: usize,
    text_bytes: usize,
}

impl Budget {
    pub(super) fn new() -> Budget {
        Budget { cells: CELLS_MAX, text_bytes: TEXT_BYTES_MAX }
    }

    /// Spends one row.
    pub(super) fn row(&mut self) -> Result<(), Unreadable> {
        self.spend_cells(2)
    }

    /// Spends one cell.
    pub(super) fn cell(&mut self) -> Result<(), Unreadable> {
        self.spend_cells(1)
    }

    fn spend_cells(&mut self, count: usize) -> Result<(), Unreadable> {
        self.cells = self.cells.checked_sub(count).ok_or(Unreadable::TooManyCells { limit: CELLS_MAX })?;
        Ok(())
    }

    /// Spends a text that is kept once.
    pub(super) fn text(&mut self, bytes: usize) -> Result<(), Unreadable> {
        if bytes > CELL_BYTES_MAX {
            return Err(Unreadable::TextTooLong { limit_kilobytes: CELL_BYTES_MAX >> 10 });
        }
        self.text_bytes = self
            .text_bytes
            .checked_sub(bytes + TEXT_OVERHEAD_BYTES)
            .ok_or(Unreadable::TooMuchText { limit_megabytes: TEXT_BYTES_MAX >> 20 })?;
        Ok(())
    }
}
