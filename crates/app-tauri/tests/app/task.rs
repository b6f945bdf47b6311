//! Long work: followed, cancelled, not started twice; and what it says of the workspace's file.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::PoisonError;
use std::time::Instant;

use partwright_app_tauri::app::App;
use partwright_app_tauri::task::{Caller, ProgressView};
use partwright_app_tauri::windows::FIRST;
use partwright_domain::workspace::Progress;
use serde_json::json;

use super::file::{attach, new_revision, viewed};
use super::ipc::{in_memory, no_viewer, on_file, run, run_and_hear};
use super::surface::files;

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
