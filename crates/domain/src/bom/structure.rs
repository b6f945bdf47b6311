//! Structures: all that stands below a revision, each assembly once, however often it is used.
//!
//! Explosion, flat list and roll-up are computed from this, so what they read and keep grows with the lines that were
//! written and not with the lines that an explosion has.

use std::collections::HashMap;

use super::{BomLine, BomReader};
use crate::id::{PartId, RevisionId};
use crate::revision::Lifecycle;
use crate::store::StoreError;

/// A line, with the revision of its child that counts today: the newest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineBelow {
    /// The line.
    pub line: BomLine,
    /// The child's newest revision.
    pub child_revision: RevisionId,
    /// That revision's state.
    pub child_state: Lifecycle,
}

/// A part below a revision, as it counts today.
#[derive(Debug, Clone, Copy)]
struct Child {
    revision: RevisionId,
    state: Lifecycle,
}

/// A revision and all that stands below it.
#[derive(Debug, Clone)]
pub struct Structure {
    root: RevisionId,
    boms: HashMap<RevisionId, Vec<BomLine>>,
    children: HashMap<PartId, Child>,
}

impl Structure {
    /// Reads what stands below a revision.
    pub fn read(boms: &dyn BomReader, root: RevisionId) -> Result<Self, StoreError> {
        Ok(Self::new(root, boms.below(root)?))
    }

    /// The structure of these lines, in whatever order they come.
    pub fn new(root: RevisionId, lines: Vec<LineBelow>) -> Self {
        let (mut boms, mut children) = (HashMap::<_, Vec<_>>::new(), HashMap::new());
        for LineBelow { line, child_revision, child_state } in lines {
            children.insert(line.child, Child { revision: child_revision, state: child_state });
            boms.entry(line.revision).or_default().push(line);
        }
        for lines in boms.values_mut() {
            lines.sort_by_key(|line| (line.position, line.id));
        }
        Self { root, boms, children }
    }

    /// The revision it begins with.
    pub fn root(&self) -> RevisionId {
        self.root
    }

    /// A revision's lines, in the order of their positions.
    pub fn lines(&self, revision: RevisionId) -> &[BomLine] {
        self.boms.get(&revision).map_or(&[], Vec::as_slice)
    }

    /// The lines of a part that stands below, in the revision that counts.
    pub fn lines_of(&self, part: PartId) -> &[BomLine] {
        self.revision_of(part).map_or(&[], |revision| self.lines(revision))
    }

    /// The revision that counts of a part that stands below.
    pub fn revision_of(&self, part: PartId) -> Option<RevisionId> {
        self.children.get(&part).map(|child| child.revision)
    }

    /// The state of that revision.
    pub fn state_of(&self, part: PartId) -> Option<Lifecycle> {
        self.children.get(&part).map(|child| child.state)
    }

    /// Every part that stands below, once, in no order.
    pub fn parts(&self) -> impl Iterator<Item = (PartId, RevisionId)> {
        self.children.iter().map(|(part, child)| (*part, child.revision))
    }

    /// How many lines call for each revision; whoever counts them down has seen all uses of it at nought.
    pub(super) fn uses(&self) -> HashMap<RevisionId, usize> {
        let mut uses = HashMap::new();
        for revision in self.boms.values().flatten().filter_map(|line| self.revision_of(line.child)) {
            *uses.entry(revision).or_default() += 1;
        }
        uses
    }
}
