//! Who may use whom: each member's allow-list in its `Cargo.toml` against what it really uses.
//!
//! `[package.metadata.layers] may-use` names the members a member may depend on, in its tests
//! and build scripts as well: a test that reaches past its layer hides a missing door.
//! `[workspace.metadata.layers.only]` names libraries that one member keeps to itself.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::Value;

use crate::Outcome;
use crate::program::{cargo, output};

/// What cargo knows of the workspace.
///
/// # Errors
/// When cargo does not answer.
pub fn metadata(whole: bool) -> Outcome<Value> {
    let mut arguments = vec!["metadata", "--format-version", "1", "--locked"];
    if !whole {
        arguments.push("--no-deps");
    }
    let text = output(cargo(&arguments))?;
    serde_json::from_str(&text).map_err(|error| format!("cargo metadata: {error}"))
}

/// Where cargo puts what it builds.
///
/// # Errors
/// When cargo does not answer or does not say.
pub fn target_folder() -> Outcome<PathBuf> {
    let metadata = metadata(false)?;
    metadata["target_directory"]
        .as_str()
        .map(PathBuf::from)
        .ok_or_else(|| "cargo metadata: no target folder".to_owned())
}

/// Checks the workspace.
///
/// # Errors
/// Every dependency that goes where it must not, with the reason.
pub fn layers() -> Outcome<String> {
    let metadata = metadata(false)?;
    let faults = check(&metadata);
    if faults.is_empty() {
        let uses: usize = members(&metadata).iter().map(|member| member.uses.len()).sum();
        Ok(format!("layers: {} members, {uses} uses between them, all allowed", members(&metadata).len()))
    } else {
        Err(faults.join("\n"))
    }
}

/// A member and what it depends on.
pub struct Member {
    /// Its name.
    pub name: String,
    /// The members it may use; none where it does not say.
    pub may_use: Option<Vec<String>>,
    /// The members it uses.
    pub uses: Vec<String>,
    /// Everything else it uses.
    libraries: Vec<String>,
    described: bool,
}

/// The members of the workspace.
pub fn members(metadata: &Value) -> Vec<Member> {
    let packages = metadata["packages"].as_array().map(Vec::as_slice).unwrap_or_default();
    let names: Vec<&str> = packages.iter().filter_map(|package| package["name"].as_str()).collect();
    packages
        .iter()
        .map(|package| {
            let dependencies = package["dependencies"].as_array().map(Vec::as_slice).unwrap_or_default();
            let mut all: Vec<String> =
                dependencies.iter().filter_map(|one| one["name"].as_str().map(str::to_owned)).collect();
            all.sort();
            all.dedup();
            let (uses, libraries) = all.into_iter().partition(|name| names.contains(&name.as_str()));
            Member {
                name: package["name"].as_str().unwrap_or_default().to_owned(),
                may_use: strings(&package["metadata"]["layers"]["may-use"]),
                uses,
                libraries,
                described: package["description"].as_str().is_some_and(|text| !text.is_empty()),
            }
        })
        .collect()
}

fn strings(value: &Value) -> Option<Vec<String>> {
    value.as_array().map(|list| list.iter().filter_map(|one| one.as_str().map(str::to_owned)).collect())
}

fn check(metadata: &Value) -> Vec<String> {
    let members = members(metadata);
    let mut faults = Vec::new();
    let only: BTreeMap<String, Vec<String>> = metadata["metadata"]["layers"]["only"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(library, owners)| (library.clone(), strings(owners).unwrap_or_default()))
        .collect();
    for member in &members {
        let name = &member.name;
        if !member.described {
            faults.push(format!("{name}: no description, and so nobody knows what it owns"));
        }
        let Some(may_use) = &member.may_use else {
            faults.push(format!("{name}: no [package.metadata.layers] may-use, and so nothing says whom it may use"));
            continue;
        };
        for used in member.uses.iter().filter(|used| !may_use.contains(used)) {
            let allowed = if may_use.is_empty() { "no member".to_owned() } else { may_use.join(", ") };
            faults.push(format!("{name} uses {used}, and may use {allowed}: a layer reached past is a layer gone"));
        }
        for unknown in may_use.iter().filter(|wanted| !members.iter().any(|other| &other.name == *wanted)) {
            faults.push(format!("{name} may use {unknown}, and there is no such member"));
        }
        for (library, owners) in only.iter().filter(|(library, _)| member.libraries.contains(library)) {
            if !owners.contains(name) {
                faults.push(format!("{name} uses {library}, which {} keeps to itself", owners.join(", ")));
            }
        }
    }
    faults.extend(rings(&members));
    faults
}

/// Members that may use themselves, by way of others.
fn rings(members: &[Member]) -> Vec<String> {
    let allowed = |name: &str| -> Vec<&str> {
        let member = members.iter().find(|member| member.name == name);
        member.and_then(|member| member.may_use.as_ref()).into_iter().flatten().map(String::as_str).collect()
    };
    members
        .iter()
        .filter(|member| {
            let mut seen: Vec<&str> = Vec::new();
            let mut open = allowed(&member.name);
            while let Some(next) = open.pop() {
                if !seen.contains(&next) {
                    seen.push(next);
                    open.extend(allowed(next));
                }
            }
            seen.contains(&member.name.as_str())
        })
        .map(|member| format!("{} may use itself by way of others: layers have no ring", member.name))
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn package(name: &str, may_use: Value, uses: &[(&str, Value)]) -> Value {
        let dependencies: Vec<Value> = uses.iter().map(|(name, kind)| json!({"name": name, "kind": kind})).collect();
        json!({"name": name, "description": "x", "metadata": {"layers": {"may-use": may_use}}, "dependencies": dependencies})
    }

    fn found(packages: &[Value]) -> Vec<String> {
        check(&json!({"packages": packages, "metadata": {"layers": {"only": {"rusqlite": ["store"]}}}}))
    }

    #[test]
    fn the_repository_keeps_its_layers() {
        layers().unwrap();
    }

    #[test]
    fn a_use_within_the_list_passes() {
        let packages = [
            package("rules", json!([]), &[("serde", Value::Null)]),
            package("store", json!(["rules"]), &[("rules", Value::Null), ("rusqlite", Value::Null)]),
        ];
        assert_eq!(found(&packages), Vec::<String>::new());
    }

    #[test]
    fn each_planted_violation_is_found_and_named() {
        let rules = || package("rules", json!([]), &[]);
        for (kind, packages, expected) in [
            ("plain", vec![rules(), package("words", json!([]), &[("rules", Value::Null)])], "words uses rules"),
            ("tests", vec![rules(), package("words", json!([]), &[("rules", json!("dev"))])], "words uses rules"),
            ("build", vec![rules(), package("words", json!([]), &[("rules", json!("build"))])], "words uses rules"),
            ("silent", vec![rules(), package("words", Value::Null, &[])], "no [package.metadata.layers]"),
            ("unknown", vec![package("words", json!(["rule"]), &[])], "no such member"),
            ("library", vec![package("rules", json!([]), &[("rusqlite", Value::Null)])], "keeps to itself"),
            ("ring", vec![package("a", json!(["b"]), &[]), package("b", json!(["a"]), &[])], "by way of others"),
        ] {
            let faults = found(&packages);
            assert!(faults.iter().any(|fault| fault.contains(expected)), "{kind}: {faults:?}");
        }
    }
}
