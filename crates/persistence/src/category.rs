//! Categories in SQLite.

use std::error::Error;

use partwright_domain::category::{
    Category, CategoryName, CategoryReader, CategoryRepository, Code, Codes, Subcategory,
};
use partwright_domain::change::Room;
use partwright_domain::id::{CategoryId, SubcategoryId};
use partwright_domain::property::PropertyName;
use partwright_domain::store::StoreError;
use rusqlite::params;

use crate::column::{self, Columns};
use crate::session::{Session, Writing};

fn category(columns: &mut Columns<'_>) -> rusqlite::Result<Category> {
    Ok(Category {
        id: CategoryId(columns.get()?),
        code: columns.text(Code::parse)?,
        name: columns.text(CategoryName::parse)?,
    })
}

/// A subcategory from columns that other rooms' queries have too, in the same order.
pub(crate) fn subcategory(columns: &mut Columns<'_>) -> rusqlite::Result<Subcategory> {
    Ok(Subcategory {
        id: SubcategoryId(columns.get()?),
        category: CategoryId(columns.get()?),
        codes: Codes { category: columns.text(Code::parse)?, subcategory: columns.text(Code::parse)? },
        name: columns.text(CategoryName::parse)?,
        assembly: columns.get()?,
        demands: columns.text(demands)?,
    })
}

/// A JSON array of names.
fn demands(text: &str) -> Result<Vec<PropertyName>, Box<dyn Error + Send + Sync>> {
    let names: Vec<String> = serde_json::from_str(text)?;
    Ok(names.iter().map(|name| PropertyName::parse(name)).collect::<Result<_, _>>()?)
}

impl<A: Send + Sync> CategoryReader for Session<'_, A> {
    fn categories(&self) -> Result<Vec<Category>, StoreError> {
        self.all(include_str!("category/categories.sql"), [], category)
    }

    fn subcategories(&self) -> Result<Vec<Subcategory>, StoreError> {
        self.all(include_str!("category/subcategories.sql"), [], subcategory)
    }

    fn find_category(&self, id: CategoryId) -> Result<Option<Category>, StoreError> {
        self.first(include_str!("category/find_category.sql"), [id.0], category)
    }

    fn find(&self, id: SubcategoryId) -> Result<Option<Subcategory>, StoreError> {
        self.first(include_str!("category/find.sql"), [id.0], subcategory)
    }

    fn find_by_codes(&self, codes: &Codes) -> Result<Option<Subcategory>, StoreError> {
        let params = [codes.category.as_str(), codes.subcategory.as_str()];
        self.first(include_str!("category/find_by_codes.sql"), params, subcategory)
    }

    fn part_count(&self, id: SubcategoryId) -> Result<u64, StoreError> {
        self.how_many(include_str!("category/part_count.sql"), [id.0])
    }
}

impl CategoryRepository for Session<'_, Writing> {
    fn insert_category(&self, category: &Category) -> Result<(), StoreError> {
        let Category { id, code, name } = category;
        let params = params![id.0, code.as_str(), name.as_str()];
        self.change(include_str!("category/insert_category.sql"), "category", params, (Room::Category, *id))
    }

    fn update_category(&self, category: &Category) -> Result<(), StoreError> {
        let Category { id, code, name } = category;
        let params = params![id.0, code.as_str(), name.as_str()];
        self.change(include_str!("category/update_category.sql"), "category", params, (Room::Category, *id))
    }

    fn remove_category(&self, id: CategoryId) -> Result<(), StoreError> {
        self.change_if_there(include_str!("category/remove_category.sql"), [id.0], (Room::Category, id))
    }

    fn insert(&self, subcategory: &Subcategory) -> Result<(), StoreError> {
        self.write_subcategory(subcategory, include_str!("category/insert.sql"))
    }

    fn update(&self, subcategory: &Subcategory) -> Result<(), StoreError> {
        self.write_subcategory(subcategory, include_str!("category/update.sql"))
    }

    fn remove(&self, id: SubcategoryId) -> Result<(), StoreError> {
        self.change_if_there(include_str!("category/remove.sql"), [id.0], (Room::Category, id))
    }
}

impl Session<'_, Writing> {
    /// Writes a subcategory's row by this statement, and its demands.
    fn write_subcategory(&self, subcategory: &Subcategory, sql: &str) -> Result<(), StoreError> {
        let Subcategory { id, category, codes, name, assembly, demands } = subcategory;
        let names = column::to_json(demands)?;
        self.whole(|| {
            let params = params![id.0, category.0, codes.subcategory.as_str(), name.as_str(), assembly];
            self.change(sql, "category", params, (Room::Category, *id))?;
            self.execute(include_str!("category/forget_demands.sql"), "subcategory", [id.0])?;
            self.execute(include_str!("category/demand.sql"), "subcategory", params![id.0, names])?;
            Ok(())
        })
    }
}
