//! The copies of the workspace: made, listed and looked through.

use std::io;

use partwright_domain::Error;
use partwright_domain::store::{Snapshot, StoreError};
use partwright_domain::workspace::{self, Backup, Content, Keep, Newest, Origin, Schedule, Stand, WorkspaceError};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Empty, WorkspaceChecked, from_root};
use crate::app::{App, is_same};
use crate::backup;
use crate::daily;
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
    /// Those that this machine makes by itself.
    schedule: ScheduleView,
}

/// Whether this machine makes backups of the workspace by itself.
#[derive(Debug, Serialize, TS)]
#[ts(rename = "BackupSchedule")]
pub struct ScheduleView {
    on: bool,
    /// How many of them stay.
    keep: u32,
    /// How many at most can.
    keep_at_most: u32,
    /// Why the last one failed, since the program was started; null when it did not.
    failed: Option<WireError>,
}

/// Has backups made by themselves, or not.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
pub struct WorkspaceScheduleRequest {
    on: bool,
    keep: u32,
}

/// Asks for the copies of a workspace.
#[derive(Debug, Deserialize, TS)]
pub struct WorkspaceCopiesRequest {
    /// The whole path of the workspace, which may be gone.
    path: String,
}

/// Asks what is in a copy.
#[derive(Debug, Deserialize, TS)]
pub struct WorkspaceCopyRequest {
    /// The whole path of the copy.
    path: String,
}

/// What is in a copy.
#[derive(Debug, Serialize, TS)]
#[ts(rename = "WorkspaceCopy")]
pub struct WorkspaceCopyView {
    /// When it was made, in milliseconds since 1970.
    made: i64,
    /// The size of its file, without what is attached.
    bytes: u64,
    parts: u64,
    newest: Option<NewestView>,
    /// What it would take the place of, where that is the workspace that is open; null where none is.
    open: Option<ReplacedView>,
}

/// What a copy would take the place of.
#[derive(Debug, Serialize, TS)]
#[ts(rename = "WorkspaceReplaced")]
pub struct ReplacedView {
    newest: Option<NewestView>,
    /// How many changes are newer than the copy's newest, and go; null where that is none of this workspace's.
    goes: Option<u64>,
}

/// The newest change of a workspace, or of a copy.
#[derive(Debug, Serialize, TS)]
#[ts(rename = "NewestChange")]
pub struct NewestView {
    /// Its place in the history.
    unit: u64,
    /// When it was made, in milliseconds since 1970.
    at: i64,
    /// The verb, as `part.create`.
    operation: String,
    /// How a reader knew the first thing that it changed.
    title: String,
}

impl From<Newest> for NewestView {
    fn from(newest: Newest) -> Self {
        let Newest { unit, at, operation, title, end: _ } = newest;
        Self { unit, at: at.0, operation, title }
    }
}

/// How a copy came to be.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "BackupOrigin")]
pub enum OriginView {
    /// Somebody made it.
    Made,
    /// This machine made it by itself.
    Scheduled,
    /// It is how the workspace was before a newer program brought it up to date.
    Migration,
    /// It was the workspace, until a backup was restored in its place.
    Restore,
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
    origin: OriginView,
}

impl From<Origin> for OriginView {
    fn from(origin: Origin) -> Self {
        match origin {
            Origin::Made => Self::Made,
            Origin::Scheduled => Self::Scheduled,
            Origin::Migration => Self::Migration,
            Origin::Restore => Self::Restore,
        }
    }
}

impl From<Backup> for BackupView {
    fn from(backup: Backup) -> Self {
        let Backup { path, stand: Stand { modified, bytes }, verified, origin } = backup;
        let (path, verified) = (path.display().to_string(), verified.map(|at| at.0));
        Self { path, bytes, made: modified.0, verified, origin: origin.into() }
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
    let to = from_root(&to)?;
    let unreachable =
        |error: io::Error| StoreError::Unreachable { path: to.display().to_string(), detail: error.to_string() };
    let workspace = caller.app.workspace()?;
    let task = caller.app.tasks.begin(task)?;
    // Our own folder is made; a folder that somebody else named and that is not there is a slip of the keyboard.
    let folder = backup::folder(&workspace.path);
    if to.parent() == Some(&folder) {
        std::fs::create_dir_all(&folder).map_err(unreachable)?;
    }
    let copy = (&*to, &*(workspace.vaults)(&to));
    let made = workspace::back_up(&*workspace.file, &workspace.files, copy, &task.cancel, &mut task.teller(caller))?;
    backup::note(caller.app, &workspace, &to, made.is_sound());
    let (contents, problems) = (made.files.contents, made.sentences());
    let bytes = made.files.bytes + std::fs::metadata(&to).map_err(unreachable)?.len();
    Ok(WorkspaceBackedUp { path: to.display().to_string(), bytes, contents, problems })
}

/// The copies of the workspace that are there.
pub fn backups(app: &App, _: Empty) -> Result<WorkspaceBackups, WireError> {
    let workspace = app.workspace()?;
    let proposed = backup::folder(&workspace.path).join(workspace.path.file_stem().unwrap_or_default());
    let backups = backup::list(app, &workspace.path).into_iter().map(BackupView::from).collect();
    let Schedule { on, keep } = daily::schedule(app, &workspace);
    let failed = app.daily.failure(&workspace.path).map(WireError::from);
    let schedule = ScheduleView { on, keep: keep.get(), keep_at_most: Keep::MOST, failed };
    Ok(WorkspaceBackups { back_up_to: proposed.display().to_string(), backups, schedule })
}

/// The copies of a workspace that are there, also of one that is not open, damaged or gone.
pub fn copies(app: &App, request: WorkspaceCopiesRequest) -> Result<Vec<BackupView>, WireError> {
    let WorkspaceCopiesRequest { path } = request;
    let path = from_root(&path)?;
    Ok(backup::list(app, &path).into_iter().map(BackupView::from).collect())
}

/// What is in a copy, before it takes the place of anything. Nobody has looked through it by that.
pub fn copy(app: &App, request: WorkspaceCopyRequest) -> Result<WorkspaceCopyView, WireError> {
    let WorkspaceCopyRequest { path } = request;
    let path = from_root(&path)?;
    // The file that is open here must not be opened and closed past SQLite: on many systems that gives up its locks.
    let open = app.workspace().ok();
    let content = match open.as_ref().filter(|open| is_same(&path, &open.path)) {
        Some(open) => open.store.read("workspace.copy", Content::of)?,
        None => app.opener().content(&path)?,
    };
    let replaced = |snapshot: &dyn Snapshot| -> Result<ReplacedView, Error> {
        let newest = Content::of(snapshot)?.newest.map(NewestView::from);
        Ok(ReplacedView { newest, goes: content.takes_away(snapshot)? })
    };
    let open = open.map(|open| open.store.read("workspace.copy", replaced)).transpose()?;
    let not_there = || Error::from(WorkspaceError::NotThere { path: path.display().to_string() });
    let Stand { modified, bytes } = backup::stand(&path).ok_or_else(not_there)?;
    let Content { parts, newest } = content;
    Ok(WorkspaceCopyView { made: modified.0, bytes, parts, newest: newest.map(NewestView::from), open })
}

/// Has backups made by themselves from now on, or not, and answers what is known of them.
pub fn schedule(app: &App, request: WorkspaceScheduleRequest) -> Result<WorkspaceBackups, WireError> {
    let WorkspaceScheduleRequest { on, keep } = request;
    let keep = Keep::parse(keep).map_err(Error::from)?;
    app.recent.schedule(&app.workspace()?.path, Schedule { on, keep })?;
    backups(app, Empty {})
}

/// Looks through a copy and all that is attached to it, and answers what is wrong. The copy stays as it is.
pub fn verify(app: &App, request: WorkspaceVerifyRequest) -> Result<WorkspaceChecked, WireError> {
    let WorkspaceVerifyRequest { task, path } = request;
    let path = from_root(&path)?;
    let workspace = app.workspace()?;
    let task = app.tasks.begin(task)?;
    Ok(WorkspaceChecked { problems: backup::verify(app, &workspace, &path, &task.cancel)?, history: None })
}
