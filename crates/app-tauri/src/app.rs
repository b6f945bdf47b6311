//! What commands work with: the open workspace, as ports and services, never as a connection.

use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock};

use partwright_domain::cancel::Cancel;
use partwright_domain::file::{BackedUp, FileError, Vault};
use partwright_domain::person::{Actor, Person, PersonName};
use partwright_domain::ports::Ports;
use partwright_domain::services::Services;
use partwright_domain::store::StoreError;
use partwright_domain::workspace::{
    self, Content, CopyChecked, Opening, Progress, Salvage, Start, WorkspaceError, WorkspaceFile,
};
use partwright_domain::{Error, Result};
use serde::Deserialize;
use ts_rs::TS;

use crate::chooser::Chooser;
use crate::daily::Daily;
use crate::entrance::{Entered, Entrance};
use crate::kicad::Kicad;
use crate::plan::LastPlan;
use crate::recent::Recent;
use crate::task::Tasks;
use crate::viewer::Viewer;
use crate::windows::Windows;

/// Which workspace to open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum WorkspaceChoice {
    /// The demo.
    Demo,
    /// The user's own.
    Own,
}

/// What is to be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// What the program starts with.
    First,
    /// The demo, or the user's own.
    Choice(WorkspaceChoice),
    /// The workspace in this file, which is there.
    At(PathBuf),
    /// A new one in this file, which is not there, with its first Admin.
    New(PathBuf, PersonName),
}

/// Opens workspaces, and takes them to other places: the wiring's part. A function that opens is one that keeps them in no file.
pub trait Opener: Send + Sync {
    /// Opens it, and makes it where that is wished.
    fn open(&self, wish: &Wish) -> Result<Workspace>;

    /// The same, and tells how far it is where that takes long.
    fn open_telling(&self, wish: &Wish, _tell: &mut dyn FnMut(Opening)) -> Result<Workspace> {
        self.open(wish)
    }

    /// The file that would be opened.
    fn find(&self, _wish: &Wish) -> Option<PathBuf> {
        None
    }

    /// The folder that is proposed for a new workspace.
    fn folder(&self) -> Option<PathBuf> {
        None
    }

    /// The name of whoever sits here, as the system knows it.
    fn user(&self) -> Result<PersonName> {
        Ok(PersonName::parse("Admin")?)
    }

    /// Puts a backup in the place of the workspace at a path, which nobody has open; answers where the file is that was
    /// there. One in which a check finds anything is refused. It can be cancelled until it begins to replace that.
    fn restore(&self, _: (&Path, &Path), _: &Cancel, _: &mut dyn FnMut(Progress)) -> Result<Option<PathBuf>> {
        Err(WorkspaceError::Homeless.into())
    }

    /// What is in a copy of a workspace, which stays as it is.
    fn content(&self, _copy: &Path) -> Result<Content> {
        Err(WorkspaceError::Homeless.into())
    }

    /// Looks at all of a copy of a workspace, which stays as it is.
    fn verify(&self, _copy: &Path, _: &Cancel) -> Result<CopyChecked> {
        Err(WorkspaceError::Homeless.into())
    }

    /// Puts what can be read of a damaged workspace into a new one.
    fn salvage(&self, _: (&Path, &Path), _: &Cancel, _: &mut dyn FnMut(Progress)) -> Result<Salvage> {
        Err(WorkspaceError::Homeless.into())
    }

    /// Copies a workspace that nobody has open to another file, and answers what removes the old one.
    fn relocate(&self, _: &Path, _: &Path, _: &Cancel, _: &mut dyn FnMut(Progress)) -> Result<Leaving> {
        Err(WorkspaceError::Homeless.into())
    }
}

/// Removes a workspace from where it was.
pub type Leaving = Box<dyn FnOnce() -> Result<()>>;

impl<F: Fn(&Wish) -> Result<Workspace> + Send + Sync> Opener for F {
    fn open(&self, wish: &Wish) -> Result<Workspace> {
        self(wish)
    }
}

/// The vault beside a workspace's file.
pub type Vaults = Box<dyn Fn(&Path) -> Arc<dyn Vault> + Send + Sync>;

/// An open workspace.
pub struct Workspace {
    /// Where it is.
    pub path: PathBuf,
    /// Whether it is the demo.
    pub is_demo: bool,
    /// Whether the program was started on this path, found nothing there, and made it.
    pub is_made: bool,
    /// What a service is made on, for whoever serves the workspace on.
    pub ports: Ports,
    /// The file it is kept in.
    pub file: Arc<dyn WorkspaceFile>,
    /// The vaults of this workspace and of its copies.
    pub vaults: Vaults,
    /// What is done in it, and its data for reading.
    services: Services,
    /// Whether several people work in it and nobody has said who of them sits here.
    pub asks: AtomicBool,
    /// The import that somebody looked at last.
    pub plan: LastPlan,
}

impl Workspace {
    /// The workspace in this file, over these ports, with the vault beside it. A new one gets `person` as its first, and its start.
    pub fn open(
        path: PathBuf,
        is_demo: bool,
        file: Arc<dyn WorkspaceFile>,
        ports: Ports,
        vaults: Vaults,
        person: PersonName,
    ) -> Result<Self> {
        let services = Services::new(ports.clone(), vaults(&path));
        services.workspaces.open(person, if is_demo { Start::Demo } else { Start::Empty })?;
        let (asks, plan) = (AtomicBool::new(false), LastPlan::default());
        Ok(Self { path, is_demo, is_made: false, ports, file, vaults, services, asks, plan })
    }

    /// The same, made because nothing was at the path that the program was started on.
    #[must_use]
    pub fn made(self) -> Self {
        Self { is_made: true, ..self }
    }
}

impl Deref for Workspace {
    type Target = Services;

    fn deref(&self) -> &Services {
        &self.services
    }
}

/// The application's state: one workspace at a time, or why there is none.
pub struct App {
    opener: Box<dyn Opener>,
    /// Empty until the first command asks: opening takes time, and the window's main thread has none to give.
    open: OnceLock<RwLock<Result<Arc<Workspace>>>>,
    /// Held by whoever opens, closes or moves: one at a time.
    turn: Mutex<()>,
    /// What is being opened.
    opening: Entrance,
    /// The workspaces that were open at this machine.
    pub recent: Recent,
    /// The long work that runs.
    pub tasks: Tasks,
    /// The backups that are made by themselves.
    pub daily: Daily,
    /// What opens files.
    pub viewer: Viewer,
    /// What asks for paths.
    pub chooser: Chooser,
    /// What serves the open workspace to KiCad.
    pub kicad: Kicad,
    /// The windows that show it.
    pub windows: Windows,
}

/// A workspace that is at its new place.
pub struct Moved {
    /// The workspace, open.
    pub workspace: Arc<Workspace>,
    /// What of the old one could not be removed, and why.
    pub left_behind: Option<Error>,
}

/// A workspace that is what its backup was.
pub struct Restored {
    /// The workspace, open.
    pub workspace: Arc<Workspace>,
    /// Where the file is that was there before.
    pub kept: Option<PathBuf>,
    /// What of its files could not be brought back.
    pub faults: Vec<FileError>,
}

impl App {
    /// Starts with the workspace that the opener starts with, as soon as a command asks for it. When it cannot be opened,
    /// every command says why. Nothing is remembered, and nobody is asked for paths.
    pub fn new(opener: Box<dyn Opener>, viewer: Viewer) -> Self {
        let (recent, chooser, kicad) = (Recent::forgotten(), Chooser::none(), Kicad::none());
        let (open, turn, tasks, daily) = (OnceLock::new(), Mutex::default(), Tasks::default(), Daily::default());
        let opening = Entrance::default();
        Self { opener, open, turn, opening, recent, tasks, daily, viewer, chooser, kicad, windows: Windows::default() }
    }

    /// Remembers workspaces, and may start with the last one.
    #[must_use]
    pub fn remembering(self, recent: Recent) -> Self {
        Self { recent, ..self }
    }

    /// Asks for paths with what the system has for that.
    #[must_use]
    pub fn choosing(self, chooser: Chooser) -> Self {
        Self { chooser, ..self }
    }

    /// Serves the workspace that is open to KiCad, when this machine is told to.
    #[must_use]
    pub fn serving(self, kicad: Kicad) -> Self {
        Self { kicad, ..self }
    }

    /// Shows itself in these windows.
    #[must_use]
    pub fn showing(self, windows: Windows) -> Self {
        Self { windows, ..self }
    }

    /// What knows where workspaces are.
    pub fn opener(&self) -> &dyn Opener {
        &*self.opener
    }

    /// The open workspace.
    pub fn workspace(&self) -> Result<Arc<Workspace>> {
        self.open().read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The workspace, if one is open already.
    pub fn open_now(&self) -> Option<Arc<Workspace>> {
        self.open.get()?.read().unwrap_or_else(PoisonError::into_inner).clone().ok()
    }

    /// What is being opened right now, and how far that is. Waits for nobody.
    pub fn entering(&self) -> Option<Entered> {
        self.opening.now()
    }

    /// Lets go of the workspace and of the copies of opened files, and every later command says so. Waits for nobody: a command that is still running holds
    /// the workspace a little longer, and what it has not committed when the process ends did not happen.
    pub fn close(&self) {
        self.viewer.close();
        if self.open.get().is_some() {
            let closing = StoreError::Failed { detail: "the application is closing".to_owned() };
            self.set(Err(closing.into()));
        }
    }

    fn open(&self) -> &RwLock<Result<Arc<Workspace>>> {
        self.open.get_or_init(|| {
            let first = self.first();
            match &first {
                Ok(workspace) => self.kicad.follow(Some(workspace)),
                Err(error) => tracing::error!(code = error.code(), %error, "the workspace could not be opened"),
            }
            RwLock::new(first)
        })
    }

    /// What the application was left with; else what the opener starts with. One that is lost is said to be, and nothing is
    /// opened in its place; but the demo, which nobody's work is in, is made anew.
    fn first(&self) -> Result<Arc<Workspace>> {
        let demo = Wish::Choice(WorkspaceChoice::Demo);
        let is_demo = |path: &Path| self.opener.find(&demo).is_some_and(|demo| whole(&demo) == path);
        self.opened(&match self.recent.first()? {
            None => Wish::First,
            Some(path) if is_demo(&path) => demo,
            Some(path) => Wish::At(path),
        })
    }

    fn set(&self, open: Result<Arc<Workspace>>) {
        // With the window, so that KiCad is never shown another workspace than that has; and before anybody waits for the
        // last one to let go of it.
        self.kicad.follow(open.as_deref().ok());
        *self.open().write().unwrap_or_else(PoisonError::into_inner) = open;
        // After that: a backup that begins from here on is of the one that is open now.
        self.daily.cancel();
    }

    fn turn(&self) -> MutexGuard<'_, ()> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Opens what is wished, and lets act in it who acts in it here.
    fn opened(&self, wish: &Wish) -> Result<Arc<Workspace>> {
        let entering = self.opening.enter(self.opener.find(wish));
        let workspace = Arc::new(self.opener.open_telling(wish, &mut |opening| entering.tell(opening))?);
        self.recent.opened(&workspace.path);
        self.attend(&workspace)?;
        Ok(workspace)
    }

    /// Somebody who was chosen at this machine acts again; somebody who is alone need not be chosen; else it is asked.
    fn attend(&self, workspace: &Workspace) -> Result<()> {
        let people = workspace.store.read("person.list", |snapshot| snapshot.people().list())?;
        let acting = workspace.person()?;
        let known = self.recent.person(&workspace.path);
        match known.filter(|known| people.iter().any(|person| person.id == *known)) {
            Some(known) if known == acting.id => {}
            Some(known) => drop(workspace.people.act(&Actor::from(&acting), known)?),
            None if people.len() == 1 => self.recent.acts(&workspace.path, acting.id),
            None => workspace.asks.store(self.recent.remembers(), Ordering::Relaxed),
        }
        Ok(())
    }

    /// Notes who acts in the open workspace at this machine.
    pub fn acts(&self, workspace: &Workspace, person: &Person) {
        self.recent.acts(&workspace.path, person.id);
        workspace.asks.store(false, Ordering::Relaxed);
    }

    /// Opens another workspace in place of this one; when that fails, this one stays. The one that is open is opened again by
    /// doing nothing.
    pub fn switch(&self, wish: &Wish) -> Result<Arc<Workspace>> {
        let _turn = self.turn();
        if let (Some(path), Ok(open)) = (self.opener.find(wish), self.workspace())
            && is_same(&path, &open.path)
        {
            return Ok(open);
        }
        let workspace = self.opened(wish)?;
        self.recent.leaves(Some(&workspace.path));
        self.set(Ok(Arc::clone(&workspace)));
        self.windows.tell_opened();
        Ok(workspace)
    }

    /// Closes the workspace: every later command says that none is open, and so does the next start.
    pub fn put_away(&self) {
        let _turn = self.turn();
        self.recent.leaves(None);
        self.set(Err(WorkspaceError::Closed.into()));
        self.windows.tell_opened();
    }

    /// Takes the open workspace to another file. When that fails, it stays where it was, and is open again.
    pub fn relocate(&self, to: &Path, cancel: &Cancel, progress: &mut dyn FnMut(Progress)) -> Result<Moved> {
        let _turn = self.turn();
        let from = whole(&self.workspace()?.path);
        // From here on nobody gets hold of it; who has it still is waited for by the one who takes it.
        self.set(Err(WorkspaceError::Moving.into()));
        self.daily.wait();
        let arrived = self.opener.relocate(&from, to, cancel, progress).map(|leaving| {
            // Before the old one goes: whatever happens now, the new one is known.
            self.recent.moved(&from, to);
            self.kicad.moved(&from, to);
            leaving().err()
        });
        let (now, outcome) = match arrived {
            Ok(left_behind) => (to, Ok(left_behind)),
            Err(error) => (&*from, Err(error)),
        };
        let opened = self.opened(&Wish::At(now.to_owned()));
        self.set(opened.clone());
        self.windows.tell_opened();
        Ok(Moved { left_behind: outcome?, workspace: opened? })
    }

    /// Puts a backup in the place of the workspace at `path`, and opens it. What was there is kept beside it. A workspace
    /// that is open goes on when that fails or is cancelled.
    pub fn restore(
        &self,
        (path, from): (&Path, &Path),
        cancel: &Cancel,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Restored> {
        let _turn = self.turn();
        let path = whole(path);
        let was_open = self.workspace().is_ok_and(|open| is_same(&path, &open.path));
        if was_open {
            // From here on nobody gets hold of it; who has it still is waited for by the one who replaces it.
            self.set(Err(WorkspaceError::Closed.into()));
            self.daily.wait();
        }
        let outcome = self.opener.restore((&path, from), cancel, progress);
        if let (Err(error), false) = (&outcome, was_open) {
            return Err(error.clone());
        }
        let opened = self.opened(&Wish::At(path));
        if let Ok(workspace) = &opened {
            self.recent.leaves(Some(&workspace.path));
        }
        self.set(opened.clone());
        self.windows.tell_opened();
        let (kept, workspace) = (outcome?, opened?);
        let (own, beside) = ((workspace.vaults)(&workspace.path), (workspace.vaults)(from));
        // The backup is in its place by now, and its files belong to it: nobody can wish them away any more.
        let BackedUp { faults, .. } = workspace::bring_back(&workspace.ports, beside, own, &Cancel::new())?;
        Ok(Restored { workspace, kept, faults })
    }
}

impl App {
    /// Puts what can be read of the damaged workspace at `from` into a new one at `to`, with what its vault has, and answers
    /// what could not be. Nothing is opened by that, and what is open goes on.
    pub fn salvage(
        &self,
        (from, to): (&Path, &Path),
        cancel: &Cancel,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(Salvage, BackedUp)> {
        let _turn = self.turn();
        let salvage = self.opener.salvage((from, to), cancel, progress)?;
        let made = self.opener.open(&Wish::At(to.to_owned()))?;
        // What is kept beside a workspace shares its vault.
        let shared = workspace::kept_of(from).filter(|workspace| workspace.is_file());
        let vault = (made.vaults)(shared.as_deref().unwrap_or(from));
        let copied = workspace::bring_back(&made.ports, vault, (made.vaults)(to), cancel)?;
        Ok((salvage, copied))
    }
}

/// A path that means the same whatever folder the program was started in; where a link stands, that of the file that it leads to,
/// beside which everything stands that belongs to it.
pub fn whole(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    if path.is_symlink() { path.canonicalize().unwrap_or(path) } else { path }
}

/// Whether two paths lead to one file, whatever links are on the way.
pub(crate) fn is_same(one: &Path, other: &Path) -> bool {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| whole(path));
    real(one) == real(other)
}
