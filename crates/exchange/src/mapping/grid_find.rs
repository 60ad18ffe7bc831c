//! Finding grids: a row of days across, or of halls across with days down, and what lies below it.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};

use super::grid_cell::{begins_with_surname, looks_like_person, looks_like_space};
use super::headings::matches;
use super::merges::ColumnMerges;
use super::{Grid, Known, Layout, SheetMapping, context};
use crate::cell::{Address, Cell, column_name, column_named};
use crate::kind::{SheetKind, Target};
use crate::text::day::{self, Around};
use crate::text::{clock, is_blank, names};
use crate::workbook::{Row, Sheet, Workbook};

/// Rows of a sheet that are looked at.
const ROWS_MAX: usize = 600;
/// Columns of days at least.
const DAYS_MIN: usize = 3;
/// Columns of halls at least.
const SPACES_MIN: usize = 2;
/// Names that a grid keeps to know them again.
const NAMES_MAX: usize = 200;

/// What a row has across.
struct Across {
    row: u32,
    columns: Vec<u32>,
    /// Weekdays without days.
    weekdays_only: bool,
    /// The first of the weekdays: 0 is Monday.
    weekday: Option<u32>,
    spaces: bool,
}

/// Proposes how a sheet is read as grids; none where it is no grid.
pub(super) fn propose_grids(workbook: &Workbook, sheet: &Sheet, file: &str, known: &Known) -> Option<SheetMapping> {
    let rows = &sheet.rows[..sheet.rows.len().min(ROWS_MAX)];
    let across = across_rows(sheet, rows, known);
    let first = across.first()?;
    let sayings = context::sayings(workbook, sheet, file, first.row);
    let month = context::month(&sayings);
    let fits = |year: i32| {
        let around = Around { year: Some(year), month };
        let begins = week_of(sheet, first.row, around);
        let begins = begins.and_then(|day| day::read(&day, Around::default()).ok());
        match (begins.filter(|_| first.weekdays_only), first.weekday) {
            (Some(day), Some(weekday)) => day.weekday().num_days_from_monday() == weekday,
            _ => context::weekdays_fit(rows, &first.columns, year, month),
        }
    };
    let year = context::year(&sayings)
        .or_else(|| context::year_of_content(rows, &first.columns))
        .or_else(|| context::guessed_year(known, fits));
    let around = Around { year, month };
    let mut grids: Vec<Grid> = Vec::new();
    for (place, found) in across.iter().enumerate() {
        let next = across.get(place + 1).map(|next| next.row);
        grids.extend(grid_below(sheet, rows, found, next, around, known));
    }
    if grids.is_empty() {
        return None;
    }
    let mut constants = BTreeMap::new();
    let kind = context::session_kind(&sayings, &[]);
    if let Some(kind) = kind {
        constants.insert("kind".to_owned(), kind.to_owned());
    }
    // A roster: the cells name people alone, and what they do is said above.
    let rosters = grids.iter_mut().map(|grid| usize::from(name_people(sheet, grid))).sum::<usize>();
    if let Some(kind) = kind.filter(|_| rosters > 0) {
        constants.insert("title".to_owned(), context::kind_word(kind).to_owned());
    }
    let says_where =
        grids.iter().any(|grid| grid.spaces_across || grid.space_column.is_some() || grid.space_row.is_some());
    if let Some(space) = context::space(&sayings, sheet, known).filter(|_| !says_where) {
        constants.insert("spaces".to_owned(), space);
    }
    Some(SheetMapping {
        sheet: sheet.name.clone(),
        kind: SheetKind::Session.code().to_owned(),
        layout: Layout::Grid { grids },
        constants,
        year: around.year,
        month: around.month,
    })
}

/// The rows that have days or halls across, of two in a row the one that says more.
fn across_rows(sheet: &Sheet, rows: &[Row], known: &Known) -> Vec<Across> {
    let mut found: Vec<Across> = Vec::new();
    for row in rows {
        let Some(across) = days_across(sheet, row).or_else(|| spaces_across(sheet, row, known)) else { continue };
        match found.last_mut() {
            Some(last)
                if last.row + 1 == across.row && last.spaces == across.spaces && last.columns.len() >= DAYS_MIN =>
            {
                // Weekdays above, days below: the days say which week.
                if last.weekdays_only && !across.weekdays_only {
                    *last = across;
                }
            }
            _ => found.push(across),
        }
    }
    // Below days the row of halls is part of the same grid.
    if found.iter().any(|across| !across.spaces) {
        found.retain(|across| !across.spaces);
    }
    // A list of many rows with days in each is no grid.
    if found.len() * 2 > rows.len() { Vec::new() } else { found }
}

fn days_across(sheet: &Sheet, row: &Row) -> Option<Across> {
    let around = Around { year: Some(2024), month: Some(1) };
    let (mut columns, mut days, mut weekdays) = (Vec::new(), Vec::new(), 0);
    let mut order: Vec<i64> = Vec::new();
    for (column, cell) in &row.cells {
        let date: Option<NaiveDate> = match cell {
            Cell::Moment(moment) if moment.year() >= 1990 => Some(moment.date()),
            Cell::Text(text) if text.chars().count() <= 20 => {
                match (day::weekday(text), day::read_loosely(text, around)) {
                    (Some(weekday), _) => {
                        weekdays += 1;
                        columns.push(*column);
                        order.push(i64::from(weekday));
                        continue;
                    }
                    (None, Some(date)) => Some(date),
                    // A day that cannot be stands among others that can.
                    (None, None) if text.contains('月') && text.contains(['日', '号']) => None,
                    (None, None) => continue,
                }
            }
            _ => continue,
        };
        columns.push(*column);
        days.push(date);
        if let Some(date) = date {
            order.push(i64::from(date.num_days_from_ce()));
        }
    }
    let rising = order.windows(2).filter(|pair| (1..=3).contains(&(pair[1] - pair[0]))).count();
    if columns.len() < DAYS_MIN || rising + 1 < order.len().saturating_sub(1) || rising == 0 {
        return None;
    }
    let columns = with_merged(sheet, row, columns);
    let weekdays_only = weekdays > 0 && days.is_empty();
    let weekday = order.first().filter(|_| weekdays_only).and_then(|first| u32::try_from(*first).ok());
    Some(Across { row: row.number, columns, weekdays_only, weekday, spaces: false })
}

/// A day or a hall over several columns holds for each of them.
fn with_merged(sheet: &Sheet, row: &Row, headed: Vec<u32>) -> Vec<u32> {
    let mut columns = headed.clone();
    for merge in
        sheet.merges.iter().filter(|merge| merge.first.row == row.number && headed.contains(&merge.first.column))
    {
        columns.extend(merge.first.column + 1..=merge.last.column.min(merge.first.column + 20));
    }
    columns.sort_unstable();
    columns.dedup();
    columns
}

fn spaces_across(sheet: &Sheet, row: &Row, known: &Known) -> Option<Across> {
    let names = known.names.get(&Target::Space);
    let is_space = |text: &str| {
        let text = text.trim_matches(is_blank);
        let heading =
            matches(SheetKind::Session, text).first().is_some_and(|found| found.fit >= super::headings::Fit::Name);
        !heading && (names.is_some_and(|names| names.iter().any(|name| name == text)) || looks_like_space(text))
    };
    let columns: Vec<u32> = row
        .cells
        .iter()
        .filter(|(_, cell)| matches!(cell, Cell::Text(text) if is_space(text)))
        .map(|(column, _)| *column)
        .collect();
    let others = row.cells.iter().filter(|(column, _)| columns.first().is_some_and(|first| column > first)).count();
    (columns.len() >= SPACES_MIN && columns.len() * 2 > others).then(|| Across {
        row: row.number,
        columns: with_merged(sheet, row, columns),
        weekdays_only: false,
        weekday: None,
        spaces: true,
    })
}

/// The grid below a row; none where what lies there has no times.
fn grid_below(
    sheet: &Sheet,
    rows: &[Row],
    across: &Across,
    next: Option<u32>,
    around: Around,
    known: &Known,
) -> Option<Grid> {
    let first_column = *across.columns.first()?;
    let start = rows.partition_point(|row| row.number <= across.row);
    let mut below: Vec<&Row> =
        rows[start..].iter().take_while(|row| next.is_none_or(|next| row.number < next)).collect();
    // A row of halls below the days, or of weekdays below the dates.
    let (mut space_row, mut times_row) = (None, None);
    while let Some(row) = below.first().copied() {
        let in_columns = || row.cells.iter().filter(|(column, _)| across.columns.contains(column));
        let texts = |is: &dyn Fn(&str) -> bool| {
            in_columns().filter(|(_, cell)| matches!(cell, Cell::Text(text) if is(text))).count()
        };
        let (all, weekdays, spaces) =
            (in_columns().count(), texts(&|text| day::weekday(text).is_some()), texts(&looks_like_space));
        if all > 1 && weekdays == all {
            below.remove(0);
        } else if all > 1
            && spaces == all
            && !across.spaces
            && row.cells.iter().all(|(column, _)| *column >= first_column)
        {
            space_row = Some(row.number + 1);
            below.remove(0);
        } else if all > 1
            && times_row.is_none()
            && in_columns().filter(|(_, cell)| is_clock(cell)).count() * 2 > all
            && row.cells.iter().all(|(column, _)| *column >= first_column)
        {
            times_row = Some(row.number + 1);
            below.remove(0);
        } else {
            break;
        }
    }
    while below.last().is_some_and(|row| is_title_or_remark(sheet, row, first_column)) {
        below.pop();
    }
    let (first_row, last_row) = (below.first()?.number + 1, below.last()?.number + 1);
    let left: Vec<u32> = (0..first_column).collect();
    let clocks = |column: &u32| below.iter().filter(|row| row.cell(*column).is_some_and(is_clock)).count();
    let times = left.iter().copied().filter(|column| clocks(column) > 0).max_by_key(clocks);
    let days = |column: &u32| {
        let is_day = |cell: &Cell| match cell {
            Cell::Moment(moment) => moment.year() >= 1990,
            Cell::Text(text) => {
                day::read_loosely(text, Around { year: Some(2024), month: Some(1) }).is_some()
                    || day::weekday(text).is_some()
            }
            _ => false,
        };
        below.iter().filter(|row| row.cell(*column).is_some_and(is_day)).count()
    };
    let days_column = left.iter().copied().filter(|column| Some(*column) != times && days(column) > 0).max_by_key(days);
    if across.spaces && days_column.is_none() {
        return None;
    }
    let inside = || below.iter().flat_map(|row| &row.cells).filter(|(column, _)| across.columns.contains(column));
    let timed = inside().any(
        |(_, cell)| matches!(cell, Cell::Text(text) if text.split(is_blank).any(|word| clock::read(word).is_some())),
    );
    if times.is_none() && times_row.is_none() && !timed {
        return None;
    }
    let space_column = left.iter().copied().find(|column| {
        let merges = ColumnMerges::of(sheet, *column);
        let is_space = |row: &&&Row| {
            matches!(merges.cell(sheet, row.number), Some((Cell::Text(text), _)) if named(text, Target::Space, known) || looks_like_space(text.trim()))
        };
        Some(*column) != times && below.iter().filter(is_space).count() * 2 > below.len()
    });
    let held = |target: Target| held_names(inside().map(|(_, cell)| cell), target, known);
    let week = across.weekdays_only.then(|| week_of(sheet, across.row, around)).flatten();
    Some(Grid {
        days_row: across.row + 1,
        times_column: column_name(times.unwrap_or(0)),
        day_columns: across.columns.iter().map(|column| column_name(*column)).collect(),
        first_row,
        last_row,
        space_column: space_column.filter(|_| !across.spaces).map(column_name),
        space_row,
        times_row,
        spaces_across: across.spaces,
        days_column: days_column.filter(|_| across.spaces).map(column_name),
        week,
        spaces: held(Target::Space),
        people: held(Target::Person),
    })
}

fn named(text: &str, target: Target, known: &Known) -> bool {
    known.names.get(&target).is_some_and(|names| names.iter().any(|name| name == text.trim()))
}

/// Whether the cells of a grid are names of people and nothing else; those are then kept in it.
fn name_people(sheet: &Sheet, grid: &mut Grid) -> bool {
    let columns: Vec<u32> = grid.day_columns.iter().filter_map(|letters| column_named(letters)).collect();
    let rows = sheet.rows.iter().filter(|row| (grid.first_row..=grid.last_row).contains(&(row.number + 1)));
    let cells = rows.flat_map(|row| &row.cells).filter(|(column, _)| columns.contains(column));
    let (mut people, mut others, mut names) = (0, 0, Vec::new());
    for text in cells.filter_map(|(_, cell)| if let Cell::Text(text) = cell { Some(text) } else { None }) {
        let parts = names::split(text);
        if parts.iter().all(|part| looks_like_person(part) || grid.people.contains(part)) {
            people += parts.len();
            names.extend(parts);
        } else {
            others += 1;
        }
    }
    names.sort();
    names.dedup();
    let known = |name: &&String| begins_with_surname(name) || grid.people.contains(name);
    let mostly_people = names.iter().filter(known).count() * 2 > names.len();
    let roster = people > others * 4 && names.len() <= NAMES_MAX && names.len() < people && mostly_people;
    if roster {
        grid.people = names;
    }
    roster
}

/// The names of the museum that stand in the cells.
fn held_names<'c>(cells: impl Iterator<Item = &'c Cell>, target: Target, known: &Known) -> Vec<String> {
    let all: String = cells
        .filter_map(|cell| if let Cell::Text(text) = cell { Some(&**text) } else { None })
        .collect::<Vec<_>>()
        .join("\n");
    let names = known.names.get(&target).map_or(&[][..], Vec::as_slice);
    let mut held: Vec<String> = names.iter().filter(|name| all.contains(name.as_str())).cloned().collect();
    held.sort();
    held.truncate(NAMES_MAX);
    held
}

fn is_clock(cell: &Cell) -> bool {
    match cell {
        Cell::Text(text) => clock::read(text).is_some(),
        Cell::Moment(moment) => moment.year() < 1900,
        Cell::Number(number) => *number > 0.0 && *number < 1.0,
        _ => false,
    }
}

/// Whether a row is a title of what comes below it, or a remark: one text, before the columns of the days or over all.
fn is_title_or_remark(sheet: &Sheet, row: &Row, first_column: u32) -> bool {
    let [(column, Cell::Text(text))] = row.cells.as_slice() else { return false };
    let across = sheet
        .merges
        .iter()
        .any(|merge| merge.first == Address::new(row.number, *column) && merge.last.column > first_column);
    (across || *column < first_column) && clock::read(text).is_none()
}

/// The day with which the week begins that the rows above speak of.
fn week_of(sheet: &Sheet, row: u32, around: Around) -> Option<String> {
    let above = sheet.rows.iter().rev().filter(|above| above.number < row).take(6).flat_map(|above| &above.cells);
    let texts = above.filter_map(|(_, cell)| if let Cell::Text(text) = cell { Some(text.to_string()) } else { None });
    texts.chain([sheet.name.clone()]).find_map(|text| day::first_within(&text, around)).map(|date| date.to_string())
}
