//! What is left lying about: work not finished, tests switched off, paths of one person's machine.

use super::source::{Finding, Source};

/// Unfinished work compiles, and so reaches somebody who did not leave it.
const UNFINISHED: [&str; 2] = ["todo!", "unimplemented!"];
const SWITCHED_OFF_IN_RUST: [&str; 1] = ["#[ignore"];
const SWITCHED_OFF_IN_PAGES: [&str; 4] = [".skip(", "test.only", "it.only", "describe.only"];

/// First folders of an absolute path that exist on one machine and not on the next.
const PERSONAL_FOLDERS: [&str; 4] = ["home", "root", "work", "Users"];

pub(crate) fn check(sources: &[Source]) -> Vec<Finding> {
    let look = |source| unfinished(source).into_iter().chain(machine(source));
    sources.iter().flat_map(look).collect()
}

fn unfinished(source: &Source) -> Vec<Finding> {
    if source.is_a_rule() {
        return Vec::new();
    }
    let mut rules: Vec<(&[&str], &str)> = Vec::new();
    if source.ends_in(&["rs"]) {
        rules.push((&UNFINISHED, "is unfinished work; finish it or leave it out"));
        rules.push((&SWITCHED_OFF_IN_RUST, SWITCHED_OFF));
    } else if source.ends_in(&["ts", "js", "svelte"]) {
        rules.push((&SWITCHED_OFF_IN_PAGES, SWITCHED_OFF));
    }
    let mut findings = Vec::new();
    for (number, line) in source.lines() {
        for (words, reason) in &rules {
            let found = words.iter().filter(|word| line.contains(**word));
            findings.extend(found.map(|word| source.breach(Some(number), format!("`{word}` {reason}"))));
        }
    }
    findings
}

const SWITCHED_OFF: &str = "switches tests off, and nobody notices what they would have found";

fn machine(source: &Source) -> Vec<Finding> {
    let lines = source.lines().filter(|(_, line)| names_a_machine(line));
    lines.map(|(number, _)| source.breach(Some(number), "names a path that exists on one machine only")).collect()
}

/// An absolute path begins where no other path is going on.
fn names_a_machine(line: &str) -> bool {
    PERSONAL_FOLDERS.iter().any(|folder| {
        line.match_indices(&format!("/{folder}/")).any(|(start, _)| {
            let before = line[..start].chars().next_back();
            !before.is_some_and(|letter| letter.is_alphanumeric() || "._-}/)".contains(letter))
        })
    })
}

#[cfg(test)]
mod examples {
    use super::super::source::examples::{bites, spares};
    use super::*;

    #[test]
    fn what_was_left_behind_is_found() {
        bites(
            check,
            &[
                ("crates/domain/src/part.rs", "fn number() { todo!() }\n"),
                ("crates/domain/src/part.rs", "fn number() { unimplemented!(\"later\") }\n"),
                ("crates/domain/tests/domain/part.rs", "#[ignore = \"slow\"]\n"),
                ("crates/app-tauri/ui/src/part.test.ts", "it.skip('numbers', () => {});\n"),
                ("crates/app-tauri/ui/e2e/part.test.ts", "test.only('numbers', () => {});\n"),
            ],
        );
    }

    #[test]
    fn paths_of_one_machine_are_found() {
        for folder in PERSONAL_FOLDERS {
            let line = format!("see `/{folder}/somebody/notes.md`");
            bites(check, &[("docs/README.md", &line), ("deny.toml", &format!("\"/{folder}/x\""))]);
        }
    }

    #[test]
    fn what_merely_looks_like_it_passes() {
        spares(
            check,
            &[
                ("crates/domain/src/part.rs", "parts.iter().skip(1)\n"),
                ("docs/README.md", "a todo! in a document, docs/home/plan.md, https://example.org/home/x\n"),
                ("crates/app-tauri/ui/src/a.ts", "const path = `${base}/home/`; // only.skip\n"),
            ],
        );
    }
}
