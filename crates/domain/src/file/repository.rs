//! The ports of files: what stands in the database. Their bytes are behind [`Vault`](super::Vault).

use super::{File, KnownContent};
use crate::id::{FileId, RevisionId};
use crate::store::StoreError;

/// Reads files.
pub trait FileReader: Send + Sync {
    /// A revision's files, by name in natural order.
    fn of(&self, revision: RevisionId) -> Result<Vec<File>, StoreError>;

    /// The file with that id.
    fn find(&self, id: FileId) -> Result<Option<File>, StoreError>;

    /// Every content that any file ever had, removed and replaced ones too, because the audit names them for ever; with the
    /// name of a file that has it now.
    fn contents(&self) -> Result<Vec<KnownContent>, StoreError>;
}

/// Reads and writes files.
pub trait FileRepository: FileReader {
    /// Adds a file. Its name must be new in its revision, which must not be frozen.
    fn insert(&self, file: &File) -> Result<(), StoreError>;

    /// Replaces a file's role, its content, and who attached it when; its name and its revision stay.
    fn update(&self, file: &File) -> Result<(), StoreError>;

    /// Removes a file; nothing happens when it was not there.
    fn remove(&self, id: FileId) -> Result<(), StoreError>;
}
