//! KiCad: serving its symbol chooser, as the window does while it is open.

use std::path::{Path, PathBuf};

use clap::Args;
use partwright_domain::kicad::{self, KicadError, Survey};
use partwright_kicad::{LibraryFile, Machine, Server, Settings};
use serde::Serialize;
use serde_json::Value;

use super::examples;
use crate::call::Call;
use crate::failure::Failure;
use crate::output::{Answer, Sheet};
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
        let counted = kicad::survey(&session.workspace.ports.store, &session.cancel)?;
        call.answer(&Serving { url: format!("http://{}/", server.address()), library, parts: Parts::of(&counted) })?;
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

/// How many parts KiCad is offered, and how many are left out, and why.
#[derive(Debug, Default, Serialize)]
struct Parts {
    offered: u64,
    not_released: u64,
    without_symbol: u64,
    symbol_unreadable: u64,
    /// The subcategories that are offered.
    categories: usize,
}

impl Parts {
    fn of(counted: &[Survey]) -> Self {
        let mut parts = Self { categories: counted.len(), ..Self::default() };
        for Survey { codes: _, name: _, offered, without_symbol, symbol_unreadable, not_released } in counted {
            parts.offered += offered;
            parts.not_released += not_released;
            parts.without_symbol += without_symbol.count;
            parts.symbol_unreadable += symbol_unreadable.count;
        }
        parts
    }

    /// What is said of them to people.
    fn sentence(&self) -> String {
        let Self { offered, not_released, without_symbol, symbol_unreadable, categories } = self;
        let left_out: Vec<String> = [
            (*not_released, "not released"),
            (*without_symbol, "without a symbol"),
            (*symbol_unreadable, "with a symbol that KiCad would not understand"),
        ]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, why)| format!("{count} {why}"))
        .collect();
        let left_out = if left_out.is_empty() { "none".to_owned() } else { left_out.join(", ") };
        format!("Parts offered: {offered}, in {categories} categories; left out of these: {left_out}.")
    }
}

/// A server that runs.
#[derive(Debug, Serialize)]
struct Serving {
    url: String,
    /// The file that KiCad is given; null where none was asked for.
    library: Option<String>,
    parts: Parts,
}

impl Answer for Serving {
    fn facts(&self) -> Vec<(&'static str, Value)> {
        let Parts { offered, not_released, without_symbol, symbol_unreadable, categories } = &self.parts;
        vec![
            ("url", self.url.as_str().into()),
            ("library", self.library.clone().into()),
            ("offered", (*offered).into()),
            ("not_released", (*not_released).into()),
            ("without_symbol", (*without_symbol).into()),
            ("symbol_unreadable", (*symbol_unreadable).into()),
            ("categories", (*categories).into()),
        ]
    }

    fn sentence(&self) -> Option<String> {
        let library = self.library.as_ref().map(|library| format!(" KiCad is given {library}."));
        Some(format!("KiCad is served at {}; Ctrl-C ends it.{}", self.url, library.unwrap_or_default()))
    }

    fn below(&self, sheet: &mut Sheet<'_, '_>) -> Result<(), Failure> {
        sheet.line(&self.parts.sentence())
    }
}
