//! What a revision must have before it is released.

use std::collections::BTreeSet;

use super::ReleaseError;
use crate::Result;
use crate::category;
use crate::part::Part;
use crate::property::PropertyName;
use crate::revision::Revision;
use crate::store::{Snapshot, StoreError};

/// A part that a BOM calls for and that has no released revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreleased {
    /// The part.
    pub part: Part,
}

/// What the revision itself must have: a BOM where its category expects one, and the properties that it demands. Children
/// are no part of it, because they can be released while this one waits.
pub(crate) fn check_content(seen: &dyn Snapshot, revision: &Revision, part: &Part) -> Result<()> {
    let (number, label) = (part.number.to_string(), revision.label.clone());
    let found = seen.categories().find(part.subcategory)?;
    let subcategory = found.ok_or_else(|| StoreError::Missing { what: "category".to_owned() })?;
    if subcategory.assembly && seen.boms().count(revision.id)? == 0 {
        return Err(ReleaseError::BomEmpty { number, label }.into());
    }
    let missing = category::missing(&subcategory.demands, &seen.properties().of(revision.id)?);
    if missing.is_empty() {
        return Ok(());
    }
    let names = missing.iter().map(PropertyName::as_str).collect::<Vec<_>>().join(", ");
    Err(ReleaseError::PropertyMissing { number, label, names }.into())
}

/// The parts that a revision's BOM calls for and that have no released revision, each once, in the order of the BOM.
pub fn unreleased(seen: &dyn Snapshot, revision: &Revision) -> Result<Vec<Unreleased>> {
    let mut asked = BTreeSet::new();
    let mut found = Vec::new();
    for line in seen.boms().lines(revision.id)? {
        if asked.insert(line.child) && seen.revisions().latest_released(line.child)?.is_none() {
            found.push(Unreleased { part: seen.parts().get(line.child)? });
        }
    }
    Ok(found)
}

/// The refusal for children that are not released: how many, and the first of them by number.
pub(super) fn refusal(unreleased: &[Unreleased]) -> ReleaseError {
    const NAMED: usize = 5;
    let mut names: Vec<String> = unreleased.iter().take(NAMED).map(|child| child.part.number.to_string()).collect();
    if unreleased.len() > NAMED {
        names.push("…".to_owned());
    }
    ReleaseError::ChildNotReleased { count: unreleased.len(), children: names.join(", ") }
}
