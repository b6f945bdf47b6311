//! The list of recent workspaces, as a file of JSON in a folder of its own.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process;

use partwright_domain::workspace::{RecentFile, RecentWorkspaces, WorkspaceError};

const NAME: &str = "recent.json";

/// The list in a folder, which is made when something is noted.
#[derive(Debug)]
pub struct DiskRecent {
    folder: PathBuf,
}

impl DiskRecent {
    /// The list in this folder.
    pub fn within(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// Under its name there is one list or the other, never half of one.
    fn replace(&self, text: &[u8]) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let unfinished = self.folder.join(format!("{NAME}.{}", process::id()));
        let written = File::create(&unfinished)
            .and_then(|mut file| file.write_all(text).and_then(|()| file.sync_all()))
            .and_then(|()| fs::rename(&unfinished, self.folder.join(NAME)));
        if written.is_err() {
            // It is in nobody's way, and the failure that is told came before.
            drop(fs::remove_file(&unfinished));
        }
        written
    }
}

impl RecentFile for DiskRecent {
    fn read(&self) -> Result<RecentWorkspaces, WorkspaceError> {
        match fs::read(self.folder.join(NAME)) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(RecentWorkspaces::default()),
            Err(error) => Err(failed(&error)),
            Ok(text) => serde_json::from_slice(&text).map_err(|error| failed(&error)),
        }
    }

    fn write(&self, recent: &RecentWorkspaces) -> Result<(), WorkspaceError> {
        let text = serde_json::to_vec_pretty(recent).map_err(|error| failed(&error))?;
        self.replace(&text).map_err(|error| failed(&error))
    }
}

fn failed(error: &impl ToString) -> WorkspaceError {
    WorkspaceError::RecentFailed { detail: error.to_string() }
}
