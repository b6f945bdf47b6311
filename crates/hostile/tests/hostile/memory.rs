//! The most memory that a hostile file takes while it is read to its end: each is read by a process of its own, whose peak
//! Linux keeps. What a file says of itself, and what it unpacks to, are far beyond the bounds.

mod table;

use std::env;
use std::fs::{self, File};
use std::io::BufWriter;
use std::path::Path;
use std::process::Command;

use partwright_domain::import::source::{ImportFile as _, Reading};
use partwright_domain::import::{ImportError, ImportService, Request, Target};
use partwright_domain::watch::Watch;
use partwright_formats::read;
use partwright_testkit::{build, figures};

use table::{HOSTILE, Hostile, PLANNER};

const FILE: &str = "PARTWRIGHT_HOSTILE_FILE";
const READER: &str = "PARTWRIGHT_HOSTILE_READER";
const READS_WHOLE: &str = "whole";
const THIS_TEST: &str = "memory::no_hostile_file_takes_more_memory_than_its_bound";

#[test]
fn no_hostile_file_takes_more_memory_than_its_bound() {
    // The process that reads is this very test, started again with a file to read.
    if let Some(file) = env::var_os(FILE) {
        return child(Path::new(&file));
    }
    let asked = HOSTILE.iter().filter(|hostile| !hostile.takes_long || figures::length() > 1);
    let told: Vec<_> = asked.map(|hostile| (hostile, tried(hostile, hostile.reader))).collect();
    let wrong: Vec<_> = told
        .iter()
        .filter(|(Hostile { most, says, .. }, (peak, said))| peak > most || said != says)
        .map(|(Hostile { what, most, .. }, (peak, said))| {
            format!("{what} takes {peak} MB and may take {most}; it said {said}")
        })
        .collect();
    let peaks: Vec<_> = told.iter().map(|(hostile, (peak, _))| (hostile.what, *peak)).collect();
    figures::tell("hostile memory", &[("files", peaks.len() as u64), ("wrong", wrong.len() as u64)]);
    figures::tell("hostile memory in MB", &peaks);
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_reader_that_takes_everything_into_the_memory_is_caught() {
    let is_plain = |hostile: &&Hostile| hostile.what == "a text of many rows";
    let hostile = HOSTILE.iter().find(is_plain).expect("a file of the table");
    let (peak, said) = tried(hostile, READS_WHOLE);
    assert_eq!(said, hostile.says, "it reads what ours does");
    assert!(peak > hostile.most, "{peak} MB, where {} are allowed", hostile.most);
}

/// The peak in megabytes of a process that reads a file, and what it said.
fn tried(hostile: &Hostile, reader: &str) -> (u64, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("hostile");
    let mut out = BufWriter::new(File::create(&file).expect("a file"));
    (hostile.write)(&mut out, hostile.megabytes << 20).expect("a file");
    drop(out.into_inner().expect("a file"));
    let mut command = Command::new(env::current_exe().expect("this test"));
    command.args(["--exact", THIS_TEST, "--nocapture"]);
    let output = command.env(FILE, &file).env(READER, reader).output().expect("a process");
    let told = String::from_utf8(output.stdout).expect("text");
    // The runner of tests writes its own words before, without ending their line.
    let line = told.lines().find_map(|line| line.split_once("peak "));
    let (_, line) = line.unwrap_or_else(|| panic!("{} ended without a word ({})", hostile.what, output.status));
    let (peak, said) = line.split_once(' ').expect("a peak and a word");
    (peak.parse().expect("megabytes"), said.to_owned())
}

/// Reads a file to its end and tells the peak.
#[expect(clippy::print_stdout, reason = "it is how a process tells another one")]
fn child(file: &Path) {
    let before = peak();
    let said = match env::var(READER).as_deref() {
        Ok(PLANNER) => planned(file).map_err(|error| error.code()),
        Ok(READS_WHOLE) => whole(file).map_err(|error| error.code()),
        _ => ours(file).map_err(|error| error.code()),
    };
    let said = said.map_or_else(|code| code, |()| "rows");
    println!("peak {} {said}", (peak() - before) >> 20);
}

fn ours(file: &Path) -> Result<(), ImportError> {
    let file = read::File::open(file)?;
    let mut rows = file.open(&Reading::default())?;
    while rows.next_row()?.is_some() {}
    Ok(())
}

/// Looks at what an import of it would do.
fn planned(file: &Path) -> partwright_domain::Result<()> {
    let (file, (ports, _)) = (read::File::open(file)?, build::workspace());
    let request = Request::into_target(Target::PartsList { subcategory: None, update: false });
    ImportService::new(ports).preview(&file, &request, &Watch::default()).map(drop)
}

/// The planted fault: the same rows, all at once.
fn whole(file: &Path) -> Result<(), ImportError> {
    let file = read::File::from_bytes("hostile", fs::read(file).expect("a file"))?;
    let (mut rows, mut all) = (file.open(&Reading::default())?, Vec::new());
    while let Some(row) = rows.next_row()? {
        all.push(row);
    }
    Ok(())
}

/// The most bytes of memory that this process ever had.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").expect("a status");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a peak");
    line.trim().strip_suffix(" kB").expect("kilobytes").parse::<u64>().expect("a number") << 10
}
