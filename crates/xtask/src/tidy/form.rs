//! The form of files: what they open with, how long they are, what code may not hold.

use super::code::{code_lines, has_word, product_lines};
use super::{Finding, Rule};
use crate::tree::{Source, Tree};

/// The longest file, in lines.
const LINES_MAX: usize = 800;

/// One line too many: the test of the rule on length.
const LONG: &str = match std::str::from_utf8(&[b'\n'; LINES_MAX + 1]) {
    Ok(text) => text,
    Err(_) => "",
};

/// The rules of this file.
pub const RULES: &[Rule] = &[
    Rule {
        name: "opening",
        reason: "a reader learns from a file's first line what it owns and what it refuses",
        check: opening,
        together: false,
        planted: &[
            ("crates/rules/src/a.rs", "use std::fmt;\n"),
            ("ui/src/lib/a.ts", "import { b } from './b';\n"),
            ("ui/src/kit/A.svelte", "<script lang=\"ts\">\n  let a = 1;\n</script>\n"),
            ("crates/store/migrations/sqlite/V2__x.sql", "CREATE TABLE x (id TEXT);\n"),
            ("crates/print/templates/a.typ", "#let a = 1\n"),
        ],
        sound: &[
            ("crates/rules/src/a.rs", "//! A rule.\nuse std::fmt;\n"),
            ("tests/ui/a.mjs", "#!/usr/bin/env node\n// Drives the page.\n"),
            ("ui/src/kit/A.svelte", "<!-- A button. -->\n<script lang=\"ts\"></script>\n"),
            ("ui/src/kit/B.svelte", "<script lang=\"ts\">\n  // A button.\n  let a = 1;\n</script>\n"),
            ("ui/src/contract/A.ts", "export type A = 1;\n"),
        ],
    },
    Rule {
        name: "length",
        reason: "a file of more than 800 lines holds more than one thing",
        check: length,
        together: false,
        planted: &[("crates/rules/src/a.rs", LONG)],
        sound: &[("crates/rules/src/a.rs", "//! A.\n"), ("ui/package-lock.json", LONG)],
    },
    Rule {
        name: "unfinished",
        reason: "what is not done is a line in the list of issues, not a stub that ships",
        check: unfinished,
        together: false,
        planted: &[
            ("crates/rules/src/a.rs", "//! A.\nfn a() { todo!() }\n"),
            ("crates/rules/src/a.rs", "//! A.\nfn a() { unimplemented!(\"later\") }\n"),
            ("ui/src/lib/a.ts", "// A.\n// TODO: the rest\n"),
            ("ui/src/views/A.svelte", "<!-- A. FIXME -->\n"),
        ],
        sound: &[
            ("crates/rules/src/a.rs", "//! A.\nlet word = \"todo!\";\n"),
            ("ui/src/lib/a.ts", "// A list of todos.\n"),
        ],
    },
    Rule {
        name: "unwrap",
        reason: "data of a museum is never what was expected: say what happens when it is not",
        check: unwrap,
        together: false,
        planted: &[("crates/rules/src/a.rs", "//! A.\nfn a() { b().unwrap(); }\n")],
        sound: &[
            ("crates/rules/src/a.rs", "//! A.\nfn a() { b().unwrap_or(1); }\n// c.unwrap()\n"),
            ("crates/rules/src/a.rs", "//! A.\n#[cfg(test)]\nmod tests {\n    fn a() { b().unwrap(); }\n}\n"),
            ("crates/rules/tests/a.rs", "//! A.\nfn a() { b().unwrap(); }\n"),
        ],
    },
    Rule {
        name: "any",
        reason: "`any` switches the compiler off, and types are written from Rust for that very check",
        check: any,
        together: false,
        planted: &[
            ("ui/src/lib/a.ts", "// A.\nlet a: any = 1;\n"),
            ("ui/src/lib/a.ts", "// A.\nconst a = b as any;\n"),
            ("ui/src/lib/a.ts", "// A.\nlet a: Map<string, any>;\n"),
            ("ui/src/kit/A.svelte", "<script>\n  // A.\n  let a: any[] = [];\n</script>\n"),
            ("ui/src/lib/a.ts", "// A.\n// @ts-ignore\n"),
            ("ui/src/lib/a.ts", "// A.\n// @ts-nocheck\n"),
        ],
        sound: &[
            ("ui/src/lib/a.ts", "// A. Not any: unknown.\nlet a: unknown = 'any'; const { any, all } = b;\n"),
            ("ui/src/kit/A.svelte", "<!-- A. -->\n<p>any: x</p>\n"),
        ],
    },
    Rule {
        name: "pure rules",
        reason: "a rule that reads a clock, a file or the dice cannot be asked the same thing twice",
        check: pure,
        together: false,
        planted: &[
            ("crates/rules/src/a.rs", "//! A.\nlet now = chrono::Utc::now();\n"),
            ("crates/rules/src/a.rs", "//! A.\nuse std::fs;\n"),
            ("crates/rules/src/a.rs", "//! A.\nlet at = std::time::SystemTime::now();\n"),
        ],
        sound: &[
            ("crates/store/src/a.rs", "//! A.\nuse std::fs;\n"),
            ("crates/rules/src/a.rs", "//! A.\nuse std::fmt;\n#[cfg(test)]\nmod tests {\n    use std::fs;\n}\n"),
        ],
    },
];

/// Files of the project's own making, in a language with comments.
fn own(source: &Source) -> bool {
    source.ends_in(&["rs", "ts", "js", "mjs", "svelte", "typ", "py", "css"]) && !source.is_generated()
}

fn opening(tree: &Tree) -> Vec<Finding> {
    let migration = |source: &Source| source.path.contains("/migrations/") && source.ends_in(&["sql"]);
    tree.sources
        .iter()
        .filter(|source| own(source) || migration(source))
        .filter(|source| !opens_well(source))
        .map(|source| Finding::at(&source.path, 1, "does not say what it owns"))
        .collect()
}

fn opens_well(source: &Source) -> bool {
    let mut lines = source.text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("#!/"));
    let first = lines.next().unwrap_or_default();
    let script = |line: &str| line.starts_with("//") || line.starts_with("/*");
    match source.path.rsplit_once('.').map(|(_, end)| end) {
        Some("rs") => first.starts_with("//!"),
        Some("svelte") => first.starts_with("<!--") || first.starts_with("<script") && lines.next().is_some_and(script),
        Some("sql") => first.starts_with("--"),
        Some("py") => first.starts_with("\"\"\"") || first.starts_with('#'),
        _ => script(first),
    }
}

fn length(tree: &Tree) -> Vec<Finding> {
    tree.sources
        .iter()
        .filter(|source| own(source) || source.ends_in(&["sql"]))
        .filter_map(|source| {
            let lines = source.text.lines().count();
            (lines > LINES_MAX).then(|| Finding::at(&source.path, lines, format!("{lines} lines")))
        })
        .collect()
}

/// Marks of what somebody meant to do; put together so that this file does not hold them itself.
const MARKS: &[&str] = &[concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X:")];

fn unfinished(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in tree.sources.iter().filter(|source| own(source) && !source.path.ends_with("tidy/form.rs")) {
        for (line, text) in code_lines(source) {
            for call in ["todo!", "unimplemented!", "dbg!"] {
                if text.contains(&format!("{call}(")) {
                    findings.push(Finding::at(&source.path, line, format!("holds {call}")));
                }
            }
        }
        for (index, text) in source.text.lines().enumerate() {
            for mark in MARKS {
                if has_word(text, mark.trim_end_matches(':')) {
                    findings.push(Finding::at(&source.path, index + 1, format!("says {mark}")));
                }
            }
        }
    }
    findings
}

fn unwrap(tree: &Tree) -> Vec<Finding> {
    lines_with(tree.ending_in(&["rs"]), &[".unwrap()"], "unwraps")
}

fn pure(tree: &Tree) -> Vec<Finding> {
    let rules = tree.ending_in(&["rs"]).filter(|source| source.path.starts_with("crates/rules/src/"));
    let impure =
        ["std::fs", "std::env", "std::net", "std::process", "std::thread", "SystemTime", "Instant::now", "::now()"];
    lines_with(rules, &impure, "reaches out of the rules by")
}

/// Product code that holds one of these.
fn lines_with<'t>(sources: impl Iterator<Item = &'t Source>, needles: &[&str], what: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in sources {
        for (line, text) in product_lines(source) {
            for needle in needles.iter().filter(|needle| text.contains(**needle)) {
                findings.push(Finding::at(&source.path, line, format!("{what} {needle}")));
            }
        }
    }
    findings
}

fn any(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in tree.ending_in(&["ts", "svelte"]).filter(|source| !source.is_generated()) {
        for (line, text) in code_lines(source) {
            if text.match_indices("any").any(|(at, _)| is_any_type(&text, at)) {
                findings.push(Finding::at(&source.path, line, "has the type any"));
            }
        }
        for (index, text) in source.text.lines().enumerate() {
            if text.contains(concat!("@ts-", "ignore")) || text.contains(concat!("@ts-", "nocheck")) {
                findings.push(Finding::at(&source.path, index + 1, "silences the compiler"));
            }
        }
    }
    findings
}

/// Whether the `any` at a place of a line stands where a type stands.
fn is_any_type(line: &str, at: usize) -> bool {
    let (before, after) = (line[..at].trim_end(), line[at + 3..].trim_start());
    let part =
        |letter: Option<char>| letter.is_some_and(|letter| letter.is_alphanumeric() || letter == '_' || letter == '$');
    if part(line[..at].chars().next_back()) || part(line[at + 3..].chars().next()) {
        return false;
    }
    match before.chars().next_back() {
        // `Map<string, any>`, but not `{ all, any }`.
        Some(',') => after.starts_with('>'),
        Some('<' | '|' | '&') => true,
        // `a: any`, but not `{ some: any(b) }` and not `x ? a : any(b)`.
        Some(':') => !after.starts_with('('),
        _ => has_word(before.rsplit(' ').next().unwrap_or_default(), "as"),
    }
}
