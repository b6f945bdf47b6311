//! Workspaces: what a new one starts with, the file it is kept in, and which ones were open at this machine.

mod backup;
mod demo;
mod file;
mod recent;
mod salvage;
mod service;

pub use backup::{Backup, KnownBackup, Stand, Verified, backups, is_named_as_backup};
pub use file::{ENDING, NOT_FROM_ROOT, Progress, SlowStatement, WorkspaceFile, WorkspaceStatus, back_up, path_of};
pub use recent::{Left, RecentFile, RecentWorkspace, RecentWorkspaces};
pub use salvage::{Loss, SALVAGE, Salvage, SalvagedTable, Salvager, note_salvage};
pub use service::{Start, WorkspaceService};

use crate::error::refusals;

refusals! {
    /// Why something about a workspace as a whole was refused.
    pub enum WorkspaceError {
        Closed = "workspace.closed", "No workspace is open; create one, or open one.";
        Moving = "workspace.moving", "The workspace is being moved to another folder; try again when it is there.";
        NotThere { path: String } = "workspace.not_there",
            "There is no workspace {path}; choose another file, or create one.";
        NameInvalid { name: String } = "workspace.name_invalid",
            "\"{name}\" cannot be a workspace's name; it becomes the name of a file, so it has 1 to 200 characters, does not begin with a dot, and has none of < > : \" / \\ | ? *.";
        FolderInvalid { folder: String, detail: String } = "workspace.folder_invalid",
            "A workspace cannot be kept in {folder} ({detail}); write the whole path of a folder that is there.";
        Homeless = "workspace.homeless", "This workspace is kept in no file and cannot be moved.";
        RecentFailed { detail: String } = "workspace.recent_failed",
            "The list of recent workspaces could not be kept ({detail}); the workspaces themselves are not touched by that.";
    }
}
