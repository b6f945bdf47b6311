//! The copies of the open workspace: which are there, and looking through one of them. That one was looked through is
//! remembered at this machine.

use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use partwright_domain::Result;
use partwright_domain::cancel::Cancel;
use partwright_domain::file::{self, FileError};
use partwright_domain::store::StoreError;
use partwright_domain::time::Timestamp;
use partwright_domain::workspace::{self, Backup, KnownBackup, Stand, Verified};

use crate::app::{App, Workspace, whole};

/// Where copies go unless the user says otherwise.
pub fn folder(workspace: &Path) -> PathBuf {
    whole(workspace).with_file_name("backups")
}

/// The copies that are there, the newest first.
pub fn list(app: &App, workspace: &Workspace) -> Vec<Backup> {
    let path = whole(&workspace.path);
    workspace::backups(app.recent.read().backups(&path), found(&path), stand)
}

/// Looks through a copy and what is attached to it, answers what is wrong, and remembers when nothing is.
pub fn verify(app: &App, workspace: &Workspace, copy: &Path, cancel: &Cancel) -> Result<Vec<String>> {
    let problems = match app.opener().verify(copy, cancel) {
        Ok(contents) => sentences(&file::faults(&*(workspace.vaults)(copy), contents, cancel)?),
        // Of a copy this is the answer, and no reason why there is none.
        Err(partwright_domain::Error::Store(StoreError::Damaged { detail, .. })) => vec![detail],
        Err(error) => return Err(error),
    };
    note(app, workspace, copy, problems.is_empty());
    Ok(problems)
}

/// Remembers a copy, and that it was found whole.
pub fn note(app: &App, workspace: &Workspace, copy: &Path, is_whole: bool) {
    let at = workspace.ports.clock.now();
    let verified = stand(copy).filter(|_| is_whole).map(|stand| Verified { at, stand });
    app.recent.backed_up(&workspace.path, KnownBackup { path: whole(copy), verified });
}

/// A sentence for each.
pub fn sentences(faults: &[FileError]) -> Vec<String> {
    faults.iter().map(FileError::to_string).collect()
}

/// What lies in the folder of copies under a name that is proposed for one. A folder that cannot be read has none to show.
fn found(workspace: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder(workspace)).into_iter().flatten().flatten();
    let is_copy = |name: &std::ffi::OsStr| workspace::is_named_as_backup(workspace, &name.to_string_lossy());
    entries.filter(|entry| is_copy(&entry.file_name())).map(|entry| entry.path()).collect()
}

fn stand(copy: &Path) -> Option<Stand> {
    let metadata = std::fs::metadata(copy).ok().filter(std::fs::Metadata::is_file)?;
    let since = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(Stand { modified: Timestamp(i64::try_from(since.as_millis()).ok()?), bytes: metadata.len() })
}
