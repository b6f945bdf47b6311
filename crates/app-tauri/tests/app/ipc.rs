//! The commands through Tauri's IPC, with the shipped access list, from many threads at once.
//!
//! The mock runtime runs no window; what only a window shows (who waits for whom) is tested there, in `ui/e2e`.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Barrier, Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use partwright_app_tauri::app::{App, Opener, Vaults, Wish, Workspace};
use partwright_app_tauri::error::WireError;
use partwright_app_tauri::event::ChangesView;
use partwright_app_tauri::message::{Message, Reply};
use partwright_app_tauri::task::{Caller, ProgressView};
use partwright_app_tauri::viewer::Viewer;
use partwright_app_tauri::windows::FIRST;
use partwright_app_tauri::{commands, ipc, wiring};
use partwright_domain::cancel::Cancel;
use partwright_domain::change::{Changes, Room};
use partwright_domain::id::{TimeOrderedIds, Uuid};
use partwright_domain::person::PersonName;
use partwright_domain::ports::Ports;
use partwright_domain::store::{Observer, Reading, Snapshot, Store, StoreError, Work, Writing};
use partwright_domain::time::SystemClock;
use partwright_domain::workspace::{Progress, WorkspaceFile, WorkspaceStatus};
use partwright_testkit::memory::MemoryStore;
use partwright_testkit::vault::MemoryVault;
use serde_json::{Value, json};
use tauri::ipc::{CallbackFn, InvokeBody};
use tauri::test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder};
use tauri::webview::InvokeRequest;
use tauri::{Manager, WebviewWindow, WebviewWindowBuilder};

/// The application on the mock runtime, with the shipped configuration and access list.
pub(crate) fn window(opener: Box<dyn Opener>) -> (tauri::App<MockRuntime>, WebviewWindow<MockRuntime>) {
    window_showing(opener, no_viewer())
}

/// The same, where files are opened so.
pub(crate) fn window_showing(
    opener: Box<dyn Opener>,
    viewer: Viewer,
) -> (tauri::App<MockRuntime>, WebviewWindow<MockRuntime>) {
    let shell =
        mock_builder().invoke_handler(ipc::handler()).build(tauri::generate_context!()).expect("an application");
    shell.manage(Arc::new(App::new(opener, viewer)));
    let window = WebviewWindowBuilder::new(&shell, "main", tauri::WebviewUrl::default()).build().expect("a window");
    (shell, window)
}

pub(crate) fn memory_vaults() -> Vaults {
    Box::new(|_| Arc::new(MemoryVault::new(Arc::new(SystemClock))))
}

/// A viewer for tests in which nothing may be opened.
fn no_viewer() -> Viewer {
    Viewer::new(Box::new(|path| panic!("{} was opened", path.display())))
}

/// An opener of one file, as the wiring makes it.
pub(crate) fn on_file(path: &Path) -> Box<dyn Opener> {
    let arguments = wiring::Arguments { workspace: Some(path.to_owned()) };
    wiring::opener(wiring::Places::new(&path.with_extension("data"), &arguments), Arc::new(|_| {}))
}

/// The file of a store that has none.
struct NoFile;

impl WorkspaceFile for NoFile {
    fn status(&self) -> WorkspaceStatus {
        WorkspaceStatus::default()
    }

    fn check(&self, _: &Cancel) -> Result<Vec<String>, StoreError> {
        Ok(Vec::new())
    }

    fn back_up(&self, to: &Path, _: &Cancel, _: &mut dyn FnMut(Progress)) -> Result<(), StoreError> {
        Err(StoreError::Unreachable { path: to.display().to_string(), detail: "there is no file to copy".to_owned() })
    }

    fn discard(&self, _: &Path) -> Result<(), StoreError> {
        Ok(())
    }

    fn prune(&self, _: &Path) -> Result<(), StoreError> {
        Ok(())
    }
}

/// An opener of a store in memory: the same commands, another adapter.
pub(crate) fn in_memory() -> Box<dyn Opener> {
    Box::new(|_: &Wish| {
        let ports =
            Ports { store: Arc::new(MemoryStore::new()), clock: Arc::new(SystemClock), ids: Arc::new(TimeOrderedIds) };
        Workspace::open("memory".into(), true, Arc::new(NoFile), ports, memory_vaults(), PersonName::parse("Ada")?)
    })
}

pub(crate) fn call(
    window: &WebviewWindow<MockRuntime>,
    command: &str,
    request: impl Into<Value>,
) -> Result<Value, Value> {
    let request: Value = request.into();
    let answer = get_ipc_response(
        window,
        InvokeRequest {
            cmd: command.to_owned(),
            callback: CallbackFn(0),
            error: CallbackFn(1),
            url: if cfg!(windows) { "http://tauri.localhost" } else { "tauri://localhost" }
                .parse()
                .expect("an address"),
            body: InvokeBody::Json(json!({ "request": request })),
            headers: tauri::http::HeaderMap::default(),
            invoke_key: INVOKE_KEY.to_owned(),
        },
    );
    answer.map(|body| body.deserialize().expect("JSON"))
}

/// Calls a command with bytes beside its words, as the page does.
pub(crate) fn call_with(
    window: &WebviewWindow<MockRuntime>,
    command: &str,
    words: &str,
    bytes: &[u8],
) -> Result<Value, Value> {
    let mut headers = tauri::http::HeaderMap::default();
    headers.insert("partwright-request", STANDARD.encode(words).parse().expect("a header"));
    let request = InvokeRequest {
        cmd: command.to_owned(),
        callback: CallbackFn(0),
        error: CallbackFn(1),
        url: if cfg!(windows) { "http://tauri.localhost" } else { "tauri://localhost" }.parse().expect("an address"),
        body: InvokeBody::Raw(bytes.to_vec()),
        headers,
        invoke_key: INVOKE_KEY.to_owned(),
    };
    get_ipc_response(window, request).map(|body| body.deserialize().expect("JSON"))
}

pub(crate) fn subcategory(window: &WebviewWindow<MockRuntime>, category: &str, code: &str) -> Value {
    let categories = call(window, "category_list", json!({})).expect("categories");
    let found = |list: &Value, code: &str| {
        list.as_array().expect("a list").iter().find(|entry| entry["code"] == code).expect("a code").clone()
    };
    found(&found(&categories, category)["subcategories"], code)["id"].clone()
}

const THREADS: usize = 16;
const EACH: usize = 12;

#[test]
fn sixteen_threads_make_parts_through_the_ipc_and_every_acknowledged_one_is_in_the_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("shared.partwright");
    let (shell, main) = window(on_file(&path));
    let resistors = subcategory(&main, "EL", "RES");
    let together = Arc::new(Barrier::new(THREADS));
    let makers: Vec<_> = (0..THREADS)
        .map(|maker| {
            let (main, resistors, together) = (main.clone(), resistors.clone(), Arc::clone(&together));
            thread::spawn(move || {
                together.wait();
                (0..EACH)
                    .map(|turn| {
                        let request = json!({
                            "subcategory": resistors, "name": format!("{maker}-{turn}"), "description": "",
                            "manufacturer": null, "mpn": null,
                        });
                        let made = call(&main, "part_create", request).expect("an acknowledged part");
                        made["row"]["number"].as_str().expect("a number").to_owned()
                    })
                    .collect::<Vec<_>>()
            })
        })
        .collect();
    let acknowledged: BTreeSet<String> = makers.into_iter().flat_map(|maker| maker.join().expect("no panic")).collect();
    assert_eq!(acknowledged.len(), THREADS * EACH, "every number is another one");
    drop((main, shell));

    // Another application on the same file: what was acknowledged is what is there.
    let (_shell, main) = window(on_file(&path));
    let request = json!({ "category": null, "sort": "number", "descending": false, "after": null, "limit": 1000 });
    let page = call(&main, "part_list", request).expect("a page");
    let found: BTreeSet<String> = page["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| row["number"].as_str().expect("a number").to_owned())
        .collect();
    assert_eq!(found, acknowledged);
    let expected = (100_000..100_000 + THREADS * EACH).map(|sequence| format!("EL-RES-{sequence}"));
    assert_eq!(found, expected.collect(), "and the numbers are dense");
}

#[test]
fn a_search_is_asked_and_answered_with_all_that_a_page_shows() {
    let (_shell, main) = window(in_memory());
    let ask = |changed: Value| {
        let mut request = json!({
            "task": "test", "text": "", "category": null, "state": null, "has_mpn": null, "ranges": [], "sort": null,
            "descending": false, "after": null, "limit": 2,
        });
        request.as_object_mut().expect("a request").extend(changed.as_object().expect("changes").clone());
        call(&main, "search_parts", request)
    };
    let first = ask(json!({ "text": "10kΩ 0402" })).expect("hits");
    let hit = &first["hits"][0];
    assert_eq!((&hit["row"]["name"], &hit["rank"]), (&json!("10 kΩ 1 % 0402"), &json!("words")));
    assert_eq!(hit["found"][0], json!({ "field": "name", "label": "", "text": "10 kΩ 1 % 0402" }));
    let all = ask(json!({ "text": "el" })).expect("hits");
    let next = ask(json!({ "text": "el", "after": all["next"] })).expect("hits");
    assert_ne!(all["hits"], next["hits"], "the next page goes on");
    let none = ask(json!({ "text": "el", "state": "Obsolete", "has_mpn": true, "category": "EL-RES" })).expect("hits");
    assert_eq!((&none["hits"], &none["next"]), (&json!([]), &json!(null)));
    let code = |ranges: Value| ask(json!({ "ranges": ranges })).expect_err("a refusal")["code"].clone();
    assert_eq!(code(json!([{ "property": "Resistance", "low": "much", "high": "" }])), "search.value_invalid");
    assert_eq!(code(json!([{ "property": "Resistance", "low": "", "high": "" }])), "search.range_empty");
    assert_eq!(code(json!([{ "property": "", "low": "1", "high": "" }])), "property.name_invalid");
}

#[test]
fn the_commands_work_over_another_adapter() {
    let (_shell, main) = window(in_memory());
    let workspace = call(&main, "workspace_show", json!({})).expect("a workspace");
    assert_eq!((&workspace["demo"], &workspace["person"]["name"]), (&json!(true), &json!("Ada")));
    let product = call(&main, "part_show", json!({ "part": "AS-PRD-100000" })).expect("the demo's product");
    let bom = call(&main, "bom_show", json!({ "revision": product["row"]["revision"]["id"] })).expect("its BOM");
    assert_eq!((&bom["line_count"], &bom["quantity_total"]), (&json!(7), &json!("9 each + 0.12 m")));
    let line =
        bom["lines"].as_array().expect("lines").iter().find(|line| line["quantity"] == "4").expect("four screws");
    let request = json!({
        "line": line["id"], "quantity": "6", "unit": "each", "designators": "", "dnp": false, "find_number": "", "note": "",
    });
    let bom = call(&main, "bom_line_change", request).expect("a changed line");
    assert_eq!(bom["quantity_total"], "11 each + 0.12 m");
    let history = call(&main, "audit_list", json!({ "part": product["row"]["id"], "before": null, "limit": 1 }));
    assert_eq!(history.expect("history")["units"][0]["operation"], "bom.change_line");
}

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
fn two_boms_are_compared() {
    let (_shell, main) = window(in_memory());
    let revision = |number: &str| {
        let part = call(&main, "part_show", json!({ "part": number })).expect("a part of the demo");
        part["row"]["revision"]["id"].clone()
    };
    let compare = |before: &Value, after: &Value| {
        call(&main, "bom_compare", json!({ "before": before, "after": after })).expect("a comparison")
    };
    let product = revision("AS-PRD-100000");
    let same = compare(&product, &product);
    assert_eq!((&same["lines"], &same["alike"]), (&json!([]), &json!(7)));
    let bom = call(&main, "bom_show", json!({ "revision": product })).expect("its BOM");
    let other = bom["lines"][0]["child"]["revision"]["id"].clone();
    let differs = compare(&product, &other);
    let of_kind =
        |kind: &str| differs["lines"].as_array().expect("lines").iter().filter(|row| row["kind"] == kind).count();
    assert!(of_kind("removed") > 0, "{differs}");
    assert_eq!(differs["before"]["number"], "AS-PRD-100000");
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
        call(&main, "bom_beside", request).expect("both side by side")["rows"].clone()
    };
    assert_eq!(beside(product, product), Value::from(ids.clone()), "what is alike is told by its id alone");
    let other = &bom["lines"][0]["child"]["revision"]["id"];
    let rows = beside(product, other);
    let removed = rows.as_array().expect("rows").iter().find(|row| row["kind"] == "removed").expect("one at least");
    assert!(ids.contains(&removed["before"]) && removed["after"].is_null(), "{removed}");

    let say = call(&main, "bom_lines_say", json!({ "lines": [ids[1], ids[0]] })).expect("what they say");
    assert_eq!((&say[0]["line"], &say[1]["line"]), (&ids[1], &ids[0]));
    assert_eq!(say[1]["says"]["quantity"], bom["lines"][0]["quantity"]);
    assert_eq!(say[1]["child"]["number"], say[1]["says"]["number"]);
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
    let request = json!({
        "subcategory": subcategory(&main, "EL", "PCA"), "name": "A copy", "description": "", "manufacturer": null, "mpn": null,
    });
    let copy = call(&main, "part_create", request).expect("a part");
    let (from, into) = (&product["row"]["revision"]["id"], &copy["row"]["revision"]["id"]);
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
fn a_part_has_suppliers_with_prices_and_lacks_what_its_subcategory_demands() {
    let (_shell, main) = window(in_memory());
    let request = json!({
        "subcategory": subcategory(&main, "EL", "RES"), "name": "10k", "description": "", "manufacturer": "Yageo", "mpn": "RC0402",
    });
    let part = call(&main, "part_create", request).expect("a part");
    assert_eq!(part["missing"], json!(["Value", "Footprint"]));
    let request = json!({
        "revision": part["row"]["revision"]["id"], "name": "value", "value": { "type": "text", "text": "10k" },
    });
    call(&main, "property_set", request).expect("a property");
    let part = call(&main, "part_show", json!({ "part": part["row"]["number"] })).expect("the part");
    assert_eq!(part["missing"], json!(["Footprint"]));

    let offer = json!({
        "supplier": "Northwind", "order_code": "NW-1", "packaging": "", "lead_time": "", "minimum": "", "multiple": "50",
        "currency": "eur",
        "prices": [{ "quantity": "100", "price": "0.0042" }, { "quantity": "10", "price": "0.05" }],
    });
    let sold = json!({ "manufacturer_part": part["manufacturer_parts"][0]["id"], "offer": offer });
    let answer = call(&main, "supplier_part_add", sold.clone()).expect("a supplier part");
    let listed = &answer[0]["supplier_parts"][0];
    assert_eq!(listed["offer"]["currency"], "EUR");
    assert_eq!(listed["offer"]["prices"][0], json!({ "quantity": "10", "price": "0.05" }));
    assert_eq!(call(&main, "supplier_part_add", sold).expect_err("a twin")["code"], "supplier_part.taken");
    for (quantity, expected) in [
        ("120", json!({ "price": "0.0042", "total": "0.504", "from": null, "order": "150", "cheapest": true })),
        ("7", json!({ "price": null, "total": null, "from": "10", "order": "50", "cheapest": false })),
    ] {
        let request = json!({ "part": part["row"]["id"], "quantity": quantity });
        let mut answer = call(&main, "supplier_part_price", request).expect("prices")[0].clone();
        let id = answer.as_object_mut().expect("an object").remove("supplier_part");
        assert_eq!((id.as_ref(), answer), (Some(&listed["id"]), expected), "{quantity}");
    }
}

#[test]
fn the_classification_is_configured_and_what_is_in_use_stays() {
    let (_shell, main) = window(in_memory());
    let all = call(&main, "category_add", json!({ "code": " op ", "name": "Optics" })).expect("a category");
    let optics = all.as_array().expect("a list").iter().find(|each| each["code"] == "OP").expect("OP").clone();
    let request = json!({ "category": optics["id"], "code": "LEN", "name": "Lenses", "assembly": false, "demands": ["Material"] });
    call(&main, "category_subcategory_add", request).expect("a subcategory");
    let lenses = subcategory(&main, "OP", "LEN");
    let request = json!({ "subcategory": lenses, "name": "Lens", "assembly": true, "demands": ["B", "A"] });
    call(&main, "category_subcategory_change", request).expect("a change");
    let all = call(&main, "category_list", json!({})).expect("categories");
    let optics = all.as_array().expect("a list").iter().find(|each| each["code"] == "OP").expect("OP").clone();
    let expected = json!({ "id": lenses, "code": "LEN", "name": "Lens", "assembly": true, "demands": ["B", "A"] });
    assert_eq!(optics["subcategories"], json!([expected]));
    let counts = call(&main, "category_count", json!({})).expect("counts");
    let count = |of: &Value| {
        let found = counts.as_array().expect("a list").iter().find(|each| each["subcategory"] == *of);
        found.expect("a count")["parts"].clone()
    };
    assert_eq!((count(&lenses), count(&subcategory(&main, "EL", "PCA"))), (json!(0), json!(3)));
    let refused = |command: &str, request: Value| call(&main, command, request).expect_err("in use")["code"].clone();
    assert_eq!(refused("category_remove", json!({ "category": optics["id"] })), "category.not_empty");
    let boards = json!({ "subcategory": subcategory(&main, "EL", "PCA") });
    assert_eq!(refused("category_subcategory_remove", boards), "category.in_use");
    call(&main, "category_subcategory_remove", json!({ "subcategory": lenses })).expect("a removal");
    let renamed = json!({ "category": optics["id"], "name": "Light" });
    call(&main, "category_rename", renamed).expect("a name");
    call(&main, "category_remove", json!({ "category": optics["id"] })).expect("a removal");
}

#[test]
fn a_change_is_told_field_by_field_undone_and_redone() {
    let (_app, main) = window(in_memory());
    let subcategory = subcategory(&main, "EL", "RES");
    let request =
        json!({ "subcategory": subcategory, "name": "10k", "description": "", "manufacturer": null, "mpn": null });
    let part = call(&main, "part_create", request).expect("a part");
    assert_eq!(part["stays"], Value::Null, "it can be removed");
    let id = part["row"]["id"].clone();
    call(&main, "part_change", json!({ "part": id, "name": "12k", "description": "" })).expect("a change");
    let page = json!({ "part": id, "before": null, "limit": 9 });
    let unit = call(&main, "audit_list", page.clone()).expect("a history")["units"][0].clone();
    assert_eq!(unit["entries"][0]["changes"], json!([{ "field": "name", "before": "10k", "after": "12k" }]));
    assert_eq!((&unit["undoable"], &unit["origin"], &unit["undoing"]), (&json!(true), &Value::Null, &Value::Null));
    let next = call(&main, "audit_next", json!({})).expect("a next");
    let name = json!({ "sequence": unit["sequence"], "operation": "part.describe" });
    assert_eq!(next, json!({ "undo": name, "redo": null }));

    let undone = call(&main, "audit_undo", json!({ "unit": unit["sequence"] })).expect("an undo");
    assert_eq!(undone, json!({ "unit": name, "title": unit["entries"][0]["title"] }));
    assert_eq!(call(&main, "part_show", json!({ "part": id })).expect("the part")["row"]["name"], "10k");
    let units = call(&main, "audit_list", page).expect("a history")["units"].clone();
    assert_eq!((&units[0]["operation"], &units[0]["origin"]), (&json!("audit.undo"), &name));
    assert_eq!((&units[1]["undoing"]["undone"], &units[1]["undoable"]), (&json!(true), &json!(false)));
    let refusal = call(&main, "audit_undo", json!({ "unit": unit["sequence"] })).expect_err("twice");
    assert_eq!(refusal["code"], "audit.undone");
    call(&main, "audit_redo", json!({ "unit": unit["sequence"] })).expect("a redo");
    call(&main, "part_remove", json!({ "part": id })).expect("a part that nobody uses");
    assert_eq!(call(&main, "part_show", json!({ "part": id })).expect_err("it is gone")["code"], "part.not_found");
}

#[test]
fn a_refusal_has_a_code_a_sentence_and_its_values() {
    let (_shell, main) = window(in_memory());
    let error = call(&main, "part_show", json!({ "part": "EL-RES-999999" })).expect_err("no such part");
    assert_eq!(error["code"], "part.not_found");
    assert_eq!(error["fields"]["part"], "EL-RES-999999");
    let error = call(&main, "part_show", json!({ "part": 7 })).expect_err("a number is no text");
    assert_eq!(error["code"], "ipc.request_invalid");
    let error = call(&main, "part_show", Value::Null).expect_err("no request");
    assert_eq!(error["code"], "ipc.request_invalid");
}

#[test]
fn a_workspace_that_cannot_be_opened_is_told_by_every_command() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("not ours.partwright");
    std::fs::write(&path, "somebody's notes").expect("a file");
    let (_shell, main) = window(on_file(&path));
    for command in ["workspace_show", "category_list"] {
        let error = call(&main, command, json!({})).expect_err("no workspace");
        assert_eq!(error["code"], "workspace.foreign");
    }
    assert_eq!(std::fs::read(&path).expect("the file"), b"somebody's notes");
}

#[test]
fn what_is_not_in_the_list_does_not_run() {
    let (_shell, main) = window(in_memory());
    for command in ["plugin:event|emit", "plugin:window|close", "plugin:path|resolve_directory"] {
        let refusal = call(&main, command, json!({})).expect_err("nobody may");
        let refusal = refusal.as_str().expect("Tauri's own sentence");
        // Not "Command not found": the command is there, and the list is what keeps it from the page.
        assert!(refusal.contains("not allowed") && !refusal.contains("not found"), "{refusal}");
    }
    let refusal = call(&main, "no_such_command", json!({})).expect_err("nobody may");
    let refusal = refusal.as_str().expect("Tauri's own sentence");
    assert!(refusal.contains("no_such_command not allowed") && refusal.ends_with("not found"), "{refusal}");
}

#[test]
fn the_access_list_names_every_command_and_nothing_else() {
    let capability: Value = serde_json::from_str(include_str!("../../capabilities/main.json")).expect("JSON");
    let granted: BTreeSet<&str> = capability["permissions"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|name| name.as_str().expect("a text"))
        .collect();
    let ours = commands::names().map(|name| format!("allow-{}", name.replace('_', "-")));
    let events = ["core:event:allow-listen", "core:event:allow-unlisten"].map(ToOwned::to_owned);
    let expected: BTreeSet<String> = ours.chain(events).collect();
    assert_eq!(granted, expected.iter().map(String::as_str).collect());
}

/// The files below a folder, by their paths in it.
fn files(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry")) {
        let name = entry.file_name().into_string().expect("a name");
        if entry.file_type().expect("a type").is_dir() {
            found.extend(files(&entry.path()).into_iter().map(|below| format!("{name}/{below}")));
        } else {
            found.insert(name);
        }
    }
    found
}

fn keys(object: &Value) -> Vec<&str> {
    object.as_object().expect("an object").keys().map(String::as_str).collect()
}

#[test]
fn there_is_one_access_list_and_it_says_nothing_but_names() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("capabilities");
    // build.rs takes whatever lies in the folder; what lies in probe/ only in test builds.
    assert_eq!(files(&folder), ["main.json", "probe/probe.json"].map(ToOwned::to_owned).into());
    for file in ["main.json", "probe/probe.json"] {
        let text = std::fs::read_to_string(folder.join(file)).expect("a file");
        let capability: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(keys(&capability), ["$schema", "description", "identifier", "permissions", "windows"], "{file}");
        assert_eq!(capability["windows"], json!(["main", "main-*"]), "{file}");
    }
}

#[test]
fn the_page_may_load_and_ask_nothing_from_elsewhere() {
    let configuration: Value = serde_json::from_str(include_str!("../../tauri.conf.json")).expect("JSON");
    let security = &configuration["app"]["security"];
    assert_eq!(keys(security), ["csp", "freezePrototype"], "no other rules for development, no list in the middle");
    let policy = &security["csp"];
    let denied = ["object-src", "base-uri", "form-action", "frame-ancestors"];
    for (directive, sources) in policy.as_object().expect("one list a directive") {
        let sources: Vec<_> = sources.as_str().expect("a text").split_whitespace().collect();
        let allowed: &[&str] = match directive.as_str() {
            "default-src" | "script-src" | "style-src" => &["'self'"],
            "font-src" => &["'self'", "data:"],
            // A file's picture is shown from the bytes that the page holds.
            "img-src" => &["'self'", "data:", "blob:"],
            "connect-src" => &["'self'", "ipc:", "http://ipc.localhost"],
            directive if denied.contains(&directive) => &["'none'"],
            _ => &[],
        };
        assert!(
            !sources.is_empty() && sources.iter().all(|source| allowed.contains(source)),
            "{directive}: {sources:?}"
        );
    }
    for directive in denied.into_iter().chain(["default-src"]) {
        assert!(policy[directive].is_string(), "{directive} does not follow from any other");
    }
}

#[test]
fn a_panic_inside_a_command_is_answered_with_a_code() {
    let app = App::new(in_memory(), no_viewer());
    let broken = commands::Command { name: "broken", run: |_, _| panic!("on purpose") };
    let error =
        ipc::answer(&Caller { app: &app, window: FIRST, tell: &|_| () }, &broken, Value::Null).expect_err("a panic");
    assert_eq!((error.code.as_str(), error.fields["detail"].as_str()), ("ipc.panicked", "on purpose"));
    assert!(!error.message.contains("nothing was changed"), "nobody knows how far it came: {}", error.message);
}

/// A store that can no longer be read once something was written through it.
struct BlindStore {
    store: Arc<dyn Store>,
    is_blind: Arc<AtomicBool>,
    failure: fn() -> StoreError,
}

impl Store for BlindStore {
    fn snapshot(&self, reading: &Reading, work: &mut dyn FnMut(&dyn Snapshot)) -> Result<(), StoreError> {
        if self.is_blind.load(Ordering::SeqCst) { Err((self.failure)()) } else { self.store.snapshot(reading, work) }
    }

    fn unit(&self, writing: &Writing, work: Work) -> Result<Changes, StoreError> {
        let changes = self.store.unit(writing, work)?;
        self.is_blind.store(true, Ordering::SeqCst);
        Ok(changes)
    }

    fn subscribe(&self, observer: Observer) {
        self.store.subscribe(observer);
    }
}

/// The demo in memory, on a store that goes blind with every write; and its eyes.
fn blind(failure: fn() -> StoreError) -> (App, Arc<AtomicBool>) {
    let is_blind = Arc::new(AtomicBool::new(false));
    let eyes = Arc::clone(&is_blind);
    let opener = Box::new(move |_: &Wish| {
        let store = BlindStore { store: Arc::new(MemoryStore::new()), is_blind: Arc::clone(&eyes), failure };
        let ports = Ports { store: Arc::new(store), clock: Arc::new(SystemClock), ids: Arc::new(TimeOrderedIds) };
        let (file, vaults) = (Arc::new(NoFile), memory_vaults());
        let workspace = Workspace::open("memory".into(), true, file, ports, vaults, PersonName::parse("Ada")?);
        eyes.store(false, Ordering::SeqCst);
        workspace
    });
    (App::new(opener, no_viewer()), is_blind)
}

fn run(app: &App, command: &str, message: impl Into<Message>) -> Result<Value, WireError> {
    run_and_hear(app, command, message, &|_| ())
}

fn run_and_hear(
    app: &App,
    command: &str,
    message: impl Into<Message>,
    tell: &dyn Fn(ProgressView),
) -> Result<Value, WireError> {
    let command = commands::find(command).expect("a command");
    ipc::answer(&Caller { app, window: FIRST, tell }, command, message).map(crate::words)
}

#[test]
fn what_is_done_but_cannot_be_shown_is_told_as_done() {
    let exhausted = || StoreError::Exhausted { seconds: 5 };
    for failure in [exhausted, || panic!("on purpose")] {
        let (app, is_blind) = blind(failure);
        let show = |part: &str| run(&app, "part_show", json!({ "part": part })).expect("a part");
        let product = show("AS-PRD-100000");
        let (part, revision) = (&product["row"]["id"], &product["row"]["revision"]["id"]);
        let bom = || run(&app, "bom_show", json!({ "revision": revision })).expect("a BOM");
        let done = |command: &str, operation: &str, message: Message| {
            let error = run(&app, command, message).expect_err("nothing can be shown");
            assert_eq!(error.code, "ipc.done_not_shown", "{command}: {}", error.message);
            assert!(!error.message.contains("nothing was changed"), "{command}: {}", error.message);
            is_blind.store(false, Ordering::SeqCst);
            let history = run(&app, "audit_list", json!({ "part": null, "before": null, "limit": 1 }));
            assert_eq!(history.expect("history")["units"][0]["operation"], operation);
        };

        let categories = run(&app, "category_list", json!({})).expect("categories");
        let request = json!({
            "subcategory": categories[0]["subcategories"][0]["id"], "name": "10k", "description": "",
            "manufacturer": null, "mpn": null,
        });
        done("part_create", "part.create", request.into());
        let request = json!({ "part": part, "name": "Another name", "description": "" });
        done("part_change", "part.describe", request.into());
        let request = json!({ "revision": revision, "name": "Colour", "value": { "type": "text", "text": "red" } });
        done("property_set", "property.set", request.into());
        done("property_remove", "property.remove", json!({ "revision": revision, "name": "Colour" }).into());
        let request = json!({ "part": part, "manufacturer": "Yageo", "mpn": "RC0402", "status": "Active" });
        done("manufacturer_part_add", "manufacturer_part.add", request.into());
        let added = &show("AS-PRD-100000")["manufacturer_parts"][0]["id"];
        let says = json!({ "manufacturer": "Yageo", "mpn": "RC0402", "status": "Obsolete" });
        let request = json!({ "manufacturer_part": added, "says": says });
        done("manufacturer_part_change", "manufacturer_part.change", request.into());
        let request = json!({ "manufacturer_part": added });
        done("manufacturer_part_remove", "manufacturer_part.remove", request.into());

        let with = |bytes: &[u8], request: Value| Message { request, bytes: bytes.to_vec() };
        let request = json!({ "revision": revision, "name": "a.pdf", "role": "Document" });
        done("file_attach", "file.attach", with(b"one", request));
        let files = run(&app, "file_list", json!({ "revision": revision })).expect("files");
        let file = &files[0]["id"];
        done("file_replace", "file.replace", with(b"two", json!({ "file": file })));
        done("file_change_role", "file.change_role", json!({ "file": file, "role": "3D model" }).into());
        done("file_remove", "file.remove", json!({ "file": file }).into());

        let line = &bom()["lines"][0];
        let mut content = json!({
            "quantity": "7", "unit": "each", "designators": "", "dnp": false, "find_number": "", "note": "one more",
        });
        content["revision"] = revision.clone();
        content["child"] = line["child"]["id"].clone();
        done("bom_line_add", "bom.add_line", content.clone().into());
        content["line"] = bom()["lines"][7]["id"].clone();
        content["quantity"] = json!("8");
        done("bom_line_change", "bom.change_line", content.into());
        assert_eq!(bom()["lines"][7]["quantity"], "8");
        done("bom_line_remove", "bom.remove_line", json!({ "line": line["id"] }).into());
        assert_eq!(bom()["line_count"], 7);
        let from = &bom()["lines"]
            .as_array()
            .expect("lines")
            .iter()
            .find(|line| line["has_lines"] == true)
            .expect("one")
            .clone();
        let request = json!({ "from": from["child"]["revision"]["id"], "into": revision, "replace": true });
        done("bom_copy", "bom.copy", request.into());
    }
}

/// An application over one file whose viewer notes what it is given, and what it was given.
fn viewed(path: &Path) -> (App, Arc<Mutex<Vec<PathBuf>>>) {
    let shown: Arc<Mutex<Vec<PathBuf>>> = Arc::default();
    let note = Arc::clone(&shown);
    let viewer = Viewer::new(Box::new(move |path| {
        note.lock().unwrap_or_else(PoisonError::into_inner).push(path.to_owned());
        Ok(())
    }));
    (App::new(on_file(path), viewer), shown)
}

fn new_revision(app: &App) -> Value {
    let categories = run(app, "category_list", json!({})).expect("categories");
    let request = json!({
        "subcategory": categories[0]["subcategories"][0]["id"], "name": "10k", "description": "",
        "manufacturer": null, "mpn": null,
    });
    run(app, "part_create", request).expect("a part")["row"]["revision"]["id"].clone()
}

fn attach(app: &App, revision: &Value, name: &str, bytes: &[u8]) -> Value {
    let request = json!({ "revision": revision, "name": name, "role": "Other" });
    let files = run(app, "file_attach", Message { request, bytes: bytes.to_vec() }).expect("files");
    files.as_array().expect("a list").iter().find(|file| file["name"] == name).expect("the file")["id"].clone()
}

#[test]
fn a_file_is_attached_through_the_ipc_as_bytes_and_is_there_after_a_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("files.partwright");
    let (shell, main) = window(on_file(&path));
    let categories = call(&main, "category_list", json!({})).expect("categories");
    let request = json!({
        "subcategory": categories[0]["subcategories"][0]["id"], "name": "10k", "description": "",
        "manufacturer": null, "mpn": null,
    });
    let part = call(&main, "part_create", request).expect("a part");
    let revision = &part["row"]["revision"]["id"];
    let bytes: Vec<u8> = (0..=255).cycle().take(70_000).collect();
    let words = json!({ "revision": revision, "name": "Maße 図面.pdf", "role": "3D model" }).to_string();
    let files = call_with(&main, "file_attach", &words, &bytes).expect("files");
    assert_eq!(
        (&files[0]["name"], &files[0]["role"], &files[0]["size"]),
        (&json!("Maße 図面.pdf"), &json!("3D model"), &json!(70_000))
    );
    let twin = call_with(&main, "file_attach", &words, &bytes).expect_err("a name that is taken");
    assert_eq!(twin["code"], "file.name_taken");
    for words in ["", "{}", "no JSON"] {
        let error = call_with(&main, "file_attach", words, &bytes).expect_err("no request");
        assert_eq!(error["code"], "ipc.request_invalid", "{words:?}");
    }
    drop((main, shell));

    let (_shell, main) = window(on_file(&path));
    let request = json!({ "revision": revision });
    assert_eq!(call(&main, "file_list", request).expect("files"), files);
    assert_eq!(call(&main, "workspace_check", json!({ "task": "check" })).expect("a check")["problems"], json!([]));
    assert_eq!(call(&main, "file_collect", json!({})), Ok(json!({ "contents": 0, "bytes": 0 })));
}

#[test]
fn the_beginning_of_a_file_is_answered_as_bytes_and_a_copy_is_saved_elsewhere() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = App::new(on_file(&folder.path().join("files.partwright")), no_viewer());
    let file = attach(&app, &new_revision(&app), "notes.txt", b"one two");
    let read = |most: u32| {
        let command = commands::find("file_read").expect("a command");
        let caller = Caller { app: &app, window: FIRST, tell: &|_| () };
        ipc::answer(&caller, command, json!({ "file": file, "most": most })).expect("bytes")
    };
    assert_eq!((read(3), read(99)), (Reply::Bytes(b"one".to_vec()), Reply::Bytes(b"one two".to_vec())));
    let path = folder.path().join("copy.txt");
    let saved = run(&app, "file_save", json!({ "file": file, "path": path })).expect("a copy");
    assert_eq!((saved, std::fs::read(&path).expect("a file")), (json!(path), b"one two".to_vec()));
    let error = run(&app, "file_save", json!({ "file": file, "path": "copy.txt" })).expect_err("no whole path");
    assert_eq!(error.code, "export.path_unwritable");
}

#[test]
fn the_page_of_a_part_says_what_the_acting_person_may_not_do() {
    let app = App::new(in_memory(), no_viewer());
    let may = || run(&app, "part_show", json!({ "part": "AS-PRD-100000" })).expect("a part")["may"].clone();
    assert_eq!(may(), json!({ "describe": null, "change": null, "succeed": null }));
    let request = json!({ "category": "EL-RES", "sort": "number", "descending": false, "after": null, "limit": 1 });
    let listed = run(&app, "part_list", request).expect("a page")["rows"][0].clone();
    let (part, revision) = (&listed["id"], &listed["revision"]["id"]);
    run(&app, "approval_submit", json!({ "revision": revision, "comment": "" })).expect("a request");
    let shown = run(&app, "part_show", json!({ "part": part })).expect("a part");
    assert_eq!(shown["may"]["change"]["code"], "revision.not_draft");
    let rounds = run(&app, "approval_rounds", json!({ "part": part })).expect("rounds");
    assert_eq!((&rounds[0]["revision"]["id"], &rounds[0]["reviews"][0]["open"]), (revision, &json!(true)));
    let people = run(&app, "person_add", json!({ "name": "Vera", "role": "Viewer" })).expect("people");
    let vera = people.as_array().expect("people").iter().find(|person| person["name"] == "Vera").expect("Vera");
    run(&app, "person_act", json!({ "person": vera["id"] })).expect("a hand-over");
    let codes = ["describe", "change", "succeed"].map(|act| may()[act]["code"].clone());
    assert_eq!(codes, ["person.right_missing"; 3].map(|code| json!(code)));
}

#[test]
fn a_file_is_opened_as_a_copy_of_its_own_that_goes_with_the_application() {
    let folder = tempfile::tempdir().expect("a folder");
    let (app, shown) = viewed(&folder.path().join("files.partwright"));
    let revision = new_revision(&app);
    let file = attach(&app, &revision, "sheet.pdf", b"%PDF");
    for _ in 0..2 {
        run(&app, "file_open", json!({ "file": file })).expect("a file that is opened");
    }
    let paths = shown.lock().unwrap_or_else(PoisonError::into_inner).clone();
    assert_eq!(paths.len(), 2);
    assert_ne!(paths[0], paths[1], "each in a folder of its own");
    for path in &paths {
        assert_eq!(std::fs::read(path).expect("a copy"), b"%PDF");
        assert_eq!(path.file_name().and_then(|name| name.to_str()), Some("sheet.pdf"));
        assert!(!path.starts_with(folder.path()), "not in the vault");
        assert!(std::fs::metadata(path).expect("a copy").permissions().readonly());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = |path: &Path| std::fs::metadata(path).expect("a mode").permissions().mode() & 0o777;
            assert_eq!((mode(path), mode(path.parent().expect("a folder"))), (0o400, 0o700));
        }
    }
    app.close();
    assert!(paths.iter().all(|path| !path.exists()), "no copy outlives the application");
}

#[test]
fn neither_a_program_nor_a_damaged_file_is_opened() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("files.partwright");
    let (app, shown) = viewed(&path);
    let revision = new_revision(&app);
    let code = |file: &Value| run(&app, "file_open", json!({ "file": file })).expect_err("not opened").code;
    for (name, bytes) in
        [("setup.exe", &b"x"[..]), ("start.desktop", b"x"), ("sheet.pdf", b"#!/bin/sh"), ("a.bin", b"\x7fELF")]
    {
        assert_eq!(code(&attach(&app, &revision, name, bytes)), "file.is_program", "{name}");
    }
    let damaged = attach(&app, &revision, "damaged.pdf", b"damaged");
    let vault = path.with_extension("partwright-files");
    let stored =
        files(&vault).into_iter().find(|name| std::fs::read(vault.join(name)).expect("a content") == b"damaged");
    std::fs::write(vault.join(stored.expect("the content")), b"Damaged").expect("a damaged content");
    assert_eq!(code(&damaged), "file.damaged");
    let problems = run(&app, "workspace_check", json!({ "task": "check" })).expect("a check")["problems"].clone();
    assert!(problems[0].as_str().expect("a sentence").contains("damaged.pdf"), "{problems}");
    assert!(shown.lock().unwrap_or_else(PoisonError::into_inner).is_empty(), "nothing damaged is shown");
}

#[test]
fn a_change_names_every_room_and_every_id_once() {
    let (one, two) = (Uuid::from_u128(1), Uuid::from_u128(2));
    let mut changes = Changes::default();
    for (room, id) in [(Room::Revision, two), (Room::Property, two), (Room::Property, one)] {
        changes.note(room, id);
    }
    let told = ChangesView::from(&changes);
    assert_eq!(told.rooms, ["revision", "property"]);
    assert_eq!(told.ids, [one, two].map(|id| id.to_string()));
}

#[test]
fn a_change_of_another_program_names_every_room_and_no_id() {
    let told = ChangesView::from(&Changes::elsewhere());
    assert_eq!(told.rooms, Room::ALL.map(Room::name));
    assert!(told.ids.is_empty());
}

#[test]
fn the_status_tells_of_the_file_and_of_what_its_engine_did() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("bench.partwright");
    let app = App::new(on_file(&path), no_viewer());
    let before = run(&app, "workspace_status", json!({})).expect("a status");
    run(&app, "person_rename", json!({ "name": "Grace" })).expect("a change");
    run(&app, "category_list", json!({})).expect("a read");
    let after = run(&app, "workspace_status", json!({})).expect("a status");
    let grown = |name: &str| after[name].as_u64().expect("a number") - before[name].as_u64().expect("a number");
    assert_eq!((grown("units"), grown("commits")), (1, 1));
    assert!(grown("snapshots") > 0, "{after}");
    assert_eq!(after["path"], path.display().to_string());
    assert!(after["file_bytes"].as_u64() > Some(0), "{after}");
    assert_eq!(after["open_snapshots"], json!([]));
}

#[test]
fn a_sound_file_has_no_problems() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = App::new(on_file(&folder.path().join("sound.partwright")), no_viewer());
    let checked = run(&app, "workspace_check", json!({ "task": "check" })).expect("an answer");
    assert_eq!(checked["problems"], json!([]));
    assert!(checked["history"]["entries"].as_u64() > Some(0), "{checked}");
}

#[test]
fn a_copy_is_followed_to_its_end_and_opens() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = App::new(on_file(&folder.path().join("ours.partwright")), no_viewer());
    run(&app, "person_rename", json!({ "name": "Grace" })).expect("a change");
    let file = attach(&app, &new_revision(&app), "sheet.pdf", b"attached");
    let to = folder.path().join("backups").join("ours.partwright");
    let told = RefCell::new(Vec::new());
    let request = json!({ "task": "copy", "to": to });
    let done = run_and_hear(&app, "workspace_back_up", request, &|progress| told.borrow_mut().push(progress));
    let done = done.expect("a copy");
    let size = std::fs::metadata(&to).expect("the copy").len();
    assert_eq!((done["bytes"].as_u64(), &done["contents"], &done["problems"]), (Some(size + 8), &json!(1), &json!([])));
    let last = told.borrow().last().expect("the last step is always told").clone();
    assert_eq!((last.task.as_str(), last.done), ("copy", last.total));
    let (copy, shown) = viewed(&to);
    assert_eq!(run(&copy, "workspace_show", json!({})).expect("a workspace")["person"]["name"], "Grace");
    run(&copy, "file_open", json!({ "file": file })).expect("a file of the copy");
    let shown = shown.lock().unwrap_or_else(PoisonError::into_inner).clone();
    assert_eq!(std::fs::read(&shown[0]).expect("a copy of the copy"), b"attached");
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

#[test]
fn a_cancelled_copy_leaves_no_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = App::new(on_file(&folder.path().join("ours.partwright")), no_viewer());
    let to = folder.path().join("backups").join("ours.partwright");
    let cancel = |progress: ProgressView| {
        run(&app, "task_cancel", json!({ "task": progress.task })).expect("an answer");
    };
    let error = run_and_hear(&app, "workspace_back_up", json!({ "task": "copy", "to": to }), &cancel);
    assert_eq!(error.expect_err("it was cancelled").code, "store.cancelled");
    assert_eq!(files(&folder.path().join("backups")), BTreeSet::new());
    // The name is free again, and nothing of the old task clings to it.
    run(&app, "workspace_back_up", json!({ "task": "copy", "to": to })).expect("a copy");
}

#[test]
fn a_copy_goes_where_it_can_and_over_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = App::new(on_file(&folder.path().join("ours.partwright")), no_viewer());
    let taken = folder.path().join("notes.txt");
    std::fs::write(&taken, "somebody's notes").expect("a file");
    let elsewhere = folder.path().join("no such folder").join("copy.partwright");
    let cases = [
        (json!(taken), "workspace.path_taken"),
        (json!(elsewhere), "workspace.unreachable"),
        (json!("copy.partwright"), "workspace.unreachable"),
        (json!(""), "workspace.unreachable"),
    ];
    for (to, code) in cases {
        let error = run(&app, "workspace_back_up", json!({ "task": "copy", "to": to })).expect_err("refused");
        assert_eq!(error.code, code, "{to}: {}", error.message);
    }
    assert_eq!(std::fs::read(&taken).expect("the file"), b"somebody's notes");
    assert!(!elsewhere.parent().expect("a folder").exists(), "a folder that was named wrongly is not made");
}

#[test]
fn a_task_that_runs_is_not_started_twice() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = App::new(on_file(&folder.path().join("ours.partwright")), no_viewer());
    let again = RefCell::new(None);
    let request = json!({ "task": "one", "to": folder.path().join("copy.partwright") });
    run_and_hear(&app, "workspace_back_up", request, &|_| {
        *again.borrow_mut() = Some(run(&app, "workspace_check", json!({ "task": "one" })));
    })
    .expect("a copy");
    let error = again.take().expect("it was tried").expect_err("it runs");
    assert_eq!(error.code, "ipc.task_taken");
}

#[test]
fn a_window_hears_the_first_step_and_the_last_and_few_between() {
    let app = App::new(in_memory(), no_viewer());
    let told = RefCell::new(Vec::new());
    let caller = Caller { app: &app, window: FIRST, tell: &|progress| told.borrow_mut().push(progress.done) };
    let task = app.tasks.begin("steps".to_owned()).expect("a task");
    let begun = Instant::now();
    let mut tell = task.teller(&caller);
    (1..=10_000).for_each(|done| tell(Progress { done, total: 10_000 }));
    drop(tell);
    let told = told.into_inner();
    assert_eq!((told.first(), told.last()), (Some(&1), Some(&10_000)));
    let most = 2 + begun.elapsed().as_millis() / 50;
    assert!(told.len() as u128 <= most, "{} steps were told where {most} can be seen", told.len());
}

/// A window over each adapter, with a resistor in it; and whatever keeps the file.
fn each_with_a_resistor(test: impl Fn(&WebviewWindow<MockRuntime>, &str, &str)) {
    let folder = tempfile::tempdir().expect("a folder");
    for opener in [in_memory(), on_file(&folder.path().join("review.partwright"))] {
        let (_shell, main) = window(opener);
        let request = json!({
            "subcategory": subcategory(&main, "EL", "RES"), "name": "10k", "description": "",
            "manufacturer": null, "mpn": null,
        });
        let row = call(&main, "part_create", request).expect("a part")["row"].clone();
        let [part, revision] = [&row["id"], &row["revision"]["id"]].map(|id| id.as_str().expect("an id").to_owned());
        test(&main, &part, &revision);
    }
}

pub(crate) fn refused(window: &WebviewWindow<MockRuntime>, command: &str, request: Value) -> String {
    let error = call(window, command, request).expect_err(command);
    error["code"].as_str().expect("a code").to_owned()
}

/// The acts that may be done with a revision now.
fn acts(status: &Value) -> Vec<&str> {
    let may = status["may"].as_array().expect("acts").iter();
    may.filter(|may| may["refusal"].is_null()).map(|may| may["act"].as_str().expect("an act")).collect()
}

#[test]
fn a_revision_is_released_through_the_ipc_by_two_people_and_not_by_one() {
    each_with_a_resistor(|main, part, revision| {
        let about = |comment: &str| json!({ "revision": revision, "comment": comment });
        let people = call(main, "person_add", json!({ "name": "Grace", "role": "Designer" })).expect("people");
        let grace = people.as_array().expect("a list").iter().find(|person| person["name"] == "Grace").expect("Grace");
        let property = json!({ "revision": revision, "name": "Value", "value": { "type": "text", "text": "10k" } });

        call(main, "property_set", property.clone()).expect("a Draft is edited");
        assert_eq!(refused(main, "approval_submit", about("please")), "release.property_missing");
        let footprint = json!({ "type": "text", "text": "0402" });
        call(main, "property_set", json!({ "revision": revision, "name": "Footprint", "value": footprint }))
            .expect("what its category demands");
        let status = call(main, "approval_submit", about("please")).expect("a request");
        assert_eq!(status["revision"]["state"], "In Review");
        assert_eq!(acts(&status), ["withdraw", "override"], "its author may not approve it");
        assert_eq!(refused(main, "approval_approve", about("")), "approval.own");
        assert_eq!(refused(main, "approval_reject", about("no")), "approval.own");
        assert_eq!(refused(main, "property_set", property.clone()), "revision.not_draft");
        let release = json!({ "revision": revision, "exception": "" });
        assert_eq!(refused(main, "release_make", release.clone()), "release.not_approved");

        call(main, "person_act", json!({ "person": grace["id"] })).expect("a hand-over");
        assert_eq!(refused(main, "approval_override", about("now")), "person.right_missing");
        assert_eq!(
            refused(main, "setting_change", json!({ "labels": "letters", "workflow": Uuid::nil().to_string() })),
            "person.right_missing"
        );
        assert_eq!(refused(main, "person_add", json!({ "name": "Eve", "role": "Admin" })), "person.right_missing");
        assert_eq!(refused(main, "approval_reject", about(" ")), "approval.reason_missing");
        let waiting = call(main, "approval_list", json!({})).expect("reviews");
        assert_eq!((&waiting[0]["waits_for_me"], &waiting[0]["mine"]), (&json!(true), &json!(false)));
        let status = call(main, "approval_approve", about("fine")).expect("a verdict");
        assert_eq!(status["reviews"][0]["verdicts"][0]["person"], "Grace");
        let status = call(main, "release_make", release).expect("a release");
        assert_eq!(status["revision"]["state"], "Released");
        assert_eq!(refused(main, "property_set", property.clone()), "revision.not_draft");
        let verified = call(main, "release_verify", json!({ "revision": revision })).expect("a look at it");
        assert_eq!((&verified["agrees"], &verified["hash"]), (&json!(true), &status["release"]["hash"]));
        let released = status["revision"]["released"].as_i64().expect("a moment");
        for (at, id) in [(released, json!(revision)), (released - 1, Value::Null)] {
            let found = call(main, "revision_as_of", json!({ "part": part, "at": at })).expect("an answer");
            assert_eq!(found.get("id").unwrap_or(&Value::Null), &id);
        }
        let next = call(main, "revision_revise", json!({ "part": part })).expect("a new revision");
        assert_eq!((&next["revision"]["label"], &next["revision"]["author"]), (&json!("2"), &json!("Grace")));
        assert_eq!(refused(main, "revision_revise", json!({ "part": part })), "revision.open_exists");
        let property =
            json!({ "revision": next["revision"]["id"], "name": "Value", "value": { "type": "text", "text": "11k" } });
        call(main, "property_set", property).expect("a Draft is edited");
        for (shown, value) in [(Value::Null, "11k"), (json!(revision), "10k")] {
            let view = call(main, "part_show", json!({ "part": part, "revision": shown })).expect("a part");
            assert_eq!(view["properties"][1]["value"]["text"], value);
        }
        let foreign = json!({ "part": part, "revision": Uuid::nil().to_string() });
        assert_eq!(refused(main, "part_show", foreign), "revision.not_found");
        let status = call(main, "revision_obsolete", json!({ "revision": revision })).expect("a step");
        assert_eq!(status["revision"]["state"], "Obsolete");
    });
}

#[test]
fn settings_come_back_as_they_were_set_and_what_lacks_is_not_submitted() {
    each_with_a_resistor(|main, _, revision| {
        let workflow = &call(main, "workflow_list", json!({})).expect("workflows")[0]["id"];
        let nothing = json!({ "labels": "letters", "workflow": Uuid::nil().to_string() });
        assert_eq!(refused(main, "setting_change", nothing), "store.missing");
        let settings = json!({ "labels": "clear_letters", "workflow": workflow });
        assert_eq!(call(main, "setting_change", settings.clone()), Ok(settings.clone()));
        assert_eq!(call(main, "setting_show", json!({})), Ok(settings));
        let about = json!({ "revision": revision, "comment": "" });
        assert_eq!(refused(main, "approval_submit", about), "release.property_missing");
    });
}

#[test]
fn a_workflow_is_drawn_checked_saved_and_followed() {
    each_with_a_resistor(|main, _, revision| {
        let all = call(main, "workflow_list", json!({})).expect("workflows");
        let [standard] = all.as_array().expect("a list").as_slice() else { panic!("one workflow: {all}") };
        assert_eq!((&standard["version"], &standard["current"]), (&json!(1), &json!(true)));
        let mut design = standard["design"].clone();
        assert_eq!(call(main, "workflow_check", design.clone()), Ok(json!([])));
        design["transitions"][1]["approvals"] = json!(0);
        design["states"][3]["name"] = json!(" ");
        let defects = call(main, "workflow_check", design.clone()).expect("defects");
        assert_eq!(
            (&defects[0]["state"], &defects[0]["error"]["code"]),
            (&json!(3), &json!("workflow.state_name_invalid"))
        );
        assert_eq!(refused(main, "workflow_save", design.clone()), "workflow.state_name_invalid");
        design["states"][3]["name"] = json!("Obsolete");
        let defects = call(main, "workflow_check", design.clone()).expect("defects");
        let at = (&defects[0]["transition"], &defects[0]["error"]["code"]);
        assert_eq!(at, (&json!(1), &json!("workflow.approvals_out_of_range")));
        assert_eq!(refused(main, "workflow_save", design.clone()), "workflow.defective");
        design["transitions"][1]["approvals"] = json!(2);
        design["states"].as_array_mut().expect("states").push(json!({ "name": "Concept", "phase": "Draft" }));
        let to_concept = json!({
            "from": "Draft", "to": "Concept", "name": "Begin again", "role": "Admin", "approvals": 0, "checks": ["file"]
        });
        let back = json!({
            "from": "Concept", "to": "Draft", "name": "Elaborate", "role": "Designer", "approvals": 0, "checks": []
        });
        design["transitions"].as_array_mut().expect("transitions").extend([to_concept, back]);
        let all = call(main, "workflow_save", design.clone()).expect("a version");
        assert_eq!((&all[0]["version"], &all[0]["current"], &all[0]["design"]), (&json!(2), &json!(true), &design));
        assert_eq!((&all[0]["revisions"], &all[1]["current"]), (&json!(0), &json!(false)));
        let before = all[1]["revisions"].as_u64().expect("a count");

        let status = call(main, "revision_status", json!({ "revision": revision })).expect("a revision");
        assert_eq!((&status["workflow"], &status["workflow_version"]), (&json!("Standard"), &json!(1)));
        let new = json!({
            "subcategory": subcategory(main, "EL", "RES"), "name": "20k", "description": "",
            "manufacturer": null, "mpn": null,
        });
        let made = call(main, "part_create", new).expect("a part");
        let id = made["row"]["revision"]["id"].as_str().expect("an id").to_owned();
        let status = call(main, "revision_status", json!({ "revision": id })).expect("a revision");
        let ways: Vec<_> =
            status["may"].as_array().expect("a list").iter().filter(|may| may["act"] == "advance").collect();
        assert_eq!(ways.len(), 1);
        assert_eq!((&ways[0]["to"], &ways[0]["name"]), (&json!("Concept"), &json!("Begin again")));
        assert_eq!(ways[0]["refusal"]["code"], "workflow.file_missing");
        let back = json!({ "revision": id, "to": "Draft" });
        assert_eq!(refused(main, "revision_advance", back), "workflow.no_transition");

        let first = all[1]["id"].clone();
        let all = call(main, "workflow_take", json!({ "workflow": first })).expect("the first version again");
        assert_eq!((&all[0]["current"], &all[1]["current"]), (&json!(false), &json!(true)));
        assert_eq!((&all[0]["revisions"], &all[1]["revisions"]), (&json!(1), &json!(before)));
    });
}

#[test]
fn what_is_ready_below_an_assembly_is_released_with_it_and_what_is_obsolete_names_what_is_used_instead() {
    each_with_a_resistor(|main, resistor, below| {
        let made = |name: &str, codes: [&str; 2]| {
            let request = json!({
                "subcategory": subcategory(main, codes[0], codes[1]), "name": name, "description": "",
                "manufacturer": null, "mpn": null,
            });
            call(main, "part_create", request).expect("a part")["row"].clone()
        };
        let (board, other) = (made("Board", ["EL", "PCA"]), made("Another", ["EL", "RES"]));
        let top = board["revision"]["id"].as_str().expect("an id");
        let line = json!({
            "revision": top, "child": resistor, "quantity": "1", "unit": "each", "designators": "R1",
            "quantity_intended": false, "dnp": false, "find_number": "", "note": "",
        });
        call(main, "bom_line_add", line).expect("a line");
        for name in ["Value", "Footprint"] {
            let value = json!({ "type": "text", "text": "x" });
            call(main, "property_set", json!({ "revision": below, "name": name, "value": value })).expect("a property");
        }
        for revision in [below, top] {
            let about = json!({ "revision": revision, "comment": "alone here" });
            call(main, "approval_submit", about.clone()).expect("a request");
            if revision == below {
                call(main, "approval_override", about).expect("an override");
            }
        }
        let plan = call(main, "release_plan", json!({ "revision": top })).expect("a plan");
        let told: Vec<_> = plan.as_array().expect("members").iter().map(|member| &member["refusal"]["code"]).collect();
        assert_eq!(told, [&Value::Null, &json!("release.not_approved")], "{plan}");
        let together = json!({ "revision": top, "members": [below, top] });
        assert_eq!(refused(main, "release_together", together.clone()), "release.not_approved");
        call(main, "approval_override", json!({ "revision": top, "comment": "alone here" })).expect("an override");
        let other_way = json!({ "revision": top, "members": [top] });
        assert_eq!(refused(main, "release_together", other_way), "release.plan_changed");
        let status = call(main, "release_together", together).expect("a release of both");
        assert_eq!((&status["revision"]["state"], &status["release"]["form"]), (&json!("Released"), &json!(3)));
        let verified = call(main, "release_verify", json!({ "revision": top })).expect("a look at it");
        assert_eq!((&verified["agrees"], &verified["count"]), (&json!(true), &json!(2)));

        let successor = |named: &Value| json!({ "revision": below, "successor": named });
        assert_eq!(refused(main, "revision_obsolete", successor(&json!(resistor))), "part.successor_loop");
        let status = call(main, "revision_obsolete", successor(&other["number"])).expect("a step");
        assert_eq!(status["revision"]["state"], "Obsolete");
        let view = call(main, "part_show", json!({ "part": resistor })).expect("a part");
        for named in ["successor", "use_instead"] {
            assert_eq!(view[named]["number"], other["number"], "{named}");
        }
        let none = json!({ "part": resistor, "successor": null });
        let view = call(main, "part_succeed", none).expect("a successor that is taken back");
        assert_eq!((&view["successor"], &view["use_instead"]), (&Value::Null, &Value::Null));
        let early = json!({ "part": other["id"], "successor": resistor });
        assert_eq!(refused(main, "part_succeed", early), "part.not_obsolete");
    });
}
