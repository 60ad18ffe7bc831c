//! Sheets, lists and the whole museum as files, and the whole museum back.

use std::path::Path;

use commands::Failure;
use rules::time::day_start;
use serde_json::{Value, json};

use crate::options::{ExportOptions, ImportOptions, TemplateOptions};
use crate::run::absolute;

/// The word for everything at once.
const ALL: &str = "all";

/// Writes an empty sheet, or says its columns.
pub(crate) fn template(
    options: TemplateOptions,
    call: impl Fn(&str, Value) -> Result<Value, Failure>,
) -> Result<Value, Failure> {
    let described = commands::sheet_columns(&options.kind)
        .ok_or_else(|| Failure::new("arguments_invalid").fact("field", "kind"))?;
    if let Some(output) = &options.output {
        let made = call("sheet_template", json!({ "sheet_kind": options.kind, "locale": options.locale }))?;
        write(output, &made)?;
        if !options.describe {
            return Ok(json!({ "path": absolute(output)? }));
        }
    }
    Ok(described)
}

/// Writes what was asked for.
pub(crate) fn export(
    options: ExportOptions,
    call: impl Fn(&str, Value) -> Result<Value, Failure>,
) -> Result<Value, Failure> {
    if options.kind == ALL {
        return call("museum_export", json!({ "path": absolute(&options.output)? }));
    }
    let form = options.output.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    let mut arguments = json!({ "sheet_kind": options.kind, "form": form, "locale": options.locale });
    for (name, day) in [("from", options.from), ("to", options.to)] {
        if let Some(day) = day {
            arguments[name] = json!(day_start(day));
        }
    }
    write(&options.output, &call("sheet_export", arguments)?)?;
    Ok(json!({ "path": absolute(&options.output)? }))
}

/// Takes a folder in.
pub(crate) fn import(
    options: ImportOptions,
    call: impl Fn(&str, Value) -> Result<Value, Failure>,
) -> Result<Value, Failure> {
    let arguments = json!({ "path": absolute(&options.path)?, "accept_changed": options.accept_changed });
    call("museum_take_in", arguments)
}

/// Writes the bytes of a file that a command answered.
fn write(path: &Path, made: &Value) -> Result<(), Failure> {
    let bytes = commands::file_bytes(made).ok_or_else(|| Failure::new("file_not_written"))?;
    std::fs::write(path, bytes).map_err(|_| Failure::new("file_not_written"))
}
