//! The ports of BOMs.

use super::{BomLine, LineAbove, LineBelow};
use crate::id::{BomLineId, PartId, RevisionId};
use crate::store::StoreError;

/// Reads BOMs.
pub trait BomReader: Send + Sync {
    /// The line with that id.
    fn find(&self, id: BomLineId) -> Result<Option<BomLine>, StoreError>;

    /// A revision's lines, in the order of their positions.
    fn lines(&self, revision: RevisionId) -> Result<Vec<BomLine>, StoreError>;

    /// How many lines a revision has.
    fn count(&self, revision: RevisionId) -> Result<u64, StoreError>;

    /// The lines that call for a part, in any revision of any part; by part number, then by revision, then by position.
    fn uses(&self, child: PartId) -> Result<Vec<BomLine>, StoreError>;

    /// Whether `inner` stands somewhere below `outer`, in any of its revisions and at any depth. A part does not contain
    /// itself by being itself.
    fn contains(&self, outer: PartId, inner: PartId) -> Result<bool, StoreError>;

    /// A revision's lines and those of everything below it, where each child counts with its newest revision; each line
    /// once, however often its assembly is used. In no order.
    fn below(&self, revision: RevisionId) -> Result<Vec<LineBelow>, StoreError>;

    /// The lines that lead up from a part, in the newest revisions of parts: those that call for it, those that call for
    /// what has these, and so on; each line once. In no order.
    fn above(&self, child: PartId) -> Result<Vec<LineAbove>, StoreError>;
}

/// Reads and writes BOMs.
pub trait BomRepository: BomReader {
    /// Adds a line. The store itself refuses a frozen revision, a cycle, a designator that is taken, and a quantity that
    /// disagrees with the designators.
    fn insert(&self, line: &BomLine) -> Result<(), StoreError>;

    /// Replaces a line; it stays in its revision. Refused as [`BomRepository::insert`] is.
    fn update(&self, line: &BomLine) -> Result<(), StoreError>;

    /// Removes a line; nothing happens when it was not there.
    fn remove(&self, id: BomLineId) -> Result<(), StoreError>;
}
