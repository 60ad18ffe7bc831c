//! The parts of a workbook as XML events, measured: no stretch, no part and no depth grows without bound, and a
//! document type, which no spreadsheet writes, ends the reading.

use std::io::{self, BufRead, BufReader, Read};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::Unreadable;
use super::limits::XML_STRETCH_BYTES_MAX;

/// How deep elements may nest; a sheet nests five deep.
const DEPTH_MAX: usize = 64;

/// A part that is read.
pub(super) struct Xml<R: Read> {
    reader: Reader<Gauge<R>>,
    buffer: Vec<u8>,
    depth: usize,
    part: String,
}

/// Counts what is read, in all and since the last event.
struct Gauge<R> {
    inner: BufReader<R>,
    left: u64,
    since: u64,
    over: bool,
}

impl<R: Read> Read for Gauge<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(into)?;
        self.consumed(count);
        Ok(count)
    }
}

impl<R: Read> BufRead for Gauge<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.over {
            return Err(io::Error::other("beyond its bounds"));
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.inner.consume(count);
        self.consumed(count);
    }
}

impl<R> Gauge<R> {
    fn consumed(&mut self, count: usize) {
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        self.since += count;
        self.over |= self.left < count || self.since > XML_STRETCH_BYTES_MAX;
        self.left = self.left.saturating_sub(count);
    }
}

impl<R: Read> Xml<R> {
    /// Reads `part`, whose size is said to be `size` bytes.
    pub(super) fn new(inner: R, size: u64, part: &str) -> Xml<R> {
        let gauge = Gauge { inner: BufReader::with_capacity(1 << 16, inner), left: size, since: 0, over: false };
        let mut reader = Reader::from_reader(gauge);
        reader.config_mut().check_end_names = true;
        Xml { reader, buffer: Vec::new(), depth: 0, part: part.to_owned() }
    }

    /// The part's name.
    pub(super) fn name(&self) -> &str {
        &self.part
    }

    /// The next event; [`Event::Eof`] only where every element is closed.
    pub(super) fn event(&mut self) -> Result<Event<'_>, Unreadable> {
        self.buffer.clear();
        self.reader.get_mut().since = 0;
        match self.reader.read_event_into(&mut self.buffer) {
            Ok(event) => {
                match &event {
                    Event::Start(_) => self.depth += 1,
                    Event::End(_) => self.depth = self.depth.saturating_sub(1),
                    Event::Eof if self.depth > 0 => return Err(Unreadable::Damaged { part: self.part.clone() }),
                    _ => {}
                }
                if self.depth > DEPTH_MAX || matches!(event, Event::DocType(_)) {
                    return Err(Unreadable::Hostile { part: self.part.clone() });
                }
                Ok(event)
            }
            Err(_) if self.reader.get_ref().over => Err(Unreadable::Hostile { part: self.part.clone() }),
            Err(_) => Err(Unreadable::Damaged { part: self.part.clone() }),
        }
    }
}

/// The value of an attribute, by its name without prefix.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    element
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)
        .and_then(|attribute| attribute.normalized_value(XmlVersion::Implicit1_0).ok().map(|value| value.into_owned()))
}

/// Whether an attribute says yes.
pub(super) fn flag(element: &BytesStart<'_>, name: &str) -> bool {
    attribute(element, name).is_some_and(|value| matches!(value.as_str(), "1" | "true" | "on"))
}

/// Adds what an event says in words: text, a character by its number or name, CDATA.
pub(super) fn add_text(event: &Event<'_>, to: &mut String) {
    match event {
        Event::Text(text) => to.push_str(&text.xml10_content()),
        Event::CData(text) => to.push_str(text),
        Event::GeneralRef(name) => match name.resolve_char_ref() {
            Ok(Some(character)) => to.push(character),
            _ => match &**name {
                "amp" => to.push('&'),
                "lt" => to.push('<'),
                "gt" => to.push('>'),
                "quot" => to.push('"'),
                "apos" => to.push('\''),
                other => {
                    to.push('&');
                    to.push_str(other);
                    to.push(';');
                }
            },
        },
        _ => {}
    }
}
