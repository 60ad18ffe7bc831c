//! Sheets to fill.

use exchange::{SheetKind, template};
use schemars::JsonSchema;
use serde::Deserialize;
use ts_rs::TS;

use super::file::{FileForm, MadeFile, kind, locale, unwritten};
use super::lists;
use crate::Failure;
use crate::access::Access;
use crate::gate::{Call, Command, Effect};

/// The columns of a kind of sheet for programs; `None` for a kind there is not.
pub fn sheet_columns(kind: &str) -> Option<serde_json::Value> {
    SheetKind::from_code(kind).map(template::describe)
}

/// Makes an empty sheet to fill.
pub struct SheetTemplate;

/// Which one.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SheetTemplateArguments {
    /// The kind, such as `session`.
    pub sheet_kind: String,
    /// The language of the sheet: `zh-CN` or `en`.
    #[serde(default)]
    pub locale: Option<String>,
}

impl Command for SheetTemplate {
    type Arguments = SheetTemplateArguments;
    type Answer = MadeFile;
    const NAME: &'static str = "sheet_template";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<MadeFile, Failure> {
        let (kind, locale) = (kind(&arguments.sheet_kind)?, locale(arguments.locale.as_deref())?);
        let bytes = template::workbook(kind, locale, &lists::of(call)?).map_err(unwritten)?;
        let name = words::export_template_name(locale, kind.word(locale));
        Ok(MadeFile::of(FileForm::Xlsx, &name, &bytes))
    }
}
