//! How a file was read, kept for the next one of its shape: what a person taught stays, what the file itself says of
//! its months, its names and its rows is asked anew.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Column, Grid, Layout, Mapping, SheetMapping};
use crate::cell::Address;
use crate::workbook::{Sheet, Workbook};

/// A mapping, and what it was kept for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remembered {
    /// The names of the file's sheets that are not hidden and not empty, in its order.
    sheets: Vec<String>,
    /// How they are read; of the years and the values for all rows only those that no proposal says, no
    /// month.
    mapping: Mapping,
}

impl Remembered {
    /// What is to be kept of how `workbook` was read, where `proposed` would have been proposed.
    pub fn of(workbook: &Workbook, mapping: &Mapping, proposed: &Mapping) -> Remembered {
        let mut mapping = mapping.clone();
        let mut proposals = Proposals::of(proposed);
        for plan in &mut mapping.sheets {
            plan.month = None;
            let Some(proposed) = proposals.next_of(&plan.sheet) else { continue };
            plan.constants.retain(|field, value| proposed.constants.get(field) != Some(value));
            plan.year = plan.year.filter(|year| proposed.year != Some(*year));
        }
        Remembered { sheets: named(workbook), mapping }
    }

    /// How another file of the same shape is read. `fresh` is what would be proposed for it, `this_year` the year of
    /// today: a year that was typed holds no longer than itself. `None` where the file has other sheets after all.
    pub fn renewed(self, workbook: &Workbook, fresh: &Mapping, this_year: i32) -> Option<Mapping> {
        let names = named(workbook);
        if names.len() != self.sheets.len() {
            return None;
        }
        let mut mapping = self.mapping;
        let mut proposals = Proposals::of(fresh);
        for plan in &mut mapping.sheets {
            let place = self.sheets.iter().position(|name| *name == plan.sheet)?;
            plan.sheet.clone_from(&names[place]);
            let sheet = workbook.sheets.iter().find(|sheet| sheet.name == plan.sheet)?;
            renew(plan, proposals.next_of(&plan.sheet), sheet, this_year);
        }
        Some(mapping)
    }
}

/// The proposals for a file, each used once: a sheet of several tables has several, in their order, whatever stands between.
struct Proposals<'m>(Vec<&'m SheetMapping>);

impl<'m> Proposals<'m> {
    fn of(mapping: &'m Mapping) -> Proposals<'m> {
        Proposals(mapping.sheets.iter().collect())
    }

    fn next_of(&mut self, sheet: &str) -> Option<&'m SheetMapping> {
        let place = self.0.iter().position(|proposed| proposed.sheet == sheet)?;
        Some(self.0.remove(place))
    }
}

/// The sheets of which a shape is taken.
fn named(workbook: &Workbook) -> Vec<String> {
    let shown = workbook.sheets.iter().filter(|sheet| !sheet.hidden && !sheet.rows.is_empty());
    shown.map(|sheet| sheet.name.clone()).collect()
}

fn renew(plan: &mut SheetMapping, fresh: Option<&SheetMapping>, sheet: &Sheet, this_year: i32) {
    let taught = plan.year.filter(|year| *year == this_year);
    plan.year = fresh.and_then(|fresh| fresh.year).or(taught);
    plan.month = fresh.and_then(|fresh| fresh.month);
    let fresh = fresh.filter(|fresh| fresh.kind == plan.kind);
    for (field, value) in fresh.into_iter().flat_map(|fresh| &fresh.constants) {
        plan.constants.entry(field.clone()).or_insert_with(|| value.clone());
    }
    match (&mut plan.layout, fresh.map(|fresh| &fresh.layout)) {
        (Layout::Grid { grids }, Some(Layout::Grid { grids: fresh })) => *grids = renewed_grids(grids, fresh),
        (Layout::Grid { grids }, _) => grids.iter_mut().for_each(|grid| grid.week = None),
        (Layout::List { heading_row, first_row, last_row, columns, carried }, fresh) => {
            *last_row = None;
            let fresh = match fresh {
                Some(Layout::List { heading_row, first_row, carried, .. }) => Some((heading_row, first_row, carried)),
                _ => None,
            };
            let Some((heading, first, days)) = fresh else { return };
            if !headings_stand(sheet, *heading_row, columns) {
                (*heading_row, *first_row) = (*heading, *first);
            }
            let mapped = days.iter().filter(|letters| columns.iter().any(|column| column.column == **letters));
            *carried = mapped.cloned().collect();
        }
    }
}

/// Whether the headings of a mapping stand where they stood.
fn headings_stand(sheet: &Sheet, row: Option<u32>, columns: &[Column]) -> bool {
    let Some(row) = row.and_then(|row| sheet.row(row.saturating_sub(1))) else { return row.is_none() };
    let stands = |column: &Column| {
        let number = crate::cell::column_named(&column.column);
        let cell = number.and_then(|number| sheet.cell(Address::new(row.number, number)));
        let shown = cell.map(|cell| cell.shown().trim().replace(['\n', '\r'], ""));
        column.heading().is_none_or(|heading| shown.as_deref().is_some_and(|shown| heading.contains(shown)))
    };
    columns.iter().all(stands)
}

/// The stretches of the new file, with the halls and people that were taught and that nothing else says.
fn renewed_grids(taught: &[Grid], fresh: &[Grid]) -> Vec<Grid> {
    let taught_alone = |names: fn(&Grid) -> &Vec<String>| -> BTreeSet<String> {
        let found: BTreeSet<&String> = fresh.iter().flat_map(names).collect();
        taught.iter().flat_map(names).filter(|name| !found.contains(name)).cloned().collect()
    };
    let (spaces, people) = (taught_alone(|grid| &grid.spaces), taught_alone(|grid| &grid.people));
    let with = |mut grid: Grid| {
        grid.spaces.extend(spaces.iter().cloned());
        grid.people.extend(people.iter().cloned());
        grid
    };
    fresh.iter().cloned().map(with).collect()
}
