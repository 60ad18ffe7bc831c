//! The licences of everything the application is made of: crates and npm packages, against one allow-list.
//!
//! A package passes when its SPDX expression can be met by licences of the list alone. The list itself
//! is committed beside the page that shows it, and is no older than the lock files.

use std::fs;

use serde_json::Value;

use crate::Outcome;
use crate::layers::metadata;

/// Licences that the application may be distributed under together: permissive ones, the
/// file-wise MPL, and the font licence. No GPL, no AGPL, nothing that forbids a use.
const ALLOWED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BlueOak-1.0.0",
    "BSD-1-Clause",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "bzip2-1.0.6",
    "CC-BY-4.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "OFL-1.1",
    "Python-2.0",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "Unlicense",
    "Zlib",
];

/// Packages whose manifest forgets its licence, with where it was read. All of them only build the page or serve a
/// test, and are no part of what is given away.
const DECLARED_ELSEWHERE: &[(&str, &str)] = &[
    // The LICENSE file in the package.
    ("@inlang/plugin-message-format", "MIT"),
    // The LICENSE file in the package: the second reader that our calendars are held against.
    ("ical", "Apache-2.0"),
    // Native parts of @lix-js/sdk, published from one repository with it; @lix-js/sdk itself declares MIT.
    ("@lix-js/sdk-darwin-arm64", "MIT"),
    ("@lix-js/sdk-linux-arm64", "MIT"),
    ("@lix-js/sdk-linux-x64", "MIT"),
    ("@lix-js/sdk-win32-x64", "MIT"),
];

/// Where the page finds the list: a line a package, name, version, licence and origin between tabs.
const LIST: &str = "ui/src/features/settings/third-party.txt";

/// The folders with a lock file of npm.
const NPM_FOLDERS: &[&str] = &["ui", "tests"];

/// A package with the licence it declares.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Package {
    name: String,
    version: String,
    licence: Option<String>,
    from: &'static str,
}

/// Checks all licences and the committed list, and answers how many packages there are.
///
/// # Errors
/// Every package whose licence is not allowed; a list that is not what the lock files say.
pub fn check() -> Outcome<usize> {
    let packages = packages()?;
    let mut faults = refused(&packages);
    let committed = fs::read_to_string(crate::root().join(LIST)).unwrap_or_default();
    faults.extend(outdated(&committed, &list(&packages)));
    if faults.is_empty() { Ok(packages.len()) } else { Err(faults.join("\n")) }
}

/// Writes the list that the page shows and answers how many packages it names.
///
/// # Errors
/// When cargo or a lock file does not answer, or the list cannot be written.
pub fn write() -> Outcome<String> {
    let packages = packages()?;
    fs::write(crate::root().join(LIST), list(&packages)).map_err(|error| format!("{LIST}: {error}"))?;
    Ok(format!("licences: {} packages in {LIST}", packages.len()))
}

fn list(packages: &[Package]) -> String {
    let line = |package: &Package| {
        let licence = package.licence.as_deref().unwrap_or("?");
        format!("{}\t{}\t{licence}\t{}\n", package.name, package.version, package.from)
    };
    packages.iter().map(line).collect()
}

/// What is wrong with the committed list: the first line that differs is enough to see why.
fn outdated(committed: &str, fresh: &str) -> Option<String> {
    if committed == fresh {
        return None;
    }
    let differs =
        |one: &str, other: &str| one.lines().find(|line| !other.lines().any(|it| it == *line)).map(str::to_owned);
    let line = differs(fresh, committed).or_else(|| differs(committed, fresh)).unwrap_or_default();
    Some(format!("{LIST} is not what the lock files say, as in `{line}`; `cargo xtask licences` writes it anew"))
}

fn packages() -> Outcome<Vec<Package>> {
    let mut all = of_cargo(&metadata(true)?);
    for folder in NPM_FOLDERS {
        let path = crate::root().join(folder).join("package-lock.json");
        if let Ok(text) = fs::read_to_string(&path) {
            let lock = serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
            all.extend(of_npm(&lock));
        }
    }
    all.sort();
    all.dedup();
    Ok(all)
}

fn of_cargo(metadata: &Value) -> Vec<Package> {
    let packages = metadata["packages"].as_array().map(Vec::as_slice).unwrap_or_default();
    packages
        .iter()
        // The workspace's own members come from nowhere.
        .filter(|package| !package["source"].is_null())
        .map(|package| {
            let name = text(&package["name"]);
            // A file instead of an expression is for a person to read: it does not pass by itself.
            let licence = package["license"].as_str().or(elsewhere(&name)).map(str::to_owned);
            Package { name, version: text(&package["version"]), licence, from: "crates.io" }
        })
        .collect()
}

/// The licence that a person read in a package whose manifest forgets it.
fn elsewhere(name: &str) -> Option<&'static str> {
    DECLARED_ELSEWHERE.iter().find(|(known, _)| *known == name).map(|(_, licence)| *licence)
}

fn of_npm(lock: &Value) -> Vec<Package> {
    let packages = lock["packages"].as_object().into_iter().flatten();
    packages
        .filter(|(path, _)| !path.is_empty())
        .map(|(path, package)| {
            let name = path.rsplit("node_modules/").next().unwrap_or(path).to_owned();
            let licence = package["license"].as_str().or(elsewhere(&name)).map(str::to_owned);
            Package { name, version: text(&package["version"]), licence, from: "npm" }
        })
        .collect()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn refused(packages: &[Package]) -> Vec<String> {
    packages
        .iter()
        .filter(|package| !package.licence.as_deref().is_some_and(allowed))
        .map(|package| {
            let licence = package.licence.as_deref().unwrap_or("none declared");
            format!(
                "{} {} ({}): licence {licence} is not on the list of licences.rs",
                package.name, package.version, package.from
            )
        })
        .collect()
}

/// Whether an SPDX expression can be met by allowed licences. `/` is the old way to write OR.
fn allowed(expression: &str) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut reader = Reader { words: &words, at: 0 };
    reader.any() && reader.at == words.len()
}

/// Reads `a AND (b OR c WITH d)`: AND binds closer than OR.
struct Reader<'w> {
    words: &'w [&'w str],
    at: usize,
}

impl Reader<'_> {
    fn taken(&mut self, word: &str) -> bool {
        let found = self.words.get(self.at).is_some_and(|next| next.eq_ignore_ascii_case(word));
        self.at += usize::from(found);
        found
    }

    fn any(&mut self) -> bool {
        let mut met = self.all();
        while self.taken("OR") {
            // Both sides are read whatever the first came to.
            met |= self.all();
        }
        met
    }

    fn all(&mut self) -> bool {
        let mut met = self.one();
        while self.taken("AND") {
            met &= self.one();
        }
        met
    }

    fn one(&mut self) -> bool {
        if self.taken("(") {
            let met = self.any();
            return self.taken(")") && met;
        }
        let Some(licence) = self.words.get(self.at) else { return false };
        self.at += 1;
        let mut name = (*licence).to_owned();
        if self.taken("WITH") {
            name = format!("{name} WITH {}", self.words.get(self.at).copied().unwrap_or_default());
            self.at += 1;
        }
        ALLOWED.iter().any(|known| *known == name)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_expression_is_met_by_allowed_licences_alone() {
        for (expression, met) in [
            ("MIT", true),
            ("MIT OR GPL-3.0-only", true),
            ("GPL-3.0-only OR MIT", true),
            ("MIT AND GPL-3.0-only", false),
            ("(MIT OR Apache-2.0) AND Unicode-3.0", true),
            ("(GPL-2.0 OR AGPL-3.0) AND MIT", false),
            ("MIT/Apache-2.0", true),
            ("Apache-2.0 WITH LLVM-exception", true),
            ("Apache-2.0 WITH Other-exception", false),
            ("GPL-3.0-only", false),
            ("SEE LICENSE IN x", false),
            ("(MIT", false),
            ("MIT)", false),
            ("", false),
        ] {
            assert_eq!(allowed(expression), met, "{expression}");
        }
    }

    #[test]
    fn a_planted_package_is_refused_by_name() {
        let crates = of_cargo(&json!({"packages": [
            {"name": "good", "version": "1.0.0", "license": "MIT OR Apache-2.0", "source": "registry"},
            {"name": "viral", "version": "2.0.0", "license": "AGPL-3.0-only", "source": "registry"},
            {"name": "silent", "version": "3.0.0", "license": null, "source": "registry"},
        ]}));
        let npm = of_npm(&json!({"packages": {
            "": {"name": "page"},
            "node_modules/fine": {"version": "1.0.0", "license": "ISC"},
            "node_modules/a/node_modules/@b/bad": {"version": "4.0.0", "license": "UNLICENSED"},
        }}));
        let faults = refused(&crates.into_iter().chain(npm).collect::<Vec<_>>());
        assert_eq!(faults.len(), 3, "{faults:?}");
        assert!(faults[0].starts_with("viral 2.0.0 (crates.io): licence AGPL-3.0-only"));
        assert!(faults[1].starts_with("silent 3.0.0 (crates.io): licence none declared"));
        assert!(faults[2].starts_with("@b/bad 4.0.0 (npm): licence UNLICENSED"));
    }

    #[test]
    fn the_list_is_as_fresh_as_the_lock_files() {
        let package = |name: &str| Package {
            name: name.to_owned(),
            version: "1.0.0".to_owned(),
            licence: Some("MIT".to_owned()),
            from: "npm",
        };
        let fresh = list(&[package("a"), package("b")]);
        assert_eq!(fresh, "a\t1.0.0\tMIT\tnpm\nb\t1.0.0\tMIT\tnpm\n");
        assert_eq!(outdated(&fresh, &fresh), None);
        for (committed, named) in [(list(&[package("a")]), "`b\t1.0.0"), (format!("{fresh}c\t1\tMIT\tnpm\n"), "`c\t1")]
        {
            assert!(outdated(&committed, &fresh).is_some_and(|fault| fault.contains(named)));
        }
    }
}
