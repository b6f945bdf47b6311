//! Approvals: who may say what, when, and what becomes of it.

use partwright_domain::approval::{ApprovalCount, ApprovalService, Comment, Review, Verdict};
use partwright_domain::audit::{AuditFilter, RecordedUnit};
use partwright_domain::bom::BomService;
use partwright_domain::person::{Actor, PersonName, PersonService, Role};
use partwright_domain::ports::Ports;
use partwright_domain::property::PropertyService;
use partwright_domain::release::{Exception, ReleaseService};
use partwright_domain::revision::{Act, Lifecycle};
use partwright_domain::store::StoreError;
use partwright_domain::workflow::WorkflowService;
use partwright_testkit::build::{self, Built};

use crate::code;

/// A board of one released resistor by an Admin, and two other people.
pub(crate) struct Team {
    pub(crate) ports: Ports,
    pub(crate) author: Actor,
    pub(crate) grace: Actor,
    pub(crate) joan: Actor,
    pub(crate) resistor: Built,
    pub(crate) board: Built,
    pub(crate) approvals: ApprovalService,
    pub(crate) releases: ReleaseService,
}

pub(crate) fn team() -> Team {
    team_needing(1)
}

/// A team whose board follows a workflow that asks for so many approvals.
fn team_needing(needed: u32) -> Team {
    let (ports, author) = build::workspace();
    build::demand_nothing(&ports);
    let people = PersonService::new(ports.clone());
    let [grace, joan] = [("Grace", Role::Designer), ("Joan", Role::Admin)].map(|(name, role)| {
        let name = PersonName::parse(name).expect("a name");
        Actor::from(&people.add(&author, name, role).expect("a person"))
    });
    let (approvals, releases) = (ApprovalService::new(ports.clone()), ReleaseService::new(ports.clone()));
    let resistor = build::part("EL-RES").value("10k").add_to(&ports);
    if needed > 1 {
        build::follow(&ports, build::needing(needed));
    }
    let team = Team {
        board: build::part("EL-PCA").value("v1").add_to(&ports),
        ports,
        author,
        grace,
        joan,
        resistor,
        approvals,
        releases,
    };
    team.release(&team.resistor);
    build::line(&team.board, &team.resistor).at("R1 R2").add_to(&team.ports);
    team
}

pub(crate) fn comment(text: &str) -> Comment {
    Comment::parse(text).expect("a comment")
}

impl Team {
    pub(crate) fn submit(&self, built: &Built) {
        self.approvals.submit(&self.author, built.revision.id, comment("please")).expect("a request");
    }

    /// Takes a part through review to its release, as people do.
    pub(crate) fn release(&self, built: &Built) {
        self.submit(built);
        self.approvals.approve(&self.grace, built.revision.id, comment("")).expect("a verdict");
        let none = Exception::parse("").expect("none");
        self.releases.release(&self.author, built.revision.id, none).expect("a release");
    }

    pub(crate) fn state(&self, built: &Built) -> Lifecycle {
        let found = self.ports.store.read("test", |snapshot| snapshot.revisions().find(built.revision.id));
        found.expect("a read").expect("a revision").state
    }

    fn reviews(&self) -> Vec<Review> {
        let id = self.board.revision.id;
        self.ports.store.read("test", |snapshot| snapshot.approvals().reviews(id)).expect("a read")
    }

    pub(crate) fn newest_unit(&self) -> RecordedUnit {
        let filter = AuditFilter { limit: 1, entries: 99, ..AuditFilter::default() };
        let read = |filter| {
            self.ports.store.read("test", |snapshot| -> Result<_, StoreError> { snapshot.audit().list(filter) })
        };
        read(&filter).expect("a read").remove(0)
    }

    /// The code with which an act would be refused now; `None` when it may be done.
    fn refusal(&self, act: Act, actor: &Actor) -> Option<&'static str> {
        let (id, person) = (self.board.revision.id, actor.id);
        let answer = self.ports.store.read("test", |snapshot| act.may(snapshot, person, id));
        answer.err().map(|error| error.code())
    }
}

#[test]
fn a_number_of_approvals_is_from_1_to_9() {
    for count in [1, 9] {
        assert_eq!(ApprovalCount::new(count).map(ApprovalCount::get), Ok(count));
    }
    for count in [0, 10, u32::MAX] {
        assert_eq!(ApprovalCount::new(count).map_err(|error| error.code()), Err("approval.count_invalid"));
    }
}

#[test]
fn a_round_that_was_asked_for_more_approvals_than_its_workflow_keeps_to_that() {
    let team = team();
    team.submit(&team.board);
    team.approvals.approve(&team.grace, team.board.revision.id, comment("")).expect("a verdict");
    let mut review = team.reviews().remove(0);
    assert!(review.lets(1) && !review.lets(2));
    review.request.needed = ApprovalCount::new(3).expect("a number");
    assert!(!review.lets(1));
    assert_eq!((review.needs(1), review.needs(4)), (3, 4));
}

#[test]
fn a_revision_goes_from_draft_through_review_to_its_release() {
    let team = team();
    let id = team.board.revision.id;
    team.submit(&team.board);
    assert_eq!(team.state(&team.board), Lifecycle::InReview);
    assert_eq!(team.newest_unit().unit.operation, "approval.submit");
    let none = || Exception::parse("").expect("none");
    assert_eq!(code(team.releases.release(&team.author, id, none())), "release.not_approved");
    team.approvals.approve(&team.grace, id, comment("fine")).expect("a verdict");
    let review = team.reviews().remove(0);
    assert_eq!((review.approved(), review.is_passed()), (1, true));
    team.releases.release(&team.author, id, none()).expect("a release");
    assert_eq!(team.state(&team.board), Lifecycle::Released);
}

#[test]
fn nobody_approves_their_own_not_even_an_admin_nor_whoever_submitted_it() {
    let team = team();
    let id = team.board.revision.id;
    team.approvals.submit(&team.joan, id, comment("")).expect("another's board");
    for own in [&team.author, &team.joan] {
        assert_eq!(own.role, Role::Admin);
        assert_eq!([Act::Approve, Act::Reject].map(|act| team.refusal(act, own)), [Some("approval.own"); 2]);
        assert_eq!(code(team.approvals.approve(own, id, comment(""))), "approval.own");
        assert_eq!(code(team.approvals.reject(own, id, comment("no"))), "approval.own");
    }
    team.approvals.approve(&team.grace, id, comment("")).expect("somebody else");
    assert_eq!(code(team.approvals.approve(&team.grace, id, comment(""))), "approval.given");
}

#[test]
fn a_rejection_says_why_and_sends_it_back_and_earlier_approvals_count_no_more() {
    let team = team_needing(2);
    let id = team.board.revision.id;
    team.submit(&team.board);
    team.approvals.approve(&team.grace, id, comment("")).expect("a verdict");
    assert_eq!(code(team.approvals.reject(&team.joan, id, comment("  "))), "approval.reason_missing");
    assert_eq!(team.state(&team.board), Lifecycle::InReview);
    team.approvals.reject(&team.joan, id, comment("R2 is too small")).expect("a verdict");
    assert_eq!(team.state(&team.board), Lifecycle::Draft);
    team.submit(&team.board);
    let reviews = team.reviews();
    let verdicts: Vec<_> = reviews[1].approvals.iter().map(|approval| approval.verdict).collect();
    assert_eq!((reviews[0].approved(), verdicts), (0, vec![Verdict::Approved, Verdict::Rejected]));
    for (actor, passed) in [(&team.grace, false), (&team.joan, true)] {
        team.approvals.approve(actor, id, comment("")).expect("a verdict of the second round");
        assert_eq!(team.reviews()[0].is_passed(), passed);
    }
}

#[test]
fn a_revision_keeps_the_number_of_approvals_of_the_workflow_that_it_began_with() {
    let team = team();
    WorkflowService::new(team.ports.clone()).save(&team.author, build::needing(2)).expect("a workflow");
    team.submit(&team.board);
    team.approvals.approve(&team.grace, team.board.revision.id, comment("")).expect("a verdict");
    assert!(team.reviews()[0].is_passed());
}

#[test]
fn an_override_is_an_admins_act_of_its_own_with_a_reason() {
    let team = team();
    let id = team.board.revision.id;
    assert_eq!(code(team.approvals.overrule(&team.author, id, comment("x"))), "approval.not_in_review");
    team.submit(&team.board);
    assert_eq!(code(team.approvals.overrule(&team.grace, id, comment("x"))), "person.right_missing");
    assert_eq!(code(team.approvals.overrule(&team.author, id, comment(""))), "approval.reason_missing");
    team.approvals.overrule(&team.author, id, comment("nobody else is here")).expect("an override of one's own");
    let unit = team.newest_unit();
    assert_eq!((unit.unit.operation.as_str(), unit.entries.len()), ("approval.override", 1));
    let after = unit.entries[0].after.as_ref().expect("what it is now");
    assert_eq!(after["reason"], "nobody else is here");
    let review = team.reviews().remove(0);
    assert_eq!((review.approved(), review.is_passed()), (0, true), "it is no approval");
    assert_eq!(code(team.approvals.overrule(&team.author, id, comment("again"))), "approval.override_needless");
}

#[test]
fn a_request_is_taken_back_by_its_people_and_by_an_admin() {
    let team = team();
    let id = team.board.revision.id;
    let viewer = Actor { role: Role::Viewer, ..team.grace };
    assert_eq!(code(team.approvals.withdraw(&team.author, id)), "approval.not_in_review");
    for (actor, wanted) in [
        (&team.grace, Some("approval.not_yours")),
        (&viewer, Some("person.right_missing")),
        (&team.author, None),
        (&team.joan, None),
    ] {
        if team.state(&team.board) == Lifecycle::Draft {
            team.submit(&team.board);
        }
        let refused = team.approvals.withdraw(actor, id).err().map(|error| error.code());
        assert_eq!(refused, wanted);
    }
    assert_eq!(team.state(&team.board), Lifecycle::Draft);
}

#[test]
fn what_is_in_review_is_not_edited() {
    let team = team();
    team.submit(&team.board);
    let (id, child) = (team.board.revision.id, team.resistor.part.id);
    let content = build::line(&team.board, &team.resistor).content();
    let (boms, properties) = (BomService::new(team.ports.clone()), PropertyService::new(team.ports.clone()));
    assert_eq!(code(boms.add_line(&team.author, id, child, content)), "revision.not_draft");
    assert_eq!(code(properties.set(&team.author, id, build::text("Value", "v2"))), "revision.not_draft");
    team.approvals.withdraw(&team.author, id).expect("a Draft again");
    properties.set(&team.author, id, build::text("Value", "v2")).expect("a property");
}

#[test]
fn a_window_is_told_what_may_be_done_and_why_the_rest_may_not() {
    let team = team();
    let table = |actor: &Actor| Act::ALL.map(|act| team.refusal(act, actor));
    let (draft, open) = (Some("approval.not_in_review"), Some("revision.open_exists"));
    let unreleased = Some("revision.not_released");
    let nowhere = Some("workflow.no_transition_on");
    // Submit, Withdraw, Approve, Reject, Override, Release, Revise, Obsolete, Advance
    assert_eq!(table(&team.author), [None, draft, draft, draft, draft, draft, open, unreleased, nowhere]);
    team.submit(&team.board);
    let (own, not_draft) = (Some("approval.own"), Some("revision.not_draft"));
    let waits = Some("release.not_approved");
    assert_eq!(table(&team.author), [not_draft, None, own, own, None, waits, open, unreleased, nowhere]);
    let (alien, right) = (Some("approval.not_yours"), Some("person.right_missing"));
    assert_eq!(table(&team.grace), [not_draft, alien, None, None, right, waits, open, unreleased, nowhere]);
    team.approvals.approve(&team.grace, team.board.revision.id, comment("")).expect("a verdict");
    let given = Some("approval.given");
    assert_eq!(table(&team.grace), [not_draft, alien, given, given, right, None, open, unreleased, nowhere]);
    let none = Exception::parse("").expect("none");
    team.releases.release(&team.grace, team.board.revision.id, none).expect("a release");
    assert_eq!(table(&team.author), [not_draft, draft, draft, draft, draft, draft, None, None, nowhere]);
}

#[test]
fn what_could_not_be_released_is_not_submitted() {
    let team = team();
    let empty = build::part("EL-PCA").add_to(&team.ports);
    let answer = team.approvals.submit(&team.author, empty.revision.id, comment(""));
    assert_eq!(code(answer), "release.bom_empty");
}
