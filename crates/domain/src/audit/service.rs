//! Undoing what was done, and redoing what was undone: each as a unit of work of its own.

use super::kept::take_back;
use super::next::found;
use super::{AuditError, REDO, RecordedUnit, UNDO, Undoing};
use crate::person::{Actor, PersonError, Right};
use crate::ports::{Change, Ports};
use crate::watch::Watch;
use crate::workspace::SALVAGE;
use crate::{Result, import};

/// How many entries are taken back between two looks into the audit: a unit may have any number, and memory has not.
const AT_ONCE: u32 = 500;
/// Before a workspace's first unit, and before its salvage, there is nothing that it could go back to.
pub(super) const BEGINNINGS: [&str; 2] = ["workspace.start", SALVAGE];

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
                _ if first.is_beginning() => Err(super::kept::stands(
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

impl RecordedUnit {
    /// Whether what was done in it is undone.
    pub fn is_undone(&self) -> bool {
        self.undoing.as_ref().is_some_and(|undoing| undoing.is_undone)
    }
}

/// The unit with which a chain of undoing began, and the place of its last one: that is the one to be reversed.
fn chain(change: &Change<'_>, unit: u64) -> Result<(RecordedUnit, u64)> {
    let find =
        |unit: u64| -> Result<RecordedUnit> { Ok(found(change.audit(), unit)?.ok_or(AuditError::NotFound { unit })?) };
    let named = find(unit)?;
    let first = match &named.origin {
        Some(origin) => find(origin.sequence)?,
        None => named,
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
