//! Files through the commands: attached as bytes, read, saved elsewhere, and opened as copies that go again.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use partwright_app_tauri::app::App;
use partwright_app_tauri::message::{Message, Reply};
use partwright_app_tauri::task::Caller;
use partwright_app_tauri::viewer::Viewer;
use partwright_app_tauri::windows::FIRST;
use partwright_app_tauri::{commands, ipc};
use serde_json::{Value, json};

use super::ipc::{call, call_with, no_viewer, on_file, run, window};
use super::surface::files;

/// An application over one file whose viewer notes what it is given, and what it was given.
pub(crate) fn viewed(path: &Path) -> (App, Arc<Mutex<Vec<PathBuf>>>) {
    let shown: Arc<Mutex<Vec<PathBuf>>> = Arc::default();
    let note = Arc::clone(&shown);
    let viewer = Viewer::new(Box::new(move |path| {
        note.lock().unwrap_or_else(PoisonError::into_inner).push(path.to_owned());
        Ok(())
    }));
    (App::new(on_file(path), viewer), shown)
}

pub(crate) fn new_revision(app: &App) -> Value {
    let categories = run(app, "category_list", json!({})).expect("categories");
    let request = json!({
        "subcategory": categories[0]["subcategories"][0]["id"], "name": "10k", "description": "",
        "manufacturer": null, "mpn": null,
    });
    run(app, "part_create", request).expect("a part")["row"]["revision"]["id"].clone()
}

pub(crate) fn attach(app: &App, revision: &Value, name: &str, bytes: &[u8]) -> Value {
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
