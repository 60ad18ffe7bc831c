//! Excel 97–2003: the records of the workbook stream, cell by cell. No cell that holds nothing costs anything.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::compound::Compound;
use super::limits::{Budget, MERGES_MAX, SHEETS_MAX};
use super::moment::{built_in_is_moment, format_is_moment, number_cell};
use super::xls_records::{Cursor, Records, damaged};
use super::{Stranger, Unreadable};
use crate::cell::{Address, Cell};
use crate::workbook::{Merge, Origin, Row, Sheet, Workbook};

const BEGIN: u16 = 0x0809;
const END: u16 = 0x000a;
const BIFF8: u16 = 0x0600;
const WORKSHEET: u8 = 0;

/// Reads an xls.
pub(super) fn read(bytes: &[u8]) -> Result<Workbook, Unreadable> {
    let compound = Compound::open(bytes)?;
    if !compound.holds("Workbook") {
        return Err(stranger(&compound));
    }
    let mut records = Records::new(compound.stream("Workbook")?);
    let mut budget = Budget::new();
    let globals = Globals::read(&mut records, &mut budget)?;
    let mut sheets = Vec::new();
    for listed in globals.listed.iter().take(SHEETS_MAX) {
        records.seek(u64::from(listed.at));
        let mut sheet = SheetReader::new(&globals);
        sheet.read(&mut records, &mut budget)?;
        let (rows, merges) = sheet.finish();
        sheets.push(Sheet { name: listed.name.clone(), hidden: listed.hidden, rows, merges });
    }
    Ok(Workbook { origin: Origin::Xls, encoding: None, mislabelled: None, schema: None, sheets })
}

fn stranger(compound: &Compound<'_>) -> Unreadable {
    match () {
        () if compound.holds("EncryptedPackage") => Unreadable::Encrypted,
        () if compound.holds("Book") => Unreadable::TooOld,
        () if compound.holds("WordDocument") => Unreadable::NotASheet { is: Stranger::Document },
        () if compound.holds("PowerPoint Document") => Unreadable::NotASheet { is: Stranger::Slides },
        () => Unreadable::NotASheet { is: Stranger::Unknown },
    }
}

struct Listed {
    name: String,
    hidden: bool,
    at: u32,
}

/// What stands before the sheets.
struct Globals {
    listed: Vec<Listed>,
    texts: Vec<Arc<str>>,
    /// By cell style: whether its number format shows a moment.
    moments: Vec<bool>,
    from_1904: bool,
}

impl Globals {
    fn read(records: &mut Records<'_>, budget: &mut Budget) -> Result<Globals, Unreadable> {
        if records.advance()? != BEGIN {
            return Err(damaged());
        }
        if records.u16_at(0)? != BIFF8 {
            return Err(Unreadable::TooOld);
        }
        let mut globals = Globals { listed: Vec::new(), texts: Vec::new(), moments: Vec::new(), from_1904: false };
        let (mut formats, mut styles) = (HashMap::new(), Vec::new());
        loop {
            match records.advance()? {
                END => break,
                // FILEPASS
                0x002f => return Err(Unreadable::Encrypted),
                // DATEMODE
                0x0022 => globals.from_1904 = records.u16_at(0)? == 1,
                // BOUNDSHEET
                0x0085 => {
                    let at = records.u32_at(0)?;
                    let (state, kind) = (records.u16_at(4)?.to_le_bytes()[0], records.u16_at(4)?.to_le_bytes()[1]);
                    let name = Cursor::new(records, 6).text(true)?;
                    if kind == WORKSHEET {
                        globals.listed.push(Listed { name, hidden: state & 3 != 0, at });
                    }
                }
                // FORMAT
                0x041e => {
                    let number = records.u16_at(0)?;
                    let code = Cursor::new(records, 2).text(false)?;
                    formats.insert(number, format_is_moment(&code));
                }
                // XF
                0x00e0 => styles.push(records.u16_at(2)?),
                // SST
                0x00fc => globals.read_texts(records, budget)?,
                _ => {}
            }
        }
        let is_moment =
            |format: &u16| formats.get(format).copied().unwrap_or_else(|| built_in_is_moment(u32::from(*format)));
        globals.moments = styles.iter().map(is_moment).collect();
        Ok(globals)
    }

    fn read_texts(&mut self, records: &mut Records<'_>, budget: &mut Budget) -> Result<(), Unreadable> {
        let mut cursor = Cursor::new(records, 4);
        let count = cursor.u32()?;
        for _ in 0..count {
            let text = cursor.text(false)?;
            budget.text(text.len())?;
            self.texts.push(Arc::from(text));
        }
        Ok(())
    }
}

/// Gathers the cells of a sheet.
struct SheetReader<'g> {
    globals: &'g Globals,
    rows: BTreeMap<u32, Row>,
    merges: Vec<Merge>,
    hidden: Vec<u32>,
    /// A formula whose text comes in the next record.
    waiting: Option<(u32, u32)>,
    /// Formulas whose value is nothing, and whether any has another: a program that does not compute writes none.
    nothings: Vec<(u32, u32)>,
    any_value: bool,
}

impl<'g> SheetReader<'g> {
    fn new(globals: &'g Globals) -> SheetReader<'g> {
        SheetReader {
            globals,
            rows: BTreeMap::new(),
            merges: Vec::new(),
            hidden: Vec::new(),
            waiting: None,
            nothings: Vec::new(),
            any_value: false,
        }
    }

    fn read(&mut self, records: &mut Records<'_>, budget: &mut Budget) -> Result<(), Unreadable> {
        if records.advance()? != BEGIN {
            return Err(damaged());
        }
        // A chart within the sheet has a beginning and an end of its own.
        let mut depth = 1_usize;
        loop {
            let kind = records.advance()?;
            match kind {
                BEGIN => depth += 1,
                END if depth == 1 => return Ok(()),
                END => depth -= 1,
                _ if depth > 1 => {}
                // ROW
                0x0208 => {
                    if records.u16_at(12)? & 0x20 != 0 {
                        self.hidden.push(u32::from(records.u16_at(0)?));
                    }
                }
                // MERGEDCELLS
                0x00e5 => self.read_merges(records)?,
                // STRING
                0x0207 => {
                    if let Some((row, column)) = self.waiting.take() {
                        let text = Cursor::new(records, 0).text(false)?;
                        self.put_text(row, column, text, budget)?;
                    }
                }
                _ => self.read_cell(kind, records, budget)?,
            }
        }
    }

    fn read_merges(&mut self, records: &mut Records<'_>) -> Result<(), Unreadable> {
        for place in 0..usize::from(records.u16_at(0)?) {
            let part = |offset: usize| records.u16_at(2 + place * 8 + offset).map(u32::from);
            let (first_row, last_row, first_column, last_column) = (part(0)?, part(2)?, part(4)?, part(6)?);
            if self.merges.len() >= MERGES_MAX {
                return Err(damaged());
            }
            self.merges.push(Merge {
                first: Address::new(first_row.min(last_row), first_column.min(last_column)),
                last: Address::new(first_row.max(last_row), first_column.max(last_column)),
            });
        }
        Ok(())
    }

    fn read_cell(&mut self, kind: u16, records: &mut Records<'_>, budget: &mut Budget) -> Result<(), Unreadable> {
        if !matches!(kind, 0x00fd | 0x0204 | 0x00d6 | 0x0203 | 0x027e | 0x00bd | 0x0205 | 0x0006) {
            return Ok(());
        }
        let (row, column) = (u32::from(records.u16_at(0)?), u32::from(records.u16_at(2)?));
        let style = records.u16_at(4)?;
        match kind {
            // LABELSST
            0x00fd => {
                let text = self.globals.texts.get(records.u32_at(6)? as usize).ok_or_else(damaged)?;
                if !text.is_empty() {
                    self.put(row, column, Cell::Text(Arc::clone(text)), budget)?;
                }
            }
            // LABEL, RSTRING
            0x0204 | 0x00d6 => {
                let text = Cursor::new(records, 6).text(false)?;
                self.put_text(row, column, text, budget)?;
            }
            // NUMBER
            0x0203 => self.put_number(row, column, style, records.f64_at(6)?, budget)?,
            // RK
            0x027e => self.put_number(row, column, style, packed_number(records.u32_at(6)?), budget)?,
            // MULRK
            0x00bd => {
                let count = records.body.len().saturating_sub(6) / 6;
                for place in 0..count {
                    let style = records.u16_at(4 + place * 6)?;
                    let number = packed_number(records.u32_at(6 + place * 6)?);
                    let column = column + u32::try_from(place).unwrap_or(u32::MAX);
                    self.put_number(row, column, style, number, budget)?;
                }
            }
            // BOOLERR
            0x0205 => {
                let [value, is_error] = records.u16_at(6)?.to_le_bytes();
                let cell = if is_error == 0 { Cell::Truth(value != 0) } else { Cell::Error(error_named(value)) };
                self.put(row, column, cell, budget)?;
            }
            // FORMULA
            _ => self.read_formula(row, column, style, records, budget)?,
        }
        Ok(())
    }

    fn read_formula(
        &mut self,
        row: u32,
        column: u32,
        style: u16,
        records: &mut Records<'_>,
        budget: &mut Budget,
    ) -> Result<(), Unreadable> {
        let number = records.f64_at(6)?;
        if records.u16_at(12)? != 0xffff {
            if number == 0.0 {
                self.nothings.push((row, column))
            } else {
                self.any_value = true
            }
            return self.put_number(row, column, style, number, budget);
        }
        let [kind, _] = records.u16_at(6)?.to_le_bytes();
        let [value, _] = records.u16_at(8)?.to_le_bytes();
        // An empty text is what a program writes that does not compute.
        if kind == 3 {
            budget.cell()?;
            self.nothings.push((row, column));
            return Ok(());
        }
        self.any_value = true;
        match kind {
            0 => self.waiting = Some((row, column)),
            1 => self.put(row, column, Cell::Truth(value != 0), budget)?,
            2 => self.put(row, column, Cell::Error(error_named(value)), budget)?,
            _ => {}
        }
        Ok(())
    }

    fn put_text(&mut self, row: u32, column: u32, text: String, budget: &mut Budget) -> Result<(), Unreadable> {
        if text.is_empty() {
            return Ok(());
        }
        budget.text(text.len())?;
        self.put(row, column, Cell::Text(Arc::from(text)), budget)
    }

    fn put_number(
        &mut self,
        row: u32,
        column: u32,
        style: u16,
        number: f64,
        budget: &mut Budget,
    ) -> Result<(), Unreadable> {
        if !number.is_finite() {
            return Err(damaged());
        }
        let is_moment = self.globals.moments.get(usize::from(style)).copied().unwrap_or(false);
        self.put(row, column, number_cell(number, is_moment, self.globals.from_1904), budget)
    }

    fn put(&mut self, row: u32, column: u32, cell: Cell, budget: &mut Budget) -> Result<(), Unreadable> {
        budget.cell()?;
        if !self.rows.contains_key(&row) {
            budget.row()?;
        }
        self.set(row, column, cell);
        Ok(())
    }

    fn set(&mut self, row: u32, column: u32, cell: Cell) {
        let kept = self.rows.entry(row).or_insert_with(|| Row { number: row, hidden: false, cells: Vec::new() });
        match kept.cells.last() {
            Some((last, _)) if *last >= column => match kept.cells.binary_search_by_key(&column, |(column, _)| *column)
            {
                Ok(place) => kept.cells[place].1 = cell,
                Err(place) => kept.cells.insert(place, (column, cell)),
            },
            _ => kept.cells.push((column, cell)),
        }
    }

    fn finish(mut self) -> (Vec<Row>, Vec<Merge>) {
        if !self.any_value {
            for (row, column) in std::mem::take(&mut self.nothings) {
                self.set(row, column, Cell::Unvalued);
            }
        }
        for number in &self.hidden {
            if let Some(row) = self.rows.get_mut(number) {
                row.hidden = true;
            }
        }
        (self.rows.into_values().collect(), self.merges)
    }
}

/// A number in four bytes: thirty bits of a whole number or of a float, perhaps times a hundred.
fn packed_number(packed: u32) -> f64 {
    let number = if packed & 2 != 0 {
        f64::from(i32::from_le_bytes(packed.to_le_bytes()) >> 2)
    } else {
        f64::from_bits(u64::from(packed & 0xffff_fffc) << 32)
    };
    if packed & 1 != 0 { number / 100.0 } else { number }
}

fn error_named(code: u8) -> String {
    let name = match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        0x2a => "#N/A",
        _ => "#ERROR!",
    };
    name.to_owned()
}
