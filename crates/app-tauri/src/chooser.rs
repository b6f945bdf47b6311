//! Asks for a path with the system's own dialog. The page gets the path that was chosen and nothing else; what is typed
//! into a field does as well.

use std::path::{Path, PathBuf};
use std::sync::mpsc;

use tauri::{AppHandle, Runtime};

use partwright_domain::workspace::ENDING;
use partwright_kicad::EXTENSION;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// The file of a workspace.
    Workspace,
    /// A folder.
    Folder,
    /// Where the library file for KiCad is written.
    KicadLibrary,
}

/// Asks, from this folder on if it is there; `None` when nothing was chosen. May block for as long as somebody thinks.
pub type Ask = Box<dyn Fn(Wanted, Option<&Path>) -> Option<PathBuf> + Send + Sync>;

/// What asks for paths.
pub struct Chooser(Option<Ask>);

impl Chooser {
    /// Asks nobody.
    pub fn none() -> Self {
        Self(None)
    }

    /// Asks so.
    pub fn new(ask: Ask) -> Self {
        Self(Some(ask))
    }

    /// Asks with the system's dialog, which belongs on the main thread; whoever asks waits on another.
    pub fn of_the_system<R: Runtime>(shell: AppHandle<R>) -> Self {
        Self::new(Box::new(move |wanted, from| {
            let (tell, chosen) = mpsc::channel();
            let from = from.map(Path::to_owned);
            let shown = shell.run_on_main_thread(move || {
                let dialog = rfd::AsyncFileDialog::new();
                let dialog = if let Some(from) = from { dialog.set_directory(from) } else { dialog };
                let answer = |tell: mpsc::Sender<Option<PathBuf>>, chosen: Option<rfd::FileHandle>| {
                    // Whoever asked may have gone on; then there is nobody to tell.
                    drop(tell.send(chosen.map(|chosen| chosen.path().to_owned())));
                };
                match wanted {
                    Wanted::Workspace => {
                        let dialog = dialog.add_filter("Partwright", &[ENDING.trim_start_matches('.')]);
                        let asked = dialog.pick_file();
                        tauri::async_runtime::spawn(async move { answer(tell, asked.await) });
                    }
                    Wanted::KicadLibrary => {
                        let dialog =
                            dialog.add_filter("KiCad", &[EXTENSION]).set_file_name(format!("Partwright.{EXTENSION}"));
                        let asked = dialog.save_file();
                        tauri::async_runtime::spawn(async move { answer(tell, asked.await) });
                    }
                    Wanted::Folder => {
                        let asked = dialog.pick_folder();
                        tauri::async_runtime::spawn(async move { answer(tell, asked.await) });
                    }
                }
            });
            if let Err(error) = shown {
                tracing::warn!(%error, "the system's dialog could not be shown");
                return None;
            }
            chosen.recv().ok().flatten()
        }))
    }

    /// The path that somebody chose; `None` when they chose none.
    pub fn ask(&self, wanted: Wanted, from: Option<&Path>) -> Option<PathBuf> {
        self.0.as_ref()?(wanted, from.filter(|from| from.is_dir()))
    }
}
