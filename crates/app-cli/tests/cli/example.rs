//! The examples of the help, each run for real: as a process, in a folder with a workspace in which it has something to do.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::help::{examples, words};
use crate::{Bench, text};

/// How far the board of the examples is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    Draft,
    Undone,
    InReview,
    Approved,
    Released,
    Revised,
}

impl Stage {
    /// The one in which a command has something to do.
    fn of(words: &[String]) -> Self {
        match words.iter().map(String::as_str).collect::<Vec<_>>()[1..] {
            ["redo", ..] => Self::Undone,
            ["approve" | "reject" | "withdraw" | "override", ..] => Self::InReview,
            ["release", ..] => Self::Approved,
            ["verify" | "revise" | "obsolete", ..] | ["export", "package", ..] => Self::Released,
            ["bom" | "export", "compare", ..] => Self::Revised,
            _ => Self::Draft,
        }
    }
}

/// The subcategory of the part with that number, as the examples speak of it.
fn category(number: u32) -> &'static str {
    match number {
        100_000 => "AS-PRD",
        100_001 | 100_026 | 100_030 => "EL-PCA",
        100_023 => "EL-CAB",
        _ => "EL-RES",
    }
}

/// The workspace of the examples at each stage, by the bytes of its file.
fn workspaces() -> BTreeMap<Stage, Vec<u8>> {
    let bench = Bench::new();
    let done = |line: &str| {
        let words = words(line);
        bench.call(&words.iter().map(String::as_str).collect::<Vec<_>>()).done();
    };
    let bytes = || fs::read(bench.file()).expect("a workspace that nobody has open");
    for person in ["Grace Hopper", "Linus Pauling"] {
        done(&format!("person add \"{person}\""));
    }
    for number in 100_000..100_052 {
        // Nobody gives a verdict on their own, so the board is somebody else's.
        let author = if number == 100_001 { "Linus Pauling" } else { "Ada Lovelace" };
        done(&format!("part new {} \"part {number}\" --as \"{author}\"", category(number)));
    }
    for (place, number) in [(11, 100_013), (12, 100_014), (13, 100_015)] {
        done(&format!("part set EL-RES-{number} Value=10k Footprint=R_0402"));
        done(&format!("bom add EL-PCA-100001 EL-RES-{number} --designators R{place}"));
    }
    done("part set EL-RES-100042 Value=10k Footprint=R_0402 Tolerance=5%");
    done("bom add EL-PCA-100030 EL-RES-100042 --designators R1");
    done("bom add AS-PRD-100000 EL-PCA-100001");
    let mut stages = BTreeMap::from([(Stage::Draft, bytes())]);
    done("undo 42");
    stages.insert(Stage::Undone, bytes());
    let reviewed = |number: &str| {
        done(&format!("submit {number}"));
        done(&format!("approve {number} --as \"Grace Hopper\""));
    };
    for number in ["EL-RES-100013", "EL-RES-100014", "EL-RES-100015", "EL-RES-100042"] {
        reviewed(number);
        done(&format!("release {number}"));
    }
    done("submit EL-PCA-100001");
    stages.insert(Stage::InReview, bytes());
    done("approve EL-PCA-100001 --as \"Grace Hopper\"");
    reviewed("AS-PRD-100000");
    stages.insert(Stage::Approved, bytes());
    done("release EL-PCA-100001");
    stages.insert(Stage::Released, bytes());
    done("revise EL-PCA-100001");
    stages.insert(Stage::Revised, bytes());
    stages
}

/// What the examples read, in a folder.
fn lay_out(folder: &Path) {
    const BOM: &str = "Reference,Qty,Value\n\"R1,R2\",2,10k\nC1,1,100nF\n";
    const PARTS: &str = "IPN,Description,MPN,Manufacturer\nRES-0001,10k,RC0402FR-0710KL,Yageo\n";
    fs::create_dir_all(folder.join("product")).expect("a folder");
    fs::create_dir_all(folder.join("backups")).expect("a folder");
    for (name, content) in [
        ("amplifier.csv", BOM),
        ("amplifier-2.xlsx", BOM),
        ("bom.csv", "Pos,Qty,Typ\nR1,1,10k\n"),
        ("partmaster.csv", PARTS),
        ("product/parts.csv", PARTS),
        ("product/PCA-001.csv", "Reference,Qty,IPN\nR1,1,RES-0001\n"),
    ] {
        fs::write(folder.join(name), content).expect("a file");
    }
}

/// Runs an example as it stands, and answers what is wrong with it.
fn run(folder: &Path, line: &str) -> Result<(), String> {
    let home = text(folder);
    let words = words(line).into_iter().skip(1);
    let input = line.rsplit_once(" < ").map(|(_, name)| File::open(folder.join(name)).expect("what it reads"));
    let output = Command::new(env!("CARGO_BIN_EXE_partwright"))
        .args(
            words.map(|word| word.replace("~/", &format!("{home}/")).replace("/backups/", &format!("{home}/backups/"))),
        )
        .current_dir(folder)
        .env("PARTWRIGHT_WORKSPACE", "boards.partwright")
        .envs([("HOME", home), ("XDG_DATA_HOME", home), ("XDG_CONFIG_HOME", home), ("USER", "Ada Lovelace")])
        .stdin(input.map_or_else(Stdio::null, Stdio::from))
        .output()
        .expect("a process");
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
}

#[test]
fn every_example_of_the_help_does_what_it_says() {
    let workspaces = workspaces();
    let mut wrong = Vec::new();
    // Whatever serves KiCad runs until somebody ends it, as `process.rs` shows.
    for line in examples().into_iter().filter(|line| !line.contains("serve-kicad")) {
        let folder = tempfile::tempdir().expect("a folder");
        lay_out(folder.path());
        let words = words(&line);
        let workspace = &workspaces[&Stage::of(&words)];
        if words[1] != "init" {
            fs::write(folder.path().join("boards.partwright"), workspace).expect("a workspace");
        }
        if words[1] == "restore" {
            fs::write(folder.path().join("backups/boards-2026-01-31.partwright"), workspace).expect("a backup");
        }
        if line.contains("verify board-1.zip") {
            run(folder.path(), "partwright export package EL-PCA-100001 --output board-1.zip").expect("a package");
        }
        if let Err(said) = run(folder.path(), &line) {
            wrong.push(format!("{line}\n  {said}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
