//! The ports of BOMs.

use super::{BomLine, BomSums, Designator, StructureLine};
use crate::id::{BomLineId, PartId, RevisionId};
use crate::store::StoreError;

/// Reads BOMs.
pub trait BomReader: Send + Sync {
    /// The line with that id.
    fn find(&self, id: BomLineId) -> Result<Option<BomLine>, StoreError>;

    /// A revision's lines, in the order of their positions.
    fn lines(&self, revision: RevisionId) -> Result<Vec<BomLine>, StoreError>;

    /// A revision's lines, in the order of their positions, each with the revision of its child that counts.
    fn counting(&self, revision: RevisionId) -> Result<Vec<StructureLine>, StoreError>;

    /// Some of a revision's lines, each as [`BomReader::counting`] gives it: at most `most` of them, from the one in place
    /// `skip` on, the first being in place 0. Takes a time that grows with the page, and hardly with the BOM.
    fn page(&self, revision: RevisionId, skip: u64, most: u32) -> Result<Vec<StructureLine>, StoreError>;

    /// A revision's lines by their ids, with their positions, in the order of these.
    fn order(&self, revision: RevisionId) -> Result<Vec<(BomLineId, u32)>, StoreError>;

    /// What a revision's lines come to.
    fn sums(&self, revision: RevisionId) -> Result<BomSums, StoreError>;

    /// Which of these designators a revision's BOM has, each with the line it stands in; in the order in which they are
    /// asked for.
    fn holders(
        &self,
        revision: RevisionId,
        designators: &[Designator],
    ) -> Result<Vec<(Designator, BomLineId)>, StoreError>;

    /// How many lines a revision has.
    fn count(&self, revision: RevisionId) -> Result<u64, StoreError>;

    /// The lines that call for a part, in any revision of any part; by part number, then by revision, then by position.
    fn uses(&self, child: PartId) -> Result<Vec<BomLine>, StoreError>;

    /// Every line below a revision, each once, with the revision of its child that counts. What stands below a substitute
    /// is not among them.
    fn below(&self, revision: RevisionId) -> Result<Vec<StructureLine>, StoreError>;

    /// Every line through which a part is used, at all levels, each once: the lines that call for it, and those for which a
    /// revision with such a line counts.
    fn above(&self, part: PartId) -> Result<Vec<StructureLine>, StoreError>;

    /// The lines on which a part is a substitute, in the order of [`BomReader::uses`].
    fn substitute_uses(&self, part: PartId) -> Result<Vec<BomLine>, StoreError>;

    /// Whether `inner` stands somewhere below `outer`, in any of its revisions and at any depth, also as a substitute. A part
    /// does not contain itself by being itself.
    fn contains(&self, outer: PartId, inner: PartId) -> Result<bool, StoreError>;

    /// The parts that contain `inner`, as [`BomReader::contains`] says, in the order of their ids.
    fn containing(&self, inner: PartId) -> Result<Vec<PartId>, StoreError>;
}

/// Reads and writes BOMs.
pub trait BomRepository: BomReader {
    /// Adds a line. The store itself refuses a frozen revision, a cycle, a designator that is taken, a quantity that
    /// disagrees with the designators, a pin to another part's revision, and a substitute that is the child or stands twice.
    fn insert(&self, line: &BomLine) -> Result<(), StoreError>;

    /// Adds lines, each as [`BomRepository::insert`] does: all of them, or none when one is refused.
    fn insert_all(&self, lines: &[BomLine]) -> Result<(), StoreError>;

    /// Replaces a line; it stays in its revision. Refused as [`BomRepository::insert`] is.
    fn update(&self, line: &BomLine) -> Result<(), StoreError>;

    /// Removes a line; nothing happens when it was not there.
    fn remove(&self, id: BomLineId) -> Result<(), StoreError>;
}
