//! Revisions: the next one, its label and its content, and the end of an old one.

use partwright_domain::cancel::Cancel;
use partwright_domain::change::Room;
use partwright_domain::file::File;
use partwright_domain::part::PartNumber;
use partwright_domain::property::{PropertyName, PropertyService};
use partwright_domain::revision::{self, LabelScheme, Lifecycle, Revision, RevisionService, since_release};
use partwright_domain::setting::{SettingService, Settings};
use partwright_domain::store::StoreError;
use partwright_testkit::build;

use crate::approval::{Team, team};
use crate::code;

fn revise(team: &Team) -> Revision {
    RevisionService::new(team.ports.clone()).revise(&team.grace, team.board.part.id).expect("a next revision")
}

#[test]
fn the_next_revision_begins_as_a_copy_of_the_released_one() {
    let team = team();
    let file = build::file(&team.ports, &team.board, "drawing.pdf");
    let attached = file.clone();
    let written = build::write(&team.ports, team.author.id, move |unit| {
        unit.files().insert(&attached)?;
        unit.note(Room::File, attached.id)
    });
    written.expect("a file");
    team.release(&team.board);
    let next = revise(&team);
    assert_eq!((next.ordinal, next.label.as_str(), next.state), (2, "2", Lifecycle::Draft));
    assert_eq!(next.author, team.grace.id);
    let unit = team.newest_unit();
    assert_eq!(
        (unit.unit.operation.as_str(), unit.entries.len()),
        ("revision.revise", 4),
        "itself, a property, a file, a line"
    );
    let (lines, properties, files) = team
        .ports
        .store
        .read("test", |snapshot| {
            let lines = [team.board.revision.id, next.id].map(|id| snapshot.boms().lines(id));
            Ok::<_, partwright_domain::Error>((
                lines,
                snapshot.properties().of(next.id)?,
                snapshot.files().of(next.id)?,
            ))
        })
        .expect("a read");
    let [before, after] = lines.map(|lines| lines.expect("lines"));
    assert_eq!(after.len(), before.len());
    assert!(after.iter().zip(&before).all(|(after, before)| after.id != before.id), "lines of its own");
    let same = after.iter().zip(&before).all(|(after, before)| {
        (after.child, &after.quantity, &after.designators) == (before.child, &before.quantity, &before.designators)
    });
    assert!(same, "{after:?}");
    assert_eq!(properties, [build::text("Value", "v1")]);
    let copied = File { id: files[0].id, revision: next.id, ..file.clone() };
    assert_eq!(files, [copied], "the same bytes, by whoever attached them");
    assert_ne!(files[0].id, file.id, "a file of its own");
    let changed = PropertyService::new(team.ports.clone()).set(&team.grace, next.id, build::text("Value", "v2"));
    changed.expect("a Draft is edited");
}

#[test]
fn a_part_has_one_revision_in_work_at_a_time() {
    let team = team();
    let revisions = RevisionService::new(team.ports.clone());
    assert_eq!(code(revisions.revise(&team.author, team.board.part.id)), "revision.open_exists");
    team.submit(&team.board);
    assert_eq!(code(revisions.revise(&team.author, team.board.part.id)), "revision.open_exists");
}

#[test]
fn labels_go_on_past_nine_and_follow_the_scheme_that_is_set() {
    let (ports, actor) = build::workspace();
    let built = build::part("EL-RES").released().add_to(&ports);
    let revisions = RevisionService::new(ports.clone());
    let next = || {
        let next = revisions.revise(&actor, built.part.id).expect("a next revision");
        build::advance(&ports, next.id, Lifecycle::Released);
        (next.ordinal, next.label)
    };
    for ordinal in 2..=11 {
        assert_eq!(next(), (ordinal, ordinal.to_string()));
    }
    let settings = Settings { labels: LabelScheme::ClearLetters, ..Settings::default() };
    SettingService::new(ports.clone()).change(&actor, settings).expect("settings");
    assert_eq!(next(), (12, "M".to_owned()));
}

#[test]
fn the_newest_released_one_is_copied_and_where_there_is_none_the_newest() {
    let team = team();
    team.release(&team.board);
    let revisions = RevisionService::new(team.ports.clone());
    let second = revise(&team);
    let set = |revision, value| {
        let service = PropertyService::new(team.ports.clone());
        service.set(&team.author, revision, build::text("Value", value)).expect("a property");
    };
    let value = |revision: &Revision| {
        let properties =
            team.ports.store.read("test", |snapshot| snapshot.properties().of(revision.id)).expect("a read");
        properties[0].value.to_string()
    };
    set(second.id, "v2");
    build::advance(&team.ports, second.id, Lifecycle::Obsolete);
    let third = revise(&team);
    assert_eq!(value(&third), "v1", "the second is not to be used for anything new");
    build::advance(&team.ports, third.id, Lifecycle::Obsolete);
    revisions.obsolete(&team.author, team.board.revision.id, None).expect("a step");
    set(revise(&team).id, "v4");
}

#[test]
fn only_what_is_released_becomes_obsolete() {
    let team = team();
    let revisions = RevisionService::new(team.ports.clone());
    assert_eq!(code(revisions.obsolete(&team.author, team.board.revision.id, None)), "revision.not_released");
    team.release(&team.board);
    let after = revisions.obsolete(&team.author, team.board.revision.id, None).expect("a step");
    assert_eq!(after.state, Lifecycle::Obsolete);
    assert!(after.released < after.obsolete, "{after:?}");
    assert_eq!(team.newest_unit().unit.operation, "revision.obsolete");
    assert_eq!(code(revisions.obsolete(&team.author, team.board.revision.id, None)), "revision.not_released");
}

#[test]
fn a_revision_is_found_by_its_parts_number_and_its_label() {
    let team = team();
    team.release(&team.board);
    revise(&team);
    let number = &team.board.part.number;
    let named = |number: &PartNumber, label: Option<&str>| {
        team.ports.store.read("test", |snapshot| revision::named(snapshot, number, label))
    };
    for (label, ordinal) in [(None, 2), (Some("1"), 1), (Some("2"), 2)] {
        let (part, revision) = named(number, label).expect("a revision");
        assert_eq!((part.id, revision.ordinal), (team.board.part.id, ordinal), "{label:?}");
    }
    let unknown = named(number, Some("C")).expect_err("no such label");
    let sentence = format!("{number} has no revision C; it has 2, 1.");
    assert_eq!((unknown.code(), unknown.to_string()), ("revision.label_unknown", sentence));
    assert_eq!(code(named(&"EL-RES-199999".parse().expect("a number"), None)), "part.not_found");
}

#[test]
fn what_is_different_since_the_release_is_told_by_name() {
    let (ports, actor) = build::workspace();
    let (files, _) = build::files(&ports);
    let attach = |revision, name: &str, bytes: &[u8]| {
        let file = files.attach(&actor, revision, build::new_file(name), &mut &*bytes, &Cancel::new());
        file.expect("a file").id
    };
    let said = |revision| {
        let since = ports.store.read("test", |snapshot| since_release(snapshot, revision)).expect("a read");
        let sign = |before: bool, after: bool| {
            if before && after {
                "±"
            } else if before {
                "−"
            } else {
                "+"
            }
        };
        let properties =
            since.properties.iter().map(|each| (sign(each.before.is_some(), each.after.is_some()), &each.name));
        let files = since.files.iter().map(|each| (sign(each.before.is_some(), each.after.is_some()), &each.name));
        let all = properties.chain(files).map(|(sign, name)| format!("{sign}{name}")).collect::<Vec<_>>();
        (since.base.map(|base| base.label), all)
    };
    let first =
        build::part("EL-RES").property("Value", "10k").property("Finish", "x").property("Old", "y").add_to(&ports);
    attach(first.revision.id, "a.pdf", b"1");
    attach(first.revision.id, "b.pdf", b"1");
    let all = ["+Finish", "+Old", "+Value", "+a.pdf", "+b.pdf"].map(str::to_owned).to_vec();
    assert_eq!(said(first.revision.id), (None, all), "a first revision is new from end to end");
    build::advance(&ports, first.revision.id, Lifecycle::Released);
    let revised = RevisionService::new(ports.clone()).revise(&actor, first.part.id);
    let next = revised.expect("a next revision").id;
    assert_eq!(said(next), (Some("1".to_owned()), Vec::new()), "a copy is no change");
    let properties = PropertyService::new(ports.clone());
    properties.set(&actor, next, build::text("Finish", "z")).expect("a value");
    properties.set(&actor, next, build::text("New", "n")).expect("a value");
    properties.remove(&actor, next, PropertyName::parse("Old").expect("a name")).expect("it is gone");
    let of = ports.store.read::<_, StoreError>("test", |snapshot| snapshot.files().of(next)).expect("files");
    files.remove(&actor, of[0].id).expect("it is gone");
    attach(next, "c.pdf", b"3");
    let changed = ["±Finish", "+New", "−Old", "−a.pdf", "+c.pdf"].map(str::to_owned).to_vec();
    assert_eq!(said(next), (Some("1".to_owned()), changed));
}
