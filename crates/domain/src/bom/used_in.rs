//! Where-used at all levels: everything that a part ends up in.

use std::collections::{BTreeMap, HashMap};

use super::{Amount, BomLine, Unit};
use crate::id::{PartId, RevisionId};

/// A line of a part's newest revision, with that part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineAbove {
    /// The part whose newest revision has the line.
    pub parent: PartId,
    /// The line.
    pub line: BomLine,
}

/// An assembly that a part ends up in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsedIn {
    /// The assembly.
    pub part: PartId,
    /// Its newest revision, the one that counts.
    pub revision: RevisionId,
    /// How many levels above the part it stands, on the shortest way; 1 calls for the part itself.
    pub level: usize,
    /// How much of the part one piece of the assembly needs, in each unit that the lines calling for the part have.
    pub amounts: BTreeMap<Unit, Amount>,
    /// Whether nothing uses the assembly itself.
    pub top: bool,
}

/// Everything that `part` ends up in, nearest first, from the lines that [`above`](super::BomReader::above) answered.
pub fn used_in(part: PartId, lines: &[LineAbove]) -> Vec<UsedIn> {
    let mut uses: HashMap<PartId, Vec<&LineAbove>> = HashMap::new();
    let mut waiting: HashMap<PartId, usize> = HashMap::new();
    for use_ in lines {
        uses.entry(use_.line.child).or_default().push(use_);
        *waiting.entry(use_.parent).or_default() += 1;
    }
    let mut found: HashMap<PartId, UsedIn> = HashMap::new();
    let mut ready = vec![part];
    let mut list = Vec::new();
    // An assembly's turn comes when all of its lines that lead down to the part have been gone through.
    while let Some(child) = ready.pop() {
        let below = found.remove(&child);
        for LineAbove { parent, line } in uses.get(&child).into_iter().flatten() {
            let level = below.as_ref().map_or(0, |below| below.level) + 1;
            let entry = found.entry(*parent).or_insert_with(|| UsedIn {
                part: *parent,
                revision: line.revision,
                level,
                amounts: BTreeMap::new(),
                top: !uses.contains_key(parent),
            });
            entry.level = entry.level.min(level);
            let mut add = |unit: Unit, amount: Amount| {
                entry.amounts.entry(unit).or_insert_with(Amount::zero).add(amount);
            };
            match &below {
                None => add(line.unit, Amount::one().times(line)),
                Some(below) => below.amounts.iter().for_each(|(unit, amount)| add(*unit, amount.times(line))),
            }
            if let Some(uses) = waiting.get_mut(parent) {
                *uses -= 1;
                if *uses == 0 {
                    ready.push(*parent);
                }
            }
        }
        list.extend(below);
    }
    list.sort_by_key(|used| (used.level, used.part));
    list
}
