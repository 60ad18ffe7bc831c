//! Which sheets are read as what, and which column fills which field: by our own template, by headings, by content.

use std::collections::{BTreeMap, HashMap};

use super::content::Content;
use super::convert::choice_named;
use super::headings::{Fit, Match, matches};
use super::remark::begins_a_remark;
use super::{Column, ColumnReason, Layout, Mapping, SheetMapping, context, tables};
use crate::cell::{Address, Cell, column_name, column_named};
use crate::kind::{Choice, Field, Need, Shape, SheetKind, Target};
use crate::text::duration;
use crate::workbook::{Row, Sheet, Workbook};

/// Rows among which the headings are looked for.
const HEADING_ROWS_MAX: usize = 30;
/// Columns that are looked at.
const COLUMNS_LOOKED_AT: usize = 64;

/// The names that a museum has: what stands in a column decides where its heading does not.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// By what they name.
    pub names: HashMap<Target, Vec<String>>,
    /// The year of today: that of days whose year nobody says, unless their weekdays speak for another.
    pub year: Option<i32>,
}

/// Proposes how a workbook is read. `file` is its name, which may say the year; `kind` narrows it to one kind.
pub fn propose(workbook: &Workbook, file: &str, known: &Known, kind: Option<SheetKind>) -> Mapping {
    let ours = workbook.schema.as_deref().and_then(|schema| SheetKind::from_code(schema.split('/').next()?));
    let kinds: Vec<SheetKind> = match (kind, ours) {
        (Some(kind), _) | (None, Some(kind)) => vec![kind],
        (None, None) => SheetKind::ALL.to_vec(),
    };
    let source = Source { workbook, file, known, kinds, ours: ours.is_some() };
    let mut sheets: Vec<SheetMapping> = Vec::new();
    for sheet in workbook.sheets.iter().filter(|sheet| !sheet.hidden && !sheet.rows.is_empty()) {
        sheets.extend(source.sheet(sheet));
    }
    if source.ours {
        // The sheet of help has headings too; the one that is filled comes first.
        sheets.truncate(1);
    }
    // What others name comes before what names it.
    let order = |sheet: &SheetMapping| SheetKind::ALL.iter().position(|kind| kind.code() == sheet.kind);
    sheets.sort_by_key(order);
    Mapping { sheets, names: BTreeMap::new() }
}

/// One way of reading a sheet as a list.
struct Candidate {
    kind: SheetKind,
    heading_row: Option<u32>,
    first_row: u32,
    columns: Vec<Column>,
    carried: Vec<String>,
    headings: Vec<String>,
    score: i64,
}

impl Candidate {
    fn has_day(&self, column: &Column) -> bool {
        let shape = |id: &String| self.kind.field(id).map(|place| self.kind.fields()[place].shape);
        column.fields.iter().any(|id| matches!(shape(id), Some(Shape::Day)))
    }
}

/// A file on its way to its mapping.
struct Source<'s> {
    workbook: &'s Workbook,
    /// Its name, which may say the year.
    file: &'s str,
    known: &'s Known,
    /// The kinds it may hold.
    kinds: Vec<SheetKind>,
    /// Whether it is a template of ours.
    ours: bool,
}

impl Source<'_> {
    /// Proposes how a sheet is read, table by table.
    fn sheet(&self, sheet: &Sheet) -> Vec<SheetMapping> {
        if self.ours {
            return self.list(sheet).into_iter().collect();
        }
        if self.kinds.contains(&SheetKind::Session)
            && let Some(grids) = super::grid_find::propose_grids(self.workbook, sheet, self.file, self.known)
        {
            return vec![grids];
        }
        let tables: Option<Vec<SheetMapping>> =
            tables::parts(sheet, &self.kinds).iter().map(|part| self.list(part)).collect();
        // One that reads as nothing by itself is no table: the sheet is one list then.
        tables.filter(|tables| !tables.is_empty()).unwrap_or_else(|| self.list(sheet).into_iter().collect())
    }

    /// Proposes how a sheet that holds one list is read.
    fn list(&self, sheet: &Sheet) -> Option<SheetMapping> {
        let Source { workbook, file, known, ref kinds, ours } = *self;
        let mut best: Option<Candidate> = None;
        for headings in heading_rows(sheet) {
            let sayings = context::sayings(workbook, sheet, file, headings.row);
            let content = Contents::of(sheet, &headings, known);
            for kind in kinds {
                let candidate = candidate(*kind, &headings, &content, &sayings, ours);
                if candidate.score > best.as_ref().map_or(0, |best| best.score) {
                    best = Some(candidate);
                }
            }
        }
        let best = best?;
        let sayings = context::sayings(workbook, sheet, file, best.heading_row.map_or(0, |row| row - 1));
        let mut constants = BTreeMap::new();
        let fills = |id: &str| best.columns.iter().any(|column| column.fields.iter().any(|field| field == id));
        if best.kind == SheetKind::Session && !ours {
            let kind = context::session_kind(&sayings, &best.headings);
            if let Some(kind) = kind.filter(|_| !fills("kind")) {
                constants.insert("kind".to_owned(), kind.to_owned());
            }
            // A roster says who and where, and above what for.
            if let Some(kind) = kind.filter(|_| !fills("title")) {
                constants.insert("title".to_owned(), context::kind_word(kind).to_owned());
            }
            if let Some(space) = context::space(&sayings, sheet, known).filter(|_| !fills("spaces")) {
                constants.insert("spaces".to_owned(), space);
            }
        }
        if let Some((field, code)) = context::usual(best.kind, &sayings).filter(|(field, _)| !ours && !fills(field)) {
            constants.insert(field.to_owned(), code.to_owned());
        }
        let days: Vec<u32> = best
            .columns
            .iter()
            .filter(|column| best.has_day(column))
            .filter_map(|column| column_named(&column.column))
            .collect();
        let month = context::month(&sayings);
        let year = context::year(&sayings)
            .or_else(|| context::year_of_content(&sheet.rows, &days))
            .or_else(|| context::guessed_year(known, |year| context::weekdays_fit(&sheet.rows, &days, year, month)))
            .filter(|_| !days.is_empty());
        let layout = Layout::List {
            heading_row: best.heading_row,
            first_row: best.first_row,
            last_row: None,
            columns: best.columns,
            carried: best.carried,
        };
        Some(SheetMapping {
            sheet: sheet.name.clone(),
            kind: best.kind.code().to_owned(),
            layout,
            constants,
            year,
            month,
        })
    }
}

/// A row that may be the one of the headings, or two that are it together.
struct Headings {
    /// The first row, from 0.
    row: u32,
    /// How many rows it takes; none where the sheet begins with its content.
    rows: u32,
    /// By column: what may be its heading, the likeliest first.
    columns: Vec<(u32, Vec<String>)>,
}

fn heading_rows(sheet: &Sheet) -> Vec<Headings> {
    let mut found = Vec::new();
    for row in sheet.rows.iter().take(HEADING_ROWS_MAX) {
        let one: Vec<(u32, Vec<String>)> = row
            .cells
            .iter()
            .take(COLUMNS_LOOKED_AT)
            .filter_map(|(column, cell)| match cell {
                Cell::Text(text) => Some((*column, vec![text.to_string()])),
                _ => None,
            })
            .collect();
        if one.is_empty() {
            continue;
        }
        found.push(Headings { row: row.number, rows: 1, columns: one });
        if let Some(below) = sheet.row(row.number + 1).filter(|_| spans_columns(sheet, row)) {
            found.push(Headings { row: row.number, rows: 2, columns: two_lines(sheet, row, below) });
        }
    }
    if let Some(first) = sheet.rows.first() {
        let columns = first.cells.iter().take(COLUMNS_LOOKED_AT).map(|(column, _)| (*column, Vec::new())).collect();
        found.push(Headings { row: first.number, rows: 0, columns });
    }
    found
}

/// Whether a row has a heading over several columns.
fn spans_columns(sheet: &Sheet, row: &Row) -> bool {
    sheet.merges.iter().any(|merge| {
        merge.first.row == row.number && merge.last.row == row.number && merge.last.column > merge.first.column
    }) && row.cells.len() > 1
}

fn two_lines(sheet: &Sheet, row: &Row, below: &Row) -> Vec<(u32, Vec<String>)> {
    let width = row.cells.iter().chain(&below.cells).map(|(column, _)| column + 1).max().unwrap_or(0);
    let text = |cell: Option<&Cell>| match cell {
        Some(Cell::Text(text)) => Some(text.to_string()),
        _ => None,
    };
    (0..width.min(COLUMNS_LOOKED_AT as u32))
        .filter_map(|column| {
            let upper = text(sheet.cell(Address::new(row.number, column)));
            let lower = text(below.cell(column));
            match (upper, lower) {
                (Some(upper), Some(lower)) => {
                    Some((column, vec![format!("{upper}{lower}"), format!("{lower}{upper}"), lower, upper]))
                }
                (None, Some(one)) | (Some(one), None) => Some((column, vec![one])),
                (None, None) => None,
            }
        })
        .collect()
}

/// What stands below the headings, by column.
struct Contents(HashMap<u32, Content>);

impl Contents {
    fn of(sheet: &Sheet, headings: &Headings, known: &Known) -> Contents {
        let first = headings.row + headings.rows;
        let start = sheet.rows.partition_point(|row| row.number < first);
        // A sum at the end leaves most of its cells empty, which says nothing of the rows above.
        let is_content = |row: &&Row| match row.cells.first() {
            Some((_, Cell::Text(text))) => !begins_a_remark(text),
            _ => true,
        };
        let rows: Vec<&Row> =
            sheet.rows[start..].iter().filter(is_content).take(super::content::LOOKED_AT_MAX).collect();
        let mut columns: Vec<u32> = headings.columns.iter().map(|(column, _)| *column).collect();
        for row in rows.iter().take(20) {
            columns.extend(row.cells.iter().take(COLUMNS_LOOKED_AT).map(|(column, _)| *column));
        }
        columns.sort_unstable();
        columns.dedup();
        columns.truncate(COLUMNS_LOOKED_AT);
        Contents(columns.into_iter().map(|column| (column, Content::of(&rows, column, known))).collect())
    }
}

fn candidate(kind: SheetKind, headings: &Headings, contents: &Contents, sayings: &[String], ours: bool) -> Candidate {
    let mut desk = Assignment::new(kind);
    desk.by_headings(headings, ours || is_our_own(kind, headings));
    desk.by_what_stands_there(contents);
    desk.by_content(contents);
    let read_headings =
        desk.columns.iter().filter(|(_, column)| !matches!(column.reason, ColumnReason::Content { .. })).count();
    let missing = kind.fields().iter().filter(|field| stands_in_row(kind, field) && !desk.taken(field.id)).count();
    let required = kind.fields().iter().filter(|field| stands_in_row(kind, field)).count();
    let speaks = context::speaks_of(sayings, kind);
    let mut score = desk.score - 3 * i64::try_from(missing).unwrap_or(0) + if speaks { 4 } else { 0 };
    let enough = match headings.rows {
        // Without headings only a kind that is known by its days and times.
        0 => missing == 0 && desk.columns.len() >= 3,
        _ => {
            let few = headings.columns.len() <= 2 && speaks;
            missing * 2 <= required && (read_headings >= 2 || (few && read_headings >= 1))
        }
    };
    if !enough {
        score = 0;
    }
    desk.columns.sort_by_key(|(number, _)| *number);
    let carried = desk.carried(contents);
    Candidate {
        carried,
        kind,
        heading_row: (headings.rows > 0).then_some(headings.row + headings.rows),
        first_row: headings.row + headings.rows + 1,
        columns: desk.columns.into_iter().map(|(_, column)| column).collect(),
        headings: headings.columns.iter().filter_map(|(_, names)| names.first().cloned()).collect(),
        score,
    }
}

/// Whether each row must say the field: a run of the caravan that has no name is called by where it goes.
pub(super) fn stands_in_row(kind: SheetKind, field: &Field) -> bool {
    field.need == Need::Required && !(kind == SheetKind::CaravanRun && field.id == "title")
}

/// Whether the headings are those that we write, all of them in their order: a csv has no property to say so.
fn is_our_own(kind: SheetKind, headings: &Headings) -> bool {
    let fields = kind.fields();
    words::Locale::ALL.iter().any(|locale| {
        headings.columns.len() == fields.len()
            && headings
                .columns
                .iter()
                .zip(fields)
                .all(|((_, names), field)| names.first().is_some_and(|name| name == (field.heading)(*locale)))
    })
}

/// Columns on their way to their fields.
struct Assignment {
    kind: SheetKind,
    columns: Vec<(u32, Column)>,
    score: i64,
}

impl Assignment {
    fn new(kind: SheetKind) -> Assignment {
        Assignment { kind, columns: Vec::new(), score: 0 }
    }

    fn taken(&self, id: &str) -> bool {
        self.columns.iter().any(|(_, column)| column.fields.iter().any(|field| field == id))
    }

    fn is_free(&self, id: &str) -> bool {
        self.kind.field(id).is_some() && !self.taken(id)
    }

    fn add(&mut self, number: u32, fields: &[&str], reason: ColumnReason, score: i64) {
        let fields = fields.iter().map(|id| (*id).to_owned()).collect();
        self.columns.push((number, Column { column: column_name(number), fields, reason }));
        self.score += score;
    }

    /// Each column to the field whose words its heading has, the surest first.
    fn by_headings(&mut self, headings: &Headings, ours: bool) {
        let mut found: Vec<(Fit, u32, String, Match)> = Vec::new();
        for (column, names) in &headings.columns {
            for (place, name) in names.iter().enumerate() {
                for mut one in matches(self.kind, name) {
                    // Of a heading of two lines the whole says more than a half.
                    if place > 0 && names.len() > 1 && matches!(one.fit, Fit::Word | Fit::Id) {
                        one.fit = Fit::Name;
                    }
                    found.push((one.fit, *column, name.clone(), one));
                }
            }
        }
        // A written end says more than how long it is from the start.
        let lasts = |one: &(Fit, u32, String, Match)| duration::is_heading(&one.2);
        found.sort_by(|one, other| other.0.cmp(&one.0).then(lasts(one).cmp(&lasts(other))).then(one.1.cmp(&other.1)));
        for (fit, number, heading, one) in found {
            let field = &self.kind.fields()[one.field];
            // 讲解员1 and 讲解员2 are both people; the same heading once more is another table beside this one.
            let again = headings.columns.iter().filter(|(_, names)| names.first() == Some(&heading)).count() > 1;
            let several = matches!(field.shape, Shape::Names(_)) && fit >= Fit::Name && !again;
            if self.columns.iter().any(|(known, _)| *known == number) || (self.taken(field.id) && !several) {
                continue;
            }
            let heading = heading.trim().replace(['\n', '\r'], "");
            let (reason, score) = match fit {
                _ if ours => (ColumnReason::Template, 4),
                Fit::Id | Fit::Word => (ColumnReason::Heading { heading }, 4),
                Fit::Name => (ColumnReason::Heading { heading }, 3),
                Fit::Holds(_) => (ColumnReason::HeadingHolds { heading, word: one.word }, 2),
            };
            let required = if field.need == Need::Required { 2 } else { 0 };
            self.add(number, &[field.id], reason, score + required);
        }
    }

    /// What stands in a column overrules its heading: `时间` over days, over starts with ends, over days with times.
    fn by_what_stands_there(&mut self, contents: &Contents) {
        // A number of their own is no id of this museum.
        let ours = |(number, column): &(u32, Column)| {
            column.fields != ["id".to_owned()] || contents.0.get(number).is_none_or(|content| content.half(content.ids))
        };
        // A column of words of their own (`动手做`) is not the list of the field whose heading it bears; a slip among others is.
        let listed = |(number, column): &(u32, Column)| {
            let field = column.fields.first().and_then(|id| self.kind.field(id));
            match (field.map(|field| self.kind.fields()[field].shape), contents.0.get(number)) {
                (Some(Shape::Choice(choices)), Some(content)) if content.filled > 0 => content.is_list_of(choices),
                _ => true,
            }
        };
        let foreign = |column: &Column| column.reason != ColumnReason::Template;
        self.columns.retain(|entry| !foreign(&entry.1) || (ours(entry) && listed(entry)));
        for place in 0..self.columns.len() {
            let (number, column) = &self.columns[place];
            let Some(content) = contents.0.get(number).filter(|content| content.filled > 0) else { continue };
            if column.says_how_long() {
                continue;
            }
            let [id] = column.fields.as_slice() else { continue };
            let Some(field) = self.kind.field(id).map(|field| &self.kind.fields()[field]) else { continue };
            let id = field.id;
            let free = |other: &str| other == id || self.is_free(other);
            let shape = field.shape;
            let fields: Option<Vec<&str>> = match shape {
                Shape::Clock | Shape::Day
                    if content.half(content.spans + content.moments) && free("date") && free("starts") =>
                {
                    let ends = content.spans > 0 && free("ends");
                    Some(if ends { vec!["date", "starts", "ends"] } else { vec!["date", "starts"] })
                }
                Shape::Clock if content.half(content.days) && free("date") => Some(vec!["date"]),
                Shape::Clock if content.both_clocks > 0 && free("starts") && free("ends") => {
                    Some(vec!["starts", "ends"])
                }
                Shape::Day if content.half(content.both_clocks) && free("starts") && free("ends") => {
                    Some(vec!["starts", "ends"])
                }
                Shape::Day if content.half(content.clocks) && free("starts") => Some(vec!["starts"]),
                Shape::Day if content.both_days > 0 && free("opens_on") && free("closes_on") => {
                    Some(vec!["opens_on", "closes_on"])
                }
                _ => None,
            };
            if let Some(fields) = fields {
                let fields = fields.into_iter().map(str::to_owned).collect();
                self.columns[place].1.fields = fields;
            }
        }
    }

    /// Columns without a telling heading, by what stands in them.
    fn by_content(&mut self, contents: &Contents) {
        let mut numbers: Vec<u32> = contents.0.keys().copied().collect();
        numbers.sort_unstable();
        numbers.retain(|number| !self.columns.iter().any(|(known, _)| known == number));
        for number in &numbers {
            let Some(content) = contents.0.get(number).filter(|content| content.filled >= 2) else { continue };
            let reason = |read: u32| ColumnReason::Content { read, of: content.filled };
            let spans = content.spans + content.moments;
            if content.mostly(spans) && self.is_free("date") && self.is_free("starts") {
                let ends = content.spans > 0 && self.is_free("ends");
                let fields: &[&str] = if ends { &["date", "starts", "ends"] } else { &["date", "starts"] };
                self.add(*number, fields, reason(spans), 2);
            } else if content.mostly(content.days) && self.is_free("date") {
                self.add(*number, &["date"], reason(content.days), 2);
            } else if content.mostly(content.both_clocks) && self.is_free("starts") && self.is_free("ends") {
                self.add(*number, &["starts", "ends"], reason(content.both_clocks), 2);
            } else if let Some((field, read)) = self.chosen(content).or_else(|| self.named(content)) {
                self.add(*number, &[field], reason(read), 2);
            }
        }
        // The title of what is listed: the column with most different words.
        let title = if self.kind.field("title").is_some() { "title" } else { "name" };
        if self.kind == SheetKind::Session && self.is_free(title) && self.taken("date") && self.taken("starts") {
            let free = |number: &&u32| !self.columns.iter().any(|(known, _)| known == *number);
            let texts = |number: &&u32| {
                let content = contents.0.get(number).filter(|content| content.is_free_text());
                content.map_or(0, |content| if content.mostly(content.people) { 2 } else { 1 + content.texts * 4 })
            };
            let most = numbers.iter().filter(free).max_by_key(texts).filter(|number| texts(number) > 5);
            if let (Some(number), Some(content)) = (most, most.and_then(|number| contents.0.get(number))) {
                self.add(*number, &[title], ColumnReason::Content { read: content.texts, of: content.filled }, 1);
            }
        }
    }

    /// Columns of days whose empty cells mean what stands above: where many are empty, not where one was forgotten.
    fn carried(&self, contents: &Contents) -> Vec<String> {
        let is_day = |column: &Column| {
            let field = column.fields.first().and_then(|id| self.kind.field(id));
            column.fields.len() == 1 && field.is_some_and(|place| matches!(self.kind.fields()[place].shape, Shape::Day))
        };
        let often = |number: &u32| {
            contents.0.get(number).is_some_and(|content| {
                content.filled > 0 && content.empty >= 2 && content.empty * 4 >= content.filled + content.empty
            })
        };
        let required = |column: &Column| {
            let field = column.fields.first().and_then(|id| self.kind.field(id));
            field.is_some_and(|place| self.kind.fields()[place].need == Need::Required)
        };
        let columns =
            self.columns.iter().filter(|(number, column)| is_day(column) && required(column) && often(number));
        columns.map(|(_, column)| column.column.clone()).collect()
    }

    /// The free field to whose list all words of a column belong.
    fn chosen(&self, content: &Content) -> Option<(&'static str, u32)> {
        let all = |choices: &'static [Choice]| {
            !content.words.is_empty() && content.words.iter().all(|(word, _)| choice_named(word, choices).is_some())
        };
        let field = self.kind.fields().iter().find(|field| {
            matches!(field.shape, Shape::Choice(choices) if field.id != "state" && all(choices))
                && self.is_free(field.id)
        })?;
        Some((field.id, content.filled))
    }

    /// The free field that takes the names which stand in a column: known ones, or such as look like it.
    fn named(&self, content: &Content) -> Option<(&'static str, u32)> {
        let known = content.names.iter().filter(|(_, count)| content.half(*count)).max_by_key(|(_, count)| *count);
        let by_look = || {
            let looks = [(Target::Space, content.spaces), (Target::Person, content.people)];
            looks.into_iter().find(|(_, count)| content.filled > 2 && content.mostly(*count))
        };
        let (target, read) = known.copied().or_else(by_look)?;
        let field = self.kind.fields().iter().find(|field| {
            matches!(field.shape, Shape::Name(named) | Shape::Names(named) if named == target) && self.is_free(field.id)
        })?;
        Some((field.id, read))
    }
}
