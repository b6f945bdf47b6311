//! Replacing a part everywhere it is used: first a plan that says what would change, then all of it as one unit.

use sha2::{Digest, Sha256};

use super::{BomError, BomLine, BomReader};
use crate::id::PartId;
use crate::part::{Part, PartReader};
use crate::revision::{Revision, RevisionError, RevisionReader};
use crate::{Error, Result};

/// What would become of one line that calls for the part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    /// The line as it is.
    pub line: BomLine,
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
    /// Every line that calls for the old part, by the numbers of their assemblies.
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
        for Replacement { line, revision, parent: _, refused } in &self.lines {
            let code = refused.as_ref().map(Error::code);
            hash.update(format!("{line:?}\n{:?}\n{code:?}\n", revision.state));
        }
        let digits = hash.finalize().into_iter().flat_map(|byte| [byte >> 4, byte & 15]);
        digits.map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)])).collect()
    }
}

/// Plans to replace a part in every Draft that calls for it. Revisions that are no Draft stay as they are, and so do lines
/// that the new part would make a cycle of.
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
    let one = |line: BomLine| {
        let revision = revisions.find(line.revision)?.ok_or(RevisionError::NotFound)?;
        let parent = parts.get(revision.part)?;
        let refused = match revision.require_draft(&parent) {
            Err(error) => Some(error.into()),
            Ok(()) if parent.id == new.id || boms.contains(new.id, parent.id)? => {
                Some(BomError::Cycle { parent: parent.number.to_string(), child: new.number.to_string() }.into())
            }
            Ok(()) => None,
        };
        Ok(Replacement { line, revision, parent, refused })
    };
    let lines = boms.uses(old.id)?.into_iter().map(one).collect::<Result<_>>()?;
    Ok(ReplacePlan { old, new, lines })
}

/// The line with the new part in the place of the old one. A pin was to the old part's revision, and a part does not
/// stand in for itself.
pub(super) fn replaced(line: &BomLine, new: PartId) -> BomLine {
    let substitutes = line.substitutes.iter().filter(|substitute| substitute.part != new).cloned().collect();
    BomLine { child: new, pinned: None, substitutes, ..line.clone() }
}
