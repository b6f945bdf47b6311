//! What two BOMs differ in: line by line, and level by level.

use std::collections::{HashMap, HashSet, VecDeque};

use super::{BomLine, Structure, StructureLine};
use crate::id::{PartId, RevisionId};

/// What is different about a line that stands in both BOMs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Aspect {
    /// Another part stands in its place: at the same designators.
    Part,
    /// Another revision of the child counts.
    Revision,
    /// Another amount; `500 mm` and `0.5 m` are the same.
    Quantity,
    /// Other reference designators.
    Designators,
    /// Populated in one and not in the other.
    Dnp,
    /// Other substitutes, or in another order.
    Substitutes,
    /// Another number on the drawing.
    FindNumber,
    /// Another note.
    Note,
}

/// A line that is only in one BOM, or not the same in both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference<'s> {
    /// The line before; `None` where it was added.
    pub before: Option<&'s StructureLine>,
    /// The line after; `None` where it was removed.
    pub after: Option<&'s StructureLine>,
    /// What is different, where it stands in both.
    pub aspects: Vec<Aspect>,
}

/// The differences between two revisions on one level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared<'s> {
    /// How deep: 0 for the two revisions that were asked about.
    pub level: usize,
    /// The revision before.
    pub before: RevisionId,
    /// The revision after.
    pub after: RevisionId,
    /// What is different, by position.
    pub differences: Vec<Difference<'s>>,
    /// How many lines are the same.
    pub same: usize,
}

/// Compares two revisions; with `deep`, also the assemblies below them that come in another revision, each pair once.
pub fn compare<'s>(before: &'s Structure, after: &'s Structure, deep: bool) -> Vec<Compared<'s>> {
    let mut answer = Vec::new();
    let mut seen = HashSet::from([(before.root(), after.root())]);
    let mut open = VecDeque::from([(0, before.root(), after.root())]);
    while let Some((level, left, right)) = open.pop_front() {
        let pairs = pair(before.lines(left), after.lines(right));
        let mut compared = Compared { level, before: left, after: right, differences: Vec::new(), same: 0 };
        for (before_line, after_line) in pairs {
            let aspects = match (before_line, after_line) {
                (Some(left), Some(right)) => aspects(left, right),
                _ => Vec::new(),
            };
            if let (Some(left), Some(right)) = (before_line, after_line) {
                let counting = left.counts.zip(right.counts).map(|(left, right)| (left.revision, right.revision));
                let below = before.below(left).is_some() || after.below(right).is_some();
                if let Some(pair) = counting.filter(|(left, right)| deep && below && left != right)
                    && seen.insert(pair)
                {
                    open.push_back((level + 1, pair.0, pair.1));
                }
                if aspects.is_empty() {
                    compared.same += 1;
                    continue;
                }
            }
            compared.differences.push(Difference { before: before_line, after: after_line, aspects });
        }
        answer.push(compared);
    }
    answer
}

fn aspects(before: &StructureLine, after: &StructureLine) -> Vec<Aspect> {
    let revision = |entry: &StructureLine| entry.counts.map(|counting| counting.revision);
    let amount = |line: &BomLine| (line.unit.dimension(), line.quantity.in_base(line.unit));
    let designators = |line: &BomLine| {
        let mut list = line.designators.clone();
        list.sort();
        list
    };
    let (left, right) = (&before.line, &after.line);
    let same_part = left.child == right.child;
    [
        (Aspect::Part, !same_part),
        (Aspect::Revision, same_part && (revision(before) != revision(after) || left.pinned != right.pinned)),
        (Aspect::Quantity, amount(left) != amount(right)),
        (Aspect::Designators, designators(left) != designators(right)),
        (Aspect::Dnp, left.dnp != right.dnp),
        (Aspect::Substitutes, left.substitutes != right.substitutes),
        (Aspect::FindNumber, left.find_number != right.find_number),
        (Aspect::Note, left.note != right.note),
    ]
    .into_iter()
    .filter_map(|(aspect, differs)| differs.then_some(aspect))
    .collect()
}

type Pair<'s> = (Option<&'s StructureLine>, Option<&'s StructureLine>);

/// Which line became which: the same part at a common designator, under the same find number, or in the same order; then
/// another part at a common designator. What is left was removed or added. In the order of positions.
fn pair<'s>(before: &'s [StructureLine], after: &'s [StructureLine]) -> Vec<Pair<'s>> {
    let mut pairing = Pairing { before, after, partner: vec![None; before.len()], taken: vec![false; after.len()] };
    let at: HashMap<_, usize> = after
        .iter()
        .enumerate()
        .flat_map(|(index, entry)| entry.line.designators.iter().map(move |designator| (designator, index)))
        .collect();
    let meeting =
        |entry: &StructureLine| entry.line.designators.iter().find_map(|designator| at.get(designator).copied());
    pairing.join(|entry| meeting(entry).filter(|index| after[*index].line.child == entry.line.child));
    pairing.join_by(|line| (!line.find_number.as_str().is_empty()).then(|| (line.child, line.find_number.clone())));
    pairing.join_by(|line| Some((line.child, ())));
    pairing.join(meeting);
    pairing.finish()
}

struct Pairing<'s> {
    before: &'s [StructureLine],
    after: &'s [StructureLine],
    partner: Vec<Option<usize>>,
    taken: Vec<bool>,
}

impl<'s> Pairing<'s> {
    /// Joins each line that is still alone with the one that is found for it, if that is alone too.
    fn join(&mut self, find: impl Fn(&StructureLine) -> Option<usize>) {
        for (index, entry) in self.before.iter().enumerate() {
            if self.partner[index].is_none()
                && let Some(found) = find(entry).filter(|found| !self.taken[*found])
            {
                self.taken[found] = true;
                self.partner[index] = Some(found);
            }
        }
    }

    /// Joins the lines that are still alone and have the same key, in their order.
    fn join_by<K: std::hash::Hash + Eq>(&mut self, key: impl Fn(&BomLine) -> Option<(PartId, K)>) {
        let mut waiting: HashMap<(PartId, K), VecDeque<usize>> = HashMap::new();
        for (index, entry) in self.after.iter().enumerate().filter(|(index, _)| !self.taken[*index]) {
            if let Some(key) = key(&entry.line) {
                waiting.entry(key).or_default().push_back(index);
            }
        }
        for (entry, partner) in self.before.iter().zip(&mut self.partner).filter(|(_, partner)| partner.is_none()) {
            let found = key(&entry.line).and_then(|key| waiting.get_mut(&key)).and_then(VecDeque::pop_front);
            if let Some(found) = found {
                self.taken[found] = true;
                *partner = Some(found);
            }
        }
    }

    fn finish(self) -> Vec<Pair<'s>> {
        let Self { before, after, partner, taken } = self;
        let stayed = before.iter().zip(partner).map(|(entry, found)| (Some(entry), found.map(|index| &after[index])));
        let added = after.iter().zip(taken).filter(|(_, taken)| !taken).map(|(entry, _)| (None, Some(entry)));
        let mut pairs: Vec<Pair<'s>> = stayed.chain(added).collect();
        pairs.sort_by_key(|(before, after)| {
            let place = after.or(*before).map(|entry| entry.line.position);
            (place, after.is_some())
        });
        pairs
    }
}
