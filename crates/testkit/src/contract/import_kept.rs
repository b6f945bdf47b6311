//! What imports keep: files with every row as it stood there, and what is remembered for the next import.

use partwright_domain::audit::UndoService;
use partwright_domain::change::Room;
use partwright_domain::id::{ImportFileId, PartId, Uuid};
use partwright_domain::import::{ChoiceKind, ImportedFile, Layout, LayoutKey, Role};
use partwright_domain::person::Actor;
use partwright_domain::store::StoreError;

use serde_json::json;

use super::TestStore;
use crate::build;

fn add_file(test: &TestStore, by: &Actor) -> ImportedFile {
    let file = build::imported_file(test.ports(), by.id);
    let (added, rows) =
        (file.clone(), [build::imported_row(2, ["R1 R2", "1 %"]), build::imported_row(9, ["", "\"\n"])]);
    test.write_one(by.id, Room::Import, file.id, move |unit| {
        unit.imports().add_file(&added)?;
        unit.imports().add_rows(added.id, &rows)
    });
    file
}

/// An undo takes back what came with a file, and leaves the file: a redo speaks of it.
pub fn an_undo_leaves_what_was_read(test: &TestStore) {
    let actor = test.open();
    let [board, child] = [(); 2].map(|()| build::part("EL-ICT").add_to(test.ports()));
    let file = build::imported_file(test.ports(), actor.id);
    let (id, row) = (file.id, file.clone());
    let line = build::line(&board, &child).from(id, &[2]).property("Tolerance", "1 %").row(test.ports());
    let (added, made) = (line.clone(), line.id);
    build::write(test.ports(), actor.id, move |unit| {
        unit.imports().add_file(&row)?;
        unit.note_created(Room::Import, id, json!(row))?;
        unit.boms().insert(&added)?;
        unit.note_created(Room::Bom, made, json!(added))
    })
    .expect("a line that comes from a file");
    let unit = test.read(|snapshot| snapshot.audit().by(actor.id, None, 1))[0].sequence;
    let service = UndoService::new(test.ports().clone());
    for there in [false, true, false] {
        let done = if there { service.redo(&actor, unit) } else { service.undo(&actor, unit) };
        done.expect("a step");
        assert_eq!(test.read(|snapshot| snapshot.boms().find(made)), there.then(|| line.clone()));
        assert_eq!(test.read(|snapshot| snapshot.imports().file(id)), Some(file.clone()));
    }
}

/// What was only read or learnt is not undone: there is nothing that it could go back to.
pub fn what_was_only_learnt_is_not_undone(test: &TestStore) {
    let actor = test.open();
    add_file(test, &actor);
    let unit = test.read(|snapshot| snapshot.audit().by(actor.id, None, 1))[0].sequence;
    let refused = UndoService::new(test.ports().clone()).undo(&actor, unit).map(drop).expect_err("nothing to undo");
    assert_eq!(refused.code(), "audit.stands");
}

fn key(header: &[&str]) -> LayoutKey {
    LayoutKey::of(&header.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>())
}

/// Rows are asked for by their numbers, in any order; those that the file has come back as they stood there.
pub fn a_file_comes_back_with_its_rows(test: &TestStore) {
    let actor = test.open();
    let file = add_file(test, &actor);
    assert_eq!(test.read(|snapshot| snapshot.imports().file(file.id)), Some(file.clone()));
    let rows = test.read(|snapshot| snapshot.imports().rows(file.id, &[9, 3, 2, 9]));
    assert_eq!(rows, [build::imported_row(2, ["R1 R2", "1 %"]), build::imported_row(9, ["", "\"\n"])]);
    let other = ImportFileId(test.id());
    assert_eq!(test.read(|snapshot| snapshot.imports().file(other)), None);
    assert_eq!(test.read(|snapshot| snapshot.imports().rows(other, &[2])), []);
}

/// Neither a file nor a row of it comes a second time, and no row without its file; a refused call adds none of its rows.
pub fn what_was_imported_stays_as_it_was(test: &TestStore) {
    let actor = test.open();
    let file = add_file(test, &actor);
    let id = file.id;
    assert_eq!(test.attempt(move |unit| unit.imports().add_file(&file)), Err(StoreError::ImportFixed));
    let again = [build::imported_row(3, ["R3", ""]), build::imported_row(2, ["R9", ""])];
    assert_eq!(test.attempt(move |unit| unit.imports().add_rows(id, &again)), Err(StoreError::ImportFixed));
    let twice = [build::imported_row(4, ["R4", ""]), build::imported_row(4, ["R4", ""])];
    assert_eq!(test.attempt(move |unit| unit.imports().add_rows(id, &twice)), Err(StoreError::ImportFixed));
    assert_eq!(test.read(|snapshot| snapshot.imports().rows(id, &[2, 3, 4])).len(), 1);
    let nowhere = ImportFileId(test.id());
    let lost = test.attempt(move |unit| unit.imports().add_rows(nowhere, &[build::imported_row(1, ["", ""])]));
    assert!(matches!(lost, Err(StoreError::Missing { .. })), "{lost:?}");
}

/// When all rows of a file are there, none comes after, and that is said once.
pub fn a_file_that_is_complete_takes_no_row_more(test: &TestStore) {
    let actor = test.open();
    let [file, other] = [(); 2].map(|()| add_file(test, &actor).id);
    test.write_one(actor.id, Room::Import, file, move |unit| unit.imports().complete(file));
    let more = [build::imported_row(10, ["R3", ""])];
    let rows = more.clone();
    assert_eq!(test.attempt(move |unit| unit.imports().add_rows(file, &rows)), Err(StoreError::ImportFixed));
    assert_eq!(test.attempt(move |unit| unit.imports().complete(file)), Err(StoreError::ImportFixed));
    assert_eq!(test.read(|snapshot| snapshot.imports().rows(file, &[2, 9, 10])).len(), 2);
    test.write_one(actor.id, Room::Import, other, move |unit| unit.imports().add_rows(other, &more));
    let nowhere = ImportFileId(test.id());
    let lost = test.attempt(move |unit| unit.imports().complete(nowhere));
    assert!(matches!(lost, Err(StoreError::Missing { .. })), "{lost:?}");
}

/// A layout is known by the names of its columns, capitals and punctuation aside; the last that was remembered counts, until
/// it is forgotten.
pub fn a_layout_is_remembered(test: &TestStore) {
    let actor = test.open();
    let layout = |roles: &[Role], delimiter| Layout { roles: roles.to_vec(), encoding: None, delimiter };
    let first = layout(&[Role::Reference, Role::Property], None);
    let second = Layout { encoding: Some("windows-1252".to_owned()), ..layout(&[Role::Ignore, Role::Mpn], Some(';')) };
    for layout in [first, second] {
        let row = layout.clone();
        test.write_one(actor.id, Room::Import, Uuid::nil(), move |unit| {
            unit.imports().remember_layout(&key(&["Ref. Des", "MPN"]), &row)
        });
        assert_eq!(test.read(|snapshot| snapshot.imports().layout(&key(&["ref des", "mpn"]))), Some(layout));
    }
    assert_eq!(test.read(|snapshot| snapshot.imports().layout(&key(&["mpn", "ref des"]))), None, "in their order");
    assert_eq!(test.read(|snapshot| snapshot.imports().layout(&key(&["ref", "des", "mpn"]))), None);
    test.write_one(actor.id, Room::Import, Uuid::nil(), |unit| {
        unit.imports().forget_layout(&key(&["REF DES", "MPN"]))?;
        unit.imports().forget_layout(&key(&["nothing"]))
    });
    assert_eq!(test.read(|snapshot| snapshot.imports().layout(&key(&["ref des", "mpn"]))), None);
}

/// By kind and key, one at a time or many; the last that was remembered counts.
pub fn a_choice_is_remembered(test: &TestStore) {
    let actor = test.open();
    let [one, other] = [(); 2].map(|()| build::part("EL-RES").add_to(test.ports()).part.id);
    let remember = |kind, key: &'static str, part| {
        test.write_one(actor.id, Room::Import, Uuid::nil(), move |unit| {
            unit.imports().remember_choice(kind, key, part)
        });
    };
    remember(ChoiceKind::Described, "10k 0402", one);
    remember(ChoiceKind::Described, "10k 0402", other);
    remember(ChoiceKind::Described, "1k 0402", one);
    remember(ChoiceKind::ForeignNumber, "10k 0402", one);
    test.read(|snapshot| {
        assert_eq!(snapshot.imports().choice(ChoiceKind::Described, "10k 0402")?, Some(other));
        assert_eq!(snapshot.imports().choice(ChoiceKind::ForeignNumber, "10k 0402")?, Some(one));
        assert_eq!(snapshot.imports().choice(ChoiceKind::ForeignNumber, "1k 0402")?, None);
        let keys = ["nothing", "1k 0402", "10k 0402", "1k 0402"].map(str::to_owned);
        let chosen = snapshot.imports().choices(ChoiceKind::Described, &keys)?;
        assert_eq!(chosen, [("10k 0402".to_owned(), other), ("1k 0402".to_owned(), one)]);
        Ok(())
    });
}

/// A choice is of a part that is there; it says nothing while that is undone, and the same again when it is redone.
pub fn a_choice_sleeps_while_its_part_is_undone(test: &TestStore) {
    let actor = test.open();
    let nobody = PartId(test.id());
    let missing = test.attempt(move |unit| unit.imports().remember_choice(ChoiceKind::Described, "x", nobody));
    assert!(matches!(missing, Err(StoreError::Missing { .. })), "{missing:?}");
    let part = build::part("EL-RES").add_to(test.ports()).part.id;
    let made = test.read(|snapshot| snapshot.audit().by(actor.id, None, 1))[0].sequence;
    test.write_one(actor.id, Room::Import, Uuid::nil(), move |unit| {
        unit.imports().remember_choice(ChoiceKind::Described, "x", part)
    });
    let undo = UndoService::new(test.ports().clone());
    let chosen = || {
        test.read(|snapshot| {
            let one = snapshot.imports().choice(ChoiceKind::Described, "x")?;
            let many = snapshot.imports().choices(ChoiceKind::Described, &["x".to_owned()])?;
            assert_eq!(one, many.first().map(|(_, part)| *part));
            Ok(one)
        })
    };
    undo.undo(&actor, made).expect("a part that nobody needs");
    assert_eq!((test.read(|snapshot| snapshot.parts().find(part)), chosen()), (None, None));
    undo.redo(&actor, made).expect("a part that comes back");
    assert_eq!(chosen(), Some(part));
}
