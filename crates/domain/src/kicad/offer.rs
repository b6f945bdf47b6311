//! Which parts are offered to KiCad, page by page.

use super::{LeftOut, Mapping, Symbol};
use crate::Result;
use crate::category::{CategoryError, Codes, Subcategory};
use crate::id::SubcategoryId;
use crate::manufacturer_part::ManufacturerPart;
use crate::part::{Part, PartNumber, Sequence};
use crate::property::Property;
use crate::revision::{Lifecycle, Revision};
use crate::store::Snapshot;

/// How many parts a page has, of which some may be left out.
const PAGE: u32 = 500;

/// A part that may be offered, with everything that a symbol is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The part.
    pub part: Part,
    /// The revision that is [shown].
    pub revision: Revision,
    /// That revision's properties, in natural order.
    pub properties: Vec<Property>,
    /// The part's manufacturer parts, in their order.
    pub manufacturer_parts: Vec<ManufacturerPart>,
}

/// Which candidates are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferFilter {
    /// The subcategory in which they are now.
    pub subcategory: SubcategoryId,
    /// Whether those are meant too that were never released.
    pub drafts: bool,
    /// After this one; from the first on without it.
    pub after: Option<Sequence>,
    /// How many, at most [`MOST_ROWS`](crate::page::MOST_ROWS).
    pub limit: u32,
}

/// The one of a part's revisions, newest first, that KiCad is shown: the newest that was ever released, unless it is
/// obsolete. A newer draft changes nothing. Of a part that was never released it is the newest there is, if drafts are
/// asked for.
pub fn shown(newest_first: &[Revision], drafts: bool) -> Option<&Revision> {
    let was_released = |revision: &&Revision| matches!(revision.state, Lifecycle::Released | Lifecycle::Obsolete);
    match newest_first.iter().find(was_released) {
        Some(revision) => Some(revision).filter(|revision| revision.state == Lifecycle::Released),
        None => newest_first.first().filter(|_| drafts),
    }
}

/// The subcategories that are offered, by their codes, each with how it is shown.
pub fn subcategories(seen: &dyn Snapshot) -> Result<Vec<(Subcategory, Mapping)>> {
    let mut offered = Vec::new();
    for subcategory in seen.categories().subcategories()? {
        let mapping = mapping_of(seen, &subcategory)?;
        if mapping.offered {
            offered.push((subcategory, mapping));
        }
    }
    Ok(offered)
}

/// How a subcategory is shown: as was said, or else as usual.
pub fn mapping_of(seen: &dyn Snapshot, subcategory: &Subcategory) -> Result<Mapping> {
    Ok(seen.kicad().mapping(subcategory.id)?.unwrap_or_else(|| Mapping::standard(subcategory)))
}

/// Some of a subcategory's parts, as symbols.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OfferPage {
    /// The symbols, by number.
    pub symbols: Vec<Symbol>,
    /// The parts among them that no symbol can be made of, and why.
    pub left_out: Vec<(PartNumber, LeftOut)>,
    /// Where the next page starts; `None` on the last.
    pub next: Option<Sequence>,
}

/// A page of what a subcategory offers; the first one without `after`.
///
/// Each page may be read in a snapshot of its own: parts stand by their sequence, which never changes, so that whatever
/// happens between two pages no part comes twice, and none that stays is missed.
pub fn page(seen: &dyn Snapshot, codes: &Codes, after: Option<Sequence>) -> Result<OfferPage> {
    let Some(subcategory) = seen.categories().find_by_codes(codes)? else {
        return Err(CategoryError::NotFound { code: codes.to_string() }.into());
    };
    let mapping = mapping_of(seen, &subcategory)?;
    if !mapping.offered {
        return Ok(OfferPage::default());
    }
    let drafts = seen.kicad().library()?.drafts;
    let filter = OfferFilter { subcategory: subcategory.id, drafts, after, limit: PAGE };
    let candidates = seen.kicad().candidates(&filter)?;
    let is_full = candidates.len() >= PAGE as usize;
    let next = candidates.last().filter(|_| is_full).map(|last| last.part.number.sequence);
    let mut page = OfferPage { next, ..OfferPage::default() };
    for candidate in candidates {
        match Symbol::of(&candidate, &mapping) {
            Ok(symbol) => page.symbols.push(symbol),
            Err(reason) => page.left_out.push((candidate.part.number, reason)),
        }
    }
    Ok(page)
}

/// The symbol of the part with that number; `None` for one that is not offered.
pub fn find(seen: &dyn Snapshot, number: &PartNumber) -> Result<Option<Symbol>> {
    let Some(part) = seen.parts().find_by_number(number)? else { return Ok(None) };
    let Some(subcategory) = seen.categories().find(part.subcategory)? else { return Ok(None) };
    let mapping = mapping_of(seen, &subcategory)?;
    let revisions = seen.revisions().of(part.id)?;
    let Some(revision) = shown(&revisions, seen.kicad().library()?.drafts).filter(|_| mapping.offered) else {
        return Ok(None);
    };
    let candidate = Candidate {
        properties: seen.properties().of(revision.id)?,
        manufacturer_parts: seen.manufacturer_parts().of(part.id)?,
        revision: revision.clone(),
        part,
    };
    Ok(Symbol::of(&candidate, &mapping).ok())
}
