//! Files made in memory, good and bad.

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// The parts of a workbook of one sheet.
pub(crate) struct Parts {
    pub(crate) parts: Vec<(String, Vec<u8>)>,
    pub(crate) stored: bool,
}

const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK_RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;
const STYLES: &str = r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1"><numFmt numFmtId="164" formatCode="m&quot;月&quot;d&quot;日&quot;"/></numFmts><cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="20"/></cellXfs></styleSheet>"#;

/// What stands in the sheet of a workbook: `cells` is what `sheetData` holds. Style 1 is a date, 2 `m月d日`, 3 a time.
pub(crate) fn parts(cells: &str, texts: &[&str], book: &str) -> Parts {
    let texts: String = texts.iter().map(|text| format!("<si><t>{text}</t></si>")).collect();
    let sheet = format!(
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{cells}</sheetData></worksheet>"#
    );
    let main = format!(
        r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">{book}<sheets><sheet name="场次" sheetId="1" r:id="rId1"/></sheets></workbook>"#
    );
    let named = |name: &str, text: String| (name.to_owned(), text.into_bytes());
    Parts {
        parts: vec![
            named("_rels/.rels", RELATIONS.to_owned()),
            named("xl/workbook.xml", main),
            named("xl/_rels/workbook.xml.rels", BOOK_RELATIONS.to_owned()),
            named("xl/styles.xml", STYLES.to_owned()),
            named("xl/sharedStrings.xml", format!("<sst>{texts}</sst>")),
            named("xl/worksheets/sheet1.xml", sheet),
        ],
        stored: false,
    }
}

impl Parts {
    /// With a part put in place of another, or added.
    pub(crate) fn with(mut self, name: &str, bytes: impl Into<Vec<u8>>) -> Parts {
        let bytes = bytes.into();
        match self.parts.iter_mut().find(|(known, _)| known == name) {
            Some((_, part)) => *part = bytes,
            None => self.parts.push((name.to_owned(), bytes)),
        }
        self
    }

    /// Not packed, so that what is changed in a part reaches the reader.
    pub(crate) fn stored(mut self) -> Parts {
        self.stored = true;
        self
    }

    /// The file.
    pub(crate) fn zip(&self) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let method = if self.stored { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        let options = SimpleFileOptions::default().compression_method(method);
        for (name, bytes) in &self.parts {
            writer.start_file(name.as_str(), options).expect("a part");
            writer.write_all(bytes).expect("its bytes");
        }
        writer.finish().expect("a file").into_inner()
    }
}

/// A container of Excel 97–2003 with these streams.
pub(crate) fn compound(streams: &[(&str, Vec<u8>)]) -> Vec<u8> {
    const END: u32 = 0xffff_fffe;
    let padded: Vec<Vec<u8>> = streams
        .iter()
        .map(|(_, bytes)| {
            let length = bytes.len().max(4096).next_multiple_of(512);
            let mut padded = bytes.clone();
            padded.resize(length, 0);
            padded
        })
        .collect();
    let directory_sectors = (streams.len() + 1).div_ceil(4);
    let content: usize = padded.iter().map(|stream| stream.len() / 512).sum();
    let mut table_sectors = 1;
    while table_sectors * 128 < table_sectors + directory_sectors + content {
        table_sectors += 1;
    }
    let number = |value: usize| u32::try_from(value).expect("a small file");
    let mut table = vec![0xffff_fffd_u32; table_sectors];
    let chain = |table: &mut Vec<u32>, count: usize| {
        let first = table.len();
        for place in 0..count {
            table.push(if place + 1 == count { END } else { number(first + place + 1) });
        }
        number(first)
    };
    let directory = chain(&mut table, directory_sectors);
    let starts: Vec<u32> = padded.iter().map(|stream| chain(&mut table, stream.len() / 512)).collect();
    table.resize(table_sectors * 128, 0xffff_ffff);

    let mut file = vec![0_u8; 512];
    file[..8].copy_from_slice(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    let mut put = |at: usize, bytes: &[u8]| file[at..at + bytes.len()].copy_from_slice(bytes);
    put(24, &0x3e_u16.to_le_bytes());
    put(26, &3_u16.to_le_bytes());
    put(28, &0xfffe_u16.to_le_bytes());
    put(30, &9_u16.to_le_bytes());
    put(32, &6_u16.to_le_bytes());
    put(44, &number(table_sectors).to_le_bytes());
    put(48, &directory.to_le_bytes());
    put(56, &4096_u32.to_le_bytes());
    put(60, &END.to_le_bytes());
    put(68, &END.to_le_bytes());
    for place in 0..109 {
        let sector = if place < table_sectors { number(place) } else { 0xffff_ffff };
        put(76 + place * 4, &sector.to_le_bytes());
    }
    file.extend(table.iter().flat_map(|entry| entry.to_le_bytes()));
    let mut entries = vec![entry("Root Entry", 5, END, 0)];
    entries.extend(
        streams
            .iter()
            .zip(&starts)
            .zip(&padded)
            .map(|(((name, _), start), bytes)| entry(name, 2, *start, number(bytes.len()))),
    );
    entries.resize(directory_sectors * 4, vec![0; 128]);
    file.extend(entries.concat());
    file.extend(padded.concat());
    file
}

fn entry(name: &str, kind: u8, start: u32, size: u32) -> Vec<u8> {
    let mut entry = vec![0_u8; 128];
    let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    entry[..units.len()].copy_from_slice(&units);
    entry[64] = u8::try_from(units.len() + 2).expect("a short name");
    entry[66] = kind;
    entry[116..120].copy_from_slice(&start.to_le_bytes());
    entry[120..124].copy_from_slice(&size.to_le_bytes());
    entry
}

/// A record of a workbook stream.
pub(crate) fn record(kind: u16, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len()).expect("a short record");
    [&kind.to_le_bytes()[..], &length.to_le_bytes(), body].concat()
}

/// The beginning of a stretch of records: what it is, and of which version.
pub(crate) fn begin(version: u16, what: u16) -> Vec<u8> {
    let mut body = vec![0_u8; 16];
    body[..2].copy_from_slice(&version.to_le_bytes());
    body[2..4].copy_from_slice(&what.to_le_bytes());
    record(0x0809, &body)
}

/// The stream of a workbook with one sheet that holds `cells`, records of cells one after another.
pub(crate) fn workbook_stream(globals: &[Vec<u8>], cells: &[Vec<u8>]) -> Vec<u8> {
    let listed = |at: u32| {
        let mut body = at.to_le_bytes().to_vec();
        body.extend([0, 0, 4, 0]);
        body.extend(b"List");
        record(0x0085, &body)
    };
    let head = |at: u32| [begin(0x0600, 5), listed(at), globals.concat(), record(0x000a, &[])].concat();
    let at = u32::try_from(head(0).len()).expect("a small stream");
    [head(at), begin(0x0600, 0x10), cells.concat(), record(0x000a, &[])].concat()
}
