//! Replacing a part everywhere it is used: first a plan that says what would change, then all of it as one unit.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use super::{BomError, BomLine, BomReader};
use crate::file::ContentHash;
use crate::id::PartId;
use crate::part::{Part, PartReader};
use crate::revision::{Revision, RevisionError, RevisionReader};
use crate::{Error, Result};

/// What the part is to a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReplaceRole {
    /// The line calls for it.
    Child,
    /// The line names it as a substitute.
    Substitute,
}

/// What would become of one line that names the part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    /// The line as it is.
    pub line: BomLine,
    /// What the part is to it.
    pub role: ReplaceRole,
    /// The revision whose BOM it stands in.
    pub revision: Revision,
    /// The part of that revision.
    pub parent: Part,
    /// Why the line stays as it is; `None` where it would change.
    pub refused: Option<Error>,
}

/// What replacing a part everywhere would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplacePlan {
    /// The part that goes.
    pub old: Part,
    /// The part that comes.
    pub new: Part,
    /// Every line that calls for the old part, by the numbers of their assemblies; then those on which it is a substitute.
    pub lines: Vec<Replacement>,
}

impl ReplacePlan {
    /// The lines that would change.
    pub fn changing(&self) -> impl Iterator<Item = &Replacement> {
        self.lines.iter().filter(|replacement| replacement.refused.is_none())
    }

    /// A name for exactly this plan: equal for equal plans, and different when anything it would do is different.
    pub fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(format!("{}\n{}\n", self.old.id, self.new.id));
        for Replacement { line, role, revision, parent: _, refused } in &self.lines {
            let code = refused.as_ref().map(Error::code);
            hash.update(format!("{line:?}\n{role:?}\n{:?}\n{code:?}\n", revision.state));
        }
        ContentHash(hash.finalize().into()).to_string()
    }
}

/// Plans to replace a part in every Draft that names it, as what it calls for or as a substitute. Revisions that are no
/// Draft stay as they are, and so do lines that the new part would make a cycle of.
pub fn plan(
    boms: &dyn BomReader,
    parts: &dyn PartReader,
    revisions: &dyn RevisionReader,
    old: PartId,
    new: PartId,
) -> Result<ReplacePlan> {
    let (old, new) = (parts.get(old)?, parts.get(new)?);
    if old.id == new.id {
        return Err(BomError::ReplacedByItself { number: old.number.to_string() }.into());
    }
    // Many lines stand in few assemblies, and the way down from the new part is a long one.
    let mut known: HashMap<PartId, bool> = HashMap::new();
    let mut makes_cycle = |parent: PartId| -> Result<bool> {
        if let Some(known) = known.get(&parent) {
            return Ok(*known);
        }
        let found = parent == new.id || boms.contains(new.id, parent)?;
        known.insert(parent, found);
        Ok(found)
    };
    let mut one = |line: BomLine, role: ReplaceRole| {
        let revision = revisions.find(line.revision)?.ok_or(RevisionError::NotFound)?;
        let parent = parts.get(revision.part)?;
        let refused = match revision.require_draft(&parent) {
            Err(error) => Some(error.into()),
            Ok(()) if makes_cycle(parent.id)? => {
                Some(BomError::Cycle { parent: parent.number.to_string(), child: new.number.to_string() }.into())
            }
            Ok(()) => None,
        };
        Ok(Replacement { line, role, revision, parent, refused })
    };
    let called = boms.uses(old.id)?.into_iter().map(|line| (line, ReplaceRole::Child));
    let instead = boms.substitute_uses(old.id)?.into_iter().map(|line| (line, ReplaceRole::Substitute));
    let lines = called.chain(instead).map(|(line, role)| one(line, role)).collect::<Result<_>>()?;
    Ok(ReplacePlan { old, new, lines })
}

/// The line with the new part in the place of the old one. A pin was to the old part's revision; a part does not stand in
/// for itself, nor twice for another.
pub(super) fn replaced(line: &BomLine, role: ReplaceRole, old: PartId, new: PartId) -> BomLine {
    let others = line.substitutes.iter().filter(|substitute| substitute.part != new).cloned();
    match role {
        ReplaceRole::Child => BomLine { child: new, pinned: None, substitutes: others.collect(), ..line.clone() },
        ReplaceRole::Substitute if line.parts().any(|part| part == new) => {
            let kept = line.substitutes.iter().filter(|substitute| substitute.part != old).cloned();
            BomLine { substitutes: kept.collect(), ..line.clone() }
        }
        ReplaceRole::Substitute => {
            let mut after = line.clone();
            for substitute in after.substitutes.iter_mut().filter(|substitute| substitute.part == old) {
                substitute.part = new;
            }
            after
        }
    }
}
