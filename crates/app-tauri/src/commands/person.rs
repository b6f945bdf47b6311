//! People.

use partwright_domain::Error;
use partwright_domain::person::{Person, PersonName, Role};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::app::App;
use crate::error::WireError;

/// A person.
#[derive(Debug, Serialize, TS)]
pub struct PersonView {
    id: String,
    name: String,
    role: RoleView,
}

/// What a person may do.
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[ts(rename = "Role")]
pub enum RoleView {
    Viewer,
    Designer,
    Admin,
}

impl From<Role> for RoleView {
    fn from(role: Role) -> Self {
        match role {
            Role::Viewer => Self::Viewer,
            Role::Designer => Self::Designer,
            Role::Admin => Self::Admin,
        }
    }
}

impl From<Person> for PersonView {
    fn from(person: Person) -> Self {
        let Person { id, name, role } = person;
        Self { id: id.to_string(), name: name.to_string(), role: role.into() }
    }
}

/// Gives the acting person another name.
#[derive(Debug, Deserialize, TS)]
pub struct PersonRenameRequest {
    name: String,
}

/// Gives the acting person another name.
pub fn rename(app: &App, request: PersonRenameRequest) -> Result<PersonView, WireError> {
    let PersonRenameRequest { name } = request;
    let name = PersonName::parse(&name).map_err(Error::from)?;
    let workspace = app.workspace()?;
    Ok(workspace.people.rename(&workspace.actor()?, name)?.into())
}
