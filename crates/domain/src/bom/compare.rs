//! Comparisons: what one BOM has and another has not, line by line or over all levels.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Serialize;

use super::{Amount, BomLine, Designator, FlatLine, Unit};
use crate::id::PartId;

/// What of a line can differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Aspect {
    /// The quantity or its unit.
    Quantity,
    /// The designators; their order says nothing.
    Designators,
    /// Whether the quantity is meant to differ from the count of designators.
    Intended,
    /// Whether it is fitted.
    Dnp,
    /// The find number.
    FindNumber,
    /// The note.
    Note,
}

/// How a line differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// It stands only in the second BOM.
    Added(BomLine),
    /// It stands only in the first.
    Removed(BomLine),
    /// It stands in both and says something else.
    Changed {
        /// What it said.
        before: BomLine,
        /// What it says.
        after: BomLine,
        /// In what it differs.
        aspects: Vec<Aspect>,
    },
}

impl Difference {
    fn position(&self) -> (u32, bool) {
        match self {
            Self::Removed(line) => (line.position, false),
            Self::Added(line) | Self::Changed { after: line, .. } => (line.position, true),
        }
    }
}

/// Two BOMs, one level of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// What differs, in the order of positions.
    pub differences: Vec<Difference>,
    /// How many lines are alike.
    pub alike: usize,
}

/// Compares two BOMs, one level of them.
///
/// Lines are paired when they call for the same part: those that are alike first, then those that share a designator, then
/// the rest in their order. Where a line stands, and its id, make no difference.
pub fn compare(before: &[BomLine], after: &[BomLine]) -> Comparison {
    let mut pairs = Pairs::new(before, after);
    pairs.pair(|line| [Content::of(line)]);
    let alike = pairs.found.len();
    pairs.pair(|line| line.designators.iter().map(|designator| (line.child, designator)).collect::<Vec<_>>());
    pairs.pair(|line| [line.child]);
    let mut differences: Vec<Difference> = pairs.found[alike..]
        .iter()
        .map(|(before, after)| Difference::Changed {
            before: (*before).clone(),
            after: (*after).clone(),
            aspects: aspects(before, after),
        })
        .collect();
    differences.extend(pairs.before.into_iter().cloned().map(Difference::Removed));
    differences.extend(pairs.after.into_iter().cloned().map(Difference::Added));
    differences.sort_by_key(Difference::position);
    Comparison { differences, alike }
}

/// All that a comparison looks at.
#[derive(PartialEq, Eq, Hash)]
struct Content<'l> {
    child: PartId,
    quantity: i64,
    unit: Unit,
    designators: Vec<&'l Designator>,
    intended: bool,
    dnp: bool,
    find_number: &'l str,
    note: &'l str,
}

impl<'l> Content<'l> {
    fn of(line: &'l BomLine) -> Self {
        let BomLine {
            id: _,
            revision: _,
            position: _,
            child,
            quantity,
            unit,
            designators,
            quantity_intended,
            dnp,
            find_number,
            note,
        } = line;
        let mut designators: Vec<_> = designators.iter().collect();
        designators.sort_unstable();
        Self {
            child: *child,
            quantity: quantity.millionths(),
            unit: *unit,
            designators,
            intended: *quantity_intended,
            dnp: *dnp,
            find_number: find_number.as_str(),
            note: note.as_str(),
        }
    }
}

fn aspects(before: &BomLine, after: &BomLine) -> Vec<Aspect> {
    let (before, after) = (Content::of(before), Content::of(after));
    let differs = [
        (Aspect::Quantity, (before.quantity, before.unit) != (after.quantity, after.unit)),
        (Aspect::Designators, before.designators != after.designators),
        (Aspect::Intended, before.intended != after.intended),
        (Aspect::Dnp, before.dnp != after.dnp),
        (Aspect::FindNumber, before.find_number != after.find_number),
        (Aspect::Note, before.note != after.note),
    ];
    differs.into_iter().filter_map(|(aspect, differs)| differs.then_some(aspect)).collect()
}

/// Lines that have found their like, and those that have not yet.
struct Pairs<'l> {
    before: Vec<&'l BomLine>,
    after: Vec<&'l BomLine>,
    found: Vec<(&'l BomLine, &'l BomLine)>,
}

impl<'l> Pairs<'l> {
    fn new(before: &'l [BomLine], after: &'l [BomLine]) -> Self {
        Self { before: before.iter().collect(), after: after.iter().collect(), found: Vec::new() }
    }

    /// Pairs the lines that have a key in common, first come, first served; a line is looked at once, whatever its keys.
    fn pair<K: Eq + std::hash::Hash, I: IntoIterator<Item = K>>(&mut self, keys: impl Fn(&'l BomLine) -> I) {
        let mut by_key: HashMap<K, Vec<&'l BomLine>> = HashMap::new();
        // From the last on, so that the first stands at the end of its list and is taken first.
        for line in self.before.iter().rev() {
            for key in keys(line) {
                by_key.entry(key).or_default().push(line);
            }
        }
        let mut taken = HashSet::new();
        let found = &mut self.found;
        self.after.retain(|after| {
            for key in keys(after) {
                let Some(lines) = by_key.get_mut(&key) else { continue };
                while let Some(before) = lines.pop() {
                    if taken.insert(before.id) {
                        found.push((before, after));
                        return false;
                    }
                }
            }
            true
        });
        self.before.retain(|before| !taken.contains(&before.id));
    }
}

/// How much of a part two structures need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AmountDifference {
    /// The part.
    pub part: PartId,
    /// The unit.
    pub unit: Unit,
    /// How much the first needs, if it needs any.
    pub before: Option<Amount>,
    /// How much the second needs, if it needs any.
    pub after: Option<Amount>,
}

/// Compares two flat lists: which parts are needed only by one, and of which another amount. In the order of ids and units.
pub fn compare_flat(before: &[FlatLine], after: &[FlatLine]) -> Vec<AmountDifference> {
    let mut both: BTreeMap<(PartId, Unit), (Option<&Amount>, Option<&Amount>)> = BTreeMap::new();
    for line in before {
        both.entry((line.part, line.unit)).or_default().0 = Some(&line.amount);
    }
    for line in after {
        both.entry((line.part, line.unit)).or_default().1 = Some(&line.amount);
    }
    both.into_iter()
        .filter(|(_, (before, after))| before != after)
        .map(|((part, unit), (before, after))| AmountDifference {
            part,
            unit,
            before: before.cloned(),
            after: after.cloned(),
        })
        .collect()
}
