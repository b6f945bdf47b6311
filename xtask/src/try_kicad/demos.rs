//! What KiCad exports of its own demo projects, read by our importer as dry runs of the command line.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use serde_json::Value;

use super::home::Home;
use crate::{
    failure::{Failure, Result, While},
    files, process,
    project::Project,
    terminal::say,
};

/// Where Debian's package has them.
const DEMOS: &str = "/usr/share/kicad/demos";

/// A BOM of all projects together takes a few seconds each; none of them may take for ever.
const PATIENCE: Duration = Duration::from_secs(120);

/// What KiCad exports, and how: the ending of the file, and the words for `kicad-cli sch export`.
const EXPORTS: [(&str, &[&str]); 3] =
    [("bom.csv", &["bom"]), ("netlist.xml", &["netlist", "--format", "kicadxml"]), ("python-bom.xml", &["python-bom"])];

/// What the importer said of one file.
struct Read {
    rows: u64,
    not_a_part: u64,
    refused: u64,
    lines: u64,
    designators: u64,
}

pub(crate) fn import(project: &Project, home: &Home) -> Result {
    let mut build = project.cargo();
    build.args(["build", "--quiet", "-p", "partwright-app-cli"]);
    process::must(build)?;
    let folder = home.exports();
    fs::create_dir_all(&folder).while_doing(|| format!("create {}", folder.display()))?;
    let schematics = schematics()?;
    say(&format!(
        "  {:<30} {:<15} {:>6} {:>6} {:>6} {:>6} {:>6}",
        "project", "export", "rows", "lines", "refs", "no part", "refused"
    ));
    let mut wrong = Vec::new();
    for schematic in &schematics {
        let name = schematic.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let mut found = Vec::new();
        for (ending, words) in EXPORTS {
            let file = folder.join(format!("{name}.{ending}"));
            export(home, words, schematic, &file)?;
            match dry_run(project, &file) {
                Ok(Read { rows, not_a_part, refused, lines, designators }) => {
                    say(&format!(
                        "  {name:<30} {ending:<15} {rows:>6} {lines:>6} {designators:>6} {not_a_part:>7} {refused:>7}"
                    ));
                    found.push(designators);
                    if refused > 0 || lines == 0 {
                        wrong.push(format!("{name}.{ending}: {refused} rows refused, {lines} lines"));
                    }
                }
                Err(failure) => wrong.push(format!("{name}.{ending}: {failure}")),
            }
        }
        // Whatever the file, it is one schematic: what is left out of a BOM there is left out in each of them.
        found.dedup();
        if found.len() > 1 {
            wrong.push(format!("{name}: the exports have different numbers of designators, {found:?}"));
        }
    }
    say(&format!("{} projects, {} files.", schematics.len(), schematics.len() * EXPORTS.len()));
    if wrong.is_empty() { Ok(()) } else { Err(Failure(wrong.join("\n"))) }
}

/// The uppermost schematic of each project.
fn schematics() -> Result<Vec<PathBuf>> {
    let files = files::below(Path::new(DEMOS), &[])?;
    let projects = files.iter().filter(|path| path.extension().is_some_and(|ending| ending == "kicad_pro"));
    Ok(projects.map(|project| project.with_extension("kicad_sch")).filter(|path| path.is_file()).collect())
}

fn export(home: &Home, words: &[&str], schematic: &Path, file: &Path) -> Result {
    let mut command = home.program("kicad-cli");
    command.args(["sch", "export"]).args(words).arg("--output").arg(file).arg(schematic);
    // What it says of fonts and libraries of other machines is of no use here; that there is a file is.
    process::ask(command);
    if file.is_file() { Ok(()) } else { Err(Failure(format!("kicad-cli wrote no {}", file.display()))) }
}

/// The one object that the command line answers, or its words.
fn dry_run(project: &Project, file: &Path) -> Result<Read> {
    let program = project.target().join(format!("debug/partwright{}", std::env::consts::EXE_SUFFIX));
    let mut command = Command::new("timeout");
    command
        .arg(PATIENCE.as_secs().to_string())
        .arg(program)
        .args(["import", "--dry-run", "--format", "json"])
        .arg(file);
    // Held against nothing: what is on this machine has no say in it.
    command.env_remove("PARTWRIGHT_WORKSPACE").env("HOME", file.with_extension("home"));
    let answer = process::ask(command).ok_or_else(|| Failure("the importer refused it".into()))?;
    let answer: Value = serde_json::from_str(&answer).map_err(|error| Failure(format!("no JSON came: {error}")))?;
    let number = |pointer: &str| answer.pointer(pointer).and_then(Value::as_u64);
    let outcomes = ["new", "matched", "updated", "merged", "not_a_part", "refused"];
    let rows = number("/rows/read").ok_or_else(|| Failure("it does not say how many rows were read".into()))?;
    let sum: u64 = outcomes.iter().filter_map(|outcome| number(&format!("/rows/{outcome}"))).sum();
    if sum != rows {
        return Err(Failure(format!("{rows} rows were read, and {sum} accounted for")));
    }
    let counted = |pointer| number(pointer).unwrap_or_default();
    Ok(Read {
        rows,
        not_a_part: counted("/rows/not_a_part"),
        refused: counted("/rows/refused"),
        lines: counted("/lines"),
        designators: counted("/designators"),
    })
}
