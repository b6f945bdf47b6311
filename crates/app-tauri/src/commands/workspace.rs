//! The workspace.

use std::path::{Path, PathBuf};
use std::time::Duration;

use partwright_domain::file::{BackedUp, FileError};
use partwright_domain::store::StoreError;
use partwright_domain::workspace::{SlowStatement, WorkspaceStatus};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Empty;
use super::person::PersonView;
use crate::app::{App, Workspace, WorkspaceChoice};
use crate::error::WireError;
use crate::task::Caller;

/// Opens another workspace.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
pub struct WorkspaceOpenRequest {
    /// Which one.
    workspace: WorkspaceChoice,
}

/// A workspace as the frame shows it.
#[derive(Debug, Serialize, TS)]
pub struct WorkspaceView {
    /// The file's name without its ending.
    name: String,
    path: String,
    demo: bool,
    /// Who acts.
    person: PersonView,
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
    /// Where a copy goes unless the user says otherwise: folder and name, without the day and the ending.
    back_up_to: String,
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
}

/// What was found in the file.
#[derive(Debug, Serialize, TS)]
pub struct WorkspaceChecked {
    /// What is wrong; nothing when all is well.
    problems: Vec<String>,
}

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

/// The open workspace.
pub fn show(app: &App, _: Empty) -> Result<WorkspaceView, WireError> {
    view(&*app.workspace()?)
}

/// Opens another workspace in place of this one.
pub fn open(app: &App, request: WorkspaceOpenRequest) -> Result<WorkspaceView, WireError> {
    let WorkspaceOpenRequest { workspace } = request;
    view(&*app.switch(workspace)?)
}

/// What the engine of the workspace did and does.
pub fn status(app: &App, _: Empty) -> Result<WorkspaceStatusView, WireError> {
    let workspace = app.workspace()?;
    Ok(status_of(&workspace.path, workspace.file.status()))
}

/// Looks at the whole file and at all of its vault, and answers what is wrong.
pub fn check(app: &App, request: WorkspaceCheckRequest) -> Result<WorkspaceChecked, WireError> {
    let WorkspaceCheckRequest { task } = request;
    let workspace = app.workspace()?;
    let task = app.tasks.begin(task)?;
    let mut problems = workspace.file.check(&task.cancel)?;
    problems.extend(sentences(&workspace.files.check(&task.cancel)?));
    Ok(WorkspaceChecked { problems })
}

/// Copies the workspace, and tells the window how far the copy is.
pub fn back_up(caller: &Caller<'_>, request: WorkspaceBackUpRequest) -> Result<WorkspaceBackedUp, WireError> {
    let WorkspaceBackUpRequest { task, to } = request;
    let to = PathBuf::from(to.trim());
    let unreachable =
        |detail: &dyn ToString| StoreError::Unreachable { path: to.display().to_string(), detail: detail.to_string() };
    if !to.is_absolute() {
        // It would be taken from wherever the program happened to be started.
        return Err(unreachable(&"the path does not begin at the root of a disk").into());
    }
    let workspace = caller.app.workspace()?;
    let task = caller.app.tasks.begin(task)?;
    // Our own folder is made; a folder that somebody else named and that is not there is a slip of the keyboard.
    let folder = backups(&whole(&workspace.path));
    if to.parent() == Some(&folder) {
        std::fs::create_dir_all(&folder).map_err(|error| unreachable(&error))?;
    }
    workspace.file.back_up(&to, &task.cancel, &mut task.teller(caller))?;
    // The vault comes second: then it has all that the copied file names.
    let files = workspace.files.back_up(&*(workspace.vaults)(&to), &task.cancel);
    let files = match files {
        Ok(files) => files,
        Err(error) => {
            // By itself it would look like a whole copy.
            std::fs::remove_file(&to).map_err(|error| unreachable(&error))?;
            return Err(error.into());
        }
    };
    let BackedUp { contents, bytes, faults } = files;
    let bytes = bytes + std::fs::metadata(&to).map_err(|error| unreachable(&error))?.len();
    Ok(WorkspaceBackedUp { path: to.display().to_string(), bytes, contents, problems: sentences(&faults) })
}

fn sentences(faults: &[FileError]) -> Vec<String> {
    faults.iter().map(FileError::to_string).collect()
}

/// A path that can be sent back as it is, even where the program was started with a part of one.
fn whole(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// Where copies go unless the user says otherwise.
fn backups(workspace: &Path) -> PathBuf {
    workspace.with_file_name("backups")
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
        back_up_to: backups(&path).join(path.file_stem().unwrap_or_default()).display().to_string(),
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
        name: path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy().into_owned(),
        path: path.display().to_string(),
        demo: workspace.is_demo,
        person: workspace.person()?.into(),
        parts,
        assemblies,
        version: env!("CARGO_PKG_VERSION"),
    })
}
