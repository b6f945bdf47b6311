//! Every command's JSON, hostile: whatever a page sends is answered, or refused with a code that stands in the reference.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use partwright_app_tauri::commands;
use partwright_app_tauri::viewer::Viewer;
use partwright_hostile::wire::{Asked, Known, Maker, Wire, body};
use partwright_testkit::chance::Chance;
use partwright_testkit::figures;
use serde_json::{Value, json};
use tauri::WebviewWindow;
use tauri::test::MockRuntime;

use super::ipc::{call, call_with, on_file, window, window_showing};

/// How often each command is asked; `cargo xtask torture` asks more often.
const TURNS: u32 = 6;

/// A window on the demo, below a folder.
pub(crate) struct House<'w> {
    pub(crate) window: &'w WebviewWindow<MockRuntime>,
    /// Where the demo is; a command may have taken it elsewhere.
    home: RefCell<Value>,
    pub(crate) admin: Value,
}

impl<'w> House<'w> {
    pub(crate) fn build(window: &'w WebviewWindow<MockRuntime>) -> Self {
        let shown = call(window, "workspace_open", json!({ "workspace": "demo" })).expect("the demo");
        Self { window, home: RefCell::new(shown["path"].clone()), admin: shown["person"]["id"].clone() }
    }

    /// Asks as the page does.
    pub(crate) fn ask(&self, asked: &Asked, request: Value, bytes: &[u8]) -> Result<(), Value> {
        let command = asked.command.as_str();
        if asked.has_bytes {
            call_with(self.window, command, &request.to_string(), bytes)
        } else {
            call(self.window, command, request)
        }
        .map(drop)
    }

    /// Goes back to the demo and to its Admin, wherever a command led.
    pub(crate) fn go_home(&self, after: &str) {
        let path = || call(self.window, "workspace_show", json!({})).map(|shown| shown["path"].clone());
        if after == "workspace_move"
            && let Ok(path) = path()
        {
            self.home.replace(path);
        }
        if path().ok().as_ref() != Some(&*self.home.borrow()) {
            call(self.window, "workspace_open_at", json!({ "path": *self.home.borrow() })).expect("the demo again");
        }
        call(self.window, "person_act", json!({ "person": self.admin })).expect("its Admin");
    }

    /// Everything that has an id.
    pub(crate) fn known(&self) -> Known {
        let mut known = Known::default();
        let mut learn = |command: &str, noun: &str, request: Value| {
            let answer = call(self.window, command, request).expect(command);
            known.learn(noun, &answer);
            answer
        };
        let list = json!({ "category": null, "sort": "number", "descending": false, "after": null, "limit": 12 });
        let parts = learn("part_list", "part", list);
        for row in parts["rows"].as_array().expect("rows") {
            learn("part_show", "part", json!({ "part": row["id"] }));
            learn("bom_show", "bom", json!({ "revision": row["revision"]["id"] }));
            learn("file_list", "file", json!({ "revision": row["revision"]["id"] }));
        }
        learn("category_list", "category", json!({}));
        learn("person_list", "person", json!({}));
        learn("workflow_list", "workflow", json!({}));
        known
    }
}

/// What lies in a folder, by name.
fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").file_name());
    entries.map(|name| name.to_string_lossy().into_owned()).collect()
}

#[test]
fn every_command_answers_or_refuses_whatever_json_it_is_sent() {
    let root = tempfile::tempdir().expect("a folder");
    let below = root.path().join("below");
    fs::create_dir(&below).expect("a folder");
    let (here, reference) = (names(Path::new(".")), include_str!("../../../../docs/ERRORS.md"));
    // What is opened is a copy in a folder of its own, whatever the file is called.
    let viewer = Viewer::new(Box::new(|copy| {
        let folder = copy.parent().and_then(Path::parent).and_then(Path::file_name).expect("two folders");
        assert!(folder.to_string_lossy().starts_with("partwright-"), "{}", copy.display());
        Ok(())
    }));
    let (_shell, window) = window_showing(on_file(&root.path().join("own.partwright")), viewer);
    let house = House::build(&window);
    let wire = Wire::parse(&commands::typescript());
    let asked: Vec<_> = wire.commands().iter().map(|asked| asked.command.as_str()).collect();
    assert_eq!(asked, commands::names().collect::<Vec<_>>(), "every command is asked");
    let mut chance = Chance::of(11);
    let mut done: BTreeMap<&str, bool> = BTreeMap::new();
    let turns = TURNS * figures::length();
    for _ in 0..turns {
        let known = house.known();
        let maker = Maker { wire: &wire, known: &known, folder: below.to_str().expect("a path in UTF-8") };
        for asked in wire.commands() {
            let data = chance.bytes(512);
            let code = body(&maker, asked, &data, &|asked, request, bytes| house.ask(asked, request, &bytes));
            if let Some(code) = &code {
                assert!(reference.contains(&format!("`{code}`")), "{code} stands in the reference");
            }
            *done.entry(&asked.command).or_default() |= code.as_deref() != Some("ipc.request_invalid");
            if asked.command.starts_with("workspace_") || asked.command == "person_act" {
                house.go_home(&asked.command);
            }
        }
    }
    figures::tell(
        "hostile commands",
        &[("commands", done.len() as u64), ("requests", u64::from(turns) * done.len() as u64)],
    );
    let understood = done.values().filter(|understood| **understood).count();
    assert!(understood * 10 >= done.len() * 8, "most requests are understood: {done:?}");
    assert_eq!(names(Path::new(".")), here, "nothing was written beside the folder");
    assert_eq!(
        call(house.window, "workspace_check", json!({ "task": "" })).map(|checked| checked["problems"].clone()),
        Ok(json!([]))
    );
}

#[test]
fn half_a_character_and_what_is_no_json_is_refused() {
    let root = tempfile::tempdir().expect("a folder");
    let (_shell, window) = window(on_file(&root.path().join("own.partwright")));
    for words in [r#"{"revision":"\ud800","name":"a","role":"Document"}"#, "{", "", "\u{0}", "[[[[", r#"{"a":1e999}"#] {
        let refused = call_with(&window, "file_attach", words, b"x").expect_err(words);
        assert_eq!(refused["code"], "ipc.request_invalid", "{words}: {refused}");
    }
    let deep = "[".repeat(100_000);
    assert_eq!(call_with(&window, "file_attach", &deep, b"x").expect_err("too deep")["code"], "ipc.request_invalid");
}
