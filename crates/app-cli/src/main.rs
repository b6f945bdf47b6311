//! The command line.

use std::io::{self, IsTerminal};
use std::process::ExitCode;

use partwright_app_cli::console::{Console, Interrupt};
use partwright_app_cli::run;

fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_env("PARTWRIGHT_LOG"))
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal())
        .init();
    let interrupt = Interrupt::new();
    let noticed = interrupt.clone();
    if let Err(error) = ctrlc::set_handler(move || noticed.interrupt()) {
        // Then Ctrl-C ends the process at once, which a workspace survives as well.
        tracing::warn!(%error, "an interruption will not be noticed");
    }
    run(std::env::args_os(), &mut Console::of_the_system(interrupt)).into()
}
