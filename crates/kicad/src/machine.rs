//! What a machine remembers of KiCad: for each workspace whether it is served here, at which port, and with which token.
//!
//! It stands beside no workspace, because a port and a secret are a machine's. Each workspace has a token of its own, so
//! that a library file never shows the parts of another workspace that happens to be open at the same port. A workspace is the
//! same one by whatever path it is reached: through links, and through `..`.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf, absolute};

use partwright_domain::kicad::KicadError;
use serde::{Deserialize, Serialize};

use crate::private_file;
use crate::token::Token;

/// The port where no other was chosen.
pub const DEFAULT_PORT: u16 = 8791;

/// The lowest port that needs no rights of the system.
const LOWEST_PORT: u16 = 1024;

const NAME: &str = "kicad.json";

/// How a workspace is served at this machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Whether the desktop application serves it while it is open.
    pub on: bool,
    /// At which port.
    pub port: u16,
    /// With which token.
    pub token: Token,
}

impl Settings {
    /// Off, at the default port, with a new token.
    fn fresh() -> Result<Self, KicadError> {
        Ok(Self { on: false, port: DEFAULT_PORT, token: Token::random()? })
    }

    /// Takes a port that needs no rights of the system.
    pub fn port(text: &str) -> Result<u16, KicadError> {
        let port = text.trim().parse().ok().filter(|port| *port >= LOWEST_PORT);
        port.ok_or_else(|| KicadError::PortInvalid { text: text.chars().take(20).collect() })
    }
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Remembered {
    workspaces: Vec<Served>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Served {
    path: PathBuf,
    #[serde(flatten)]
    settings: Settings,
}

/// The file in which it is remembered. Two programs that note something at the same moment may lose one of both notes.
#[derive(Debug, Clone)]
pub struct Machine {
    folder: PathBuf,
}

impl Machine {
    /// The file in this folder, which is made when something is noted.
    pub fn within(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// How the workspace at this path is served; `None` where nobody ever asked for that.
    pub fn find(&self, workspace: &Path) -> Result<Option<Settings>, KicadError> {
        let workspace = real(workspace);
        let served = self.read()?.workspaces.into_iter().find(|served| real(&served.path) == workspace);
        Ok(served.map(|served| served.settings))
    }

    /// How the workspace at this path is served. The first time it is asked for, a token is made and remembered.
    pub fn settings(&self, workspace: &Path) -> Result<Settings, KicadError> {
        if let Some(settings) = self.find(workspace)? {
            return Ok(settings);
        }
        let fresh = Settings::fresh()?;
        self.remember(workspace, &fresh)?;
        Ok(fresh)
    }

    /// Remembers from now on how the workspace at this path is served.
    pub fn remember(&self, workspace: &Path, settings: &Settings) -> Result<(), KicadError> {
        let (mut remembered, path) = (self.read()?, real(workspace));
        let settings = settings.clone();
        match remembered.workspaces.iter_mut().find(|served| real(&served.path) == path) {
            Some(served) => *served = Served { path, settings },
            None => remembered.workspaces.push(Served { path, settings }),
        }
        self.write(&remembered)
    }

    /// Notes that a workspace is at another place now.
    pub fn moved(&self, from: &Path, to: &Path) -> Result<(), KicadError> {
        let (mut remembered, from, to) = (self.read()?, real(from), real(to));
        if !remembered.workspaces.iter().any(|served| real(&served.path) == from) {
            return Ok(());
        }
        remembered.workspaces.retain(|served| real(&served.path) != to);
        for served in remembered.workspaces.iter_mut().filter(|served| real(&served.path) == from) {
            to.clone_into(&mut served.path);
        }
        self.write(&remembered)
    }

    fn read(&self) -> Result<Remembered, KicadError> {
        match fs::read(self.folder.join(NAME)) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Remembered::default()),
            Err(error) => Err(failed(&error)),
            Ok(text) => serde_json::from_slice(&text).map_err(|error| failed(&error)),
        }
    }

    fn write(&self, remembered: &Remembered) -> Result<(), KicadError> {
        let text = serde_json::to_vec_pretty(remembered).map_err(|error| failed(&error))?;
        let written =
            fs::create_dir_all(&self.folder).and_then(|()| private_file::replace(&self.folder.join(NAME), &text));
        written.map_err(|error| failed(&error))
    }
}

/// The one path of a file, without links and `..`. What is not there any more is still known by the folder that it was in.
fn real(path: &Path) -> PathBuf {
    let folder = || Some(path.parent()?.canonicalize().ok()?.join(path.file_name()?));
    path.canonicalize().ok().or_else(folder).or_else(|| absolute(path).ok()).unwrap_or_else(|| path.to_owned())
}

fn failed(error: &impl ToString) -> KicadError {
    KicadError::SettingsFailed { detail: error.to_string() }
}
