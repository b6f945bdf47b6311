//! What can be wrong with a workflow: all of it at once, each with its place, so that whoever draws one sees it all.

use std::collections::BTreeSet;

use super::{Design, StateName, Transition, WorkflowError, WorkflowState};
use crate::approval::ApprovalCount;
use crate::person::Right;
use crate::revision::Lifecycle;

/// Where a defect is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DefectPlace {
    /// In the workflow as a whole.
    Workflow,
    /// In the state at this place of the list.
    State(usize),
    /// In the transition at this place of the list.
    Transition(usize),
}

/// Something that is wrong with a workflow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defect {
    /// Where.
    pub place: DefectPlace,
    /// What, and how it can be mended.
    pub error: WorkflowError,
}

const MOST_STATES: usize = 20;
const MOST_TRANSITIONS: usize = 100;

impl Design {
    /// All that is wrong with it; a workflow without defects can be saved.
    pub fn defects(&self) -> Vec<Defect> {
        let (states, transitions) = (self.states.len(), self.transitions.len());
        if states > MOST_STATES || transitions > MOST_TRANSITIONS {
            let error = WorkflowError::TooLarge { states, transitions };
            return vec![Defect { place: DefectPlace::Workflow, error }];
        }
        let of_whole = self.of_whole().into_iter().map(|error| (DefectPlace::Workflow, error));
        let of_states = self.states.iter().enumerate().flat_map(|(index, state)| {
            self.of_state(index, state).into_iter().map(move |error| (DefectPlace::State(index), error))
        });
        let of_transitions = self.transitions.iter().enumerate().flat_map(|(index, transition)| {
            let errors = self.of_transition(index, transition);
            errors.into_iter().map(move |error| (DefectPlace::Transition(index), error))
        });
        of_whole.chain(of_states).chain(of_transitions).map(|(place, error)| Defect { place, error }).collect()
    }

    fn of_whole(&self) -> Vec<WorkflowError> {
        let start = self.start.clone();
        let begins = match self.phase(&self.start) {
            None => Some(WorkflowError::StartMissing { start }),
            Some(Lifecycle::Draft) => None,
            Some(phase) => Some(WorkflowError::StartNotDraft { start, phase }),
        };
        let is_missing = |phase: &Lifecycle| !self.states.iter().any(|state| state.phase == *phase);
        let missing = Lifecycle::ALL.into_iter().filter(is_missing).map(|phase| WorkflowError::PhaseMissing { phase });
        begins.into_iter().chain(missing).collect()
    }

    fn of_state(&self, index: usize, state: &WorkflowState) -> Vec<WorkflowError> {
        let name = &state.name;
        let mut errors = Vec::new();
        if self.states.iter().take(index).any(|other| is_same(&other.name, name)) {
            errors.push(WorkflowError::StateTwice { state: name.clone() });
        }
        if !self.reached(&self.start).contains(name) {
            errors.push(WorkflowError::Unreachable { state: name.clone() });
        }
        let aim = match state.phase {
            Lifecycle::Draft | Lifecycle::InReview => Some(Lifecycle::Released),
            Lifecycle::Released => Some(Lifecycle::Obsolete),
            Lifecycle::Obsolete => None,
        };
        let ahead = self.reached(name);
        let leads_to = |phase| ahead.iter().any(|state| self.phase(state) == Some(phase));
        errors.extend(
            aim.filter(|phase| !leads_to(*phase)).map(|phase| WorkflowError::Trap { state: name.clone(), phase }),
        );
        let mut back = self.from(name).filter(|transition| self.phase(&transition.to) == Some(Lifecycle::Draft));
        if state.phase == Lifecycle::InReview && back.next().is_none() {
            errors.push(WorkflowError::NoWayBack { state: name.clone() });
        }
        if state.phase == Lifecycle::InReview && !self.from(name).any(|transition| self.leads_on(transition)) {
            errors.push(WorkflowError::NoWayOn { state: name.clone() });
        }
        errors
    }

    fn of_transition(&self, index: usize, transition: &Transition) -> Vec<WorkflowError> {
        let Transition { from, to, name: _, role, approvals, checks: _ } = transition;
        let ends = || (from.clone(), to.clone());
        let (Some(before), Some(after)) = (self.phase(from), self.phase(to)) else {
            let (from, to) = ends();
            return vec![WorkflowError::EndMissing { from, to }];
        };
        let mut errors = Vec::new();
        if from == to {
            errors.push(WorkflowError::Loop { state: from.clone() });
        } else if !before.may_lead_to(after) {
            errors.push(WorkflowError::PhaseSkipped { from: before, to: after });
        }
        if self.transitions.iter().take(index).any(|other| other.from == *from && other.to == *to) {
            let (from, to) = ends();
            errors.push(WorkflowError::TransitionTwice { from, to });
        }
        if !role.may(Right::Edit) {
            errors.push(WorkflowError::RoleTooLow);
        }
        if self.leads_on(transition) && ApprovalCount::new(*approvals).is_err() {
            let (from, to) = ends();
            errors.push(WorkflowError::ApprovalsOutOfRange { from, to });
        } else if !self.leads_on(transition) && *approvals > 0 {
            let (from, to) = ends();
            errors.push(WorkflowError::ApprovalsNeedless { from, to });
        }
        errors
    }

    /// The states to which transitions lead from this one, over any number of them, and itself.
    fn reached(&self, from: &StateName) -> BTreeSet<StateName> {
        let mut reached = BTreeSet::from([from.clone()]);
        let mut open = vec![from];
        while let Some(state) = open.pop() {
            open.extend(self.from(state).map(|transition| &transition.to).filter(|to| reached.insert((*to).clone())));
        }
        reached
    }
}

/// Names that differ in capitals alone cannot be told apart by those who speak of them.
fn is_same(one: &StateName, other: &StateName) -> bool {
    one.as_str().to_lowercase() == other.as_str().to_lowercase()
}
