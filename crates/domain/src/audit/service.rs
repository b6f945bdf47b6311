//! Undoing what was done, and redoing what was undone: each as a unit of work of its own.

use super::kept::take_back;
use super::{AuditError, AuditFilter, REDO, RecordedUnit, UNDO, Undoing};
use crate::id::PersonId;
use crate::person::{Actor, PersonError, Right};
use crate::ports::{Change, Ports};
use crate::store::Snapshot;
use crate::watch::Watch;
use crate::workspace::SALVAGE;
use crate::{Result, import};

/// How many entries are taken back between two looks into the audit: a unit may have any number, and memory has not.
const AT_ONCE: u32 = 500;
/// How many units are looked through at once for the next to undo.
const UNITS_AT_ONCE: u32 = 50;

/// Who acts is chosen anew and not undone: it was never a change of the workspace's content.
const PASSED_OVER: &str = "person.act";
/// Before a workspace's first unit, and before its salvage, there is nothing that it could go back to.
const BEGINNINGS: [&str; 2] = ["workspace.start", SALVAGE];

/// Undoes and redoes units of work.
#[derive(Debug, Clone)]
pub struct UndoService {
    ports: Ports,
}

impl UndoService {
    /// A service on these ports.
    pub fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Undoes a unit of work, and answers it with its first entry: everything it changed is what it was before, or nothing is
    /// changed and the refusal says why. What an import read and learnt is kept. It takes the rights that the changes took.
    pub fn undo(&self, actor: &Actor, unit: u64) -> Result<RecordedUnit> {
        self.undo_until(actor, unit, Watch::default())
    }

    /// Like [`UndoService::undo`], for somebody who follows it and may end it: what is cancelled leaves all as it was.
    pub fn undo_until(&self, actor: &Actor, unit: u64, watch: Watch) -> Result<RecordedUnit> {
        let until = watch.cancel().clone();
        self.ports.change_until(actor, Right::Edit, (UNDO, &until), move |change| {
            let (first, last) = chain(change, unit)?;
            match first.undoing {
                Some(Undoing { person_name: person, is_undone: true, .. }) => {
                    Err(AuditError::Undone { unit: first.sequence, person }.into())
                }
                _ if BEGINNINGS.contains(&first.unit.operation.as_str()) => Err(super::kept::stands(
                    "The workspace's beginning",
                    "rename or remove what it brought, or start another workspace",
                )),
                _ => reverse(change, last, &watch).map(|()| first),
            }
        })
    }

    /// Redoes a unit of work that is undone, and answers it with its first entry.
    pub fn redo(&self, actor: &Actor, unit: u64) -> Result<RecordedUnit> {
        self.redo_until(actor, unit, Watch::default())
    }

    /// Like [`UndoService::redo`], for somebody who follows it and may end it.
    pub fn redo_until(&self, actor: &Actor, unit: u64, watch: Watch) -> Result<RecordedUnit> {
        let until = watch.cancel().clone();
        self.ports.change_until(actor, Right::Edit, (REDO, &until), move |change| {
            let (first, last) = chain(change, unit)?;
            if !first.is_undone() {
                return Err(AuditError::NotUndone { unit: first.sequence }.into());
            }
            reverse(change, last, &watch)?;
            Ok(first)
        })
    }
}

/// How the operations begin that are done for ever, or taken back by another act of their own: to offer an undo of these
/// would only lead to a refusal.
const NEVER: [&str; 10] = [
    BEGINNINGS[0],
    BEGINNINGS[1],
    PASSED_OVER,
    "person.add",
    "approval.",
    "release.",
    "revision.advance",
    "revision.obsolete",
    "workflow.save",
    "import.forget_layout",
];

impl RecordedUnit {
    /// Whether it is worth offering to undo it: it holds, is no undo or redo itself, and is not of a kind that stands. Whether
    /// it can be undone is said when it is tried.
    pub fn may_be_undone(&self) -> bool {
        self.origin.is_none() && !self.is_undone() && !self.stands()
    }

    /// Whether it is of a kind that is done for ever, or taken back by another act of its own.
    fn stands(&self) -> bool {
        NEVER.iter().any(|never| self.unit.operation.starts_with(never))
    }

    /// Whether somebody else acts since then: its entry names who did before and who does now, and neither became another.
    pub fn is_hand_over(&self) -> bool {
        self.unit.operation == PASSED_OVER
    }

    /// Whether what was done in it is undone.
    pub fn is_undone(&self) -> bool {
        self.undoing.as_ref().is_some_and(|undoing| undoing.is_undone)
    }
}

/// The unit with which a chain of undoing began, and the place of its last one: that is the one to be reversed.
fn chain(change: &Change<'_>, unit: u64) -> Result<(RecordedUnit, u64)> {
    let find = |unit: u64| -> Result<RecordedUnit> {
        let at = AuditFilter { before: Some(unit.saturating_add(1)), limit: 1, entries: 1, ..AuditFilter::default() };
        let found = change.audit().list(&at)?.pop().filter(|found| found.sequence == unit);
        Ok(found.ok_or(AuditError::NotFound { unit })?)
    };
    let found = find(unit)?;
    let first = match &found.origin {
        Some(origin) => find(origin.sequence)?,
        None => found,
    };
    let last = first.undoing.as_ref().map_or(first.sequence, |undoing| undoing.sequence);
    Ok((first, last))
}

/// Takes back what a unit did, its last entry first, and says so in the audit.
fn reverse(change: &Change<'_>, unit: u64, watch: &Watch) -> Result<()> {
    let person = change.people().find(change.by())?.ok_or(PersonError::NotFound)?;
    let actor = Actor::from(&person);
    let many = change.audit().find(unit)?.map_or(0, |unit| unit.entry_count);
    let mut steps = watch.steps(usize::try_from(many).unwrap_or(usize::MAX));
    let (mut before, mut kept) = (None, None);
    let mut is_anything = false;
    loop {
        let entries = change.audit().entries(unit, before, AT_ONCE)?;
        let Some((first, _)) = entries.last() else { break };
        before = Some(*first);
        for (_, entry) in entries {
            if take_back(change, &actor, unit, &entry)? {
                is_anything = true;
            } else {
                kept = Some(entry.title);
            }
            steps.next()?;
        }
    }
    if let (false, Some(title)) = (is_anything, kept) {
        return Err(super::kept::stands(&title, import::STANDS));
    }
    Ok(change.audit().undoes(unit)?)
}

/// What a person can undo and redo next.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Next {
    /// Their newest unit that holds, of those that do not stand for ever.
    pub undo: Option<RecordedUnit>,
    /// The unit that they undid last, as long as they did nothing else since.
    pub redo: Option<RecordedUnit>,
}

/// What a person can undo and redo next. Whether it can be done is said when it is tried.
pub fn next(seen: &dyn Snapshot, person: PersonId) -> Result<Next> {
    let mut next = Next::default();
    let (mut before, mut may_undo, mut may_redo) = (None, true, true);
    while may_undo || may_redo {
        let units = seen.audit().by(person, before, UNITS_AT_ONCE)?;
        let Some(last) = units.last() else { break };
        before = Some(last.sequence);
        for unit in units.iter().filter(|unit| unit.unit.operation != PASSED_OVER) {
            // Only the end of a chain counts: what comes before it was undone or redone since.
            let is_end = unit.undoing.is_none();
            if unit.unit.operation == UNDO {
                if is_end && may_redo {
                    next.redo = first_of(seen, unit)?;
                    may_redo = false;
                }
            } else {
                // What stands for ever is passed over: it would be in the way of everything before it.
                if is_end
                    && may_undo
                    && let Some(first) = first_of(seen, unit)?
                    && !first.stands()
                {
                    next.undo = Some(first);
                    may_undo = false;
                }
                // Something of its own was done here: what was undone before it is not the next to redo.
                may_redo = may_redo && unit.origin.is_some();
            }
        }
    }
    Ok(next)
}

/// The unit with which a chain began.
fn first_of(seen: &dyn Snapshot, unit: &RecordedUnit) -> Result<Option<RecordedUnit>> {
    let first = unit.origin.as_ref().map_or(unit.sequence, |origin| origin.sequence);
    Ok(seen.audit().find(first)?)
}
