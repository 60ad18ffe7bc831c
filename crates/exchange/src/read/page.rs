//! The table of a web page: what some programs save under the name of a workbook. Only what is simple is read.

use std::sync::Arc;

use super::Unreadable;
use super::limits::{Budget, CELL_BYTES_MAX, COLUMNS_MAX, MERGES_MAX};
use crate::cell::{Address, Cell};
use crate::workbook::{Merge, Origin, Row, Sheet, Workbook};

/// How far a cell may reach.
const SPAN_MAX: u32 = 1000;

/// Reads the tables of a page, one below another.
pub(super) fn read(text: &str, name: String, encoding: &'static str) -> Result<Workbook, Unreadable> {
    if !text.to_ascii_lowercase().contains("<table") {
        return Err(Unreadable::WebPage);
    }
    let mut budget = Budget::new();
    let mut reader =
        Reader { rows: Vec::new(), merges: Vec::new(), row: None, cell: None, next_row: 0, reaches: Vec::new() };
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        reader.add_text(&rest[..start])?;
        if let Some(comment) = rest[start..].strip_prefix("<!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        let Some(end) = rest[start..].find('>') else { break };
        let tag = &rest[start + 1..start + end];
        rest = &rest[start + end + 1..];
        let word: String = tag
            .chars()
            .take_while(|sign| !sign.is_whitespace() && *sign != '>')
            .collect::<String>()
            .to_ascii_lowercase();
        // What a page runs or looks like is no content.
        if matches!(word.as_str(), "script" | "style") {
            let close = format!("</{word}");
            rest = find_any_case(rest, &close).map_or("", |at| &rest[at..]);
            continue;
        }
        reader.tag(word.trim_end_matches('/'), tag, &mut budget)?;
    }
    reader.end_row(&mut budget)?;
    if reader.rows.is_empty() {
        return Err(Unreadable::WebPage);
    }
    let sheet = Sheet { name, hidden: false, rows: reader.rows, merges: reader.merges };
    Ok(Workbook {
        origin: Origin::Page,
        encoding: Some(encoding),
        mislabelled: None,
        schema: None,
        sheets: vec![sheet],
    })
}

fn find_any_case(text: &str, word: &str) -> Option<usize> {
    text.as_bytes().windows(word.len()).position(|window| window.eq_ignore_ascii_case(word.as_bytes()))
}

struct Open {
    text: String,
    columns: u32,
    rows: u32,
}

struct Reader {
    rows: Vec<Row>,
    merges: Vec<Merge>,
    row: Option<(Row, u32)>,
    cell: Option<Open>,
    next_row: u32,
    /// Cells that reach down: their columns and the row after their last.
    reaches: Vec<(u32, u32, u32)>,
}

impl Reader {
    fn add_text(&mut self, text: &str) -> Result<(), Unreadable> {
        let Some(open) = &mut self.cell else { return Ok(()) };
        if open.text.len() + text.len() > CELL_BYTES_MAX {
            return Err(Unreadable::TextTooLong { limit_kilobytes: CELL_BYTES_MAX >> 10 });
        }
        for word in text.split_ascii_whitespace() {
            let gap = !open.text.is_empty() && !open.text.ends_with([' ', '\n']);
            if gap && (text.starts_with(|sign: char| sign.is_ascii_whitespace()) || !text.starts_with(word)) {
                open.text.push(' ');
            }
            add_decoded(word, &mut open.text);
        }
        Ok(())
    }

    fn tag(&mut self, word: &str, tag: &str, budget: &mut Budget) -> Result<(), Unreadable> {
        match word {
            "tr" => {
                self.end_row(budget)?;
                self.row = Some((Row { number: self.next_row, hidden: false, cells: Vec::new() }, 0));
                self.next_row = self.next_row.saturating_add(1);
            }
            "td" | "th" => {
                self.end_cell(budget)?;
                let span = |name: &str| number_of(tag, name).unwrap_or(1).clamp(1, SPAN_MAX);
                self.cell = Some(Open { text: String::new(), columns: span("colspan"), rows: span("rowspan") });
            }
            "/td" | "/th" => self.end_cell(budget)?,
            "/tr" | "/table" => self.end_row(budget)?,
            "br" => {
                if let Some(open) = &mut self.cell {
                    open.text.push('\n');
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn end_cell(&mut self, budget: &mut Budget) -> Result<(), Unreadable> {
        let (Some(open), Some((row, column))) = (self.cell.take(), &mut self.row) else { return Ok(()) };
        let number = row.number;
        // A cell that reaches down from above moves this one to the right.
        while let Some((_, last, _)) =
            self.reaches.iter().find(|(first, last, end)| number < *end && (*first..=*last).contains(column))
        {
            *column = last + 1;
        }
        let last = *column + open.columns - 1;
        if last >= COLUMNS_MAX {
            return Err(Unreadable::TooManyCells { limit: COLUMNS_MAX as usize });
        }
        if open.rows > 1 {
            self.reaches.retain(|(_, _, end)| number < *end);
            self.reaches.push((*column, last, number + open.rows));
        }
        if (open.rows > 1 || open.columns > 1) && self.merges.len() < MERGES_MAX {
            let first = Address::new(number, *column);
            self.merges.push(Merge { first, last: Address::new(number + open.rows - 1, last) });
        }
        let text = open.text.trim_matches(crate::text::is_blank);
        if !text.is_empty() {
            budget.cell()?;
            budget.text(text.len())?;
            row.cells.push((*column, Cell::Text(Arc::from(text))));
        }
        *column = last + 1;
        Ok(())
    }

    fn end_row(&mut self, budget: &mut Budget) -> Result<(), Unreadable> {
        self.end_cell(budget)?;
        if let Some((row, _)) = self.row.take().filter(|(row, _)| !row.cells.is_empty()) {
            budget.row()?;
            self.rows.push(row);
        }
        Ok(())
    }
}

/// The number of an attribute.
fn number_of(tag: &str, name: &str) -> Option<u32> {
    let at = find_any_case(tag, name)?;
    let rest = tag[at + name.len()..].trim_start().strip_prefix('=')?;
    rest.trim_start_matches([' ', '"', '\'']).chars().take_while(char::is_ascii_digit).collect::<String>().parse().ok()
}

/// Adds words with their `&amp;` made characters.
fn add_decoded(word: &str, to: &mut String) {
    let mut rest = word;
    while let Some(at) = rest.find('&') {
        to.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let end = rest.find(';').filter(|end| *end <= 8);
        let character = end.and_then(|end| match &rest[..end] {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            "nbsp" => Some(' '),
            code => {
                let digits = code.strip_prefix('#')?;
                let number = match digits.strip_prefix(['x', 'X']) {
                    Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                    None => digits.parse().ok()?,
                };
                char::from_u32(number)
            }
        });
        match (character, end) {
            (Some(character), Some(end)) => {
                to.push(character);
                rest = &rest[end + 1..];
            }
            _ => to.push('&'),
        }
    }
    to.push_str(rest);
}
