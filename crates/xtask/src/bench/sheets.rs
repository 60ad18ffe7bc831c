//! Paper and sheets beside what makes and reads them elsewhere.

use serde_json::Value;

use super::figure::{Figure, microseconds, number};
use super::{Bench, peer};
use crate::Outcome;

pub const PRINT: &str = "The hall week on A3 of the same sessions: ours from the question to the bytes of the PDF, everything \
    read from the museum; Chromium, warm, from the finished HTML to the bytes of its PDF.";
pub const IMPORT: &str = "One workbook of 100,000 sessions, written by openpyxl. Ours reads it, proposes which column is what, and \
    judges every row by every rule of the museum, up to the preview a person confirms; the peers only read it into rows.";

/// Rows of the workbook.
const ROWS: u64 = 100_000;
/// The Monday of the museum's week, in minutes since 1970.
const WEEK: u64 = 29_630_880;

pub fn print(bench: &mut Bench) -> Outcome<Vec<Figure>> {
    let museum = bench.museum("sample", &[])?;
    let ours = bench.ours(&museum, &["bench", "print"])?;
    let days = format!(r#"{{"from": {WEEK}, "to": {}}}"#, WEEK + 7 * 24 * 60);
    let schedule = bench.ours(&museum, &["call", "schedule_read", &days])?;
    let file = bench.trial().join("schedule.json");
    std::fs::write(&file, schedule.to_string()).map_err(|error| format!("{}: {error}", file.display()))?;
    let theirs = peer("node", "print.mjs", &[file.display().to_string()])?;
    let (taken, other) = (number(&ours["print"]["median_microseconds"]), number(&theirs["median_microseconds"]));
    Ok(vec![Figure {
        what: format!("A3 hall week of {} sessions to PDF", ours["print"]["sessions"]),
        ours: microseconds(taken),
        peer: format!("Chromium {} {}", theirs["version"].as_str().unwrap_or_default(), microseconds(other)),
        ratio: Some(other / taken),
        bar: "≥ 20× faster".to_owned(),
        met: other >= 20.0 * taken,
    }])
}

pub fn import(bench: &mut Bench) -> Outcome<Vec<Figure>> {
    let museum = bench.museum("halls", &["--resources", "1000"])?;
    let spaces = bench.ours(&museum, &["call", "space_list"])?;
    let named = |space: &Value| space["name"].as_str().filter(|name| name.starts_with("展区")).map(str::to_owned);
    let halls: Vec<String> = spaces.as_array().into_iter().flatten().filter_map(named).collect();
    let file = bench.trial().join("sessions.xlsx").display().to_string();
    let script = "crates/xtask/bench/sheet.py".to_owned();
    let words = [script, "make".to_owned(), file.clone(), ROWS.to_string(), Value::from(halls).to_string()];
    let python = bench.python()?.display().to_string();
    crate::program::run(crate::program::program(&python, &words, &crate::root()))?;
    let theirs = bench.python_peer("sheet.py", &["read".to_owned(), file.clone()])?;
    let ours = bench.ours(&museum, &["bench", "import", "--file", &file])?;
    let ours = &ours["import"];
    let taken = number(&ours["microseconds"]);
    let all = ours["added"] == ROWS;
    let mut figures = Vec::new();
    for (peer, bar) in [("pandas", "not slower"), ("openpyxl", "")] {
        let other = number(&theirs[peer]["microseconds"]);
        figures.push(Figure {
            what: format!("{ROWS} rows of xlsx to a validated preview: {} would be added", ours["added"]),
            ours: format!(
                "{}, of it {} until mapped",
                microseconds(taken),
                microseconds(number(&ours["proposed_microseconds"]))
            ),
            peer: format!("{peer} {} {}", theirs[peer]["version"].as_str().unwrap_or_default(), microseconds(other)),
            ratio: Some(taken / other),
            bar: bar.to_owned(),
            met: all && taken <= other,
        });
    }
    Ok(figures)
}
