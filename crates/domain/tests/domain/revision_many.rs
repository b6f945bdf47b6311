//! The same done with many parts: what is offered, what is told of each, and one unit.

use partwright_domain::Result;
use partwright_domain::cancel::Cancel;
use partwright_domain::id::{PartId, Uuid};
use partwright_domain::person::Actor;
use partwright_domain::revision::{Act, Lifecycle, Outcome, RevisionService, Sweep, offers};
use partwright_domain::watch::Watch;
use partwright_domain::workflow::StateName;
use partwright_testkit::build::{self, Built};
use partwright_testkit::dump::dump;

use crate::approval::{Team, comment, team};
use crate::code;

fn sweep(act: Act) -> Sweep {
    Sweep::new(act, None, comment("all of these")).expect("what can be done with many")
}

fn ids(parts: &[&Built]) -> Vec<PartId> {
    parts.iter().map(|built| built.part.id).collect()
}

/// What became of each part, as its number and its state, or why it stays.
fn said(outcomes: Result<Vec<Outcome>>) -> Vec<String> {
    let said = |Outcome { part, said }: Outcome| match said {
        Ok(Some(revision)) => format!("{} {}", part.number, revision.state),
        Ok(None) => format!("{} stays", part.number),
        Err(refused) => format!("{} {}", part.number, refused.code()),
    };
    outcomes.expect("outcomes").into_iter().map(said).collect()
}

impl Team {
    fn revisions(&self) -> RevisionService {
        RevisionService::new(self.ports.clone())
    }

    fn look(&self, by: &Actor, parts: &[&Built], sweep: &Sweep) -> Vec<String> {
        said(self.revisions().look_at_all(by.id, &ids(parts), sweep, &Watch::default()))
    }

    fn act(&self, by: &Actor, parts: &[&Built], sweep: Sweep) -> Result<Vec<Outcome>> {
        self.revisions().act_on_all(by, ids(parts), sweep, Watch::default())
    }

    fn approve(&self, built: &Built) {
        self.approvals.approve(&self.grace, built.revision.id, comment("")).expect("a verdict");
    }

    fn part(&self, codes: &str) -> Built {
        build::part(codes).add_to(&self.ports)
    }
}

#[test]
fn many_are_submitted_as_one_unit_and_what_cannot_be_stays() {
    let team = team();
    let (empty, capacitor) = (team.part("EL-PCA"), team.part("EL-CAP"));
    let marked = [&capacitor, &team.resistor, &team.board, &empty, &capacitor];
    let before = team.newest_unit().sequence;
    let looked = team.look(&team.author, &marked, &sweep(Act::Submit));
    let says = |built: &Built, code: &str| format!("{} {code}", built.part.number);
    let expected = [
        says(&capacitor, "Draft"),
        says(&team.board, "Draft"),
        says(&empty, "release.bom_empty"),
        says(&team.resistor, "revision.not_draft"),
    ];
    assert_eq!(looked, expected, "by number, each once, with where it is now");
    assert_eq!(team.newest_unit().sequence, before, "a look changes nothing");

    let done = said(team.act(&team.author, &marked, sweep(Act::Submit)));
    assert_eq!(done, expected.map(|said| said.replace("Draft", "In Review")));
    let unit = team.newest_unit();
    assert_eq!((unit.sequence, unit.unit.operation.as_str()), (before + 1, "approval.submit_all"));
    assert_eq!(team.state(&empty), Lifecycle::Draft);
    for built in [&team.board, &capacitor] {
        let review = team.ports.store.read("test", |seen| seen.approvals().reviews(built.revision.id));
        assert_eq!(review.expect("a read")[0].request.note, comment("all of these"));
    }
}

#[test]
fn what_was_submitted_by_mistake_is_withdrawn_together() {
    let team = team();
    team.act(&team.author, &[&team.board], sweep(Act::Submit)).expect("a request");
    assert_eq!(said(team.act(&team.author, &[&team.board], sweep(Act::Withdraw))).len(), 1);
    assert_eq!(team.state(&team.board), Lifecycle::Draft);
}

#[test]
fn assemblies_are_released_after_what_they_are_made_of() {
    let team = team();
    // By number the products come first: the order is not that of the list.
    let [product, module, waits] = ["EL-PCA"; 3].map(|codes| team.part(codes));
    let [late, missing] = ["EL-CAP"; 2].map(|codes| team.part(codes));
    build::line(&product, &module).at("A1").add_to(&team.ports);
    build::line(&module, &late).at("C1").add_to(&team.ports);
    build::line(&module, &team.board).at("A2").add_to(&team.ports);
    build::line(&waits, &missing).at("C1").add_to(&team.ports);
    let marked = [&product, &module, &waits, &late, &team.board];
    team.act(&team.author, &marked, sweep(Act::Submit)).expect("requests");
    for built in marked {
        team.approve(built);
    }
    let expected = |state: &str| {
        let mut said: Vec<String> =
            [&product, &module, &late, &team.board].map(|built| format!("{} {state}", built.part.number)).into();
        said.push(format!("{} release.child_not_released", waits.part.number));
        said.sort();
        said
    };
    assert_eq!(team.look(&team.author, &marked, &sweep(Act::Release)), expected("In Review"));
    assert_eq!(said(team.act(&team.author, &marked, sweep(Act::Release))), expected("Released"));
    let meant = team.ports.store.read("test", |seen| seen.releases().lines(product.revision.id)).expect("a read");
    assert_eq!(meant[0].child, Some(module.revision.id), "the one that was released with it");
}

#[test]
fn what_waits_for_one_that_is_refused_is_refused_with_it() {
    let team = team();
    let [product, module] = ["EL-PCA"; 2].map(|codes| team.part(codes));
    let missing = team.part("EL-CAP");
    build::line(&product, &module).at("A1").add_to(&team.ports);
    build::line(&module, &missing).at("C1").add_to(&team.ports);
    let marked = [&product, &module];
    team.act(&team.author, &marked, sweep(Act::Submit)).expect("requests");
    marked.iter().for_each(|built| team.approve(built));
    let refused = marked.map(|built| format!("{} release.child_not_released", built.part.number));
    assert_eq!(team.look(&team.author, &marked, &sweep(Act::Release)), refused);
    let before = team.newest_unit().sequence;
    assert_eq!(said(team.act(&team.author, &marked, sweep(Act::Release))), refused);
    assert_eq!(team.newest_unit().sequence, before, "where nothing changes there is no unit");
}

#[test]
fn new_revisions_and_obsolete_ones_are_made_together() {
    let team = team();
    let revised = said(team.act(&team.grace, &[&team.resistor, &team.board], sweep(Act::Revise)));
    let [resistor, board] = [&team.resistor, &team.board].map(|built| built.part.number.to_string());
    assert_eq!(revised, [format!("{board} revision.open_exists"), format!("{resistor} Draft")]);
    let other = build::part("EL-CAP").released().add_to(&team.ports);
    assert_eq!(
        said(team.act(&team.author, &[&other], sweep(Act::Obsolete))),
        [format!("{} Obsolete", other.part.number)]
    );
}

#[test]
fn ways_are_offered_with_how_many_parts_they_lead_on_from() {
    let team = team();
    let parts = [&team.resistor, &team.board, &team.part("EL-CAP")].map(|built| built.part.id);
    let parts = [&parts[..], &[PartId(Uuid::nil())]].concat();
    let offers = team.ports.store.read("test", |seen| offers(seen, &parts)).expect("offers");
    let to = |to: &Option<StateName>| to.as_ref().map(ToString::to_string).unwrap_or_default();
    let told: Vec<_> = offers.iter().map(|offer| (offer.act, to(&offer.to), offer.parts)).collect();
    let wanted = [(Act::Submit, "In Review", 2), (Act::Revise, "", 1), (Act::Obsolete, "Obsolete", 1)];
    assert_eq!(told, wanted.map(|(act, to, parts)| (act, to.to_owned(), parts)));
}

#[test]
fn where_a_workflow_has_several_ways_one_says_which() {
    let team = team();
    build::follow(&team.ports, build::long_workflow());
    let part = team.part("EL-CAP");
    let to = |to: &str| Sweep::new(Act::Advance, Some(build::state(to)), comment("")).expect("an act");
    let number = part.part.number.to_string();
    assert_eq!(
        team.look(&team.author, &[&part], &to("Purchasing review")),
        [format!("{number} workflow.no_transition")]
    );
    team.act(&team.author, &[&part], to("Draft")).expect("a step");
    let offers = team.ports.store.read("test", |seen| offers(seen, &[part.part.id])).expect("offers");
    assert_eq!(offers.iter().filter(|offer| offer.act == Act::Submit).count(), 2);
    assert_eq!(team.look(&team.author, &[&part], &sweep(Act::Submit)), [format!("{number} workflow.undecided")]);
}

#[test]
fn verdicts_are_given_one_at_a_time() {
    for act in Act::ALL {
        let is_verdict = matches!(act, Act::Approve | Act::Reject | Act::Override);
        let refused = Sweep::new(act, None, comment("")).err().map(|error| error.code());
        assert_eq!(refused, is_verdict.then_some("revision.one_at_a_time"), "{act:?}");
    }
}

#[test]
fn what_is_ended_at_any_step_leaves_nothing() {
    let team = team();
    let marked = [&team.board, &team.part("EL-CAP"), &team.part("EL-CAP")].map(|built| built.part.id);
    let before = dump(&team.ports);
    for ends_at in 1..=6 {
        let cancel = Cancel::new();
        let ends = cancel.clone();
        let watch = Watch::new(cancel, move |progress| {
            assert_eq!(progress.total, 6, "each is looked at, and then done");
            if progress.done == ends_at {
                ends.cancel();
            }
        });
        let done = team.revisions().act_on_all(&team.author, marked.to_vec(), sweep(Act::Submit), watch);
        assert_eq!(code(done), "store.cancelled", "at step {ends_at}");
        assert_eq!(dump(&team.ports), before, "at step {ends_at}");
    }
}
