//! The port `WorkspaceFile`: what the engine says of its file.

mod recent;
mod relocate;
mod salvage;

pub use recent::DiskRecent;
pub use relocate::{Relocated, relocate};
pub use salvage::DiskSalvager;

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use partwright_domain::Result;
use partwright_domain::cancel::Cancel;
use partwright_domain::file::{ContentHash, KnownContent};
use partwright_domain::store::StoreError;
use partwright_domain::time::Timestamp;
use partwright_domain::workspace::{
    Accepted, Content, CopyChecked, Newest, Progress, PutBack, SlowStatement, WorkspaceError, WorkspaceFile,
    WorkspaceStatus, kept_beside,
};

use rusqlite::{Connection, OptionalExtension, Row};

use crate::audit;
use crate::engine::{self, EngineError, Looked, OpenSnapshot, Reading, Status};
use crate::error::{from_engine, one_line};
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
        let found = self.engine().check(&reading("workspace.check", cancel)).map_err(from_engine)?;
        Ok(found.iter().map(|problem| one_line(problem)).collect())
    }

    fn back_up(
        &self,
        to: &Path,
        rest: &mut dyn FnMut() -> Result<()>,
        cancel: &Cancel,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Vec<String>> {
        vault::refuse_within(self.engine().path(), to)?;
        let mut told = |engine::Progress { done, total }| progress(Progress { done, total });
        let reading = reading("workspace.back_up", cancel);
        let mut refused = None;
        let whole = |looked: &Looked| {
            let problems = problems(looked)?;
            // Of all that is not the engine's it is enough for the engine that there is no copy.
            rest().map_err(|error| {
                refused = Some(error);
                EngineError::Cancelled
            })?;
            Ok(problems)
        };
        let made = self.engine().back_up(to, &reading, &mut told, whole);
        made.map_err(|error| refused.unwrap_or_else(|| from_engine(error).into()))
    }

    fn contents_beside(&self) -> Result<Vec<KnownContent>> {
        let path = &vault::real(self.engine().path());
        let mut contents = Vec::new();
        for copy in kept_with(path)?.iter().map(|ending| beside(path, ending)) {
            let checked = verify(&copy, &Cancel::new()).map_err(|error| WorkspaceError::KeptUnreadable {
                path: copy.display().to_string(),
                detail: error.to_string(),
            })?;
            contents.extend(checked.contents);
        }
        Ok(contents)
    }

    fn prune(&self, copy: &Path) -> Result<(), StoreError> {
        // The file goes first: by itself it would look like a whole copy.
        let folder = vault::folder_beside(copy);
        gone(copy, std::fs::remove_file(copy))?;
        gone(&folder, std::fs::remove_dir_all(&folder))
    }
}

/// A name for something beside a file.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// How the names of the copies end that are kept beside a workspace, whose own name stands before that.
fn kept_with(workspace: &Path) -> Result<Vec<String>, StoreError> {
    let folder = workspace.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let unreachable =
        |error: io::Error| StoreError::Unreachable { path: folder.display().to_string(), detail: error.to_string() };
    let own = workspace.file_name().unwrap_or_default().to_string_lossy();
    let mut kept = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreachable)? {
        let name = entry.map_err(unreachable)?.file_name();
        let ending = name.to_string_lossy().strip_prefix(&*own).map(str::to_owned);
        kept.extend(ending.filter(|ending| kept_beside(workspace, &beside(workspace, ending)).is_some()));
    }
    Ok(kept)
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

/// What is wrong with a file that nobody works in and that is not damaged, as a check of a workspace finds it, a sentence each.
fn problems(looked: &Looked) -> Result<Vec<String>, EngineError> {
    let differences = looked.differences();
    let faults = match looked.ask(audit::chain_faults) {
        // Where the schema is another one, how much of the history can be read says nothing new.
        Err(error) if differences.is_empty() || matches!(error, EngineError::Cancelled) => return Err(error),
        faults => faults.unwrap_or_default(),
    };
    Ok(differences.iter().cloned().chain(faults.iter().map(ToString::to_string)).collect())
}

/// Problems that are named where something is refused because of them.
const NAMED: usize = 3;

/// Refuses a copy in which something was found.
fn refuse_changed(copy: &Path, problems: &[String]) -> Result<(), StoreError> {
    if problems.is_empty() {
        return Ok(());
    }
    let more = problems.len().saturating_sub(NAMED);
    let more = (more > 0).then(|| format!("and {more} more"));
    let named = problems.iter().take(NAMED).map(|problem| problem.trim_end_matches('.').to_owned());
    let detail = named.chain(more).collect::<Vec<_>>().join("; ");
    Err(StoreError::Changed { path: copy.display().to_string(), detail })
}

/// Puts a copy of the workspace `from`, a backup, in the place of the one at `path`, which nobody may have open. The
/// backup is checked first and stays; one that a check finds changed is refused, unless it is accepted as it is. The replaced
/// file is kept beside the new one. A cancelled or failed one leaves everything as it was; once the file is being replaced, it
/// can be cancelled no more.
pub fn restore(
    (path, from): (&Path, &Path),
    accepted: Accepted,
    cancel: &Cancel,
    progress: &mut dyn FnMut(Progress),
) -> Result<PutBack, StoreError> {
    let mut copied = |engine::Progress { done, total }| progress(Progress { done, total });
    let mut told = |step| tracing::debug!(path = %path.display(), step, "a backup is restored");
    let reading = reading("workspace.restore", cancel);
    let looked = engine::look(from, SCHEMA, &reading).map_err(from_engine)?;
    let problems = problems(&looked).map_err(from_engine)?;
    if accepted == Accepted::Sound {
        refuse_changed(from, &problems)?;
    }
    let kept = engine::restore((path, &looked), SCHEMA, &reading, &mut copied, &mut told).map_err(from_engine)?;
    Ok(PutBack { kept, problems })
}

/// What is in a copy of a workspace, which stays as it is and is not looked through.
pub fn content(copy: &Path) -> Result<Content, StoreError> {
    let content = |copy: &Connection| {
        let parts: i64 = copy.query_row(include_str!("workspace/count_parts.sql"), [], |row| row.get(0))?;
        Ok(Content { parts: parts.unsigned_abs(), newest: newest(copy)? })
    };
    engine::ask(copy, SCHEMA, content).map_err(from_engine)
}

/// The newest change in a copy, which an older program may have made: one from before there was an audit, or its chain.
fn newest(copy: &Connection) -> rusqlite::Result<Option<Newest>> {
    if !copy.table_exists(None, "audit_unit")? {
        return Ok(None);
    }
    let end = if copy.table_exists(None, "audit_head")? {
        copy.query_row(include_str!("audit/head.sql"), [], |row| row.get(1)).optional()?.map(ContentHash)
    } else {
        None
    };
    let newest = |row: &Row<'_>| {
        let unit: i64 = row.get(0)?;
        let (at, operation, title) = (Timestamp(row.get(1)?), row.get(2)?, row.get(3)?);
        Ok(Newest { unit: unit.unsigned_abs(), at, operation, title, end })
    };
    copy.query_row(include_str!("workspace/newest_change.sql"), [], newest).optional()
}

/// Looks at all of a copy of a workspace, which stays as it is.
pub fn verify(copy: &Path, cancel: &Cancel) -> Result<CopyChecked, StoreError> {
    let looked = engine::look(copy, SCHEMA, &reading("workspace.verify", cancel)).map_err(from_engine)?;
    let problems = problems(&looked).map_err(from_engine)?;
    Ok(CopyChecked { problems, contents: looked.ask(file::all_contents).map_err(from_engine)? })
}
