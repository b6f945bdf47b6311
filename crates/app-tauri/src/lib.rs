//! The desktop shell: it wires the store into the window, and holds no rule.
//!
//! A command parses what the page sent, makes one call into the domain, and answers. Every command runs on the blocking
//! pool ([`ipc`]), so none can hold the window's main thread or another command.

pub mod app;
pub mod backup;
pub mod chooser;
pub mod commands;
pub mod daily;
pub mod error;
pub mod event;
pub mod frame;
pub mod ipc;
pub mod kicad;
pub mod message;
pub mod recent;
pub mod task;
pub mod viewer;
#[cfg(target_os = "linux")]
mod web_view;
pub mod windows;
pub mod wiring;

use std::process::ExitCode;
use std::sync::Arc;

use tauri::{Manager, RunEvent};

/// Runs the desktop application until its last window is closed.
pub fn run() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_env("PARTWRIGHT_LOG"))
        .with_writer(std::io::stderr)
        .init();
    #[cfg(target_os = "linux")]
    if let Err(error) = web_view::tell() {
        tracing::warn!(%error, "the web view takes more memory than it needs");
    }
    let arguments = match wiring::Arguments::parse(std::env::args_os().skip(1)) {
        Ok(arguments) => arguments,
        Err(sentence) => {
            tracing::error!("{sentence}");
            return ExitCode::from(2);
        }
    };
    let built = tauri::Builder::default()
        .invoke_handler(ipc::handler())
        .on_window_event(windows::follow)
        .setup(move |shell| {
            // An error answered here would be a panic of Tauri's; a failed start ends the program like any other.
            if let Err(error) = start(shell, &arguments) {
                failed(&error);
                shell.handle().exit(FAILURE);
            }
            Ok(())
        })
        .build(tauri::generate_context!());
    match built {
        Ok(shell) => {
            let code = shell.run_return(|shell, event| {
                if let RunEvent::Exit = event
                    && let Some(app) = shell.try_state::<Arc<app::App>>()
                {
                    // A workspace that nobody works with any more is one file, without its WAL.
                    app.close();
                    // The windows are gone, so nobody waits for this; what is unfinished is removed.
                    app.daily.wait();
                }
            });
            if code == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => {
            failed(&error);
            ExitCode::FAILURE
        }
    }
}

/// What the process ends with when its start failed.
const FAILURE: i32 = 1;

/// Makes what commands work with, and then the window.
fn start(shell: &tauri::App, arguments: &wiring::Arguments) -> tauri::Result<()> {
    let places = wiring::Places::new(&shell.path().app_data_dir()?, arguments);
    let observer = event::to_windows(shell.handle().clone());
    let recent = wiring::recent(&shell.path().app_config_dir()?, arguments);
    let app = app::App::new(wiring::opener(places, observer), viewer::Viewer::of_the_system());
    let chooser = chooser::Chooser::of_the_system(shell.handle().clone());
    let kicad = kicad::Kicad::remembering(wiring::machine(&shell.path().app_config_dir()?));
    let frames = frame::Frames::within(&shell.path().app_config_dir()?);
    let windows = windows::Windows::of_the_system(shell.handle().clone(), frames.clone());
    let app = Arc::new(app.remembering(recent).choosing(chooser).serving(kicad).showing(windows));
    daily::attend(Arc::downgrade(&app))?;
    shell.manage(app);
    // Made here and not from the configuration: the page must not ask before there is somebody to answer.
    windows::open_first(shell.handle(), &frames)
}

/// Says on standard error why there is no window; there is nobody else to tell.
fn failed(error: &tauri::Error) {
    tracing::error!(%error, "the window could not be opened");
}
