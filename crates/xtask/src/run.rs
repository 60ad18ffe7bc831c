//! `cargo xtask run`: from a clone to the open application.

use std::env;

use crate::program::{cargo, run as run_program};
use crate::{Outcome, setup};

/// Sets up what is missing, builds, and opens the application. Where there is no display it
/// serves the same page on loopback and says so. Arguments go to the application.
///
/// # Errors
/// What is missing and could not be set up, or why the build failed.
pub fn run(arguments: &[String]) -> Outcome {
    if has_display() {
        setup::debian_packages(setup::TO_BUILD)?;
        setup::page_if_stale()?;
        start("zhancheng-desktop", "zhancheng-desktop", arguments, &[])
    } else {
        println!("没有显示器，改为在本机提供同一页面。 There is no display: the same page is served on this machine.");
        setup::page_if_stale()?;
        start("cli", "zhancheng", arguments, &["serve"])
    }
}

fn start(package: &str, binary: &str, arguments: &[String], command: &[&str]) -> Outcome {
    let mut words = vec!["run", "--package", package, "--bin", binary, "--"];
    words.extend(arguments.iter().map(String::as_str));
    words.extend(command);
    run_program(cargo(&words))
}

/// Whether a window can be shown here.
fn has_display() -> bool {
    let set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}
