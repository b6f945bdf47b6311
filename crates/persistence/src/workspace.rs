//! The port `WorkspaceFile`: what the engine says of its file.

mod recent;
mod relocate;
mod salvage;

pub use recent::DiskRecent;
pub use relocate::{Relocated, relocate};
pub use salvage::DiskSalvager;

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use partwright_domain::cancel::Cancel;
use partwright_domain::file::KnownContent;
use partwright_domain::store::StoreError;
use partwright_domain::workspace::{Progress, SlowStatement, WorkspaceFile, WorkspaceStatus};

use rusqlite::Connection;

use crate::engine::{self, OpenSnapshot, Reading, Status};
use crate::error::from_engine;
use crate::file;
use crate::store::{SCHEMA, SqliteStore};
use crate::vault;

impl WorkspaceFile for SqliteStore {
    fn status(&self) -> WorkspaceStatus {
        let Status {
            units,
            // Gone before anybody can look.
            queued: _,
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
            wal_bytes,
            slow,
            slow_statements,
        } = self.engine().status();
        WorkspaceStatus {
            units,
            units_undone,
            commits,
            largest_batch,
            waiting,
            running,
            committing,
            snapshots,
            open_snapshots: open_snapshots.iter().map(|OpenSnapshot { operation, age }| (*operation, *age)).collect(),
            reads_ended,
            changes_elsewhere,
            checkpoints,
            file_bytes,
            log_bytes: wal_bytes,
            slow,
            slow_statements: slow_statements
                .into_iter()
                .map(|engine::SlowStatement { sql, plan, took }| SlowStatement { statement: sql, plan, took })
                .collect(),
        }
    }

    fn check(&self, cancel: &Cancel) -> Result<Vec<String>, StoreError> {
        self.engine().check(&reading("workspace.check", cancel)).map_err(from_engine)
    }

    fn back_up(&self, to: &Path, cancel: &Cancel, progress: &mut dyn FnMut(Progress)) -> Result<(), StoreError> {
        let mut told = |engine::Progress { done, total }| progress(Progress { done, total });
        self.engine().back_up(to, &reading("workspace.back_up", cancel), &mut told).map_err(from_engine)
    }

    fn discard(&self, copy: &Path) -> Result<(), StoreError> {
        std::fs::remove_file(copy)
            .map_err(|error| StoreError::Unreachable { path: copy.display().to_string(), detail: error.to_string() })
    }

    fn prune(&self, copy: &Path) -> Result<(), StoreError> {
        // The file goes first: by itself it would look like a whole copy.
        let folder = vault::folder_beside(copy);
        gone(copy, std::fs::remove_file(copy))?;
        gone(&folder, std::fs::remove_dir_all(&folder))
    }
}

/// What is not there need not be removed.
fn gone(path: &Path, removed: io::Result<()>) -> Result<(), StoreError> {
    match removed {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(StoreError::Unreachable { path: path.display().to_string(), detail: error.to_string() })
        }
        _ => Ok(()),
    }
}

fn reading(operation: &'static str, cancel: &Cancel) -> Reading {
    Reading { operation, cancel: Some(cancel.flag()) }
}

/// Puts a copy of the workspace `from`, a backup, in the place of the one at `path`, which nobody may have open. The
/// backup is checked first and stays; the replaced file is kept beside the new one, and the answer is where. A cancelled or
/// failed one leaves everything as it was; once the file is being replaced, it can be cancelled no more.
pub fn restore(
    (path, from): (&Path, &Path),
    cancel: &Cancel,
    progress: &mut dyn FnMut(Progress),
) -> Result<Option<PathBuf>, StoreError> {
    let mut copied = |engine::Progress { done, total }| progress(Progress { done, total });
    let mut told = |step| tracing::debug!(path = %path.display(), step, "a backup is restored");
    let reading = reading("workspace.restore", cancel);
    engine::restore((path, from), SCHEMA, &reading, &mut copied, &mut told).map_err(from_engine)
}

/// How many parts a copy of a workspace has, which stays as it is and is not looked through.
pub fn count(copy: &Path) -> Result<u64, StoreError> {
    let parts = |copy: &Connection| {
        copy.query_row(include_str!("workspace/count_parts.sql"), [], |row| row.get(0)).map(i64::unsigned_abs)
    };
    engine::ask(copy, SCHEMA, parts).map_err(from_engine)
}

/// Looks at all of a copy of a workspace, which stays as it is, and answers every content that its files ever had: what the
/// vault beside it is to have.
pub fn verify(copy: &Path, cancel: &Cancel) -> Result<Vec<KnownContent>, StoreError> {
    engine::verify(copy, SCHEMA, &reading("workspace.verify", cancel), file::all_contents).map_err(from_engine)
}
