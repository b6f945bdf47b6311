//! What a page may ask for at all: the access list, and where it may load from.

use std::collections::BTreeSet;
use std::path::Path;

use partwright_app_tauri::commands;
use serde_json::{Value, json};

use super::ipc::{call, files, in_memory, window};

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
