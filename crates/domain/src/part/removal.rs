//! Which parts can be removed: those that stand in nobody's BOM, and that nobody was asked to look at.

use std::collections::BTreeSet;

use super::{Part, PartError};
use crate::Result;
use crate::id::PartId;
use crate::revision::{self, Lifecycle};
use crate::store::Snapshot;

/// How many uses a sentence names before it only counts them.
const NAMED: usize = 3;

/// Answers nothing when the part can be removed; else the sentence that says why it stays.
pub fn may_remove(seen: &dyn Snapshot, id: PartId) -> Result<()> {
    let part = seen.parts().get(id)?;
    let number = part.number.to_string();
    let uses = uses(seen, &part)?;
    if !uses.is_empty() {
        let named: Vec<_> = uses.iter().take(NAMED).map(String::as_str).collect();
        let uses = match uses.len() - named.len() {
            0 => named.join(", "),
            more => format!("{} and {more} more", named.join(", ")),
        };
        return Err(PartError::InUse { number, uses }.into());
    }
    if let Some(other) = seen.parts().succeeded_by(id)?.first() {
        return Err(PartError::Succeeds { number, other: other.number.to_string() }.into());
    }
    for revision in seen.revisions().of(id)? {
        if revision.state != Lifecycle::Draft || !seen.approvals().reviews(revision.id)?.is_empty() {
            return Err(PartError::Submitted { number, label: revision.label }.into());
        }
    }
    Ok(())
}

/// The revisions in whose BOM a part stands, as what a line calls for or as what may stand in for that; each once.
pub(super) fn uses(seen: &dyn Snapshot, part: &Part) -> Result<BTreeSet<String>> {
    let lines = seen.boms().uses(part.id)?.into_iter().chain(seen.boms().substitute_uses(part.id)?);
    let revisions: BTreeSet<_> = lines.map(|line| line.revision).collect();
    let name = |id| {
        let (revision, part) = revision::find(seen, id)?;
        Ok(format!("{} revision {}", part.number, revision.label))
    };
    revisions.into_iter().map(name).collect()
}
