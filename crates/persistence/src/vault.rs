//! The vault on disk: a folder beside the database, with a file a content.
//!
//! `<workspace>-files/ab/cdef…` is the content whose SHA-256 begins with `ab`. A content is written to a file of its own in
//! `incoming`, flushed, renamed to its name, and its folder flushed; so under its name there is all of it, or nothing. It is
//! never changed afterwards.
//!
//! `lock` is locked by whoever needs the answer to "is it there?" to stay true for a moment: who gives a content its name, and who
//! collects. The lock is the operating system's, so it holds between programs too, and ends with its holder.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::Metadata;
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, UNIX_EPOCH};

use partwright_domain::cancel::Cancel;
use partwright_domain::file::{Collected, ContentHash, FileError, Stored, Vault, pour};
use partwright_domain::store::StoreError;
use partwright_domain::time::{Clock, Timestamp};
use partwright_domain::{Error, Result};

use super::disk::{self, File};

/// What comes in, until it has its name.
pub(crate) const INCOMING: &str = "incoming";
/// What is locked.
pub(crate) const LOCK: &str = "lock";

/// Puts of this process; with its number, a name for what comes in that no other put has.
static PUTS: AtomicU64 = AtomicU64::new(0);

/// The vault of a workspace in a file.
pub struct DiskVault {
    folder: PathBuf,
    clock: Arc<dyn Clock>,
}

impl std::fmt::Debug for DiskVault {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("DiskVault").field("folder", &self.folder).finish_non_exhaustive()
    }
}

impl DiskVault {
    /// The vault beside the workspace in this file. Its folder is made with the first content.
    pub fn beside(workspace: &Path, clock: Arc<dyn Clock>) -> Self {
        Self { folder: folder_beside(workspace), clock }
    }

    /// Where it is.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn path(&self, hash: &ContentHash) -> PathBuf {
        let digits = hash.to_string();
        self.folder.join(&digits[..2]).join(&digits[2..])
    }

    fn lock(&self) -> io::Result<File> {
        File::options().create(true).truncate(false).write(true).open(self.folder.join(LOCK))
    }

    /// A new file for what comes in. A name that is there was left by a program of our number that was interrupted.
    fn incoming(&self) -> io::Result<(PathBuf, File)> {
        let folder = self.folder.join(INCOMING);
        disk::create_dir_all(&folder)?;
        loop {
            let path = folder.join(format!("{}-{}", process::id(), PUTS.fetch_add(1, Ordering::Relaxed)));
            match File::create_new(&path) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                file => return file.map(|file| (path, file)),
            }
        }
    }

    /// Gives what came in its name, unless the same content is there already, and flushes both.
    ///
    /// The folder is flushed in either case: whoever wrote what is there may not have come so far yet.
    fn settle(&self, incoming: &Path, file: &File, stored: &Stored) -> io::Result<()> {
        let path = self.path(&stored.hash);
        let now = UNIX_EPOCH + Duration::from_millis(u64::try_from(self.clock.now().0).unwrap_or_default());
        let lock = self.lock()?;
        // Alone: of two who put the same at once, the second would give its own the name that the first has told is on the disk,
        // and that name is on the disk no more until it is flushed again.
        lock.lock()?;
        if is_sound(&path, stored)? {
            File::options().write(true).open(&path)?.set_modified(now)?;
            disk::remove_file(incoming)?;
        } else {
            file.set_modified(now)?;
            file.sync_all()?;
            if let Some(folder) = path.parent() {
                disk::create_dir_all(folder)?;
            }
            disk::rename(incoming, &path)?;
        }
        // Up to the folder that the workspace is in: a name is on the disk when its folder is.
        path.ancestors().skip(1).take(3).try_for_each(flush_folder)
    }

    /// Removes what in this folder is not to be kept and was last put before that moment.
    fn collect_in(
        &self,
        folder: &Path,
        put_before: Timestamp,
        keep: impl Fn(&OsString) -> bool,
        collected: &mut Collected,
    ) -> io::Result<()> {
        let lock = self.lock()?;
        // Alone: between the look at its age and its end nobody may find a content to be there already.
        lock.lock()?;
        for entry in disk::read_dir(folder)? {
            let entry = entry?;
            if keep(&entry.file_name()) {
                continue;
            }
            let metadata = match entry.metadata() {
                // What came in was cancelled meanwhile; that needs no lock.
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                metadata => metadata?,
            };
            if metadata.is_file() && put_at(&metadata)? < put_before {
                disk::remove_file(entry.path())?;
                collected.contents += 1;
                collected.bytes += metadata.len();
            }
        }
        Ok(())
    }
}

impl Vault for DiskVault {
    fn put(&self, content: &mut dyn Read, cancel: &Cancel) -> Result<Stored> {
        let (incoming, mut file) = self.incoming().map_err(failed)?;
        let settled = pour(content, &mut file, cancel)
            .and_then(|stored| self.settle(&incoming, &file, &stored).map(|()| stored).map_err(failed));
        drop(file);
        if settled.is_err() {
            discard(&incoming);
        }
        settled
    }

    fn copy(&self, hash: &ContentHash, to: &mut dyn Write, cancel: &Cancel) -> Result<Stored> {
        let mut file = match File::open(self.path(hash)) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Err(FileError::Missing { content: hash.to_string() }.into());
            }
            Err(error) => return Err(failed(error)),
        };
        let stored = pour(&mut file, to, cancel)?;
        if stored.hash == *hash { Ok(stored) } else { Err(FileError::Damaged { content: hash.to_string() }.into()) }
    }

    fn collect(&self, keep: &BTreeSet<ContentHash>, put_before: Timestamp) -> Result<Collected> {
        let mut collected = Collected::default();
        let folders = match disk::read_dir(&self.folder) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(collected),
            folders => folders.map_err(failed)?,
        };
        for folder in folders {
            let folder = folder.map_err(failed)?;
            if !folder.file_type().map_err(failed)?.is_dir() {
                continue;
            }
            let name = folder.file_name();
            let swept = match name.to_str() {
                Some(INCOMING) => {
                    // Nobody names what is incoming by its hash; what is left of it is old.
                    self.collect_in(&folder.path(), put_before, |_| false, &mut Collected::default())
                }
                Some(beginning) if beginning.len() == 2 => {
                    // A file that is named otherwise is not the vault's, and is left alone.
                    let is_kept = |rest: &OsString| {
                        let hash = rest.to_str().and_then(|rest| ContentHash::parse(&format!("{beginning}{rest}")));
                        hash.is_none_or(|hash| keep.contains(&hash))
                    };
                    self.collect_in(&folder.path(), put_before, is_kept, &mut collected)
                }
                _ => Ok(()),
            };
            swept.map_err(failed)?;
        }
        Ok(collected)
    }
}

/// The folder of a workspace's vault: beside its file, also where a link to that is named.
pub(crate) fn folder_beside(workspace: &Path) -> PathBuf {
    let mut folder = real(workspace).into_os_string();
    folder.push("-files");
    folder.into()
}

/// Where a file is: the path itself, or what it leads to where it is a link.
pub(crate) fn real(path: &Path) -> PathBuf {
    if path.is_symlink() { path.canonicalize().unwrap_or_else(|_| path.to_owned()) } else { path.to_owned() }
}

/// Refuses a new file in the vault of a workspace, or in its place.
pub(crate) fn refuse_within(workspace: &Path, file: &Path) -> Result<(), StoreError> {
    // Of what is not there yet, its folder is.
    let resolved = |path: &Path| match (path.canonicalize(), path.parent().map(Path::canonicalize), path.file_name()) {
        (Ok(real), ..) => real,
        (_, Some(Ok(folder)), Some(name)) => folder.join(name),
        _ => path.to_owned(),
    };
    if resolved(file).starts_with(resolved(&folder_beside(workspace))) {
        let detail = "what is attached to the workspace is kept there".to_owned();
        return Err(StoreError::Unreachable { path: file.display().to_string(), detail });
    }
    Ok(())
}

/// Whether the content is at its place, whole: to attach the same file again is how damage is repaired.
fn is_sound(path: &Path, stored: &Stored) -> io::Result<bool> {
    let mut file = match File::open(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        file => file?,
    };
    if file.metadata()?.len() != stored.size {
        return Ok(false);
    }
    // A file that cannot be read to its end is as good as none.
    Ok(pour(&mut file, &mut io::sink(), &Cancel::new()).is_ok_and(|there| there == *stored))
}

/// When a file was last put, as its time of change says.
fn put_at(metadata: &Metadata) -> io::Result<Timestamp> {
    let since = metadata.modified()?.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis());
    Ok(Timestamp(i64::try_from(since).unwrap_or(i64::MAX)))
}

/// Windows has no such thing to ask for.
pub(crate) fn flush_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(if folder.as_os_str().is_empty() { Path::new(".") } else { folder })?.sync_all()
    } else {
        Ok(())
    }
}

/// Removes what came in and is not wanted; what cannot be removed now is collected later.
fn discard(incoming: &Path) {
    match disk::remove_file(incoming) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            tracing::warn!(path = %incoming.display(), %error, "what came in could not be removed");
        }
        _ => {}
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` hands over")]
fn failed(error: io::Error) -> Error {
    FileError::VaultFailed { detail: error.to_string() }.into()
}
