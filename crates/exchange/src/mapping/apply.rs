//! Reading a workbook by its mapping: entries and what is wrong with them. Nothing is left out without a word.

use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};

use super::list::{Rows, read_list};
use super::{ColumnReason, Entry, Layout, Mapping, Reading, SheetMapping, tables};
use crate::cell::Address;
use crate::finding::{Finding, FindingCode};
use crate::kind::{Need, SheetKind};
use crate::mapping::convert::{Ways, quoted, values};
use crate::text::day::Around;
use crate::value::Value;
use crate::workbook::{Sheet, Workbook};
use words::Locale;

/// Reads the sheets of a mapping. A sheet that is not there, or a kind that is none, is passed over: ask
/// [`super::check`] before.
pub fn apply(workbook: &Workbook, mapping: &Mapping) -> Reading {
    let mut reading = Reading::default();
    if let (Some(extension), Some(first)) = (&workbook.mislabelled, workbook.sheets.first()) {
        let finding = Finding::noting(&first.name, "A1", FindingCode::Mislabelled);
        reading.findings.push(finding.fact("extension", extension.as_str()).fact("origin", workbook.origin.word()));
    }
    for (place, plan) in mapping.sheets.iter().enumerate() {
        let sheet = workbook.sheets.iter().find(|sheet| sheet.name == plan.sheet);
        let (Some(sheet), Some(kind)) = (sheet, SheetKind::from_code(&plan.kind)) else { continue };
        let ways = Ways {
            around: Around { year: plan.year, month: plan.month },
            ours: workbook.schema.as_deref() == Some(kind.schema().as_str()) || has_our_columns(&plan.layout),
        };
        let others = |other: &(usize, &SheetMapping)| other.0 != place && other.1.sheet == plan.sheet;
        let others: Vec<&SheetMapping> =
            mapping.sheets.iter().enumerate().filter(others).map(|(_, other)| other).collect();
        let sheet = &*tables::without_others(sheet, plan, &others);
        let constants = Constants::of(plan, kind, sheet, ways, &mut reading.findings);
        let runs = HashMap::new();
        let reading = &mut reading;
        let mut desk = Desk { place, sheet, kind, ways, constants, reading, known: HashMap::new(), runs };
        match &plan.layout {
            Layout::List { heading_row, first_row, last_row, columns, carried } => {
                let rows = Rows { heading: *heading_row, first: *first_row, last: *last_row };
                read_list(&mut desk, rows, columns, carried);
            }
            Layout::Grid { grids } => super::grid::read_grids(&mut desk, grids),
        }
    }
    unread_sheets(workbook, mapping, &mut reading.findings);
    reading
}

/// Whether columns were known as those that we write.
fn has_our_columns(layout: &Layout) -> bool {
    match layout {
        Layout::List { columns, .. } => columns.iter().any(|column| column.reason == ColumnReason::Template),
        Layout::Grid { .. } => false,
    }
}

/// Says of each sheet with content that is not read that it is not.
fn unread_sheets(workbook: &Workbook, mapping: &Mapping, findings: &mut Vec<Finding>) {
    // Our own templates bring a sheet of help and a hidden one of words.
    if workbook.schema.is_some() {
        return;
    }
    for sheet in &workbook.sheets {
        let Some(first) = sheet.rows.first().filter(|_| !mapping.sheets.iter().any(|plan| plan.sheet == sheet.name))
        else {
            continue;
        };
        let column = first.cells.first().map_or(0, |(column, _)| *column);
        let finding = Finding::noting(&sheet.name, Address::new(first.number, column), FindingCode::SheetNotRead);
        findings.push(finding.fact("rows", sheet.rows.len()));
    }
}

/// Values that hold for every row.
pub(super) struct Constants {
    /// By the field's place.
    pub(super) values: Vec<(usize, Value)>,
}

impl Constants {
    fn of(plan: &SheetMapping, kind: SheetKind, sheet: &Sheet, ways: Ways, findings: &mut Vec<Finding>) -> Constants {
        let mut constants = Vec::new();
        for (id, text) in &plan.constants {
            let Some(place) = kind.field(id) else { continue };
            let cell = crate::cell::Cell::Text(text.as_str().into());
            match values(&[&kind.fields()[place]], &cell, ways) {
                Ok(mut found) => {
                    if let Some(value) = found.pop().flatten() {
                        constants.push((place, value));
                    }
                }
                Err(wrong) => {
                    let mut finding = Finding::noting(&sheet.name, "A1", wrong.code);
                    finding.facts = wrong.facts;
                    findings.push(finding);
                }
            }
        }
        Constants { values: constants }
    }
}

/// What reading one sheet needs, and where it puts what it reads.
pub(super) struct Desk<'a> {
    pub(super) place: usize,
    pub(super) sheet: &'a Sheet,
    pub(super) kind: SheetKind,
    pub(super) ways: Ways,
    pub(super) constants: Constants,
    pub(super) reading: &'a mut Reading,
    /// Entries by the hash of their values, to find rows that repeat.
    pub(super) known: HashMap<u64, Vec<usize>>,
    /// Names that runs of the caravan were given, by the day and the vehicle.
    pub(super) runs: HashMap<(Option<Value>, Option<Value>), Value>,
}

impl Desk<'_> {
    /// Adds a finding at a cell.
    pub(super) fn find(&mut self, cell: Address, code: FindingCode, refuses: bool) -> &mut Finding {
        let finding = Finding { refuses, ..Finding::refusing(&self.sheet.name, cell, code) };
        self.reading.findings.push(finding);
        let last = self.reading.findings.len() - 1;
        &mut self.reading.findings[last]
    }

    /// Notes a text that is not read.
    pub(super) fn note(&mut self, cell: Address, code: FindingCode, text: &str) {
        let text = quoted(text);
        self.find(cell, code, false).facts.insert("text".to_owned(), text.into());
    }

    /// A new entry of `row`.
    pub(super) fn entry(&self, row: u32) -> Entry {
        let count = self.kind.fields().len();
        Entry { sheet: self.place, row, values: vec![None; count], cells: vec![None; count], refused: false }
    }

    /// Takes in an entry: fills what holds for every row, asks what a row must hold, and keeps it.
    pub(super) fn keep(&mut self, mut entry: Entry, first_cell: Address, columns: &[Option<u32>], wrong: &[usize]) {
        for (place, value) in &self.constants.values {
            if entry.values[*place].is_none() && !wrong.contains(place) {
                entry.values[*place] = Some(value.clone());
                entry.cells[*place] = Some(first_cell);
            }
        }
        if self.kind == SheetKind::CaravanRun {
            self.name_run(&mut entry, columns);
        }
        for (place, field) in self.kind.fields().iter().enumerate() {
            if field.need == Need::Required && entry.values[place].is_none() && !wrong.contains(&place) {
                let column = columns.get(place).copied().flatten();
                let cell = column.map_or(first_cell, |column| Address::new(entry.row, column));
                let heading = (field.heading)(Locale::ZhCn);
                self.find(cell, FindingCode::Missing, true).facts.insert("field".to_owned(), heading.into());
                entry.refused = true;
            }
        }
        self.ask_order(&mut entry);
        self.ask_repeated(&mut entry, first_cell);
        self.reading.entries.push(entry);
    }

    /// Names a run of a list that has no names for them: what one vehicle does on one day is a run, called by that day and
    /// the first place it goes to, the same each time the list is read.
    fn name_run(&mut self, entry: &mut Entry, columns: &[Option<u32>]) {
        let place = |id: &str| self.kind.field(id).unwrap_or_default();
        let (title, date, site) = (place("title"), place("date"), place("site"));
        if columns.get(title).is_some_and(Option::is_some) {
            return;
        }
        let value = |place: usize| entry.values[place].clone();
        let (None, Some(Value::Day(day)), Some(Value::Text(goes_to))) = (value(title), value(date), value(site)) else {
            return;
        };
        let key = (value(place("departs_date")).or(value(date)), value(place("vehicle")));
        let name = self.runs.entry(key).or_insert_with(|| {
            let date = rules::time::date_of(day).map(|date| date.format("%-m月%-d日 ").to_string());
            Value::Text(format!("{}{goes_to}", date.unwrap_or_default()))
        });
        entry.values[title] = Some(name.clone());
        entry.cells[title] = entry.cells[site];
    }

    /// Whether what ends does so after it starts.
    fn ask_order(&mut self, entry: &mut Entry) {
        for (starts, ends) in [
            ("starts", "ends"),
            ("opens_on", "closes_on"),
            ("installs_from", "opens_on"),
            ("closes_on", "deinstalls_until"),
        ] {
            let (Some(starts), Some(ends)) = (self.kind.field(starts), self.kind.field(ends)) else { continue };
            let wrong = match (&entry.values[starts], &entry.values[ends]) {
                (Some(Value::Clock(from)), Some(Value::Clock(to))) => to <= from,
                (Some(Value::Day(from)), Some(Value::Day(to))) => to < from,
                _ => false,
            };
            if let (true, Some(cell)) = (wrong, entry.cells[ends]) {
                let said = |place: usize| {
                    let value = entry.values[place].as_ref();
                    value.map_or_else(String::new, |value| crate::said(value, &self.kind.fields()[place], Locale::ZhCn))
                };
                let (from, to) = (said(starts), said(ends));
                let finding = self.find(cell, FindingCode::EndsBeforeStart, true);
                finding.facts.insert("starts".to_owned(), from.into());
                finding.facts.insert("ends".to_owned(), to.into());
                entry.refused = true;
            }
        }
    }

    /// Whether an earlier row says the same.
    fn ask_repeated(&mut self, entry: &mut Entry, first_cell: Address) {
        if entry.refused {
            return;
        }
        let mut hasher = DefaultHasher::new();
        entry.values.hash(&mut hasher);
        let same = self.known.entry(hasher.finish()).or_default();
        let entries = &self.reading.entries;
        if let Some(first) = same.iter().find(|place| entries[**place].values == entry.values) {
            let earlier = &entries[*first];
            let first = earlier.cells.iter().flatten().filter(|cell| cell.row == earlier.row).min().copied();
            let first = first.unwrap_or(Address::new(earlier.row, 0)).to_string();
            self.find(first_cell, FindingCode::Duplicate, true).facts.insert("first".to_owned(), first.into());
            entry.refused = true;
        } else {
            same.push(entries.len());
        }
    }
}
