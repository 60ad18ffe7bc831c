//! Makes the typesetter ready before the first sheet is asked for: its faces, its language, its templates.

use std::sync::Once;

use rules::time::DAY_MINUTES;
use words::Locale;

use crate::{Day, Document, Hall, HallWeek, Masthead, Paper, print};

/// Days of the sheet that is set to be thrown away.
const DAYS: i64 = 7;

/// Sets an empty sheet on a thread of its own, once in a program: whoever prints next finds the faces read and the
/// templates known. Printing does not wait for it.
pub fn warm() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // A thread that does not start costs the first print its time, and nothing else.
        let _ = std::thread::Builder::new().name("print-warm".to_owned()).spawn(|| {
            let masthead = masthead();
            let _ = print(&empty_week(), &masthead).and_then(|printed| printed.pdf());
        });
    });
}

fn masthead() -> Masthead {
    Masthead {
        museum: String::new(),
        sample: false,
        locale: Locale::ZhCn,
        paper: Paper::A3,
        printed: 0,
        from: 0,
        to: (DAYS - 1) * DAY_MINUTES,
        subject: None,
        issued: None,
        provisional_years: Vec::new(),
        notices: Vec::new(),
    }
}

fn empty_week() -> Document {
    let day = |day| Day {
        day: day * DAY_MINUTES,
        open: Some((9 * 60, 17 * 60)),
        last_entry: None,
        reason: None,
        reason_facts: String::new(),
        provisional: false,
        leader: None,
    };
    Document::HallWeek(HallWeek {
        days: (0..DAYS).map(day).collect(),
        halls: vec![Hall { id: "hall".to_owned(), name: "厅".to_owned(), note: None }],
        sessions: Vec::new(),
        exhibitions: Vec::new(),
        closures: Vec::new(),
        fates: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sheet_that_is_thrown_away_is_a_whole_one() {
        let printed = print(&empty_week(), &masthead()).expect("set");
        assert_eq!(printed.pages(), 1);
        assert!(printed.pdf().expect("a PDF").starts_with(b"%PDF"));
    }
}
