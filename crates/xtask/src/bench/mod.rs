//! `cargo xtask bench`: our figures beside the peers', in one run on one machine, kept in `crates/BENCHMARKS.md`.
//!
//! A figure stands with its ratio and its bar, met or not. A row that was not taken keeps what it had.

mod commands;
mod figure;
mod page;
mod sheets;
mod store;

use std::path::{Path, PathBuf};

use serde_json::Value;

use figure::{Figure, Taken};

use crate::program::{cargo, output, program, run, run_kept};
use crate::{Outcome, layers, setup};

/// The moment the trial museums live in.
const NOW: &str = "2026-05-04T08:50+08:00";

/// A row of the table that can be asked for.
struct Row {
    name: &'static str,
    /// What is measured, how, and what was tried where it falls short: stands over the row's figures.
    about: &'static str,
    take: fn(&mut Bench) -> Outcome<Vec<Figure>>,
}

const ROWS: &[Row] = &[
    Row { name: "occupancy", about: store::OCCUPANCY, take: store::occupancy },
    Row { name: "batches", about: store::BATCHES, take: store::batches },
    Row { name: "timeline", about: page::TIMELINE, take: page::timeline },
    Row { name: "print", about: sheets::PRINT, take: sheets::print },
    Row { name: "import", about: sheets::IMPORT, take: sheets::import },
    Row { name: "search", about: store::SEARCH, take: store::search },
    Row { name: "window", about: page::WINDOW, take: page::window },
    Row { name: "commands", about: commands::COMMANDS, take: commands::commands },
    Row { name: "views", about: commands::VIEWS, take: commands::views },
];

/// What the rows share: the programs, the trial museums and the peers, made when they are first wanted.
struct Bench {
    folder: PathBuf,
    program: Option<PathBuf>,
    python: Option<PathBuf>,
}

/// Takes every row, or those that are named, prints them and keeps them.
///
/// # Errors
/// A name that no row has, or what failed.
pub fn bench(names: &[String]) -> Outcome {
    if let Some(name) = names.iter().find(|name| !ROWS.iter().any(|row| row.name == name.as_str())) {
        let all: Vec<&str> = ROWS.iter().map(|row| row.name).collect();
        return Err(format!("no figure `{name}`; figures are {}", all.join(", ")));
    }
    let folder = layers::target_folder()?.join("bench");
    let _ = std::fs::remove_dir_all(folder.join("trial"));
    std::fs::create_dir_all(folder.join("trial")).map_err(|error| format!("{}: {error}", folder.display()))?;
    for packages in [setup::TO_BUILD, setup::TO_TEST, setup::TO_COMPARE] {
        setup::debian_packages(packages)?;
    }
    setup::node()?;
    setup::npm_packages("ui")?;
    setup::page_if_stale()?;
    setup::npm_packages("tests")?;
    let mut bench = Bench { folder, program: None, python: None };
    let file = crate::root().join("crates/BENCHMARKS.md");
    let mut kept = figure::kept(&std::fs::read_to_string(&file).unwrap_or_default());
    for row in ROWS.iter().filter(|row| names.is_empty() || names.iter().any(|name| name == row.name)) {
        println!("── {}", row.name);
        let taken = Taken::new((row.take)(&mut bench)?)?;
        println!("{}", figure::section(row.name, row.about, &taken));
        kept.insert(row.name.to_owned(), taken.lines(row.name));
        // Kept row by row: an hour's figures outlive a row that fails.
        std::fs::write(&file, figure::document(ROWS, &kept)).map_err(|error| format!("{}: {error}", file.display()))?;
    }
    let _ = std::fs::remove_dir_all(bench.folder.join("trial"));
    Ok(())
}

impl Bench {
    /// Where trials may leave what they like.
    fn trial(&self) -> PathBuf {
        self.folder.join("trial")
    }

    /// Our program, built to be fast.
    fn program(&mut self) -> Outcome<PathBuf> {
        if let Some(program) = &self.program {
            return Ok(program.clone());
        }
        run(cargo(&["build", "--release", "--locked", "--package", "cli"]))?;
        let built = layers::target_folder()?.join("release/zhancheng");
        self.program = Some(built.clone());
        Ok(built)
    }

    /// The sample museum, with the words that make it larger.
    fn museum(&mut self, name: &str, larger: &[&str]) -> Outcome<PathBuf> {
        let folder = self.trial().join(name);
        if !folder.exists() {
            self.ours(&folder, &[&["sample"], larger].concat())?;
        }
        Ok(folder)
    }

    /// Our program's answer on a museum.
    fn ours(&mut self, museum: &Path, words: &[&str]) -> Outcome<Value> {
        self.ours_at(NOW, museum, words)
    }

    /// The same at another moment.
    fn ours_at(&mut self, now: &str, museum: &Path, words: &[&str]) -> Outcome<Value> {
        let mut all = vec!["--data".to_owned(), museum.display().to_string(), "--now".to_owned(), now.to_owned()];
        all.extend(words.iter().map(|word| (*word).to_owned()));
        answer(&output(program(&self.program()?.display().to_string(), &all, &crate::root()))?)
    }

    /// What a script finds in a browser on pages that our program serves: it leaves its answer in a file, since what it
    /// starts may write as well.
    fn in_browser(&mut self, script: &str, arguments: &[String], file: &Path) -> Outcome<Value> {
        let programs = self.program()?.parent().map(Path::to_path_buf).unwrap_or_default();
        let mut words = vec![format!("crates/xtask/bench/{script}")];
        words.extend_from_slice(arguments);
        words.push(file.display().to_string());
        let mut command = program("node", &words, &crate::root());
        command.env("ZHANCHENG_PROGRAMS", programs);
        run_kept(command)?;
        let text = std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
        answer(&text)
    }

    /// A Python with the peers in it, in a folder of its own.
    fn python(&mut self) -> Outcome<PathBuf> {
        if let Some(python) = &self.python {
            return Ok(python.clone());
        }
        let folder = self.folder.join("python");
        let python = folder.join("bin/python");
        let text = folder.display().to_string();
        if !python.exists() {
            run(program("python3", &["-m", "venv", &text], &crate::root()))?;
        }
        let pip = [
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "-r",
            "crates/xtask/bench/requirements.txt",
        ];
        run(program(&python.display().to_string(), &pip, &crate::root()))?;
        self.python = Some(python.clone());
        Ok(python)
    }

    /// The answer of a peer written in Python.
    fn python_peer(&mut self, script: &str, arguments: &[String]) -> Outcome<Value> {
        peer(&self.python()?.display().to_string(), script, arguments)
    }
}

fn answer(text: &str) -> Outcome<Value> {
    serde_json::from_str(text).map_err(|error| format!("no figures: {error}\n{text}"))
}

/// A peer's answer: a script beside this tool.
fn peer(interpreter: &str, script: &str, arguments: &[String]) -> Outcome<Value> {
    let mut words = vec![format!("crates/xtask/bench/{script}")];
    words.extend_from_slice(arguments);
    answer(&output(program(interpreter, &words, &crate::root()))?)
}
