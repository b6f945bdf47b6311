//! The file that every run starts from: made once by our own store, so that all designs have its schema and triggers.

use std::fs::{self, File};
use std::path::PathBuf;
use std::sync::Arc;

use load::{Failure, Kind, Place};
use measure::Folder;
use measure::connection::fold_wal;
use partwright_domain::audit::{Action, AuditEntry, AuditUnit};
use partwright_domain::change::Room;
use partwright_domain::id::{IdSource, ManufacturerPartId, PartId, RevisionId, TimeOrderedIds};
use partwright_domain::manufacturer_part::{Manufacturer, ManufacturerPart, Mpn, NewManufacturerPart, Status};
use partwright_domain::part::Sequence;
use partwright_domain::property::{FOOTPRINT, Property, PropertyName, PropertyText, PropertyValue, VALUE};
use partwright_domain::revision::Revision;
use partwright_domain::store::{Store, UnitOfWork};
use partwright_domain::time::{Clock, SystemClock};
use partwright_persistence::{Settings, SqliteStore};
use rusqlite::Connection;
use uuid::Uuid;

const PARTS_A_UNIT: usize = 500;

/// The file and what is in it.
pub(crate) struct Seed<'f> {
    folder: &'f Folder,
    path: PathBuf,
    /// Every part in it.
    pub(crate) parts: Vec<(PartId, Sequence)>,
    /// Its size; bytes.
    pub(crate) size: u64,
}

impl<'f> Seed<'f> {
    pub(crate) fn sow(folder: &'f Folder, parts: usize) -> Result<Self, Failure> {
        let path = folder.file("seed.partwright");
        let store: Arc<dyn Store> = Arc::new(SqliteStore::open(&path, Settings::default())?);
        let place = Place::known()?;
        let first = Arc::clone(&place);
        store.write("seed.place", move |unit| put_place(unit, &first))?;
        let mut known = Vec::with_capacity(parts);
        while known.len() < parts {
            let count = PARTS_A_UNIT.min(parts - known.len());
            let (place, from) = (Arc::clone(&place), known.len());
            known.extend(store.write::<Vec<_>, Failure>("seed.parts", move |unit| {
                let head = head(&place, "seed.parts");
                (from..from + count).map(|nth| put_part(unit, &place, &head, nth)).collect()
            })?);
        }
        drop(store);
        fold_wal(&path)?;
        let size = fs::metadata(&path)?.len();
        Ok(Self { folder, path, parts: known, size })
    }

    /// A fresh copy in a folder of its own, already on the disk, so that no run pays for the copying.
    pub(crate) fn copy(&self) -> Result<Copy, Failure> {
        let folder = self.folder.inner("run")?;
        let path = folder.file("run.partwright");
        fs::copy(&self.path, &path)?;
        File::open(&path)?.sync_all()?;
        Ok(Copy { path, seeded: self.parts.len(), _folder: folder })
    }
}

/// A copy of the seed; it goes when it is dropped.
pub(crate) struct Copy {
    pub(crate) path: PathBuf,
    seeded: usize,
    _folder: Folder,
}

impl Copy {
    /// How many units were added, and whether everything is as units of that kind leave it.
    pub(crate) fn added(&self, kind: Kind) -> Result<(u64, bool), Failure> {
        const COUNT: &str = "SELECT
            (SELECT count(*) FROM audit_unit WHERE operation = ?1),
            (SELECT count(*) FROM part),
            (SELECT max(sequence) - min(sequence) + 1 = count(*)
                AND max(sequence) + 1 = (SELECT next FROM part_sequence) FROM part)
            AND (SELECT max(sequence) = count(*) FROM audit_unit)";
        let connection = Connection::open(&self.path)?;
        let operation = format!("part.{}", kind.name());
        let (units, parts, dense): (u32, u32, bool) =
            connection.query_row(COUNT, [operation], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let made = if kind == Kind::Create { units as usize } else { 0 };
        Ok((units.into(), dense && parts as usize == self.seeded + made))
    }
}

fn put_place(unit: &dyn UnitOfWork, place: &Place) -> Result<(), Failure> {
    let Place { category, subcategory, person, .. } = place;
    unit.people().insert(person)?;
    unit.categories().insert_category(category)?;
    unit.categories().insert(subcategory)?;
    let head = head(place, "seed.place");
    for (room, subject) in
        [(Room::Person, person.id.0), (Room::Category, category.id.0), (Room::Category, subcategory.id.0)]
    {
        unit.audit().append(&head, &created(room, subject, None))?;
    }
    Ok(())
}

/// A part as a real workspace has it: every second one with a manufacturer part, all with value and footprint.
fn put_part(
    unit: &dyn UnitOfWork,
    place: &Arc<Place>,
    head: &AuditUnit,
    nth: usize,
) -> Result<(PartId, Sequence), Failure> {
    let new = place.new_part();
    let part = new.part(unit.parts().take_sequence()?);
    unit.parts().insert(&part)?;
    let revision = Revision::first(RevisionId(TimeOrderedIds.next()), part.id, place.person.id, part.created);
    unit.revisions().insert(&revision)?;
    for (name, text) in [(VALUE, format!("{nth}R")), (FOOTPRINT, "Resistor_SMD:R_0603_1608Metric".to_owned())] {
        let value = PropertyValue::Text { text: PropertyText::parse(&text)? };
        unit.properties().set(revision.id, &Property { name: PropertyName::parse(name)?, value })?;
    }
    let audit = |room, subject| unit.audit().append(head, &created(room, subject, Some(part.id)));
    audit(Room::Part, part.id.0)?;
    audit(Room::Revision, revision.id.0)?;
    audit(Room::Property, revision.id.0)?;
    if nth.is_multiple_of(2) {
        let made = NewManufacturerPart {
            manufacturer: Manufacturer::parse("Yageo")?,
            mpn: Mpn::parse(&format!("RC0603FR-07{nth}RL"))?,
            status: Status::Active,
        };
        let made = ManufacturerPart::of(ManufacturerPartId(TimeOrderedIds.next()), part.id, made);
        unit.manufacturer_parts().insert(&made)?;
        audit(Room::ManufacturerPart, made.id.0)?;
    }
    Ok((part.id, part.number.sequence))
}

/// A unit has one head, however much it does.
fn head(place: &Place, operation: &str) -> AuditUnit {
    AuditUnit { at: SystemClock.now(), person: place.person.id, operation: operation.to_owned() }
}

fn created(room: Room, subject: Uuid, part: Option<PartId>) -> AuditEntry {
    let title = room.name().to_owned();
    AuditEntry { room, subject, part, action: Action::Created, title, before: None, after: None }
}
