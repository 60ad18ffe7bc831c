//! `cargo xtask test`: everything a change must pass, the cheap before the dear.

use std::fs;
use std::path::PathBuf;

use crate::program::{cargo, find, program, run, run_kept};
use crate::stage::{self, Found, Stage};
use crate::{Outcome, contract, layers, licences, setup, tidy};

/// All stages in their order.
const STAGES: &[Stage] = &[
    Stage { name: "packages", run: packages },
    Stage { name: "fmt", run: || run(cargo(&["fmt", "--all", "--check"])).map(|()| Found::Done) },
    Stage { name: "layers", run: || said(layers::layers()) },
    Stage { name: "tidy", run: || said(tidy::tidy()) },
    Stage { name: "licences", run: || licences::check().map(|count| Found::Tested(count, "packages")) },
    Stage { name: "npm", run: npm },
    Stage { name: "eslint", run: || run(setup::npm(&["run", "lint"], "ui")).map(|()| Found::Done) },
    Stage { name: "svelte-check", run: || run(setup::npm(&["run", "check"], "ui")).map(|()| Found::Done) },
    Stage { name: "vitest", run: vitest },
    Stage { name: "page", run: || setup::page().map(|()| Found::Done) },
    Stage { name: "clippy", run: clippy },
    Stage { name: "build", run: build },
    Stage { name: "contract", run: contract::check_committed },
    Stage { name: "rust", run: rust_tests },
    Stage { name: "chromium", run: || node_tests("ui") },
    Stage { name: "window", run: || node_tests("desktop") },
];

/// Runs all stages, or those that are named.
///
/// # Errors
/// The first stage that failed, or a name that no stage has.
pub fn test(names: &[String]) -> Outcome {
    if names.is_empty() {
        return stage::run(STAGES);
    }
    let all = || STAGES.iter().map(|stage| stage.name).collect::<Vec<_>>().join(", ");
    let mut chosen = Vec::new();
    for name in names {
        let stage = STAGES.iter().find(|stage| stage.name == name).ok_or_else(|| format!("stages are {}", all()))?;
        chosen.push(Stage { ..*stage });
    }
    stage::run(&chosen)
}

fn said(outcome: Outcome<String>) -> Outcome<Found> {
    outcome.map(|text| {
        println!("{text}");
        Found::Done
    })
}

fn packages() -> Outcome<Found> {
    setup::debian_packages(&[setup::TO_BUILD, setup::TO_TEST].concat())?;
    setup::node().map(|()| Found::Done)
}

fn npm() -> Outcome<Found> {
    setup::npm_packages("ui")?;
    setup::npm_packages("tests").map(|()| Found::Done)
}

/// A file for a report, in the folder of build products.
fn report(name: &str) -> Outcome<PathBuf> {
    let folder = layers::target_folder()?.join("reports");
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let file = folder.join(name);
    // A report of an earlier run must not be taken for one of this.
    let _ = fs::remove_file(&file);
    Ok(file)
}

fn vitest() -> Outcome<Found> {
    let file = report("vitest.json")?;
    let output = format!("--outputFile.json={}", file.display());
    run(setup::npm(&["test", "--", "--reporter=default", "--reporter=json", &output], "ui"))?;
    let text = fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    let report: serde_json::Value = serde_json::from_str(&text).map_err(|error| format!("vitest: {error}"))?;
    Ok(Found::Tested(count(&report["numPassedTests"]), "tests"))
}

fn count(value: &serde_json::Value) -> usize {
    value.as_u64().and_then(|number| usize::try_from(number).ok()).unwrap_or(0)
}

fn clippy() -> Outcome<Found> {
    run(cargo(&["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"])).map(|()| Found::Done)
}

/// Builds all targets at once, so that every later stage finds the same dependencies built.
fn build() -> Outcome<Found> {
    run(cargo(&["build", "--workspace", "--all-targets", "--locked"])).map(|()| Found::Done)
}

fn rust_tests() -> Outcome<Found> {
    let kept = if find("cargo-nextest").is_some() {
        run_kept(cargo(&["nextest", "run", "--workspace", "--locked", "--no-fail-fast"]))?
    } else {
        run_kept(cargo(&["test", "--workspace", "--locked", "--all-targets"]))?
    };
    Ok(Found::Tested(rust_tests_passed(&kept), "tests"))
}

/// Tests that passed, from the words of nextest or of cargo's own harness.
pub(crate) fn rust_tests_passed(output: &str) -> usize {
    output
        .lines()
        .filter(|line| line.contains("test result:") || line.trim_start().starts_with("Summary ["))
        .filter_map(|line| {
            let words: Vec<&str> = line.split_whitespace().collect();
            let at = words.iter().position(|word| word.trim_end_matches([',', ';']) == "passed")?;
            words.get(at.checked_sub(1)?)?.parse::<usize>().ok()
        })
        .sum()
}

/// Runs `tests/<folder>/*.test.mjs`, one file after the other, against the programs just built.
fn node_tests(folder: &str) -> Outcome<Found> {
    setup::npm_packages("tests")?;
    run(cargo(&["build", "--workspace", "--all-targets", "--locked", "--quiet"]))?;
    let place = crate::root().join("tests").join(folder);
    let entries = fs::read_dir(&place).map_err(|error| format!("{}: {error}", place.display()))?;
    let mut files: Vec<String> = entries
        .filter_map(|entry| Some(entry.ok()?.path().display().to_string()))
        .filter(|path| path.ends_with(".test.mjs"))
        .collect();
    files.sort();
    let report = report(&format!("{folder}.tap"))?;
    let destination = format!("--test-reporter-destination={}", report.display());
    let mut words =
        vec!["--test", "--test-concurrency=1", "--test-reporter=spec", "--test-reporter-destination=stdout"];
    words.extend(["--test-reporter=tap", &destination]);
    words.extend(files.iter().map(String::as_str));
    let mut command = program("node", &words, &crate::root().join("tests"));
    command.env("ZHANCHENG_PROGRAMS", layers::target_folder()?.join("debug"));
    run(command)?;
    let tap = fs::read_to_string(&report).map_err(|error| format!("{}: {error}", report.display()))?;
    Ok(Found::Tested(node_tests_passed(&tap)?, "tests"))
}

/// Tests that passed, from Node's report; a skipped one is a failure.
fn node_tests_passed(tap: &str) -> Outcome<usize> {
    let number = |name: &str| {
        let line = tap.lines().rev().find_map(|line| line.strip_prefix(&format!("# {name} ")));
        line.and_then(|number| number.trim().parse::<usize>().ok()).unwrap_or(0)
    };
    match number("skipped") + number("todo") {
        0 => Ok(number("pass")),
        passed_over => Err(format!("{passed_over} tests were passed over")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_have_names_of_their_own() {
        let mut names: Vec<&str> = STAGES.iter().map(|stage| stage.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), STAGES.len());
        assert!(test(&["no-such-stage".to_owned()]).is_err());
    }

    #[test]
    fn tests_are_counted_as_the_harness_tells_them() {
        let nextest = "     Summary [   1.234s] 57 tests run: 57 passed, 0 skipped\n";
        assert_eq!(rust_tests_passed(nextest), 57);
        let cargo = "test result: ok. 3 passed; 0 failed; 0 ignored\ntest result: ok. 4 passed; 0 failed\n";
        assert_eq!(rust_tests_passed(cargo), 7);
        assert_eq!(rust_tests_passed("nothing ran"), 0);
    }

    #[test]
    fn a_test_passed_over_is_no_test() {
        assert_eq!(node_tests_passed("ok 1\n# tests 3\n# pass 3\n# fail 0\n# skipped 0\n# todo 0\n"), Ok(3));
        assert!(node_tests_passed("# pass 2\n# skipped 1\n# todo 0\n").is_err());
        assert_eq!(node_tests_passed(""), Ok(0));
    }
}
