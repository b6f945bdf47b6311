//! People.

use partwright_domain::Error;
use partwright_domain::edit::Edit;
use partwright_domain::id::PersonId;
use partwright_domain::person::{Person, PersonName, Role};
use partwright_domain::store::{Snapshot, StoreError};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Empty, edit, id, show_done};
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
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
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

impl From<RoleView> for Role {
    fn from(role: RoleView) -> Self {
        match role {
            RoleView::Viewer => Self::Viewer,
            RoleView::Designer => Self::Designer,
            RoleView::Admin => Self::Admin,
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

/// Adds somebody to the workspace.
#[derive(Debug, Deserialize, TS)]
pub struct PersonAddRequest {
    name: String,
    role: RoleView,
}

/// Gives somebody another name and role.
#[derive(Debug, Deserialize, TS)]
pub struct PersonChangeRequest {
    person: String,
    name: String,
    role: RoleView,
    /// What whoever changes it saw; where nothing is said, it is written over whatever is there.
    #[serde(default)]
    #[ts(optional)]
    seen: Option<PersonSeen>,
}

/// What somebody saw of a person before they changed it.
#[derive(Debug, Deserialize, TS)]
pub struct PersonSeen {
    name: String,
    role: RoleView,
}

/// Lets somebody act at this machine.
#[derive(Debug, Deserialize, TS)]
pub struct PersonActRequest {
    person: String,
}

/// Everybody.
pub fn list(app: &App, _: Empty) -> Result<Vec<PersonView>, WireError> {
    Ok(app.workspace()?.store.read("person.list", everybody)?)
}

/// Adds somebody, and answers everybody.
pub fn add(app: &App, request: PersonAddRequest) -> Result<Vec<PersonView>, WireError> {
    let PersonAddRequest { name, role } = request;
    let name = PersonName::parse(&name).map_err(Error::from)?;
    let workspace = app.workspace()?;
    workspace.people.add(&workspace.actor()?, name, role.into())?;
    show_done(&workspace, everybody)
}

/// Gives somebody another name and role, and answers everybody.
pub fn change(app: &App, request: PersonChangeRequest) -> Result<Vec<PersonView>, WireError> {
    let PersonChangeRequest { person, name, role, seen } = request;
    let person = id(&person, "person_change")?;
    let (seen_name, seen_role) = seen.map(|seen| (seen.name, seen.role)).unzip();
    let name = edit(seen_name, name, PersonName::parse)?;
    let role = Edit::new(seen_role.map(Role::from), role.into());
    let workspace = app.workspace()?;
    workspace.people.change(&workspace.actor()?, person, name, role)?;
    show_done(&workspace, everybody)
}

/// Lets somebody act at this machine, and answers them.
pub fn act(app: &App, request: PersonActRequest) -> Result<PersonView, WireError> {
    let PersonActRequest { person } = request;
    let person = id(&person, "person_act")?;
    let workspace = app.workspace()?;
    let acting = workspace.people.act(&workspace.actor()?, person)?;
    app.acts(&workspace, &acting);
    Ok(acting.into())
}

fn everybody(snapshot: &dyn Snapshot) -> Result<Vec<PersonView>, StoreError> {
    Ok(snapshot.people().list()?.into_iter().map(PersonView::from).collect())
}

/// The name of somebody whose id another row has.
pub fn name_of(snapshot: &dyn Snapshot, id: PersonId) -> Result<String, StoreError> {
    let person = snapshot.people().find(id)?;
    Ok(person.ok_or_else(|| StoreError::Missing { what: "person".to_owned() })?.name.to_string())
}

/// Gives the acting person another name.
pub fn rename(app: &App, request: PersonRenameRequest) -> Result<PersonView, WireError> {
    let PersonRenameRequest { name } = request;
    let name = PersonName::parse(&name).map_err(Error::from)?;
    let workspace = app.workspace()?;
    Ok(workspace.people.rename(&workspace.actor()?, name)?.into())
}
