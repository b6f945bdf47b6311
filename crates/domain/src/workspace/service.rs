//! What is done with a workspace as a whole.

use super::demo;
use crate::Result;
use crate::category::{self, CategoryName, Code, NewCategory, NewSubcategory, SubcategoryContent, starter};
use crate::id::PersonId;
use crate::person::{self, Actor, Person, PersonError, PersonName, Role};
use crate::ports::{Change, Ports};
use crate::property::PropertyName;
use crate::store::Writing;

/// What a new workspace starts with, beside its first person and the starter set of categories.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// Nothing.
    Empty,
    /// A small made-up product with a BOM of three levels, to look around in.
    Demo,
}

/// Starts workspaces.
#[derive(Debug, Clone)]
pub struct WorkspaceService {
    ports: Ports,
}

impl WorkspaceService {
    /// A service on these ports.
    pub fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// The person who acts in the workspace.
    ///
    /// A workspace without anybody is a new one: it gets its first person, an Admin called `name`, and its start, in one
    /// unit. Two programs that open it at once start it once.
    pub fn open(&self, name: PersonName, start: Start) -> Result<Person> {
        if let Some(person) = self.ports.store.read("workspace.open", |snapshot| snapshot.people().acting())? {
            return Ok(person);
        }
        let first = Person { id: PersonId(self.ports.ids.next()), name, role: Role::Admin };
        let actor = Actor::from(&first);
        self.ports.change_unchecked(&actor, &Writing::named("workspace.start"), move |change| {
            if let Some(person) = change.people().acting()? {
                return Ok(person);
            }
            person::add(change, &first)?;
            add_starter_categories(change)?;
            if start == Start::Demo {
                demo::fill(change, &actor)?;
            }
            Ok(first.clone())
        })
    }

    /// The person who acts in the workspace, when it has been opened before.
    pub fn acting(&self) -> Result<Person> {
        let acting = self.ports.store.read("person.acting", |snapshot| snapshot.people().acting())?;
        Ok(acting.ok_or(PersonError::NobodyActs)?)
    }
}

fn add_starter_categories(change: &Change<'_>) -> Result<()> {
    for (code, name, subcategories) in starter::CATEGORIES {
        let new = NewCategory { code: Code::parse(code)?, name: CategoryName::parse(name)? };
        let category = category::add_category(change, new)?;
        for (code, name, assembly, demands) in *subcategories {
            let content = SubcategoryContent {
                name: CategoryName::parse(name)?,
                assembly: *assembly,
                demands: demands.iter().map(|name| PropertyName::parse(name)).collect::<Result<_, _>>()?,
            };
            category::add_subcategory(change, &category, NewSubcategory { code: Code::parse(code)?, content })?;
        }
    }
    Ok(())
}
