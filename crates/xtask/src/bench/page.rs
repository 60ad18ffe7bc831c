//! The page and the window beside others of their kind.

use super::figure::{Figure, number};
use super::{Bench, peer};
use crate::program::{cargo, run};
use crate::{Outcome, layers};

pub const TIMELINE: &str = "Twenty thousand sessions of a year on sixty halls, their week on one screen of 1366 × 696, in the same \
    Chromium, by turns in five rounds. First paint, each having shown the week before: for ours from the change of the address to the second frame after the \
    first block, reading from the museum included; for the others from the call with all data at hand. A frame costs what the \
    page's main thread works while a real mouse scrolls or drags sixty steps, by the browser's own count, the measuring itself \
    included on all sides. EventCalendar draws all of the week at once, so nothing happens while it scrolls but the move.";
pub const WINDOW: &str = "From the start of the process to the last change of a screen that then stands still, and the memory of \
    the process and WebKit's together at rest (proportional, `smaps_rollup`), both started by turns, seven times. Ours shows \
    today's sessions of the sample museum; the peer is a bare Tauri window with a line of text (`src-tauri/bare`). A release \
    build, without a graphics device.";

/// A museum with sixty halls and a year's twenty thousand sessions in them.
const SIXTY_HALLS: &[&str] = &["--events", "20000", "--resources", "136"];
/// The Monday of the museum's week, in minutes since 1970.
const MONDAY: &str = "29630880";
/// Elements of the timeline at most.
const NODES_MAX: f64 = 800.0;

pub fn timeline(bench: &mut Bench) -> Outcome<Vec<Figure>> {
    let museum = bench.museum("sixty-halls", SIXTY_HALLS)?.display().to_string();
    crate::setup::npm_packages("crates/xtask/bench")?;
    let file = bench.trial().join("timeline.json");
    let found = bench.in_browser("timeline.mjs", &[museum, MONDAY.to_owned()], &file)?;
    let peers = [("event_calendar", "EventCalendar"), ("daypilot", "DayPilot Lite")];
    let row = |what: &str, key: &str, unit: &str, most: Option<f64>| {
        let ours = number(&found["ours"][key]);
        let others: Vec<f64> = peers.iter().map(|(peer, _)| number(&found[*peer][key])).collect();
        let best = others.iter().copied().fold(f64::INFINITY, f64::min);
        let shown = |value: f64| format!("{}{unit}", (value * 10.0).round() / 10.0);
        let theirs = peers.iter().zip(&others).map(|((peer, name), value)| {
            format!("{name} {} {}", found[*peer]["version"].as_str().unwrap_or_default(), shown(*value))
        });
        Figure {
            what: what.to_owned(),
            ours: shown(ours),
            peer: theirs.collect::<Vec<_>>().join(", "),
            ratio: Some(ours / best),
            bar: most.map_or("ahead of both".to_owned(), |most| format!("ahead of both, ≤ {most}{unit}")),
            met: (ours < best || (ours == 0.0 && best == 0.0)) && most.is_none_or(|most| ours <= most),
        }
    };
    let of = format!("{} sessions, {} rows", found["events"], found["rows"]);
    Ok(vec![
        row(&format!("first paint, {of}"), "first_paint", " ms", None),
        row("a frame of scrolling", "scroll", " ms", None),
        row("a frame of dragging", "drag", " ms", None),
        row("nodes", "nodes", "", Some(NODES_MAX)),
        row("long tasks while scrolling", "long_tasks_scrolling", "", Some(0.0)),
        row("longest task, scrolling and dragging", "longest_task", " ms", None),
    ])
}

pub fn window(bench: &mut Bench) -> Outcome<Vec<Figure>> {
    let museum = bench.museum("sample", &[])?.display().to_string();
    let packages =
        ["--package", "cli", "--package", "zhancheng-desktop", "--features", "zhancheng-desktop/bare-window"];
    run(cargo(&[&["build", "--release", "--locked"], &packages[..]].concat()))?;
    let built = layers::target_folder()?.join("release");
    let program = |name: &str| built.join(name).display().to_string();
    let found = peer("node", "window.mjs", &[program("zhancheng-desktop"), program("bare-window"), museum])?;
    let measured = |what: &str, key: &str, unit: &str, most: f64| {
        let (ours, bare) = (number(&found["ours"][key]), number(&found["bare"][key]));
        Figure {
            what: what.to_owned(),
            ours: format!("{ours} {unit}"),
            peer: format!("{bare} {unit}"),
            ratio: Some(ours / bare),
            bar: format!("≤ +{most} {unit}"),
            met: ours - bare <= most,
        }
    };
    Ok(vec![
        measured("start to useful paint", "painted_milliseconds", "ms", 1_500.0),
        measured("memory at rest", "megabytes", "MB", 60.0),
    ])
}
