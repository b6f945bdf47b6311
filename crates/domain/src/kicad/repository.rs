//! The ports of what KiCad is shown.

use super::{Candidate, Library, Mapping, OfferFilter};
use crate::id::SubcategoryId;
use crate::store::StoreError;

/// Reads what KiCad is shown.
pub trait KicadReader: Send + Sync {
    /// What is offered as a whole; a new workspace offers no drafts.
    fn library(&self) -> Result<Library, StoreError>;

    /// What was said of the subcategory; `None` where nothing was.
    fn mapping(&self, subcategory: SubcategoryId) -> Result<Option<Mapping>, StoreError>;

    /// A page of a subcategory's parts that may be offered, by their sequence, each with the revision that is
    /// [shown](super::shown) and everything that a symbol is made of.
    fn candidates(&self, filter: &OfferFilter) -> Result<Vec<Candidate>, StoreError>;
}

/// Reads and writes what KiCad is shown.
pub trait KicadRepository: KicadReader {
    /// Replaces what is offered as a whole. What it changes is told under the nil id.
    fn set_library(&self, library: &Library) -> Result<(), StoreError>;

    /// Says how a subcategory is shown, whether or not something was said before. The subcategory must be there; else
    /// [`StoreError::Missing`]. Each property becomes a field once; else [`StoreError::KicadFieldTwice`].
    fn set_mapping(&self, mapping: &Mapping) -> Result<(), StoreError>;

    /// Forgets what was said of a subcategory; nothing happens when nothing was.
    fn remove_mapping(&self, subcategory: SubcategoryId) -> Result<(), StoreError>;
}
