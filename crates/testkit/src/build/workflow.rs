//! Workflows for tests.

use partwright_domain::change::Room;
use partwright_domain::id::{Uuid, WorkflowId};
use partwright_domain::person::Role;
use partwright_domain::ports::Ports;
use partwright_domain::revision::Lifecycle;
use partwright_domain::setting::Settings;
use partwright_domain::workflow::{
    Check, Design, StateName, Transition, TransitionName, Workflow, WorkflowName, WorkflowState,
};

use super::{acting, write};

/// A state's name.
pub fn state(name: &str) -> StateName {
    StateName::parse(name).expect("a state's name")
}

/// A transition that a Designer takes.
pub fn transition(from: &str, to: &str, approvals: u32) -> Transition {
    let name = TransitionName::parse(&format!("To {to}")).expect("a transition's name");
    Transition { from: state(from), to: state(to), name, role: Role::Designer, approvals, checks: Vec::new() }
}

/// The standard workflow, but for the approvals that a release needs.
pub fn needing(approvals: u32) -> Design {
    let mut design = Design::standard();
    for transition in design.transitions.iter_mut().filter(|transition| transition.approvals > 0) {
        transition.approvals = approvals;
    }
    design
}

/// A workflow with two states in each phase but the last: Concept and Draft, Design review and Purchasing review, Prototype
/// and Production, Retired.
///
/// A Draft goes to either review, with a BOM or with a file. From the design review a prototype needs one approval and a
/// manufacturer part, the purchasing review two; production needs two approvals from there and an Admin, and so it does
/// from a prototype.
pub fn long_workflow() -> Design {
    let phases = [
        ("Concept", Lifecycle::Draft),
        ("Draft", Lifecycle::Draft),
        ("Design review", Lifecycle::InReview),
        ("Purchasing review", Lifecycle::InReview),
        ("Prototype", Lifecycle::Released),
        ("Production", Lifecycle::Released),
        ("Retired", Lifecycle::Obsolete),
    ];
    let asks = |checks: &[Check], transition| Transition { checks: checks.to_vec(), ..transition };
    let admins = |transition| Transition { role: Role::Admin, ..transition };
    Design {
        name: WorkflowName::parse("Long").expect("a workflow's name"),
        start: state("Concept"),
        states: phases.map(|(name, phase)| WorkflowState { name: state(name), phase }).to_vec(),
        transitions: vec![
            transition("Concept", "Draft", 0),
            asks(&[Check::Bom, Check::Children], transition("Draft", "Design review", 0)),
            asks(&[Check::File], transition("Draft", "Purchasing review", 0)),
            transition("Design review", "Purchasing review", 2),
            asks(&[Check::ManufacturerPart], transition("Design review", "Prototype", 1)),
            transition("Design review", "Draft", 0),
            transition("Design review", "Concept", 0),
            admins(transition("Purchasing review", "Production", 2)),
            transition("Purchasing review", "Draft", 0),
            admins(transition("Prototype", "Production", 0)),
            transition("Prototype", "Retired", 0),
            transition("Production", "Retired", 0),
        ],
    }
}

/// Saves a workflow past the services, and lets new revisions follow it.
pub fn follow(ports: &Ports, design: Design) -> Workflow {
    let id = WorkflowId(ports.ids.next());
    let person = acting(ports).id;
    let saved = write(ports, person, move |unit| {
        let all = unit.workflows().list()?;
        let newest = all.iter().find(|workflow| workflow.design.name == design.name);
        let version = newest.map_or(1, |newest| newest.version + 1);
        let workflow = Workflow { id, version, design: design.clone() };
        unit.workflows().insert(&workflow)?;
        unit.note(Room::Workflow, id)?;
        unit.settings().set(&Settings { workflow: id, ..unit.settings().get()? })?;
        unit.note(Room::Setting, Uuid::nil())?;
        Ok(workflow)
    });
    saved.expect("a workflow that is saved")
}

/// Workflows each of which has one kind of defect, with its code.
pub fn defective_workflows() -> Vec<(&'static str, Design)> {
    let change = |code, change: &dyn Fn(&mut Design)| {
        let mut design = long_workflow();
        change(&mut design);
        (code, design)
    };
    let to = |design: &mut Design, from: &str, to: &str, change: &dyn Fn(&mut Transition)| {
        let (from, to) = (state(from), state(to));
        let found = design.transitions.iter_mut().find(|transition| transition.from == from && transition.to == to);
        change(found.expect("a transition that is there"));
    };
    let without = |design: &mut Design, gone: &[(&str, &str)]| {
        let is_gone =
            |kept: &Transition| gone.iter().any(|(from, to)| kept.from == state(from) && kept.to == state(to));
        design.transitions.retain(|transition| !is_gone(transition));
    };
    let name = |design: &mut Design, index: usize, name: &str| design.states[index].name = state(name);
    vec![
        change("workflow.start_missing", &|design| design.start = state("Nowhere")),
        change("workflow.start_not_draft", &|design| design.start = state("Prototype")),
        change("workflow.phase_missing", &|design| design.states.retain(|state| state.phase != Lifecycle::Obsolete)),
        change("workflow.state_twice", &|design| {
            design.states.push(WorkflowState { name: state("PROTOTYPE"), phase: Lifecycle::Released });
        }),
        change("workflow.end_missing", &|design| name(design, 4, "Sample")),
        change("workflow.loop", &|design| design.transitions.push(transition("Draft", "Draft", 0))),
        change("workflow.transition_twice", &|design| design.transitions.push(transition("Concept", "Draft", 0))),
        change("workflow.phase_skipped", &|design| design.transitions.push(transition("Draft", "Prototype", 0))),
        change("workflow.phase_skipped", &|design| design.transitions.push(transition("Production", "Draft", 0))),
        change("workflow.phase_skipped", &|design| design.transitions.push(transition("Retired", "Production", 0))),
        change("workflow.role_too_low", &|design| {
            to(design, "Concept", "Draft", &|transition| transition.role = Role::Viewer);
        }),
        change("workflow.approvals_out_of_range", &|design| {
            to(design, "Design review", "Prototype", &|transition| transition.approvals = 0);
        }),
        change("workflow.approvals_out_of_range", &|design| {
            to(design, "Design review", "Purchasing review", &|transition| transition.approvals = 10);
        }),
        change("workflow.approvals_needless", &|design| {
            to(design, "Draft", "Design review", &|transition| transition.approvals = 1);
        }),
        change("workflow.unreachable", &|design| {
            without(design, &[("Purchasing review", "Production"), ("Prototype", "Production")]);
        }),
        change("workflow.trap", &|design| without(design, &[("Production", "Retired")])),
        change("workflow.trap", &|design| {
            let gone =
                [("Draft", "Design review"), ("Draft", "Purchasing review"), ("Purchasing review", "Production")];
            without(design, &gone);
        }),
        change("workflow.no_way_back", &|design| without(design, &[("Purchasing review", "Draft")])),
        change("workflow.no_way_on", &|design| without(design, &[("Purchasing review", "Production")])),
        change("workflow.too_large", &|design| {
            design.transitions.extend((0..100).map(|_| transition("Concept", "Draft", 0)));
        }),
    ]
}
