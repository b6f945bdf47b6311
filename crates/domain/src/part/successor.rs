//! Successors: which part is used instead of one that is obsolete (rule 8).

use super::service::subject;
use super::{Part, PartError, PartReader};
use crate::Result;
use crate::id::PartId;
use crate::ports::Change;
use crate::revision::Lifecycle;

/// The part that is used instead of this one now: its successor, or where that has one too, the last of them. `None` where
/// none was named.
pub fn used_instead(parts: &dyn PartReader, part: &Part) -> Result<Option<Part>> {
    let mut last = None;
    let mut next = part.successor;
    while let Some(id) = next {
        let part = parts.get(id)?;
        next = part.successor;
        last = Some(part);
    }
    Ok(last)
}

/// Names a part's successor, or takes it back, inside a unit that is already open.
pub(crate) fn succeed(change: &Change<'_>, before: &Part, successor: Option<PartId>) -> Result<Part> {
    if let Some(successor) = successor {
        check(change, before, successor)?;
    }
    let after = Part { successor, ..before.clone() };
    if after != *before {
        change.parts().update(&after)?;
        change.changed(subject(&after), before, &after)?;
    }
    Ok(after)
}

/// Only what is obsolete has a successor, and going from one to the next never leads back.
fn check(change: &Change<'_>, part: &Part, successor: PartId) -> Result<()> {
    let number = part.number.to_string();
    if !change.revisions().of(part.id)?.iter().any(|revision| revision.state == Lifecycle::Obsolete) {
        return Err(PartError::NotObsolete { number }.into());
    }
    let first = change.parts().get(successor)?;
    let successor = first.number.to_string();
    let mut next = Some(first);
    while let Some(candidate) = next {
        if candidate.id == part.id {
            return Err(PartError::SuccessorLoop { number, successor }.into());
        }
        next = candidate.successor.map(|id| change.parts().get(id)).transpose()?;
    }
    Ok(())
}
