//! `zhancheng`: the commands without a window.
//!
//! Every subcommand goes through the same gate as the page. Results are JSON on standard
//! output; a failure is JSON on standard error and exit code 1.

mod bench;
mod leaving;
mod options;
mod page;
mod run;
mod serve;
mod sheets;

use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    match run::run(options::Options::parse()) {
        Ok(run::Outcome { answer, refused }) => {
            if let Some(answer) = answer {
                let text = serde_json::to_string_pretty(&answer).unwrap_or_default();
                // A reader that has closed the pipe has read enough.
                let _ = writeln!(std::io::stdout(), "{text}");
            }
            if refused { ExitCode::FAILURE } else { ExitCode::SUCCESS }
        }
        Err(failure) => {
            let text = serde_json::to_string(&failure).unwrap_or_default();
            let _ = writeln!(std::io::stderr(), "{text}");
            ExitCode::FAILURE
        }
    }
}
