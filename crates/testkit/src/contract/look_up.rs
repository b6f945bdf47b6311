//! Looking many things up at once, as an import does.

use partwright_domain::bom::BomService;
use partwright_domain::id::PartId;
use partwright_domain::part::{Described, PartNumber};
use partwright_domain::property::{Property, PropertyService};
use partwright_domain::revision::{Lifecycle, RevisionService};

use super::TestStore;
use crate::build::{self, Built};

fn ids(parts: &[&Built]) -> Vec<PartId> {
    parts.iter().map(|built| built.part.id).collect()
}

/// Each once, whatever the order in which they are asked for; what is not there is passed over.
pub fn parts_are_found_by_many_ids_or_numbers(test: &TestStore) {
    test.open();
    let [one, other] = ["EL-RES", "EL-CAP"].map(|codes| build::part(codes).add_to(test.ports()));
    let nobody = PartId(test.id());
    let (first, second) = (one.part.number.clone(), other.part.number.clone());
    let mixed = PartNumber { codes: second.codes.clone(), sequence: first.sequence };
    test.read(|snapshot| {
        let found = snapshot.parts().find_all(&[other.part.id, nobody, one.part.id, other.part.id])?;
        assert_eq!(found, [one.part.clone(), other.part.clone()]);
        let found = snapshot.parts().numbered(&[second.clone(), mixed.clone(), first.clone(), second.clone()])?;
        assert_eq!(found, [one.part.clone(), other.part.clone()]);
        assert_eq!(snapshot.parts().numbered(&[mixed])?, [], "not under other codes");
        assert_eq!(snapshot.parts().find_all(&[])?, []);
        Ok(())
    });
}

/// By what the newest revision says, to the letter, and by the category; each question has its own answers.
pub fn parts_are_found_by_what_describes_them(test: &TestStore) {
    let actor = test.open();
    let ports = test.ports();
    let properties = PropertyService::new(ports.clone());
    let made = |value: &str, footprint: &str| {
        let part = build::part("EL-RES").value(value);
        let part = if footprint.is_empty() { part } else { part.property("Footprint", footprint) };
        part.add_to(ports)
    };
    let (one, same) = (made("10k", "R_0402"), made("10k", "R_0402"));
    let (bare, _) = (made("10k", ""), made("10K", "R_0402"));
    let old = build::part("EL-RES").value("1k").property("Footprint", "R_0402").released().add_to(ports);
    let newer = RevisionService::new(ports.clone()).revise(&actor, old.part.id).expect("a revision");
    properties.set(&actor, newer.id, build::text("Value", "2k")).expect("a value");
    let subcategory = one.part.subcategory;
    let asked = |value: &str, footprint: &str| Described {
        subcategory,
        value: value.to_owned(),
        footprint: (!footprint.is_empty()).then(|| footprint.to_owned()),
    };
    let other = Described { subcategory: build::subcategory(ports, "EL-CAP"), ..asked("10k", "R_0402") };
    let asked = [asked("1k", "R_0402"), asked("10k", "R_0402"), other, asked("10k", ""), asked("2k", "R_0402")];
    let found = test.read(|snapshot| snapshot.parts().described(&asked));
    assert_eq!(found, [(1, one.part.id), (1, same.part.id), (3, bare.part.id), (4, old.part.id)]);
}

/// Of the newest revision of each part, each with its part.
pub fn properties_of_the_newest_revisions_are_read_at_once(test: &TestStore) {
    let actor = test.open();
    let ports = test.ports();
    let properties = PropertyService::new(ports.clone());
    let one = build::part("EL-RES").property("P10", "x").property("P9", "y").add_to(ports);
    let old = build::part("EL-RES").property("P", "old").released().add_to(ports);
    let newer = RevisionService::new(ports.clone()).revise(&actor, old.part.id).expect("a revision");
    properties.set(&actor, newer.id, build::text("P", "new")).expect("a property");
    let bare = build::part("EL-RES").add_to(ports);
    let asked = ids(&[&old, &bare, &one, &old]);
    let found: Vec<(PartId, Property)> = test.read(|snapshot| snapshot.properties().newest_of(&asked));
    let expected = [(&one, "P9", "y"), (&one, "P10", "x"), (&old, "P", "new")];
    assert_eq!(found, expected.map(|(of, name, text)| (of.part.id, build::text(name, text))));
}

/// By part, and by what an MPN is matched by.
pub fn manufacturer_parts_are_found_by_many_parts_or_keys(test: &TestStore) {
    test.open();
    let ports = test.ports();
    let one = build::part("EL-RES").mpn("Yageo", "RC-1").mpn("Vishay", "CRCW").add_to(ports);
    let other = build::part("EL-RES").mpn("Yageo", "rc-1").add_to(ports);
    build::part("EL-RES").mpn("Murata", "GRM").add_to(ports);
    test.read(|snapshot| {
        let makers = snapshot.manufacturer_parts();
        let of = |built: &Built| makers.of(built.part.id);
        let (first, second) = (of(&one)?, of(&other)?);
        assert_eq!(makers.of_any(&ids(&[&other, &one, &other]))?, [first.clone(), second.clone()].concat());
        let keys = [first[0].mpn_key(), "nothing".to_owned(), first[1].mpn_key(), first[0].mpn_key()];
        assert_eq!(makers.matching_any(&keys)?, [first, second].concat());
        Ok(())
    });
}

/// Everything above, through lines and substitutes, in revisions that count and in those that do not.
pub fn the_parts_that_contain_a_part_are_those_that_it_may_not_contain(test: &TestStore) {
    let actor = test.open();
    let ports = test.ports();
    let [top, board, module, chip, aside] = [(); 5].map(|()| build::part("EL-ICT").add_to(ports));
    let line = build::line(&top, &board).add_to(ports);
    build::line(&board, &aside).or(&module).add_to(ports);
    build::line(&module, &chip).add_to(ports);
    build::advance(ports, top.revision.id, Lifecycle::Released);
    let newer = RevisionService::new(ports.clone()).revise(&actor, top.part.id).expect("a revision");
    let lines = test.read(|snapshot| snapshot.boms().lines(newer.id));
    BomService::new(ports.clone()).remove_line(&actor, lines[0].id).expect("a line that is removed");
    assert_eq!(line.child, board.part.id);
    let mut above = ids(&[&top, &board, &module]);
    above.sort_unstable();
    assert_eq!(test.read(|snapshot| snapshot.boms().containing(chip.part.id)), above, "an older revision counts too");
    assert_eq!(test.read(|snapshot| snapshot.boms().containing(top.part.id)), []);
}
