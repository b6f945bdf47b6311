//! Workspaces: what a new one starts with, the file it is kept in, and which ones were open at this machine.

mod backup;
mod check;
mod content;
mod demo;
mod file;
mod recent;
mod salvage;
mod schedule;
mod service;

pub use backup::{Backup, KnownBackup, Origin, Stand, Verified, backups, is_named_as_backup, kept_beside, kept_of};
pub use check::{Checked, check};
pub use content::{Content, Newest};
pub use file::{
    Accepted, CopyChecked, CopyMade, ENDING, NOT_FROM_ROOT, Opening, Progress, PutBack, SlowStatement, Stage,
    WorkspaceFile, WorkspaceStatus, back_up, bring_back, collect, path_of,
};
pub use recent::{Left, RecentFile, RecentWorkspace, RecentWorkspaces};
pub(crate) use salvage::tells_of_a_hole;
pub use salvage::{Loss, SALVAGE, Salvage, SalvagedTable, Salvager, note_salvage};
pub use schedule::{Keep, Schedule, Scheduled, is_due, last_scheduled, scheduled_path, surplus};
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
        CopyUnsound { path: String, detail: String } = "workspace.copy_unsound",
            "The backup {path} was made, and a check finds in it what it finds in the workspace: {detail}. Check the workspace to see all of it, and keep an older backup.";
        KeptUnreadable { path: String, detail: String } = "workspace.kept_unreadable",
            "Nothing was collected: {path} is kept beside the workspace, and cannot be looked through for the files that it still needs ({detail}). Take it to another folder first, with a copy of the workspace's files if they may be needed.";
        KeepInvalid { count: u32 } = "workspace.keep_invalid",
            "{count} is no number of backups that can be kept; write a whole number from 1 to 90.";
        RecentFailed { detail: String } = "workspace.recent_failed",
            "The list of recent workspaces could not be kept ({detail}); the workspaces themselves are not touched by that.";
    }
}
