//! Releases: what they need, what they write down, and that it can be verified.

use partwright_domain::bom::{BomLine, LineProperty, Note, Substitute};
use partwright_domain::change::Room;
use partwright_domain::property::{PropertyName, PropertyText};
use partwright_domain::release::canonical::{Content, HashedLine, write};
use partwright_domain::release::{ContentHash, Exception, Form, Release, ReleaseLine, verify};
use partwright_domain::revision::{Lifecycle, RevisionService};
use partwright_domain::store::StoreError;
use partwright_testkit::build;
use proptest::prelude::*;

use crate::approval::{Team, comment, team};
use crate::code;

fn exception(text: &str) -> Exception {
    Exception::parse(text).expect("a reason")
}

/// A board in review that has its approval, with one more line.
fn approved(team: &Team, child: &build::Built) {
    build::line(&team.board, child).at("C1").add_to(&team.ports);
    team.submit(&team.board);
    team.approvals.approve(&team.grace, team.board.revision.id, comment("")).expect("a verdict");
}

#[test]
fn a_child_that_is_not_released_needs_a_reason() {
    let team = team();
    let child = build::part("EL-CAP").add_to(&team.ports);
    approved(&team, &child);
    let id = team.board.revision.id;
    let refused = team.releases.release(&team.author, id, exception("")).expect_err("a child is missing");
    assert_eq!(refused.code(), "release.child_not_released");
    assert!(refused.to_string().contains(&child.part.number.to_string()), "{refused}");
    team.releases.release(&team.author, id, exception("it comes later")).expect("a release with an exception");
    let (release, lines) = team
        .ports
        .store
        .read("test", |snapshot| {
            Ok::<_, partwright_domain::Error>((snapshot.releases().find(id)?, snapshot.releases().lines(id)?))
        })
        .expect("a read");
    assert_eq!(release.map(|release| release.exception.to_string()).as_deref(), Some("it comes later"));
    let meant: Vec<_> = lines.iter().filter_map(|line| line.child).collect();
    assert_eq!((lines.len(), meant), (2, vec![team.resistor.revision.id]));
}

#[test]
fn a_reason_without_a_need_is_not_kept() {
    let team = team();
    team.submit(&team.board);
    let id = team.board.revision.id;
    team.approvals.approve(&team.grace, id, comment("")).expect("a verdict");
    team.releases.release(&team.author, id, exception("just so")).expect("a release");
    let release = team.ports.store.read("test", |snapshot| snapshot.releases().find(id)).expect("a read");
    assert_eq!(release.map(|release| release.exception.to_string()).as_deref(), Some(""));
}

#[test]
fn what_a_category_demands_is_there_before_it_is_submitted_and_before_it_is_released() {
    let team = team();
    build::demand(&team.ports, "EL-PCA", &["Rating", "Value"]);
    let id = team.board.revision.id;
    let refused = team.approvals.submit(&team.author, id, comment("")).expect_err("a property is missing");
    assert_eq!(refused.code(), "release.property_missing");
    assert!(refused.to_string().contains(": Rating."), "{refused}");
    build::demand(&team.ports, "EL-PCA", &[]);
    team.submit(&team.board);
    team.approvals.approve(&team.grace, id, comment("")).expect("a verdict");
    build::demand(&team.ports, "EL-PCA", &["Rating"]);
    assert_eq!(code(team.releases.release(&team.author, id, exception(""))), "release.property_missing");
    assert_eq!(team.state(&team.board), Lifecycle::InReview);
}

#[test]
fn a_release_agrees_with_itself_for_ever() {
    let team = team();
    team.release(&team.board);
    let id = team.board.revision.id;
    let verified = || team.ports.store.read("test", |snapshot| verify(snapshot, id)).expect("a release");
    let before = verified();
    assert!(before.agrees());
    assert_eq!(before.count, 2, "the board, and the resistor below it");
    // A newer resistor is another one's business.
    let next =
        RevisionService::new(team.ports.clone()).revise(&team.author, team.resistor.part.id).expect("a revision");
    build::advance(&team.ports, next.id, Lifecycle::Released);
    assert_eq!(verified(), before);
}

#[test]
fn a_release_whose_hash_is_not_its_contents_is_named() {
    let team = team();
    // Released past the service, with a hash of something else.
    let capacitor = build::part("EL-CAP").released().add_to(&team.ports);
    build::line(&team.board, &capacitor).at("C1").add_to(&team.ports);
    team.release(&team.board);
    let verified =
        team.ports.store.read("test", |snapshot| verify(snapshot, team.board.revision.id)).expect("a release");
    let differing: Vec<_> = verified.differing.iter().map(|(part, _)| part.id).collect();
    assert_eq!((verified.agrees(), verified.count, differing), (false, 3, vec![capacitor.part.id]));
}

#[test]
fn what_was_not_released_cannot_be_verified() {
    let team = team();
    let id = team.board.revision.id;
    assert_eq!(code(team.ports.store.read("test", |snapshot| verify(snapshot, id))), "release.not_found");
}

/// A board with two properties, two files, a line of a released child with a substitute, and one of a child that is not.
/// The first line has properties.
fn forms(team: &Team) -> [String; 3] {
    let lines = team.ports.store.read("test", |snapshot| snapshot.boms().lines(team.board.revision.id)).expect("lines");
    let properties = [build::text("Value", "v1"), build::text("Footprint", "say \"x\"")];
    let files = ["b.pdf", "B1.pdf"].map(|name| build::file(&team.ports, &team.board, name));
    let child = Some(("1", ContentHash::of("")));
    let says = ["b", "B"].map(|name| LineProperty {
        name: PropertyName::parse(name).expect("a name"),
        text: PropertyText::parse("1 %").expect("a text"),
    });
    let first = BomLine { properties: says.to_vec(), ..lines[0].clone() };
    let hashed = HashedLine { line: &first, number: "EL-RES-100000", child, substitutes: &[] };
    let substitute = Substitute { part: team.resistor.part.id, note: Note::parse("if need be").expect("a note") };
    let line = BomLine { substitutes: vec![substitute], ..lines[0].clone() };
    let numbers = ["EL-RES-100007".to_owned()];
    let without = HashedLine { line: &line, child: None, substitutes: &numbers, ..hashed };
    let lines = [hashed, without];
    let content =
        Content { number: "EL-PCA-100001", label: "2", properties: &properties, files: &files, lines: &lines };
    [Form::One, Form::Two, Form::Three].map(|form| write(form, &content).expect("a form"))
}

#[test]
fn the_canonical_forms_are_written_as_they_are_documented() {
    let head = concat!(
        "[\"revision\",\"EL-PCA-100001\",\"2\"]\n",
        "[\"property\",\"Footprint\",\"text\",\"say \\\"x\\\"\",\"\"]\n",
        "[\"property\",\"Value\",\"text\",\"v1\",\"\"]\n",
    );
    let files = concat!(
        "[\"file\",\"B1.pdf\",\"Document\",\"dbefc885f3605d0da498e666b28fd4b074ba492e48f2834177b7748256364583\",6]\n",
        "[\"file\",\"b.pdf\",\"Document\",\"9a3f96912c5f85bc082ca0bbeb28e72f588f4517c173982ccdc57a0e18a42663\",5]\n",
    );
    let first = concat!(
        "[\"line\",\"EL-RES-100000\",\"1\",\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\",",
        "[\"2\",\"each\",[\"R1\",\"R2\"],false,false,\"\",\"\"]]\n",
    );
    let properties = concat!(
        "[\"line property\",\"B\",\"1 %\"]\n", //
        "[\"line property\",\"b\",\"1 %\"]\n",
    );
    let rest = concat!(
        "[\"line\",\"EL-RES-100000\",null,null,[\"2\",\"each\",[\"R1\",\"R2\"],false,false,\"\",\"\"]]\n",
        "[\"substitute\",\"EL-RES-100007\",\"if need be\"]\n",
    );
    let expected = [
        format!("[\"partwright release\",1]\n{head}{first}{rest}"),
        format!("[\"partwright release\",2]\n{head}{files}{first}{rest}"),
        format!("[\"partwright release\",3]\n{head}{files}{first}{properties}{rest}"),
    ];
    assert_eq!(forms(&team()), expected);
}

/// Whoever follows the guide with a tool of their own comes to what the program comes to.
#[test]
fn the_example_of_the_guide_has_the_hash_that_it_says() {
    let guide = include_str!("../../../../docs/guides/releasing.md");
    let examples: Vec<&str> = guide.split("```text\n").skip(1).filter_map(|block| block.split("```").next()).collect();
    assert_eq!(examples.len(), 2, "a part, and a part of that one");
    for example in &examples {
        let hash = ContentHash::of(example);
        assert!(guide.contains(&format!("its hash `{hash}`")), "{hash}, of\n{example}");
    }
    // It is what the program writes, but for the names in it.
    let kinds = |text: &str| -> Vec<String> {
        let rows = text.lines().map(|row| serde_json::from_str::<serde_json::Value>(row).expect("a row of JSON"));
        rows.map(|row| format!("{} {}", row[0], row.as_array().map_or(0, Vec::len))).collect()
    };
    let [.., written] = forms(&team());
    let (known, told) = (kinds(&written), examples.concat());
    assert!(kinds(&told).iter().all(|kind| known.contains(kind)), "{told} of {known:?}");
}

#[test]
fn a_release_in_the_first_form_still_verifies() {
    let team = team();
    let ports = &team.ports;
    let file = build::file(ports, &team.board, "drawing.pdf");
    let (id, by) = (team.board.revision.id, team.author.id);
    build::write(ports, by, move |unit| {
        unit.files().insert(&file)?;
        unit.note(Room::File, file.id)
    })
    .expect("a file");
    team.submit(&team.board);
    team.approvals.approve(&team.grace, id, comment("")).expect("a verdict");
    let resistor = team.resistor.revision.id;
    let (below, line) = ports
        .store
        .read("test", |snapshot| -> Result<_, StoreError> {
            let below = snapshot.releases().find(resistor)?.expect("a release").hash;
            Ok((below, snapshot.boms().lines(id)?.remove(0).id))
        })
        .expect("a read");
    let text = format!(
        "[\"partwright release\",1]\n[\"revision\",\"{}\",\"1\"]\n[\"property\",\"Value\",\"text\",\"v1\",\"\"]\n[\"line\",\"{}\",\"1\",\"{below}\",[\"2\",\"each\",[\"R1\",\"R2\"],false,false,\"\",\"\"]]\n",
        team.board.part.number, team.resistor.part.number
    );
    let at = ports.clock.now();
    let release =
        |hash: ContentHash| Release { revision: id, person: by, at, form: Form::One, hash, exception: exception("") };
    let written = release(ContentHash::of(&text));
    build::write(ports, by, move |unit| {
        unit.releases().insert(&written, &[ReleaseLine { line, child: Some(resistor) }])?;
        unit.revisions().set_state(id, &Lifecycle::Released.into(), at)?;
        unit.note(Room::Release, id)?;
        unit.note(Room::Revision, id)
    })
    .expect("a release of an older program");
    let verified = ports.store.read("test", |snapshot| verify(snapshot, id)).expect("a release");
    assert_eq!((verified.agrees(), verified.count, verified.release.form), (true, 2, Form::One));
}

proptest! {
    #[test]
    fn a_hash_comes_back_as_written(text in ".*") {
        let hash = ContentHash::of(&text);
        prop_assert_eq!(ContentHash::parse(&hash.to_string()), Ok(hash));
    }

    #[test]
    fn no_other_text_is_a_hash(text in "[0-9a-fA-Fg]{0,70}") {
        let is_hash = text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        prop_assert_eq!(ContentHash::parse(&text).is_ok(), is_hash);
    }
}
