//! Paper: typed data in, PDF and SVG out.
//!
//! Owns the six documents a museum hangs up or takes along, their templates and their faces.
//! Knows neither the store nor the clock: what a sheet says is handed in whole, with the
//! version that was issued last, and [`print`] marks what differs. Refuses to print a sheet
//! on which a character would be missing, and names it.

mod documents;
mod file_name;
mod say;
mod sheet;
mod tiling;
mod typesetter;
mod warm;

pub use documents::{
    Absence, Closure, CrewMember, Day, DayBoard, Department, DepartmentWeek, Document, Drive, Duty, Exhibition,
    ExhibitionYear, Fate, Hall, HallWeek, LoadLine, Override, Place, Post, RosterPerson, RosterWeek, Run, RunSheet,
    Session, Stop, Vehicle,
};
pub use sheet::{Cell, Change, ChangeKind, DocumentKind, Issued, Masthead, Orientation, Paper};
pub use warm::warm;

use rules::time::Minute;
use say::Say;
use serde_json::{Value, json};
use sheet::Compared;

/// Why a document was not printed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PrintError {
    /// No face has these characters; a sheet with gaps is not printed.
    #[error("no glyph for {}", characters.join(" "))]
    GlyphsMissing {
        /// Each once.
        characters: Vec<String>,
    },
    /// A template or the standards of the PDF are at fault.
    #[error("the template failed: {said}")]
    Template {
        /// What Typst said, for the log.
        said: String,
    },
}

/// A document that is set: every glyph is there, and its changes are marked.
pub struct Printed {
    set: typesetter::Set,
    printed: Minute,
    ident: String,
    /// A dated name for its file, ending in `.pdf`, that every system can store.
    pub file_name: String,
    /// What differs from the issued version, in order of time.
    pub changes: Vec<ChangeLine>,
    /// The smallest type on any page, in points.
    pub smallest_points: f64,
}

/// A difference from the issued version, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeLine {
    /// How it differs.
    pub kind: ChangeKind,
    /// What it is about, as "5月4日 11:30 地震来了".
    pub said: String,
}

impl Printed {
    /// How many pages it has.
    pub fn pages(&self) -> usize {
        self.set.pages()
    }

    /// Each page as an SVG that needs no font and loads nothing.
    pub fn svg_pages(&self) -> Vec<String> {
        self.set.svg_pages()
    }

    /// A PDF that keeps (PDF/A-2a) and can be read aloud (PDF/UA-1).
    ///
    /// # Errors
    /// `Template` where the standards find a fault with it.
    pub fn pdf(&self) -> Result<Vec<u8>, PrintError> {
        self.set.pdf(&self.ident, self.printed)
    }
}

/// Sets a document.
///
/// # Errors
/// [`PrintError::GlyphsMissing`] where a character has no glyph, [`PrintError::Template`]
/// where a template is at fault.
pub fn print(document: &Document, masthead: &Masthead) -> Result<Printed, PrintError> {
    let say = Say { locale: masthead.locale };
    let compared = Compared::new(masthead.issued.as_ref().map(|issued| issued.cells.as_slice()), &document.cells());
    let data = json!({
        "words": say.all(),
        "masthead": masthead_model(document.kind(), masthead, say, &compared),
        "document": document.model(say, &compared),
    });
    let mut set = typesetter::set(document.template(), &data)?;
    if masthead.paper == Paper::A3Tiled {
        set = tiling::tiled(&set, document.kind().orientation(), masthead.locale)?;
    }
    let changes: Vec<ChangeLine> = compared.changes.iter().map(|change| change_line(say, change)).collect();
    Ok(Printed {
        printed: masthead.printed,
        ident: format!("{}/{}/{}/{}", document.kind().code(), masthead.from, masthead.to, masthead.printed),
        file_name: file_name::of(document.kind(), masthead, changes.len()),
        smallest_points: set.smallest_points,
        changes,
        set,
    })
}

fn change_line(say: Say, change: &Change) -> ChangeLine {
    let cell = &change.cell;
    let title = if cell.title.is_empty() { words::print_state(say.locale) } else { cell.title.as_str() };
    let said = if cell.key.starts_with("day/") {
        format!("{} {}", say.day(cell.starts), words::print_opening(say.locale))
    } else if cell.key.starts_with("exhibition/") {
        format!("{} {title}", say.day(cell.starts))
    } else {
        format!("{} {} {title}", say.day(cell.starts), say.time(cell.starts))
    };
    ChangeLine { kind: change.kind, said }
}

/// What `common.typ` reads for the head and the foot of every page.
fn masthead_model(kind: DocumentKind, masthead: &Masthead, say: Say, compared: &Compared) -> Value {
    let locale = masthead.locale;
    let changes = compared.changes.len();
    let issued = masthead.issued.as_ref().map(|issued| {
        json!({
            "line": words::print_version(locale, say.day(issued.issued), issued.number, say.time(issued.issued)),
            "changes": if changes == 0 {
                words::print_changes_none(locale).to_owned()
            } else {
                words::print_changes_since(locale, changes)
            },
            "by": issued.issued_by,
        })
    });
    let orientation = kind.orientation();
    let set_for = masthead.paper.set_for();
    let paper = match (set_for, orientation) {
        (Paper::A3 | Paper::A3Tiled, Orientation::Landscape) => words::print_paper_a3_landscape(locale),
        (Paper::A3 | Paper::A3Tiled, Orientation::Portrait) => words::print_paper_a3_portrait(locale),
        (Paper::A4, Orientation::Landscape) => words::print_paper_a4_landscape(locale),
        (Paper::A4, Orientation::Portrait) => words::print_paper_a4_portrait(locale),
    };
    let provisional: Vec<String> =
        masthead.provisional_years.iter().map(|year| words::print_provisional_note(locale, year)).collect();
    let notices = masthead.notices.join(if locale == words::Locale::ZhCn { "、" } else { ", " });
    json!({
        "museum": masthead.museum,
        "sample": masthead.sample,
        "lang": match locale { words::Locale::ZhCn => "zh", words::Locale::En => "en" },
        "title": kind.title(locale),
        "period": match kind {
            DocumentKind::ExhibitionYear => say.months(masthead.from, masthead.to),
            _ => say.period(masthead.from, masthead.to),
        },
        "week": week(kind, masthead, say),
        "paper": set_for.code(),
        "paper_line": paper,
        "landscape": orientation == Orientation::Landscape,
        "smallest": set_for.smallest_points(),
        "issued": issued,
        "printed": words::print_printed_at(locale, say.day(masthead.printed), say.time(masthead.printed)),
        "provisional": provisional,
        "basis": (!masthead.notices.is_empty()).then(|| words::print_basis(locale, notices)),
        "code": file_name::code(kind, masthead),
    })
}

/// The number of the week, on sheets of one week.
fn week(kind: DocumentKind, masthead: &Masthead, say: Say) -> Option<String> {
    use chrono::Datelike as _;
    let weekly = matches!(kind, DocumentKind::HallWeek | DocumentKind::DepartmentWeek | DocumentKind::RosterWeek);
    let first = rules::time::date_of(masthead.from)?.iso_week();
    let last = rules::time::date_of(masthead.to)?.iso_week();
    (weekly && first == last).then(|| words::print_week_number(say.locale, first.week()))
}
