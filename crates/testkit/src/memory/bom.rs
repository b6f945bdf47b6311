//! BOMs in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use partwright_domain::bom::{BomLine, BomReader, BomRepository, BomSums, Counting, Designator, StructureLine, total};
use partwright_domain::change::Room;
use partwright_domain::id::{BomLineId, PartId, RevisionId};
use partwright_domain::revision::Lifecycle;
use partwright_domain::store::StoreError;

use super::State;
use super::view::{Held, Open, View, id_taken, missing};

/// The rows, each BOM's lines in order, and which line holds a designator.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    lines: BTreeMap<BomLineId, BomLine>,
    by_revision: BTreeMap<RevisionId, BTreeSet<(u32, BomLineId)>>,
    designators: BTreeMap<(RevisionId, Designator), BomLineId>,
}

impl Rows {
    fn put(&mut self, line: BomLine) {
        self.by_revision.entry(line.revision).or_default().insert((line.position, line.id));
        let held = line.designators.iter().map(|designator| ((line.revision, designator.clone()), line.id));
        self.designators.extend(held);
        self.lines.insert(line.id, line);
    }

    fn take(&mut self, id: BomLineId) {
        if let Some(line) = self.lines.remove(&id) {
            self.designators.retain(|_, holder| *holder != id);
            if let Some(order) = self.by_revision.get_mut(&line.revision) {
                order.remove(&(line.position, id));
            }
        }
    }
}

impl State {
    pub(super) fn lines_of(&self, revision: RevisionId) -> impl Iterator<Item = &BomLine> {
        let order = self.boms.by_revision.get(&revision).into_iter().flatten();
        order.filter_map(|(_, id)| self.boms.lines.get(id))
    }

    /// Whether a line calls for that part, or has it as a substitute.
    pub(super) fn is_in_a_bom(&self, id: PartId) -> bool {
        self.boms.lines.values().any(|line| line.parts().any(|part| part == id))
    }

    /// Whether a line is pinned to that revision.
    pub(super) fn is_pinned(&self, id: RevisionId) -> bool {
        self.boms.lines.values().any(|line| line.pinned == Some(id))
    }

    /// Whether `inner` stands below `outer`, in any revision of any part on the way.
    fn contains(&self, outer: PartId, inner: PartId) -> bool {
        let mut seen = BTreeSet::new();
        let mut open = vec![outer];
        while let Some(part) = open.pop() {
            for line in self.revisions_of(part).flat_map(|revision| self.lines_of(revision.id)) {
                if line.parts().any(|part| part == inner) {
                    return true;
                }
                open.extend(line.parts().filter(|part| seen.insert(*part)));
            }
        }
        false
    }

    /// Looks whether a line may stand as it is, beside the other lines of its BOM.
    fn check_line(&self, line: &BomLine) -> Result<(), StoreError> {
        let parent = self.unfrozen(line.revision)?.part;
        let mut parts = BTreeSet::new();
        for part in line.parts() {
            if self.part(part).is_none() {
                return Err(missing("part"));
            }
            if part == parent || self.contains(part, parent) {
                return Err(StoreError::BomCycle);
            }
            if !parts.insert(part) {
                let is_child = part == line.child;
                return Err(if is_child { StoreError::SubstituteIsChild } else { StoreError::SubstituteTwice });
            }
        }
        let pinned = line.pinned.map(|pinned| self.revision(pinned).map(|revision| revision.part));
        if pinned.is_some_and(|part| part != Some(line.child)) {
            return Err(StoreError::PinOfOther);
        }
        line.check_quantity().map_err(|_| StoreError::QuantityDisagrees)?;
        line.check_properties().map_err(|_| StoreError::LinePropertyTwice)?;
        if line.origin.as_ref().is_some_and(|origin| self.imported_file(origin.file).is_none()) {
            return Err(missing("part"));
        }
        let mut own = BTreeSet::new();
        let is_taken = |designator: &Designator| {
            let holder = self.boms.designators.get(&(line.revision, designator.clone()));
            holder.is_some_and(|holder| *holder != line.id)
        };
        let twice = line.designators.iter().any(|designator| !own.insert(designator) || is_taken(designator));
        if twice { Err(StoreError::DesignatorTaken) } else { Ok(()) }
    }

    /// The line with the revision of its child that counts.
    fn counting(&self, line: &BomLine) -> StructureLine {
        let is_frozen = self.revision(line.revision).is_some_and(|parent| parent.state.is_frozen());
        let released = || self.revisions_of(line.child).rfind(|revision| revision.state == Lifecycle::Released);
        let pinned = line.pinned.or_else(|| self.written_down(line)).and_then(|pinned| self.revision(pinned));
        let counts = pinned
            .or_else(|| if is_frozen { released() } else { None })
            .or_else(|| self.newest_revision(line.child))
            .map(|revision| Counting { revision: revision.id, state: revision.state });
        StructureLine { line: line.clone(), counts }
    }

    /// The lines that fit, in the order of the uses of a part.
    fn uses(&self, fits: impl Fn(&BomLine) -> bool) -> Vec<BomLine> {
        let mut uses: Vec<BomLine> = self.boms.lines.values().filter(|line| fits(line)).cloned().collect();
        uses.sort_by_cached_key(|line| self.place_of_use(line));
        uses
    }

    /// Where a line stands among all uses of its child: by the parent's number, then by revision, then by position.
    fn place_of_use(&self, line: &BomLine) -> Option<(String, u32, u32, u32)> {
        let revision = self.revision(line.revision)?;
        let number = &self.part(revision.part)?.number;
        Some((number.codes.to_string(), number.sequence.get(), revision.ordinal, line.position))
    }
}

impl<H: Held> BomReader for View<H> {
    fn find(&self, id: BomLineId) -> Result<Option<BomLine>, StoreError> {
        self.see(|state| state.boms.lines.get(&id).cloned())
    }

    fn lines(&self, revision: RevisionId) -> Result<Vec<BomLine>, StoreError> {
        self.see(|state| state.lines_of(revision).cloned().collect())
    }

    fn counting(&self, revision: RevisionId) -> Result<Vec<StructureLine>, StoreError> {
        self.see(|state| {
            let lines = state.lines_of(revision).map(|line| state.counting(line));
            lines.collect()
        })
    }

    fn page(&self, revision: RevisionId, skip: u64, most: u32) -> Result<Vec<StructureLine>, StoreError> {
        self.see(|state| {
            let (skip, most) = (usize::try_from(skip).unwrap_or(usize::MAX), most as usize);
            let lines = state.lines_of(revision).skip(skip).take(most).map(|line| state.counting(line));
            lines.collect()
        })
    }

    fn order(&self, revision: RevisionId) -> Result<Vec<(BomLineId, u32)>, StoreError> {
        self.see(|state| state.lines_of(revision).map(|line| (line.id, line.position)).collect())
    }

    fn sums(&self, revision: RevisionId) -> Result<BomSums, StoreError> {
        self.see(|state| {
            let lines = || state.lines_of(revision);
            let calls_for_lines = |line: &BomLine| {
                let counts = state.counting(line).counts;
                counts.is_some_and(|counts| state.lines_of(counts.revision).next().is_some())
            };
            BomSums {
                lines: lines().count() as u64,
                designators: lines().map(|line| line.designators.len() as u64).sum(),
                total: total(lines()),
                numbered: lines().any(|line| !line.find_number.as_str().is_empty()),
                has_levels: lines().any(calls_for_lines),
            }
        })
    }

    fn holders(
        &self,
        revision: RevisionId,
        designators: &[Designator],
    ) -> Result<Vec<(Designator, BomLineId)>, StoreError> {
        self.see(|state| {
            let held = &state.boms.designators;
            let asked = designators.iter().map(|designator| (revision, designator.clone()));
            asked.filter_map(|key| held.get(&key).map(|line| (key.1, *line))).collect()
        })
    }

    fn count(&self, revision: RevisionId) -> Result<u64, StoreError> {
        self.see(|state| state.lines_of(revision).count() as u64)
    }

    fn uses(&self, child: PartId) -> Result<Vec<BomLine>, StoreError> {
        self.see(|state| state.uses(|line| line.child == child))
    }

    fn below(&self, revision: RevisionId) -> Result<Vec<StructureLine>, StoreError> {
        self.see(|state| {
            let (mut seen, mut open) = (BTreeSet::from([revision]), vec![revision]);
            let mut below = Vec::new();
            while let Some(revision) = open.pop() {
                let lines = state.lines_of(revision).map(|line| state.counting(line));
                for line in lines {
                    open.extend(line.counts.map(|counts| counts.revision).filter(|next| seen.insert(*next)));
                    below.push(line);
                }
            }
            below
        })
    }

    fn above(&self, part: PartId) -> Result<Vec<StructureLine>, StoreError> {
        self.see(|state| {
            let lines: Vec<_> = state.boms.lines.values().map(|line| state.counting(line)).collect();
            let mut holding = BTreeSet::new();
            loop {
                let holds = |line: &StructureLine| {
                    line.line.child == part || line.counts.is_some_and(|counts| holding.contains(&counts.revision))
                };
                let above: Vec<_> = lines.iter().filter(|line| holds(line)).cloned().collect();
                let more: BTreeSet<_> = above.iter().map(|line| line.line.revision).collect();
                if more == holding {
                    return above;
                }
                holding = more;
            }
        })
    }

    fn substitute_uses(&self, part: PartId) -> Result<Vec<BomLine>, StoreError> {
        self.see(|state| state.uses(|line| line.substitutes.iter().any(|substitute| substitute.part == part)))
    }

    fn contains(&self, outer: PartId, inner: PartId) -> Result<bool, StoreError> {
        self.see(|state| state.contains(outer, inner))
    }

    fn containing(&self, inner: PartId) -> Result<Vec<PartId>, StoreError> {
        self.see(|state| {
            let (mut found, mut open) = (BTreeSet::new(), vec![inner]);
            while let Some(part) = open.pop() {
                let holding = state.boms.lines.values().filter(|line| line.parts().any(|one| one == part));
                let parents = holding.filter_map(|line| Some(state.revision(line.revision)?.part));
                open.extend(parents.filter(|parent| found.insert(*parent)));
            }
            found.into_iter().collect()
        })
    }
}

impl BomRepository for View<Open> {
    fn insert(&self, line: &BomLine) -> Result<(), StoreError> {
        self.change(Room::Bom, line.id, |state| {
            if state.boms.lines.contains_key(&line.id) {
                return Err(id_taken("bom_line"));
            }
            state.check_line(line)?;
            Arc::make_mut(&mut state.boms).put(line.clone());
            Ok(())
        })
    }

    fn insert_all(&self, lines: &[BomLine]) -> Result<(), StoreError> {
        self.work(|draft| {
            // Each is looked at beside those before it, on rows that are only kept when all of them were taken.
            let mut state = draft.state.clone();
            for line in lines {
                if state.boms.lines.contains_key(&line.id) {
                    return Err(id_taken("bom_line"));
                }
                state.check_line(line)?;
                Arc::make_mut(&mut state.boms).put(line.clone());
            }
            draft.state = state;
            for line in lines {
                draft.changes.note(Room::Bom, line.id);
            }
            Ok(())
        })
    }

    fn update(&self, line: &BomLine) -> Result<(), StoreError> {
        self.change(Room::Bom, line.id, |state| {
            let before = state.boms.lines.get(&line.id).ok_or_else(|| missing("line"))?;
            // A line stays in its revision, whatever the row says of it.
            let after = BomLine { revision: before.revision, ..line.clone() };
            state.check_line(&after)?;
            let rows = Arc::make_mut(&mut state.boms);
            rows.take(after.id);
            rows.put(after);
            Ok(())
        })
    }

    fn remove(&self, id: BomLineId) -> Result<(), StoreError> {
        self.work(|draft| {
            let Some(line) = draft.state.boms.lines.get(&id) else { return Ok(()) };
            draft.state.unfrozen(line.revision)?;
            Arc::make_mut(&mut draft.state.boms).take(id);
            draft.changes.note(Room::Bom, id);
            Ok(())
        })
    }
}
