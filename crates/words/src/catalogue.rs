//! Owns the reading and checking of message files, at build time and in tests.
//! Refuses whatever the page's compiler and ours could understand differently:
//! nested messages, variants, stray braces, a key or placeholder that one
//! locale lacks.

use std::collections::{BTreeMap, BTreeSet};

/// The two texts of one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Simplified Chinese, the source.
    pub zh_cn: String,
    /// English.
    pub en: String,
    /// Names between braces, in alphabetical order; the same in both texts.
    pub placeholders: BTreeSet<String>,
}

/// One area's two files: `(area, zh-CN JSON, en JSON)`.
pub type Area = (String, String, String);

/// Every key of every area, or all that is wrong, one sentence each.
pub fn read(areas: &[Area]) -> Result<BTreeMap<String, Message>, Vec<String>> {
    let mut messages = BTreeMap::new();
    let mut faults = Vec::new();
    for (area, zh_cn, en) in areas {
        let (zh_cn, en) = match (texts(area, "zh-CN", zh_cn), texts(area, "en", en)) {
            (Ok(zh_cn), Ok(en)) => (zh_cn, en),
            (zh_cn, en) => {
                faults.extend(zh_cn.err().into_iter().chain(en.err()).flatten());
                continue;
            }
        };
        for key in en.keys().filter(|key| !zh_cn.contains_key(*key)) {
            faults.push(format!("{area}.json: zh-CN lacks the key `{key}`"));
        }
        for (key, source) in zh_cn {
            match pair(area, &key, source, en.get(&key)) {
                Ok(message) => {
                    if messages.insert(key.clone(), message).is_some() {
                        faults.push(format!("{area}.json: the key `{key}` is in another area too"));
                    }
                }
                Err(fault) => faults.push(fault),
            }
        }
    }
    if faults.is_empty() { Ok(messages) } else { Err(faults) }
}

/// Checks one key's two texts against each other.
fn pair(area: &str, key: &str, zh_cn: String, en: Option<&String>) -> Result<Message, String> {
    let at = |what: String| format!("{area}.json: {what}");
    let en = en.ok_or_else(|| at(format!("en lacks the key `{key}`")))?;
    let names = placeholders(&zh_cn).map_err(|why| at(format!("`{key}` in zh-CN: {why}")))?;
    let other = placeholders(en).map_err(|why| at(format!("`{key}` in en: {why}")))?;
    if names != other {
        let differ: Vec<_> = names.symmetric_difference(&other).cloned().collect();
        return Err(at(format!("`{key}`: the locales differ in {{{}}}", differ.join("}, {"))));
    }
    Ok(Message { zh_cn, en: en.clone(), placeholders: names })
}

/// The flat keys of one file; `$schema` is the editor's, not ours.
fn texts(area: &str, locale: &str, json: &str) -> Result<BTreeMap<String, String>, Vec<String>> {
    let place = format!("{locale}/{area}.json");
    let file: BTreeMap<String, serde_json::Value> =
        serde_json::from_str(json).map_err(|why| vec![format!("{place}: {why}")])?;
    let prefix = format!("{}_", area.replace('-', "_"));
    let mut texts = BTreeMap::new();
    let mut faults = Vec::new();
    for (key, value) in file {
        if key == "$schema" {
            continue;
        }
        if !key.starts_with(&prefix) || !is_name(&key) {
            faults.push(format!("{place}: the key `{key}` is not {prefix} and lower-case words"));
            continue;
        }
        match value {
            serde_json::Value::String(text) if !text.is_empty() => {
                texts.insert(key, text);
            }
            _ => faults.push(format!("{place}: `{key}` is not a text")),
        }
    }
    if faults.is_empty() { Ok(texts) } else { Err(faults) }
}

/// The names between braces.
fn placeholders(text: &str) -> Result<BTreeSet<String>, String> {
    let mut names = BTreeSet::new();
    let mut rest = text;
    while let Some(open) = rest.find(['{', '}']) {
        let tail = &rest[open + 1..];
        let Some(close) = tail.find('}').filter(|_| rest.as_bytes()[open] == b'{') else {
            return Err("a brace without its partner".to_owned());
        };
        let name = &tail[..close];
        if !is_name(name) || name == "locale" {
            return Err(format!("`{{{name}}}` is not a placeholder of lower-case words"));
        }
        names.insert(name.to_owned());
        rest = &tail[close + 1..];
    }
    Ok(names)
}

/// Lower-case words joined by underscores: a Rust name as it stands.
fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// The Rust source for `messages`: one table, and one function a key.
pub fn source(messages: &BTreeMap<String, Message>) -> String {
    use std::fmt::Write;
    let mut table = String::from("static MESSAGES: &[Message] = &[\n");
    let mut functions = String::new();
    for (index, (key, message)) in messages.iter().enumerate() {
        let Message { zh_cn, en, placeholders } = message;
        // Writing to a String cannot fail.
        let _ = writeln!(table, "    Message {{ key: {key:?}, zh_cn: {zh_cn:?}, en: {en:?} }},");
        let _ = writeln!(functions, "/// {}", zh_cn.replace('\n', " ").replace('`', "'"));
        // Found in the documentation by its English, without the characters that an alias refuses.
        let alias = en.replace(|letter: char| letter.is_control() || letter == '\'' || letter == '"', " ");
        let _ = writeln!(functions, "#[doc(alias = {:?})]", alias.trim());
        if placeholders.is_empty() {
            let _ = writeln!(
                functions,
                "pub fn {key}(locale: Locale) -> &'static str {{ MESSAGES[{index}].text(locale) }}"
            );
            continue;
        }
        let parameters: String = placeholders.iter().map(|name| format!(", r#{name}: impl Display")).collect();
        let values: Vec<_> = placeholders.iter().map(|name| format!("({name:?}, &r#{name})")).collect();
        let _ = writeln!(
            functions,
            "pub fn {key}(locale: Locale{parameters}) -> String {{ fill(MESSAGES[{index}].text(locale), &[{}]) }}",
            values.join(", ")
        );
    }
    table.push_str("];\n");
    table + &functions
}
