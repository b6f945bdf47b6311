//! The workspace that is imported into.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use measure::connection::fold_wal;
use measure::{Failure, Folder, Took, timed};
use partwright_domain::category::Subcategory;
use partwright_domain::id::TimeOrderedIds;
use partwright_domain::import::{Done, ImportFile, ImportService, Preview, Request, Target};
use partwright_domain::person::{Actor, PersonName};
use partwright_domain::ports::Ports;
use partwright_domain::store::{Snapshot, Store};
use partwright_domain::time::SystemClock;
use partwright_domain::watch::Watch;
use partwright_domain::workspace::{Start, WorkspaceService};
use partwright_formats::read::File;
use partwright_persistence::{Settings, SqliteStore};

/// An open workspace, and who acts in it.
pub(crate) struct House {
    pub(crate) ports: Ports,
    pub(crate) actor: Actor,
}

impl House {
    /// Opens the workspace in that file, and starts it where it is not there.
    pub(crate) fn open(path: &Path) -> Result<Self, Failure> {
        let store: Arc<dyn Store> = Arc::new(SqliteStore::open(path, Settings::default())?);
        let ports = Ports { store, clock: Arc::new(SystemClock), ids: Arc::new(TimeOrderedIds) };
        let ada = WorkspaceService::new(ports.clone()).open(PersonName::parse("Ada Engineer")?, Start::Empty)?;
        Ok(Self { ports, actor: Actor::from(&ada) })
    }

    /// What importing a file into a new assembly would do.
    pub(crate) fn look_at(&self, path: &Path) -> Result<Preview, Failure> {
        self.preview(&File::open(path)?, &self.request()?)
    }

    /// Imports a file into a new assembly: opened, looked at, carried out. Answers what the carrying out took as well.
    pub(crate) fn import(&self, path: &Path) -> Result<(Took, Done), Failure> {
        let (file, request) = (Arc::new(File::open(path)?), self.request()?);
        let fingerprint = self.preview(file.as_ref(), &request)?.fingerprint;
        let service = ImportService::new(self.ports.clone());
        timed(|| Ok(service.apply(&self.actor, file, request, fingerprint, Watch::default())?))
    }

    fn request(&self) -> Result<Request, Failure> {
        Ok(Request::into_target(Target::New { subcategory: self.boards()?, name: "Imported".to_owned() }))
    }

    fn preview(&self, file: &dyn ImportFile, request: &Request) -> Result<Preview, Failure> {
        Ok(ImportService::new(self.ports.clone()).preview(file, request, &Watch::default())?)
    }

    fn boards(&self) -> Result<partwright_domain::id::SubcategoryId, Failure> {
        let all =
            self.ports.store.read("bench.subcategories", |seen: &dyn Snapshot| seen.categories().subcategories())?;
        let is_board = |one: &&Subcategory| one.codes.to_string() == "EL-PCA";
        Ok(all.iter().find(is_board).ok_or("the starter set has no boards")?.id)
    }
}

/// A workspace that nobody changes.
pub(crate) struct Seed {
    path: PathBuf,
    _folder: Folder,
}

impl Seed {
    /// A new one, in which `fill` has done something.
    pub(crate) fn make(
        folder: &Folder,
        name: &str,
        fill: impl FnOnce(&House) -> Result<(), Failure>,
    ) -> Result<Self, Failure> {
        let folder = folder.inner(name)?;
        let path = folder.file("seed.partwright");
        fill(&House::open(&path)?)?;
        fold_wal(&path)?;
        Ok(Self { path, _folder: folder })
    }

    /// A copy to work on.
    pub(crate) fn copy(&self, folder: &Folder, name: &str) -> Result<Copy, Failure> {
        let folder = folder.inner(name)?;
        let path = folder.file("copy.partwright");
        fs::copy(&self.path, &path)?;
        Ok(Copy { path, _folder: folder })
    }

    /// Where it lies.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

/// A workspace that goes when it is dropped.
pub(crate) struct Copy {
    pub(crate) path: PathBuf,
    _folder: Folder,
}
