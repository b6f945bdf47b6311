//! The command line: a second shell over the same services as the window, and like it without a rule of its own.
//!
//! A command parses what was typed, makes one call into the domain, and answers. [`run`] is all of the program but its
//! process, so that tests call it with streams of their own.

mod call;
pub mod cli;
mod commands;
pub mod console;
pub mod exit;
pub mod failure;
pub mod output;
mod places;
mod progress;
pub mod record;
pub mod revision_name;
mod table;
mod wiring;

use std::ffi::OsString;
use std::io::{self, Write};

use clap::error::ErrorKind;

pub use commands::records;

use call::Call;
use cli::Cli;
use console::Console;
use exit::Exit;
use failure::Failure;
use output::Format;

/// Runs the program with these arguments, its own name first.
pub fn run(arguments: impl IntoIterator<Item = impl Into<OsString>>, console: &mut Console<'_>) -> Exit {
    let arguments: Vec<OsString> = arguments.into_iter().map(Into::into).collect();
    let cli = match Cli::read(&arguments) {
        Ok(cli) => cli,
        Err(error) => return not_understood(&error, format_of(&arguments), console),
    };
    let mut call = Call { globals: &cli.globals, console };
    let outcome = cli.command.run(&mut call).and_then(|()| Ok(call.console.out.flush()?));
    match outcome {
        Ok(()) => Exit::Done,
        Err(failure) => failed(&failure, cli.globals.format, console),
    }
}

/// The form that is asked for, as far as it can be seen where the rest is not understood.
fn format_of(arguments: &[OsString]) -> Format {
    let asks_for_json = |pair: &[OsString]| pair[0] == "--format" && pair[1] == "json";
    let is_json = arguments.windows(2).any(asks_for_json) || arguments.iter().any(|one| one == "--format=json");
    if is_json { Format::Json } else { Format::Table }
}

/// Tells what failed. What was answered before comes first.
fn failed(failure: &Failure, format: Format, console: &mut Console<'_>) -> Exit {
    let told = match format {
        Format::Json => failure.object().map(|object| object.to_string()),
        Format::Table | Format::Csv => failure.sentence(),
    };
    let written = console.out.flush().and_then(|()| told.map_or(Ok(()), |told| writeln!(console.err, "{told}")));
    or_nobody_listens(written, failure.exit())
}

/// Help and the version are answers; a value that is not what it should be is told as any other refusal; everything else is
/// a command line that cannot be understood.
fn not_understood(error: &clap::Error, format: Format, console: &mut Console<'_>) -> Exit {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        let written = write!(console.out, "{}", error.render()).and_then(|()| console.out.flush());
        return or_nobody_listens(written, Exit::Done);
    }
    if let Some(failure) = Failure::of_a_value(error) {
        return failed(&failure, format, console);
    }
    let written = match format {
        Format::Json => writeln!(console.err, "{}", failure::usage(error)),
        Format::Table | Format::Csv => write!(console.err, "{}", error.render()),
    };
    or_nobody_listens(written, Exit::Usage)
}

/// Where even this cannot be written, nobody is there to be told; the exit code still says it.
fn or_nobody_listens(written: io::Result<()>, exit: Exit) -> Exit {
    match written {
        Err(error) if exit == Exit::Done && error.kind() != io::ErrorKind::BrokenPipe => Exit::Refused,
        _ => exit,
    }
}
