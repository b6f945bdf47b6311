//! The commands through Tauri's IPC, with the shipped access list, from many threads at once.
//!
//! The mock runtime runs no window; what only a window shows (who waits for whom) is tested there, in `ui/e2e`.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Barrier};
use std::thread;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use partwright_app_tauri::app::{App, Opener, Vaults, Wish, Workspace};
use partwright_app_tauri::error::WireError;
use partwright_app_tauri::event::ChangesView;
use partwright_app_tauri::message::Message;
use partwright_app_tauri::task::{Caller, ProgressView};
use partwright_app_tauri::viewer::Viewer;
use partwright_app_tauri::windows::FIRST;
use partwright_app_tauri::{commands, ipc, wiring};
use partwright_domain::Error;
use partwright_domain::cancel::Cancel;
use partwright_domain::change::{Changes, Room};
use partwright_domain::file::KnownContent;
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
pub(crate) fn no_viewer() -> Viewer {
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

    fn back_up(
        &self,
        to: &Path,
        _: &mut dyn FnMut() -> Result<(), Error>,
        _: &Cancel,
        _: &mut dyn FnMut(Progress),
    ) -> Result<Vec<String>, Error> {
        let detail = "there is no file to copy".to_owned();
        Err(StoreError::Unreachable { path: to.display().to_string(), detail }.into())
    }

    fn contents_beside(&self) -> Result<Vec<KnownContent>, Error> {
        Ok(Vec::new())
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
    let made = ask(json!({ "text": "board", "assemblies": true, "limit": 9 })).expect("hits");
    let made = made["hits"].as_array().expect("hits").iter().map(|hit| hit["row"]["assembly"].as_bool());
    assert_eq!(made.collect::<Vec<_>>(), [Some(true); 3], "what is made of boards or is one, and no bare ones");
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
    let undo = json!({
        "sequence": unit["sequence"], "operation": "part.describe", "title": unit["entries"][0]["title"], "instead": null,
    });
    assert_eq!(next, json!({ "undo": undo, "redo": null, "stands": null, "withdraws": null }));

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

pub(crate) fn run(app: &App, command: &str, message: impl Into<Message>) -> Result<Value, WireError> {
    run_and_hear(app, command, message, &|_| ())
}

pub(crate) fn run_and_hear(
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

pub(crate) fn refused(window: &WebviewWindow<MockRuntime>, command: &str, request: Value) -> String {
    let error = call(window, command, request).expect_err(command);
    error["code"].as_str().expect("a code").to_owned()
}
