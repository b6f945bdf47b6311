//! Which workspaces were open at this machine, and who acts in each of them here. It is kept beside no workspace, because it
//! is true of this machine alone.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{Keep, KnownBackup, Schedule, WorkspaceError};
use crate::id::PersonId;

/// How many workspaces are remembered, and how many copies of each that somebody made.
const MOST: usize = 20;

/// How many copies of each that were made by themselves: as many as can be kept, whole or not.
const MOST_SCHEDULED: usize = 2 * Keep::MOST as usize;

/// A workspace that was open at this machine; it may be gone since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecentWorkspace {
    /// Its whole path.
    pub path: PathBuf,
    /// Who acts in it at this machine; `None` until somebody was chosen.
    pub person: Option<PersonId>,
    /// Its copies that are known here, the last one first.
    #[serde(default)]
    pub backups: Vec<KnownBackup>,
    /// Whether this machine makes copies of it by itself; `None` where nobody has said.
    #[serde(default)]
    pub schedule: Option<Schedule>,
}

/// How the application was left.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Left {
    /// It was never asked for a workspace.
    #[default]
    Unasked,
    /// With this workspace open.
    Open(PathBuf),
    /// With none: the last one was closed on purpose.
    Closed,
}

/// The workspaces that were open at this machine, the last one first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecentWorkspaces {
    workspaces: Vec<RecentWorkspace>,
    left: Left,
}

impl RecentWorkspaces {
    /// All of them, the last one first.
    pub fn list(&self) -> &[RecentWorkspace] {
        &self.workspaces
    }

    /// How the application was left.
    pub fn left(&self) -> &Left {
        &self.left
    }

    /// Who acts in the workspace at this path, if that was said here.
    pub fn person(&self, path: &Path) -> Option<PersonId> {
        self.find(path)?.person
    }

    /// The copies of the workspace at this path that are known here, the last one first.
    pub fn backups(&self, path: &Path) -> &[KnownBackup] {
        self.find(path).map_or(&[], |known| &known.backups)
    }

    /// Whether this machine makes copies of the workspace at this path by itself, if somebody has said so.
    pub fn schedule(&self, path: &Path) -> Option<Schedule> {
        self.find(path)?.schedule
    }

    fn find(&self, path: &Path) -> Option<&RecentWorkspace> {
        self.workspaces.iter().find(|known| known.path == path)
    }

    /// Notes that a workspace was opened. What it is left with is another thing: a workspace that was named at the start is
    /// open for once.
    pub fn opened(&mut self, path: &Path) {
        let known = self.find(path).cloned();
        let new = || RecentWorkspace { path: path.to_owned(), person: None, backups: Vec::new(), schedule: None };
        let known = known.unwrap_or_else(new);
        self.forgotten(path);
        self.workspaces.insert(0, known);
        self.workspaces.truncate(MOST);
    }

    /// Notes that this workspace is the one to start with, or that there is none.
    pub fn leaves(&mut self, left: Left) {
        self.left = left;
    }

    /// Notes who acts in a workspace.
    pub fn acts(&mut self, path: &Path, person: PersonId) {
        if let Some(known) = self.workspaces.iter_mut().find(|known| known.path == path) {
            known.person = Some(person);
        }
    }

    /// Notes whether copies of a workspace are made by themselves.
    pub fn scheduled(&mut self, path: &Path, schedule: Schedule) {
        if let Some(known) = self.workspaces.iter_mut().find(|known| known.path == path) {
            known.schedule = Some(schedule);
        }
    }

    /// Notes a copy of a workspace, in the place of what was known of it; who made it stays.
    pub fn backed_up(&mut self, path: &Path, backup: KnownBackup) {
        let Some(known) = self.workspaces.iter_mut().find(|known| known.path == path) else { return };
        let before = known.backups.iter().position(|known| known.path == backup.path);
        let scheduled = before.and_then(|place| known.backups.remove(place).scheduled);
        known.backups.insert(0, KnownBackup { scheduled: backup.scheduled.or(scheduled), ..backup });
        let (mut made, mut by_itself) = (0, 0);
        known.backups.retain(|known| {
            let (count, most) =
                if known.scheduled.is_some() { (&mut by_itself, MOST_SCHEDULED) } else { (&mut made, MOST) };
            *count += 1;
            *count <= most
        });
    }

    /// Forgets a copy of a workspace.
    pub fn pruned(&mut self, path: &Path, copy: &Path) {
        if let Some(known) = self.workspaces.iter_mut().find(|known| known.path == path) {
            known.backups.retain(|known| known.path != copy);
        }
    }

    /// Notes that a workspace is at another place now.
    pub fn moved(&mut self, from: &Path, to: &Path) {
        self.workspaces.retain(|known| known.path != to);
        for known in self.workspaces.iter_mut().filter(|known| known.path == from) {
            to.clone_into(&mut known.path);
        }
        if self.left == Left::Open(from.to_owned()) {
            self.left = Left::Open(to.to_owned());
        }
    }

    /// Forgets a workspace; the workspace itself stays as it is.
    pub fn forgotten(&mut self, path: &Path) {
        self.workspaces.retain(|known| known.path != path);
    }
}

/// Where they are remembered. Two programs that note something at the same moment may lose one of both notes; nothing else
/// depends on them.
pub trait RecentFile: Send + Sync {
    /// What is remembered; nothing where nothing was ever noted.
    fn read(&self) -> Result<RecentWorkspaces, WorkspaceError>;

    /// Remembers this from now on.
    fn write(&self, recent: &RecentWorkspaces) -> Result<(), WorkspaceError>;
}
