//! Windows through the commands: opened beside the one that asks, held as long as something is unsaved, told of a switch.

use std::sync::{Arc, Mutex, PoisonError};

use partwright_app_tauri::app::App;
use partwright_app_tauri::daily::DailyView;
use partwright_app_tauri::error::WireError;
use partwright_app_tauri::frame::Frame;
use partwright_app_tauri::message::Reply;
use partwright_app_tauri::task::Caller;
use partwright_app_tauri::windows::{Shell, Windows};
use partwright_app_tauri::{commands, ipc};
use serde_json::{Value, json};

use crate::workspaces::{Machine, code, run};

/// What was asked of the windows, in its order.
#[derive(Clone, Default)]
struct Asked(Arc<Mutex<Vec<String>>>);

impl Asked {
    fn note(&self, what: String) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(what);
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Shell for Asked {
    fn open(&self, address: &str, beside: &str) -> tauri::Result<()> {
        self.note(format!("open {address} beside {beside}"));
        Ok(())
    }

    fn close(&self, label: &str) -> tauri::Result<()> {
        self.note(format!("close {label}"));
        Ok(())
    }

    fn tell_opened(&self) -> tauri::Result<()> {
        self.note("opened".to_owned());
        Ok(())
    }

    fn tell_daily(&self, _: &DailyView) -> tauri::Result<()> {
        Ok(())
    }

    fn note(&self, frame: Frame) {
        Asked::note(self, format!("{frame:?}"));
    }
}

fn start(machine: &Machine) -> (App, Asked) {
    let asked = Asked::default();
    (machine.start(None).showing(Windows::new(Box::new(asked.clone()))), asked)
}

/// What a window asks.
fn asks(app: &App, window: &str, command: &str, request: Value) -> Result<Reply, WireError> {
    let command = commands::find(command).expect("a command");
    ipc::answer(&Caller { app, window, tell: &|_| () }, command, request)
}

#[test]
fn a_window_is_opened_at_an_address_beside_the_one_that_asks() {
    let machine = Machine::new();
    let (app, asked) = start(&machine);
    asks(&app, "main-3", "window_open", json!({ "address": "#/parts/EL-RES-100042/bom" })).expect("a window");
    assert_eq!(asked.take(), ["open #/parts/EL-RES-100042/bom beside main-3"]);
    for elsewhere in ["", "https://example.org/", "../index.html", "/parts"] {
        let refused = asks(&app, "main", "window_open", json!({ "address": elsewhere }));
        assert_eq!(refused.expect_err("no page of ours").code, "ipc.request_invalid", "{elsewhere}");
    }
    assert_eq!(asked.take(), [] as [String; 0]);
}

#[test]
fn a_window_is_held_as_long_as_its_own_page_has_something_unsaved() {
    let machine = Machine::new();
    let (app, asked) = start(&machine);
    asks(&app, "main", "window_guard", json!({ "unsaved": true })).expect("a note");
    assert_eq!(["main", "main-2"].map(|label| app.windows.holds_unsaved(label)), [true, false]);
    asks(&app, "main-2", "window_guard", json!({ "unsaved": false })).expect("a note");
    assert!(app.windows.holds_unsaved("main"), "another window has nothing to say about it");
    asks(&app, "main", "window_close", json!({})).expect("a closed window");
    assert_eq!((asked.take(), app.windows.holds_unsaved("main")), (vec!["close main".to_owned()], false));
}

#[test]
fn every_window_is_told_when_another_workspace_is_open_and_when_none_is() {
    let machine = Machine::new();
    let (app, asked) = start(&machine);
    let lamp = machine.create(&app, "lamp");
    assert_eq!(asked.take(), ["opened"]);
    run(&app, "workspace_open_at", json!({ "path": lamp["path"] })).expect("the one that is open");
    assert_eq!(asked.take(), [] as [String; 0], "nothing has changed");
    run(&app, "workspace_close", json!({})).expect("no workspace");
    assert_eq!(asked.take(), ["opened"]);
}

#[test]
fn a_program_without_windows_says_so() {
    let machine = Machine::new();
    let app = machine.start(None);
    assert_eq!(code(run(&app, "window_open", json!({ "address": "#/parts" }))), "window.not_opened");
}
