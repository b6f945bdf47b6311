//! The program `partwright-desktop`.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

fn main() -> ExitCode {
    partwright_app_tauri::run()
}
