//! The compile-fail tests compare what the compiler says word for word, and its words change from release to release.

use std::process::Command;

use crate::{process, project::Project};

/// The release whose words the expected texts have.
const RECORDED: &str = "crates/persistence/tests/compile_fail/rustc-release";

/// On another release the expected texts are written anew; that each case fails to compile is still checked.
pub(crate) fn allow_for_its_words(project: &Project, tests: &mut Command) {
    let recorded = std::fs::read_to_string(project.root().join(RECORDED)).unwrap_or_default();
    let version = process::ask(with_argument(project.command("rustc"), "--version")).unwrap_or_default();
    if !is_release(&version, recorded.trim()) {
        println!(
            "The compile-fail tests were recorded with Rust {}; here their expected texts are written anew.",
            recorded.trim()
        );
        tests.env("TRYBUILD", "overwrite");
    }
}

/// Whether `rustc 1.95.0 (…)` is of the release `1.95`.
fn is_release(version: &str, release: &str) -> bool {
    let number = version.split_whitespace().nth(1).unwrap_or_default();
    number.strip_prefix(release).is_some_and(|rest| rest.starts_with('.'))
}

fn with_argument(mut command: Command, argument: &str) -> Command {
    command.arg(argument);
    command
}

#[cfg(test)]
mod examples {
    use super::is_release;

    #[test]
    fn patch_releases_speak_alike_and_minor_ones_may_not() {
        assert!(is_release("rustc 1.95.0 (f2d3ce0bd 2026-03-21)", "1.95"));
        assert!(is_release("rustc 1.95.1", "1.95"));
        for other in ["rustc 1.96.0", "rustc 1.9.5", "rustc 1.950.0", "", "rustc"] {
            assert!(!is_release(other, "1.95"), "{other}");
        }
    }
}
