//! The repositories of all rooms, each a mock of its reader's methods and its own.

use mockall::mock;

use partwright_domain::approval::{
    Approval, ApprovalOverride, ApprovalReader, ApprovalRepository, ApprovalRequest, Review,
};
use partwright_domain::audit::{
    AuditEntry, AuditFilter, AuditReader, AuditRepository, AuditUnit, Head, Linked, Place, RecordedUnit, Thing,
};
use partwright_domain::bom::{BomLine, BomReader, BomRepository, BomSums, Designator, StructureLine};
use partwright_domain::category::{Category, CategoryReader, CategoryRepository, Codes, Subcategory};
use partwright_domain::file::{File, FileReader, FileRepository, KnownContent};
use partwright_domain::id::{
    BomLineId, CategoryId, FileId, ImportFileId, ManufacturerPartId, PartId, PersonId, RevisionId, SubcategoryId,
    SupplierPartId, WorkflowId,
};
use partwright_domain::import::{
    ChoiceKind, ImportReader, ImportRepository, ImportedFile, ImportedRow, Layout, LayoutKey,
};
use partwright_domain::kicad::{Candidate, KicadReader, KicadRepository, Library, Mapping, OfferFilter};
use partwright_domain::manufacturer_part::{ManufacturerPart, ManufacturerPartReader, ManufacturerPartRepository};
use partwright_domain::page::Page;
use partwright_domain::part::{
    Described, Part, PartFilter, PartNumber, PartReader, PartRepository, PartSummary, PartTally, Sequence,
};
use partwright_domain::person::{Person, PersonReader, PersonRepository};
use partwright_domain::property::{NameInUse, Property, PropertyName, PropertyReader, PropertyRepository};
use partwright_domain::release::{Release, ReleaseLine, ReleaseReader, ReleaseRepository};
use partwright_domain::revision::{Revision, RevisionReader, RevisionRepository};
use partwright_domain::setting::{SettingReader, SettingRepository, Settings};
use partwright_domain::store::StoreError;
use partwright_domain::supplier_part::{SupplierPart, SupplierPartReader, SupplierPartRepository};
use partwright_domain::time::Timestamp;
use partwright_domain::workflow::{StateName, Workflow, WorkflowReader, WorkflowRepository};

mock! {
    /// A [`trait@CategoryRepository`] that expects nothing until it is told to.
    #[derive(Debug)]
    pub CategoryRepository {}
    impl CategoryReader for CategoryRepository {
        fn categories(&self) -> Result<Vec<Category>, StoreError>;
        fn subcategories(&self) -> Result<Vec<Subcategory>, StoreError>;
        fn find_category(&self, id: CategoryId) -> Result<Option<Category>, StoreError>;
        fn find(&self, id: SubcategoryId) -> Result<Option<Subcategory>, StoreError>;
        fn find_by_codes(&self, codes: &Codes) -> Result<Option<Subcategory>, StoreError>;
        fn part_count(&self, id: SubcategoryId) -> Result<u64, StoreError>;
    }
    impl CategoryRepository for CategoryRepository {
        fn insert_category(&self, category: &Category) -> Result<(), StoreError>;
        fn update_category(&self, category: &Category) -> Result<(), StoreError>;
        fn remove_category(&self, id: CategoryId) -> Result<(), StoreError>;
        fn insert(&self, subcategory: &Subcategory) -> Result<(), StoreError>;
        fn update(&self, subcategory: &Subcategory) -> Result<(), StoreError>;
        fn remove(&self, id: SubcategoryId) -> Result<(), StoreError>;
    }
}

mock! {
    /// A [`trait@PersonRepository`] that expects nothing until it is told to.
    #[derive(Debug)]
    pub PersonRepository {}
    impl PersonReader for PersonRepository {
        fn find(&self, id: PersonId) -> Result<Option<Person>, StoreError>;
        fn acting(&self) -> Result<Option<Person>, StoreError>;
        fn list(&self) -> Result<Vec<Person>, StoreError>;
    }
    impl PersonRepository for PersonRepository {
        fn insert(&self, person: &Person) -> Result<(), StoreError>;
        fn update(&self, person: &Person) -> Result<(), StoreError>;
        fn set_acting(&self, id: PersonId) -> Result<(), StoreError>;
    }
}

mock! {
    /// A [`trait@PartRepository`] that expects nothing until it is told to.
    #[derive(Debug)]
    pub PartRepository {}
    impl PartReader for PartRepository {
        fn find(&self, id: PartId) -> Result<Option<Part>, StoreError>;
        fn find_by_number(&self, number: &PartNumber) -> Result<Option<Part>, StoreError>;
        fn find_all(&self, ids: &[PartId]) -> Result<Vec<Part>, StoreError>;
        fn numbered(&self, numbers: &[PartNumber]) -> Result<Vec<Part>, StoreError>;
        fn described(&self, asked: &[Described]) -> Result<Vec<(usize, PartId)>, StoreError>;
        fn succeeded_by(&self, id: PartId) -> Result<Vec<Part>, StoreError>;
        fn summary(&self, id: PartId) -> Result<Option<PartSummary>, StoreError>;
        fn list(&self, filter: &PartFilter) -> Result<Page<PartSummary>, StoreError>;
        fn count(&self) -> Result<(u64, u64), StoreError>;
        fn next_sequence(&self) -> Result<Option<Sequence>, StoreError>;
        fn tally(&self) -> Result<PartTally, StoreError>;
        fn obsolete_in_use(&self, most: u32) -> Result<Vec<Part>, StoreError>;
    }
    impl PartRepository for PartRepository {
        fn take_sequence(&self) -> Result<Sequence, StoreError>;
        fn insert(&self, part: &Part) -> Result<(), StoreError>;
        fn update(&self, part: &Part) -> Result<(), StoreError>;
        fn remove(&self, id: PartId) -> Result<(), StoreError>;
    }
}

mock! {
    /// A [`trait@RevisionRepository`] that expects nothing until it is told to.
    #[derive(Debug)]
    pub RevisionRepository {}
    impl RevisionReader for RevisionRepository {
        fn find(&self, id: RevisionId) -> Result<Option<Revision>, StoreError>;
        fn of(&self, part: PartId) -> Result<Vec<Revision>, StoreError>;
        fn newest(&self, part: PartId) -> Result<Option<Revision>, StoreError>;
        fn latest_released(&self, part: PartId) -> Result<Option<Revision>, StoreError>;
        fn as_of(&self, part: PartId, at: Timestamp) -> Result<Option<Revision>, StoreError>;
    }
    impl RevisionRepository for RevisionRepository {
        fn insert(&self, revision: &Revision) -> Result<(), StoreError>;
        fn remove(&self, id: RevisionId) -> Result<(), StoreError>;
        fn set_state(&self, id: RevisionId, to: &StateName, at: Timestamp) -> Result<(), StoreError>;
    }
}

mock! {
    /// A [`trait@PropertyRepository`] that expects nothing until it is told to.
    #[derive(Debug)]
    pub PropertyRepository {}
    impl PropertyReader for PropertyRepository {
        fn of(&self, revision: RevisionId) -> Result<Vec<Property>, StoreError>;
        fn newest_of(&self, parts: &[PartId]) -> Result<Vec<(PartId, Property)>, StoreError>;
        fn names(&self, among: u32, most: u32) -> Result<Vec<NameInUse>, StoreError>;
        fn find(&self, revision: RevisionId, name: &PropertyName) -> Result<Option<Property>, StoreError>;
    }
    impl PropertyRepository for PropertyRepository {
        fn set(&self, revision: RevisionId, property: &Property) -> Result<(), StoreError>;
        fn remove(&self, revision: RevisionId, name: &PropertyName) -> Result<(), StoreError>;
    }
}

mock! {
    /// A [`trait@ManufacturerPartRepository`] that expects nothing until it is told to.
    #[derive(Debug)]
    pub ManufacturerPartRepository {}
    impl ManufacturerPartReader for ManufacturerPartRepository {
        fn find(&self, id: ManufacturerPartId) -> Result<Option<ManufacturerPart>, StoreError>;
        fn of(&self, part: PartId) -> Result<Vec<ManufacturerPart>, StoreError>;
        fn matching(&self, mpn_key: &str) -> Result<Vec<ManufacturerPart>, StoreError>;
        fn of_any(&self, parts: &[PartId]) -> Result<Vec<ManufacturerPart>, StoreError>;
        fn matching_any(&self, mpn_keys: &[String]) -> Result<Vec<ManufacturerPart>, StoreError>;
    }
    impl ManufacturerPartRepository for ManufacturerPartRepository {
        fn insert(&self, manufacturer_part: &ManufacturerPart) -> Result<(), StoreError>;
        fn update(&self, manufacturer_part: &ManufacturerPart) -> Result<(), StoreError>;
        fn remove(&self, id: ManufacturerPartId) -> Result<(), StoreError>;
    }
}

mock! {
    /// A [`trait@SupplierPartRepository`] that expects nothing until it is told to.
    #[derive(Debug)]
    pub SupplierPartRepository {}
    impl SupplierPartReader for SupplierPartRepository {
        fn find(&self, id: SupplierPartId) -> Result<Option<SupplierPart>, StoreError>;
        fn of(&self, manufacturer_part: ManufacturerPartId) -> Result<Vec<SupplierPart>, StoreError>;
    }
    impl SupplierPartRepository for SupplierPartRepository {
        fn insert(&self, supplier_part: &SupplierPart) -> Result<(), StoreError>;
        fn update(&self, supplier_part: &SupplierPart) -> Result<(), StoreError>;
        fn remove(&self, id: SupplierPartId) -> Result<(), StoreError>;
    }
}

mock! {
    /// A [`trait@BomRepository`] that expects nothing until it is told to.
    #[derive(Debug)]
    pub BomRepository {}
    impl BomReader for BomRepository {
        fn find(&self, id: BomLineId) -> Result<Option<BomLine>, StoreError>;
        fn lines(&self, revision: RevisionId) -> Result<Vec<BomLine>, StoreError>;
        fn counting(&self, revision: RevisionId) -> Result<Vec<StructureLine>, StoreError>;
        fn counting_for(&self, lines: &[BomLineId]) -> Result<Vec<StructureLine>, StoreError>;
        fn page(&self, revision: RevisionId, skip: u64, most: u32) -> Result<Vec<StructureLine>, StoreError>;
        fn order(&self, revision: RevisionId) -> Result<Vec<(BomLineId, u32)>, StoreError>;
        fn sums(&self, revision: RevisionId) -> Result<BomSums, StoreError>;
        fn holders(&self, revision: RevisionId, designators: &[Designator]) -> Result<Vec<(Designator, BomLineId)>, StoreError>;
        fn count(&self, revision: RevisionId) -> Result<u64, StoreError>;
        fn uses(&self, child: PartId) -> Result<Vec<BomLine>, StoreError>;
        fn below(&self, revision: RevisionId) -> Result<Vec<StructureLine>, StoreError>;
        fn above(&self, part: PartId) -> Result<Vec<StructureLine>, StoreError>;
        fn substitute_uses(&self, part: PartId) -> Result<Vec<BomLine>, StoreError>;
        fn contains(&self, outer: PartId, inner: PartId) -> Result<bool, StoreError>;
        fn containing(&self, inner: PartId) -> Result<Vec<PartId>, StoreError>;
    }
    impl BomRepository for BomRepository {
        fn insert(&self, line: &BomLine) -> Result<(), StoreError>;
        fn insert_all(&self, lines: &[BomLine]) -> Result<(), StoreError>;
        fn update(&self, line: &BomLine) -> Result<(), StoreError>;
        fn remove(&self, id: BomLineId) -> Result<(), StoreError>;
    }
}

mock! {
    /// A [`trait@FileRepository`] that expects nothing until it is told to.
    #[derive(Debug)]
    pub FileRepository {}
    impl FileReader for FileRepository {
        fn of(&self, revision: RevisionId) -> Result<Vec<File>, StoreError>;
        fn find(&self, id: FileId) -> Result<Option<File>, StoreError>;
        fn contents(&self) -> Result<Vec<KnownContent>, StoreError>;
    }
    impl FileRepository for FileRepository {
        fn insert(&self, file: &File) -> Result<(), StoreError>;
        fn update(&self, file: &File) -> Result<(), StoreError>;
        fn remove(&self, id: FileId) -> Result<(), StoreError>;
    }
}

mock! {
    /// A [`trait@AuditRepository`] that expects nothing until it is told to.
    #[derive(Debug)]
    pub AuditRepository {}
    impl AuditReader for AuditRepository {
        fn list(&self, filter: &AuditFilter) -> Result<Vec<RecordedUnit>, StoreError>;
        fn find(&self, sequence: u64) -> Result<Option<RecordedUnit>, StoreError>;
        fn by(&self, person: PersonId, before: Option<u64>, limit: u32) -> Result<Vec<RecordedUnit>, StoreError>;
        fn entries(&self, sequence: u64, before: Option<u32>, limit: u32) -> Result<Vec<(u32, AuditEntry)>, StoreError>;
        fn last_about<'t>(&self, thing: &Thing<'t>, after: u64) -> Result<Option<RecordedUnit>, StoreError>;
        fn first_about(&self, person: PersonId, after: u64) -> Result<Option<AuditEntry>, StoreError>;
        fn last_of(&self, parts: &[PartId]) -> Result<Vec<(PartId, Timestamp)>, StoreError>;
        fn links(&self, after: Option<Place>, limit: u32) -> Result<Vec<Linked>, StoreError>;
        fn head(&self) -> Result<Head, StoreError>;
    }
    impl AuditRepository for AuditRepository {
        fn append(&self, unit: &AuditUnit, entry: &AuditEntry) -> Result<(), StoreError>;
        fn undoes(&self, undone: u64) -> Result<(), StoreError>;
    }
}

mock! {
    /// A [`trait@ApprovalRepository`] that expects nothing until it is told to.
    #[derive(Debug)]
    pub ApprovalRepository {}
    impl ApprovalReader for ApprovalRepository {
        fn reviews(&self, revision: RevisionId) -> Result<Vec<Review>, StoreError>;
        fn open(&self) -> Result<Vec<ApprovalRequest>, StoreError>;
    }
    impl ApprovalRepository for ApprovalRepository {
        fn ask(&self, request: &ApprovalRequest) -> Result<(), StoreError>;
        fn give(&self, approval: &Approval) -> Result<(), StoreError>;
        fn overrule(&self, overridden: &ApprovalOverride) -> Result<(), StoreError>;
    }
}

mock! {
    /// A [`trait@ReleaseRepository`] that expects nothing until it is told to.
    #[derive(Debug)]
    pub ReleaseRepository {}
    impl ReleaseReader for ReleaseRepository {
        fn find(&self, revision: RevisionId) -> Result<Option<Release>, StoreError>;
        fn lines(&self, revision: RevisionId) -> Result<Vec<ReleaseLine>, StoreError>;
    }
    impl ReleaseRepository for ReleaseRepository {
        fn insert(&self, release: &Release, lines: &[ReleaseLine]) -> Result<(), StoreError>;
    }
}

mock! {
    /// A [`trait@SettingRepository`] that expects nothing until it is told to.
    #[derive(Debug)]
    pub SettingRepository {}
    impl SettingReader for SettingRepository {
        fn get(&self) -> Result<Settings, StoreError>;
    }
    impl SettingRepository for SettingRepository {
        fn set(&self, settings: &Settings) -> Result<(), StoreError>;
    }
}

mock! {
    /// A [`trait@WorkflowRepository`] that expects nothing until it is told to.
    #[derive(Debug)]
    pub WorkflowRepository {}
    impl WorkflowReader for WorkflowRepository {
        fn find(&self, id: WorkflowId) -> Result<Option<Workflow>, StoreError>;
        fn start(&self, id: WorkflowId) -> Result<Option<StateName>, StoreError>;
        fn list(&self) -> Result<Vec<Workflow>, StoreError>;
        fn revision_count(&self, id: WorkflowId) -> Result<u64, StoreError>;
    }
    impl WorkflowRepository for WorkflowRepository {
        fn insert(&self, workflow: &Workflow) -> Result<(), StoreError>;
    }
}

mock! {
    /// A [`trait@ImportRepository`] that expects nothing until it is told to.
    #[derive(Debug)]
    pub ImportRepository {}
    impl ImportReader for ImportRepository {
        fn file(&self, id: ImportFileId) -> Result<Option<ImportedFile>, StoreError>;
        fn rows(&self, file: ImportFileId, numbers: &[u64]) -> Result<Vec<ImportedRow>, StoreError>;
        fn layout(&self, key: &LayoutKey) -> Result<Option<Layout>, StoreError>;
        fn choice(&self, kind: ChoiceKind, key: &str) -> Result<Option<PartId>, StoreError>;
        fn choices(&self, kind: ChoiceKind, keys: &[String]) -> Result<Vec<(String, PartId)>, StoreError>;
    }
    impl ImportRepository for ImportRepository {
        fn add_file(&self, file: &ImportedFile) -> Result<(), StoreError>;
        fn add_rows(&self, file: ImportFileId, rows: &[ImportedRow]) -> Result<(), StoreError>;
        fn complete(&self, file: ImportFileId) -> Result<(), StoreError>;
        fn remember_layout(&self, key: &LayoutKey, layout: &Layout) -> Result<(), StoreError>;
        fn forget_layout(&self, key: &LayoutKey) -> Result<(), StoreError>;
        fn remember_choice(&self, kind: ChoiceKind, key: &str, part: PartId) -> Result<(), StoreError>;
    }
}

mock! {
    /// A [`trait@KicadRepository`] that expects nothing until it is told to.
    #[derive(Debug)]
    pub KicadRepository {}
    impl KicadReader for KicadRepository {
        fn library(&self) -> Result<Library, StoreError>;
        fn mapping(&self, subcategory: SubcategoryId) -> Result<Option<Mapping>, StoreError>;
        fn candidates(&self, filter: &OfferFilter) -> Result<Vec<Candidate>, StoreError>;
    }
    impl KicadRepository for KicadRepository {
        fn set_library(&self, library: &Library) -> Result<(), StoreError>;
        fn set_mapping(&self, mapping: &Mapping) -> Result<(), StoreError>;
        fn remove_mapping(&self, subcategory: SubcategoryId) -> Result<(), StoreError>;
    }
}
