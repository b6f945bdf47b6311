//! Asks for a path with the system's own dialog. The page gets the path that was chosen and nothing else; what is typed
//! into a field does as well.

use std::path::{Path, PathBuf};
use std::sync::mpsc;

use tauri::{AppHandle, Manager, Runtime};

use partwright_domain::workspace::ENDING;
use partwright_kicad::EXTENSION;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// The file of a workspace.
    Workspace,
    /// A folder.
    Folder,
    /// A release package that is there.
    Package,
    /// Where something is to be written; the system asks whether it may take the place of a file that is there.
    Place,
    /// Where the library file for KiCad is written.
    KicadLibrary,
}

/// Asks, from this folder on if it is there, or for a place from this path on; `None` when nothing was chosen. May block for
/// as long as somebody thinks.
pub type Ask = Box<dyn Fn(Wanted, Option<&Path>) -> Option<PathBuf> + Send + Sync>;

/// What asks for paths.
pub struct Chooser {
    ask: Option<Ask>,
    documents: Option<PathBuf>,
}

impl Chooser {
    /// Asks nobody.
    pub fn none() -> Self {
        Self { ask: None, documents: None }
    }

    /// Asks so.
    pub fn new(ask: Ask) -> Self {
        Self { ask: Some(ask), documents: None }
    }

    /// The folder in which documents of the user lie, where there is one.
    pub fn documents(&self) -> Option<&Path> {
        self.documents.as_deref()
    }

    /// Asks with the system's dialog, which belongs on the main thread; whoever asks waits on another.
    pub fn of_the_system<R: Runtime>(shell: AppHandle<R>) -> Self {
        let documents = shell.path().document_dir().or_else(|_| shell.path().home_dir()).ok();
        let ask: Ask = Box::new(move |wanted, from| {
            let (tell, chosen) = mpsc::channel();
            let from = from.map(Path::to_owned);
            let shown = shell.run_on_main_thread(move || {
                let dialog = rfd::AsyncFileDialog::new();
                let dialog = match (wanted, &from) {
                    (Wanted::Place, Some(path)) => from_place(dialog, path),
                    (_, Some(folder)) => dialog.set_directory(folder),
                    (_, None) => dialog,
                };
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
                    Wanted::Package => {
                        let asked = dialog.add_filter("Zip", &["zip"]).pick_file();
                        tauri::async_runtime::spawn(async move { answer(tell, asked.await) });
                    }
                    Wanted::Place => {
                        let asked = dialog.save_file();
                        tauri::async_runtime::spawn(async move { answer(tell, asked.await) });
                    }
                }
            });
            if let Err(error) = shown {
                tracing::warn!(%error, "the system's dialog could not be shown");
                return None;
            }
            chosen.recv().ok().flatten()
        });
        Self { ask: Some(ask), documents }
    }

    /// The path that somebody chose; `None` when they chose none.
    pub fn ask(&self, wanted: Wanted, from: Option<&Path>) -> Option<PathBuf> {
        let is_there = |from: &&Path| match wanted {
            Wanted::Place => from.parent().is_some_and(Path::is_dir),
            Wanted::Workspace | Wanted::Folder | Wanted::Package | Wanted::KicadLibrary => from.is_dir(),
        };
        // Whoever says only what it is to be called leaves it to us where to begin.
        let beside = from.filter(|from| wanted == Wanted::Place && from.parent() == Some(Path::new("")));
        let named = beside.zip(self.documents()).map(|(name, folder)| folder.join(name));
        self.ask.as_ref()?(wanted, named.as_deref().or(from).filter(is_there))
    }
}

/// Begins at a path: in its folder, with its name.
fn from_place(dialog: rfd::AsyncFileDialog, path: &Path) -> rfd::AsyncFileDialog {
    let dialog = match path.parent() {
        Some(folder) => dialog.set_directory(folder),
        None => dialog,
    };
    match path.file_name() {
        Some(name) => dialog.set_file_name(name.to_string_lossy()),
        None => dialog,
    }
}
