//! What the files and columns mean: one list, read by the guide, by the columns for people, and on the way in.

use std::collections::HashMap;
use std::sync::LazyLock;

/// How a column's values are to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unit {
    /// A minute on the wall clock.
    Minute,
    /// A day, by the minute at which it begins.
    Day,
    /// Minutes since midnight.
    Clock,
    /// UTC milliseconds.
    Utc,
    /// No or yes, as 0 and 1.
    Yes,
    /// The id of a row of that table.
    To(&'static str),
    /// One of these words.
    Words(Vec<&'static str>),
    /// Anything else, by its word.
    Other(&'static str),
}

/// What a column or, without a unit, a table means.
#[derive(Debug, Clone)]
pub(super) struct Meaning {
    pub(super) unit: Unit,
    pub(super) chinese: &'static str,
    pub(super) english: &'static str,
}

static MEANINGS: LazyLock<HashMap<&'static str, Meaning>> = LazyLock::new(|| {
    let lines = include_str!("columns.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .filter_map(|line| {
            let mut parts = line.split(" | ");
            let (name, second) = (parts.next()?, parts.next()?);
            // A table has no unit: its bars stand together.
            let (unit, chinese) = match second.strip_prefix("| ") {
                Some(chinese) => (Unit::Other(""), chinese),
                None => (unit_of(second), parts.next()?),
            };
            Some((name, Meaning { unit, chinese, english: parts.next()? }))
        })
        .collect()
});

fn unit_of(word: &'static str) -> Unit {
    match word {
        "minute" => Unit::Minute,
        "day" => Unit::Day,
        "clock" => Unit::Clock,
        "utc" => Unit::Utc,
        "yes" => Unit::Yes,
        _ if word.contains('|') => Unit::Words(word.split('|').collect()),
        _ => word.strip_prefix("to ").map_or(Unit::Other(word), Unit::To),
    }
}

/// What a column of a table means.
pub(super) fn of_column(table: &str, column: &str) -> Option<&'static Meaning> {
    MEANINGS.get(format!("{table}.{column}").as_str()).or_else(|| MEANINGS.get(format!("*.{column}").as_str()))
}

/// What a table holds.
pub(super) fn of_table(table: &str) -> Option<&'static Meaning> {
    MEANINGS.get(table)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use store::rows::TABLES;

    use super::*;

    #[test]
    fn every_table_and_column_has_a_meaning_and_no_meaning_is_left_over() {
        let mut met = HashSet::new();
        for table in TABLES {
            assert!(of_table(table.name).is_some(), "{}", table.name);
            met.insert(table.name.to_owned());
            for column in table.columns.iter().filter(|column| **column != "pin_hash") {
                let meaning = of_column(table.name, column);
                let meaning = meaning.unwrap_or_else(|| panic!("{}.{column}", table.name));
                if let Unit::To(other) = meaning.unit {
                    assert!(TABLES.iter().any(|table| table.name == other), "{}.{column}", table.name);
                }
                let own = format!("{}.{column}", table.name);
                met.insert(if MEANINGS.contains_key(own.as_str()) { own } else { format!("*.{column}") });
            }
        }
        let left: Vec<&&str> = MEANINGS.keys().filter(|name| !met.contains(**name)).collect();
        assert_eq!(left, Vec::<&&str>::new());
    }
}
