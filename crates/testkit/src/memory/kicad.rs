//! What KiCad is shown, in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use partwright_domain::change::Room;
use partwright_domain::id::{SubcategoryId, Uuid};
use partwright_domain::kicad::{Candidate, KicadReader, KicadRepository, Library, Mapping, OfferFilter, shown};
use partwright_domain::page::MOST_ROWS;
use partwright_domain::part::Part;
use partwright_domain::store::StoreError;

use super::State;
use super::view::{Held, Open, View, missing};

/// What was said of each subcategory, and of the workspace.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    library: Library,
    mappings: BTreeMap<SubcategoryId, Mapping>,
}

impl State {
    /// Whether something was said of how the subcategory is shown.
    pub(super) fn is_mapped(&self, subcategory: SubcategoryId) -> bool {
        self.kicad.mappings.contains_key(&subcategory)
    }

    fn candidate(&self, part: &Part, drafts: bool) -> Option<Candidate> {
        let newest_first: Vec<_> = self.revisions_of(part.id).rev().cloned().collect();
        let revision = shown(&newest_first, drafts)?.clone();
        let properties = self.properties_of(revision.id).cloned().collect();
        let manufacturer_parts = self.manufacturer_parts_of(part.id).cloned().collect();
        Some(Candidate { part: part.clone(), revision, properties, manufacturer_parts })
    }
}

impl<H: Held> KicadReader for View<H> {
    fn library(&self) -> Result<Library, StoreError> {
        self.see(|state| state.kicad.library)
    }

    fn mapping(&self, subcategory: SubcategoryId) -> Result<Option<Mapping>, StoreError> {
        self.see(|state| state.kicad.mappings.get(&subcategory).cloned())
    }

    fn candidates(&self, filter: &OfferFilter) -> Result<Vec<Candidate>, StoreError> {
        let OfferFilter { subcategory, drafts, after, limit } = filter;
        self.see(|state| {
            let parts = state.parts_after(*after).filter(|part| part.subcategory == *subcategory);
            let candidates = parts.filter_map(|part| state.candidate(part, *drafts));
            candidates.take((*limit).clamp(1, MOST_ROWS) as usize).collect()
        })
    }
}

impl KicadRepository for View<Open> {
    fn set_library(&self, library: &Library) -> Result<(), StoreError> {
        self.change(Room::Kicad, Uuid::nil(), |state| {
            Arc::make_mut(&mut state.kicad).library = *library;
            Ok(())
        })
    }

    fn set_mapping(&self, mapping: &Mapping) -> Result<(), StoreError> {
        self.change(Room::Kicad, mapping.subcategory, |state| {
            if state.subcategory(mapping.subcategory).is_none() {
                return Err(missing("subcategory"));
            }
            // A store tells the letters of ASCII alike; what else is alike, the domain says.
            let names = mapping.fields.iter().map(|field| field.property.as_str().to_ascii_lowercase());
            if names.collect::<BTreeSet<_>>().len() < mapping.fields.len() {
                return Err(StoreError::KicadFieldTwice);
            }
            Arc::make_mut(&mut state.kicad).mappings.insert(mapping.subcategory, mapping.clone());
            Ok(())
        })
    }

    fn remove_mapping(&self, subcategory: SubcategoryId) -> Result<(), StoreError> {
        self.work(|draft| {
            if Arc::make_mut(&mut draft.state.kicad).mappings.remove(&subcategory).is_some() {
                draft.changes.note(Room::Kicad, subcategory);
            }
            Ok(())
        })
    }
}
