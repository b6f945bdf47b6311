//! The workspace that is open, named where another file is meant: whatever comes of it, this program keeps its locks, without which
//! another program could clear away the log.
#![cfg(target_os = "linux")]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process;

use partwright_app_tauri::app::App;
use serde_json::{Value, json};

use crate::workspaces::{Machine, add_part, run};

const NONE: [&Path; 0] = [];

/// The file of the workspace, and what SQLite keeps beside it.
fn own(machine: &Machine) -> Vec<PathBuf> {
    ["", "-wal", "-shm"].iter().map(|ending| machine.at(&format!("boards/Lamp.partwright{ending}"))).collect()
}

/// The files of these on which this process has no lock, as the system lists them: kind, mode, process, device and file. The log has
/// none of its own.
fn unlocked(files: &[PathBuf]) -> Vec<&Path> {
    let mine = process::id().to_string();
    let is_locked = |file: &Path| {
        let number = fs::metadata(file).expect("a file").ino().to_string();
        let all = fs::read_to_string("/proc/locks").expect("the locks of the system");
        all.lines().any(|line| {
            let words: Vec<_> = line.split_whitespace().collect();
            words[1] == "POSIX" && words[4] == mine && words[5].rsplit(':').next() == Some(number.as_str())
        })
    };
    // A lock that is there may be missing in a list that is made while others come and go.
    let never = |file: &&Path| !(0..50).any(|_| is_locked(file));
    [&*files[0], &*files[2]].into_iter().filter(never).collect()
}

/// Asks everything that takes a path for a file with this one, and answers what it was told.
fn name_everywhere(app: &App, path: &Path) -> Vec<(&'static str, Result<Value, String>)> {
    let source = json!({ "kind": "path", "path": path });
    let set = json!({ "source": source, "update": false, "mode": "update", "foreign_numbers": false, "task": "task" });
    let mut apply = set.clone();
    apply["fingerprint"] = json!("0");
    let what = json!({ "kind": "audit", "part": null });
    let write = json!({ "task": "task", "what": what, "format": "csv", "mark": false, "plain": false, "path": path, "replace": true });
    let there = json!({ "task": "task", "path": path });
    let asked = [
        ("import_set_preview", set),
        ("import_set_apply", apply),
        ("export_verify", there.clone()),
        ("export_write", write),
        ("workspace_back_up", json!({ "task": "task", "to": path })),
        ("workspace_verify", there),
        ("workspace_copy", json!({ "path": path })),
        ("workspace_copies", json!({ "path": path })),
    ];
    asked
        .into_iter()
        .map(|(command, request)| (command, run(app, command, request).map_err(|error| error.code)))
        .collect()
}

#[test]
fn naming_the_open_workspace_where_another_file_is_meant_costs_it_no_lock() {
    let machine = Machine::new();
    let app = machine.start(None);
    machine.create(&app, "Lamp");
    add_part(&app, "Lamp");
    let files = own(&machine);
    assert_eq!(unlocked(&files), NONE, "locks that could be lost");
    for file in &files {
        let logged = fs::read(&files[1]).expect("a log");
        let told = name_everywhere(&app, file);
        assert_eq!(unlocked(&files), NONE, "after {} was named: {told:?}", file.display());
        assert_eq!(fs::read(&files[1]).expect("a log"), logged, "after {} was named: {told:?}", file.display());
    }
    // A folder with the workspace in it.
    let told = name_everywhere(&app, &machine.at("boards"));
    assert_eq!(unlocked(&files), NONE, "{told:?}");
    add_part(&app, "Lamp shade");
}

#[test]
fn who_names_the_open_workspace_hears_that_it_is_one() {
    let machine = Machine::new();
    let app = machine.start(None);
    machine.create(&app, "Lamp");
    let files = own(&machine);
    let told = |file: &Path| {
        let told: BTreeMap<_, _> = name_everywhere(&app, file).into_iter().collect();
        ["import_set_preview", "export_verify", "export_write"]
            .map(|command| told[command].clone().expect_err("this must be refused"))
    };
    for file in &files {
        assert_eq!(told(file), ["import.file_unreadable", "export.path_unreadable", "export.path_unwritable"]);
    }
}
