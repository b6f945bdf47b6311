//! The ports of imports: the files that were imported, and what is remembered of them.

use super::imported::{ImportedFile, ImportedRow};
use super::remembered::{ChoiceKind, Layout, LayoutKey};
use crate::id::{ImportFileId, PartId};
use crate::store::StoreError;

/// Reads what was imported, and what is remembered.
pub trait ImportReader: Send + Sync {
    /// The file with that id.
    fn file(&self, id: ImportFileId) -> Result<Option<ImportedFile>, StoreError>;

    /// Those rows of a file that it has, in the order of their numbers.
    fn rows(&self, file: ImportFileId, numbers: &[u64]) -> Result<Vec<ImportedRow>, StoreError>;

    /// How files of that layout are read, where it is remembered.
    fn layout(&self, key: &LayoutKey) -> Result<Option<Layout>, StoreError>;

    /// The part that was chosen for rows of that key.
    fn choice(&self, kind: ChoiceKind, key: &str) -> Result<Option<PartId>, StoreError>;

    /// The parts that were chosen for rows of these keys: a key and its part for each of which one is remembered, in the
    /// order of the keys.
    fn choices(&self, kind: ChoiceKind, keys: &[String]) -> Result<Vec<(String, PartId)>, StoreError>;
}

/// Reads and writes what was imported, and what is remembered. What is remembered is told under the nil id.
pub trait ImportRepository: ImportReader {
    /// Adds a file; nothing changes or removes it after.
    fn add_file(&self, file: &ImportedFile) -> Result<(), StoreError>;

    /// Adds rows to a file that is there ([`StoreError::Missing`]), each number once; nothing changes or removes them after.
    /// Told under the file's id.
    fn add_rows(&self, file: ImportFileId, rows: &[ImportedRow]) -> Result<(), StoreError>;

    /// Says of a file that is there ([`StoreError::Missing`]) that all its rows are; none is added after, and it is said once.
    fn complete(&self, file: ImportFileId) -> Result<(), StoreError>;

    /// Remembers how files of a layout are read, in the place of what was remembered of them.
    fn remember_layout(&self, key: &LayoutKey, layout: &Layout) -> Result<(), StoreError>;

    /// Forgets how files of a layout are read; nothing happens when it was not remembered.
    fn forget_layout(&self, key: &LayoutKey) -> Result<(), StoreError>;

    /// Remembers which part rows of that key mean, in the place of another. The part must be there
    /// ([`StoreError::Missing`]); when it is removed, the choice goes with it.
    fn remember_choice(&self, kind: ChoiceKind, key: &str, part: PartId) -> Result<(), StoreError>;
}
