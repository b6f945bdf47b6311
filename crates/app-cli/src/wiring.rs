//! The wiring: the one file that names the adapters.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use partwright_domain::Result;
use partwright_domain::cancel::Cancel;
use partwright_domain::file::Vault;
use partwright_domain::id::TimeOrderedIds;
use partwright_domain::person::PersonName;
use partwright_domain::ports::Ports;
use partwright_domain::services::Services;
use partwright_domain::store::StoreError;
use partwright_domain::time::{Clock, SystemClock};
use partwright_domain::workspace::{
    Accepted, Content, Left, Progress, PutBack, RecentFile, Salvage, Salvager, Start, WorkspaceError, WorkspaceFile,
    kept_of,
};
use tempfile::TempDir;

use partwright_persistence::{DiskRecent, DiskSalvager, DiskVault, Settings, SqliteStore};

use crate::places;

/// A workspace that is open.
pub(crate) struct Workspace {
    /// Where it is.
    pub(crate) path: PathBuf,
    /// The file it is kept in.
    pub(crate) file: Arc<dyn WorkspaceFile>,
    /// The ports of its services.
    pub(crate) ports: Ports,
    /// What is done in it.
    pub(crate) services: Services,
}

impl std::fmt::Debug for Workspace {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Workspace").field("path", &self.path).finish_non_exhaustive()
    }
}

/// The workspace that is worked in when none is named: the one that the desktop application was left with, else its own;
/// `None` where there is none.
pub(crate) fn default_workspace() -> Result<Option<PathBuf>> {
    if let Some(configuration) = places::configuration()
        && let Left::Open(path) = DiskRecent::within(&configuration).read()?.left()
        && path.is_file()
    {
        return Ok(Some(path.clone()));
    }
    Ok(own_workspace().filter(|path| path.is_file()))
}

/// Where the desktop application keeps the workspace that nobody gave another place.
pub(crate) fn own_workspace() -> Option<PathBuf> {
    places::data().map(|data| data.join("workspace.partwright"))
}

/// Opens the workspace in a file that is there.
pub(crate) fn open(path: &Path) -> Result<Workspace> {
    must_be_there(path)?;
    Ok(over(path, SqliteStore::open(path, Settings::default())?))
}

/// Refuses a file that is not there, and one in which nothing is: that of somebody else would become a workspace.
fn must_be_there(path: &Path) -> Result<()> {
    let file = path.metadata().map_err(|_| WorkspaceError::NotThere { path: path.display().to_string() })?;
    if !file.is_file() {
        let detail = if file.is_dir() { "it is a folder" } else { "it is no file" };
        return Err(StoreError::Unreachable { path: path.display().to_string(), detail: detail.to_owned() }.into());
    }
    if file.len() == 0 {
        return Err(StoreError::NotAWorkspace { path: path.display().to_string() }.into());
    }
    Ok(())
}

/// An empty workspace with the starter set of categories, which nobody keeps.
pub(crate) fn scratch() -> Result<(Workspace, TempDir)> {
    let failed = |error: std::io::Error| StoreError::Failed { detail: error.to_string() };
    let folder = TempDir::new().map_err(failed)?;
    let workspace = create(&folder.path().join("scratch.partwright"), PersonName::parse("Nobody")?, Start::Empty)?;
    Ok((workspace, folder))
}

/// Makes a workspace in a file that is not there, with its first Admin.
pub(crate) fn create(path: &Path, admin: PersonName, start: Start) -> Result<Workspace> {
    let workspace = over(path, SqliteStore::create(path, Settings::default())?);
    workspace.services.workspaces.open(admin, start)?;
    Ok(workspace)
}

/// What is in a workspace that nobody here has open, or in a copy of one; it stays as it is.
pub(crate) fn content(path: &Path) -> Result<Content> {
    must_be_there(path)?;
    Ok(partwright_persistence::content(path)?)
}

/// Puts a copy in the place of a workspace that nobody has open.
pub(crate) fn restore(
    (path, from): (&Path, &Path),
    accepted: Accepted,
    cancel: &Cancel,
    progress: &mut dyn FnMut(Progress),
) -> Result<PutBack> {
    must_be_there(from)?;
    Ok(partwright_persistence::restore((path, from), accepted, cancel, progress)?)
}

/// Puts what can be read of a damaged workspace into a new one, and answers what could not.
pub(crate) fn salvage(
    (from, to): (&Path, &Path),
    cancel: &Cancel,
    progress: &mut dyn FnMut(Progress),
) -> Result<Salvage> {
    must_be_there(from)?;
    let salvager = DiskSalvager::new(Arc::new(SystemClock), Arc::new(TimeOrderedIds));
    salvager.salvage((from, to), cancel, progress)
}

/// The vault beside a workspace's file; that of the workspace, where it is a copy that is kept beside one.
pub(crate) fn vault(path: &Path) -> Arc<dyn Vault> {
    let shared = kept_of(path).filter(|workspace| workspace.is_file());
    Arc::new(DiskVault::beside(shared.as_deref().unwrap_or(path), Arc::new(SystemClock)))
}

fn over(path: &Path, store: SqliteStore) -> Workspace {
    let file = Arc::new(store);
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let ports = Ports { store: Arc::clone(&file) as _, clock, ids: Arc::new(TimeOrderedIds) };
    let services = Services::new(ports.clone(), vault(path));
    Workspace { path: path.to_owned(), file, ports, services }
}
