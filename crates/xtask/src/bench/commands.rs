//! Commands and views of a large museum, beside the plain SQL that they cannot beat and beside a tenth of the data.

use std::path::Path;

use serde_json::Value;

use super::Bench;
use super::figure::{Figure, microseconds, number};
use super::store::LARGE;
use crate::Outcome;

pub const COMMANDS: &str = "Ours through the gate, in one process, p95 of up to forty calls, on a museum of 100,000 sessions and \
    1,000 halls, people, vehicles and kits. The plain SQL reads or writes the same rows from Python, without rules, words, \
    rights, guards or journal. Where a change is judged, it first reads what is taken that day and who there is; a change is a \
    transaction of its own on the same disk. Beside it, a museum of a tenth.";
pub const VIEWS: &str = "Chromium at 1366 × 696, from the click in the rail to the frame in which the view asks nothing more and draws nothing \
    more, its code fetched before; the same large museum beside a tenth of it.";

/// A tenth of [`LARGE`].
const SMALL: &[&str] = &["--events", "10000", "--resources", "100"];
/// Behind the plain SQL, at most.
const BEHIND_SQL_MAX: f64 = 3.0;
/// How much longer ten times the data may take.
const GROWTH_MAX: f64 = 10.0;

pub fn commands(bench: &mut Bench) -> Outcome<Vec<Figure>> {
    let (small, large) = (bench.museum("small", SMALL)?, bench.museum("large", LARGE)?);
    let at_small = bench.ours(&small, &["bench", "commands"])?;
    let at_large = bench.ours(&large, &["bench", "commands"])?;
    let known = bench.trial().join("known.json");
    let text = serde_json::json!({
        "week": at_large["commands"]["week"], "day": at_large["commands"]["day"], "rows": at_large["commands"]["rows"],
    });
    std::fs::write(&known, text.to_string()).map_err(|error| format!("{}: {error}", known.display()))?;
    let file = large.join("museum.zhancheng").display().to_string();
    let plain = bench.python_peer("commands.py", &[file, known.display().to_string()])?;
    let measured = |found: &Value| found["commands"]["measured"].as_array().cloned().unwrap_or_default();
    let small = measured(&at_small);
    let mut figures = Vec::new();
    for one in measured(&at_large) {
        let name = one["name"].as_str().unwrap_or_default();
        let taken = number(&one["p95_microseconds"]);
        let before = small
            .iter()
            .find(|other| other["name"] == one["name"])
            .map_or(f64::NAN, |other| number(&other["p95_microseconds"]));
        let sql = plain[name]["p95_microseconds"].as_f64();
        let growth = taken / before;
        let near = sql.is_none_or(|sql| taken <= BEHIND_SQL_MAX * sql);
        let refused = if one["refused"].is_null() { "" } else { ", refused" };
        figures.push(Figure {
            what: format!("{name}{refused}"),
            ours: microseconds(taken),
            peer: match sql {
                Some(sql) => format!("SQL {}; a tenth {}, {growth:.1}×", microseconds(sql), microseconds(before)),
                None => format!("a tenth {}, {growth:.1}×", microseconds(before)),
            },
            ratio: sql.map(|sql| taken / sql),
            bar: if sql.is_some() { "≤ 3× SQL, ≤ 10×" } else { "≤ 10×" }.to_owned(),
            met: near && growth <= GROWTH_MAX && refused.is_empty(),
        });
    }
    Ok(figures)
}

pub fn views(bench: &mut Bench) -> Outcome<Vec<Figure>> {
    let (small, large) = (bench.museum("small", SMALL)?, bench.museum("large", LARGE)?);
    let at_small = painted(bench, &small)?;
    let at_large = painted(bench, &large)?;
    let mut figures = Vec::new();
    for one in &at_large {
        let before = at_small.iter().find(|other| other["name"] == one["name"]);
        let taken = number(&one["median_microseconds"]);
        let before = before.map_or(f64::NAN, |other| number(&other["median_microseconds"]));
        figures.push(Figure {
            what: format!("{} shows what it reads", one["name"].as_str().unwrap_or_default()),
            ours: microseconds(taken),
            peer: format!("a tenth of the data {}", microseconds(before)),
            ratio: Some(taken / before),
            bar: "≤ 10×".to_owned(),
            met: taken <= GROWTH_MAX * before,
        });
    }
    Ok(figures)
}

/// The views of a museum as a browser shows them.
fn painted(bench: &mut Bench, museum: &Path) -> Outcome<Vec<Value>> {
    let file = bench.trial().join("views.json");
    let found = bench.in_browser("views.mjs", &[museum.display().to_string()], &file)?;
    Ok(found["figures"].as_array().cloned().unwrap_or_default())
}
