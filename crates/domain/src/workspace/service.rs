//! What is done with a workspace as a whole.

use super::demo;
use crate::Result;
use crate::category::{Category, CategoryName, Code, Codes, Subcategory, starter};
use crate::change::Room;
use crate::id::PersonId;
use crate::person::{self, Actor, Person, PersonError, PersonName, Role};
use crate::ports::{Change, Ports, Subject};

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
        self.ports.change_unchecked(&actor, "workspace.start", move |change| {
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
        let category = Category { id: change.new_id(), code: Code::parse(code)?, name: CategoryName::parse(name)? };
        change.categories().insert_category(&category)?;
        let title = format!("{} {}", category.code, category.name);
        change.created(Subject { room: Room::Category, id: category.id.into(), part: None, title }, &category)?;
        for (subcode, name, assembly) in *subcategories {
            let codes = Codes { category: category.code.clone(), subcategory: Code::parse(subcode)? };
            let name = CategoryName::parse(name)?;
            let subcategory =
                Subcategory { id: change.new_id(), category: category.id, codes, name, assembly: *assembly };
            change.categories().insert(&subcategory)?;
            let title = format!("{} {}", subcategory.codes, subcategory.name);
            let subject = Subject { room: Room::Category, id: subcategory.id.into(), part: None, title };
            change.created(subject, &subcategory)?;
        }
    }
    Ok(())
}
