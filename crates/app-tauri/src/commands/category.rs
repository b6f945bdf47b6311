//! Categories.

use partwright_domain::category::Subcategory;
use partwright_domain::id::CategoryId;
use partwright_domain::store::StoreError;
use serde::Serialize;
use ts_rs::TS;

use super::Empty;

use crate::app::App;
use crate::error::WireError;

/// A category with its subcategories.
#[derive(Debug, Serialize, TS)]
pub struct CategoryView {
    code: String,
    name: String,
    subcategories: Vec<SubcategoryView>,
}

/// A subcategory.
#[derive(Debug, Serialize, TS)]
pub struct SubcategoryView {
    id: String,
    code: String,
    name: String,
    /// Whether its parts are made of other parts.
    assembly: bool,
}

/// Every category, by code.
pub fn list(app: &App, _: Empty) -> Result<Vec<CategoryView>, WireError> {
    let (categories, subcategories) = app.workspace()?.store.read::<_, StoreError>("category.list", |snapshot| {
        Ok((snapshot.categories().categories()?, snapshot.categories().subcategories()?))
    })?;
    let of = |id: CategoryId| subcategories.iter().filter(move |subcategory| subcategory.category == id);
    Ok(categories
        .iter()
        .map(|category| CategoryView {
            code: category.code.to_string(),
            name: category.name.to_string(),
            subcategories: of(category.id).map(SubcategoryView::from).collect(),
        })
        .collect())
}

impl From<&Subcategory> for SubcategoryView {
    fn from(subcategory: &Subcategory) -> Self {
        let Subcategory { id, category: _, codes, name, assembly } = subcategory;
        Self { id: id.to_string(), code: codes.subcategory.to_string(), name: name.to_string(), assembly: *assembly }
    }
}
