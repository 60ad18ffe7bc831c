//! The log file: command names, codes and durations. No name, no text, no path of a person.

use std::time::Duration;

use tauri::Runtime;
use tauri::plugin::TauriPlugin;
use tauri_plugin_log::{Builder, RotationStrategy, Target, TargetKind, TimezoneStrategy};

/// What our own records are filed under; nothing else reaches the file below a warning.
const TARGET: &str = "zhancheng";

/// A log file is begun anew beyond this.
const FILE_BYTES_MAX: u128 = 1_000_000;

/// Older log files that are kept.
const FILES_KEPT: usize = 3;

/// The plugin that writes the file into the system's folder for logs.
pub fn plugin<R: Runtime>() -> TauriPlugin<R> {
    Builder::new()
        .clear_targets()
        // Other crates may write what they hold into a record, an argument among it: ours alone are kept.
        .target(
            Target::new(TargetKind::LogDir { file_name: Some("zhancheng".to_owned()) })
                .filter(|metadata| metadata.target() == TARGET),
        )
        .timezone_strategy(TimezoneStrategy::UseLocal)
        .max_file_size(FILE_BYTES_MAX)
        .rotation_strategy(RotationStrategy::KeepSome(FILES_KEPT))
        .level(log::LevelFilter::Info)
        .build()
}

/// The line for a call: its name only when it is one of ours, since the page could send anything.
pub fn line(name: &str, code: Option<&str>, taken: Duration) -> String {
    let known = commands::registry().iter().map(|entry| entry.name).chain(crate::desk::ACTIONS.iter().copied());
    let name = known.into_iter().find(|known| *known == name).unwrap_or("unknown");
    format!("{name} {} {} ms", code.unwrap_or("ok"), taken.as_millis())
}

/// Files a call.
pub fn called(name: &str, code: Option<&str>, taken: Duration) {
    log::info!(target: TARGET, "{}", line(name, code, taken));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_holds_no_word_of_a_person() {
        let taken = Duration::from_millis(12);
        assert_eq!(line("profile_list", None, taken), "profile_list ok 12 ms");
        assert_eq!(line("周予安 138 0000 1234", Some("command_unknown"), taken), "unknown command_unknown 12 ms");
        assert_eq!(line("window_save", Some("file_not_written"), taken), "window_save file_not_written 12 ms");
    }
}
