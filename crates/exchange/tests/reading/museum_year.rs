//! A year of a museum in five ordinary workbooks of different makers: everything is read, and each planted fault that
//! reading can see is named by its cell. The files are made by `tests/sheets/make.py`, which shares no code with ours.

use std::collections::BTreeMap;
use std::path::PathBuf;

use exchange::mapping::{Known, apply, check, propose, shape};
use exchange::{Reading, Workbook, read};

/// The folder of the workbooks.
pub(crate) fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/sheets"))
}

/// The workbooks, by their names.
pub(crate) fn workbooks() -> Vec<(String, Vec<u8>)> {
    let mut found: Vec<(String, Vec<u8>)> = std::fs::read_dir(folder())
        .expect("the folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| {
            path.extension().is_some_and(|extension| ["xlsx", "xls", "csv"].iter().any(|known| extension == *known))
        })
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            (name, std::fs::read(&path).expect("a file"))
        })
        .collect();
    found.sort();
    found
}

fn read_whole(name: &str, bytes: &[u8]) -> (Workbook, Reading, Vec<String>) {
    let workbook = read::workbook(bytes, name).expect(name);
    let mapping = propose(&workbook, name, &Known::default(), None);
    check(&mapping, &workbook).expect(name);
    let reading = apply(&workbook, &mapping);
    let sheets = mapping.sheets.iter().map(|sheet| sheet.sheet.clone()).collect();
    (workbook, reading, sheets)
}

#[test]
fn a_year_in_five_workbooks_is_read_whole_and_its_faults_are_named_by_cell() {
    let truth: serde_json::Value =
        serde_json::from_slice(&std::fs::read(folder().join("faults.json")).expect("the faults")).expect("JSON");
    let mut rows: BTreeMap<String, usize> = BTreeMap::new();
    let mut refused: Vec<(String, String, String)> = Vec::new();
    let mut noted = Vec::new();
    assert_eq!(workbooks().len(), 5);
    for (name, bytes) in workbooks() {
        let (_, reading, sheets) = read_whole(&name, &bytes);
        for entry in &reading.entries {
            *rows.entry(sheets[entry.sheet].clone()).or_default() += 1;
        }
        for finding in reading.findings {
            let place = (finding.sheet, finding.cell, finding.code.code().to_owned());
            if finding.refuses { refused.push(place) } else { noted.push(place) }
        }
    }
    let planted: Vec<(String, String, String)> = truth["faults"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|fault| fault["stage"] == "reading")
        .map(|fault| {
            let text = |name: &str| fault[name].as_str().expect("a text").to_owned();
            (text("sheet"), text("cell"), text("code"))
        })
        .collect();
    for fault in &planted {
        assert!(refused.contains(fault) || noted.contains(fault), "{fault:?} is not named");
    }
    // And nothing that is right is refused.
    for finding in &refused {
        assert!(planted.contains(finding), "{finding:?} was not planted");
    }
    let written: BTreeMap<String, usize> = serde_json::from_value(truth["rows"].clone()).expect("counts");
    assert_eq!(rows, written);
}

#[test]
fn a_shape_is_that_of_the_headings_and_not_of_the_content() {
    let shapes: Vec<String> =
        workbooks().iter().map(|(name, bytes)| shape(&read::workbook(bytes, name).expect(name))).collect();
    for (place, one) in shapes.iter().enumerate() {
        assert!(!shapes[..place].contains(one), "two files of one shape");
    }
    let csv = |text: &str| shape(&read::workbook(text.as_bytes(), "a.csv").expect("a csv"));
    let may = csv("2026年5月安排\n日期,时间,展厅,主题\n5月6日,9:30,儿童厅,会讲故事的水\n");
    let june = csv("2026年6月安排\n日期,时间,展厅,主题\n6月6日,10:30,宇航厅,飞向太空\n6月7日,10:30,宇航厅,力\n");
    let other = csv("2026年6月安排\n日期,展厅,时间,主题\n6月6日,宇航厅,10:30,飞向太空\n");
    assert_eq!(may, june);
    assert_ne!(may, other);
}
