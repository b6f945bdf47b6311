//! The port to the vault: where the bytes of files lie, each content once, named by its hash.
//!
//! Bytes go into the vault *before* the unit of work that names them, because nothing outside the database happens inside
//! one. When that unit is refused, or the program ends between the two, what is left is content that nothing names: it is in
//! nobody's way, and is collected later.

use std::collections::BTreeSet;
use std::fmt;
use std::io::{ErrorKind, Read, Write};

use serde::{Deserialize, Serialize, Serializer};
use sha2::{Digest, Sha256};

use super::FileError;
use crate::Result;
use crate::cancel::Cancel;
use crate::text::read_back;
use crate::time::Timestamp;

/// The SHA-256 of a content, and its name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentHash(pub [u8; 32]);

impl ContentHash {
    /// The hash that these 64 hexadecimal digits, in lower case, write.
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        let digit = |digit: u8| match digit {
            b'0'..=b'9' => Some(digit - b'0'),
            b'a'..=b'f' => Some(digit - b'a' + 10),
            _ => None,
        };
        if text.len() != 2 * bytes.len() {
            return None;
        }
        for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            *byte = digit(pair[0])? << 4 | digit(pair[1])?;
        }
        Some(Self(bytes))
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

impl fmt::Debug for ContentHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "ContentHash({self})")
    }
}

impl Serialize for ContentHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

read_back!(ContentHash: String => |text| Self::parse(&text).ok_or("not the 64 digits of a hash"));

/// A content as the vault knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Stored {
    /// Its hash.
    pub hash: ContentHash,
    /// How many bytes it has.
    pub size: u64,
}

/// What was collected.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Collected {
    /// How many contents.
    pub contents: u64,
    /// How many bytes they had.
    pub bytes: u64,
}

/// What was copied from one vault to another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BackedUp {
    /// How many contents.
    pub contents: u64,
    /// How many bytes they have.
    pub bytes: u64,
    /// Those that could not be, because they are missing or damaged.
    pub faults: Vec<FileError>,
}

/// Where the bytes of files lie.
///
/// What every vault promises is written as tests in the testkit's contract of the vault.
pub trait Vault: Send + Sync {
    /// Takes a content in, and answers what it is known by once it is durable. What is there already, and sound, is not
    /// written again but counts as put now; what is there and damaged is replaced. A cancelled or failed one leaves
    /// nothing that could be read.
    fn put(&self, content: &mut dyn Read, cancel: &Cancel) -> Result<Stored>;

    /// Copies a content out and looks at its hash on the way. After an error, whatever was written to `to` is not the
    /// content and must not be used.
    fn copy(&self, hash: &ContentHash, to: &mut dyn Write, cancel: &Cancel) -> Result<Stored>;

    /// Removes the contents that are not among `keep` and were last put before that moment, and what interrupted puts left
    /// before it.
    ///
    /// Safe beside a put at any moment: a content is removed only while nobody can find it to be there already, so a put
    /// either comes first, and makes it too young, or comes later, and writes it anew.
    fn collect(&self, keep: &BTreeSet<ContentHash>, put_before: Timestamp) -> Result<Collected>;
}

/// Copies bytes to their end and hashes them on the way; what every vault does in both directions.
pub fn pour(from: &mut dyn Read, to: &mut dyn Write, cancel: &Cancel) -> Result<Stored> {
    let failed = |error: std::io::Error| FileError::VaultFailed { detail: error.to_string() };
    let (mut hasher, mut size, mut piece) = (Sha256::new(), 0, vec![0; 1 << 16]);
    loop {
        cancel.check()?;
        let length = match from.read(&mut piece) {
            Ok(0) => return Ok(Stored { hash: ContentHash(hasher.finalize().into()), size }),
            Ok(length) => length,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(failed(error).into()),
        };
        hasher.update(&piece[..length]);
        to.write_all(&piece[..length]).map_err(failed)?;
        size += length as u64;
    }
}
