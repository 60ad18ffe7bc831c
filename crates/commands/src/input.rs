//! What people type, checked at the gate before any rule sees it.
//!
//! The checks answer failures that name the field, so that the page can put the words beside it.

use rules::time::{DAY_MINUTES, Minute, Span};

use crate::Failure;

/// Characters in a name or a title.
pub(crate) const LINE_CHARACTERS_MAX: usize = 120;
/// Characters in a remark.
pub(crate) const NOTE_CHARACTERS_MAX: usize = 2_000;

/// The years a schedule may speak of, as minutes: 1990 to 2100.
const MINUTE_MIN: Minute = 7_305 * DAY_MINUTES;
const MINUTE_MAX: Minute = 47_482 * DAY_MINUTES;

/// A line that must say something: trimmed, without control characters, not too long.
///
/// # Errors
/// `text_empty`, `text_too_long`, `text_control_character`, naming the field.
pub(crate) fn line(field: &str, text: &str) -> Result<String, Failure> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Failure::new("text_empty").fact("field", field));
    }
    plain(field, text, LINE_CHARACTERS_MAX, false)
}

/// A line that may be left empty.
///
/// # Errors
/// As [`line`], but for `text_empty`.
pub(crate) fn optional_line(field: &str, text: Option<&str>) -> Result<Option<String>, Failure> {
    match text.map(str::trim) {
        None | Some("") => Ok(None),
        Some(text) => plain(field, text, LINE_CHARACTERS_MAX, false).map(Some),
    }
}

/// A remark of several lines that may be left empty.
///
/// # Errors
/// As [`optional_line`].
pub(crate) fn optional_note(field: &str, text: Option<&str>) -> Result<Option<String>, Failure> {
    match text.map(str::trim) {
        None | Some("") => Ok(None),
        Some(text) => plain(field, text, NOTE_CHARACTERS_MAX, true).map(Some),
    }
}

/// Characters that reorder the text around them: a name with one of these reads differently
/// from what it is, on screen and on paper.
pub(crate) fn reorders(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{061c}')
}

fn plain(field: &str, text: &str, characters_max: usize, lines: bool) -> Result<String, Failure> {
    if text.chars().count() > characters_max {
        return Err(Failure::new("text_too_long").fact("field", field).fact("limit", characters_max));
    }
    let refused = |character: char| (character.is_control() && !(lines && character == '\n')) || reorders(character);
    if text.chars().any(refused) {
        return Err(Failure::new("text_control_character").fact("field", field));
    }
    Ok(text.to_owned())
}

/// A minute within the years a schedule may speak of.
///
/// # Errors
/// `time_invalid`, naming the field.
pub(crate) fn minute(field: &str, minute: Minute) -> Result<Minute, Failure> {
    if (MINUTE_MIN..MINUTE_MAX).contains(&minute) {
        Ok(minute)
    } else {
        Err(Failure::new("time_invalid").fact("field", field))
    }
}

/// A stretch whose end is after its start, no longer than `minutes_max`.
///
/// # Errors
/// `time_invalid` or `span_invalid`.
pub(crate) fn span(starts: Minute, ends: Minute, minutes_max: i64) -> Result<Span, Failure> {
    let (starts, ends) = (minute("starts", starts)?, minute("ends", ends)?);
    Span::new(starts, ends)
        .filter(|span| span.minutes() <= minutes_max)
        .ok_or_else(|| Failure::new("span_invalid").fact("field", "ends").fact("starts", starts).fact("ends", ends))
}

/// A number within its bounds.
///
/// # Errors
/// `number_out_of_range`, naming the field and the bounds.
pub(crate) fn number(field: &str, number: i64, least: i64, most: i64) -> Result<i64, Failure> {
    if (least..=most).contains(&number) {
        Ok(number)
    } else {
        Err(Failure::new("number_out_of_range").fact("field", field).fact("least", least).fact("most", most))
    }
}

/// [`number`] where it is given.
///
/// # Errors
/// As [`number`].
pub(crate) fn optional_number(field: &str, value: Option<i64>, least: i64, most: i64) -> Result<Option<i64>, Failure> {
    value.map(|value| number(field, value, least, most)).transpose()
}

/// A code such as a language or a role: short, lower-case letters, digits, `_` and `-`.
///
/// # Errors
/// `arguments_invalid`, naming the field.
pub(crate) fn code(field: &str, code: &str) -> Result<String, Failure> {
    let fits = !code.is_empty()
        && code.len() <= 40
        && code.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_' || byte == b'-');
    if fits { Ok(code.to_owned()) } else { Err(Failure::new("arguments_invalid").fact("field", field)) }
}

/// The id of a row, where one is given. Whether the row is there is another question: somebody may have taken it away.
///
/// # Errors
/// `arguments_invalid`, naming the field.
pub(crate) fn optional_id(field: &str, id: Option<&str>) -> Result<(), Failure> {
    match id.map(uuid::Uuid::parse_str) {
        None | Some(Ok(_)) => Ok(()),
        Some(Err(_)) => Err(Failure::new("arguments_invalid").fact("field", field)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_what_people_write_and_refuse_what_lies() {
        for (text, kept) in [
            ("  儿童厅 ", Ok("儿童厅")),
            ("🚌 大篷车", Ok("🚌 大篷车")),
            ("<b>=1+1</b>", Ok("<b>=1+1</b>")),
            ("   ", Err("text_empty")),
            ("a\0b", Err("text_control_character")),
            ("a\nb", Err("text_control_character")),
            ("\u{202e}abc", Err("text_control_character")),
        ] {
            let found = line("name", text);
            assert_eq!(found.as_deref().map_err(|failure| failure.code), kept, "{text:?}");
        }
        assert_eq!(line("name", &"长".repeat(10_000)).unwrap_err().code, "text_too_long");
        assert_eq!(optional_note("remark", Some("a\nb")).unwrap().as_deref(), Some("a\nb"));
    }

    #[test]
    fn spans_end_after_they_start() {
        let day = 20_577 * DAY_MINUTES;
        assert!(span(day + 600, day + 645, 1440).is_ok());
        assert_eq!(span(day + 645, day + 600, 1440).unwrap_err().code, "span_invalid");
        assert_eq!(span(day, day + 1441, 1440).unwrap_err().code, "span_invalid");
        assert_eq!(span(i64::MAX - 5, i64::MAX, 1440).unwrap_err().code, "time_invalid");
    }
}
