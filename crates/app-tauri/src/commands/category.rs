//! Categories.

use partwright_domain::Error;
use partwright_domain::category::{Category, Subcategory};
use partwright_domain::id::CategoryId;
use partwright_domain::property::PropertyName;
use partwright_domain::store::{Snapshot, StoreError};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Empty, id, show_done};
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
    /// The properties that its parts must have when they are released.
    demands: Vec<String>,
}

/// Says which properties the parts of a subcategory must have when they are released.
#[derive(Debug, Deserialize, TS)]
pub struct CategoryDemandRequest {
    subcategory: String,
    names: Vec<String>,
}

/// Every category, by code.
pub fn list(app: &App, _: Empty) -> Result<Vec<CategoryView>, WireError> {
    Ok(app.workspace()?.store.read("category.list", all)?)
}

/// Says what a subcategory demands, and answers every category.
pub fn demand(app: &App, request: CategoryDemandRequest) -> Result<Vec<CategoryView>, WireError> {
    let CategoryDemandRequest { subcategory, names } = request;
    let subcategory = id(&subcategory, "category_demand")?;
    let names = names.iter().map(|name| PropertyName::parse(name)).collect::<Result<_, _>>().map_err(Error::from)?;
    let workspace = app.workspace()?;
    workspace.categories.demand(&workspace.actor()?, subcategory, names)?;
    show_done(&workspace, all)
}

fn all(snapshot: &dyn Snapshot) -> Result<Vec<CategoryView>, StoreError> {
    let (categories, subcategories) = (snapshot.categories().categories()?, snapshot.categories().subcategories()?);
    let of = |id: CategoryId| subcategories.iter().filter(move |subcategory| subcategory.category == id);
    let view = |subcategory| SubcategoryView::new(snapshot, subcategory);
    let category = |category: &Category| {
        Ok(CategoryView {
            code: category.code.to_string(),
            name: category.name.to_string(),
            subcategories: of(category.id).map(view).collect::<Result<_, StoreError>>()?,
        })
    };
    categories.iter().map(category).collect()
}

impl SubcategoryView {
    fn new(snapshot: &dyn Snapshot, subcategory: &Subcategory) -> Result<Self, StoreError> {
        let Subcategory { id, category: _, codes, name, assembly } = subcategory;
        Ok(Self {
            id: id.to_string(),
            code: codes.subcategory.to_string(),
            name: name.to_string(),
            assembly: *assembly,
            demands: snapshot.categories().demands(*id)?.iter().map(ToString::to_string).collect(),
        })
    }
}
