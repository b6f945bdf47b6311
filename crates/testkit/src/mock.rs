//! Mocks of the ports, for failures of one call and for what must not happen at all.
//!
//! A mock says what may be asked of it and fails the test at any other call; it is no place for rules, which are tested
//! on the memory store.

mod reader;
mod repository;

pub use reader::{
    MockApprovalReader, MockAuditReader, MockBomReader, MockCategoryReader, MockFileReader, MockImportReader,
    MockKicadReader, MockManufacturerPartReader, MockPartReader, MockPersonReader, MockPropertyReader,
    MockReleaseReader, MockRevisionReader, MockSearchReader, MockSettingReader, MockSupplierPartReader,
    MockWorkflowReader,
};
pub use repository::{
    MockApprovalRepository, MockAuditRepository, MockBomRepository, MockCategoryRepository, MockFileRepository,
    MockImportRepository, MockKicadRepository, MockManufacturerPartRepository, MockPartRepository,
    MockPersonRepository, MockPropertyRepository, MockReleaseRepository, MockRevisionRepository, MockSettingRepository,
    MockSupplierPartRepository, MockWorkflowRepository,
};

use mockall::mock;

use partwright_domain::approval::{ApprovalReader, ApprovalRepository};
use partwright_domain::audit::{AuditReader, AuditRepository};
use partwright_domain::bom::{BomReader, BomRepository};
use partwright_domain::category::{CategoryReader, CategoryRepository};
use partwright_domain::change::Changes;
use partwright_domain::file::{FileReader, FileRepository};
use partwright_domain::id::{IdSource, Uuid};
use partwright_domain::import::{ImportReader, ImportRepository};
use partwright_domain::kicad::{KicadReader, KicadRepository};
use partwright_domain::manufacturer_part::{ManufacturerPartReader, ManufacturerPartRepository};
use partwright_domain::part::{PartReader, PartRepository};
use partwright_domain::person::{PersonReader, PersonRepository};
use partwright_domain::property::{PropertyReader, PropertyRepository};
use partwright_domain::release::{ReleaseReader, ReleaseRepository};
use partwright_domain::revision::{RevisionReader, RevisionRepository};
use partwright_domain::search::SearchReader;
use partwright_domain::setting::{SettingReader, SettingRepository};
use partwright_domain::store::{Observer, Reading, Snapshot, Store, StoreError, UnitOfWork, Verdict, Work, Writing};
use partwright_domain::supplier_part::{SupplierPartReader, SupplierPartRepository};
use partwright_domain::time::{Clock, Timestamp};
use partwright_domain::workflow::{WorkflowReader, WorkflowRepository};

mock! {
    /// A store that expects nothing until it is told to.
    #[derive(Debug)]
    pub Store {}
    impl Store for Store {
        fn snapshot(&self, reading: &Reading, work: &mut dyn FnMut(&dyn Snapshot)) -> Result<(), StoreError>;
        fn unit(&self, writing: &Writing, work: Work) -> Result<Changes, StoreError>;
        fn subscribe(&self, observer: Observer);
    }
}

mock! {
    /// A clock that expects nothing until it is told to.
    #[derive(Debug)]
    pub Clock {}
    impl Clock for Clock {
        fn now(&self) -> Timestamp;
    }
}

mock! {
    /// A source of ids that expects nothing until it is told to.
    #[derive(Debug)]
    pub IdSource {}
    impl IdSource for IdSource {
        fn next(&self) -> Uuid;
    }
}

/// A store whose every read sees `snapshot` and whose every unit works on `unit`; it commits nothing, having nothing.
pub fn store_of(snapshot: MockSnapshot, unit: MockUnit) -> MockStore {
    let mut store = MockStore::new();
    store.expect_snapshot().returning(move |_, work| {
        work(&snapshot);
        Ok(())
    });
    store.expect_unit().returning(move |_, work| {
        work(&unit);
        Ok(Changes::default())
    });
    store
}

/// A snapshot of mocks: a reader for each room, none of which expects anything.
#[derive(Debug, Default)]
#[expect(missing_docs, reason = "the fields are the rooms")]
pub struct MockSnapshot {
    pub categories: MockCategoryReader,
    pub people: MockPersonReader,
    pub parts: MockPartReader,
    pub revisions: MockRevisionReader,
    pub properties: MockPropertyReader,
    pub manufacturer_parts: MockManufacturerPartReader,
    pub supplier_parts: MockSupplierPartReader,
    pub boms: MockBomReader,
    pub files: MockFileReader,
    pub approvals: MockApprovalReader,
    pub releases: MockReleaseReader,
    pub search: MockSearchReader,
    pub settings: MockSettingReader,
    pub workflows: MockWorkflowReader,
    pub imports: MockImportReader,
    pub kicad: MockKicadReader,
    pub audit: MockAuditReader,
}

impl Snapshot for MockSnapshot {
    fn categories(&self) -> &dyn CategoryReader {
        &self.categories
    }

    fn people(&self) -> &dyn PersonReader {
        &self.people
    }

    fn parts(&self) -> &dyn PartReader {
        &self.parts
    }

    fn revisions(&self) -> &dyn RevisionReader {
        &self.revisions
    }

    fn properties(&self) -> &dyn PropertyReader {
        &self.properties
    }

    fn manufacturer_parts(&self) -> &dyn ManufacturerPartReader {
        &self.manufacturer_parts
    }

    fn supplier_parts(&self) -> &dyn SupplierPartReader {
        &self.supplier_parts
    }

    fn boms(&self) -> &dyn BomReader {
        &self.boms
    }

    fn files(&self) -> &dyn FileReader {
        &self.files
    }

    fn approvals(&self) -> &dyn ApprovalReader {
        &self.approvals
    }

    fn releases(&self) -> &dyn ReleaseReader {
        &self.releases
    }

    fn search(&self) -> &dyn SearchReader {
        &self.search
    }

    fn settings(&self) -> &dyn SettingReader {
        &self.settings
    }

    fn workflows(&self) -> &dyn WorkflowReader {
        &self.workflows
    }

    fn imports(&self) -> &dyn ImportReader {
        &self.imports
    }

    fn kicad(&self) -> &dyn KicadReader {
        &self.kicad
    }

    fn audit(&self) -> &dyn AuditReader {
        &self.audit
    }
}

/// A unit of work of mocks: a repository for each room, none of which expects anything.
#[derive(Debug, Default)]
#[expect(missing_docs, reason = "the fields are the rooms")]
pub struct MockUnit {
    pub categories: MockCategoryRepository,
    pub people: MockPersonRepository,
    pub parts: MockPartRepository,
    pub revisions: MockRevisionRepository,
    pub properties: MockPropertyRepository,
    pub manufacturer_parts: MockManufacturerPartRepository,
    pub supplier_parts: MockSupplierPartRepository,
    pub boms: MockBomRepository,
    pub files: MockFileRepository,
    pub approvals: MockApprovalRepository,
    pub releases: MockReleaseRepository,
    pub search: MockSearchReader,
    pub settings: MockSettingRepository,
    pub workflows: MockWorkflowRepository,
    pub imports: MockImportRepository,
    pub kicad: MockKicadRepository,
    pub audit: MockAuditRepository,
}

impl UnitOfWork for MockUnit {
    fn categories(&self) -> &dyn CategoryRepository {
        &self.categories
    }

    fn people(&self) -> &dyn PersonRepository {
        &self.people
    }

    fn parts(&self) -> &dyn PartRepository {
        &self.parts
    }

    fn revisions(&self) -> &dyn RevisionRepository {
        &self.revisions
    }

    fn properties(&self) -> &dyn PropertyRepository {
        &self.properties
    }

    fn manufacturer_parts(&self) -> &dyn ManufacturerPartRepository {
        &self.manufacturer_parts
    }

    fn supplier_parts(&self) -> &dyn SupplierPartRepository {
        &self.supplier_parts
    }

    fn boms(&self) -> &dyn BomRepository {
        &self.boms
    }

    fn files(&self) -> &dyn FileRepository {
        &self.files
    }

    fn approvals(&self) -> &dyn ApprovalRepository {
        &self.approvals
    }

    fn releases(&self) -> &dyn ReleaseRepository {
        &self.releases
    }

    fn search(&self) -> &dyn SearchReader {
        &self.search
    }

    fn settings(&self) -> &dyn SettingRepository {
        &self.settings
    }

    fn workflows(&self) -> &dyn WorkflowRepository {
        &self.workflows
    }

    fn imports(&self) -> &dyn ImportRepository {
        &self.imports
    }

    fn kicad(&self) -> &dyn KicadRepository {
        &self.kicad
    }

    fn audit(&self) -> &dyn AuditRepository {
        &self.audit
    }

    fn savepoint(&self, work: &mut dyn FnMut(&dyn UnitOfWork) -> Verdict) -> Result<(), StoreError> {
        work(self);
        Ok(())
    }
}
