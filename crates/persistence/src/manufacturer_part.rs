//! Manufacturer parts in SQLite.

use partwright_domain::change::Room;
use partwright_domain::id::{ManufacturerPartId, PartId};
use partwright_domain::manufacturer_part::{
    Manufacturer, ManufacturerPart, ManufacturerPartReader, ManufacturerPartRepository, Mpn, Status,
};
use partwright_domain::order::natural_key;
use partwright_domain::store::StoreError;
use rusqlite::params;

use crate::column::{self, Columns};
use crate::session::{Session, Writing};

/// How many columns a manufacturer part is read from.
const COLUMNS: usize = 5;

/// A manufacturer part from columns that other rooms' queries have too, in the same order.
pub(crate) fn manufacturer_part(columns: &mut Columns<'_>) -> rusqlite::Result<ManufacturerPart> {
    Ok(ManufacturerPart {
        id: ManufacturerPartId(columns.get()?),
        part: PartId(columns.get()?),
        manufacturer: columns.text(Manufacturer::parse)?,
        mpn: columns.text(Mpn::parse)?,
        status: columns.named(Status::named)?,
    })
}

/// The manufacturer part in columns that other rooms' queries have too, when the join found one.
pub(crate) fn first_or_none(columns: &mut Columns<'_>) -> rusqlite::Result<Option<ManufacturerPart>> {
    if columns.is_null()? {
        columns.skip(COLUMNS);
        return Ok(None);
    }
    manufacturer_part(columns).map(Some)
}

impl<A: Send + Sync> ManufacturerPartReader for Session<'_, A> {
    fn find(&self, id: ManufacturerPartId) -> Result<Option<ManufacturerPart>, StoreError> {
        self.first(include_str!("manufacturer_part/find.sql"), [id.0], manufacturer_part)
    }

    fn of(&self, part: PartId) -> Result<Vec<ManufacturerPart>, StoreError> {
        self.all(include_str!("manufacturer_part/of.sql"), [part.0], manufacturer_part)
    }

    fn matching(&self, mpn_key: &str) -> Result<Vec<ManufacturerPart>, StoreError> {
        self.all(include_str!("manufacturer_part/matching.sql"), [mpn_key], manufacturer_part)
    }

    fn of_any(&self, parts: &[PartId]) -> Result<Vec<ManufacturerPart>, StoreError> {
        self.all(include_str!("manufacturer_part/of_any.sql"), [column::to_json(&parts)?], manufacturer_part)
    }

    fn matching_any(&self, mpn_keys: &[String]) -> Result<Vec<ManufacturerPart>, StoreError> {
        self.all(include_str!("manufacturer_part/matching_any.sql"), [column::to_json(&mpn_keys)?], manufacturer_part)
    }
}

impl ManufacturerPartRepository for Session<'_, Writing> {
    fn insert(&self, manufacturer_part: &ManufacturerPart) -> Result<(), StoreError> {
        self.write_manufacturer_part(manufacturer_part, include_str!("manufacturer_part/insert.sql"))
    }

    fn update(&self, manufacturer_part: &ManufacturerPart) -> Result<(), StoreError> {
        self.write_manufacturer_part(manufacturer_part, include_str!("manufacturer_part/update.sql"))
    }

    fn remove(&self, id: ManufacturerPartId) -> Result<(), StoreError> {
        self.change_if_there(include_str!("manufacturer_part/remove.sql"), [id.0], (Room::ManufacturerPart, id))
    }
}

impl Session<'_, Writing> {
    /// Writes a manufacturer part's row by this statement.
    fn write_manufacturer_part(&self, row: &ManufacturerPart, sql: &str) -> Result<(), StoreError> {
        let ManufacturerPart { id, part, manufacturer, mpn, status } = row;
        let params = params![
            id.0,
            part.0,
            manufacturer.as_str(),
            mpn.as_str(),
            status.name(),
            row.manufacturer_key(),
            row.mpn_key(),
            natural_key(mpn.as_str()),
        ];
        self.change(sql, "part", params, (Room::ManufacturerPart, *id))
    }
}
