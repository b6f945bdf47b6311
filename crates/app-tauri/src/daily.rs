//! Backups that this machine makes by itself: at most one a day, while a workspace is in use. A thread of its own looks
//! now and then whether one is due; no window waits for it, and whoever closes or exchanges the workspace ends it.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;
use std::{io, thread};

use partwright_domain::audit::AuditFilter;
use partwright_domain::cancel::Cancel;
use partwright_domain::store::StoreError;
use partwright_domain::time::Timestamp;
use partwright_domain::workspace::{self, KnownBackup, Schedule, Scheduled, Verified, WorkspaceError};
use partwright_domain::{Error, Result};
use serde::Serialize;
use ts_rs::TS;

use crate::app::{App, Workspace, whole};
use crate::backup::{self, stand};
use crate::error::WireError;

/// The event that tells every window how a backup went that was made by itself.
pub const DAILY: &str = "daily";

/// How often it is looked whether one is due. The first look is as long after the start, which has enough to do.
const PAUSE: Duration = Duration::from_secs(60);

/// How a backup went that was made by itself.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(rename = "Daily")]
pub struct DailyView {
    /// Why there is none, or what it lacks; null when all is well.
    pub error: Option<WireError>,
}

/// The backup that is made by itself now, and how the last one went.
#[derive(Default)]
pub struct Daily {
    /// Held while one is made.
    one: Mutex<()>,
    running: Mutex<Option<Cancel>>,
    failed: Mutex<Option<Failed>>,
}

struct Failed {
    workspace: PathBuf,
    at: Timestamp,
    error: Error,
}

impl Daily {
    /// Ends the backup that is being made, without waiting for its end: what there is of it is removed.
    pub fn cancel(&self) {
        if let Some(cancel) = &*lock(&self.running) {
            cancel.cancel();
        }
    }

    /// Waits until none is made: whoever made it has let go of the workspace then.
    pub fn wait(&self) {
        drop(lock(&self.one));
    }

    /// Why the last one of this workspace failed, if it did.
    pub fn failure(&self, workspace: &Path) -> Option<Error> {
        let failed = lock(&self.failed);
        failed.as_ref().filter(|failed| failed.workspace == whole(workspace)).map(|failed| failed.error.clone())
    }

    fn failed_at(&self, workspace: &Path) -> Option<Timestamp> {
        lock(&self.failed).as_ref().filter(|failed| failed.workspace == workspace).map(|failed| failed.at)
    }
}

/// How backups of a workspace are made by themselves at this machine.
pub fn schedule(app: &App, workspace: &Workspace) -> Schedule {
    let said = app.recent.read().schedule(&whole(&workspace.path));
    said.unwrap_or_else(|| Schedule::unsaid(workspace.is_demo))
}

/// Looks now and then whether a backup is due, on a thread of its own, as long as the application is there.
pub fn attend(app: Weak<App>) -> io::Result<()> {
    let look = move || loop {
        thread::park_timeout(PAUSE);
        match app.upgrade() {
            Some(app) => tend(&app),
            None => return,
        }
    };
    thread::Builder::new().name("daily backups".to_owned()).spawn(look).map(drop)
}

/// Makes a backup of the open workspace if one is due, and tells the windows how that went. Opens nothing: where no
/// workspace is open, none is in use.
pub fn tend(app: &App) {
    let _one = lock(&app.daily.one);
    let cancel = Cancel::new();
    *lock(&app.daily.running) = Some(cancel.clone());
    // Asked for after that: whoever exchanges the workspace from here on cancels what runs.
    let tended = app.open_now().map(|workspace| {
        let (path, at) = (whole(&workspace.path), workspace.ports.clock.now());
        (tend_to(app, &workspace, &path, at, &cancel), path, at)
    });
    *lock(&app.daily.running) = None;
    match tended {
        None | Some((Ok(false) | Err(Error::Store(StoreError::Cancelled)), ..)) => {}
        Some((Ok(true), ..)) => {
            *lock(&app.daily.failed) = None;
            app.windows.tell_daily(&DailyView { error: None });
        }
        Some((Err(error), workspace, at)) => {
            tracing::error!(code = error.code(), %error, "the daily backup failed");
            let told = DailyView { error: Some(error.clone().into()) };
            *lock(&app.daily.failed) = Some(Failed { workspace, at, error });
            app.windows.tell_daily(&told);
        }
    }
}

/// Answers whether one was due and was made. One that lacks an attached file, or in which a check finds anything, is made,
/// and stays, and is a failure.
fn tend_to(app: &App, workspace: &Workspace, path: &Path, now: Timestamp, cancel: &Cancel) -> Result<bool> {
    if !app.recent.remembers() {
        return Ok(false);
    }
    let schedule = schedule(app, workspace);
    let last = workspace::last_scheduled(app.recent.read().backups(path), stand);
    let failed = app.daily.failed_at(path);
    if !schedule.on || !workspace::is_due(last, changed(workspace)?, failed, now) {
        return Ok(false);
    }
    if app.recent.read().list().iter().all(|known| known.path != path) {
        // Somebody has forgotten it while it is open.
        app.recent.opened(path);
    }
    let folder = backup::folder(path);
    std::fs::create_dir_all(&folder).map_err(|error| unreachable(&folder, &error))?;
    backup::sweep(path, &*workspace.file, now);
    let to = workspace::scheduled_path(path, &folder, now, backup::is_taken);
    let copy = (&*to, &*(workspace.vaults)(&to));
    let made = workspace::back_up(&*workspace.file, &workspace.files, copy, cancel, &mut |_| ());
    let made = made.inspect_err(|error| {
        // Another window may have been faster: then it is that one's. Else whatever is there of one that failed is its own.
        if !matches!(error, Error::Store(StoreError::Taken { .. }))
            && let Err(left) = workspace.file.prune(&to)
        {
            tracing::warn!(%left, "what a backup left that failed could not be removed");
        }
    })?;
    let copied = KnownBackup {
        verified: stand(&to).filter(|_| made.is_sound()).map(|stand| Verified { at: now, stand }),
        scheduled: stand(&to).map(|stand| Scheduled { at: now, stand }),
        path: to.clone(),
    };
    // One that is not remembered would never be removed, and tomorrow's would be another.
    app.recent.remember(path, copied).or_else(|error| {
        workspace.file.prune(&to)?;
        Err(error)
    })?;
    let beyond = workspace::surplus(app.recent.read().backups(path), schedule.keep, stand);
    beyond.iter().try_for_each(|copy| {
        workspace.file.prune(copy)?;
        app.recent.pruned(path, copy);
        Ok::<_, Error>(())
    })?;
    if let Some(fault) = made.files.faults.first() {
        return Err(fault.clone().into());
    }
    made.problems.first().map_or(Ok(true), |problem| {
        let path = to.display().to_string();
        Err(WorkspaceError::CopyUnsound { path, detail: problem.trim_end_matches('.').to_owned() }.into())
    })
}

/// When something was changed last.
fn changed(workspace: &Workspace) -> Result<Option<Timestamp>> {
    let last = AuditFilter { limit: 1, ..AuditFilter::default() };
    let units = workspace.store.read("workspace.changed", |snapshot| snapshot.audit().list(&last))?;
    Ok(units.first().map(|recorded| recorded.unit.at))
}

fn unreachable(path: &Path, error: &io::Error) -> Error {
    StoreError::Unreachable { path: path.display().to_string(), detail: error.to_string() }.into()
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
