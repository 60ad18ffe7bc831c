//! Documents tell the truth: every path they name exists, and the map says who may use whom as Cargo does.

use super::{Finding, Rule};
use crate::tree::Tree;

/// The documents that are held to it.
const DOCUMENTS: &[&str] = &["README.md", "crates/ARCHITECTURE.md"];

/// The rules of this file.
pub const RULES: &[Rule] = &[
    Rule {
        name: "named paths",
        reason: "a document that names a file which is gone leads its reader astray",
        check: named_paths,
        together: false,
        planted: &[
            ("README.md", "The map is `crates/ARCHITECTURE.md`.\n"),
            ("README.md", "See [the map](crates/NOWHERE.md).\n"),
            ("crates/ARCHITECTURE.md", "Words live in `ui/messages/zh-CN/`.\n"),
            ("crates/ARCHITECTURE.md", "Rules are pure; see `rules/src/lib.rs`.\n"),
            ("crates/ARCHITECTURE.md", "Statements: `store/sql/*.sql`.\n"),
        ],
        sound: &[
            ("README.md", "This file is `README.md`. `cargo xtask run` and `--data DIR` are no paths, nor is `a/b`.\n"),
            ("README.md", "[Rust](https://rustup.rs) and `target/debug/zhancheng`.\n"),
            ("ui/src/kit/README.md", "`crates/nowhere.rs`\n"),
        ],
    },
    Rule {
        name: "map of layers",
        reason: "the map and Cargo must not disagree on who may use whom",
        check: map_of_layers,
        together: false,
        planted: &[("crates/ARCHITECTURE.md", "| member | may use |\n|---|---|\n| `rules` | `store` |\n")],
        sound: &[("crates/ARCHITECTURE.md", "| what | where |\n|---|---|\n| `rules` | `store` |\n")],
    },
];

fn named_paths(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in DOCUMENTS.iter().filter_map(|path| tree.source(path)) {
        let folder = source.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for (index, line) in source.text.lines().enumerate() {
            for path in quoted(line).chain(linked(line)).filter(|path| is_path(path, folder, tree)) {
                if !exists(tree, path, folder) {
                    findings.push(Finding::at(&source.path, index + 1, format!("names {path}, which is not there")));
                }
            }
        }
    }
    findings
}

/// What stands between back quotes.
fn quoted(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

/// The targets of links.
fn linked(line: &str) -> impl Iterator<Item = &str> {
    line.split("](").skip(1).filter_map(|rest| rest.split_once(')').map(|(target, _)| target))
}

/// Folders that build tools make: named, but not in the repository.
const BUILT: &[&str] = &["target/", "ui/dist", "ui/node_modules", "ui/src/paraglide"];

/// Whether words are meant as a path: they begin with a folder of the root or of the document's own, or end like a file.
fn is_path(words: &str, folder: &str, tree: &Tree) -> bool {
    const TOP: &[&str] =
        &["crates/", "ui/", "tests/", "src-tauri/", "icons/", ".github/", ".cargo/", ".ci/", "README.md", "Cargo.toml"];
    const MEMBERS: &[&str] = &["rules/", "store/", "words/", "print/", "commands/", "cli/", "xtask/", "decisions/"];
    if words.contains([' ', '{', '<', '(', '=', '…']) || words.contains("://") || words.starts_with('#') {
        return false;
    }
    if BUILT.iter().any(|built| words.starts_with(built)) {
        return false;
    }
    let top = TOP.iter().any(|top| words.starts_with(top));
    let own = !folder.is_empty() && MEMBERS.iter().any(|member| words.starts_with(member));
    let bare = !words.contains('/') && words.ends_with(".md");
    let known = tree.has(words.trim_start_matches("./"));
    top || own || bare || known
}

fn exists(tree: &Tree, words: &str, folder: &str) -> bool {
    let words = words.split('#').next().unwrap_or(words).trim_start_matches("./");
    let beside = if folder.is_empty() { words.to_owned() } else { format!("{folder}/{words}") };
    [words, &beside].into_iter().any(|path| match path.split_once('*') {
        None => tree.has(path),
        Some((start, end)) => tree.paths.iter().any(|known| {
            known
                .strip_prefix(start)
                .is_some_and(|rest| rest.ends_with(end) && (!rest.contains('/') || end.contains('/')))
        }),
    })
}

/// Compares the table headed `member | may use` with the manifests.
fn map_of_layers(tree: &Tree) -> Vec<Finding> {
    let Some(map) = tree.source("crates/ARCHITECTURE.md") else { return Vec::new() };
    let mut findings = Vec::new();
    let mut told = Vec::new();
    let mut within = false;
    for (index, line) in map.text.lines().enumerate() {
        let cells: Vec<&str> = line.trim().trim_matches('|').split('|').map(str::trim).collect();
        match cells.as_slice() {
            ["member", "may use", ..] => within = true,
            [member, may_use, ..] if within && !member.starts_with("---") => {
                let name = quoted(member).next().unwrap_or(member).to_owned();
                let mut uses: Vec<String> = quoted(may_use).map(str::to_owned).collect();
                uses.sort();
                told.push((index + 1, name, uses));
            }
            [_, _, ..] => {}
            _ => within = false,
        }
    }
    if told.is_empty() {
        return findings;
    }
    let declared: Vec<(String, Vec<String>)> = tree
        .sources
        .iter()
        .filter(|source| source.path.ends_with("Cargo.toml"))
        .filter_map(|source| allowed(&source.text))
        .collect();
    for (line, name, uses) in &told {
        match declared.iter().find(|(member, _)| member == name) {
            None => findings.push(Finding::at(&map.path, *line, format!("tells of {name}, and no manifest does"))),
            Some((_, allowed)) if allowed != uses => {
                let what =
                    format!("says {name} may use [{}], its manifest says [{}]", uses.join(", "), allowed.join(", "));
                findings.push(Finding::at(&map.path, *line, what));
            }
            Some(_) => {}
        }
    }
    for (name, _) in declared.iter().filter(|(name, _)| !told.iter().any(|(_, member, _)| member == name)) {
        findings.push(Finding::at(&map.path, 0, format!("does not tell whom {name} may use")));
    }
    findings
}

/// A member's name and its allow-list, sorted, from its manifest.
fn allowed(manifest: &str) -> Option<(String, Vec<String>)> {
    let value =
        |key: &str| manifest.lines().find_map(|line| line.strip_prefix(key)?.trim().strip_prefix('=').map(str::trim));
    let may_use = value("may-use")?;
    let mut uses: Vec<String> = may_use.split('"').skip(1).step_by(2).map(str::to_owned).collect();
    uses.sort();
    Some((value("name")?.trim_matches('"').to_owned(), uses))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANIFEST: (&str, &str) =
        ("crates/store/Cargo.toml", "[package]\nname = \"store\"\n[package.metadata.layers]\nmay-use = [\"rules\"]\n");

    #[test]
    fn the_map_must_say_what_the_manifests_say() {
        let head = "| member | may use | owns |\n|---|---|---|\n";
        let map =
            |rows: &str| map_of_layers(&Tree::of(&[MANIFEST, ("crates/ARCHITECTURE.md", &format!("{head}{rows}"))]));
        assert_eq!(map("| `store` | `rules` | SQL |\n"), []);
        assert!(map("| `store` | nothing | SQL |\n")[0].what.contains("may use []"));
        assert!(map("| `stores` | `rules` | SQL |\n").iter().any(|finding| finding.what.contains("no manifest")));
        assert!(map("| `stores` | `rules` | SQL |\n").iter().any(|finding| finding.what.contains("does not tell")));
    }

    #[test]
    fn a_path_is_looked_for_from_the_root_and_from_the_document() {
        let map = "`store/sql/*.sql`, `crates/store/sql/`, `store/sql/post.sql`\n";
        let tree = Tree::of(&[("crates/ARCHITECTURE.md", map), ("crates/store/sql/post.sql", "")]);
        assert_eq!(named_paths(&tree), []);
        let tree = Tree::of(&[("crates/ARCHITECTURE.md", map), ("crates/store/sql/post.txt", "")]);
        assert_eq!(named_paths(&tree).len(), 2);
    }
}
