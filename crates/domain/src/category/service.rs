//! What is done with categories.

use super::CategoryError;
use crate::Result;
use crate::change::Room;
use crate::id::SubcategoryId;
use crate::person::{Actor, Right};
use crate::ports::{Ports, Subject};
use crate::property::PropertyName;

/// Says what categories ask of their parts.
#[derive(Debug, Clone)]
pub struct CategoryService {
    ports: Ports,
}

impl CategoryService {
    /// A service on these ports.
    pub fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Says which properties the parts of a subcategory must have when they are released. What is released already is
    /// left as it is.
    pub fn demand(&self, actor: &Actor, id: SubcategoryId, names: Vec<PropertyName>) -> Result<Vec<PropertyName>> {
        self.ports.change_by(actor, Right::Administer, "category.demand", move |change| {
            let found = change.categories().find(id)?;
            let subcategory = found.ok_or_else(|| CategoryError::NotFound { code: id.to_string() })?;
            let mut after = names.clone();
            after.sort();
            after.dedup();
            let before = change.categories().demands(id)?;
            if after != before {
                change.categories().set_demands(id, &after)?;
                let title = format!("{} {}", subcategory.codes, subcategory.name);
                let subject = Subject { room: Room::Category, id: id.into(), part: None, title };
                change.changed(subject, &Demands { demands: &before }, &Demands { demands: &after })?;
            }
            Ok(after)
        })
    }
}

/// How the audit shows demands.
#[derive(serde::Serialize)]
struct Demands<'d> {
    demands: &'d [PropertyName],
}
