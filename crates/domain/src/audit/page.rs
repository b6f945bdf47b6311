//! The audit a page at a time, also where only few units fit what is asked for.

use super::{AuditError, AuditFilter, RecordedUnit};
use crate::Result;
use crate::store::Snapshot;

/// How many units a page looks through at most where nothing leads to those that fit: a long history takes several pages, some
/// of them empty, and none takes long.
pub const LOOK: u64 = 20_000;

/// In which way something was done: a group of operations, as `bom`, or one of them, as `bom.add_line`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operations(String);

impl Operations {
    /// Takes small letters, `_`, and dots between them. What no unit is called by is no mistake: nothing fits it.
    pub fn parse(text: &str) -> Result<Self, AuditError> {
        let text = text.trim();
        let is_word =
            |word: &str| !word.is_empty() && word.bytes().all(|byte| byte == b'_' || byte.is_ascii_lowercase());
        if text.len() > 80 || !text.split('.').all(is_word) {
            return Err(AuditError::OperationsInvalid { text: text.chars().take(80).collect() });
        }
        Ok(Self(text.to_owned()))
    }

    /// The name of the group, or of the one.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether an operation is the one, or of the group.
    pub fn fits(&self, operation: &str) -> bool {
        operation.strip_prefix(&self.0).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }
}

/// Units that fit, the newest first, and where to go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditPage {
    /// They may be none although there is more.
    pub units: Vec<RecordedUnit>,
    /// The place before which the next page starts; `None` when everything was looked through.
    pub next: Option<u64>,
}

/// The units that fit a filter, at most its limit, found among so many; [`LOOK`] is a good number.
pub fn page(seen: &dyn Snapshot, filter: &AuditFilter, among: u64) -> Result<AuditPage> {
    let look = look_after(seen, filter, among)?.filter(|look| Some(*look) > filter.after);
    let limit = filter.limit;
    // One more than asked for tells whether there is a next page.
    let filter = AuditFilter { limit: limit.saturating_add(1), after: look.or(filter.after), ..filter.clone() };
    let mut units = seen.audit().list(&filter)?;
    let is_full = units.len() > limit as usize;
    units.truncate(limit as usize);
    let next = if is_full { units.last().map(|unit| unit.sequence) } else { look.map(|look| look + 1) };
    Ok(AuditPage { units, next })
}

/// The place after which a page looks; `None` for everywhere.
fn look_after(seen: &dyn Snapshot, filter: &AuditFilter, among: u64) -> Result<Option<u64>> {
    if filter.operations.is_none() && filter.from.is_none() && filter.until.is_none() {
        return Ok(None);
    }
    let newest = seen.audit().list(&AuditFilter { limit: 1, ..AuditFilter::default() })?;
    let end = newest.first().map_or(1, |newest| newest.sequence + 1);
    let first = filter.before.map_or(end, |before| before.min(end)).saturating_sub(among.saturating_add(1));
    Ok(Some(first).filter(|first| *first > 0))
}
