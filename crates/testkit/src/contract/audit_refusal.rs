//! What is not undone, and why: each refusal says it, and leaves everything as it was.

use partwright_domain::approval::{ApprovalService, Comment};
use partwright_domain::audit::{self, AuditFilter, UndoService};
use partwright_domain::bom::BomService;
use partwright_domain::category::{CategoryName, CategoryService, Code, NewSubcategory, SubcategoryContent};
use partwright_domain::part::{Description, PartName, PartService};
use partwright_domain::person::{Actor, PersonName, PersonService, Role};
use partwright_domain::release::{Exception, ReleaseService};
use partwright_domain::revision::{Lifecycle, RevisionService};
use partwright_domain::store::Snapshot;
use partwright_domain::{Error, Result};

use super::TestStore;
use super::audit_undo::assert_is;
use crate::build;
use crate::deed::{World, world};
use crate::dump::dump;

/// Tries to undo, sees that nothing changed by it, and answers the refusal.
#[track_caller]
fn refused_to(world: &World, actor: &Actor, unit: u64) -> Error {
    let (before, newest) = (dump(&world.ports), world.newest());
    let refusal = UndoService::new(world.ports.clone()).undo(actor, unit).expect_err("this is not undone");
    assert_is(&world.ports, &before, "a refusal leaves everything as it was");
    assert_eq!(world.newest(), newest, "and nothing in the history");
    refusal
}

#[track_caller]
fn refused(world: &World, unit: u64) -> Error {
    refused_to(world, &world.admin, unit)
}

/// Whether a list would offer them to undo it.
fn offered(world: &World, actor: &Actor, unit: u64) -> bool {
    let filter = AuditFilter { before: Some(unit + 1), limit: 1, entries: 9, ..AuditFilter::default() };
    let offers = |seen: &dyn Snapshot| audit::offers_undo(seen, actor, &seen.audit().list(&filter)?[0]);
    world.ports.store.read("test", offers).expect("an answer")
}

fn comment(text: &str) -> Comment {
    Comment::parse(text).expect("a comment")
}

/// Something that stands, and what the refusal says there is instead.
type Act<'a> = (&'static str, Box<dyn Fn() -> Result<()> + 'a>);

/// Requests, verdicts, releases and the steps they make, people, who acts, and how it all began.
pub fn what_stands_is_not_undone(test: &TestStore) {
    let world = world(test.ports());
    build::demand_nothing(&world.ports);
    let (admin, grace) = (&world.admin, &world.grace);
    let approvals = ApprovalService::new(world.ports.clone());
    let releases = ReleaseService::new(world.ports.clone());
    let (part, id) = (world.unused.part.id, world.unused.revision.id);
    let acts: Vec<Act<'_>> = vec![
        ("withdraw it from review", Box::new(|| approvals.submit(admin, id, comment("")).map(drop))),
        ("submit it again", Box::new(|| approvals.withdraw(admin, id).map(drop))),
        ("withdraw it from review", Box::new(|| approvals.submit(admin, id, comment("again")).map(drop))),
        ("submit it again", Box::new(|| approvals.reject(grace, id, comment("too small")).map(drop))),
        ("withdraw it from review", Box::new(|| approvals.submit(admin, id, comment("")).map(drop))),
        ("a verdict is followed by", Box::new(|| approvals.approve(grace, id, comment("")).map(drop))),
        (
            "make a new revision",
            Box::new(|| releases.release(admin, id, Exception::parse("").expect("none")).map(drop)),
        ),
        (
            "make a new revision",
            Box::new(|| RevisionService::new(world.ports.clone()).obsolete(admin, id, None).map(drop)),
        ),
        (
            "take the role away",
            Box::new(|| {
                let name = PersonName::parse("Eve").expect("a name");
                PersonService::new(world.ports.clone()).add(admin, name, Role::Viewer).map(drop)
            }),
        ),
        ("choose who acts", Box::new(|| PersonService::new(world.ports.clone()).act(admin, grace.id).map(drop))),
    ];
    for (instead, act) in acts {
        act().expect(instead);
        let refusal = refused(&world, world.newest());
        assert_eq!(refusal.code(), "audit.stands", "{refusal}");
        assert!(refusal.to_string().contains(instead), "{refusal}");
    }
    assert_eq!(refused(&world, 1).code(), "audit.stands", "the beginning");
    let made = test.read(|snapshot| {
        let units = snapshot.audit().by(admin.id, None, 99)?;
        let newest = snapshot.revisions().newest(part)?.expect("a revision");
        assert_eq!(newest.state, Lifecycle::Obsolete);
        Ok(units.into_iter().filter(|unit| unit.unit.operation == "part.create").map(|unit| unit.sequence).max())
    });
    let refusal = refused(&world, made.expect("the unit that made the part"));
    assert_eq!(refusal.code(), "audit.changed_since", "nor is the part unmade: {refusal}");
}

/// The refusal names the unit that has to be undone first; after that it can be done. Other things are in nobody's way.
pub fn what_was_changed_since_is_not_undone(test: &TestStore) {
    let world = world(test.ports());
    let mut units = Vec::new();
    for value in ["one", "two", "three"] {
        world.set("Note", value).expect("a property");
        units.push(world.newest());
        world.set("Other", value).expect("another property of the same revision");
    }
    let refusal = refused(&world, units[0]);
    assert_eq!(refusal.code(), "audit.changed_since");
    let named = |refusal: &Error, name| {
        let fields = refusal.fields();
        fields.into_iter().find(|(field, _)| *field == name).map(|(_, value)| value).expect("a field")
    };
    assert_eq!(named(&refusal, "unit"), units[2].to_string(), "the newest that changed it");
    assert_eq!(named(&refusal, "person"), "Ada Lovelace");
    assert_eq!(named(&refusal, "operation"), "property.set");
    let undo = UndoService::new(world.ports.clone());
    for unit in units.iter().rev() {
        undo.undo(&world.admin, *unit).expect("the newest first");
    }
    let name = PartName::parse("Another").expect("a name");
    let parts = PartService::new(world.ports.clone());
    let description = Description::parse("").expect("none");
    parts.describe(&world.admin, world.unused.part.id, name, description).expect("a description");
    let described = world.newest();
    parts.remove(&world.admin, world.unused.part.id).expect("a part that is removed");
    let refusal = refused(&world, described);
    assert_eq!(named(&refusal, "operation"), "part.remove", "{refusal}");
}

/// What others came to need stays, and the refusal says who needs it.
pub fn what_is_needed_since_is_not_undone(test: &TestStore) {
    let world = world(test.ports());
    let part = build::part("EL-CAP").add_to(&world.ports);
    let made = world.newest();
    let mut expected = Vec::new();
    build::line(&world.board, &part).at("C1").add_to(&world.ports);
    expected.push((made, format!("the BOM of {} revision 1", world.board.part.number)));

    let other = build::part("EL-CAP").add_to(&world.ports);
    let made = world.newest();
    build::line(&world.board, &world.unused).at("C2").or(&other).add_to(&world.ports);
    expected.push((made, "the BOM of".to_owned()));

    let revised = RevisionService::new(world.ports.clone()).revise(&world.admin, world.module.part.id);
    let (revised, made) = (revised.expect("a revision"), world.newest());
    let built = build::Built { part: world.module.part.clone(), revision: revised };
    build::line(&world.board, &world.module).at("U9").pinned(&built).add_to(&world.ports);
    expected.push((made, "is pinned to it".to_owned()));

    let plain = build::part("EL-CAP").property("Value", "1uF").add_to(&world.ports);
    let made = world.newest() - 1;
    expected.push((made, "its property Value".to_owned()));
    assert_eq!(plain.revision.state, Lifecycle::Draft);

    build::part("EL-CAP").mpn("Murata", "GRM7").add_to(&world.ports);
    let made = world.newest() - 1;
    expected.push((made, "its manufacturer part Murata GRM7".to_owned()));

    let categories = CategoryService::new(world.ports.clone());
    let category = test.read(|snapshot| snapshot.categories().categories()).remove(0);
    let content =
        SubcategoryContent { name: CategoryName::parse("New").expect("a name"), assembly: false, demands: Vec::new() };
    let new = NewSubcategory { code: Code::parse("NEW").expect("a code"), content };
    categories.add_subcategory(&world.admin, category.id, new).expect("a subcategory");
    let made = world.newest();
    build::part(&format!("{}-NEW", category.code)).add_to(&world.ports);
    expected.push((made, "a part that is classified there".to_owned()));

    for (unit, by) in expected {
        let refusal = refused(&world, unit);
        assert_eq!(refusal.code(), "audit.needed", "{refusal}");
        assert!(refusal.to_string().contains(&by), "{refusal} names {by}");
    }
}

/// What would break a rule by now, though nobody changed it: the rule's own sentence is the reason.
pub fn what_breaks_a_rule_by_now_is_not_undone(test: &TestStore) {
    let world = world(test.ports());
    let boms = BomService::new(world.ports.clone());
    let first = world.lines()[0].id;
    boms.remove_line(&world.admin, first).expect("a line that is removed");
    let removed = world.newest();
    build::line(&world.board, &world.unused).at("R2").add_to(&world.ports);
    let refusal = refused(&world, removed);
    assert_eq!(refusal.code(), "audit.impossible");
    assert!(refusal.to_string().contains("designator"), "{refusal}");

    let sub = build::part("EL-PCA").add_to(&world.ports);
    let line = build::line(&world.board, &sub).at("A1").add_to(&world.ports);
    boms.remove_line(&world.admin, line.id).expect("a line that is removed");
    let removed = world.newest();
    build::line(&sub, &world.board).at("B1").add_to(&world.ports);
    let refusal = refused(&world, removed);
    assert!(refusal.to_string().contains("cannot contain itself"), "{refusal}");

    world.set("Note", "second").expect("a property");
    let set = world.newest();
    build::line(&world.board, &world.unused).at("R77").add_to(&world.ports);
    let added = world.newest();
    let viewer = Actor { role: Role::Viewer, ..world.grace };
    assert_eq!([set, added].map(|unit| offered(&world, &world.admin, unit)), [true, true], "in a Draft");
    assert!(!offered(&world, &viewer, set), "to a Viewer nothing is offered");
    build::advance(&world.ports, world.board.revision.id, Lifecycle::InReview);
    assert_eq!([set, added].map(|unit| offered(&world, &world.admin, unit)), [false, false], "in review");
    let refusal = refused(&world, set);
    assert_eq!(refusal.code(), "revision.not_draft", "{refusal}");
    assert!(refusal.to_string().ends_with("Withdraw it from review."), "{refusal}");

    let people = PersonService::new(world.ports.clone());
    let name = |name| PersonName::parse(name).expect("a name");
    people.change(&world.admin, world.grace.id, name("Grace Hopper"), Role::Admin).expect("two Admins");
    let raised = world.newest();
    let grace = Actor { role: Role::Admin, ..world.grace };
    people.change(&grace, world.admin.id, name("Ada Lovelace"), Role::Designer).expect("one Admin");
    let refusal = refused_to(&world, &grace, raised);
    assert!(refusal.to_string().contains("at least one Admin"), "{refusal}");
}

/// An entry that says nothing of what was, as other programs may write them, is not undone by guessing.
pub fn what_was_not_written_down_is_not_undone(test: &TestStore) {
    let world = world(test.ports());
    let settings = partwright_domain::setting::Settings::default();
    test.write_one(
        world.admin.id,
        partwright_domain::change::Room::Setting,
        partwright_domain::id::Uuid::nil(),
        move |unit| unit.settings().set(&settings),
    );
    assert_eq!(refused(&world, world.newest()).code(), "audit.unreadable");
}
