//! How a file was read is kept for the next one of its shape: what was taught stays, what the file says is asked anew.

use exchange::mapping::{Known, Remembered, apply, propose, shape};
use exchange::{Layout, Mapping, Value, read};

fn proposed(text: &str, name: &str) -> (exchange::Workbook, Mapping) {
    let workbook = read::workbook(text.as_bytes(), name).expect("a csv");
    let mapping = propose(&workbook, name, &Known::default(), None);
    (workbook, mapping)
}

const MAY: &str = "5月讲解安排\n日期,时间,哪儿,讲解员\n6日,9:30-10:30,甲,张一\n7日,9:30-10:30,乙,李二\n";
const JUNE: &str = "6月讲解安排\n（第二版）\n日期,时间,哪儿,讲解员\n8日,9:30-10:30,甲,张一\n";

/// May's file as a person mapped it: the column of halls, which no word gives away, was shown.
fn taught() -> (exchange::Workbook, Mapping, Remembered) {
    let (workbook, fresh) = proposed(MAY, "5月讲解2026.csv");
    let mut mapping = fresh.clone();
    let Layout::List { columns, .. } = &mut mapping.sheets[0].layout else { panic!("a list") };
    columns.retain(|column| column.column != "C");
    let reason = exchange::mapping::ColumnReason::Person;
    columns.push(exchange::mapping::Column { column: "C".to_owned(), fields: vec!["spaces".to_owned()], reason });
    mapping.sheets[0].constants.insert("capacity".to_owned(), "20".to_owned());
    let remembered = Remembered::of(&workbook, &mapping, &fresh);
    (workbook, mapping, remembered)
}

#[test]
fn the_same_file_is_read_as_it_was() {
    let (workbook, mapping, remembered) = taught();
    let fresh = propose(&workbook, "5月讲解2026.csv", &Known::default(), None);
    assert_eq!(remembered.renewed(&workbook, &fresh, 2026), Some(mapping));
}

#[test]
fn the_next_month_keeps_what_was_taught_and_says_its_own_month_rows_and_sheet() {
    let (before, _, remembered) = taught();
    let (workbook, fresh) = proposed(JUNE, "6月讲解2026.csv");
    assert_eq!(shape(&before), shape(&workbook));
    let mapping = remembered.renewed(&workbook, &fresh, 2026).expect("the same sheets");
    let sheet = &mapping.sheets[0];
    assert_eq!(
        (sheet.sheet.as_str(), sheet.year, sheet.month),
        (workbook.sheets[0].name.as_str(), Some(2026), Some(6))
    );
    assert_eq!(sheet.constants.get("capacity").map(String::as_str), Some("20"));
    let Layout::List { heading_row, first_row, .. } = sheet.layout else { panic!("a list") };
    assert_eq!((heading_row, first_row), (Some(3), 4));
    let entries = apply(&workbook, &mapping).entries;
    assert_eq!(entries.len(), 1);
    let date = exchange::SheetKind::Session.field("date").expect("a field");
    let spaces = exchange::SheetKind::Session.field("spaces").expect("a field");
    let day = rules::time::day_start(chrono::NaiveDate::from_ymd_opt(2026, 6, 8).expect("a day"));
    assert_eq!(entries[0].values[date], Some(Value::Day(day)));
    assert_eq!(entries[0].values[spaces], Some(Value::Several(vec!["甲".to_owned()])));
}

#[test]
fn a_year_that_was_typed_holds_no_longer_than_itself() {
    let (workbook, fresh) = proposed(MAY, "讲解.csv");
    assert_eq!(fresh.sheets[0].year, None);
    let mut mapping = fresh.clone();
    mapping.sheets[0].year = Some(2026);
    let remembered = Remembered::of(&workbook, &mapping, &fresh);
    let year = |this_year| remembered.clone().renewed(&workbook, &fresh, this_year).expect("the same").sheets[0].year;
    assert_eq!((year(2026), year(2027)), (Some(2026), None));
}

#[test]
fn what_a_title_said_is_not_taught_in_whatever_order_the_sheets_are_mapped() {
    let two = |hall: &str| {
        let tours =
            format!("{hall}讲解安排\n日期,时间,讲解员\n2026-05-06,9:30-10:30,张一\n2026-05-07,9:30-10:30,李二\n");
        let (mut workbook, _) = proposed(&tours, "讲解.csv");
        let (people, _) = proposed("姓名,类别,电话\n张一,讲解员,13800000001\n李二,讲解员,13800000002\n", "人员.csv");
        workbook.sheets[0].name = "讲解".to_owned();
        workbook.sheets.extend(people.sheets);
        workbook.sheets[1].name = "人员".to_owned();
        let names = vec!["儿童厅".to_owned(), "宇航厅".to_owned()];
        let known = Known { names: [(exchange::Target::Space, names)].into(), year: None };
        let mapping = propose(&workbook, "一年.xlsx", &known, None);
        (workbook, mapping)
    };
    let (before, proposal) = two("儿童厅");
    // A person who changes one sheet leaves them in the file's order: the sessions first, unlike the proposal.
    let mut edited = proposal.clone();
    edited.sheets.reverse();
    let remembered = Remembered::of(&before, &edited, &proposal);
    let (after, fresh) = two("宇航厅");
    let mapping = remembered.renewed(&after, &fresh, 2026).expect("the same sheets");
    let tours = mapping.sheets.iter().find(|sheet| sheet.kind == "session").expect("sessions");
    assert_eq!(tours.constants.get("spaces").map(String::as_str), Some("宇航厅"));
}
