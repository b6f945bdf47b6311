//! Workflows: what can be wrong with one, how one is saved, and how a revision goes through one that is longer than the
//! standard one.

use partwright_domain::approval::ApprovalCount;
use partwright_domain::audit::{AuditFilter, UndoService};
use partwright_domain::bom::BomService;
use partwright_domain::error::Error;
use partwright_domain::id::{RevisionId, WorkflowId};
use partwright_domain::part::PartService;
use partwright_domain::person::{Actor, Role};
use partwright_domain::release::Exception;
use partwright_domain::revision::{Act, Aim, Lifecycle, Revision, RevisionService};
use partwright_domain::setting::{SettingService, Settings};
use partwright_domain::workflow::{
    Check, Defect, DefectPlace, Design, Workflow, WorkflowError, WorkflowName, WorkflowService, WorkflowState,
};
use partwright_testkit::build::{self, Built, state};

use crate::approval::{Team, comment, team};
use crate::code;

#[test]
fn the_standard_workflow_is_the_lifecycle() {
    let design = Design::standard();
    assert_eq!(design.defects(), []);
    for from in Lifecycle::ALL {
        for to in Lifecycle::ALL {
            let leads = design.from(&from.into()).any(|transition| transition.to == to.into());
            assert_eq!(leads, from.may_become(to), "{from} to {to}");
        }
    }
    assert_eq!(design.needed(&Lifecycle::InReview.into()), Some(ApprovalCount::ONE));
    assert_eq!(design.needed(&Lifecycle::Draft.into()), None);
}

#[test]
fn every_defect_is_found() {
    assert_eq!(build::long_workflow().defects(), []);
    for (code, design) in build::defective_workflows() {
        let found: Vec<_> = design.defects().iter().map(|defect| defect.error.code()).collect();
        assert!(found.contains(&code), "{code}: {found:?}");
    }
}

#[test]
fn all_defects_are_told_each_at_its_place() {
    let mut design = Design::standard();
    design.states.push(WorkflowState { name: state("Attic"), phase: Lifecycle::Released });
    design.transitions[1].approvals = 0;
    let found: Vec<_> = design.defects().into_iter().map(|Defect { place, error }| (place, error.code())).collect();
    assert_eq!(
        found,
        [
            (DefectPlace::State(4), "workflow.unreachable"),
            (DefectPlace::State(4), "workflow.trap"),
            (DefectPlace::Transition(1), "workflow.approvals_out_of_range"),
        ]
    );
}

#[test]
fn no_workflow_takes_a_check_of_rule_4_away() {
    let mut design = build::long_workflow();
    for transition in &mut design.transitions {
        transition.checks.clear();
    }
    let checks = |from: &str, to: &str| {
        let (from, to) = (state(from), state(to));
        let found = design.from(&from).find(|transition| transition.to == to);
        design.checks(found.expect("a transition"))
    };
    assert_eq!(checks("Design review", "Prototype"), Check::RULE_4);
    assert_eq!(checks("Purchasing review", "Production"), Check::RULE_4);
    assert_eq!(checks("Draft", "Design review"), []);
    assert_eq!(checks("Prototype", "Production"), [], "it was released with them, and is frozen since");
}

#[test]
fn checks_are_found_by_their_names() {
    for check in Check::ALL {
        assert_eq!(Check::named(check.name()), Some(check));
        assert_eq!(serde_json::json!(check), check.name());
    }
    assert_eq!(Check::named("Bom"), None);
}

fn units(team: &Team) -> usize {
    let filter = AuditFilter { limit: 999, ..AuditFilter::default() };
    team.ports.store.read("test", |snapshot| snapshot.audit().list(&filter)).expect("a read").len()
}

fn followed(team: &Team) -> WorkflowId {
    team.ports.store.read("test", |snapshot| snapshot.settings().get()).expect("a read").workflow
}

#[test]
fn a_workflow_is_saved_as_its_next_version_and_new_revisions_follow_it() {
    let team = team();
    let workflows = WorkflowService::new(team.ports.clone());
    let saved = workflows.save(&team.author, build::needing(2)).expect("a workflow");
    assert_eq!((saved.version, followed(&team)), (2, saved.id));
    let unit = team.newest_unit();
    let titles: Vec<_> = unit.entries.iter().map(|entry| entry.title.as_str()).collect();
    assert_eq!(titles, ["workflow Standard, version 2", "the workspace's settings"]);
    assert_eq!(found(&team, team.board.revision.id).workflow, Workflow::STANDARD, "what is there goes on as it began");
    assert_eq!(build::part("EL-RES").add_to(&team.ports).revision.workflow, saved.id);
    let revised = RevisionService::new(team.ports.clone()).revise(&team.grace, team.resistor.part.id);
    assert_eq!(revised.expect("a revision").workflow, saved.id);
    let before = units(&team);
    assert_eq!(workflows.save(&team.author, build::needing(2)), Ok(saved), "it is saved as that already");
    assert_eq!(units(&team), before, "and leaves no trace");
    let other = workflows.save(&team.author, build::long_workflow()).expect("another");
    assert_eq!((other.version, followed(&team)), (1, other.id));
}

#[test]
fn an_older_version_can_be_followed_again() {
    let team = team();
    let workflows = WorkflowService::new(team.ports.clone());
    workflows.save(&team.author, build::needing(2)).expect("a workflow");
    workflows.take(&team.author, Workflow::STANDARD).expect("the first version");
    assert_eq!(followed(&team), Workflow::STANDARD);
    let nothing = WorkflowId(team.ports.ids.next());
    assert_eq!(code(workflows.take(&team.author, nothing)), "workflow.not_found");
    let settings = Settings { workflow: nothing, ..Settings::default() };
    assert_eq!(code(SettingService::new(team.ports.clone()).change(&team.author, settings)), "store.missing");
}

#[test]
fn a_workflow_is_an_admins_and_has_no_defects() {
    let team = team();
    let workflows = WorkflowService::new(team.ports.clone());
    assert_eq!(code(workflows.save(&team.grace, build::needing(2))), "person.right_missing");
    assert_eq!(code(workflows.take(&team.grace, Workflow::STANDARD)), "person.right_missing");
    for (_, design) in build::defective_workflows() {
        let error = workflows.save(&team.author, design.clone()).expect_err("a defect");
        let Error::Workflow(WorkflowError::Defective { count, first }) = error else { panic!("{error}") };
        let defects = design.defects();
        assert_eq!((count, first), (defects.len(), defects[0].error.to_string()));
    }
}

fn found(team: &Team, id: RevisionId) -> Revision {
    let found = team.ports.store.read("test", |snapshot| snapshot.revisions().find(id));
    found.expect("a read").expect("a revision that is there")
}

fn to(id: RevisionId, name: &str) -> Aim {
    Aim { revision: id, to: Some(state(name)) }
}

fn may(team: &Team, act: Act, actor: &Actor, aim: Aim) -> Result<(), &'static str> {
    let answer = team.ports.store.read("test", |snapshot| act.may(snapshot, actor.id, aim));
    answer.map_err(|error| error.code())
}

/// A team whose new revisions follow the long workflow, and a board of the released resistor that is a Draft of it.
fn long_team() -> (Team, Built, RevisionService) {
    let team = team();
    let workflows = WorkflowService::new(team.ports.clone());
    workflows.save(&team.author, build::long_workflow()).expect("a workflow");
    let revisions = RevisionService::new(team.ports.clone());
    let board = build::part("EL-PCA").add_to(&team.ports);
    let draft = revisions.advance(&team.author, board.revision.id).expect("the only way there is");
    assert_eq!((draft.workflow_state, draft.state), (state("Draft"), Lifecycle::Draft));
    (team, board, revisions)
}

#[test]
fn a_part_that_was_removed_comes_back_with_its_draft_in_the_state_it_was_in() {
    let (team, board, _) = long_team();
    let before = found(&team, board.revision.id);
    PartService::new(team.ports.clone()).remove(&team.author, board.part.id).expect("nobody uses it");
    let (undo, removed) = (UndoService::new(team.ports.clone()), team.newest_unit().sequence);
    undo.undo(&team.author, removed).expect("what was removed");
    assert_eq!(found(&team, board.revision.id), before);
    undo.redo(&team.author, removed).expect("what came back");
    undo.undo(&team.author, removed).expect("what was removed again");
    assert_eq!(found(&team, board.revision.id), before);
}

#[test]
fn where_several_ways_lead_on_one_says_which() {
    let (team, board, _) = long_team();
    let id = board.revision.id;
    build::line(&board, &team.resistor).at("R1").add_to(&team.ports);
    let refused = team.approvals.submit(&team.author, id, comment("")).expect_err("two reviews");
    assert_eq!(refused.code(), "workflow.undecided");
    assert!(refused.to_string().contains("Design review, Purchasing review"), "{refused}");
    assert_eq!(code(team.approvals.submit(&team.author, to(id, "Prototype"), comment(""))), "workflow.no_transition");
    let after = team.approvals.submit(&team.author, to(id, "Design review"), comment("")).expect("a request");
    assert_eq!((after.workflow_state, after.state), (state("Design review"), Lifecycle::InReview));
    assert_eq!(code(team.approvals.withdraw(&team.author, id)), "workflow.undecided");
    let after = team.approvals.reject(&team.grace, to(id, "Concept"), comment("begin again")).expect("a verdict");
    assert_eq!((after.workflow_state, after.state), (state("Concept"), Lifecycle::Draft));
    assert_eq!(code(team.approvals.submit(&team.author, id, comment(""))), "workflow.no_transition_on");
}

#[test]
fn a_transition_is_taken_when_its_checks_hold() {
    let (team, board, _) = long_team();
    let id = board.revision.id;
    let submit = |name: &str| team.approvals.submit(&team.author, to(id, name), comment("")).map(drop);
    assert_eq!(code(submit("Design review")), "release.bom_empty");
    assert_eq!(code(submit("Purchasing review")), "workflow.file_missing");
    let unreleased = build::part("EL-CAP").add_to(&team.ports);
    let line = build::line(&board, &unreleased).at("C1").add_to(&team.ports);
    assert_eq!(may(&team, Act::Submit, &team.author, to(id, "Design review")), Err("workflow.child_not_released"));
    let refused = submit("Design review").expect_err("a capacitor without a release");
    assert!(refused.to_string().contains(&unreleased.part.number.to_string()), "{refused}");
    let boms = BomService::new(team.ports.clone());
    boms.remove_line(&team.author, line.id).expect("a line that goes");
    build::line(&board, &team.resistor).at("R1").add_to(&team.ports);
    submit("Design review").expect("a request");
    team.approvals.approve(&team.grace, id, comment("")).expect("a verdict");
    let none = || Exception::parse("").expect("none");
    assert_eq!(code(team.releases.release(&team.author, id, none())), "workflow.manufacturer_part_missing");
}

#[test]
fn each_review_is_a_round_of_its_own_and_asks_for_its_own_approvals() {
    let (team, board, revisions) = long_team();
    let id = board.revision.id;
    build::line(&board, &team.resistor).at("R1").add_to(&team.ports);
    team.approvals.submit(&team.author, to(id, "Design review"), comment("please")).expect("a request");
    assert_eq!(may(&team, Act::Advance, &team.author, id.into()), Err("workflow.not_approved"));
    team.approvals.approve(&team.grace, id, comment("")).expect("a verdict");
    assert_eq!(may(&team, Act::Override, &team.author, id.into()), Ok(()), "one is enough for a prototype alone");
    assert_eq!(code(revisions.advance(&team.author, id)), "workflow.not_approved");
    team.approvals.approve(&team.joan, id, comment("")).expect("a verdict");
    assert_eq!(may(&team, Act::Override, &team.author, id.into()), Err("approval.override_needless"));
    revisions.advance(&team.joan, id).expect("the purchasing review");
    let reviews = team.ports.store.read("test", |snapshot| snapshot.approvals().reviews(id)).expect("a read");
    let rounds: Vec<_> = reviews
        .iter()
        .map(|review| {
            let request = &review.request;
            (request.state.as_str(), request.needed.get(), review.approved(), request.open, request.person)
        })
        .collect();
    let asker = team.author.id;
    assert_eq!(rounds, [("Purchasing review", 2, 0, true, asker), ("Design review", 1, 2, false, asker)]);
    assert_eq!(code(team.approvals.approve(&team.author, id, comment(""))), "approval.own");
    for actor in [&team.grace, &team.joan] {
        team.approvals.approve(actor, id, comment("")).expect("a verdict of the second round");
    }
    let none = || Exception::parse("").expect("none");
    assert_eq!(code(team.releases.release(&team.grace, id, none())), "workflow.role_missing");
    let after = team.releases.release(&team.author, id, none()).expect("a release");
    assert_eq!((after.workflow_state, after.state), (state("Production"), Lifecycle::Released));
}

#[test]
fn what_is_released_goes_on_to_another_released_state_and_stays_frozen() {
    let (team, board, revisions) = long_team();
    let id = board.revision.id;
    build::line(&board, &team.resistor).at("R1").add_to(&team.ports);
    team.approvals.submit(&team.author, to(id, "Design review"), comment("")).expect("a request");
    team.approvals.approve(&team.grace, id, comment("")).expect("a verdict");
    let maker = build::manufacturer_part("Acme", "B-1");
    let makers = partwright_domain::manufacturer_part::ManufacturerPartService::new(team.ports.clone());
    makers.add(&team.author, board.part.id, maker).expect("a manufacturer part");
    let prototype = team.releases.release(&team.grace, id, Exception::parse("").expect("none")).expect("a release");
    assert_eq!(prototype.workflow_state, state("Prototype"));
    assert_eq!(code(revisions.advance(&team.grace, id)), "workflow.role_missing");
    let production = revisions.advance(&team.joan, id).expect("an Admin");
    assert_eq!((production.state, production.released), (Lifecycle::Released, prototype.released));
    let content = build::line(&board, &team.resistor).at("R2").content();
    let boms = BomService::new(team.ports.clone());
    let answer = boms.add_line(&team.author, id, team.resistor.part.id, content);
    assert_eq!(code(answer), "revision.not_draft");
    let retired = revisions.obsolete(&team.grace, id, None).expect("a Designer");
    assert_eq!((retired.workflow_state, retired.state), (state("Retired"), Lifecycle::Obsolete));
}

#[test]
fn a_transition_needs_the_role_that_it_names() {
    let team = team();
    let mut design = Design::standard();
    design.name = WorkflowName::parse("Strict").expect("a name");
    for transition in &mut design.transitions {
        transition.role = Role::Admin;
    }
    WorkflowService::new(team.ports.clone()).save(&team.author, design).expect("a workflow");
    let id = build::part("EL-RES").add_to(&team.ports).revision.id;
    assert_eq!(code(team.approvals.submit(&team.grace, id, comment(""))), "workflow.role_missing");
    assert_eq!(may(&team, Act::Submit, &team.grace, id.into()), Err("workflow.role_missing"));
    team.approvals.submit(&team.joan, id, comment("")).expect("an Admin");
    assert_eq!(code(team.approvals.reject(&team.grace, id, comment("no"))), "workflow.role_missing");
    team.approvals.approve(&team.grace, id, comment("")).expect("a verdict needs no transition");
}
