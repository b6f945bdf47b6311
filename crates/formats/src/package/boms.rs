//! The BOMs of a package: made from its canonical forms and `parts.json` and from nothing else, so that whoever looks at one
//! makes them again.

use std::io::{self, Write};

use partwright_domain::cancel::Cancel;
use partwright_domain::export::{Dossier, Shape, Sink, Watch};
use partwright_domain::file::ContentHash;
use partwright_domain::{Error, Result};
use sha2::{Digest, Sha256};

use super::{BOMS, Entry};
use crate::write::{Csv, Html, Json, Options};

/// The BOMs, in the order of their paths.
const KINDS: [(Shape, &str); 7] = [
    (Shape::Flat, "csv"),
    (Shape::Flat, "json"),
    (Shape::Indented, "csv"),
    (Shape::Indented, "html"),
    (Shape::Indented, "json"),
    (Shape::OneLevel, "csv"),
    (Shape::OneLevel, "json"),
];

/// A BOM of a package.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bom {
    shape: Shape,
    ending: &'static str,
}

impl Bom {
    /// Every BOM of a package, in the order of their paths.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        KINDS.into_iter().map(|(shape, ending)| Self { shape, ending })
    }

    /// Its path.
    pub(super) fn path(self) -> String {
        format!("{BOMS}{}.{}", self.shape.name(), self.ending)
    }

    /// Writes it.
    pub(super) fn write(self, dossier: &Dossier, out: impl Write, cancel: &Cancel) -> Result<()> {
        let mut sink: Box<dyn Sink + '_> = match self.ending {
            "csv" => Box::new(Csv::new(out, Options::default())),
            "html" => Box::new(Html::new(out)),
            _ => Box::new(Json::new(out)),
        };
        dossier.bom(self.shape, &mut *sink, &mut Watch::new(cancel, &mut |_| {}))
    }

    /// Whether it is what an entry has. Of a BOM that would be longer no more is made than the entry has, however large it
    /// would become.
    pub(super) fn is(self, dossier: &Dossier, entry: &Entry, cancel: &Cancel) -> Result<bool> {
        let mut expected = Expected { hash: Sha256::new(), left: entry.size, is_longer: false };
        match self.write(dossier, &mut expected, cancel) {
            Ok(()) => {}
            Err(Error::Export(_)) if expected.is_longer => return Ok(false),
            Err(error) => return Err(error),
        }
        Ok(expected.left == 0 && ContentHash(expected.hash.finalize().into()).to_string() == entry.sha256)
    }
}

/// Hashes what an entry should have, up to as many bytes as it has.
struct Expected {
    hash: Sha256,
    left: u64,
    is_longer: bool,
}

impl Write for Expected {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let Some(left) = self.left.checked_sub(bytes.len() as u64) else {
            self.is_longer = true;
            return Err(io::Error::other("it is longer than the entry"));
        };
        self.left = left;
        self.hash.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
