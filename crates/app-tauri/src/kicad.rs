//! The library for KiCad of the workspace that is open: served while it is, when this machine was told to.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use partwright_domain::kicad::KicadError;
use partwright_kicad::{Activity, Machine, Server, Settings};

use crate::app::{Workspace, whole};

/// What serves, and what this machine remembers of it.
pub struct Kicad {
    machine: Option<Machine>,
    serving: Mutex<Serving>,
}

/// The server of the open workspace, or why there is none.
#[derive(Default)]
enum Serving {
    /// Nobody asked for one.
    #[default]
    Off,
    On(Server),
    Failed(KicadError),
}

/// How it stands with the server.
pub enum Standing {
    /// It is off.
    Off,
    /// It serves at this address.
    On {
        /// The address, as `127.0.0.1:8791`.
        address: String,
        /// What it has done.
        activity: Activity,
    },
    /// It was to serve, and could not.
    Failed(KicadError),
}

impl Kicad {
    /// Serves nothing, and remembers nothing.
    pub fn none() -> Self {
        Self { machine: None, serving: Mutex::default() }
    }

    /// Remembers here.
    pub fn remembering(machine: Machine) -> Self {
        Self { machine: Some(machine), serving: Mutex::default() }
    }

    /// Serves the workspace that is open from now on, or nothing more. Whatever was served before is not, when this
    /// returns: nobody holds that workspace for KiCad any longer.
    pub fn follow(&self, workspace: Option<&Workspace>) {
        let mut serving = self.serving();
        // Stopped before the next one starts: both may want the same port.
        *serving = Serving::Off;
        let Some(workspace) = workspace else { return };
        *serving = match self.known(workspace) {
            Ok(Some(settings)) => serve(workspace, &settings),
            Ok(None) => Serving::Off,
            Err(error) => Serving::failed(error),
        };
    }

    /// How this machine serves the workspace; `None` where nobody ever asked for that.
    pub fn known(&self, workspace: &Workspace) -> Result<Option<Settings>, KicadError> {
        self.machine.as_ref().map_or(Ok(None), |machine| machine.find(&whole(&workspace.path)))
    }

    /// How this machine serves the workspace, with a token of its own from now on.
    pub fn settings(&self, workspace: &Workspace) -> Result<Settings, KicadError> {
        self.machine()?.settings(&whole(&workspace.path))
    }

    /// Serves the workspace in another way from now on.
    pub fn change(&self, workspace: &Workspace, settings: &Settings) -> Result<(), KicadError> {
        self.machine()?.remember(&whole(&workspace.path), settings)?;
        self.follow(Some(workspace));
        Ok(())
    }

    /// Notes that a workspace is at another place now. A failure is told in the log: the workspace has moved all the same,
    /// and is not served until somebody switches it on.
    pub fn moved(&self, from: &Path, to: &Path) {
        if let Some(Err(error)) = self.machine.as_ref().map(|machine| machine.moved(from, to)) {
            tracing::warn!(%error, "how the workspace was served to KiCad is not remembered at its new place");
        }
    }

    /// How it stands.
    pub fn standing(&self) -> Standing {
        match &*self.serving() {
            Serving::Off => Standing::Off,
            Serving::On(server) => Standing::On { address: server.address().to_string(), activity: server.activity() },
            Serving::Failed(error) => Standing::Failed(error.clone()),
        }
    }

    fn machine(&self) -> Result<&Machine, KicadError> {
        let nowhere = || KicadError::SettingsFailed { detail: "nothing is remembered here".to_owned() };
        self.machine.as_ref().ok_or_else(nowhere)
    }

    fn serving(&self) -> MutexGuard<'_, Serving> {
        self.serving.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Serving {
    fn failed(error: KicadError) -> Self {
        tracing::warn!(code = error.code(), %error, "the library for KiCad is not served");
        Self::Failed(error)
    }
}

fn serve(workspace: &Workspace, settings: &Settings) -> Serving {
    if !settings.on {
        return Serving::Off;
    }
    let started = Server::start(workspace.ports.clone(), settings.port, settings.token.clone());
    started.map_or_else(Serving::failed, Serving::On)
}
