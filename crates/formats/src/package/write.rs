//! Makes a package. Entries stand in the order of their paths, uncompressed and without times, so that its bytes depend on
//! nothing but the release: not on the machine, the moment, nor the version of a library that compresses.

use std::io::{self, Seek, Write};

use partwright_domain::cancel::Cancel;
use partwright_domain::export::{Extract, Released, Shape, Sink, Watch};
use partwright_domain::file::{ContentHash, File, Vault};
use partwright_domain::id::RevisionId;
use partwright_domain::store::Snapshot;
use partwright_domain::workspace::Progress;
use partwright_domain::{Error, Result};
use serde_json::json;
use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

use super::manifest::{FORMAT, VERSION};
use super::{Entry, FILES, MANIFEST, Manifest, content_path};
use crate::write::{Csv, Html, Json, Options, failed, io_failed};

/// The BOMs of a package, in the order of their paths.
const BOMS: [(Shape, &str); 7] = [
    (Shape::Flat, "csv"),
    (Shape::Flat, "json"),
    (Shape::Indented, "csv"),
    (Shape::Indented, "html"),
    (Shape::Indented, "json"),
    (Shape::OneLevel, "csv"),
    (Shape::OneLevel, "json"),
];

/// From this size on an entry needs the larger fields of a .zip.
const LARGE: u64 = u32::MAX as u64;

/// What was put into a package.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Packed {
    /// How many entries, the manifest not counted.
    pub entries: usize,
    /// How many bytes they have.
    pub bytes: u64,
}

/// Makes the package of a released revision. Files are copied from the vault piece by piece, and a damaged one is refused.
pub fn pack(
    seen: &dyn Snapshot,
    vault: &dyn Vault,
    revision: RevisionId,
    out: impl Write + Seek,
    cancel: &Cancel,
    progress: &mut dyn FnMut(Progress),
) -> Result<Packed> {
    let released = Released::find(seen, revision)?;
    write(&released, vault, out, cancel, progress)
}

/// A name for the file of a package, without its ending: `EL-PCB-100012 B package`.
pub fn stem(seen: &dyn Snapshot, revision: RevisionId) -> Result<String> {
    let Released { part, revision, .. } = Released::find(seen, revision)?;
    Ok(format!("{} {} package", part.number, revision.label))
}

/// Makes the package of a release.
pub fn write(
    released: &Released<'_>,
    vault: &dyn Vault,
    out: impl Write + Seek,
    cancel: &Cancel,
    progress: &mut dyn FnMut(Progress),
) -> Result<Packed> {
    let files = released.files()?;
    let total = files.iter().map(|file| file.content.size).sum();
    let mut packer = Packer { zip: ZipWriter::new(out), entries: Vec::new() };
    progress(Progress { done: 0, total });
    packer.entry("audit.json", |out| write_audit(released, out))?;
    for (shape, ending) in BOMS {
        packer.entry(&format!("bom/{}.{ending}", shape.name()), |out| {
            let mut sink: Box<dyn Sink + '_> = match ending {
                "csv" => Box::new(Csv::new(out, Options::default())),
                "html" => Box::new(Html::new(out)),
                _ => Box::new(Json::new(out)),
            };
            released.bom(shape, &mut *sink, &mut Watch::new(cancel, &mut |_| {}))
        })?;
    }
    released.contents(&mut |number, label, text| {
        cancel.check()?;
        packer.entry(&content_path(number, label), |out| out.write_all(text.as_bytes()).map_err(io_failed))
    })?;
    let mut done = 0;
    for File { name, content, .. } in &files {
        packer.sized_entry(&format!("{FILES}{name}"), content.size, |out| {
            vault.copy(&content.hash, out, cancel).map(drop).map_err(|error| match error {
                Error::File(error) => error.about(name).into(),
                other => other,
            })
        })?;
        done += content.size;
        progress(Progress { done, total });
    }
    packer.finish(released)
}

/// Everything the audit says of the revision up to its release, an entry a line.
fn write_audit(released: &Released<'_>, out: &mut dyn Write) -> Result<()> {
    let mut put = |text: &str| out.write_all(text.as_bytes()).map_err(io_failed);
    put(&format!("{{\n\"format\": \"partwright-audit-extract\",\n\"version\": {VERSION},\n\"entries\": ["))?;
    let mut first = true;
    released.audit(&mut |Extract { unit, at, person, operation, entry }| {
        put(if first { "\n" } else { ",\n" })?;
        first = false;
        let entry = json!({
            "unit": unit,
            "at": at.rfc3339(),
            "person": person,
            "operation": operation,
            "room": entry.room.name(),
            "action": entry.action.name(),
            "thing": entry.title,
            "before": entry.before,
            "after": entry.after,
        });
        put(&entry.to_string())
    })?;
    put("\n]\n}\n")
}

/// A package in the making.
struct Packer<W: Write + Seek> {
    zip: ZipWriter<W>,
    entries: Vec<Entry>,
}

impl<W: Write + Seek> Packer<W> {
    fn entry(&mut self, path: &str, make: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
        self.sized_entry(path, 0, make)
    }

    /// Writes an entry of about that size, and notes what it turned out to be.
    fn sized_entry(&mut self, path: &str, size: u64, make: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
        self.start(path, size)?;
        let mut hashed = Hashed { out: &mut self.zip, hasher: Sha256::new(), size: 0 };
        make(&mut hashed)?;
        let Hashed { hasher, size, .. } = hashed;
        self.entries.push(Entry {
            path: path.to_owned(),
            size,
            sha256: ContentHash(hasher.finalize().into()).to_string(),
        });
        Ok(())
    }

    fn start(&mut self, path: &str, size: u64) -> Result<()> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .last_modified_time(DateTime::default())
            .system(System::Unix)
            .unix_permissions(0o644)
            .large_file(size >= LARGE);
        self.zip.start_file(path, options).map_err(|error| failed(&error))
    }

    fn finish(mut self, released: &Released<'_>) -> Result<Packed> {
        let Released { part, revision, release, released_by, .. } = released;
        let manifest = Manifest {
            format: FORMAT.to_owned(),
            version: VERSION,
            part_number: part.number.to_string(),
            name: part.name.to_string(),
            revision: revision.label.clone(),
            released: release.at.rfc3339(),
            released_by: released_by.clone(),
            form: release.form.number(),
            hash: release.hash.to_string(),
            exception: release.exception.to_string(),
            entries: std::mem::take(&mut self.entries),
        };
        self.start(MANIFEST, 0)?;
        let mut text = serde_json::to_vec_pretty(&manifest).map_err(|error| failed(&error))?;
        text.push(b'\n');
        self.zip.write_all(&text).map_err(io_failed)?;
        let mut out = self.zip.finish().map_err(|error| failed(&error))?;
        out.flush().map_err(io_failed)?;
        let bytes = manifest.entries.iter().map(|entry| entry.size).sum();
        Ok(Packed { entries: manifest.entries.len(), bytes })
    }
}

/// A writer that hashes what goes through it.
struct Hashed<'z, W: Write> {
    out: &'z mut W,
    hasher: Sha256,
    size: u64,
}

impl<W: Write> Write for Hashed<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let length = self.out.write(bytes)?;
        self.hasher.update(&bytes[..length]);
        self.size += length as u64;
        Ok(length)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
