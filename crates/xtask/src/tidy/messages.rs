//! The words of the page, of paper and of the command line: whole in both languages, used, and well said.

use std::collections::{BTreeMap, BTreeSet};

use super::{Finding, Rule};
use crate::tree::{Source, Tree};

/// The languages; the first is the source.
const LANGUAGES: &[&str] = &["zh-CN", "en"];

/// The rules of this file.
pub const RULES: &[Rule] = &[
    Rule {
        name: "messages in both languages",
        reason: "a message that one language lacks shows its key to a person",
        check: whole,
        together: false,
        planted: &[
            ("ui/messages/zh-CN/print.json", "{\n  \"print_a\": \"一\"\n}\n"),
            ("ui/messages/en/print.json", "{\n  \"print_a\": \"one\"\n}\n"),
            ("ui/messages/zh-CN/print.json", "{ not json\n"),
        ],
        sound: &[("ui/messages/zh-CN/print.json", "{}\n")],
    },
    Rule {
        name: "messages used",
        reason: "a message nobody shows is translated, checked and read for nothing",
        check: used,
        together: false,
        planted: &[("ui/messages/zh-CN/print.json", "{\n  \"print_nobody\": \"一\"\n}\n")],
        sound: &[("ui/messages/en/print.json", "{\n  \"print_nobody\": \"one\"\n}\n")],
    },
    Rule {
        name: "words",
        reason: "the interface is short and exact: no plea, no shout, no pronoun, Chinese signs in Chinese sentences",
        check: words,
        together: false,
        planted: &[
            ("ui/messages/zh-CN/a.json", "{\n  \"a_a\": \"请输入名称\"\n}\n"),
            ("ui/messages/zh-CN/a.json", "{\n  \"a_a\": \"保存成功！\"\n}\n"),
            ("ui/messages/zh-CN/a.json", "{\n  \"a_a\": \"您没有权限\"\n}\n"),
            ("ui/messages/zh-CN/a.json", "{\n  \"a_a\": \"确定\"\n}\n"),
            ("ui/messages/zh-CN/a.json", "{\n  \"a_a\": \"有冲突,换时间\"\n}\n"),
            ("ui/messages/zh-CN/a.json", "{\n  \"a_a\": \"共 {count} 人\"\n}\n"),
            ("ui/messages/en/a.json", "{\n  \"a_a\": \"Please enter a name!\"\n}\n"),
        ],
        sound: &[
            (
                "ui/messages/zh-CN/a.json",
                "{\n  \"a_a\": \"共{count}人，9:30开始\",\n  \"a_b\": \"邀请函\",\n  \"a_c\": \"申请\"\n}\n",
            ),
            ("ui/messages/en/a.json", "{\n  \"a_a\": \"{count} people\"\n}\n"),
        ],
    },
    Rule {
        name: "failure codes in words",
        reason: "a refusal without words is a wall without a door",
        check: failures,
        together: false,
        planted: &[(
            "crates/commands/src/failure.rs",
            "//! A.\npub const FAILURE_CODES: &[&str] = &[\n    \"no_words\",\n];\n",
        )],
        sound: &[("crates/commands/src/failure.rs", "//! A.\npub const FAILURE_CODES: &[&str] = &[];\n")],
    },
];

/// One message.
struct Message {
    key: String,
    text: String,
    line: usize,
}

/// The messages of a file, or why they cannot be read.
fn messages(source: &Source) -> Result<Vec<Message>, String> {
    let parsed: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(&source.text).map_err(|error| format!("is not a flat JSON object: {error}"))?;
    let line_of = |key: &str| {
        let needle = format!("\"{key}\"");
        source.text.lines().position(|line| line.trim_start().starts_with(&needle)).map_or(0, |index| index + 1)
    };
    Ok(parsed
        .iter()
        .filter(|(key, _)| *key != "$schema")
        .map(|(key, value)| Message {
            key: key.clone(),
            text: value.as_str().unwrap_or_default().to_owned(),
            line: line_of(key),
        })
        .collect())
}

/// Message files of one language, by area.
fn files<'t>(tree: &'t Tree, language: &str) -> BTreeMap<&'t str, &'t Source> {
    let folder = format!("ui/messages/{language}/");
    tree.sources
        .iter()
        .filter_map(|source| Some((source.path.strip_prefix(&folder)?.strip_suffix(".json")?, source)))
        .collect()
}

fn whole(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (here, there) in [(0, 1), (1, 0)] {
        let others = files(tree, LANGUAGES[there]);
        for (area, source) in files(tree, LANGUAGES[here]) {
            let own = match messages(source) {
                Ok(own) => own,
                Err(what) => {
                    findings.push(Finding::at(&source.path, 0, what));
                    continue;
                }
            };
            let other: BTreeMap<String, String> = others
                .get(area)
                .and_then(|other| messages(other).ok())
                .unwrap_or_default()
                .into_iter()
                .map(|message| (message.key, message.text))
                .collect();
            for message in &own {
                let mut say = |what: String| findings.push(Finding::at(&source.path, message.line, what));
                match other.get(&message.key) {
                    None => say(format!("{} is not in {}", message.key, LANGUAGES[there])),
                    Some(text) if here == 0 && placeholders(text) != placeholders(&message.text) => {
                        say(format!("{} has other placeholders in {}", message.key, LANGUAGES[there]));
                    }
                    Some(_) => {}
                }
                if message.text.trim().is_empty() {
                    say(format!("{} says nothing", message.key));
                }
                if !message.key.starts_with(&format!("{area}_")) {
                    say(format!("{} does not begin with the name of its file", message.key));
                }
                let count = source.text.matches(&format!("\"{}\":", message.key)).count();
                if count > 1 {
                    say(format!("{} stands there {count} times", message.key));
                }
            }
        }
    }
    findings
}

fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name)).collect()
}

fn used(tree: &Tree) -> Vec<Finding> {
    let mut known: BTreeSet<&str> = BTreeSet::new();
    let mut starts: BTreeSet<&str> = BTreeSet::new();
    let mut coded: BTreeSet<&str> = BTreeSet::new();
    for source in tree.ending_in(&["rs", "ts", "svelte"]).filter(|source| shows(source)) {
        known.extend(source.text.split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '_')));
        starts.extend(key_starts(&source.text));
        coded.extend(coded_starts(&source.text));
    }
    let mut findings = Vec::new();
    for source in files(tree, LANGUAGES[0]).into_values() {
        for message in messages(source).unwrap_or_default() {
            let key = message.key.as_str();
            let is_coded = coded.iter().any(|start| key.strip_prefix(start).is_some_and(|rest| rest.starts_with('_')));
            if !known.contains(key) && !is_coded && !starts.iter().any(|start| key.starts_with(start)) {
                findings.push(Finding::at(&source.path, message.line, format!("{key} is shown nowhere")));
            }
        }
    }
    findings
}

/// Whether what a file names is shown to a person: product code, not the machine-written message functions.
fn shows(source: &Source) -> bool {
    !source.is_generated() && !source.is_test() && !source.path.starts_with("crates/xtask/")
}

/// Starts of keys that are put together: `` `failure_${code}` ``, `"state_" + word`, `"kind_{}"`.
fn key_starts(text: &str) -> Vec<&str> {
    let mut starts = Vec::new();
    for (at, _) in text.match_indices(['"', '\'', '`']) {
        let rest = &text[at + 1..];
        let end = rest.find(|letter: char| !(letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_'));
        let Some(end) = end else { continue };
        let (start, after) = rest.split_at(end);
        if start.len() > 2 && start.ends_with('_') && after.starts_with(['"', '\'', '`', '$', '{']) {
            starts.push(start);
        }
    }
    starts
}

/// Keys that the page makes of a start and a code: `codeWord("session_sign", kind)`.
fn coded_starts(text: &str) -> Vec<&str> {
    let after = text.split("codeWord(\"").skip(1);
    after.filter_map(|rest| rest.split_once('"').map(|(start, _)| start)).collect()
}

fn words(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for language in LANGUAGES {
        for source in files(tree, language).into_values() {
            for message in messages(source).unwrap_or_default() {
                let faults =
                    if *language == "zh-CN" { chinese_faults(&message.text) } else { english_faults(&message.text) };
                // An example is typed by the user, spaces and all.
                let typed = message.key.ends_with("_example");
                // What stands in a cell of a sheet is no button.
                let stands = message.key.starts_with("export_truth_");
                let passes = |fault: &str| {
                    typed && fault.starts_with("types a space") || stands && fault.starts_with("names no act")
                };
                for fault in faults.into_iter().filter(|fault| !passes(fault)) {
                    findings.push(Finding::at(&source.path, message.line, format!("{} {fault}", message.key)));
                }
            }
        }
    }
    findings
}

/// Words that hold one of the forbidden signs and mean something else.
const HARMLESS: &[&str] = &["申请", "邀请", "请假", "请柬", "报请", "自我", "聘请", "恳请函"];

fn chinese_faults(text: &str) -> Vec<String> {
    let mut plain = text.to_owned();
    for word in HARMLESS {
        plain = plain.replace(word, "");
    }
    let mut faults: Vec<String> = ["请", "您", "你", "我", "！", "抱歉", "亲爱的"]
        .iter()
        .filter(|word| plain.contains(**word))
        .map(|word| format!("says {word}"))
        .collect();
    if ["确定", "是", "否"].contains(&text) {
        faults.push("names no act: a button is a verb and its object".to_owned());
    }
    let letters: Vec<char> = text.chars().collect();
    for three in letters.windows(3) {
        let [before, middle, after] = three else { continue };
        if ",;:!?".contains(*middle) && is_chinese(*before) && is_chinese(*after) {
            faults.push(format!("has a half-width {middle} in a Chinese sentence"));
        }
        let figure = |letter: &char| letter.is_ascii_digit() || "{}".contains(*letter);
        // What stands between quotation marks is typed so by the user.
        if *middle == ' '
            && !is_typed(text)
            && (figure(before) && is_chinese(*after) || is_chinese(*before) && figure(after))
        {
            faults.push("types a space between a figure and Chinese: the page sets it".to_owned());
        }
    }
    faults.dedup();
    faults
}

fn english_faults(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let plea = lower.contains("please") || lower.contains("sorry") || lower.contains("oops");
    let mut faults: Vec<String> = if plea { vec!["pleads".to_owned()] } else { Vec::new() };
    if text.contains('!') {
        faults.push("shouts".to_owned());
    }
    if ["OK", "Yes", "No"].contains(&text) {
        faults.push("names no act: a button is a verb and its object".to_owned());
    }
    faults
}

/// A line that shows what somebody may type: its spaces are theirs.
fn is_typed(text: &str) -> bool {
    text.contains('“') && text.contains('”')
}

fn is_chinese(letter: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&letter)
}

/// Every code of `FAILURE_CODES` has its `failure_<code>`, and is made somewhere.
fn failures(tree: &Tree) -> Vec<Finding> {
    let Some(source) = tree.source("crates/commands/src/failure.rs") else { return Vec::new() };
    let Some((before, list)) = source.text.split_once("FAILURE_CODES: &[&str] = &[") else {
        return vec![Finding::at(&source.path, 0, "holds no list FAILURE_CODES")];
    };
    let first_line = before.lines().count();
    let list = list.split_once("];").map_or(list, |(list, _)| list);
    let told: BTreeSet<String> = files(tree, LANGUAGES[0])
        .into_values()
        .flat_map(|file| messages(file).unwrap_or_default())
        .map(|message| message.key)
        .collect();
    let mut findings = Vec::new();
    for (index, line) in list.lines().enumerate() {
        for code in line.split('"').skip(1).step_by(2) {
            let line = first_line + index;
            if !told.contains(&format!("failure_{code}")) {
                findings.push(Finding::at(&source.path, line, format!("{code} has no words: failure_{code}")));
            }
            let made = tree.ending_in(&["rs"]).map(|source| source.text.matches(&format!("\"{code}\"")).count());
            if made.sum::<usize>() < 2 {
                findings.push(Finding::at(&source.path, line, format!("{code} is never made: nobody acts on it")));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHINESE: &str = "ui/messages/zh-CN/a.json";
    const ENGLISH: &str = "ui/messages/en/a.json";

    #[test]
    fn the_two_languages_are_held_against_each_other() {
        let found = |chinese: &str, english: &str| whole(&Tree::of(&[(CHINESE, chinese), (ENGLISH, english)]));
        assert_eq!(found("{\n  \"a_x\": \"{n}人\"\n}", "{\n  \"a_x\": \"{n} people\"\n}"), []);
        let faults = found("{\n  \"a_x\": \"{n}人\"\n}", "{\n  \"a_x\": \"{m} people\"\n}");
        assert_eq!(faults, [Finding::at(CHINESE, 2, "a_x has other placeholders in en")]);
        let faults = found("{\n  \"a_x\": \"人\"\n}", "{\n  \"a_x\": \"\"\n}");
        assert_eq!(faults, [Finding::at(ENGLISH, 2, "a_x says nothing")]);
        let faults = found("{\n  \"b_x\": \"人\"\n}", "{\n  \"b_x\": \"people\"\n}");
        assert_eq!(faults.len(), 2);
        let faults = found("{\n  \"a_x\": \"人\",\n  \"a_x\": \"名\"\n}", "{\n  \"a_x\": \"people\"\n}");
        assert_eq!(faults, [Finding::at(CHINESE, 2, "a_x stands there 2 times")]);
    }

    #[test]
    fn a_key_is_used_by_its_name_or_by_its_start() {
        let messages = "{\n  \"a_named\": \"一\",\n  \"a_state_open\": \"二\",\n  \"a_gone\": \"三\",\n  \"a_kind_tour\": \"讲\"\n}";
        let page = "// A.\nm.a_named(); message(`a_state_${state}`); codeWord(\"a_kind\", kind);";
        let tree = Tree::of(&[(CHINESE, messages), ("ui/src/lib/a.ts", page)]);
        assert_eq!(used(&tree), [Finding::at(CHINESE, 4, "a_gone is shown nowhere")]);
        let tree = Tree::of(&[(CHINESE, messages), ("ui/src/lib/a.test.ts", page)]);
        assert_eq!(used(&tree).len(), 4, "a test shows nothing to anybody");
    }

    #[test]
    fn a_code_with_words_that_is_made_somewhere_passes() {
        let list = "//! A.\npub const FAILURE_CODES: &[&str] = &[\n    \"stale\",\n];\n";
        let words = "{\n  \"failure_stale\": \"已变\"\n}";
        let files = [("crates/commands/src/failure.rs", list), ("ui/messages/zh-CN/failure.json", words)];
        let unmade = failures(&Tree::of(&files));
        assert_eq!(
            unmade,
            [Finding::at("crates/commands/src/failure.rs", 3, "stale is never made: nobody acts on it")]
        );
        let [list, words] = files;
        let made = ("crates/commands/src/a.rs", "//! A.\nFailure::new(\"stale\")");
        assert_eq!(failures(&Tree::of(&[list, words, made])), []);
    }
}
