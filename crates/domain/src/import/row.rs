//! A row: its cells by what they say, and the part they describe.

use super::ImportError;
use super::cell::short_footprint;
use super::column::{Column, Role};
use super::plan::{KnownPart, MakerAndMpn, Outcome, PlannedNewPart};
use super::table::Row;
use crate::category::Codes;
use crate::error::Error;
use crate::manufacturer_part::{Manufacturer, Mpn};
use crate::order::match_key;
use crate::part::{Description, PartName};
use crate::property::{self, Link, Property, PropertyName, PropertyText, PropertyValue};

/// A row's cells by what they say.
pub(super) struct Cells<'t> {
    columns: &'t [Column],
    row: &'t Row,
}

impl<'t> Cells<'t> {
    pub(super) fn new(columns: &'t [Column], row: &'t Row) -> Self {
        Self { columns, row }
    }

    /// The line of the file in which the row begins.
    pub(super) fn number(&self) -> u64 {
        self.row.number
    }

    /// The cells beyond the last column that have something in them.
    pub(super) fn beyond(&self) -> Vec<&'t str> {
        let beyond = self.row.cells.iter().skip(self.columns.len());
        beyond.map(String::as_str).filter(|cell| !cell.is_empty()).collect()
    }

    /// The cell of a role; empty when there is none. KiCad writes `~` for an empty value.
    pub(super) fn get(&self, role: Role) -> &'t str {
        let index = self.columns.iter().find(|column| column.role == role).map(|column| column.index);
        let cell = index.and_then(|index| self.row.cells.get(index)).map_or("", String::as_str);
        if cell == "~" { "" } else { cell }
    }

    /// The cells of the columns that are kept as properties, and of those that every component has; each under its own
    /// name. Of columns with one name, the first with something in it has the name, and the next the name and a number.
    pub(super) fn properties(&self) -> Vec<(String, Role, &'t str)> {
        let mut properties: Vec<(String, Role, &'t str)> = Vec::new();
        for column in self.columns {
            let written = match column.role {
                Role::Value => property::VALUE,
                Role::Footprint => property::FOOTPRINT,
                Role::Datasheet => property::DATASHEET,
                // A maker without a number is no manufacturer part, but it is not lost either.
                Role::Manufacturer if self.get(Role::Mpn).is_empty() => property::MANUFACTURER,
                Role::Property | Role::Unit | Role::FindNumber | Role::Note => column.name.as_str(),
                _ => continue,
            };
            let cell = self.row.cells.get(column.index).map_or("", String::as_str);
            if cell.is_empty() || cell == "~" {
                continue;
            }
            let mut name = written.to_owned();
            let mut number = 1;
            while properties.iter().any(|(other, ..)| *other == name) {
                number += 1;
                name = format!("{written} {number}");
            }
            properties.push((name, column.role, cell));
        }
        properties
    }

    pub(super) fn column_name(&self, role: Role) -> Option<String> {
        self.columns.iter().find(|column| column.role == role).map(|column| column.name.clone())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.row.cells.iter().all(String::is_empty)
    }
}

/// Why a row goes no further: a reason, and the role of the cell that gives it.
pub(super) struct Stop {
    pub(super) outcome: Outcome,
    pub(super) role: Option<Role>,
    pub(super) error: Error,
}

impl Stop {
    pub(super) fn refused(role: Role, error: impl Into<Error>) -> Self {
        Self { outcome: Outcome::Refused, role: Some(role), error: error.into() }
    }

    pub(super) fn not_a_part(error: ImportError) -> Self {
        Self { outcome: Outcome::NotAPart, role: None, error: error.into() }
    }
}

/// The cells that describe a part, by property name: what tells two parts without an MPN apart.
pub(super) fn describing(cells: &Cells<'_>) -> Vec<(String, String)> {
    cells.properties().into_iter().map(|(name, _, cell)| (name, cell.to_owned())).collect()
}

/// Where a row describes its part otherwise than the workspace does.
pub(super) fn differences(cells: &Cells<'_>, part: &KnownPart) -> Vec<(Role, ImportError)> {
    let mut differences = Vec::new();
    let number = || part.number.to_string();
    let description = cells.get(Role::Description);
    if !description.is_empty() && description != part.description.as_str() {
        let (here, there) = (description.to_owned(), part.description.to_string());
        let column = "description".to_owned();
        differences.push((Role::Description, ImportError::PartDiffers { number: number(), column, here, there }));
    }
    for (column, role, here) in cells.properties() {
        // A property that the part lacks differs too: what the row says of it is not kept, and somebody should know.
        let there = part.properties.iter().find(|property| property.name.as_str() == column);
        let there = there.map_or_else(String::new, |property| property.value.to_string());
        if there != here {
            let here = here.to_owned();
            differences.push((role, ImportError::PartDiffers { number: number(), column, here, there }));
        }
    }
    differences
}

/// The part that a row describes.
pub(super) fn new_part(cells: &Cells<'_>, codes: Codes) -> Result<PlannedNewPart, Stop> {
    let (value, footprint, mpn) = (cells.get(Role::Value), cells.get(Role::Footprint), cells.get(Role::Mpn));
    let description = cells.get(Role::Description);
    let name = match (value, mpn) {
        ("", "") if description.is_empty() => return Err(Stop::not_a_part(ImportError::RowWithoutPart)),
        ("", "") => description.to_owned(),
        (value, "") => format!("{value} {}", short_footprint(footprint)),
        ("", mpn) => mpn.to_owned(),
        (value, mpn) if match_key(mpn).starts_with(&match_key(value)) => mpn.to_owned(),
        (value, mpn) => format!("{value} {mpn}"),
    };
    let refused = |role: Role| move |error: Error| Stop::refused(role, error);
    let name = PartName::parse(&name).map_err(Error::from).map_err(refused(Role::Value))?;
    let description = Description::parse(description).map_err(Error::from).map_err(refused(Role::Description))?;
    let manufacturer_part = manufacturer_part(cells)?;
    let properties = cells.properties().into_iter();
    let properties = properties
        .map(|(name, role, cell)| read_property(&name, cell).map_err(refused(role)))
        .collect::<Result<Vec<Property>, Stop>>()?;
    Ok(PlannedNewPart { codes, name, description, manufacturer_part, properties })
}

/// The manufacturer part that a row names.
pub(super) fn manufacturer_part(cells: &Cells<'_>) -> Result<Option<MakerAndMpn>, Stop> {
    let (maker, mpn) = (cells.get(Role::Manufacturer), cells.get(Role::Mpn));
    if mpn.is_empty() {
        return Ok(None);
    }
    let maker = Manufacturer::parse(maker).map_err(|error| Stop::refused(Role::Manufacturer, error))?;
    let mpn = Mpn::parse(mpn).map_err(|error| Stop::refused(Role::Mpn, error))?;
    Ok(Some((maker, mpn)))
}

/// A cell as a property: a link when it is one, else text.
fn read_property(name: &str, cell: &str) -> Result<Property, Error> {
    let name = PropertyName::parse(name)?;
    let value = match Link::parse(cell) {
        Ok(link) => PropertyValue::Link { link },
        Err(_) => PropertyValue::Text { text: PropertyText::parse(cell)? },
    };
    Ok(Property { name, value })
}
