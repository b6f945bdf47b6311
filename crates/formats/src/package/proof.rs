//! By what an entry of a package is proven.

use super::boms::Bom;
use super::{CONTENTS, FILES};

/// By what an entry is proven.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Proof {
    /// By the hash of the release: it cannot be another one without another hash.
    Release,
    /// It follows from what the hash proves, and for names and manufacturer parts from `parts.json`.
    Derived,
    /// By the manifest only, whose own hash has to be compared with what the workspace says.
    Manifest,
}

impl Proof {
    /// Every proof, the strongest first.
    pub const ALL: [Self; 3] = [Self::Release, Self::Derived, Self::Manifest];

    /// The proof's name, for programs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Derived => "derived",
            Self::Manifest => "manifest",
        }
    }

    /// That of an entry in a package whose release was hashed in that form.
    pub(super) fn of(path: &str, form: u32) -> Self {
        match path {
            path if path.starts_with(CONTENTS) => Self::Release,
            // Before form 2 files were no part of what was hashed.
            path if path.starts_with(FILES) && form >= 2 => Self::Release,
            path if Bom::all().any(|bom| bom.path() == path) => Self::Derived,
            _ => Self::Manifest,
        }
    }
}
