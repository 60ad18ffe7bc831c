//! Every rule that a text can be checked for, each with its reason, each proven on a planted violation.
//!
//! A rule is a function over the repository's files. What it finds names the file and the line.

mod code;
mod form;
mod messages;
mod page;
mod paths;
mod sql;
mod store;
mod tests_run;

use crate::Outcome;
use crate::tree::Tree;

/// A rule.
pub struct Rule {
    /// Its name.
    pub name: &'static str,
    /// Why there is such a rule, in words.
    pub reason: &'static str,
    /// Finds what breaks it.
    pub check: fn(&Tree) -> Vec<Finding>,
    /// Files that break it: the test of the rule.
    pub planted: &'static [(&'static str, &'static str)],
    /// Whether the planted files break it only together.
    pub together: bool,
    /// Files that look like it and do not: the other half of the test.
    pub sound: &'static [(&'static str, &'static str)],
}

/// Something that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The file.
    pub path: String,
    /// The line, from 1; 0 for the file as a whole.
    pub line: usize,
    /// What is wrong there.
    pub what: String,
}

impl Finding {
    /// A finding at a line.
    pub fn at(path: &str, line: usize, what: impl Into<String>) -> Finding {
        Finding { path: path.to_owned(), line, what: what.into() }
    }
}

/// All rules.
pub const RULES: &[&[Rule]] = &[
    form::RULES,
    tests_run::RULES,
    page::RULES,
    paths::RULES,
    messages::RULES,
    sql::RULES,
    store::RULES,
    crate::mutant::RULES,
];

/// What a rule makes of its own planted files, where that is not what it should be: a rule that no
/// longer finds its violation keeps nothing.
fn unproven(rule: &Rule) -> Vec<String> {
    // Each planted file breaks the rule by itself, or, where a rule holds files against each other, all do.
    let found = |file: &(&str, &str)| {
        let findings = (rule.check)(&if rule.together { Tree::of(rule.planted) } else { Tree::of(&[*file]) });
        !findings.is_empty() && (rule.together || findings.iter().all(|finding| finding.path == file.0))
    };
    let passed = rule.planted.iter().filter(|file| !found(file));
    let passed = passed.map(|(path, text)| format!("{} passes over {path}: {text:?}", rule.name));
    let wrong = rule.sound.iter().filter(|file| !(rule.check)(&Tree::of(&[**file])).is_empty());
    let wrong = wrong.map(|(path, text)| format!("{} finds fault with {path}: {text:?}", rule.name));
    passed
        .chain(wrong)
        .chain(rule.planted.is_empty().then(|| format!("{} has no planted violation", rule.name)))
        .collect()
}

/// Checks the repository, after proving every rule on its planted violation.
///
/// # Errors
/// Everything that was found, under its rule and the rule's reason.
pub fn tidy() -> Outcome<String> {
    let tree = Tree::of_repository(&crate::root())?;
    let mut report = Vec::new();
    let mut count = 0;
    for rule in RULES.iter().copied().flatten() {
        count += 1;
        report.extend(unproven(rule));
        let findings = (rule.check)(&tree);
        if findings.is_empty() {
            continue;
        }
        report.push(format!("tidy: {} – {}", rule.name, rule.reason));
        report.extend(findings.iter().map(|finding| match finding.line {
            0 => format!("  {}: {}", finding.path, finding.what),
            line => format!("  {}:{line}: {}", finding.path, finding.what),
        }));
    }
    if report.is_empty() {
        Ok(format!("tidy: {count} rules over {} files", tree.sources.len()))
    } else {
        Err(report.join("\n"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_finds_what_is_planted_and_nothing_else() {
        let unproven: Vec<String> = RULES.iter().copied().flatten().flat_map(unproven).collect();
        assert_eq!(unproven, Vec::<String>::new());
    }

    #[test]
    fn a_rule_that_finds_nothing_or_everything_is_not_believed() {
        let rule = |check| Rule {
            name: "hollow",
            reason: "a rule for this test alone",
            check,
            planted: &[("a.rs", "bad")],
            together: false,
            sound: &[("b.rs", "good")],
        };
        assert!(unproven(&rule(|_| Vec::new()))[0].contains("passes over a.rs"));
        assert!(
            unproven(&rule(|tree| vec![Finding::at(&tree.paths[0], 0, "bad")]))[0].contains("finds fault with b.rs")
        );
        assert!(unproven(&rule(|_| vec![Finding::at("c.rs", 0, "bad")]))[0].contains("passes over a.rs"));
    }

    #[test]
    fn rules_have_names_of_their_own_and_reasons() {
        let mut names: Vec<&str> = RULES.iter().copied().flatten().map(|rule| rule.name).collect();
        assert!(RULES.iter().copied().flatten().all(|rule| rule.reason.split_whitespace().count() > 4));
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
