//! The parts of an xlsx: a zip, looked at by its directory before anything is unpacked.

use std::collections::HashMap;
use std::io::{Cursor, Read as _};

use zip::ZipArchive;
use zip::result::ZipError;

use super::limits::{PACKING_RATIO_FROM_BYTES, PACKING_RATIO_MAX, PARTS_MAX, UNPACKED_BYTES_MAX};
use super::xml::Xml;
use super::{Stranger, Unreadable};

/// A zip whose names and sizes are within bounds.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Places by name, with `/` and in small letters.
    places: HashMap<String, usize>,
}

impl<'a> Package<'a> {
    /// Opens the directory. Nothing is unpacked.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Package<'a>, Unreadable> {
        let damaged = || Unreadable::Damaged { part: "zip".to_owned() };
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| match end_of_directory(bytes) {
            true => damaged(),
            false => Unreadable::Truncated,
        })?;
        if archive.len() > PARTS_MAX {
            return Err(Unreadable::Hostile { part: "zip".to_owned() });
        }
        let mut places = HashMap::new();
        let mut unpacked: u64 = 0;
        for place in 0..archive.len() {
            let part = archive.by_index_raw(place).map_err(|_| damaged())?;
            let name = part.name().map_err(|_| damaged())?.replace('\\', "/");
            if part.encrypted() {
                return Err(Unreadable::Encrypted);
            }
            if leads_out(&name) {
                return Err(Unreadable::Hostile { part: name });
            }
            unpacked = unpacked.saturating_add(part.size());
            places.entry(name.to_lowercase()).or_insert(place);
        }
        let packed = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let too_tight = unpacked > PACKING_RATIO_FROM_BYTES && unpacked / packed.max(1) > PACKING_RATIO_MAX;
        if unpacked > UNPACKED_BYTES_MAX || too_tight {
            let limit_megabytes = UNPACKED_BYTES_MAX.min(packed.saturating_mul(PACKING_RATIO_MAX)) >> 20;
            return Err(Unreadable::UnpackedTooLarge { megabytes: (unpacked >> 20) + 1, limit_megabytes });
        }
        Ok(Package { archive, places })
    }

    /// Whether it has a part of that name.
    pub(super) fn holds(&self, name: &str) -> bool {
        self.places.contains_key(&name.to_lowercase())
    }

    /// The part of that name, to be read as XML; it may unpack to what the directory says and no byte more.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Xml<impl std::io::Read + use<'_, 'a>>>, Unreadable> {
        let Some(&place) = self.places.get(&name.trim_start_matches('/').to_lowercase()) else { return Ok(None) };
        let part = self.archive.by_index(place).map_err(|error| match error {
            ZipError::InvalidPassword => Unreadable::Encrypted,
            _ => Unreadable::Damaged { part: name.to_owned() },
        })?;
        let size = part.size();
        Ok(Some(Xml::new(part.take(size.saturating_add(1)), size, name)))
    }

    /// What the file is, where it is no workbook.
    pub(super) fn stranger(&self) -> Unreadable {
        let any = |start: &str| self.places.keys().any(|name| name.starts_with(start));
        if self.holds("xl/workbook.bin") {
            return Unreadable::BinaryWorkbook;
        }
        if self.holds("mimetype") && self.holds("content.xml") {
            return Unreadable::OpenDocument;
        }
        let is = match () {
            () if any("word/") => Stranger::Document,
            () if any("ppt/") => Stranger::Slides,
            () => Stranger::Archive,
        };
        Unreadable::NotASheet { is }
    }
}

/// Whether a name would lead out of the folder it is unpacked into. Nothing is ever unpacked onto a disk here, but a
/// file with such a name was made to harm.
fn leads_out(name: &str) -> bool {
    name.starts_with('/') || name.as_bytes().get(1) == Some(&b':') || name.split('/').any(|step| step == "..")
}

/// Whether the record stands at the end that every whole zip ends with.
fn end_of_directory(bytes: &[u8]) -> bool {
    let tail = &bytes[bytes.len().saturating_sub(66_000)..];
    tail.windows(4).any(|window| window == b"PK\x05\x06")
}
