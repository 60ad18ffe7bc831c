//! What every workbook of ours has: its formats, its columns with their drop-downs and messages, the hidden sheet
//! that the drop-downs read, the page it prints on, and the property that says which kind it is.

use std::collections::BTreeMap;

use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DataValidationRule, DocProperties, ExcelDateTime, Format,
    FormatAlign, FormatBorder, Formula, Workbook, Worksheet, XlsxError,
};
use thiserror::Error;
use words::Locale;

use crate::cell::column_name;
use crate::kind::{Field, LineShape, Need, Shape, SheetKind, Target};
use crate::said::{choices, truth_said, width};

/// The custom property of a workbook that says which sheet it is: `session/1`.
pub const SCHEMA_PROPERTY: &str = "zhancheng-schema";

/// Rows below the heading that drop-downs reach.
const ROWS_GUIDED: u32 = 20_000;
/// Narrowest and widest a column is made, in Latin digits.
const COLUMN_WIDTHS: (usize, usize) = (7, 44);
/// Widths that still read on A4 on its side; wider sheets are set for A3.
const A4_WIDTH_MOST: usize = 190;
/// A message of a cell holds no more: Excel takes 255 and a title of 32.
const MESSAGE_CHARACTERS_MAX: usize = 240;
const TITLE_CHARACTERS_MAX: usize = 32;
/// Paper, as Excel numbers it.
const PAPER_A3: u8 = 8;
const PAPER_A4: u8 = 9;

/// A workbook could not be made; the text is for the log.
#[derive(Debug, Clone, Error, PartialEq, Eq)]
#[error("the workbook could not be made: {0}")]
pub struct Unwritten(pub String);

impl From<XlsxError> for Unwritten {
    fn from(error: XlsxError) -> Unwritten {
        Unwritten(error.to_string())
    }
}

/// Names that drop-downs offer, by what they name: those the museum has, in its order.
#[derive(Debug, Clone, Default)]
pub struct Lists {
    names: BTreeMap<Target, Vec<String>>,
}

impl Lists {
    /// Offers these names for `target`.
    pub fn set(&mut self, target: Target, names: Vec<String>) {
        self.names.insert(target, names);
    }

    fn of(&self, target: Target) -> &[String] {
        self.names.get(&target).map_or(&[], Vec::as_slice)
    }
}

/// The looks of a workbook's cells.
pub(crate) struct Looks {
    pub(crate) heading_needed: Format,
    pub(crate) heading: Format,
    pub(crate) title: Format,
    pub(crate) quiet: Format,
    pub(crate) plain: Format,
}

impl Looks {
    pub(crate) fn new() -> Looks {
        let heading = Format::new()
            .set_bold()
            .set_border(FormatBorder::Thin)
            .set_border_color(Color::RGB(0x00B7_C4CC))
            .set_align(FormatAlign::VerticalCenter)
            .set_text_wrap()
            .set_num_format("@");
        Looks {
            heading_needed: heading.clone().set_background_color(Color::RGB(0x0023_4E70)).set_font_color(Color::White),
            heading: heading.set_background_color(Color::RGB(0x00E3_EBF1)),
            title: Format::new().set_bold().set_font_size(14).set_num_format("@"),
            quiet: Format::new().set_italic().set_font_color(Color::RGB(0x0080_8A91)).set_num_format("@"),
            plain: Format::new().set_text_wrap().set_align(FormatAlign::Top).set_num_format("@"),
        }
    }
}

/// How cells of a column are shown: ids, phones and plates stay text, whatever is typed.
pub(crate) fn number_format(shape: Shape) -> &'static str {
    match shape {
        Shape::Day => "yyyy-mm-dd",
        Shape::Clock => "hh:mm",
        Shape::Number { .. } => "0",
        _ => "@",
    }
}

/// The format of a cell in a column of that shape.
pub(crate) fn cell_format(shape: Shape) -> Format {
    let format = Format::new().set_num_format(number_format(shape)).set_align(FormatAlign::Top);
    match shape {
        Shape::Note | Shape::Lines(_) | Shape::Names(_) => format.set_text_wrap(),
        Shape::Day | Shape::Clock => format.set_align(FormatAlign::Left),
        Shape::Id => format.set_font_color(Color::RGB(0x0080_8A91)),
        _ => format,
    }
}

/// A workbook that says its kind; made at a fixed moment, so that equal content makes equal bytes.
pub(crate) fn begin(kind: SheetKind, title: &str) -> Result<Workbook, Unwritten> {
    let mut workbook = Workbook::new();
    let properties = DocProperties::new()
        .set_title(title)
        .set_creation_datetime(&ExcelDateTime::from_ymd(2026, 1, 1)?)
        .set_custom_property(SCHEMA_PROPERTY, kind.schema().as_str());
    workbook.set_properties(&properties);
    Ok(workbook)
}

/// Where the drop-down of each column finds its words.
pub(crate) struct Dictionary {
    sources: Vec<Option<String>>,
}

/// Words of one column's drop-down.
fn offered(field: &Field, locale: Locale, lists: &Lists) -> Vec<String> {
    match field.shape {
        Shape::Choice(choices) => choices.iter().map(|choice| (choice.word)(locale).to_owned()).collect(),
        Shape::Truth => vec![truth_said(true, locale).to_owned(), truth_said(false, locale).to_owned()],
        Shape::Name(target) | Shape::Names(target) => lists.of(target).to_vec(),
        _ => Vec::new(),
    }
}

/// The name of the hidden sheet.
pub(crate) fn dictionary_name(locale: Locale) -> &'static str {
    words::export_sheet_lists(locale)
}

/// What the dictionary will hold, before it is written: columns may point at it.
pub(crate) fn dictionary(kind: SheetKind, locale: Locale, lists: &Lists) -> (Dictionary, Vec<Vec<String>>) {
    let mut columns: Vec<Vec<String>> = Vec::new();
    let mut sources = Vec::new();
    for field in kind.fields() {
        let words = offered(field, locale, lists);
        if words.is_empty() {
            sources.push(None);
            continue;
        }
        let column = u32::try_from(columns.len()).unwrap_or(u32::MAX);
        let letters = column_name(column);
        // The first row says what the column is for.
        let last = words.len() + 1;
        sources.push(Some(format!("'{}'!${letters}$2:${letters}${last}", dictionary_name(locale))));
        let mut cells = vec![(field.heading)(locale).to_owned()];
        cells.extend(words);
        columns.push(cells);
    }
    (Dictionary { sources }, columns)
}

/// Writes the hidden sheet.
pub(crate) fn write_dictionary(
    workbook: &mut Workbook,
    locale: Locale,
    columns: &[Vec<String>],
) -> Result<(), Unwritten> {
    let looks = Looks::new();
    let sheet = workbook.add_worksheet().set_name(dictionary_name(locale))?;
    for (column, words) in (0u16..).zip(columns) {
        for (row, word) in (0u32..).zip(words) {
            sheet.write_string_with_format(row, column, word, if row == 0 { &looks.heading } else { &looks.plain })?;
        }
    }
    sheet.set_hidden(true);
    Ok(())
}

/// Writes the headings of a kind into `row`, with everything that helps to fill the column below.
pub(crate) fn write_headings(
    sheet: &mut Worksheet,
    kind: SheetKind,
    locale: Locale,
    row: u32,
    dictionary: &Dictionary,
) -> Result<(), Unwritten> {
    let looks = Looks::new();
    for ((column, field), source) in (0u16..).zip(kind.fields()).zip(&dictionary.sources) {
        let look = if field.need == Need::Required { &looks.heading_needed } else { &looks.heading };
        sheet.set_column_format(column, &cell_format(field.shape))?;
        sheet.write_string_with_format(row, column, (field.heading)(locale), look)?;
        let validation = validation(field, locale, source.as_deref())?;
        sheet.add_data_validation(row + 1, column, row + ROWS_GUIDED, column, &validation)?;
    }
    sheet.set_row_height(row, 24)?;
    sheet.set_freeze_panes(row + 1, 2)?;
    sheet.set_repeat_rows(row, row)?;
    Ok(())
}

/// What a cell of the column takes, and what is said where something else is typed.
fn validation(field: &Field, locale: Locale, source: Option<&str>) -> Result<DataValidation, Unwritten> {
    let rule = DataValidation::new().ignore_blank(true);
    let rule = match field.shape {
        Shape::Number { least, most } => {
            let bound = |number: i64| i32::try_from(number).unwrap_or(i32::MAX);
            rule.allow_whole_number(DataValidationRule::Between(bound(least), bound(most)))
        }
        Shape::Day => {
            let (first, last) = (ExcelDateTime::from_ymd(1990, 1, 1)?, ExcelDateTime::from_ymd(2099, 12, 31)?);
            // Days are also read as people write them: a text is worth a question, not a wall.
            rule.allow_date(DataValidationRule::Between(first, last)).set_error_style(DataValidationErrorStyle::Warning)
        }
        Shape::Clock => {
            let (first, last) = (ExcelDateTime::from_hms(0, 0, 0)?, ExcelDateTime::from_hms(23, 59, 59)?);
            rule.allow_time(DataValidationRule::Between(first, last)).set_error_style(DataValidationErrorStyle::Warning)
        }
        Shape::Line { limit } => {
            let limit = u32::try_from(limit).unwrap_or(u32::MAX);
            rule.allow_text_length(DataValidationRule::LessThanOrEqualTo(limit))
        }
        Shape::Choice(_) | Shape::Truth => list(rule, source),
        // A new name may be made along with the import, and several may stand in one cell.
        Shape::Name(_) => list(rule, source).set_error_style(DataValidationErrorStyle::Warning),
        Shape::Names(_) => list(rule, source).show_error_message(false),
        Shape::Id | Shape::Note | Shape::Lines(_) => rule.allow_any_value(),
    };
    let said = cut(&said(field, locale), MESSAGE_CHARACTERS_MAX);
    let heading = cut((field.heading)(locale), TITLE_CHARACTERS_MAX);
    Ok(rule
        .set_input_title(heading.as_str())?
        .set_input_message(said.as_str())?
        .set_error_title(heading.as_str())?
        .set_error_message(said.as_str())?)
}

fn list(rule: DataValidation, source: Option<&str>) -> DataValidation {
    match source {
        Some(source) => rule.allow_list_formula(Formula::new(format!("={source}"))),
        None => rule.allow_any_value(),
    }
}

fn cut(text: &str, characters: usize) -> String {
    text.chars().take(characters).collect()
}

/// Whether it is needed, what it takes, and its line of help: what a cell says of itself.
fn said(field: &Field, locale: Locale) -> String {
    let needed = (field.need == Need::Required).then(|| words::export_needed(locale).to_owned());
    let help = field.help.map(|help| help(locale).to_owned());
    let parts: Vec<String> = [needed, Some(takes(field, locale)), help].into_iter().flatten().collect();
    parts.join("\n")
}

/// What a column takes, in words.
pub(crate) fn takes(field: &Field, locale: Locale) -> String {
    let word = |text: &str| text.to_owned();
    match field.shape {
        Shape::Id => word(words::export_takes_id(locale)),
        Shape::Line { limit } => words::export_takes_line(locale, limit),
        Shape::Note => word(words::export_takes_note(locale)),
        Shape::Number { least, most } => words::export_takes_number(locale, least, most),
        Shape::Day => word(words::export_takes_day(locale)),
        Shape::Clock => word(words::export_takes_clock(locale)),
        Shape::Truth => words::export_takes_truth(locale, truth_said(false, locale), truth_said(true, locale)),
        Shape::Choice(_) => {
            let all: Vec<&str> = choices(field).iter().map(|choice| (choice.word)(locale)).collect();
            words::export_takes_choice(locale, all.join(if locale == Locale::ZhCn { "、" } else { ", " }))
        }
        Shape::Name(target) => words::export_takes_name(locale, target_word(target, locale)),
        Shape::Names(target) => words::export_takes_names(locale, target_word(target, locale)),
        Shape::Lines(shape) => word(match shape {
            LineShape::Qualification => words::export_takes_qualifications(locale),
            LineShape::Availability => words::export_takes_availability(locale),
            LineShape::Item => words::export_takes_items(locale),
        }),
    }
}

fn target_word(target: Target, locale: Locale) -> &'static str {
    match target {
        Target::Space => words::sheet_kind_space(locale),
        Target::Person => words::sheet_kind_person(locale),
        Target::Department => words::export_word_department(locale),
        Target::Exhibition => words::sheet_kind_exhibition(locale),
        Target::District => words::export_word_district(locale),
        Target::Site => words::sheet_kind_site(locale),
        Target::Vehicle => words::sheet_kind_vehicle(locale),
        Target::Kit => words::sheet_kind_kit(locale),
    }
}

/// Widths of the columns by what stands in them, and the paper they need.
pub(crate) fn set_page(sheet: &mut Worksheet, kind: SheetKind, widths: &[usize]) -> Result<(), Unwritten> {
    let mut whole = 0;
    for ((column, field), content) in (0u16..).zip(kind.fields()).zip(widths) {
        // An id is read by programs: its column is kept narrow and can be drawn wide.
        let width = if matches!(field.shape, Shape::Id) { 9 } else { *content + 2 };
        let width = width.clamp(COLUMN_WIDTHS.0, COLUMN_WIDTHS.1);
        whole += width;
        sheet.set_column_width(column, f64::from(u32::try_from(width).unwrap_or(0)))?;
    }
    sheet
        .set_paper_size(if whole > A4_WIDTH_MOST { PAPER_A3 } else { PAPER_A4 })
        .set_landscape()
        .set_print_fit_to_pages(1, 0)
        .set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3)
        .set_footer("&R&P / &N");
    Ok(())
}

/// The widths that headings ask for; what stands below may raise them.
pub(crate) fn heading_widths(kind: SheetKind, locale: Locale) -> Vec<usize> {
    // The arrow of a drop-down or a filter takes room beside the heading.
    kind.fields().iter().map(|field| width((field.heading)(locale)) + 2).collect()
}
