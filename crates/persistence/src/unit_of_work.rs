//! The port `UnitOfWork`: a writing session, shown as the rooms' repositories.

use partwright_domain::approval::ApprovalRepository;
use partwright_domain::audit::AuditRepository;
use partwright_domain::bom::BomRepository;
use partwright_domain::category::CategoryRepository;
use partwright_domain::file::FileRepository;
use partwright_domain::import::ImportRepository;
use partwright_domain::kicad::KicadRepository;
use partwright_domain::manufacturer_part::ManufacturerPartRepository;
use partwright_domain::part::PartRepository;
use partwright_domain::person::PersonRepository;
use partwright_domain::property::PropertyRepository;
use partwright_domain::release::ReleaseRepository;
use partwright_domain::revision::RevisionRepository;
use partwright_domain::search::SearchReader;
use partwright_domain::setting::SettingRepository;
use partwright_domain::store::{StoreError, UnitOfWork, Verdict};
use partwright_domain::supplier_part::SupplierPartRepository;
use partwright_domain::workflow::WorkflowRepository;

use crate::session::{Session, Writing};

impl UnitOfWork for Session<'_, Writing> {
    fn categories(&self) -> &dyn CategoryRepository {
        self
    }

    fn people(&self) -> &dyn PersonRepository {
        self
    }

    fn parts(&self) -> &dyn PartRepository {
        self
    }

    fn revisions(&self) -> &dyn RevisionRepository {
        self
    }

    fn properties(&self) -> &dyn PropertyRepository {
        self
    }

    fn manufacturer_parts(&self) -> &dyn ManufacturerPartRepository {
        self
    }

    fn supplier_parts(&self) -> &dyn SupplierPartRepository {
        self
    }

    fn boms(&self) -> &dyn BomRepository {
        self
    }

    fn files(&self) -> &dyn FileRepository {
        self
    }

    fn approvals(&self) -> &dyn ApprovalRepository {
        self
    }

    fn releases(&self) -> &dyn ReleaseRepository {
        self
    }

    fn search(&self) -> &dyn SearchReader {
        self
    }

    fn settings(&self) -> &dyn SettingRepository {
        self
    }

    fn workflows(&self) -> &dyn WorkflowRepository {
        self
    }

    fn imports(&self) -> &dyn ImportRepository {
        self
    }

    fn kicad(&self) -> &dyn KicadRepository {
        self
    }

    fn audit(&self) -> &dyn AuditRepository {
        self
    }

    fn savepoint(&self, work: &mut dyn FnMut(&dyn UnitOfWork) -> Verdict) -> Result<(), StoreError> {
        self.step(|| work(self))
    }
}
