//! Names of printed files: what, when, which version; a name every system can store.

use chrono::NaiveDate;
use rules::time::date_of;

use crate::sheet::{DocumentKind, Masthead};

/// Characters of a subject that go into a name.
const SUBJECT_CHARACTERS_MAX: usize = 40;

/// `展厅周程_2026-05-04_2026-05-10_第3版_改2处.pdf`.
pub(crate) fn of(kind: DocumentKind, masthead: &Masthead, changes: usize) -> String {
    let locale = masthead.locale;
    let (from, to) = days(masthead);
    let mut parts = vec![kind.title(locale).to_owned()];
    parts.extend(masthead.subject.clone());
    parts.push(from.to_string());
    if to != from {
        parts.push(to.to_string());
    }
    match &masthead.issued {
        None => parts.push(words::print_file_draft(locale).to_owned()),
        Some(issued) => {
            parts.push(words::print_file_version(locale, issued.number));
            if changes > 0 {
                parts.push(words::print_file_changes(locale, changes));
            }
        }
    }
    let clean: Vec<String> = parts.iter().map(|part| storable(part)).filter(|part| !part.is_empty()).collect();
    format!("{}.pdf", clean.join("_"))
}

/// A short code at the foot by which a sheet is found again: `HW-20260504-3`.
pub(crate) fn code(kind: DocumentKind, masthead: &Masthead) -> String {
    let letters: String =
        kind.code().split('-').filter_map(|word| word.chars().next()).collect::<String>().to_uppercase();
    let number = masthead.issued.as_ref().map_or(0, |issued| issued.number);
    format!("{letters}-{}-{number}", days(masthead).0.format("%Y%m%d"))
}

fn days(masthead: &Masthead) -> (NaiveDate, NaiveDate) {
    (date_of(masthead.from).unwrap_or_default(), date_of(masthead.to).unwrap_or_default())
}

/// Only what Windows, macOS and Linux all keep in a file name.
fn storable(part: &str) -> String {
    let kept = part.chars().map(|character| match character {
        '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' | '_' => '-',
        character if character.is_whitespace() || character.is_control() => '-',
        character => character,
    });
    kept.take(SUBJECT_CHARACTERS_MAX).collect::<String>().trim_matches(['.', '-']).to_owned()
}

#[cfg(test)]
mod tests {
    use rules::time::day_start;
    use words::Locale;

    use super::*;
    use crate::sheet::{Issued, Paper};

    fn masthead(subject: Option<&str>, issued: Option<i64>) -> Masthead {
        let day = |day| day_start(NaiveDate::from_ymd_opt(2026, 5, day).unwrap());
        Masthead {
            museum: "科技馆".into(),
            sample: false,
            locale: Locale::ZhCn,
            paper: Paper::A3,
            printed: day(3),
            from: day(4),
            to: day(10),
            subject: subject.map(Into::into),
            issued: issued.map(|number| Issued { number, issued: day(3), issued_by: "岑未".into(), cells: vec![] }),
            provisional_years: vec![],
            notices: vec![],
        }
    }

    #[test]
    fn names_are_dated_and_every_system_keeps_them() {
        let week = DocumentKind::HallWeek;
        assert_eq!(of(week, &masthead(None, None), 0), "展厅周程_2026-05-04_2026-05-10_未出版.pdf");
        assert_eq!(of(week, &masthead(None, Some(3)), 2), "展厅周程_2026-05-04_2026-05-10_第3版_改2处.pdf");
        let run = of(DocumentKind::RunSheet, &masthead(Some("../奉节:<两天>\n"), Some(1)), 0);
        assert_eq!(run, "大篷车行程单_奉节--两天_2026-05-04_2026-05-10_第1版.pdf");
        assert!(of(week, &masthead(Some(&"长".repeat(500)), None), 0).chars().count() < 100);
        assert_eq!(code(week, &masthead(None, Some(3))), "HW-20260504-3");
    }
}
