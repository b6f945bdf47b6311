//! The commands through Tauri's IPC, with the shipped access list, from many threads at once.
//!
//! The mock runtime runs no window; what only a window shows (who waits for whom) is tested there, in `ui/e2e`.
#![expect(clippy::expect_used, reason = "a broken expectation is a failed test, and the message says which")]

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Barrier};
use std::thread;

use partwright_app_tauri::app::{App, Opener, Workspace};
use partwright_app_tauri::error::WireError;
use partwright_app_tauri::event::ChangesView;
use partwright_app_tauri::{commands, ipc, wiring};
use partwright_domain::change::{Changes, Room};
use partwright_domain::id::{TimeOrderedIds, Uuid};
use partwright_domain::person::PersonName;
use partwright_domain::ports::Ports;
use partwright_domain::store::{Observer, Reading, Snapshot, Store, StoreError, Work};
use partwright_domain::time::SystemClock;
use partwright_testkit::memory::MemoryStore;
use serde_json::{Value, json};
use tauri::ipc::{CallbackFn, InvokeBody};
use tauri::test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder};
use tauri::webview::InvokeRequest;
use tauri::{Manager, WebviewWindow, WebviewWindowBuilder};

/// The application on the mock runtime, with the shipped configuration and access list.
fn window(opener: Opener) -> (tauri::App<MockRuntime>, WebviewWindow<MockRuntime>) {
    let shell =
        mock_builder().invoke_handler(ipc::handler()).build(tauri::generate_context!()).expect("an application");
    shell.manage(Arc::new(App::new(opener)));
    let window = WebviewWindowBuilder::new(&shell, "main", tauri::WebviewUrl::default()).build().expect("a window");
    (shell, window)
}

/// An opener of one file, as the wiring makes it.
fn on_file(path: &Path) -> Opener {
    let arguments = wiring::Arguments { workspace: Some(path.to_owned()) };
    wiring::opener(wiring::Places::new(&path.with_extension("data"), &arguments), Arc::new(|_| {}))
}

/// An opener of a store in memory: the same commands, another adapter.
fn in_memory() -> Opener {
    Box::new(|_| {
        let ports =
            Ports { store: Arc::new(MemoryStore::new()), clock: Arc::new(SystemClock), ids: Arc::new(TimeOrderedIds) };
        Workspace::open("memory".into(), true, ports, PersonName::parse("Ada")?)
    })
}

fn call(window: &WebviewWindow<MockRuntime>, command: &str, request: impl Into<Value>) -> Result<Value, Value> {
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

fn subcategory(window: &WebviewWindow<MockRuntime>, category: &str, code: &str) -> Value {
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
    let request =
        json!({ "text": "", "category": null, "sort": "number", "descending": false, "after": null, "limit": 1000 });
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
    let capability: Value = serde_json::from_str(include_str!("../capabilities/main.json")).expect("JSON");
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
        assert_eq!(capability["windows"], json!(["main"]), "{file}");
    }
}

#[test]
fn the_page_may_load_and_ask_nothing_from_elsewhere() {
    let configuration: Value = serde_json::from_str(include_str!("../tauri.conf.json")).expect("JSON");
    let security = &configuration["app"]["security"];
    assert_eq!(keys(security), ["csp", "freezePrototype"], "no other rules for development, no list in the middle");
    let policy = &security["csp"];
    let denied = ["object-src", "base-uri", "form-action", "frame-ancestors"];
    for (directive, sources) in policy.as_object().expect("one list a directive") {
        let sources: Vec<_> = sources.as_str().expect("a text").split_whitespace().collect();
        let allowed: &[&str] = match directive.as_str() {
            "default-src" | "script-src" | "style-src" => &["'self'"],
            "img-src" | "font-src" => &["'self'", "data:"],
            "connect-src" => &["ipc:", "http://ipc.localhost"],
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
    let app = App::new(in_memory());
    let broken = commands::Command { name: "broken", run: |_, _| panic!("on purpose") };
    let error = ipc::answer(&app, &broken, Value::Null).expect_err("a panic");
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

    fn unit(&self, operation: &'static str, work: Work) -> Result<Changes, StoreError> {
        let changes = self.store.unit(operation, work)?;
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
    let app = App::new(Box::new(move |_| {
        let store = BlindStore { store: Arc::new(MemoryStore::new()), is_blind: Arc::clone(&eyes), failure };
        let ports = Ports { store: Arc::new(store), clock: Arc::new(SystemClock), ids: Arc::new(TimeOrderedIds) };
        let workspace = Workspace::open("memory".into(), true, ports, PersonName::parse("Ada")?);
        eyes.store(false, Ordering::SeqCst);
        workspace
    }));
    (app, is_blind)
}

fn run(app: &App, command: &str, request: Value) -> Result<Value, WireError> {
    let command = commands::find(command).expect("a command");
    ipc::answer(app, command, request).map(|json| serde_json::from_str(&json).expect("JSON"))
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
        let done = |command: &str, operation: &str, request: Value| {
            let error = run(&app, command, request).expect_err("nothing can be shown");
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
        done("part_create", "part.create", request);
        let request = json!({ "part": part, "name": "Another name", "description": "" });
        done("part_change", "part.describe", request);
        let request = json!({ "revision": revision, "name": "Colour", "value": { "type": "text", "text": "red" } });
        done("property_set", "property.set", request);
        done("property_remove", "property.remove", json!({ "revision": revision, "name": "Colour" }));
        let request = json!({ "part": part, "manufacturer": "Yageo", "mpn": "RC0402", "status": "Active" });
        done("manufacturer_part_add", "manufacturer_part.add", request);
        let added = &show("AS-PRD-100000")["manufacturer_parts"][0]["id"];
        let request = json!({ "manufacturer_part": added });
        done("manufacturer_part_remove", "manufacturer_part.remove", request);

        let line = &bom()["lines"][0];
        let mut content = json!({
            "quantity": "7", "unit": "each", "designators": "", "dnp": false, "find_number": "", "note": "one more",
        });
        content["revision"] = revision.clone();
        content["child"] = line["child"]["id"].clone();
        done("bom_line_add", "bom.add_line", content.clone());
        content["line"] = bom()["lines"][7]["id"].clone();
        content["quantity"] = json!("8");
        done("bom_line_change", "bom.change_line", content);
        assert_eq!(bom()["lines"][7]["quantity"], "8");
        done("bom_line_remove", "bom.remove_line", json!({ "line": line["id"] }));
        assert_eq!(bom()["line_count"], 7);
    }
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

fn refused(window: &WebviewWindow<MockRuntime>, command: &str, request: Value) -> String {
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
            refused(main, "setting_change", json!({ "labels": "letters", "approvals": 2 })),
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
            assert_eq!(view["properties"][0]["value"]["text"], value);
        }
        let foreign = json!({ "part": part, "revision": Uuid::nil().to_string() });
        assert_eq!(refused(main, "part_show", foreign), "revision.not_found");
        let status = call(main, "revision_obsolete", json!({ "revision": revision })).expect("a step");
        assert_eq!(status["revision"]["state"], "Obsolete");
    });
}

#[test]
fn settings_and_demands_come_back_as_they_were_set() {
    each_with_a_resistor(|main, _, revision| {
        assert_eq!(
            refused(main, "setting_change", json!({ "labels": "letters", "approvals": 0 })),
            "setting.approvals_invalid"
        );
        let settings = json!({ "labels": "clear_letters", "approvals": 3 });
        assert_eq!(call(main, "setting_change", settings.clone()), Ok(settings.clone()));
        assert_eq!(call(main, "setting_show", json!({})), Ok(settings));
        let resistors = subcategory(main, "EL", "RES");
        let names = json!({ "subcategory": resistors, "names": ["Value", "Rating"] });
        call(main, "category_demand", names).expect("demands");
        let about = json!({ "revision": revision, "comment": "" });
        assert_eq!(refused(main, "approval_submit", about), "release.property_missing");
        let categories = call(main, "category_list", json!({})).expect("categories").to_string();
        assert!(categories.contains(r#"["Rating","Value"]"#), "{categories}");
    });
}
