//! The audit.

use partwright_domain::audit::{Action, AuditEntry, AuditFilter, AuditUnit, RecordedUnit};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::id;
use crate::app::App;
use crate::error::WireError;

/// How many entries of a unit the page gets; an import of a thousand rows is told by its first ones and their count.
const ENTRIES: u32 = 20;

/// Asks for units of work, the newest first.
#[derive(Debug, Deserialize, TS)]
pub struct AuditListRequest {
    /// A part's id: only what concerns it; null for the whole workspace.
    part: Option<String>,
    /// The `next` of the page before; null for the first page.
    before: Option<u64>,
    limit: u32,
}

/// A page of the audit.
#[derive(Debug, Serialize, TS)]
pub struct AuditPage {
    units: Vec<AuditUnitView>,
    /// Where the next page starts; null on the last.
    next: Option<u64>,
}

/// A unit of work as a reader sees it.
#[derive(Debug, Serialize, TS)]
pub struct AuditUnitView {
    sequence: u64,
    /// Milliseconds since 1970-01-01 UTC.
    at: i64,
    /// The person's name today.
    person: String,
    /// The verb, as `part.create`.
    operation: String,
    /// The first entries.
    entries: Vec<AuditEntryView>,
    /// How many entries there are.
    entry_count: u64,
}

/// What happened to a thing.
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "Action")]
pub enum ActionView {
    Created,
    Changed,
    Removed,
}

/// One thing that a unit of work changed.
#[derive(Debug, Serialize, TS)]
pub struct AuditEntryView {
    room: &'static str,
    subject: String,
    action: ActionView,
    /// How a reader knew the thing at that time.
    title: String,
}

/// Units of work, the newest first.
pub fn list(app: &App, request: AuditListRequest) -> Result<AuditPage, WireError> {
    let AuditListRequest { part, before, limit } = request;
    let part = part.map(|part| id(&part, "audit_list")).transpose()?;
    let limit = limit.clamp(1, 500);
    // One more than asked for tells whether there is a next page.
    let filter = AuditFilter { part, before, limit: limit + 1, entries: ENTRIES };
    let mut units = app.workspace()?.store.read("audit.list", |snapshot| snapshot.audit().list(&filter))?;
    let more = units.len() > limit as usize;
    units.truncate(limit as usize);
    let next = if more { units.last().map(|unit| unit.sequence) } else { None };
    Ok(AuditPage { units: units.into_iter().map(AuditUnitView::from).collect(), next })
}

impl From<RecordedUnit> for AuditUnitView {
    fn from(recorded: RecordedUnit) -> Self {
        let RecordedUnit { sequence, unit, person_name, entry_count, entries } = recorded;
        let AuditUnit { at, person: _, operation } = unit;
        let entries = entries.into_iter().map(AuditEntryView::from).collect();
        Self { sequence, at: at.0, person: person_name, operation, entries, entry_count }
    }
}

impl From<AuditEntry> for AuditEntryView {
    fn from(entry: AuditEntry) -> Self {
        let AuditEntry { room, subject, part: _, action, title, before: _, after: _ } = entry;
        Self { room: room.name(), subject: subject.to_string(), action: action.into(), title }
    }
}

impl From<Action> for ActionView {
    fn from(action: Action) -> Self {
        match action {
            Action::Created => Self::Created,
            Action::Changed => Self::Changed,
            Action::Removed => Self::Removed,
        }
    }
}
