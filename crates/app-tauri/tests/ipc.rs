//! The commands through Tauri's IPC, with the shipped access list, from many threads at once.
//!
//! The mock runtime runs no window; what only a window shows (who waits for whom) is tested there, in `ui/e2e`.
#![expect(clippy::expect_used, reason = "a broken expectation is a failed test, and the message says which")]

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, Barrier};
use std::thread;

use partwright_app_tauri::app::{App, Opener, Workspace};
use partwright_app_tauri::{commands, ipc, wiring};
use partwright_domain::id::TimeOrderedIds;
use partwright_domain::person::PersonName;
use partwright_domain::ports::Ports;
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
    for command in ["plugin:event|emit", "plugin:window|close", "plugin:path|resolve_directory", "no_such_command"] {
        call(&main, command, json!({})).expect_err("nobody may");
    }
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

#[test]
fn a_panic_inside_a_command_is_answered_with_a_code() {
    let app = App::new(in_memory());
    let broken = commands::Command { name: "broken", run: |_, _| panic!("on purpose") };
    let error = ipc::answer(&app, &broken, Value::Null).expect_err("a panic");
    assert_eq!((error.code.as_str(), error.fields["detail"].as_str()), ("ipc.panicked", "on purpose"));
}
