//! Looks whether a package is what it says: every entry as the manifest names it, the manifest as the release's hash.
//!
//! A package comes from elsewhere and is trusted in nothing. It is read in one pass, piece by piece; nothing is unpacked, no
//! entry is read beyond the size that is named for it, and a .zip that can be read in two ways is not read at all.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::{Read, Seek};

use partwright_domain::Result;
use partwright_domain::cancel::Cancel;
use partwright_domain::export::ExportError;
use partwright_domain::file::ContentHash;
use partwright_domain::workspace::Progress;
use sha2::{Digest, Sha256};
use zip::{ZipArchive, ZipReadOptions};

use super::check;
use super::manifest::{FORMAT, VERSION};
use super::{CONTENTS, Entry, MANIFEST, Manifest, OWN_BOM};

/// The most bytes of what is read as a whole: the manifest, a canonical form, a BOM.
const MOST_TEXT: u64 = 256 * 1024 * 1024;

/// What looking at a package found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// What it says of itself.
    pub manifest: Manifest,
    /// How many canonical forms of releases were looked at.
    pub releases: usize,
    /// What is not as it should be, in the order of paths; nothing for a package that is what it says.
    pub findings: Vec<Finding>,
}

impl Verified {
    /// Whether it is what it says.
    pub fn agrees(&self) -> bool {
        self.findings.is_empty()
    }
}

/// Something that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Where.
    pub path: String,
    /// What.
    pub fault: Fault,
}

/// What can be wrong with an entry.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// The manifest names it, and it is not there.
    Missing,
    /// It is there, and the manifest does not name it.
    Extra,
    /// Its path is none that Partwright writes, and may lead elsewhere.
    Unsafe,
    /// It has another size than the manifest says.
    Size,
    /// It has other bytes than the manifest says.
    Changed,
    /// It cannot be read.
    Unreadable,
    /// Its hash is not the one that the release, or the line that calls for it, names.
    NotReleased,
    /// A line calls for it, and it is not there.
    NotThere,
    /// It is not the file that was released.
    OtherFile,
    /// Its lines are not those that were released.
    OtherLines,
}

impl Fault {
    /// The fault's name, for programs.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Extra => "extra",
            Self::Unsafe => "unsafe",
            Self::Size => "size",
            Self::Changed => "changed",
            Self::Unreadable => "unreadable",
            Self::NotReleased => "not_released",
            Self::NotThere => "not_there",
            Self::OtherFile => "other_file",
            Self::OtherLines => "other_lines",
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said = match self.fault {
            Fault::Missing => "is named in the manifest and is not there",
            Fault::Extra => "is there and is not named in the manifest",
            Fault::Unsafe => "has a path that no package has",
            Fault::Size => "has another size than the manifest says",
            Fault::Changed => "has other bytes than the manifest says",
            Fault::Unreadable => "cannot be read",
            Fault::NotReleased => "is not the content whose hash was written down",
            Fault::NotThere => "is the content of a part in the BOM, and is not there",
            Fault::OtherFile => "is not among what was released, or not as it was",
            Fault::OtherLines => "has other lines than were released",
        };
        write!(formatter, "{} {said}", self.path)
    }
}

/// What was read of the entries that are looked into.
pub(super) struct Seen {
    pub(super) manifest: Manifest,
    /// The hash that each entry has.
    pub(super) hashes: BTreeMap<String, String>,
    /// The canonical forms, and the revision's own BOM.
    pub(super) texts: BTreeMap<String, String>,
    pub(super) findings: BTreeSet<Finding>,
}

impl Seen {
    pub(super) fn find(&mut self, path: &str, fault: Fault) {
        self.findings.insert(Finding { path: path.to_owned(), fault });
    }
}

/// Looks at a package. What is no package at all, or one of a newer program, is refused; everything else is told.
pub fn verify(reader: impl Read + Seek, cancel: &Cancel, progress: &mut dyn FnMut(Progress)) -> Result<Verified> {
    let mut zip = ZipArchive::new(reader).map_err(|error| no_package(&error))?;
    // The same name twice, entries that overlap, a list that says other than the entries themselves: what one program reads
    // in such a file another does not.
    zip.validate_header_consistency().map_err(|error| no_package(&error))?;
    let manifest = manifest(&mut zip)?;
    let named: BTreeMap<String, Entry> =
        manifest.entries.iter().map(|entry| (entry.path.clone(), entry.clone())).collect();
    let total = manifest.entries.iter().fold(0_u64, |sum, entry| sum.saturating_add(entry.size));
    let mut seen = Seen { manifest, hashes: BTreeMap::new(), texts: BTreeMap::new(), findings: BTreeSet::new() };
    let mut done = 0;
    progress(Progress { done, total });
    for index in 0..zip.len() {
        cancel.check()?;
        let Some(Ok(path)) = zip.name_for_index(index).map(|path| path.map(Cow::into_owned)) else {
            seen.find(&format!("entry {index}"), Fault::Unsafe);
            continue;
        };
        if path == MANIFEST {
            continue;
        }
        if !is_safe(&path) {
            seen.find(&path, Fault::Unsafe);
        }
        let Some(entry) = named.get(&path) else {
            seen.find(&path, Fault::Extra);
            continue;
        };
        read(&mut zip, index, entry, &mut seen, cancel)?;
        done = done.saturating_add(entry.size);
        progress(Progress { done, total });
    }
    for path in named.keys().filter(|path| zip.index_for_name(path).is_none()) {
        seen.find(path, Fault::Missing);
    }
    let releases = check::release(&mut seen);
    Ok(Verified { manifest: seen.manifest, releases, findings: seen.findings.into_iter().collect() })
}

fn no_package(error: &impl ToString) -> ExportError {
    ExportError::NotAPackage { detail: error.to_string() }
}

fn manifest<R: Read + Seek>(zip: &mut ZipArchive<R>) -> Result<Manifest> {
    let missing = "there is no manifest in it";
    let entry = zip.by_name(MANIFEST).map_err(|_| no_package(&missing))?;
    let mut text = Vec::new();
    entry.take(MOST_TEXT).read_to_end(&mut text).map_err(|error| no_package(&error))?;
    // Its version first: a newer one may say everything else in another way.
    let value: serde_json::Value = serde_json::from_slice(&text).map_err(|error| no_package(&error))?;
    if value["format"] != FORMAT {
        return Err(no_package(&"its manifest is another program's").into());
    }
    match value["version"].as_u64() {
        Some(version) if version > u64::from(VERSION) => {
            return Err(ExportError::PackageNewer { version, known: VERSION }.into());
        }
        _ => {}
    }
    Ok(serde_json::from_value(value).map_err(|error| no_package(&error))?)
}

/// Whether a path is one that Partwright writes: relative, with forward slashes, and without a way up.
fn is_safe(path: &str) -> bool {
    let parts = path.split('/');
    let is_name = |part: &str| {
        !part.is_empty()
            && !matches!(part, "." | "..")
            && !part.contains(['\\', ':'])
            && !part.chars().any(char::is_control)
    };
    parts.clone().count() <= 2 && parts.clone().all(is_name)
}

/// Reads an entry to its end, or one byte beyond the size that is named for it.
fn read<R: Read + Seek>(
    zip: &mut ZipArchive<R>,
    index: usize,
    named: &Entry,
    seen: &mut Seen,
    cancel: &Cancel,
) -> Result<()> {
    let path = &named.path;
    let is_text = path.starts_with(CONTENTS) || path == OWN_BOM;
    let (mut hasher, mut size, mut text) = (Sha256::new(), 0_u64, Vec::new());
    let mut piece = vec![0; 1 << 16];
    // The checksum of a .zip says less than ours does: what it refuses is not unreadable, but changed.
    match zip.by_index_with_options(index, ZipReadOptions::new().ignore_crc32(true)) {
        Err(_) => {
            seen.find(path, Fault::Unreadable);
            return Ok(());
        }
        Ok(entry) => {
            let mut entry = entry.take(named.size.saturating_add(1));
            loop {
                cancel.check()?;
                let length = match entry.read(&mut piece) {
                    Ok(0) => break,
                    Ok(length) => length,
                    Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                    Err(_) => {
                        seen.find(path, Fault::Unreadable);
                        return Ok(());
                    }
                };
                hasher.update(&piece[..length]);
                size += length as u64;
                if is_text && size <= MOST_TEXT {
                    text.extend_from_slice(&piece[..length]);
                }
            }
        }
    }
    let hash = ContentHash(hasher.finalize().into()).to_string();
    if size != named.size {
        seen.find(path, Fault::Size);
    } else if hash != named.sha256 {
        seen.find(path, Fault::Changed);
    }
    if is_text {
        match String::from_utf8(text) {
            Ok(text) if size <= MOST_TEXT => drop(seen.texts.insert(path.clone(), text)),
            _ => seen.find(path, Fault::Unreadable),
        }
    }
    seen.hashes.insert(path.clone(), hash);
    Ok(())
}
