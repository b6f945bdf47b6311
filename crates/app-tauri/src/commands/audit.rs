//! The audit.

use partwright_domain::audit::{
    self, Action, AuditEntry, AuditFilter, AuditPage, AuditUnit, Difference, NameOf, Next, Operations, Origin,
    RecordedUnit, UndoService, Undoing,
};
use partwright_domain::person::Actor;
use partwright_domain::store::Snapshot;
use partwright_domain::time::Timestamp;
use partwright_domain::watch::Watch;
use partwright_domain::{Error, Result};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Empty, id, part};
use crate::app::App;
use crate::error::WireError;
use crate::task::{Caller, follow};

/// How many entries of a unit the page gets; an import of a thousand rows is told by its first ones and their count.
const ENTRIES: u32 = 20;

/// Asks for units of work, the newest first.
#[derive(Debug, Deserialize, TS)]
pub struct AuditListRequest {
    /// A part's id or its number: only what concerns it; null for the whole workspace.
    part: Option<String>,
    /// A person's id: only what they did.
    #[serde(default)]
    #[ts(optional)]
    person: Option<String>,
    /// Only what was done in this way: a group of operations, as `bom`, or one, as `bom.add_line`.
    #[serde(default)]
    #[ts(optional)]
    operations: Option<String>,
    /// Only what was done then or later, in milliseconds since 1970-01-01 UTC.
    #[serde(default)]
    #[ts(optional)]
    from: Option<i64>,
    /// Only what was done before then.
    #[serde(default)]
    #[ts(optional)]
    until: Option<i64>,
    /// The `next` of the page before; null for the first page.
    before: Option<u64>,
    limit: u32,
}

/// A page of the audit.
#[derive(Debug, Serialize, TS)]
#[ts(rename = "AuditPage")]
pub struct AuditPageView {
    /// They may be none although there is more: a page looks through a bounded number of units for those that fit.
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
    /// What stands sent this to review, and they may take it back; else null.
    withdraws: Option<AuditWithdrawal>,
}

/// A revision in review that can be taken back.
#[derive(Debug, Serialize, TS)]
pub struct AuditWithdrawal {
    revision: String,
    /// Its part's number.
    number: String,
    label: String,
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
#[derive(Debug, Deserialize, TS)]
pub struct AuditUndoRequest {
    unit: u64,
    /// The name of the task, by which it is followed and cancelled.
    #[ts(optional)]
    task: Option<String>,
}

/// The unit that was undone or redone.
#[derive(Debug, Serialize, TS)]
pub struct AuditUndone {
    unit: AuditUnitName,
    /// How a reader knew the first thing that it changed.
    title: Option<String>,
}

/// Units of work, the newest first.
pub fn list(app: &App, request: AuditListRequest) -> Result<AuditPageView, WireError> {
    let AuditListRequest { part, person, operations, from, until, before, limit } = request;
    let filter = AuditFilter {
        person: person.map(|person| id(&person, "audit_list")).transpose()?,
        operations: operations.map(|text| Operations::parse(&text)).transpose().map_err(Error::from)?,
        from: from.map(Timestamp),
        until: until.map(Timestamp),
        before,
        limit: limit.clamp(1, 500),
        entries: ENTRIES,
        ..AuditFilter::default()
    };
    let workspace = app.workspace()?;
    let actor = workspace.actor()?;
    let page = |snapshot: &dyn Snapshot| -> Result<AuditPageView> {
        let part = part.as_ref().map(|part| part::find(snapshot, part)).transpose()?;
        let AuditPage { units, next } = audit::page(snapshot, &AuditFilter { part, ..filter.clone() }, audit::LOOK)?;
        let name_of = |id| audit::name_of(snapshot, id);
        let view = |unit| {
            let undoable = audit::offers_undo(snapshot, &actor, &unit)?;
            unit_view(unit, undoable, &name_of)
        };
        let units = units.into_iter().map(view).collect::<Result<_>>()?;
        Ok(AuditPageView { units, next })
    };
    Ok(workspace.store.read("audit.list", page)?)
}

/// What the acting person can undo and redo next.
pub fn next(app: &App, _: Empty) -> Result<AuditNext, WireError> {
    let workspace = app.workspace()?;
    let person = workspace.person()?.id;
    let Next { undo, stands, withdraws, redo } =
        workspace.store.read("audit.next", |snapshot| audit::next(snapshot, person))?;
    let [undo, redo, stands] = [undo, redo, stands].map(|unit| unit.map(AuditNextUnit::from));
    let withdraws = withdraws.map(|(revision, part)| AuditWithdrawal {
        revision: revision.id.to_string(),
        number: part.number.to_string(),
        label: revision.label,
    });
    Ok(AuditNext { undo, redo, stands, withdraws })
}

/// Undoes a unit of work.
pub fn undo(caller: &Caller<'_>, request: AuditUndoRequest) -> Result<AuditUndone, WireError> {
    reverse(caller, request, UndoService::undo_until)
}

/// Redoes a unit of work that is undone.
pub fn redo(caller: &Caller<'_>, request: AuditUndoRequest) -> Result<AuditUndone, WireError> {
    reverse(caller, request, UndoService::redo_until)
}

fn reverse(
    caller: &Caller<'_>,
    request: AuditUndoRequest,
    way: fn(&UndoService, &Actor, u64, Watch) -> Result<RecordedUnit>,
) -> Result<AuditUndone, WireError> {
    let AuditUndoRequest { unit, task } = request;
    let workspace = caller.app.workspace()?;
    let actor = workspace.actor()?;
    let task = task.map(|task| caller.app.tasks.begin(task)).transpose()?;
    let reversed = follow(caller, task.as_ref(), |watch| way(&workspace.undo, &actor, unit, watch))?;
    Ok(reversed.into())
}

fn unit_view(recorded: RecordedUnit, undoable: bool, name_of: NameOf<'_>) -> Result<AuditUnitView> {
    let is_hand_over = recorded.is_hand_over();
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
