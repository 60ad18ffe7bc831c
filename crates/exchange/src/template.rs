//! Empty sheets to fill: one a kind, with everything that helps to fill it, and their description for programs.

use rust_xlsxwriter::{Format, FormatAlign, Workbook};
use serde_json::{Map, Value as Json, json};
use words::Locale;

use crate::book::{self, Lists, Looks, Unwritten};
use crate::kind::{Field, LineShape, Need, Shape, SheetKind};
use crate::said::{choices, truth_said, width};

/// Whether a cell in the column of ids marks the row of the example, in any language. Such a row shows how a sheet
/// is filled and is never taken in.
pub fn is_example(id: &str) -> bool {
    Locale::ALL.iter().any(|locale| words::export_example(*locale) == id.trim())
}

/// An empty sheet of that kind as xlsx: headings, an example, a sheet of help, drop-downs.
///
/// # Errors
/// [`Unwritten`] where the workbook cannot be made.
pub fn workbook(kind: SheetKind, locale: Locale, lists: &Lists) -> Result<Vec<u8>, Unwritten> {
    let mut workbook = book::begin(kind, kind.word(locale))?;
    let (dictionary, columns) = book::dictionary(kind, locale, lists);
    let looks = Looks::new();
    let sheet = workbook.add_worksheet().set_name(kind.word(locale))?;
    book::write_headings(sheet, kind, locale, 0, &dictionary)?;
    let mut widths = book::heading_widths(kind, locale);
    for ((column, field), room) in (0u16..).zip(kind.fields()).zip(&mut widths) {
        let example = example(field, locale);
        *room = (*room).max(width(&example));
        sheet.write_string_with_format(1, column, example, &looks.quiet)?;
    }
    book::set_page(sheet, kind, &widths)?;
    write_help(&mut workbook, kind, locale)?;
    book::write_dictionary(&mut workbook, locale, &columns)?;
    Ok(workbook.save_to_buffer()?)
}

/// What the example has in a column.
fn example(field: &Field, locale: Locale) -> String {
    match field.shape {
        Shape::Id => words::export_example(locale).to_owned(),
        Shape::Choice(_) => {
            let chosen = choices(field).iter().find(|choice| (choice.word)(Locale::ZhCn) == field.example);
            chosen.map_or(field.example, |choice| (choice.word)(locale)).to_owned()
        }
        Shape::Truth if !field.example.is_empty() => {
            truth_said(field.example == truth_said(true, Locale::ZhCn), locale).to_owned()
        }
        _ => field.example.to_owned(),
    }
}

/// The sheet that says what each column takes.
fn write_help(workbook: &mut Workbook, kind: SheetKind, locale: Locale) -> Result<(), Unwritten> {
    let looks = Looks::new();
    let sheet = workbook.add_worksheet().set_name(words::export_sheet_help(locale))?;
    let intro = Format::new().set_text_wrap().set_align(FormatAlign::Top).set_num_format("@");
    sheet.write_string_with_format(0, 0, words::export_help_title(locale, kind.word(locale)), &looks.title)?;
    sheet.merge_range(1, 0, 1, 4, words::export_help_intro(locale, words::export_example(locale)).as_str(), &intro)?;
    sheet.set_row_height(1, 52)?;
    let headings = [
        words::export_help_column(locale),
        words::export_help_needed(locale),
        words::export_help_takes(locale),
        words::export_help_more(locale),
        words::export_help_example(locale),
    ];
    for (column, heading) in (0u16..).zip(headings) {
        sheet.write_string_with_format(3, column, heading, &looks.heading)?;
    }
    for (row, field) in (4u32..).zip(kind.fields()) {
        let needed = match field.need {
            Need::Required => words::export_needed(locale),
            Need::Optional | Need::Usual => words::export_may_be_empty(locale),
        };
        let shown = if matches!(field.shape, Shape::Id) { String::new() } else { example(field, locale) };
        let cells = [
            (field.heading)(locale).to_owned(),
            needed.to_owned(),
            book::takes(field, locale),
            field.help.map(|help| help(locale).to_owned()).unwrap_or_default(),
            shown,
        ];
        for (column, cell) in (0u16..).zip(&cells) {
            sheet.write_string_with_format(row, column, cell, &looks.plain)?;
        }
    }
    for (column, room) in (0u16..).zip([16, 10, 44, 44, 24]) {
        sheet.set_column_width(column, room)?;
    }
    sheet.set_freeze_panes(4, 0)?;
    sheet.set_repeat_rows(3, 3)?;
    sheet.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0);
    Ok(())
}

/// The columns of a kind for programs: stable ids, types, rules, and their headings in both languages.
pub fn describe(kind: SheetKind) -> Json {
    let both = |word: &dyn Fn(Locale) -> String| -> Json {
        Locale::ALL
            .iter()
            .map(|locale| (locale.tag().to_owned(), Json::from(word(*locale))))
            .collect::<Map<_, _>>()
            .into()
    };
    let columns: Vec<Json> = kind
        .fields()
        .iter()
        .map(|field| {
            json!({
                "id": field.id,
                "type": type_of(field.shape),
                "rules": rules_of(field.shape),
                "required": field.need == Need::Required,
                "heading": both(&|locale| (field.heading)(locale).to_owned()),
                "also_read_as": field.names,
                "takes": both(&|locale| book::takes(field, locale)),
                "help": field.help.map(|help| both(&|locale| help(locale).to_owned())),
                "example": field.example,
            })
        })
        .collect();
    json!({
        "kind": kind.code(),
        "schema": kind.schema(),
        "name": both(&|locale| kind.word(locale).to_owned()),
        "example_rows_are_marked": both(&|locale| words::export_example(locale).to_owned()),
        "columns": columns,
    })
}

/// The type of a column for programs.
fn type_of(shape: Shape) -> &'static str {
    match shape {
        Shape::Id => "id",
        Shape::Line { .. } => "line",
        Shape::Note => "note",
        Shape::Number { .. } => "integer",
        Shape::Day => "day",
        Shape::Clock => "clock",
        Shape::Truth => "boolean",
        Shape::Choice(_) => "choice",
        Shape::Name(_) => "name",
        Shape::Names(_) => "names",
        Shape::Lines(_) => "lines",
    }
}

/// What a value of a column must meet.
fn rules_of(shape: Shape) -> Json {
    match shape {
        Shape::Line { limit } => json!({ "characters_most": limit }),
        Shape::Number { least, most } => json!({ "least": least, "most": most }),
        Shape::Day => json!({ "written": "YYYY-MM-DD" }),
        Shape::Clock => json!({ "written": "HH:MM", "most": "24:00" }),
        Shape::Choice(choices) => choices
            .iter()
            .map(|choice| {
                json!({
                    "code": choice.code,
                    "zh-CN": (choice.word)(Locale::ZhCn),
                    "en": (choice.word)(Locale::En),
                    "also_read_as": choice.names,
                })
            })
            .collect::<Vec<_>>()
            .into(),
        Shape::Name(target) | Shape::Names(target) => json!({ "names": target.code() }),
        Shape::Lines(LineShape::Qualification) => json!({ "each": "qualification" }),
        Shape::Lines(LineShape::Availability) => json!({ "each": "availability" }),
        Shape::Lines(LineShape::Item) => json!({ "each": "item" }),
        Shape::Id | Shape::Note | Shape::Truth => json!({}),
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read as _};

    use calamine::{Data, Reader as _, SheetVisible, Xlsx};

    use super::*;
    use crate::kind::Target;

    fn lists() -> Lists {
        let mut lists = Lists::default();
        lists.set(Target::Space, vec!["儿童厅".to_owned(), "=cmd|' /C calc'!A0".to_owned()]);
        lists
    }

    /// One part of the workbook's archive.
    fn part(bytes: &[u8], name: &str) -> String {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn every_kind_has_a_sheet_with_headings_an_example_help_and_drop_downs() {
        for (kind, locale) in SheetKind::ALL.iter().flat_map(|kind| Locale::ALL.map(|locale| (*kind, locale))) {
            let bytes = workbook(kind, locale, &lists()).unwrap();
            assert_eq!(bytes, workbook(kind, locale, &lists()).unwrap(), "the same content makes the same bytes");
            let mut book = Xlsx::new(Cursor::new(bytes.clone())).unwrap();
            let sheets: Vec<_> =
                book.sheets_metadata().iter().map(|sheet| (sheet.name.clone(), sheet.visible)).collect();
            let names: Vec<&str> = sheets.iter().map(|(name, _)| name.as_str()).collect();
            assert_eq!(names, [kind.word(locale), words::export_sheet_help(locale), words::export_sheet_lists(locale)]);
            assert!(matches!(sheets[2].1, SheetVisible::Hidden));
            let range = book.worksheet_range(kind.word(locale)).unwrap();
            let headings: Vec<String> = range.rows().next().unwrap().iter().map(Data::to_string).collect();
            let expected: Vec<&str> = kind.fields().iter().map(|field| (field.heading)(locale)).collect();
            assert_eq!(headings, expected);
            let example = range.rows().nth(1).unwrap();
            assert!(is_example(&example[0].to_string()));
            for (field, cell) in kind.fields().iter().zip(example) {
                assert!(field.need != Need::Required || !cell.to_string().is_empty(), "{} {}", kind.code(), field.id);
            }
            let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
            assert_eq!(sheet.matches("<dataValidation ").count(), kind.fields().len(), "{}", kind.code());
            assert!(sheet.contains("state=\"frozen\"") && !sheet.contains("<f>"));
            assert!(part(&bytes, "xl/workbook.xml").contains("_xlnm.Print_Titles"));
            let property = part(&bytes, "docProps/custom.xml");
            assert!(property.contains(book::SCHEMA_PROPERTY) && property.contains(&kind.schema()));
        }
        assert!(!is_example("示例馆") && !is_example(""));
    }

    #[test]
    fn drop_downs_offer_the_words_of_lists_and_the_names_of_the_museum() {
        let bytes = workbook(SheetKind::Session, Locale::ZhCn, &lists()).unwrap();
        let mut book = Xlsx::new(Cursor::new(bytes.clone())).unwrap();
        let words = book.worksheet_range(words::export_sheet_lists(Locale::ZhCn)).unwrap();
        let column = |heading: &str| -> Vec<String> {
            let place = words.rows().next().unwrap().iter().position(|cell| *cell == *heading).unwrap();
            words.rows().skip(1).map(|row| row[place].to_string()).filter(|cell| !cell.is_empty()).collect()
        };
        assert_eq!(column("地点"), ["儿童厅", "=cmd|' /C calc'!A0"]);
        assert_eq!(column("对外"), ["是", "否"]);
        assert!(column("类型").contains(&"讲解".to_owned()));
        assert!(!part(&bytes, "xl/worksheets/sheet3.xml").contains("<f>"));
    }

    #[test]
    fn the_description_names_every_column_by_its_stable_id() {
        for kind in SheetKind::ALL {
            let described = describe(*kind);
            let ids: Vec<&str> =
                described["columns"].as_array().unwrap().iter().map(|column| column["id"].as_str().unwrap()).collect();
            assert_eq!(ids, kind.fields().iter().map(|field| field.id).collect::<Vec<_>>());
            assert_eq!(described["schema"], kind.schema());
        }
        let session = describe(SheetKind::Session);
        assert_eq!(session["columns"][2]["type"], "choice");
        assert_eq!(session["columns"][2]["rules"][0]["code"], "guided_tour");
        assert_eq!(session["columns"][3]["heading"]["en"], (SheetKind::Session.fields()[3].heading)(Locale::En));
    }
}
