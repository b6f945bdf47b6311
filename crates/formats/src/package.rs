//! Release packages: everything that a released revision is, in one .zip that is the same bytes whenever it is made, and that
//! proves what it says.
//!
//! The layout is described in `docs/FORMATS.md`, for whoever wants to look into one with other tools.

mod boms;
mod check;
mod layout;
mod manifest;
mod pack;
mod parts;
mod proof;
mod unpack;
mod verify;
mod write;

pub use manifest::{Entry, MANIFEST, Manifest};
pub use proof::Proof;
pub use verify::{Fault, Finding, Verified, verify};
pub use write::{Made, make, pack, stem, write};

/// The folder of the revision's files.
const FILES: &str = "files/";
/// The folder of the canonical forms.
const CONTENTS: &str = "content/";
/// The folder of the BOMs.
const BOMS: &str = "bom/";
/// What parts were called and bought as.
const PARTS: &str = "parts.json";

/// The most entries of a package, and the most bytes of a path.
const MOST_ENTRIES: u64 = 200_000;
const MOST_PATH: usize = 512;
/// The most bytes of what is read as a whole: the manifest, what is told of parts, and all canonical forms together.
const MOST_MANIFEST: u64 = 64 << 20;
const MOST_PARTS: u64 = 64 << 20;
const MOST_CONTENTS: u64 = 128 << 20;
/// The most bytes of a row of a canonical form.
const MOST_ROW: usize = 4 << 20;

/// The path of a canonical form.
fn content_path(number: &str, label: &str) -> String {
    format!("{CONTENTS}{number} {label}.jsonl")
}
