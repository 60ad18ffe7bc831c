//! A file as an answer.

use base64::Engine as _;
use exchange::{SheetKind, Unwritten};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::System;
use ts_rs::TS;
use words::Locale;

use crate::Failure;

/// A file that was made.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct MadeFile {
    /// What it is called.
    pub file_name: String,
    /// Its media type.
    pub media_type: &'static str,
    /// Its bytes in Base64.
    pub base64: String,
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum FileForm {
    /// A workbook.
    Xlsx,
    /// Values with commas between.
    Csv,
    /// A calendar.
    Ics,
}

impl FileForm {
    fn extension(self) -> &'static str {
        match self {
            FileForm::Xlsx => "xlsx",
            FileForm::Csv => "csv",
            FileForm::Ics => "ics",
        }
    }

    fn media_type(self) -> &'static str {
        match self {
            FileForm::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            FileForm::Csv => "text/csv; charset=utf-8",
            FileForm::Ics => "text/calendar; charset=utf-8",
        }
    }
}

impl MadeFile {
    /// A file of that form, called by `name`.
    pub(super) fn of(form: FileForm, name: &str, bytes: &[u8]) -> MadeFile {
        MadeFile {
            file_name: System::file_name(&format!("{name}.{}", form.extension())),
            media_type: form.media_type(),
            base64: base64::engine::general_purpose::STANDARD.encode(bytes),
        }
    }
}

/// The bytes of an answer that is a [`MadeFile`].
pub fn file_bytes(answer: &serde_json::Value) -> Option<Vec<u8>> {
    base64::engine::general_purpose::STANDARD.decode(answer.get("base64")?.as_str()?).ok()
}

/// A workbook that could not be made, as a failure: what the library said is ours to mend.
pub(super) fn unwritten(_: Unwritten) -> Failure {
    Failure::new("file_not_written")
}

/// The kind of that word.
pub(super) fn kind(code: &str) -> Result<SheetKind, Failure> {
    SheetKind::from_code(code).ok_or_else(|| Failure::new("arguments_invalid").fact("field", "sheet_kind"))
}

/// The language of that tag; Chinese where none is given.
pub(super) fn locale(tag: Option<&str>) -> Result<Locale, Failure> {
    let Some(tag) = tag else { return Ok(Locale::default()) };
    Locale::from_tag(tag).ok_or_else(|| Failure::new("arguments_invalid").fact("field", "locale"))
}
