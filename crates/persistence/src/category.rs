//! Categories in SQLite.

use partwright_domain::category::{
    Category, CategoryName, CategoryReader, CategoryRepository, Code, Codes, Subcategory,
};
use partwright_domain::change::Room;
use partwright_domain::id::{CategoryId, SubcategoryId};
use partwright_domain::property::PropertyName;
use partwright_domain::store::StoreError;
use rusqlite::params;

use crate::column::Columns;
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
    })
}

impl<A: Send + Sync> CategoryReader for Session<'_, A> {
    fn categories(&self) -> Result<Vec<Category>, StoreError> {
        self.all(include_str!("category/categories.sql"), [], category)
    }

    fn subcategories(&self) -> Result<Vec<Subcategory>, StoreError> {
        self.all(include_str!("category/subcategories.sql"), [], subcategory)
    }

    fn find(&self, id: SubcategoryId) -> Result<Option<Subcategory>, StoreError> {
        self.first(include_str!("category/find.sql"), [id.0], subcategory)
    }

    fn find_by_codes(&self, codes: &Codes) -> Result<Option<Subcategory>, StoreError> {
        let params = [codes.category.as_str(), codes.subcategory.as_str()];
        self.first(include_str!("category/find_by_codes.sql"), params, subcategory)
    }

    fn demands(&self, id: SubcategoryId) -> Result<Vec<PropertyName>, StoreError> {
        self.all(include_str!("category/demands.sql"), [id.0], |columns| columns.text(PropertyName::parse))
    }
}

impl CategoryRepository for Session<'_, Writing> {
    fn insert_category(&self, category: &Category) -> Result<(), StoreError> {
        let Category { id, code, name } = category;
        let params = params![id.0, code.as_str(), name.as_str()];
        self.change(include_str!("category/insert_category.sql"), "category", params, (Room::Category, *id))
    }

    fn insert(&self, subcategory: &Subcategory) -> Result<(), StoreError> {
        let Subcategory { id, category, codes, name, assembly } = subcategory;
        let params = params![id.0, category.0, codes.subcategory.as_str(), name.as_str(), assembly];
        self.change(include_str!("category/insert.sql"), "category", params, (Room::Category, *id))
    }

    fn set_demands(&self, id: SubcategoryId, names: &[PropertyName]) -> Result<(), StoreError> {
        if CategoryReader::find(self, id)?.is_none() {
            return Err(StoreError::Missing { what: "category".to_owned() });
        }
        self.change_whole((Room::Category, id), || {
            self.execute(include_str!("category/clear_demands.sql"), "category", [id.0])?;
            for name in names {
                self.execute(include_str!("category/add_demand.sql"), "category", params![id.0, name.as_str()])?;
            }
            Ok(())
        })
    }
}
