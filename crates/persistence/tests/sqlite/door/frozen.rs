//! Rule 1: a released or obsolete revision never changes.

use partwright_domain::bom::{BomLine, LineContent};
use partwright_domain::cancel::Cancel;
use partwright_domain::file::FileRole;
use partwright_domain::id::RevisionId;
use partwright_domain::property::{PropertyName, PropertyService};
use partwright_domain::revision::{Lifecycle, Revision, RevisionService};
use partwright_domain::time::Timestamp;
use partwright_testkit::build::{self, advance, files, line, new_file, text};

use super::{House, blob, code};

#[test]
fn what_is_released_or_obsolete_changes_through_no_door() {
    let house = House::new();
    every_door_is_shut(&house);
    advance(&house.ports(), house.board.revision.id, Lifecycle::Obsolete);
    every_door_is_shut(&house);
}

fn every_door_is_shut(house: &House) {
    the_services_are(house);
    the_repositories_are(house);
    house.shut("import", "revision.not_draft", || house.import(house.board.part.id, "R9,1,,10k"));
    raw_sql_is(house);
}

fn the_services_are(house: &House) {
    let (admin, revision) = (&house.admin, house.board.revision.id);
    let (boms, properties) = (house.boms(), PropertyService::new(house.ports()));
    let (attached, _vault) = files(&house.ports());
    let (line_id, child, file) = (house.line.id, house.resistor.part.id, house.file.id);
    let content = || -> LineContent { line(&house.board, &house.resistor).at("R9").content() };
    let colour = PropertyName::parse("Colour").expect("a name");
    let wanted = "revision.not_draft";
    house.shut("BomService::add_line", wanted, || code(boms.add_line(admin, revision, child, content())));
    house.shut("BomService::change_line", wanted, || code(boms.change_line(admin, line_id, content())));
    house.shut("BomService::pin", wanted, || code(boms.pin(admin, line_id, Some(house.resistor.revision.id))));
    house.shut("BomService::substitute", wanted, || code(boms.substitute(admin, line_id, Vec::new())));
    house.shut("BomService::remove_line", wanted, || code(boms.remove_line(admin, line_id)));
    house.shut("PropertyService::set", wanted, || code(properties.set(admin, revision, text("Colour", "red"))));
    house.shut("PropertyService::remove", wanted, || code(properties.remove(admin, revision, colour)));
    let cancel = Cancel::new();
    house.shut("FileService::attach", wanted, || {
        code(attached.attach(admin, revision, new_file("more.pdf"), &mut &b"more"[..], &cancel))
    });
    house.shut("FileService::replace", wanted, || code(attached.replace(admin, file, &mut &b"other"[..], &cancel)));
    house.shut("FileService::change_role", wanted, || code(attached.change_role(admin, file, FileRole::Drawing)));
    house.shut("FileService::remove", wanted, || code(attached.remove(admin, file)));
}

fn the_repositories_are(house: &House) {
    let (revision, row, file) = (house.board.revision.id, house.line.clone(), house.file.clone());
    let wanted = "revision.frozen";
    let added = line(&house.board, &house.resistor).position(2).at("R9").row(&house.ports());
    let noted = BomLine { dnp: true, ..row.clone() };
    house.shut("BomRepository::insert", wanted, || house.unit(move |unit| unit.boms().insert(&added)));
    house.shut("BomRepository::update", wanted, || house.unit(move |unit| unit.boms().update(&noted)));
    house.shut("BomRepository::remove", wanted, || house.unit(move |unit| unit.boms().remove(row.id)));
    house.shut("PropertyRepository::set", wanted, || {
        house.unit(move |unit| unit.properties().set(revision, &text("Colour", "red")))
    });
    house.shut("PropertyRepository::remove", wanted, || {
        house.unit(move |unit| unit.properties().remove(revision, &PropertyName::parse("Colour").expect("a name")))
    });
    let more = build::file(&house.ports(), &house.board, "more.pdf");
    let id = file.id;
    house.shut("FileRepository::insert", wanted, || house.unit(move |unit| unit.files().insert(&more)));
    house.shut("FileRepository::update", wanted, || house.unit(move |unit| unit.files().update(&file)));
    house.shut("FileRepository::remove", wanted, || house.unit(move |unit| unit.files().remove(id)));
    house.shut("RevisionRepository::set_state", "revision.step_unknown", || {
        house.unit(move |unit| unit.revisions().set_state(revision, &Lifecycle::Draft.into(), Timestamp(9)))
    });
}

fn raw_sql_is(house: &House) {
    let revision = blob(house.board.revision.id);
    for sql in [
        format!("UPDATE bom_line SET note = 'x' WHERE revision_id = {revision}"),
        format!("UPDATE bom_line SET properties = '[[\"A\",\"b\"]]' WHERE revision_id = {revision}"),
        format!("DELETE FROM bom_line WHERE revision_id = {revision}"),
        format!(
            "INSERT OR REPLACE INTO bom_line SELECT revision_id, id, 9, child_part_id, quantity, unit, '[]', 1, 0, '', '', NULL, '[]', NULL, NULL FROM bom_line WHERE revision_id = {revision}"
        ),
        format!("DELETE FROM bom_designator WHERE revision_id = {revision}"),
        format!("INSERT OR REPLACE INTO property VALUES ({revision}, 'Colour', 'colour', 'text', 'red', '')"),
        format!("UPDATE property SET text = 'red' WHERE revision_id = {revision}"),
        format!("DELETE FROM property WHERE revision_id = {revision}"),
        format!("UPDATE file SET name = 'other.step' WHERE revision_id = {revision}"),
        format!("DELETE FROM file WHERE revision_id = {revision}"),
        format!("DELETE FROM revision WHERE id = {revision}"),
    ] {
        house.shut(&sql, "revision.frozen", || house.raw(&sql));
    }
    let back = format!("UPDATE revision SET state = 'Draft', released = NULL, obsolete = NULL WHERE id = {revision}");
    house.shut(&back, "revision.step_unknown", || house.raw(&back));
}

#[test]
fn a_part_has_one_revision_in_work_through_every_door() {
    let house = House::new();
    let (revisions, part) = (RevisionService::new(house.ports()), house.draft.part.id);
    house.shut("RevisionService::revise", "revision.open_exists", || code(revisions.revise(&house.admin, part)));
    let id = RevisionId(house.test.id());
    let second = Revision { id, ordinal: 2, label: "2".to_owned(), ..house.draft.revision.clone() };
    house.shut("RevisionRepository::insert", "revision.open_exists", || {
        house.unit(move |unit| unit.revisions().insert(&second))
    });
    let (part, author) = (blob(house.draft.part.id), blob(house.admin.id));
    let sql = format!(
        "INSERT OR REPLACE INTO revision (id, part_id, ordinal, label, state, author_id, created) VALUES (randomblob(16), {part}, 7, '7', 'Draft', {author}, 0)"
    );
    house.shut(&sql, "revision.open_exists", || house.raw(&sql));
}
