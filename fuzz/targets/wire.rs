//! Every command's JSON: the first byte says which command, the rest what it is asked.
#![no_main]

use std::sync::OnceLock;

use partwright_app_tauri::app::App;
use partwright_app_tauri::message::Message;
use partwright_app_tauri::task::Caller;
use partwright_app_tauri::viewer::Viewer;
use partwright_app_tauri::{commands, ipc, wiring};
use partwright_hostile::wire::{Known, Maker, Wire, body};

fn app() -> &'static (App, Wire, tempfile::TempDir) {
    static APP: OnceLock<(App, Wire, tempfile::TempDir)> = OnceLock::new();
    APP.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let arguments = wiring::Arguments { workspace: Some(folder.path().join("fuzz.partwright")) };
        let opener = wiring::opener(wiring::Places::new(folder.path(), &arguments), std::sync::Arc::new(|_| {}));
        (App::new(opener, Viewer::new(Box::new(|_| Ok(())))), Wire::parse(&commands::typescript()), folder)
    })
}

libfuzzer_sys::fuzz_target!(init: partwright_hostile::spare_guarded_threads(), |data: &[u8]| {
    let (Some((first, rest)), (app, wire, folder)) = (data.split_first(), app()) else { return };
    let asked = &wire.commands()[usize::from(*first) % wire.commands().len()];
    let folder = folder.path().to_str().expect("a path in UTF-8");
    let maker = Maker { wire, known: &Known::default(), folder };
    body(&maker, asked, rest, &|asked, request, bytes| {
        let caller = Caller { app, window: "main", tell: &|_| {} };
        let command = commands::find(&asked.command).expect("a command of the list");
        let answer = ipc::answer(&caller, command, Message { request, bytes });
        answer.map(drop).map_err(|error| serde_json::to_value(error).expect("JSON"))
    });
});
