//! Several tables on one sheet: one beside another, or one below another with headings of its own.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::RangeInclusive;

use super::headings::{Fit, matches};
use super::propose::stands_in_row;
use super::{Layout, SheetMapping};
use crate::cell::{Cell, column_named};
use crate::kind::{Field, SheetKind};
use crate::workbook::{Row, Sheet};

/// Signs of a heading at most.
const HEADING_SIGNS_MAX: usize = 16;
/// Headings that a table of its own has at least.
const HEADINGS_MIN: usize = 3;

/// Where a table stands: its rows, its headings among them, and its columns from the headings on.
struct Stretch {
    rows: std::ops::Range<u32>,
    headings: u32,
    columns: RangeInclusive<u32>,
}

/// The tables of a sheet that holds several, each as a sheet with nothing else on it; none where it holds one.
pub(super) fn parts(sheet: &Sheet, kinds: &[SheetKind]) -> Vec<Sheet> {
    let stretches = stretches(sheet, kinds);
    if stretches.len() < 2 {
        return Vec::new();
    }
    stretches.iter().map(|stretch| part(sheet, stretch)).collect()
}

fn stretches(sheet: &Sheet, kinds: &[SheetKind]) -> Vec<Stretch> {
    let headings = heading_rows(sheet, kinds);
    let mut stretches = Vec::new();
    for (place, row) in headings.iter().enumerate() {
        let mut from = begins(sheet, row.number);
        if place == 0 {
            // What stands above is a table of another sort, where it is more than titles.
            if sheet.rows.iter().filter(|above| above.number < from && above.cells.len() > 1).count() > 1 {
                stretches.push(Stretch { rows: 0..from, headings: 0, columns: 0..=u32::MAX });
            } else {
                from = 0;
            }
        }
        let until = headings.get(place + 1).map_or(u32::MAX, |next| begins(sheet, next.number));
        let blocks = blocks(row, kinds);
        for (block, begins_at) in blocks.iter().enumerate() {
            let first = if block == 0 { 0 } else { *begins_at };
            let last = blocks.get(block + 1).map_or(u32::MAX, |next| next - 1);
            stretches.push(Stretch { rows: from..until, headings: row.number, columns: first..=last });
        }
    }
    stretches
}

/// The sheet with one table alone: titles above the headings hold for all tables beside one another.
fn part(sheet: &Sheet, stretch: &Stretch) -> Sheet {
    let kept = |row: &Row, column: u32| row.number < stretch.headings || stretch.columns.contains(&column);
    with_cells(sheet, |row, column| stretch.rows.contains(&row.number) && kept(row, column))
}

fn with_cells(sheet: &Sheet, kept: impl Fn(&Row, u32) -> bool) -> Sheet {
    let rows = sheet.rows.iter().filter_map(|row| {
        let cells: Vec<(u32, Cell)> = row.cells.iter().filter(|(column, _)| kept(row, *column)).cloned().collect();
        (!cells.is_empty()).then_some(Row { cells, ..*row })
    });
    Sheet { rows: rows.collect(), merges: sheet.merges.clone(), name: sheet.name.clone(), hidden: sheet.hidden }
}

/// Rows of headings, each of another table: the first of the sheet, and those that stand below a gap or a title.
fn heading_rows<'s>(sheet: &'s Sheet, kinds: &[SheetKind]) -> Vec<&'s Row> {
    let mut found: Vec<&Row> = Vec::new();
    for (place, row) in sheet.rows.iter().enumerate() {
        let above = place.checked_sub(1).map(|above| &sheet.rows[above]);
        let apart = above.is_none_or(|above| above.number + 1 < row.number || above.cells.len() * 2 <= row.cells.len());
        if !apart || !reads_as_headings(&row.cells, kinds) {
            continue;
        }
        // The headings once more are the same table, going on.
        if found.iter().all(|known| known.cells != row.cells) {
            found.push(row);
        }
    }
    found
}

/// Whether cells are the headings of a whole table: most of what a row of some kind must hold, and more.
fn reads_as_headings(cells: &[(u32, Cell)], kinds: &[SheetKind]) -> bool {
    let texts: Option<Vec<&str>> = cells.iter().map(|(_, cell)| heading(cell)).collect();
    let Some(texts) = texts.filter(|texts| texts.len() >= HEADINGS_MIN) else { return false };
    kinds.iter().any(|kind| {
        let fields: HashSet<usize> = texts
            .iter()
            .filter_map(|text| matches(*kind, text).into_iter().find(|one| one.fit >= Fit::Name))
            .map(|one| one.field)
            .collect();
        // `9:30-10:30` under one heading is start and end; what a session is may be said above the table.
        let elsewhere = |field: &Field| field.id == "ends" || (*kind == SheetKind::Session && field.id == "title");
        let (mut required, mut missing) = (0, 0);
        for (place, field) in kind.fields().iter().enumerate() {
            if stands_in_row(*kind, field) && !elsewhere(field) {
                required += 1;
                missing += usize::from(!fields.contains(&place));
            }
        }
        fields.len() >= HEADINGS_MIN && missing * 3 <= required
    })
}

fn heading(cell: &Cell) -> Option<&str> {
    let Cell::Text(text) = cell else { return None };
    let text = text.trim();
    let short = !text.is_empty() && text.chars().count() <= HEADING_SIGNS_MAX;
    (short && !text.starts_with(|sign: char| sign.is_ascii_digit())).then_some(text)
}

/// The columns at which the tables of a row of headings begin: behind a gap, or where the first heading comes again.
fn blocks(row: &Row, kinds: &[SheetKind]) -> Vec<u32> {
    let Some((first, word)) = row.cells.first() else { return Vec::new() };
    let mut begins = vec![*first];
    for pair in row.cells.windows(2) {
        let [(left, _), (column, heading)] = pair else { continue };
        if left + 1 < *column || heading == word {
            begins.push(*column);
        }
    }
    let bounds = |place: usize| {
        let from = row.cells.partition_point(|(column, _)| *column < begins[place]);
        let until = begins
            .get(place + 1)
            .map_or(row.cells.len(), |next| row.cells.partition_point(|(column, _)| column < next));
        &row.cells[from..until]
    };
    // Where one of them is no table of its own, a heading is missing in the middle of one.
    if (0..begins.len()).all(|place| reads_as_headings(bounds(place), kinds)) { begins } else { vec![*first] }
}

/// The first row of a table with these headings: its titles stand above them.
fn begins(sheet: &Sheet, headings: u32) -> u32 {
    let mut begins = headings;
    let above = sheet.rows.partition_point(|row| row.number < headings);
    for row in sheet.rows[..above].iter().rev().take_while(|row| row.cells.len() == 1) {
        if row.number + 1 < begins {
            break;
        }
        begins = row.number;
    }
    begins
}

/// A sheet without what the other plans of a mapping read of it.
pub(super) fn without_others<'s>(sheet: &'s Sheet, plan: &SheetMapping, others: &[&SheetMapping]) -> Cow<'s, Sheet> {
    let Some(own) = Table::of(plan) else { return Cow::Borrowed(sheet) };
    let others: Vec<Table> =
        others.iter().filter_map(|other| Some(Table::of(other)?.with_all_headings(sheet, &own))).collect();
    if others.is_empty() {
        return Cow::Borrowed(sheet);
    }
    let (beside, below): (Vec<Table>, Vec<Table>) = others.into_iter().partition(|other| own.is_beside(other));
    let below = below.iter().filter(|other| own.first_row < other.first_row);
    let ends = below.map(|other| begins(sheet, other.first_row)).min().unwrap_or(u32::MAX);
    let others_cell = |row: &Row, column: u32| {
        row.number >= ends
            || beside.iter().any(|other| {
                row.number >= other.first_row && other.columns.contains(&column) && !own.columns.contains(&column)
            })
    };
    Cow::Owned(with_cells(sheet, |row, column| !others_cell(row, column)))
}

/// Where a plan reads.
struct Table {
    /// The row of the headings, from 0; of the content where there are none.
    first_row: u32,
    columns: RangeInclusive<u32>,
}

impl Table {
    fn of(plan: &SheetMapping) -> Option<Table> {
        let Layout::List { heading_row, first_row, columns, .. } = &plan.layout else { return None };
        let numbers = || columns.iter().filter_map(|column| column_named(&column.column));
        let columns = numbers().min()?..=numbers().max()?;
        Some(Table { first_row: heading_row.unwrap_or(*first_row).saturating_sub(1), columns })
    }

    /// The same with the columns whose headings stand beside its own, up to another table's.
    fn with_all_headings(mut self, sheet: &Sheet, other: &Table) -> Table {
        let Some(headings) = sheet.row(self.first_row) else { return self };
        let is_own = |column: u32| headings.cell(column).is_some() && !other.columns.contains(&column);
        let (mut first, mut last) = self.columns.into_inner();
        while first > 0 && is_own(first - 1) {
            first -= 1;
        }
        while is_own(last + 1) {
            last += 1;
        }
        self.columns = first..=last;
        self
    }

    fn is_beside(&self, other: &Table) -> bool {
        self.columns.end() < other.columns.start() || other.columns.end() < self.columns.start()
    }
}
