//! Workflows: which states a revision goes through, and who may take it from one to the next, as data.
//!
//! Each state belongs to a phase of the [`Lifecycle`], and it is the phase that freezes content, asks for verdicts and
//! counts as released: no workflow can be made in which the rules of the lifecycle do not hold. A workflow is saved in
//! versions; a version never changes, and a revision follows the one that it began with.

mod check;
mod defect;
mod repository;
mod service;

pub use check::Check;
pub(crate) use check::pass;
pub use defect::{Defect, DefectPlace};
pub use repository::{WorkflowReader, WorkflowRepository};
pub use service::WorkflowService;

use serde::Serialize;

use crate::approval::ApprovalCount;
use crate::error::refusals;
use crate::id::{Uuid, WorkflowId};
use crate::person::Role;
use crate::revision::Lifecycle;
use crate::text::text_value;

/// What there is instead of taking a saved version back.
pub(crate) const STANDS: &str = "save another version, or let new revisions follow an older one";

refusals! {
    /// Why something about a workflow was refused, and what can be wrong with one.
    pub enum WorkflowError {
        NotFound = "workflow.not_found", "There is no such workflow in this workspace.";
        NameInvalid { found: String } = "workflow.name_invalid", "A workflow's name has 1 to 60 characters; {found}.";
        StateNameInvalid { found: String } = "workflow.state_name_invalid", "A state's name has 1 to 40 characters; {found}.";
        TransitionNameInvalid { found: String } = "workflow.transition_name_invalid",
            "A transition's name has 1 to 40 characters; {found}.";
        Defective { count: usize, first: String } = "workflow.defective",
            "This workflow has {count} defects and was not saved. Mend them first: {first}";

        TooLarge { states: usize, transitions: usize } = "workflow.too_large",
            "A workflow has at most 20 states and 100 transitions; this one has {states} and {transitions}.";
        StateTwice { state: StateName } = "workflow.state_twice",
            "There are two states \"{state}\". Names tell states apart; give one of them another.";
        StartMissing { start: StateName } = "workflow.start_missing",
            "A new revision begins in \"{start}\", which is no state of this workflow. Choose one of its states.";
        StartNotDraft { start: StateName, phase: Lifecycle } = "workflow.start_not_draft",
            "A new revision begins in a state of the phase Draft; \"{start}\" is of the phase {phase}.";
        PhaseMissing { phase: Lifecycle } = "workflow.phase_missing",
            "No state is of the phase {phase}; a workflow has at least one of it.";
        Unreachable { state: StateName } = "workflow.unreachable",
            "Nothing leads to \"{state}\" from where a revision begins. Add a transition to it, or remove it.";
        Trap { state: StateName, phase: Lifecycle } = "workflow.trap",
            "From \"{state}\" nothing leads on to a state of the phase {phase}. Add a transition, so that nothing stays there for ever.";
        NoWayBack { state: StateName } = "workflow.no_way_back",
            "From \"{state}\" nothing leads back to a state of the phase Draft; a rejected revision goes there.";
        NoWayOn { state: StateName } = "workflow.no_way_on",
            "From \"{state}\" nothing leads on; what is approved there goes to another state in review, or is released.";
        EndMissing { from: StateName, to: StateName } = "workflow.end_missing",
            "The transition from \"{from}\" to \"{to}\" begins or ends in a state that there is not.";
        Loop { state: StateName } = "workflow.loop", "A transition leads from \"{state}\" to itself; it leads to another state.";
        TransitionTwice { from: StateName, to: StateName } = "workflow.transition_twice",
            "There are two transitions from \"{from}\" to \"{to}\"; there is at most one.";
        PhaseSkipped { from: Lifecycle, to: Lifecycle } = "workflow.phase_skipped",
            "Nothing goes from the phase {from} to the phase {to}. It goes Draft, In Review, Released, Obsolete, and from review back to Draft.";
        RoleTooLow = "workflow.role_too_low", "A Viewer changes nothing; a transition is taken by a Designer or an Admin.";
        ApprovalsOutOfRange { from: StateName, to: StateName } = "workflow.approvals_out_of_range",
            "What leads on from a review needs 1 to 9 approvals; set them from \"{from}\" to \"{to}\".";
        ApprovalsNeedless { from: StateName, to: StateName } = "workflow.approvals_needless",
            "Approvals are given in review, for what leads on from there; from \"{from}\" to \"{to}\" needs none.";

        NoTransition { number: String, label: String, state: StateName, to: StateName } = "workflow.no_transition",
            "{number} revision {label} is in \"{state}\", and its workflow has no such step from there to \"{to}\".";
        NoTransitionOn { number: String, label: String, state: StateName } = "workflow.no_transition_on",
            "{number} revision {label} is in \"{state}\", from where its workflow has no such step.";
        Undecided { number: String, label: String, targets: String } = "workflow.undecided",
            "{number} revision {label} can go to several states so: {targets}. Say to which.";
        RoleMissing { role: Role, needed: Role, from: StateName, to: StateName } = "workflow.role_missing",
            "The workflow lets a {needed} take this from \"{from}\" to \"{to}\", and you are a {role}.";
        NotApproved { given: u32, needed: u32, to: StateName } = "workflow.not_approved",
            "This revision has {given} of the {needed} approvals that it needs to go on to \"{to}\".";
        ChildNotReleased { count: usize, children: String } = "workflow.child_not_released",
            "For this step every part it is made of needs a released revision; {count} have none: {children}. Release them first.";
        ManufacturerPartMissing { number: String } = "workflow.manufacturer_part_missing",
            "For this step {number} needs a manufacturer part; add the one that is bought.";
        FileMissing { number: String, label: String } = "workflow.file_missing",
            "For this step {number} revision {label} needs a file; attach its drawing or its data sheet.";
    }
}

text_value! {
    /// A workflow's name: 1 to 60 characters.
    WorkflowName, check_line(1..=60), WorkflowError::NameInvalid
}

text_value! {
    /// A state's name, by which the states of a workflow are told apart: 1 to 40 characters.
    StateName, check_line(1..=40), WorkflowError::StateNameInvalid
}

text_value! {
    /// What a transition is called, as a button says it: 1 to 40 characters.
    TransitionName, check_line(1..=40), WorkflowError::TransitionNameInvalid
}

/// The state that the standard workflow has for a phase; it has the phase's name.
impl From<Lifecycle> for StateName {
    fn from(phase: Lifecycle) -> Self {
        Self(phase.name().to_owned())
    }
}

/// A state of a workflow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WorkflowState {
    /// What it is called.
    pub name: StateName,
    /// The phase of the lifecycle that it belongs to.
    pub phase: Lifecycle,
}

/// A way from one state to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Transition {
    /// Where it begins.
    pub from: StateName,
    /// Where it ends.
    pub to: StateName,
    /// What it is called.
    pub name: TransitionName,
    /// The least role that may take it.
    pub role: Role,
    /// How many approvals it needs: 1 to 9 for what leads on from a review, else none.
    pub approvals: u32,
    /// What must hold for it. Entering the phase Released needs [`Check::RULE_4`] whatever stands here.
    pub checks: Vec<Check>,
}

/// What a workflow says; it may still have [defects](Design::defects).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Design {
    /// What it is called; its versions have the same name.
    pub name: WorkflowName,
    /// The state in which a new revision begins.
    pub start: StateName,
    /// The states, in the order in which they are shown.
    pub states: Vec<WorkflowState>,
    /// The transitions, in the order in which they are offered.
    pub transitions: Vec<Transition>,
}

impl Design {
    /// The lifecycle as a workflow: one state a phase.
    pub fn standard() -> Self {
        let state = |phase: Lifecycle| WorkflowState { name: phase.into(), phase };
        let way = |from: Lifecycle, to: Lifecycle, name: &str, approvals, checks: &[Check]| Transition {
            from: from.into(),
            to: to.into(),
            name: TransitionName(name.to_owned()),
            role: Role::Designer,
            approvals,
            checks: checks.to_vec(),
        };
        let (draft, review) = (Lifecycle::Draft, Lifecycle::InReview);
        Self {
            name: WorkflowName("Standard".to_owned()),
            start: draft.into(),
            states: Lifecycle::ALL.map(state).to_vec(),
            transitions: vec![
                way(draft, review, "Submit for review", 0, &[Check::Bom, Check::Properties]),
                way(review, Lifecycle::Released, "Release", 1, &[]),
                way(review, draft, "Send back", 0, &[]),
                way(Lifecycle::Released, Lifecycle::Obsolete, "Make obsolete", 0, &[]),
            ],
        }
    }

    /// The phase of the state with that name.
    pub fn phase(&self, name: &StateName) -> Option<Lifecycle> {
        self.states.iter().find(|state| state.name == *name).map(|state| state.phase)
    }

    /// The transitions that begin in a state.
    pub fn from<'d>(&'d self, state: &'d StateName) -> impl Iterator<Item = &'d Transition> {
        self.transitions.iter().filter(move |transition| transition.from == *state)
    }

    /// Whether a transition is one for which approvals are given: it leads on from a review.
    pub fn leads_on(&self, transition: &Transition) -> bool {
        let (from, to) = (self.phase(&transition.from), self.phase(&transition.to));
        from == Some(Lifecycle::InReview) && matches!(to, Some(Lifecycle::InReview | Lifecycle::Released))
    }

    /// The fewest approvals with which anything leads on from a review: what a round in that state asks for. `None` for a
    /// state from which nothing does.
    pub fn needed(&self, review: &StateName) -> Option<ApprovalCount> {
        let on = self.from(review).filter(|transition| self.leads_on(transition));
        on.map(|transition| transition.approvals).min().and_then(|fewest| ApprovalCount::new(fewest).ok())
    }

    /// Whether a transition releases: it leads from a review into the phase Released.
    pub fn is_release(&self, transition: &Transition) -> bool {
        self.leads_on(transition) && self.phase(&transition.to) == Some(Lifecycle::Released)
    }

    /// The states through which a Draft comes from the start to this one without a review, this one last; `None` where it
    /// cannot.
    pub(crate) fn steps_among_drafts(&self, to: &StateName) -> Option<Vec<&StateName>> {
        let mut reached = vec![(&self.start, Vec::new())];
        let mut next = 0;
        while let Some((state, steps)) = reached.get(next).cloned() {
            if state == to {
                return Some(steps);
            }
            for Transition { to, .. } in self.from(state) {
                let is_new = !reached.iter().any(|(state, _)| *state == to);
                if is_new && self.phase(to) == Some(Lifecycle::Draft) {
                    reached.push((to, steps.iter().copied().chain([to]).collect()));
                }
            }
            next += 1;
        }
        None
    }

    /// What must hold for a transition: its own checks, and for a release those of rule 4.
    pub fn checks(&self, transition: &Transition) -> Vec<Check> {
        let always = if self.is_release(transition) { &Check::RULE_4[..] } else { &[] };
        Check::ALL.into_iter().filter(|check| always.contains(check) || transition.checks.contains(check)).collect()
    }
}

/// A version of a workflow, as it was saved and stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Workflow {
    /// This version's id.
    pub id: WorkflowId,
    /// The how-manieth version of its name, from 1.
    pub version: u32,
    /// What it says.
    pub design: Design,
}

impl Workflow {
    /// The id of the first version of the standard workflow, which every workspace has.
    pub const STANDARD: WorkflowId = WorkflowId(Uuid::from_u128(1));

    /// The first version of the standard workflow, as a new workspace has it.
    pub fn standard() -> Self {
        Self { id: Self::STANDARD, version: 1, design: Design::standard() }
    }
}
