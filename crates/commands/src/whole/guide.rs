//! The page for people that lies beside the files: each file, each column, in both languages.

use std::fmt::Write as _;

use store::Table;
use store::rows::TABLES;

use super::columns::{self, Unit};
use super::folder::{GUIDE, MANIFEST, Manifest, file_of, is_kept_back, spoken_column};

/// A language of the guide.
#[derive(Clone, Copy)]
enum Tongue {
    Chinese,
    English,
}

const CHINESE: &str = include_str!("guide.zh-CN.md");
const ENGLISH: &str = include_str!("guide.en.md");

/// The guide of a folder.
pub(super) fn text(manifest: &Manifest) -> String {
    let mut out = String::new();
    for (tongue, before) in [(Tongue::Chinese, CHINESE), (Tongue::English, ENGLISH)] {
        out.push_str(&before.replace("{manifest}", MANIFEST).replace("{guide}", GUIDE));
        for table in TABLES {
            write_table(&mut out, table, manifest, tongue);
        }
        out.push('\n');
    }
    out
}

fn write_table(out: &mut String, table: &Table, manifest: &Manifest, tongue: Tongue) {
    let file = file_of(table);
    let rows = manifest.files.iter().find(|entry| entry.file == file).map_or(0, |entry| entry.rows);
    let about = columns::of_table(table.name).map_or("", |meaning| match tongue {
        Tongue::Chinese => meaning.chinese,
        Tongue::English => meaning.english,
    });
    // Writing into a string does not fail.
    let _ = match tongue {
        Tongue::Chinese => write!(out, "\n### {file}\n\n{about}。{rows}行。\n\n| 列 | 含义 | 单位 |\n|---|---|---|\n"),
        Tongue::English => {
            write!(out, "\n### {file}\n\n{about}. Rows: {rows}.\n\n| column | meaning | unit |\n|---|---|---|\n")
        }
    };
    for column in table.columns.iter().filter(|column| !is_kept_back(table, column)) {
        let Some(meaning) = columns::of_column(table.name, column) else { continue };
        let (means, unit) = match tongue {
            Tongue::Chinese => (meaning.chinese, chinese_unit(&meaning.unit)),
            Tongue::English => (meaning.english, english_unit(&meaning.unit)),
        };
        let _ = writeln!(out, "| `{column}` | {means} | {unit} |");
        if let Some(spoken) = spoken_column(table, column) {
            let means = match tongue {
                Tongue::Chinese => "同上，给人看，导入时不读",
                Tongue::English => "The same for people; not read back",
            };
            let _ = writeln!(out, "| `{spoken}` | {means} | |");
        }
    }
}

fn chinese_unit(unit: &Unit) -> String {
    match unit {
        Unit::Minute => "1970-01-01 00:00起的分钟，馆内钟点".to_owned(),
        Unit::Day => "同样的分钟，那天零点".to_owned(),
        Unit::Clock => "零点起的分钟".to_owned(),
        Unit::Utc => "1970年起的毫秒，UTC".to_owned(),
        Unit::Yes => "0否，1是".to_owned(),
        Unit::To(table) => format!("`{table}.csv`的`id`"),
        Unit::Words(words) => code_list(words),
        Unit::Other(word) => match *word {
            "id" => "编号",
            "text" => "文字",
            "json" => "JSON",
            "number" => "整数",
            "minutes" => "分钟",
            "metres" => "米",
            "kilometres" => "公里",
            "weekday" => "0到6",
            "date" => "年-月-日",
            other => {
                return of_table(other).map_or(String::new(), |table| format!("`{table}.csv`的`id`，那一行可能已不在"));
            }
        }
        .to_owned(),
    }
}

fn english_unit(unit: &Unit) -> String {
    match unit {
        Unit::Minute => "minutes since 1970-01-01 00:00 on the museum's wall clock".to_owned(),
        Unit::Day => "the same, the minute at which the day begins".to_owned(),
        Unit::Clock => "minutes since midnight".to_owned(),
        Unit::Utc => "milliseconds since 1970, UTC".to_owned(),
        Unit::Yes => "0 no, 1 yes".to_owned(),
        Unit::To(table) => format!("`id` in `{table}.csv`"),
        Unit::Words(words) => code_list(words),
        Unit::Other(word) => match *word {
            "json" => "JSON",
            "number" => "whole number",
            "weekday" => "0 to 6",
            "date" => "YYYY-MM-DD",
            "id" | "text" | "minutes" | "metres" | "kilometres" => word,
            other => {
                return of_table(other).map_or(String::new(), |table| format!("`id` in `{table}.csv`; may have gone"));
            }
        }
        .to_owned(),
    }
}

fn of_table(word: &str) -> Option<&str> {
    word.strip_prefix("of ")
}

fn code_list(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(" ")
}
