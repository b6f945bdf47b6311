//! What an import keeps of the file it read, so that each line can say where it came from.

use serde::{Deserialize, Serialize};

use super::column::Column;
use crate::file::ContentHash;
use crate::id::{ImportFileId, PersonId};
use crate::time::Timestamp;

/// A file that was imported. It stays, also when the import is undone: a redo, and the audit, speak of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportedFile {
    /// Its id; two imports of one file have two.
    pub id: ImportFileId,
    /// Its name, without folders.
    pub name: String,
    /// The hash of its bytes.
    pub sha256: ContentHash,
    /// Its columns, as they were understood.
    pub columns: Vec<Column>,
    /// When it was imported.
    pub imported_at: Timestamp,
    /// Who imported it.
    pub imported_by: PersonId,
}

/// A row of a file that was imported, as it stood there; also one that was refused or is no part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedRow {
    /// The line of the file in which it begins, the first being 1.
    pub number: u64,
    /// Its cells, in the order of the columns.
    pub cells: Vec<String>,
}
