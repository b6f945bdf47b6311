//! A file that is too long to be read in one sitting holds two things.

use super::source::{Finding, Source};

const WARN: usize = 500;
const FAIL: usize = 800;

pub(crate) fn check(sources: &[Source]) -> Vec<Finding> {
    sources.iter().filter(|source| counts(source)).filter_map(too_long).collect()
}

fn counts(source: &Source) -> bool {
    let in_tests = source.path.split('/').any(|folder| folder == "tests");
    source.ends_in(&["rs", "ts", "js", "svelte", "css"]) && !in_tests && !source.is_generated()
}

fn too_long(source: &Source) -> Option<Finding> {
    let length = source.lines().count();
    if length > FAIL {
        Some(source.breach(None, format!("has {length} lines; {FAIL} are the most, and 300 read well")))
    } else if length > WARN {
        Some(source.warning(format!("has {length} lines; part it before it reaches {FAIL}")))
    } else {
        None
    }
}

#[cfg(test)]
mod examples {
    use super::super::source::examples::{bites, sources, spares};
    use super::*;

    #[test]
    fn long_files_are_found() {
        let (long, too_long) = ("x\n".repeat(WARN + 1), "x\n".repeat(FAIL + 1));
        bites(check, &[("crates/domain/src/part.rs", &long), ("crates/app-tauri/ui/src/a.svelte", &too_long)]);
        let grave = |text: &str| check(&sources(&[("crates/domain/src/part.rs", text)]))[0].is_grave();
        assert!(!grave(&long) && grave(&too_long));
    }

    #[test]
    fn tests_sql_and_generated_files_may_be_long() {
        let too_long = "x\n".repeat(FAIL + 1);
        spares(
            check,
            &[
                ("crates/domain/src/part.rs", &"x\n".repeat(WARN)),
                ("crates/domain/tests/domain/part.rs", &too_long),
                ("crates/persistence/migrations/0001.sql", &too_long),
                ("crates/app-tauri/ui/src/bindings/wire.ts", &too_long),
            ],
        );
    }
}
