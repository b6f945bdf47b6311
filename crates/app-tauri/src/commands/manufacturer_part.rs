//! Manufacturer parts.

use partwright_domain::edit::Edit;
use partwright_domain::id::PartId;
use partwright_domain::manufacturer_part::{Manufacturer, ManufacturerPart, Mpn, NewManufacturerPart, Status};
use partwright_domain::store::{Snapshot, StoreError};
use partwright_domain::{Error, Result};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::supplier_part::SupplierPartView;
use super::{id, show_done};
use crate::app::App;
use crate::error::WireError;

/// How far a manufacturer part may be used.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
pub enum ManufacturerPartStatus {
    Active,
    Preferred,
    Alternate,
    #[serde(rename = "Not recommended")]
    NotRecommended,
    Obsolete,
}

/// A maker's product that is good for a part.
#[derive(Debug, Serialize, TS)]
pub struct ManufacturerPartView {
    id: String,
    manufacturer: String,
    mpn: String,
    status: ManufacturerPartStatus,
    /// Who sells it.
    supplier_parts: Vec<SupplierPartView>,
}

/// Adds a manufacturer part to a part.
#[derive(Debug, Deserialize, TS)]
pub struct ManufacturerPartAddRequest {
    part: String,
    manufacturer: String,
    mpn: String,
    status: ManufacturerPartStatus,
}

/// Says something else of a manufacturer part.
#[derive(Debug, Deserialize, TS)]
pub struct ManufacturerPartChangeRequest {
    manufacturer_part: String,
    says: ManufacturerPartSaid,
    /// What whoever changes it saw; where nothing is said, it is written over whatever is there.
    #[serde(default)]
    #[ts(optional)]
    seen: Option<ManufacturerPartSaid>,
}

/// What a manufacturer part says.
#[derive(Debug, Deserialize, TS)]
pub struct ManufacturerPartSaid {
    manufacturer: String,
    mpn: String,
    status: ManufacturerPartStatus,
}

/// Takes a manufacturer part off its part.
#[derive(Debug, Deserialize, TS)]
pub struct ManufacturerPartRemoveRequest {
    manufacturer_part: String,
}

/// Adds a manufacturer part, and answers all of the part's.
pub fn add(app: &App, request: ManufacturerPartAddRequest) -> Result<Vec<ManufacturerPartView>, WireError> {
    let ManufacturerPartAddRequest { part, manufacturer, mpn, status } = request;
    let part = id(&part, "manufacturer_part_add")?;
    let new = parse(&manufacturer, &mpn, status.into())?;
    let workspace = app.workspace()?;
    workspace.manufacturer_parts.add(&workspace.actor()?, part, new)?;
    show_done(&workspace, |snapshot| of(snapshot, part))
}

/// Says something else of a manufacturer part, and answers all of its part's.
pub fn change(app: &App, request: ManufacturerPartChangeRequest) -> Result<Vec<ManufacturerPartView>, WireError> {
    let ManufacturerPartChangeRequest { manufacturer_part, says, seen } = request;
    let manufacturer_part = id(&manufacturer_part, "manufacturer_part_change")?;
    let read = |ManufacturerPartSaid { manufacturer, mpn, status }| parse(&manufacturer, &mpn, status.into());
    let content = Edit::new(seen.map(read).transpose()?, read(says)?);
    let workspace = app.workspace()?;
    let changed = workspace.manufacturer_parts.change(&workspace.actor()?, manufacturer_part, content)?;
    show_done(&workspace, |snapshot| of(snapshot, changed.part))
}

/// Removes a manufacturer part, and answers those that are left.
pub fn remove(app: &App, request: ManufacturerPartRemoveRequest) -> Result<Vec<ManufacturerPartView>, WireError> {
    let ManufacturerPartRemoveRequest { manufacturer_part } = request;
    let manufacturer_part = id(&manufacturer_part, "manufacturer_part_remove")?;
    let workspace = app.workspace()?;
    let removed = workspace.manufacturer_parts.remove(&workspace.actor()?, manufacturer_part)?;
    show_done(&workspace, |snapshot| of(snapshot, removed.part))
}

/// What the page wrote as a manufacturer part.
pub fn parse(manufacturer: &str, mpn: &str, status: Status) -> Result<NewManufacturerPart> {
    let (manufacturer, mpn) = (Manufacturer::parse(manufacturer).map_err(Error::from)?, Mpn::parse(mpn)?);
    Ok(NewManufacturerPart { manufacturer, mpn, status })
}

/// A part's manufacturer parts.
pub fn of(snapshot: &dyn Snapshot, part: PartId) -> Result<Vec<ManufacturerPartView>, StoreError> {
    let with_suppliers = |of: ManufacturerPart| {
        let supplier_parts = snapshot.supplier_parts().of(of.id)?;
        Ok(ManufacturerPartView::new(of, supplier_parts.into_iter().map(SupplierPartView::from).collect()))
    };
    snapshot.manufacturer_parts().of(part)?.into_iter().map(with_suppliers).collect()
}

impl ManufacturerPartView {
    fn new(of: ManufacturerPart, supplier_parts: Vec<SupplierPartView>) -> Self {
        let ManufacturerPart { id, part: _, manufacturer, mpn, status } = of;
        let (manufacturer, mpn) = (manufacturer.to_string(), mpn.to_string());
        Self { id: id.to_string(), manufacturer, mpn, status: status.into(), supplier_parts }
    }
}

impl From<Status> for ManufacturerPartStatus {
    fn from(status: Status) -> Self {
        match status {
            Status::Active => Self::Active,
            Status::Preferred => Self::Preferred,
            Status::Alternate => Self::Alternate,
            Status::NotRecommended => Self::NotRecommended,
            Status::Obsolete => Self::Obsolete,
        }
    }
}

impl From<ManufacturerPartStatus> for Status {
    fn from(status: ManufacturerPartStatus) -> Self {
        match status {
            ManufacturerPartStatus::Active => Self::Active,
            ManufacturerPartStatus::Preferred => Self::Preferred,
            ManufacturerPartStatus::Alternate => Self::Alternate,
            ManufacturerPartStatus::NotRecommended => Self::NotRecommended,
            ManufacturerPartStatus::Obsolete => Self::Obsolete,
        }
    }
}
