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
        let mut arguments = arguments.to_vec();
        if !arguments.iter().any(|argument| argument.starts_with("--data")) {
            arguments.extend(["--data".to_owned(), museum_folder(|name| env::var(name).ok())?]);
        }
        start("cli", "zhancheng", &arguments, &["serve"])
    }
}

fn start(package: &str, binary: &str, arguments: &[String], command: &[&str]) -> Outcome {
    let mut words = vec!["run", "--package", package, "--bin", binary, "--"];
    words.extend(arguments.iter().map(String::as_str));
    words.extend(command);
    run_program(cargo(&words))
}

/// The folder that the desktop window opens on this machine too; only Linux goes without a display.
fn museum_folder(variable: impl Fn(&str) -> Option<String>) -> Outcome<String> {
    let data = variable("XDG_DATA_HOME").filter(|path| path.starts_with('/'));
    let data =
        data.or_else(|| variable("HOME").filter(|home| !home.is_empty()).map(|home| format!("{home}/.local/share")));
    data.map(|data| format!("{data}/zhancheng"))
        .ok_or_else(|| "no home folder: name the museum's with --data".to_owned())
}

/// Whether a window can be shown here.
fn has_display() -> bool {
    let set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_served_museum_is_the_one_the_window_opens() {
        let home = |name: &str| (name == "HOME").then(|| "/home/a".to_owned());
        assert_eq!(museum_folder(home), Ok("/home/a/.local/share/zhancheng".to_owned()));
        assert_eq!(museum_folder(|_| Some("/d".to_owned())), Ok("/d/zhancheng".to_owned()));
        assert!(museum_folder(|_| None).is_err());
    }
}
