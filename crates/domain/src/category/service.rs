//! What is done with categories.

use super::{Category, CategoryError, CategoryName, Code, Codes, Subcategory, check_demands};
use crate::Result;
use crate::change::Room;
use crate::edit::Edit;
use crate::id::{CategoryId, SubcategoryId};
use crate::kicad;
use crate::person::{Actor, PersonError, Right};
use crate::ports::{Change, Ports, Subject};
use crate::property::PropertyName;
use crate::store::UnitOfWork;

/// What a category is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCategory {
    /// Its code; it never changes.
    pub code: Code,
    /// Its name.
    pub name: CategoryName,
}

/// What a subcategory is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSubcategory {
    /// Its code within its category; it never changes.
    pub code: Code,
    /// All else.
    pub content: SubcategoryContent,
}

/// What can change about a subcategory: everything but its codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubcategoryContent {
    /// Its name.
    pub name: CategoryName,
    /// Whether its parts are expected to have a BOM.
    pub assembly: bool,
    /// The properties its parts must have to be released.
    pub demands: Vec<PropertyName>,
}

/// Configures the classification. Codes never change, because part numbers begin with them; names do.
#[derive(Debug, Clone)]
pub struct CategoryService {
    ports: Ports,
}

impl CategoryService {
    /// A service on these ports.
    pub fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Adds a category.
    pub fn add(&self, actor: &Actor, new: NewCategory) -> Result<Category> {
        self.ports.change(actor, "category.add", move |change| add_category(change, new.clone()))
    }

    /// Gives a category another name.
    pub fn rename(&self, actor: &Actor, id: CategoryId, name: impl Into<Edit<CategoryName>>) -> Result<Category> {
        let name = name.into();
        self.ports.change(actor, "category.rename", move |change| {
            let before = get_category(&**change, id)?;
            let after = Category { name: name.over("name", &before.name)?, ..before.clone() };
            if after != before {
                change.categories().update_category(&after)?;
                change.changed(subject(&after), &before, &after)?;
            }
            Ok(after)
        })
    }

    /// Removes a category that has no subcategories.
    pub fn remove(&self, actor: &Actor, id: CategoryId) -> Result<Category> {
        self.ports.change(actor, "category.remove", move |change| {
            let before = get_category(&**change, id)?;
            let subcategories = change.categories().subcategories()?;
            let subcategories = subcategories.iter().filter(|subcategory| subcategory.category == id).count();
            if subcategories > 0 {
                return Err(CategoryError::NotEmpty { code: before.code.to_string(), subcategories }.into());
            }
            change.categories().remove_category(id)?;
            change.removed(subject(&before), &before)?;
            Ok(before)
        })
    }

    /// Adds a subcategory to a category.
    pub fn add_subcategory(&self, actor: &Actor, category: CategoryId, new: NewSubcategory) -> Result<Subcategory> {
        self.ports.change(actor, "category.add_subcategory", move |change| {
            let category = get_category(&**change, category)?;
            add_subcategory(change, &category, new.clone())
        })
    }

    /// Changes what a subcategory is called and what it says of its parts. Parts keep what they are: a new demand is asked
    /// of them when they are released next. What a release asks of parts is an Admin's to say; a name is not.
    pub fn change_subcategory(
        &self,
        actor: &Actor,
        id: SubcategoryId,
        content: impl Into<Edit<SubcategoryContent>>,
    ) -> Result<Subcategory> {
        let content = content.into();
        self.ports.change(actor, "category.change_subcategory", move |change| {
            let before = get(&**change, id)?;
            let listed =
                |demands: &Vec<PropertyName>| demands.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            let name = content.field(|said| said.name.clone()).over("name", &before.name)?;
            let assembly = content.field(|said| said.assembly).over("assembly", &before.assembly)?;
            let demands = content.field(|said| said.demands.clone()).over_as("demands", &before.demands, listed)?;
            check_demands(&demands)?;
            let after = Subcategory { name, assembly, demands, ..before.clone() };
            if after != before {
                let person = change.people().find(change.by())?.ok_or(PersonError::NotFound)?;
                Actor::from(&person).require(right(&before, &after))?;
                change.categories().update(&after)?;
                change.changed(subject_below(&after), &before, &after)?;
            }
            Ok(after)
        })
    }

    /// Removes a subcategory that has no parts.
    pub fn remove_subcategory(&self, actor: &Actor, id: SubcategoryId) -> Result<Subcategory> {
        self.ports.change(actor, "category.remove_subcategory", move |change| {
            let before = get(&**change, id)?;
            let parts = change.categories().part_count(id)?;
            if parts > 0 {
                return Err(CategoryError::InUse { codes: before.codes.to_string(), parts }.into());
            }
            kicad::forget(change, &before)?;
            change.categories().remove(id)?;
            change.removed(subject_below(&before), &before)?;
            Ok(before)
        })
    }
}

/// The right to make one subcategory of another. Whoever could take away what a release asks for, and put it back after,
/// could release what lacks it.
pub(super) fn right(before: &Subcategory, after: &Subcategory) -> Right {
    let asks_the_same = before.assembly == after.assembly && before.demands == after.demands;
    if asks_the_same { Right::Edit } else { Right::Administer }
}

/// Adds a category inside a unit that is already open.
pub(crate) fn add_category(change: &Change<'_>, new: NewCategory) -> Result<Category> {
    let NewCategory { code, name } = new;
    let added = Category { id: change.new_id(), code, name };
    change.categories().insert_category(&added)?;
    change.created(subject(&added), &added)?;
    Ok(added)
}

/// Adds a subcategory inside a unit that is already open.
pub(crate) fn add_subcategory(change: &Change<'_>, category: &Category, new: NewSubcategory) -> Result<Subcategory> {
    let NewSubcategory { code, content: SubcategoryContent { name, assembly, demands } } = new;
    check_demands(&demands)?;
    let codes = Codes { category: category.code.clone(), subcategory: code };
    let added = Subcategory { id: change.new_id(), category: category.id, codes, name, assembly, demands };
    change.categories().insert(&added)?;
    change.created(subject_below(&added), &added)?;
    Ok(added)
}

fn get_category(unit: &dyn UnitOfWork, id: CategoryId) -> Result<Category> {
    Ok(unit.categories().find_category(id)?.ok_or_else(|| CategoryError::NotFound { code: id.to_string() })?)
}

fn get(unit: &dyn UnitOfWork, id: SubcategoryId) -> Result<Subcategory> {
    Ok(unit.categories().find(id)?.ok_or_else(|| CategoryError::NotFound { code: id.to_string() })?)
}

pub(super) fn subject(category: &Category) -> Subject {
    let title = format!("{} {}", category.code, category.name);
    Subject { room: Room::Category, id: category.id.into(), part: None, title }
}

pub(super) fn subject_below(subcategory: &Subcategory) -> Subject {
    let title = format!("{} {}", subcategory.codes, subcategory.name);
    Subject { room: Room::Category, id: subcategory.id.into(), part: None, title }
}
