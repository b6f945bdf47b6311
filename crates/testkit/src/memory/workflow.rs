//! Workflows in memory.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use partwright_domain::change::Room;
use partwright_domain::id::WorkflowId;
use partwright_domain::revision::{Lifecycle, Revision};
use partwright_domain::store::StoreError;
use partwright_domain::workflow::{StateName, Transition, Workflow, WorkflowReader, WorkflowRepository};

use super::State;
use super::view::{Held, Open, View, id_taken, missing};

/// The versions; the first one of the standard workflow is there from the beginning.
#[derive(Debug, Clone)]
pub(super) struct Rows(BTreeMap<WorkflowId, Workflow>);

impl Default for Rows {
    fn default() -> Self {
        let standard = Workflow::standard();
        Self(BTreeMap::from([(standard.id, standard)]))
    }
}

impl State {
    pub(super) fn workflow(&self, id: WorkflowId) -> Option<&Workflow> {
        self.workflows.0.get(&id)
    }

    /// The transition by which a revision's workflow leads to a state, and the phase of that state.
    pub(super) fn way<'s>(
        &'s self,
        revision: &Revision,
        to: &StateName,
    ) -> Result<(&'s Transition, Lifecycle), StoreError> {
        let design = &self.workflow(revision.workflow).ok_or_else(|| missing("workflow"))?.design;
        let is_meant = |way: &&Transition| way.from == revision.workflow_state && way.to == *to;
        let way = design.transitions.iter().find(is_meant);
        way.zip(design.phase(to)).ok_or(StoreError::RevisionStep)
    }

    /// That a revision goes on from its review with the approvals that the way needs.
    pub(super) fn check_approvals(&self, revision: &Revision, way: &Transition) -> Result<(), StoreError> {
        let is_let = self.open_review(revision.id).is_some_and(|review| review.lets(way.approvals));
        if is_let { Ok(()) } else { Err(StoreError::ReleaseNotApproved) }
    }
}

impl<H: Held> WorkflowReader for View<H> {
    fn find(&self, id: WorkflowId) -> Result<Option<Workflow>, StoreError> {
        self.see(|state| state.workflow(id).cloned())
    }

    fn start(&self, id: WorkflowId) -> Result<Option<StateName>, StoreError> {
        self.see(|state| state.workflow(id).map(|workflow| workflow.design.start.clone()))
    }

    fn list(&self) -> Result<Vec<Workflow>, StoreError> {
        self.see(|state| {
            let mut all: Vec<Workflow> = state.workflows.0.values().cloned().collect();
            all.sort_by_cached_key(|workflow| (workflow.design.name.clone(), Reverse(workflow.version)));
            all
        })
    }

    fn revision_count(&self, id: WorkflowId) -> Result<u64, StoreError> {
        self.see(|state| state.revisions_following(id) as u64)
    }
}

impl WorkflowRepository for View<Open> {
    fn insert(&self, workflow: &Workflow) -> Result<(), StoreError> {
        self.change(Room::Workflow, workflow.id, |state| {
            if state.workflow(workflow.id).is_some() {
                return Err(id_taken("workflow"));
            }
            let versions = state.workflows.0.values().filter(|other| other.design.name == workflow.design.name);
            if workflow.version != versions.map(|other| other.version).max().unwrap_or(0) + 1 {
                return Err(StoreError::WorkflowVersionTaken);
            }
            if !workflow.design.defects().is_empty() {
                return Err(StoreError::WorkflowDefective);
            }
            Arc::make_mut(&mut state.workflows).0.insert(workflow.id, workflow.clone());
            Ok(())
        })
    }
}
