//! Our store beside plain SQL in workspaces of up to 300,000 parts: BOMs, where-used, lists, search, creation, release.

mod compare;
mod create;
mod explode;
mod goods;
mod limits;
mod memory;
mod pages;
mod peer;
mod people;
mod plan;
mod release;
mod released;
mod report;
mod search;
mod seed;
mod sow;
mod tree;
mod where_used;

use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{env, fs};

use measure::{Failure, Folder, Look, Quiet};

use crate::plan::Plan;
use crate::report::Report;
use crate::seed::Seeds;

const USAGE: &str = "usage: plm [--quick] [--make] [--json FILE] [--dir DIR] [--only PART,…] [--patience SECONDS]

  --quick   small workspaces and few rounds: does it all work, not: how fast is it
  --make    makes the workspaces and says where they are, and measures nothing
  --json    writes the figures
  --dir     where the workspaces are made and kept; without it benches/target/plm
  --only    some of explode, where_used, pages, search, create, release, compare, memory
  --patience  how long it waits in all for other programs to be done; 0 on a machine that is never quiet";

fn main() -> Result<(), Failure> {
    let mut arguments = env::args().skip(1).peekable();
    if arguments.peek().is_some_and(|first| first == memory::ASKED) {
        let (_, path, name) = (arguments.next(), arguments.next().ok_or(USAGE)?, arguments.next().ok_or(USAGE)?);
        return memory::tell(Path::new(&path), &name);
    }
    let (mut json, mut only, mut makes) = (None, None, false);
    let mut kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/plm");
    let mut plan = Plan::full();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--quick" => plan = Plan::quick(),
            "--make" => makes = true,
            "--json" => json = Some(PathBuf::from(arguments.next().ok_or(USAGE)?)),
            "--dir" => kept = PathBuf::from(arguments.next().ok_or(USAGE)?),
            "--patience" => plan.patience = Duration::from_secs(arguments.next().ok_or(USAGE)?.parse()?),
            "--only" => only = Some(arguments.next().ok_or(USAGE)?),
            _ => return Err(USAGE.into()),
        }
    }
    let wanted = |part: &str| only.as_ref().is_none_or(|only| only.split(',').any(|name| name == part));

    fs::create_dir_all(&kept)?;
    let folder = Folder::make(&kept, "plm")?;
    let seeds = Seeds::of(&plan, &kept, &folder)?;
    if makes {
        let Seeds { smallest, small, large, largest } = &seeds;
        for (name, seed) in [("smallest", smallest), ("small", small), ("large", large), ("largest", largest)] {
            println!("{name}\t{}\t{}", seed.parts, seed.path.canonicalize()?.display());
        }
        return Ok(());
    }
    let mut report = Report::new(&plan)?;
    println!("{}", report.head());
    let start = Look::now();
    let quiet = Quiet::with_patience(plan.patience);
    measure(&plan, &seeds, &folder, &quiet, &mut report, wanted)?;
    report.others(start.others_since(), quiet.disturbed());
    println!("{}", report.table());
    if let Some(file) = json {
        fs::write(file, format!("{:#}\n", report.json()))?;
    }
    Ok(())
}

fn measure(
    plan: &Plan,
    seeds: &Seeds,
    folder: &Folder,
    quiet: &Quiet,
    report: &mut Report,
    wanted: impl Fn(&str) -> bool,
) -> Result<(), Failure> {
    let Seeds { large, largest, .. } = seeds;
    let wanted = |part: &str| wanted(part).then(|| eprintln!("{part}")).is_some();
    if wanted("explode") {
        let (products, flat) = explode::measure(plan, largest, quiet)?;
        report.explosions(&products, &flat);
    }
    if wanted("where_used") {
        report.where_used(&where_used::measure(plan, largest, quiet)?);
    }
    if wanted("pages") {
        report.pages(&pages::measure(plan, seeds, quiet)?);
    }
    if wanted("search") {
        report.searches(&search::measure(plan, seeds, quiet)?);
    }
    if wanted("create") {
        report.create(&create::measure(plan, large, folder, quiet)?);
    }
    if wanted("release") {
        report.growth("release", &release::measure(plan, large, folder, quiet)?);
    }
    if wanted("compare") {
        report.growth("compare", &compare::measure(plan, largest, quiet)?);
        report.compare_products(compare::products(plan, largest, quiet)?);
    }
    if wanted("memory") {
        let shared = memory::measure(&largest.path, &plan::product(plan.explosions[2]))?;
        report.memory(shared, memory::measure(&largest.path, &plan::flat(plan.flats[2])[0])?);
    }
    Ok(())
}
