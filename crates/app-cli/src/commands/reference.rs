//! What is generated from the commands themselves: completions for a shell, and pages of the manual.

use std::fs;
use std::path::PathBuf;

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::examples;
use crate::call::Call;
use crate::cli::Cli;
use crate::failure::Failure;

/// Write what a shell needs to complete commands and options
#[derive(Debug, Args)]
#[command(after_help = examples![
    "completions bash > ~/.local/share/bash-completion/completions/partwright",
    "completions fish > ~/.config/fish/completions/partwright.fish",
])]
pub struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    pub(crate) fn run(&self, call: &mut Call<'_, '_>) -> Result<(), Failure> {
        let mut written = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "partwright", &mut written);
        Ok(call.console.out.write_all(&written)?)
    }
}

/// Write the pages of the manual, one a command
#[derive(Debug, Args)]
#[command(after_help = examples!["man ~/.local/share/man/man1"])]
pub struct Man {
    /// The folder for them; it is made where it is not there
    folder: PathBuf,
}

impl Man {
    pub(crate) fn run(&self, _: &mut Call<'_, '_>) -> Result<(), Failure> {
        fs::create_dir_all(&self.folder).map_err(|error| Failure::unwritable(&self.folder, &error))?;
        let pages = clap_mangen::generate_to(Cli::command(), &self.folder);
        pages.map_err(|error| Failure::unwritable(&self.folder, &error))
    }
}
