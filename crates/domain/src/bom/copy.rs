//! Copying a BOM: into a new revision of its part, or into a Draft of any part.

use super::service::{add, clear, last_position, subject};
use super::{BomError, BomLine};
use crate::Result;
use crate::id::RevisionId;
use crate::part::Part;
use crate::ports::Change;
use crate::revision::{self, Revision, RevisionError};

/// What becomes of the lines that are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopyMode {
    /// They stay, and the copies come after them.
    Append,
    /// They are removed.
    Replace,
}

/// Copies a BOM into a new revision of the same part. What stands in one revision of a part can stand in another: nothing
/// is asked again here, though the store does.
pub(crate) fn copy(change: &Change<'_>, parent: &Part, from: &Revision, to: &Revision) -> Result<()> {
    for line in change.boms().lines(from.id)? {
        let copied = BomLine { id: change.new_id(), revision: to.id, ..line };
        change.boms().insert(&copied)?;
        change.created(subject(parent, to, &change.parts().get(copied.child)?, &copied), &copied)?;
    }
    Ok(())
}

/// Copies the lines of a revision into a Draft, inside a unit that is already open.
pub(super) fn copy_into(
    change: &Change<'_>,
    from: RevisionId,
    into: RevisionId,
    mode: CopyMode,
) -> Result<Vec<BomLine>> {
    let (revision, parent) = revision::open_for_editing(&**change, into)?;
    if from == into {
        return Err(BomError::CopiedOntoItself.into());
    }
    let source = change.revisions().find(from)?.ok_or(RevisionError::NotFound)?;
    let lines = change.boms().lines(from)?;
    if lines.is_empty() {
        let number = change.parts().get(source.part)?.number.to_string();
        return Err(BomError::NothingToCopy { number, label: source.label }.into());
    }
    if mode == CopyMode::Replace {
        clear(change, &parent, &revision)?;
    }
    let last = last_position(change, into)?;
    let mut copies = Vec::with_capacity(lines.len());
    for (line, position) in lines.into_iter().zip(last + 1..) {
        let copy = BomLine { id: change.new_id(), revision: into, position, ..line };
        add(change, &parent, &revision, &copy)?;
        copies.push(copy);
    }
    Ok(copies)
}
