//! Headings as people write them, and the fields they stand for.

use std::collections::HashMap;
use std::sync::OnceLock;

use rules::written::narrow;
use words::Locale;

use crate::kind::SheetKind;

/// How well a heading fits a field; higher is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// It holds one of the field's other words.
    Holds(usize),
    /// It is one of the field's other words.
    Name,
    /// It is the page's word.
    Word,
    /// It is the field's id.
    Id,
}

/// A field that a heading may stand for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Match {
    /// The field's place in its kind.
    pub(super) field: usize,
    pub(super) fit: Fit,
    /// The word that it holds, where it is not that word.
    pub(super) word: String,
}

/// Words shorter than this are not looked for within others.
const HELD_SIGNS_MIN: usize = 2;

/// The bare form of a heading: narrow, small, without spaces, stars, colons and numbers behind it.
pub(super) fn bare(heading: &str) -> String {
    let mut bare: String = heading
        .chars()
        .map(narrow)
        .filter(|sign| {
            !crate::text::is_blank(*sign)
                && !sign.is_control()
                && !matches!(sign, '*' | ':' | '★' | '.' | '、' | '/' | '_' | '-')
        })
        .flat_map(char::to_lowercase)
        .collect();
    while bare.ends_with(|sign: char| sign.is_ascii_digit()) && !bare.starts_with(|sign: char| sign.is_ascii_digit()) {
        bare.pop();
    }
    bare
}

/// The same without what stands in brackets.
fn without_brackets(bare: &str) -> String {
    let mut depth = 0_usize;
    bare.chars()
        .filter(|sign| match sign {
            '(' | '[' | '【' => {
                depth += 1;
                false
            }
            ')' | ']' | '】' => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => depth == 0,
        })
        .collect()
}

/// Whether a heading is that of the number or code of something: 课程代码 is no 课程.
fn is_number_of(bare: &str) -> bool {
    ["代码", "编号", "编码", "序号", "code"].iter().any(|end| bare.ends_with(end))
}

type Dictionary = Vec<(String, usize, Fit)>;

/// The words of a kind's fields, bare.
fn dictionary(kind: SheetKind) -> &'static Dictionary {
    static ALL: OnceLock<HashMap<SheetKind, Dictionary>> = OnceLock::new();
    let all = ALL.get_or_init(|| SheetKind::ALL.iter().map(|kind| (*kind, words_of(*kind))).collect());
    static NONE: Dictionary = Vec::new();
    all.get(&kind).unwrap_or(&NONE)
}

fn words_of(kind: SheetKind) -> Dictionary {
    let mut dictionary = Vec::new();
    for (place, field) in kind.fields().iter().enumerate() {
        dictionary.push((bare(field.id), place, Fit::Id));
        for locale in Locale::ALL {
            let word = bare((field.heading)(locale));
            let short = without_brackets(&word);
            if short != word {
                dictionary.push((short, place, Fit::Name));
            }
            dictionary.push((word, place, Fit::Word));
        }
        dictionary.extend(field.names.iter().map(|name| (bare(name), place, Fit::Name)));
    }
    dictionary
}

/// The fields of `kind` that a heading may stand for, the best first.
pub(super) fn matches(kind: SheetKind, heading: &str) -> Vec<Match> {
    let whole = bare(heading);
    if whole.is_empty() || whole.chars().count() > 24 {
        return Vec::new();
    }
    let short = without_brackets(&whole);
    let mut found: Vec<Match> = Vec::new();
    let mut add = |field: usize, fit: Fit, word: &str| match found.iter_mut().find(|known| known.field == field) {
        Some(known) if known.fit < fit => (known.fit, known.word) = (fit, word.to_owned()),
        Some(_) => {}
        None => found.push(Match { field, fit, word: word.to_owned() }),
    };
    for (word, field, fit) in dictionary(kind) {
        if *word == whole || *word == short {
            add(*field, *fit, word);
        } else if word.chars().count() >= HELD_SIGNS_MIN
            && *fit != Fit::Id
            && short.contains(word.as_str())
            && !is_number_of(&short)
        {
            add(*field, Fit::Holds(word.chars().count()), word);
        }
    }
    found.sort_by_key(|one| std::cmp::Reverse(one.fit));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best(kind: SheetKind, heading: &str) -> Option<&'static str> {
        matches(kind, heading).first().map(|found| kind.fields()[found.field].id)
    }

    #[test]
    fn headings_find_their_fields() {
        for (kind, heading, field) in [
            (SheetKind::Session, "日期", Some("date")),
            (SheetKind::Session, " 日 期 ", Some("date")),
            (SheetKind::Session, "活动日期*", Some("date")),
            (SheetKind::Session, "讲解员", Some("people")),
            (SheetKind::Session, "讲解员2", Some("people")),
            (SheetKind::Session, "活动名称（必填）", Some("title")),
            (SheetKind::Session, "活动地点：", Some("spaces")),
            (SheetKind::Session, "人数(人)", Some("capacity")),
            (SheetKind::Session, "本月讲解日期", Some("date")),
            (SheetKind::Session, "lead_in_minutes", Some("lead_in_minutes")),
            (SheetKind::Session, "序号", None),
            (SheetKind::Session, "课程代码", None),
            (SheetKind::Session, "课程名", Some("title")),
            (SheetKind::Session, "", None),
            (SheetKind::Person, "姓 名", Some("name")),
            (SheetKind::Person, "手机号码", Some("phone")),
            (SheetKind::Vehicle, "车牌号", Some("plate")),
            (SheetKind::Vehicle, "里程（km）", Some("odometer_kilometres")),
        ] {
            assert_eq!(best(kind, heading), field, "{heading}");
        }
    }
}
