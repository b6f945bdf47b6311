//! Workspaces through the commands: created, opened, closed, moved, remembered; and who acts in them at this machine.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use partwright_app_tauri::app::App;
use partwright_app_tauri::chooser::{Chooser, Wanted};
use partwright_app_tauri::error::WireError;
use partwright_app_tauri::kicad::Kicad;
use partwright_app_tauri::message::Message;
use partwright_app_tauri::task::{Caller, ProgressView};
use partwright_app_tauri::viewer::Viewer;
use partwright_app_tauri::windows::FIRST;
use partwright_app_tauri::{commands, ipc, wiring};
use serde_json::{Value, json};

use super::ipc::run_and_hear;

/// A machine: the folders that the system gives a program, and one in which somebody keeps boards.
pub(crate) struct Machine {
    folder: tempfile::TempDir,
}

impl Machine {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["boards", "elsewhere"] {
            fs::create_dir(folder.path().join(name)).expect("a folder");
        }
        Self { folder }
    }

    pub(crate) fn at(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Starts the program, on this workspace if one is named.
    pub(crate) fn start(&self, workspace: Option<&str>) -> App {
        let arguments = wiring::Arguments { workspace: workspace.map(|path| self.at(path)) };
        let opener = wiring::opener(wiring::Places::new(&self.at("data"), &arguments), Arc::new(|_| {}));
        let viewer = Viewer::new(Box::new(|path| panic!("{} was opened", path.display())));
        let kicad = Kicad::remembering(wiring::machine(&self.at("config")));
        App::new(opener, viewer).remembering(wiring::recent(&self.at("config"), &arguments)).serving(kicad)
    }

    pub(crate) fn path(&self, path: &str) -> Value {
        json!(self.at(path).to_str().expect("a path"))
    }

    pub(crate) fn create(&self, app: &App, name: &str) -> Value {
        let request = json!({ "name": name, "folder": self.path("boards"), "person": "Grace" });
        run(app, "workspace_create", request).expect("a workspace")
    }

    /// The paths that are remembered, the last one first, with whether each is there.
    fn recent(&self, app: &App) -> Vec<(String, bool)> {
        let places = run(app, "workspace_places", json!({})).expect("places");
        let known = places["recent"].as_array().expect("a list").iter();
        let folder = self.folder.path().to_str().expect("a path");
        let short =
            |path: &Value| path.as_str().expect("a path").replace(folder, "").trim_start_matches('/').to_owned();
        known.map(|known| (short(&known["path"]), known["there"] == true)).collect()
    }
}

pub(crate) fn run(app: &App, command: &str, message: impl Into<Message>) -> Result<Value, WireError> {
    let command = commands::find(command).expect("a command");
    let answer = ipc::answer(&Caller { app, window: FIRST, tell: &|_| () }, command, message);
    answer.map(crate::words)
}

pub(crate) fn code(answer: Result<Value, WireError>) -> String {
    answer.expect_err("this must be refused").code
}

fn show(app: &App) -> Value {
    run(app, "workspace_show", json!({})).expect("a workspace")
}

pub(crate) fn add_part(app: &App, name: &str) {
    let categories = run(app, "category_list", json!({})).expect("categories");
    let subcategory = &categories[0]["subcategories"][0]["id"];
    let request =
        json!({ "subcategory": subcategory, "name": name, "description": "", "manufacturer": null, "mpn": null });
    run(app, "part_create", request).expect("a part");
}

#[test]
fn a_workspace_is_created_with_its_first_admin_closed_opened_and_moved_with_what_is_in_it() {
    let machine = Machine::new();
    let app = machine.start(None);
    assert_eq!(show(&app)["demo"], true, "a first start opens the demo");
    let made = machine.create(&app, "Lamp");
    assert_eq!((&made["name"], &made["path"]), (&json!("Lamp"), &machine.path("boards/Lamp.partwright")));
    assert_eq!((&made["person"]["name"], &made["person"]["role"]), (&json!("Grace"), &json!("Admin")));
    add_part(&app, "10k");
    let revision = {
        let list =
            json!({ "text": "", "category": null, "sort": "number", "descending": false, "after": null, "limit": 9 });
        run(&app, "part_list", list).expect("parts")["rows"][0]["revision"]["id"].clone()
    };
    let request = json!({ "revision": revision, "name": "a.pdf", "role": "Drawing" });
    run(&app, "file_attach", Message { request, bytes: b"a drawing".to_vec() }).expect("a file");

    run(&app, "workspace_close", json!({})).expect("a close");
    for command in ["workspace_show", "category_list", "workspace_status"] {
        assert_eq!(code(run(&app, command, json!({}))), "workspace.closed");
    }
    let open = json!({ "path": machine.path("boards/Lamp.partwright") });
    assert_eq!(run(&app, "workspace_open_at", open.clone()).expect("a workspace")["parts"], 1);

    let to = json!({ "task": "move", "folder": machine.path("elsewhere") });
    let moved = run(&app, "workspace_move", to).expect("a move");
    assert_eq!(
        (&moved["workspace"]["path"], &moved["workspace"]["parts"], &moved["left_behind"]),
        (&machine.path("elsewhere/Lamp.partwright"), &json!(1), &Value::Null)
    );
    let checked = run(&app, "workspace_check", json!({ "task": "check" })).expect("a check");
    assert_eq!(checked["problems"], json!([]), "with what is attached");
    assert_eq!(fs::read_dir(machine.at("boards")).expect("the folder").count(), 0);
    assert_eq!(code(run(&app, "workspace_open_at", open)), "workspace.not_there");
    assert_eq!(show(&app)["path"], machine.path("elsewhere/Lamp.partwright"), "and that one is open still");
    add_part(&app, "11k");
}

#[test]
fn the_next_start_opens_what_the_last_one_was_left_with() {
    let machine = Machine::new();
    let app = machine.start(None);
    machine.create(&app, "Lamp");
    drop(app);
    let app = machine.start(None);
    assert_eq!(show(&app)["name"], "Lamp");
    run(&app, "workspace_move", json!({ "task": "m", "folder": machine.path("elsewhere") })).expect("a move");
    drop(app);
    let app = machine.start(None);
    assert_eq!(show(&app)["path"], machine.path("elsewhere/Lamp.partwright"));
    run(&app, "workspace_close", json!({})).expect("a close");
    drop(app);
    let app = machine.start(None);
    assert_eq!(code(run(&app, "workspace_show", json!({}))), "workspace.closed");
    assert_eq!(machine.recent(&app)[0], ("elsewhere/Lamp.partwright".to_owned(), true));
    // One that is named is opened for once, and leaves that as it was.
    drop(app);
    let named = machine.start(Some("boards/other.partwright"));
    assert_eq!(show(&named)["name"], "other");
    drop(named);
    assert_eq!(code(run(&machine.start(None), "workspace_show", json!({}))), "workspace.closed");
}

#[test]
fn what_is_gone_is_told_as_that_and_can_be_forgotten() {
    let machine = Machine::new();
    let app = machine.start(None);
    for name in ["Lamp", "Fan"] {
        machine.create(&app, name);
    }
    fs::remove_file(machine.at("boards/Lamp.partwright")).expect("a file");
    let known = [("boards/Fan.partwright", true), ("boards/Lamp.partwright", false)];
    assert_eq!(machine.recent(&app)[..2], known.map(|(path, there)| (path.to_owned(), there)));
    let forget = json!({ "path": machine.path("boards/Lamp.partwright") });
    run(&app, "workspace_forget", forget).expect("a list");
    assert!(machine.recent(&app).iter().all(|(path, _)| !path.contains("Lamp")));
}

#[test]
fn a_start_says_that_what_was_open_last_is_gone_and_finds_it_again() {
    let machine = Machine::new();
    let app = machine.start(None);
    machine.create(&app, "Lamp");
    add_part(&app, "10k");
    drop(app);
    let (here, away) = (machine.at("boards/Lamp.partwright"), machine.at("elsewhere/Lamp.partwright"));
    fs::rename(&here, &away).expect("a file taken away");
    for _ in 0..2 {
        let refused =
            run(&machine.start(None), "workspace_show", json!({})).expect_err("nothing is opened in its place");
        assert_eq!((&*refused.code, &refused.fields["path"]), ("workspace.not_there", &here.display().to_string()));
    }
    let app = machine.start(None);
    let again = json!({ "path": machine.path("boards/Lamp.partwright") });
    assert_eq!(code(run(&app, "workspace_open_at", again.clone())), "workspace.not_there");
    assert!(!here.exists(), "and nothing is made where it was");
    fs::rename(&away, &here).expect("a file brought back");
    assert_eq!(run(&app, "workspace_open_at", again).expect("a workspace")["parts"], 1);
    assert_eq!(show(&app)["name"], "Lamp");
}

#[test]
fn a_demo_that_is_gone_is_made_anew() {
    let machine = Machine::new();
    let app = machine.start(None);
    run(&app, "workspace_open", json!({ "workspace": "own" })).expect("one's own");
    run(&app, "workspace_open", json!({ "workspace": "demo" })).expect("the demo");
    drop(app);
    fs::remove_file(machine.at("data/demo.partwright")).expect("a file");
    assert_eq!(show(&machine.start(None))["demo"], true);
}

#[test]
fn a_named_workspace_is_made_where_its_folder_is_and_says_so_and_no_folder_is_made() {
    let machine = Machine::new();
    assert_eq!(
        code(run(&machine.start(Some("typo/ours.partwright")), "workspace_show", json!({}))),
        "workspace.not_there"
    );
    assert!(!machine.at("typo").exists());
    let app = machine.start(Some("boards/ours.partwright"));
    assert_eq!(show(&app)["made"], true);
    drop(app);
    assert_eq!(show(&machine.start(Some("boards/ours.partwright")))["made"], false, "it is there now");
    assert_eq!(show(&machine.start(None))["made"], false, "a demo is nobody's surprise");
}

#[test]
fn what_is_lost_has_its_copies_told_and_what_is_in_each_before_it_is_restored() {
    let machine = Machine::new();
    let app = machine.start(None);
    machine.create(&app, "Lamp");
    add_part(&app, "10k");
    let copy = machine.path("elsewhere/copy.partwright");
    run(&app, "workspace_back_up", json!({ "task": "b", "to": copy })).expect("a copy");
    add_part(&app, "11k");
    drop(app);
    fs::remove_file(machine.at("boards/Lamp.partwright")).expect("a file");
    let app = machine.start(None);
    assert_eq!(code(run(&app, "workspace_show", json!({}))), "workspace.not_there");
    let lost = json!({ "path": machine.path("boards/Lamp.partwright") });
    let copies = run(&app, "workspace_copies", lost).expect("copies");
    let known = &copies.as_array().expect("a list")[..];
    assert_eq!(known.iter().map(|copy| &copy["path"]).collect::<Vec<_>>(), [&copy]);
    let within = run(&app, "workspace_copy", json!({ "path": copy })).expect("a copy");
    assert_eq!((&within["parts"], &within["made"]), (&json!(1), &known[0]["made"]));
    assert_eq!((&within["newest"]["operation"], &within["open"]), (&json!("part.create"), &Value::Null));
    let none = |path: Value| code(run(&app, "workspace_copy", json!({ "path": path })));
    fs::write(machine.at("boards/notes.partwright"), "somebody's notes").expect("a file");
    assert_eq!(none(machine.path("boards/notes.partwright")), "workspace.foreign");
    assert_eq!(none(machine.path("boards/nowhere.partwright")), "workspace.unreachable");
    assert_eq!(none(json!("copy.partwright")), "workspace.unreachable", "no whole path");
    let request = json!({ "task": "r", "path": machine.path("boards/Lamp.partwright"), "from": copy });
    let restored = run(&app, "workspace_restore", request).expect("a workspace");
    assert_eq!((&restored["workspace"]["parts"], &restored["kept"]), (&json!(1), &Value::Null));
    let itself = json!({ "path": machine.path("boards/../boards/Lamp.partwright") });
    assert_eq!(run(&app, "workspace_copy", itself).expect("the open one")["parts"], 1);
    add_part(&app, "12k");
    add_part(&app, "13k");
    let after = run(&app, "workspace_copy", json!({ "path": copy })).expect("a copy");
    assert_eq!((&after["newest"], &after["open"]["goes"]), (&within["newest"], &json!(2)));
    assert_eq!(after["open"]["newest"]["title"].as_str().map(|title| title.contains("13k")), Some(true), "{after}");
    machine.create(&app, "Other");
    let other = run(&app, "workspace_copy", json!({ "path": copy })).expect("a copy");
    assert_eq!(other["open"]["goes"], Value::Null, "another history: {other}");
}

#[test]
fn what_cannot_be_opened_or_made_leaves_the_open_one() {
    let machine = Machine::new();
    let app = machine.start(Some("boards/ours.partwright"));
    fs::write(machine.at("boards/notes.partwright"), "somebody's notes").expect("a file");
    let mut damaged = b"SQLite format 3\0".to_vec();
    damaged.resize(4096, 0xff);
    fs::write(machine.at("boards/damaged.partwright"), damaged).expect("a file");
    let open = |path: Value| code(run(&app, "workspace_open_at", json!({ "path": path })));
    assert_eq!(open(machine.path("boards/notes.partwright")), "workspace.foreign");
    assert!(["workspace.foreign", "workspace.damaged"].contains(&&*open(machine.path("boards/damaged.partwright"))));
    assert_eq!(open(machine.path("boards/nowhere.partwright")), "workspace.not_there");
    assert_eq!(open(machine.path("boards")), "workspace.not_there", "a folder is none");
    assert_eq!(open(json!("ours.partwright")), "workspace.not_there", "no whole path");
    let create = |name: &str, folder: Value| {
        code(run(&app, "workspace_create", json!({ "name": name, "folder": folder, "person": "Grace" })))
    };
    assert_eq!(create("ours", machine.path("boards")), "workspace.path_taken");
    assert_eq!(create("notes", machine.path("boards")), "workspace.path_taken");
    assert_eq!(create("a/b", machine.path("boards")), "workspace.name_invalid");
    assert_eq!(create("Lamp", machine.path("not there")), "workspace.folder_invalid");
    assert_eq!(create("Lamp", json!("boards")), "workspace.folder_invalid");
    let nobody = json!({ "name": "Lamp", "folder": machine.path("boards"), "person": " " });
    assert_eq!(code(run(&app, "workspace_create", nobody)), "person.name_invalid");
    assert!(!machine.at("boards/Lamp.partwright").exists());
    assert_eq!(show(&app)["name"], "ours");
    assert_eq!(fs::read(machine.at("boards/notes.partwright")).expect("the file"), b"somebody's notes");
}

#[test]
fn what_cannot_be_moved_stays_and_is_open_again() {
    let machine = Machine::new();
    let app = machine.start(Some("boards/ours.partwright"));
    add_part(&app, "10k");
    let to = |folder: Value| json!({ "task": "m", "folder": folder });
    assert_eq!(code(run(&app, "workspace_move", to(machine.path("boards")))), "workspace.path_taken");
    assert_eq!(code(run(&app, "workspace_move", to(machine.path("not there")))), "workspace.folder_invalid");
    // Another program has it open.
    let other = machine.start(Some("boards/ours.partwright"));
    show(&other);
    assert_eq!(code(run(&app, "workspace_move", to(machine.path("elsewhere")))), "store.busy");
    assert_eq!(show(&app)["path"], machine.path("boards/ours.partwright"));
    assert_eq!(fs::read_dir(machine.at("elsewhere")).expect("the folder").count(), 0);
    add_part(&app, "11k");
    assert_eq!(show(&other)["parts"], 2);
    drop(other);
    let moved = run(&app, "workspace_move", to(machine.path("elsewhere"))).expect("a move");
    assert_eq!(moved["workspace"]["parts"], 2);
}

#[test]
fn opening_what_is_open_opens_nothing_and_two_programs_may_have_one_workspace() {
    let machine = Machine::new();
    let app = machine.start(Some("boards/ours.partwright"));
    let open = app.workspace().expect("a workspace");
    let path = machine.at("boards/../boards/ours.partwright");
    let again = json!({ "path": path.to_str().expect("a path") });
    run(&app, "workspace_open_at", again).expect("the same");
    run(&app, "workspace_open", json!({ "workspace": "own" })).expect("the same");
    assert!(Arc::ptr_eq(&open, &app.workspace().expect("a workspace")), "one store, and not a second one on its file");

    let other = machine.start(Some("boards/ours.partwright"));
    for (name, app) in [("a", &app), ("b", &other), ("c", &app), ("d", &other)] {
        add_part(app, name);
    }
    assert_eq!([&app, &other].map(|app| show(app)["parts"].clone()), [json!(4), json!(4)]);
}

#[test]
fn who_acts_is_asked_where_several_people_work_and_remembered_at_this_machine() {
    let (machine, other_machine) = (Machine::new(), Machine::new());
    let path = machine.at("boards/Lamp.partwright");
    let app = machine.start(None);
    machine.create(&app, "Lamp");
    let people = run(&app, "person_add", json!({ "name": "Joan", "role": "Designer" })).expect("people");
    let person = |name: &str| {
        let mut people = people.as_array().expect("a list").iter();
        people.find(|person| person["name"] == name).expect("a person")["id"].clone()
    };
    drop(app);
    assert_eq!(show(&machine.start(None))["asks"], false, "whoever made it here sits here");

    let app = other_machine.start(None);
    let open = json!({ "path": path.to_str().expect("a path") });
    let view = run(&app, "workspace_open_at", open.clone()).expect("a workspace");
    assert_eq!((&view["asks"], &view["person"]["name"]), (&json!(true), &json!("Grace")));
    run(&app, "person_act", json!({ "person": person("Joan") })).expect("a hand-over");
    assert_eq!(show(&app)["asks"], false);
    drop(app);

    // Each machine has its own answer, and the history says of each hand-over who it was.
    let at = |machine: &Machine| {
        let app = machine.start(None);
        let view = run(&app, "workspace_open_at", open.clone()).expect("a workspace");
        assert_eq!(view["asks"], false);
        view["person"]["name"].clone()
    };
    assert_eq!([at(&machine), at(&other_machine), at(&machine)], [json!("Grace"), json!("Joan"), json!("Grace")]);
}

#[test]
fn what_is_remembered_and_cannot_be_read_stops_nobody() {
    let machine = Machine::new();
    fs::create_dir(machine.at("config")).expect("a folder");
    fs::write(machine.at("config/recent.json"), "{ broken").expect("a list");
    let app = machine.start(None);
    assert_eq!(show(&app)["demo"], true);
    assert_eq!(machine.create(&app, "Lamp")["name"], "Lamp");
    assert_eq!(machine.recent(&app)[0], ("boards/Lamp.partwright".to_owned(), true), "and it is kept anew");
}

#[test]
fn a_path_is_chosen_with_the_system_and_the_page_hears_of_nothing_else() {
    let machine = Machine::new();
    let (boards, chosen) = (machine.at("boards"), machine.at("boards/Lamp.partwright"));
    let answer = chosen.clone();
    let ask = move |wanted: Wanted, from: Option<&Path>| match (wanted, from) {
        (Wanted::Workspace, Some(from)) if from == boards => Some(answer.clone()),
        (Wanted::Folder, None) => None,
        other => panic!("asked for {other:?}"),
    };
    let app = machine.start(None).choosing(Chooser::new(Box::new(ask)));
    let choose = |wanted: &str, from: Value| {
        run(&app, "workspace_choose", json!({ "wanted": wanted, "from": from })).expect("an answer")
    };
    assert_eq!(choose("workspace", machine.path("boards")), json!(chosen.to_str().expect("a path")));
    assert_eq!(choose("folder", machine.path("not there")), Value::Null, "it begins anywhere, and nothing was chosen");
}

#[test]
fn the_program_takes_one_path_as_a_desktop_hands_it_over_and_refuses_what_it_does_not_know() {
    let parse = |words: &[&str]| wiring::Arguments::parse(words.iter().map(Into::into));
    let named = |path: &str| Ok(wiring::Arguments { workspace: Some(path.into()) });
    assert_eq!(parse(&["boards/My boards.partwright"]), named("boards/My boards.partwright"));
    assert_eq!(parse(&["--workspace", "lamp.partwright"]), named("lamp.partwright"));
    assert_eq!(parse(&[]), Ok(wiring::Arguments::default()));
    for wrong in [&["--workspace"][..], &["--workspce", "a"], &["a.partwright", "b.partwright"]] {
        assert!(parse(wrong).is_err(), "{wrong:?}");
    }
}

#[test]
fn a_backup_is_put_in_the_place_of_a_damaged_workspace_and_of_one_that_is_open() {
    let machine = Machine::new();
    let (lamp, backup) = (machine.at("boards/lamp.partwright"), machine.at("elsewhere/lamp-backup.partwright"));
    let app = machine.start(None);
    machine.create(&app, "lamp");
    add_part(&app, "In the backup");
    run(&app, "workspace_back_up", json!({ "task": "copy", "to": backup })).expect("a backup");
    add_part(&app, "Too late for it");

    let restore =
        |from: &Path| run(&app, "workspace_restore", json!({ "task": "restore", "path": lamp, "from": from }));
    let restored = restore(&backup).expect("an open workspace");
    assert_eq!((&restored["workspace"]["parts"], show(&app)["parts"].clone()), (&json!(1), json!(1)));
    let kept = restored["kept"].as_str().expect("the file that was there");
    assert!(Path::new(kept).is_file(), "{kept} is kept");

    run(&app, "workspace_close", json!({})).expect("no workspace");
    fs::write(&lamp, "not a workspace any more").expect("a damaged file");
    let refused = run(&app, "workspace_open_at", json!({ "path": lamp })).expect_err("it is damaged");
    assert_eq!(refused.fields["path"], lamp.display().to_string(), "the way to the restore begins with it");
    let nothing = restore(&machine.at("boards/none.partwright"));
    assert!(nothing.is_err(), "without a backup everything stays as it is");
    let restored = restore(&backup).expect("an open workspace");
    assert_eq!((&restored["workspace"]["parts"], &restored["problems"]), (&json!(1), &json!([])));
}

#[test]
fn a_restore_says_how_far_it_is_and_when_it_is_cancelled_the_workspace_goes_on_as_it_was() {
    let machine = Machine::new();
    let (lamp, backup) = (machine.at("boards/lamp.partwright"), machine.at("elsewhere/lamp-backup.partwright"));
    let app = machine.start(None);
    machine.create(&app, "lamp");
    run(&app, "workspace_back_up", json!({ "task": "copy", "to": backup })).expect("a backup");
    add_part(&app, "Since then");
    let names = || {
        let files = fs::read_dir(machine.at("boards")).expect("the folder").map(|file| file.expect("one").file_name());
        files.filter(|name| !name.to_string_lossy().ends_with("-shm")).collect::<BTreeSet<_>>()
    };
    let before = names();
    let heard = Mutex::new(Vec::new());
    let cancel = |progress: ProgressView| {
        run(&app, "task_cancel", json!({ "task": progress.task })).expect("an answer");
        heard.lock().expect("a list").push(progress);
    };
    let request = json!({ "task": "restore", "path": lamp, "from": backup });
    assert_eq!(code(run_and_hear(&app, "workspace_restore", request, &cancel)), "store.cancelled");
    let heard = heard.into_inner().expect("a list");
    assert!(heard.iter().all(|progress| progress.task == "restore" && progress.done > 0), "{heard:?}");
    assert!(!heard.is_empty());
    assert_eq!(show(&app)["parts"], 1, "what was done since the backup is there");
    add_part(&app, "And it goes on");
    assert_eq!(names(), before, "nothing is left beside it");
}
