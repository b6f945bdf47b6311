//! A call: what every command is given, and how it comes by a workspace, a person and an answer to a question.

use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};

use partwright_domain::Result;
use partwright_domain::person::{self, Actor, Person, PersonName};
use partwright_domain::store::Snapshot;

use tempfile::TempDir;

use crate::cli::Globals;
use crate::console::Console;
use crate::failure::{CliError, Failure};
use crate::output::{self, Answer, Format};
use crate::wiring::{self, Workspace};

/// What a command is given.
pub(crate) struct Call<'a, 'c> {
    pub(crate) globals: &'a Globals,
    pub(crate) console: &'a mut Console<'c>,
}

impl Call<'_, '_> {
    /// In which form answers are written.
    pub(crate) fn format(&self) -> Format {
        self.globals.format
    }

    /// The file of the workspace that is meant.
    pub(crate) fn path(&self) -> Result<PathBuf, Failure> {
        match &self.globals.workspace {
            Some(path) => Ok(path.clone()),
            None => Ok(wiring::default_workspace()?.ok_or(CliError::Nowhere {})?),
        }
    }

    /// The workspace that is meant, open.
    pub(crate) fn open(&self) -> Result<Session, Failure> {
        self.open_at(&self.path()?)
    }

    /// A workspace, open.
    pub(crate) fn open_at(&self, path: &Path) -> Result<Session, Failure> {
        let cancel = self.console.interrupt.cancel().clone();
        Ok(Session { workspace: wiring::open(path)?, acts: self.globals.acts.clone(), cancel, scratch: None })
    }

    /// The workspace that is meant; where none is meant, an empty one that nobody keeps.
    pub(crate) fn open_or_scratch(&self) -> Result<Session, Failure> {
        if self.globals.workspace.is_some() || wiring::default_workspace()?.is_some() {
            return self.open();
        }
        let (workspace, folder) = wiring::scratch()?;
        let cancel = self.console.interrupt.cancel().clone();
        Ok(Session { workspace, acts: None, cancel, scratch: Some(folder) })
    }

    /// Writes an answer that is one thing.
    pub(crate) fn answer(&mut self, answer: &impl Answer) -> Result<(), Failure> {
        output::one(self.console, self.globals.format, answer)
    }

    /// Goes on when somebody says yes: with `--yes`, or here and now. The question is made only where it is asked.
    pub(crate) fn confirm(
        &mut self,
        what: &str,
        question: impl FnOnce() -> Result<String, Failure>,
    ) -> Result<(), Failure> {
        if self.globals.yes {
            return Ok(());
        }
        if !self.console.is_answered {
            return Err(CliError::NotConfirmed { what: what.to_owned() }.into());
        }
        let question = question()?;
        let Console { err, input, interrupt, .. } = &mut *self.console;
        write!(err, "{question} [y/N] ")?;
        err.flush()?;
        let mut answer = String::new();
        interrupt.asks(true);
        let read = input.read_line(&mut answer);
        interrupt.asks(false);
        read?;
        let is_yes = matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes");
        if is_yes { Ok(()) } else { Err(CliError::Declined {}.into()) }
    }
}

/// An open workspace, and who works in it.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) workspace: Workspace,
    acts: Option<PersonName>,
    pub(crate) cancel: partwright_domain::cancel::Cancel,
    /// Where an empty workspace lies that goes with this session. It goes last: the workspace is closed by then.
    #[expect(dead_code, reason = "it is kept so that it is removed at the end")]
    scratch: Option<TempDir>,
}

impl std::ops::Deref for Session {
    type Target = partwright_domain::services::Services;

    fn deref(&self) -> &Self::Target {
        &self.workspace.services
    }
}

impl Session {
    /// Who acts: the person that `--as` names, else the one who acts in the workspace.
    pub(crate) fn person(&self) -> Result<Person> {
        match &self.acts {
            Some(name) => self.read("person.named", |snapshot| person::named(snapshot, name)),
            None => self.workspace.services.person(),
        }
    }

    /// Who acts, with the rights they have now.
    pub(crate) fn actor(&self) -> Result<Actor> {
        Ok(Actor::from(&self.person()?))
    }

    /// Reads one state of the workspace, until it is done or somebody interrupts.
    pub(crate) fn read<T>(&self, operation: &'static str, work: impl FnOnce(&dyn Snapshot) -> Result<T>) -> Result<T> {
        self.workspace.services.store.read_until(operation, &self.cancel, work)
    }
}
