//! Comparisons: what one BOM has and another has not, line by line or over all levels.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::Hash;

use super::{Amount, BomLine, Designator, Dimension, FlatLine, StructureLine};
use crate::decimal::Decimal;
use crate::id::{PartId, RevisionId};

/// What of a line can differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Aspect {
    /// Another part stands in its place: at the same designators.
    Part,
    /// Another revision of the child counts, or is pinned.
    Revision,
    /// Another amount; `500 mm` and `0.5 m` are the same.
    Quantity,
    /// The designators; their order says nothing.
    Designators,
    /// Whether the quantity is meant to differ from the count of designators.
    Intended,
    /// Whether it is fitted.
    Dnp,
    /// Other substitutes, or in another order.
    Substitutes,
    /// The find number.
    FindNumber,
    /// The note.
    Note,
    /// The properties of the line; their order says nothing.
    Properties,
}

/// How a line differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference<'l> {
    /// It stands only in the second BOM.
    Added(&'l StructureLine),
    /// It stands only in the first.
    Removed(&'l StructureLine),
    /// It stands in both and says something else.
    Changed {
        /// What it said.
        before: &'l StructureLine,
        /// What it says.
        after: &'l StructureLine,
        /// In what it differs.
        aspects: Vec<Aspect>,
    },
}

/// Two BOMs, one level of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison<'l> {
    /// What differs, in the order of [`side_by_side`].
    pub differences: Vec<Difference<'l>>,
    /// How many lines are alike.
    pub alike: usize,
}

/// What stands beside each other in two BOMs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Beside<'l> {
    /// Two lines that say the same.
    Alike {
        /// The line of the first.
        before: &'l StructureLine,
        /// The line of the second.
        after: &'l StructureLine,
    },
    /// A line of one of them alone, or two that do not say the same.
    Differs(Difference<'l>),
}

impl<'l> Beside<'l> {
    /// The line of the first BOM, and that of the second.
    pub fn sides(&self) -> (Option<&'l StructureLine>, Option<&'l StructureLine>) {
        match self {
            Self::Alike { before, after } | Self::Differs(Difference::Changed { before, after, .. }) => {
                (Some(before), Some(after))
            }
            Self::Differs(Difference::Removed(before)) => (Some(before), None),
            Self::Differs(Difference::Added(after)) => (None, Some(after)),
        }
    }
}

/// Compares two BOMs, one level of them: what differs, as [`side_by_side`] pairs their lines.
pub fn compare<'l>(before: &'l [StructureLine], after: &'l [StructureLine]) -> Comparison<'l> {
    let mut alike = 0;
    let differs = |beside| match beside {
        Beside::Differs(difference) => Some(difference),
        Beside::Alike { .. } => {
            alike += 1;
            None
        }
    };
    let differences = side_by_side(before, after).into_iter().filter_map(differs).collect();
    Comparison { differences, alike }
}

/// All lines of two BOMs, one level of them, each once and beside its like. The second's are in their order, and what it has
/// no line for comes after what it came after in the first; so the first's are in their order too, where none was moved.
///
/// Lines are paired when they call for the same part: those that are alike first, then those that share a designator, then
/// those with the same find number, then the rest in their order. What is left is paired with another part that took over
/// a designator. Where a line stands, and its id, make no difference.
pub fn side_by_side<'l>(before: &'l [StructureLine], after: &'l [StructureLine]) -> Vec<Beside<'l>> {
    let mut pairs = Pairs::new(before, after);
    pairs.pair(|entry| [Content::of(entry)]);
    let alike = pairs.found.len();
    pairs.pair(|entry| at(&entry.line).map(|designator| (entry.line.child, designator)).collect::<Vec<_>>());
    pairs.pair(|entry| {
        let number = entry.line.find_number.as_str();
        (!number.is_empty()).then_some((entry.line.child, number))
    });
    pairs.pair(|entry| [entry.line.child]);
    pairs.pair(|entry| at(&entry.line).collect::<Vec<_>>());
    let Pairs { found, .. } = pairs;
    let partners: HashMap<_, _> = found.iter().map(|(before, after)| (before.line.id, after.line.id)).collect();
    let mut besides: HashMap<_, _> = HashMap::with_capacity(after.len());
    for (place, (before, after)) in found.into_iter().enumerate() {
        let beside = if place < alike {
            Beside::Alike { before, after }
        } else {
            Beside::Differs(Difference::Changed { before, after, aspects: aspects(before, after) })
        };
        besides.insert(after.line.id, beside);
    }
    // The lines that were removed, by the line of the second BOM after whose place they stand.
    let mut removed: HashMap<_, Vec<&StructureLine>> = HashMap::new();
    let mut last = None;
    for entry in before {
        match partners.get(&entry.line.id) {
            Some(partner) => last = Some(*partner),
            None => removed.entry(last).or_default().push(entry),
        }
    }
    let mut gone = |after| removed.remove(&after).into_iter().flatten().map(Difference::Removed).map(Beside::Differs);
    let mut rows: Vec<_> = gone(None).collect();
    for entry in after {
        let id = entry.line.id;
        rows.push(besides.remove(&id).unwrap_or(Beside::Differs(Difference::Added(entry))));
        rows.extend(gone(Some(id)));
    }
    rows
}

fn at(line: &BomLine) -> impl Iterator<Item = &Designator> {
    line.designators.iter()
}

/// All that a comparison looks at.
#[derive(PartialEq, Eq, Hash)]
struct Content<'l> {
    child: PartId,
    counts: Option<RevisionId>,
    pinned: Option<RevisionId>,
    dimension: Dimension,
    /// In the base unit of the dimension.
    amount: Decimal,
    designators: Vec<&'l Designator>,
    intended: bool,
    dnp: bool,
    substitutes: Vec<(PartId, &'l str)>,
    find_number: &'l str,
    note: &'l str,
    properties: Vec<(&'l str, &'l str)>,
}

impl<'l> Content<'l> {
    fn of(entry: &'l StructureLine) -> Self {
        let StructureLine { line, counts } = entry;
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
            pinned,
            substitutes,
            properties,
            // Where a line came from says nothing of what it is.
            origin: _,
        } = line;
        let mut designators: Vec<_> = designators.iter().collect();
        designators.sort_unstable();
        let mut properties: Vec<_> = properties.iter().map(|one| (one.name.as_str(), one.text.as_str())).collect();
        properties.sort_unstable();
        Self {
            child: *child,
            counts: counts.map(|counting| counting.revision),
            pinned: *pinned,
            dimension: unit.dimension(),
            amount: quantity.in_base(*unit),
            designators,
            intended: *quantity_intended,
            dnp: *dnp,
            substitutes: substitutes.iter().map(|one| (one.part, one.note.as_str())).collect(),
            find_number: find_number.as_str(),
            note: note.as_str(),
            properties,
        }
    }
}

fn aspects(before: &StructureLine, after: &StructureLine) -> Vec<Aspect> {
    let (before, after) = (Content::of(before), Content::of(after));
    let same_part = before.child == after.child;
    let differs = [
        (Aspect::Part, !same_part),
        (Aspect::Revision, same_part && (before.counts, before.pinned) != (after.counts, after.pinned)),
        (Aspect::Quantity, (before.dimension, &before.amount) != (after.dimension, &after.amount)),
        (Aspect::Designators, before.designators != after.designators),
        (Aspect::Intended, before.intended != after.intended),
        (Aspect::Dnp, before.dnp != after.dnp),
        (Aspect::Substitutes, before.substitutes != after.substitutes),
        (Aspect::FindNumber, before.find_number != after.find_number),
        (Aspect::Note, before.note != after.note),
        (Aspect::Properties, before.properties != after.properties),
    ];
    differs.into_iter().filter_map(|(aspect, differs)| differs.then_some(aspect)).collect()
}

/// Lines that have found their like, and those that have not yet.
struct Pairs<'l> {
    before: Vec<&'l StructureLine>,
    after: Vec<&'l StructureLine>,
    found: Vec<(&'l StructureLine, &'l StructureLine)>,
}

impl<'l> Pairs<'l> {
    fn new(before: &'l [StructureLine], after: &'l [StructureLine]) -> Self {
        Self { before: before.iter().collect(), after: after.iter().collect(), found: Vec::new() }
    }

    /// Pairs the lines that have a key in common, first come, first served; a line is looked at once, whatever its keys.
    fn pair<K: Eq + Hash, I: IntoIterator<Item = K>>(&mut self, keys: impl Fn(&'l StructureLine) -> I) {
        let mut by_key: HashMap<K, Vec<&'l StructureLine>> = HashMap::new();
        // From the last on, so that the first stands at the end of its list and is taken first.
        for entry in self.before.iter().rev() {
            for key in keys(entry) {
                by_key.entry(key).or_default().push(entry);
            }
        }
        let mut taken = HashSet::new();
        let found = &mut self.found;
        self.after.retain(|after| {
            for key in keys(after) {
                let Some(entries) = by_key.get_mut(&key) else { continue };
                while let Some(before) = entries.pop() {
                    if taken.insert(before.line.id) {
                        found.push((before, after));
                        return false;
                    }
                }
            }
            true
        });
        self.before.retain(|before| !taken.contains(&before.line.id));
    }
}

/// How much of a part two structures need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AmountDifference {
    /// The part.
    pub part: PartId,
    /// What its amounts measure; they are told in the base unit.
    pub dimension: Dimension,
    /// How much the first needs, if it needs any.
    pub before: Option<Amount>,
    /// How much the second needs, if it needs any.
    pub after: Option<Amount>,
}

/// Compares two flat lists: which parts are needed only by one, and of which another amount, all revisions of a part
/// together. In the order of ids and dimensions.
pub fn compare_flat(before: &[FlatLine], after: &[FlatLine]) -> Vec<AmountDifference> {
    let mut both: BTreeMap<(PartId, Dimension), (Option<Amount>, Option<Amount>)> = BTreeMap::new();
    for line in before {
        let (sum, _) = both.entry((line.part, line.dimension)).or_default();
        sum.get_or_insert_with(Amount::zero).add(line.amount.clone());
    }
    for line in after {
        let (_, sum) = both.entry((line.part, line.dimension)).or_default();
        sum.get_or_insert_with(Amount::zero).add(line.amount.clone());
    }
    both.into_iter()
        .filter(|(_, (before, after))| before != after)
        .map(|((part, dimension), (before, after))| AmountDifference { part, dimension, before, after })
        .collect()
}
