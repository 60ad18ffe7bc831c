//! The page asks nobody outside: no address of another machine in anything that is built into it.

use super::code::{Keep, Language, blanked, numbered};
use super::{Finding, Rule};
use crate::tree::{Source, Tree};

/// The rules of this file.
pub const RULES: &[Rule] = &[Rule {
    name: "outside addresses",
    reason: "the page works with the network unplugged, and tells nobody what a museum looks at",
    check: outside,
    together: false,
    planted: &[
        ("ui/index.html", "<!-- A. --><link href=\"https://fonts.example.com/x.css\">\n"),
        ("ui/src/a.css", "/* A. */\n@import url(\"//cdn.example.com/x.css\");\n"),
        ("ui/src/lib/a.ts", "// A.\nfetch('http://tiles.example.com/1.png');\n"),
        ("ui/src/kit/A.svelte", "<!-- A. -->\n<img src=\"https://example.com/a.png\" alt=\"\">\n"),
        ("src-tauri/capabilities/main.json", "{ \"remote\": { \"urls\": [\"https://example.com\"] } }\n"),
    ],
    sound: &[
        ("ui/src/lib/a.ts", "// A. After https://example.com/paper.\nconst a = 'http://www.w3.org/2000/svg';\n"),
        ("ui/src/kit/A.svelte", "<!-- A. -->\n<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>\n"),
        ("src-tauri/tauri.conf.json", "{ \"csp\": \"connect-src ipc: http://ipc.localhost\" }\n"),
        ("ui/package-lock.json", "{ \"resolved\": \"https://registry.npmjs.org/a\" }\n"),
    ],
}];

/// Addresses that name a thing and are never asked, and those of this machine.
const ALLOWED: &[&str] = &["www.w3.org/", "ipc.localhost", "tauri.localhost", "localhost", "127.0.0.1"];

fn outside(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in tree.sources.iter().filter(|source| is_page(source)) {
        let text = match source.path.rsplit_once('.') {
            Some((_, "ts" | "js")) => blanked(&source.text, Language::Script, Keep::CodeAndStrings),
            _ => source.text.clone(),
        };
        for (line, text) in numbered(&text) {
            if let Some(address) = address(&text) {
                findings.push(Finding::at(&source.path, line, format!("names {address}")));
            }
        }
    }
    findings
}

fn is_page(source: &Source) -> bool {
    let built_in =
        source.path.starts_with("ui/src/") || source.path.starts_with("ui/public/") || source.path == "ui/index.html";
    let window = source.path.starts_with("src-tauri/") && source.ends_in(&["json"]);
    (built_in || window) && !source.is_test() && source.ends_in(&["ts", "js", "svelte", "css", "html", "json", "svg"])
}

/// The first address in a line that is not of this machine.
fn address(line: &str) -> Option<String> {
    ["https://", "http://", "\"//", "'//", "url(//", "wss://", "ws://"].iter().find_map(|scheme| {
        line.match_indices(scheme).find_map(|(at, _)| {
            let rest = &line[at + scheme.len()..];
            let host: String =
                rest.chars().take_while(|letter| !letter.is_whitespace() && !"\"'`<>)".contains(*letter)).collect();
            let named = host.contains('.') || scheme.contains(':');
            let allowed =
                ALLOWED.iter().any(|known| host.starts_with(known)) || host.is_empty() || host.starts_with('$');
            (named && !allowed).then(|| format!("{scheme}{host}"))
        })
    })
}
