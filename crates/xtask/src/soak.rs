//! `cargo xtask soak`: the same tests with the full counts, and the oracle against mutants of the rules.

use std::path::Path;

use crate::mutant::{self, Mutant};
use crate::program::{cargo, run, run_kept};
use crate::stage::{self, Found, Stage};
use crate::test::rust_tests_passed;
use crate::tree::Tree;
use crate::{Outcome, layers};

/// Says to the tests that the full counts are wanted; `tests/count.rs` reads it.
const SOAK: &str = "ZHANCHENG_SOAK";
/// Operations the oracle plays against each mutant.
const MUTANT_STEPS: &str = "4000";

const STAGES: &[Stage] = &[
    Stage { name: "kill", run: || tests("durability::") },
    Stage { name: "power-cut", run: || tests("power_cut::") },
    Stage { name: "faults", run: || tests("faults::") },
    Stage { name: "damage", run: || tests("damage::") },
    Stage { name: "retries", run: || tests("retries::") },
    Stage { name: "import-kill", run: || tests("sheet_kill::") },
    Stage { name: "migration", run: || tests("migration::") },
    Stage { name: "oracle", run: || tests("oracle::") },
    Stage { name: "malformed", run: || tests("malformed::") },
    Stage { name: "fuzz", run: fuzz },
    Stage { name: "mutants", run: mutants },
];

/// Runs every stage, or those that are named.
///
/// # Errors
/// The first stage that failed, or a name that no stage has.
pub fn soak(names: &[String]) -> Outcome {
    let mut chosen = Vec::new();
    for stage in STAGES {
        if names.is_empty() || names.iter().any(|name| name == stage.name) {
            chosen.push(Stage { ..*stage });
        }
    }
    if let Some(name) = names.iter().find(|name| !STAGES.iter().any(|stage| stage.name == name.as_str())) {
        let all: Vec<&str> = STAGES.iter().map(|stage| stage.name).collect();
        return Err(format!("no stage `{name}`; stages are {}", all.join(", ")));
    }
    stage::run(&chosen)
}

/// The tests of one module with the full counts; each says what it counted.
fn tests(module: &str) -> Outcome<Found> {
    in_full(&["--package", "tests", "--test", "all", module])
}

/// What cargo's harness runs for these words, with the full counts.
fn in_full(words: &[&str]) -> Outcome<Found> {
    let mut command = cargo(&[&["test", "--locked"], words, &["--", "--nocapture"]].concat());
    command.env(SOAK, "1");
    Ok(Found::Tested(rust_tests_passed(&run_kept(command)?), "tests"))
}

/// A million changed files for each reader of sheets, optimised: their number is what counts.
fn fuzz() -> Outcome<Found> {
    in_full(&["--release", "--package", "exchange", "--test", "reading", "fuzz::"])
}

/// The oracle against an unchanged copy, which must pass, and against every mutant, which must not.
fn mutants() -> Outcome<Found> {
    let tree = Tree::of_repository(&crate::root())?;
    let mutants = mutant::all(&tree);
    let built = layers::target_folder()?;
    let copy = built.join("mutants");
    let _ = std::fs::remove_dir_all(&copy);
    let told = |error: std::io::Error| format!("{}: {error}", copy.display());
    for source in tree.paths.iter().filter(|path| !path.ends_with(".mutant")) {
        let target = copy.join(source);
        std::fs::create_dir_all(target.parent().unwrap_or(&copy)).map_err(told)?;
        std::fs::copy(crate::root().join(source), &target).map_err(told)?;
    }
    if !oracle_passes(&copy, &built)? {
        return Err("the oracle finds fault with the rules as they are".to_owned());
    }
    println!("passed: the rules as they are");
    let mut escaped = Vec::new();
    for mutant in &mutants {
        if caught(mutant, &copy, &built)? {
            println!("caught: {} – {}", mutant.name, mutant.why);
        } else {
            println!("ESCAPED: {} – {}", mutant.name, mutant.why);
            escaped.push(mutant.name.as_str());
        }
    }
    let _ = std::fs::remove_dir_all(&copy);
    if escaped.is_empty() {
        Ok(Found::Tested(mutants.len(), "mutants"))
    } else {
        Err(format!("not caught: {}", escaped.join(", ")))
    }
}

fn caught(mutant: &Mutant, copy: &Path, built: &Path) -> Outcome<bool> {
    let file = copy.join(&mutant.path);
    let told = |error: std::io::Error| format!("{}: {error}", file.display());
    let sound = std::fs::read_to_string(&file).map_err(told)?;
    let wrong = mutant.written(&sound).ok_or_else(|| format!("{} does not apply", mutant.name))?;
    std::fs::write(&file, wrong).map_err(told)?;
    let passes = oracle_passes(copy, built);
    std::fs::write(&file, sound).map_err(told)?;
    passes.map(|passes| !passes)
}

/// Builds the tests of a copy, which must succeed, and runs the oracle in it.
fn oracle_passes(copy: &Path, built: &Path) -> Outcome<bool> {
    let prepared = |arguments: &[&str]| {
        let mut command = cargo(arguments);
        command.current_dir(copy).env("CARGO_TARGET_DIR", built);
        // The first divergence is enough: nobody reads its history.
        command.env("ZHANCHENG_ORACLE_STEPS", MUTANT_STEPS).env("ZHANCHENG_ORACLE_SHORTEN", "0");
        command
    };
    run(prepared(&["test", "--quiet", "--locked", "--package", "tests", "--test", "all", "--no-run"]))?;
    let mut command = prepared(&["test", "--quiet", "--locked", "--package", "tests", "--test", "all", "oracle::"]);
    command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
    let status = command.status().map_err(|error| format!("the tests do not start: {error}"))?;
    Ok(status.success())
}
