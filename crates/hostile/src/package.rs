//! Release packages: any bytes are looked at or refused with a code, and a package in which anything was changed is not sound.

use std::io::{Cursor, Read};
use std::sync::OnceLock;

use partwright_domain::approval::{ApprovalService, Comment};
use partwright_domain::cancel::Cancel;
use partwright_domain::person::{Actor, PersonName, PersonService, Role};
use partwright_domain::release::{Exception, ReleaseService};
use partwright_formats::package::{MANIFEST, pack, verify};
use partwright_testkit::build;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipArchive};

use crate::rows::packed_as;

/// Tries bytes as a package, and in one that is sound: instead of an entry of it, or in the middle of its bytes.
pub fn body(data: &[u8]) {
    is_sound(data);
    let (Some((first, rest)), Package { bytes, entries }) = (data.split_first(), package()) else { return };
    let changed = if let Some((path, _)) = entries.get(usize::from(*first)) {
        packed_otherwise(entries, path, rest)
    } else {
        let place = usize::from(*first) * bytes.len() / 256;
        let end = bytes.len().min(place + rest.len());
        [&bytes[..place], rest, &bytes[end..]].concat()
    };
    assert_eq!(is_sound(&changed), &changed == bytes, "a package is sound as it was made, and in no other way");
}

/// Whether nothing is found in a package. A refusal has a code of an export and a sentence.
fn is_sound(bytes: &[u8]) -> bool {
    match verify(bytes, bytes.len() as u64, &Cancel::new(), &mut |_| {}) {
        Ok(verified) => verified.agrees(),
        Err(error) => {
            assert!(error.code().starts_with("export.") && !error.to_string().is_empty(), "{error:?}");
            false
        }
    }
}

/// A package that is sound, and its entries by their paths.
struct Package {
    bytes: Vec<u8>,
    entries: Vec<(String, Vec<u8>)>,
}

/// That of a board that was released with a part on it and a file beside it.
fn package() -> &'static Package {
    static PACKAGE: OnceLock<Package> = OnceLock::new();
    PACKAGE.get_or_init(|| {
        let bytes = released();
        let mut zip = ZipArchive::new(Cursor::new(&bytes)).expect("a zip");
        let mut entries = Vec::new();
        for place in 0..zip.len() {
            let mut entry = zip.by_index(place).expect("an entry");
            let (path, mut content) = (entry.name().expect("a path").into_owned(), Vec::new());
            entry.read_to_end(&mut content).expect("its bytes");
            entries.push((path, content));
        }
        let (last, _) = entries.last().expect("a manifest");
        assert_eq!(last, MANIFEST);
        assert_eq!(
            packed_otherwise(&entries, MANIFEST, &entries[entries.len() - 1].1),
            bytes,
            "it is packed as it was"
        );
        Package { bytes, entries }
    })
}

fn released() -> Vec<u8> {
    let (ports, ada) = build::workspace();
    build::demand_nothing(&ports);
    let grace =
        PersonService::new(ports.clone()).add(&ada, PersonName::parse("Grace").expect("a name"), Role::Designer);
    let grace = Actor::from(&grace.expect("a person"));
    let resistor = build::part("EL-RES").named("Resistor 10k").mpn("Yageo", "RC0402").add_to(&ports);
    let board = build::part("EL-PCA").named("Board").add_to(&ports);
    build::line(&board, &resistor).add_to(&ports);
    let (files, vault) = build::files(&ports);
    let note = build::new_file("note.txt");
    files.attach(&ada, board.revision.id, note, &mut &b"screw it together"[..], &Cancel::new()).expect("a file");
    for part in [&resistor, &board] {
        let (id, approvals) = (part.revision.id, ApprovalService::new(ports.clone()));
        let silence = || Comment::parse("").expect("no comment");
        approvals.submit(&ada, id, silence()).expect("a request");
        approvals.approve(&grace, id, silence()).expect("a verdict");
        let exception = Exception::parse("").expect("none");
        ReleaseService::new(ports.clone()).release(&grace, id, exception).expect("a release");
    }
    let mut out = Cursor::new(Vec::new());
    let made =
        ports.store.read("test", |seen| pack(seen, &*vault, board.revision.id, &mut out, &Cancel::new(), &mut |_| {}));
    made.expect("a package");
    out.into_inner()
}

/// The package of these entries, of which one has other bytes.
fn packed_otherwise(entries: &[(String, Vec<u8>)], changed: &str, content: &[u8]) -> Vec<u8> {
    let as_ours = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default())
        .system(System::Unix)
        .unix_permissions(0o644);
    let entries =
        entries.iter().map(|(path, own)| (path.as_str(), if path == changed { content } else { own.as_slice() }));
    packed_as(as_ours, entries)
}
