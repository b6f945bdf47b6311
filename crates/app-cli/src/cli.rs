//! The command line as it is written: every command with its arguments, its help and its examples.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::parser::ValueSource;
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};
use partwright_domain::person::PersonName;

use crate::call::Call;
use crate::commands::{
    approval, audit, bom, category, export, import, kicad, part, person, reference, release, revision, search,
    workspace,
};
use crate::failure::Failure;
use crate::output::Format;

const ENVIRONMENT: &str = "\
Without --workspace, and without PARTWRIGHT_WORKSPACE in the environment, a
command works in the workspace that the desktop application was left with. It
may stay open there: what is changed here is shown there at once.

EL-PCA-100001 is a part, or its newest revision; EL-PCA-100001@2 is revision 2.

Exit codes:
  0    done
  1    refused by a rule, or what was given is not there or not right
  2    the command line cannot be understood
  3    looked, and found something wrong (check, verify, backup, restore)
  4    the workspace, or its backup, cannot be reached, is damaged or none, or is
       held by another program
  130  cancelled; nothing was changed

Examples:
  partwright init boards.partwright
  partwright part list --category EL
  partwright bom show EL-PCA-100001
  partwright search \"4k7 0402\"";

/// Parts, bills of materials, revisions and approvals of a product, in one file of your own.
#[derive(Debug, Parser)]
#[command(
    name = "partwright",
    version,
    after_help = ENVIRONMENT,
    subcommand_required = true,
    arg_required_else_help = true,
    max_term_width = 100
)]
pub struct Cli {
    /// What holds for every command.
    #[command(flatten)]
    pub globals: Globals,
    /// What is to be done.
    #[command(subcommand)]
    pub command: Command,
}

impl Cli {
    /// Takes what was typed, the program's own name first.
    pub fn read(arguments: &[OsString]) -> Result<Self, clap::Error> {
        let mut command = Self::command();
        let matches = command.try_get_matches_from_mut(arguments)?;
        let mut cli = Self::from_arg_matches(&matches).map_err(|error| error.format(&mut command))?;
        cli.globals.is_workspace_named = matches.value_source("workspace") == Some(ValueSource::CommandLine);
        Ok(cli)
    }
}

/// What holds for every command.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Options of every command")]
pub struct Globals {
    /// The workspace: a file whose name ends in .partwright
    #[arg(long, global = true, value_name = "PATH", env = "PARTWRIGHT_WORKSPACE", hide_env_values = true)]
    pub workspace: Option<PathBuf>,
    /// Whether it was named on the command line itself.
    #[arg(skip)]
    pub is_workspace_named: bool,
    /// How the answer is written
    #[arg(long, global = true, value_enum, default_value_t = Format::Table, hide_possible_values = true, value_name = "table|json|csv")]
    pub format: Format,
    /// Who does it, by name; without it whoever acts in the workspace. The person must be there, and has their own rights
    #[arg(long = "as", id = "as", global = true, value_name = "PERSON", value_parser = PersonName::parse)]
    pub acts: Option<PersonName>,
    /// Answer yes to every question
    #[arg(long, short = 'y', global = true)]
    pub yes: bool,
}

macro_rules! commands {
    ($($(#[$meta:meta])* $variant:ident($args:ty)),* $(,)?) => {
        /// A command.
        #[derive(Debug, Subcommand)]
        pub enum Command {
            $($(#[$meta])* $variant($args)),*
        }

        impl Command {
            /// Runs it.
            pub(crate) fn run(&self, call: &mut Call<'_, '_>) -> Result<(), Failure> {
                match self { $(Self::$variant(command) => command.run(call)),* }
            }
        }
    };
}
commands! {
    Init(workspace::Init),
    Import(import::Import),
    Export(export::ExportArgs),
    Part(part::PartArgs),
    Bom(bom::BomArgs),
    WhereUsed(bom::WhereUsed),
    Search(search::SearchArgs),
    Submit(approval::Submit),
    Approve(approval::Approve),
    Reject(approval::Reject),
    Withdraw(approval::Withdraw),
    Override(approval::Override),
    Release(release::Release),
    Verify(release::Verify),
    Revise(revision::Revise),
    Obsolete(revision::Obsolete),
    Undo(audit::Undo),
    Redo(audit::Redo),
    History(audit::History),
    ServeKicad(kicad::ServeKicad),
    Person(person::PersonArgs),
    Category(category::CategoryArgs),
    Backup(workspace::Backup),
    Restore(workspace::Restore),
    Check(workspace::Check),
    Completions(reference::Completions),
    Man(reference::Man),
}
