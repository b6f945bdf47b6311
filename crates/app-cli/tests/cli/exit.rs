//! The exit codes, which scripts depend on.

use std::fs;

use partwright_app_cli::console::Interrupt;
use partwright_app_cli::exit::Exit;
use partwright_app_cli::failure::CliError;

use crate::{Bench, call_answering, text};

const GUIDE: &str = include_str!("../../../../docs/guides/command-line.md");

#[test]
fn every_exit_code_and_every_code_of_an_error_is_in_the_guide() {
    for exit in Exit::ALL {
        assert!(GUIDE.contains(&format!("| {} |", exit.code())), "{exit:?}");
    }
    for (code, sentence) in CliError::CODES {
        assert!(
            GUIDE.contains(&format!("| `{code}` | {} |", sentence.replace('|', "\\|"))),
            "| `{code}` | {sentence} |"
        );
    }
}

#[test]
fn a_command_line_that_cannot_be_understood_ends_with_2() {
    for arguments in
        [&["part"][..], &["part", "shown"], &["--format", "xml", "check"], &["bom", "set", "EL-PCA-100001", "x"]]
    {
        let answer = call_answering(arguments, None);
        assert_eq!((answer.exit, &*answer.out), (Exit::Usage, ""), "{arguments:?}");
        assert!(!answer.err.is_empty());
    }
}

#[test]
fn what_a_rule_refuses_or_is_not_there_ends_with_1() {
    let bench = Bench::new();
    for arguments in [
        &["part", "show", "EL-RES-199999"][..],
        &["part", "show", "XX"],
        &["part", "new", "XX", "A part"],
        &["part", "new", "XX-YY", "A part"],
        &["part", "new", "EL-RES", ""],
        &["undo", "99"],
    ] {
        assert_eq!(bench.call(arguments).exit, Exit::Refused, "{arguments:?}");
    }
}

#[test]
fn a_workspace_that_cannot_be_reached_or_is_none_ends_with_4() {
    let bench = Bench::new();
    let foreign = bench.path("letter.partwright");
    fs::write(&foreign, "Dear Charles,").expect("a file");
    for path in [&bench.path("nowhere.partwright"), &foreign, &bench.folder.path().to_owned()] {
        let answer = call_answering(&["--workspace", text(path), "check"], None);
        assert_eq!((answer.exit, &*answer.out), (Exit::Unreachable, ""), "{}", answer.err);
    }
    assert_eq!(fs::read_to_string(&foreign).expect("the file"), "Dear Charles,");
}

#[test]
fn a_new_workspace_takes_nobodys_place() {
    let bench = Bench::new();
    assert_eq!(bench.call(&["init"]).code(), "workspace.path_taken");
    let nowhere = bench.path("no/such/folder.partwright");
    assert_eq!(bench.call(&["init", text(&nowhere)]).exit, Exit::Unreachable);
    assert_eq!(bench.call(&["init", "--person", "", "x.partwright"]).code(), "person.name_invalid");
}

#[test]
fn what_is_interrupted_ends_with_130_and_changes_nothing() {
    let bench = Bench::demo();
    let copy = bench.path("copy.partwright");
    for arguments in [&["part", "list"][..], &["check"], &["backup", text(&copy)], &["bom", "flat", "AS-PRD-100000"]] {
        let interrupt = Interrupt::new();
        interrupt.interrupt();
        let answer = bench.call_interrupted(arguments, interrupt);
        assert_eq!((answer.exit, &*answer.out), (Exit::Cancelled, ""), "{arguments:?}: {}", answer.err);
        assert!(answer.err.starts_with("error[store.cancelled]"), "{}", answer.err);
    }
    assert!(!copy.exists());
}
