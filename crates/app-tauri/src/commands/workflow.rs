//! Workflows.

use partwright_domain::Error;
use partwright_domain::store::{Snapshot, StoreError};
use partwright_domain::workflow::{
    Check, Defect, DefectPlace, Design, StateName, Transition, TransitionName, Workflow, WorkflowError, WorkflowName,
    WorkflowState,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::person::RoleView;
use super::revision::LifecycleView;
use super::{Empty, id, show_done};
use crate::app::App;
use crate::error::WireError;

/// What a transition asks of a revision.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "WorkflowCheck")]
pub enum CheckView {
    Bom,
    Properties,
    Children,
    ManufacturerPart,
    File,
}

/// A state of a workflow.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct WorkflowStateView {
    name: String,
    phase: LifecycleView,
}

/// A way from one state to another.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct WorkflowTransitionView {
    from: String,
    to: String,
    name: String,
    /// The least role that may take it.
    role: RoleView,
    /// How many approvals it needs.
    approvals: u32,
    checks: Vec<CheckView>,
}

/// What a workflow says; it may have defects.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct WorkflowDesign {
    name: String,
    /// The state in which a new revision begins.
    start: String,
    states: Vec<WorkflowStateView>,
    transitions: Vec<WorkflowTransitionView>,
}

/// A version of a workflow.
#[derive(Debug, Serialize, TS)]
pub struct WorkflowView {
    id: String,
    version: u32,
    design: WorkflowDesign,
    /// Whether new revisions follow it.
    current: bool,
    /// How many revisions follow it.
    revisions: u64,
}

/// Something that is wrong with a workflow, and where: in a state or a transition, counted from 0, or in the whole.
#[derive(Debug, Serialize, TS)]
pub struct WorkflowDefect {
    state: Option<usize>,
    transition: Option<usize>,
    error: WireError,
}

/// Names a version of a workflow.
#[derive(Debug, Deserialize, TS)]
pub struct WorkflowTakeRequest {
    workflow: String,
}

/// All versions of all workflows, by name, the newest version first.
pub fn list(app: &App, _: Empty) -> Result<Vec<WorkflowView>, WireError> {
    Ok(app.workspace()?.store.read("workflow.list", all)?)
}

/// All that is wrong with a workflow that is being drawn; nothing when it can be saved.
pub fn check(_: &App, request: WorkflowDesign) -> Result<Vec<WorkflowDefect>, WireError> {
    let defects = match parse(request) {
        Ok(design) => design.defects(),
        Err(defects) => defects,
    };
    Ok(defects.into_iter().map(defect_view).collect())
}

/// Saves a workflow as the next version of its name, lets new revisions follow it, and answers all versions.
pub fn save(app: &App, request: WorkflowDesign) -> Result<Vec<WorkflowView>, WireError> {
    let design = parse(request).map_err(|mut defects| Error::from(defects.remove(0).error))?;
    let workspace = app.workspace()?;
    workspace.workflows.save(&workspace.actor()?, design)?;
    show_done(&workspace, all)
}

/// Lets new revisions follow a version that is there, and answers all versions.
pub fn take(app: &App, request: WorkflowTakeRequest) -> Result<Vec<WorkflowView>, WireError> {
    let WorkflowTakeRequest { workflow } = request;
    let workspace = app.workspace()?;
    workspace.workflows.take(&workspace.actor()?, id(&workflow, "workflow_take")?)?;
    show_done(&workspace, all)
}

fn all(snapshot: &dyn Snapshot) -> Result<Vec<WorkflowView>, StoreError> {
    let current = snapshot.settings().get()?.workflow;
    let view = |workflow: Workflow| {
        let Workflow { id, version, design } = workflow;
        let revisions = snapshot.workflows().revision_count(id)?;
        Ok(WorkflowView { id: id.to_string(), version, design: design.into(), current: id == current, revisions })
    };
    snapshot.workflows().list()?.into_iter().map(view).collect()
}

/// The design that was drawn; else every name in it that is none, each at its place.
fn parse(request: WorkflowDesign) -> Result<Design, Vec<Defect>> {
    let WorkflowDesign { name, start, states, transitions } = request;
    let (name, start) = (WorkflowName::parse(&name), StateName::parse(&start));
    let states: Vec<_> = states.into_iter().map(read_state).collect();
    let transitions: Vec<_> = transitions.into_iter().map(read_transition).collect();
    let mut defects = vec![name.as_ref().err().map(|error| (DefectPlace::Workflow, error))];
    defects.extend(
        states.iter().enumerate().map(|(index, state)| Some((DefectPlace::State(index), state.as_ref().err()?))),
    );
    defects.push(start.as_ref().err().map(|error| (DefectPlace::Workflow, error)));
    defects.extend(
        transitions.iter().enumerate().map(|(index, way)| Some((DefectPlace::Transition(index), way.as_ref().err()?))),
    );
    let defects: Vec<_> =
        defects.into_iter().flatten().map(|(place, error)| Defect { place, error: error.clone() }).collect();
    let read = || -> Result<Design, WorkflowError> {
        let (states, transitions) =
            (states.into_iter().collect::<Result<_, _>>()?, transitions.into_iter().collect::<Result<_, _>>()?);
        Ok(Design { name: name?, start: start?, states, transitions })
    };
    read().map_err(|_| defects)
}

fn read_state(view: WorkflowStateView) -> Result<WorkflowState, WorkflowError> {
    let WorkflowStateView { name, phase } = view;
    Ok(WorkflowState { name: StateName::parse(&name)?, phase: phase.into() })
}

fn read_transition(view: WorkflowTransitionView) -> Result<Transition, WorkflowError> {
    let WorkflowTransitionView { from, to, name, role, approvals, checks } = view;
    Ok(Transition {
        from: StateName::parse(&from)?,
        to: StateName::parse(&to)?,
        name: TransitionName::parse(&name)?,
        role: role.into(),
        approvals,
        checks: checks.into_iter().map(Check::from).collect(),
    })
}

fn defect_view(defect: Defect) -> WorkflowDefect {
    let Defect { place, error } = defect;
    let (state, transition) = match place {
        DefectPlace::Workflow => (None, None),
        DefectPlace::State(index) => (Some(index), None),
        DefectPlace::Transition(index) => (None, Some(index)),
    };
    WorkflowDefect { state, transition, error: Error::from(error).into() }
}

impl From<Design> for WorkflowDesign {
    fn from(design: Design) -> Self {
        let Design { name, start, states, transitions } = design;
        let state = |WorkflowState { name, phase }| WorkflowStateView { name: name.to_string(), phase: phase.into() };
        Self {
            name: name.to_string(),
            start: start.to_string(),
            states: states.into_iter().map(state).collect(),
            transitions: transitions.into_iter().map(WorkflowTransitionView::from).collect(),
        }
    }
}

impl From<Transition> for WorkflowTransitionView {
    fn from(transition: Transition) -> Self {
        let Transition { from, to, name, role, approvals, checks } = transition;
        Self {
            from: from.to_string(),
            to: to.to_string(),
            name: name.to_string(),
            role: role.into(),
            approvals,
            checks: checks.into_iter().map(CheckView::from).collect(),
        }
    }
}

macro_rules! named_alike {
    ($($one:ident, $other:ident: $($variant:ident),+;)+) => {$(
        impl From<$one> for $other {
            fn from(value: $one) -> Self {
                match value {
                    $($one::$variant => Self::$variant),+
                }
            }
        }
    )+};
}
named_alike! {
    Check, CheckView: Bom, Properties, Children, ManufacturerPart, File;
    CheckView, Check: Bom, Properties, Children, ManufacturerPart, File;
}
