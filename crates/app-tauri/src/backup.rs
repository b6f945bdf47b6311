//! The copies of the open workspace: which are there, and looking through one of them. That one was looked through is
//! remembered at this machine.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use partwright_domain::Result;
use partwright_domain::cancel::Cancel;
use partwright_domain::file::{self, FileError};
use partwright_domain::store::StoreError;
use partwright_domain::time::Timestamp;
use partwright_domain::workspace::{
    self, Backup, CopyChecked, ENDING, KnownBackup, Stand, Verified, WorkspaceFile, kept_beside,
};

use crate::app::{App, Workspace, whole};

/// In milliseconds.
const DAY: i64 = 86_400_000;

/// Where copies go unless the user says otherwise.
pub fn folder(workspace: &Path) -> PathBuf {
    whole(workspace).with_file_name("backups")
}

/// The copies of the workspace at a path that are there, the newest first; it may be gone itself.
pub fn list(app: &App, workspace: &Path) -> Vec<Backup> {
    let path = whole(workspace);
    workspace::backups(&path, app.recent.read().backups(&path), found(&path), stand)
}

/// Looks through a copy and what is attached to it, answers what is wrong, and remembers when nothing is.
pub fn verify(app: &App, workspace: &Workspace, copy: &Path, cancel: &Cancel) -> Result<Vec<String>> {
    // What is kept beside the workspace shares its vault.
    let is_beside = kept_beside(&whole(&workspace.path), &whole(copy)).is_some();
    let vault = (workspace.vaults)(if is_beside { &workspace.path } else { copy });
    let problems = match app.opener().verify(copy, cancel) {
        Ok(CopyChecked { mut problems, contents }) => {
            problems.extend(sentences(&file::faults(&*vault, contents, cancel)?));
            problems
        }
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
    app.recent.backed_up(&workspace.path, KnownBackup { path: whole(copy), verified, scheduled: None });
}

/// A sentence for each.
pub fn sentences(faults: &[FileError]) -> Vec<String> {
    faults.iter().map(FileError::to_string).collect()
}

/// Removes what was left of backups that were made by themselves when the program was killed, a day ago or earlier: nobody
/// is making them any more.
pub fn sweep(workspace: &Path, file: &dyn WorkspaceFile, now: Timestamp) {
    let is_old = |path: &Path| stand(path).is_some_and(|stand| stand.modified.0.saturating_add(DAY) < now.0);
    let left = names(&folder(workspace)).filter(|path| {
        let name = name(path);
        name.strip_suffix(".unfinished").and_then(|name| name.split_once("-daily")).is_some_and(|(before, after)| {
            after.contains(ENDING) && workspace::is_named_as_backup(workspace, &format!("{before}{ENDING}"))
        })
    });
    for path in left.filter(|path| is_old(path)) {
        // What was attached was copied before the file got its name.
        let copy = name(&path).rsplit_once(ENDING).map(|(stem, _)| path.with_file_name(format!("{stem}{ENDING}")));
        let begun = copy.filter(|copy| !copy.exists());
        if let Err(error) = begun.map_or(Ok(()), |copy| file.prune(&copy)) {
            tracing::warn!(path = %path.display(), %error, "what was copied for an unfinished backup could not be removed");
        } else if let Err(error) = std::fs::remove_file(&path) {
            tracing::warn!(path = %path.display(), %error, "an unfinished backup could not be removed");
        }
    }
}

/// Whether anything bears the name of a copy, or one that begins with it, as what is attached to it does.
pub fn is_taken(copy: &Path) -> bool {
    let begins = |there: PathBuf| name(&there).starts_with(&*name(copy));
    copy.parent().is_some_and(|folder| names(folder).any(begins))
}

/// What lies in the folder of copies under a name that is proposed for one, and what is kept beside the workspace.
fn found(workspace: &Path) -> Vec<PathBuf> {
    let is_copy = |path: &PathBuf| workspace::is_named_as_backup(workspace, &name(path));
    let beside = names(workspace.parent().unwrap_or(workspace)).filter(|path| kept_beside(workspace, path).is_some());
    names(&folder(workspace)).filter(is_copy).chain(beside).collect()
}

/// What a file is called; a path to none, as `/`, has no name.
fn name(path: &Path) -> Cow<'_, str> {
    path.file_name().unwrap_or_default().to_string_lossy()
}

/// What is in a folder. One that cannot be read has nothing to show.
fn names(folder: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path())
}

/// How a copy stands on the disk; nothing where there is none.
pub fn stand(copy: &Path) -> Option<Stand> {
    let metadata = std::fs::metadata(copy).ok().filter(std::fs::Metadata::is_file)?;
    let since = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(Stand { modified: Timestamp(i64::try_from(since.as_millis()).ok()?), bytes: metadata.len() })
}
