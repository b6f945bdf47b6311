//! Release packages: everything that a released revision is, in one .zip that is the same bytes whenever it is made, and that
//! proves what it says.
//!
//! The layout is described in `docs/FORMATS.md`, for whoever wants to look into one with other tools.

mod check;
mod content;
mod manifest;
mod verify;
mod write;

pub use manifest::{Entry, MANIFEST, Manifest};
pub use verify::{Fault, Finding, Verified, verify};
pub use write::{Packed, pack, stem, write};

/// The folder of the revision's files.
const FILES: &str = "files/";
/// The folder of the canonical forms.
const CONTENTS: &str = "content/";
/// The revision's own BOM, as JSON: what is compared with its canonical form.
const OWN_BOM: &str = "bom/one-level.json";

/// The path of a canonical form.
fn content_path(number: &str, label: &str) -> String {
    format!("{CONTENTS}{number} {label}.jsonl")
}
