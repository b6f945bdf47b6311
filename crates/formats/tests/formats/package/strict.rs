//! Packages that are packed in another way than ours, each made by hand, and the code by which each is refused.

use std::io::{self, Cursor, Read, Write as _};

use partwright_domain::cancel::Cancel;
use partwright_formats::package::{MANIFEST, verify};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{entries, look, packed, shop, zip};

/// The code with which a package is refused.
fn refused(bytes: &[u8]) -> &'static str {
    look(bytes).expect_err("to be refused").code()
}

/// The places where a text stands in a package.
fn places(bytes: &[u8], text: &[u8]) -> Vec<usize> {
    (0..bytes.len().saturating_sub(text.len())).filter(|place| bytes[*place..].starts_with(text)).collect()
}

/// A package whose first entry's head, or the list's first row, was changed from that byte on.
fn changed(start: &[u8], offset: usize, to: &[u8]) -> Vec<u8> {
    let mut bytes = shop().pack();
    let place = places(&bytes, start)[0] + offset;
    bytes[place..place + to.len()].copy_from_slice(to);
    bytes
}

/// A zip of entries that are packed as they say.
fn packed_so(entries: &[(&str, &[u8], SimpleFileOptions)]) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let mut zip = ZipWriter::new(&mut bytes);
    for (path, content, options) in entries {
        zip.start_file(*path, *options).expect("an entry");
        zip.write_all(content).expect("its bytes");
    }
    zip.finish().expect("a zip");
    bytes.into_inner()
}

const ENTRY: &[u8] = b"PK\x03\x04";
const LIST: &[u8] = b"PK\x01\x02";
const END: &[u8] = b"PK\x05\x06";

#[test]
fn a_package_is_the_bytes_that_another_library_makes_of_its_entries() {
    let bytes = shop().pack();
    let others = zip(&entries(&bytes));
    let first = (0..bytes.len()).find(|place| others.get(*place) != bytes.get(*place));
    assert_eq!((first, others.len()), (None, bytes.len()), "the first byte that is another one");
}

#[test]
fn what_is_compressed_is_refused_before_it_is_read() {
    let deflated = packed().compression_method(CompressionMethod::Deflated);
    let bomb = packed_so(&[("audit.json", &vec![0; 4 << 20], deflated), (MANIFEST, b"{}", packed())]);
    let mut read = 0;
    let told = verify(&*bomb, bomb.len() as u64, &Cancel::new(), &mut |progress| read = progress.done);
    assert_eq!((told.expect_err("a bomb").code(), read), ("export.entry_compressed", 0));
}

#[test]
fn bytes_before_between_and_after_are_refused() {
    let bytes = shop().pack();
    assert_eq!(refused(&[b"#!/bin/sh\n", &*bytes].concat()), "export.not_a_package");
    assert_eq!(refused(&[&*bytes, b"\0"].concat()), "export.bytes_beside");
    for start in [ENTRY, LIST] {
        let place = *places(&bytes, start).last().expect("the last one");
        let (before, after) = bytes.split_at(place);
        let code = refused(&[before, b"hidden", after].concat());
        assert_eq!(code, if start == ENTRY { "export.bytes_beside" } else { "export.entries_disagree" });
    }
}

#[test]
fn a_name_twice_and_another_order_are_refused() {
    let (one, other) = (("a", &b"1"[..], packed()), ("b", &b"2"[..], packed()));
    let manifest = (MANIFEST, &b"{}"[..], packed());
    assert_eq!(refused(&packed_so(&[other, one, manifest])), "export.entry_twice");
    assert_eq!(refused(&packed_so(&[manifest, ("z", b"", packed())])), "export.entry_twice");
    // The library refuses to write a name twice, so it is written over.
    let mut twice = packed_so(&[one, other, manifest]);
    for start in [ENTRY, LIST] {
        let place = places(&twice, start)[1];
        let name = place + places(&twice[place..], b"b")[0];
        twice[name] = b'a';
    }
    assert_eq!(refused(&twice), "export.entry_twice");
}

#[test]
fn a_list_that_says_other_than_the_entries_is_refused() {
    // Method, checksum, size, name, comment's length, permissions, place.
    for offset in [10, 16, 20, 24, 46, 32, 38, 42] {
        let bytes = changed(LIST, offset, &[0x5a]);
        assert_eq!(refused(&bytes), "export.entries_disagree", "byte {offset}");
    }
    assert_eq!(refused(&changed(END, 8, &[1])), "export.packaged_otherwise", "the number of entries");
    assert_eq!(refused(&changed(END, 20, &[1])), "export.packaged_otherwise", "the length of a comment");
    let commented = [&*changed(END, 20, &[5]), b"hello"].concat();
    assert_eq!(refused(&commented), "export.packaged_otherwise", "a comment");
}

#[test]
fn whatever_else_a_zip_can_say_of_an_entry_is_refused() {
    // The version, encryption, a size that comes later, a time, a date, more fields.
    for (offset, byte) in [(4, 20), (6, 1), (6, 8), (10, 1), (12, 0x22)] {
        assert_eq!(refused(&changed(ENTRY, offset, &[byte])), "export.packaged_otherwise", "byte {offset}");
    }
    let large = packed_so(&[("a", b"1", packed().large_file(true)), (MANIFEST, b"{}", packed())]);
    assert_eq!(refused(&large), "export.packaged_otherwise", "larger fields where none are needed");
    assert_eq!(refused(&changed(ENTRY, 26, &[0xff, 0xff])), "export.packaged_otherwise", "a path of 65535 bytes");
    assert_eq!(refused(&changed(ENTRY, 30, &[0xff])), "export.packaged_otherwise", "a path that is not UTF-8");
}

#[test]
fn a_package_that_ends_early_is_refused_wherever_it_ends() {
    let bytes = shop().pack();
    assert_eq!(refused(b""), "export.cut_short");
    let places = (1..bytes.len()).step_by(20_011).chain((bytes.len() - 300..bytes.len()).step_by(7));
    for length in places {
        assert_eq!(refused(&bytes[..length]), "export.cut_short", "{length} bytes");
    }
}

#[test]
fn what_is_kept_while_it_is_read_has_bounds() {
    // An endless file that says it is one entry, as large as an entry can be.
    for (path, code) in [
        ("content/EL-RES-100000 1.jsonl", "export.package_too_large"),
        (MANIFEST, "export.package_too_large"),
        ("parts.json", "export.package_too_large"),
    ] {
        let mut head = packed_so(&[(path, b"", packed().large_file(true))]);
        head.truncate(30 + path.len() + 20);
        head[30 + path.len() + 4..][..16].copy_from_slice(&[u64::MAX.to_le_bytes(); 2].concat());
        let told = verify(head.chain(io::repeat(0)), 1, &Cancel::new(), &mut |_| {});
        assert_eq!(told.expect_err("too much").code(), code, "{path}");
    }
}

#[test]
fn whatever_byte_is_changed_it_is_refused_or_found() {
    let bytes = shop().pack();
    for place in (0..bytes.len()).step_by(4_001).chain((bytes.len() - 2_600..bytes.len()).step_by(53)) {
        let mut changed = bytes.clone();
        changed[place] ^= 1;
        let told = look(&changed);
        assert!(told.as_ref().map_or(true, |verified| !verified.agrees()), "byte {place}: {told:?}");
    }
}

#[test]
fn a_manifest_that_says_what_no_release_says_is_found() {
    for (from, to) in [("\"released\": \"20", "\"released\": \"x0"), ("\"form\": 3", "\"form\": 9")] {
        let mut entries = entries(&shop().pack());
        let manifest = &mut entries.iter_mut().find(|(path, _)| path == MANIFEST).expect("a manifest").1;
        let text = String::from_utf8(std::mem::take(manifest)).expect("UTF-8").replace(from, to);
        *manifest = text.into_bytes();
        assert!(!look(&zip(&entries)).expect("a package").agrees(), "{to}");
    }
}
