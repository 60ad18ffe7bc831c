//! What somebody wants printed, checked: the document, its days, its paper, its language.

use print::{DocumentKind, Paper, PrintError, Printed};
use rules::time::{DAY_MINUTES, Minute, minute_of_day};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use words::Locale;

use super::gather::gather;
use crate::gate::Call;
use crate::{Failure, input};

/// Days one print may cover: two months of days, three years of months.
fn days_max(kind: DocumentKind) -> i64 {
    if kind == DocumentKind::ExhibitionYear { 3 * 366 } else { 62 }
}

/// A size of paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum PaperSize {
    /// 420 × 297 mm.
    A3,
    /// A3 on two A4 pages to be glued.
    A3Tiled,
    /// 297 × 210 mm.
    A4,
}

impl From<Paper> for PaperSize {
    fn from(paper: Paper) -> PaperSize {
        match paper {
            Paper::A3 => PaperSize::A3,
            Paper::A3Tiled => PaperSize::A3Tiled,
            Paper::A4 => PaperSize::A4,
        }
    }
}

impl From<PaperSize> for Paper {
    fn from(size: PaperSize) -> Paper {
        match size {
            PaperSize::A3 => Paper::A3,
            PaperSize::A3Tiled => Paper::A3Tiled,
            PaperSize::A4 => Paper::A4,
        }
    }
}

/// What to print.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct PrintArguments {
    /// The document's word, such as `hall-week`; `print_documents` lists them.
    pub document: String,
    /// A minute of the first day.
    pub from: Minute,
    /// A minute of the last day.
    pub to: Minute,
    /// The paper; the document's usual one where it is left out.
    #[serde(default)]
    pub paper: Option<PaperSize>,
    /// The id of the one thing it is about: a run, a department, a person. All of them where it is left out.
    #[serde(default)]
    pub subject: Option<String>,
    /// The language of the sheet: `zh-CN` or `en`.
    #[serde(default)]
    pub locale: Option<String>,
}

/// A checked request.
#[derive(Debug, Clone)]
pub(super) struct Request {
    pub(super) kind: DocumentKind,
    /// The first minute of the first day.
    pub(super) from: Minute,
    /// The first minute of the last day.
    pub(super) to: Minute,
    pub(super) paper: Paper,
    pub(super) subject: Option<String>,
    pub(super) locale: Locale,
}

impl Request {
    /// Checks arguments.
    ///
    /// # Errors
    /// `document_unknown`, `time_invalid`, `span_invalid`, `arguments_invalid` naming the field.
    pub(super) fn checked(arguments: &PrintArguments) -> Result<Request, Failure> {
        let kind = DocumentKind::from_code(&arguments.document).ok_or_else(|| Failure::new("document_unknown"))?;
        let day = |field, minute| input::minute(field, minute).map(|minute| minute - minute_of_day(minute));
        let (from, to) = (day("from", arguments.from)?, day("to", arguments.to)?);
        if to < from || to - from >= days_max(kind) * DAY_MINUTES {
            return Err(Failure::new("span_invalid").fact("field", "to"));
        }
        let invalid = |field: &'static str| Failure::new("arguments_invalid").fact("field", field);
        let paper = arguments.paper.map_or(kind.papers()[0], Paper::from);
        if !kind.papers().contains(&paper) {
            return Err(invalid("paper"));
        }
        let locale = match arguments.locale.as_deref() {
            None => Locale::default(),
            Some(tag) => Locale::from_tag(tag).ok_or_else(|| invalid("locale"))?,
        };
        let subject = input::optional_line("subject", arguments.subject.as_deref())?;
        let has_subjects =
            matches!(kind, DocumentKind::DepartmentWeek | DocumentKind::RosterWeek | DocumentKind::RunSheet);
        if subject.is_some() && !has_subjects {
            return Err(invalid("subject"));
        }
        Ok(Request { kind, from, to, paper, subject, locale })
    }

    /// The minute after the last day.
    pub(super) fn until(&self) -> Minute {
        self.to + DAY_MINUTES
    }
}

/// A request that is set on paper, with its issued version.
pub(super) struct Job {
    pub(super) request: Request,
    pub(super) document: print::Document,
    pub(super) masthead: print::Masthead,
    pub(super) printed: Printed,
}

/// Gathers and sets what was asked for.
///
/// # Errors
/// Those of [`Request::checked`]; `glyphs_missing` naming the characters; `print_failed`.
pub(super) fn set(arguments: &PrintArguments, call: &Call<'_>) -> Result<Job, Failure> {
    let request = Request::checked(arguments)?;
    let (document, masthead) = gather(&request, call)?;
    let printed = print::print(&document, &masthead).map_err(refused)?;
    Ok(Job { request, document, masthead, printed })
}

/// A refusal of the printer as a failure.
pub(super) fn refused(error: PrintError) -> Failure {
    match error {
        PrintError::GlyphsMissing { characters } => Failure::new("glyphs_missing").fact("characters", characters),
        // What Typst said names our templates: it is ours to mend, the page gets the code.
        PrintError::Template { .. } => Failure::new("print_failed"),
    }
}
