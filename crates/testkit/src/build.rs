//! Builders: parts and BOMs in a line of test, made through services and audited units, so that they work on every adapter.

mod company;
mod file;
mod import;
mod kicad;
mod lamp;
mod line;
mod part;
mod workflow;

pub use company::company;
pub use file::{content, file, files, new_file};
pub use import::{imported_file, imported_row};
pub use kicad::mapping;
pub use lamp::{Lamp, lamp};
pub use line::{LineBuilder, line};
pub use part::{
    Built, PartBuilder, advance, ask, manufacturer_part, number, offer, overrule, part, record_release, revise, text,
};
pub use workflow::{defective_workflows, follow, long_workflow, needing, state, transition};

use std::ops::Deref;
use std::sync::Arc;

use partwright_domain::audit::{Action, AuditEntry, AuditUnit};
use partwright_domain::category::{Codes, Subcategory};
use partwright_domain::change::Room;
use partwright_domain::id::{PersonId, SubcategoryId, Uuid};
use partwright_domain::person::{Actor, PersonName};
use partwright_domain::ports::Ports;
use partwright_domain::property::PropertyName;
use partwright_domain::store::{Store, StoreError, UnitOfWork};
use partwright_domain::workspace::{Start, WorkspaceService};

use serde_json::Value;

use crate::clock::{CountingIds, StepClock};
use crate::memory::MemoryStore;

/// Ports on a store, with a clock and ids that are the same in every run.
pub fn ports_on(store: Arc<dyn Store>) -> Ports {
    Ports { store, clock: Arc::new(StepClock::default()), ids: Arc::new(CountingIds::default()) }
}

/// Ports on an empty store in memory.
pub fn memory_ports() -> Ports {
    ports_on(Arc::new(MemoryStore::new()))
}

/// Opens the workspace, starting it without parts when it is new, and answers who acts in it.
pub fn open(ports: &Ports) -> Actor {
    let name = PersonName::parse("Ada Lovelace").expect("a name");
    let person = WorkspaceService::new(ports.clone()).open(name, Start::Empty).expect("a workspace that opens");
    Actor::from(&person)
}

/// Takes back what the starter categories demand of a release, for tests that are about something else.
pub fn demand_nothing(ports: &Ports) {
    let cleared = write(ports, acting(ports).id, move |unit| {
        for subcategory in unit.categories().subcategories()? {
            if !subcategory.demands.is_empty() {
                unit.categories().update(&Subcategory { demands: Vec::new(), ..subcategory.clone() })?;
                unit.note(Room::Category, subcategory.id)?;
            }
        }
        Ok(())
    });
    cleared.expect("categories that demand nothing");
}

/// Ports on a workspace in memory that has its first person and the starter categories, and that person.
pub fn workspace() -> (Ports, Actor) {
    let ports = memory_ports();
    let actor = open(&ports);
    (ports, actor)
}

/// The subcategory with those codes, of the starter set.
pub fn subcategory(ports: &Ports, codes: &str) -> SubcategoryId {
    let codes = Codes::parse(codes).expect("codes");
    let found =
        ports.store.read("test", |snapshot| snapshot.categories().find_by_codes(&codes)).expect("a store that reads");
    found.expect("codes of the starter set").id
}

/// Says which properties the parts of a subcategory must have when they are released.
pub fn demand(ports: &Ports, codes: &str, names: &[&str]) {
    let id = subcategory(ports, codes);
    let demands: Vec<_> = names.iter().map(|name| PropertyName::parse(name).expect("a name")).collect();
    let changed = write(ports, acting(ports).id, move |unit| {
        let before = unit.categories().find(id)?.expect("a subcategory that is there");
        unit.categories().update(&Subcategory { demands: demands.clone(), ..before })?;
        unit.note(Room::Category, id)
    });
    changed.expect("demands");
}

/// A unit of work with its audit, for what no service does.
pub struct Audited<'u> {
    unit: &'u dyn UnitOfWork,
    head: AuditUnit,
}

impl std::fmt::Debug for Audited<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Audited").field("head", &self.head).finish_non_exhaustive()
    }
}

impl Audited<'_> {
    /// Writes an entry that covers a thing.
    pub fn note(&self, room: Room, subject: impl Into<Uuid>) -> Result<(), StoreError> {
        let (subject, title) = (subject.into(), format!("a {} of a test", room.name()));
        let entry = AuditEntry { room, subject, part: None, action: Action::Changed, title, before: None, after: None };
        self.unit.audit().append(&self.head, &entry)
    }

    /// Writes the entry with which a thing came to be, as it is now: what an undo needs.
    pub fn note_created(&self, room: Room, subject: impl Into<Uuid>, after: Value) -> Result<(), StoreError> {
        let (subject, title, after) = (subject.into(), format!("a {} of a test", room.name()), Some(after));
        let entry = AuditEntry { room, subject, part: None, action: Action::Created, title, before: None, after };
        self.unit.audit().append(&self.head, &entry)
    }
}

impl<'u> Deref for Audited<'u> {
    type Target = dyn UnitOfWork + 'u;

    fn deref(&self) -> &Self::Target {
        self.unit
    }
}

/// Runs one unit of work by `person` past the services; `work` notes in the audit what it changes.
pub fn write<T: Send + 'static>(
    ports: &Ports,
    person: PersonId,
    work: impl Fn(&Audited<'_>) -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    let head = AuditUnit { at: ports.clock.now(), person, operation: "test.write".to_owned() };
    ports.store.write("test.write", move |unit| work(&Audited { unit, head: head.clone() }))
}

fn acting(ports: &Ports) -> Actor {
    Actor::from(&WorkspaceService::new(ports.clone()).acting().expect("a workspace that was opened"))
}
