//! The shell through the doors that a page has: commands over Tauri's IPC, with the shipped access list and adapters.
#![expect(clippy::expect_used, reason = "a broken expectation is a failed test, and the message says which")]

mod backup;
mod bom;
mod daily;
mod door;
mod export;
mod file;
mod hostile;
mod import;
mod import_rows;
mod ipc;
mod kicad;
mod locks;
mod release;
mod rights;
mod surface;
mod task;
mod windows;
mod workspaces;

use partwright_app_tauri::message::Reply;
use serde_json::Value;

/// What a command answered in words.
fn words(reply: Reply) -> Value {
    let Reply::Json(json) = reply else { panic!("bytes for an answer in words") };
    serde_json::from_str(&json).expect("JSON")
}
