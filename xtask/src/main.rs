//! `cargo xtask`: everything a person types while working on Partwright, set-up included.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line tool speaks on the terminal")]

mod app;
mod bench;
mod codegen;
mod display;
mod dist;
mod driver;
mod failure;
mod files;
mod fuzz;
mod process;
mod project;
mod run;
mod setup;
mod terminal;
mod test;
mod tidy;
mod torture;
mod try_kicad;

use std::{env, process::ExitCode};

use failure::{Failure, Result};
use project::Project;

const HELP: &str = "\
cargo xtask <command>

  run [--release] [-- ARGS]   set everything up, build the application and open its window
                              (without a display: open it on a virtual one and take a picture)
  test [--quick]              set everything up and check all there is to check
                              (--quick leaves out cargo-deny, the doc tests and the end-to-end tests)
  e2e [FILE ...]              only the tests in the real window, of these files (`review`) or of all
  pages [FILE ...|--update]   only the tests of every page in Chromium, of these files (`places`) or of all
                              (--update takes the pictures that key pages are compared with anew)
  tidy                        check what the compiler cannot: headers, names, lengths, layers, links
  codegen [--check]           write the generated files anew, or say which are stale
  dist [--try]                build both programs for those who use them, and pack them: here a .deb, elsewhere what is usual
                              (--try installs it in a root of its own, starts it there and removes it; as root, with 1.5 GB)
  try-kicad [--install]       show our library to the real KiCad 9, place a part, and feed what KiCad's own demo
                              projects export to the importer (--install fetches KiCad, about 200 MB)
  bench [NAME [ARGS]]         run a benchmark, or list what there is
  torture [--rounds N] [--soak] [--minutes N] [--json FILE]
                              cut the power, break the disk, kill the program and feed it hostile input at length, and
                              print what came of it (--soak: everything at once instead, for ten minutes or so many)
  fuzz [TARGET ...] [--seconds N]
                              let a fuzzer look for inputs that break a promise, a minute or so many seconds for each target
  help                        this text
";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // A test run ends with its sum, so it has no last words here.
            if !failure.0.is_empty() {
                eprintln!("xtask: {failure}");
            }
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Result {
    let Some((command, rest)) = arguments.split_first() else {
        print!("{HELP}");
        return Ok(());
    };
    match command.as_str() {
        "run" => run::run(&Project::find()?, rest),
        "test" => test::run(&Project::find()?, rest),
        "e2e" => test::end_to_end(&Project::find()?, rest),
        "pages" => test::pages(&Project::find()?, rest),
        "tidy" => tidy::run(&Project::find()?, rest),
        "codegen" => codegen::run(&Project::find()?, rest),
        "dist" => dist::run(&Project::find()?, rest),
        "try-kicad" => try_kicad::run(&Project::find()?, rest),
        "torture" => torture::run(&Project::find()?, rest),
        "fuzz" => fuzz::run(&Project::find()?, rest),
        "bench" => bench::run(&Project::find()?, rest),
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(())
        }
        unknown => Err(Failure(format!("there is no command `{unknown}`; `cargo xtask help` lists what there is"))),
    }
}

/// Says whether the one flag a command knows was given, and refuses everything else.
fn only_flag(arguments: &[String], flag: &str) -> Result<bool> {
    match arguments.iter().find(|argument| *argument != flag) {
        Some(unknown) => Err(Failure(format!("`{unknown}` means nothing here; the only option is {flag}"))),
        None => Ok(!arguments.is_empty()),
    }
}
