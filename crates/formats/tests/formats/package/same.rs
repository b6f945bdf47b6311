//! What a package has in it, and that nothing done later makes it another.

use partwright_domain::audit::{check_chain, parse_noted};
use partwright_domain::cancel::Cancel;
use partwright_domain::manufacturer_part::ManufacturerPartService;
use partwright_domain::part::{Description, PartName, PartService};
use partwright_domain::person::{PersonName, PersonService, Role};
use partwright_domain::revision::RevisionService;
use partwright_testkit::build;
use serde_json::Value;

use super::{entries, look, shop};

fn entry(bytes: &[u8], path: &str) -> String {
    let found = entries(bytes).into_iter().find(|(name, _)| name == path).expect("an entry of that path");
    String::from_utf8(found.1).expect("UTF-8")
}

#[test]
fn a_package_has_boms_contents_files_the_audit_and_a_manifest_in_the_order_of_paths() {
    let shop = shop();
    let lamp = &shop.lamp;
    let (bytes, packed) = shop.try_pack(lamp.lamp.revision.id).expect("a package");
    let paths: Vec<_> = entries(&bytes).into_iter().map(|(path, _)| path).collect();
    let mut contents: Vec<_> = [&lamp.lamp, &lamp.board, &lamp.resistor, &lamp.capacitor, &lamp.cable, &lamp.screw]
        .map(|built| format!("content/{} 1.jsonl", built.part.number))
        .to_vec();
    contents.sort();
    let mut wanted: Vec<String> =
        ["audit.json", "bom/flat.csv", "bom/flat.json", "bom/indented.csv", "bom/indented.html"]
            .into_iter()
            .chain(["bom/indented.json", "bom/one-level.csv", "bom/one-level.json"])
            .map(str::to_owned)
            .collect();
    wanted.extend(contents);
    wanted.extend(["files/Schematic µ.txt", "files/assembly.txt", "parts.json", "manifest.json"].map(str::to_owned));
    assert_eq!(paths, wanted);
    assert_eq!(packed.manifest.entries.len(), wanted.len() - 1);
    let verified = look(&bytes).expect("a package");
    assert_eq!((verified.findings.as_slice(), verified.releases), (&[][..], 6));
    assert_eq!((&*verified.manifest.released_by, &*verified.manifest.revision), ("Grace", "1"));
    assert!(bytes.len() as u64 > packed.bytes(), "nothing is compressed");
}

#[test]
fn the_hash_of_a_release_is_the_sha256_of_its_content_in_the_package() {
    let shop = shop();
    let manifest = look(&shop.pack()).expect("a package").manifest;
    let path = format!("content/{} 1.jsonl", shop.lamp.lamp.part.number);
    let entry = manifest.entries.iter().find(|entry| entry.path == path).expect("its content");
    assert_eq!(entry.sha256, manifest.hash);
}

#[test]
fn two_workspaces_with_the_same_release_make_the_same_package() {
    assert_eq!(shop().pack(), shop().pack());
}

#[test]
fn what_becomes_of_parts_and_people_after_a_release_does_not_change_its_package() {
    let shop = shop();
    let before = shop.pack();
    let (ports, ada, lamp) = (&shop.ports, &shop.ada, &shop.lamp);
    let (describing, people) = (PartService::new(ports.clone()), PersonService::new(ports.clone()));
    let (made, revisions) = (ManufacturerPartService::new(ports.clone()), RevisionService::new(ports.clone()));
    let (name, nothing) = (|text| PartName::parse(text).expect("a name"), Description::parse("new").expect("a text"));
    for (part, called) in
        [(&lamp.lamp, "Floor lamp"), (&lamp.resistor, "R"), (&lamp.resistor, "Resistor"), (&lamp.led, "L")]
    {
        describing.describe(ada, part.part.id, name(called), nothing.clone()).expect("another name");
    }
    for called in ["Grace H.", "Grace Hopper"] {
        let called = PersonName::parse(called).expect("a name");
        people.change(ada, shop.grace.id, called, Role::Admin).expect("another name");
    }
    let first = ports.store.read("test", |seen| seen.manufacturer_parts().of(lamp.capacitor.part.id)).expect("a read");
    made.remove(ada, first[0].id).expect("it is removed");
    made.add(ada, lamp.resistor.part.id, build::manufacturer_part("New", "N-1")).expect("it is added");
    revisions.obsolete(ada, lamp.screw.revision.id, Some(lamp.cable.part.id)).expect("it is obsolete");
    revisions.revise(ada, lamp.board.part.id).expect("a new revision");
    revisions.obsolete(ada, lamp.lamp.revision.id, None).expect("it is obsolete");
    assert_eq!(shop.pack(), before);
}

#[test]
fn a_package_tells_parts_as_they_were_called_and_bought_and_nothing_of_prices() {
    let shop = shop();
    let bytes = shop.pack();
    let bom: Value = serde_json::from_str(&entry(&bytes, "bom/flat.json")).expect("JSON");
    let resistor = |line: &&Value| line["part_number"] == shop.lamp.resistor.part.number.to_string();
    let line = bom["lines"].as_array().expect("lines").iter().find(resistor).expect("the resistor");
    assert_eq!(
        (&line["mpn"], &line["state"], &line["unit_price"]),
        (&"CRCW040210K0FKED".into(), &"Released".into(), &Value::Null)
    );
    assert_eq!(bom["about"]["hash"], look(&bytes).expect("a package").manifest.hash);
    assert!(bom["about"]["as_of"].is_null() && bom["totals"]["cost_each"].is_null());
    assert!(entry(&bytes, "bom/indented.html").contains("Desk lamp"));
}

#[test]
fn the_audit_of_a_package_is_that_of_the_revision_up_to_its_release() {
    let shop = shop();
    let audit: Value = serde_json::from_str(&entry(&shop.pack(), "audit.json")).expect("JSON");
    let entries = audit["entries"].as_array().expect("entries");
    let told: Vec<_> = entries.iter().map(|entry| (entry["operation"].as_str(), entry["room"].as_str())).collect();
    assert_eq!(told.first(), Some(&(Some("release.release"), Some("revision"))), "{told:?}");
    assert_eq!(told.last(), Some(&(Some("part.create"), Some("revision"))), "{told:?}");
    let count = |room| told.iter().filter(|(_, of)| *of == Some(room)).count();
    assert_eq!((count("bom"), count("file"), count("release"), count("approval")), (3, 2, 1, 2));
}

#[test]
fn a_package_has_the_hash_with_which_all_of_the_audit_ended_at_the_release() {
    let shop = shop();
    let (bytes, head) = (shop.pack(), shop.ports.store.read("test", |seen| seen.audit().head()).expect("a head"));
    let audit: Value = serde_json::from_str(&entry(&bytes, "audit.json")).expect("JSON");
    assert_eq!(audit["hash"], head.hash.to_string(), "the lamp was released last");
    let noted = parse_noted(audit["hash"].as_str().expect("a hash")).expect("one that a check takes");
    let describing = PartService::new(shop.ports.clone());
    let (name, nothing) = (PartName::parse("Floor lamp").expect("a name"), Description::parse("").expect("a text"));
    describing.describe(&shop.ada, shop.lamp.lamp.part.id, name, nothing).expect("another name");
    let chain = shop.ports.store.read("test", |seen| check_chain(seen, Some(noted), &Cancel::new(), &mut |_| {}));
    assert_eq!(chain.map(|chain| chain.faults), Ok(vec![]), "and what came later follows on it");
    assert_eq!(shop.pack(), bytes);
}

#[test]
fn what_was_not_released_has_no_package() {
    let shop = shop();
    let refused = shop.try_pack(shop.lamp.led.revision.id).expect_err("a Draft");
    assert_eq!(refused.code(), "export.not_released");
}

#[test]
fn a_file_that_is_damaged_or_lost_is_named_and_no_package_is_made() {
    let shop = shop();
    let files = shop.ports.store.read("test", |seen| seen.files().of(shop.lamp.lamp.revision.id)).expect("a read");
    shop.vault.damage(&files[0].content.hash);
    let refused = shop.try_pack(shop.lamp.lamp.revision.id).expect_err("a damaged file");
    assert_eq!((refused.code(), refused.to_string().contains(files[0].name.as_str())), ("file.damaged", true));
}
