//! Files changed at random: whatever comes, reading answers, without a panic, in little time and little memory.

use std::time::{Duration, Instant};

use exchange::mapping::{Known, apply, check, propose, shape};
use exchange::read;

use crate::bounds::peak_megabytes;
use crate::files::parts;
use crate::museum_year::workbooks;

/// Seconds that one file may take; on shared cores a whole one of them may be somebody else's.
const SECONDS_MAX: u64 = 2;
/// Megabytes of the whole test program.
const PEAK_MEGABYTES_MAX: u64 = 256;

/// Files of each importer: 4,000 times five here, a million in soak.
fn count_each() -> u64 {
    let soak = std::env::var("ZHANCHENG_SOAK").is_ok();
    if soak { 1_000_000 } else { 4_000 }
}

/// Numbers that look random and come again from the same seed (xorshift64*).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(most.max(1)).expect("small")).expect("small")
    }
}

/// Changes a file: bits, bytes, its length, a piece doubled, moved or taken out, a piece of another file.
fn change(dice: &mut Dice, bytes: &mut Vec<u8>, other: &[u8]) {
    for _ in 0..=dice.below(4) {
        if bytes.is_empty() {
            return;
        }
        let at = dice.below(bytes.len());
        let end = (at + dice.below(64)).min(bytes.len());
        match dice.below(9) {
            0 | 1 => bytes[at] ^= 1 << dice.below(8),
            2 => bytes[at] = [0, 0xff, 0x7f, 0x80, b'<', b'"', b'&', b'\n'][dice.below(8)],
            3 => bytes.truncate(at),
            4 => {
                let piece = bytes[at..end].to_vec();
                let to = dice.below(bytes.len());
                bytes.splice(to..to, piece);
            }
            5 => {
                bytes.drain(at..end);
            }
            6 => {
                let from = dice.below(other.len());
                let piece = &other[from..(from + 64).min(other.len())];
                bytes.splice(at..end, piece.iter().copied());
            }
            7 => {
                // A number that is written as text becomes another one.
                let digits: Vec<usize> = (0..bytes.len()).filter(|place| bytes[*place].is_ascii_digit()).collect();
                if let Some(place) = digits.get(dice.below(digits.len())) {
                    bytes[*place] = b'0' + u8::try_from(dice.below(10)).expect("a digit");
                }
            }
            _ => {
                bytes[at..end.min(at + 4)].fill(0xff);
            }
        }
    }
}

/// Reads a file as an import does, to its end.
fn import(bytes: &[u8], name: &str) -> bool {
    match read::workbook(bytes, name) {
        Ok(workbook) => {
            let mapping = propose(&workbook, name, &Known::default(), None);
            if let Err(fault) = check(&mapping, &workbook) {
                panic!("a proposed mapping does not fit: {fault:?} {mapping:?}");
            }
            let _ = shape(&workbook);
            let reading = apply(&workbook, &mapping);
            for finding in reading.findings.iter().take(20) {
                let _ = finding.message(words::Locale::ZhCn, |_, fact| fact.to_string());
            }
            true
        }
        Err(unreadable) => {
            let _ = unreadable.message(words::Locale::ZhCn);
            false
        }
    }
}

fn run(name: &str, seed: u64, make: impl Fn(&mut Dice) -> Vec<u8>) {
    let mut dice = Dice(seed);
    let mut read = 0_u64;
    let mut slowest = Duration::ZERO;
    for number in 0..count_each() {
        let bytes = make(&mut dice);
        let begun = Instant::now();
        let outcome = std::panic::catch_unwind(|| import(&bytes, name));
        let took = begun.elapsed();
        slowest = slowest.max(took);
        match outcome {
            Ok(whole) => read += u64::from(whole),
            Err(_) => {
                let path = std::env::temp_dir().join(format!("fuzz-{seed}-{number}-{name}"));
                let _ = std::fs::write(&path, &bytes);
                panic!("{name}, number {number} of seed {seed}: kept as {}", path.display());
            }
        }
        assert!(took < Duration::from_secs(SECONDS_MAX), "{name}, number {number} of seed {seed}: {took:?}");
    }
    // A test whose every file is refused at the door proves nothing of what lies behind it.
    assert!(read > 0 && read < count_each(), "{name}: {read} read");
    assert!(peak_megabytes() <= PEAK_MEGABYTES_MAX, "{} MB", peak_megabytes());
    println!("{name}: {} files, {read} read, the slowest in {slowest:?}, {} MB", count_each(), peak_megabytes());
}

fn small_workbook() -> crate::files::Parts {
    let cells = r#"<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2" t="s"><v>2</v></c><c r="C2" t="s"><v>3</v></c><c r="D2" t="s"><v>4</v></c></row>
        <row r="3" hidden="1"><c r="A3" s="1"><v>46148</v></c><c r="B3" t="inlineStr"><is><t>9:30-10:30</t></is></c><c r="C3" t="s"><v>5</v></c><c r="D3"><v>30</v></c></row>
        <row r="4"><c r="A4" s="2"><v>46149</v></c><c r="B4" s="3"><v>0.5</v></c><c r="C4"><f>A1</f></c><c r="D4" t="e"><v>#REF!</v></c></row>"#;
    let texts = ["2026年5月讲解", "日期", "时间", "讲解主题", "人数", "会讲故事的水&amp;光"];
    parts(cells, &texts, r#"<workbookPr date1904="0"/>"#)
}

#[test]
fn changed_xlsx_files_are_answered() {
    let file = small_workbook().zip();
    let other = workbooks().into_iter().find(|(name, _)| name.ends_with(".xlsx")).expect("one").1;
    run("a.xlsx", 0x5eed_0001, |dice| {
        let mut bytes = file.clone();
        change(dice, &mut bytes, &other);
        bytes
    });
}

#[test]
fn changed_parts_of_xlsx_files_are_answered() {
    let merges = b"<mergeCells><mergeCell ref=\"A1:D1\"/><mergeCell ref=\"C3:C4\"/></mergeCells>";
    run("b.xlsx", 0x5eed_0002, |dice| {
        let mut parts = small_workbook().stored();
        // Mostly the sheet, which says most.
        let place = if dice.below(3) > 0 { 5 } else { dice.below(6) };
        change(dice, &mut parts.parts[place].1, merges);
        parts.zip()
    });
}

#[test]
fn changed_xls_files_are_answered() {
    let file = workbooks().into_iter().find(|(name, _)| name.ends_with(".xls")).expect("one").1;
    run("c.xls", 0x5eed_0003, |dice| {
        let mut bytes = file.clone();
        change(dice, &mut bytes, &file);
        bytes
    });
}

#[test]
fn changed_text_files_are_answered() {
    let gbk = workbooks().into_iter().find(|(name, _)| name.ends_with(".csv")).expect("one").1;
    // Its first lines say all that can be said of one.
    let gbk: Vec<u8> = gbk.split_inclusive(|byte| *byte == b'\n').take(7).flatten().copied().collect();
    let grid = "2026年5月,,,\n时间,5月5日（周二）,5月6日（周三）,5月7日（周四）\n9:30-10:30,会讲故事的水 儿童厅,,力与机械 周小满\n14:00-15:00,,星空夜话（30人）,/\n备注：以当天为准\n";
    run("d.csv", 0x5eed_0004, |dice| {
        let mut bytes = match dice.below(3) {
            0 => gbk.clone(),
            1 => grid.as_bytes().to_vec(),
            _ => grid.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        };
        change(dice, &mut bytes, &gbk);
        bytes
    });
}

#[test]
fn changed_pages_and_blocks_are_answered() {
    let page = "<html><!-- x --><table><tr><th>姓名</th><th colspan=\"2\">部门</th></tr><tr><td rowspan=2>周小满&amp;<br>林知远</td><td>展览教育部</td></tr></table>";
    run("e.xls", 0x5eed_0005, |dice| {
        let mut bytes = page.as_bytes().to_vec();
        change(dice, &mut bytes, b"<td rowspan=999 colspan=999><script>");
        let _ = read::paste(&String::from_utf8_lossy(&bytes).replace("<td>", "\t"));
        bytes
    });
}
