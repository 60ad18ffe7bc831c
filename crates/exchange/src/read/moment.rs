//! Which numbers are days and times: by their format, and from a serial number to a moment.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

use crate::cell::Cell;

/// Whether the built-in number format of that number shows a day or a time; those from 27 on are of East Asia.
pub(super) fn built_in_is_moment(format: u32) -> bool {
    matches!(format, 14..=22 | 27..=36 | 45..=47 | 50..=58)
}

/// Whether a number format shows a day or a time.
pub(super) fn format_is_moment(code: &str) -> bool {
    let lower = code.to_lowercase();
    if lower.starts_with("general") || lower.starts_with("g/") {
        return false;
    }
    let mut characters = lower.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' => {
                characters.by_ref().find(|next| *next == '"');
            }
            '\\' | '_' | '*' => {
                characters.next();
            }
            '[' => {
                let inside: String = characters.by_ref().take_while(|next| *next != ']').collect();
                let elapsed = !inside.is_empty() && inside.chars().all(|unit| matches!(unit, 'h' | 'm' | 's'));
                if elapsed {
                    return true;
                }
            }
            // Only the first section: what positive numbers look like.
            ';' => return false,
            'y' | 'm' | 'd' | 'h' | 's' => return true,
            // The weekday of East Asia, aaa or aaaa.
            'a' if characters.peek() == Some(&'a') => return true,
            // The era's year of East Asia; the E of 0.00E+00 has a sign behind it.
            'e' if !matches!(characters.peek(), Some('+' | '-')) => return true,
            _ => {}
        }
    }
    false
}

/// The moment of a serial number: days since the epoch of the workbook. A bare time lies on 1899-12-31.
pub fn moment(serial: f64, from_1904: bool) -> Option<NaiveDateTime> {
    if !serial.is_finite() || !(0.0..2_958_466.0).contains(&serial) {
        return None;
    }
    let whole = serial.floor();
    // Half a second is closer than any spreadsheet keeps a minute.
    #[expect(clippy::cast_possible_truncation, reason = "both are within the bounds just asked")]
    let (days, seconds) = (whole as i64, ((serial - whole) * 86_400.0).round() as i64);
    let epoch = match (days, from_1904) {
        (0, _) => NaiveDate::from_ymd_opt(1899, 12, 31),
        (_, true) => NaiveDate::from_ymd_opt(1904, 1, 1),
        // 1900 is taken for a leap year by every spreadsheet that counts from it.
        (1..=59, false) => NaiveDate::from_ymd_opt(1899, 12, 31),
        (_, false) => NaiveDate::from_ymd_opt(1899, 12, 30),
    }?;
    epoch.and_hms_opt(0, 0, 0)?.checked_add_signed(TimeDelta::try_days(days)? + TimeDelta::try_seconds(seconds)?)
}

/// The cell of a number, by whether its format shows a moment.
pub(super) fn number_cell(number: f64, is_moment: bool, from_1904: bool) -> Cell {
    match is_moment.then(|| moment(number, from_1904)).flatten() {
        Some(moment) => Cell::Moment(moment),
        None => Cell::Number(number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_of_days_and_times_are_told_from_those_of_numbers() {
        for code in [
            "yyyy-mm-dd",
            "m\"月\"d\"日\"",
            "yyyy\"年\"m\"月\"d\"日\";@",
            "[$-804]aaaa;@ h",
            "h:mm AM/PM",
            "[h]:mm",
            "mm:ss.0",
            "[$-F800]dddd, mmmm dd, yyyy",
            "e\"年\"m\"月\"",
            "[DBNum1][$-804]yyyy\"年\"m\"月\"d\"日\"",
        ] {
            assert!(format_is_moment(code), "{code}");
        }
        for code in [
            "General",
            "G/通用格式",
            "0.00",
            "#,##0",
            "0.00E+00",
            "@",
            "0\"人\"",
            "[Red]0",
            "0_ ;[Red]\\-0\\ ",
            "\"day\" 0",
            "0;d",
        ] {
            assert!(!format_is_moment(code), "{code}");
        }
    }

    #[test]
    fn serial_numbers_become_moments_in_both_epochs() {
        for (serial, from_1904, said) in [
            (46148.0, false, "2026-05-06 00:00:00"),
            (44686.0, true, "2026-05-06 00:00:00"),
            (46148.395833333336, false, "2026-05-06 09:30:00"),
            (0.395833333333333, false, "1899-12-31 09:30:00"),
            (0.395833333333333, true, "1899-12-31 09:30:00"),
            (1.0, false, "1900-01-01 00:00:00"),
            (59.0, false, "1900-02-28 00:00:00"),
            (61.0, false, "1900-03-01 00:00:00"),
            (0.9999999, false, "1900-01-01 00:00:00"),
        ] {
            assert_eq!(moment(serial, from_1904).map(|moment| moment.to_string()).as_deref(), Some(said), "{serial}");
        }
        for serial in [-1.0, f64::NAN, f64::INFINITY, 1e300] {
            assert_eq!(moment(serial, false), None);
        }
    }
}
