//! What a revision must have before it is released.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::ReleaseError;
use crate::Result;
use crate::bom::BomLine;
use crate::category::{self, Subcategory};
use crate::id::RevisionId;
use crate::part::Part;
use crate::property::PropertyName;
use crate::revision::{Lifecycle, Revision};
use crate::store::{Snapshot, StoreError};

/// A part that a BOM calls for and that has no released revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreleased {
    /// The part.
    pub part: Part,
}

/// That there is a BOM where the category expects one.
pub(crate) fn check_bom(seen: &dyn Snapshot, revision: &Revision, part: &Part) -> Result<()> {
    if subcategory(seen, part)?.assembly && seen.boms().count(revision.id)? == 0 {
        let (number, label) = (part.number.to_string(), revision.label.clone());
        return Err(ReleaseError::BomEmpty { number, label }.into());
    }
    Ok(())
}

/// That the properties are there that the category demands.
pub(crate) fn check_properties(seen: &dyn Snapshot, revision: &Revision, part: &Part) -> Result<()> {
    let subcategory = subcategory(seen, part)?;
    let missing = category::missing(&subcategory.demands, &seen.properties().of(revision.id)?);
    if missing.is_empty() {
        return Ok(());
    }
    let names = missing.iter().map(PropertyName::as_str).collect::<Vec<_>>().join(", ");
    let (number, label) = (part.number.to_string(), revision.label.clone());
    Err(ReleaseError::PropertyMissing { number, label, names }.into())
}

fn subcategory(seen: &dyn Snapshot, part: &Part) -> Result<Subcategory, StoreError> {
    seen.categories().find(part.subcategory)?.ok_or_else(|| StoreError::Missing { what: "category".to_owned() })
}

/// The released revision that a line means: the one it is pinned to, else the latest of its child; none where that is not
/// released.
pub(super) fn meant(seen: &dyn Snapshot, line: &BomLine) -> Result<Option<RevisionId>> {
    let Some(pinned) = line.pinned else {
        return Ok(seen.revisions().latest_released(line.child)?.map(|latest| latest.id));
    };
    let is_released = |revision: &Revision| revision.state == Lifecycle::Released;
    Ok(seen.revisions().find(pinned)?.filter(is_released).map(|revision| revision.id))
}

/// What each of these lines means; asked once for lines that call for the same.
pub(super) fn meanings(seen: &dyn Snapshot, lines: &[BomLine]) -> Result<Vec<Option<RevisionId>>> {
    let mut known = BTreeMap::new();
    let mut answer = Vec::with_capacity(lines.len());
    for line in lines {
        answer.push(match known.entry((line.child, line.pinned)) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(unknown) => *unknown.insert(meant(seen, line)?),
        });
    }
    Ok(answer)
}

/// The parts whose lines mean nothing; each once, in the order of the BOM.
pub(super) fn meaningless(
    seen: &dyn Snapshot,
    lines: &[BomLine],
    meanings: &[Option<RevisionId>],
) -> Result<Vec<Unreleased>> {
    let mut asked = BTreeSet::new();
    let mut found = Vec::new();
    for (line, meaning) in lines.iter().zip(meanings) {
        if meaning.is_none() && asked.insert((line.child, line.pinned)) {
            found.push(Unreleased { part: seen.parts().get(line.child)? });
        }
    }
    Ok(found)
}

/// The parts that a revision's BOM calls for in a revision that is not released, or that have none that is; each once, in
/// the order of the BOM.
pub fn unreleased(seen: &dyn Snapshot, revision: &Revision) -> Result<Vec<Unreleased>> {
    let lines = seen.boms().lines(revision.id)?;
    meaningless(seen, &lines, &meanings(seen, &lines)?)
}

/// The refusal for children that are not released: how many, and the first of them by number.
pub(super) fn refusal(unreleased: &[Unreleased]) -> ReleaseError {
    ReleaseError::ChildNotReleased { count: unreleased.len(), children: names(unreleased) }
}

/// The first of them by number.
pub(crate) fn names(unreleased: &[Unreleased]) -> String {
    const NAMED: usize = 5;
    let mut names: Vec<String> = unreleased.iter().take(NAMED).map(|child| child.part.number.to_string()).collect();
    if unreleased.len() > NAMED {
        names.push("…".to_owned());
    }
    names.join(", ")
}
