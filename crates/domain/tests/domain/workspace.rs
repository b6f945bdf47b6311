//! Workspaces: what a new one starts with.

use partwright_domain::Result;
use partwright_domain::audit::{AuditFilter, UndoService};
use partwright_domain::category::starter;
use partwright_domain::file::ContentHash;
use partwright_domain::person::{Person, PersonName, Role};
use partwright_domain::ports::Ports;
use partwright_domain::property::PropertyName;
use partwright_domain::store::{Store, StoreError};
use partwright_domain::workspace::{Content, Newest, Start, WorkspaceService};
use partwright_testkit::build::{self, memory_ports};
use partwright_testkit::deed::world;
use partwright_testkit::fault::FaultStore;
use partwright_testkit::memory::MemoryStore;
use partwright_testkit::{mock, sample};
use std::sync::Arc;

use crate::code;

fn open(ports: &Ports, name: &str, start: Start) -> Result<Person> {
    WorkspaceService::new(ports.clone()).open(PersonName::parse(name)?, start)
}

#[test]
fn a_new_workspace_has_an_admin_and_the_starter_categories() {
    let ports = memory_ports();
    let person = open(&ports, "Ada", Start::Empty).expect("a workspace that opens");
    assert_eq!((person.name.as_str(), person.role), ("Ada", Role::Admin));
    assert_eq!(WorkspaceService::new(ports.clone()).acting(), Ok(person));
    let (categories, subcategories, count) = ports
        .store
        .read("test", |snapshot| -> Result<_, StoreError> {
            let categories = snapshot.categories();
            Ok((categories.categories()?, categories.subcategories()?, snapshot.parts().count()?))
        })
        .expect("a read that succeeds");
    assert_eq!(categories.len(), starter::CATEGORIES.len());
    for (code, name, starters) in starter::CATEGORIES {
        assert!(categories.iter().any(|category| category.code.as_str() == *code && category.name.as_str() == *name));
        for (subcode, name, assembly, demands) in *starters {
            let codes = format!("{code}-{subcode}");
            let found = subcategories.iter().find(|found| found.codes.to_string() == codes).expect("a starter");
            assert_eq!((found.name.as_str(), found.assembly), (*name, *assembly), "{codes}");
            assert_eq!(found.demands.iter().map(PropertyName::as_str).collect::<Vec<_>>(), *demands, "{codes}");
        }
    }
    assert_eq!(count, (0, 0));
}

#[test]
fn opening_again_changes_nothing() {
    let ports = memory_ports();
    let first = open(&ports, "Ada", Start::Empty);
    assert_eq!(open(&ports, "Grace", Start::Demo), first);
    let units =
        ports.store.read("test", |snapshot| snapshot.audit().list(&AuditFilter { limit: 9, ..AuditFilter::default() }));
    assert_eq!(units.map(|units| units.len()), Ok(1));
}

#[test]
fn before_it_is_opened_nobody_acts() {
    assert_eq!(code(WorkspaceService::new(memory_ports()).acting()), "person.nobody_acts");
}

#[test]
fn the_demo_is_a_product_of_three_levels() {
    let ports = memory_ports();
    let company = sample::company(&ports);
    ports
        .store
        .read("test", |snapshot| -> Result<(), StoreError> {
            assert_eq!(snapshot.parts().count()?, (25, 4));
            let monitor = snapshot.parts().summary(company.monitor.id)?.expect("the product");
            assert_eq!(snapshot.boms().count(monitor.revision.id)?, 7);
            // Product, main board, power module, resistor.
            assert!(snapshot.boms().contains(company.monitor.id, company.power_module.part.id)?);
            assert!(snapshot.boms().contains(company.power_module.part.id, company.resistor.part.id)?);
            assert!(!snapshot.boms().contains(company.power_module.part.id, company.monitor.id)?);
            Ok(())
        })
        .expect("a read that succeeds");
}

#[test]
fn a_start_that_fails_leaves_a_workspace_that_can_be_started() {
    let memory: Arc<dyn Store> = Arc::new(MemoryStore::new());
    let full = StoreError::Failed { detail: "the disk is full".to_owned() };
    let store = Arc::new(FaultStore::on(Arc::clone(&memory)).failing_commit(1, full.clone()));
    let ports = build::ports_on(store);
    assert_eq!(open(&ports, "Ada", Start::Demo), Err(full.into()));
    let acting = memory.read("test", |snapshot| snapshot.people().acting());
    assert_eq!(acting, Ok(None), "nothing of the demo is there");
    assert!(open(&ports, "Ada", Start::Demo).is_ok());
}

#[test]
fn a_read_that_fails_is_no_new_workspace() {
    let mut store = mock::MockStore::new();
    store.expect_snapshot().times(1).returning(|_, _| Err(StoreError::Exhausted { seconds: 5 }));
    // No unit is expected: a workspace that cannot be read must not be started again.
    let ports = Ports { store: Arc::new(store), ..memory_ports() };
    assert_eq!(open(&ports, "Ada", Start::Demo), Err(StoreError::Exhausted { seconds: 5 }.into()));
}

#[test]
fn a_copy_takes_the_changes_away_that_are_newer_than_its_newest_and_says_so_of_its_own_workspace_only() {
    let ports = memory_ports();
    let world = world(&ports);
    let now = || world.ports.store.read("test", Content::of).expect("a content");
    let goes = |copy: &Content| world.ports.store.read("test", |seen| copy.takes_away(seen)).expect("an answer");
    let copy = now();
    assert_eq!(goes(&copy), Some(0));
    world.set("Note", "one").expect("a property");
    let set = world.newest();
    let second = now();
    let newest = second.newest.clone().expect("a change");
    assert_eq!((newest.unit, newest.operation.as_str()), (set, "property.set"));
    UndoService::new(world.ports.clone()).undo(&world.admin, set).expect("an undo");
    assert_eq!((goes(&copy), goes(&second), goes(&now())), (Some(2), Some(1), Some(0)), "an undo is a change");

    let elsewhere =
        Content { newest: Some(Newest { end: Some(ContentHash([7; 32])), ..newest.clone() }), ..second.clone() };
    assert_eq!(goes(&elsewhere), None, "another history");
    let ahead = Content { newest: Some(Newest { unit: newest.unit + 9, ..newest.clone() }), ..second.clone() };
    assert_eq!(goes(&ahead), None, "of a change that is not here");
    let unchained = Content { newest: Some(Newest { end: None, ..newest }), ..second };
    assert_eq!(
        (goes(&unchained), goes(&Content { parts: 0, newest: None })),
        (None, None),
        "from before there was a chain"
    );
}
