//! A figure beside its peer, and the file that keeps them.

use std::collections::HashMap;
use std::fmt::Write as _;

use serde_json::Value;

use super::Row;
use crate::Outcome;
use crate::program::{output, program};

/// A line of the table.
pub struct Figure {
    /// What was measured.
    pub what: String,
    /// What ours came to.
    pub ours: String,
    /// What the peers came to.
    pub peer: String,
    /// Ours by the peer's, or the other way round, as the bar has it; none where the bar is no ratio.
    pub ratio: Option<f64>,
    /// What it has to reach; empty where it only informs.
    pub bar: String,
    /// Whether it does.
    pub met: bool,
}

/// The figures of a row, with when and on what they were taken.
pub struct Taken {
    figures: Vec<Figure>,
    on: String,
}

impl Taken {
    /// Figures of now and here.
    ///
    /// # Errors
    /// Where the machine does not say what it is.
    pub fn new(figures: Vec<Figure>) -> Outcome<Taken> {
        let date = output(program("date", &["+%Y-%m-%d"], &crate::root()))?;
        let rustc = output(program("rustc", &["--version"], &crate::root()))?;
        let rustc: String = rustc.split_whitespace().take(2).collect::<Vec<_>>().join(" ");
        let processor = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let processor = processor.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or_default();
        let processor = processor.trim_start().trim_start_matches(':').trim();
        let cores = std::thread::available_parallelism().map_or(0, usize::from);
        Ok(Taken { figures, on: format!("{}, {rustc}, {cores} cores of {processor}", date.trim()) })
    }

    /// Its part of the file.
    pub fn lines(&self, name: &str) -> String {
        let mut text = format!("Taken by `cargo xtask bench {name}`: {}.\n\n", self.on);
        text.push_str("| what | ours | beside | ratio | bar | met |\n|---|---|---|---|---|---|\n");
        for figure in &self.figures {
            let met = match (figure.bar.is_empty(), figure.met) {
                (true, _) => "",
                (false, true) => "yes",
                (false, false) => "**no**",
            };
            let ratio =
                figure.ratio.filter(|ratio| !ratio.is_nan()).map_or(String::new(), |ratio| format!("{ratio:.2}"));
            // Writing into a text cannot fail.
            let _ = writeln!(
                text,
                "| {} | {} | {} | {ratio} | {} | {met} |",
                figure.what, figure.ours, figure.peer, figure.bar
            );
        }
        text
    }
}

/// A number of an answer; not a number where there is none, so that its bar is not met.
pub fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or(f64::NAN)
}

/// A time in a unit that reads well.
pub fn microseconds(value: f64) -> String {
    match value {
        value if value >= 10_000_000.0 => format!("{:.1} s", value / 1_000_000.0),
        value if value >= 10_000.0 => format!("{:.0} ms", value / 1_000.0),
        value if value >= 1_000.0 => format!("{:.1} ms", value / 1_000.0),
        value if value >= 100.0 => format!("{value:.0} µs"),
        value => format!("{value:.1} µs"),
    }
}

/// A row as it is printed and kept.
pub fn section(name: &str, about: &str, taken: &Taken) -> String {
    format!("## {name}\n\n{about}\n\n{}", taken.lines(name))
}

/// What an earlier run kept of each row: from its line of provenance on.
pub fn kept(document: &str) -> HashMap<String, String> {
    let mut kept = HashMap::new();
    for part in document.split("\n## ").skip(1) {
        let name = part.lines().next().unwrap_or_default();
        if let Some(start) = part.find("Taken by ") {
            kept.insert(name.to_owned(), part[start..].trim_end().to_owned() + "\n");
        }
    }
    kept
}

/// The file.
pub fn document(rows: &[Row], kept: &HashMap<String, String>) -> String {
    let mut text =
        "# Figures\n\nWritten by `cargo xtask bench`, ours and the peers' in one run. A clock on shared cores proves \
                    little: the ratios count.\n"
            .to_owned();
    for row in rows {
        let lines = kept.get(row.name).map_or("Not taken yet.\n", String::as_str);
        let _ = write!(text, "\n## {}\n\n{}\n\n{lines}", row.name, row.about);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_that_is_not_taken_keeps_what_it_had() {
        let rows = [
            Row { name: "one", about: "About one.", take: |_| Ok(Vec::new()) },
            Row { name: "two", about: "About two.", take: |_| Ok(Vec::new()) },
        ];
        let figure = Figure {
            what: "a".to_owned(),
            ours: microseconds(12_345.0),
            peer: "b".to_owned(),
            ratio: Some(2.0),
            bar: "≥ 3×".to_owned(),
            met: false,
        };
        let taken = Taken { figures: vec![figure], on: "here".to_owned() };
        let first = document(&rows, &HashMap::from([("one".to_owned(), taken.lines("one"))]));
        assert!(first.contains("| a | 12 ms | b | 2.00 | ≥ 3× | **no** |"), "{first}");
        assert!(first.contains("## two\n\nAbout two.\n\nNot taken yet."), "{first}");
        assert_eq!(document(&rows, &kept(&first)), first);
    }
}
