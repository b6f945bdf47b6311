//! The structure of a BOM: every line below a revision, each once, however often its assembly is used.
//!
//! An assembly that stands in a hundred places is read once and explained a hundred times. Totals need no explosion at
//! all: they are taken from the assemblies in order, each after all that call for it.

use std::collections::HashMap;
use std::slice;

use super::BomLine;
use crate::decimal::Decimal;
use crate::id::{BomLineId, RevisionId};
use crate::page::PageError;
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

/// All lines below a revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Structure {
    root: RevisionId,
    boms: HashMap<RevisionId, Vec<StructureLine>>,
    order: Vec<RevisionId>,
}

impl Structure {
    /// Puts the lines below `root` together, in whatever order they come; [`StoreError::BomCycle`] if they go round.
    pub fn new(root: RevisionId, lines: Vec<StructureLine>) -> Result<Self, StoreError> {
        let mut boms: HashMap<RevisionId, Vec<StructureLine>> = HashMap::new();
        for line in lines {
            boms.entry(line.line.revision).or_default().push(line);
        }
        for lines in boms.values_mut() {
            lines.sort_unstable_by_key(|line| (line.line.position, line.line.id));
        }
        let order = order(root, &boms)?;
        Ok(Self { root, boms, order })
    }

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
        line.counts.map(|counting| counting.revision).filter(|revision| self.boms.contains_key(revision))
    }

    /// The revisions that have lines, and the one on top, each before those it calls for.
    pub fn revisions(&self) -> &[RevisionId] {
        &self.order
    }

    /// The whole tree, from the top down, one line after the other.
    pub fn explode(&self) -> Explosion<'_> {
        let floor = Floor { lines: self.lines(self.root).iter(), times: Decimal::one(), dnp: false, last: None };
        Explosion { structure: self, floors: vec![floor] }
    }

    /// The rest of the tree after the place that [`Explosion::path`] told, found without going through what is before it.
    pub fn explode_after(&self, path: &[BomLineId]) -> Result<Explosion<'_>, PageError> {
        let mut explosion = self.explode();
        for (depth, id) in path.iter().enumerate() {
            // The floor of a line that was not opened is not there: the path belongs to another state of the BOM.
            if explosion.floors.len() != depth + 1 {
                return Err(PageError::CursorInvalid);
            }
            while explosion.next_on_floor().ok_or(PageError::CursorInvalid)?.line.id != *id {
                explosion.floors.truncate(depth + 1);
            }
        }
        Ok(explosion)
    }
}

/// Each revision before those it calls for.
fn order(root: RevisionId, boms: &HashMap<RevisionId, Vec<StructureLine>>) -> Result<Vec<RevisionId>, StoreError> {
    let mut order = Vec::new();
    // Whether all below a revision has been seen; until then it is on the way down, and may not be met again.
    let mut done = HashMap::from([(root, false)]);
    let mut way = vec![(root, 0)];
    while let Some((revision, next)) = way.last_mut() {
        let Some(line) = boms.get(revision).and_then(|lines| lines.get(*next)) else {
            done.insert(*revision, true);
            order.push(*revision);
            way.pop();
            continue;
        };
        *next += 1;
        let below = line.counts.map(|counting| counting.revision).filter(|revision| boms.contains_key(revision));
        let Some(below) = below else { continue };
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

/// A line in its place in the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exploded<'s> {
    /// How deep it stands; the lines of the revision on top stand on level 1.
    pub level: usize,
    /// The line.
    pub line: &'s BomLine,
    /// The revision of its child that counts.
    pub counts: Option<Counting>,
    /// Whether that revision has lines.
    pub has_lines: bool,
    /// Whether it, or an assembly above it, is not populated.
    pub dnp: bool,
    /// The product of all quantities from the top down to here, in the base unit of the line's dimension.
    pub total: Decimal,
}

/// Goes through a tree; it holds one place for each level, whatever the size of the tree.
#[derive(Debug, Clone)]
pub struct Explosion<'s> {
    structure: &'s Structure,
    floors: Vec<Floor<'s>>,
}

/// The lines of one assembly that are still to come, and how often the assembly is used on this way down.
#[derive(Debug, Clone)]
struct Floor<'s> {
    lines: slice::Iter<'s, StructureLine>,
    times: Decimal,
    dnp: bool,
    last: Option<BomLineId>,
}

impl<'s> Explosion<'s> {
    /// Where the last line stood: the lines above it and itself.
    pub fn path(&self) -> Vec<BomLineId> {
        self.floors.iter().filter_map(|floor| floor.last).collect()
    }

    /// The next line of the deepest floor, opened if there is something below it.
    fn next_on_floor(&mut self) -> Option<Exploded<'s>> {
        let level = self.floors.len();
        let floor = self.floors.last_mut()?;
        let entry = floor.lines.next()?;
        let StructureLine { line, counts } = entry;
        floor.last = Some(line.id);
        let dnp = floor.dnp || line.dnp;
        let total = floor.times.clone() * line.quantity.in_base(line.unit);
        let below = self.structure.below(entry);
        if let Some(below) = below {
            let lines = self.structure.lines(below).iter();
            self.floors.push(Floor { lines, times: total.clone(), dnp, last: None });
        }
        Some(Exploded { level, line, counts: *counts, has_lines: below.is_some(), dnp, total })
    }
}

impl<'s> Iterator for Explosion<'s> {
    type Item = Exploded<'s>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.floors.is_empty() {
            let line = self.next_on_floor();
            if line.is_some() {
                return line;
            }
            self.floors.pop();
        }
        None
    }
}
