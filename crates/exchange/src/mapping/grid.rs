//! A week or a month as a grid of sessions: each cell with what stands above it and beside it.

use std::collections::{HashMap, HashSet};

use chrono::{Days, NaiveDate};
use rules::time::day_start;

use super::apply::Desk;
use super::context::kind_in;
use super::convert::{Wrong, quoted, values};
use super::grid_cell::{Said, says_nothing, sessions};
use super::merges::{ColumnMerges, by_first};
use super::{Entry, Grid};
use crate::cell::{Address, Cell, column_named};
use crate::finding::FindingCode;
use crate::text::clock::Clocks;
use crate::text::day::{self, Around};
use crate::value::Value;
use crate::workbook::Merge;

/// Words of a cell that says that nothing takes place.
const NOTHING: &[&str] = &["闭馆", "休息", "休馆", "午休", "无", "暂无", "休", "放假", "机动", "备用"];

/// Words beside the rows that the times say too.
const HALVES: &[&str] = &["上午", "下午", "晚上", "中午", "全天"];

/// A day or a hall that goes across, or a day, a time, a hall of a row.
type Read<T> = Option<(T, Address)>;

/// What one grid needs while its rows are read.
struct Frame<'g> {
    grid: &'g Grid,
    columns: Vec<u32>,
    times: ColumnMerges,
    days: Option<ColumnMerges>,
    spaces: Option<ColumnMerges>,
    merges: HashMap<Address, Merge>,
    /// By column: its day, or none where it could not be read.
    across_days: HashMap<u32, Read<NaiveDate>>,
    /// By column: its hall.
    across_spaces: HashMap<u32, (String, Address)>,
    /// By column: its time, or none where it could not be read.
    across_clocks: HashMap<u32, Read<Clocks>>,
    /// Cells whose fault was said.
    said: HashSet<Address>,
}

/// Reads the stretches of a grid.
pub(super) fn read_grids(desk: &mut Desk<'_>, grids: &[Grid]) {
    let mut covered: Vec<(u32, u32)> = Vec::new();
    for grid in grids {
        covered.push((grid.days_row.saturating_sub(1), grid.last_row.saturating_sub(1)));
        let mut frame = Frame::of(desk, grid);
        let sheet = desk.sheet;
        let first = sheet.rows.partition_point(|row| row.number + 1 < grid.first_row);
        for row in sheet.rows[first..].iter().take_while(|row| row.number < grid.last_row) {
            for (column, cell) in &row.cells {
                if frame.columns.binary_search(column).is_ok() {
                    read_cell(desk, &mut frame, Address::new(row.number, *column), cell);
                } else if !frame.is_beside(*column) && !HALVES.contains(&cell.shown().trim()) {
                    desk.note(Address::new(row.number, *column), FindingCode::Unmapped, &cell.shown());
                }
            }
            if row.hidden
                && let Some((column, _)) = row.cells.first()
            {
                desk.find(Address::new(row.number, *column), FindingCode::HiddenRow, false);
            }
        }
    }
    // What stands above the first is a title; what stands between and below is said.
    let first = covered.iter().map(|(first, _)| *first).min().unwrap_or(0);
    let sheet = desk.sheet;
    for row in sheet.rows.iter().filter(|row| row.number >= first) {
        let within = covered.iter().any(|(first, last)| (*first..=*last).contains(&row.number));
        if let Some((column, cell)) = row.cells.first().filter(|_| !within) {
            desk.note(Address::new(row.number, *column), FindingCode::RowNotRead, &cell.shown());
        }
    }
}

impl<'g> Frame<'g> {
    fn of(desk: &mut Desk<'_>, grid: &'g Grid) -> Frame<'g> {
        let sheet = desk.sheet;
        let merges_of = |letters: &Option<String>| {
            let column = letters.as_deref().and_then(column_named);
            column.map(|column| ColumnMerges::of(sheet, column))
        };
        let mut columns: Vec<u32> = grid.day_columns.iter().filter_map(|letters| column_named(letters)).collect();
        columns.sort_unstable();
        columns.dedup();
        let mut frame = Frame {
            grid,
            times: ColumnMerges::of(sheet, column_named(&grid.times_column).unwrap_or(0)),
            days: merges_of(&grid.days_column),
            spaces: merges_of(&grid.space_column),
            merges: by_first(sheet),
            across_days: HashMap::new(),
            across_spaces: HashMap::new(),
            across_clocks: HashMap::new(),
            said: HashSet::new(),
            columns,
        };
        frame.read_across(desk);
        frame
    }

    fn read_across(&mut self, desk: &mut Desk<'_>) {
        for column in self.columns.clone() {
            let heading = self.heading(desk, self.grid.days_row - 1, column);
            let space = self.grid.space_row.and_then(|row| self.heading(desk, row.saturating_sub(1), column));
            if let Some((cell, address)) = if self.grid.spaces_across { heading.clone() } else { space } {
                self.across_spaces.insert(column, (cell.shown(), address));
            }
            let times = self.grid.times_row.and_then(|row| self.heading(desk, row.saturating_sub(1), column));
            if let Some((cell, address)) = times {
                let clocks = Self::clocks_of(desk, &cell, address);
                if clocks.is_none() && self.said.insert(address) {
                    time_unreadable(desk, &cell, address);
                }
                self.across_clocks.insert(column, clocks);
            }
            if !self.grid.spaces_across {
                let day = match heading {
                    Some((cell, address)) => self.day_of(desk, &cell, address),
                    None => None,
                };
                self.across_days.insert(column, day);
            }
        }
    }

    /// The cell of a heading, with what a merged one to its left says.
    fn heading(&self, desk: &Desk<'_>, row: u32, column: u32) -> Option<(Cell, Address)> {
        let address = Address::new(row, column);
        if let Some(cell) = desk.sheet.row(row).and_then(|row| row.cell(column)) {
            return Some((cell.clone(), address));
        }
        let merge = desk.sheet.merges.iter().find(|merge| merge.holds(address))?;
        Some((desk.sheet.row(merge.first.row)?.cell(merge.first.column)?.clone(), merge.first))
    }

    /// The day of a heading; what is wrong with it is said once.
    fn day_of(&mut self, desk: &mut Desk<'_>, cell: &Cell, address: Address) -> Read<NaiveDate> {
        match self.day(desk, cell) {
            Ok(date) => Some((date, address)),
            Err(Wrong { code, facts }) => {
                if self.said.insert(address) {
                    desk.find(address, code, true).facts = facts;
                }
                None
            }
        }
    }

    /// The day that a cell says: as a day, or as a weekday of the week that the grid is about.
    fn day(&self, desk: &Desk<'_>, cell: &Cell) -> Result<NaiveDate, Wrong> {
        let unreadable = || Wrong::text(FindingCode::DayUnreadable, &cell.shown());
        let monday = self.grid.week.as_deref().and_then(|week| day::read(week, Around::default()).ok());
        if let (Cell::Text(text), Some(monday)) = (cell, monday.map(rules::time::week_start))
            && let Some(weekday) = day::weekday(text)
        {
            return monday.checked_add_days(Days::new(u64::from(weekday))).ok_or_else(unreadable);
        }
        let field = desk.kind.field("date").map(|place| &desk.kind.fields()[place]).ok_or_else(unreadable)?;
        match values(&[field], cell, desk.ways)?.pop().flatten() {
            Some(Value::Day(minute)) => rules::time::date_of(minute).ok_or_else(unreadable),
            _ => Err(unreadable()),
        }
    }

    fn is_beside(&self, column: u32) -> bool {
        let is = |letters: &Option<String>| letters.as_deref().and_then(column_named) == Some(column);
        column_named(&self.grid.times_column) == Some(column)
            || is(&self.grid.space_column)
            || is(&self.grid.days_column)
    }

    /// The time of a row.
    fn clocks(&self, desk: &Desk<'_>, row: u32) -> Read<Clocks> {
        let (cell, address) = self.times.cell(desk.sheet, row)?;
        Self::clocks_of(desk, cell, address)
    }

    fn clocks_of(desk: &Desk<'_>, cell: &Cell, address: Address) -> Read<Clocks> {
        let (starts, ends) = (desk.kind.field("starts")?, desk.kind.field("ends")?);
        let fields = [&desk.kind.fields()[starts], &desk.kind.fields()[ends]];
        match values(&fields, cell, desk.ways).ok()?.as_slice() {
            [Some(Value::Clock(starts)), ends] => {
                let ends = match ends {
                    Some(Value::Clock(ends)) => Some(*ends),
                    _ => None,
                };
                Some((Clocks { starts: *starts, ends }, address))
            }
            _ => None,
        }
    }
}

/// Reads a cell that may hold sessions.
fn read_cell(desk: &mut Desk<'_>, frame: &mut Frame<'_>, address: Address, cell: &Cell) {
    let text = match cell {
        Cell::Text(text) => text.to_string(),
        Cell::Error(error) => {
            desk.find(address, FindingCode::CellError, true).facts.insert("text".to_owned(), error.as_str().into());
            return;
        }
        Cell::Unvalued => {
            desk.find(address, FindingCode::FormulaUnvalued, true);
            return;
        }
        other => other.shown(),
    };
    if says_nothing(&text) {
        return;
    }
    let found = sessions(&text, frame.grid);
    if found.is_empty() || NOTHING.contains(&text.trim()) || !matches!(cell, Cell::Text(_)) {
        desk.note(address, FindingCode::GridUnreadable, &text);
        return;
    }
    let merge = frame.merges.get(&address).copied();
    let last_column = merge.map_or(address.column, |merge| merge.last.column);
    let days: Vec<u32> =
        frame.columns.iter().copied().filter(|column| (address.column..=last_column).contains(column)).collect();
    if days.len() > 1 {
        desk.find(address, FindingCode::MergedRows, false);
    }
    for said in &found {
        for column in &days {
            put(desk, frame, address, *column, merge, said);
        }
    }
}

/// Takes in one session of a cell, for one day.
fn put(desk: &mut Desk<'_>, frame: &mut Frame<'_>, address: Address, column: u32, merge: Option<Merge>, said: &Said) {
    let mut entry = desk.entry(address.row);
    let mut wrong: Vec<usize> = Vec::new();
    let sheet = desk.sheet;
    // The day: above the column, or beside the row.
    let beside = frame.days.as_ref().and_then(|days| days.cell(sheet, address.row));
    let day = match (beside, frame.days.is_some()) {
        (Some((cell, at)), _) => frame.day_of(desk, &cell.clone(), at),
        (None, true) => None,
        (None, false) => frame.across_days.get(&column).copied().flatten(),
    };
    let has_day = beside.is_some() || frame.across_days.contains_key(&column);
    if day.is_none()
        && has_day
        && let Some(place) = desk.kind.field("date")
    {
        // What is wrong with it was said where it stands.
        entry.refused = true;
        wrong.push(place);
    }
    let mut set = |field: &str, value: Option<Value>, cell: Address| {
        if let (Some(place), Some(value)) = (desk.kind.field(field), value) {
            entry.values[place] = Some(value);
            entry.cells[place] = Some(cell);
        }
    };
    set("date", day.map(|(date, _)| Value::Day(day_start(date))), day.map_or(address, |(_, at)| at));
    // The time: its own, or that of its column or of its rows.
    let across_clocks = frame.across_clocks.get(&column).copied();
    let row_clocks = if across_clocks.is_some() { None } else { frame.clocks(desk, address.row) };
    match (said.clocks.map(|own| (own, address)).or(across_clocks.flatten()), row_clocks) {
        (Some((clocks, at)), _) => {
            set("starts", Some(Value::Clock(clocks.starts)), at);
            set("ends", clocks.ends.map(Value::Clock), at);
        }
        (None, Some((clocks, at))) => {
            let last = merge.map_or(address.row, |merge| merge.last.row);
            let ends = if last > address.row {
                let of_last = frame.clocks(desk, last).and_then(|(clocks, _)| clocks.ends);
                of_last.or_else(|| frame.clocks(desk, last + 1).map(|(clocks, _)| clocks.starts))
            } else {
                clocks.ends
            };
            set("starts", Some(Value::Clock(clocks.starts)), at);
            set("ends", ends.map(Value::Clock), at);
        }
        (None, None) => {}
    }
    // Where: its own words, else above or beside.
    let beside = frame.spaces.as_ref().and_then(|spaces| spaces.cell(desk.sheet, address.row));
    let beside = beside.map(|(cell, at)| (cell.shown(), at)).or_else(|| frame.across_spaces.get(&column).cloned());
    let spaces = if said.spaces.is_empty() { beside } else { Some((said.spaces.join("、"), address)) };
    let kind = kind_in(&said.title).map(|code| Value::Code(code.to_owned()));
    set("kind", kind, address);
    let remark = said.rest.join("，");
    let words = [
        ("title", said.title.clone(), address),
        ("spaces", spaces.clone().map_or_else(String::new, |(text, _)| text), spaces.map_or(address, |(_, at)| at)),
        ("people", said.people.join("、"), address),
        ("capacity", said.capacity.map_or_else(String::new, |count| count.to_string()), address),
        ("remark", remark, address),
    ];
    for (id, text, at) in words {
        let Some(place) = desk.kind.field(id).filter(|_| !text.is_empty()) else { continue };
        match values(&[&desk.kind.fields()[place]], &Cell::Text(text.as_str().into()), desk.ways) {
            Ok(mut found) => {
                if let Some(value) = found.pop().flatten() {
                    entry.values[place] = Some(value);
                    entry.cells[place] = Some(at);
                }
            }
            Err(Wrong { code, facts }) => {
                entry.refused = true;
                wrong.push(place);
                desk.find(at, code, true).facts = facts;
            }
        }
    }
    ask_time(desk, frame, column, &mut entry, &mut wrong);
    desk.keep(entry, address, &[], &wrong);
}

/// Says once where the time beside or above the cells could not be read.
fn ask_time(desk: &mut Desk<'_>, frame: &mut Frame<'_>, column: u32, entry: &mut Entry, wrong: &mut Vec<usize>) {
    let Some(place) = desk.kind.field("starts").filter(|place| entry.values[*place].is_none()) else { return };
    let beside = frame.times.cell(desk.sheet, entry.row).filter(|_| frame.grid.times_row.is_none());
    let above = frame.across_clocks.contains_key(&column);
    if beside.is_none() && !above {
        return;
    }
    entry.refused = true;
    wrong.push(place);
    if let Some((cell, at)) = beside.filter(|(_, at)| frame.said.insert(*at)) {
        time_unreadable(desk, cell, at);
    }
}

fn time_unreadable(desk: &mut Desk<'_>, cell: &Cell, at: Address) {
    let text = quoted(&cell.shown());
    desk.find(at, FindingCode::TimeUnreadable, true).facts.insert("text".to_owned(), text.into());
}
