//! The audit.

use partwright_domain::Result;
use partwright_domain::audit::{
    self, Action, AuditEntry, AuditFilter, AuditUnit, Difference, NameOf, Next, Origin, RecordedUnit, Undoing,
};
use partwright_domain::store::Snapshot;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Empty, id};
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
    /// Whether it is worth offering to undo it.
    undoable: bool,
    /// The unit that it undoes or redoes; null for one that does something of its own.
    origin: Option<AuditUnitName>,
    /// How it was undone or redone last; null as long as nobody did.
    undoing: Option<AuditUndoing>,
}

/// Which unit of work something is about.
#[derive(Debug, Serialize, TS)]
pub struct AuditUnitName {
    sequence: u64,
    /// The verb, as `part.create`.
    operation: String,
}

/// The last unit in which another was undone or redone.
#[derive(Debug, Serialize, TS)]
pub struct AuditUndoing {
    sequence: u64,
    /// Milliseconds since 1970-01-01 UTC.
    at: i64,
    /// The person's name today.
    person: String,
    /// Whether it is undone by it; else it was redone, and holds.
    undone: bool,
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
    /// What became another, field by field.
    changes: Vec<AuditDifference>,
    /// Why, where somebody said so.
    reason: Option<String>,
    /// The number of the part that it was made like; null for what was made by itself.
    duplicated_from: Option<String>,
}

/// A field that became another.
#[derive(Debug, Serialize, TS)]
pub struct AuditDifference {
    /// Its name, as `quantity`.
    field: String,
    /// Null for nothing.
    before: Option<String>,
    /// Null for nothing.
    after: Option<String>,
}

/// What the acting person can undo and redo next.
#[derive(Debug, Serialize, TS)]
pub struct AuditNext {
    undo: Option<AuditNextUnit>,
    redo: Option<AuditNextUnit>,
    /// What they did after what there is to undo, which stands for ever; null where that is what they did last.
    stands: Option<AuditNextUnit>,
}

/// A unit that is undone or redone next, or that stands.
#[derive(Debug, Serialize, TS)]
pub struct AuditNextUnit {
    sequence: u64,
    /// The verb, as `part.create`.
    operation: String,
    /// How a reader knew the first thing that it changed.
    title: Option<String>,
    /// What there is instead of an undo; null where it can be undone.
    instead: Option<&'static str>,
}

/// Undoes a unit of work, or redoes one that is undone.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
pub struct AuditUndoRequest {
    unit: u64,
}

/// The unit that was undone or redone.
#[derive(Debug, Serialize, TS)]
pub struct AuditUndone {
    unit: AuditUnitName,
    /// How a reader knew the first thing that it changed.
    title: Option<String>,
}

/// Units of work, the newest first.
pub fn list(app: &App, request: AuditListRequest) -> Result<AuditPage, WireError> {
    let AuditListRequest { part, before, limit } = request;
    let part = part.map(|part| id(&part, "audit_list")).transpose()?;
    let limit = limit.clamp(1, 500);
    // One more than asked for tells whether there is a next page.
    let filter = AuditFilter { part, before, limit: limit + 1, entries: ENTRIES };
    let page = |snapshot: &dyn Snapshot| -> Result<AuditPage> {
        let mut units = snapshot.audit().list(&filter)?;
        let more = units.len() > limit as usize;
        units.truncate(limit as usize);
        let next = if more { units.last().map(|unit| unit.sequence) } else { None };
        let name_of = |id| audit::name_of(snapshot, id);
        Ok(AuditPage { units: units.into_iter().map(|unit| unit_view(unit, &name_of)).collect::<Result<_>>()?, next })
    };
    Ok(app.workspace()?.store.read("audit.list", page)?)
}

/// What the acting person can undo and redo next.
pub fn next(app: &App, _: Empty) -> Result<AuditNext, WireError> {
    let workspace = app.workspace()?;
    let person = workspace.person()?.id;
    let Next { undo, stands, redo } = workspace.store.read("audit.next", |snapshot| audit::next(snapshot, person))?;
    let [undo, redo, stands] = [undo, redo, stands].map(|unit| unit.map(AuditNextUnit::from));
    Ok(AuditNext { undo, redo, stands })
}

/// Undoes a unit of work.
pub fn undo(app: &App, request: AuditUndoRequest) -> Result<AuditUndone, WireError> {
    let AuditUndoRequest { unit } = request;
    let workspace = app.workspace()?;
    Ok(workspace.undo.undo(&workspace.actor()?, unit)?.into())
}

/// Redoes a unit of work that is undone.
pub fn redo(app: &App, request: AuditUndoRequest) -> Result<AuditUndone, WireError> {
    let AuditUndoRequest { unit } = request;
    let workspace = app.workspace()?;
    Ok(workspace.undo.redo(&workspace.actor()?, unit)?.into())
}

fn unit_view(recorded: RecordedUnit, name_of: NameOf<'_>) -> Result<AuditUnitView> {
    let (undoable, is_hand_over) = (recorded.may_be_undone(), recorded.is_hand_over());
    let RecordedUnit { sequence, unit, person_name, entry_count, entries, origin, undoing } = recorded;
    let AuditUnit { at, person: _, operation } = unit;
    let mut entries: Vec<_> = entries.into_iter().map(|entry| entry_view(entry, name_of)).collect::<Result<_>>()?;
    if is_hand_over {
        // One person before and another after: told as a difference, the first would read as renamed.
        for entry in &mut entries {
            entry.changes.clear();
        }
    }
    Ok(AuditUnitView {
        sequence,
        at: at.0,
        person: person_name,
        operation,
        entries,
        entry_count,
        undoable,
        origin: origin.map(AuditUnitName::from),
        undoing: undoing.map(AuditUndoing::from),
    })
}

fn entry_view(entry: AuditEntry, name_of: NameOf<'_>) -> Result<AuditEntryView> {
    let changes = audit::differences(&entry, name_of)?.into_iter().map(AuditDifference::from).collect();
    let (reason, duplicated_from) = (audit::reason(&entry), audit::duplicated_from(&entry));
    let AuditEntry { room, subject, part: _, action, title, before: _, after: _ } = entry;
    let (room, subject) = (room.name(), subject.to_string());
    Ok(AuditEntryView { room, subject, action: action.into(), title, changes, reason, duplicated_from })
}

impl From<Difference> for AuditDifference {
    fn from(difference: Difference) -> Self {
        let Difference { field, before, after } = difference;
        Self { field, before, after }
    }
}

impl From<Origin> for AuditUnitName {
    fn from(origin: Origin) -> Self {
        let Origin { sequence, operation } = origin;
        Self { sequence, operation }
    }
}

impl From<RecordedUnit> for AuditUnitName {
    fn from(recorded: RecordedUnit) -> Self {
        Self { sequence: recorded.sequence, operation: recorded.unit.operation }
    }
}

impl From<RecordedUnit> for AuditUndone {
    fn from(recorded: RecordedUnit) -> Self {
        let title = recorded.title().map(str::to_owned);
        Self { unit: recorded.into(), title }
    }
}

impl From<RecordedUnit> for AuditNextUnit {
    fn from(recorded: RecordedUnit) -> Self {
        let (title, instead) = (recorded.title().map(str::to_owned), recorded.instead());
        Self { sequence: recorded.sequence, operation: recorded.unit.operation, title, instead }
    }
}

impl From<Undoing> for AuditUndoing {
    fn from(undoing: Undoing) -> Self {
        let Undoing { sequence, person_name, at, is_undone } = undoing;
        Self { sequence, at: at.0, person: person_name, undone: is_undone }
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
