//! The port `Snapshot`: a reading session, shown as the rooms' readers.

use partwright_domain::approval::ApprovalReader;
use partwright_domain::audit::AuditReader;
use partwright_domain::bom::BomReader;
use partwright_domain::category::CategoryReader;
use partwright_domain::file::FileReader;
use partwright_domain::import::ImportReader;
use partwright_domain::kicad::KicadReader;
use partwright_domain::manufacturer_part::ManufacturerPartReader;
use partwright_domain::part::PartReader;
use partwright_domain::person::PersonReader;
use partwright_domain::property::PropertyReader;
use partwright_domain::release::ReleaseReader;
use partwright_domain::revision::RevisionReader;
use partwright_domain::search::SearchReader;
use partwright_domain::setting::SettingReader;
use partwright_domain::store::Snapshot;
use partwright_domain::supplier_part::SupplierPartReader;
use partwright_domain::workflow::WorkflowReader;

use crate::session::{Reading, Session};

impl Snapshot for Session<'_, Reading> {
    fn categories(&self) -> &dyn CategoryReader {
        self
    }

    fn people(&self) -> &dyn PersonReader {
        self
    }

    fn parts(&self) -> &dyn PartReader {
        self
    }

    fn revisions(&self) -> &dyn RevisionReader {
        self
    }

    fn properties(&self) -> &dyn PropertyReader {
        self
    }

    fn manufacturer_parts(&self) -> &dyn ManufacturerPartReader {
        self
    }

    fn supplier_parts(&self) -> &dyn SupplierPartReader {
        self
    }

    fn boms(&self) -> &dyn BomReader {
        self
    }

    fn files(&self) -> &dyn FileReader {
        self
    }

    fn approvals(&self) -> &dyn ApprovalReader {
        self
    }

    fn releases(&self) -> &dyn ReleaseReader {
        self
    }

    fn search(&self) -> &dyn SearchReader {
        self
    }

    fn settings(&self) -> &dyn SettingReader {
        self
    }

    fn workflows(&self) -> &dyn WorkflowReader {
        self
    }

    fn imports(&self) -> &dyn ImportReader {
        self
    }

    fn kicad(&self) -> &dyn KicadReader {
        self
    }

    fn audit(&self) -> &dyn AuditReader {
        self
    }
}
