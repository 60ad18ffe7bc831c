//! `cargo xtask pictures`: takes the guide's pictures anew, by the test that otherwise holds them to the application.

use crate::program::{cargo, program, run};
use crate::{Outcome, layers, setup};

/// Builds the page and the program that serves it, and takes every picture.
///
/// # Errors
/// What could not be built, or the picture that could not be taken.
pub fn pictures() -> Outcome {
    setup::npm_packages("tests")?;
    setup::page_if_stale()?;
    run(cargo(&["build", "--package", "cli", "--locked", "--quiet"]))?;
    let words = ["--test", "--test-reporter=spec", "ui/guide-pictures.test.mjs"];
    let mut command = program("node", &words, &crate::root().join("tests"));
    command.env("ZHANCHENG_PROGRAMS", layers::target_folder()?.join("debug"));
    command.env("ZHANCHENG_PICTURES", "1");
    run(command)
}
