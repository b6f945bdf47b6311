//! How much memory the scripts of the window may take before they are cleared up.
//!
//! The web view of Linux waits the longer the more memory the machine has: with 24 GB, what is thrown away may grow to twice
//! what is in use. It is told of a machine of a gigabyte, which changes when it clears up, and not what it may have
//! (docs/decisions/0163-the-web-view-is-told-of-less-memory.md).

use std::ffi::OsString;
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::{env, io};

/// What the web view takes for the memory of the machine, in bytes. Its process reads this when it begins.
const MEMORY: (&str, &str) = ("JSC_forceRAMSize", "1073741824");

/// Begins the program anew in the same process, with what its web view is to know. It has to be the first that is done, and
/// does nothing the second time, nor where somebody chose another figure.
///
/// # Errors
/// When the program cannot be begun anew; it goes on as it is, and takes more memory.
pub(crate) fn tell() -> io::Result<()> {
    if env::var_os(MEMORY.0).is_some() {
        return Ok(());
    }
    let mut words = env::args_os();
    let name = words.next().unwrap_or_default();
    Err(anew(env::current_exe()?.into(), name, words).exec())
}

/// Has a program that is started begin without what our web view was told.
pub(crate) fn forget(program: &mut Command) {
    program.env_remove(MEMORY.0);
}

/// The same program with the same name and words, and with what its web view is to know.
fn anew(program: OsString, name: OsString, words: impl Iterator<Item = OsString>) -> Command {
    let mut command = Command::new(program);
    command.arg0(name).args(words).env(MEMORY.0, MEMORY.1);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_that_begins_anew_has_the_words_of_the_first_and_the_setting() {
        let words = ["--workspace", "a b.partwright"].map(OsString::from);
        let command =
            anew("/usr/bin/partwright-desktop".into(), "partwright-desktop".into(), words.clone().into_iter());
        assert_eq!(command.get_program(), "/usr/bin/partwright-desktop");
        assert!(command.get_args().eq(words.iter().map(OsString::as_os_str)));
        assert!(command.get_envs().eq([(MEMORY.0.as_ref(), Some(MEMORY.1.as_ref()))]));
    }
}
