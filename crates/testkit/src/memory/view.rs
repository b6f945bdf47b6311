//! What a closure is handed: a state to look at, or a copy of it to work on.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use partwright_domain::approval::{ApprovalReader, ApprovalRepository};
use partwright_domain::audit::{AuditReader, AuditRepository, AuditUnit};
use partwright_domain::bom::{BomReader, BomRepository};
use partwright_domain::cancel::Cancel;
use partwright_domain::category::{CategoryReader, CategoryRepository};
use partwright_domain::change::{Changes, Room};
use partwright_domain::file::{FileReader, FileRepository};
use partwright_domain::id::Uuid;
use partwright_domain::import::{ImportReader, ImportRepository};
use partwright_domain::kicad::{KicadReader, KicadRepository};
use partwright_domain::manufacturer_part::{ManufacturerPartReader, ManufacturerPartRepository};
use partwright_domain::part::{PartReader, PartRepository};
use partwright_domain::person::{PersonReader, PersonRepository};
use partwright_domain::property::{PropertyReader, PropertyRepository};
use partwright_domain::release::{ReleaseReader, ReleaseRepository};
use partwright_domain::revision::{RevisionReader, RevisionRepository};
use partwright_domain::search::SearchReader;
use partwright_domain::setting::{SettingReader, SettingRepository};
use partwright_domain::store::{Snapshot, StoreError, UnitOfWork, Verdict};
use partwright_domain::supplier_part::{SupplierPartReader, SupplierPartRepository};
use partwright_domain::workflow::{WorkflowReader, WorkflowRepository};

use super::State;

/// Something that holds a state; the readers of all rooms are written on it once.
pub(super) trait Held: Send + Sync {
    /// Looks at the state, unless the read was cancelled.
    fn see<T>(&self, look: impl FnOnce(&State) -> T) -> Result<T, StoreError>;
}

/// What a room's ports are implemented on: over a shared state they read, over an open unit they also write.
#[derive(Debug)]
pub(super) struct View<H>(H);

impl<H: Held> View<H> {
    pub(super) fn see<T>(&self, look: impl FnOnce(&State) -> T) -> Result<T, StoreError> {
        self.0.see(look)
    }
}

/// One state that is only looked at, for as long as nobody cancels.
#[derive(Debug)]
pub(super) struct Seen {
    state: Arc<State>,
    cancel: Option<Cancel>,
}

impl Held for Seen {
    fn see<T>(&self, look: impl FnOnce(&State) -> T) -> Result<T, StoreError> {
        self.cancel.as_ref().map_or(Ok(()), Cancel::check)?;
        Ok(look(&self.state))
    }
}

impl View<Seen> {
    /// A view of one state, for reading.
    pub(super) fn of(state: Arc<State>, cancel: Option<Cancel>) -> Self {
        Self(Seen { state, cancel })
    }
}

/// A unit that is open: its own copy of the state, and what it says it did.
#[derive(Debug)]
pub(super) struct Open {
    draft: Mutex<Draft>,
    cancel: Option<Cancel>,
}

#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) state: State,
    /// What the repositories changed.
    pub(super) changes: Changes,
    /// What the audit entries speak of.
    pub(super) audited: Changes,
    /// This unit's head, once the audit has it.
    pub(super) head: Option<AuditUnit>,
}

impl Open {
    fn draft(&self) -> MutexGuard<'_, Draft> {
        self.draft.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Goes on, unless the unit was cancelled.
    fn check(&self) -> Result<(), StoreError> {
        self.cancel.as_ref().map_or(Ok(()), Cancel::check)
    }
}

impl Held for Open {
    fn see<T>(&self, look: impl FnOnce(&State) -> T) -> Result<T, StoreError> {
        self.check()?;
        Ok(look(&self.draft().state))
    }
}

impl View<Open> {
    /// A unit on its own copy, for as long as nobody cancels.
    pub(super) fn open(state: State, cancel: Option<Cancel>) -> Self {
        let draft = Draft { state, changes: Changes::default(), audited: Changes::default(), head: None };
        Self(Open { draft: Mutex::new(draft), cancel })
    }

    /// Works on the draft. Whoever refuses must do so before touching anything: a refused call leaves no trace.
    pub(super) fn work<T>(&self, work: impl FnOnce(&mut Draft) -> Result<T, StoreError>) -> Result<T, StoreError> {
        self.0.check()?;
        work(&mut self.0.draft())
    }

    /// Works on the state and notes the thing that changed by it.
    pub(super) fn change(
        &self,
        room: Room,
        id: impl Into<Uuid>,
        work: impl FnOnce(&mut State) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.work(|draft| {
            work(&mut draft.state)?;
            draft.changes.note(room, id);
            Ok(())
        })
    }

    /// The state to keep and what changed, if the unit may be kept.
    pub(super) fn close(self) -> Result<(State, Changes), StoreError> {
        let Draft { state, changes, audited, head: _ } =
            self.0.draft.into_inner().unwrap_or_else(PoisonError::into_inner);
        if changes.without(&audited).is_empty() { Ok((state, changes)) } else { Err(StoreError::Unaudited) }
    }
}

impl Snapshot for View<Seen> {
    fn categories(&self) -> &dyn CategoryReader {
        self
    }

    fn people(&self) -> &dyn PersonReader {
        self
    }

    fn parts(&self) -> &dyn PartReader {
        self
    }

    fn revisions(&self) -> &dyn RevisionReader {
        self
    }

    fn properties(&self) -> &dyn PropertyReader {
        self
    }

    fn manufacturer_parts(&self) -> &dyn ManufacturerPartReader {
        self
    }

    fn supplier_parts(&self) -> &dyn SupplierPartReader {
        self
    }

    fn boms(&self) -> &dyn BomReader {
        self
    }

    fn files(&self) -> &dyn FileReader {
        self
    }

    fn approvals(&self) -> &dyn ApprovalReader {
        self
    }

    fn releases(&self) -> &dyn ReleaseReader {
        self
    }

    fn search(&self) -> &dyn SearchReader {
        self
    }

    fn settings(&self) -> &dyn SettingReader {
        self
    }

    fn workflows(&self) -> &dyn WorkflowReader {
        self
    }

    fn imports(&self) -> &dyn ImportReader {
        self
    }

    fn kicad(&self) -> &dyn KicadReader {
        self
    }

    fn audit(&self) -> &dyn AuditReader {
        self
    }
}

impl UnitOfWork for View<Open> {
    fn categories(&self) -> &dyn CategoryRepository {
        self
    }

    fn people(&self) -> &dyn PersonRepository {
        self
    }

    fn parts(&self) -> &dyn PartRepository {
        self
    }

    fn revisions(&self) -> &dyn RevisionRepository {
        self
    }

    fn properties(&self) -> &dyn PropertyRepository {
        self
    }

    fn manufacturer_parts(&self) -> &dyn ManufacturerPartRepository {
        self
    }

    fn supplier_parts(&self) -> &dyn SupplierPartRepository {
        self
    }

    fn boms(&self) -> &dyn BomRepository {
        self
    }

    fn files(&self) -> &dyn FileRepository {
        self
    }

    fn approvals(&self) -> &dyn ApprovalRepository {
        self
    }

    fn releases(&self) -> &dyn ReleaseRepository {
        self
    }

    fn search(&self) -> &dyn SearchReader {
        self
    }

    fn settings(&self) -> &dyn SettingRepository {
        self
    }

    fn workflows(&self) -> &dyn WorkflowRepository {
        self
    }

    fn imports(&self) -> &dyn ImportRepository {
        self
    }

    fn kicad(&self) -> &dyn KicadRepository {
        self
    }

    fn audit(&self) -> &dyn AuditRepository {
        self
    }

    fn savepoint(&self, work: &mut dyn FnMut(&dyn UnitOfWork) -> Verdict) -> Result<(), StoreError> {
        let before = self.0.draft().clone();
        if work(self) == Verdict::Rollback {
            *self.0.draft() = before;
        }
        Ok(())
    }
}

/// The refusal for something that is not there.
pub(super) fn missing(what: &str) -> StoreError {
    StoreError::Missing { what: what.to_owned() }
}

/// The refusal for an id that is there already.
pub(super) fn id_taken(what: &str) -> StoreError {
    StoreError::Invalid { constraint: format!("{what}_id") }
}
