//! What is remembered of workspaces at this machine. That something could not be noted is said in the log and stops nobody:
//! no workspace depends on it.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use partwright_domain::id::PersonId;
use partwright_domain::workspace::{KnownBackup, Left, RecentFile, RecentWorkspaces, Schedule, WorkspaceError};
use partwright_domain::{Error, Result};

use crate::app::whole;

/// The workspaces that were open at this machine.
pub struct Recent {
    file: Option<Box<dyn RecentFile>>,
    /// Whether the program was started on a workspace that was named: then it starts with that one, and is left as it was.
    is_named: bool,
    /// One note at a time.
    noting: Mutex<()>,
}

impl Recent {
    /// Remembers nothing.
    pub fn forgotten() -> Self {
        Self { file: None, is_named: false, noting: Mutex::default() }
    }

    /// Remembers in this file.
    pub fn within(file: Box<dyn RecentFile>, is_named: bool) -> Self {
        Self { file: Some(file), is_named, noting: Mutex::default() }
    }

    /// Whether anything is remembered at all.
    pub fn remembers(&self) -> bool {
        self.file.is_some()
    }

    /// What is remembered; nothing where it cannot be read.
    pub fn read(&self) -> RecentWorkspaces {
        let Some(file) = &self.file else { return RecentWorkspaces::default() };
        file.read().unwrap_or_else(|error| {
            tracing::warn!(%error, "the recent workspaces are not known");
            RecentWorkspaces::default()
        })
    }

    fn note(&self, change: impl FnOnce(&mut RecentWorkspaces)) {
        if let Err(error) = self.change(change) {
            tracing::warn!(%error, "a workspace is not remembered");
        }
    }

    /// Answers what is remembered from now on.
    fn change(&self, change: impl FnOnce(&mut RecentWorkspaces)) -> Result<RecentWorkspaces, WorkspaceError> {
        let Some(file) = &self.file else { return Ok(RecentWorkspaces::default()) };
        let _one = self.noting.lock().unwrap_or_else(PoisonError::into_inner);
        let before = self.read();
        let mut after = before.clone();
        change(&mut after);
        if after != before {
            file.write(&after)?;
        }
        Ok(after)
    }

    /// The workspace that the program was left with, wherever it is now; none where another was named, or the program was
    /// never asked for one. That the last one was closed is said.
    pub fn first(&self) -> Result<Option<PathBuf>> {
        if self.is_named {
            return Ok(None);
        }
        match self.read().left() {
            Left::Closed => Err(WorkspaceError::Closed.into()),
            Left::Open(path) => Ok(Some(path.clone())),
            Left::Unasked => Ok(None),
        }
    }

    /// Who acts in a workspace at this machine.
    pub fn person(&self, path: &Path) -> Option<PersonId> {
        self.read().person(&whole(path))
    }

    /// Notes that a workspace was opened.
    pub fn opened(&self, path: &Path) {
        self.note(|recent| recent.opened(&whole(path)));
    }

    /// Notes who acts in it.
    pub fn acts(&self, path: &Path, person: PersonId) {
        self.note(|recent| recent.acts(&whole(path), person));
    }

    /// Notes a copy of it.
    pub fn backed_up(&self, path: &Path, backup: KnownBackup) {
        self.note(|recent| recent.backed_up(&whole(path), backup));
    }

    /// Remembers a copy of it, and says so when that cannot be done.
    pub fn remember(&self, path: &Path, backup: KnownBackup) -> Result<()> {
        let (path, copy) = (whole(path), backup.path.clone());
        let after = self.change(|recent| recent.backed_up(&path, backup))?;
        let is_known = after.backups(&path).iter().any(|known| known.path == copy);
        if is_known { Ok(()) } else { Err(not_remembered(&path)) }
    }

    /// Remembers whether copies of it are made by themselves, and says so when that cannot be done.
    pub fn schedule(&self, path: &Path, schedule: Schedule) -> Result<()> {
        let path = whole(path);
        let after = self.change(|recent| recent.scheduled(&path, schedule))?;
        if after.schedule(&path) == Some(schedule) { Ok(()) } else { Err(not_remembered(&path)) }
    }

    /// Forgets a copy of it.
    pub fn pruned(&self, path: &Path, copy: &Path) {
        self.note(|recent| recent.pruned(&whole(path), copy));
    }

    /// Notes with which workspace the program starts the next time, or that it starts with none.
    pub fn leaves(&self, path: Option<&Path>) {
        self.note(|recent| recent.leaves(path.map_or(Left::Closed, |path| Left::Open(whole(path)))));
    }

    /// Notes that a workspace is at another place now.
    pub fn moved(&self, from: &Path, to: &Path) {
        self.note(|recent| recent.moved(&whole(from), &whole(to)));
    }

    /// Forgets a workspace.
    pub fn forget(&self, path: &Path) {
        self.note(|recent| recent.forgotten(&whole(path)));
    }
}

fn not_remembered(path: &Path) -> Error {
    WorkspaceError::RecentFailed { detail: format!("{} is not in it; open it again", path.display()) }.into()
}
