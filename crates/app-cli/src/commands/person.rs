//! People.

use clap::{Args, Subcommand, ValueEnum};
use partwright_domain::Result;
use partwright_domain::person::{self, Person, PersonName, Role};
use serde::Serialize;
use serde_json::Value;

use super::examples;
use super::part::facts_of;
use crate::call::Call;
use crate::failure::Failure;
use crate::output::{Answer, List};
use crate::record::{Column, Record, text};

/// List and add people, and choose who acts
#[derive(Debug, Args)]
#[command(after_help = examples![
    "person list",
    "person add \"Grace Hopper\" --role designer",
    "person act \"Grace Hopper\"",
])]
pub struct PersonArgs {
    #[command(subcommand)]
    command: PersonCommand,
}

#[derive(Debug, Subcommand)]
enum PersonCommand {
    List(ListPeople),
    Add(Add),
    Act(Act),
}

impl PersonArgs {
    pub(crate) fn run(&self, call: &mut Call<'_, '_>) -> Result<(), Failure> {
        match &self.command {
            PersonCommand::List(command) => command.run(call),
            PersonCommand::Add(command) => command.run(call),
            PersonCommand::Act(command) => command.run(call),
        }
    }
}

/// List everybody who works in the workspace
#[derive(Debug, Args)]
#[command(after_help = examples!["person list"])]
struct ListPeople {}

impl ListPeople {
    fn run(&self, call: &mut Call<'_, '_>) -> Result<(), Failure> {
        let Self {} = self;
        let session = call.open()?;
        let acting = session.person()?.id;
        let people = session.read("person.list", |snapshot| Ok(snapshot.people().list()?))?;
        let rows: Vec<_> = people.into_iter().map(|person| PersonRow::new(person.id == acting, person)).collect();
        let format = call.format();
        let mut list = List::of::<PersonRow>(call.console, format)?;
        list.rows(&rows)?;
        list.end("Nobody works here.")
    }
}

/// Add somebody; an Admin does that
#[derive(Debug, Args)]
#[command(after_help = examples!["person add \"Grace Hopper\" --role designer"])]
struct Add {
    /// Their name
    name: String,
    /// What they may do
    #[arg(long, value_enum, default_value_t = RoleArg::Designer)]
    role: RoleArg,
}

/// A role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum RoleArg {
    /// Reads everything, changes nothing
    Viewer,
    /// Makes parts, BOMs and revisions, approves and releases
    Designer,
    /// Designs, and looks after the workspace
    Admin,
}

impl From<RoleArg> for Role {
    fn from(role: RoleArg) -> Self {
        match role {
            RoleArg::Viewer => Self::Viewer,
            RoleArg::Designer => Self::Designer,
            RoleArg::Admin => Self::Admin,
        }
    }
}

impl Add {
    fn run(&self, call: &mut Call<'_, '_>) -> Result<(), Failure> {
        let (name, session) = (PersonName::parse(&self.name)?, call.open()?);
        let added = session.people.add(&session.actor()?, name, self.role.into())?;
        call.answer(&PersonDone { row: PersonRow::new(false, added), is: "works here now" })
    }
}

/// Let somebody else act, here and in the window
#[derive(Debug, Args)]
#[command(after_help = examples!["person act \"Grace Hopper\""])]
struct Act {
    /// Their name
    name: String,
}

impl Act {
    fn run(&self, call: &mut Call<'_, '_>) -> Result<(), Failure> {
        let (name, session) = (PersonName::parse(&self.name)?, call.open()?);
        let next = session.read("person.named", |snapshot| person::named(snapshot, &name))?;
        let acts = session.people.act(&session.actor()?, next.id)?;
        call.answer(&PersonDone { row: PersonRow::new(true, acts), is: "acts now" })
    }
}

/// Somebody who works in the workspace.
#[derive(Debug, Serialize)]
pub(crate) struct PersonRow {
    name: String,
    role: &'static str,
    /// Whether they act in this command.
    acts: bool,
}

impl Record for PersonRow {
    const COLUMNS: &'static [Column] = &[text("name"), text("role"), text("acts")];
}

impl PersonRow {
    fn new(acts: bool, person: Person) -> Self {
        let Person { id: _, name, role } = person;
        Self { name: name.to_string(), role: role.name(), acts }
    }
}

/// What became of somebody.
#[derive(Debug, Serialize)]
struct PersonDone {
    #[serde(flatten)]
    row: PersonRow,
    #[serde(skip)]
    is: &'static str,
}

impl Answer for PersonDone {
    fn facts(&self) -> Vec<(&'static str, Value)> {
        facts_of(&self.row)
    }

    fn sentence(&self) -> Option<String> {
        Some(format!("{} ({}) {}.", self.row.name, self.row.role, self.is))
    }
}
