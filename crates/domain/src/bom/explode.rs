//! Explosions: every line at every level, each with the exact quantity that one piece of the top needs there.

use std::slice;

use super::{BomLine, Counting, Levels, StructureLine};
use crate::decimal::Decimal;
use crate::id::BomLineId;

/// What an explosion does with lines that are not fitted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Dnp {
    /// Shows them and all below them, marked as not fitted.
    #[default]
    Mark,
    /// Leaves them out, with all below them.
    Skip,
}

/// A line of an explosion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExplodedLine<'s> {
    /// How deep it stands; the lines of the top have level 1.
    pub level: usize,
    /// The lines through which it is reached, the line itself last.
    pub path: Vec<BomLineId>,
    /// The line as it is written in its own BOM.
    pub line: &'s BomLine,
    /// The revision of its child that counts.
    pub counts: Option<Counting>,
    /// The product of the quantities along the path, in the base unit of the line's dimension.
    pub total: Decimal,
    /// Whether it is not fitted: by itself, or because a line above it is not.
    pub dnp: bool,
    /// Whether there are lines below it.
    pub has_lines: bool,
}

/// An explosion, depth first, in the order of the lines' positions. It keeps one place for each level it is in.
#[derive(Debug, Clone)]
pub struct Explosion<'s> {
    structure: &'s Levels,
    dnp: Dnp,
    open: Vec<Level<'s>>,
}

/// A BOM that is being gone through, and what it is multiplied with.
#[derive(Debug, Clone)]
struct Level<'s> {
    via: Option<BomLineId>,
    lines: slice::Iter<'s, StructureLine>,
    times: Decimal,
    dnp: bool,
}

impl<'s> Explosion<'s> {
    /// The explosion of a structure, from its first line on.
    pub fn new(structure: &'s Levels, dnp: Dnp) -> Self {
        let lines = structure.lines(structure.root()).iter();
        let top = Level { via: None, lines, times: Decimal::one(), dnp: false };
        Self { structure, dnp, open: vec![top] }
    }

    /// The rest of the explosion after the line with that path; `None` when the structure has no such path (any more).
    pub fn after(structure: &'s Levels, dnp: Dnp, path: &[BomLineId]) -> Option<Self> {
        let mut explosion = Self::new(structure, dnp);
        for (depth, id) in path.iter().enumerate() {
            let entry = explosion.open.last_mut()?.lines.find(|entry| entry.line.id == *id)?;
            let has_lines = explosion.enter(entry)?.has_lines;
            if !has_lines && depth + 1 < path.len() {
                return None;
            }
        }
        Some(explosion)
    }

    /// The line as it stands in the explosion, and what stands below it as the next to be gone through; `None` when the
    /// line is left out.
    fn enter(&mut self, entry: &'s StructureLine) -> Option<ExplodedLine<'s>> {
        let StructureLine { line, counts } = entry;
        let above = self.open.last()?;
        let dnp = above.dnp || line.dnp;
        if dnp && self.dnp == Dnp::Skip {
            return None;
        }
        let total = above.times.clone() * line.quantity.in_base(line.unit);
        let path = self.open.iter().filter_map(|level| level.via).chain([line.id]).collect();
        let level = self.open.len();
        let below = self.structure.below(entry);
        if let Some(below) = below {
            let lines = self.structure.lines(below).iter();
            self.open.push(Level { via: Some(line.id), lines, times: total.clone(), dnp });
        }
        Some(ExplodedLine { level, path, line, counts: *counts, total, dnp, has_lines: below.is_some() })
    }
}

impl<'s> Iterator for Explosion<'s> {
    type Item = ExplodedLine<'s>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let Some(entry) = self.open.last_mut()?.lines.next() else {
                self.open.pop();
                continue;
            };
            if let Some(exploded) = self.enter(entry) {
                return Some(exploded);
            }
        }
    }
}
