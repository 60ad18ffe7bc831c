//! The records of a workbook stream, and texts that may run on over several of them.

use super::Unreadable;
use super::compound::Stream;

/// Bytes of a record.
const RECORD_BYTES_MAX: usize = 8224;
pub(super) const CONTINUE: u16 = 0x003c;

/// Records, one after another.
pub(super) struct Records<'a> {
    stream: Stream<'a>,
    at: u64,
    header: Vec<u8>,
    /// What the record that was read last holds.
    pub(super) body: Vec<u8>,
}

pub(super) fn damaged() -> Unreadable {
    Unreadable::Damaged { part: "Workbook".to_owned() }
}

impl<'a> Records<'a> {
    pub(super) fn new(stream: Stream<'a>) -> Records<'a> {
        Records { stream, at: 0, header: Vec::new(), body: Vec::new() }
    }

    /// Goes on from `at`.
    pub(super) fn seek(&mut self, at: u64) {
        self.at = at;
    }

    /// The kind of the next record, which is then in `body`.
    pub(super) fn advance(&mut self) -> Result<u16, Unreadable> {
        let kind = self.peek().ok_or(Unreadable::Truncated)?;
        let length = usize::from(u16::from_le_bytes([self.header[2], self.header[3]]));
        if length > RECORD_BYTES_MAX {
            return Err(damaged());
        }
        if !self.stream.read(self.at + 4, length, &mut self.body) {
            return Err(Unreadable::Truncated);
        }
        self.at += 4 + length as u64;
        Ok(kind)
    }

    /// The kind of the next record.
    pub(super) fn peek(&mut self) -> Option<u16> {
        let read = self.stream.read(self.at, 4, &mut self.header);
        read.then(|| u16::from_le_bytes([self.header[0], self.header[1]]))
    }

    pub(super) fn u16_at(&self, at: usize) -> Result<u16, Unreadable> {
        let bytes = self.body.get(at..at + 2).and_then(|bytes| bytes.try_into().ok());
        bytes.map(u16::from_le_bytes).ok_or_else(damaged)
    }

    pub(super) fn u32_at(&self, at: usize) -> Result<u32, Unreadable> {
        let bytes = self.body.get(at..at + 4).and_then(|bytes| bytes.try_into().ok());
        bytes.map(u32::from_le_bytes).ok_or_else(damaged)
    }

    pub(super) fn f64_at(&self, at: usize) -> Result<f64, Unreadable> {
        let bytes = self.body.get(at..at + 8).and_then(|bytes| bytes.try_into().ok());
        bytes.map(f64::from_le_bytes).ok_or_else(damaged)
    }
}

/// Reads on through a record and those that continue it.
pub(super) struct Cursor<'r, 'a> {
    records: &'r mut Records<'a>,
    at: usize,
}

impl<'r, 'a> Cursor<'r, 'a> {
    /// From `at` in the record that was read last.
    pub(super) fn new(records: &'r mut Records<'a>, at: usize) -> Cursor<'r, 'a> {
        Cursor { records, at }
    }

    fn left(&self) -> usize {
        self.records.body.len().saturating_sub(self.at)
    }

    /// Whether more bytes come, going on into the next record where this one is used up.
    fn refill(&mut self) -> Result<(), Unreadable> {
        while self.left() == 0 {
            if self.records.peek() != Some(CONTINUE) {
                return Err(damaged());
            }
            self.records.advance()?;
            self.at = 0;
        }
        Ok(())
    }

    fn byte(&mut self) -> Result<u8, Unreadable> {
        self.refill()?;
        let byte = self.records.body[self.at];
        self.at += 1;
        Ok(byte)
    }

    fn u16(&mut self) -> Result<u16, Unreadable> {
        Ok(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    /// A number of four bytes.
    pub(super) fn u32(&mut self) -> Result<u32, Unreadable> {
        Ok(u32::from(self.u16()?) | (u32::from(self.u16()?) << 16))
    }

    fn skip(&mut self, mut count: usize) -> Result<(), Unreadable> {
        while count > 0 {
            self.refill()?;
            let step = count.min(self.left());
            self.at += step;
            count -= step;
        }
        Ok(())
    }

    /// A text with its length before it in two bytes, or in one where `short`. Where it runs on in the next record,
    /// that says anew how wide its characters are.
    pub(super) fn text(&mut self, short: bool) -> Result<String, Unreadable> {
        let mut left = if short { usize::from(self.byte()?) } else { usize::from(self.u16()?) };
        let flags = self.byte()?;
        let mut wide = flags & 1 != 0;
        let runs = if flags & 8 != 0 { usize::from(self.u16()?) } else { 0 };
        let extra = if flags & 4 != 0 { self.u32()? as usize } else { 0 };
        let mut units: Vec<u16> = Vec::new();
        while left > 0 {
            if self.left() == 0 {
                self.refill()?;
                wide = self.byte()? & 1 != 0;
                continue;
            }
            if wide {
                units.push(self.u16()?);
            } else {
                units.push(u16::from(self.byte()?));
            }
            left -= 1;
        }
        self.skip(runs * 4)?;
        self.skip(extra)?;
        String::from_utf16(&units).map_err(|_| damaged())
    }
}
