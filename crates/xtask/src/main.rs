//! The project's own tools: `cargo xtask run | test | contract | layers | tidy`.
//!
//! They start other programs and read the repository; they hold nothing of a museum and use
//! no crate of it. Every stage says how long it took, and a stage that tested nothing has failed.

mod bench;
mod contract;
mod layers;
mod licences;
mod mutant;
mod pictures;
mod program;
mod run;
mod setup;
mod soak;
mod stage;
mod test;
mod tidy;
mod tree;

use std::path::PathBuf;
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask run [--data DIR] [--now MOMENT] …   set up what is missing, build, open the application
cargo xtask test [STAGE …]                      set up what is missing and run everything, or the named stages
cargo xtask soak [STAGE …]                      the same tests with the full counts, the oracle against mutants
cargo xtask bench [FIGURE …]                    figures of a release build beside the peers', into crates/BENCHMARKS.md
cargo xtask contract [--check]                  write the page's types and its list of commands, or compare them
cargo xtask layers                              check who uses whom
cargo xtask tidy                                check every rule that a text can be checked for
cargo xtask pictures                            take the pictures of the guide anew, from the application itself
cargo xtask licences                            write what the application is made of, with its licences, for the page";

/// What a tool answers: nothing, or why it failed.
type Outcome<T = ()> = Result<T, String>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (command, rest) = match arguments.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("help", &[][..]),
    };
    let outcome = match command {
        "run" => run::run(rest),
        "test" => test::test(rest),
        "soak" => soak::soak(rest),
        "bench" => bench::bench(rest),
        "contract" => contract::contract(rest),
        "layers" => layers::layers().map(|found| println!("{found}")),
        "tidy" => tidy::tidy().map(|found| println!("{found}")),
        "pictures" => pictures::pictures(),
        "licences" => licences::write().map(|found| println!("{found}")),
        "help" | "--help" | "-h" => {
            println!("{HELP}");
            Ok(())
        }
        other => Err(format!("no command `{other}`\n\n{HELP}")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("{reason}");
            ExitCode::FAILURE
        }
    }
}

/// The repository's root.
fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").components().fold(PathBuf::new(), |path, part| {
        if part == std::path::Component::ParentDir {
            path.parent().map(PathBuf::from).unwrap_or_default()
        } else {
            path.join(part)
        }
    })
}
