//! The copies of the workspace: made, listed and looked through.

use std::path::PathBuf;

use partwright_domain::file::BackedUp;
use partwright_domain::store::StoreError;
use partwright_domain::workspace::{self, Backup, NOT_FROM_ROOT, Stand};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Empty, WorkspaceChecked};
use crate::app::App;
use crate::backup::{self, sentences};
use crate::error::WireError;
use crate::task::Caller;

/// Copies the workspace while everybody goes on working.
#[derive(Debug, Deserialize, TS)]
pub struct WorkspaceBackUpRequest {
    /// The name under which it is followed and can be cancelled.
    task: String,
    /// The whole path of the copy.
    to: String,
}

/// A copy that is there, opened and checked.
#[derive(Debug, Serialize, TS)]
pub struct WorkspaceBackedUp {
    path: String,
    /// Of its file and of its vault.
    bytes: u64,
    /// How many contents of files its vault has.
    contents: u64,
    /// Contents that could not be copied, a sentence each; none when all is well.
    problems: Vec<String>,
}

/// The copies of the workspace that are there.
#[derive(Debug, Serialize, TS)]
pub struct WorkspaceBackups {
    /// Where the next one goes unless the user says otherwise: folder and name, without the day and the ending.
    back_up_to: String,
    /// The newest first.
    backups: Vec<BackupView>,
}

/// A copy of the workspace.
#[derive(Debug, Serialize, TS)]
pub struct BackupView {
    path: String,
    /// The size of its file, without what is attached.
    bytes: u64,
    /// When it was made, in milliseconds since 1970.
    made: i64,
    /// When it was found whole as it is; null when nobody looked, or something was wrong.
    verified: Option<i64>,
}

impl From<Backup> for BackupView {
    fn from(backup: Backup) -> Self {
        let Backup { path, stand: Stand { modified, bytes }, verified } = backup;
        Self { path: path.display().to_string(), bytes, made: modified.0, verified: verified.map(|at| at.0) }
    }
}

/// Looks through a copy of the workspace.
#[derive(Debug, Deserialize, TS)]
pub struct WorkspaceVerifyRequest {
    /// The name under which it can be cancelled.
    task: String,
    /// The whole path of the copy.
    path: String,
}

/// Copies the workspace, and tells the window how far the copy is.
pub fn back_up(caller: &Caller<'_>, request: WorkspaceBackUpRequest) -> Result<WorkspaceBackedUp, WireError> {
    let WorkspaceBackUpRequest { task, to } = request;
    let to = PathBuf::from(to.trim());
    let unreachable =
        |detail: &dyn ToString| StoreError::Unreachable { path: to.display().to_string(), detail: detail.to_string() };
    if !to.is_absolute() {
        return Err(unreachable(&NOT_FROM_ROOT).into());
    }
    let workspace = caller.app.workspace()?;
    let task = caller.app.tasks.begin(task)?;
    // Our own folder is made; a folder that somebody else named and that is not there is a slip of the keyboard.
    let folder = backup::folder(&workspace.path);
    if to.parent() == Some(&folder) {
        std::fs::create_dir_all(&folder).map_err(|error| unreachable(&error))?;
    }
    let copy = (&*to, &*(workspace.vaults)(&to));
    let files = workspace::back_up(&*workspace.file, &workspace.files, copy, &task.cancel, &mut task.teller(caller))?;
    let BackedUp { contents, bytes, faults } = files;
    backup::note(caller.app, &workspace, &to, faults.is_empty());
    let bytes = bytes + std::fs::metadata(&to).map_err(|error| unreachable(&error))?.len();
    Ok(WorkspaceBackedUp { path: to.display().to_string(), bytes, contents, problems: sentences(&faults) })
}

/// The copies of the workspace that are there.
pub fn backups(app: &App, _: Empty) -> Result<WorkspaceBackups, WireError> {
    let workspace = app.workspace()?;
    let proposed = backup::folder(&workspace.path).join(workspace.path.file_stem().unwrap_or_default());
    let backups = backup::list(app, &workspace).into_iter().map(BackupView::from).collect();
    Ok(WorkspaceBackups { back_up_to: proposed.display().to_string(), backups })
}

/// Looks through a copy and all that is attached to it, and answers what is wrong. The copy stays as it is.
pub fn verify(app: &App, request: WorkspaceVerifyRequest) -> Result<WorkspaceChecked, WireError> {
    let WorkspaceVerifyRequest { task, path } = request;
    let path = PathBuf::from(path.trim());
    if !path.is_absolute() {
        let path = path.display().to_string();
        return Err(StoreError::Unreachable { path, detail: NOT_FROM_ROOT.to_owned() }.into());
    }
    let workspace = app.workspace()?;
    let task = app.tasks.begin(task)?;
    Ok(WorkspaceChecked { problems: backup::verify(app, &workspace, &path, &task.cancel)?, history: None })
}
