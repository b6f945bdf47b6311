//! The pages of a file and of its log, read without SQLite: what is damaged cannot lead astray who takes nothing for granted.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use super::super::{file, handle::Handle};

/// What a file has that does not say otherwise.
const PAGE_SIZE: usize = 4096;
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// The log's header and that of each of its frames (<https://www.sqlite.org/fileformat2.html#the_write_ahead_log>).
const LOG_HEADER: usize = 32;
const FRAME_HEADER: usize = 24;
const LOG_MAGIC: u32 = 0x377f_0682;

/// What the first page says of the file, as far as it can be believed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Header {
    pub(super) application_id: u32,
    pub(super) user_version: u32,
    pub(super) first_free: u32,
}

/// The pages of a file as its last commit left them.
#[derive(Debug)]
pub(super) struct Pages {
    file: Handle,
    log: Option<File>,
    /// Where in the log the newest state of a page is.
    newer: HashMap<u32, u64>,
    size: usize,
    count: u32,
    /// How many bytes the file itself has.
    length: u64,
    /// `None` when the first page is not one of SQLite's.
    pub(super) header: Option<Header>,
}

impl Pages {
    /// Opens a file for reading alone, with the log beside it where there is one.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let file = Handle::open(path)?;
        let length = file.metadata()?.len();
        let log = match File::open(file::beside(path, "-wal")) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            log => Some(log?),
        };
        let mut pages = Self { file, log, newer: HashMap::new(), size: PAGE_SIZE, count: 0, length, header: None };
        if let Some(size) = pages.head().and_then(|head| page_size(&head)) {
            pages.size = size;
        }
        pages.count = u32::try_from(length.div_ceil(pages.size as u64)).unwrap_or(u32::MAX);
        if let Err(error) = pages.take_log() {
            // What is in the log and cannot be read is lost, as a page of the file would be.
            tracing::warn!(%error, "the log of a damaged file could not be read to its end");
        }
        let first = pages.page(1).filter(|first| first.starts_with(MAGIC));
        pages.header = first.map(|first| Header {
            application_id: number(&first, 68),
            user_version: number(&first, 60),
            first_free: number(&first, 32),
        });
        Ok(pages)
    }

    /// The first bytes of the file itself.
    fn head(&mut self) -> Option<Vec<u8>> {
        read(&self.file, 0, 100).ok().filter(|head| head.starts_with(MAGIC))
    }

    /// How many pages there are.
    pub(super) fn count(&self) -> u32 {
        self.count
    }

    /// How many bytes of a page can be used; we reserve none.
    pub(super) fn size(&self) -> usize {
        self.size
    }

    /// A page, filled up with zeros where the file ends in it; `None` when the disk does not give it, or there is none.
    pub(super) fn page(&mut self, number: u32) -> Option<Vec<u8>> {
        if number == 0 || number > self.count {
            return None;
        }
        match (self.newer.get(&number), &self.log) {
            (Some(place), Some(log)) => read(log, *place, self.size).ok(),
            _ => read(&self.file, u64::from(number - 1) * self.size as u64, self.size).ok(),
        }
    }

    /// How many bytes of a page there are; the rest of it was cut off with the end of the file.
    pub(super) fn there(&self, number: u32) -> usize {
        if self.newer.contains_key(&number) {
            return self.size;
        }
        let begins = u64::from(number.saturating_sub(1)) * self.size as u64;
        usize::try_from(self.length.saturating_sub(begins)).map_or(self.size, |there| there.min(self.size))
    }

    /// Notes the frames of the log up to the last commit whose checksum is right, as SQLite does when it opens a file.
    fn take_log(&mut self) -> io::Result<()> {
        let Some(log) = &self.log else { return Ok(()) };
        let header = read(log, 0, LOG_HEADER)?;
        let magic = number(&header, 0);
        let size = number(&header, 8) as usize;
        let mut sum = Sum { is_big_endian: magic & 1 == 1, sum: (0, 0) };
        sum.add(&header[..24]);
        if magic & !1 != LOG_MAGIC || size < 512 || !size.is_power_of_two() || size > 65_536 || !sum.is(&header[24..]) {
            return Ok(());
        }
        self.size = size;
        let mut uncommitted = HashMap::new();
        let mut place = LOG_HEADER as u64;
        let end = log.metadata()?.len();
        while place + (FRAME_HEADER + size) as u64 <= end {
            let frame = read(log, place, FRAME_HEADER + size)?;
            sum.add(&frame[..8]);
            sum.add(&frame[FRAME_HEADER..]);
            if frame[8..16] != header[16..24] || !sum.is(&frame[16..24]) {
                break;
            }
            uncommitted.insert(number(&frame, 0), place + FRAME_HEADER as u64);
            let pages_then = number(&frame, 4);
            if pages_then > 0 {
                self.newer.extend(uncommitted.drain());
                self.count = pages_then;
            }
            place += (FRAME_HEADER + size) as u64;
        }
        Ok(())
    }
}

/// The checksum of the log, which goes on from frame to frame.
struct Sum {
    is_big_endian: bool,
    sum: (u32, u32),
}

impl Sum {
    fn add(&mut self, bytes: &[u8]) {
        let word = |bytes: &[u8]| {
            let number = number(bytes, 0);
            if self.is_big_endian { number } else { number.swap_bytes() }
        };
        let (mut one, mut other) = self.sum;
        for pair in bytes.chunks_exact(8) {
            one = one.wrapping_add(word(&pair[..4])).wrapping_add(other);
            other = other.wrapping_add(word(&pair[4..])).wrapping_add(one);
        }
        self.sum = (one, other);
    }

    fn is(&self, bytes: &[u8]) -> bool {
        self.sum == (number(bytes, 0), number(bytes, 4))
    }
}

fn page_size(head: &[u8]) -> Option<usize> {
    match usize::from(head[16]) << 8 | usize::from(head[17]) {
        1 => Some(65_536),
        size if size >= 512 && size.is_power_of_two() => Some(size),
        _ => None,
    }
}

/// The number in four bytes of a page, the highest first; 0 past its end.
pub(super) fn number(bytes: &[u8], place: usize) -> u32 {
    bytes.get(place..place + 4).map_or(0, |four| four.iter().fold(0, |sum, byte| sum << 8 | u32::from(*byte)))
}

fn read(mut file: &File, place: u64, length: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(length);
    file.seek(SeekFrom::Start(place))?;
    file.take(length as u64).read_to_end(&mut bytes)?;
    bytes.resize(length, 0);
    Ok(bytes)
}
