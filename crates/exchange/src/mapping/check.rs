//! Whether an edited mapping fits its workbook.

use super::convert::may_fill;
use super::{Column, Grid, Layout, Mapping};
use crate::cell::column_named;
use crate::kind::{Field, Shape, SheetKind};
use crate::read::limits::{COLUMNS_MAX, ROWS_MAX};
use crate::text::day::Around;
use crate::workbook::Workbook;

/// Where a mapping does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The place in the mapping, such as `sheets[0].layout.columns[2].fields`.
    pub place: String,
    /// The field or the word that is meant; empty where there is none.
    pub field: String,
}

impl Fault {
    fn new(place: impl Into<String>, field: impl Into<String>) -> Fault {
        Fault { place: place.into(), field: field.into() }
    }
}

/// Asks whether a mapping fits a workbook.
///
/// # Errors
/// The first place that does not.
pub fn check(mapping: &Mapping, workbook: &Workbook) -> Result<(), Fault> {
    for (number, sheet) in mapping.sheets.iter().enumerate() {
        let at = |place: &str| format!("sheets[{number}]{place}");
        if !workbook.sheets.iter().any(|known| known.name == sheet.sheet) {
            return Err(Fault::new(at(".sheet"), &sheet.sheet));
        }
        let Some(kind) = SheetKind::from_code(&sheet.kind) else { return Err(Fault::new(at(".kind"), &sheet.kind)) };
        for field in sheet.constants.keys() {
            if kind.field(field).is_none() {
                return Err(Fault::new(at(".constants"), field));
            }
        }
        if sheet.year.is_some_and(|year| !(1990..=2100).contains(&year)) {
            return Err(Fault::new(at(".year"), ""));
        }
        if sheet.month.is_some_and(|month| !(1..=12).contains(&month)) {
            return Err(Fault::new(at(".month"), ""));
        }
        match &sheet.layout {
            Layout::List { heading_row, first_row, last_row, columns, carried } => {
                if heading_row.is_some_and(|row| row == 0 || row >= *first_row) {
                    return Err(Fault::new(at(".layout.heading_row"), ""));
                }
                if *first_row == 0 || *first_row > ROWS_MAX {
                    return Err(Fault::new(at(".layout.first_row"), ""));
                }
                if last_row.is_some_and(|row| row < *first_row) {
                    return Err(Fault::new(at(".layout.last_row"), ""));
                }
                if let Some(column) =
                    carried.iter().find(|letters| columns.iter().all(|column| column.column != **letters))
                {
                    return Err(Fault::new(at(".layout.carried"), column));
                }
                check_columns(columns, kind)
                    .map_err(|(place, field)| Fault::new(at(&format!(".layout{place}")), field))?;
            }
            Layout::Grid { grids } => {
                if kind != SheetKind::Session {
                    return Err(Fault::new(at(".kind"), &sheet.kind));
                }
                for (place, grid) in grids.iter().enumerate() {
                    check_grid(grid).map_err(|part| Fault::new(at(&format!(".layout.grids[{place}].{part}")), ""))?;
                }
            }
        }
    }
    Ok(())
}

fn check_columns(columns: &[Column], kind: SheetKind) -> Result<(), (String, String)> {
    let mut taken: Vec<&str> = Vec::new();
    let mut letters: Vec<u32> = Vec::new();
    for (place, column) in columns.iter().enumerate() {
        let number = column_named(&column.column).filter(|number| *number < COLUMNS_MAX && !letters.contains(number));
        let Some(number) = number else { return Err((format!(".columns[{place}].column"), column.column.clone())) };
        letters.push(number);
        let mut fields: Vec<&'static Field> = Vec::new();
        for id in &column.fields {
            let field = kind.field(id).map(|field| &kind.fields()[field]);
            let again = taken.contains(&id.as_str());
            // Several columns may hold names of one field: 讲解员1, 讲解员2.
            let field = field.filter(|field| !again || matches!(field.shape, Shape::Names(_)));
            let Some(field) = field else { return Err((format!(".columns[{place}].fields"), id.clone())) };
            fields.push(field);
            taken.push(id);
        }
        if fields.is_empty() || !may_fill(&fields) {
            return Err((format!(".columns[{place}].fields"), column.fields.join("+")));
        }
    }
    Ok(())
}

fn check_grid(grid: &Grid) -> Result<(), &'static str> {
    let is_column = |letters: &str| column_named(letters).is_some_and(|column| column < COLUMNS_MAX);
    match () {
        () if grid.days_row == 0 || grid.days_row > ROWS_MAX => Err("days_row"),
        () if grid.first_row <= grid.days_row => Err("first_row"),
        () if grid.last_row < grid.first_row || grid.last_row > ROWS_MAX => Err("last_row"),
        () if !is_column(&grid.times_column) => Err("times_column"),
        () if grid.day_columns.is_empty() || !grid.day_columns.iter().all(|column| is_column(column)) => {
            Err("day_columns")
        }
        () if grid.space_column.as_deref().is_some_and(|column| !is_column(column)) => Err("space_column"),
        () if grid.spaces_across && !grid.days_column.as_deref().is_some_and(is_column) => Err("days_column"),
        () if grid.space_row.is_some_and(|row| row <= grid.days_row || row >= grid.first_row) => Err("space_row"),
        () if grid.times_row.is_some_and(|row| row <= grid.days_row || row >= grid.first_row) => Err("times_row"),
        () if grid.week.as_deref().is_some_and(|day| crate::text::day::read(day, Around::default()).is_err()) => {
            Err("week")
        }
        () => Ok(()),
    }
}
