//! The wiring: the one file that names the adapters.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use partwright_domain::cancel::Cancel;
use partwright_domain::id::{IdSource, TimeOrderedIds};
use partwright_domain::person::PersonName;
use partwright_domain::ports::Ports;
use partwright_domain::store::{Observer, Store, StoreError};
use partwright_domain::time::{Clock, SystemClock};
use partwright_domain::workspace::{
    Accepted, Content, CopyChecked, Opening, Progress, Salvage, Salvager, WorkspaceError,
};
use partwright_domain::{Error, Result};
use partwright_kicad::Machine;
use partwright_persistence::{DiskRecent, DiskSalvager, DiskVault, Settings, SqliteStore};

use crate::app::{Leaving, Opener, Vaults, Wish, Workspace, WorkspaceChoice};
use crate::recent::Recent;

/// What the program was started with.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Arguments {
    /// The workspace to open; the user's own, or the demo, without it.
    pub workspace: Option<PathBuf>,
}

impl Arguments {
    /// Takes `--workspace PATH`, `PATH`, or nothing.
    pub fn parse(mut arguments: impl Iterator<Item = OsString>) -> Result<Self, String> {
        const USAGE: &str = "usage: partwright-desktop [--workspace] [PATH]";
        let workspace = match arguments.next() {
            Some(flag) if flag == "--workspace" => Some(arguments.next().ok_or_else(|| USAGE.to_owned())?),
            Some(flag) if flag.to_string_lossy().starts_with('-') => return Err(USAGE.to_owned()),
            path => path,
        };
        match arguments.next() {
            None => Ok(Self { workspace: workspace.map(PathBuf::from) }),
            Some(_) => Err(USAGE.to_owned()),
        }
    }
}

/// Where workspaces are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    own: PathBuf,
    demo: PathBuf,
    own_was_named: bool,
}

impl Places {
    /// The user's own workspace and the demo in the user's data directory, unless the arguments name another.
    pub fn new(data: &Path, arguments: &Arguments) -> Self {
        let own = arguments.workspace.clone().unwrap_or_else(|| data.join("workspace.partwright"));
        Self { own, demo: data.join("demo.partwright"), own_was_named: arguments.workspace.is_some() }
    }

    /// Which to start with: what was named, else the user's own once there is one, else the demo.
    fn first(&self) -> WorkspaceChoice {
        if self.own_was_named || self.own.exists() { WorkspaceChoice::Own } else { WorkspaceChoice::Demo }
    }

    /// Makes the folder of a workspace that may be made. Only our own: where somebody named another that is not there, a slip
    /// of the keyboard or a disk that is not mounted is likelier than a wish for a new workspace.
    fn make_folder(&self, choice: WorkspaceChoice) -> Result<()> {
        let path = self.path(choice);
        let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) else { return Ok(()) };
        if choice == WorkspaceChoice::Own && self.own_was_named {
            let not_there = || WorkspaceError::NotThere { path: path.display().to_string() };
            return if folder.is_dir() { Ok(()) } else { Err(not_there().into()) };
        }
        std::fs::create_dir_all(folder).map_err(|error| unreachable(path, &error))
    }

    fn path(&self, choice: WorkspaceChoice) -> &Path {
        match choice {
            WorkspaceChoice::Own => &self.own,
            WorkspaceChoice::Demo => &self.demo,
        }
    }
}

/// Where times and ids come from.
#[derive(Clone)]
pub struct Sources {
    /// What tells the time.
    pub clock: Arc<dyn Clock>,
    /// What gives out ids.
    pub ids: Arc<dyn IdSource>,
}

impl Sources {
    /// The system's own.
    pub fn of_the_system() -> Self {
        Self { clock: Arc::new(SystemClock), ids: Arc::new(TimeOrderedIds) }
    }
}

/// Workspaces in SQLite files, and who is told of what changes in them.
struct OnDisk {
    places: Places,
    observer: Observer,
    sources: Sources,
}

/// Opens workspaces in SQLite files, and tells `observer` of what changes in them.
pub fn opener(places: Places, observer: Observer) -> Box<dyn Opener> {
    opener_with(places, observer, Sources::of_the_system())
}

/// The same, with times and ids from elsewhere.
pub fn opener_with(places: Places, observer: Observer, sources: Sources) -> Box<dyn Opener> {
    Box::new(OnDisk { places, observer, sources })
}

/// The list of recent workspaces in the user's configuration.
pub fn recent(configuration: &Path, arguments: &Arguments) -> Recent {
    Recent::within(Box::new(DiskRecent::within(configuration)), arguments.workspace.is_some())
}

/// What this machine remembers of KiCad, in the user's configuration.
pub fn machine(configuration: &Path) -> Machine {
    Machine::within(configuration)
}

impl OnDisk {
    fn open_at(&self, path: &Path, tell: &mut dyn FnMut(Opening)) -> Result<Workspace> {
        self.over(path, SqliteStore::open_telling(path, Settings::default(), tell)?, user_name()?)
    }

    /// The workspace in this file, open.
    fn over(&self, path: &Path, file: SqliteStore, person: PersonName) -> Result<Workspace> {
        let file = Arc::new(file);
        let store: Arc<dyn Store> = Arc::clone(&file) as _;
        let Sources { clock, ids } = self.sources.clone();
        let of_vaults = Arc::clone(&clock);
        let vaults: Vaults = Box::new(move |path| Arc::new(DiskVault::beside(path, Arc::clone(&of_vaults))));
        let ports = Ports { store: Arc::clone(&store), clock, ids };
        let is_demo = path == self.places.demo;
        let workspace = Workspace::open(path.to_owned(), is_demo, file, ports, vaults, person)?;
        // After the start: nobody has read anything yet that it could change.
        store.subscribe(Arc::clone(&self.observer));
        Ok(workspace)
    }
}

impl Opener for OnDisk {
    fn find(&self, wish: &Wish) -> Option<PathBuf> {
        let path = match wish {
            Wish::First => self.places.path(self.places.first()),
            Wish::Choice(choice) => self.places.path(*choice),
            Wish::At(path) => path,
            // It is not there yet.
            Wish::New(..) => return None,
        };
        Some(path.to_owned())
    }

    fn open(&self, wish: &Wish) -> Result<Workspace> {
        self.open_telling(wish, &mut |_| ())
    }

    fn open_telling(&self, wish: &Wish, tell: &mut dyn FnMut(Opening)) -> Result<Workspace> {
        match wish {
            Wish::First => self.open_telling(&Wish::Choice(self.places.first()), tell),
            Wish::Choice(choice) => {
                self.places.make_folder(*choice)?;
                let path = self.places.path(*choice);
                let is_made = *choice == WorkspaceChoice::Own && self.places.own_was_named && !path.exists();
                let workspace = self.open_at(path, tell)?;
                Ok(if is_made { workspace.made() } else { workspace })
            }
            Wish::At(path) if !path.is_file() => {
                Err(WorkspaceError::NotThere { path: path.display().to_string() }.into())
            }
            Wish::At(path) => self.open_at(path, tell),
            Wish::New(path, person) => self.over(path, SqliteStore::create(path, Settings::default())?, person.clone()),
        }
    }

    fn folder(&self) -> Option<PathBuf> {
        self.places.demo.parent().map(Path::to_owned)
    }

    fn user(&self) -> Result<PersonName> {
        user_name()
    }

    fn restore(
        &self,
        path_from: (&Path, &Path),
        cancel: &Cancel,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Option<PathBuf>> {
        Ok(partwright_persistence::restore(path_from, Accepted::Sound, cancel, progress)?.kept)
    }

    fn content(&self, copy: &Path) -> Result<Content> {
        Ok(partwright_persistence::content(copy)?)
    }

    fn verify(&self, copy: &Path, cancel: &Cancel) -> Result<CopyChecked> {
        Ok(partwright_persistence::verify(copy, cancel)?)
    }

    fn salvage(&self, from_to: (&Path, &Path), cancel: &Cancel, progress: &mut dyn FnMut(Progress)) -> Result<Salvage> {
        DiskSalvager::new(Arc::new(SystemClock), Arc::new(TimeOrderedIds)).salvage(from_to, cancel, progress)
    }

    fn relocate(&self, from: &Path, to: &Path, cancel: &Cancel, progress: &mut dyn FnMut(Progress)) -> Result<Leaving> {
        let relocated = partwright_persistence::relocate(from, to, cancel, progress)?;
        Ok(Box::new(move || relocated.remove_old()))
    }
}

fn unreachable(path: &Path, error: &std::io::Error) -> Error {
    StoreError::Unreachable { path: path.display().to_string(), detail: error.to_string() }.into()
}

/// The name of whoever is logged in, for the first person of a new workspace; they can change it.
fn user_name() -> Result<PersonName> {
    let name = ["USER", "USERNAME"].into_iter().find_map(|variable| std::env::var(variable).ok());
    match name.as_deref().map(PersonName::parse) {
        Some(Ok(name)) => Ok(name),
        Some(Err(_)) | None => Ok(PersonName::parse("Admin")?),
    }
}
