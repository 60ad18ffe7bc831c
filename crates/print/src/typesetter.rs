//! Runs Typst over one of our templates and a JSON file, and looks at what came out.
//!
//! Templates, fonts and data have fixed paths in a file system that exists only here:
//! Typst sees no disk, no network, no clock, and what a museum typed reaches it as JSON
//! strings alone, never as code.

use std::collections::{BTreeSet, HashMap};
use std::panic::AssertUnwindSafe;
use std::sync::LazyLock;

use rules::time::{Minute, date_of, minute_of_day};
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::layout::{Abs, Frame, FrameItem};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};
use typst_svg::SvgOptions;

use crate::PrintError;

/// How many further jobs a remembered piece of layout outlives without being used.
const JOBS_REMEMBERED: usize = 4;

/// Minutes the museum's wall clock is ahead of UTC, for the PDF's date.
const WALL_OFFSET_MINUTES: i32 = 8 * 60;

/// The templates, by the name they are imported under.
const TEMPLATES: &[(&str, &str)] = &[
    ("common.typ", include_str!("../templates/common.typ")),
    ("marks.typ", include_str!("../templates/marks.typ")),
    ("hall_week.typ", include_str!("../templates/hall_week.typ")),
    ("department_week.typ", include_str!("../templates/department_week.typ")),
    ("day_board.typ", include_str!("../templates/day_board.typ")),
    ("exhibition_year.typ", include_str!("../templates/exhibition_year.typ")),
    ("roster_week.typ", include_str!("../templates/roster_week.typ")),
    ("run_sheet.typ", include_str!("../templates/run_sheet.typ")),
    ("tiling.typ", include_str!("../templates/tiling.typ")),
];

/// Where templates find their data.
const DATA_PATH: &str = "data.json";

/// What every job shares: the language, the faces, the parsed templates.
struct Shop {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    sources: HashMap<FileId, Source>,
    data: FileId,
}

static SHOP: LazyLock<Shop> = LazyLock::new(|| {
    let faces: [&'static [u8]; 2] =
        [include_bytes!("../fonts/NotoSansSC-Regular.otf"), include_bytes!("../fonts/NotoSansSC-Bold.ttf")];
    let fonts: Vec<Font> = faces.into_iter().flat_map(|face| Font::iter(Bytes::new(face))).collect();
    let sources = TEMPLATES
        .iter()
        .map(|(name, text)| {
            let id = file_id(name);
            (id, Source::new(id, (*text).to_owned()))
        })
        .collect();
    Shop {
        // Row headers are marked for those who listen to a sheet.
        library: LazyHash::new(Library::builder().with_features([Feature::A11yExtras].into_iter().collect()).build()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
        sources,
        data: file_id(DATA_PATH),
    }
});

fn file_id(name: &str) -> FileId {
    // Names are constants of this file; an impossible one would show in every test.
    let path = VirtualPath::new(name).unwrap_or_else(|_| panic!("{name} is a path of this file"));
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// One job's view of the shop.
struct Job {
    main: FileId,
    data: Bytes,
}

impl World for Job {
    fn library(&self) -> &LazyHash<Library> {
        &SHOP.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &SHOP.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        SHOP.sources.get(&id).cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == SHOP.data { Ok(self.data.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        SHOP.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// A document that is set and has every glyph it needs.
pub(crate) struct Set {
    /// Its pages.
    pub(crate) document: PagedDocument,
    /// The smallest type on any page, in points.
    pub(crate) smallest_points: f64,
}

/// Sets `data` with the template of that name.
///
/// # Errors
/// `GlyphsMissing` naming each character no face has; `Template` where the template itself
/// is at fault.
pub(crate) fn set(template: &str, data: &serde_json::Value) -> Result<Set, PrintError> {
    let job = Job { main: file_id(template), data: Bytes::from_string(data.to_string()) };
    // Typst is large and young: where it gives up, the sheet is refused and the program goes on.
    // The job is this call's own, so nobody sees it half done.
    let compiled = std::panic::catch_unwind(AssertUnwindSafe(|| typst::compile::<PagedDocument>(&job)))
        .map_err(|_| PrintError::Template { said: "the typesetter gave up".to_owned() })?;
    comemo::evict(JOBS_REMEMBERED);
    let document = compiled.output.map_err(|errors| template_fault(&errors))?;
    let mut seen = Seen { missing: BTreeSet::new(), smallest: Abs::inf() };
    for page in document.pages() {
        seen.look(&page.frame);
    }
    if !seen.missing.is_empty() {
        return Err(PrintError::GlyphsMissing { characters: seen.missing.into_iter().collect() });
    }
    Ok(Set { document, smallest_points: seen.smallest.to_pt() })
}

fn template_fault(errors: &[SourceDiagnostic]) -> PrintError {
    let said: Vec<String> = errors
        .iter()
        .map(|error| {
            let hints: String = error.hints.iter().map(|hint| format!(" ({})", hint.v)).collect();
            format!("{}{hints}", error.message)
        })
        .collect();
    PrintError::Template { said: said.join("; ") }
}

/// What a walk over the pages gathers.
struct Seen {
    missing: BTreeSet<String>,
    smallest: Abs,
}

impl Seen {
    fn look(&mut self, frame: &Frame) {
        for (_, item) in frame.items() {
            match item {
                FrameItem::Group(group) => self.look(&group.frame),
                FrameItem::Text(text) => {
                    self.smallest = self.smallest.min(text.size);
                    for glyph in text.glyphs.iter().filter(|glyph| glyph.id == 0) {
                        self.missing.insert(text.text[glyph.range()].to_owned());
                    }
                }
                _ => {}
            }
        }
    }
}

impl Set {
    /// How many pages it has.
    pub(crate) fn pages(&self) -> usize {
        self.document.pages().len()
    }

    /// Each page as an SVG that needs no font and loads nothing.
    pub(crate) fn svg_pages(&self) -> Vec<String> {
        let options = SvgOptions { render_bleed: false, pretty: false };
        self.document.pages().iter().map(|page| typst_svg::svg(page, &options)).collect()
    }

    /// A PDF that keeps (PDF/A-2a) and reads aloud (PDF/UA-1).
    ///
    /// # Errors
    /// `Template` where the standards find a fault.
    pub(crate) fn pdf(&self, ident: &str, printed: Minute) -> Result<Vec<u8>, PrintError> {
        let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
            .map_err(|error| PrintError::Template { said: error.message().to_string() })?;
        let options = PdfOptions {
            ident: Smart::Custom(ident.to_owned()),
            creator: Smart::Custom(Some("Zhancheng".to_owned())),
            timestamp: timestamp(printed),
            standards,
            ..PdfOptions::default()
        };
        typst_pdf::pdf(&self.document, &options).map_err(|errors| template_fault(&errors))
    }
}

fn timestamp(printed: Minute) -> Option<Timestamp> {
    use chrono::Datelike as _;
    let date = date_of(printed)?;
    let minute = u8::try_from(minute_of_day(printed) % 60).ok()?;
    let hour = u8::try_from(minute_of_day(printed) / 60).ok()?;
    let moment = Datetime::from_ymd_hms(
        date.year(),
        u8::try_from(date.month()).ok()?,
        u8::try_from(date.day()).ok()?,
        hour,
        minute,
        0,
    )?;
    Timestamp::new_local(moment, WALL_OFFSET_MINUTES)
}
