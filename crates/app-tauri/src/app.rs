//! What commands work with: the open workspace, as ports and services, never as a connection.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use partwright_domain::approval::ApprovalService;
use partwright_domain::bom::BomService;
use partwright_domain::category::CategoryService;
use partwright_domain::file::{FileService, Vault};
use partwright_domain::import::ImportService;
use partwright_domain::manufacturer_part::ManufacturerPartService;
use partwright_domain::part::PartService;
use partwright_domain::person::{Actor, Person, PersonName, PersonService};
use partwright_domain::ports::Ports;
use partwright_domain::property::PropertyService;
use partwright_domain::release::ReleaseService;
use partwright_domain::revision::RevisionService;
use partwright_domain::setting::SettingService;
use partwright_domain::store::{Store, StoreError};
use partwright_domain::supplier_part::SupplierPartService;
use partwright_domain::workflow::WorkflowService;
use partwright_domain::workspace::{Start, WorkspaceFile, WorkspaceService};
use partwright_domain::{Error, Result};
use serde::Deserialize;
use ts_rs::TS;

use crate::task::Tasks;
use crate::viewer::Viewer;

/// Which workspace to open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum WorkspaceChoice {
    /// The demo.
    Demo,
    /// The user's own.
    Own,
}

/// Opens a workspace: the one that was chosen, or without a choice the one to start with.
pub type Opener = Box<dyn Fn(Option<WorkspaceChoice>) -> Result<Workspace> + Send + Sync>;

/// The vault beside a workspace's file.
pub type Vaults = Box<dyn Fn(&Path) -> Arc<dyn Vault> + Send + Sync>;

/// An open workspace.
pub struct Workspace {
    /// Where it is.
    pub path: PathBuf,
    /// Whether it is the demo.
    pub is_demo: bool,
    /// Its data, for reading.
    pub store: Arc<dyn Store>,
    /// The file it is kept in.
    pub file: Arc<dyn WorkspaceFile>,
    /// The workspace as a whole.
    pub workspaces: WorkspaceService,
    /// Changes people.
    pub people: PersonService,
    /// Configures the classification.
    pub categories: CategoryService,
    /// Changes parts.
    pub parts: PartService,
    /// Changes properties.
    pub properties: PropertyService,
    /// Changes manufacturer parts.
    pub manufacturer_parts: ManufacturerPartService,
    /// Changes supplier parts.
    pub supplier_parts: SupplierPartService,
    /// The vaults of this workspace and of its copies.
    pub vaults: Vaults,
    /// Changes files.
    pub files: FileService,
    /// Changes BOMs.
    pub boms: BomService,
    /// Makes new revisions, and old ones obsolete.
    pub revisions: RevisionService,
    /// Asks for verdicts and gives them.
    pub approvals: ApprovalService,
    /// Releases revisions.
    pub releases: ReleaseService,
    /// Changes settings.
    pub settings: SettingService,
    /// Saves workflows.
    pub workflows: WorkflowService,
    /// Imports files.
    pub imports: ImportService,
}

impl Workspace {
    /// The workspace in this file, over these ports, with the vault beside it. A new one gets `person` as its first, and its start.
    pub fn open(
        path: PathBuf,
        is_demo: bool,
        file: Arc<dyn WorkspaceFile>,
        ports: Ports,
        vaults: Vaults,
        person: PersonName,
    ) -> Result<Self> {
        let workspaces = WorkspaceService::new(ports.clone());
        workspaces.open(person, if is_demo { Start::Demo } else { Start::Empty })?;
        let files = FileService::new(ports.clone(), vaults(&path));
        Ok(Self {
            path,
            is_demo,
            store: Arc::clone(&ports.store),
            file,
            workspaces,
            people: PersonService::new(ports.clone()),
            categories: CategoryService::new(ports.clone()),
            parts: PartService::new(ports.clone()),
            properties: PropertyService::new(ports.clone()),
            manufacturer_parts: ManufacturerPartService::new(ports.clone()),
            supplier_parts: SupplierPartService::new(ports.clone()),
            vaults,
            files,
            boms: BomService::new(ports.clone()),
            revisions: RevisionService::new(ports.clone()),
            approvals: ApprovalService::new(ports.clone()),
            releases: ReleaseService::new(ports.clone()),
            settings: SettingService::new(ports.clone()),
            workflows: WorkflowService::new(ports.clone()),
            imports: ImportService::new(ports),
        })
    }

    /// The person who acts here.
    pub fn person(&self) -> Result<Person> {
        self.workspaces.acting()
    }

    /// Who acts here, with the rights they have now.
    pub fn actor(&self) -> Result<Actor> {
        Ok(Actor::from(&self.person()?))
    }
}

/// The application's state: one workspace at a time, or why there is none.
pub struct App {
    opener: Opener,
    /// Empty until the first command asks: opening takes time, and the window's main thread has none to give.
    open: OnceLock<RwLock<Result<Arc<Workspace>>>>,
    /// The long work that runs.
    pub tasks: Tasks,
    /// What opens files.
    pub viewer: Viewer,
}

impl App {
    /// Starts with the workspace that the opener starts with, as soon as a command asks for it. When it cannot be opened,
    /// every command says why.
    pub fn new(opener: Opener, viewer: Viewer) -> Self {
        Self { opener, open: OnceLock::new(), tasks: Tasks::default(), viewer }
    }

    /// The open workspace.
    pub fn workspace(&self) -> Result<Arc<Workspace>> {
        self.open().read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Lets go of the workspace and of the copies of opened files, and every later command says so. Waits for nobody: a command that is still running holds
    /// the workspace a little longer, and what it has not committed when the process ends did not happen.
    pub fn close(&self) {
        self.viewer.close();
        if let Some(open) = self.open.get() {
            let closing = StoreError::Failed { detail: "the application is closing".to_owned() };
            *open.write().unwrap_or_else(PoisonError::into_inner) = Err(closing.into());
        }
    }

    fn open(&self) -> &RwLock<Result<Arc<Workspace>>> {
        self.open.get_or_init(|| {
            let first = (self.opener)(None).map(Arc::new);
            if let Err(error) = &first {
                tracing::error!(code = error.code(), %error, "the workspace could not be opened");
            }
            RwLock::new(first)
        })
    }

    /// Opens another workspace in place of this one; when that fails, this one stays.
    pub fn switch(&self, choice: WorkspaceChoice) -> Result<Arc<Workspace>, Error> {
        let workspace = Arc::new((self.opener)(Some(choice))?);
        *self.open().write().unwrap_or_else(PoisonError::into_inner) = Ok(Arc::clone(&workspace));
        Ok(workspace)
    }
}
