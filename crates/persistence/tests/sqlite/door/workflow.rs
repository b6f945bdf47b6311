//! Workflows: none leads past the rules of the lifecycle, and none changes under a revision that follows it.

use partwright_domain::id::WorkflowId;
use partwright_domain::time::Timestamp;
use partwright_domain::workflow::{Workflow, WorkflowService};
use partwright_testkit::build::{needing, state, transition};

use super::{House, blob, code};

#[test]
fn no_workflow_leads_past_review_and_approval_through_every_door() {
    let house = House::new();
    let mut past_review = needing(1);
    past_review.transitions.push(transition("Draft", "Released", 0));
    let mut back = needing(1);
    back.transitions.push(transition("Released", "Draft", 0));
    for (what, design) in [("no approval", needing(0)), ("past review", past_review), ("back from release", back)] {
        let service = WorkflowService::new(house.ports());
        let saved = design.clone();
        house.shut(&format!("WorkflowService::save, {what}"), "workflow.defective", || {
            code(service.save(&house.admin, saved))
        });
        let row = Workflow { id: WorkflowId(house.test.id()), version: 2, design };
        house.shut(&format!("WorkflowRepository::insert, {what}"), "workflow.defective", || {
            house.unit(move |unit| unit.workflows().insert(&row))
        });
    }
    for transitions in [
        r#"replace(transitions, '"approvals":1', '"approvals":0')"#,
        r#"replace(transitions, '"approvals":1', '"approvals":-1')"#,
        r#"replace(transitions, '"from":"In Review","to":"Released"', '"from":"Draft","to":"Released"')"#,
        "'[]'",
    ] {
        for conflict in ["", "OR REPLACE ", "OR IGNORE "] {
            let sql = format!(
                "INSERT {conflict}INTO workflow SELECT randomblob(16), name, 2, start, states, {transitions} FROM workflow"
            );
            house.shut(&sql, "workflow.defective", || house.raw(&sql));
        }
    }
}

#[test]
fn a_workflow_never_changes_under_a_revision_through_every_door() {
    let house = House::new();
    let (service, design) = (WorkflowService::new(house.ports()), needing(2));
    let next = service.save(&house.admin, design).expect("the next version").id;
    let draft = house.draft.revision.id;
    house.shut("RevisionRepository::set_state", "revision.step_unknown", || {
        house.unit(move |unit| unit.revisions().set_state(draft, &state("Prototype"), Timestamp(9)))
    });
    let (draft, next) = (blob(draft), blob(next));
    for sql in ["UPDATE workflow SET transitions = '[]'", "DELETE FROM workflow", "UPDATE workflow SET version = 9"] {
        house.shut(sql, "workflow.fixed", || house.raw(sql));
    }
    let sql = format!("UPDATE OR REPLACE revision SET workflow_id = {next} WHERE id = {draft}");
    house.shut(&sql, "revision_keeps_workflow", || house.raw(&sql));
    let sql = format!(
        "INSERT OR REPLACE INTO workflow SELECT {next}, 'Other', 1, start, states, transitions FROM workflow LIMIT 1"
    );
    house.shut(&sql, "workflow_id", || house.raw(&sql));
}
