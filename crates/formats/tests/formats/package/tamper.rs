//! Each way to change what is in a package, and what is found.

use partwright_formats::package::{MANIFEST, Manifest, Proof, Verified};
use partwright_testkit::build;

use super::{entries, look, shop, zip};

type Entries = Vec<(String, Vec<u8>)>;

/// What is found in a package after something was done to its entries: the faults, each with its path.
fn found(change: impl FnOnce(&mut Entries)) -> Vec<String> {
    let mut entries = entries(&shop().pack());
    change(&mut entries);
    faults(&look(&zip(&entries)).expect("a package"))
}

fn faults(verified: &Verified) -> Vec<String> {
    verified.findings.iter().map(|finding| format!("{} {}", finding.fault.name(), finding.path)).collect()
}

fn at<'e>(entries: &'e mut Entries, path: &str) -> &'e mut Vec<u8> {
    &mut entries.iter_mut().find(|(name, _)| name == path).expect("an entry of that path").1
}

/// Makes the manifest name what is there now, as somebody does who covers up what they did.
fn cover(entries: &mut Entries) {
    let mut manifest: Manifest = serde_json::from_slice(at(entries, MANIFEST)).expect("a manifest");
    manifest.entries.clear();
    for (path, bytes) in entries.iter().filter(|(path, _)| path != MANIFEST) {
        let sha256 = build::content(bytes).hash.to_string();
        let (path, size) = (path.clone(), bytes.len() as u64);
        manifest.entries.push(partwright_formats::package::Entry { path, size, sha256 });
    }
    manifest.entries.sort();
    *at(entries, MANIFEST) = text(&manifest);
}

/// A manifest as Partwright writes it.
fn text(manifest: &Manifest) -> Vec<u8> {
    (serde_json::to_string_pretty(manifest).expect("JSON") + "\n").into_bytes()
}

fn replace(bytes: &mut Vec<u8>, from: &str, to: &str) {
    let text = String::from_utf8(std::mem::take(bytes)).expect("UTF-8");
    assert!(text.contains(from), "{text}");
    *bytes = text.replacen(from, to, 1).into_bytes();
}

#[test]
fn a_package_that_was_only_packed_anew_is_what_it_says() {
    assert_eq!(found(|_| {}), [""; 0]);
}

#[test]
fn an_entry_that_was_changed_is_found() {
    assert_eq!(
        found(|entries| at(entries, "files/assembly.txt")[0] ^= 1),
        ["changed files/assembly.txt", "other_file files/assembly.txt"]
    );
    assert_eq!(
        found(|entries| at(entries, "bom/flat.csv").push(b'x')),
        ["size bom/flat.csv", "other_bom bom/flat.csv"]
    );
    assert_eq!(found(|entries| at(entries, "audit.json").truncate(10)), ["size audit.json"]);
}

#[test]
fn a_byte_that_was_changed_in_the_package_itself_is_found() {
    let mut bytes = shop().pack();
    let place = bytes.windows(17).position(|window| window == b"screw it together").expect("the file");
    bytes[place] = b'S';
    let told = faults(&look(&bytes).expect("a package"));
    let faults = ["changed", "checksum", "other_file"].map(|fault| format!("{fault} files/assembly.txt"));
    assert_eq!(told, faults);
}

#[test]
fn an_entry_that_is_missing_is_found() {
    assert_eq!(found(|entries| entries.retain(|(path, _)| path != "audit.json")), ["missing audit.json"]);
    let told = found(|entries| entries.retain(|(path, _)| !path.starts_with("files/")));
    assert_eq!(told.len(), 4, "missing in the package, and in the release: {told:?}");
}

#[test]
fn an_entry_that_was_added_is_found() {
    assert_eq!(found(|entries| entries.push(("virus.exe".to_owned(), vec![1]))), ["extra virus.exe"]);
}

#[test]
fn a_path_that_leads_elsewhere_is_found_and_nothing_is_unpacked() {
    for path in ["../evil", "/etc/passwd", "files/../../evil", "C:\\evil", "files\\..\\evil", "files//x", "a/b/c"] {
        let told = found(|entries| entries.push((path.to_owned(), vec![1])));
        let told: Vec<_> = told.iter().filter(|told| !told.starts_with("other_file")).collect();
        assert_eq!(told, [&format!("extra {path}"), &format!("unsafe {path}")]);
    }
}

#[test]
fn a_file_that_was_changed_and_covered_up_in_the_manifest_is_found_by_the_release() {
    let told = found(|entries| {
        at(entries, "files/assembly.txt")[0] ^= 1;
        cover(entries);
    });
    assert_eq!(told, ["other_file files/assembly.txt"]);
    let told = found(|entries| {
        entries.insert(0, ("files/added.txt".to_owned(), vec![1]));
        cover(entries);
    });
    assert_eq!(told, ["other_file files/added.txt"]);
}

#[test]
fn a_bom_that_was_changed_and_covered_up_is_found_because_it_follows_from_what_was_released() {
    for path in ["bom/flat.csv", "bom/flat.json", "bom/indented.csv", "bom/indented.json"] {
        let told = found(|entries| {
            replace(at(entries, path), "0.75", "0.85");
            cover(entries);
        });
        assert_eq!(told, [format!("other_bom {path}")]);
    }
    for (from, to) in [
        ("\"750\"", "\"751\""),
        ("\"quantity\":\"4\"", "\"quantity\":\"5\""),
        ("\"mm\"", "\"m\""),
        ("Desk lamp", "Disc lamp"),
    ] {
        let told = found(|entries| {
            replace(at(entries, "bom/one-level.json"), from, to);
            cover(entries);
        });
        assert_eq!(told, ["other_bom bom/one-level.json"], "{from}");
    }
    let told = found(|entries| {
        replace(at(entries, "bom/indented.html"), "Desk", "Disc");
        cover(entries);
    });
    assert_eq!(told, ["other_bom bom/indented.html"]);
    let told = found(|entries| {
        entries.retain(|(path, _)| path != "bom/flat.csv");
        cover(entries);
    });
    assert_eq!(told, ["other_bom bom/flat.csv"]);
}

#[test]
fn a_name_or_an_mpn_that_was_changed_in_one_place_is_found() {
    let told = found(|entries| {
        replace(at(entries, "parts.json"), "CRCW040210K0FKED", "CRCW040210K0FKEE");
        cover(entries);
    });
    let boms = ["flat.csv", "flat.json", "indented.csv", "indented.html", "indented.json"];
    assert_eq!(told, boms.map(|bom| format!("other_bom bom/{bom}")));
    let told = found(|entries| {
        let manifest = at(entries, MANIFEST);
        replace(manifest, "\"name\": \"Desk lamp\"", "\"name\": \"Disc lamp\"");
    });
    assert_eq!(told, ["other_bom manifest.json"]);
}

#[test]
fn what_only_the_manifest_speaks_for_is_said_and_found_by_the_workspace() {
    let shop = shop();
    let mut entries = entries(&shop.pack());
    let mut verified = look(&zip(&entries)).expect("a package");
    assert_eq!(verified.proven(Proof::Manifest).collect::<Vec<_>>(), ["audit.json", "parts.json"]);
    assert_eq!((verified.proven(Proof::Release).count(), verified.proven(Proof::Derived).count()), (8, 7));
    verified.compare(&shop.make());
    assert_eq!(faults(&verified), [""; 0]);
    replace(at(&mut entries, "audit.json"), "Grace", "Gracy");
    cover(&mut entries);
    let mut verified = look(&zip(&entries)).expect("a package");
    assert_eq!(faults(&verified), [""; 0], "covered up");
    verified.compare(&shop.make());
    assert_eq!(faults(&verified), ["other_than_made audit.json", "other_than_made manifest.json"]);
}

#[test]
fn parts_that_are_none_or_fewer_than_the_bom_has_are_found() {
    let told = found(|entries| {
        *at(entries, "parts.json") = b"[]".to_vec();
        cover(entries);
    });
    assert_eq!(told, ["unreadable parts.json"]);
    let told = found(|entries| {
        let parts = String::from_utf8(at(entries, "parts.json").clone()).expect("UTF-8");
        let without: Vec<&str> = parts.lines().filter(|line| !line.contains("CRCW040210K0FKED")).collect();
        *at(entries, "parts.json") = (without.join("\n") + "\n").into_bytes();
        at(entries, "files/assembly.txt")[0] ^= 1;
        cover(entries);
    });
    assert_eq!(told, ["other_file files/assembly.txt", "otherwise parts.json"], "with all else that is found");
}

#[test]
fn a_manifest_that_says_more_or_otherwise_is_found() {
    let entry = "    {\n      \"path\": \"audit.json\",";
    for (from, to) in [
        ("\"hash\":", "\"approved_by\": \"Mallory\",\n  \"hash\":"),
        ("\"revision\":", "\"revision\":  "),
        ("\"version\": 1", "\"version\": 0"),
        (entry, &format!("{entry}\n      \"size\": 1,\n      \"sha256\": \"\"\n    }},\n{entry}")),
    ] {
        let told = found(|entries| replace(at(entries, MANIFEST), from, to));
        assert_eq!(told, ["otherwise manifest.json"], "{to}");
    }
    let told = found(|entries| replace(at(entries, MANIFEST), "Z\",", "+00:00\","));
    assert_eq!(told, ["unreadable manifest.json"], "the moment in another way");
}

#[test]
fn parts_that_say_more_or_otherwise_are_found() {
    let changes: [fn(&str) -> String; 4] = [
        |line| format!("{line}\n{line}"),
        |line| format!("{line}\n{}", line.replacen("EL-RES-1", "EL-RES-2", 1)),
        |line| line.replacen('{', "{\"approved_by\":\"Mallory\",", 1),
        |line| format!(" {line}"),
    ];
    for change in changes {
        let told = found(|entries| {
            let parts = String::from_utf8(at(entries, "parts.json").clone()).expect("UTF-8");
            let line = parts.lines().find(|line| line.contains("CRCW040210K0FKED")).expect("the resistor");
            *at(entries, "parts.json") = parts.replacen(line, &change(line), 1).into_bytes();
            cover(entries);
        });
        assert_eq!(told, ["otherwise parts.json"], "{}", change("{"));
    }
}

#[test]
fn content_that_was_changed_and_covered_up_is_found_by_the_hash_of_what_calls_for_it() {
    let shop = shop();
    let bytes = shop.pack();
    let (own, below) = (&shop.lamp.lamp.part.number, &shop.lamp.resistor.part.number);
    for number in [own, below] {
        let path = format!("content/{number} 1.jsonl");
        let mut entries = entries(&bytes);
        replace(at(&mut entries, &path), "\"revision\",", "\"revision\", ");
        cover(&mut entries);
        assert_eq!(faults(&look(&zip(&entries)).expect("a package")), [format!("not_released {path}")]);
        let mut entries = super::entries(&bytes);
        entries.retain(|(name, _)| *name != path);
        cover(&mut entries);
        assert_eq!(faults(&look(&zip(&entries)).expect("a package")), [format!("not_there {path}")]);
    }
}

#[test]
fn a_release_with_another_hash_is_found() {
    let told = found(|entries| {
        let mut manifest: Manifest = serde_json::from_slice(at(entries, MANIFEST)).expect("a manifest");
        manifest.hash = "0".repeat(64);
        *at(entries, MANIFEST) = text(&manifest);
    });
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("not_released content/AS-PRD-"), "{told:?}");
}

#[test]
fn what_is_no_package_or_a_newer_one_is_refused() {
    assert_eq!(look(b"not a zip").expect_err("no zip").code(), "export.not_a_package");
    assert_eq!(look(&zip(&[])).expect_err("an empty zip").code(), "export.not_a_package");
    let with = |manifest: &str| look(&zip(&[(MANIFEST.to_owned(), manifest.as_bytes().to_vec())]));
    assert_eq!(with("{").expect_err("no JSON").code(), "export.not_a_package");
    assert_eq!(with("{\"format\": \"other\"}").expect_err("another's").code(), "export.not_a_package");
    let newer = with("{\"format\": \"partwright-package\", \"version\": 2}").expect_err("a newer one");
    assert_eq!((newer.code(), newer.to_string().contains("layout 2")), ("export.package_newer", true));
}
