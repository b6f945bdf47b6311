//! People.

use partwright_domain::Error;
use partwright_domain::person::{Person, PersonName};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::app::App;
use crate::error::WireError;

/// A person.
#[derive(Debug, Serialize, TS)]
pub struct PersonView {
    id: String,
    name: String,
    #[ts(type = "\"Viewer\" | \"Designer\" | \"Admin\"")]
    role: &'static str,
}

impl From<Person> for PersonView {
    fn from(person: Person) -> Self {
        let Person { id, name, role } = person;
        Self { id: id.to_string(), name: name.to_string(), role: role.name() }
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
