//! Reads a package from its first byte to its last, and nothing that is not packed as a package is; see [`layout`](super::layout).
//!
//! It comes from elsewhere and is trusted in nothing. Nothing in it is compressed, so no entry becomes more than it is.

use std::io::{self, ErrorKind, Read};

use crc32fast::Hasher;
use partwright_domain::cancel::Cancel;
use partwright_domain::export::ExportError;
use partwright_domain::{Error, Result};

use super::layout::{self, ENTRY, LIST, Placed};
use super::{MANIFEST, MOST_ENTRIES, MOST_PATH};

/// How many bytes stand before the path of an entry.
const FIXED: usize = 30;
/// How many bytes the larger sizes have.
const LARGER: usize = 20;

/// A package that is being read.
pub(super) struct Unpacker<R> {
    from: R,
    /// How many bytes have been read.
    place: u64,
    entries: Vec<Placed>,
}

impl<R: Read> Unpacker<R> {
    pub(super) fn new(from: R) -> Self {
        Self { from, place: 0, entries: Vec::new() }
    }

    /// Reads what stands before the next entry's bytes; `None` where the list begins.
    pub(super) fn next(&mut self) -> Result<Option<Placed>> {
        let place = self.place;
        let mut head = vec![0; ENTRY.len()];
        self.fill(&mut head)?;
        if head == LIST && place > 0 {
            return Ok(None);
        }
        if head != ENTRY {
            return Err(match place {
                0 if head == layout::END => not_a_package("it is empty"),
                0 => not_a_package("it does not begin as one"),
                place => ExportError::BytesBeside { place }.into(),
            });
        }
        head.resize(FIXED, 0);
        self.fill(&mut head[ENTRY.len()..])?;
        let (name, more) = (usize::from(at16(&head, 26)), usize::from(at16(&head, 28)));
        if name > MOST_PATH {
            return Err(otherwise(format!("there is a path of {name} bytes in it")));
        }
        head.resize(FIXED + name + more, 0);
        self.fill(&mut head[FIXED..])?;
        let path = String::from_utf8(head[FIXED..FIXED + name].to_vec())
            .map_err(|_| otherwise("there is a path in it that is not UTF-8".to_owned()))?;
        if at16(&head, 8) != 0 {
            return Err(ExportError::EntryCompressed { path }.into());
        }
        let size = match &head[FIXED + name..] {
            larger if larger.len() == LARGER => u64::from_le_bytes(larger[4..12].try_into().unwrap_or_default()),
            _ => u64::from(at32(&head, 22)),
        };
        let placed = Placed { path, checksum: at32(&head, 14), size, place };
        if placed.head() != head {
            return Err(otherwise(format!("{} is packed in another way", placed.path)));
        }
        if !self.is_next(&placed.path) {
            return Err(ExportError::EntryTwice { path: placed.path }.into());
        }
        if self.entries.len() as u64 > MOST_ENTRIES {
            return Err(too_large("entries", MOST_ENTRIES));
        }
        self.entries.push(placed.clone());
        Ok(Some(placed))
    }

    /// Entries stand in the order of their paths, the manifest last. So none is there twice.
    fn is_next(&self, path: &str) -> bool {
        self.entries.last().is_none_or(|last| last.path != MANIFEST && (path == MANIFEST || *last.path < *path))
    }

    /// Reads an entry's bytes, and answers whether they have the checksum that stands before them.
    pub(super) fn read(&mut self, entry: &Placed, cancel: &Cancel, each: &mut dyn FnMut(&[u8])) -> Result<bool> {
        let (mut hasher, mut piece, mut left) = (Hasher::new(), vec![0; 1 << 16], entry.size);
        while left > 0 {
            cancel.check()?;
            let length = usize::try_from(left).map_or(piece.len(), |left| left.min(piece.len()));
            self.fill(&mut piece[..length])?;
            hasher.update(&piece[..length]);
            each(&piece[..length]);
            left -= length as u64;
        }
        Ok(hasher.finalize() == entry.checksum)
    }

    /// Reads the list, whose beginning [`next`](Self::next) has met, and what comes after it, to the last byte.
    pub(super) fn finish(mut self) -> Result<()> {
        let start = self.place - LIST.len() as u64;
        let entries = std::mem::take(&mut self.entries);
        let (count, mut is_begun) = (entries.len() as u64, true);
        for entry in entries {
            let listed = entry.listed();
            // The first one's beginning has been read.
            let expected = if std::mem::take(&mut is_begun) { &listed[LIST.len()..] } else { &listed };
            if !self.is(expected)? {
                return Err(ExportError::EntriesDisagree { path: entry.path }.into());
            }
        }
        let end = layout::end(count, start, self.place - start);
        if !self.is(&end)? {
            return Err(otherwise("its end is another one".to_owned()));
        }
        let place = self.place;
        match self.from.read(&mut [0]) {
            Ok(0) => Ok(()),
            Ok(_) => Err(ExportError::BytesBeside { place }.into()),
            Err(error) => Err(unreadable(&error)),
        }
    }

    /// Whether the next bytes are these.
    fn is(&mut self, expected: &[u8]) -> Result<bool> {
        let mut bytes = vec![0; expected.len()];
        self.fill(&mut bytes)?;
        Ok(bytes == expected)
    }

    fn fill(&mut self, bytes: &mut [u8]) -> Result<()> {
        self.from.read_exact(bytes).map_err(|error| unreadable(&error))?;
        self.place += bytes.len() as u64;
        Ok(())
    }
}

fn at16(bytes: &[u8], place: usize) -> u16 {
    u16::from_le_bytes([bytes[place], bytes[place + 1]])
}

fn at32(bytes: &[u8], place: usize) -> u32 {
    u32::from(at16(bytes, place)) | u32::from(at16(bytes, place + 2)) << 16
}

fn unreadable(error: &io::Error) -> Error {
    match error.kind() {
        ErrorKind::UnexpectedEof => ExportError::CutShort.into(),
        _ => not_a_package(&error.to_string()),
    }
}

fn otherwise(what: String) -> Error {
    ExportError::PackagedOtherwise { what }.into()
}

pub(super) fn not_a_package(detail: &str) -> Error {
    ExportError::NotAPackage { detail: detail.to_owned() }.into()
}

pub(super) fn too_large(what: &str, most: u64) -> Error {
    ExportError::PackageTooLarge { what: what.to_owned(), most }.into()
}
