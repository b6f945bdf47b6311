//! The window's door, tried as `crates/persistence/tests/sqlite/door.rs` tries the others: each rule, by every command that
//! could lead past it. After each try the history is as long as before, so nothing was changed.

use std::cell::Cell;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use tauri::WebviewWindow;
use tauri::test::MockRuntime;

use super::ipc::{call, call_with, in_memory, on_file, subcategory, window};

/// A window on a workspace with an Admin who acts, a Designer, and a released board with everything a revision can have.
struct House<'w> {
    window: &'w WebviewWindow<MockRuntime>,
    designer: String,
    resistor: Value,
    board: Value,
    line: String,
    file: String,
    acting: Cell<&'static str>,
}

/// Runs a test on a store in memory and on a file.
fn each(test: impl Fn(&House<'_>)) {
    let folder = tempfile::tempdir().expect("a folder");
    for opener in [in_memory(), on_file(&folder.path().join("house.partwright"))] {
        let (_shell, window) = window(opener);
        test(&House::build(&window));
    }
}

impl<'w> House<'w> {
    fn build(window: &'w WebviewWindow<MockRuntime>) -> Self {
        let done = |command: &str, request: Value| call(window, command, request).expect(command);
        let people = done("person_add", json!({ "name": "Grace", "role": "Designer" }));
        let named = |name: &str| people.as_array().expect("people").iter().find(|person| person["name"] == name);
        let designer = text(&named("Grace").expect("Grace")["id"]);
        for codes in [("EL", "RES"), ("EL", "PCA")] {
            let request = json!({
                "subcategory": subcategory(window, codes.0, codes.1), "name": "Of a test", "assembly": codes.1 == "PCA",
                "demands": [],
            });
            done("category_subcategory_change", request);
        }
        let house = Self {
            window,
            designer,
            resistor: make(window, "RES", "10k"),
            board: make(window, "PCA", "Board"),
            line: String::new(),
            file: String::new(),
            acting: Cell::new("Admin"),
        };
        house.release(&house.resistor);
        let line = json!({
            "revision": house.board["revision"]["id"], "child": house.resistor["id"], "quantity": "2", "unit": "each",
            "designators": "R1 R2", "dnp": false, "find_number": "", "note": "",
        });
        let bom = done("bom_line_add", line);
        let property = json!({ "type": "text", "text": "green" });
        done("property_set", json!({ "revision": house.board["revision"]["id"], "name": "Colour", "value": property }));
        let attached = json!({ "revision": house.board["revision"]["id"], "name": "a.pdf", "role": "Document" });
        let files = call_with(window, "file_attach", &attached.to_string(), b"one").expect("a file");
        house.release(&house.board);
        Self { line: text(&bom["lines"][0]["id"]), file: text(&files[0]["id"]), ..house }
    }

    fn done(&self, command: &str, request: Value) -> Value {
        call(self.window, command, request).expect(command)
    }

    /// Takes a Draft to Released, by an Admin's override.
    fn release(&self, part: &Value) {
        let revision = &part["revision"]["id"];
        self.done("approval_submit", json!({ "revision": revision, "comment": "" }));
        self.done("approval_override", json!({ "revision": revision, "comment": "a test's" }));
        self.done("release_make", json!({ "revision": revision, "exception": "" }));
    }

    /// The newest place in the history.
    fn newest(&self) -> Value {
        self.done("audit_list", json!({ "part": null, "before": null, "limit": 1 }))["units"][0]["sequence"].clone()
    }

    /// Tries a command. It must be refused with that code, and leave the history as it was.
    fn shut(&self, command: &str, request: Value, wanted: &str) {
        let said = format!("{command} {request} as {}", self.acting.get());
        let before = self.newest();
        let answer = match command {
            "file_attach" | "file_replace" => call_with(self.window, command, &request.to_string(), b"another"),
            _ => call(self.window, command, request),
        };
        let error = answer.expect_err(&said);
        assert_eq!(error["code"], wanted, "{said}: {}", error["message"]);
        assert!(!error["message"].as_str().expect("a sentence").is_empty(), "{said}");
        assert_eq!(self.newest(), before, "{said}");
    }

    /// Tries a command for many parts on one. It must be told of that part with that code, and leave the history as it was.
    fn spared(&self, command: &str, request: Value, wanted: &str) {
        let said = format!("{command} {request} as {}", self.acting.get());
        let before = self.newest();
        let answer = self.done(command, request);
        assert_eq!((&answer["changed"], &answer["refused"][0]["why"]["code"]), (&json!([]), &json!(wanted)), "{said}");
        assert_eq!(self.newest(), before, "{said}");
    }
}

/// Asks for an act with one part as if it were one of many.
fn as_one_of_many(part: &Value, act: &str) -> Value {
    json!({ "parts": [part["id"]], "act": act, "to": null, "note": "", "look": false, "task": "many" })
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

fn make(window: &WebviewWindow<MockRuntime>, code: &str, name: &str) -> Value {
    let request = json!({
        "subcategory": subcategory(window, "EL", code), "name": name, "description": "", "manufacturer": null, "mpn": null,
    });
    call(window, "part_create", request).expect("a part")["row"].clone()
}

/// What a line says, for both commands that say it.
fn content(designators: &str, quantity: &str) -> Value {
    json!({
        "quantity": quantity, "unit": "each", "designators": designators, "dnp": false, "find_number": "", "note": "x",
    })
}

fn with(mut request: Value, more: &Value) -> Value {
    let fields = request.as_object_mut().expect("an object");
    fields.extend(more.as_object().expect("an object").clone());
    request
}

/// A file to import into a part, with one row below the usual header.
fn rows(part: &Value, row: &str) -> Value {
    let content = STANDARD.encode(format!("Reference,Qty,Part number,Value\n{row}\n"));
    json!({ "content": content, "roles": null, "target": { "kind": "existing", "part": part["id"] } })
}

#[test]
fn no_command_changes_what_is_released_or_obsolete() {
    each(|house| {
        every_command_is_refused(house);
        let revision = &house.board["revision"]["id"];
        house.done("revision_obsolete", json!({ "revision": revision, "successor": null }));
        every_command_is_refused(house);
    });
}

fn every_command_is_refused(house: &House<'_>) {
    let (revision, line, file) = (&house.board["revision"]["id"], &house.line, &house.file);
    let (child, wanted) = (&house.resistor["id"], "revision.not_draft");
    let value = json!({ "type": "text", "text": "red" });
    house.shut("bom_line_add", with(content("R9", "1"), &json!({ "revision": revision, "child": child })), wanted);
    house.shut("bom_line_change", with(content("R9", "1"), &json!({ "line": line })), wanted);
    house.shut("bom_line_remove", json!({ "line": line }), wanted);
    house.shut("bom_line_pin", json!({ "line": line, "revision": house.resistor["revision"]["id"] }), wanted);
    house.shut("bom_line_substitute", json!({ "line": line, "substitutes": [] }), wanted);
    for from in [revision, &house.resistor["revision"]["id"]] {
        house.shut("bom_copy", json!({ "from": from, "into": revision, "replace": true }), wanted);
    }
    house.shut("property_set", json!({ "revision": revision, "name": "Colour", "value": value }), wanted);
    let colour = json!({ "parts": [house.board["id"]], "name": "Colour", "value": value, "look": false, "task": "" });
    house.spared("property_set_on_all", colour, wanted);
    house.shut("property_remove", json!({ "revision": revision, "name": "Colour" }), wanted);
    house.shut("file_attach", json!({ "revision": revision, "name": "b.pdf", "role": "Document" }), wanted);
    house.shut("file_replace", json!({ "file": file }), wanted);
    house.shut("file_change_role", json!({ "file": file, "role": "Drawing" }), wanted);
    house.shut("file_remove", json!({ "file": file }), wanted);
    house.shut("import_preview", rows(&house.board, "R9,1,,10k"), wanted);
    let apply = with(rows(&house.board, "R9,1,,10k"), &json!({ "fingerprint": "0" }));
    house.shut("import_apply", apply, wanted);
    house.shut("part_remove", json!({ "part": house.board["id"] }), "part.submitted");
    house.shut("part_remove", json!({ "part": house.resistor["id"] }), "part.in_use");
    // Nothing that led to it is undone: neither its content, nor the steps.
    let units = house.done("audit_list", json!({ "part": house.board["id"], "before": null, "limit": 50 }));
    for unit in units["units"].as_array().expect("units") {
        let sequence = &unit["sequence"];
        let before = house.newest();
        let error = call(house.window, "audit_undo", json!({ "unit": sequence })).expect_err("what is frozen stays");
        let code = error["code"].as_str().expect("a code");
        let because = ["audit.stands", "audit.changed_since", "audit.needed", "revision.not_draft"];
        assert!(because.contains(&code), "{unit}: {error}");
        assert_eq!(house.newest(), before);
    }
}

#[test]
fn no_command_gives_a_verdict_on_ones_own() {
    each(|house| {
        let draft = make(house.window, "PCA", "Draft");
        let revision = &draft["revision"]["id"];
        let line = json!({ "revision": revision, "child": house.resistor["id"] });
        house.done("bom_line_add", with(content("R1", "1"), &line));
        let about = |comment: &str| json!({ "revision": revision, "comment": comment });
        // Made by the Admin and submitted by the Designer: it is the own of both.
        house.done("person_act", json!({ "person": house.designer }));
        house.acting.set("Designer");
        house.done("approval_submit", about("please"));
        for _ in 0..2 {
            house.shut("approval_approve", about("fine"), "approval.own");
            house.shut("approval_reject", about("no"), "approval.own");
            house.shut("release_make", json!({ "revision": revision, "exception": "" }), "release.not_approved");
            house.shut("revision_act_on_all", as_one_of_many(&draft, "approve"), "revision.one_at_a_time");
            house.spared("revision_act_on_all", as_one_of_many(&draft, "release"), "release.not_approved");
            let people = house.done("person_list", json!({}));
            let mut others = people.as_array().expect("people").iter().map(|person| &person["id"]);
            let admin = others.find(|id| **id != json!(house.designer)).expect("the Admin");
            house.done("person_act", json!({ "person": admin }));
            house.acting.set("Admin");
        }
        // An override is an act of its own: it says so, and counts as no approval.
        house.shut("approval_override", about(" "), "approval.reason_missing");
        let status = house.done("approval_override", about("the line stands still"));
        let verdicts = status["reviews"][0]["verdicts"].as_array().expect("verdicts");
        assert_eq!(verdicts.len(), 1);
        assert_eq!(verdicts[0]["verdict"], "Overridden");
        assert_eq!(status["reviews"][0]["approved"], 0, "{status}");
    });
}

#[test]
fn no_command_makes_a_cycle_or_lets_a_quantity_disagree() {
    each(|house| {
        let [inner, outer] = ["Inner", "Outer"].map(|name| make(house.window, "PCA", name));
        let below = |part: &Value, child: &Value| json!({ "revision": part["revision"]["id"], "child": child["id"] });
        house.done("bom_line_add", with(content("", "1"), &below(&outer, &inner)));
        let bom = house.done("bom_line_add", with(content("R1", "1"), &below(&inner, &house.resistor)));
        let line = &bom["lines"][0]["id"];
        for above in [&inner, &outer] {
            house.shut("bom_line_add", with(content("", "1"), &below(&inner, above)), "bom.cycle");
            let substitutes = json!([{ "part": above["id"], "note": "" }]);
            house.shut("bom_line_substitute", json!({ "line": line, "substitutes": substitutes }), "bom.cycle");
        }
        let copy = json!({ "from": outer["revision"]["id"], "into": inner["revision"]["id"], "replace": false });
        house.shut("bom_copy", copy, "bom.cycle");
        let planned = house.done("bom_replace_preview", json!({ "old": house.resistor["id"], "new": outer["id"] }));
        let within = planned["lines"].as_array().expect("lines").iter().find(|row| row["number"] == inner["number"]);
        assert_eq!(within.expect("the line of the inner board")["refusal"]["code"], "bom.cycle");
        let disagreeing = with(content("R7 R8", "3"), &below(&inner, &house.resistor));
        house.shut("bom_line_add", disagreeing, "bom.quantity_disagrees");
        house.shut("bom_line_change", with(content("R1", "2"), &json!({ "line": line })), "bom.quantity_disagrees");
    });
}

#[test]
fn no_command_releases_what_lacks_something() {
    each(|house| {
        let about = |part: &Value, comment: &str| json!({ "revision": part["revision"]["id"], "comment": comment });
        let empty = make(house.window, "PCA", "Empty");
        house.shut("approval_submit", about(&empty, ""), "release.bom_empty");
        house.spared("revision_act_on_all", as_one_of_many(&empty, "submit"), "release.bom_empty");
        let (board, loose) = (make(house.window, "PCA", "Board"), make(house.window, "RES", "Loose"));
        let line = json!({ "revision": board["revision"]["id"], "child": loose["id"] });
        house.done("bom_line_add", with(content("R1", "1"), &line));
        house.done("approval_submit", about(&board, ""));
        let release = json!({ "revision": board["revision"]["id"], "exception": "" });
        house.shut("release_make", release.clone(), "release.not_approved");
        house.done("approval_override", about(&board, "a test's"));
        house.shut("release_make", release.clone(), "release.child_not_released");
        house.spared("revision_act_on_all", as_one_of_many(&board, "release"), "release.child_not_released");
        let pca = subcategory(house.window, "EL", "PCA");
        let demanding = json!({ "subcategory": pca, "name": "Boards", "assembly": true, "demands": ["Mass"] });
        house.done("category_subcategory_change", demanding);
        house.shut("release_make", release, "release.property_missing");
        house.spared("revision_act_on_all", as_one_of_many(&board, "release"), "release.property_missing");
    });
}

#[test]
fn a_viewer_changes_nothing_by_any_command() {
    each(|house| {
        let draft = make(house.window, "PCA", "Draft");
        let revision = &draft["revision"]["id"];
        let people = house.done("person_add", json!({ "name": "Vera", "role": "Viewer" }));
        let vera = people.as_array().expect("people").iter().find(|person| person["name"] == "Vera").expect("Vera");
        let newest = house.newest();
        house.done("person_act", json!({ "person": vera["id"] }));
        house.acting.set("Viewer");
        let (child, res) = (&house.resistor["id"], subcategory(house.window, "EL", "RES"));
        let value = json!({ "type": "text", "text": "red" });
        let lamps = concat!(env!("CARGO_MANIFEST_DIR"), "/ui/e2e/fixtures/lamp-set");
        let set = json!({ "kind": "path", "path": lamps });
        let about = json!({ "revision": revision, "comment": "x" });
        for (command, request) in [
            (
                "part_create",
                json!({ "subcategory": res, "name": "n", "description": "", "manufacturer": null, "mpn": null }),
            ),
            ("part_change", json!({ "part": draft["id"], "name": "n", "description": "" })),
            ("part_remove", json!({ "part": draft["id"] })),
            ("part_succeed", json!({ "part": draft["id"], "successor": child })),
            ("property_set", json!({ "revision": revision, "name": "Colour", "value": value })),
            (
                "manufacturer_part_add",
                json!({ "part": draft["id"], "manufacturer": "M", "mpn": "1", "status": "Active" }),
            ),
            (
                "manufacturer_part_change",
                json!({
                    "manufacturer_part": draft["id"],
                    "says": { "manufacturer": "M", "mpn": "1", "status": "Active" },
                }),
            ),
            ("file_attach", json!({ "revision": revision, "name": "b.pdf", "role": "Document" })),
            ("bom_line_add", with(content("R9", "1"), &json!({ "revision": revision, "child": child }))),
            ("bom_copy", json!({ "from": house.board["revision"]["id"], "into": revision, "replace": false })),
            ("bom_replace", json!({ "old": child, "new": draft["id"], "fingerprint": "" })),
            ("revision_revise", json!({ "part": house.board["id"] })),
            ("revision_obsolete", json!({ "revision": house.board["revision"]["id"], "successor": null })),
            ("revision_act_on_all", as_one_of_many(&draft, "submit")),
            (
                "property_set_on_all",
                json!({ "parts": [draft["id"]], "name": "Colour", "value": value, "look": false, "task": "" }),
            ),
            ("approval_submit", about.clone()),
            ("approval_approve", about.clone()),
            ("approval_reject", about.clone()),
            ("approval_override", about),
            ("release_make", json!({ "revision": revision, "exception": "" })),
            ("category_add", json!({ "code": "ZZ", "name": "Z" })),
            (
                "category_subcategory_change",
                json!({ "subcategory": res, "name": "n", "assembly": false, "demands": [] }),
            ),
            ("person_add", json!({ "name": "Eve", "role": "Admin" })),
            ("person_change", json!({ "person": vera["id"], "name": "Vera", "role": "Admin" })),
            ("setting_change", house.done("setting_show", json!({}))),
            ("import_apply", with(rows(&draft, "R9,1,,10k"), &json!({ "fingerprint": "0" }))),
            (
                "import_set_apply",
                json!({ "source": set, "update": true, "mode": "update", "foreign_numbers": false, "task": "", "fingerprint": "0" }),
            ),
            ("import_forget_layout", json!({ "layout": "ref" })),
            ("audit_undo", json!({ "unit": newest })),
        ] {
            house.shut(command, request, "person.right_missing");
        }
    });
}
