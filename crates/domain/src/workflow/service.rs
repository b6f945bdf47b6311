//! What is done with workflows.

use super::{Design, Workflow, WorkflowError};
use crate::Result;
use crate::change::Room;
use crate::id::WorkflowId;
use crate::person::{Actor, Right};
use crate::ports::{Change, Ports, Subject};
use crate::setting::{self, Settings};

/// Saves workflows, and says which one new revisions follow.
#[derive(Debug, Clone)]
pub struct WorkflowService {
    ports: Ports,
}

impl WorkflowService {
    /// A service on these ports.
    pub fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Saves a workflow as the next version of its name, and lets new revisions follow it. Revisions that are there go on
    /// as they began. What is saved as it stands already becomes no other version.
    pub fn save(&self, actor: &Actor, design: Design) -> Result<Workflow> {
        self.ports.change_by(actor, Right::Administer, "workflow.save", move |change| {
            let defects = design.defects();
            if let Some(first) = defects.first() {
                return Err(WorkflowError::Defective { count: defects.len(), first: first.error.to_string() }.into());
            }
            let all = change.workflows().list()?;
            let newest = all.into_iter().find(|workflow| workflow.design.name == design.name);
            let saved = match newest {
                Some(newest) if newest.design == design => newest,
                newest => {
                    let version = newest.map_or(1, |newest| newest.version + 1);
                    let workflow = Workflow { id: change.new_id(), version, design: design.clone() };
                    change.workflows().insert(&workflow)?;
                    change.created(subject(&workflow), &workflow)?;
                    workflow
                }
            };
            follow(change, saved.id)?;
            Ok(saved)
        })
    }

    /// Lets new revisions follow a version that is there, be it an older one.
    pub fn take(&self, actor: &Actor, id: WorkflowId) -> Result<Workflow> {
        self.ports.change_by(actor, Right::Administer, "workflow.take", move |change| {
            let workflow = change.workflows().find(id)?.ok_or(WorkflowError::NotFound)?;
            follow(change, id)?;
            Ok(workflow)
        })
    }
}

fn follow(change: &Change<'_>, workflow: WorkflowId) -> Result<()> {
    let before = change.settings().get()?;
    setting::replace(change, &Settings { workflow, ..before })
}

fn subject(workflow: &Workflow) -> Subject {
    let title = format!("workflow {}, version {}", workflow.design.name, workflow.version);
    Subject { room: Room::Workflow, id: workflow.id.into(), part: None, title }
}
