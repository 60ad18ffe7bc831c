//! SQL lives in the store, and a released migration stays as it was released.

use sha2::{Digest as _, Sha256};

use super::code::{Keep, Language, blanked, numbered};
use super::{Finding, Rule};
use crate::tree::Tree;

/// Released migrations with the hash of their text: `V1__the_house.sql <sha256>`, a line each.
const RELEASED: &str = "crates/store/migrations/released.txt";

/// The rules of this file.
pub const RULES: &[Rule] = &[
    Rule {
        name: "sql outside the store",
        reason: "a statement elsewhere escapes the guards, the journal and the second engine",
        check: outside,
        together: false,
        planted: &[
            ("crates/commands/src/a.rs", "//! A.\nlet sql = \"SELECT id FROM session\";\n"),
            ("src-tauri/src/a.rs", "//! A.\nlet sql = format!(\"DELETE FROM {table}\");\n"),
            ("ui/src/lib/a.ts", "// A.\nconst sql = `UPDATE session SET title = 1`;\n"),
        ],
        sound: &[
            ("crates/store/src/a.rs", "//! A.\nlet sql = \"SELECT id FROM session\";\n"),
            (
                "crates/commands/src/a.rs",
                "//! A.\n// SELECT id FROM session\nlet words = \"Select one from the list\";\n",
            ),
            ("crates/commands/tests/a.rs", "//! A.\nlet payload = \"'; DELETE FROM session; --\";\n"),
        ],
    },
    Rule {
        name: "released migrations",
        reason: "a museum somewhere was made by the released text; another text would leave it behind",
        check: released,
        together: false,
        planted: &[(RELEASED, "V1__the_house.sql 0000000000000000000000000000000000000000000000000000000000000000\n")],
        sound: &[(RELEASED, "# none yet\n")],
    },
    Rule {
        name: "numbered migrations",
        reason: "migrations run by number: a gap or a number twice leaves museums that differ",
        check: numbered_migrations,
        together: false,
        planted: &[
            ("crates/store/migrations/sqlite/V2__later.sql", "-- A.\n"),
            ("crates/store/migrations/sqlite/first.sql", "-- A.\n"),
        ],
        sound: &[("crates/store/migrations/sqlite/V1__the_house.sql", "-- A.\n")],
    },
];

fn outside(tree: &Tree) -> Vec<Finding> {
    const PAIRS: &[(&str, &str)] = &[
        ("SELECT ", " FROM "),
        ("INSERT ", "INTO "),
        ("DELETE ", "FROM "),
        ("UPDATE ", " SET "),
        ("CREATE ", " TABLE"),
        ("CREATE ", "TABLE "),
        ("PRAGMA ", ""),
    ];
    let mut findings = Vec::new();
    let sources = tree.ending_in(&["rs", "ts", "svelte"]);
    for source in
        sources.filter(|source| !source.path.starts_with("crates/store/") && !source.path.starts_with("crates/xtask/"))
    {
        if source.is_test() {
            continue;
        }
        let language = if source.ends_in(&["rs"]) { Language::Rust } else { Language::Script };
        let tests_at = source.text.find("#[cfg(test)]").unwrap_or(source.text.len());
        for (line, text) in numbered(&blanked(&source.text[..tests_at], language, Keep::CodeAndStrings)) {
            let found = PAIRS.iter().find(|(verb, rest)| {
                text.split_once(verb).is_some_and(|(_, after)| {
                    let after = format!(" {after}");
                    after.contains(rest)
                })
            });
            if found.is_some() {
                findings.push(Finding::at(&source.path, line, format!("holds a statement: {}", text.trim())));
            }
        }
    }
    findings
}

fn released(tree: &Tree) -> Vec<Finding> {
    let Some(list) = tree.source(RELEASED) else { return Vec::new() };
    let mut findings = Vec::new();
    for (index, line) in
        list.text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'))
    {
        let (name, expected) = line.trim().split_once(' ').unwrap_or((line.trim(), ""));
        let path = format!("crates/store/migrations/sqlite/{name}");
        let found = tree.source(&path).map(|source| hash(&source.text));
        if found.as_deref() != Some(expected.trim()) {
            let what = match found {
                None => format!("{name} was released and is gone"),
                Some(found) => format!("{name} was released and has changed (now {found}); write another migration"),
            };
            findings.push(Finding::at(&list.path, index + 1, what));
        }
    }
    findings
}

fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn numbered_migrations(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut numbers: Vec<(u32, &str)> = Vec::new();
    for path in tree.paths.iter().filter(|path| path.starts_with("crates/store/migrations/sqlite/")) {
        let name = path.rsplit('/').next().unwrap_or_default();
        let number =
            name.strip_prefix('V').and_then(|rest| rest.split_once("__")).and_then(|(number, _)| number.parse().ok());
        match number {
            Some(number) => numbers.push((number, path)),
            None => findings.push(Finding::at(path, 0, "is not called V<number>__<what>.sql")),
        }
    }
    numbers.sort_unstable();
    for (expected, (number, path)) in (1..).zip(&numbers) {
        if *number != expected {
            findings.push(Finding::at(path, 0, format!("stands where number {expected} is due")));
            break;
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_released_migration_passes_as_it_was_and_fails_once_touched() {
        let path = "crates/store/migrations/sqlite/V1__a.sql";
        let list = format!("# released\nV1__a.sql {}\n", hash("-- A.\n"));
        assert_eq!(released(&Tree::of(&[(path, "-- A.\n"), (RELEASED, &list)])), []);
        assert_eq!(released(&Tree::of(&[(path, "-- B.\n"), (RELEASED, &list)])).len(), 1);
    }
}
