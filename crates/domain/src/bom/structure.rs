//! The structure of a BOM: every line below a revision, each once, however often its assembly is used.
//!
//! An assembly that stands in a hundred places is read once and explained a hundred times. Totals need no explosion at
//! all: they are taken from the assemblies in order, each after all that call for it.

use std::collections::HashMap;
use std::ops::Deref;

use super::{BomLine, BomReader};
use crate::id::RevisionId;
use crate::revision::Lifecycle;
use crate::store::StoreError;

/// The revision of a child that counts for a line: the one it is pinned to; else, below a frozen revision, the child's
/// latest released one; else its newest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counting {
    /// The revision.
    pub revision: RevisionId,
    /// Its state.
    pub state: Lifecycle,
}

/// A line, and which revision of its child counts; a part without any revision has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StructureLine {
    /// The line.
    pub line: BomLine,
    /// The child's revision.
    pub counts: Option<Counting>,
}

/// The lines of some revisions, the one on top among them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Levels {
    pub(super) root: RevisionId,
    pub(super) boms: HashMap<RevisionId, Vec<StructureLine>>,
}

impl Levels {
    /// The revision on top.
    pub fn root(&self) -> RevisionId {
        self.root
    }

    /// A revision's lines, by position.
    pub fn lines(&self, revision: RevisionId) -> &[StructureLine] {
        self.boms.get(&revision).map_or(&[], Vec::as_slice)
    }

    /// The revision below a line, if it has lines of its own.
    pub fn below(&self, line: &StructureLine) -> Option<RevisionId> {
        line.counts.map(|counting| counting.revision).filter(|revision| !self.lines(*revision).is_empty())
    }
}

/// All lines below a revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Structure {
    levels: Levels,
    order: Vec<RevisionId>,
}

impl Structure {
    /// Reads what stands below a revision.
    pub fn read(boms: &dyn BomReader, root: RevisionId) -> Result<Self, StoreError> {
        Self::new(root, boms.below(root)?)
    }

    /// Puts the lines below `root` together, in whatever order they come; [`StoreError::BomCycle`] if they go round.
    pub fn new(root: RevisionId, lines: Vec<StructureLine>) -> Result<Self, StoreError> {
        let mut boms: HashMap<RevisionId, Vec<StructureLine>> = HashMap::new();
        for line in lines {
            boms.entry(line.line.revision).or_default().push(line);
        }
        for lines in boms.values_mut() {
            lines.sort_unstable_by_key(|line| (line.line.position, line.line.id));
        }
        let levels = Levels { root, boms };
        let order = order(&levels)?;
        Ok(Self { levels, order })
    }

    /// The revisions that have lines, and the one on top, each before those it calls for.
    pub fn revisions(&self) -> &[RevisionId] {
        &self.order
    }
}

impl Deref for Structure {
    type Target = Levels;

    fn deref(&self) -> &Levels {
        &self.levels
    }
}

/// Each revision before those it calls for.
fn order(levels: &Levels) -> Result<Vec<RevisionId>, StoreError> {
    let root = levels.root;
    let mut order = Vec::new();
    // Whether all below a revision has been seen; until then it is on the way down, and may not be met again.
    let mut done = HashMap::from([(root, false)]);
    let mut way = vec![(root, 0)];
    while let Some((revision, next)) = way.last_mut() {
        let Some(line) = levels.lines(*revision).get(*next) else {
            done.insert(*revision, true);
            order.push(*revision);
            way.pop();
            continue;
        };
        *next += 1;
        let Some(below) = levels.below(line) else { continue };
        match done.get(&below) {
            None => {
                done.insert(below, false);
                way.push((below, 0));
            }
            Some(false) => return Err(StoreError::BomCycle),
            Some(true) => {}
        }
    }
    order.reverse();
    Ok(order)
}
