//! Text that a spreadsheet would take for a formula, made harmless in csv and made itself again.
//!
//! A workbook says of each cell what it is; csv does not, so that a program that opens it may run what somebody
//! typed into a name. One apostrophe in front, as a person would type it, keeps a cell text. Text that already
//! begins so gets one more: reading takes exactly one away and every text comes back as it was.

/// Signs that begin a formula, or a line that a program may cut to one; the wide ones count in Chinese Excel.
const LIVE: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// Whether the text, apostrophes in front of it aside, begins with a live sign.
fn is_live(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(LIVE)
}

/// The text as a cell of csv that no spreadsheet computes.
pub fn guarded(text: &str) -> String {
    if is_live(text) { format!("'{text}") } else { text.to_owned() }
}

/// The text behind a cell of csv.
pub fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if is_live(text) => text,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_comes_back_and_none_begins_live() {
        for text in [
            "=1+1",
            "+86 138",
            "-5",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            "＝1+1",
            "'=1+1",
            "''-5",
            "'",
            "''",
            "'奉节",
            "",
            "儿童厅",
            "007",
            "a=1",
            " =1",
        ] {
            let cell = guarded(text);
            assert_eq!(unguarded(&cell), text, "{text:?}");
            assert!(!cell.starts_with(LIVE), "{cell:?}");
        }
        assert_eq!(guarded("007"), "007");
        assert_eq!(guarded("'奉节"), "'奉节");
    }
}
