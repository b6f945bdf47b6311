//! What the schema holds of workflows, tried with raw SQL through a second connection.

use partwright_domain::approval::{ApprovalService, Comment};
use partwright_domain::person::{Actor, PersonName, PersonService, Role};
use partwright_domain::revision::{Aim, RevisionService};
use partwright_domain::store::StoreError;
use partwright_domain::workflow::Design;
use partwright_testkit::build::{self, Built, defective_workflows, follow, long_workflow, state, transition};
use partwright_testkit::contract::TestStore;
use proptest::prelude::{Strategy, any, prop};
use proptest::test_runner::{Config, TestRunner};
use rusqlite::{Connection, params};

use crate::fresh;
use crate::schema::{refused, refused_either_way};

/// A workspace whose new revisions follow the long workflow, with a resistor in its design review that one of the two whom
/// the purchasing review needs has approved.
struct Review {
    test: TestStore,
    raw: Connection,
    author: Actor,
    resistor: Built,
}

fn review() -> Review {
    let fixture = fresh();
    let raw = fixture.raw();
    let test = TestStore::new(fixture);
    let author = test.open();
    build::demand_nothing(test.ports());
    follow(test.ports(), long_workflow());
    let ports = test.ports();
    let name = PersonName::parse("Grace Hopper").expect("a name");
    let reviewer = PersonService::new(ports.clone()).add(&author, name, Role::Designer).expect("a person");
    let resistor = build::part("EL-RES").named("10k").add_to(ports);
    let (id, nothing) = (resistor.revision.id, || Comment::parse("").expect("nothing"));
    RevisionService::new(ports.clone()).advance(&author, id).expect("a Draft");
    let approvals = ApprovalService::new(ports.clone());
    let aim = Aim { revision: id, to: Some(state("Design review")) };
    approvals.submit(&author, aim, nothing()).expect("a request");
    approvals.approve(&Actor::from(&reviewer), id, nothing()).expect("a verdict");
    Review { test, raw, author, resistor }
}

#[test]
fn a_version_of_a_workflow_never_changes_by_any_statement() {
    let Review { test: _test, raw, .. } = review();
    refused_either_way(
        &raw,
        &[
            "UPDATE workflow SET transitions = '[]'",
            "UPDATE workflow SET name = 'Other', version = 1 WHERE version = 1",
            "UPDATE OR REPLACE workflow SET id = (SELECT max(id) FROM workflow)",
            "DELETE FROM workflow",
            "INSERT OR REPLACE INTO workflow SELECT id, 'New', 1, start, states, transitions FROM workflow",
            "INSERT OR REPLACE INTO workflow SELECT randomblob(16), name, 1, start, states, transitions FROM workflow",
            "INSERT INTO workflow SELECT randomblob(16), name, 3, start, states, transitions FROM workflow",
            "INSERT INTO workflow SELECT randomblob(15), 'New', 1, start, states, transitions FROM workflow",
            "INSERT INTO workflow SELECT randomblob(16), '', 1, start, states, transitions FROM workflow",
        ],
    );
}

#[test]
fn a_revision_keeps_its_workflow_and_goes_as_it_says_by_any_statement() {
    let Review { test: _test, raw, resistor, .. } = review();
    let is_it = format!("WHERE id = x'{}'", resistor.revision.id.0.simple());
    for (set, wanted) in [
        ("workflow_id = x'00000000000000000000000000000001'", "revision_keeps_workflow"),
        ("workflow_id = x'00000000000000000000000000000001', workflow_state = 'In Review'", "revision_keeps_workflow"),
        ("workflow_state = 'Nowhere'", "revision.step_unknown"),
        ("workflow_state = 'Production', state = 'Released', released = 7", "revision.step_unknown"),
        ("workflow_state = 'Prototype'", "revision.step_unknown"),
        ("workflow_state = 'Prototype', state = 'Draft'", "revision.step_unknown"),
        ("workflow_state = 'Draft', state = 'Released', released = 7", "revision.step_unknown"),
        ("workflow_state = 'Draft'", "revision.step_unknown"),
        ("state = 'Draft'", "revision.step_unknown"),
        ("workflow_state = 'Purchasing review'", "release.not_approved"),
        ("workflow_state = 'Purchasing review', state = 'In Review'", "release.not_approved"),
        ("workflow_state = 'Prototype', state = 'Released', released = 7", "release.missing"),
    ] {
        for conflict in ["", "OR IGNORE", "OR REPLACE"] {
            let said = refused(&raw, &format!("UPDATE {conflict} revision SET {set} {is_it}"));
            assert!(said.contains(wanted), "{set}: {said}");
        }
    }
    let born = |workflow: &str, state: &str| {
        format!(
            "INSERT INTO revision SELECT randomblob(16), part_id, 2, '2', 'Draft', author_id, 0, NULL, NULL, {workflow}, '{state}' FROM revision {is_it}"
        )
    };
    for (workflow, state, wanted) in [
        ("workflow_id", "Draft", "revision.step_unknown"),
        ("workflow_id", "Nowhere", "revision.step_unknown"),
        ("randomblob(16)", "Concept", "workflow.missing"),
    ] {
        let said = refused(&raw, &born(workflow, state));
        assert!(said.contains(wanted), "{workflow} {state}: {said}");
    }
}

#[test]
fn a_round_stays_open_in_its_state_and_is_for_no_other_by_any_statement() {
    let Review { test, raw, author, resistor } = review();
    let request = |round: u32, state: &str, needed: u32| {
        format!(
            "INSERT INTO approval_request SELECT revision_id, {round}, person_id, 0, {needed}, '', 1, '{state}' FROM approval_request"
        )
    };
    refused_either_way(
        &raw,
        &[
            "UPDATE approval_request SET open = 0",
            "UPDATE approval_request SET workflow_state = 'Purchasing review'",
            "UPDATE approval_request SET needed = 2",
            &request(2, "Design review", 1),
            &request(2, "Purchasing review", 2),
        ],
    );
    let aim = Aim { revision: resistor.revision.id, to: Some(state("Draft")) };
    ApprovalService::new(test.ports().clone()).withdraw(&author, aim).expect("a Draft again");
    refused_either_way(
        &raw,
        &[
            &request(2, "Purchasing review", 1),
            &request(2, "Prototype", 1),
            &request(2, "Concept", 1),
            &request(3, "Design review", 1),
            "UPDATE approval_request SET open = 1",
        ],
    );
    raw.execute(&request(2, "Design review", 1), []).expect("the next round");
}

/// Adds a workflow past the domain, and takes it back.
fn is_taken(raw: &mut Connection, design: &Design) -> bool {
    let json = |value: &serde_json::Value| value.to_string();
    let (states, transitions) = (json(&serde_json::json!(design.states)), json(&serde_json::json!(design.transitions)));
    let transaction = raw.transaction().expect("a transaction");
    let added = transaction.execute(
        "INSERT INTO workflow VALUES (randomblob(16), 'Tried', 1, ?1, ?2, ?3)",
        params![design.start.as_str(), states, transitions],
    );
    match added {
        Ok(_) => true,
        Err(error) if error.to_string().contains("workflow.defective") => false,
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn a_workflow_with_a_defect_is_refused_by_the_schema_too() {
    let Review { test: _test, mut raw, .. } = review();
    assert!(is_taken(&mut raw, &long_workflow()));
    for (code, design) in defective_workflows() {
        assert!(!is_taken(&mut raw, &design), "{code}");
    }
    for (what, from, to) in [
        ("a phase that nobody knows", "Obsolete", "Lost"),
        ("a role that nobody knows", "Designer", "Owner"),
        ("a check that nobody knows", "\"bom\"", "\"luck\""),
        ("approvals that are no number", "\"approvals\":2", "\"approvals\":\"2\""),
        ("a transition without a name", "\"name\":\"To Draft\"", "\"name\":\"\""),
        ("a list that is none", "[", "{"),
    ] {
        let json = |value: serde_json::Value| value.to_string().replace(from, to);
        let design = long_workflow();
        let added = raw.execute(
            "INSERT INTO workflow VALUES (randomblob(16), 'Tried', 1, 'Concept', ?1, ?2)",
            params![json(serde_json::json!(design.states)), json(serde_json::json!(design.transitions))],
        );
        assert!(added.is_err(), "{what}");
    }
}

/// A workflow near a right one: some of its transitions are gone, some are new, and one says something else.
fn nearly_right() -> impl Strategy<Value = Design> {
    let kept = prop::collection::vec(prop::bool::weighted(0.9), 12);
    let added = prop::collection::vec((0..7_usize, 0..7_usize, 0..3_u32), 0..3);
    (any::<bool>(), kept, added, prop::option::weighted(0.3, (0..12_usize, 0..11_u32))).prop_map(
        |(is_long, kept, added, changed)| {
            let mut design = if is_long { long_workflow() } else { build::needing(2) };
            if let Some((index, approvals)) = changed
                && let Some(transition) = design.transitions.get_mut(index)
            {
                transition.approvals = approvals;
            }
            let mut kept = kept.into_iter();
            design.transitions.retain(|_| kept.next().unwrap_or(true));
            let names: Vec<_> = design.states.iter().map(|state| state.name.to_string()).collect();
            design.transitions.extend(added.into_iter().map(|(from, to, approvals)| {
                transition(&names[from % names.len()], &names[to % names.len()], approvals)
            }));
            design
        },
    )
}

#[test]
fn the_schema_and_the_domain_find_the_same_workflows_right() {
    let Review { test: _test, raw, .. } = review();
    let raw = std::cell::RefCell::new(raw);
    let mut runner = TestRunner::new(Config { cases: 400, failure_persistence: None, ..Config::default() });
    let outcome = runner.run(&nearly_right(), |design| {
        let defects = design.defects();
        proptest::prop_assert_eq!(is_taken(&mut raw.borrow_mut(), &design), defects.is_empty(), "{:?}", defects);
        Ok(())
    });
    outcome.expect("the same answer");
}

#[test]
fn what_a_foreign_hand_wrote_into_a_workflow_is_told() {
    let Review { test, raw, .. } = review();
    raw.execute_batch(
        "DROP TRIGGER workflow_keeps; UPDATE workflow SET transitions = replace(transitions, 'Admin', 'Owner')",
    )
    .expect("somebody with a tool of their own");
    let answer = test.ports().store.read("test", |snapshot| snapshot.workflows().list());
    assert!(matches!(answer, Err(StoreError::Failed { .. })), "{answer:?}");
}
