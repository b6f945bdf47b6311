//! What is left lying about: work not finished, tests switched off, paths of one person's machine.

use super::{
    source::{Finding, Source},
    text,
};

/// Unfinished work compiles, and so reaches somebody who did not leave it.
const UNFINISHED: [&str; 2] = ["todo!", "unimplemented!"];
const SWITCHED_OFF_IN_RUST: [&str; 1] = ["#[ignore"];
const SWITCHED_OFF_IN_PAGES: [&str; 9] =
    [".skip(", "skipIf(", "runIf(", ".todo(", "test.only", "it.only", "describe.only", "xtest(", "xdescribe("];
/// Too short to be looked for in the middle of a word, as in `exit(`.
const SWITCHED_OFF_AS_A_WORD: &str = "xit";

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
    findings.extend(switched_off_at_times(source));
    findings
}

/// Tests that are switched off by an attribute under a condition, or by a word that others contain.
fn switched_off_at_times(source: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    if source.ends_in(&["rs"]) {
        // An attribute may stand on several lines; what it switches on is in it before it ends.
        for (start, _) in source.text.match_indices("cfg_attr(") {
            let attribute = source.text[start..].split(']').next().unwrap_or_default();
            if text::has_word(attribute, "ignore") {
                let line = source.text[..start].matches('\n').count() + 1;
                findings.push(source.breach(Some(line), format!("`cfg_attr(…, ignore)` {SWITCHED_OFF}")));
            }
        }
    } else if source.ends_in(&["ts", "js", "svelte"]) {
        let lines = source.lines().filter(|(_, line)| text::calls(line, SWITCHED_OFF_AS_A_WORD));
        findings.extend(
            lines.map(|(line, _)| source.breach(Some(line), format!("`{SWITCHED_OFF_AS_A_WORD}(` {SWITCHED_OFF}"))),
        );
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
                ("crates/domain/tests/domain/part.rs", "#[cfg_attr(windows, ignore)]\n"),
                (
                    "crates/domain/tests/domain/part.rs",
                    "#[cfg_attr(\n    all(windows, test),\n    ignore = \"slow\"\n)]\n",
                ),
                ("crates/app-tauri/ui/src/part.test.ts", "it.skip('numbers', () => {});\n"),
                ("crates/app-tauri/ui/src/part.test.ts", "test.skipIf(isSlow)('numbers', () => {});\n"),
                ("crates/app-tauri/ui/src/part.test.ts", "describe.runIf(isFast)('numbers', () => {});\n"),
                ("crates/app-tauri/ui/src/part.test.ts", "test.todo('numbers');\n"),
                ("crates/app-tauri/ui/src/part.test.ts", "  xit('numbers', () => {});\n"),
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
                ("crates/app-tauri/src/main.rs", "#![cfg_attr(windows, windows_subsystem = \"ignored\")]\n"),
                ("crates/domain/src/part.rs", "#[cfg_attr(test, derive(Debug))]\nfn ignore() {}\n"),
                ("crates/app-tauri/ui/src/a.ts", "exit(1); const xit = 2;\n"),
                ("docs/README.md", "a todo! in a document, docs/home/plan.md, https://example.org/home/x\n"),
                ("crates/app-tauri/ui/src/a.ts", "const path = `${base}/home/`; // only.skip\n"),
            ],
        );
    }
}
