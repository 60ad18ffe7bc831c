//! Words of a cell: trimmed, without what cannot be seen; refused where they hold what must not be there.

use super::is_blank;
use rules::written::narrow;

/// A text that holds a control character, or one that turns text around.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unclean;

/// A line of words: line ends within it become spaces.
///
/// # Errors
/// Where it holds a control character.
pub fn line(text: &str) -> Result<String, Unclean> {
    let text = text.trim_matches(is_blank);
    if text.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
        return Ok(text.to_owned());
    }
    let mut line = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '\n' | '\r' | '\t' | '\u{a0}' | '\u{2028}' | '\u{2029}' => {
                if !line.ends_with(' ') {
                    line.push(' ');
                }
            }
            '\u{200b}' | '\u{feff}' => {}
            sign if is_harmful(sign) => return Err(Unclean),
            sign => line.push(sign),
        }
    }
    Ok(line)
}

/// Words over several lines.
///
/// # Errors
/// Where it holds a control character other than a line end or a tab.
pub fn note(text: &str) -> Result<String, Unclean> {
    let text = text.trim_matches(is_blank);
    if text.chars().any(|sign| is_harmful(sign) && !matches!(sign, '\n' | '\r' | '\t')) {
        return Err(Unclean);
    }
    Ok(text.replace("\r\n", "\n").replace('\r', "\n").replace(['\u{feff}', '\u{200b}'], ""))
}

/// A code such as a telephone number or a plate: narrow signs, no spaces around or between digits.
///
/// # Errors
/// Where it holds a control character.
pub fn code(text: &str) -> Result<String, Unclean> {
    let signs: Vec<char> = line(text)?.chars().map(narrow).collect();
    let digit = |place: usize| signs.get(place).is_some_and(char::is_ascii_digit);
    let between = |place: usize| signs[place] == ' ' && place > 0 && digit(place - 1) && digit(place + 1);
    Ok((0..signs.len()).filter(|place| !between(*place)).map(|place| signs[place]).collect())
}

/// A name: one whose signs stand apart to fill a column (`王　伟`) is closed up.
///
/// # Errors
/// Where it holds a control character.
pub fn name(text: &str) -> Result<String, Unclean> {
    let line = line(text)?;
    let apart = line.split(is_blank).filter(|part| !part.is_empty());
    let single = |part: &str| super::names::is_han(part) && part.chars().count() == 1;
    let count = apart.clone().count();
    if (2..=4).contains(&count) && apart.clone().all(single) { Ok(apart.collect()) } else { Ok(line) }
}

/// Control characters, and those that turn the direction of text around: they hide what a cell says.
fn is_harmful(sign: char) -> bool {
    sign.is_control()
        || matches!(sign, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_tidied_and_harmful_signs_refused() {
        for (text, said) in [
            (" 会讲故事的水 ", Ok("会讲故事的水")),
            ("会讲故事\r\n的水", Ok("会讲故事 的水")),
            ("水\u{200b}滴", Ok("水滴")),
            ("水\u{7}滴", Err(Unclean)),
            ("水\u{202e}滴", Err(Unclean)),
            ("𬭎㛃䶮", Ok("𬭎㛃䶮")),
        ] {
            assert_eq!(line(text), said.map(str::to_owned), "{text:?}");
        }
        assert_eq!(note("一\r\n二\r三"), Ok("一\n二\n三".to_owned()));
        assert_eq!(code(" ０２３－６７７７８８８８ "), Ok("023-67778888".to_owned()));
        assert_eq!(code("138 0000 0002"), Ok("13800000002".to_owned()));
        assert_eq!((name("李 二"), name("Lab 2")), (Ok("李二".to_owned()), Ok("Lab 2".to_owned())));
        assert_eq!(code("渝Ａ·１２３４５"), Ok("渝A·12345".to_owned()));
    }
}
