//! Tests run, all of them, and wait for things instead of for time.

use super::code::{code_lines, test_lines};
use super::{Finding, Rule};
use crate::tree::{Source, Tree};

/// The rules of this file.
pub const RULES: &[Rule] = &[
    Rule {
        name: "ignored tests",
        reason: "a test that does not run proves nothing and reads as if it did",
        check: ignored,
        together: false,
        planted: &[
            (
                "crates/rules/src/a.rs",
                "//! A.\n#[cfg(test)]\nmod tests {\n    #[test]\n    #[ignore]\n    fn a() {}\n}\n",
            ),
            ("crates/rules/tests/a.rs", "//! A.\n#[test]\n#[ignore = \"slow\"]\nfn a() {}\n"),
            ("ui/src/lib/a.test.ts", "// A.\nit.only('a', () => {});\n"),
            ("ui/src/lib/a.test.ts", "// A.\ndescribe.skip('a', () => {});\n"),
            ("tests/ui/a.test.mjs", "// A.\ntest('a', { skip: true }, () => {});\n"),
            ("tests/ui/a.test.mjs", "// A.\nxit('a', () => {});\n"),
        ],
        sound: &[
            ("ui/src/lib/a.ts", "// A.\nrows.skip(1);\n"),
            ("ui/src/lib/a.test.ts", "// A.\nit('skips: the first', () => {});\n"),
        ],
    },
    Rule {
        name: "sleeping tests",
        reason: "a test that waits for time is slow on a good day and wrong on a bad one",
        check: sleeping,
        together: false,
        planted: &[
            ("crates/rules/src/a.rs", "//! A.\n#[cfg(test)]\nmod tests {\n    fn a() { std::thread::sleep(b); }\n}\n"),
            ("crates/store/tests/a.rs", "//! A.\nfn a() { thread::sleep(b); }\n"),
            ("tests/ui/a.test.mjs", "// A.\nawait page.waitForTimeout(100);\n"),
            ("ui/src/lib/a.test.ts", "// A.\nawait new Promise((done) => setTimeout(done, 50));\n"),
        ],
        sound: &[
            ("crates/store/src/watch.rs", "//! A.\nfn a() { std::thread::sleep(b); }\n"),
            ("ui/src/lib/a.test.ts", "// A.\nvi.useFakeTimers();\n"),
        ],
    },
];

fn script_test(source: &Source) -> bool {
    source.is_test() && source.ends_in(&["ts", "mjs", "js"])
}

fn ignored(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in tree.ending_in(&["rs"]) {
        for (line, text) in code_lines(source) {
            if text.contains("#[ignore") {
                findings.push(Finding::at(&source.path, line, "is ignored"));
            }
        }
    }
    let chained = ["it", "test", "describe", "suite"]
        .iter()
        .flat_map(|name| ["only", "skip", "todo", "fixme"].map(|word| format!("{name}.{word}(")));
    let told = ["xit(", "xtest(", "xdescribe(", "fit(", "fdescribe("].map(str::to_owned);
    let options = ["skip: ", "only: ", "todo: "].map(|word| format!("{{ {word}"));
    let marks: Vec<String> = chained.chain(told).chain(options).collect();
    for source in tree.sources.iter().filter(|source| script_test(source)) {
        for (line, text) in code_lines(source) {
            for mark in marks.iter().filter(|mark| stands(&text, mark)) {
                findings.push(Finding::at(&source.path, line, format!("does not run: {mark}")));
            }
        }
    }
    findings
}

/// Whether a mark stands in a line, not as the end of a longer word.
fn stands(line: &str, mark: &str) -> bool {
    line.match_indices(mark).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|letter| letter.is_alphanumeric() || letter == '_' || letter == '.')
    })
}

fn sleeping(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in tree.ending_in(&["rs"]) {
        for (line, text) in test_lines(source).into_iter().filter(|(_, text)| text.contains("sleep(")) {
            findings.push(Finding::at(&source.path, line, format!("sleeps: {}", text.trim())));
        }
    }
    for source in tree.sources.iter().filter(|source| script_test(source)) {
        for (line, text) in code_lines(source) {
            let waits =
                text.contains("waitForTimeout(") || text.contains("setTimeout(") && !text.contains("clearTimeout");
            if waits {
                findings.push(Finding::at(&source.path, line, format!("waits for time: {}", text.trim())));
            }
        }
    }
    findings
}
