//! The workspace.

mod backup;
mod opening;
mod salvage;

pub use backup::{
    BackupView, NewestView, OriginView, ReplacedView, ScheduleView, WorkspaceBackUpRequest, WorkspaceBackedUp,
    WorkspaceBackups, WorkspaceCopiesRequest, WorkspaceCopyRequest, WorkspaceCopyView, WorkspaceScheduleRequest,
    WorkspaceVerifyRequest, back_up, backups, copies, copy, schedule, verify,
};
pub use opening::{WorkspaceOpening, opening};
pub use salvage::{WorkspaceSalvageRequest, WorkspaceSalvaged, salvage};

use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::Duration;

use partwright_domain::Error;
use partwright_domain::audit::{self, Head};
use partwright_domain::person::PersonName;
use partwright_domain::store::StoreError;
use partwright_domain::workspace::{
    self, Checked, NOT_FROM_ROOT, RecentWorkspace, SlowStatement, WorkspaceError, WorkspaceStatus,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Empty;
use super::person::PersonView;
use crate::app::{App, Moved, Restored, Wish, Workspace, WorkspaceChoice, whole};
use crate::backup::sentences;
use crate::chooser::Wanted;
use crate::error::WireError;
use crate::task::Caller;

/// Opens another workspace.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
pub struct WorkspaceOpenRequest {
    /// Which one.
    workspace: WorkspaceChoice,
}

/// Opens the workspace in a file.
#[derive(Debug, Deserialize, TS)]
pub struct WorkspaceOpenAtRequest {
    /// The whole path.
    path: String,
}

/// Makes a workspace.
#[derive(Debug, Deserialize, TS)]
pub struct WorkspaceCreateRequest {
    name: String,
    /// The whole path of a folder that is there.
    folder: String,
    /// The name of the first Admin.
    person: String,
}

/// Takes the open workspace to another folder.
#[derive(Debug, Deserialize, TS)]
pub struct WorkspaceMoveRequest {
    /// The name under which it is followed and can be cancelled.
    task: String,
    /// The whole path of a folder that is there.
    folder: String,
}

/// A workspace that is at its new place.
#[derive(Debug, Serialize, TS)]
pub struct WorkspaceMoved {
    workspace: WorkspaceView,
    /// Why something of it is still at the old place; null when nothing is.
    left_behind: Option<String>,
}

/// Puts a backup in the place of a workspace, open or not.
#[derive(Debug, Deserialize, TS)]
pub struct WorkspaceRestoreRequest {
    /// The name under which it is followed and can be cancelled, until the file is replaced.
    task: String,
    /// The whole path of the workspace.
    path: String,
    /// The whole path of the backup.
    from: String,
}

/// A workspace that is what its backup was, open.
#[derive(Debug, Serialize, TS)]
pub struct WorkspaceRestored {
    workspace: WorkspaceView,
    /// Where the file is that was there before; null where there was none.
    kept: Option<String>,
    /// Attached files that could not be brought back, a sentence each; none when all is well.
    problems: Vec<String>,
}

/// Forgets that a workspace was open here; the workspace itself stays.
#[derive(Debug, Deserialize, TS)]
pub struct WorkspaceForgetRequest {
    path: String,
}

/// Asks for a path with the system's dialog.
#[derive(Debug, Deserialize, TS)]
pub struct WorkspaceChooseRequest {
    wanted: WantedView,
    /// The folder to begin in; empty for anywhere.
    from: String,
}

/// What is asked for.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "Wanted")]
pub enum WantedView {
    Workspace,
    Folder,
    Package,
    Place,
    KicadLibrary,
}

/// Where workspaces are and may be.
#[derive(Debug, Serialize, TS)]
pub struct WorkspacePlaces {
    /// The last one first.
    recent: Vec<RecentView>,
    /// The folder that is proposed for a new one.
    folder: String,
    /// The name that is proposed for its first Admin.
    person: String,
}

/// A workspace that was open at this machine.
#[derive(Debug, Serialize, TS)]
pub struct RecentView {
    name: String,
    path: String,
    /// Whether its file is there.
    there: bool,
    /// Whether it is the open one.
    open: bool,
}

/// A workspace as the frame shows it.
#[derive(Debug, Serialize, TS)]
pub struct WorkspaceView {
    /// The file's name without its ending.
    name: String,
    path: String,
    demo: bool,
    /// Whether the program was started on this path, found nothing there, and made it.
    made: bool,
    /// Who acts.
    person: PersonView,
    /// Whether several people work in it and nobody has said yet who of them sits here.
    asks: bool,
    parts: u64,
    assemblies: u64,
    /// The program's version.
    version: &'static str,
}

/// What the engine of the workspace did since it was opened, and does now. Durations are in microseconds.
#[derive(Debug, Serialize, TS)]
pub struct WorkspaceStatusView {
    path: String,
    file_bytes: u64,
    /// The size of the write-ahead log beside the file.
    log_bytes: u64,
    /// Units of work that ended.
    units: u64,
    /// Those of which nothing was kept.
    units_undone: u64,
    /// Transactions in which units were committed; each cost one flush of the disk.
    commits: u64,
    /// The most units that shared one.
    largest_batch: u64,
    /// How long units waited for their turn, all together.
    waiting: u64,
    /// How long they ran, all together.
    running: u64,
    /// How long commits took, all together.
    committing: u64,
    /// Reads that were begun.
    snapshots: u64,
    /// Reads that are open; the oldest first.
    open_snapshots: Vec<OpenSnapshotView>,
    /// Reads that were cancelled or got too old.
    reads_ended: u64,
    /// How often another program was seen to have changed the file.
    changes_elsewhere: u64,
    /// How often the log was worked off.
    checkpoints: u64,
    /// Statements that were slow.
    slow: u64,
    /// The last of them; the newest first.
    slow_statements: Vec<SlowStatementView>,
}

/// A read that is open.
#[derive(Debug, Serialize, TS)]
pub struct OpenSnapshotView {
    operation: &'static str,
    age: u64,
}

/// A statement that took long.
#[derive(Debug, Serialize, TS)]
pub struct SlowStatementView {
    /// Without its values.
    statement: String,
    /// A line a step.
    plan: String,
    took: u64,
}

/// Looks at the whole file.
#[derive(Debug, Deserialize, TS)]
pub struct WorkspaceCheckRequest {
    /// The name under which it can be cancelled.
    task: String,
    /// A hash with which the history once ended; null or empty to ask for none.
    noted: Option<String>,
}

/// What was found in the file.
#[derive(Debug, Serialize, TS)]
pub struct WorkspaceChecked {
    /// What is wrong; nothing when all is well.
    problems: Vec<String>,
    /// How the history ends; null where it was not looked at or cannot be read.
    history: Option<WorkspaceHistory>,
}

/// How the history of a workspace ends.
#[derive(Debug, Serialize, TS)]
pub struct WorkspaceHistory {
    /// How many entries its chain has.
    entries: u64,
    /// The hash of the last one.
    hash: String,
}

/// The open workspace.
pub fn show(app: &App, _: Empty) -> Result<WorkspaceView, WireError> {
    view(&*app.workspace()?)
}

/// Opens another workspace in place of this one.
pub fn open(app: &App, request: WorkspaceOpenRequest) -> Result<WorkspaceView, WireError> {
    let WorkspaceOpenRequest { workspace } = request;
    view(&*app.switch(&Wish::Choice(workspace))?)
}

/// Opens the workspace in a file in place of this one.
pub fn open_at(app: &App, request: WorkspaceOpenAtRequest) -> Result<WorkspaceView, WireError> {
    let WorkspaceOpenAtRequest { path } = request;
    let path = PathBuf::from(path.trim());
    if !path.is_absolute() {
        // It would be taken from wherever the program happened to be started.
        return Err(Error::from(WorkspaceError::NotThere { path: path.display().to_string() }).into());
    }
    view(&*app.switch(&Wish::At(path))?)
}

/// Makes a workspace and opens it in place of this one.
pub fn create(app: &App, request: WorkspaceCreateRequest) -> Result<WorkspaceView, WireError> {
    let WorkspaceCreateRequest { name, folder, person } = request;
    let person = PersonName::parse(&person).map_err(Error::from)?;
    let path = workspace::path_of(&folder_that_is_there(&folder)?, &name).map_err(Error::from)?;
    view(&*app.switch(&Wish::New(path, person))?)
}

/// Takes the open workspace to another folder, under its own name.
pub fn relocate(caller: &Caller<'_>, request: WorkspaceMoveRequest) -> Result<WorkspaceMoved, WireError> {
    let WorkspaceMoveRequest { task, folder } = request;
    let folder = folder_that_is_there(&folder)?;
    let path = caller.app.workspace()?.path.clone();
    let to = folder.join(path.file_name().ok_or(WorkspaceError::Homeless).map_err(Error::from)?);
    let task = caller.app.tasks.begin(task)?;
    let Moved { workspace, left_behind } = caller.app.relocate(&to, &task.cancel, &mut task.teller(caller))?;
    Ok(WorkspaceMoved { workspace: view(&workspace)?, left_behind: left_behind.map(|error| error.to_string()) })
}

/// Puts a backup in the place of a workspace, tells the window how far that is, and opens it.
pub fn restore(caller: &Caller<'_>, request: WorkspaceRestoreRequest) -> Result<WorkspaceRestored, WireError> {
    let WorkspaceRestoreRequest { task, path, from } = request;
    let (path, from) = (PathBuf::from(path.trim()), PathBuf::from(from.trim()));
    if let Some(odd) = [&path, &from].into_iter().find(|path| !path.is_absolute()) {
        // It would be taken from wherever the program happened to be started.
        return Err(Error::from(WorkspaceError::NotThere { path: odd.display().to_string() }).into());
    }
    let task = caller.app.tasks.begin(task)?;
    let restored = caller.app.restore((&path, &from), &task.cancel, &mut task.teller(caller))?;
    let Restored { workspace, kept, faults } = restored;
    Ok(WorkspaceRestored {
        workspace: view(&workspace)?,
        kept: kept.map(|kept| kept.display().to_string()),
        problems: sentences(&faults),
    })
}

/// Closes the workspace.
pub fn close(app: &App, _: Empty) -> Result<WorkspacePlaces, WireError> {
    app.put_away();
    places(app, Empty {})
}

/// Where workspaces are and may be.
pub fn places(app: &App, _: Empty) -> Result<WorkspacePlaces, WireError> {
    let open = app.workspace().ok().map(|workspace| whole(&workspace.path));
    let recent = app.recent.read();
    let view = |known: &RecentWorkspace| RecentView {
        name: name_of(&known.path),
        path: known.path.display().to_string(),
        there: known.path.is_file(),
        open: open.as_ref() == Some(&known.path),
    };
    Ok(WorkspacePlaces {
        recent: recent.list().iter().map(view).collect(),
        folder: app.opener().folder().map(|folder| folder.display().to_string()).unwrap_or_default(),
        person: app.opener().user()?.to_string(),
    })
}

/// Forgets that a workspace was open here, and answers what is left.
pub fn forget(app: &App, request: WorkspaceForgetRequest) -> Result<WorkspacePlaces, WireError> {
    let WorkspaceForgetRequest { path } = request;
    app.recent.forget(Path::new(&path));
    places(app, Empty {})
}

/// The path that somebody chose in the system's dialog; null when they chose none.
pub fn choose(app: &App, request: WorkspaceChooseRequest) -> Result<Option<String>, WireError> {
    let WorkspaceChooseRequest { wanted, from } = request;
    let wanted = match wanted {
        WantedView::Workspace => Wanted::Workspace,
        WantedView::Folder => Wanted::Folder,
        WantedView::Package => Wanted::Package,
        WantedView::Place => Wanted::Place,
        WantedView::KicadLibrary => Wanted::KicadLibrary,
    };
    Ok(app.chooser.ask(wanted, Some(Path::new(from.trim()))).map(|path| path.display().to_string()))
}

/// A path that somebody wrote; another would be taken from wherever the program happened to be started.
fn from_root(written: &str) -> Result<PathBuf, Error> {
    let path = PathBuf::from(written.trim());
    if path.is_absolute() {
        return Ok(path);
    }
    Err(StoreError::Unreachable { path: path.display().to_string(), detail: NOT_FROM_ROOT.to_owned() }.into())
}

/// A folder that somebody named; one that is not there is a slip of the keyboard, and is not made.
fn folder_that_is_there(written: &str) -> Result<PathBuf, Error> {
    let folder = PathBuf::from(written.trim());
    let refused = |detail: &str| {
        WorkspaceError::FolderInvalid { folder: folder.display().to_string(), detail: detail.to_owned() }.into()
    };
    if !folder.is_absolute() {
        return Err(refused(NOT_FROM_ROOT));
    }
    if folder.is_dir() { Ok(folder) } else { Err(refused("there is no such folder")) }
}

fn name_of(path: &Path) -> String {
    path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// What the engine of the workspace did and does.
pub fn status(app: &App, _: Empty) -> Result<WorkspaceStatusView, WireError> {
    let workspace = app.workspace()?;
    Ok(status_of(&workspace.path, workspace.file.status()))
}

/// Looks at the whole file, along its history and at all of its vault, and answers what is wrong.
pub fn check(caller: &Caller<'_>, request: WorkspaceCheckRequest) -> Result<WorkspaceChecked, WireError> {
    let WorkspaceCheckRequest { task, noted } = request;
    let noted = noted.as_deref().map(str::trim).filter(|noted| !noted.is_empty());
    let noted = noted.map(audit::parse_noted).transpose().map_err(Error::from)?;
    let workspace = caller.app.workspace()?;
    let task = caller.app.tasks.begin(task)?;
    let (file, store) = (&*workspace.file, &*workspace.ports.store);
    let mut tell = task.teller(caller);
    let found = workspace::check(file, store, &workspace.files, noted, &task.cancel, &mut tell)?;
    let Checked { problems, history } = found;
    let history = history.map(|Head { count, hash }| WorkspaceHistory { entries: count, hash: hash.to_string() });
    Ok(WorkspaceChecked { problems, history })
}

fn status_of(path: &Path, status: WorkspaceStatus) -> WorkspaceStatusView {
    let WorkspaceStatus {
        units,
        units_undone,
        commits,
        largest_batch,
        waiting,
        running,
        committing,
        snapshots,
        open_snapshots,
        reads_ended,
        changes_elsewhere,
        checkpoints,
        file_bytes,
        log_bytes,
        slow,
        slow_statements,
    } = status;
    let reads = open_snapshots.into_iter();
    let statements = slow_statements.into_iter();
    let path = whole(path);
    WorkspaceStatusView {
        file_bytes,
        log_bytes,
        units,
        units_undone,
        commits,
        largest_batch,
        waiting: microseconds(waiting),
        running: microseconds(running),
        committing: microseconds(committing),
        snapshots,
        open_snapshots: reads.map(|(operation, age)| OpenSnapshotView { operation, age: microseconds(age) }).collect(),
        reads_ended,
        changes_elsewhere,
        checkpoints,
        slow,
        slow_statements: statements
            .map(|SlowStatement { statement, plan, took }| SlowStatementView {
                statement,
                plan,
                took: microseconds(took),
            })
            .collect(),
        path: path.display().to_string(),
    }
}

fn microseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

fn view(workspace: &Workspace) -> Result<WorkspaceView, WireError> {
    let (parts, assemblies) = workspace.store.read("workspace.show", |snapshot| snapshot.parts().count())?;
    let path = &workspace.path;
    Ok(WorkspaceView {
        name: name_of(path),
        path: path.display().to_string(),
        demo: workspace.is_demo,
        made: workspace.is_made,
        person: workspace.person()?.into(),
        asks: workspace.asks.load(Ordering::Relaxed),
        parts,
        assemblies,
        version: env!("CARGO_PKG_VERSION"),
    })
}
