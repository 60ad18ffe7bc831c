//! What a Linux desktop's libraries read from the environment before `main`, and what it shall say there.
//!
//! They can be told in no other way, and a program cannot soundly change its own environment: it replaces itself, once
//! and under the same process id, by itself with the variables set. One that a person has set stays as it is.

use std::ffi::OsString;

/// Without a graphics device WebKit would have its layers put together by a processor that plays one: some 80 MB more
/// and slower than painting straight away.
const NO_LAYERS: (&str, &str) = ("WEBKIT_DISABLE_COMPOSITING_MODE", "1");

/// Calls run in a handful of threads at once. An arena each would keep what the largest answer of each took.
const ARENAS: (&str, &str) = ("MALLOC_ARENA_MAX", "2");

/// Which variables are still to be set.
fn missing(graphics: bool, is_set: impl Fn(&str) -> bool) -> Vec<(&'static str, &'static str)> {
    let wanted = [(!graphics).then_some(NO_LAYERS), Some(ARENAS)];
    wanted.into_iter().flatten().filter(|(name, _)| !is_set(name)).collect()
}

/// Whether this machine has a graphics device that draws.
fn has_graphics() -> bool {
    let draws = |name: OsString| name.to_string_lossy().starts_with("renderD");
    std::fs::read_dir("/dev/dri").is_ok_and(|found| found.flatten().any(|entry| draws(entry.file_name())))
}

/// Goes on in the environment that the libraries need; returns where it is already so.
pub fn settle() {
    let missing = missing(has_graphics(), |name| std::env::var_os(name).is_some());
    if missing.is_empty() {
        return;
    }
    let Ok(program) = std::env::current_exe() else { return };
    let mut again = std::process::Command::new(program);
    again.args(std::env::args_os().skip(1)).envs(missing);
    // Returns only where the system refuses; the window then opens as it is, larger.
    let _ = std::os::unix::process::CommandExt::exec(&mut again);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_without_graphics_paints_without_layers() {
        assert_eq!(missing(false, |_| false), [NO_LAYERS, ARENAS]);
        assert_eq!(missing(true, |_| false), [ARENAS]);
    }

    #[test]
    fn what_is_set_stays_and_nothing_is_missing_the_second_time() {
        assert_eq!(missing(false, |name| name == NO_LAYERS.0), [ARENAS]);
        assert_eq!(missing(false, |_| true), []);
    }
}
