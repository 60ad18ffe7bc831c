//! A list: one thing a row.

use std::collections::{HashMap, HashSet};

use rules::time::DAY_MINUTES;

use super::apply::Desk;
use super::convert::{Wrong, quoted, values};
use super::merges::ColumnMerges;
use super::remark::begins_a_remark;
use super::{Column, Entry, context};
use crate::cell::{Address, Cell, column_named};
use crate::finding::FindingCode;
use crate::kind::{Field, Need, Shape};
use crate::template::is_example;
use crate::text::duration;
use crate::value::Value;
use crate::workbook::Row;

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
    /// Whether it says how long something lasts instead of when it ends.
    lasts: Lasts,
}

/// Whether a column of ends says how long instead.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lasts {
    /// It holds something else.
    Never,
    /// Where a cell names a measure: `45分钟`.
    WithMeasure,
    /// A number alone as well: its heading is `时长`.
    Always,
}

impl Lasts {
    fn of(only: &[&'static Field], heading: Option<&Cell>) -> Lasts {
        match (only, heading) {
            ([field], Some(heading)) if field.id == "ends" && duration::is_heading(&heading.shown()) => Lasts::Always,
            ([field], _) if field.id == "ends" => Lasts::WithMeasure,
            _ => Lasts::Never,
        }
    }

    /// The minutes that a cell says.
    fn read(self, cell: &Cell) -> Option<i64> {
        match (self, cell) {
            (Lasts::Always, Cell::Number(number)) => duration::of_number(*number),
            (Lasts::Always | Lasts::WithMeasure, Cell::Text(text)) => duration::read(text).or_else(|| {
                let number = text.trim().parse().ok().filter(|_| self == Lasts::Always);
                number.and_then(duration::of_number)
            }),
            _ => None,
        }
    }
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
    let headings = rows.heading.and_then(|row| desk.sheet.row(row.saturating_sub(1)));
    let filled = plan(desk, columns, carried, headings);
    let mut by_field: Vec<Option<u32>> = vec![None; desk.kind.fields().len()];
    for column in &filled {
        for (place, _) in &column.fields {
            by_field[*place].get_or_insert(column.column);
        }
    }
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
            say_when(desk, row, &first.shown());
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

fn plan(desk: &Desk<'_>, columns: &[Column], carried: &[String], headings: Option<&Row>) -> Vec<Filled> {
    let mut filled: Vec<Filled> = Vec::new();
    for column in columns {
        let Some(number) = column_named(&column.column) else { continue };
        let places = column.fields.iter().filter_map(|id| desk.kind.field(id));
        let fields: Vec<(usize, &'static Field)> = places.map(|place| (place, &desk.kind.fields()[place])).collect();
        let only: Vec<&'static Field> = fields.iter().map(|(_, field)| *field).collect();
        let merges = ColumnMerges::of(desk.sheet, number);
        let carried = carried.contains(&column.column);
        let lasts = Lasts::of(&only, headings.and_then(|headings| headings.cell(number)));
        filled.push(Filled { column: number, fields, only, merges, carried, lasts });
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
    let begins = begins_a_remark(text);
    let is_day = |column: &&Filled| column.only.iter().any(|field| matches!(field.shape, Shape::Day | Shape::Clock));
    if row.cells.len() > 1 {
        // A sum may stand below days and times, as `3场`; what reads as one is a row of its own.
        let reads =
            |filled: &Filled| row.cell(filled.column).is_some_and(|cell| values(&filled.only, cell, desk.ways).is_ok());
        return begins && !filled.iter().filter(is_day).any(|filled| filled.column != *column && reads(filled));
    }
    let address = Address::new(row.number, *column);
    let across = desk.sheet.merges.iter().any(|merge| merge.first == address && merge.last.column > *column);
    let here = filled.iter().find(|filled| filled.column == *column);
    let content = here.is_some_and(|here| {
        !is_day(&here)
            && text.trim().chars().count() <= LONE_SIGNS_MAX
            && here.only.iter().any(|field| field.need == Need::Required)
    });
    begins || !content || (across && filled.len() > 1)
}

/// A title between the rows that names a month names it for the rows below.
fn say_when(desk: &mut Desk<'_>, row: &Row, title: &str) {
    if row.cells.len() > 1 || title.contains(['日', '号']) || begins_a_remark(title) {
        return;
    }
    let said = [title.to_owned()];
    if let Some(month) = context::month(&said) {
        desk.ways.around.month = Some(month);
        desk.ways.around.year = context::year(&said).or(desk.ways.around.year);
    }
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
    let mut lasting: Option<(usize, i64, Address)> = None;
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
        if let Some(minutes) = column.lasts.read(cell) {
            lasting = column.fields.first().map(|(place, _)| (*place, minutes, address));
            continue;
        }
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
    if let Some((place, minutes, address)) = lasting {
        ends_after(desk, &mut entry, place, minutes, address);
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

/// Fills the end of what starts and lasts so many minutes. What would end on another day is refused.
fn ends_after(desk: &mut Desk<'_>, entry: &mut Entry, place: usize, minutes: i64, address: Address) {
    let starts = desk.kind.field("starts").and_then(|starts| entry.values[starts].as_ref());
    let Some(Value::Clock(starts)) = starts else { return };
    let ends = starts + minutes;
    if ends <= DAY_MINUTES {
        entry.values[place] = Some(Value::Clock(ends));
        entry.cells[place] = Some(address);
    } else {
        let shown = desk.sheet.row(address.row).and_then(|row| row.cell(address.column)).map(Cell::shown);
        let wrong = Wrong::text(FindingCode::TimeUnreadable, &shown.unwrap_or_default());
        desk.find(address, wrong.code, true).facts = wrong.facts;
        entry.refused = true;
    }
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
        let heading = headings.and_then(|headings| desk.sheet.cell(Address::new(headings.number, *column)));
        let heading = heading.map(Cell::shown).unwrap_or_default();
        let text = cell.shown();
        let text = if heading.is_empty() { text } else { format!("{}：{text}", quoted(&heading)) };
        desk.note(Address::new(row.number, *column), FindingCode::Unmapped, &text);
    }
}
