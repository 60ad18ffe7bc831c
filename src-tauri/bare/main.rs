//! A bare Tauri window: one page with one line of text, no command, no plugin, no museum.
//!
//! It is what our window is measured beside: the same Tauri, the same profile, the same size. Built only where the
//! feature `bare-window` is asked for, so that no ordinary build or test carries it.

use std::process::ExitCode;

fn main() -> ExitCode {
    match tauri::Builder::default().run(tauri::generate_context!("bare/tauri.conf.json")) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("the window does not open: {error}");
            ExitCode::FAILURE
        }
    }
}
