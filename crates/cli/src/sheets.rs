//! Sheets in: a file is read, its mapping proposed or given, its effect carried out or only said.

use std::path::Path;

use commands::{Failure, Museum};
use serde_json::{Value, json};

use crate::options::ImportOptions;
use crate::run::Outcome;

/// A file above this is refused before it is read.
pub(crate) const FILE_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// A mapping is never longer.
const MAPPING_BYTES_MAX: u64 = 4 * 1024 * 1024;

/// Imports a file of sheets, or says what that would do.
///
/// # Errors
/// A file or a mapping that cannot be read; nothing was written then.
pub(crate) fn import(
    options: &ImportOptions,
    museum: &Museum,
    call: impl Fn(&str, Value) -> Result<Value, Failure>,
) -> Result<Outcome, Failure> {
    let bytes = read(&options.path, FILE_BYTES_MAX)?;
    let name = options.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let file = museum.hand_in(&name, &bytes)?;
    drop(bytes);
    let mapping = match &options.mapping {
        Some(mapping) => {
            let text = read(mapping, MAPPING_BYTES_MAX)?;
            serde_json::from_slice(&text).map_err(|_| Failure::new("arguments_invalid").fact("field", "mapping"))?
        }
        None => call("sheet_propose", json!({ "file": file, "kind": options.kind }))?["mapping"].take(),
    };
    let locale = options.locale.clone().unwrap_or_else(|| "zh-CN".to_owned());
    let arguments = json!({
        "file": file,
        "mapping": mapping,
        "clashing_as_drafts": options.clashing_as_drafts,
        "let_pass": options.let_pass,
        "locale": locale,
    });
    let name = if options.dry_run { "sheet_preview" } else { "sheet_import" };
    let mut report = call(name, arguments)?;
    commands::say_findings(&mut report, &locale);
    let refused = report["refused"].as_u64().unwrap_or(0) > 0
        || report["findings"].as_array().is_some_and(|all| all.iter().any(|finding| finding["refuses"] == json!(true)));
    Ok(Outcome { answer: Some(report), refused })
}

pub(crate) fn read(file: &Path, bytes_max: u64) -> Result<Vec<u8>, Failure> {
    let unreadable = |_| Failure::not_found("file");
    let length = std::fs::metadata(file).map_err(unreadable)?.len();
    if length > bytes_max {
        return Err(Failure::new("sheet_unreadable")
            .fact("unreadable", "too_large")
            .fact("facts", json!({ "limit": bytes_max / 1024 / 1024 })));
    }
    std::fs::read(file).map_err(unreadable)
}
