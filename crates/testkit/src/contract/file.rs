//! Files: each name once in a revision, and every content known for ever.

use partwright_domain::change::{Changes, Room};
use partwright_domain::file::{ContentHash, File, FileName, FileRole, Stored};
use partwright_domain::id::{FileId, PersonId, RevisionId};
use partwright_domain::store::{StoreError, Verdict, Writing};

use super::TestStore;
use crate::build::{self, Built};

fn part(test: &TestStore) -> Built {
    build::part("EL-ICT").add_to(test.ports())
}

fn add(test: &TestStore, file: &File) {
    let row = file.clone();
    test.write_one(file.added_by, Room::File, file.id, move |unit| unit.files().insert(&row));
}

fn update(test: &TestStore, file: &File) {
    let row = file.clone();
    test.write_one(file.added_by, Room::File, file.id, move |unit| unit.files().update(&row));
}

fn find(test: &TestStore, id: FileId) -> Option<File> {
    test.read(|snapshot| snapshot.files().find(id))
}

fn named(name: &str) -> FileName {
    FileName::parse(name).expect("a name")
}

/// Every role, names of many scripts, nothing in it and more than any disk has.
pub fn a_file_comes_back_as_written(test: &TestStore) {
    test.open();
    let part = part(test);
    for (role, number) in FileRole::ALL.into_iter().zip(0_u8..) {
        let file = build::file(test.ports(), &part, &format!("Maße & 図面 {number} Ω 🦀's.tar.gz"));
        let size = if number == 0 { 0 } else { u64::from(number) << 40 };
        let file = File { role, content: Stored { hash: ContentHash([number; 32]), size }, ..file };
        add(test, &file);
        assert_eq!(find(test, file.id), Some(file));
    }
    assert_eq!(find(test, FileId(test.id())), None);
}

/// Page 2 before page 10, upper and lower case alike; only the revision's own.
pub fn files_stand_in_natural_order(test: &TestStore) {
    test.open();
    let (one, two) = (part(test), part(test));
    for name in ["page10.pdf", "Board.step", "PAGE2.pdf", "assembly.pdf"] {
        add(test, &build::file(test.ports(), &one, name));
    }
    add(test, &build::file(test.ports(), &two, "another.pdf"));
    let names = |revision| -> Vec<String> {
        let files = test.read(|snapshot| snapshot.files().of(revision));
        files.into_iter().map(|file| file.name.to_string()).collect()
    };
    assert_eq!(names(one.revision.id), ["assembly.pdf", "Board.step", "PAGE2.pdf", "page10.pdf"]);
    assert_eq!(names(two.revision.id), ["another.pdf"]);
    assert_eq!(names(RevisionId(test.id())), [""; 0]);
}

/// Upper and lower case are one name, as on many disks; another revision may have the same, and a removed one's is free.
pub fn a_files_name_stands_once_in_a_revision(test: &TestStore) {
    let actor = test.open();
    let (one, two) = (part(test), part(test));
    let file = build::file(test.ports(), &one, "Größe.pdf");
    add(test, &file);
    for name in ["Größe.pdf", "größe.PDF", "GRÖßE.pdf"] {
        let twin = build::file(test.ports(), &one, name);
        assert_eq!(test.attempt(move |unit| unit.files().insert(&twin)), Err(StoreError::FileNameTaken), "{name}");
    }
    add(test, &build::file(test.ports(), &two, "Größe.pdf"));
    add(test, &build::file(test.ports(), &one, "Grösse.pdf"));
    test.write_one(actor.id, Room::File, file.id, move |unit| unit.files().remove(file.id));
    add(test, &build::file(test.ports(), &one, "größe.pdf"));
}

/// Its role, its content and who attached it change; its name and its revision stay, whatever is written there.
pub fn a_file_is_replaced(test: &TestStore) {
    test.open();
    let (one, two) = (part(test), part(test));
    let file = build::file(test.ports(), &one, "board.step");
    add(test, &file);
    let content = build::content(b"the second");
    let after = File { role: FileRole::Model, content, added: test.ports().clock.now(), ..file.clone() };
    update(test, &after);
    assert_eq!(find(test, file.id), Some(after.clone()));
    update(test, &File { revision: two.revision.id, name: named("other.step"), ..after.clone() });
    assert_eq!(find(test, file.id), Some(after));
}

/// Replacing what is not there is an error, because somebody believes that it is.
pub fn a_file_that_is_not_there_is_not_replaced(test: &TestStore) {
    test.open();
    let file = build::file(test.ports(), &part(test), "board.step");
    let answer = test.attempt(move |unit| unit.files().update(&file));
    assert_eq!(answer, Err(StoreError::Missing { what: "file".to_owned() }));
}

/// Removing what is not there is no change and no error.
pub fn removing_no_file_is_no_change(test: &TestStore) {
    test.open();
    let nothing = FileId(test.id());
    let answer = test.store().unit(
        &Writing::named("test.remove"),
        Box::new(move |unit| {
            unit.files().remove(nothing).expect("no error");
            Verdict::Commit
        }),
    );
    assert_eq!(answer, Ok(Changes::default()));
}

/// Its revision, and who attached it.
pub fn a_file_needs_what_it_refers_to(test: &TestStore) {
    test.open();
    let file = build::file(test.ports(), &part(test), "board.step");
    for orphan in
        [File { revision: RevisionId(test.id()), ..file.clone() }, File { added_by: PersonId(test.id()), ..file }]
    {
        let answer = test.attempt(move |unit| unit.files().insert(&orphan));
        assert!(matches!(answer, Err(StoreError::Missing { .. })), "{answer:?}");
    }
}

/// Replaced and removed, a content is still known, because the audit names it; with a name only while a file has it.
pub fn a_content_is_known_for_ever(test: &TestStore) {
    let actor = test.open();
    let contents = || test.read(|snapshot| snapshot.files().contents());
    assert_eq!(contents(), []);
    let file = build::file(test.ports(), &part(test), "board.step");
    add(test, &file);
    assert_eq!(contents(), [(file.content.hash, Some(named("board.step")))]);
    let after = File { content: build::content(b"the second"), ..file.clone() };
    update(test, &after);
    test.write_one(actor.id, Room::File, file.id, move |unit| unit.files().remove(file.id));
    let mut known = contents();
    known.sort();
    let mut expected = [(file.content.hash, None), (after.content.hash, None)];
    expected.sort();
    assert_eq!(known, expected);
}

/// A unit that is undone has named nothing.
pub fn a_unit_that_is_undone_names_no_content(test: &TestStore) {
    test.open();
    let file = build::file(test.ports(), &part(test), "board.step");
    let answer = test.attempt(move |unit| unit.files().insert(&file));
    assert_eq!(answer, Err(StoreError::Unaudited));
    assert_eq!(test.read(|snapshot| snapshot.files().contents()), []);
}

/// The same bytes are as many bytes everywhere.
pub fn a_content_has_one_size(test: &TestStore) {
    test.open();
    let part = part(test);
    let file = build::file(test.ports(), &part, "board.step");
    add(test, &file);
    let content = Stored { size: file.content.size + 1, ..file.content };
    let other = File { content, ..build::file(test.ports(), &part, "other.step") };
    let answer = test.attempt(move |unit| unit.files().insert(&other));
    assert!(matches!(answer, Err(StoreError::Invalid { .. })), "{answer:?}");
    let changed = File { content, ..file };
    let answer = test.attempt(move |unit| unit.files().update(&changed));
    assert!(matches!(answer, Err(StoreError::Invalid { .. })), "{answer:?}");
}
