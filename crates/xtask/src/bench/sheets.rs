//! Paper and sheets beside what makes and reads them elsewhere.

use serde_json::Value;

use super::figure::{Figure, microseconds, number};
use super::{Bench, peer};
use crate::Outcome;

pub const PRINT: &str = "The hall week on A3 of the same sessions: ours from the question to the bytes of the PDF, everything \
    read from the museum; Chromium, warm, from the sessions in hand to the bytes of its PDF. Printed again, most of a sheet is \
    remembered; the first of a running program sets all of it, once: decision 0023 says what was tried. A whole process is from \
    its start to the file on the disk, the browser's included.";
pub const IMPORT: &str = "One workbook of 100,000 sessions, written by openpyxl. Ours reads it, proposes which column is what, and \
    judges every row by every rule of the museum, up to the preview a person confirms; the peers only read it into rows.";

/// Rows of the workbook.
const ROWS: u64 = 100_000;
/// A week of 120 sessions: its Monday morning, its Monday in minutes since 1970, its first and last day.
const WEEK_NOW: &str = "2026-04-20T08:50+08:00";
const WEEK: u64 = 29_610_720;
const FROM: &str = "2026-04-20";
const TO: &str = "2026-04-26";

pub fn print(bench: &mut Bench) -> Outcome<Vec<Figure>> {
    let museum = bench.museum("print", &["--events", "1320"])?;
    let ours = bench.ours_at(WEEK_NOW, &museum, &["bench", "print"])?;
    let days = format!(r#"{{"from": {WEEK}, "to": {}}}"#, WEEK + 7 * 24 * 60);
    let schedule = bench.ours_at(WEEK_NOW, &museum, &["call", "schedule_read", &days])?;
    let file = bench.trial().join("schedule.json").display().to_string();
    std::fs::write(&file, schedule.to_string()).map_err(|error| format!("{file}: {error}"))?;
    let program = bench.program()?.display().to_string();
    let (data, paper) = (museum.display().to_string(), bench.trial().join("week.pdf").display().to_string());
    let whole =
        ["--data", &data, "--now", WEEK_NOW, "print", "hall-week", "--from", FROM, "--to", TO, "--output", &paper];
    let words: Vec<String> =
        [&[file.as_str(), &program][..], &whole].concat().iter().map(|word| (*word).to_owned()).collect();
    let theirs = peer("node", "print.mjs", &words)?;
    let chromium = theirs["version"].as_str().unwrap_or_default();
    let row = |what: &str, taken: &Value, other: &Value| {
        let (taken, other) = (number(taken), number(other));
        Figure {
            what: format!("A3 hall week of {} sessions to PDF, {what}", ours["print"]["sessions"]),
            ours: microseconds(taken),
            peer: format!("Chromium {chromium} {}", microseconds(other)),
            ratio: Some(other / taken),
            bar: "≥ 20× faster".to_owned(),
            met: other >= 20.0 * taken,
        }
    };
    Ok(vec![
        row("again, both warm", &ours["print"]["median_microseconds"], &theirs["median_microseconds"]),
        row("the first of a running program", &ours["print"]["first_microseconds"], &theirs["median_microseconds"]),
        row("a whole process", &theirs["ours_cold_median_microseconds"], &theirs["cold_median_microseconds"]),
    ])
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
