//! A list: one thing a row.

use std::collections::{HashMap, HashSet};

use super::apply::Desk;
use super::convert::{Wrong, quoted, values};
use super::merges::ColumnMerges;
use super::{Column, Entry};
use crate::cell::{Address, Cell, column_named};
use crate::finding::FindingCode;
use crate::kind::{Field, Need, Shape};
use crate::template::is_example;
use crate::value::Value;
use crate::workbook::Row;

/// Words with which a row begins that is no content.
const REMARKS: &[&str] = &[
    "合计",
    "总计",
    "小计",
    "共计",
    "备注",
    "注：",
    "注:",
    "说明",
    "填表",
    "制表",
    "审核",
    "审批",
    "联系人：",
    "统计",
    "total",
    "note:",
    "以上",
    "※",
    "*",
];

/// Signs of a text that stands alone in its row and may still be a name.
const LONE_SIGNS_MAX: usize = 30;

/// A column of the list.
struct Filled {
    column: u32,
    fields: Vec<(usize, &'static Field)>,
    /// The same, without their places.
    only: Vec<&'static Field>,
    merges: ColumnMerges,
    /// Whether an empty cell means the one above.
    carried: bool,
}

/// Which rows of a sheet are what, from 1.
#[derive(Clone, Copy)]
pub(super) struct Rows {
    pub(super) heading: Option<u32>,
    pub(super) first: u32,
    pub(super) last: Option<u32>,
}

/// Reads the rows of a list.
pub(super) fn read_list(desk: &mut Desk<'_>, rows: Rows, columns: &[Column], carried: &[String]) {
    let filled = plan(desk, columns, carried);
    let mut by_field: Vec<Option<u32>> = vec![None; desk.kind.fields().len()];
    for column in &filled {
        for (place, _) in &column.fields {
            by_field[*place].get_or_insert(column.column);
        }
    }
    let headings = rows.heading.and_then(|row| desk.sheet.row(row.saturating_sub(1)));
    let id = by_field.first().copied().flatten().filter(|_| desk.kind.field("id") == Some(0));
    let mut said = Said::default();
    let sheet = desk.sheet;
    for row in sheet.rows.iter().filter(|row| row.number + 1 >= rows.first) {
        let Some((first_column, first)) = row.cells.first() else { continue };
        if rows.last.is_some_and(|last| row.number + 1 > last) {
            desk.note(Address::new(row.number, *first_column), FindingCode::RowNotRead, &first.shown());
            continue;
        }
        let example = id.and_then(|column| row.cell(column)).is_some_and(|cell| is_example(&cell.shown()));
        if example || headings.is_some_and(|headings| repeats(row, headings, &filled)) {
            continue;
        }
        if is_remark(desk, row, &filled) {
            desk.note(Address::new(row.number, *first_column), FindingCode::RowNotRead, &first.shown());
            continue;
        }
        read_row(desk, row, &filled, &by_field, headings, &mut said);
    }
}

/// What has been said once and is not said again.
#[derive(Default)]
struct Said {
    merges: HashSet<Address>,
    columns: HashSet<u32>,
    /// Cells that hold for several rows and are wrong.
    wrong: HashSet<Address>,
    /// By column: the cell that empty ones below it mean.
    above: HashMap<u32, Address>,
}

fn plan(desk: &Desk<'_>, columns: &[Column], carried: &[String]) -> Vec<Filled> {
    let mut filled: Vec<Filled> = Vec::new();
    for column in columns {
        let Some(number) = column_named(&column.column) else { continue };
        let places = column.fields.iter().filter_map(|id| desk.kind.field(id));
        let fields: Vec<(usize, &'static Field)> = places.map(|place| (place, &desk.kind.fields()[place])).collect();
        let only = fields.iter().map(|(_, field)| *field).collect();
        let merges = ColumnMerges::of(desk.sheet, number);
        let carried = carried.contains(&column.column);
        filled.push(Filled { column: number, fields, only, merges, carried });
    }
    filled.sort_by_key(|filled| filled.column);
    filled
}

/// Whether a row is the headings once more.
fn repeats(row: &Row, headings: &Row, filled: &[Filled]) -> bool {
    let mut same = 0;
    for column in filled {
        match (row.cell(column.column), headings.cell(column.column)) {
            (Some(cell), Some(heading)) if cell == heading => same += 1,
            (None, _) => {}
            _ => return false,
        }
    }
    same >= 2 || (same == 1 && filled.len() == 1)
}

/// Whether a row is a remark or a sum: it begins with such a word and holds no day of its own, or it is one text that
/// cannot be content where it stands.
fn is_remark(desk: &Desk<'_>, row: &Row, filled: &[Filled]) -> bool {
    let Some((column, Cell::Text(text))) = row.cells.first() else { return false };
    let text = text.trim().to_lowercase();
    let begins = REMARKS.iter().any(|word| text.starts_with(word));
    let is_day = |column: &&Filled| column.only.iter().any(|field| matches!(field.shape, Shape::Day | Shape::Clock));
    if row.cells.len() > 1 {
        let dated =
            filled.iter().filter(is_day).any(|filled| filled.column != *column && row.cell(filled.column).is_some());
        return begins && !dated;
    }
    let address = Address::new(row.number, *column);
    let across = desk.sheet.merges.iter().any(|merge| merge.first == address && merge.last.column > *column);
    let here = filled.iter().find(|filled| filled.column == *column);
    let content = here.is_some_and(|here| {
        !is_day(&here)
            && text.chars().count() <= LONE_SIGNS_MAX
            && here.only.iter().any(|field| field.need == Need::Required)
    });
    begins || !content || (across && filled.len() > 1)
}

fn read_row(
    desk: &mut Desk<'_>,
    row: &Row,
    filled: &[Filled],
    by_field: &[Option<u32>],
    headings: Option<&Row>,
    said: &mut Said,
) {
    let mut entry = desk.entry(row.number);
    let mut wrong: Vec<usize> = Vec::new();
    for column in filled {
        let (cell, address) = match row.cell(column.column) {
            Some(cell) => {
                let address = Address::new(row.number, column.column);
                if column.carried {
                    said.above.insert(column.column, address);
                }
                (cell, address)
            }
            None => match column.merges.above(desk.sheet, row.number) {
                Some((cell, merge)) => {
                    if said.merges.insert(merge.first) {
                        desk.find(merge.first, FindingCode::MergedRows, false);
                    }
                    (cell, merge.first)
                }
                None => match said.above.get(&column.column) {
                    Some(above) => {
                        let cell = desk.sheet.row(above.row).and_then(|row| row.cell(above.column));
                        let Some(cell) = cell else { continue };
                        (cell, *above)
                    }
                    None => {
                        empty(desk, &mut entry, column);
                        continue;
                    }
                },
            },
        };
        match values(&column.only, cell, desk.ways) {
            Ok(found) => {
                for ((place, field), value) in column.fields.iter().zip(found) {
                    let Some(value) = value else { continue };
                    put(&mut entry, *place, field, value, address);
                }
            }
            Err(found) => {
                entry.refused = true;
                wrong.extend(column.fields.iter().map(|(place, _)| *place));
                if address.row == row.number || said.wrong.insert(address) {
                    let Wrong { code, facts } = found;
                    desk.find(address, code, true).facts = facts;
                }
            }
        }
    }
    outside(desk, row, filled, headings, said);
    let first = row.cells.first().map_or(0, |(column, _)| *column);
    let first = filled.iter().map(|column| column.column).find(|column| row.cell(*column).is_some()).unwrap_or(first);
    if row.hidden {
        desk.find(Address::new(row.number, first), FindingCode::HiddenRow, false);
    }
    if entry.values.iter().all(Option::is_none) && wrong.is_empty() {
        return;
    }
    desk.keep(entry, Address::new(row.number, first), by_field, &wrong);
}

/// In a sheet of ours an empty cell empties its field, so it is kept where it stands.
fn empty(desk: &Desk<'_>, entry: &mut Entry, column: &Filled) {
    let emptied = column.fields.iter().filter(|(_, field)| desk.ways.ours && field.need == Need::Optional);
    for (place, _) in emptied {
        entry.cells[*place].get_or_insert(Address::new(entry.row, column.column));
    }
}

/// Puts a value into its field; names of several columns come together.
fn put(entry: &mut Entry, place: usize, field: &Field, value: Value, address: Address) {
    match (&mut entry.values[place], value) {
        (Some(Value::Several(names)), Value::Several(more)) if matches!(field.shape, Shape::Names(_)) => {
            for name in more {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        (Some(_), _) => {}
        (empty, value) => {
            *empty = Some(value);
            entry.cells[place] = Some(address);
        }
    }
}

/// Notes what stands in columns that fill nothing, once a column.
fn outside(desk: &mut Desk<'_>, row: &Row, filled: &[Filled], headings: Option<&Row>, said: &mut Said) {
    for (column, cell) in &row.cells {
        let mapped = filled.binary_search_by_key(column, |filled| filled.column).is_ok();
        if mapped || said.columns.contains(column) {
            continue;
        }
        said.columns.insert(*column);
        let heading = headings.and_then(|headings| headings.cell(*column)).map(Cell::shown).unwrap_or_default();
        let text = cell.shown();
        let text = if heading.is_empty() { text } else { format!("{}：{text}", quoted(&heading)) };
        desk.note(Address::new(row.number, *column), FindingCode::Unmapped, &text);
    }
}
