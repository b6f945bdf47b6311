//! Releasing an assembly together with what is ready below it.

use partwright_domain::id::RevisionId;
use partwright_domain::person::{Actor, PersonName, PersonService, Role};
use partwright_domain::release::{Member, together, verify};
use partwright_domain::revision::{Lifecycle, Revision, RevisionService};
use partwright_domain::{Error, Result};
use partwright_testkit::build::{self, Built};

use crate::approval::{Team, comment, team};
use crate::code;

/// A product of the board, twice, and of a module of the board.
struct Tree {
    team: Team,
    module: Built,
    product: Built,
}

fn tree() -> Tree {
    let team = team();
    let [module, product] = ["module", "product"].map(|name| build::part("EL-PCA").named(name).add_to(&team.ports));
    build::line(&module, &team.board).at("A1").add_to(&team.ports);
    build::line(&product, &team.board).at("A1").add_to(&team.ports);
    build::line(&product, &module).at("M1").add_to(&team.ports);
    build::line(&product, &team.board).at("A2").add_to(&team.ports);
    Tree { team, module, product }
}

impl Tree {
    fn approve(&self, id: RevisionId) {
        self.team.approvals.submit(&self.team.author, id, comment("")).expect("a request");
        self.team.approvals.approve(&self.team.grace, id, comment("")).expect("a verdict");
    }

    fn plan(&self) -> Vec<Member> {
        let (person, top) = (self.team.author.id, self.product.revision.id);
        self.team.ports.store.read("test", |snapshot| together(snapshot, person, top)).expect("a plan")
    }

    /// What the plan says: each revision with the code of what it lacks.
    fn told(&self) -> Vec<(RevisionId, Option<&'static str>)> {
        self.plan().iter().map(|member| (member.revision.id, member.refusal.as_ref().map(Error::code))).collect()
    }

    fn release(&self) -> Result<Revision> {
        let shown = self.plan().iter().map(|member| member.revision.id).collect();
        self.team.releases.release_together(&self.team.author, self.product.revision.id, shown)
    }

    fn states(&self) -> [Lifecycle; 3] {
        [&self.team.board, &self.module, &self.product].map(|built| self.team.state(built))
    }
}

#[test]
fn what_is_approved_below_is_released_with_it_from_below_upwards() {
    let tree = tree();
    let [board, module, product] = [&tree.team.board, &tree.module, &tree.product].map(|built| built.revision.id);
    for id in [product, module, board] {
        tree.approve(id);
    }
    assert_eq!(tree.told(), [(board, None), (module, None), (product, None)]);
    let top = tree.release().expect("a release of all three");
    assert_eq!((top.id, top.state), (product, Lifecycle::Released));
    assert_eq!(tree.states(), [Lifecycle::Released; 3]);
    let unit = tree.team.newest_unit();
    assert_eq!(
        (unit.unit.operation.as_str(), unit.entries.len()),
        ("release.together", 6),
        "a release and a step each"
    );
    let verified = tree.team.ports.store.read("test", |snapshot| verify(snapshot, product)).expect("a release");
    assert_eq!((verified.agrees(), verified.count), (true, 4), "with the resistor");
}

#[test]
fn one_that_lacks_something_keeps_all_of_them() {
    let tree = tree();
    let [board, module, product] = [&tree.team.board, &tree.module, &tree.product].map(|built| built.revision.id);
    tree.approve(module);
    tree.approve(product);
    assert_eq!(
        tree.told(),
        [(module, Some("release.child_not_released")), (product, Some("release.child_not_released"))],
        "a Draft is not released along the way"
    );
    tree.team.submit(&tree.team.board);
    assert_eq!(tree.told(), [(board, Some("release.not_approved")), (module, None), (product, None)]);
    assert_eq!(code(tree.release()), "release.not_approved");
    assert_eq!(tree.states(), [Lifecycle::InReview; 3]);
}

#[test]
fn what_changed_since_it_was_shown_is_not_released() {
    let tree = tree();
    let [board, module, product] = [&tree.team.board, &tree.module, &tree.product].map(|built| built.revision.id);
    for id in [board, module, product] {
        tree.approve(id);
    }
    for shown in [vec![product], vec![module, board, product], vec![]] {
        let answer = tree.team.releases.release_together(&tree.team.author, product, shown);
        assert_eq!(code(answer), "release.plan_changed");
    }
    assert_eq!(tree.states(), [Lifecycle::InReview; 3]);
}

#[test]
fn a_newer_revision_comes_along_when_it_is_ready_and_else_the_released_one_is_meant() {
    let tree = tree();
    let [board, module, product] = [&tree.team.board, &tree.module, &tree.product].map(|built| built.revision.id);
    tree.team.release(&tree.team.board);
    let revisions = RevisionService::new(tree.team.ports.clone());
    let next = revisions.revise(&tree.team.author, tree.team.board.part.id).expect("a revision").id;
    tree.approve(module);
    tree.approve(product);
    assert_eq!(tree.told(), [(module, None), (product, None)], "the newer board is a Draft, and the older released");
    tree.team.approvals.submit(&tree.team.author, next, comment("")).expect("a request");
    assert_eq!(tree.told(), [(module, None), (product, None)], "the newer board waits for its verdict");
    tree.team.approvals.approve(&tree.team.grace, next, comment("")).expect("a verdict");
    assert_eq!(tree.told(), [(next, None), (module, None), (product, None)]);
    tree.release().expect("a release");
    let lines = tree.team.ports.store.read("test", |snapshot| snapshot.releases().lines(module)).expect("a read");
    assert_eq!(lines.iter().map(|line| line.child).collect::<Vec<_>>(), [Some(next)]);
    assert_ne!(next, board);
}

#[test]
fn a_line_that_is_pinned_waits_for_its_own_revision() {
    let tree = tree();
    let id = tree.product.revision.id;
    let other = build::part("EL-PCA").named("other").add_to(&tree.team.ports);
    build::line(&other, &tree.team.resistor).at("R1").add_to(&tree.team.ports);
    build::line(&tree.product, &other).at("A9").pinned(&other).add_to(&tree.team.ports);
    for id in [tree.team.board.revision.id, tree.module.revision.id, id, other.revision.id] {
        tree.approve(id);
    }
    assert_eq!(tree.told().len(), 4);
    tree.release().expect("a release");
    assert_eq!(tree.team.state(&other), Lifecycle::Released);
}

#[test]
fn whoever_may_not_release_releases_nothing_together() {
    let tree = tree();
    let name = PersonName::parse("Visitor").expect("a name");
    let visitor =
        PersonService::new(tree.team.ports.clone()).add(&tree.team.author, name, Role::Viewer).expect("a person");
    let answer = tree.team.releases.release_together(&Actor::from(&visitor), tree.product.revision.id, vec![]);
    assert_eq!(code(answer), "person.right_missing");
}
