//! What files hold besides words: dates of both epochs, times, hidden rows, merged cells, formulas, errors.

use exchange::mapping::{Known, apply, propose};
use exchange::{Address, Cell, FindingCode, Origin, Unreadable, read};

use crate::files::{compound, parts, record, workbook_stream};

fn cell(bytes: &[u8], at: &str) -> Option<Cell> {
    let workbook = read::workbook(bytes, "a.xlsx").expect("a workbook");
    let at = Address::named(at).expect("a cell");
    workbook.sheets[0].row(at.row).and_then(|row| row.cell(at.column)).cloned()
}

#[test]
fn cells_of_every_sort_are_what_they_are() {
    let cells = r#"<row r="1" hidden="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>46148</v></c><c r="C1" s="3"><v>0.395833333333333</v></c></row>
        <row r="2"><c r="A2" t="inlineStr"><is><r><t>会讲</t></r><r><t xml:space="preserve"> 故事</t></r><rPh><t>huì</t></rPh></is></c><c t="b"><v>1</v></c><c t="e"><v>#REF!</v></c></row>
        <row><c r="A3"><f>1+1</f></c><c r="B3"><f>1+1</f><v>2</v></c><c r="C3" t="str"><f>""</f><v></v></c><c r="D3" t="str"><f>"a"</f><v>a</v></c></row>
        <row r="4"><c r="A4" t="d"><v>2026-05-06T09:30:00</v></c><c r="B4"><v>13800001111</v></c><c r="C4" t="s"><v>1</v></c></row>"#;
    let file = parts(cells, &["第一", "乙_x000D_甲&amp;&#x2CB4E;"], "").zip();
    let shown = |at: &str| cell(&file, at).map(|cell| cell.shown());
    for (at, said) in [
        ("A1", Some("第一")),
        ("B1", Some("2026-05-06")),
        ("C1", Some("9:30")),
        ("A2", Some("会讲 故事")),
        ("B2", Some("TRUE")),
        ("C2", Some("#REF!")),
        ("B3", Some("2")),
        ("C3", None),
        ("D3", Some("a")),
        ("A4", Some("2026-05-06 9:30")),
        ("B4", Some("13800001111")),
        ("C4", Some("乙\r甲&𬭎")),
    ] {
        assert_eq!(shown(at).as_deref(), said, "{at}");
    }
    assert_eq!(cell(&file, "A3"), Some(Cell::Unvalued));
    let workbook = read::workbook(&file, "a.xlsx").unwrap();
    assert!(workbook.sheets[0].rows[0].hidden && !workbook.sheets[0].rows[1].hidden);
}

#[test]
fn days_counted_from_1904_are_moved() {
    let cells = r#"<row r="1"><c r="A1" s="1"><v>44686</v></c><c r="B1" s="3"><v>0.5</v></c></row>"#;
    let file = parts(cells, &[], r#"<workbookPr date1904="1"/>"#).zip();
    assert_eq!(cell(&file, "A1").map(|cell| cell.shown()).as_deref(), Some("2026-05-06"));
    assert_eq!(cell(&file, "B1").map(|cell| cell.shown()).as_deref(), Some("12:00"));
    let mut number = vec![0, 0, 0, 0, 0, 0];
    number.extend(44686.0_f64.to_le_bytes());
    let mut style = vec![0_u8; 20];
    style[2] = 14;
    let stream = workbook_stream(&[record(0x0022, &[1, 0]), record(0x00e0, &style)], &[record(0x0203, &number)]);
    let workbook = read::workbook(&compound(&[("Workbook", stream)]), "a.xls").expect("an xls");
    assert_eq!(workbook.origin, Origin::Xls);
    assert_eq!(workbook.sheets[0].rows[0].cells[0].1.shown(), "2026-05-06");
}

#[test]
fn a_file_is_read_as_what_it_is_and_the_wrong_name_is_said() {
    let cells = r#"<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row><row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2" t="s"><v>3</v></c></row>"#;
    let xlsx = parts(cells, &["姓名", "部门", "周小满", "展览教育部"], "").zip();
    let page =
        "<html><table><tr><td>姓名</td><td>部门</td></tr><tr><td>周小满</td><td>展览&amp;教育部</td></tr></table>";
    for (bytes, name, origin) in [
        (xlsx.as_slice(), "名单.xls", Origin::Xlsx),
        (xlsx.as_slice(), "名单.csv", Origin::Xlsx),
        ("姓名,部门\n周小满,展览教育部\n".as_bytes(), "名单.xlsx", Origin::Csv),
        (page.as_bytes(), "名单.xls", Origin::Page),
    ] {
        let workbook = read::workbook(bytes, name).expect(name);
        assert_eq!(workbook.origin, origin, "{name}");
        let mapping = propose(&workbook, name, &Known::default(), None);
        let reading = apply(&workbook, &mapping);
        assert_eq!(reading.entries.len(), 1, "{name}");
        assert!(reading.findings.iter().any(|finding| finding.code == FindingCode::Mislabelled), "{name}");
    }
    for (bytes, code) in [
        (&b"%PDF-1.7 ..."[..], "not_a_sheet"),
        (b"\x89PNG\r\n\x1a\n0000", "not_a_sheet"),
        (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n", "calendar"),
        (b"<html><body>no table</body></html>", "web_page"),
        (b"", "empty"),
        (b"  \r\n \n", "empty"),
        (b"\0\0\0\0", "empty"),
        (b"\x7fELF\x01\x02\0\0\0\x01\xff\xfe", "not_a_sheet"),
    ] {
        let found = read::workbook(bytes, "a.xlsx").map_err(|unreadable| unreadable.code());
        assert_eq!(found.err(), Some(code), "{bytes:?}");
    }
}

#[test]
fn containers_that_hold_no_sheet_say_what_they_are() {
    let stream = || vec![0_u8; 5000];
    for (streams, code) in [
        (vec![("EncryptedPackage", stream()), ("EncryptionInfo", stream())], Unreadable::Encrypted),
        (vec![("Book", stream())], Unreadable::TooOld),
        (vec![("Workbook", workbook_stream(&[record(0x002f, &[0; 54])], &[]))], Unreadable::Encrypted),
        (vec![("WordDocument", stream())], Unreadable::NotASheet { is: exchange::read::Stranger::Document }),
    ] {
        assert_eq!(read::workbook(&compound(&streams), "a.xls"), Err(code));
    }
    let zip = |name: &str| crate::files::Parts { parts: vec![(name.to_owned(), b"x".to_vec())], stored: false }.zip();
    for (name, code) in
        [("word/document.xml", "not_a_sheet"), ("xl/workbook.bin", "binary_workbook"), ("a.txt", "not_a_sheet")]
    {
        assert_eq!(read::workbook(&zip(name), "a.xlsx").map_err(|unreadable| unreadable.code()), Err(code), "{name}");
    }
}
