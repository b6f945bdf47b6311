//! Set-up: whatever a command needs and this machine lacks is fetched before the command begins.

mod apt;
mod node;
mod system;
mod tool;

use crate::{failure::Result, project::Project};

pub(crate) use apt::Apt;
pub(crate) use node::packages as node_packages;
pub(crate) use tool::{CARGO_DENY, CARGO_FUZZ};

/// What the set-up is for; each asks for a little more than the one before.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// A window on the display that is there.
    Window,
    /// A window on a virtual display, and a picture of it.
    Picture,
    /// Every check and test.
    Test,
    /// A package to install.
    Package,
}

pub(crate) fn prepare(project: &Project, purpose: Purpose) -> Result {
    let apt = Apt::find();
    system::libraries(&apt, purpose)?;
    node::program(&apt)?;
    node::packages(project)?;
    node::pages(project)
}
