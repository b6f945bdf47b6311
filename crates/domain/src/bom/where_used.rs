//! Where a part is used, at all levels: directly, and in what is used in turn.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Amount, Dimension, StructureLine};
use crate::id::{PartId, RevisionId};
use crate::store::StoreError;

/// A revision that contains a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsedIn {
    /// The revision.
    pub revision: RevisionId,
    /// How far away the nearest line stands: 1 for a line of this revision's own.
    pub level: usize,
    /// How much of the part goes into one of this revision, at all levels together; for each dimension in its base unit.
    pub amounts: BTreeMap<Dimension, Amount>,
    /// Whether nothing else calls for this revision.
    pub top: bool,
}

/// The revisions that contain `part`, from the lines that [`BomReader::above`](super::BomReader::above) answers; by
/// level, then by id. [`StoreError::BomCycle`] if the lines go round.
pub fn where_used(part: PartId, lines: &[StructureLine]) -> Result<Vec<UsedIn>, StoreError> {
    let mut calling: HashMap<RevisionId, Vec<&StructureLine>> = HashMap::new();
    // How many lines of a revision wait for what is below them.
    let mut waiting: HashMap<RevisionId, usize> = HashMap::new();
    let mut ready: HashMap<RevisionId, UsedIn> = HashMap::new();
    let mut called = HashSet::new();
    for entry in lines {
        let revision = entry.line.revision;
        let used = ready.entry(revision).or_insert_with(|| UsedIn {
            revision,
            level: usize::MAX,
            amounts: BTreeMap::new(),
            top: false,
        });
        if entry.line.child == part {
            let quantity = entry.line.quantity.in_base(entry.line.unit);
            let amount = Amount::one().times(&quantity, entry.line.dnp);
            used.level = 1;
            used.amounts.entry(entry.line.unit.dimension()).or_insert_with(Amount::zero).add(amount);
        } else if let Some(below) = entry.counts {
            called.insert(below.revision);
            calling.entry(below.revision).or_default().push(entry);
            *waiting.entry(revision).or_default() += 1;
        }
    }
    let mut known: Vec<RevisionId> = ready.keys().copied().filter(|revision| !waiting.contains_key(revision)).collect();
    let mut answer = Vec::with_capacity(ready.len());
    while let Some(revision) = known.pop() {
        let Some(below) = ready.remove(&revision) else { continue };
        for entry in calling.get(&revision).into_iter().flatten() {
            let Some(above) = ready.get_mut(&entry.line.revision) else { return Err(StoreError::BomCycle) };
            let quantity = entry.line.quantity.in_base(entry.line.unit);
            above.level = above.level.min(below.level + 1);
            for (dimension, amount) in &below.amounts {
                let more = amount.times(&quantity, entry.line.dnp);
                above.amounts.entry(*dimension).or_insert_with(Amount::zero).add(more);
            }
            if let Some(left) = waiting.get_mut(&entry.line.revision) {
                *left -= 1;
                if *left == 0 {
                    known.push(entry.line.revision);
                }
            }
        }
        answer.push(UsedIn { top: !called.contains(&revision), ..below });
    }
    if !ready.is_empty() {
        return Err(StoreError::BomCycle);
    }
    answer.sort_unstable_by_key(|used| (used.level, used.revision));
    Ok(answer)
}
