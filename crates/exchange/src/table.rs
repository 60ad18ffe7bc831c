//! A list of the museum as a file: xlsx with types, filters and a title, or csv that no spreadsheet computes.
//!
//! Columns are those of the template, the id first, so that an exported list goes back in with nothing changed.

use chrono::Datelike as _;
use csv::{QuoteStyle, Terminator, WriterBuilder};
use rules::time::date_of;
use rust_xlsxwriter::{ExcelDateTime, Format, Worksheet};
use words::Locale;

use crate::book::{self, Lists, Looks, Unwritten};
use crate::harmless::guarded;
use crate::kind::{Field, SheetKind};
use crate::said::{said, width};
use crate::value::Value;

/// A list on its way out.
#[derive(Debug, Clone)]
pub struct Table {
    /// What its rows are.
    pub kind: SheetKind,
    /// What the title row says: which list, of which days, with which filter, made when.
    pub title: String,
    /// Values by the field's place in its kind; `None` where nothing stands.
    pub rows: Vec<Vec<Option<Value>>>,
}

/// Rows above those of the list: the title and the headings.
const ROWS_ABOVE: u32 = 2;
/// Characters that Excel takes in one cell.
const CELL_CHARACTERS_MAX: usize = 32_767;

/// The list as a workbook.
///
/// # Errors
/// [`Unwritten`] where the workbook cannot be made, such as for more rows than a sheet has.
pub fn xlsx(table: &Table, locale: Locale, lists: &Lists) -> Result<Vec<u8>, Unwritten> {
    let mut workbook = book::begin(table.kind, &table.title)?;
    let (dictionary, columns) = book::dictionary(table.kind, locale, lists);
    let looks = Looks::new();
    let fields = table.kind.fields();
    let formats: Vec<Format> = fields.iter().map(|field| book::cell_format(field.shape)).collect();
    let sheet = workbook.add_worksheet().set_name(table.kind.word(locale))?;
    book::write_headings(sheet, table.kind, locale, ROWS_ABOVE - 1, &dictionary)?;
    sheet.write_string_with_format(0, 0, &table.title, &looks.title)?;
    let mut widths = book::heading_widths(table.kind, locale);
    for (row, values) in (ROWS_ABOVE..).zip(&table.rows) {
        for (place, value) in values.iter().enumerate().take(fields.len()) {
            let Some(value) = value else { continue };
            let column = u16::try_from(place).unwrap_or(u16::MAX);
            let room = write_cell(sheet, (row, column), value, &fields[place], &formats[place], locale)?;
            widths[place] = widths[place].max(room);
        }
    }
    book::set_page(sheet, table.kind, &widths)?;
    let last_row = ROWS_ABOVE - 1 + u32::try_from(table.rows.len()).unwrap_or(u32::MAX);
    let last_column = u16::try_from(fields.len().saturating_sub(1)).unwrap_or(u16::MAX);
    sheet.autofilter(ROWS_ABOVE - 1, 0, last_row, last_column)?;
    book::write_dictionary(&mut workbook, locale, &columns)?;
    Ok(workbook.save_to_buffer()?)
}

/// Writes one cell by its type and answers the room it needs. Words are never written as formulas.
fn write_cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    value: &Value,
    field: &Field,
    format: &Format,
    locale: Locale,
) -> Result<usize, Unwritten> {
    match value {
        Value::Number(number) if i32::try_from(*number).is_ok() => {
            let number = i32::try_from(*number).unwrap_or_default();
            sheet.write_number_with_format(row, column, f64::from(number), format)?;
        }
        Value::Day(day) => {
            let date = date_of(*day).and_then(|date| {
                let part = |number: u32| u8::try_from(number).ok();
                let (year, month, day) = (u16::try_from(date.year()).ok()?, part(date.month())?, part(date.day())?);
                ExcelDateTime::from_ymd(year, month, day).ok()
            });
            if let Some(date) = date {
                sheet.write_datetime_with_format(row, column, &date, format)?;
            }
        }
        // Midnight at the end of a day is no time of a day: it stays text.
        Value::Clock(minute) if (0..24 * 60).contains(minute) => {
            let part = |number: i64| u16::try_from(number).unwrap_or_default();
            let minutes = u8::try_from(minute % 60).unwrap_or_default();
            let time = ExcelDateTime::from_hms(part(minute / 60), minutes, 0)?;
            sheet.write_datetime_with_format(row, column, &time, format)?;
        }
        _ => {
            let text: String = said(value, field, locale).chars().take(CELL_CHARACTERS_MAX).collect();
            sheet.write_string_with_format(row, column, &text, format)?;
        }
    }
    Ok(width(&said(value, field, locale)))
}

/// The list as csv: UTF-8 with its mark, lines ending in CRLF, every cell in quotes so that no other separator
/// parts it.
///
/// # Errors
/// [`Unwritten`] where a row has other cells than there are columns.
pub fn csv(table: &Table, locale: Locale) -> Result<Vec<u8>, Unwritten> {
    let mut lines = WriterBuilder::new()
        .quote_style(QuoteStyle::Always)
        .terminator(Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    let fields = table.kind.fields();
    let failed = |error: csv::Error| Unwritten(error.to_string());
    lines.write_record(fields.iter().map(|field| (field.heading)(locale))).map_err(failed)?;
    for values in &table.rows {
        let cell = |(field, value): (&Field, &Option<Value>)| match value {
            // A number is no text: it may begin with its sign.
            Some(value @ Value::Number(_)) => said(value, field, locale),
            Some(value) => guarded(&said(value, field, locale)),
            None => String::new(),
        };
        lines.write_record(fields.iter().zip(values).map(cell)).map_err(failed)?;
    }
    lines.into_inner().map_err(|error| Unwritten(error.to_string()))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader as _, Xlsx};

    use super::*;
    use crate::harmless::unguarded;

    /// What people type to be computed, or what they type and must stay as it is.
    const PLANTED: &[&str] = &[
        "=1+1",
        "=cmd|' /C calc'!A0",
        "+86 138",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "'=1",
        "007",
        "1E5",
        "＝1+1",
        "带\"引号\"，和逗号",
        "两\n行",
        "=HYPERLINK(\"https://example.invalid\",\"x\")",
    ];

    /// These, and every script that the page is tried with.
    fn planted() -> Vec<&'static str> {
        let scripts = include_str!("../../../tests/ui/payloads.txt").lines();
        PLANTED.iter().copied().chain(scripts.filter(|line| !line.is_empty() && !line.starts_with("%%"))).collect()
    }

    fn list() -> Table {
        let kind = SheetKind::Site;
        let row = |text: &str| {
            let mut values = vec![None; kind.fields().len()];
            values[kind.field("id").unwrap()] = Some(Value::Text("0198-=1".to_owned()));
            for field in ["name", "address", "contact_phone", "remark"] {
                values[kind.field(field).unwrap()] = Some(Value::Text(text.to_owned()));
            }
            values[kind.field("kind").unwrap()] = Some(Value::Code("school".to_owned()));
            values[kind.field("active").unwrap()] = Some(Value::Truth(true));
            values
        };
        Table { kind, title: "=站点".to_owned(), rows: planted().into_iter().map(row).collect() }
    }

    #[test]
    fn nothing_in_a_workbook_is_a_formula_and_every_word_is_as_it_was() {
        let table = list();
        let bytes = xlsx(&table, Locale::ZhCn, &Lists::default()).unwrap();
        let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
        let formulas = book.worksheet_formula("站点").unwrap();
        assert_eq!(formulas.used_cells().count(), 0);
        let range = book.worksheet_range("站点").unwrap();
        let place = table.kind.field("name").unwrap();
        let names: Vec<String> = range.rows().skip(2).map(|row| row[place].to_string()).collect();
        assert_eq!(names, planted());
        assert!(names.len() > 200);
        assert_eq!(range.rows().next().unwrap()[0].to_string(), "=站点");
    }

    #[test]
    fn no_cell_of_csv_begins_live_and_every_word_comes_back() {
        let table = list();
        let bytes = csv(&table, Locale::ZhCn).unwrap();
        let text = std::str::from_utf8(&bytes).unwrap().strip_prefix('\u{feff}').unwrap();
        assert!(text.ends_with("\"\r\n"));
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        assert_eq!(reader.headers().unwrap().get(1), Some("名称"));
        let place = table.kind.field("contact_phone").unwrap();
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert!(rows.iter().flatten().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝'])));
        let phones: Vec<&str> = rows.iter().map(|row| unguarded(&row[place])).collect();
        assert_eq!(phones, planted());
    }

    #[test]
    fn days_are_days_times_are_times_numbers_are_numbers() {
        let kind = SheetKind::Session;
        let mut values = vec![None; kind.fields().len()];
        let mut set = |field: &str, value| values[kind.field(field).unwrap()] = Some(value);
        set("date", Value::Day(20_578 * 1440));
        set("starts", Value::Clock(600));
        set("ends", Value::Clock(1440));
        set("capacity", Value::Number(30));
        set("spaces", Value::Several(vec!["儿童厅".to_owned(), "a、b".to_owned()]));
        set("people", Value::Several(vec!["周小满".to_owned(), "王".to_owned()]));
        let table = Table { kind, title: "场次".to_owned(), rows: vec![values] };
        let bytes = xlsx(&table, Locale::ZhCn, &Lists::default()).unwrap();
        let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
        let range = book.worksheet_range("场次").unwrap();
        let cell = |field: &str| range.rows().nth(2).unwrap()[kind.field(field).unwrap()].clone();
        assert!(matches!(cell("date"), Data::DateTime(day) if (day.as_f64() - 46_147.0).abs() < 1e-9));
        assert!(matches!(cell("starts"), Data::DateTime(time) if (time.as_f64() * 24.0 - 10.0).abs() < 1e-9));
        assert_eq!(cell("ends"), Data::String("24:00".to_owned()));
        assert_eq!(cell("capacity"), Data::Float(30.0));
        assert_eq!(cell("spaces"), Data::String("儿童厅\na、b".to_owned()));
        assert_eq!(cell("people"), Data::String("周小满、王".to_owned()));
    }
}
