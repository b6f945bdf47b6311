//! The whole way of a board: made, filled, reviewed by somebody else, released, verified, and what cannot be taken back.

use partwright_app_cli::exit::Exit;

use crate::Bench;

const GRACE: [&str; 2] = ["--as", "Grace Hopper"];

/// A workspace with a second person, a resistor and a board that has nothing but it; their numbers.
fn board() -> (Bench, String, String) {
    let bench = Bench::new();
    bench.call(&["person", "add", "Grace Hopper"]).done();
    let resistor = bench.part("EL-RES", "10 kΩ 1 % 0402");
    bench.call(&["part", "set", &resistor, "Value=10k", "Footprint=R_0402"]).done();
    let board = bench.part("EL-PCA", "Main board");
    bench.call(&["bom", "add", &board, &resistor, "--designators", "R1-R4 R7"]).done();
    (bench, resistor, board)
}

fn release(bench: &Bench, number: &str) {
    bench.call(&["submit", number, "--note", "First prototype"]).done();
    bench.call(&["approve", number, GRACE[0], GRACE[1], "--comment", "Looks right"]).done();
    bench.call(&["release", number]).done();
}

#[test]
fn a_board_goes_from_nothing_to_its_release_and_proves_it() {
    let (bench, resistor, board) = board();
    assert_eq!([&*resistor, &*board], ["EL-RES-100000", "EL-PCA-100001"]);
    assert_eq!(bench.call(&["release", &board]).code(), "approval.not_in_review");
    bench.call(&["submit", &board]).done();
    assert_eq!(bench.call(&["approve", &board]).code(), "approval.own");
    assert_eq!(bench.call(&["bom", "remove", &board, "1"]).code(), "revision.not_draft");
    bench.call(&["approve", &board, GRACE[0], GRACE[1]]).done();
    assert_eq!(bench.call(&["release", &board]).code(), "release.child_not_released");
    release(&bench, &resistor);
    let released = bench.json(&["release", &board]);
    assert_eq!([&released["number"], &released["revision"], &released["state"]], [&board, "1", "Released"]);
    let verified = bench.json(&["verify", &board]);
    assert_eq!((&verified["agrees"], &verified["count"]), (&true.into(), &2.into()));
    let history = bench.json(&["history", &board]);
    let operations = history.as_array().expect("a list").iter().map(|unit| &unit["operation"]);
    assert_eq!(
        operations.collect::<Vec<_>>(),
        ["release.release", "approval.approve", "approval.submit", "bom.add_line", "part.create"]
    );
    let newest = history[0]["change"].to_string();
    assert_eq!(bench.call(&["undo", &newest]).code(), "audit.stands", "a release is followed by a new revision");
}

#[test]
fn a_next_revision_is_compared_with_the_one_before() {
    let (bench, resistor, board) = board();
    release(&bench, &resistor);
    release(&bench, &board);
    let revised = bench.json(&["revise", &board]);
    assert_eq!((&revised["revision"], &revised["state"]), (&"2".into(), &"Draft".into()));
    bench.call(&["bom", "set", &board, "1", "--designators", "R1-R4"]).done();
    let (first, second) = (format!("{board}@1"), format!("{board}@2"));
    let compared = bench.json(&["bom", "compare", &first, &second]);
    assert_eq!(compared["lines"][0]["aspects"], serde_json::json!(["quantity", "designators"]));
    assert_eq!((&compared["amounts"][0]["before"], &compared["amounts"][0]["after"]), (&"5".into(), &"4".into()));
    assert_eq!(bench.call(&["part", "show", &format!("{board}@3")]).code(), "revision.label_unknown");
    bench.call(&["obsolete", &first]).done();
    assert_eq!(bench.json(&["part", "show", &board])["revisions"][1]["state"], "Obsolete");
}

#[test]
fn a_rejected_board_is_edited_and_goes_round_again() {
    let (bench, _, board) = board();
    bench.call(&["submit", &board]).done();
    bench.call(&["reject", &board, "--reason", "R7 is missing", GRACE[0], GRACE[1]]).done();
    bench.call(&["bom", "set", &board, "1", "--dnp", "--note", "Later"]).done();
    let lines = bench.json(&["bom", "show", &board]);
    assert_eq!(
        (&lines[0]["dnp"], &lines[0]["note"], &lines[0]["quantity"]),
        (&true.into(), &"Later".into(), &"5".into())
    );
    bench.call(&["bom", "set", &board, "1", "--dnp", "no"]).done();
    bench.call(&["submit", &board]).done();
    bench.call(&["withdraw", &board]).done();
    bench.call(&["submit", &board]).done();
    bench.call(&["override", &board, "--reason", "Grace is on a ship"]).done();
    bench.call(&["release", &board, "--exception", "The resistor follows"]).done();
}

#[test]
fn an_assembly_is_released_together_with_what_is_ready_below_it() {
    let (bench, resistor, board) = board();
    for number in [&resistor, &board] {
        bench.call(&["submit", number]).done();
        bench.call(&["approve", number, GRACE[0], GRACE[1]]).done();
    }
    bench.call(&["release", &board, "--together"]).done();
    assert_eq!(bench.json(&["verify", &resistor])["agrees"], true);
}

#[test]
fn what_stands_is_not_passed_over_by_an_undo() {
    let (bench, _, board) = board();
    bench.call(&["submit", &board]).done();
    let newest = bench.json(&["history", "--limit", "2"]);
    let before = newest[1]["change"].to_string();
    let refused = bench.call(&["undo"]);
    assert!(refused.err.contains(&format!("Before it you did #{before} (bom.add_line")), "{}", refused.err);
    assert_eq!(refused.code(), "audit.last_stands");
    assert_eq!(bench.json(&["history", "--limit", "1"])[0], newest[0], "and nothing was undone");
    bench.call(&["withdraw", &board]).done();
    bench.call(&["undo", &before]).done();
}

#[test]
fn what_was_done_is_undone_and_redone() {
    let bench = Bench::new();
    assert_eq!(bench.call(&["redo"]).code(), "audit.nothing_to_redo");
    assert_eq!(bench.call(&["undo"]).code(), "audit.nothing_to_undo");
    let resistor = bench.part("EL-RES", "10 kΩ");
    bench.call(&["part", "set", &resistor, "--name", "12 kΩ"]).done();
    assert_eq!(bench.call(&["undo"]).done(), "Change #3 (part.describe) is undone.\n");
    assert_eq!(bench.json(&["part", "show", &resistor])["name"], "10 kΩ");
    bench.call(&["redo"]).done();
    assert_eq!(bench.json(&["part", "show", &resistor])["name"], "12 kΩ");
    bench.call(&["undo", "2"]).code();
    bench.call(&["undo", "3"]).done();
    bench.call(&["undo", "2"]).done();
    let newest = &bench.json(&["history"])[0];
    assert_eq!(
        (&newest["operation"], &newest["of"], &newest["title"]),
        (&"audit.undo".into(), &2.into(), &"EL-RES-100000 10 kΩ".into()),
        "what undoes a change is called as that, not as the last thing that it touched"
    );
}

#[test]
fn history_is_narrowed_to_who_what_and_when() {
    let bench = Bench::new();
    let resistor = bench.part("EL-RES", "10 kΩ");
    bench.call(&["person", "add", "Grace Hopper"]).done();
    bench.call(&["part", "set", &resistor, "--name", "12 kΩ"]).done();
    let told = |of: &[&str]| {
        let history = bench.json(&[&["history"], of].concat());
        let operations = history.as_array().expect("a list").iter().map(|unit| unit["operation"].to_string());
        operations.collect::<Vec<_>>().join(" ").replace('"', "")
    };
    assert_eq!(told(&["--what", "part"]), "part.describe part.create");
    assert_eq!(told(&["--what", "part.create"]), "part.create");
    assert_eq!(told(&["--by", "Grace Hopper"]), "");
    assert_eq!(told(&[&resistor, "--what", "part.describe", "--from", "2020-01-01"]), "part.describe");
    assert_eq!(told(&["--to", "2020-01-01"]), "");
    assert_eq!(bench.call(&["history", "--by", "Nobody"]).code(), "person.name_unknown");
    assert!(bench.call(&["history", "--what", "Bom!"]).err.contains("write a group of operations as bom"));
}

#[test]
fn properties_are_set_with_their_types_and_removed() {
    let bench = Bench::new();
    let resistor = bench.part("EL-RES", "10 kΩ");
    bench.call(&["part", "set", &resistor, "Value=10k", "Tolerance=1%"]).done();
    bench.call(&["part", "set", &resistor, "--type", "number", "Mass=1.20 mg"]).done();
    bench.call(&["part", "set", &resistor, "--remove", "Tolerance"]).done();
    let shown = bench.json(&["part", "show", &resistor]);
    assert_eq!(
        shown["properties"],
        serde_json::json!([
            { "name": "Mass", "value": "1.2 mg", "type": "number" },
            { "name": "Value", "value": "10k", "type": "text" },
        ])
    );
    assert_eq!(shown["missing"], serde_json::json!(["Footprint"]));
    assert_eq!(
        bench.call(&["part", "set", &resistor, "--type", "boolean", "RoHS=maybe"]).code(),
        "property.boolean_invalid"
    );
    assert_eq!(bench.call(&["part", "set", &resistor, "RoHS"]).code(), "cli.assignment_invalid");
}

#[test]
fn everybody_has_their_own_rights() {
    let bench = Bench::new();
    bench.call(&["person", "add", "Vera", "--role", "viewer"]).done();
    assert_eq!(bench.call(&["part", "new", "EL-RES", "10 kΩ", "--as", "Vera"]).code(), "person.right_missing");
    assert_eq!(bench.call(&["part", "new", "EL-RES", "10 kΩ", "--as", "Nobody"]).code(), "person.name_unknown");
    assert_eq!(bench.call(&["part", "list", "--as", ""]).code(), "person.name_invalid");
    bench.call(&["part", "list", "--as", "Vera"]);
    bench.call(&["person", "act", "Vera"]).done();
    assert_eq!(bench.call(&["part", "new", "EL-RES", "10 kΩ"]).code(), "person.right_missing", "Vera acts now");
    let made = bench.json(&["part", "new", "EL-RES", "10 kΩ", "--as", "Ada Lovelace"]);
    assert_eq!(made["author"], "Ada Lovelace");
}

#[test]
fn a_part_is_replaced_everywhere_when_somebody_says_yes() {
    let (bench, resistor, board) = board();
    let other = bench.part("EL-RES", "12 kΩ");
    let replace = ["bom", "replace", &*resistor, &*other];
    let dry = bench.json(&["bom", "replace", &resistor, &other, "--dry-run"]);
    assert_eq!((&dry["changing"], &dry["revisions"]), (&1.into(), &serde_json::Value::Null));
    let unasked = bench.call(&replace);
    assert_eq!(unasked.exit, Exit::Usage);
    assert!(unasked.err.starts_with("error[cli.not_confirmed]"), "{}", unasked.err);
    let declined = bench.call_answering(&replace, Some("n\n"));
    assert_eq!(declined.exit, Exit::Cancelled);
    assert!(declined.out.contains("would change 1 of 1 lines"), "whoever is asked sees what for: {}", declined.out);
    assert_eq!(bench.json(&["bom", "show", &board])[0]["number"], *resistor);
    assert_eq!(bench.call_answering(&replace, Some("y\n")).exit, Exit::Done);
    assert_eq!(bench.json(&["bom", "show", &board])[0]["number"], *other);
    let back = bench.json(&["bom", "replace", &other, &resistor, "--yes"]);
    assert_eq!(back["revisions"], 1);
    assert_eq!(bench.json(&["where-used", &other]), serde_json::json!([]));
}

#[test]
fn a_line_that_is_not_there_is_told_with_what_there_is() {
    let (bench, _, board) = board();
    let refused = bench.call(&["bom", "set", &board, "7", "--dnp"]);
    assert!(refused.err.contains("has no line 7; \"bom show\" tells"), "{}", refused.err);
    assert_eq!(refused.code(), "cli.line_unknown");
}
