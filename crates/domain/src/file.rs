//! Files: what is attached to a revision, such as a datasheet, a drawing or a Gerber archive. Their bytes lie in the vault.

mod kept;
mod name;
mod program;
mod repository;
mod service;
mod vault;

pub use name::FileName;
pub use program::{START, is_program};
pub use repository::{FileReader, FileRepository};
pub(crate) use service::copy;
pub use service::{FileService, MOST_BYTES, MOST_SHOWN, SAFE_AGE, faults};
pub use vault::{BackedUp, Collected, ContentHash, Stored, Vault, pour};

pub(crate) use service::clear;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::error::refusals;
use crate::id::{FileId, PersonId, RevisionId};
use crate::time::Timestamp;

/// A content that a file had once, with the name of a file that has it now.
pub type KnownContent = (ContentHash, Option<FileName>);

refusals! {
    /// Why something about a file was refused, or what its bytes suffered.
    pub enum FileError {
        NameInvalid { found: String } = "file.name_invalid",
            "A file's name has 1 to 255 bytes and is one that every system can keep; {found}.";
        NotFound = "file.not_found", "There is no such file in this workspace; somebody may have removed it.";
        TooLarge { most: u64 } = "file.too_large",
            "A file has at most {most} bytes; make it smaller, or set a link to it as a property.";
        IsProgram { name: String } = "file.is_program",
            "{name} is a program or a script, or could act as one, and is never opened from here.";
        Missing { content: String } = "file.missing",
            "The content of {content} is not in the vault beside the workspace; bring the vault's folder back from a backup, or attach the same file again.";
        Damaged { content: String } = "file.damaged",
            "The content of {content} in the vault is not what was attached, and is not handed out; bring it back from a backup, or attach the same file again.";
        VaultFailed { detail: String } = "file.vault_failed",
            "The vault beside the workspace could not do this ({detail}); nothing was changed. Check that its folder may be written and has room.";
    }
}

impl FileError {
    /// The same, speaking of a file by its name where the vault knows only the content's hash.
    #[must_use]
    pub fn about(self, name: &FileName) -> Self {
        match self {
            Self::Missing { .. } => Self::Missing { content: name.to_string() },
            Self::Damaged { .. } => Self::Damaged { content: name.to_string() },
            other => other,
        }
    }
}

/// What a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum FileRole {
    /// What a maker says about their product.
    Datasheet,
    /// A drawing to make or check it by.
    Drawing,
    /// Its shape in space.
    #[serde(rename = "3D model")]
    Model,
    /// How it is connected.
    Schematic,
    /// What a board house makes the board from.
    Gerber,
    /// What runs on it.
    Firmware,
    /// Anything to be read.
    Document,
    /// Anything else.
    Other,
}

impl FileRole {
    /// Every role, in the order in which they are offered.
    pub const ALL: [Self; 8] = [
        Self::Datasheet,
        Self::Drawing,
        Self::Model,
        Self::Schematic,
        Self::Gerber,
        Self::Firmware,
        Self::Document,
        Self::Other,
    ];

    /// The role's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Datasheet => "Datasheet",
            Self::Drawing => "Drawing",
            Self::Model => "3D model",
            Self::Schematic => "Schematic",
            Self::Gerber => "Gerber",
            Self::Firmware => "Firmware",
            Self::Document => "Document",
            Self::Other => "Other",
        }
    }

    /// The role of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

impl fmt::Display for FileRole {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// What a file is made from, beside its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// What it is called.
    pub name: FileName,
    /// What it is for.
    pub role: FileRole,
}

/// An attachment of a revision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// Its id.
    pub id: FileId,
    /// The revision it is attached to.
    pub revision: RevisionId,
    /// What it is called; once in a revision, upper and lower case alike.
    pub name: FileName,
    /// What it is for.
    pub role: FileRole,
    /// Its bytes, as the vault knows them.
    #[serde(flatten)]
    pub content: Stored,
    /// When these bytes were attached.
    pub added: Timestamp,
    /// Who attached them.
    pub added_by: PersonId,
}
