//! Who works in the workspace: one who makes parts, and one who approves them.

use std::sync::Arc;

use measure::Failure;
use partwright_domain::id::{PersonId, TimeOrderedIds};
use partwright_domain::person::{Actor, Person, PersonName, PersonService, Role};
use partwright_domain::ports::Ports;
use partwright_domain::store::{Snapshot, Store};
use partwright_domain::time::SystemClock;
use partwright_domain::workspace::{Start, WorkspaceService};

/// Two people, as nobody approves what is their own.
#[derive(Debug, Clone)]
pub(crate) struct People {
    pub(crate) author: PersonId,
    pub(crate) approver: PersonId,
}

/// The ports as the application has them.
pub(crate) fn ports(store: &Arc<dyn Store>) -> Ports {
    Ports { store: Arc::clone(store), clock: Arc::new(SystemClock), ids: Arc::new(TimeOrderedIds) }
}

impl People {
    /// Starts a workspace with the starter set of categories and both of them.
    pub(crate) fn settle(store: &Arc<dyn Store>) -> Result<Self, Failure> {
        let ada = WorkspaceService::new(ports(store)).open(PersonName::parse("Ada Engineer")?, Start::Empty)?;
        let name = PersonName::parse("Ben Approver")?;
        let ben = PersonService::new(ports(store)).add(&Actor::from(&ada), name, Role::Admin)?;
        Ok(Self { author: ada.id, approver: ben.id })
    }

    /// Those who are there already, as actors: the author, then the approver.
    pub(crate) fn find(store: &Arc<dyn Store>) -> Result<(Actor, Actor), Failure> {
        let people = store.read("bench.people", |snapshot: &dyn Snapshot| snapshot.people().list())?;
        let named = |name: &str| people.iter().find(|person: &&Person| person.name.as_str() == name).map(Actor::from);
        named("Ada Engineer").zip(named("Ben Approver")).ok_or_else(|| "the workspace has other people".into())
    }
}
