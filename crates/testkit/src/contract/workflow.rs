//! Workflows: their versions, and that a revision goes as the one it began with says.

use partwright_domain::approval::{Approval, ApprovalCount, ApprovalRequest};
use partwright_domain::change::Room;
use partwright_domain::id::{PersonId, RevisionId, Uuid, WorkflowId};
use partwright_domain::person::Role;
use partwright_domain::revision::{Lifecycle, Revision};
use partwright_domain::setting::Settings;
use partwright_domain::store::{StoreError, UnitOfWork};
use partwright_domain::time::Timestamp;
use partwright_domain::workflow::{Design, StateName, TransitionName, Workflow, WorkflowName};

use super::TestStore;
use super::approval::{add_person, approved, comment, give};
use crate::build::{self, state};

const AT: Timestamp = Timestamp(7);

fn try_insert(test: &TestStore, workflow: Workflow) -> Result<(), StoreError> {
    test.attempt(move |unit| unit.workflows().insert(&workflow))
}

fn fresh(test: &TestStore, version: u32, design: Design) -> Workflow {
    Workflow { id: WorkflowId(test.id()), version, design }
}

/// The first version of the lifecycle as a workflow, before anybody is in it, and it is the one that is followed.
pub fn a_fresh_store_has_the_standard_workflow(test: &TestStore) {
    test.read(|snapshot| {
        assert_eq!(snapshot.workflows().list()?, [Workflow::standard()]);
        assert_eq!(snapshot.workflows().find(Workflow::STANDARD)?, Some(Workflow::standard()));
        assert_eq!(snapshot.settings().get()?.workflow, Workflow::STANDARD);
        Ok(())
    });
}

/// All its states and transitions in their order, with every check and any name; and the versions of a name newest first.
pub fn a_workflow_comes_back_as_written(test: &TestStore) {
    let actor = test.open();
    let mut design = build::long_workflow();
    design.transitions[0].name = TransitionName::parse("Ünïque \"±\"").expect("a name");
    design.name = WorkflowName::parse("Α Ω's").expect("a name");
    let first = fresh(test, 1, design);
    let second = fresh(test, 2, Design { name: first.design.name.clone(), ..build::long_workflow() });
    for workflow in [&first, &second] {
        let row = workflow.clone();
        test.write_one(actor.id, Room::Workflow, workflow.id, move |unit| unit.workflows().insert(&row));
    }
    test.read(|snapshot| {
        let workflows = snapshot.workflows();
        assert_eq!(workflows.find(first.id)?.as_ref(), Some(&first));
        assert_eq!(workflows.start(first.id)?, Some(first.design.start.clone()));
        assert_eq!(workflows.list()?, [Workflow::standard(), second, first]);
        let nothing = WorkflowId(test.id());
        assert_eq!((workflows.find(nothing)?, workflows.start(nothing)?), (None, None));
        Ok(())
    });
}

/// From 1, without gaps, and none in the place of another.
pub fn versions_of_a_workflow_count_up(test: &TestStore) {
    test.open();
    for version in [1, 3] {
        let answer = try_insert(test, fresh(test, version, Design::standard()));
        assert_eq!(answer, Err(StoreError::WorkflowVersionTaken), "{version}");
    }
    assert_eq!(
        try_insert(test, fresh(test, 2, build::long_workflow())),
        Err(StoreError::WorkflowVersionTaken),
        "of another name"
    );
    let answer = try_insert(test, Workflow { version: 2, ..Workflow::standard() });
    assert!(matches!(answer, Err(StoreError::Invalid { .. })), "{answer:?}");
    assert_eq!(try_insert(test, fresh(test, 2, Design::standard())), Err(StoreError::Unaudited), "it would be taken");
}

/// Not reachable, without an end, with phases out of order, or with approvals that nobody could give or that are missing.
pub fn a_workflow_with_a_defect_is_not_taken(test: &TestStore) {
    test.open();
    for (code, design) in build::defective_workflows() {
        assert_eq!(try_insert(test, fresh(test, 1, design)), Err(StoreError::WorkflowDefective), "{code}");
    }
    assert_eq!(
        try_insert(test, fresh(test, 1, build::long_workflow())),
        Err(StoreError::Unaudited),
        "it would be taken"
    );
}

/// And nothing else.
pub fn the_settings_name_a_workflow_that_is_there(test: &TestStore) {
    test.open();
    let settings = Settings { workflow: WorkflowId(test.id()), ..Settings::default() };
    let answer = test.attempt(move |unit| unit.settings().set(&settings));
    assert!(matches!(answer, Err(StoreError::Missing { .. })), "{answer:?}");
}

/// In no other of its states, and in a workflow that is there.
pub fn a_revision_begins_at_the_start_of_its_workflow(test: &TestStore) {
    let actor = test.open();
    let workflow = build::follow(test.ports(), build::long_workflow());
    build::demand_nothing(test.ports());
    let part = build::part("EL-RES").add_to(test.ports()).part;
    let standard = build::part("EL-RES").add_to(test.ports()).revision.workflow;
    assert_eq!(standard, workflow.id, "what is made now follows it");
    let other = build::part("EL-RES").add_to(test.ports()).revision;
    retire(test, actor.id, other.id);
    let first = Revision::first(RevisionId(test.id()), other.part, actor.id, AT);
    let next = Revision { ordinal: 2, label: "2".to_owned(), ..first };
    let begin = |workflow: WorkflowId, name: StateName| {
        let row = Revision { workflow, workflow_state: name, ..next.clone() };
        test.attempt(move |unit| unit.revisions().insert(&row))
    };
    for name in ["Draft", "Prototype", "Nowhere"] {
        assert_eq!(begin(workflow.id, state(name)), Err(StoreError::RevisionStep), "{name}");
    }
    let answer = begin(WorkflowId(test.id()), state("Concept"));
    assert!(matches!(answer, Err(StoreError::Missing { .. })), "{answer:?}");
    assert_eq!(begin(workflow.id, state("Concept")), Err(StoreError::Unaudited), "it would be taken");
    assert_eq!(begin(Workflow::STANDARD, state("Draft")), Err(StoreError::Unaudited), "another one would too");
    assert_eq!(test.read(|snapshot| snapshot.revisions().of(part.id)).len(), 1);
}

/// Opens a round for a state in review, by whoever made the revision.
fn ask(unit: &dyn UnitOfWork, by: PersonId, id: RevisionId, to: &StateName) -> Result<(), StoreError> {
    let revision = unit.revisions().find(id)?.expect("a revision that is there");
    let workflow = unit.workflows().find(revision.workflow)?.expect("its workflow");
    let needed = workflow.design.needed(to).expect("a state in review");
    let round = unit.approvals().reviews(id)?.first().map_or(1, |last| last.request.round + 1);
    let (state, note) = (to.clone(), comment(""));
    unit.approvals().ask(&ApprovalRequest {
        revision: id,
        round,
        person: by,
        asked: AT,
        state,
        needed,
        note,
        open: true,
    })
}

/// Takes a transition, with what goes before it and after it: a request into review, an override on from there, and the
/// record of a release.
fn walk(test: &TestStore, by: PersonId, id: RevisionId, to: &str) {
    let to = state(to);
    test.write(by, move |unit| {
        let revision = unit.revisions().find(id)?.expect("a revision that is there");
        let workflow = unit.workflows().find(revision.workflow)?.expect("its workflow");
        let phase = workflow.design.phase(&to).expect("a state of it");
        if (revision.state, phase) == (Lifecycle::Draft, Lifecycle::InReview) {
            ask(&**unit, by, id, &to)?;
        }
        if revision.state == Lifecycle::InReview && phase != Lifecycle::Draft {
            build::overrule(&**unit, id, by, AT)?;
        }
        if revision.state == Lifecycle::InReview && phase == Lifecycle::Released {
            build::record_release(&**unit, id, by, AT)?;
            unit.note(Room::Release, id)?;
        }
        unit.revisions().set_state(id, &to, AT)?;
        if (revision.state, phase) == (Lifecycle::InReview, Lifecycle::InReview) {
            ask(&**unit, by, id, &to)?;
        }
        unit.note(Room::Approval, id)?;
        unit.note(Room::Revision, id)
    });
}

fn retire(test: &TestStore, by: PersonId, id: RevisionId) {
    for to in ["Draft", "Design review", "Prototype", "Retired"] {
        walk(test, by, id, to);
    }
}

fn path_to(name: &str) -> &'static [&'static str] {
    match name {
        "Concept" => &[],
        "Draft" => &["Draft"],
        "Design review" => &["Draft", "Design review"],
        "Purchasing review" => &["Draft", "Design review", "Purchasing review"],
        "Prototype" => &["Draft", "Design review", "Prototype"],
        "Production" => &["Draft", "Design review", "Prototype", "Production"],
        _ => &["Draft", "Design review", "Prototype", "Retired"],
    }
}

/// A resistor that follows the long workflow, in that state.
fn resistor_in(test: &TestStore, by: PersonId, name: &str) -> RevisionId {
    build::demand_nothing(test.ports());
    let id = build::part("EL-RES").add_to(test.ports()).revision.id;
    for step in path_to(name) {
        walk(test, by, id, step);
    }
    id
}

fn found(test: &TestStore, id: RevisionId) -> Revision {
    test.read(|snapshot| snapshot.revisions().find(id)).expect("a revision that is there")
}

/// All pairs of its states: what has a transition is a step, and everything else is refused and changes nothing. The state
/// is always the phase of the state in the workflow.
pub fn a_revision_takes_only_the_transitions_of_its_workflow(test: &TestStore) {
    let actor = test.open();
    let design = build::follow(test.ports(), build::long_workflow()).design;
    for from in &design.states {
        let id = resistor_in(test, actor.id, from.name.as_str());
        for to in &design.states {
            let is_there = design.from(&from.name).any(|transition| transition.to == to.name);
            let name = to.name.clone();
            let answer = test.attempt(move |unit| unit.revisions().set_state(id, &name, AT));
            let wanted = match (from.phase, to.phase) {
                _ if !is_there => StoreError::RevisionStep,
                (Lifecycle::Draft, Lifecycle::InReview) => StoreError::ApprovalClosed,
                (Lifecycle::InReview, Lifecycle::InReview | Lifecycle::Released) => StoreError::ReleaseNotApproved,
                _ => StoreError::Unaudited,
            };
            assert_eq!(answer, Err(wanted), "{} to {}", from.name, to.name);
            if is_there {
                let moved = resistor_in(test, actor.id, from.name.as_str());
                walk(test, actor.id, moved, to.name.as_str());
                let revision = found(test, moved);
                assert_eq!((&revision.workflow_state, revision.state), (&to.name, to.phase));
            }
        }
        let revision = found(test, id);
        assert_eq!((revision.workflow_state, revision.state), (from.name.clone(), from.phase));
        let nowhere = test.attempt(move |unit| unit.revisions().set_state(id, &state("Nowhere"), AT));
        assert_eq!(nowhere, Err(StoreError::RevisionStep));
    }
}

/// Which can be more than the round asked for at least.
pub fn each_way_on_needs_its_own_approvals(test: &TestStore) {
    let actor = test.open();
    build::follow(test.ports(), build::long_workflow());
    let id = resistor_in(test, actor.id, "Design review");
    let go = |to: &'static str| test.attempt(move |unit| unit.revisions().set_state(id, &state(to), AT));
    give(test, actor.id, &approved(id, 1, add_person(test, actor.id, Role::Designer).id));
    assert_eq!(go("Purchasing review"), Err(StoreError::ReleaseNotApproved), "one of two");
    assert_eq!(go("Prototype"), Err(StoreError::ReleaseMissing), "one is enough; its record is not written");
    give(test, actor.id, &approved(id, 1, add_person(test, actor.id, Role::Designer).id));
    assert_eq!(go("Purchasing review"), Err(StoreError::Unaudited), "it would be taken");
}

/// What was approved in one state counts nothing in the next, and the round before has ended.
pub fn each_state_in_review_has_a_round_of_its_own(test: &TestStore) {
    let actor = test.open();
    build::follow(test.ports(), build::long_workflow());
    let id = resistor_in(test, actor.id, "Design review");
    let people = [(); 2].map(|()| add_person(test, actor.id, Role::Designer).id);
    for person in people {
        give(test, actor.id, &approved(id, 1, person));
    }
    test.write_one(actor.id, Room::Revision, id, move |unit| {
        unit.revisions().set_state(id, &state("Purchasing review"), AT)
    });
    let late = Approval { ..approved(id, 1, actor.id) };
    assert_eq!(test.attempt(move |unit| unit.approvals().give(&late)), Err(StoreError::ApprovalClosed));
    let again = state("Design review");
    let other = test.attempt(move |unit| ask(unit, actor.id, id, &again));
    assert_eq!(other, Err(StoreError::RevisionStep), "a round for the state it is in, and no other");
    test.write_one(actor.id, Room::Approval, id, move |unit| ask(unit, actor.id, id, &state("Purchasing review")));
    let rounds = test.read(|snapshot| snapshot.approvals().reviews(id));
    let rounds: Vec<_> = rounds.iter().map(|review| (review.request.round, review.request.open)).collect();
    assert_eq!(rounds, [(2, true), (1, false)]);
    let release = move |unit: &dyn UnitOfWork| unit.revisions().set_state(id, &state("Production"), AT);
    assert_eq!(test.attempt(release), Err(StoreError::ReleaseNotApproved));
    give(test, actor.id, &approved(id, 2, people[0]));
}

/// Into another one a revision does not go with it, and it asks for what the workflow says of that one.
pub fn a_request_is_for_one_state_in_review(test: &TestStore) {
    let actor = test.open();
    build::follow(test.ports(), build::long_workflow());
    let id = resistor_in(test, actor.id, "Draft");
    let request = |to: &str, needed: u32| ApprovalRequest {
        revision: id,
        round: 1,
        person: actor.id,
        asked: AT,
        state: state(to),
        needed: ApprovalCount::new(needed).expect("a number"),
        note: comment(""),
        open: true,
    };
    for (to, needed) in [("Design review", 2), ("Purchasing review", 1)] {
        let row = request(to, needed);
        let answer = test.attempt(move |unit| unit.approvals().ask(&row));
        assert!(matches!(answer, Err(StoreError::Invalid { .. })), "{to} {needed}: {answer:?}");
    }
    for to in ["Prototype", "Concept", "Nowhere"] {
        let row = request(to, 1);
        assert_eq!(test.attempt(move |unit| unit.approvals().ask(&row)), Err(StoreError::RevisionStep), "{to}");
    }
    let row = request("Purchasing review", 2);
    test.write_one(actor.id, Room::Approval, id, move |unit| unit.approvals().ask(&row));
    let go = |to: &'static str| test.attempt(move |unit| unit.revisions().set_state(id, &state(to), AT));
    assert_eq!(go("Design review"), Err(StoreError::ApprovalClosed));
    assert_eq!(go("Purchasing review"), Err(StoreError::Unaudited), "it would be taken");
}

/// What is written down of a release is followed by the release, not by another review.
pub fn a_recorded_release_goes_to_no_other_review(test: &TestStore) {
    let actor = test.open();
    build::follow(test.ports(), build::long_workflow());
    let id = resistor_in(test, actor.id, "Design review");
    let answer = test.attempt(move |unit| {
        build::overrule(unit, id, actor.id, AT)?;
        build::record_release(unit, id, actor.id, AT)?;
        unit.revisions().set_state(id, &state("Purchasing review"), AT)
    });
    assert_eq!(answer, Err(StoreError::ReleaseFixed));
}

/// It was released then; going on from a prototype to production does not change that.
pub fn the_moment_of_the_first_release_stays(test: &TestStore) {
    let actor = test.open();
    build::follow(test.ports(), build::long_workflow());
    let id = resistor_in(test, actor.id, "Prototype");
    test.write_one(actor.id, Room::Revision, id, move |unit| {
        unit.revisions().set_state(id, &state("Production"), Timestamp(99))
    });
    let revision = found(test, id);
    assert_eq!((revision.released, revision.obsolete), (Some(AT), None));
}

/// A version that somebody saves later takes no revision along.
pub fn revisions_are_counted_by_the_version_they_follow(test: &TestStore) {
    test.open();
    let (old, _) = (build::part("EL-RES").add_to(test.ports()), build::part("EL-RES").add_to(test.ports()));
    let next = build::follow(test.ports(), build::needing(2));
    let new = build::part("EL-RES").add_to(test.ports());
    let settings = Settings { workflow: Workflow::STANDARD, ..Settings::default() };
    let actor = new.revision.author;
    test.write_one(actor, Room::Setting, Uuid::nil(), move |unit| unit.settings().set(&settings));
    test.read(|snapshot| {
        let workflows = snapshot.workflows();
        assert_eq!((workflows.revision_count(Workflow::STANDARD)?, workflows.revision_count(next.id)?), (2, 1));
        assert_eq!(workflows.revision_count(WorkflowId(test.id()))?, 0);
        Ok(())
    });
    assert_eq!(found(test, old.revision.id).workflow, Workflow::STANDARD);
}
