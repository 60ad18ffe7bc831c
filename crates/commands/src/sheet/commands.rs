//! The commands of sheets that come in.

use std::collections::BTreeMap;
use std::sync::Arc;

use base64::Engine as _;
use chrono::Datelike as _;
use exchange::mapping::Remembered;
use exchange::{Mapping, Origin, Reading, SheetKind, Target};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Value as Stored, rows, statement};
use ts_rs::TS;
use words::Locale;

use super::choose::{SheetKinds, SheetNames, SheetRows};
use super::names::{Names, differs_by_one};
use super::plan::{Wish, carry_out};
use super::report::SheetReport;
use super::{make, staged::Staged};
use crate::access::{Access, Area, Role};
use crate::gate::{Call, Command, Effect, Entry};
use crate::{Failure, input};

/// The commands of this area.
pub(crate) const COMMANDS: &[Entry] = &[
    Entry::of::<SheetStage>(),
    Entry::of::<SheetPaste>(),
    Entry::of::<SheetPropose>(),
    Entry::of::<SheetPreview>(),
    Entry::of::<SheetImport>(),
    Entry::of::<SheetKinds>(),
    Entry::of::<SheetNames>(),
    Entry::of::<SheetRows>(),
];

/// Those who may hand in sheets; each kind asks for whom its own command asks.
pub(super) const IMPORTING: Access = Access::Roles(&[Role::Planner, Role::RosterLead, Role::DutyManager]);

/// Everything an import may read: any kind may be in a file.
const READS: &[Area] = &[
    Area::Museum,
    Area::Calendar,
    Area::Spaces,
    Area::People,
    Area::Touring,
    Area::Exhibitions,
    Area::Templates,
    Area::Sessions,
    Area::Runs,
    Area::Sheets,
];

/// Rows of a sheet that the mapping is chosen by.
const SAMPLE_ROWS_MAX: usize = 40;
/// Columns of them.
const SAMPLE_COLUMNS_MAX: usize = 60;
/// Characters of a name of a file, of a cell that is shown.
const TEXT_CHARACTERS_MAX: usize = 200;

/// A file to read.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SheetStageArguments {
    /// Its name; what it is is told by its content.
    pub name: String,
    /// Its bytes, base64.
    pub content: String,
}

/// Cells to read.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SheetPasteArguments {
    /// The text of the clipboard: cells apart by tabs, rows by line ends.
    pub text: String,
}

/// A sheet of a file that was read.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct StagedSheet {
    /// Its name.
    pub name: String,
    /// Whether the file hides it.
    pub hidden: bool,
    /// Rows that hold something.
    pub rows: usize,
    /// Its first rows as they are shown, each with its number and its cells by column.
    pub sample: Vec<SampleRow>,
}

/// A row as it is shown.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct SampleRow {
    /// Its number, as a spreadsheet numbers it.
    pub number: u32,
    /// Its cells, from column A; empty where nothing stands.
    pub cells: Vec<String>,
}

/// A file that was read.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct StagedFile {
    /// What further calls name it by.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub origin: Origin,
    /// The encoding of a text file.
    pub encoding: Option<String>,
    /// Its sheets.
    pub sheets: Vec<StagedSheet>,
}

/// Reads a file and keeps it at hand; nothing of the museum changes.
pub struct SheetStage;

impl Command for SheetStage {
    type Arguments = SheetStageArguments;
    type Answer = StagedFile;
    const NAME: &'static str = "sheet_stage";
    const ACCESS: Access = IMPORTING;
    const EFFECT: Effect = Effect::Acts;

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<StagedFile, Failure> {
        let name = input::line("name", &arguments.name)?;
        let bytes = base64::engine::general_purpose::STANDARD
            .decode(arguments.content.as_bytes())
            .map_err(|_| Failure::new("arguments_invalid").fact("field", "content"))?;
        Ok(file(&*call.museum.stage.keep(&name, &bytes)?))
    }
}

/// Reads cells from the clipboard and keeps them at hand.
pub struct SheetPaste;

impl Command for SheetPaste {
    type Arguments = SheetPasteArguments;
    type Answer = StagedFile;
    const NAME: &'static str = "sheet_paste";
    const ACCESS: Access = IMPORTING;
    const EFFECT: Effect = Effect::Acts;

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<StagedFile, Failure> {
        if arguments.text.trim().is_empty() {
            return Err(Failure::new("text_empty").fact("field", "text"));
        }
        Ok(file(&*call.museum.stage.paste(&arguments.text)?))
    }
}

fn file(staged: &Staged) -> StagedFile {
    let book = &staged.workbook;
    StagedFile {
        id: staged.id.clone(),
        name: staged.name.clone(),
        origin: book.origin,
        encoding: book.encoding.map(str::to_owned),
        sheets: book
            .sheets
            .iter()
            .map(|sheet| StagedSheet {
                name: sheet.name.clone(),
                hidden: sheet.hidden,
                rows: sheet.rows.len(),
                sample: sample_from(sheet, 1),
            })
            .collect(),
    }
}

/// Rows of a sheet as they are shown, from a row on, as a spreadsheet numbers it.
pub(super) fn sample_from(sheet: &exchange::Sheet, from: u32) -> Vec<SampleRow> {
    let rows = sheet.rows.iter().skip_while(|row| row.number + 1 < from);
    rows.take(SAMPLE_ROWS_MAX).map(sample).collect()
}

fn sample(row: &exchange::Row) -> SampleRow {
    let width = row.cells.last().map_or(0, |(column, _)| *column as usize + 1).min(SAMPLE_COLUMNS_MAX);
    let mut cells = vec![String::new(); width];
    for (column, cell) in &row.cells {
        if let Some(place) = cells.get_mut(*column as usize) {
            *place = cell.shown().chars().take(TEXT_CHARACTERS_MAX).collect();
        }
    }
    SampleRow { number: row.number + 1, cells }
}

/// A file that was read, and the kind it is thought to be of.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SheetProposeArguments {
    /// The file, by the id that reading it answered.
    pub file: String,
    /// The kind of all its sheets; told from their content where left out.
    #[serde(default)]
    pub kind: Option<String>,
    /// Whether how a file of this shape was read before does not count.
    #[serde(default)]
    pub anew: bool,
}

/// How a file could be read.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct SheetProposal {
    /// The mapping, each column with its reason.
    pub mapping: Mapping,
    /// Whether it is how a file of this shape was read before.
    pub remembered: bool,
}

/// Proposes how a file is read: as one of its shape was, else by its headings and its content.
pub struct SheetPropose;

impl Command for SheetPropose {
    type Arguments = SheetProposeArguments;
    type Answer = SheetProposal;
    const NAME: &'static str = "sheet_propose";
    const ACCESS: Access = IMPORTING;
    const EFFECT: Effect = Effect::Reads;

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<SheetProposal, Failure> {
        let staged = call.museum.stage.find(&arguments.file)?;
        let kind = arguments.kind.as_deref().map(kind_named).transpose()?;
        let names = Names::load(call)?;
        let shape = exchange::mapping::shape(&staged.workbook);
        let earlier =
            call.snapshot.rows::<rows::SheetMapping>(&statement::SHEET_MAPPING_OF_SHAPE, &[Stored::from(shape)])?;
        let remembered = earlier.into_iter().find_map(|row| serde_json::from_str::<Remembered>(&row.mapping).ok());
        let known = known(call, &names);
        let mut fresh = exchange::mapping::propose(&staged.workbook, &staged.name, &known, kind);
        let fits = |mapping: &Mapping| {
            !arguments.anew
                && exchange::mapping::check(mapping, &staged.workbook).is_ok()
                && kind.is_none_or(|kind| mapping.sheets.iter().all(|sheet| sheet.kind == kind.code()))
        };
        let renewed = |remembered: Remembered| remembered.renewed(&staged.workbook, &fresh, known.year.unwrap_or(0));
        if let Some(mapping) = remembered.and_then(renewed).filter(fits) {
            return Ok(SheetProposal { mapping, remembered: true });
        }
        name_rules(&mut fresh, &staged, &names);
        Ok(SheetProposal { mapping: fresh, remembered: false })
    }
}

fn kind_named(kind: &str) -> Result<SheetKind, Failure> {
    SheetKind::from_code(kind).ok_or_else(|| Failure::new("arguments_invalid").fact("field", "kind"))
}

/// The names that the museum has, for whoever tells columns by their content, and the year of today.
fn known(call: &Call<'_>, names: &Names) -> exchange::mapping::Known {
    let year = rules::time::date_of(call.now).map(|date| date.year());
    let mut known = exchange::mapping::Known { year, ..Default::default() };
    for target in Target::ALL {
        known.names.insert(*target, names.all(*target).map(str::to_owned).collect());
    }
    known
}

/// What a museum that has none of a sort yet is told by its first sheet is made.
fn name_rules(mapping: &mut Mapping, staged: &Staged, names: &Names) {
    const MADE: [Target; 4] = [Target::Space, Target::Person, Target::Department, Target::Site];
    if !MADE.iter().any(|target| names.has_none(*target)) {
        return;
    }
    let mut reading = exchange::mapping::apply(&staged.workbook, mapping);
    let mut wanted: BTreeMap<(Target, String), usize> = BTreeMap::new();
    for entry in &mut reading.entries {
        let kind = mapping.sheets.get(entry.sheet).and_then(|sheet| SheetKind::from_code(&sheet.kind));
        if let Some(kind) = kind {
            make::name_by_district(kind, entry, names);
        }
        for (target, name) in kind.map(|kind| make::names_in(kind, entry)).unwrap_or_default() {
            let made_here = mapping.sheets.iter().any(|sheet| match target {
                Target::Space => sheet.kind == SheetKind::Space.code(),
                Target::Person => sheet.kind == SheetKind::Person.code(),
                Target::Site => sheet.kind == SheetKind::Site.code(),
                _ => false,
            });
            if names.has_none(target) && !made_here && make::can_make(target, &name, names) {
                *wanted.entry((target, name)).or_default() += 1;
            }
        }
    }
    for ((target, name), rows) in &wanted {
        // 儿重厅 once beside 儿童厅 again and again is a slip, and somebody is asked. People and schools do have such names.
        let slip = |((other, known), more): (&(Target, String), &usize)| {
            other == target && *more > 2 * rows && differs_by_one(name, known)
        };
        if matches!(target, Target::Person | Target::Site) || !wanted.iter().any(slip) {
            let rules = mapping.names.entry(target.code().to_owned()).or_default();
            rules.insert(name.clone(), exchange::NameRule::Make);
        }
    }
}

/// A file with how it is to be read.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SheetImportArguments {
    /// The file, by the id that reading it answered.
    pub file: String,
    /// How it is read.
    pub mapping: Mapping,
    /// Whether rows that clash come in as drafts, which occupy nothing.
    #[serde(default)]
    pub clashing_as_drafts: bool,
    /// Why soft clashes may pass, where the caller may let them.
    #[serde(default)]
    pub let_pass: Option<String>,
    /// The language of headings in the report: `zh-CN` or `en`.
    #[serde(default)]
    pub locale: Option<String>,
}

/// Says what an import would do, without doing it.
pub struct SheetPreview;

impl Command for SheetPreview {
    type Arguments = SheetImportArguments;
    type Answer = SheetReport;
    const NAME: &'static str = "sheet_preview";
    const ACCESS: Access = IMPORTING;
    const EFFECT: Effect = Effect::Reads;

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<SheetReport, Failure> {
        import(&arguments, call, true).map(|(report, _)| report)
    }
}

/// Imports a file: everything that is not refused, in one operation that one undo takes back.
pub struct SheetImport;

impl Command for SheetImport {
    type Arguments = SheetImportArguments;
    type Answer = SheetReport;
    const NAME: &'static str = "sheet_import";
    const ACCESS: Access = IMPORTING;
    const EFFECT: Effect = Effect::Changes { areas: &[Area::Sheets], reads: READS, reversible: true };

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<SheetReport, Failure> {
        let (report, staged) = import(&arguments, call, false)?;
        if !report.is_empty() {
            remember(call, &staged, &arguments.mapping)?;
        }
        Ok(report)
    }
}

/// The language of a report.
pub(super) fn locale(tag: Option<&str>) -> Result<Locale, Failure> {
    match tag {
        None => Ok(Locale::default()),
        Some(tag) => Locale::from_tag(tag).ok_or_else(|| Failure::new("arguments_invalid").fact("field", "locale")),
    }
}

fn import(
    arguments: &SheetImportArguments,
    call: &mut Call<'_>,
    only_says: bool,
) -> Result<(SheetReport, Arc<Staged>), Failure> {
    let staged = call.museum.stage.find(&arguments.file)?;
    let let_pass = input::optional_line("let_pass", arguments.let_pass.as_deref())?;
    let locale = locale(arguments.locale.as_deref())?;
    exchange::mapping::check(&arguments.mapping, &staged.workbook)
        .map_err(|fault| Failure::new("mapping_invalid").fact("place", fault.place).fact("field", fault.field))?;
    let reading: Reading = exchange::mapping::apply(&staged.workbook, &arguments.mapping);
    let wish = Wish { clashing_as_drafts: arguments.clashing_as_drafts, let_pass, locale, only_says };
    let report = carry_out(call, reading, &arguments.mapping, &wish)?;
    Ok((report, staged))
}

/// Keeps how a file of a shape was read.
fn remember(call: &mut Call<'_>, staged: &Staged, mapping: &Mapping) -> Result<(), Failure> {
    let workbook = &staged.workbook;
    let shape = exchange::mapping::shape(workbook);
    let proposed = exchange::mapping::propose(workbook, &staged.name, &known(call, &Names::load(call)?), None);
    let remembered = Remembered::of(workbook, mapping, &proposed);
    let earlier = call
        .snapshot
        .rows::<rows::SheetMapping>(&statement::SHEET_MAPPING_OF_SHAPE, &[Stored::from(shape.as_str())])?
        .pop();
    let text = serde_json::to_string(&remembered).map_err(|_| Failure::new("store_failed"))?;
    match earlier {
        Some(before) => {
            let after = rows::SheetMapping { mapping: text, used: call.now, ..before.clone() };
            call.batch.update(&before, &after);
        }
        None => {
            let row = rows::SheetMapping { id: call.new_id(), revision: 0, shape, mapping: text, used: call.now };
            call.batch.insert(&row);
        }
    }
    Ok(())
}
