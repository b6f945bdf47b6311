//! How the program ends: the exit codes, which are an interface.

use std::process::ExitCode;

use partwright_domain::Error;
use partwright_domain::store::StoreError;
use partwright_domain::workspace::WorkspaceError;

/// How a command ended. The codes are documented in `docs/guides/command-line.md` and never change their meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// It did what was asked.
    Done,
    /// It was refused by a rule, or what was given is not there or not right; nothing was changed.
    Refused,
    /// The command line itself cannot be understood.
    Usage,
    /// It looked, and found something wrong.
    Found,
    /// The workspace cannot be reached, is no workspace, or is held by another program.
    Unreachable,
    /// It was cancelled.
    Cancelled,
}

impl Exit {
    /// Every way to end.
    pub const ALL: [Self; 6] =
        [Self::Done, Self::Refused, Self::Usage, Self::Found, Self::Unreachable, Self::Cancelled];

    /// The code that the process ends with.
    pub const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Refused => 1,
            Self::Usage => 2,
            Self::Found => 3,
            Self::Unreachable => 4,
            // What shells answer for a program that Ctrl-C ended.
            Self::Cancelled => 130,
        }
    }

    /// How a command ends that failed with this.
    pub const fn after(error: &Error) -> Self {
        match error {
            Error::Store(StoreError::Cancelled) => Self::Cancelled,
            Error::Store(
                StoreError::Busy { .. }
                | StoreError::Exhausted { .. }
                | StoreError::NotAWorkspace { .. }
                | StoreError::Damaged { .. }
                | StoreError::NothingLeft { .. }
                | StoreError::Changed { .. }
                | StoreError::Newer { .. }
                | StoreError::MigrationEdited { .. }
                | StoreError::Unreachable { .. },
            )
            | Error::Workspace(WorkspaceError::NotThere { .. } | WorkspaceError::Closed) => Self::Unreachable,
            _ => Self::Refused,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}
