//! What a line says by name, and where it was imported from: parts of the line like its note.

use partwright_domain::bom::{BomLine, BomService};
use partwright_domain::change::Room;
use partwright_domain::id::ImportFileId;
use partwright_domain::import::ImportedFile;
use partwright_domain::person::Actor;
use partwright_domain::revision::{Lifecycle, RevisionService};
use partwright_domain::store::StoreError;

use super::TestStore;
use crate::build::{self, Built};

/// A file that was imported, and by whom.
fn file(test: &TestStore) -> (Actor, ImportedFile) {
    let actor = test.open();
    let file = build::imported_file(test.ports(), actor.id);
    let row = file.clone();
    test.write_one(actor.id, Room::Import, file.id, move |unit| unit.imports().add_file(&row));
    (actor, file)
}

fn board(test: &TestStore, from: &ImportedFile) -> (Built, Built, BomLine) {
    let [board, child] = [(); 2].map(|()| build::part("EL-ICT").add_to(test.ports()));
    let line = build::line(&board, &child).property("Tolerance", "1 %").property("Height", "\"2\" mm\nor so");
    let line = line.from(from.id, &[12, 3]).add_to(test.ports());
    (board, child, line)
}

/// In the order in which they were written, on every way to the line.
pub fn properties_and_origin_come_back_as_written(test: &TestStore) {
    let (actor, file) = file(test);
    let (board, child, line) = board(test, &file);
    assert_eq!((line.properties.len(), line.origin.as_ref().map(|origin| origin.file)), (2, Some(file.id)));
    test.read(|snapshot| {
        let boms = snapshot.boms();
        assert_eq!(boms.find(line.id)?, Some(line.clone()));
        assert_eq!(boms.lines(board.revision.id)?, std::slice::from_ref(&line));
        assert_eq!(boms.uses(child.part.id)?, std::slice::from_ref(&line));
        for lines in [boms.counting(board.revision.id)?, boms.below(board.revision.id)?, boms.above(child.part.id)?] {
            assert_eq!(lines[0].line, line);
        }
        Ok(())
    });
    let service = BomService::new(test.ports().clone());
    let content = build::line(&board, &child).property("Height", "3 mm").content();
    let after = service.change_line(&actor, line.id, content).expect("a change");
    assert_eq!((after.properties.len(), &after.origin), (1, &line.origin), "where it came from stays");
    assert_eq!(test.read(|snapshot| snapshot.boms().find(line.id)), Some(after));
}

/// Capitals aside; also when the line is there already.
pub fn a_line_says_each_property_once(test: &TestStore) {
    let (_, file) = file(test);
    let (board, child, line) = board(test, &file);
    let twice = build::line(&board, &child).property("Height", "1").property("HEIGHT", "2").position(2);
    let row = twice.row(test.ports());
    let changed = BomLine { properties: row.properties.clone(), ..line.clone() };
    assert_eq!(test.attempt(move |unit| unit.boms().insert(&row)), Err(StoreError::LinePropertyTwice));
    assert_eq!(test.attempt(move |unit| unit.boms().update(&changed)), Err(StoreError::LinePropertyTwice));
    assert_eq!(test.read(|snapshot| snapshot.boms().lines(board.revision.id)), [line]);
}

/// A file that was not imported is no origin.
pub fn a_line_comes_from_a_file_that_is_there(test: &TestStore) {
    let (_, file) = file(test);
    let (board, child, _) = board(test, &file);
    let lost = build::line(&board, &child).position(2).from(ImportFileId(test.id()), &[1]).row(test.ports());
    let refused = test.attempt(move |unit| unit.boms().insert(&lost));
    assert!(matches!(refused, Err(StoreError::Missing { .. })), "{refused:?}");
}

/// The frost holds them as it holds the rest of a line.
pub fn properties_and_origin_are_frozen(test: &TestStore) {
    let (_, file) = file(test);
    let (board, _, line) = board(test, &file);
    build::advance(test.ports(), board.revision.id, Lifecycle::Released);
    for changed in [BomLine { properties: Vec::new(), ..line.clone() }, BomLine { origin: None, ..line.clone() }] {
        assert_eq!(test.attempt(move |unit| unit.boms().update(&changed)), Err(StoreError::RevisionFrozen));
    }
    assert_eq!(test.read(|snapshot| snapshot.boms().find(line.id)), Some(line));
}

/// Into a new revision of the part, with everything else that a line says.
pub fn properties_and_origin_are_copied_into_a_new_revision(test: &TestStore) {
    let (actor, file) = file(test);
    let (board, _, line) = board(test, &file);
    build::advance(test.ports(), board.revision.id, Lifecycle::Released);
    let next = RevisionService::new(test.ports().clone()).revise(&actor, board.part.id).expect("a revision");
    let copied = test.read(|snapshot| snapshot.boms().lines(next.id)).remove(0);
    assert_eq!((copied.properties, copied.origin), (line.properties, line.origin));
}
