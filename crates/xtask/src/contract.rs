//! The page's contract: written from Rust into `ui/src/contract`, committed, and compared in every test run.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

use crate::program::{cargo, program, run};
use crate::stage::Found;
use crate::{Outcome, layers};

/// Where the page keeps it.
const FOLDER: &str = "ui/src/contract";

/// `cargo xtask contract [--check]`.
///
/// # Errors
/// When it cannot be written, or, with `--check`, when the committed one differs.
pub fn contract(arguments: &[String]) -> Outcome {
    match arguments {
        [] => {
            let folder = crate::root().join(FOLDER);
            let fresh = fresh()?;
            let stale = read(&folder)?;
            for name in stale.keys().filter(|name| !fresh.contains_key(*name)) {
                fs::remove_file(folder.join(name)).map_err(|error| error.to_string())?;
            }
            // What is the same keeps its time: the page is built again only after a real change.
            for (name, text) in fresh.iter().filter(|(name, text)| stale.get(*name) != Some(text)) {
                write(&folder.join(name), text).map_err(|error| format!("{FOLDER}/{name}: {error}"))?;
            }
            println!("contract: {} files in {FOLDER}", fresh.len());
            Ok(())
        }
        [check] if check == "--check" => check_committed().map(|_| ()),
        _ => Err("cargo xtask contract [--check]".to_owned()),
    }
}

fn write(path: &Path, text: &str) -> std::io::Result<()> {
    // A type of another crate has a folder of its own.
    fs::create_dir_all(path.parent().unwrap_or(path))?;
    fs::write(path, text)
}

/// Compares the committed contract with a fresh one.
///
/// # Errors
/// The names of the files that differ.
pub fn check_committed() -> Outcome<Found> {
    let fresh = fresh()?;
    let faults = differences(&read(&crate::root().join(FOLDER))?, &fresh);
    if faults.is_empty() {
        println!("contract: {} files as the commands declare them", fresh.len());
        Ok(Found::Tested(fresh.len(), "files"))
    } else {
        Err(format!(
            "The page's contract is not what the commands declare; `cargo xtask contract` writes it anew:\n{}",
            faults.join("\n")
        ))
    }
}

/// The contract as the commands declare it now.
fn fresh() -> Outcome<BTreeMap<String, String>> {
    let folder = scratch_folder()?;
    let written = export(&folder).and_then(|()| read(&folder));
    // Left behind in the system's scratch folder when it cannot be removed.
    let _ = fs::remove_dir_all(&folder);
    written
}

fn scratch_folder() -> Outcome<PathBuf> {
    let folder = env::temp_dir().join(format!("zhancheng-contract-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    Ok(folder)
}

/// Builds the exporting program among the whole workspace, because building it alone would compile its dependencies
/// a second time with fewer features, and lets it write.
fn export(folder: &Path) -> Outcome {
    run(cargo(&["build", "--quiet", "--workspace", "--locked", "--example", "contract"]))?;
    let built = layers::target_folder()?.join("debug/examples/contract").with_extension(env::consts::EXE_EXTENSION);
    run(program(&built.display().to_string(), &[folder], &crate::root()))
}

fn read(folder: &Path) -> Outcome<BTreeMap<String, String>> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(BTreeMap::new()) };
    let mut files = BTreeMap::new();
    for entry in entries {
        let entry = entry.map_err(|error| error.to_string())?;
        let kind = entry.file_type().map_err(|error| error.to_string())?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if kind.is_dir() {
            for (inner, text) in read(&entry.path())? {
                files.insert(format!("{name}/{inner}"), text);
            }
        } else {
            files.insert(name, fs::read_to_string(entry.path()).map_err(|error| error.to_string())?);
        }
    }
    Ok(files)
}

fn differences(committed: &BTreeMap<String, String>, fresh: &BTreeMap<String, String>) -> Vec<String> {
    let missing = fresh.keys().filter(|name| !committed.contains_key(*name)).map(|name| format!("  {name} is missing"));
    let stale = committed.keys().filter(|name| !fresh.contains_key(*name)).map(|name| format!("  {name} is no longer"));
    let changed = fresh
        .iter()
        .filter(|(name, text)| committed.get(*name).is_some_and(|known| known != *text))
        .map(|(name, _)| format!("  {name} differs"));
    missing.chain(stale).chain(changed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(entries: &[(&str, &str)]) -> BTreeMap<String, String> {
        entries.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn every_difference_is_named() {
        let committed = files(&[("A.ts", "a"), ("B.ts", "b"), ("C.ts", "c")]);
        assert_eq!(differences(&committed, &committed), Vec::<String>::new());
        let fresh = files(&[("A.ts", "a"), ("B.ts", "b2"), ("D.ts", "d")]);
        assert_eq!(differences(&committed, &fresh), ["  D.ts is missing", "  C.ts is no longer", "  B.ts differs"]);
    }
}
