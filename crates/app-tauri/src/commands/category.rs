//! Categories.

use partwright_domain::category::{
    Category, CategoryName, Code, NewCategory, NewSubcategory, Subcategory, SubcategoryContent,
};
use partwright_domain::edit::Edit;
use partwright_domain::property::PropertyName;
use partwright_domain::store::{Snapshot, StoreError};
use partwright_domain::{Error, Result};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Empty, edit, id, show_done};

use crate::app::App;
use crate::error::WireError;

/// A category with its subcategories.
#[derive(Debug, Serialize, TS)]
pub struct CategoryView {
    id: String,
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
    /// The properties its parts must have to be released, in the order in which they are asked for.
    demands: Vec<String>,
}

/// How many parts a subcategory has.
#[derive(Debug, Serialize, TS)]
pub struct SubcategoryCount {
    subcategory: String,
    parts: u64,
}

/// Adds a category.
#[derive(Debug, Deserialize, TS)]
pub struct CategoryAddRequest {
    code: String,
    name: String,
}

/// Gives a category another name.
#[derive(Debug, Deserialize, TS)]
pub struct CategoryRenameRequest {
    category: String,
    name: String,
    /// What whoever changes it saw; where nothing is said, it is written over whatever is there.
    #[serde(default)]
    #[ts(optional)]
    seen: Option<String>,
}

/// Removes a category without subcategories.
#[derive(Debug, Deserialize, TS)]
pub struct CategoryRemoveRequest {
    category: String,
}

/// Adds a subcategory to a category.
#[derive(Debug, Deserialize, TS)]
pub struct SubcategoryAddRequest {
    category: String,
    code: String,
    name: String,
    assembly: bool,
    demands: Vec<String>,
}

/// Replaces what can change about a subcategory.
#[derive(Debug, Deserialize, TS)]
pub struct SubcategoryChangeRequest {
    subcategory: String,
    name: String,
    assembly: bool,
    demands: Vec<String>,
    /// What whoever changes it saw; where nothing is said, it is written over whatever is there.
    #[serde(default)]
    #[ts(optional)]
    seen: Option<SubcategorySeen>,
}

/// What somebody saw of a subcategory before they changed it.
#[derive(Debug, Deserialize, TS)]
pub struct SubcategorySeen {
    name: String,
    assembly: bool,
    demands: Vec<String>,
}

/// Removes a subcategory without parts.
#[derive(Debug, Deserialize, TS)]
pub struct SubcategoryRemoveRequest {
    subcategory: String,
}

/// Every category, by code.
pub fn list(app: &App, _: Empty) -> Result<Vec<CategoryView>, WireError> {
    Ok(app.workspace()?.store.read("category.list", all)?)
}

/// How many parts each subcategory has.
pub fn count(app: &App, _: Empty) -> Result<Vec<SubcategoryCount>, WireError> {
    let counts = app.workspace()?.store.read::<_, StoreError>("category.count", |snapshot| {
        let categories = snapshot.categories();
        let count = |of: Subcategory| {
            Ok(SubcategoryCount { subcategory: of.id.to_string(), parts: categories.part_count(of.id)? })
        };
        categories.subcategories()?.into_iter().map(count).collect()
    })?;
    Ok(counts)
}

/// Adds a category, and answers all of them.
pub fn add(app: &App, request: CategoryAddRequest) -> Result<Vec<CategoryView>, WireError> {
    let CategoryAddRequest { code, name } = request;
    let new = NewCategory { code: parse_code(&code)?, name: parse_name(&name)? };
    let workspace = app.workspace()?;
    workspace.categories.add(&workspace.actor()?, new)?;
    show_done(&workspace, all)
}

/// Gives a category another name, and answers all of them.
pub fn rename(app: &App, request: CategoryRenameRequest) -> Result<Vec<CategoryView>, WireError> {
    let CategoryRenameRequest { category, name, seen } = request;
    let (category, name) = (id(&category, "category_rename")?, edit(seen, name, parse_name)?);
    let workspace = app.workspace()?;
    workspace.categories.rename(&workspace.actor()?, category, name)?;
    show_done(&workspace, all)
}

/// Removes a category, and answers those that are left.
pub fn remove(app: &App, request: CategoryRemoveRequest) -> Result<Vec<CategoryView>, WireError> {
    let CategoryRemoveRequest { category } = request;
    let category = id(&category, "category_remove")?;
    let workspace = app.workspace()?;
    workspace.categories.remove(&workspace.actor()?, category)?;
    show_done(&workspace, all)
}

/// Adds a subcategory, and answers all categories.
pub fn add_subcategory(app: &App, request: SubcategoryAddRequest) -> Result<Vec<CategoryView>, WireError> {
    let SubcategoryAddRequest { category, code, name, assembly, demands } = request;
    let category = id(&category, "category_subcategory_add")?;
    let new = NewSubcategory { code: parse_code(&code)?, content: content(&name, assembly, &demands)? };
    let workspace = app.workspace()?;
    workspace.categories.add_subcategory(&workspace.actor()?, category, new)?;
    show_done(&workspace, all)
}

/// Changes a subcategory, and answers all categories.
pub fn change_subcategory(app: &App, request: SubcategoryChangeRequest) -> Result<Vec<CategoryView>, WireError> {
    let SubcategoryChangeRequest { subcategory, name, assembly, demands, seen } = request;
    let subcategory = id(&subcategory, "category_subcategory_change")?;
    let seen = seen.map(|seen| content(&seen.name, seen.assembly, &seen.demands)).transpose()?;
    let content = Edit::new(seen, content(&name, assembly, &demands)?);
    let workspace = app.workspace()?;
    workspace.categories.change_subcategory(&workspace.actor()?, subcategory, content)?;
    show_done(&workspace, all)
}

/// Removes a subcategory, and answers all categories.
pub fn remove_subcategory(app: &App, request: SubcategoryRemoveRequest) -> Result<Vec<CategoryView>, WireError> {
    let SubcategoryRemoveRequest { subcategory } = request;
    let subcategory = id(&subcategory, "category_subcategory_remove")?;
    let workspace = app.workspace()?;
    workspace.categories.remove_subcategory(&workspace.actor()?, subcategory)?;
    show_done(&workspace, all)
}

fn parse_code(code: &str) -> Result<Code> {
    // Codes are capitals; nobody has to hold a key down for that.
    Ok(Code::parse(&code.trim().to_ascii_uppercase())?)
}

fn parse_name(name: &str) -> Result<CategoryName> {
    Ok(CategoryName::parse(name)?)
}

fn content(name: &str, assembly: bool, demands: &[String]) -> Result<SubcategoryContent> {
    let demands = demands.iter().map(|name| PropertyName::parse(name).map_err(Error::from)).collect::<Result<_>>()?;
    Ok(SubcategoryContent { name: parse_name(name)?, assembly, demands })
}

fn all(snapshot: &dyn Snapshot) -> Result<Vec<CategoryView>, StoreError> {
    let (categories, subcategories) = (snapshot.categories().categories()?, snapshot.categories().subcategories()?);
    let view = |category: Category| {
        let Category { id, code, name } = category;
        let below = subcategories.iter().filter(|subcategory| subcategory.category == id);
        CategoryView {
            id: id.to_string(),
            code: code.to_string(),
            name: name.to_string(),
            subcategories: below.map(SubcategoryView::from).collect(),
        }
    };
    Ok(categories.into_iter().map(view).collect())
}

impl From<&Subcategory> for SubcategoryView {
    fn from(subcategory: &Subcategory) -> Self {
        let Subcategory { id, category: _, codes, name, assembly, demands } = subcategory;
        Self {
            id: id.to_string(),
            code: codes.subcategory.to_string(),
            name: name.to_string(),
            assembly: *assembly,
            demands: demands.iter().map(ToString::to_string).collect(),
        }
    }
}
