//! Packs entries, one after another, as [`layout`](super::layout) says.

use std::io::{self, Seek, SeekFrom, Write};

use crc32fast::Hasher;
use partwright_domain::Result;
use partwright_domain::file::ContentHash;
use sha2::{Digest, Sha256};

use super::layout::{self, Placed, is_large};
use super::unpack::too_large;
use super::{Entry, MOST_ENTRIES};
use crate::write::{failed, io_failed};

/// A package in the making.
pub(super) struct Packer<W> {
    out: W,
    /// How many bytes have been written.
    place: u64,
    placed: Vec<Placed>,
    /// What the manifest says of them.
    pub(super) entries: Vec<Entry>,
}

impl<W: Write + Seek> Packer<W> {
    pub(super) fn new(out: W) -> Self {
        Self { out, place: 0, placed: Vec::new(), entries: Vec::new() }
    }

    /// Writes an entry that has about that size: whether it is a large one is said before it is written.
    pub(super) fn entry(
        &mut self,
        path: &str,
        size: u64,
        make: impl FnOnce(&mut dyn Write) -> Result<()>,
    ) -> Result<()> {
        if self.placed.len() as u64 >= MOST_ENTRIES {
            return Err(too_large("entries", MOST_ENTRIES));
        }
        let mut placed = Placed { path: path.to_owned(), checksum: 0, size, place: self.place };
        let head = placed.head();
        self.out.write_all(&head).map_err(io_failed)?;
        let mut told = Told { out: &mut self.out, checksum: Hasher::new(), hash: Sha256::new(), size: 0 };
        make(&mut told)?;
        let Told { out: _, checksum, hash, size: length } = told;
        if is_large(length) != is_large(size) {
            return Err(failed(&format!("{path} turned out to have {length} bytes")));
        }
        (placed.checksum, placed.size) = (checksum.finalize(), length);
        self.out.seek(SeekFrom::Start(self.place)).map_err(io_failed)?;
        self.out.write_all(&placed.head()).map_err(io_failed)?;
        self.place += head.len() as u64 + length;
        self.out.seek(SeekFrom::Start(self.place)).map_err(io_failed)?;
        self.placed.push(placed);
        let sha256 = ContentHash(hash.finalize().into()).to_string();
        self.entries.push(Entry { path: path.to_owned(), size: length, sha256 });
        Ok(())
    }

    /// Writes the list of all entries, and the end.
    pub(super) fn finish(mut self) -> Result<()> {
        let mut size = 0;
        for placed in &self.placed {
            let listed = placed.listed();
            self.out.write_all(&listed).map_err(io_failed)?;
            size += listed.len() as u64;
        }
        let end = layout::end(self.placed.len() as u64, self.place, size);
        self.out.write_all(&end).and_then(|()| self.out.flush()).map_err(io_failed)
    }
}

/// A writer that notes what goes through it.
struct Told<'z, W> {
    out: &'z mut W,
    checksum: Hasher,
    hash: Sha256,
    size: u64,
}

impl<W: Write> Write for Told<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let length = self.out.write(bytes)?;
        self.checksum.update(&bytes[..length]);
        self.hash.update(&bytes[..length]);
        self.size += length as u64;
        Ok(length)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
