//! How people write days, times, numbers, yes and no, and names in a cell: from its text to a value.
//!
//! Reads forms without doubt and nothing else. What could mean two things is not guessed.

pub mod clock;
pub mod day;
pub mod duration;
pub mod names;
pub mod number;
mod tidy;

pub use tidy::{Unclean, code, line, name, note};

use rules::written::narrow;

/// Signs of a cell that are looked at; no day, time or number is longer.
const SIGNS_MAX: usize = 64;

/// The signs of a short text: narrow, trimmed, in small letters. `None` where it is too long to be read at all.
pub(crate) fn signs(text: &str) -> Option<Vec<char>> {
    let text = text.trim_matches(is_blank);
    if text.len() > SIGNS_MAX * 4 {
        return None;
    }
    let signs: Vec<char> = text
        .chars()
        .filter(|sign| !matches!(sign, '\u{200b}' | '\u{feff}' | '\u{200e}' | '\u{200f}'))
        .map(|sign| if is_blank(sign) { ' ' } else { narrow(sign).to_ascii_lowercase() })
        .collect();
    (signs.len() <= SIGNS_MAX).then_some(signs)
}

/// White space, the kinds that look like it and the kinds that cannot be seen.
pub(crate) fn is_blank(sign: char) -> bool {
    sign.is_whitespace() || matches!(sign, '\u{200b}' | '\u{feff}' | '\u{a0}' | '\u{3000}')
}

/// Yes or no, as people write it.
pub fn truth(text: &str) -> Option<bool> {
    const YES: &[&str] = &[
        "是", "有", "对", "√", "✓", "✔", "y", "yes", "true", "1", "在用", "启用", "在职", "公开", "可以", "可", "能",
        "需要",
    ];
    const NO: &[&str] = &[
        "否",
        "无",
        "没有",
        "不",
        "×",
        "x",
        "✗",
        "✘",
        "n",
        "no",
        "false",
        "0",
        "停用",
        "不在用",
        "离职",
        "内部",
        "不可",
        "不能",
        "不需要",
        "不公开",
        "不对外",
    ];
    let word: String = signs(text)?.into_iter().collect();
    match () {
        () if YES.contains(&word.as_str()) => Some(true),
        () if NO.contains(&word.as_str()) => Some(false),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yes_and_no_are_read_as_people_write_them() {
        for text in ["是", "√", " Y ", "１", "有", "对", "TRUE", "在用"] {
            assert_eq!(truth(text), Some(true), "{text}");
        }
        for text in ["否", "×", "X", "0", "无", "停用"] {
            assert_eq!(truth(text), Some(false), "{text}");
        }
        for text in ["", "也许", "是否", "2"] {
            assert_eq!(truth(text), None, "{text}");
        }
    }
}
