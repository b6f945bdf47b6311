//! All services over one set of ports: what every shell works with, the window and the command line alike.

use std::sync::Arc;

use crate::Result;
use crate::approval::ApprovalService;
use crate::audit::UndoService;
use crate::bom::BomService;
use crate::category::CategoryService;
use crate::file::{FileService, Vault};
use crate::import::ImportService;
use crate::kicad::KicadService;
use crate::manufacturer_part::ManufacturerPartService;
use crate::part::PartService;
use crate::person::{Actor, Person, PersonService};
use crate::ports::Ports;
use crate::property::PropertyService;
use crate::release::ReleaseService;
use crate::revision::RevisionService;
use crate::setting::SettingService;
use crate::store::Store;
use crate::supplier_part::SupplierPartService;
use crate::workflow::WorkflowService;
use crate::workspace::WorkspaceService;

/// The services of a workspace, and its store for reading.
pub struct Services {
    /// Its data, for reading.
    pub store: Arc<dyn Store>,
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
    /// Says what KiCad is shown.
    pub kicad: KicadService,
    /// Saves workflows.
    pub workflows: WorkflowService,
    /// Undoes and redoes units of work.
    pub undo: UndoService,
    /// Imports files.
    pub imports: ImportService,
}

impl std::fmt::Debug for Services {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Services")
    }
}

impl Services {
    /// All services on these ports, with files in this vault.
    pub fn new(ports: Ports, vault: Arc<dyn Vault>) -> Self {
        Self {
            store: Arc::clone(&ports.store),
            workspaces: WorkspaceService::new(ports.clone()),
            people: PersonService::new(ports.clone()),
            categories: CategoryService::new(ports.clone()),
            parts: PartService::new(ports.clone()),
            properties: PropertyService::new(ports.clone()),
            manufacturer_parts: ManufacturerPartService::new(ports.clone()),
            supplier_parts: SupplierPartService::new(ports.clone()),
            files: FileService::new(ports.clone(), vault),
            boms: BomService::new(ports.clone()),
            revisions: RevisionService::new(ports.clone()),
            approvals: ApprovalService::new(ports.clone()),
            releases: ReleaseService::new(ports.clone()),
            settings: SettingService::new(ports.clone()),
            kicad: KicadService::new(ports.clone()),
            workflows: WorkflowService::new(ports.clone()),
            undo: UndoService::new(ports.clone()),
            imports: ImportService::new(ports),
        }
    }

    /// The person who acts in the workspace.
    pub fn person(&self) -> Result<Person> {
        self.workspaces.acting()
    }

    /// Who acts in it, with the rights they have now.
    pub fn actor(&self) -> Result<Actor> {
        Ok(Actor::from(&self.person()?))
    }
}
