//! Bad files: each gets its message, in its own process, within bounds of memory and time.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use exchange::mapping::{Known, apply, propose};
use exchange::read;
use exchange::read::limits::FILE_BYTES_MAX;

use crate::files::{compound, parts, record, workbook_stream};
use crate::museum_year::workbooks;

/// The file that a child is to read.
const FILE: &str = "ZHANCHENG_TEST_SHEET";
/// Megabytes that a child may ever hold, its program included.
const PEAK_MEGABYTES_MAX: u64 = 256;

/// The child's side: reads one file, proposes and applies, and says how it went and what it took.
#[test]
fn reads_one_file() {
    let Ok(path) = std::env::var(FILE) else { return };
    let path = Path::new(&path);
    let name = path.file_name().expect("a name").to_string_lossy().into_owned();
    let bytes = std::fs::read(path).expect("a file");
    let begun = Instant::now();
    let code = match read::workbook(&bytes, &name) {
        Ok(workbook) => {
            let mapping = propose(&workbook, &name, &Known::default(), None);
            let reading = apply(&workbook, &mapping);
            format!("read with {} findings", reading.findings.len())
        }
        Err(unreadable) => {
            assert!(!unreadable.message(words::Locale::ZhCn).contains('{'), "{unreadable:?}");
            unreadable.code().to_owned()
        }
    };
    println!("\n=> {code} | {} ms | {} MB", begun.elapsed().as_millis(), peak_megabytes());
}

/// The most memory this process ever held.
pub(crate) fn peak_megabytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    line.and_then(|line| line.split_whitespace().nth(1)).and_then(|number| number.parse::<u64>().ok()).unwrap_or(0)
        / 1024
}

fn in_a_process_of_its_own(path: &Path) -> (String, u64) {
    let output = Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "bounds::reads_one_file", "--nocapture"])
        .env(FILE, path)
        .output()
        .expect("a child");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = text.lines().find_map(|line| line.strip_prefix("=> "));
    let line = line.unwrap_or_else(|| panic!("{}: {text} {}", path.display(), String::from_utf8_lossy(&output.stderr)));
    let mut fields = line.split(" | ");
    let code = fields.next().unwrap_or_default().to_owned();
    let megabytes = fields.nth(1).and_then(|field| field.split(' ').next()?.parse().ok()).unwrap_or(u64::MAX);
    (code, megabytes)
}

const ONE_CELL: &str = r#"<row r="1"><c r="A1"><v>1</v></c></row>"#;
const SHEET: &str = "xl/worksheets/sheet1.xml";

/// A workbook whose directory says that a part is of another size than it is.
fn lying(bytes: &[u8], size: u32, said: u32) -> Vec<u8> {
    let (size, said) = (size.to_le_bytes(), said.to_le_bytes());
    let mut lying = bytes.to_vec();
    for at in 0..lying.len().saturating_sub(4) {
        if lying[at..at + 4] == size {
            lying[at..at + 4].copy_from_slice(&said);
        }
    }
    assert_ne!(lying, bytes);
    lying
}

fn spaces(megabytes: usize) -> Vec<u8> {
    let mut sheet = b"<worksheet><sheetData>".to_vec();
    sheet.resize(megabytes << 20, b' ');
    sheet.extend(b"</sheetData></worksheet>");
    sheet
}

fn laughs() -> String {
    let mut text = String::from("<!DOCTYPE lolz [<!ENTITY lol \"lol\">");
    for level in 1..10 {
        let inner = format!("&lol{};", if level == 1 { String::new() } else { (level - 1).to_string() });
        text.push_str(&format!("<!ENTITY lol{level} \"{}\">", inner.repeat(10)));
    }
    text.push_str("]><sst><si><t>&lol9;</t></si></sst>");
    text
}

fn rows(count: usize, row: &str) -> Vec<u8> {
    format!("<worksheet><sheetData>{}</sheetData></worksheet>", row.repeat(count)).into_bytes()
}

type Case = (&'static str, &'static str, Vec<u8>);

fn zipped() -> Vec<Case> {
    let bomb = parts("", &[], "").with(SHEET, spaces(40));
    let bomb_size = u32::try_from(spaces(40).len()).expect("small");
    let deep = format!("<worksheet>{}", "<a>".repeat(200_000));
    let calendar = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20260506T093000\r\nRRULE:FREQ=MINUTELY;UNTIL=120260101T000000\r\nSUMMARY:x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    vec![
        ("bomb.xlsx", "unpacked_too_large", bomb.zip()),
        ("declared.xlsx", "unpacked_too_large", lying(&bomb.zip(), bomb_size, 300 << 20)),
        ("lying.xlsx", "damaged", lying(&bomb.zip(), bomb_size, 1000)),
        ("spaces.xlsx", "hostile", parts("", &[], "").with(SHEET, spaces(10)).stored().zip()),
        ("laughs.xlsx", "hostile", parts(ONE_CELL, &[], "").with("xl/sharedStrings.xml", laughs()).zip()),
        ("entity.xlsx", "hostile", parts(ONE_CELL, &[], "").with(SHEET, "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><worksheet/>".to_owned()).zip()),
        ("slip.xlsx", "hostile", parts(ONE_CELL, &[], "").with("../../evil.txt", "x").zip()),
        ("root.xlsx", "hostile", parts(ONE_CELL, &[], "").with("/etc/evil", "x").zip()),
        ("deep.xlsx", "hostile", parts("", &[], "").with(SHEET, deep).zip()),
        ("open.xlsx", "damaged", parts("", &[], "").with(SHEET, "<worksheet><sheetData>").zip()),
        ("text.xlsx", "damaged", parts(r#"<row r="1"><c r="A1" t="s"><v>99</v></c></row>"#, &["a"], "").zip()),
        ("row.xlsx", "damaged", parts(r#"<row r="4000000000"><c r="A1"><v>1</v></c></row>"#, &[], "").zip()),
        ("column.xlsx", "damaged", parts(r#"<row r="1"><c r="ZZZZ1"><v>1</v></c></row>"#, &[], "").zip()),
        ("missing.xlsx", "damaged", parts(ONE_CELL, &[], "").with("xl/_rels/workbook.xml.rels", "<Relationships><Relationship Id=\"rId1\" Type=\"x/worksheet\" Target=\"gone.xml\"/></Relationships>").zip()),
        ("nothing.xlsx", "empty", parts("", &[], "").zip()),
        ("cells.xlsx", "too_many_cells", parts("", &[], "").with(SHEET, rows(300_000, "<row><c><v>1</v></c><c><v>2</v></c><c><v>3</v></c><c><v>4</v></c><c><v>5</v></c></row>")).stored().zip()),
        ("forever.ics", "calendar", calendar.into()),
        ("forever.xlsx", "calendar", calendar.into()),
    ]
}

fn others() -> Vec<Case> {
    let mut large = vec![b','; FILE_BYTES_MAX + 1];
    large[0] = b'a';
    let distinct: String = (0..640_000).map(|number| format!("{number:064},{number:032}\n")).collect();
    let boundless = {
        let mut body = vec![255, 255, 255, 0, 0, 0];
        body.extend(46148.0_f64.to_le_bytes());
        // Row 65,536, column IV: what a dense reader would take half a gigabyte for.
        body[1] = 255;
        body[2] = 255;
        compound(&[("Workbook", workbook_stream(&[], &[record(0x0203, &body)]))])
    };
    let texts = |count: u32| {
        let mut body = count.to_le_bytes().to_vec();
        body.extend(count.to_le_bytes());
        body.extend([1, 0, 0, b'x']);
        compound(&[("Workbook", workbook_stream(&[record(0x00fc, &body)], &[]))])
    };
    vec![
        ("large.csv", "too_large", large),
        ("quote.csv", "text_too_long", format!("a,b\n\"{}", "x,y\n".repeat(200_000)).into_bytes()),
        ("wide.csv", "too_many_cells", ",".repeat(20_000).replace(',', "a,").into_bytes()),
        ("cells.csv", "too_many_cells", "a,b,c,d\n".repeat(600_000).into_bytes()),
        ("distinct.csv", "too_much_text", distinct.into_bytes()),
        ("far.xls", "read with 1 findings", boundless),
        ("texts.xls", "damaged", texts(u32::MAX)),
        ("page.xls", "web_page", format!("<html><table>{}", "<td>".repeat(10)).into_bytes()),
        (
            "pages.xls",
            "too_many_cells",
            format!("<table><tr>{}</table>", "<td colspan=1000>a".repeat(100)).into_bytes(),
        ),
        (
            "binary.xlsx",
            "not_a_sheet",
            (0..100_000_u32).flat_map(|number| [(number % 251) as u8, 0xff, 0, (number % 7) as u8]).collect(),
        ),
    ]
}

#[test]
#[cfg(target_os = "linux")]
fn each_bad_file_gets_its_message_within_bounds() {
    let folder = tempfile::tempdir().expect("a folder");
    let far = parts(
        r#"<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#,
        &["姓名", "部门"],
        "",
    )
    .zip();
    let mut cases = zipped();
    cases.extend(others());
    cases.push(("far.xlsx", "read with 1 findings", far));
    let mut wrong: Vec<String> = Vec::new();
    for (name, code, bytes) in cases {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).expect("a file");
        let (found, megabytes) = in_a_process_of_its_own(&path);
        println!("{name}: {found}, {megabytes} MB");
        if found != code || megabytes == 0 || megabytes > PEAK_MEGABYTES_MAX {
            wrong.push(format!("{name}: {found} and not {code}, {megabytes} MB"));
        }
        std::fs::remove_file(&path).expect("gone");
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_file_cut_at_every_kilobyte_is_refused_or_read_as_far_as_it_goes() {
    for (name, bytes) in workbooks() {
        for length in (8..bytes.len()).step_by(1024) {
            let found = read::workbook(&bytes[..length], &name);
            if !name.ends_with(".csv") {
                let code = found.as_ref().map_err(|unreadable| unreadable.code()).err();
                assert!(
                    matches!(code, Some("truncated" | "damaged" | "not_a_sheet" | "encoding")),
                    "{name} {length}: {found:?}"
                );
            }
        }
    }
}

#[test]
fn a_far_cell_is_named_and_costs_nothing() {
    let file = parts(
        r#"<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row><row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2" t="s"><v>3</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#,
        &["姓名", "部门", "周小满", "展览教育部"],
        "",
    )
    .zip();
    let workbook = read::workbook(&file, "a.xlsx").expect("a workbook");
    let reading = apply(&workbook, &propose(&workbook, "a.xlsx", &Known::default(), None));
    assert!(reading.findings.iter().any(|finding| finding.cell == "XFD1048576"), "{:?}", reading.findings);
    assert_eq!(reading.entries.len(), 1);
}
