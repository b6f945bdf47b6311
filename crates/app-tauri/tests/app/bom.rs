//! BOMs through the commands: over their levels, compared, priced, copied, and written line by line.

use std::cell::RefCell;
use std::collections::BTreeSet;

use partwright_app_tauri::app::App;
use partwright_app_tauri::task::ProgressView;
use partwright_domain::id::Uuid;
use serde_json::{Value, json};
use tauri::WebviewWindow;
use tauri::test::MockRuntime;

use super::ipc::{call, in_memory, no_viewer, run, run_and_hear, subcategory, window};

#[test]
fn a_bom_is_read_over_all_its_levels() {
    let (_shell, main) = window(in_memory());
    let product = call(&main, "part_show", json!({ "part": "AS-PRD-100000" })).expect("the demo's product");
    let revision = &product["row"]["revision"]["id"];
    let page = |after: &Value, limit: u32| {
        let request = json!({ "revision": revision, "dnp": true, "after": after, "limit": limit });
        call(&main, "bom_explode", request).expect("a page")
    };
    let whole = page(&Value::Null, 10_000);
    assert_eq!(whole["next"], Value::Null);
    let (mut rows, mut after) = (Vec::new(), Value::Null);
    loop {
        let next = page(&after, 2);
        rows.extend(next["rows"].as_array().expect("rows").clone());
        after = next["next"].clone();
        if after.is_null() {
            break;
        }
    }
    assert!(rows.iter().any(|row| row["level"] == 2), "a product with an assembly in it");
    assert_eq!(Value::from(rows.clone()), whole["rows"], "in pages or at once");

    let flat = call(&main, "bom_flat", json!({ "revision": revision })).expect("a flat list");
    let numbers: Vec<_> = flat.as_array().expect("rows").iter().map(|row| row["child"]["number"].as_str()).collect();
    assert!(numbers.is_sorted(), "by part number: {numbers:?}");
    let of_rows: BTreeSet<_> = rows.iter().map(|row| row["child"]["number"].as_str()).collect();
    assert_eq!(numbers.into_iter().collect::<BTreeSet<_>>(), of_rows);

    let rolled = call(&main, "bom_roll_up", json!({ "revision": revision })).expect("a roll-up");
    assert!(rolled["worst"].is_string() && rolled["grams"].is_string(), "{rolled}");

    let deep = rows.iter().find(|row| row["level"] == 2).expect("a line of level 2");
    let used = call(&main, "part_where_used", json!({ "part": deep["child"]["number"] })).expect("its uses");
    let top = used.as_array().expect("uses").iter().find(|used| used["number"] == "AS-PRD-100000");
    let top = top.expect("the product is among them");
    assert_eq!((&top["top"], &top["part"]), (&json!(true), &product["row"]["id"]));
}

#[test]
fn two_boms_are_compared_in_what_one_piece_needs() {
    let (_shell, main) = window(in_memory());
    let revision = |number: &str| {
        let part = call(&main, "part_show", json!({ "part": number })).expect("a part of the demo");
        part["row"]["revision"]["id"].clone()
    };
    let product = revision("AS-PRD-100000");
    let bom = call(&main, "bom_show", json!({ "revision": product })).expect("its BOM");
    let other = bom["lines"][0]["child"]["revision"]["id"].clone();
    let amounts = |before: &Value, after: &Value| {
        let request = json!({ "task": "amounts", "before": before, "after": after });
        call(&main, "bom_compare_amounts", request).expect("amounts")["amounts"].clone()
    };
    assert_eq!(amounts(&product, &product), json!([]));
    let needed = amounts(&product, &other);
    let numbers: Vec<_> = needed.as_array().expect("rows").iter().map(|row| row["child"]["number"].as_str()).collect();
    assert!(!numbers.is_empty() && numbers.is_sorted(), "by part number: {numbers:?}");
}

#[test]
fn two_boms_stand_side_by_side_and_their_lines_say_what_they_say_when_asked() {
    let (_shell, main) = window(in_memory());
    let product = call(&main, "part_show", json!({ "part": "AS-PRD-100000" })).expect("the demo's product");
    let product = &product["row"]["revision"]["id"];
    let bom = call(&main, "bom_show", json!({ "revision": product })).expect("its BOM");
    let ids: Vec<_> = bom["lines"].as_array().expect("lines").iter().map(|line| line["id"].clone()).collect();
    let beside = |before: &Value, after: &Value| {
        let request = json!({ "task": "beside", "before": before, "after": after });
        call(&main, "bom_beside", request).expect("both side by side")
    };
    assert_eq!(beside(product, product)["rows"], Value::from(ids.clone()), "what is alike is told by its id alone");
    let other = &bom["lines"][0]["child"]["revision"]["id"];
    let differs = beside(product, other);
    assert_eq!(differs["before"]["number"], "AS-PRD-100000");
    let removed =
        differs["rows"].as_array().expect("rows").iter().find(|row| row["kind"] == "removed").expect("one at least");
    assert!(ids.contains(&removed["before"]) && removed["after"].is_null(), "{removed}");

    let say = call(&main, "bom_lines_say", json!({ "lines": [ids[1], ids[0]] })).expect("what they say");
    assert_eq!((&say[0]["line"], &say[1]["line"]), (&ids[1], &ids[0]));
    assert_eq!(say[1]["says"]["quantity"], bom["lines"][0]["quantity"]);
    assert_eq!(say[1]["child"]["number"], say[1]["says"]["number"]);
}

/// A Draft of an assembly without lines.
fn assembly(window: &WebviewWindow<MockRuntime>, name: &str) -> Value {
    let request = json!({
        "subcategory": subcategory(window, "EL", "PCA"), "name": name, "description": "", "manufacturer": null, "mpn": null,
    });
    call(window, "part_create", request).expect("a part")["row"]["revision"]["id"].clone()
}

/// A line to be, of a part of the demo.
fn new_line(revision: &Value, quantity: impl Into<Value>, unit: &str, designators: &str) -> Value {
    json!({
        "revision": revision, "child": "EL-PCA-100002", "quantity": quantity.into(), "unit": unit, "designators": designators,
        "dnp": false, "find_number": "", "note": "",
    })
}

#[test]
fn lines_that_are_alike_in_other_units_are_told_on_both_sides() {
    let (_shell, main) = window(in_memory());
    let [before, after] = [("Before", "0.5", "m"), ("After", "500", "mm")].map(|(name, quantity, unit)| {
        let revision = assembly(&main, name);
        call(&main, "bom_line_add", new_line(&revision, quantity, unit, "")).expect("a line")
    });
    let request = json!({ "task": "beside", "before": before["revision"]["id"], "after": after["revision"]["id"] });
    let rows = call(&main, "bom_beside", request).expect("both side by side")["rows"].clone();
    let [before, after] = [&before, &after].map(|bom| &bom["lines"][0]["id"]);
    assert_eq!(rows, json!([{ "before": before, "after": after }]));
}

#[test]
fn a_line_without_a_quantity_has_a_piece_for_each_designator_and_one_without() {
    let (_shell, main) = window(in_memory());
    let revision = assembly(&main, "A board");
    let asked = |designators: &str| {
        let mut request = new_line(&revision, Value::Null, "each", designators);
        request["line"] = Value::Null;
        call(&main, "bom_line_check", request).map(|checked| checked["quantity"].clone())
    };
    assert_eq!(asked(""), Ok(json!("1")));
    assert_eq!(asked("R1-R4, C1"), Ok(json!("5")));
    assert_eq!(asked("R1-R4, R2").expect_err("twice")["code"], "bom.designator_twice");
    let bom = call(&main, "bom_line_add", new_line(&revision, Value::Null, "each", "R1-R4")).expect("a line");
    assert_eq!(bom["lines"][0]["quantity"], "4");
}

#[test]
fn builds_cost_something_and_lack_something() {
    let (_shell, main) = window(in_memory());
    let product = call(&main, "part_show", json!({ "part": "AS-PRD-100000" })).expect("the demo's product");
    let revision = &product["row"]["revision"]["id"];
    let cost =
        |builds: &str| call(&main, "bom_cost", json!({ "revision": revision, "builds": builds, "currency": null }));
    assert_eq!(cost("0").expect_err("none is built")["code"], "bom.builds_invalid");
    let before = cost("10").expect("costs");
    let first = &before["lines"][0];
    let mpn = json!({ "part": first["child"]["id"], "manufacturer": "M", "mpn": "IPC-1", "status": "Preferred" });
    let made = call(&main, "manufacturer_part_add", mpn).expect("a manufacturer part");
    let made = made.as_array().and_then(|made| made.last()).expect("the one that was added").clone();
    let offer = json!({
        "supplier": "Northwind", "order_code": "NW-1", "packaging": "", "lead_time": "400", "minimum": "1000000",
        "multiple": "", "currency": "EUR", "prices": [{ "quantity": "1", "price": "0.5" }],
    });
    call(&main, "supplier_part_add", json!({ "manufacturer_part": made["id"], "offer": offer })).expect("it is sold");
    let after = call(&main, "bom_cost", json!({ "revision": revision, "builds": "10", "currency": "eur" }));
    let after = after.expect("costs");
    assert_eq!((&after["currency"], &after["lead_time"]), (&json!("EUR"), &json!("400")));
    assert_eq!(after["slowest"][0]["number"], first["child"]["number"]);
    let purchase = &after["lines"][0]["purchase"];
    assert_eq!((&purchase["order"], &purchase["total"]), (&json!("1000000"), &json!("500000")));

    let needed = &first["needed"];
    let unit = first["unit"].as_str().expect("a unit");
    let on_hand = format!("IPC-1 {} {unit}\nnobody 4", needed.as_str().expect("a text"));
    let request = json!({ "revision": revision, "builds": "10", "on_hand": on_hand, "currency": "EUR" });
    let shortage = call(&main, "bom_shortage", request).expect("a shortage list");
    let outcomes: Vec<_> = shortage["rows"].as_array().expect("rows").iter().map(|row| &row["outcome"]).collect();
    assert_eq!(outcomes, ["counted", "refused"]);
    assert_eq!(shortage["rows"][1]["refusal"]["code"], "bom.on_hand_unknown");
    let of = |line: &&Value| line["child"]["number"] == first["child"]["number"];
    let line = shortage["lines"].as_array().expect("lines").iter().find(of).expect("the part");
    assert_eq!((&line["short"], &line["purchase"], &line["no_price"]), (&json!("0"), &Value::Null, &Value::Null));
}

#[test]
fn a_bom_is_copied_and_a_part_replaced_everywhere_after_a_preview() {
    let (_shell, main) = window(in_memory());
    let product = call(&main, "part_show", json!({ "part": "AS-PRD-100000" })).expect("the demo's product");
    let (from, into) = (&product["row"]["revision"]["id"], &assembly(&main, "A copy"));
    let source = call(&main, "bom_show", json!({ "revision": from })).expect("its BOM");
    let request = json!({ "from": from, "into": into, "replace": false });
    let copied = call(&main, "bom_copy", request.clone()).expect("a copy");
    assert_eq!((&copied["revision"]["id"], &copied["line_count"]), (into, &source["line_count"]));
    let request = json!({ "from": into, "into": into, "replace": true });
    assert_eq!(call(&main, "bom_copy", request).expect_err("itself")["code"], "bom.copied_onto_itself");

    let both = json!({ "old": source["lines"][0]["child"]["number"], "new": source["lines"][1]["child"]["id"] });
    let preview = call(&main, "bom_replace_preview", both.clone()).expect("a preview");
    assert_eq!(preview["changing"], 2, "in the product and in its copy: {preview}");
    let mut request = both.clone();
    request["fingerprint"] = preview["fingerprint"].clone();
    assert_eq!(call(&main, "bom_replace", request.clone()).expect("a replacement"), json!({ "revisions": 2 }));
    assert_eq!(call(&main, "bom_replace", request).expect_err("another plan")["code"], "bom.plan_changed");
}

#[test]
fn an_explosion_that_cannot_be_continued_says_so() {
    let (_shell, main) = window(in_memory());
    let product = call(&main, "part_show", json!({ "part": "AS-PRD-100000" })).expect("the demo's product");
    for after in ["", "nowhere", &Uuid::nil().to_string()] {
        let request = json!({ "revision": product["row"]["revision"]["id"], "dnp": true, "after": after, "limit": 5 });
        assert_eq!(call(&main, "bom_explode", request).expect_err("no such path")["code"], "page.cursor_invalid");
    }
    let request = json!({ "revision": Uuid::nil().to_string() });
    assert_eq!(call(&main, "bom_flat", request).expect_err("no such revision")["code"], "revision.not_found");
}

#[test]
fn a_cancelled_comparison_answers_nothing_and_can_be_asked_again() {
    let app = App::new(in_memory(), no_viewer());
    let revision = |number: &str| {
        let part = run(&app, "part_show", json!({ "part": number })).expect("a part of the demo");
        part["row"]["revision"]["id"].clone()
    };
    let both = (revision("EL-PCA-100001"), revision("EL-PCA-100002"));
    for command in ["bom_beside", "bom_compare_amounts"] {
        let request = || json!({ "task": "compare", "before": both.0, "after": both.1 });
        let told = RefCell::new(Vec::new());
        let hear = |progress: ProgressView| told.borrow_mut().push(progress.done);
        run_and_hear(&app, command, request(), &hear).expect("a comparison");
        let told = told.into_inner();
        assert!(told.len() > 1 && told[0] == 0 && told.is_sorted(), "{told:?}");
        for step in [told[0], told[told.len() - 1]] {
            let cancel = |ProgressView { task, done, .. }: ProgressView| {
                if done == step {
                    run(&app, "task_cancel", json!({ "task": task })).expect("an answer");
                }
            };
            let error = run_and_hear(&app, command, request(), &cancel).expect_err("it was cancelled");
            assert_eq!(error.code, "store.cancelled", "{command} at {step}");
        }
        run(&app, command, request()).expect("nothing of the old task clings to its name");
    }
}
