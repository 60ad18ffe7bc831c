//! Turns `sql/*.sql` into one constant a statement, so that a missing one does not compile.
//!
//! A statement opens with `-- name:`, `-- params:` and `-- rows:`; see `src/statement.rs`.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=sql");
    println!("cargo::rerun-if-changed=migrations");
    let mut files: Vec<_> = fs::read_dir("sql")
        .expect("sql/ is beside build.rs")
        .map(|entry| entry.expect("a readable directory entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "sql"))
        .collect();
    files.sort();
    let mut output = String::new();
    let mut names = Vec::new();
    for file in &files {
        let text = fs::read_to_string(file).expect("a readable statement file");
        for block in text.split("-- name: ").skip(1) {
            let constant = statement(file, block, &mut output);
            names.push(constant);
        }
    }
    writeln!(
        output,
        "/// Every statement there is.\npub const ALL: &[&Statement] = &[{}];",
        names.iter().map(|name| format!("&{name}")).collect::<Vec<_>>().join(", ")
    )
    .expect("a string");
    let whole = names.iter().filter(|name| name.ends_with("_ALL") || name.ends_with("_WHOLE"));
    writeln!(
        output,
        "/// One reading statement a table, the engine's included.\npub const WHOLE_TABLES: &[&Statement] = &[{}];",
        whole.map(|name| format!("&{name}")).collect::<Vec<_>>().join(", ")
    )
    .expect("a string");
    let directory = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&directory).join("statements.rs"), output).expect("OUT_DIR is writable");
}

/// Writes one statement's constant and answers its name.
fn statement(file: &Path, block: &str, output: &mut String) -> String {
    let place = file.display();
    let mut lines = block.lines();
    let name = lines.next().expect("a name").trim().to_owned();
    let header = |line: Option<&str>, key: &str| -> String {
        line.and_then(|line| line.strip_prefix(key))
            .unwrap_or_else(|| panic!("{place}: {name} wants a line `{key}`"))
            .trim()
            .to_owned()
    };
    let parameters = header(lines.next(), "-- params:");
    let rows = header(lines.next(), "-- rows:");
    let sql = lines.filter(|line| !line.trim_start().starts_with("--")).collect::<Vec<_>>().join("\n");
    let sql = sql.trim().trim_end_matches(';').to_owned();
    let parameters: Vec<String> = parameters
        .split(',')
        .map(str::trim)
        .filter(|parameter| !parameter.is_empty())
        .map(|parameter| {
            let (label, kind) =
                parameter.split_once(' ').unwrap_or_else(|| panic!("{place}: {name}: `{parameter}` wants a type"));
            let (kind, nullable) = match kind {
                "text" => ("Text", false),
                "text?" => ("Text", true),
                "int" => ("Integer", false),
                "int?" => ("Integer", true),
                other => panic!("{place}: {name}: no parameter type `{other}`"),
            };
            format!("Parameter {{ name: {label:?}, kind: Kind::{kind}, nullable: {nullable} }}")
        })
        .collect();
    let rows = match rows.as_str() {
        "read" => "Rows::Read".to_owned(),
        "any" => "Rows::Any".to_owned(),
        number => format!(
            "Rows::Exactly({})",
            number.parse::<u32>().unwrap_or_else(|_| panic!("{place}: {name}: rows are `read`, `any` or a number"))
        ),
    };
    let constant = name.to_uppercase();
    writeln!(output, "/// `{name}` of `{file}`.\npub const {constant}: Statement = Statement {{ name: {name:?}, sql: {sql:?}, parameters: &[{parameters}], rows: {rows} }};",
        file = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        parameters = parameters.join(", ")).expect("a string");
    constant
}
