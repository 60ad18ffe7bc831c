//! From bytes to a workbook. What a file is follows from what stands in it, not from its name.
//!
//! Owns every format and every bound. Refuses whatever it cannot hold or trust, with a reason a person can act on.

mod compound;
mod encoding;
pub mod limits;
pub mod moment;
mod package;
mod page;
mod separated;
mod unreadable;
mod xls;
mod xls_records;
mod xlsx;
mod xlsx_sheet;
mod xml;

pub use unreadable::{Stranger, Unreadable};

use crate::workbook::{Origin, Sheet, Workbook};
use limits::{Budget, FILE_BYTES_MAX};

/// What the bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Zip,
    Compound,
    /// Records without a container, as before Excel 5.
    Bare,
    Text,
    Page,
    Calendar,
    Stranger(Stranger),
}

/// Reads a file. `name` is what it was called, for the name of a sheet that has none of its own.
///
/// # Errors
/// Where it is no sheet, or one that cannot be read whole.
pub fn workbook(bytes: &[u8], name: &str) -> Result<Workbook, Unreadable> {
    if bytes.len() > FILE_BYTES_MAX {
        let megabytes = bytes.len().div_ceil(1 << 20);
        return Err(Unreadable::TooLarge { megabytes, limit_megabytes: FILE_BYTES_MAX >> 20 });
    }
    let mut workbook = match form(bytes)? {
        Form::Zip => xlsx::read(bytes)?,
        Form::Compound => xls::read(bytes)?,
        Form::Bare => return Err(Unreadable::TooOld),
        Form::Page => page(bytes, name)?,
        Form::Calendar => return Err(Unreadable::Calendar),
        Form::Stranger(is) => return Err(Unreadable::NotASheet { is }),
        Form::Text => text(bytes, name)?,
    };
    if workbook.sheets.iter().all(|sheet| sheet.rows.is_empty()) {
        return Err(Unreadable::Empty);
    }
    workbook.mislabelled = mislabelled(workbook.origin, name);
    Ok(workbook)
}

/// Reads a block of cells from the clipboard.
///
/// # Errors
/// Where it holds nothing, or more than may be.
pub fn paste(text: &str) -> Result<Workbook, Unreadable> {
    if text.len() > FILE_BYTES_MAX {
        let megabytes = text.len().div_ceil(1 << 20);
        return Err(Unreadable::TooLarge { megabytes, limit_megabytes: FILE_BYTES_MAX >> 20 });
    }
    let head = first_bytes(text, 64 << 10);
    let separator = if head.contains('\t') { '\t' } else { separated::separator(head) };
    let mut budget = Budget::new();
    let mut splitter = separated::Splitter::new(separator, false, &mut budget);
    splitter.feed(text.trim_start_matches('\u{feff}'))?;
    let rows = splitter.finish()?;
    if rows.is_empty() {
        return Err(Unreadable::Empty);
    }
    let sheet = Sheet { name: String::new(), hidden: false, rows, merges: Vec::new() };
    Ok(Workbook { origin: Origin::Pasted, encoding: None, mislabelled: None, schema: None, sheets: vec![sheet] })
}

/// The table of a web page.
fn page(bytes: &[u8], name: &str) -> Result<Workbook, Unreadable> {
    let (encoding, mark) = encoding::detect(bytes);
    let mut text = String::new();
    encoding::decode(&bytes[mark..], encoding, |piece| {
        // A page that is larger than this is no sheet that somebody saved.
        if text.len() + piece.len() > limits::PAGE_BYTES_MAX {
            return Err(Unreadable::WebPage);
        }
        text.push_str(piece);
        Ok(())
    })?;
    page::read(&text, stem(name), encoding.name())
}

/// A text file: its encoding, its separator, its rows.
fn text(bytes: &[u8], name: &str) -> Result<Workbook, Unreadable> {
    let (encoding, mark) = encoding::detect(bytes);
    let bytes = &bytes[mark..];
    let mut head = String::new();
    // The head ends within a character as often as not: what came until then is enough.
    let _ = encoding::decode(&bytes[..bytes.len().min(64 << 10)], encoding, |piece| {
        head.push_str(piece);
        Ok(())
    });
    let mut skipped = 0;
    let separator = match said_separator(&head) {
        Some((separator, length)) => {
            skipped = length;
            separator
        }
        None => separated::separator(&head),
    };
    let mut budget = Budget::new();
    let mut splitter = separated::Splitter::new(separator, true, &mut budget);
    encoding::decode(bytes, encoding, |piece| {
        if piece.contains('\0') {
            return Err(Unreadable::NotASheet { is: Stranger::Unknown });
        }
        let cut = skipped.min(piece.len());
        skipped = 0;
        splitter.feed(&piece[cut..])
    })?;
    let rows = splitter.finish()?;
    let sheet = Sheet { name: stem(name), hidden: false, rows, merges: Vec::new() };
    let encoding = Some(encoding.name());
    Ok(Workbook { origin: Origin::Csv, encoding, mislabelled: None, schema: None, sheets: vec![sheet] })
}

/// The separator that a first line `sep=;` names, and that line's length without its end: it is a row, an empty one.
fn said_separator(head: &str) -> Option<(char, usize)> {
    let rest = head.strip_prefix("sep=")?;
    let separator = rest.chars().next()?;
    rest[separator.len_utf8()..].starts_with(['\r', '\n']).then_some((separator, 4 + separator.len_utf8()))
}

/// What the bytes are, by how they begin.
fn form(bytes: &[u8]) -> Result<Form, Unreadable> {
    const BEGINNINGS: &[(&[u8], Form)] = &[
        (b"PK\x03\x04", Form::Zip),
        (b"PK\x05\x06", Form::Zip),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Form::Compound),
        (b"%PDF", Form::Stranger(Stranger::Pdf)),
        (b"\x89PNG", Form::Stranger(Stranger::Picture)),
        (b"\xff\xd8\xff", Form::Stranger(Stranger::Picture)),
        (b"GIF8", Form::Stranger(Stranger::Picture)),
        (b"\x09\x00\x04\x00", Form::Bare),
        (b"\x09\x02\x06\x00", Form::Bare),
        (b"\x09\x04\x06\x00", Form::Bare),
        (b"\x09\x08\x08\x00", Form::Bare),
        (b"\x09\x08\x10\x00", Form::Bare),
        (b"Rar!", Form::Stranger(Stranger::Archive)),
        (b"7z\xbc\xaf", Form::Stranger(Stranger::Archive)),
        (b"\x1f\x8b", Form::Stranger(Stranger::Archive)),
        (b"{\\rtf", Form::Stranger(Stranger::Document)),
    ];
    if bytes.iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0) {
        return Err(Unreadable::Empty);
    }
    if let Some((_, form)) = BEGINNINGS.iter().find(|(beginning, _)| bytes.starts_with(beginning)) {
        return Ok(*form);
    }
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_lowercase();
    let start = start.trim_start_matches(['\u{feff}', ' ', '\r', '\n', '\t']);
    Ok(match () {
        () if start.starts_with("begin:vcalendar") => Form::Calendar,
        () if ["<!doctype html", "<html", "<table", "<meta", "<head", "<?xml"]
            .iter()
            .any(|tag| start.starts_with(tag)) =>
        {
            Form::Page
        }
        () => Form::Text,
    })
}

/// What the name says the file is, where it is something else.
fn mislabelled(origin: Origin, name: &str) -> Option<String> {
    let extension = name.rsplit_once('.')?.1.to_lowercase();
    let fits = match origin {
        Origin::Xlsx => matches!(extension.as_str(), "xlsx" | "xlsm" | "xltx" | "xltm" | "et"),
        Origin::Xls => matches!(extension.as_str(), "xls" | "xlt" | "et"),
        Origin::Csv => matches!(extension.as_str(), "csv" | "tsv" | "txt" | "tab"),
        Origin::Page => matches!(extension.as_str(), "htm" | "html"),
        Origin::Pasted => true,
    };
    let known = ["xlsx", "xlsm", "xltx", "xltm", "et", "xls", "xlt", "csv", "tsv", "txt", "tab", "htm", "html", "ics"];
    (!fits && known.contains(&extension.as_str())).then_some(extension)
}

/// A file's name without its folder and its extension.
fn stem(name: &str) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_owned()
}

fn first_bytes(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}
