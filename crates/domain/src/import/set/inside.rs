//! What is inside of assemblies that a set names and has no BOM of: it may lead back into the set.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::Result;
use crate::id::{PartId, RevisionId, SubcategoryId};
use crate::import::packed::Packed;
use crate::import::plan::PlannedPart;
use crate::store::Snapshot;

/// The assemblies of a set that stand inside of other parts which the set names, through what the workspace has, by the
/// places of both in the plan. What is inside of an assembly of the set is the set's to say.
pub(super) fn inside(
    snapshot: &dyn Snapshot,
    parts: &Packed<PlannedPart>,
    is_of_set: impl Fn(usize) -> bool,
) -> Result<BTreeMap<usize, BTreeSet<usize>>> {
    let mut assemblies: HashMap<PartId, usize> = HashMap::new();
    let mut others: BTreeMap<PartId, usize> = BTreeMap::new();
    for (place, part) in parts.iter().enumerate() {
        match &part.known {
            Some((id, _)) if is_of_set(place) => {
                assemblies.insert(*id, place);
            }
            Some((id, _)) => {
                others.insert(*id, place);
            }
            None => {}
        }
    }
    let mut found: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    if assemblies.is_empty() {
        return Ok(found);
    }
    let subcategories = snapshot.categories().subcategories()?;
    let made: HashSet<SubcategoryId> = subcategories.iter().filter(|of| of.assembly).map(|of| of.id).collect();
    for part in snapshot.parts().find_all(&others.keys().copied().collect::<Vec<_>>())? {
        if let Some(newest) = snapshot.revisions().newest(part.id)?.filter(|_| made.contains(&part.subcategory)) {
            let reached = reached(snapshot, newest.id, &assemblies)?;
            found.insert(others[&part.id], reached);
        }
    }
    Ok(found)
}

/// The assemblies of the set below a revision, without what is below those.
fn reached(snapshot: &dyn Snapshot, top: RevisionId, assemblies: &HashMap<PartId, usize>) -> Result<BTreeSet<usize>> {
    let mut lines: HashMap<RevisionId, Vec<(PartId, Option<RevisionId>)>> = HashMap::new();
    for below in snapshot.boms().below(top)? {
        let counts = below.counts.map(|counting| counting.revision);
        lines.entry(below.line.revision).or_default().push((below.line.child, counts));
    }
    let (mut reached, mut ahead, mut seen) = (BTreeSet::new(), vec![top], HashSet::from([top]));
    while let Some(revision) = ahead.pop() {
        for (child, counts) in lines.get(&revision).into_iter().flatten() {
            match assemblies.get(child) {
                Some(&place) => {
                    reached.insert(place);
                }
                None => ahead.extend(counts.filter(|counts| seen.insert(*counts))),
            }
        }
    }
    Ok(reached)
}
