//! A name says what a thing is; words that fit everything say nothing.

use super::{
    source::{Finding, Source},
    text,
};

const EMPTY_WORDS: [&str; 8] = ["manager", "managers", "helper", "helpers", "util", "utils", "impl", "impls"];

/// Names that a library gives and that we can only repeat.
const NOT_OUR_CHOICE: [&str; 1] = ["SqliteConnectionManager"];

/// The words after which a name of ours is introduced.
const DECLARATIONS: [&str; 8] = ["struct", "enum", "trait", "type", "mod", "class", "interface", "union"];

pub(crate) fn check(sources: &[Source]) -> Vec<Finding> {
    sources.iter().filter(|source| source.ends_in(&["rs", "ts", "js", "svelte"])).flat_map(look).collect()
}

fn look(source: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    if source.name() == "mod.rs" {
        findings.push(
            source.breach(None, "is a `mod.rs`: a module is the file beside its folder, so that tabs have names"),
        );
    }
    let folders = source.path.split('/').rev().skip(1);
    for part in folders.chain([source.stem()]).filter(|part| is_empty(part)) {
        findings.push(source.breach(None, format!("`{part}` in its path says nothing about what is there")));
    }
    if source.is_generated() || source.is_a_rule() {
        return findings;
    }
    for (number, line) in source.lines() {
        for name in declared(line).filter(|name| is_empty(name) && !NOT_OUR_CHOICE.contains(name)) {
            findings.push(source.breach(Some(number), format!("`{name}` says nothing; name what it does or is")));
        }
    }
    findings
}

fn is_empty(name: &str) -> bool {
    text::words(name).iter().any(|word| EMPTY_WORDS.contains(&word.as_str()))
}

/// The names that a line of code introduces.
fn declared(line: &str) -> impl Iterator<Item = &str> {
    let is_comment = line.trim_start().starts_with(['/', '*']);
    let code = if is_comment { "" } else { line };
    code.split_whitespace()
        .zip(code.split_whitespace().skip(1))
        .filter(|(word, _)| DECLARATIONS.contains(word))
        .map(|(_, name)| text::leading_name(name))
}

#[cfg(test)]
mod examples {
    use super::super::source::examples::{bites, spares};
    use super::*;

    #[test]
    fn empty_names_are_found() {
        bites(
            check,
            &[
                ("crates/domain/src/part/mod.rs", "//! A part.\n"),
                ("crates/domain/src/util.rs", "//! Things.\n"),
                ("crates/app-tauri/ui/src/helpers.test.ts", "// Things.\n"),
                ("crates/app-tauri/ui/src/utils/date.ts", "// Dates.\n"),
                ("crates/domain/src/part.rs", "pub struct PartManager<T> {\n"),
                ("crates/domain/src/part.rs", "mod parse_helper;\n"),
                ("crates/domain/src/part.rs", "    type Utils = ();\n"),
                ("crates/app-tauri/ui/src/part.ts", "export class PartServiceImpl {\n"),
            ],
        );
    }

    #[test]
    fn telling_names_and_foreign_ones_pass() {
        spares(
            check,
            &[
                ("crates/domain/src/part.rs", "impl Part {\n    fn implement() {}\n}\n"),
                ("crates/domain/src/part.rs", "// A class Manager would say nothing.\nstruct Implementation;\n"),
                (
                    "crates/persistence/src/engine/pool.rs",
                    "use r2d2_sqlite::SqliteConnectionManager;\nlet manager = 1;\n",
                ),
                ("crates/domain/src/part.rs", "struct Utility;\n"),
            ],
        );
    }
}
