//! Our import beside the csv crate and raw inserts of the same rows: a BOM of up to 100,000 rows, its memory, its undo.

mod company;
mod export;
mod file;
mod house;
mod import;
mod limits;
mod listing;
mod memory;
mod plan;
mod report;

use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{env, fs};

use measure::{Failure, Folder, Look, Quiet};

use crate::import::Parts;
use crate::plan::Plan;
use crate::report::Report;

const USAGE: &str = "usage: io [--quick] [--json FILE] [--dir DIR] [--only PART,…] [--patience SECONDS]

  --quick   small files and one round: does it all work, not: how fast is it
  --json    writes the figures
  --dir     where the workspaces come and go; without it benches/target/io
  --only    some of new, known, export, listing
  --patience  how long it waits in all for other programs to be done; 0 on a machine that is never quiet";

fn main() -> Result<(), Failure> {
    let mut arguments = env::args().skip(1).peekable();
    if arguments.peek().is_some_and(|first| first == memory::ASKED) {
        let (_, workspace, csv) = (arguments.next(), arguments.next().ok_or(USAGE)?, arguments.next().ok_or(USAGE)?);
        return memory::tell(Path::new(&workspace), Path::new(&csv));
    }
    let (mut json, mut only) = (None, None);
    let mut parent = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/io");
    let mut plan = Plan::full();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--quick" => plan = Plan::quick(),
            "--json" => json = Some(PathBuf::from(arguments.next().ok_or(USAGE)?)),
            "--dir" => parent = PathBuf::from(arguments.next().ok_or(USAGE)?),
            "--patience" => plan.patience = Duration::from_secs(arguments.next().ok_or(USAGE)?.parse()?),
            "--only" => only = Some(arguments.next().ok_or(USAGE)?),
            _ => return Err(USAGE.into()),
        }
    }
    let wanted = |part: &str| only.as_ref().is_none_or(|only: &String| only.split(',').any(|name| name == part));

    fs::create_dir_all(&parent)?;
    let folder = Folder::make(&parent, "io")?;
    let mut report = Report::new(&plan)?;
    println!("{}", report.head());
    let start = Look::now();
    let quiet = Quiet::with_patience(plan.patience);
    for (name, parts) in [("new", Parts::New), ("known", Parts::Known)] {
        if wanted(name) {
            let mut imports = Vec::new();
            for rows in plan.rows {
                eprintln!("{name}, {rows} rows");
                let inner = folder.inner(&format!("{name}-{rows}"))?;
                imports.push(import::measure(parts, rows, plan.rounds, &inner, &quiet)?);
            }
            report.imports(name, &imports);
        }
    }
    if wanted("export") {
        let mut exports = Vec::new();
        for rows in plan.rows {
            eprintln!("export, {rows} rows");
            let inner = folder.inner(&format!("export-{rows}"))?;
            exports.extend(export::measure(rows, plan.rounds, &inner, &quiet)?);
        }
        report.exports(&exports);
    }
    if wanted("listing") {
        let mut listings = Vec::new();
        for parts in plan.rows {
            eprintln!("listing, {parts} parts");
            let inner = folder.inner(&format!("listing-{parts}"))?;
            listings.push(listing::measure(parts, plan.rounds, &inner, &quiet)?);
        }
        report.listings(&listings);
    }
    report.others(start.others_since(), quiet.disturbed());
    println!("{}", report.table());
    if let Some(file) = json {
        fs::write(file, format!("{:#}\n", report.json()))?;
    }
    Ok(())
}
