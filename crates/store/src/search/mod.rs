//! Search tokens and the order of names: made here, in Rust; SQL only compares text.
//!
//! A name is a row of units: a Chinese character, a word, a number, a symbol. From each unit
//! on, the name is stored as it is written, as it is spoken and by its initials, so whatever a
//! person has typed of it so far is the beginning of a token: "奉", "节", "fengj", "fj" and
//! "jie" all find 奉节. Finding is therefore a range of tokens and needs no pattern matching.

mod reading;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use reading::{Syllable, readings};

/// Units of a text that are looked at: a name at the gate's limit, and a plate beside it.
const UNITS_MAX: usize = 160;
/// Characters of a token that opens with a Chinese character.
const WRITTEN_CHARACTERS_MAX: usize = 8;
/// Letters of a spoken token.
const SPOKEN_LETTERS_MAX: usize = 24;
/// Letters of initials.
const INITIALS_MAX: usize = 12;
/// Terms of a query that are looked at.
const TERMS_MAX: usize = 8;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Han,
    Letters,
    Digits,
    Symbol,
}

/// The smallest part of a name that somebody begins to type at.
#[derive(Debug, Clone)]
struct Unit {
    class: Class,
    written: String,
    /// Whether something that is neither letter nor sign stands before it.
    apart: bool,
}

/// Whether a character is an ideograph.
fn is_han(character: char) -> bool {
    matches!(character,
        '\u{3007}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

/// A sign that somebody may look for, such as an emoji; punctuation is none.
fn is_symbol(character: char) -> bool {
    character >= '\u{2190}'
        && !character.is_whitespace()
        && !matches!(character, '\u{3000}'..='\u{303f}' | '\u{e000}'..='\u{f8ff}')
}

fn class_of(character: char) -> Option<Class> {
    if is_han(character) {
        Some(Class::Han)
    } else if character.is_numeric() {
        Some(Class::Digits)
    } else if character.is_alphabetic() {
        Some(Class::Letters)
    } else if is_symbol(character) {
        Some(Class::Symbol)
    } else {
        None
    }
}

/// One form for full and half width, upper and lower case, with and without accents.
fn fold(text: &str) -> String {
    text.nfkd().filter(|character| !is_combining_mark(*character)).flat_map(char::to_lowercase).collect()
}

fn units(text: &str) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    let mut apart = true;
    for character in fold(text).chars() {
        let Some(class) = class_of(character) else {
            apart = true;
            continue;
        };
        let runs_on = matches!(class, Class::Letters | Class::Digits);
        let full = units.len() == UNITS_MAX;
        match units.last_mut().filter(|last| runs_on && !apart && last.class == class) {
            Some(last) => last.written.push(character),
            None if full => break,
            None => units.push(Unit { class, written: character.to_string(), apart }),
        }
        apart = false;
    }
    units
}

/// The syllable of each unit; words and numbers have none.
fn syllables(units: &[Unit]) -> Vec<Option<Syllable>> {
    let text: Vec<char> = units
        .iter()
        .map(|unit| unit.written.chars().next().filter(|_| unit.class == Class::Han).unwrap_or(' '))
        .collect();
    readings(&text)
}

fn cut(text: &str, characters_max: usize) -> String {
    text.chars().take(characters_max).collect()
}

/// Adds a token, and its spelling with u where ü is typed so.
fn push(tokens: &mut Vec<String>, token: String, umlaut: bool) {
    if umlaut {
        tokens.push(token.replace('v', "u"));
    }
    if !token.is_empty() {
        tokens.push(token);
    }
}

/// What `unit` adds to the spoken form; a character that nobody can read adds nothing.
fn spoken<'u>(unit: &'u Unit, syllable: Option<&'u Syllable>) -> &'u str {
    match unit.class {
        Class::Han => syllable.map_or("", |syllable| syllable.letters.as_str()),
        Class::Letters | Class::Digits => &unit.written,
        Class::Symbol => "",
    }
}

/// What `unit` adds to the initials: a number stays whole.
fn initial<'u>(unit: &'u Unit, syllable: Option<&'u Syllable>) -> &'u str {
    let whole = spoken(unit, syllable);
    let first = whole.chars().next().map_or(0, char::len_utf8);
    if unit.class == Class::Digits { whole } else { &whole[..first] }
}

/// The tokens a text is found by, sorted, each once; about three a character.
pub fn tokens(text: &str) -> Vec<String> {
    let units = units(text);
    let syllables = syllables(&units);
    let mut tokens = Vec::with_capacity(3 * units.len());
    for start in 0..units.len() {
        let characters_max = if units[start].class == Class::Han { WRITTEN_CHARACTERS_MAX } else { SPOKEN_LETTERS_MAX };
        let written: String =
            units[start..].iter().take(SPOKEN_LETTERS_MAX).map(|unit| unit.written.as_str()).collect();
        tokens.push(cut(&written, characters_max));
        // A surname is found by its common reading too: not everybody knows the other.
        let mut heads = vec![syllables[start].clone()];
        heads.extend(syllables[start].as_ref().and_then(|head| head.commonly.clone()).map(|common| Some(*common)));
        for head in heads {
            let at = |place: usize| if place == start { head.as_ref() } else { syllables[place].as_ref() };
            if spoken(&units[start], at(start)).is_empty() {
                continue;
            }
            let last = units.len().min(start + SPOKEN_LETTERS_MAX);
            let umlaut = (start..last).any(|place| at(place).is_some_and(|syllable| syllable.letters.contains('v')));
            let whole: String = (start..last).map(|place| spoken(&units[place], at(place))).collect();
            let initials: String = (start..last).map(|place| initial(&units[place], at(place))).collect();
            push(&mut tokens, cut(&whole, SPOKEN_LETTERS_MAX), umlaut);
            push(&mut tokens, cut(&initials, INITIALS_MAX), false);
        }
    }
    tokens.sort();
    tokens.dedup();
    tokens
}

/// The terms of a query; a row is found where each term begins one of its tokens.
pub fn terms(query: &str) -> Vec<String> {
    let mut terms: Vec<(bool, String)> = Vec::new();
    for unit in units(query) {
        let han = unit.class == Class::Han;
        let characters_max = if han { WRITTEN_CHARACTERS_MAX } else { SPOKEN_LETTERS_MAX };
        match terms.last_mut().filter(|(last_han, last)| {
            !unit.apart && *last_han == han && last.chars().count() + unit.written.chars().count() <= characters_max
        }) {
            Some((_, last)) => last.push_str(&unit.written),
            None => terms.push((han, cut(&unit.written, characters_max))),
        }
    }
    // The longest term leaves the fewest rows for the others to be asked of.
    terms.sort_by_key(|(_, term)| std::cmp::Reverse(term.len()));
    terms.dedup();
    terms.into_iter().map(|(_, term)| term).take(TERMS_MAX).collect()
}

/// The end of the range of tokens that begin with `term`: behind every character there is.
pub(crate) fn range_end(term: &str) -> String {
    format!("{term}\u{10ffff}")
}

/// Whether a text is found by a query, as the store would find it.
pub fn matches(text: &str, query: &str) -> bool {
    let tokens = tokens(text);
    terms(query).iter().all(|term| tokens.iter().any(|token| token.starts_with(term.as_str())))
}

/// How a text is spoken and its initials, for filters that look into a short list themselves:
/// "奉节" gives "fengjie fj".
pub fn spelling(text: &str) -> String {
    let units = units(text);
    let syllables = syllables(&units);
    let both = || units.iter().zip(&syllables);
    let whole: String = both().map(|(unit, syllable)| spoken(unit, syllable.as_ref())).collect();
    let initials: String = both().map(|(unit, syllable)| initial(unit, syllable.as_ref())).collect();
    let umlaut = syllables.iter().flatten().any(|syllable| syllable.letters.contains('v'));
    if umlaut { format!("{whole} {initials} {}", whole.replace('v', "u")) } else { format!("{whole} {initials}") }
}

/// The key by which names sort: numbers by value, then Latin, then Chinese by pinyin, tone and
/// character, as a dictionary has them.
pub fn sort_key(text: &str) -> String {
    let units = units(text);
    let syllables = syllables(&units);
    let mut key = String::new();
    for (unit, syllable) in units.iter().zip(&syllables) {
        if unit.apart && !key.is_empty() && unit.class == Class::Letters {
            key.push(' ');
        }
        match (unit.class, syllable) {
            (Class::Digits, _) => {
                let digits = unit.written.trim_start_matches('0');
                key.push_str(&format!("{:02}{digits}", digits.chars().count().min(99)));
            }
            // Behind every letter; the tone ends the syllable, so xi'an comes before xian.
            (Class::Han, Some(syllable)) => {
                key.push_str(&format!("~{}{}{}", syllable.letters, syllable.tone, unit.written));
            }
            (Class::Han, None) => key.push_str(&format!("~~{}", unit.written)),
            _ => key.push_str(&unit.written),
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_by_what_people_type() {
        for (name, queries) in [
            ("奉节", &["奉", "节", "奉节", "f", "fj", "feng", "fengjie", "FENGJIE", "jie", "j", "ｆｅｎｇｊ"][..]),
            ("重庆科技馆", &["chongqing", "cqkjg", "kjg", "技馆", "庆科技", "keji", "重庆 科技馆", "馆 重"]),
            ("长寿区", &["changshou", "csq", "shou"]),
            ("丰都", &["fengdu", "fd"]),
            ("綦江", &["qijiang", "qj"]),
            ("曾晓莉", &["zeng", "zxl", "zengxiaoli", "ceng", "莉"]),
            ("单雄", &["shan", "danxiong"]),
            ("单位", &["danwei"]),
            ("儿童厅·建构角", &["ettjgj", "er", "tingjiang", "儿童厅建构角", "jiangou", "建构"]),
            ("A3报告厅", &["a3", "3", "a3报告", "bgt", "a3bgt", "３"]),
            ("渝A·12345 宿州号", &["渝a", "12345", "a12345", "szh"]),
            ("音乐与绿色", &["yinyue", "lvse", "lusè", "lüse"]),
            ("🚌大篷车", &["🚌", "dpc", "大篷"]),
            ("𬭎", &["𬭎", "hong"]),
            ("㛃䶮", &["㛃", "䶮", "jieyan", "jy"]),
            ("Café Curie", &["cafe", "CURIE", "cc", "café cu"]),
            ("一", &["一", "yi"]),
            (
                "走近机器人:从齿轮到人工智能的十二堂课",
                &["走近机器人从齿轮到人工智能", "人工智能", "jqr", "shiertangke"],
            ),
        ] {
            for query in queries {
                assert!(matches(name, query), "{name} by {query}: {:?}", tokens(name));
            }
        }
        for (name, query) in [
            ("奉节", "节奉"),
            ("奉节", "fengq"),
            ("重庆", "zhongqing"),
            ("曾经", "zeng"),
            ("单位", "shan"),
            ("A3报告厅", "a4"),
            ("奉节 石柱", "奉节 开州"),
        ] {
            assert!(!matches(name, query), "{name} by {query}");
        }
    }

    #[test]
    fn a_query_of_nothing_has_no_terms_and_a_long_one_few() {
        assert!(terms(" ·…“” ").is_empty());
        assert!(terms(&"a b c d ".repeat(100)).len() <= TERMS_MAX);
        assert_eq!(terms("开州kz"), ["开州", "kz"]);
    }

    #[test]
    fn tokens_are_few_whatever_the_text() {
        for text in
            ["长".repeat(10_000), "a1".repeat(10_000), "🚌".repeat(10_000), "曾 ".repeat(10_000), "\u{301}".repeat(9)]
        {
            let tokens = tokens(&text);
            assert!(tokens.len() <= 5 * UNITS_MAX, "{}", tokens.len());
            assert!(tokens.iter().all(|token| !token.is_empty() && token.chars().count() <= SPOKEN_LETTERS_MAX));
            assert!(sort_key(&text).len() <= 32 * UNITS_MAX.max(10_000));
        }
        assert!(tokens("走近机器人的十二堂课").len() <= 3 * 10);
    }

    #[test]
    fn names_sort_as_in_a_dictionary() {
        let sorted = [
            "1号厅",
            "02号厅",
            "2号厅 东",
            "10号厅",
            "a区",
            "A区 2",
            "A区10",
            "B区",
            "Zoo",
            "安静角",
            "长江厅",
            "成长厅",
            "重庆厅",
            "丰都",
            "奉节",
            "李明",
            "里明",
            "西安",
            "西岸",
            "先进厅",
            "曾晓莉",
            "中厅",
        ];
        let mut again: Vec<&str> = sorted.iter().rev().copied().collect();
        again.sort_by_key(|name| sort_key(name));
        assert_eq!(again, sorted);
        assert_eq!(sort_key("Ａ３厅"), sort_key("a3厅"));
    }

    #[test]
    fn the_spelling_serves_a_filter() {
        assert_eq!(spelling("奉节"), "fengjie fj");
        assert_eq!(spelling("绿A3"), "lva3 la3 lua3");
        assert_eq!(spelling("🚌"), " ");
    }
}
