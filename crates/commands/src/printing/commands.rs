//! The commands that look at paper: list, preview, file.

use std::path::{Path, PathBuf};

use base64::Engine as _;
use print::{ChangeKind, Document, DocumentKind, Orientation};
use rules::time::{Minute, minute_of_day};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use words::Locale;

use super::gather::gather;
use super::request::{Job, PaperSize, PrintArguments, Request, refused, set};
use crate::Failure;
use crate::access::Access;
use crate::gate::{Call, Command, Effect};
use crate::profile::Nothing;

/// The folder of a museum's directory that prints go to.
const FOLDER: &str = "prints";

/// Characters of a path that somebody gives.
const PATH_BYTES_MAX: usize = 4_096;

/// Lists the documents a museum prints.
pub struct PrintDocuments;

/// A document that can be printed.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct PrintDocument {
    /// Its word.
    pub document: &'static str,
    /// Its title in Chinese.
    pub title_zh: &'static str,
    /// Its title in English.
    pub title_en: &'static str,
    /// The papers it may be printed on, the usual one first.
    pub papers: Vec<PaperSize>,
    /// Whether it hangs on its side.
    pub landscape: bool,
}

impl Command for PrintDocuments {
    type Arguments = Nothing;
    type Answer = Vec<PrintDocument>;
    const NAME: &'static str = "print_documents";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(_: Nothing, _: &mut Call<'_>) -> Result<Self::Answer, Failure> {
        // Who asks what can be printed prints soon.
        print::warm();
        Ok(DocumentKind::ALL
            .into_iter()
            .map(|kind| PrintDocument {
                document: kind.code(),
                title_zh: kind.title(Locale::ZhCn),
                title_en: kind.title(Locale::En),
                papers: kind.papers().iter().map(|paper| PaperSize::from(*paper)).collect(),
                landscape: kind.orientation() == Orientation::Landscape,
            })
            .collect())
    }
}

/// Lists what a document can be about in a period: runs, departments, people.
pub struct PrintSubjects;

/// The one thing a document can be about.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct PrintSubject {
    /// Its id: the `subject` of a print.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The first day it is about, by its first minute.
    pub from: Minute,
    /// The last day, by its first minute.
    pub to: Minute,
}

impl Command for PrintSubjects {
    type Arguments = PrintArguments;
    type Answer = Vec<PrintSubject>;
    const NAME: &'static str = "print_subjects";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(mut arguments: PrintArguments, call: &mut Call<'_>) -> Result<Self::Answer, Failure> {
        arguments.subject = None;
        let request = Request::checked(&arguments)?;
        let whole = |(id, name)| PrintSubject { id, name, from: request.from, to: request.to };
        Ok(match gather(&request, call)?.0 {
            Document::DepartmentWeek(week) => {
                week.departments.into_iter().map(|department| whole((department.id, department.name))).collect()
            }
            Document::RosterWeek(week) => {
                week.people.into_iter().map(|person| whole((person.id, person.name))).collect()
            }
            Document::RunSheet(sheet) => {
                let day = |minute: Minute| minute - minute_of_day(minute);
                let subject = |run: print::Run| PrintSubject {
                    from: day(run.departs),
                    // A run that is back at midnight is back on the day before.
                    to: day(run.returns - 1),
                    id: run.id,
                    name: run.title,
                };
                sheet.runs.into_iter().map(subject).collect()
            }
            Document::HallWeek(_) | Document::DayBoard(_) | Document::ExhibitionYear(_) => Vec::new(),
        })
    }
}

/// The version a print stands on.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct PrintedVersion {
    /// 1 and up.
    pub number: i64,
    /// When it was issued.
    pub issued: Minute,
    /// By whom.
    pub issued_by: String,
}

/// A difference from the issued version.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct PrintChange {
    /// `added`, `altered` or `removed`.
    pub kind: &'static str,
    /// What it is about, in the language of the sheet.
    pub said: String,
}

/// A sheet before it is printed, with the checks it passed.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct PrintView {
    /// The document's word.
    pub document: &'static str,
    /// Its title in the language of the sheet.
    pub title: &'static str,
    /// Each page as an SVG that loads nothing; every glyph in it is there.
    pub pages: Vec<String>,
    /// The paper it is set for.
    pub paper: PaperSize,
    /// Whether it hangs on its side.
    pub landscape: bool,
    /// The smallest type on it, in tenths of a point.
    pub smallest_tenths: i64,
    /// The smallest type the paper may have, in tenths of a point.
    pub smallest_tenths_least: i64,
    /// The version that was issued last, where one was.
    pub version: Option<PrintedVersion>,
    /// What changed since, in order of time.
    pub changes: Vec<PrintChange>,
    /// What its file is called.
    pub file_name: String,
}

/// Sets a document for the preview.
pub struct PrintRender;

impl Command for PrintRender {
    type Arguments = PrintArguments;
    type Answer = PrintView;
    const NAME: &'static str = "print_render";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(arguments: PrintArguments, call: &mut Call<'_>) -> Result<PrintView, Failure> {
        let job = set(&arguments, call)?;
        let kind = job.request.kind;
        Ok(PrintView {
            document: kind.code(),
            title: kind.title(job.request.locale),
            pages: job.printed.svg_pages(),
            paper: job.request.paper.into(),
            landscape: kind.orientation() == Orientation::Landscape,
            smallest_tenths: tenths(job.printed.smallest_points),
            smallest_tenths_least: tenths(job.request.paper.smallest_points()),
            version: version(&job),
            changes: changes(&job),
            file_name: job.printed.file_name.clone(),
        })
    }
}

/// A document as a PDF file.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct PrintedPdf {
    /// A dated name for it.
    pub file_name: String,
    /// Its bytes in Base64.
    pub base64: String,
    /// How many pages it has.
    pub pages: i64,
    /// The version it stands on, where one was issued.
    pub version: Option<PrintedVersion>,
    /// What changed since.
    pub changes: Vec<PrintChange>,
}

/// Prints a document into a PDF.
pub struct PrintPdf;

impl Command for PrintPdf {
    type Arguments = PrintArguments;
    type Answer = PrintedPdf;
    const NAME: &'static str = "print_pdf";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(arguments: PrintArguments, call: &mut Call<'_>) -> Result<PrintedPdf, Failure> {
        let job = set(&arguments, call)?;
        let pdf = job.printed.pdf().map_err(refused)?;
        Ok(PrintedPdf {
            file_name: job.printed.file_name.clone(),
            base64: base64::engine::general_purpose::STANDARD.encode(pdf),
            pages: pages(&job),
            version: version(&job),
            changes: changes(&job),
        })
    }
}

/// Prints a document into a file.
pub struct PrintSave;

/// What to print, and where to.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct PrintSaveArguments {
    /// What to print.
    pub print: PrintArguments,
    /// A file ending in `.pdf`; the museum's own folder of prints where it is left out.
    #[serde(default)]
    pub path: Option<String>,
}

/// A print on the disk.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct PrintSaved {
    /// Where it is: the file that a viewer opens.
    pub path: String,
    /// Its name.
    pub file_name: String,
    /// How many pages it has.
    pub pages: i64,
    /// The version it stands on, where one was issued.
    pub version: Option<PrintedVersion>,
    /// What changed since.
    pub changes: Vec<PrintChange>,
}

impl Command for PrintSave {
    type Arguments = PrintSaveArguments;
    type Answer = PrintSaved;
    const NAME: &'static str = "print_save";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Acts;

    fn run(arguments: PrintSaveArguments, call: &mut Call<'_>) -> Result<PrintSaved, Failure> {
        let given = arguments.path.as_deref().map(pdf_path).transpose()?;
        let job = set(&arguments.print, call)?;
        let pdf = job.printed.pdf().map_err(refused)?;
        let target = given.unwrap_or_else(|| call.museum.directory().join(FOLDER).join(job.printed.file_name.as_str()));
        write(&target, &pdf).map_err(|_| Failure::new("file_not_written"))?;
        Ok(PrintSaved {
            file_name: target.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
            path: target.to_string_lossy().into_owned(),
            pages: pages(&job),
            version: version(&job),
            changes: changes(&job),
        })
    }
}

/// A path that can name a print: only a PDF, so that no print ever replaces a museum.
fn pdf_path(path: &str) -> Result<PathBuf, Failure> {
    let target = PathBuf::from(path);
    let is_pdf = target.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("pdf"));
    if is_pdf && target.is_absolute() && !path.chars().any(char::is_control) && path.len() < PATH_BYTES_MAX {
        Ok(target)
    } else {
        Err(Failure::new("arguments_invalid").fact("field", "path"))
    }
}

/// Writes beside the target and renames: a viewer never sees half a sheet.
fn write(target: &Path, pdf: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = target.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
    }
    let partial = target.with_extension("pdf.part");
    std::fs::write(&partial, pdf)?;
    std::fs::rename(&partial, target).inspect_err(|_| {
        // The rename's own error is the one to tell.
        let _ = std::fs::remove_file(&partial);
    })
}

fn pages(job: &Job) -> i64 {
    i64::try_from(job.printed.pages()).unwrap_or(i64::MAX)
}

fn tenths(points: f64) -> i64 {
    // Type on paper is between 9 and 100 points.
    #[expect(clippy::cast_possible_truncation)]
    let tenths = (points * 10.0).round() as i64;
    tenths
}

fn version(job: &Job) -> Option<PrintedVersion> {
    job.masthead.issued.as_ref().map(|issued| PrintedVersion {
        number: issued.number,
        issued: issued.issued,
        issued_by: issued.issued_by.clone(),
    })
}

fn changes(job: &Job) -> Vec<PrintChange> {
    let changes = job.printed.changes.iter().map(|change| PrintChange {
        kind: match change.kind {
            ChangeKind::Added => "added",
            ChangeKind::Altered => "altered",
            ChangeKind::Removed => "removed",
        },
        said: change.said.clone(),
    });
    changes.collect()
}
