//! Workflows in SQLite: a row a version, its states and transitions as JSON.

use partwright_domain::change::Room;
use partwright_domain::id::WorkflowId;
use partwright_domain::person::Role;
use partwright_domain::revision::Lifecycle;
use partwright_domain::store::StoreError;
use partwright_domain::workflow::{
    Check, Design, StateName, Transition, TransitionName, Workflow, WorkflowName, WorkflowReader, WorkflowRepository,
    WorkflowState,
};
use rusqlite::params;
use serde::Deserialize;

use crate::column::{Columns, to_json};
use crate::session::{Session, Writing};

/// A state as it stands in JSON.
#[derive(Deserialize)]
struct StateRow {
    name: String,
    phase: String,
}

/// A transition as it stands in JSON.
#[derive(Deserialize)]
struct TransitionRow {
    from: String,
    to: String,
    name: String,
    role: String,
    approvals: u32,
    checks: Vec<String>,
}

impl StateRow {
    fn read(self) -> Option<WorkflowState> {
        let Self { name, phase } = self;
        Some(WorkflowState { name: StateName::parse(&name).ok()?, phase: Lifecycle::named(&phase)? })
    }
}

impl TransitionRow {
    fn read(self) -> Option<Transition> {
        let Self { from, to, name, role, approvals, checks } = self;
        Some(Transition {
            from: StateName::parse(&from).ok()?,
            to: StateName::parse(&to).ok()?,
            name: TransitionName::parse(&name).ok()?,
            role: Role::named(&role)?,
            approvals,
            checks: checks.iter().map(|name| Check::named(name)).collect::<Option<_>>()?,
        })
    }
}

/// A column with a JSON list, each entry of which is read. One that cannot be was written by somebody else.
fn rows<R: for<'de> Deserialize<'de>, T>(
    columns: &mut Columns<'_>,
    read: impl Fn(R) -> Option<T>,
) -> rusqlite::Result<Vec<T>> {
    columns.named(|text| serde_json::from_str::<Vec<R>>(text).ok()?.into_iter().map(read).collect())
}

fn start(columns: &mut Columns<'_>) -> rusqlite::Result<StateName> {
    columns.text(StateName::parse)
}

fn workflow(columns: &mut Columns<'_>) -> rusqlite::Result<Workflow> {
    let (id, name, version) = (WorkflowId(columns.get()?), columns.text(WorkflowName::parse)?, columns.integer()?);
    let (start, states) = (start(columns)?, rows(columns, StateRow::read)?);
    let transitions = rows(columns, TransitionRow::read)?;
    Ok(Workflow { id, version, design: Design { name, start, states, transitions } })
}

impl<A: Send + Sync> WorkflowReader for Session<'_, A> {
    fn find(&self, id: WorkflowId) -> Result<Option<Workflow>, StoreError> {
        self.first(include_str!("workflow/find.sql"), [id.0], workflow)
    }

    fn start(&self, id: WorkflowId) -> Result<Option<StateName>, StoreError> {
        self.first(include_str!("workflow/start.sql"), [id.0], start)
    }

    fn list(&self) -> Result<Vec<Workflow>, StoreError> {
        self.all(include_str!("workflow/list.sql"), [], workflow)
    }

    fn revision_count(&self, id: WorkflowId) -> Result<u64, StoreError> {
        self.how_many(include_str!("workflow/revision_count.sql"), [id.0])
    }
}

impl WorkflowRepository for Session<'_, Writing> {
    fn insert(&self, workflow: &Workflow) -> Result<(), StoreError> {
        let Workflow { id, version, design } = workflow;
        let Design { name, start, states, transitions } = design;
        let (states, transitions) = (to_json(states)?, to_json(transitions)?);
        let params = params![id.0, name.as_str(), version, start.as_str(), states, transitions];
        self.change(include_str!("workflow/insert.sql"), "workflow", params, (Room::Workflow, *id))
    }
}
