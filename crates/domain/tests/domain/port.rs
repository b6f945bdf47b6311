//! Every port can be shared between threads and used behind `dyn`; the compiler is the test.

use partwright_domain::approval::{ApprovalReader, ApprovalRepository, ApprovalService};
use partwright_domain::audit::{AuditReader, AuditRepository, UndoService};
use partwright_domain::bom::{BomReader, BomRepository, BomService};
use partwright_domain::category::{CategoryReader, CategoryRepository, CategoryService};
use partwright_domain::file::{FileReader, FileRepository, FileService, Vault};
use partwright_domain::id::IdSource;
use partwright_domain::import::{ImportReader, ImportRepository, ImportService};
use partwright_domain::kicad::{KicadReader, KicadRepository, KicadService};
use partwright_domain::manufacturer_part::{
    ManufacturerPartReader, ManufacturerPartRepository, ManufacturerPartService,
};
use partwright_domain::part::{PartReader, PartRepository, PartService};
use partwright_domain::person::{PersonReader, PersonRepository, PersonService};
use partwright_domain::ports::Ports;
use partwright_domain::property::{PropertyReader, PropertyRepository, PropertyService};
use partwright_domain::release::{ReleaseReader, ReleaseRepository, ReleaseService};
use partwright_domain::revision::{RevisionReader, RevisionRepository, RevisionService};
use partwright_domain::search::SearchReader;
use partwright_domain::setting::{SettingReader, SettingRepository, SettingService};
use partwright_domain::store::{Snapshot, Store, UnitOfWork};
use partwright_domain::supplier_part::{SupplierPartReader, SupplierPartRepository, SupplierPartService};
use partwright_domain::time::Clock;
use partwright_domain::workflow::{WorkflowReader, WorkflowRepository, WorkflowService};
use partwright_domain::workspace::WorkspaceService;
use static_assertions::{assert_impl_all, assert_obj_safe};

macro_rules! assert_ports {
    ($($port:path),+ $(,)?) => {$(
        assert_obj_safe!($port);
        assert_impl_all!(dyn $port: Send, Sync);
    )+};
}

assert_ports!(
    Store,
    Snapshot,
    UnitOfWork,
    Clock,
    IdSource,
    CategoryReader,
    CategoryRepository,
    PersonReader,
    PersonRepository,
    PartReader,
    PartRepository,
    RevisionReader,
    RevisionRepository,
    PropertyReader,
    PropertyRepository,
    ManufacturerPartReader,
    ManufacturerPartRepository,
    SupplierPartReader,
    SupplierPartRepository,
    BomReader,
    BomRepository,
    FileReader,
    FileRepository,
    Vault,
    ApprovalReader,
    ApprovalRepository,
    ReleaseReader,
    ReleaseRepository,
    SearchReader,
    SettingReader,
    SettingRepository,
    WorkflowReader,
    WorkflowRepository,
    ImportReader,
    ImportRepository,
    KicadReader,
    KicadRepository,
    AuditReader,
    AuditRepository,
);

assert_impl_all!(Ports: Clone, Send, Sync);
assert_impl_all!(CategoryService: Clone, Send, Sync);
assert_impl_all!(PartService: Clone, Send, Sync);
assert_impl_all!(PropertyService: Clone, Send, Sync);
assert_impl_all!(ManufacturerPartService: Clone, Send, Sync);
assert_impl_all!(SupplierPartService: Clone, Send, Sync);
assert_impl_all!(FileService: Clone, Send, Sync);
assert_impl_all!(BomService: Clone, Send, Sync);
assert_impl_all!(PersonService: Clone, Send, Sync);
assert_impl_all!(ApprovalService: Clone, Send, Sync);
assert_impl_all!(ReleaseService: Clone, Send, Sync);
assert_impl_all!(RevisionService: Clone, Send, Sync);
assert_impl_all!(SettingService: Clone, Send, Sync);
assert_impl_all!(WorkflowService: Clone, Send, Sync);
assert_impl_all!(KicadService: Clone, Send, Sync);
assert_impl_all!(UndoService: Clone, Send, Sync);
assert_impl_all!(ImportService: Clone, Send, Sync);
assert_impl_all!(WorkspaceService: Clone, Send, Sync);
assert_impl_all!(partwright_domain::Error: std::error::Error, Clone, PartialEq, Send, Sync);
