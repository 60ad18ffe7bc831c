//! The container of Excel 97–2003: a file of sectors with a directory, of which one stream is read where it lies.

use super::Unreadable;

const END_OF_CHAIN: u32 = 0xffff_fffa;
const DIRECTORY_ENTRY_BYTES: usize = 128;
/// Entries of a directory; a workbook with macros has some hundred.
const ENTRIES_MAX: usize = 20_000;

/// A container.
pub(super) struct Compound<'a> {
    bytes: &'a [u8],
    sector_bytes: usize,
    table: Vec<u32>,
    entries: Vec<Entry>,
    small_limit: u64,
    small_table_start: u32,
}

struct Entry {
    name: String,
    kind: u8,
    start: u32,
    size: u64,
}

/// A stream, by the places of its blocks in the file.
pub(super) struct Stream<'a> {
    bytes: &'a [u8],
    blocks: Vec<usize>,
    block_bytes: usize,
    size: u64,
}

fn damaged() -> Unreadable {
    Unreadable::Damaged { part: "OLE".to_owned() }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

impl<'a> Compound<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Compound<'a>, Unreadable> {
        if bytes.len() < 512 {
            return Err(Unreadable::Truncated);
        }
        let head = |at: usize| u32_at(bytes, at).ok_or_else(damaged);
        let sector_bytes = match u16_at(bytes, 30) {
            Some(9) => 512,
            Some(12) => 4096,
            _ => return Err(damaged()),
        };
        let mut compound = Compound {
            bytes,
            sector_bytes,
            table: Vec::new(),
            entries: Vec::new(),
            small_limit: u64::from(head(56)?).min(1 << 16),
            small_table_start: head(60)?,
        };
        compound.read_table(head(68)?)?;
        compound.read_directory(head(48)?)?;
        Ok(compound)
    }

    fn sector_place(&self, sector: u32) -> usize {
        (sector as usize + 1).saturating_mul(self.sector_bytes)
    }

    fn sector(&self, sector: u32) -> Result<&'a [u8], Unreadable> {
        let place = self.sector_place(sector);
        // The last sector is cut short by some writers; one that lies beyond the end is missing.
        let end = place.saturating_add(self.sector_bytes).min(self.bytes.len());
        self.bytes.get(place..end).filter(|sector| !sector.is_empty()).ok_or(Unreadable::Truncated)
    }

    fn sectors_max(&self) -> usize {
        self.bytes.len() / self.sector_bytes + 1
    }

    /// Reads which sector follows which; `more` is the first sector of the list's own continuation.
    fn read_table(&mut self, mut more: u32) -> Result<(), Unreadable> {
        let mut lists: Vec<u32> = (0..109).filter_map(|place| u32_at(self.bytes, 76 + place * 4)).collect();
        let mut steps = 0;
        while more < END_OF_CHAIN {
            let sector = self.sector(more)?;
            let count = sector.len() / 4;
            lists.extend((0..count.saturating_sub(1)).filter_map(|place| u32_at(sector, place * 4)));
            more = u32_at(sector, count.saturating_sub(1) * 4).unwrap_or(END_OF_CHAIN);
            steps += 1;
            if steps > self.sectors_max() {
                return Err(damaged());
            }
        }
        for sector in lists.into_iter().filter(|sector| *sector < END_OF_CHAIN) {
            let sector = self.sector(sector)?;
            self.table.extend(sector.chunks_exact(4).filter_map(|entry| u32_at(entry, 0)));
            if self.table.len() > self.sectors_max() + self.sector_bytes {
                break;
            }
        }
        Ok(())
    }

    /// The sectors from `start` on.
    fn chain(&self, start: u32) -> Result<Vec<u32>, Unreadable> {
        let mut chain = Vec::new();
        let mut sector = start;
        while sector < END_OF_CHAIN {
            if chain.len() > self.sectors_max() {
                return Err(damaged());
            }
            chain.push(sector);
            sector = *self.table.get(sector as usize).ok_or(Unreadable::Truncated)?;
        }
        Ok(chain)
    }

    fn read_directory(&mut self, start: u32) -> Result<(), Unreadable> {
        for sector in self.chain(start)? {
            for entry in self.sector(sector)?.chunks_exact(DIRECTORY_ENTRY_BYTES) {
                let length = usize::from(u16_at(entry, 64).unwrap_or(0)).min(64) / 2;
                let units: Vec<u16> =
                    (0..length.saturating_sub(1)).filter_map(|place| u16_at(entry, place * 2)).collect();
                let low = u64::from(u32_at(entry, 120).unwrap_or(0));
                let high = if self.sector_bytes == 512 { 0 } else { u64::from(u32_at(entry, 124).unwrap_or(0)) };
                self.entries.push(Entry {
                    name: String::from_utf16_lossy(&units),
                    kind: entry[66],
                    start: u32_at(entry, 116).unwrap_or(END_OF_CHAIN),
                    size: low | (high << 32),
                });
            }
            if self.entries.len() > ENTRIES_MAX {
                return Err(damaged());
            }
        }
        Ok(())
    }

    /// Whether it has a stream or a folder of that name.
    pub(super) fn holds(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.kind != 0 && entry.name.eq_ignore_ascii_case(name))
    }

    /// The stream of that name.
    pub(super) fn stream(&self, name: &str) -> Result<Stream<'a>, Unreadable> {
        let entry = self.entries.iter().find(|entry| entry.kind == 2 && entry.name.eq_ignore_ascii_case(name));
        let entry = entry.ok_or_else(damaged)?;
        let file = u64::try_from(self.bytes.len()).unwrap_or(u64::MAX);
        if entry.size > file {
            return Err(Unreadable::Truncated);
        }
        let (blocks, block_bytes) = if entry.size < self.small_limit {
            (self.small_blocks(entry.start)?, 64)
        } else {
            (self.chain(entry.start)?.into_iter().map(|sector| self.sector_place(sector)).collect(), self.sector_bytes)
        };
        Ok(Stream { bytes: self.bytes, blocks, block_bytes, size: entry.size })
    }

    /// Where the small blocks from `start` on lie: they fill the stream of the root.
    fn small_blocks(&self, start: u32) -> Result<Vec<usize>, Unreadable> {
        let root = self.entries.iter().find(|entry| entry.kind == 5).ok_or_else(damaged)?;
        let home = self.chain(root.start)?;
        let mut table: Vec<u32> = Vec::new();
        for sector in self.chain(self.small_table_start)? {
            table.extend(self.sector(sector)?.chunks_exact(4).filter_map(|entry| u32_at(entry, 0)));
        }
        let per_sector = self.sector_bytes / 64;
        let (mut blocks, mut block) = (Vec::new(), start);
        while block < END_OF_CHAIN {
            let home = home.get(block as usize / per_sector).ok_or_else(damaged)?;
            blocks.push(self.sector_place(*home) + block as usize % per_sector * 64);
            if blocks.len() > table.len() {
                return Err(damaged());
            }
            block = *table.get(block as usize).ok_or_else(damaged)?;
        }
        Ok(blocks)
    }
}

impl Stream<'_> {
    /// Puts `length` bytes from `at` on into `into`; `false` where there are not so many.
    pub(super) fn read(&self, at: u64, length: usize, into: &mut Vec<u8>) -> bool {
        into.clear();
        let Ok(mut place) = usize::try_from(at) else { return false };
        if at.saturating_add(length as u64) > self.size {
            return false;
        }
        while into.len() < length {
            let Some(block) = self.blocks.get(place / self.block_bytes) else { return false };
            let within = place % self.block_bytes;
            let count = (self.block_bytes - within).min(length - into.len());
            let Some(piece) = self.bytes.get(block + within..block + within + count) else { return false };
            into.extend_from_slice(piece);
            place += count;
        }
        true
    }
}
