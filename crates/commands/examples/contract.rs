//! Writes the page's contract into a folder: `cargo xtask contract` calls it.

use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1) else {
        eprintln!("name the folder to write into");
        return ExitCode::FAILURE;
    };
    match commands::contract::export(std::path::Path::new(&folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
