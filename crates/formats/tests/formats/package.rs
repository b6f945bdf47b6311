//! Release packages: the same release is the same bytes, and whatever is done to them is found.

mod same;
mod strict;
mod tamper;

use std::io::{Cursor, Read, Write as _};
use std::sync::Arc;

use partwright_domain::Result;
use partwright_domain::approval::{ApprovalService, Comment};
use partwright_domain::cancel::Cancel;
use partwright_domain::file::FileService;
use partwright_domain::id::RevisionId;
use partwright_domain::person::{Actor, PersonName, PersonService, Role};
use partwright_domain::ports::Ports;
use partwright_domain::release::{Exception, ReleaseService};
use partwright_formats::package::{MANIFEST, Made, Verified, make, pack, verify};
use partwright_testkit::build::{self, Built, Lamp};
use partwright_testkit::vault::MemoryVault;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipArchive, ZipWriter};

/// A lamp that was released with two files, all below it too but the LED, which is not fitted.
struct Shop {
    ports: Ports,
    vault: Arc<MemoryVault>,
    ada: Actor,
    grace: Actor,
    lamp: Lamp,
}

fn shop() -> Shop {
    let (ports, ada) = build::workspace();
    build::demand_nothing(&ports);
    let lamp = build::lamp(&ports);
    let name = PersonName::parse("Grace").expect("a name");
    let grace = Actor::from(&PersonService::new(ports.clone()).add(&ada, name, Role::Designer).expect("a person"));
    let (files, vault) = build::files(&ports);
    let shop = Shop { ports, vault, ada, grace, lamp };
    shop.attach(&files, "assembly.txt", b"screw it together");
    shop.attach(&files, "Schematic µ.txt", &[0, 255].repeat(100_000));
    for part in [&shop.lamp.resistor, &shop.lamp.capacitor, &shop.lamp.cable, &shop.lamp.screw] {
        shop.release(part, "");
    }
    shop.release(&shop.lamp.board, "the LED is not fitted");
    shop.release(&shop.lamp.lamp, "");
    shop
}

impl Shop {
    fn attach(&self, files: &FileService, name: &str, bytes: &[u8]) {
        let id = self.lamp.lamp.revision.id;
        files.attach(&self.ada, id, build::new_file(name), &mut &*bytes, &Cancel::new()).expect("a file");
    }

    /// Takes a part through review to its release, as people do.
    fn release(&self, built: &Built, exception: &str) {
        let (id, approvals) = (built.revision.id, ApprovalService::new(self.ports.clone()));
        let silence = || Comment::parse("").expect("no comment");
        approvals.submit(&self.ada, id, silence()).expect("a request");
        approvals.approve(&self.grace, id, silence()).expect("a verdict");
        let exception = Exception::parse(exception).expect("a reason");
        ReleaseService::new(self.ports.clone()).release(&self.grace, id, exception).expect("a release");
    }

    fn try_pack(&self, id: RevisionId) -> Result<(Vec<u8>, Made)> {
        let mut out = Cursor::new(Vec::new());
        let packed = self
            .ports
            .store
            .read("test", |seen| pack(seen, &*self.vault, id, &mut out, &Cancel::new(), &mut |_| {}))?;
        Ok((out.into_inner(), packed))
    }

    fn pack(&self) -> Vec<u8> {
        self.try_pack(self.lamp.lamp.revision.id).expect("a package").0
    }

    /// The package as it would be made again.
    fn make(&self) -> Made {
        let id = self.lamp.lamp.revision.id;
        let made = self.ports.store.read("test", |seen| make(seen, &*self.vault, id, &Cancel::new(), &mut |_| {}));
        made.expect("a package")
    }
}

fn look(bytes: &[u8]) -> Result<Verified> {
    verify(bytes, bytes.len() as u64, &Cancel::new(), &mut |_| {})
}

/// The entries of a package, in their order.
fn entries(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let entry = |index| {
        let mut entry = zip.by_index(index).expect("an entry");
        let path = entry.name().expect("a name").into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).expect("its bytes");
        (path, bytes)
    };
    (0..ZipArchive::new(Cursor::new(bytes)).expect("a zip").len()).map(entry).collect()
}

/// A zip of these entries, packed as a package is: in the order of their paths, the manifest last.
fn zip(entries: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut entries: Vec<_> = entries.iter().collect();
    entries.sort_by_key(|(path, _)| (path == MANIFEST, path));
    let mut bytes = Cursor::new(Vec::new());
    let mut zip = ZipWriter::new(&mut bytes);
    for (path, content) in entries {
        zip.start_file(path, packed()).expect("an entry");
        zip.write_all(content).expect("its bytes");
    }
    zip.finish().expect("a zip");
    bytes.into_inner()
}

/// What the library is told so that it packs as we do.
fn packed() -> SimpleFileOptions {
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    options.last_modified_time(DateTime::default()).system(System::Unix).unix_permissions(0o644)
}
