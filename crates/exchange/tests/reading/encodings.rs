//! Text files in every encoding that museums have: every sign exact, rare names and leading zeros included.

use encoding_rs::{BIG5, GB18030, GBK};
use exchange::{Cell, Origin, Unreadable, Workbook, read};

const TEXT: &str =
    "编号,姓名,手机,备注\r\n007,𬭎㛃䶮,013800001111,\"两行\n的备注，“引号”\"\r\n008,王伟,02367778888,=1+1\r\n";

fn cells(workbook: &Workbook) -> Vec<Vec<String>> {
    let sheet = &workbook.sheets[0];
    sheet.rows.iter().map(|row| row.cells.iter().map(|(_, cell)| cell.shown()).collect()).collect()
}

fn encoded(text: &str, encoding: &'static encoding_rs::Encoding) -> Vec<u8> {
    let (bytes, _, unmappable) = encoding.encode(text);
    assert!(!unmappable, "{}", encoding.name());
    bytes.into_owned()
}

#[test]
fn every_encoding_gives_the_same_signs() {
    let sixteen = |order: fn(u16) -> [u8; 2], mark: bool| -> Vec<u8> {
        let mark = if mark { "\u{feff}" } else { "" };
        format!("{mark}{TEXT}").encode_utf16().flat_map(order).collect()
    };
    let wanted = vec![
        vec!["编号", "姓名", "手机", "备注"],
        vec!["007", "𬭎㛃䶮", "013800001111", "两行\n的备注，“引号”"],
        vec!["008", "王伟", "02367778888", "=1+1"],
    ];
    for (what, bytes, encoding) in [
        ("UTF-8", TEXT.as_bytes().to_vec(), "UTF-8"),
        ("UTF-8 with a mark", format!("\u{feff}{TEXT}").into_bytes(), "UTF-8"),
        ("UTF-16LE", sixteen(u16::to_le_bytes, true), "UTF-16LE"),
        ("UTF-16BE", sixteen(u16::to_be_bytes, true), "UTF-16BE"),
        ("UTF-16LE without a mark", sixteen(u16::to_le_bytes, false), "UTF-16LE"),
        ("UTF-16BE without a mark", sixteen(u16::to_be_bytes, false), "UTF-16BE"),
        ("GB18030", encoded(TEXT, GB18030), "gb18030"),
    ] {
        let workbook = read::workbook(&bytes, "a.csv").expect(what);
        assert_eq!(workbook.origin, Origin::Csv);
        assert_eq!(workbook.encoding, Some(encoding), "{what}");
        assert_eq!(cells(&workbook), wanted, "{what}");
    }
    let gbk = read::workbook(&encoded("姓名,部门\r\n䶮,展览教育部\r\n", GBK), "a.csv").expect("GBK");
    assert_eq!(cells(&gbk), [["姓名", "部门"], ["䶮", "展览教育部"]]);
}

#[test]
fn broken_text_is_refused_by_its_line_and_never_replaced() {
    let mut broken = "姓名,部门\n周小满,展览教育部\n".as_bytes().to_vec();
    broken.extend(b"\xe5\x91\xff,x\n");
    assert_eq!(read::workbook(&broken, "a.csv"), Err(Unreadable::Encoding { line: 3 }));
    // A file of another script is at least never full of replaced signs.
    let big5 = encoded("姓名,部門\r\n王小明,展覽教育部\r\n林美麗,展覽教育部\r\n", BIG5);
    if let Ok(workbook) = read::workbook(&big5, "a.csv") {
        assert!(cells(&workbook).concat().iter().all(|text| !text.contains('\u{fffd}')));
    }
}

#[test]
fn separators_line_ends_and_rows_are_found() {
    for (what, text, rows) in [
        ("tabs", "a\tb\r\n1\t2\r\n", vec![(0, vec!["a", "b"]), (1, vec!["1", "2"])]),
        ("semicolons", "a;b\n1,5;2\n", vec![(0, vec!["a", "b"]), (1, vec!["1,5", "2"])]),
        ("a named separator", "sep=;\na;b\n1;2\n", vec![(1, vec!["a", "b"]), (2, vec!["1", "2"])]),
        (
            "mixed line ends",
            "a,b\r1,2\r\n3,4\n5,6",
            vec![(0, vec!["a", "b"]), (1, vec!["1", "2"]), (2, vec!["3", "4"]), (3, vec!["5", "6"])],
        ),
        ("empty lines", "a,b\n\n\n1,2\n", vec![(0, vec!["a", "b"]), (3, vec!["1", "2"])]),
        (
            "quotes",
            "a,b\n\"x, \"\"y\"\"\",\"1\n2\"\n3,4\n",
            vec![(0, vec!["a", "b"]), (1, vec!["x, \"y\"", "1\n2"]), (2, vec!["3", "4"])],
        ),
        ("a quote within a word", "a,b\n5\" 屏,2\n", vec![(0, vec!["a", "b"]), (1, vec!["5\" 屏", "2"])]),
        ("guarded formulas", "a,b\n'=1+1,'-5\n", vec![(0, vec!["a", "b"]), (1, vec!["=1+1", "-5"])]),
    ] {
        let workbook = read::workbook(text.as_bytes(), "a.csv").expect(what);
        let found: Vec<(u32, Vec<String>)> = workbook.sheets[0]
            .rows
            .iter()
            .map(|row| (row.number, row.cells.iter().map(|(_, cell)| cell.shown()).collect()))
            .collect();
        let rows: Vec<(u32, Vec<String>)> =
            rows.into_iter().map(|(row, cells)| (row, cells.into_iter().map(str::to_owned).collect())).collect();
        assert_eq!(found, rows, "{what}");
    }
}

#[test]
fn a_block_pasted_from_a_spreadsheet_keeps_its_cells() {
    let pasted = "日期\t时间\t内容\r\n5月6日\t9:30-10:30\t\"会讲故事\n的水\"\r\n\t14:00\t\"他说\"\"好\"\"\"\r\n";
    let workbook = read::paste(pasted).expect("a block");
    assert_eq!(workbook.origin, Origin::Pasted);
    let sheet = &workbook.sheets[0];
    assert_eq!(sheet.rows[1].cell(2), Some(&Cell::Text("会讲故事\n的水".into())));
    assert_eq!(sheet.rows[2].cell(0), None);
    assert_eq!(sheet.rows[2].cell(2), Some(&Cell::Text("他说\"好\"".into())));
    assert_eq!(read::paste(" "), read::paste(" "));
    assert_eq!(read::paste(""), Err(Unreadable::Empty));
}
