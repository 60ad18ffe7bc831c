//! What we write comes back as it was: templates without their example, lists with every value of every kind.

use exchange::kind::{LineShape, Shape};
use exchange::mapping::{Known, apply, check, propose};
use exchange::table::Table;
use exchange::{ColumnReason, Layout, Lists, Origin, SheetKind, Value, read, table, template};
use rules::time::day_start;
use words::Locale;

fn day(day: u32) -> i64 {
    day_start(chrono::NaiveDate::from_ymd_opt(2026, 5, day).expect("a day"))
}

/// A value that its field takes, in its two forms.
fn value(id: &str, shape: Shape, second: bool) -> Value {
    let number = i64::from(second);
    let late = ["ends", "closes_on", "deinstalls_until", "returns", "returns_date"].contains(&id);
    match shape {
        Shape::Id => Value::Text(format!("0197a1b2-0000-7000-8000-00000000000{number}")),
        Shape::Line { .. } if ["phone", "plate", "licence_class", "contact_phone"].contains(&id) => {
            Value::Text(["渝A·1T357", "023-67778888"][usize::from(second)].to_owned())
        }
        Shape::Line { .. } | Shape::Name(_) => {
            Value::Text(["会讲故事的水，光", "𬭎㛃䶮 Lab 2"][usize::from(second)].to_owned())
        }
        Shape::Note => Value::Text(["第一行\n第二行", "=1+1"][usize::from(second)].to_owned()),
        Shape::Number { least, .. } => Value::Number(least.max(1) + number),
        Shape::Day => Value::Day(day(if late { 20 } else { 6 })),
        Shape::Clock => Value::Clock(if late { 1440 } else { 570 } - number * 15),
        Shape::Truth => Value::Truth(second),
        Shape::Choice(choices) => Value::Code(choices[usize::from(second) % choices.len()].code.to_owned()),
        Shape::Names(_) => Value::Several(vec!["儿童厅".to_owned(), "基础、科学厅".to_owned()]),
        Shape::Lines(LineShape::Qualification) => {
            Value::Several(vec!["主题：会讲故事的水（2027-12-31到期）".to_owned(), "语种：英文".to_owned()])
        }
        Shape::Lines(LineShape::Availability) => {
            Value::Several(vec!["周二至周五 9:30-12:00".to_owned(), "周六、周日".to_owned()])
        }
        Shape::Lines(LineShape::Item) => Value::Several(vec!["显微镜×2".to_owned(), "三棱镜×10".to_owned()]),
    }
}

#[test]
fn every_list_comes_back_with_every_value_in_both_languages_and_forms() {
    for kind in SheetKind::ALL {
        let row = |second: bool| kind.fields().iter().map(|field| Some(value(field.id, field.shape, second))).collect();
        let table =
            Table { kind: *kind, title: "某列表，2026年5月".to_owned(), rows: vec![row(false), row(true)] };
        for locale in Locale::ALL {
            let xlsx = table::xlsx(&table, locale, &Lists::default()).expect("an xlsx");
            let csv = table::csv(&table, locale).expect("a csv");
            for (what, bytes) in [("a.xlsx", xlsx), ("a.csv", csv)] {
                let workbook = read::workbook(&bytes, what).expect(what);
                let mapping = propose(&workbook, what, &Known::default(), Some(*kind));
                check(&mapping, &workbook).expect(what);
                let reading = apply(&workbook, &mapping);
                let refused: Vec<_> = reading.findings.iter().filter(|finding| finding.refuses).collect();
                assert!(refused.is_empty(), "{what} {kind:?} {locale:?}: {refused:?}");
                let values: Vec<_> = reading.entries.into_iter().map(|entry| entry.values).collect();
                assert_eq!(values, table.rows, "{what} {kind:?} {locale:?}");
            }
        }
    }
}

#[test]
fn an_empty_template_is_known_by_its_property_and_says_nothing() {
    for kind in SheetKind::ALL {
        for locale in Locale::ALL {
            let bytes = template::workbook(*kind, locale, &Lists::default()).expect("a template");
            let workbook = read::workbook(&bytes, "模板.xlsx").expect("a workbook");
            assert_eq!((workbook.origin, workbook.schema.clone()), (Origin::Xlsx, Some(kind.schema())));
            let mapping = propose(&workbook, "模板.xlsx", &Known::default(), None);
            let [sheet] = mapping.sheets.as_slice() else { panic!("{kind:?}: {} sheets", mapping.sheets.len()) };
            assert_eq!(sheet.kind, kind.code());
            let Layout::List { columns, .. } = &sheet.layout else { panic!("a list") };
            assert_eq!(columns.len(), kind.fields().len(), "{kind:?} {locale:?}");
            assert!(columns.iter().all(|column| column.reason == ColumnReason::Template));
            let reading = apply(&workbook, &mapping);
            assert_eq!((reading.entries.len(), reading.findings.len()), (0, 0), "{kind:?} {:?}", reading.findings);
        }
    }
}
