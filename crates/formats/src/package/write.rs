//! Makes a package. Its bytes depend on nothing but the release: not on the machine, the moment, nor the version of a library.

use std::io::{self, Seek, SeekFrom, Write};

use partwright_domain::cancel::Cancel;
use partwright_domain::export::{About, Dossier, Extract, Released};
use partwright_domain::file::{ContentHash, File, Vault};
use partwright_domain::id::RevisionId;
use partwright_domain::release::Frozen;
use partwright_domain::store::Snapshot;
use partwright_domain::workspace::Progress;
use partwright_domain::{Error, Result};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::boms::Bom;
use super::manifest::{FORMAT, VERSION};
use super::pack::Packer;
use super::unpack::too_large;
use super::{FILES, MANIFEST, MOST_CONTENTS, MOST_MANIFEST, MOST_PARTS, Manifest, PARTS, content_path, parts};
use crate::write::{failed, io_failed};

/// A package that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// What it says of itself and of each entry.
    pub manifest: Manifest,
    /// The SHA-256 of the manifest. Two packages with the same one are the same, to the last byte.
    pub sha256: String,
}

impl Made {
    /// How many bytes its entries have, the manifest not counted.
    pub fn bytes(&self) -> u64 {
        self.manifest.entries.iter().map(|entry| entry.size).sum()
    }
}

/// Makes the package of a released revision. Files are copied from the vault piece by piece, and a damaged one is refused.
pub fn pack(
    seen: &dyn Snapshot,
    vault: &dyn Vault,
    revision: RevisionId,
    out: impl Write + Seek,
    cancel: &Cancel,
    progress: &mut dyn FnMut(Progress),
) -> Result<Made> {
    let released = Released::find(seen, revision)?;
    write(&released, vault, out, cancel, progress)
}

/// Makes the package of a released revision and keeps nothing of it but what it says of itself, to compare another with.
pub fn make(
    seen: &dyn Snapshot,
    vault: &dyn Vault,
    revision: RevisionId,
    cancel: &Cancel,
    progress: &mut dyn FnMut(Progress),
) -> Result<Made> {
    pack(seen, vault, revision, Nowhere, cancel, progress)
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
) -> Result<Made> {
    let files = released.files()?;
    let total = files.iter().map(|file| file.content.size).sum();
    let (contents, told) = (contents(released, cancel)?, parts::write(&released.parts()?)?);
    if told.len() as u64 > MOST_PARTS {
        return Err(too_large("bytes of parts", MOST_PARTS));
    }
    let dossier = dossier(released.about(), &contents, &told)?;
    let mut packer = Packer::new(out);
    progress(Progress { done: 0, total });
    packer.entry("audit.json", 0, |out| write_audit(released, out))?;
    for bom in Bom::all() {
        packer.entry(&bom.path(), 0, |out| bom.write(&dossier, out, cancel))?;
    }
    for (path, text) in &contents {
        packer.entry(path, 0, |out| out.write_all(text.as_bytes()).map_err(io_failed))?;
    }
    let mut done = 0;
    for File { name, content, .. } in &files {
        packer.entry(&format!("{FILES}{name}"), content.size, |out| {
            vault.copy(&content.hash, out, cancel).map(drop).map_err(|error| match error {
                Error::File(error) => error.about(name).into(),
                other => other,
            })
        })?;
        done += content.size;
        progress(Progress { done, total });
    }
    packer.entry(PARTS, 0, |out| out.write_all(told.as_bytes()).map_err(io_failed))?;
    finish(packer, released)
}

/// The canonical forms of the release and of all below it, each with its path, in the order of these.
fn contents(released: &Released<'_>, cancel: &Cancel) -> Result<Vec<(String, String)>> {
    let (mut contents, mut size) = (Vec::new(), 0);
    released.contents(&mut |number, label, text| {
        cancel.check()?;
        size += text.len() as u64;
        if size > MOST_CONTENTS {
            return Err(too_large("bytes of content", MOST_CONTENTS));
        }
        contents.push((content_path(number, label), text.to_owned()));
        Ok(())
    })?;
    contents.sort();
    Ok(contents)
}

/// What the BOMs are made from: the texts of the package, read as whoever looks at it reads them.
fn dossier(about: About, contents: &[(String, String)], told: &str) -> Result<Dossier> {
    let frozen = contents
        .iter()
        .map(|(path, text)| Frozen::parse(text).ok_or_else(|| failed(&format!("{path} cannot be read back"))));
    let parts = parts::read(told.as_bytes()).ok_or_else(|| failed(&format!("{PARTS} cannot be read back")))?;
    Dossier::new(about, frozen.collect::<Result<_>>()?, parts)
}

/// Everything the audit says of the revision up to its release, an entry a line; and the hash with which all of the audit ended
/// then, so that whoever has the package has it noted.
fn write_audit(released: &Released<'_>, out: &mut dyn Write) -> Result<()> {
    let mut put = |text: &str| out.write_all(text.as_bytes()).map_err(io_failed);
    let hash = json!(released.audit_hash()?.map(|hash| hash.to_string()));
    put(&format!(
        "{{\n\"format\": \"partwright-audit-extract\",\n\"version\": {VERSION},\n\"hash\": {hash},\n\"entries\": ["
    ))?;
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

/// Ends a package with its manifest.
fn finish<W: Write + Seek>(mut packer: Packer<W>, released: &Released<'_>) -> Result<Made> {
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
        entries: packer.entries.clone(),
    };
    let text = manifest.text()?;
    if text.len() as u64 > MOST_MANIFEST {
        return Err(too_large("bytes of a manifest", MOST_MANIFEST));
    }
    packer.entry(MANIFEST, 0, |out| out.write_all(&text).map_err(io_failed))?;
    packer.finish()?;
    Ok(Made { manifest, sha256: ContentHash(Sha256::digest(&text).into()).to_string() })
}

/// Where a package is written that nobody keeps.
struct Nowhere;

impl Write for Nowhere {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for Nowhere {
    /// Goes to where a packer goes: a place that it counts itself.
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match to {
            SeekFrom::Start(place) => Ok(place),
            SeekFrom::Current(_) | SeekFrom::End(_) => Err(io::ErrorKind::Unsupported.into()),
        }
    }
}
