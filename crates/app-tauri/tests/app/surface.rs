//! What the page can reach: the commands of the list, two events, and nothing else; whoever adds a way adds it here as well.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use partwright_app_tauri::commands;
use serde_json::{Value, json};

use super::ipc::{call, in_memory, window};

/// What a file of this crate says, as JSON.
fn said(file: &str) -> Value {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).expect(file);
    serde_json::from_str(&text).expect(file)
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
    let capability = said("capabilities/main.json");
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
pub(crate) fn files(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry")) {
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
        let capability = said(&format!("capabilities/{file}"));
        assert_eq!(keys(&capability), ["$schema", "description", "identifier", "permissions", "windows"], "{file}");
        assert_eq!(capability["windows"], json!(["main", "main-*"]), "{file}");
    }
}

#[test]
fn the_page_may_load_and_ask_nothing_from_elsewhere() {
    let configuration = said("tauri.conf.json");
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
fn no_other_file_widens_what_the_page_may() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    // A configuration for one system is laid over the one for all of them.
    let names = fs::read_dir(folder).expect("the crate").map(|entry| entry.expect("an entry").file_name());
    let names = names.map(|name| name.into_string().expect("a name"));
    let configurations: BTreeSet<_> = names.filter(|name| name.to_lowercase().starts_with("tauri.")).collect();
    assert_eq!(configurations, ["tauri.conf.json", "tauri.macos.conf.json"].map(ToOwned::to_owned).into());
    assert_eq!(keys(&said("tauri.macos.conf.json")), ["$schema", "bundle"]);
    let configuration = said("tauri.conf.json");
    assert_eq!(keys(&configuration), ["$schema", "app", "build", "bundle", "identifier", "productName"]);
    assert_eq!(keys(&configuration["build"]), ["frontendDist"], "no other page while it is developed");
    assert_eq!(keys(&configuration["app"]), ["security", "windows"], "nothing of Tauri's in every page's reach");
    let window = ["create", "dragDropEnabled", "height", "label", "minHeight", "minWidth", "title", "width"];
    assert_eq!(configuration["app"]["windows"].as_array().map(Vec::len), Some(1));
    assert_eq!(keys(&configuration["app"]["windows"][0]), window, "no page from elsewhere, no switches of the browser");
    // What a command's permission lets through is what the build makes of its name, and nobody's own definition.
    if folder.join("permissions").exists() {
        let own = files(&folder.join("permissions")).into_iter().find(|file| !file.starts_with("autogenerated/"));
        assert_eq!(own, None);
    }
}

#[test]
fn no_plug_in_is_there_and_no_access_is_given_while_the_program_runs() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let lock = fs::read_to_string(folder.join("../../Cargo.lock")).expect("the list of crates");
    let plug_ins: Vec<_> = lock.lines().filter(|line| line.starts_with("name = \"tauri-plugin")).collect();
    assert_eq!(plug_ins, [""; 0]);
    for file in files(&folder.join("src")) {
        let source = fs::read(folder.join("src").join(&file)).expect("a file");
        let source = String::from_utf8_lossy(&source);
        // One handler has the commands, and it looks them up in the list.
        let handlers = source.matches("invoke_handler(").count();
        assert!(handlers == 0 || source.contains("invoke_handler(ipc::handler())"), "{file}: a handler of its own");
        for way in
            ["add_capability", ".plugin(", "generate_handler!", "register_uri_scheme_protocol", "asset_protocol_scope"]
        {
            assert!(!source.contains(way), "{file}: {way}");
        }
    }
}
