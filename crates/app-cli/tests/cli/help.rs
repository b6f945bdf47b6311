//! Help: every command has examples, and every example is a command line that the program understands.

use std::collections::BTreeSet;
use std::fs;

use clap::{Command, CommandFactory, Parser};
use partwright_app_cli::cli::Cli;
use partwright_app_cli::exit::Exit;

use crate::{call_answering, text};

/// Every command with the names that lead to it, from the program itself down.
fn every_command(command: &Command, way: &str, found: &mut Vec<(String, Command)>) {
    found.push((way.to_owned(), command.clone()));
    for below in command.get_subcommands().filter(|below| below.get_name() != "help") {
        every_command(below, &format!("{way} {}", below.get_name()), found);
    }
}

fn commands() -> Vec<(String, Command)> {
    let mut found = Vec::new();
    every_command(&Cli::command(), "partwright", &mut found);
    found
}

/// The words of a command line, as a shell takes it apart; what comes behind `>`, `<` or `|` is not ours.
pub(crate) fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted) = (Vec::new(), None::<String>, false);
    for character in line.chars() {
        match character {
            '"' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            '>' | '<' | '|' | '#' if !quoted => break,
            ' ' if !quoted => words.extend(word.take()),
            other => word.get_or_insert_default().push(other),
        }
    }
    words.extend(word);
    words
}

/// The examples that a command's help ends with.
fn examples_of(way: &str, command: &Command) -> Vec<String> {
    let help = command.get_after_help().unwrap_or_else(|| panic!("{way} has no examples")).to_string();
    help.lines().map(str::trim).filter(|line| line.starts_with("partwright ")).map(str::to_owned).collect()
}

/// The examples of every command's help, each once.
pub(crate) fn examples() -> BTreeSet<String> {
    commands().iter().flat_map(|(way, command)| examples_of(way, command)).collect()
}

#[track_caller]
fn understood(line: &str) {
    if let Err(error) = Cli::try_parse_from(words(line)) {
        panic!("{line} is not understood: {error}");
    }
}

#[test]
fn every_command_has_examples_and_the_program_understands_them() {
    for (way, command) in commands() {
        let examples = examples_of(&way, &command);
        assert!(!examples.is_empty(), "{way}");
        for example in &examples {
            understood(example);
        }
        let own = examples.iter().any(|example| example.starts_with(&*way));
        assert!(own, "no example of {way} is one of its own");
    }
}

#[test]
fn every_example_of_the_guide_is_understood() {
    let guide = include_str!("../../../../docs/guides/command-line.md");
    let lines = guide.lines().filter_map(|line| line.strip_prefix("$ ")).filter(|line| line.starts_with("partwright "));
    let lines: Vec<&str> = lines.collect();
    assert!(lines.len() > 20, "the guide shows how it is done");
    lines.into_iter().for_each(understood);
}

#[test]
fn the_guide_names_every_command() {
    let guide = include_str!("../../../../docs/guides/command-line.md");
    for (way, command) in commands() {
        if !command.has_subcommands() {
            let name = way.trim_start_matches("partwright ");
            assert!(guide.contains(&format!("`{name}")), "the guide does not tell of {name}");
        }
    }
}

#[test]
fn every_argument_says_what_it_is() {
    for (way, command) in commands() {
        assert!(command.get_about().is_some(), "{way}");
        for argument in command.get_arguments() {
            assert!(argument.get_help().is_some(), "{way}: {}", argument.get_id());
        }
    }
}

#[test]
fn help_is_an_answer() {
    for (way, _) in commands() {
        let arguments: Vec<&str> = way.split(' ').skip(1).chain(["--help"]).collect();
        let answer = call_answering(&arguments, None);
        assert_eq!((answer.exit, &*answer.err), (Exit::Done, ""), "{way}");
        assert!(answer.out.contains("Examples:"), "{way}");
    }
    assert!(call_answering(&["--version"], None).done().starts_with("partwright "));
}

#[test]
fn completions_know_every_command_and_every_option() {
    Cli::command().debug_assert();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let written = call_answering(&["completions", shell], None).done();
        for (_, command) in commands().iter().skip(1) {
            assert!(written.contains(command.get_name()), "{shell}: {}", command.get_name());
            for option in command.get_arguments().filter_map(clap::Arg::get_long) {
                assert!(written.contains(option), "{shell}: --{option}");
            }
        }
    }
}

#[test]
fn the_manual_has_a_page_for_every_command_with_its_examples() {
    let folder = tempfile::tempdir().expect("a folder");
    let pages = folder.path().join("man1");
    call_answering(&["man", text(&pages)], None).done();
    for (way, _) in commands() {
        let page = pages.join(format!("{}.1", way.replace(' ', "-")));
        let written = fs::read_to_string(&page).unwrap_or_else(|error| panic!("{}: {error}", page.display()));
        assert!(written.contains("Examples:"), "{way}");
    }
}
