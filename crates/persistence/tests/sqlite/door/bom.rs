//! Rules 3 and 6: a BOM has no cycle, and its quantities are the counts of its designators.

use partwright_domain::bom::{BomLine, Note, Quantity, Substitute};
use partwright_domain::part::Part;
use partwright_testkit::build::{Built, line, part};

use super::{House, blob, code};

/// A product of the draft board: below the draft, it would be a cycle over two levels.
fn product(house: &House) -> Built {
    let product = part("AS-PRD").named("product").add_to(&house.ports());
    line(&product, &house.draft).add_to(&house.ports());
    product
}

fn number(part: &Part) -> String {
    part.number.to_string()
}

#[test]
fn no_door_makes_a_cycle() {
    let house = House::new();
    let product = product(&house);
    for inner in [&house.draft, &product] {
        no_service_does(&house, inner);
        no_repository_does(&house, inner);
        no_statement_does(&house, inner);
    }
    // The import matches by the part number, and finds the part that it is to be imported into, or one above it.
    let empty = part("EL-PCA").named("empty").add_to(&house.ports());
    let above = part("AS-PRD").named("above").add_to(&house.ports());
    line(&above, &empty).add_to(&house.ports());
    for inner in [&empty, &above] {
        let row = format!(",1,{},", number(&inner.part));
        assert_eq!(house.import_problems(empty.part.id, &row), ["import.contains_target"]);
        house.shut("import", "import.nothing", || house.import(empty.part.id, &row));
    }
}

fn no_service_does(house: &House, inner: &Built) {
    let (boms, admin, revision) = (house.boms(), &house.admin, house.draft.revision.id);
    let content = line(&house.draft, inner).content();
    house.shut("BomService::add_line", "bom.cycle", || code(boms.add_line(admin, revision, inner.part.id, content)));
    let instead = Substitute { part: inner.part.id, note: Note::parse("").expect("no note") };
    house.shut("BomService::substitute", "bom.cycle", || {
        code(boms.substitute(admin, house.draft_line.id, vec![instead]))
    });
}

fn no_repository_does(house: &House, inner: &Built) {
    let added = line(&house.draft, inner).position(2).row(&house.ports());
    let instead = BomLine { child: inner.part.id, ..house.draft_line.clone() };
    let beside = line(&house.draft, &house.resistor).or(inner).position(2).row(&house.ports());
    house.shut("BomRepository::insert", "bom.cycle", || house.unit(move |unit| unit.boms().insert(&added)));
    house.shut("BomRepository::update", "bom.cycle", || house.unit(move |unit| unit.boms().update(&instead)));
    house.shut("BomRepository::insert, a substitute", "bom.cycle", || {
        house.unit(move |unit| unit.boms().insert(&beside))
    });
}

fn no_statement_does(house: &House, inner: &Built) {
    let (revision, line_id, child) = (blob(house.draft.revision.id), blob(house.draft_line.id), blob(inner.part.id));
    for sql in [
        format!(
            "INSERT OR IGNORE INTO bom_line SELECT revision_id, randomblob(16), 9, {child}, 1000000, 'each', '[]', 0, 0, '', '', NULL, '[]', NULL, NULL FROM bom_line WHERE id = {line_id}"
        ),
        format!("UPDATE OR IGNORE bom_line SET child_part_id = {child} WHERE id = {line_id}"),
        format!("INSERT OR REPLACE INTO bom_substitute VALUES ({revision}, {line_id}, 1, {child}, '')"),
    ] {
        house.shut(&sql, "bom.cycle", || house.raw(&sql));
    }
}

#[test]
fn no_door_lets_a_quantity_differ_from_its_designators() {
    let house = House::new();
    let (boms, admin, revision) = (house.boms(), &house.admin, house.draft.revision.id);
    let two = || Quantity::parse("2").expect("a quantity");
    let mut wrong = line(&house.draft, &house.resistor).at("R9").content();
    wrong.quantity = two();
    let (added, changed) = (wrong.clone(), wrong);
    let child = house.resistor.part.id;
    let wanted = "bom.quantity_disagrees";
    house.shut("BomService::add_line", wanted, || code(boms.add_line(admin, revision, child, added)));
    house.shut("BomService::change_line", wanted, || code(boms.change_line(admin, house.draft_line.id, changed)));
    let row = BomLine { quantity: two(), ..house.draft_line.clone() };
    house.shut("BomRepository::update", wanted, || house.unit(move |unit| unit.boms().update(&row)));
    let row = line(&house.draft, &house.resistor).position(2).at("R9").row(&house.ports());
    let row = BomLine { quantity: two(), ..row };
    house.shut("BomRepository::insert", wanted, || house.unit(move |unit| unit.boms().insert(&row)));
    let line_id = blob(house.draft_line.id);
    for set in ["quantity = 2000000", "quantity = 1500000", "unit = 'm'"] {
        let sql = format!("UPDATE bom_line SET {set} WHERE id = {line_id}");
        house.shut(&sql, "CHECK constraint failed: bom_line_quantity_agrees", || house.raw(&sql));
    }
    // An import keeps the row's quantity only where it is the count; the plan says so, and the line is marked as intended.
    let empty = part("EL-PCA").named("empty").add_to(&house.ports());
    house.import(empty.part.id, "\"R1, R2\",3,,10k").expect("an import");
    let lines = house.test.read(|snapshot| snapshot.boms().lines(empty.revision.id));
    assert_eq!((lines.len(), lines[0].quantity.to_string().as_str(), lines[0].quantity_intended), (1, "3", true));
}
