//! What KiCad is shown, in SQLite.

use std::collections::BTreeMap;

use partwright_domain::change::Room;
use partwright_domain::id::{PartId, RevisionId, SubcategoryId, Uuid};
use partwright_domain::kicad::{
    Candidate, Excluded, KicadReader, KicadRepository, Library, MappedField, Mapping, OfferFilter, Reference, SymbolId,
};
use partwright_domain::manufacturer_part::ManufacturerPart;
use partwright_domain::page::MOST_ROWS;
use partwright_domain::part::Sequence;
use partwright_domain::property::{Property, PropertyName};
use partwright_domain::store::StoreError;
use rusqlite::params;

use crate::column::{self, Columns};
use crate::error::no_row;
use crate::session::{Session, Writing};
use crate::{manufacturer_part, part, property, revision};

/// A mapping without its fields.
fn mapping(columns: &mut Columns<'_>) -> rusqlite::Result<Mapping> {
    Ok(Mapping {
        subcategory: SubcategoryId(columns.get()?),
        offered: columns.get()?,
        symbol_property: columns.text(PropertyName::parse)?,
        symbol: columns.text_or_none(SymbolId::parse)?,
        reference: columns.text_or_none(Reference::parse)?,
        footprint_property: columns.text(PropertyName::parse)?,
        excluded: Excluded { bom: columns.get()?, board: columns.get()?, simulation: columns.get()? },
        fields: Vec::new(),
    })
}

fn field(columns: &mut Columns<'_>) -> rusqlite::Result<MappedField> {
    Ok(MappedField { property: columns.text(PropertyName::parse)?, visible: columns.get()? })
}

/// Ids as a JSON array of hexadecimal texts.
fn texts(ids: impl Iterator<Item = Uuid>) -> Result<String, StoreError> {
    column::to_json(&ids.map(|id| id.simple().to_string()).collect::<Vec<_>>())
}

impl<A: Send + Sync> Session<'_, A> {
    /// The properties of all these revisions.
    fn properties_of(&self, candidates: &[Candidate]) -> Result<BTreeMap<RevisionId, Vec<Property>>, StoreError> {
        let ids = texts(candidates.iter().map(|candidate| candidate.revision.id.0))?;
        let rows = self.all(include_str!("kicad/properties.sql"), [ids], |columns| {
            Ok((RevisionId(columns.get()?), property::property(columns)?))
        })?;
        Ok(gathered(rows))
    }

    /// The manufacturer parts of all these parts.
    fn makers_of(&self, candidates: &[Candidate]) -> Result<BTreeMap<PartId, Vec<ManufacturerPart>>, StoreError> {
        let ids = texts(candidates.iter().map(|candidate| candidate.part.id.0))?;
        let rows = self.all(include_str!("kicad/manufacturer_parts.sql"), [ids], |columns| {
            let row = manufacturer_part::manufacturer_part(columns)?;
            Ok((row.part, row))
        })?;
        Ok(gathered(rows))
    }
}

fn gathered<K: Ord, V>(rows: Vec<(K, V)>) -> BTreeMap<K, Vec<V>> {
    let mut gathered: BTreeMap<K, Vec<V>> = BTreeMap::new();
    for (key, row) in rows {
        gathered.entry(key).or_default().push(row);
    }
    gathered
}

impl<A: Send + Sync> KicadReader for Session<'_, A> {
    fn library(&self) -> Result<Library, StoreError> {
        let library = |columns: &mut Columns<'_>| Ok(Library { drafts: columns.get()? });
        self.first(include_str!("kicad/library.sql"), [], library)?.ok_or_else(no_row)
    }

    fn mapping(&self, subcategory: SubcategoryId) -> Result<Option<Mapping>, StoreError> {
        let Some(mapping) = self.first(include_str!("kicad/mapping.sql"), [subcategory.0], mapping)? else {
            return Ok(None);
        };
        let fields = self.all(include_str!("kicad/fields.sql"), [subcategory.0], field)?;
        Ok(Some(Mapping { fields, ..mapping }))
    }

    fn candidates(&self, filter: &OfferFilter) -> Result<Vec<Candidate>, StoreError> {
        let OfferFilter { subcategory, drafts, after, limit } = filter;
        let (after, limit) = (after.map_or(0, Sequence::get), (*limit).clamp(1, MOST_ROWS));
        let params = params![subcategory.0, after, drafts, limit];
        let mut candidates = self.all(include_str!("kicad/candidates.sql"), params, |columns| {
            let (part, revision) = (part::part(columns)?, revision::revision(columns)?);
            Ok(Candidate { part, revision, properties: Vec::new(), manufacturer_parts: Vec::new() })
        })?;
        let (mut properties, mut makers) = (self.properties_of(&candidates)?, self.makers_of(&candidates)?);
        for candidate in &mut candidates {
            candidate.properties = properties.remove(&candidate.revision.id).unwrap_or_default();
            candidate.manufacturer_parts = makers.remove(&candidate.part.id).unwrap_or_default();
        }
        Ok(candidates)
    }
}

impl KicadRepository for Session<'_, Writing> {
    fn set_library(&self, library: &Library) -> Result<(), StoreError> {
        let Library { drafts } = library;
        self.change(include_str!("kicad/set_library.sql"), "library", [drafts], (Room::Kicad, Uuid::nil()))
    }

    fn set_mapping(&self, mapping: &Mapping) -> Result<(), StoreError> {
        let Mapping { subcategory, offered, symbol_property, symbol, reference, footprint_property, excluded, fields } =
            mapping;
        let Excluded { bom, board, simulation } = excluded;
        let fields = column::to_json(fields)?;
        self.change_whole((Room::Kicad, *subcategory), || {
            let params = params![
                subcategory.0,
                offered,
                symbol_property.as_str(),
                symbol.as_ref().map(SymbolId::as_str),
                reference.as_ref().map(Reference::as_str),
                footprint_property.as_str(),
                bom,
                board,
                simulation,
            ];
            self.execute(include_str!("kicad/set_mapping.sql"), "subcategory", params)?;
            self.execute(include_str!("kicad/forget_fields.sql"), "subcategory", [subcategory.0])?;
            self.execute(include_str!("kicad/add_fields.sql"), "subcategory", params![subcategory.0, fields])?;
            Ok(())
        })
    }

    fn remove_mapping(&self, subcategory: SubcategoryId) -> Result<(), StoreError> {
        self.change_if_there(include_str!("kicad/remove_mapping.sql"), [subcategory.0], (Room::Kicad, subcategory))
    }
}
