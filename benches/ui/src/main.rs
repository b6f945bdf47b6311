//! The real window at 1,000 and at 300,000 parts: start, search, scrolling, large BOMs, memory, and its ways to the Rust side.

mod data;
mod driver;
mod limits;
mod measures;
mod plan;
mod report;
mod window;

use std::path::{Path, PathBuf};
use std::{env, fs};

use measure::{Failure, Look};

use crate::data::Data;
use crate::plan::Plan;
use crate::report::Report;
use crate::window::Program;

const USAGE: &str = "usage: cargo xtask bench ui [--quick] [--json FILE] [--only PART,…]

  --quick   small workspaces and few rounds: does it all work, not: how fast is it
  --json    writes the figures
  --only    some of start, search, scroll, bom, memory, ipc";

fn main() -> Result<(), Failure> {
    let mut arguments = env::args().skip(1);
    let (mut json, mut only, mut plan) = (None, None, Plan::full());
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--quick" => plan = Plan::quick(),
            "--json" => json = Some(PathBuf::from(arguments.next().ok_or(USAGE)?)),
            "--only" => only = Some(arguments.next().ok_or(USAGE)?),
            _ => return Err(USAGE.into()),
        }
    }
    let wanted = |part: &str| only.as_ref().is_none_or(|only: &String| only.split(',').any(|name| name == part));
    let program = Program::find()?;
    let data = Data::make(plan.name == "quick", &Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/ui"))?;
    let mut report = Report::new(&plan)?;
    println!("{}", report.head());
    let start = Look::now();
    measure(&plan, &program, &data, &mut report, wanted)?;
    report.others(start.others_since());
    println!("{}", report.table());
    if let Some(file) = json {
        fs::write(file, format!("{:#}\n", report.json()))?;
    }
    Ok(())
}

fn measure(
    plan: &Plan,
    program: &Program,
    data: &Data,
    report: &mut Report,
    wanted: impl Fn(&str) -> bool,
) -> Result<(), Failure> {
    let wanted = |part: &str| wanted(part).then(|| eprintln!("{part}")).is_some();
    let Data { smallest, largest, .. } = data;
    if wanted("start") {
        let (small, large) = measures::starts(plan, program, data)?;
        report.starts((smallest.parts, &small), (largest.parts, &large));
    }
    if wanted("ipc") {
        let window = program.open(&largest.path)?;
        report.calls(&measures::calls(plan, &window)?);
        report.encodings(&measures::encodings(plan, &window)?);
    }
    if wanted("search") {
        report.searches(measures::searches(plan, &program.open(&largest.path)?)?);
    }
    if wanted("scroll") {
        let (scrolls, jump) = measures::scrolls(plan, &program.open(&largest.path)?)?;
        report.scrolls(&scrolls, jump);
    }
    if wanted("bom") {
        report.boms(&measures::boms(plan, &program.open(&largest.path)?)?);
    }
    if wanted("memory") {
        // A window of its own: what a large BOM left behind is not what an hour of use takes.
        report.memory(&measures::memory(plan, &program.open(&largest.path)?)?);
    }
    Ok(())
}
