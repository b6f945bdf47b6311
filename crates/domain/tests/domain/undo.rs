//! Undo over everything that services do: any sequence of deeds, with undo and redo among them, keeps what undo promises.

mod act;
mod followed;
mod right;

use std::collections::{BTreeMap, BTreeSet};

use partwright_domain::audit::{AuditFilter, RecordedUnit, UndoService};
use partwright_domain::change::Room;
use partwright_domain::id::{PartId, RevisionId, Uuid};
use partwright_domain::part::PartNumber;
use partwright_domain::revision::Revision;
use partwright_domain::store::Snapshot;
use partwright_domain::{Error, Result};
use partwright_testkit::build;
use partwright_testkit::deed::{World, world};
use partwright_testkit::dump::{self, difference, dump};
use proptest::prelude::*;
use serde_json::{Value, json};

use act::Act;

/// What a thing is known by: its room, its id, and its name where several share an id.
type Key = (Room, Uuid, Option<String>);

/// The whole audit, the oldest unit first.
fn history(world: &World) -> Vec<RecordedUnit> {
    let filter = AuditFilter { limit: 100_000, entries: 100_000, ..AuditFilter::default() };
    let mut units = world.read(|snapshot| snapshot.audit().list(&filter));
    units.reverse();
    units
}

/// What the audit says that everything is now, as the last entry about each thing says; and what it does not say, because
/// a test wrote it past the services.
fn told(world: &World) -> (BTreeMap<Key, Value>, BTreeSet<Key>) {
    let (mut told, mut untold) = (BTreeMap::new(), BTreeSet::new());
    for entry in history(world).into_iter().flat_map(|unit| unit.entries) {
        if matches!(entry.room, Room::Approval | Room::Release) {
            continue;
        }
        let of = entry.after.as_ref().or(entry.before.as_ref());
        let name =
            of.filter(|_| entry.room == Room::Property).map(|of| of["name"].as_str().expect("a name").to_owned());
        let key = (entry.room, entry.subject, name);
        let is_told = of.is_some();
        match entry.after {
            Some(after) => told.insert(key.clone(), after),
            None => told.remove(&key),
        };
        if is_told {
            untold.remove(&key);
        } else {
            untold.insert(key);
        }
    }
    (told, untold)
}

fn found(snapshot: &dyn Snapshot) -> Result<BTreeMap<Key, Value>> {
    let mut found = BTreeMap::new();
    let mut add = |room, id: Uuid, name: Option<String>, value| found.insert((room, id, name), value);
    for each in snapshot.categories().categories()? {
        add(Room::Category, each.id.0, None, json!(each));
    }
    for each in snapshot.categories().subcategories()? {
        if let Some(mapping) = snapshot.kicad().mapping(each.id)? {
            add(Room::Kicad, each.id.0, None, json!(mapping));
        }
        add(Room::Category, each.id.0, None, json!(each));
    }
    for each in snapshot.people().list()? {
        add(Room::Person, each.id.0, None, json!(each));
    }
    for part in dump::parts(snapshot)? {
        for of in snapshot.manufacturer_parts().of(part.id)? {
            for each in snapshot.supplier_parts().of(of.id)? {
                add(Room::SupplierPart, each.id.0, None, json!(each));
            }
            add(Room::ManufacturerPart, of.id.0, None, json!(of));
        }
        for revision in snapshot.revisions().of(part.id)? {
            for each in snapshot.properties().of(revision.id)? {
                add(Room::Property, revision.id.0, Some(each.name.to_string()), json!(each));
            }
            for each in snapshot.boms().lines(revision.id)? {
                add(Room::Bom, each.id.0, None, json!(each));
            }
            for each in snapshot.files().of(revision.id)? {
                add(Room::File, each.id.0, None, json!(each));
            }
            add(Room::Revision, revision.id.0, None, json!(revision));
        }
        add(Room::Part, part.id.0, None, json!(part));
    }
    Ok(found)
}

/// What must hold in every state, and what was seen of former ones that must hold for ever.
#[derive(Default)]
struct Watch {
    numbers: BTreeMap<PartNumber, PartId>,
    frozen: BTreeMap<RevisionId, Vec<String>>,
}

impl Watch {
    fn look(&mut self, world: &World) -> Result<(), TestCaseError> {
        let seen = world.ports.store.read("test", |snapshot| self.look_at(snapshot));
        seen.map_err(|error: Error| TestCaseError::fail(error.to_string()))?;
        let (mut told, untold) = told(world);
        told.retain(|(room, ..), _| *room != Room::Setting);
        let mut found = world.ports.store.read("test", found).expect("a state");
        found.retain(|key, _| !untold.contains(key));
        prop_assert_eq!(told, found, "everything is what its last entry says");
        Ok(())
    }

    fn look_at(&mut self, snapshot: &dyn Snapshot) -> Result<()> {
        for part in dump::parts(snapshot)? {
            assert!(!snapshot.boms().contains(part.id, part.id)?, "{} contains itself", part.number);
            let known = *self.numbers.entry(part.number.clone()).or_insert(part.id);
            assert_eq!(known, part.id, "{} was another part's", part.number);
            for revision in snapshot.revisions().of(part.id)? {
                self.look_at_revision(snapshot, &revision)?;
            }
        }
        for id in self.frozen.keys() {
            assert!(snapshot.revisions().find(*id)?.is_some(), "a frozen revision is gone");
        }
        Ok(())
    }

    fn look_at_revision(&mut self, snapshot: &dyn Snapshot, revision: &Revision) -> Result<()> {
        let lines = snapshot.boms().lines(revision.id)?;
        let mut designators: Vec<_> = lines.iter().flat_map(|line| &line.designators).collect();
        let count = designators.len();
        designators.sort();
        designators.dedup();
        assert_eq!(designators.len(), count, "a designator stands once");
        for line in &lines {
            line.check_quantity()?;
        }
        if revision.state.is_frozen() {
            let (properties, files) = (snapshot.properties().of(revision.id)?, snapshot.files().of(revision.id)?);
            let content = vec![format!("{lines:?}"), format!("{properties:?}"), format!("{files:?}")];
            let was = self.frozen.entry(revision.id).or_insert_with(|| content.clone());
            assert_eq!(*was, content, "a frozen revision changed");
        }
        Ok(())
    }
}

/// Takes the newest unit back and forth: it is undone exactly, or stands.
fn back_and_forth(world: &World, before: &[String], what: &Act) -> Result<(), TestCaseError> {
    let (unit, after) = (world.newest(), dump(&world.ports));
    let undo = UndoService::new(world.ports.clone());
    if let Err(refusal) = undo.undo(&world.admin, unit) {
        prop_assert_eq!(refusal.code(), "audit.stands", "{:?}: {}", what, refusal);
        prop_assert_eq!(dump(&world.ports), after);
        return Ok(());
    }
    let undone = dump(&world.ports);
    prop_assert!(undone == before, "{:?}, undone\n{}", what, difference(before, &undone));
    undo.redo(&world.admin, unit).expect("what was just undone");
    let redone = dump(&world.ports);
    prop_assert!(redone == after, "{:?}, redone\n{}", what, difference(&after, &redone));
    Ok(())
}

/// Why an older unit may be refused.
const REASONS: [&str; 9] = [
    "audit.stands",
    "audit.changed_since",
    "audit.needed",
    "audit.impossible",
    "audit.undone",
    "audit.not_undone",
    "audit.not_found",
    "revision.not_draft",
    "revision.not_found",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn any_history_keeps_what_undo_promises(acts in proptest::collection::vec(act::any(), 1..28)) {
        let ports = build::memory_ports();
        let world = world(&ports);
        build::demand_nothing(&ports);
        let start = world.newest() + 1;
        let mut watch = Watch::default();
        for act in &acts {
            let (before, newest) = (dump(&ports), world.newest());
            let answer = act.run(&world, start);
            if let (Err(refusal), Act::Undo { .. } | Act::Redo { .. }) = (&answer, act) {
                prop_assert!(REASONS.contains(&refusal.code()), "{}: {}", refusal.code(), refusal);
            }
            if answer.is_err() {
                prop_assert!(dump(&ports) == before, "what is refused changes nothing");
            }
            let is_undo = matches!(act, Act::Undo { .. } | Act::Redo { .. });
            if world.newest() > newest && !is_undo {
                back_and_forth(&world, &before, act)?;
            }
            watch.look(&world)?;
        }
    }
}
