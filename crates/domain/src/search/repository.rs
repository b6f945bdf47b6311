//! The port of the search.

use super::{Search, SearchPage};
use crate::store::StoreError;

/// Finds parts. There is nothing to write: a store keeps its index in step with every change by itself.
pub trait SearchReader: Send + Sync {
    /// A page of the parts that answer, as the state that is read has them.
    fn find(&self, search: &Search) -> Result<SearchPage, StoreError>;
}
