//! What stands in a cell that we write: the text of a value as a person reads it, and as reading takes it back.

use rules::time::{DAY_MINUTES, Minute, date_of};
use words::Locale;

use crate::kind::{Choice, Field, Shape};
use crate::value::Value;

/// Signs that part several names in one cell; a name that holds one is parted by lines instead.
const PARTING: [char; 8] = ['、', '，', ',', ';', '；', '/', '／', '\n'];

/// The text of a value in the column of `field`.
pub fn said(value: &Value, field: &Field, locale: Locale) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Day(day) => day_said(*day),
        Value::Clock(minute) => clock_said(*minute),
        Value::Truth(truth) => truth_said(*truth, locale).to_owned(),
        Value::Code(code) => code_said(code, field, locale).to_owned(),
        Value::Several(parts) => parts.join(parting(parts, field, locale)),
    }
}

/// A day as `2026-05-04`; empty outside the calendar.
pub(crate) fn day_said(day: Minute) -> String {
    date_of(day).map(|date| date.format("%Y-%m-%d").to_string()).unwrap_or_default()
}

/// A time of day as `09:30`; the end of the day as `24:00`.
pub(crate) fn clock_said(minute: i64) -> String {
    let minute = minute.clamp(0, DAY_MINUTES);
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// Yes or no.
pub(crate) fn truth_said(truth: bool, locale: Locale) -> &'static str {
    if truth { words::export_truth_yes(locale) } else { words::export_truth_no(locale) }
}

fn code_said<'v>(code: &'v str, field: &Field, locale: Locale) -> &'v str {
    choices(field).iter().find(|choice| choice.code == code).map_or(code, |choice| (choice.word)(locale))
}

/// The list of a column; empty where it has none.
pub(crate) fn choices(field: &Field) -> &'static [Choice] {
    match field.shape {
        Shape::Choice(choices) => choices,
        _ => &[],
    }
}

fn parting(parts: &[String], field: &Field, locale: Locale) -> &'static str {
    let lines = matches!(field.shape, Shape::Lines(_));
    let splits = |sign: &char| if lines { matches!(sign, ';' | '；' | '\n') } else { true };
    if parts.iter().any(|part| PARTING.iter().filter(|sign| splits(sign)).any(|sign| part.contains(*sign))) {
        return "\n";
    }
    match (lines, locale) {
        (true, Locale::ZhCn) => "；",
        (true, Locale::En) => "; ",
        (false, Locale::ZhCn) => "、",
        (false, Locale::En) => ", ",
    }
}

/// The width of a text in columns of a Latin digit: a Chinese character takes two. The longest line counts.
pub(crate) fn width(text: &str) -> usize {
    let wide = |character: char| if character > '\u{2e7f}' { 2 } else { 1 };
    text.lines().map(|line| line.chars().map(wide).sum()).max().unwrap_or(0)
}
