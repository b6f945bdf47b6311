//! What services are given to work with, and the one way in which they write.

use std::ops::Deref;
use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use crate::Result;
use crate::approval::ApprovalReader;
use crate::audit::{Action, AuditEntry, AuditFilter, AuditReader, AuditUnit};
use crate::bom::BomReader;
use crate::cancel::Cancel;
use crate::category::CategoryReader;
use crate::change::Room;
use crate::error::Error;
use crate::file::FileReader;
use crate::id::{IdSource, PartId, PersonId};
use crate::import::ImportReader;
use crate::kicad::KicadReader;
use crate::manufacturer_part::ManufacturerPartReader;
use crate::part::PartReader;
use crate::person::{Actor, PersonError, PersonReader, Right};
use crate::property::PropertyReader;
use crate::release::ReleaseReader;
use crate::revision::RevisionReader;
use crate::search::SearchReader;
use crate::setting::SettingReader;
use crate::store::{Snapshot, Store, StoreError, UnitOfWork, Writing};
use crate::supplier_part::SupplierPartReader;
use crate::time::{Clock, Timestamp};
use crate::workflow::WorkflowReader;

/// The ports every service needs: the store, the clock, and a source of ids.
#[derive(Clone)]
pub struct Ports {
    /// Where the data is.
    pub store: Arc<dyn Store>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Where ids come from.
    pub ids: Arc<dyn IdSource>,
}

impl std::fmt::Debug for Ports {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Ports")
    }
}

impl Ports {
    /// Makes a change as `actor`: one unit of work with its audit.
    ///
    /// The unit's header is written with the first entry, so a unit that changes nothing leaves no trace.
    pub(crate) fn change<T: Send + 'static>(
        &self,
        actor: &Actor,
        operation: &'static str,
        work: impl Fn(&Change<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.change_by(actor, Right::Edit, operation, work)
    }

    /// Like [`Ports::change`], for what needs another right than that to edit.
    pub(crate) fn change_by<T: Send + 'static>(
        &self,
        actor: &Actor,
        right: Right,
        operation: &'static str,
        work: impl Fn(&Change<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.change_as(actor, right, &Writing::named(operation), work)
    }

    /// Like [`Ports::change_by`], until it is cancelled.
    pub(crate) fn change_until<T: Send + 'static>(
        &self,
        actor: &Actor,
        right: Right,
        (operation, cancel): (&'static str, &Cancel),
        work: impl Fn(&Change<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.change_as(actor, right, &Writing { operation, cancel: Some(cancel.clone()) }, work)
    }

    fn change_as<T: Send + 'static>(
        &self,
        actor: &Actor,
        right: Right,
        writing: &Writing,
        work: impl Fn(&Change<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        // Said at once when it can be; what counts is the role that the person has when the unit runs.
        actor.require(right)?;
        let id = actor.id;
        self.change_unchecked(actor, writing, move |change| {
            let person = change.people().find(id)?.ok_or(PersonError::NotFound)?;
            Actor::from(&person).require(right)?;
            work(change)
        })
    }

    /// Like [`Ports::change`], for the one unit that runs before there is anybody with a role: a workspace's first.
    pub(crate) fn change_unchecked<T: Send + 'static>(
        &self,
        actor: &Actor,
        writing: &Writing,
        work: impl Fn(&Change<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (person, clock, ids) = (actor.id, Arc::clone(&self.clock), Arc::clone(&self.ids));
        let operation = writing.operation;
        self.store.write_as::<T, Error>(writing, move |unit| {
            // Read in the unit: the audit's moments stand in the order of its units.
            let header = AuditUnit { at: clock.now(), person, operation: operation.to_owned() };
            let change = Change { unit, header: &header, ids: ids.as_ref() };
            work(&change)
        })
    }
}

/// A unit of work with its journal: whatever a service changes, it says so here.
pub(crate) struct Change<'u> {
    unit: &'u dyn UnitOfWork,
    header: &'u AuditUnit,
    ids: &'u dyn IdSource,
}

impl<'u> Deref for Change<'u> {
    type Target = dyn UnitOfWork + 'u;

    fn deref(&self) -> &Self::Target {
        self.unit
    }
}

/// What an audit entry is about: the thing, the part in whose history it belongs, and how a reader knows it.
pub(crate) struct Subject {
    pub(crate) room: Room,
    pub(crate) id: Uuid,
    pub(crate) part: Option<PartId>,
    pub(crate) title: String,
}

impl Change<'_> {
    /// The moment of this unit; the same for all its entries.
    pub(crate) fn now(&self) -> Timestamp {
        self.header.at
    }

    /// The unit as a snapshot shows a state: for rules that are asked in both.
    pub(crate) fn seen(&self) -> Seen<'_> {
        Seen(self.unit)
    }

    /// Who makes this change.
    pub(crate) fn by(&self) -> PersonId {
        self.header.person
    }

    /// The place in the audit of this unit, which has an entry already: it is the newest there is.
    pub(crate) fn place(&self) -> Result<u64> {
        let newest = self.unit.audit().list(&AuditFilter { limit: 1, ..AuditFilter::default() })?;
        Ok(newest.first().map_or(0, |unit| unit.sequence))
    }

    /// A new id.
    pub(crate) fn new_id<T: From<NewId>>(&self) -> T {
        NewId(self.ids.next()).into()
    }

    /// Notes that something came to be.
    pub(crate) fn created(&self, subject: Subject, after: &impl Serialize) -> Result<()> {
        self.note(subject, Action::Created, None, Some(to_json(after)?))
    }

    /// Notes that something is not what it was.
    pub(crate) fn changed(&self, subject: Subject, before: &impl Serialize, after: &impl Serialize) -> Result<()> {
        self.note(subject, Action::Changed, Some(to_json(before)?), Some(to_json(after)?))
    }

    /// Notes that something is gone.
    pub(crate) fn removed(&self, subject: Subject, before: &impl Serialize) -> Result<()> {
        self.note(subject, Action::Removed, Some(to_json(before)?), None)
    }

    fn note(&self, subject: Subject, action: Action, before: Option<Value>, after: Option<Value>) -> Result<()> {
        let Subject { room, id, part, title } = subject;
        let entry = AuditEntry { room, subject: id, part, action, title, before, after };
        Ok(self.unit.audit().append(self.header, &entry)?)
    }
}

/// A unit of work, looked at as if it were a snapshot.
pub(crate) struct Seen<'u>(&'u dyn UnitOfWork);

macro_rules! seen {
    ($($room:ident: $reader:ident),* $(,)?) => {
        impl Snapshot for Seen<'_> {
            $(fn $room(&self) -> &dyn $reader {
                self.0.$room()
            })*
        }
    };
}
seen! {
    categories: CategoryReader,
    people: PersonReader,
    parts: PartReader,
    revisions: RevisionReader,
    properties: PropertyReader,
    manufacturer_parts: ManufacturerPartReader,
    supplier_parts: SupplierPartReader,
    boms: BomReader,
    files: FileReader,
    approvals: ApprovalReader,
    releases: ReleaseReader,
    search: SearchReader,
    settings: SettingReader,
    workflows: WorkflowReader,
    imports: ImportReader,
    kicad: KicadReader,
    audit: AuditReader,
}

/// A fresh id on its way to its type.
pub(crate) struct NewId(Uuid);

macro_rules! from_new_id {
    ($($id:ident),*) => {$(
        impl From<NewId> for crate::id::$id {
            fn from(id: NewId) -> Self {
                Self(id.0)
            }
        }
    )*};
}
from_new_id!(
    CategoryId,
    SubcategoryId,
    PartId,
    RevisionId,
    BomLineId,
    ManufacturerPartId,
    SupplierPartId,
    PersonId,
    FileId,
    WorkflowId,
    ImportFileId
);

fn to_json(value: &impl Serialize) -> Result<Value> {
    // Entities are plain data: text, numbers, lists. Should one ever not serialise, the unit must not pass unaudited.
    serde_json::to_value(value).map_err(|error| StoreError::Failed { detail: error.to_string() }.into())
}
