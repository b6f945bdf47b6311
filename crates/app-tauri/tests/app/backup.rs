//! Copies of a workspace through the commands: which are there, and when each was found whole.

use std::fs;
use std::path::Path;

use partwright_app_tauri::app::App;
use partwright_app_tauri::message::Message;
use serde_json::{Value, json};

use crate::workspaces::{Machine, code, run};

fn back_up(app: &App, to: &Path) -> Value {
    run(app, "workspace_back_up", json!({ "task": "copy", "to": to })).expect("a copy")
}

fn verify(app: &App, path: &Path) -> Value {
    run(app, "workspace_verify", json!({ "task": "look", "path": path })).expect("an answer")["problems"].clone()
}

/// The names of the copies that are listed, with whether each is known to be whole.
fn listed(app: &App) -> Vec<(String, bool)> {
    let answer = run(app, "workspace_backups", json!({})).expect("a list");
    let backups = answer["backups"].as_array().expect("a list").iter();
    let listed = backups.map(|backup| {
        assert!(backup["bytes"].as_u64() > Some(0) && backup["made"].as_i64() > Some(0), "{backup}");
        let name = Path::new(backup["path"].as_str().expect("a path")).file_name().expect("a name");
        (name.to_string_lossy().into_owned(), !backup["verified"].is_null())
    });
    listed.collect()
}

/// Attaches a file to a new part of the open workspace.
pub(crate) fn attach(app: &App) {
    let categories = run(app, "category_list", json!({})).expect("categories");
    let subcategory = &categories[0]["subcategories"][0]["id"];
    let part =
        json!({ "subcategory": subcategory, "name": "10k", "description": "", "manufacturer": null, "mpn": null });
    let revision = run(app, "part_create", part).expect("a part")["row"]["revision"]["id"].clone();
    let request = json!({ "revision": revision, "name": "a.pdf", "role": "Drawing" });
    run(app, "file_attach", Message { request, bytes: b"a drawing".to_vec() }).expect("a file");
}

#[test]
fn copies_are_listed_with_when_they_were_found_whole_and_so_they_are_after_a_restart() {
    let machine = Machine::new();
    let app = machine.start(None);
    machine.create(&app, "Lamp");
    attach(&app);
    let answer = run(&app, "workspace_backups", json!({})).expect("a list");
    assert_eq!((&answer["back_up_to"], &answer["backups"]), (&machine.path("boards/backups/Lamp"), &json!([])));

    let (here, there) =
        (machine.at("boards/backups/Lamp-2026-11-28.partwright"), machine.at("elsewhere/copy.partwright"));
    back_up(&app, &here);
    back_up(&app, &there);
    fs::copy(&here, machine.at("boards/backups/Lamp-2026-11-27.partwright")).expect("a copy that nobody looked at");
    fs::copy(&here, machine.at("boards/backups/Desk-2026-11-27.partwright")).expect("another workspace's");
    let mut names = listed(&app);
    names.sort();
    let whole = |name: &str, is_whole| (name.to_owned(), is_whole);
    let expected = [
        whole("Lamp-2026-11-27.partwright", false),
        whole("Lamp-2026-11-28.partwright", true),
        whole("copy.partwright", true),
    ];
    assert_eq!(names, expected);

    drop(app);
    let app = machine.start(None);
    let mut names = listed(&app);
    names.sort();
    assert_eq!(names, expected, "it is remembered");
    fs::remove_file(&there).expect("the copy");
    assert_eq!(listed(&app).len(), 2, "what is gone is not listed");
}

#[test]
fn a_copy_is_looked_through_with_what_is_attached_and_stays_as_it_is() {
    let machine = Machine::new();
    let app = machine.start(None);
    machine.create(&app, "Lamp");
    attach(&app);
    let copy = machine.at("elsewhere/copy.partwright");
    back_up(&app, &copy);
    let before = fs::read(&copy).expect("the copy");
    assert_eq!((verify(&app, &copy), listed(&app)), (json!([]), vec![("copy.partwright".to_owned(), true)]));
    assert!(fs::read(&copy).expect("the copy") == before, "it was looked at and no more");

    fs::rename(machine.at("elsewhere/copy.partwright-files"), machine.at("elsewhere/lost")).expect("a folder");
    let problems = verify(&app, &copy);
    assert!(problems[0].as_str().is_some_and(|problem| problem.contains("a.pdf")), "{problems}");
    assert_eq!(listed(&app), [("copy.partwright".to_owned(), false)], "it is not known to be whole any more");

    let mut damaged = before.clone();
    let middle = damaged.len() / 2;
    damaged[middle..middle + 4096].fill(0xAA);
    fs::write(&copy, damaged).expect("the copy");
    assert_eq!(verify(&app, &copy).as_array().map(Vec::len), Some(1));
}

#[test]
fn what_is_no_copy_is_refused_with_the_reason() {
    let machine = Machine::new();
    let app = machine.start(None);
    machine.create(&app, "Lamp");
    let letter = machine.at("elsewhere/letter.txt");
    fs::write(&letter, "a letter").expect("a file");
    let cases = [
        (json!(letter), "workspace.foreign"),
        (json!(machine.at("elsewhere/none.partwright")), "workspace.unreachable"),
        (json!("none.partwright"), "workspace.unreachable"),
    ];
    for (path, refused) in cases {
        assert_eq!(code(run(&app, "workspace_verify", json!({ "task": "look", "path": path }))), refused, "{path}");
    }
    assert_eq!(listed(&app), [], "and it is no copy of ours from then on");
}
