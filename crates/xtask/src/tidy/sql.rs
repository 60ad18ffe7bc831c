//! Statements stay in the subset that SQLite and PostgreSQL read alike.
//!
//! One engine runs them today. The day the second one comes it must find nothing to
//! rewrite, so that the subset is kept from the first statement on.

use std::collections::{BTreeMap, BTreeSet};

use super::code::{Keep, Language, blanked, has_word};
use super::{Finding, Rule};
use crate::tree::{Source, Tree};

/// The rules of this file.
pub const RULES: &[Rule] = &[
    Rule {
        name: "sql subset",
        reason: "one set of statements serves two engines; what only one of them reads is written twice or lost",
        check: subset,
        together: false,
        planted: &[
            (
                "crates/store/sql/a.sql",
                "-- name: a\n-- params:\n-- rows: read\nSELECT id FROM a WHERE title LIKE 'x';\n",
            ),
            ("crates/store/sql/a.sql", "-- name: a\n-- params:\n-- rows: read\nSELECT IFNULL(id, 1) FROM a;\n"),
            ("crates/store/sql/a.sql", "-- name: a\n-- params:\n-- rows: read\nSELECT id FROM a FOR UPDATE;\n"),
            ("crates/store/sql/a.sql", "-- name: a\n-- params:\n-- rows: read\nSELECT MAX(id, 1) FROM a;\n"),
            ("crates/store/sql/a.sql", "-- name: a\n-- params:\n-- rows: read\nSELECT SUM(seats) FROM a;\n"),
            ("crates/store/sql/a.sql", "-- name: a\n-- params:\n-- rows: read\nSELECT rowid FROM a;\n"),
            ("crates/store/sql/a.sql", "-- name: a\n-- params:\n-- rows: read\nSELECT \"id\" FROM a;\n"),
            ("crates/store/sql/a.sql", "-- name: a\n-- params:\n-- rows: read\nSELECT data ->> 'x' FROM a;\n"),
            (
                "crates/store/sql/a.sql",
                "-- name: a\n-- params: b text?\n-- rows: read\nSELECT id FROM a WHERE b IS ?1;\n",
            ),
            (
                "crates/store/sql/a.sql",
                "-- name: a\n-- params: b text\n-- rows: 1\nINSERT OR IGNORE INTO a (b) VALUES (?1);\n",
            ),
            (
                "crates/store/sql/a.sql",
                "-- name: a\n-- params: b text\n-- rows: 1\nINSERT INTO a (b) VALUES (?1) ON CONFLICT DO NOTHING;\n",
            ),
            (
                "crates/store/sql/a.sql",
                "-- name: a\n-- params:\n-- rows: any\nWITH b AS (DELETE FROM a RETURNING id) SELECT id FROM b;\n",
            ),
            ("crates/store/sql/a.sql", "-- name: a\n-- params:\n-- rows: any\nUPDATE a SET at = CURRENT_TIMESTAMP;\n"),
        ],
        sound: &[
            (
                "crates/store/sql/a.sql",
                "-- name: a\n-- params: b text, c int?\n-- rows: 1\nINSERT INTO a (b, c) VALUES (?1, ?2)\nON CONFLICT (b) DO UPDATE SET c = ?2;\n",
            ),
            (
                "crates/store/sql/a.sql",
                "-- LIKE and rowid in a comment.\n-- name: a\n-- params:\n-- rows: read\nSELECT CAST(SUM(seats) AS BIGINT) AS seats, MAX(id) AS id FROM a WHERE b = 'LIKE' AND c IS NOT NULL;\n",
            ),
        ],
    },
    Rule {
        name: "sql parameters",
        reason: "both engines prepare from the header: it must name just the parameters that the text has",
        check: parameters,
        together: false,
        planted: &[
            (
                "crates/store/sql/a.sql",
                "-- name: a\n-- params: b text\n-- rows: read\nSELECT id FROM a WHERE b = ?1 AND c = ?2;\n",
            ),
            (
                "crates/store/sql/a.sql",
                "-- name: a\n-- params: b text, c int\n-- rows: read\nSELECT id FROM a WHERE b = ?1;\n",
            ),
            ("crates/store/sql/a.sql", "-- name: a\n-- params: b text\n-- rows: read\nSELECT id FROM a WHERE b = ?;\n"),
        ],
        sound: &[(
            "crates/store/sql/a.sql",
            "-- name: a\n-- params: b text\n-- rows: read\nSELECT '?2' FROM a WHERE b = ?1;\n",
        )],
    },
    Rule {
        name: "sql order of nulls",
        reason: "SQLite sorts nulls first, PostgreSQL last: where a column may be null the statement says which",
        check: nulls,
        together: true,
        planted: &[
            (
                "crates/store/migrations/sqlite/V1__a.sql",
                "-- A.\nCREATE TABLE a (id TEXT NOT NULL, due INTEGER) STRICT;\n",
            ),
            ("crates/store/sql/a.sql", "-- name: a\n-- params:\n-- rows: read\nSELECT a.* FROM a ORDER BY due, id;\n"),
        ],
        sound: &[("crates/store/sql/a.sql", "-- name: a\n-- params:\n-- rows: read\nSELECT a.* FROM a ORDER BY id;\n")],
    },
    Rule {
        name: "sql schema",
        reason: "a conflict clause in a trigger or a deferred key breaks the commit of the whole group",
        check: schema,
        together: false,
        planted: &[
            (
                "crates/store/migrations/sqlite/V1__a.sql",
                "-- A.\nCREATE TRIGGER t BEFORE INSERT ON a BEGIN SELECT RAISE(ROLLBACK, 'e'); END;\n",
            ),
            (
                "crates/store/migrations/sqlite/V1__a.sql",
                "-- A.\nCREATE TABLE a (b TEXT REFERENCES c DEFERRABLE INITIALLY DEFERRED) STRICT;\n",
            ),
            ("crates/store/migrations/sqlite/V1__a.sql", "-- A.\nCREATE TABLE a (b TEXT NOT NULL);\n"),
        ],
        sound: &[(
            "crates/store/migrations/sqlite/V1__a.sql",
            "-- A.\nCREATE TABLE a (b TEXT NOT NULL) STRICT;\nCREATE TRIGGER t BEFORE INSERT ON a BEGIN SELECT RAISE(ABORT, 'e'); END;\n",
        )],
    },
];

/// Words outside the subset, each with its reason.
const FORBIDDEN: &[(&str, &str)] = &[
    ("LIKE", "search has tokens; case folding differs between engines"),
    ("ILIKE", "PostgreSQL alone"),
    ("GLOB", "SQLite alone"),
    ("MATCH", "full-text search is SQLite's; search has tokens"),
    ("REGEXP", "SQLite alone"),
    ("IFNULL", "SQLite alone; COALESCE"),
    ("NVL", "neither; COALESCE"),
    ("IIF", "SQLite alone; CASE"),
    ("GREATEST", "PostgreSQL alone; CASE"),
    ("LEAST", "PostgreSQL alone; CASE"),
    ("LEFT(", "PostgreSQL alone; SUBSTR"),
    ("POSITION", "PostgreSQL alone"),
    ("INSTR", "SQLite alone"),
    ("LATERAL", "PostgreSQL alone"),
    ("ANY", "PostgreSQL alone; IN or EXISTS"),
    ("ILIKE", "PostgreSQL alone"),
    ("ROWID", "SQLite alone; every table has its own key"),
    ("OID", "each engine means something else"),
    ("RETURNING", "changes answer counts; DML in a CTE is PostgreSQL's"),
    ("GROUP_CONCAT", "SQLite alone"),
    ("STRING_AGG", "order differs between engines"),
    ("TOTAL", "SQLite alone, and a float"),
    ("RANDOM", "SQL knows no randomness: ids are values"),
    ("CURRENT_TIMESTAMP", "SQL knows no clock: times are values"),
    ("CURRENT_DATE", "SQL knows no clock: times are values"),
    ("CURRENT_TIME", "SQL knows no clock: times are values"),
    ("NOW", "SQL knows no clock: times are values"),
    ("DATETIME", "SQL knows no clock: times are integers"),
    ("STRFTIME", "SQL knows no clock: times are integers"),
    ("JULIANDAY", "SQL knows no clock: times are integers"),
    ("JSON", "text to SQL, read in Rust"),
    ("JSONB", "text to SQL, read in Rust"),
    ("JSON_EXTRACT", "text to SQL, read in Rust"),
    ("JSON_EACH", "text to SQL, read in Rust"),
    ("PRAGMA", "SQLite alone, and the connection's business"),
    ("COLLATE", "Chinese order comes from a stored key"),
    ("TRUE", "booleans are 0 and 1"),
    ("FALSE", "booleans are 0 and 1"),
    ("AUTOINCREMENT", "ids are values"),
    ("INDEXED", "SQLite alone"),
    ("PRINTF", "SQLite alone"),
];

/// Sequences of words and signs outside the subset, each with its reason. Spaces are single.
const FORBIDDEN_PHRASES: &[(&str, &str)] = &[
    ("FOR UPDATE", "PostgreSQL alone; guards do that"),
    ("FOR SHARE", "PostgreSQL alone"),
    ("INSERT OR ", "its clause passes into triggers, and oversells"),
    ("UPDATE OR ", "its clause passes into triggers, and oversells"),
    ("REPLACE INTO", "SQLite alone"),
    ("ON CONFLICT DO", "name the target"),
    ("->", "JSON is text to SQL"),
    ("==", "SQLite alone; ="),
    ("::", "PostgreSQL alone; CAST"),
    ("IS ?", "PostgreSQL has no IS with a value; compare, or say IS NULL"),
    ("IS NOT ?", "PostgreSQL has no IS NOT with a value"),
    ("`", "MySQL's quotes"),
    ("\"", "names need no quotes here"),
];

/// A statement of a file.
struct Statement<'s> {
    name: &'s str,
    line: usize,
    parameters: Vec<&'s str>,
    /// Without comments; strings are blank.
    code: String,
    /// Upper case, spaces single.
    words: String,
}

fn statement_files(tree: &Tree) -> impl Iterator<Item = &Source> {
    tree.sources.iter().filter(|source| source.path.starts_with("crates/store/sql/") && source.ends_in(&["sql"]))
}

fn statements(source: &Source) -> Vec<Statement<'_>> {
    let mut line = source.text.split("-- name: ").next().map_or(0, |head| head.matches('\n').count());
    let mut found = Vec::new();
    for block in source.text.split("-- name: ").skip(1) {
        let name = block.lines().next().unwrap_or_default().trim();
        let parameters = block.lines().find_map(|line| line.strip_prefix("-- params:")).unwrap_or_default();
        let code = blanked(block.split_once('\n').map_or("", |(_, rest)| rest), Language::Sql, Keep::Code);
        found.push(Statement {
            name,
            line: line + 1,
            parameters: parameters.split(',').map(str::trim).filter(|parameter| !parameter.is_empty()).collect(),
            words: code.to_uppercase().split_whitespace().collect::<Vec<_>>().join(" "),
            code,
        });
        line += block.matches('\n').count();
    }
    found
}

fn subset(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in statement_files(tree) {
        for statement in statements(source) {
            let mut say = |what: String| {
                findings.push(Finding::at(&source.path, statement.line, format!("{}: {what}", statement.name)))
            };
            for (word, reason) in FORBIDDEN {
                if has_word(&statement.words, word.trim_end_matches('('))
                    && (!word.ends_with('(') || statement.words.contains(word))
                {
                    say(format!("{word}: {reason}"));
                }
            }
            for (phrase, reason) in FORBIDDEN_PHRASES.iter().filter(|(phrase, _)| statement.words.contains(phrase)) {
                say(format!("{}: {reason}", phrase.trim()));
            }
            for (function, inside) in calls(&statement.words) {
                match function {
                    "MAX" | "MIN" if has_comma(inside) => {
                        say(format!("{function} of two values is SQLite's alone; CASE"))
                    }
                    "SUM" if !statement.words.contains(&format!("CAST(SUM({inside}) AS BIGINT)")) => {
                        say("a sum of integers is numeric in PostgreSQL; CAST(SUM(…) AS BIGINT)".to_owned());
                    }
                    _ => {}
                }
            }
        }
    }
    findings
}

/// Function calls: the name and what stands between the brackets.
fn calls(words: &str) -> Vec<(&str, &str)> {
    words
        .match_indices('(')
        .filter_map(|(at, _)| {
            let start = words[..at]
                .rfind(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')
                .map_or(0, |end| end + 1);
            let name = &words[start..at];
            let mut depth = 0;
            let end = words[at..].find(|letter| {
                depth += i32::from(letter == '(') - i32::from(letter == ')');
                depth == 0
            })?;
            (!name.is_empty()).then(|| (name, &words[at + 1..at + end]))
        })
        .collect()
}

/// Whether there is a comma outside of inner brackets.
fn has_comma(inside: &str) -> bool {
    let mut depth = 0;
    inside.chars().any(|letter| {
        depth += i32::from(letter == '(') - i32::from(letter == ')');
        letter == ',' && depth == 0
    })
}

fn parameters(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in statement_files(tree) {
        for statement in statements(source) {
            let used: BTreeSet<usize> = statement
                .code
                .match_indices('?')
                .map(|(at, _)| {
                    let digits: String = statement.code[at + 1..].chars().take_while(char::is_ascii_digit).collect();
                    digits.parse().unwrap_or(0)
                })
                .collect();
            let declared: BTreeSet<usize> = (1..=statement.parameters.len()).collect();
            if used != declared {
                let what = format!("{} declares {} parameters and uses {used:?}", statement.name, declared.len());
                findings.push(Finding::at(&source.path, statement.line, what));
            }
        }
    }
    findings
}

/// Columns that may be null, by table, from the first schema.
fn nullable_columns(tree: &Tree) -> BTreeMap<String, BTreeSet<String>> {
    let mut tables = BTreeMap::new();
    for source in tree.sources.iter().filter(|source| source.path.starts_with("crates/store/migrations/sqlite/")) {
        let code = blanked(&source.text, Language::Sql, Keep::Code);
        for rest in code.split("CREATE TABLE ").skip(1) {
            let Some((name, rest)) = rest.split_once('(') else { continue };
            let mut depth = 1;
            let end = rest.find(|letter| {
                depth += i32::from(letter == '(') - i32::from(letter == ')');
                depth == 0
            });
            let body = &rest[..end.unwrap_or(rest.len())];
            let nullable: BTreeSet<String> = columns(body)
                .filter(|column| !column.contains("NOT NULL") && !column.contains("PRIMARY KEY"))
                .filter_map(|column| column.split_whitespace().next().map(str::to_owned))
                .filter(|name| !["CONSTRAINT", "CHECK", "UNIQUE", "PRIMARY", "FOREIGN"].contains(&name.as_str()))
                .collect();
            tables.insert(name.trim().to_owned(), nullable);
        }
    }
    tables
}

/// The parts of a table's body between commas outside of brackets.
fn columns(body: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0;
    body.split(move |letter| {
        depth += i32::from(letter == '(') - i32::from(letter == ')');
        letter == ',' && depth == 0
    })
    .map(str::trim)
}

fn nulls(tree: &Tree) -> Vec<Finding> {
    let tables = nullable_columns(tree);
    let mut findings = Vec::new();
    for source in statement_files(tree) {
        for statement in statements(source) {
            let named = statement.code.split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '_'));
            let nullable: BTreeSet<&str> =
                named.filter_map(|word| tables.get(word)).flatten().map(String::as_str).collect();
            for order in statement.code.split("ORDER BY ").skip(1) {
                let order = ["LIMIT", ")", ";", "\n\n"]
                    .iter()
                    .fold(order, |order, end| order.split(end).next().unwrap_or(order));
                for item in order.split(',').map(str::trim) {
                    let mut words = item.split_whitespace();
                    let column = words.next().unwrap_or_default().rsplit('.').next().unwrap_or_default();
                    if nullable.contains(column) && !item.to_uppercase().contains("NULLS ") {
                        let what =
                            format!("{} orders by {column}, which may be null: NULLS FIRST or LAST", statement.name);
                        findings.push(Finding::at(&source.path, statement.line, what));
                    }
                }
            }
        }
    }
    findings
}

fn schema(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in tree
        .sources
        .iter()
        .filter(|source| source.path.starts_with("crates/store/migrations/") && source.ends_in(&["sql"]))
    {
        let code = blanked(&source.text, Language::Sql, Keep::Code);
        for (index, line) in code.lines().enumerate() {
            let upper = line.to_uppercase();
            let forbidden = [
                ("RAISE(ROLLBACK", "rolls the whole group back"),
                ("RAISE(FAIL", "keeps half of a batch"),
                ("RAISE(IGNORE", "hides a refusal"),
                ("DEFERRABLE", "fails at the commit of the whole group"),
                (" OR IGNORE", "oversells"),
                (" OR REPLACE", "oversells"),
                ("JSON_", "text to SQL"),
            ];
            for (words, reason) in forbidden.iter().filter(|(words, _)| upper.contains(words)) {
                findings.push(Finding::at(&source.path, index + 1, format!("{}: {reason}", words.trim())));
            }
        }
        for rest in code.split("CREATE TABLE ").skip(1) {
            let statement = rest.split(';').next().unwrap_or_default();
            let name = statement.split(['(', ' ']).next().unwrap_or_default();
            if !statement.trim_end().ends_with("STRICT") && !statement.contains("STRICT,") {
                findings.push(Finding::at(&source.path, 0, format!("table {name} is not STRICT")));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nulls_are_placed_where_a_column_may_be_null() {
        let schema = "-- A.\nCREATE TABLE a (id TEXT NOT NULL PRIMARY KEY, due INTEGER, name TEXT NOT NULL, CHECK (due > 0)) STRICT;\n";
        let found = |order: &str| {
            let text = format!("-- name: a\n-- params:\n-- rows: read\nSELECT a.* FROM a ORDER BY {order};\n");
            nulls(&Tree::of(&[("crates/store/migrations/sqlite/V1__a.sql", schema), ("crates/store/sql/a.sql", &text)]))
        };
        assert_eq!(found("name, id"), []);
        assert_eq!(found("a.due NULLS LAST, id"), []);
        assert_eq!(found("name, a.due DESC, id").len(), 1);
        assert_eq!(found("due").len(), 1);
    }

    #[test]
    fn a_finding_names_its_statement_and_line() {
        let text = "-- Head.\n\n-- name: first\n-- params:\n-- rows: read\nSELECT 1;\n\n-- name: second\n-- params:\n-- rows: read\nSELECT NOW();\n";
        let found = subset(&Tree::of(&[("crates/store/sql/a.sql", text)]));
        assert_eq!(
            found,
            [Finding::at("crates/store/sql/a.sql", 8, "second: NOW: SQL knows no clock: times are values")]
        );
    }
}
