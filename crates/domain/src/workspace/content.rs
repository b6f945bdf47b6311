//! What is in a workspace and in a copy of it, and what goes when the copy takes its place.

use crate::audit::{AuditFilter, AuditUnit, Place, RecordedUnit};
use crate::file::ContentHash;
use crate::store::Snapshot;
use crate::time::Timestamp;
use crate::{Error, Result};

/// What is in a workspace, or in a copy of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// How many parts.
    pub parts: u64,
    /// Its newest change; `None` where there is none, or no history yet.
    pub newest: Option<Newest>,
}

/// The newest change of a workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Newest {
    /// Its place in the audit.
    pub unit: u64,
    /// When it was made.
    pub at: Timestamp,
    /// The verb.
    pub operation: String,
    /// How a reader knew the first thing that it changed.
    pub title: String,
    /// The hash with which the history ends; `None` where it is no chain yet.
    pub end: Option<ContentHash>,
}

impl Content {
    /// What is in an open workspace.
    pub fn of(seen: &dyn Snapshot) -> Result<Self> {
        let newest = AuditFilter { limit: 1, entries: 1, ..AuditFilter::default() };
        let newest = seen.audit().list(&newest)?.pop();
        let newest = newest.map(|unit| Ok::<_, Error>(Newest::of(unit, seen.audit().head()?.hash))).transpose()?;
        Ok(Self { parts: seen.parts().count()?.0, newest })
    }

    /// How many changes of a workspace go when this copy of it takes its place: those after the copy's newest. `None` where that
    /// is no change of the workspace, because the two have different histories, or nobody can tell.
    pub fn takes_away(&self, seen: &dyn Snapshot) -> Result<Option<u64>> {
        let (Some(here), Some(there)) = (Self::of(seen)?.newest, &self.newest) else { return Ok(None) };
        let is_ours = there.end.is_some() && end_of(seen, there.unit)? == there.end;
        Ok(is_ours.then(|| here.unit.saturating_sub(there.unit)))
    }
}

impl Newest {
    fn of(recorded: RecordedUnit, end: ContentHash) -> Self {
        let title = recorded.title().unwrap_or_default().to_owned();
        let RecordedUnit { sequence: unit, unit: AuditUnit { at, operation, .. }, .. } = recorded;
        Self { unit, at, operation, title, end: Some(end) }
    }
}

/// The hash with which the history ended once the unit at that place was made.
fn end_of(seen: &dyn Snapshot, unit: u64) -> Result<Option<ContentHash>> {
    let last = seen.audit().entries(unit, None, 1)?.pop();
    let (Some((last, _)), Ok(sequence)) = (last, i64::try_from(unit)) else { return Ok(None) };
    // Its last entry, and after that what it undoes.
    let links = seen.audit().links(Some(Place::entry(sequence, i64::from(last) - 1)), 2)?;
    Ok(links.into_iter().rfind(|link| link.place.sequence == sequence).and_then(|link| link.hash))
}
