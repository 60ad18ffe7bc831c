//! `zhancheng bench`: figures of ours as JSON, taken on the museum in the folder. `cargo xtask bench` makes that museum as
//! large as it wants and sets the peers beside them.

mod calls;

use std::path::Path;
use std::time::{Duration, Instant};

use commands::{Failure, Museum, bench};
use rules::time::{DAY_MINUTES, Minute};
use serde_json::{Value, json};

use crate::sheets;

/// Callers that hand in batches at once.
const CALLERS: usize = 16;
/// How long batches are handed in.
const BATCHES_LASTING: Duration = Duration::from_secs(4);
/// What a slower disk takes longer for a commit.
const SLOWER: Duration = Duration::from_millis(1);
/// Times a call is repeated, and until when at least: what takes seconds is not waited for forty times.
const REPEATS: usize = 40;
const REPEATS_LEAST: usize = 5;
const ENOUGH: Duration = Duration::from_secs(4);
/// Searches, each with what a title that it finds must hold: two characters, one, a longer name, pinyin, initials, and one
/// that finds nothing.
const SEARCHED: &[(&str, &str)] = &[
    ("深空", "深空"),
    ("水", "水"),
    ("展区012", "展区012"),
    ("yuzhou", "宇宙"),
    ("zxsk", "走向深空"),
    ("飞碟", "飞碟"),
];

type Answer = Result<Value, Failure>;

/// How a figure is taken.
type Take = fn(&Trial<'_>) -> Answer;

/// What a figure is taken with.
struct Trial<'t> {
    data: &'t Path,
    museum: &'t Museum,
    /// A call through the gate.
    call: &'t dyn Fn(&str, Value) -> Answer,
    /// The sheet that is imported.
    file: Option<&'t Path>,
}

/// The figures by name.
const FIGURES: &[(&str, Take)] =
    &[("batches", batches), ("print", print), ("search", search), ("import", import), ("commands", calls::commands)];

/// Takes the figure named, or all; those that want a sheet are left out where none is given.
pub(crate) fn bench(
    name: Option<&str>,
    file: Option<&Path>,
    data: &Path,
    museum: &Museum,
    call: impl Fn(&str, Value) -> Answer,
) -> Answer {
    let trial = Trial { data, museum, call: &call, file };
    let mut figures = json!({});
    for (figure, take) in FIGURES {
        let wanted = name.map_or(*figure != "import" || file.is_some(), |name| name == *figure);
        if wanted {
            figures[*figure] = take(&trial)?;
        }
    }
    match figures.as_object() {
        Some(found) if found.is_empty() => Err(Failure::not_found("figure")),
        _ => Ok(figures),
    }
}

/// The first minute of the museum's today.
fn today(trial: &Trial<'_>) -> Minute {
    let now = trial.museum.now();
    now - now.rem_euclid(DAY_MINUTES)
}

/// The Monday of a day's week.
fn monday(day: Minute) -> Minute {
    // 1970-01-01 was a Thursday.
    day - (day / DAY_MINUTES + 3).rem_euclid(7) * DAY_MINUTES
}

/// Durable batches a second with and without group commit, in folders beside the museum on the same disk.
fn batches(trial: &Trial<'_>) -> Answer {
    let rate = |grouped: bool, longer: Duration| {
        let folder = trial.data.join(if grouped { "bench-grouped" } else { "bench-alone" });
        let rate = bench::batches_a_second(&folder, CALLERS, grouped, longer, BATCHES_LASTING);
        // What is left of a trial is nobody's data.
        let _ = std::fs::remove_dir_all(&folder);
        rate.map_err(Failure::from)
    };
    let both = |longer| Ok::<_, Failure>(json!({ "grouped": rate(true, longer)?, "alone": rate(false, longer)? }));
    Ok(json!({ "callers": CALLERS, "this_disk": both(Duration::ZERO)?, "slower_disk": both(SLOWER)? }))
}

/// The hall week on A3, from the question to the bytes of the PDF: the first of this process, which has set nothing yet,
/// and the same again, of which the typesetter remembers what has not changed.
fn print(trial: &Trial<'_>) -> Answer {
    let week = monday(today(trial));
    let arguments = json!({ "document": "hall-week", "from": week, "to": week + 6 * DAY_MINUTES, "paper": "a3" });
    // As the page does: it asks what can be printed, then reads what it shows.
    (trial.call)("print_documents", json!({}))?;
    let schedule = (trial.call)("schedule_read", json!({ "from": week, "to": week + 7 * DAY_MINUTES }))?;
    let began = Instant::now();
    (trial.call)("print_pdf", arguments.clone())?;
    let first = microseconds(began.elapsed());
    let mut figure = measured(|_| (trial.call)("print_pdf", arguments.clone()));
    figure["first_microseconds"] = json!(first);
    figure["sessions"] = json!(schedule["sessions"].as_array().map_or(0, Vec::len));
    Ok(figure)
}

fn search(trial: &Trial<'_>) -> Answer {
    let one = |(text, held): &(&str, &str)| {
        let mut figure = measured(|_| (trial.call)("search_find", json!({ "text": text })));
        let found = (trial.call)("search_find", json!({ "text": text }))?;
        let titles: Vec<&str> =
            found.as_array().into_iter().flatten().filter_map(|hit| hit["title"].as_str()).collect();
        figure["name"] = json!(text);
        figure["held"] = json!(held);
        figure["shown"] = json!(titles.len());
        figure["all_right"] = json!(titles.iter().all(|title| title.contains(held)));
        Ok(figure)
    };
    SEARCHED.iter().map(one).collect()
}

/// A sheet from its bytes to a validated preview: read, mapped, each row judged by every rule.
fn import(trial: &Trial<'_>) -> Answer {
    let file = trial.file.ok_or_else(|| Failure::not_found("file"))?;
    let bytes = sheets::read(file, sheets::FILE_BYTES_MAX)?;
    let began = Instant::now();
    let staged = trial.museum.hand_in("bench.xlsx", &bytes)?;
    let mapping = (trial.call)("sheet_propose", json!({ "file": staged }))?["mapping"].take();
    let proposed = began.elapsed();
    let report = (trial.call)("sheet_preview", json!({ "file": staged, "mapping": mapping, "locale": "zh-CN" }))?;
    let whole = began.elapsed();
    Ok(json!({
        "proposed_microseconds": microseconds(proposed),
        "microseconds": microseconds(whole),
        "added": report["added"],
        "refused": report["refused"],
    }))
}

fn microseconds(taken: Duration) -> u64 {
    u64::try_from(taken.as_micros()).unwrap_or(u64::MAX)
}

/// Repeats a call until enough is known, and measures it.
fn measured(call: impl FnMut(usize) -> Answer) -> Value {
    measured_times(REPEATS, call)
}

/// Repeats a call at most so often; it hears the how manieth it is. Answers its median and its 95th percentile in
/// microseconds, and the last refusal where there was one.
fn measured_times(most: usize, mut call: impl FnMut(usize) -> Answer) -> Value {
    let began = Instant::now();
    let mut taken = Vec::new();
    let mut refused = None;
    while taken.len() < REPEATS_LEAST || (taken.len() < most && began.elapsed() < ENOUGH) {
        let asked = Instant::now();
        let answer = call(taken.len());
        taken.push(microseconds(asked.elapsed()));
        refused = answer.err().or(refused);
    }
    taken.sort_unstable();
    let at = |percent: usize| taken[(taken.len() - 1) * percent / 100];
    let mut figure = json!({ "median_microseconds": at(50), "p95_microseconds": at(95), "times": taken.len() });
    if let Some(refused) = refused {
        figure["refused"] = json!(refused);
    }
    figure
}
