//! The readers of all rooms, each a mock.

use mockall::mock;

use partwright_domain::approval::{ApprovalReader, ApprovalRequest, Review};
use partwright_domain::audit::{AuditEntry, AuditFilter, AuditReader, Head, Linked, Place, RecordedUnit, Thing};
use partwright_domain::bom::{BomLine, BomReader, BomSums, Designator, StructureLine};
use partwright_domain::category::{Category, CategoryReader, Codes, Subcategory};
use partwright_domain::file::{File, FileReader, KnownContent};
use partwright_domain::id::{
    BomLineId, CategoryId, FileId, ImportFileId, ManufacturerPartId, PartId, PersonId, RevisionId, SubcategoryId,
    SupplierPartId, WorkflowId,
};
use partwright_domain::import::{ChoiceKind, ImportReader, ImportedFile, ImportedRow, Layout, LayoutKey};
use partwright_domain::kicad::{Candidate, KicadReader, Library, Mapping, OfferFilter};
use partwright_domain::manufacturer_part::{ManufacturerPart, ManufacturerPartReader};
use partwright_domain::page::Page;
use partwright_domain::part::{Described, Part, PartFilter, PartNumber, PartReader, PartSummary, PartTally, Sequence};
use partwright_domain::person::{Person, PersonReader};
use partwright_domain::property::{NameInUse, Property, PropertyName, PropertyReader};
use partwright_domain::release::{Release, ReleaseLine, ReleaseReader};
use partwright_domain::revision::{Revision, RevisionReader};
use partwright_domain::search::{Search, SearchPage, SearchReader};
use partwright_domain::setting::{SettingReader, Settings};
use partwright_domain::store::StoreError;
use partwright_domain::supplier_part::{SupplierPart, SupplierPartReader};
use partwright_domain::time::Timestamp;
use partwright_domain::workflow::{StateName, Workflow, WorkflowReader};

mock! {
    /// A [`trait@CategoryReader`] that expects nothing until it is told to.
    #[derive(Debug)]
    pub CategoryReader {}
    impl CategoryReader for CategoryReader {
        fn categories(&self) -> Result<Vec<Category>, StoreError>;
        fn subcategories(&self) -> Result<Vec<Subcategory>, StoreError>;
        fn find_category(&self, id: CategoryId) -> Result<Option<Category>, StoreError>;
        fn find(&self, id: SubcategoryId) -> Result<Option<Subcategory>, StoreError>;
        fn find_by_codes(&self, codes: &Codes) -> Result<Option<Subcategory>, StoreError>;
        fn part_count(&self, id: SubcategoryId) -> Result<u64, StoreError>;
    }
}

mock! {
    /// A [`trait@PersonReader`] that expects nothing until it is told to.
    #[derive(Debug)]
    pub PersonReader {}
    impl PersonReader for PersonReader {
        fn find(&self, id: PersonId) -> Result<Option<Person>, StoreError>;
        fn acting(&self) -> Result<Option<Person>, StoreError>;
        fn list(&self) -> Result<Vec<Person>, StoreError>;
    }
}

mock! {
    /// A [`trait@PartReader`] that expects nothing until it is told to.
    #[derive(Debug)]
    pub PartReader {}
    impl PartReader for PartReader {
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
}

mock! {
    /// A [`trait@RevisionReader`] that expects nothing until it is told to.
    #[derive(Debug)]
    pub RevisionReader {}
    impl RevisionReader for RevisionReader {
        fn find(&self, id: RevisionId) -> Result<Option<Revision>, StoreError>;
        fn of(&self, part: PartId) -> Result<Vec<Revision>, StoreError>;
        fn newest(&self, part: PartId) -> Result<Option<Revision>, StoreError>;
        fn latest_released(&self, part: PartId) -> Result<Option<Revision>, StoreError>;
        fn as_of(&self, part: PartId, at: Timestamp) -> Result<Option<Revision>, StoreError>;
    }
}

mock! {
    /// A [`trait@PropertyReader`] that expects nothing until it is told to.
    #[derive(Debug)]
    pub PropertyReader {}
    impl PropertyReader for PropertyReader {
        fn of(&self, revision: RevisionId) -> Result<Vec<Property>, StoreError>;
        fn newest_of(&self, parts: &[PartId]) -> Result<Vec<(PartId, Property)>, StoreError>;
        fn names(&self, among: u32, most: u32) -> Result<Vec<NameInUse>, StoreError>;
        fn find(&self, revision: RevisionId, name: &PropertyName) -> Result<Option<Property>, StoreError>;
    }
}

mock! {
    /// A [`trait@ManufacturerPartReader`] that expects nothing until it is told to.
    #[derive(Debug)]
    pub ManufacturerPartReader {}
    impl ManufacturerPartReader for ManufacturerPartReader {
        fn find(&self, id: ManufacturerPartId) -> Result<Option<ManufacturerPart>, StoreError>;
        fn of(&self, part: PartId) -> Result<Vec<ManufacturerPart>, StoreError>;
        fn matching(&self, mpn_key: &str) -> Result<Vec<ManufacturerPart>, StoreError>;
        fn of_any(&self, parts: &[PartId]) -> Result<Vec<ManufacturerPart>, StoreError>;
        fn matching_any(&self, mpn_keys: &[String]) -> Result<Vec<ManufacturerPart>, StoreError>;
    }
}

mock! {
    /// A [`trait@SupplierPartReader`] that expects nothing until it is told to.
    #[derive(Debug)]
    pub SupplierPartReader {}
    impl SupplierPartReader for SupplierPartReader {
        fn find(&self, id: SupplierPartId) -> Result<Option<SupplierPart>, StoreError>;
        fn of(&self, manufacturer_part: ManufacturerPartId) -> Result<Vec<SupplierPart>, StoreError>;
    }
}

mock! {
    /// A [`trait@BomReader`] that expects nothing until it is told to.
    #[derive(Debug)]
    pub BomReader {}
    impl BomReader for BomReader {
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
}

mock! {
    /// A [`trait@FileReader`] that expects nothing until it is told to.
    #[derive(Debug)]
    pub FileReader {}
    impl FileReader for FileReader {
        fn of(&self, revision: RevisionId) -> Result<Vec<File>, StoreError>;
        fn find(&self, id: FileId) -> Result<Option<File>, StoreError>;
        fn contents(&self) -> Result<Vec<KnownContent>, StoreError>;
    }
}

mock! {
    /// A [`trait@AuditReader`] that expects nothing until it is told to.
    #[derive(Debug)]
    pub AuditReader {}
    impl AuditReader for AuditReader {
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
}

mock! {
    /// A [`trait@ApprovalReader`] that expects nothing until it is told to.
    #[derive(Debug)]
    pub ApprovalReader {}
    impl ApprovalReader for ApprovalReader {
        fn reviews(&self, revision: RevisionId) -> Result<Vec<Review>, StoreError>;
        fn open(&self) -> Result<Vec<ApprovalRequest>, StoreError>;
    }
}

mock! {
    /// A [`trait@ReleaseReader`] that expects nothing until it is told to.
    #[derive(Debug)]
    pub ReleaseReader {}
    impl ReleaseReader for ReleaseReader {
        fn find(&self, revision: RevisionId) -> Result<Option<Release>, StoreError>;
        fn lines(&self, revision: RevisionId) -> Result<Vec<ReleaseLine>, StoreError>;
    }
}

mock! {
    /// A [`trait@SearchReader`] that expects nothing until it is told to.
    #[derive(Debug)]
    pub SearchReader {}
    impl SearchReader for SearchReader {
        fn find(&self, search: &Search) -> Result<SearchPage, StoreError>;
    }
}

mock! {
    /// A [`trait@SettingReader`] that expects nothing until it is told to.
    #[derive(Debug)]
    pub SettingReader {}
    impl SettingReader for SettingReader {
        fn get(&self) -> Result<Settings, StoreError>;
    }
}

mock! {
    /// A [`trait@WorkflowReader`] that expects nothing until it is told to.
    #[derive(Debug)]
    pub WorkflowReader {}
    impl WorkflowReader for WorkflowReader {
        fn find(&self, id: WorkflowId) -> Result<Option<Workflow>, StoreError>;
        fn start(&self, id: WorkflowId) -> Result<Option<StateName>, StoreError>;
        fn list(&self) -> Result<Vec<Workflow>, StoreError>;
        fn revision_count(&self, id: WorkflowId) -> Result<u64, StoreError>;
    }
}

mock! {
    /// A [`trait@ImportReader`] that expects nothing until it is told to.
    #[derive(Debug)]
    pub ImportReader {}
    impl ImportReader for ImportReader {
        fn file(&self, id: ImportFileId) -> Result<Option<ImportedFile>, StoreError>;
        fn rows(&self, file: ImportFileId, numbers: &[u64]) -> Result<Vec<ImportedRow>, StoreError>;
        fn layout(&self, key: &LayoutKey) -> Result<Option<Layout>, StoreError>;
        fn choice(&self, kind: ChoiceKind, key: &str) -> Result<Option<PartId>, StoreError>;
        fn choices(&self, kind: ChoiceKind, keys: &[String]) -> Result<Vec<(String, PartId)>, StoreError>;
    }
}

mock! {
    /// A [`trait@KicadReader`] that expects nothing until it is told to.
    #[derive(Debug)]
    pub KicadReader {}
    impl KicadReader for KicadReader {
        fn library(&self) -> Result<Library, StoreError>;
        fn mapping(&self, subcategory: SubcategoryId) -> Result<Option<Mapping>, StoreError>;
        fn candidates(&self, filter: &OfferFilter) -> Result<Vec<Candidate>, StoreError>;
    }
}
