//! A workspace taken to another folder: its file, its vault and the copies that are kept beside it and share the vault, with no moment in
//! which neither place has all of it.
//!
//! First the vault and those copies are copied, then the file, which gets its name last: what is called a workspace at the new place is a whole
//! one. Only then does the old one go, its file first. Whatever ends in between leaves a whole workspace at one of the two
//! places at least, and the next attempt takes over what was copied.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use partwright_domain::cancel::Cancel;
use partwright_domain::file::{FileError, Stored, pour};
use partwright_domain::store::StoreError;
use partwright_domain::workspace::Progress;
use partwright_domain::{Error, Result};

use super::{beside, kept_with};
use crate::engine::{self, Held, Reading};
use crate::error::from_engine;
use crate::store::SCHEMA;
use crate::vault::{INCOMING, LOCK, flush_folder, folder_beside, real, refuse_within};

/// A workspace that is whole at its new place, and still at its old one.
#[derive(Debug)]
pub struct Relocated {
    held: Held,
    vault: PathBuf,
    copied: Vec<PathBuf>,
    kept: Vec<PathBuf>,
}

/// Copies the workspace `from`, which nobody may have open, to `to`, where nothing may be. Until the answer is dropped nobody
/// can open the old one.
pub fn relocate(from: &Path, to: &Path, cancel: &Cancel, progress: &mut dyn FnMut(Progress)) -> Result<Relocated> {
    if to.exists() {
        return Err(StoreError::Taken { path: to.display().to_string() }.into());
    }
    // A link would stay, and lead to a file that is nobody's any more.
    let from = &real(from);
    refuse_within(from, to)?;
    let held = engine::hold(from, SCHEMA).map_err(from_engine)?;
    let vault = folder_beside(from);
    let mut files = Vec::new();
    list(&vault, Path::new(""), &mut files).map_err(failed)?;
    let copied = copy_all(&vault, &folder_beside(to), &files, cancel, progress)?;
    let kept = copy_kept(from, to, cancel)?;
    let reading = Reading { operation: "workspace.relocate", cancel: Some(cancel.flag()) };
    let mut told = |engine::Progress { done, total }| progress(Progress { done, total });
    held.copy(to, &reading, &mut told).map_err(from_engine)?;
    Ok(Relocated { held, vault, copied, kept })
}

impl Relocated {
    /// Removes the workspace at its old place: its file, then what was copied of its vault and beside it. What else is in that
    /// folder stays.
    pub fn remove_old(self) -> Result<()> {
        let Self { held, vault, copied, kept } = self;
        held.remove().map_err(from_engine)?;
        remove_all(&vault, &copied).map_err(failed)?;
        kept.into_iter().try_for_each(|kept| if_there(fs::remove_file(kept))).map_err(failed)
    }
}

/// Every file below a folder, by its path in it, but for what only says that somebody was at work.
fn list(root: &Path, within: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    let entries = match fs::read_dir(root.join(within)) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let path = within.join(entry.file_name());
        if path == Path::new(INCOMING) || path == Path::new(LOCK) {
            continue;
        }
        if entry.file_type()?.is_dir() { list(root, &path, files)? } else { files.push(path) }
    }
    Ok(())
}

fn copy_all(
    from: &Path,
    to: &Path,
    files: &[PathBuf],
    cancel: &Cancel,
    progress: &mut dyn FnMut(Progress),
) -> Result<Vec<PathBuf>> {
    let total = files.len() as u64;
    for (done, path) in (0..).zip(files) {
        progress(Progress { done, total });
        copy_one(&from.join(path), &to.join(path), cancel)?;
    }
    // A name is on the disk when its folder is, and the old ones go soon; also those that an attempt before left.
    let folders: BTreeSet<&Path> = files.iter().flat_map(|path| path.ancestors().skip(1)).collect();
    folders.into_iter().try_for_each(|folder| flush_folder(&to.join(folder))).map_err(failed)?;
    Ok(files.to_vec())
}

/// Copies what is kept beside a workspace, with its logs, to be kept beside the new one by the same names, and answers what it was.
fn copy_kept(from: &Path, to: &Path, cancel: &Cancel) -> Result<Vec<PathBuf>> {
    let mut kept = Vec::new();
    for ending in kept_with(from)? {
        for ending in [ending.clone(), format!("{ending}-wal")] {
            let (old, new) = (beside(from, &ending), beside(to, &ending));
            if !old.exists() {
                continue;
            }
            if !new.exists() {
                copy_one(&old, &new, cancel)?;
            } else if read(&new, &mut io::sink(), cancel)? != read(&old, &mut io::sink(), cancel)? {
                return Err(StoreError::Taken { path: new.display().to_string() }.into());
            }
            kept.push(old);
        }
    }
    Ok(kept)
}

/// Copies a file and compares what arrived. One that is there with the same bytes was copied by an attempt before.
fn copy_one(from: &Path, to: &Path, cancel: &Cancel) -> Result<()> {
    let wanted = read(from, &mut io::sink(), cancel)?;
    if to.exists() && read(to, &mut io::sink(), cancel)? == wanted {
        return Ok(());
    }
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let unfinished = beside(to, ".unfinished");
    let written = File::create(&unfinished).map_err(failed).and_then(|mut file| {
        read(from, &mut file, cancel)?;
        file.sync_all().map_err(failed)
    });
    let arrived = written.and_then(|()| read(&unfinished, &mut io::sink(), cancel)).and_then(|arrived| {
        if arrived != wanted {
            return Err(failed(io::Error::other(format!("{} did not arrive whole", from.display()))));
        }
        // As old as it was: what nobody names is collected by its age.
        let modified = fs::metadata(from).and_then(|metadata| metadata.modified()).map_err(failed)?;
        let file = File::options().write(true).open(&unfinished).map_err(failed)?;
        file.set_modified(modified).and_then(|()| fs::rename(&unfinished, to)).map_err(failed)
    });
    if arrived.is_err() && unfinished.exists() {
        fs::remove_file(&unfinished).map_err(failed)?;
    }
    arrived
}

/// Reads a file to its end, and answers what it is.
fn read(path: &Path, into: &mut dyn Write, cancel: &Cancel) -> Result<Stored> {
    pour(&mut File::open(path).map_err(failed)?, into, cancel)
}

/// Removes these files and every folder that is empty then.
fn remove_all(root: &Path, files: &[PathBuf]) -> io::Result<()> {
    for path in files {
        if_there(fs::remove_file(root.join(path)))?;
    }
    if_there(fs::remove_file(root.join(LOCK)))?;
    remove_empty(root)
}

fn remove_empty(folder: &Path) -> io::Result<()> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    let mut is_empty = true;
    for entry in entries {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            remove_empty(&entry.path())?;
            is_empty &= !entry.path().exists();
        } else {
            is_empty = false;
        }
    }
    if is_empty { if_there(fs::remove_dir(folder)) } else { Ok(()) }
}

fn if_there(removed: io::Result<()>) -> io::Result<()> {
    match removed {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` hands over")]
fn failed(error: io::Error) -> Error {
    FileError::VaultFailed { detail: error.to_string() }.into()
}
