//! Each way to change a package, and what is found.

use partwright_formats::package::{MANIFEST, Manifest, Verified};
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
    *at(entries, MANIFEST) = serde_json::to_vec(&manifest).expect("JSON");
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
    assert_eq!(found(|entries| at(entries, "bom/flat.csv").push(b'x')), ["size bom/flat.csv"]);
    assert_eq!(found(|entries| at(entries, "audit.json").truncate(10)), ["size audit.json"]);
}

#[test]
fn a_byte_that_was_changed_in_the_package_itself_is_found() {
    let mut bytes = shop().pack();
    let place = bytes.windows(17).position(|window| window == b"screw it together").expect("the file");
    bytes[place] = b'S';
    let told = faults(&look(&bytes).expect("a package"));
    assert_eq!(told, ["changed files/assembly.txt", "other_file files/assembly.txt"]);
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
        assert_eq!(told, [format!("extra {path}"), format!("unsafe {path}")], "{path}");
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
fn a_bom_that_was_changed_and_covered_up_is_found_by_the_release() {
    for (from, to) in [("\"quantity\":\"4\"", "\"quantity\":\"5\""), ("\"750\"", "\"751\""), ("\"mm\"", "\"m\"")] {
        let told = found(|entries| {
            replace(at(entries, "bom/one-level.json"), from, to);
            cover(entries);
        });
        assert_eq!(told, ["other_lines bom/one-level.json"], "{from}");
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
        *at(entries, MANIFEST) = serde_json::to_vec(&manifest).expect("JSON");
    });
    assert_eq!(told.len(), 1);
    assert!(told[0].starts_with("not_released content/AS-PRD-"), "{told:?}");
}

#[test]
fn what_says_another_size_than_it_has_is_read_no_further_than_it_says() {
    // A bomb: a hundred megabytes of nothing in a hundred kilobytes, which the manifest says to be ten bytes.
    let mut bytes = std::io::Cursor::new(Vec::new());
    let mut bomb = zip::ZipWriter::new(&mut bytes);
    let deflated = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    let mut entries = entries(&shop().pack());
    let at_manifest = at(&mut entries, MANIFEST);
    let mut manifest: Manifest = serde_json::from_slice(at_manifest).expect("a manifest");
    for entry in manifest.entries.iter_mut().filter(|entry| entry.path == "audit.json") {
        entry.size = 10;
    }
    *at_manifest = serde_json::to_vec(&manifest).expect("JSON");
    for (path, entry) in &entries {
        bomb.start_file(path, deflated).expect("an entry");
        let nothing = vec![0; 1 << 20];
        for _ in 0..if path == "audit.json" { 100 } else { 0 } {
            std::io::Write::write_all(&mut bomb, &nothing).expect("its bytes");
        }
        if path != "audit.json" {
            std::io::Write::write_all(&mut bomb, entry).expect("its bytes");
        }
    }
    bomb.finish().expect("a zip");
    let mut read = 0;
    let verified = partwright_formats::package::verify(
        std::io::Cursor::new(bytes.into_inner()),
        &partwright_domain::cancel::Cancel::new(),
        &mut |progress| read = progress.done,
    );
    assert_eq!(faults(&verified.expect("a package")), ["size audit.json"]);
    assert!(read < 1 << 20, "{read}");
}

#[test]
fn the_same_name_twice_is_no_package() {
    let bytes = shop().pack();
    let once = entries(&bytes);
    // The library that writes refuses the name twice, so a name of the same length is written over, in both lists.
    let mut twice = once.clone();
    twice.push(("files/assembly.tyt".to_owned(), b"other".to_vec()));
    let mut bytes = zip(&twice);
    let (from, to) = (b"files/assembly.tyt", b"files/assembly.txt");
    for place in 0..bytes.len() - from.len() {
        if bytes[place..].starts_with(from) {
            bytes[place..place + to.len()].copy_from_slice(to);
        }
    }
    assert_eq!(look(&bytes).expect_err("one name, two entries").code(), "export.not_a_package");
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

#[test]
fn a_package_that_was_cut_short_is_no_package() {
    let bytes = shop().pack();
    assert_eq!(look(&bytes[..bytes.len() / 2]).expect_err("half of it").code(), "export.not_a_package");
}
