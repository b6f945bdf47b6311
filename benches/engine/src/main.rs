//! Our store beside every other way to share SQLite between threads: throughput, fairness, latency, and the WAL.

mod by_hand;
mod child;
mod design;
mod limits;
mod plan;
mod plot;
mod readers;
mod refusals;
mod report;
mod seed;
mod wal;
mod writers;

use std::path::PathBuf;
use std::{env, fs};

use load::Failure;
use measure::{Folder, Look, Quiet};

use crate::child::Child;
use crate::plan::Plan;
use crate::report::Report;
use crate::seed::Seed;

const USAGE: &str = "usage: engine [--quick] [--json FILE] [--plots DIR] [--dir DIR] [--only PART,…] [--designs KEY,…] [--units edit,create]

  --quick   short runs on a smaller file: does it all work, not: how fast is it
  --json    writes the figures
  --plots   draws them as SVG into that folder
  --dir     where the databases are written; a disk in memory flushes nothing, so name a real one
  --only    some of writers, readers, latency, wal, refusals; figures of the others are left out
  --designs some of the designs that write, by the keys that the JSON has: for a profile, not for a report
  --units   one of the units that are written";

fn main() -> Result<(), Failure> {
    let (mut json, mut plots, mut only) = (None, None, None);
    let mut parent = env::temp_dir();
    let mut plan = Plan::full();
    let mut arguments = env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--quick" => plan = Plan::quick(),
            "--json" => json = Some(PathBuf::from(arguments.next().ok_or(USAGE)?)),
            "--plots" => plots = Some(PathBuf::from(arguments.next().ok_or(USAGE)?)),
            "--dir" => parent = PathBuf::from(arguments.next().ok_or(USAGE)?),
            "--only" => only = Some(arguments.next().ok_or(USAGE)?),
            "--designs" => plan.take_designs(&arguments.next().ok_or(USAGE)?),
            "--units" => plan.take_units(&arguments.next().ok_or(USAGE)?),
            _ => return Err(USAGE.into()),
        }
    }
    let wanted = |part: &str| only.as_ref().is_none_or(|only| only.split(',').any(|name| name == part));

    let folder = Folder::make(&parent, "engine")?;
    let flush = folder.flush()?;
    // Not for a profile of something else: it takes minutes the first time.
    let child = plan.needs_child().then(Child::build).transpose()?;
    let seed = Seed::sow(&folder, plan.parts)?;
    let mut report = Report::new(&plan, &seed, child.as_ref(), flush)?;
    println!("{}", report.head());
    let start = Look::now();
    let quiet = Quiet::with_patience(plan.patience);
    if wanted("writers") {
        report.writers(&writers::measure(&plan, &seed, &quiet, child.as_ref())?);
    }
    if wanted("readers") {
        report.readers(&readers::throughput(&plan, &seed, &quiet)?);
    }
    if wanted("latency") {
        report.latency(&readers::latency(&plan, &seed, &quiet)?);
    }
    if wanted("wal") {
        report.wal(&wal::measure(&plan, &seed)?);
    }
    if wanted("refusals") {
        report.refusals(&refusals::measure(&seed)?);
    }
    report.others(start.others_since(), quiet.disturbed());
    println!("{}", report.verdicts());
    if let Some(file) = json {
        fs::write(file, format!("{:#}\n", report.json()))?;
    }
    if let Some(folder) = plots {
        fs::create_dir_all(&folder)?;
        for (name, picture) in report.plots() {
            fs::write(folder.join(name), picture)?;
        }
    }
    Ok(())
}
