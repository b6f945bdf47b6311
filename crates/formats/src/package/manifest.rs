//! The manifest: what a package says of itself, and of each entry in it.

use partwright_domain::Result;
use serde::{Deserialize, Serialize};

use crate::write::failed;

/// The path of the manifest, which stands last.
pub const MANIFEST: &str = "manifest.json";

/// What a package says that it is.
pub(super) const FORMAT: &str = "partwright-package";
/// The version of the layout.
pub(super) const VERSION: u32 = 1;

/// What a package says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// `partwright-package`.
    pub format: String,
    /// The version of the layout.
    pub version: u32,
    /// The number of the part.
    pub part_number: String,
    /// The name that the part had.
    pub name: String,
    /// The label of the revision.
    pub revision: String,
    /// When it was released, as RFC 3339 in UTC.
    pub released: String,
    /// The name of whoever released it, as it was.
    pub released_by: String,
    /// In which form its content was hashed.
    pub form: u32,
    /// The hash of its content.
    pub hash: String,
    /// Why it was released although parts it is made of were not; empty where all were.
    pub exception: String,
    /// Every entry but the manifest, in the order of paths.
    pub entries: Vec<Entry>,
}

impl Manifest {
    /// Its text: of what it says there is no other.
    pub(super) fn text(&self) -> Result<Vec<u8>> {
        let mut text = serde_json::to_vec_pretty(self).map_err(|error| failed(&error))?;
        text.push(b'\n');
        Ok(text)
    }

    /// Whether a text is one that Partwright writes, to the last byte: nothing more, nothing twice, and in its order.
    pub(super) fn is_written_so(&self, text: &[u8]) -> Result<bool> {
        let is_in_order = self.entries.is_sorted_by(|one, other| one.path < other.path);
        Ok(self.version == VERSION && is_in_order && self.text()? == text)
    }
}

/// What a package says of an entry.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Entry {
    /// Its path.
    pub path: String,
    /// How many bytes it has.
    pub size: u64,
    /// Their SHA-256, in 64 lower-case hexadecimal digits.
    pub sha256: String,
}
