//! Looks whether a package is what it says: every entry as the manifest names it, what was released as the release's hash
//! says, and the BOMs as they follow from that.
//!
//! A package is read in one pass, piece by piece, as it lies there; nothing is unpacked, and no more is kept than
//! [`package`](super) allows.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::{BufReader, Read};

use partwright_domain::Result;
use partwright_domain::cancel::Cancel;
use partwright_domain::export::ExportError;
use partwright_domain::file::ContentHash;
use partwright_domain::workspace::Progress;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::check;
use super::layout::Placed;
use super::manifest::{FORMAT, VERSION};
use super::unpack::{Unpacker, not_a_package, too_large};
use super::{CONTENTS, Entry, MANIFEST, MOST_CONTENTS, MOST_MANIFEST, MOST_PARTS, Made, Manifest, PARTS, Proof};

/// What looking at a package found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// What it says of itself.
    pub manifest: Manifest,
    /// The SHA-256 of the manifest, which the workspace of the release says too.
    pub sha256: String,
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

    /// The paths of the entries that are proven so, where nothing was found.
    pub fn proven(&self, by: Proof) -> impl Iterator<Item = &str> {
        let paths = self.manifest.entries.iter().map(|entry| &*entry.path);
        paths.filter(move |path| Proof::of(path, self.manifest.form) == by)
    }

    /// Finds what is not as in the package that the workspace makes of the same release.
    pub fn compare(&mut self, made: &Made) {
        if self.sha256 == made.sha256 {
            return;
        }
        let mut differing: BTreeSet<&Entry> = self.manifest.entries.iter().collect();
        let theirs: BTreeSet<&Entry> = made.manifest.entries.iter().collect();
        differing = differing.symmetric_difference(&theirs).copied().collect();
        let paths: BTreeSet<&str> = differing.iter().map(|entry| &*entry.path).chain([MANIFEST]).collect();
        let found = paths.into_iter().map(|path| Finding { path: path.to_owned(), fault: Fault::OtherThanMade });
        self.findings.extend(found);
        self.findings.sort();
        self.findings.dedup();
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

macro_rules! faults {
    ($($(#[$meta:meta])* $variant:ident = $name:literal, $said:literal;)*) => {
        /// What can be wrong with an entry.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Fault { $($(#[$meta])* $variant),* }

        impl Fault {
            /// The fault's name, for programs.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// What is said of an entry that has it.
            const fn said(self) -> &'static str {
                match self { $(Self::$variant => $said),* }
            }
        }
    };
}

faults! {
    /// The manifest names it, and it is not there.
    Missing = "missing", "is named in the manifest and is not there";
    /// It is there, and the manifest does not name it.
    Extra = "extra", "is there and is not named in the manifest";
    /// Its path is none that Partwright writes, and may lead elsewhere.
    Unsafe = "unsafe", "has a path that no package has";
    /// It has another size than the manifest says.
    Size = "size", "has another size than the manifest says";
    /// It has other bytes than the manifest says.
    Changed = "changed", "has other bytes than the manifest says";
    /// The .zip says another checksum of it, so that other programs take it for damaged.
    Checksum = "checksum", "has another checksum than the .zip says";
    /// It cannot be read.
    Unreadable = "unreadable", "cannot be read";
    /// It is not as Partwright writes it from what was released.
    Otherwise = "otherwise", "says more or less than a package says there, or in another way";
    /// Its hash is not the one that the release, or the line that calls for it, names.
    NotReleased = "not_released", "is not the content whose hash was written down";
    /// A line calls for it, and it is not there.
    NotThere = "not_there", "is the content of a part in the BOM, and is not there";
    /// It is not the file that was released.
    OtherFile = "other_file", "is not among what was released, or not as it was";
    /// It does not follow from what was released.
    OtherBom = "other_bom", "says something else than the released content and parts.json";
    /// The workspace makes another one.
    OtherThanMade = "other_than_made", "is not as in the package that the workspace makes";
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.path, self.fault.said())
    }
}

/// What was read of the entries.
#[derive(Default)]
pub(super) struct Seen {
    /// What each entry turned out to be, the manifest not among them.
    pub(super) entries: BTreeMap<String, Entry>,
    /// The canonical forms, as they were written.
    pub(super) contents: BTreeMap<String, String>,
    /// What is told of parts.
    pub(super) parts: Option<Vec<u8>>,
    pub(super) findings: BTreeSet<Finding>,
    /// The manifest, as it was written.
    manifest: Option<Vec<u8>>,
    contents_size: u64,
}

impl Seen {
    pub(super) fn find(&mut self, path: &str, fault: Fault) {
        self.findings.insert(Finding { path: path.to_owned(), fault });
    }
}

/// Looks at a package that has so many bytes. What is no package at all, or one of a newer program, is refused; everything else
/// is told.
pub fn verify(reader: impl Read, total: u64, cancel: &Cancel, progress: &mut dyn FnMut(Progress)) -> Result<Verified> {
    let mut unpacker = Unpacker::new(BufReader::new(reader));
    let mut seen = Seen::default();
    progress(Progress { done: 0, total });
    while let Some(placed) = unpacker.next()? {
        read(&mut unpacker, &placed, &mut seen, cancel)?;
        progress(Progress { done: placed.place.saturating_add(placed.size).min(total), total });
    }
    unpacker.finish()?;
    let text = seen.manifest.take().ok_or_else(|| not_a_package("there is no manifest in it"))?;
    let manifest = manifest(&text)?;
    if !manifest.is_written_so(&text)? {
        seen.find(MANIFEST, Fault::Otherwise);
    }
    compare(&manifest, &mut seen);
    let releases = check::release(&manifest, &mut seen, cancel)?;
    let sha256 = ContentHash(Sha256::digest(&text).into()).to_string();
    Ok(Verified { manifest, sha256, releases, findings: seen.findings.into_iter().collect() })
}

/// What every version of a manifest says first.
#[derive(Deserialize)]
struct Kind {
    format: String,
    version: u64,
}

fn manifest(text: &[u8]) -> Result<Manifest> {
    // Its version first: a newer one may say everything else in another way.
    let Kind { format, version } = serde_json::from_slice(text).map_err(|error| not_a_package(&error.to_string()))?;
    if format != FORMAT {
        return Err(not_a_package("its manifest is another program's"));
    }
    if version > u64::from(VERSION) {
        return Err(ExportError::PackageNewer { version, known: VERSION }.into());
    }
    serde_json::from_slice(text).map_err(|error| not_a_package(&error.to_string()))
}

/// Whether every entry is as the manifest names it.
fn compare(manifest: &Manifest, seen: &mut Seen) {
    let named: BTreeMap<&str, &Entry> = manifest.entries.iter().map(|entry| (&*entry.path, entry)).collect();
    for entry in seen.entries.values().cloned().collect::<Vec<_>>() {
        match named.get(&*entry.path) {
            None => seen.find(&entry.path, Fault::Extra),
            Some(named) if named.size != entry.size => seen.find(&entry.path, Fault::Size),
            Some(named) if named.sha256 != entry.sha256 => seen.find(&entry.path, Fault::Changed),
            Some(_) => {}
        }
    }
    for path in named.keys() {
        if !seen.entries.contains_key(*path) {
            seen.find(path, Fault::Missing);
        }
    }
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

/// Reads an entry to its end, and keeps it where it is looked into.
fn read<R: Read>(unpacker: &mut Unpacker<R>, placed: &Placed, seen: &mut Seen, cancel: &Cancel) -> Result<()> {
    let Placed { path, size, .. } = placed;
    let is_content = path.starts_with(CONTENTS);
    if is_content {
        seen.contents_size = seen.contents_size.saturating_add(*size);
    }
    for (is_kept, size, most, what) in [
        (is_content, seen.contents_size, MOST_CONTENTS, "bytes of content"),
        (path == PARTS, *size, MOST_PARTS, "bytes of parts"),
        (path == MANIFEST, *size, MOST_MANIFEST, "bytes of a manifest"),
    ] {
        if is_kept && size > most {
            return Err(too_large(what, most));
        }
    }
    let is_kept = is_content || path == PARTS || path == MANIFEST;
    let (mut hasher, mut kept) = (Sha256::new(), Vec::new());
    let agrees = unpacker.read(placed, cancel, &mut |piece| {
        hasher.update(piece);
        if is_kept {
            kept.extend_from_slice(piece);
        }
    })?;
    if !agrees {
        seen.find(path, Fault::Checksum);
    }
    if path == MANIFEST {
        seen.manifest = Some(kept);
        return Ok(());
    }
    if !is_safe(path) {
        seen.find(path, Fault::Unsafe);
    }
    if path == PARTS {
        seen.parts = Some(kept);
    } else if is_content {
        match String::from_utf8(kept) {
            Ok(text) => drop(seen.contents.insert(path.clone(), text)),
            Err(_) => seen.find(path, Fault::Unreadable),
        }
    }
    let sha256 = ContentHash(hasher.finalize().into()).to_string();
    seen.entries.insert(path.clone(), Entry { path: path.clone(), size: *size, sha256 });
    Ok(())
}
