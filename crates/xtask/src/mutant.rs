//! Mutants of the rules: named wrong turns that the oracle must catch, kept beside the tests as texts.
//!
//! None is ever part of a build that ships: each is written into a copy of the sources, in which
//! the oracle is run against it.

use crate::tidy::{Finding, Rule};
use crate::tree::Tree;

/// A wrong turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mutant {
    /// Its name.
    pub name: String,
    /// What the museum would suffer.
    pub why: String,
    /// The file it is written into.
    pub path: String,
    /// What stands there, once.
    pub instead_of: String,
    /// What is written there.
    pub write: String,
}

impl Mutant {
    /// Reads a mutant's text; `None` where it is not of the form.
    pub fn read(path: &str, text: &str) -> Option<Mutant> {
        let name = path.rsplit('/').next()?.strip_suffix(".mutant")?;
        let (why, rest) = text.strip_prefix("Why: ")?.split_once("\nIn: ")?;
        let (path, rest) = rest.split_once("\nInstead of:\n")?;
        let (instead_of, write) = rest.split_once("\nWrite:\n")?;
        Some(Mutant {
            name: name.to_owned(),
            why: why.to_owned(),
            path: path.to_owned(),
            instead_of: instead_of.to_owned(),
            write: write.strip_suffix('\n')?.to_owned(),
        })
    }

    /// The source with the wrong turn in it; `None` where the place is not there, or is there twice.
    pub fn written(&self, source: &str) -> Option<String> {
        (source.matches(&self.instead_of).count() == 1 && self.instead_of != self.write)
            .then(|| source.replacen(&self.instead_of, &self.write, 1))
    }
}

/// Every mutant of the repository, in order of name.
pub fn all(tree: &Tree) -> Vec<Mutant> {
    tree.ending_in(&["mutant"]).filter_map(|source| Mutant::read(&source.path, &source.text)).collect()
}

/// The rules of this file.
pub const RULES: &[Rule] = &[Rule {
    name: "mutants apply",
    reason: "a mutant that no longer fits its source is caught by nobody, and nobody notices",
    check: misfits,
    together: true,
    planted: &[
        ("crates/rules/src/a.rs", "//! A.\nlet taken = ends;\n"),
        (
            "tests/mutants/a.mutant",
            "Why: It is gone.\nIn: crates/rules/src/a.rs\nInstead of:\nlet taken = starts;\nWrite:\nlet taken = 0;\n",
        ),
    ],
    sound: &[],
}];

fn misfits(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in tree.ending_in(&["mutant"]) {
        let Some(mutant) = Mutant::read(&source.path, &source.text) else {
            findings.push(Finding::at(&source.path, 0, "is not of the form Why, In, Instead of, Write"));
            continue;
        };
        let fits = tree.source(&mutant.path).is_some_and(|source| mutant.written(&source.text).is_some());
        if !fits {
            findings.push(Finding::at(&source.path, 0, format!("does not stand once in {}", mutant.path)));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mutant_is_written_once_and_nowhere_else() {
        let text = "Why: Off by one.\nIn: crates/rules/src/a.rs\nInstead of:\na <= b\nWrite:\na < b\n";
        let mutant = Mutant::read("tests/mutants/off-by-one.mutant", text).unwrap();
        assert_eq!((mutant.name.as_str(), mutant.why.as_str()), ("off-by-one", "Off by one."));
        assert_eq!(mutant.written("if a <= b {}").as_deref(), Some("if a < b {}"));
        assert_eq!(mutant.written("if a <= b && a <= b {}"), None);
        assert_eq!(mutant.written("if a < b {}"), None);
        assert_eq!(Mutant::read("tests/mutants/x.mutant", "In: a"), None);
    }
}
