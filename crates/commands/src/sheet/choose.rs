//! What a mapping is made of: the kinds and their columns, the names that exist, and the rows of a sheet from any place.

use exchange::{Need, Shape, SheetKind, Target};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use words::Locale;

use super::commands::{IMPORTING, SampleRow, sample_from};
use super::names::Names;
use crate::Failure;
use crate::access::Access;
use crate::gate::{Call, Command, Effect};

/// The language of the words.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SheetKindsArguments {
    /// `zh-CN` or `en`.
    #[serde(default)]
    pub locale: Option<String>,
}

/// A kind of sheet.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct SheetKindView {
    /// Its word in mappings.
    pub code: String,
    /// What it is called.
    pub word: String,
    /// Its columns, in the order of the template.
    pub fields: Vec<SheetFieldView>,
}

/// A column of a kind.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct SheetFieldView {
    /// Its id in mappings.
    pub id: String,
    /// What it is called.
    pub heading: String,
    /// Whether a row without it is refused.
    pub needed: bool,
    /// A line of help.
    pub help: Option<String>,
    /// What stands in it.
    pub takes: SheetFieldTakes,
    /// What its names name, such as `space`.
    pub target: Option<String>,
    /// The words it takes, where it takes only these.
    pub choices: Vec<String>,
}

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum SheetFieldTakes {
    /// An id of this museum.
    Id,
    /// A line of words.
    Line,
    /// Words over several lines.
    Note,
    /// A whole number.
    Number,
    /// A day.
    Day,
    /// A time of day.
    Clock,
    /// Yes or no.
    Truth,
    /// One of a list.
    Choice,
    /// A name.
    Name,
    /// Several names.
    Names,
    /// Several facts.
    Lines,
}

/// Lists the kinds of sheet with their columns.
pub struct SheetKinds;

impl Command for SheetKinds {
    type Arguments = SheetKindsArguments;
    type Answer = Vec<SheetKindView>;
    const NAME: &'static str = "sheet_kinds";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(arguments: Self::Arguments, _: &mut Call<'_>) -> Result<Vec<SheetKindView>, Failure> {
        let locale = super::commands::locale(arguments.locale.as_deref())?;
        Ok(SheetKind::ALL.iter().map(|kind| kind_view(*kind, locale)).collect())
    }
}

fn kind_view(kind: SheetKind, locale: Locale) -> SheetKindView {
    let fields = kind.fields().iter().map(|field| {
        let (takes, target, choices) = match field.shape {
            Shape::Id => (SheetFieldTakes::Id, None, Vec::new()),
            Shape::Line { .. } => (SheetFieldTakes::Line, None, Vec::new()),
            Shape::Note => (SheetFieldTakes::Note, None, Vec::new()),
            Shape::Number { .. } => (SheetFieldTakes::Number, None, Vec::new()),
            Shape::Day => (SheetFieldTakes::Day, None, Vec::new()),
            Shape::Clock => (SheetFieldTakes::Clock, None, Vec::new()),
            Shape::Truth => (SheetFieldTakes::Truth, None, truths(locale)),
            Shape::Choice(choices) => {
                let words = choices.iter().map(|choice| (choice.word)(locale).to_owned()).collect();
                (SheetFieldTakes::Choice, None, words)
            }
            Shape::Name(target) => (SheetFieldTakes::Name, Some(target), Vec::new()),
            Shape::Names(target) => (SheetFieldTakes::Names, Some(target), Vec::new()),
            Shape::Lines(_) => (SheetFieldTakes::Lines, None, Vec::new()),
        };
        SheetFieldView {
            id: field.id.to_owned(),
            heading: (field.heading)(locale).to_owned(),
            needed: field.need == Need::Required,
            help: field.help.map(|help| help(locale).to_owned()),
            takes,
            target: target.map(|target: Target| target.code().to_owned()),
            choices,
        }
    });
    SheetKindView { code: kind.code().to_owned(), word: kind.word(locale).to_owned(), fields: fields.collect() }
}

fn truths(locale: Locale) -> Vec<String> {
    vec![words::export_truth_yes(locale).to_owned(), words::export_truth_no(locale).to_owned()]
}

/// What names are wanted of.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SheetNamesArguments {
    /// What they name, such as `space`.
    pub what: String,
}

/// Lists the names that a sheet may use of what the museum has.
pub struct SheetNames;

impl Command for SheetNames {
    type Arguments = SheetNamesArguments;
    type Answer = Vec<String>;
    const NAME: &'static str = "sheet_names";
    const ACCESS: Access = IMPORTING;
    const EFFECT: Effect = Effect::Reads;

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<Vec<String>, Failure> {
        let target = Target::from_code(&arguments.what)
            .ok_or_else(|| Failure::new("arguments_invalid").fact("field", "what"))?;
        let mut names: Vec<String> = Names::load(call)?.all(target).map(str::to_owned).collect();
        names.sort_unstable();
        names.dedup();
        Ok(names)
    }
}

/// A place in a file that was read.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SheetRowsArguments {
    /// The file, by the id that reading it answered.
    pub file: String,
    /// The sheet's name.
    pub sheet: String,
    /// The first row wanted, as a spreadsheet numbers it.
    pub from: u32,
}

/// Rows of a sheet.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct SheetRowsView {
    /// Up to 40 that hold something, each with its number and its cells by column.
    pub rows: Vec<SampleRow>,
}

/// Shows rows of a sheet from any place: a finding may stand far below the first.
pub struct SheetRows;

impl Command for SheetRows {
    type Arguments = SheetRowsArguments;
    type Answer = SheetRowsView;
    const NAME: &'static str = "sheet_rows";
    const ACCESS: Access = IMPORTING;
    const EFFECT: Effect = Effect::Reads;

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<SheetRowsView, Failure> {
        let staged = call.museum.stage.find(&arguments.file)?;
        let sheet = staged.workbook.sheets.iter().find(|sheet| sheet.name == arguments.sheet);
        let sheet = sheet.ok_or_else(|| Failure::new("arguments_invalid").fact("field", "sheet"))?;
        Ok(SheetRowsView { rows: sample_from(sheet, arguments.from) })
    }
}
