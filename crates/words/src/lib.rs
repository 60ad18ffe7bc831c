//! Owns the words of paper and of the command line: the page's own message
//! files, one function a key, so that a missing key does not compile.
//! Refuses to know where a word is used, and holds no text of its own.
//!
//! `ui/messages/zh-CN` is the source, `ui/messages/en` its translation. For
//! `"print_page_of": "第{page}页，共{pages}页"` there is
//! [`print_page_of`]`(locale, page, pages) -> String`, with parameters in
//! alphabetical order; a text without placeholders is `&'static str`.

use std::fmt::Display;

#[cfg(test)]
#[allow(dead_code, reason = "the build script writes the source, the tests only read")]
mod catalogue;

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Locale {
    /// Simplified Chinese, the first language.
    #[default]
    ZhCn,
    /// English.
    En,
}

impl Locale {
    /// Both locales, the source first.
    pub const ALL: [Locale; 2] = [Locale::ZhCn, Locale::En];

    /// The BCP 47 tag, which is also the folder's name.
    pub fn tag(self) -> &'static str {
        match self {
            Locale::ZhCn => "zh-CN",
            Locale::En => "en",
        }
    }

    /// The locale of a BCP 47 tag.
    pub fn from_tag(tag: &str) -> Option<Locale> {
        Locale::ALL.into_iter().find(|locale| locale.tag() == tag)
    }
}

struct Message {
    key: &'static str,
    zh_cn: &'static str,
    en: &'static str,
}

impl Message {
    fn text(&self, locale: Locale) -> &'static str {
        match locale {
            Locale::ZhCn => self.zh_cn,
            Locale::En => self.en,
        }
    }
}

/// The text of a key that is made from a code, such as `clash_` + `space_taken`; `say` fills its places. `None` where
/// there is no such key: a test of whoever makes keys holds them to the files.
pub fn phrase(locale: Locale, key: &str, say: impl Fn(&str) -> String) -> Option<String> {
    let place = MESSAGES.binary_search_by_key(&key, |message| message.key).ok()?;
    let mut rest = MESSAGES[place].text(locale);
    let mut text = String::new();
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else { break };
        text.push_str(before);
        text.push_str(&say(name));
        rest = after;
    }
    text.push_str(rest);
    Some(text)
}

include!(concat!(env!("OUT_DIR"), "/messages.rs"));

/// Every key, in alphabetical order.
pub fn keys() -> impl Iterator<Item = &'static str> {
    MESSAGES.iter().map(|message| message.key)
}

/// The text of a key that is known only at run time, such as an error's code.
/// `None` for an unknown key; a placeholder whose value is not given stays as
/// it is, so that the gap shows.
pub fn lookup(locale: Locale, key: &str, values: &[(&str, &str)]) -> Option<String> {
    let index = MESSAGES.binary_search_by(|message| message.key.cmp(key)).ok()?;
    let values: Vec<(&str, &dyn Display)> = values.iter().map(|(name, value)| (*name, value as &dyn Display)).collect();
    Some(fill(MESSAGES[index].text(locale), &values))
}

/// Puts values into the placeholders of `text`, in one pass: braces within a
/// value are the value's own.
fn fill(text: &str, values: &[(&str, &dyn Display)]) -> String {
    let mut filled = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, tail)) = after.split_once('}') else { break };
        match values.iter().find(|(given, _)| *given == name) {
            Some((_, value)) => filled.push_str(&value.to_string()),
            None => filled.push_str(&format!("{{{name}}}")),
        }
        rest = tail;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(zh_cn: &str, en: &str) -> Result<usize, Vec<String>> {
        let area = ("print".to_owned(), zh_cn.to_owned(), en.to_owned());
        catalogue::read(&[area]).map(|messages| messages.len())
    }

    fn refused(zh_cn: &str, en: &str) -> String {
        read(zh_cn, en).expect_err("must be refused").join("\n")
    }

    #[test]
    fn both_locales_must_say_the_same_keys_and_placeholders() {
        let zh = r#"{"$schema": "x", "print_page": "第{page}页"}"#;
        assert_eq!(read(zh, r#"{"print_page": "Page {page}"}"#), Ok(1));
        assert!(refused(zh, "{}").contains("en lacks the key `print_page`"));
        assert!(refused("{}", zh).contains("zh-CN lacks the key `print_page`"));
        assert!(refused(zh, r#"{"print_page": "Page {pages}"}"#).contains("{page}, {pages}"));
    }

    #[test]
    fn what_two_compilers_could_read_differently_is_refused() {
        for text in ["{", "}", "{a", "a}", "{}", "{ a }", "{A}", "{locale}", "}{"] {
            let json = format!(r#"{{"print_x": "{text}"}}"#);
            assert!(refused(&json, &json).contains("print_x"), "{text}");
        }
        for json in [r#"{"other_x": "x"}"#, r#"{"print_X": "x"}"#, r#"{"print_x": {}}"#, r#"{"print_x": ""}"#, "["] {
            assert!(read(json, json).is_err(), "{json}");
        }
        let area = |name: &str| (name.to_owned(), r#"{"a_b_c": "x"}"#.to_owned(), r#"{"a_b_c": "x"}"#.to_owned());
        assert!(catalogue::read(&[area("a"), area("a-b")]).is_err(), "one key in two areas");
    }

    #[test]
    fn a_value_is_never_read_as_a_template() {
        assert_eq!(fill("{a}{b}", &[("a", &"{b}"), ("b", &1)]), "{b}1");
        assert_eq!(fill("{a} {c}", &[("a", &2)]), "2 {c}");
    }

    #[test]
    fn generated_functions_and_lookup_agree() {
        let said = print_page_of(Locale::ZhCn, 2, 3);
        assert_eq!(said, "第2页，共3页");
        let pages = [("page", "2"), ("pages", "3")];
        assert_eq!(lookup(Locale::ZhCn, "print_page_of", &pages), Some(said));
        assert_eq!(lookup(Locale::En, "print_no_such_key", &[]), None);
        assert!(keys().all(|key| Locale::ALL.iter().all(|l| lookup(*l, key, &[]).is_some())));
        assert!(keys().is_sorted());
    }

    #[test]
    fn a_locale_is_known_by_its_tag() {
        for locale in Locale::ALL {
            assert_eq!(Locale::from_tag(locale.tag()), Some(locale));
        }
        assert_eq!(Locale::from_tag("zh-TW"), None);
    }
}
