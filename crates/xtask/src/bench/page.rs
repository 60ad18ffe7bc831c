//! The page and the window beside others of their kind.

use super::figure::{Figure, number};
use super::{Bench, peer};
use crate::program::{cargo, run};
use crate::{Outcome, layers};

pub const TIMELINE: &str = "Twenty thousand sessions on sixty rows in the same Chromium.";
pub const WINDOW: &str = "From the start of the process to the last change of a screen that then stands still, and the memory of \
    the process and WebKit's together at rest (proportional, `smaps_rollup`), both started by turns, seven times. Ours shows \
    today's sessions of the sample museum; the peer is a bare Tauri window with a line of text (`src-tauri/bare`). A release \
    build, without a graphics device.";

pub fn timeline(_: &mut Bench) -> Outcome<Vec<Figure>> {
    Ok(Vec::new())
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
