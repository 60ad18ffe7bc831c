//! Why a file cannot be read at all.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value as Json};
use thiserror::Error;
use ts_rs::TS;
use words::Locale;

/// What a file is that is no sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Stranger {
    /// A letter of a word processor.
    Document,
    /// Slides.
    Slides,
    /// PDF.
    Pdf,
    /// A picture.
    Picture,
    /// Packed files.
    Archive,
    /// Nothing known.
    Unknown,
}

/// Why a file cannot be read. The words are `sheet_unreadable_<code>`; [`Unreadable::facts`] fills their places.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, JsonSchema, TS)]
#[serde(tag = "code", rename_all = "snake_case")]
#[error("{}", self.message(Locale::En))]
pub enum Unreadable {
    /// Nothing stands in it.
    Empty,
    /// Larger than a file may be; it was not looked into.
    TooLarge {
        /// Its size, rounded up.
        megabytes: usize,
        /// The most.
        limit_megabytes: usize,
    },
    /// Unpacks to more than it may.
    UnpackedTooLarge {
        /// Its size once unpacked, rounded up.
        megabytes: u64,
        /// The most.
        limit_megabytes: u64,
    },
    /// More cells than may be.
    TooManyCells {
        /// The most.
        limit: usize,
    },
    /// A cell longer than may be.
    TextTooLong {
        /// The most, in thousands of bytes.
        limit_kilobytes: usize,
    },
    /// More text than may be.
    TooMuchText {
        /// The most.
        limit_megabytes: usize,
    },
    /// Locked with a password.
    Encrypted,
    /// Cut off: the end is not there.
    Truncated,
    /// Its inside contradicts itself.
    Damaged {
        /// The part, as the file names it.
        part: String,
    },
    /// Holds what no spreadsheet writes and what only serves to harm.
    Hostile {
        /// The part, as the file names it.
        part: String,
    },
    /// A workbook of Excel 95 or before.
    TooOld,
    /// An xlsb.
    BinaryWorkbook,
    /// An ods.
    OpenDocument,
    /// A calendar, not a sheet.
    Calendar,
    /// A web page without a table.
    WebPage,
    /// No encoding reads it.
    Encoding {
        /// The line, from 1.
        line: usize,
    },
    /// Not a sheet at all.
    NotASheet {
        /// What it is.
        is: Stranger,
    },
}

impl Unreadable {
    /// The word in JSON.
    pub fn code(&self) -> &'static str {
        match self {
            Unreadable::Empty => "empty",
            Unreadable::TooLarge { .. } => "too_large",
            Unreadable::UnpackedTooLarge { .. } => "unpacked_too_large",
            Unreadable::TooManyCells { .. } => "too_many_cells",
            Unreadable::TextTooLong { .. } => "text_too_long",
            Unreadable::TooMuchText { .. } => "too_much_text",
            Unreadable::Encrypted => "encrypted",
            Unreadable::Truncated => "truncated",
            Unreadable::Damaged { .. } => "damaged",
            Unreadable::Hostile { .. } => "hostile",
            Unreadable::TooOld => "too_old",
            Unreadable::BinaryWorkbook => "binary_workbook",
            Unreadable::OpenDocument => "open_document",
            Unreadable::Calendar => "calendar",
            Unreadable::WebPage => "web_page",
            Unreadable::Encoding { .. } => "encoding",
            Unreadable::NotASheet { .. } => "not_a_sheet",
        }
    }

    /// What the words need.
    pub fn facts(&self) -> Map<String, Json> {
        match serde_json::to_value(self) {
            Ok(Json::Object(mut facts)) => {
                facts.remove("code");
                facts
            }
            _ => Map::new(),
        }
    }

    /// What it says: what, why, and the way out.
    pub fn message(&self, locale: Locale) -> String {
        match self {
            Unreadable::Empty => words::sheet_unreadable_empty(locale).to_owned(),
            Unreadable::TooLarge { megabytes, limit_megabytes } => {
                words::sheet_unreadable_too_large(locale, limit_megabytes, megabytes)
            }
            Unreadable::UnpackedTooLarge { megabytes, limit_megabytes } => {
                words::sheet_unreadable_unpacked_too_large(locale, limit_megabytes, megabytes)
            }
            Unreadable::TooManyCells { limit } => words::sheet_unreadable_too_many_cells(locale, limit),
            Unreadable::TextTooLong { limit_kilobytes } => {
                words::sheet_unreadable_text_too_long(locale, limit_kilobytes)
            }
            Unreadable::TooMuchText { limit_megabytes } => {
                words::sheet_unreadable_too_much_text(locale, limit_megabytes)
            }
            Unreadable::Encrypted => words::sheet_unreadable_encrypted(locale).to_owned(),
            Unreadable::Truncated => words::sheet_unreadable_truncated(locale).to_owned(),
            Unreadable::Damaged { part } => words::sheet_unreadable_damaged(locale, part),
            Unreadable::Hostile { part } => words::sheet_unreadable_hostile(locale, part),
            Unreadable::TooOld => words::sheet_unreadable_too_old(locale).to_owned(),
            Unreadable::BinaryWorkbook => words::sheet_unreadable_binary_workbook(locale).to_owned(),
            Unreadable::OpenDocument => words::sheet_unreadable_open_document(locale).to_owned(),
            Unreadable::Calendar => words::sheet_unreadable_calendar(locale).to_owned(),
            Unreadable::WebPage => words::sheet_unreadable_web_page(locale).to_owned(),
            Unreadable::Encoding { line } => words::sheet_unreadable_encoding(locale, line),
            Unreadable::NotASheet { is } => words::sheet_unreadable_not_a_sheet(locale, is.word(locale)),
        }
    }
}

impl Stranger {
    fn word(self, locale: Locale) -> &'static str {
        match self {
            Stranger::Document => words::sheet_stranger_document(locale),
            Stranger::Slides => words::sheet_stranger_slides(locale),
            Stranger::Pdf => words::sheet_stranger_pdf(locale),
            Stranger::Picture => words::sheet_stranger_picture(locale),
            Stranger::Archive => words::sheet_stranger_archive(locale),
            Stranger::Unknown => words::sheet_stranger_unknown(locale),
        }
    }
}
