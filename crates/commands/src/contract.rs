//! The page's contract: one TypeScript file a type and one list of all commands, written from the registry.

use std::fmt::Write as _;
use std::path::Path;

use ts_rs::{Config, TS as _};

use crate::gate::Effect;
use crate::{FAILURE_CODES, registry};

/// Writes the whole contract into `directory`.
///
/// # Errors
/// When a type cannot be exported or a file cannot be written.
pub fn export(directory: &Path) -> Result<(), Box<dyn std::error::Error>> {
    std::fs::create_dir_all(directory)?;
    let config = Config::new().with_out_dir(directory).with_large_int("number");
    let mut lines = String::new();
    let mut names: Vec<String> = Vec::new();
    for entry in registry() {
        let (arguments, answer) = (entry.export)(&config)?;
        let changes: Vec<String> = match entry.effect {
            Effect::Changes { areas, .. } => areas.iter().map(|area| format!("\"{}\"", area.code())).collect(),
            Effect::Reads | Effect::Acts => Vec::new(),
        };
        writeln!(
            lines,
            "  {}: {{ arguments: {arguments}; answer: {answer}; changes: [{}] }};",
            entry.name,
            changes.join(", ")
        )?;
        names.extend([arguments, answer]);
    }
    let mut imports: Vec<String> = names
        .iter()
        .flat_map(|name| name.split(|letter: char| !letter.is_alphanumeric()))
        .filter(|name| directory.join(format!("{name}.ts")).exists())
        .map(|name| format!("import type {{ {name} }} from \"./{name}\";"))
        .collect();
    imports.sort();
    imports.dedup();
    crate::Role::export_all(&config)?;
    crate::Area::export_all(&config)?;
    let codes = FAILURE_CODES.iter().map(|code| format!("\"{code}\"")).collect::<Vec<_>>().join(" | ");
    let text = format!(
        "// Written from the registry of commands. Do not edit.\n{}\n\n/** Every command: what it is asked, what it answers, the areas it changes. */\nexport interface Commands {{\n{lines}}}\n\n/** Every code a call can fail with. */\nexport type FailureCode = {codes};\n",
        imports.join("\n")
    );
    std::fs::write(directory.join("commands.ts"), text)?;
    Ok(())
}
