//! KiCad: serving its symbol chooser, as the window does while it is open.

use std::path::{Path, PathBuf};

use clap::Args;
use partwright_domain::kicad::KicadError;
use partwright_kicad::{LibraryFile, Machine, Server, Settings};
use serde::Serialize;
use serde_json::Value;

use super::examples;
use crate::call::Call;
use crate::failure::Failure;
use crate::output::Answer;
use crate::places;

/// Serve KiCad's symbol chooser until Ctrl-C
///
/// At 127.0.0.1 and nowhere else, with a token that stands in the library file. It is the port and the token that the
/// window serves this workspace with on this machine, so that one library file is good for both.
#[derive(Debug, Args)]
#[command(after_help = examples![
    "serve-kicad",
    "serve-kicad --library parts.kicad_httplib",
    "serve-kicad --port 8800 --library parts.kicad_httplib",
])]
pub struct ServeKicad {
    /// Another port of this machine; 0 for any that is free
    #[arg(long)]
    port: Option<u16>,
    /// Write the file that KiCad is given; the ending by which KiCad knows it is added
    #[arg(long, value_name = "FILE")]
    library: Option<PathBuf>,
}

impl ServeKicad {
    pub(crate) fn run(&self, call: &mut Call<'_, '_>) -> Result<(), Failure> {
        let session = call.open()?;
        let path = std::path::absolute(&session.workspace.path)
            .map_err(|error| Failure::unreadable(&session.workspace.path, &error))?;
        let Settings { port, token, .. } = machine()?.settings(&path)?;
        let server = Server::start(session.workspace.ports.clone(), self.port.unwrap_or(port), token.clone())?;
        let port = server.address().port();
        let library = self.library.as_deref().map(LibraryFile::path);
        if let Some(library) = &library {
            LibraryFile { name: stem(&path), port, token }.write(library)?;
        }
        let library = library.map(|library| library.display().to_string());
        call.answer(&Serving { url: format!("http://{}/", server.address()), library })?;
        call.console.out.flush()?;
        call.console.interrupt.wait();
        server.stop();
        Ok(())
    }
}

/// What this machine remembers of KiCad; it has to have a place for that.
fn machine() -> Result<Machine, KicadError> {
    let nowhere = || KicadError::SettingsFailed { detail: "this machine has no folder for settings".to_owned() };
    Ok(Machine::within(&places::configuration().ok_or_else(nowhere)?))
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// A server that runs.
#[derive(Debug, Serialize)]
struct Serving {
    url: String,
    /// The file that KiCad is given; null where none was asked for.
    library: Option<String>,
}

impl Answer for Serving {
    fn facts(&self) -> Vec<(&'static str, Value)> {
        vec![("url", self.url.as_str().into()), ("library", self.library.clone().into())]
    }

    fn sentence(&self) -> Option<String> {
        let library = self.library.as_ref().map(|library| format!(" KiCad is given {library}."));
        Some(format!("KiCad is served at {}; Ctrl-C ends it.{}", self.url, library.unwrap_or_default()))
    }
}
