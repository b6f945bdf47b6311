//! Integer ids or `UUIDv7`: the same company in three schemas, measured side by side.

mod company;
mod ids;
mod report;
mod variant;
mod work;

use std::path::{Path, PathBuf};
use std::{env, fs, process};

use company::Company;
use measure::Failure;
use work::{Answer, Measured};

const ROUNDS: usize = 5;
const USAGE: &str = "usage: ids [--json FILE] [--dir DIR] [--plans]";

fn main() -> Result<(), Failure> {
    let mut json = None;
    let mut parent = env::temp_dir();
    let mut plans = false;
    let mut arguments = env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--json" => json = Some(PathBuf::from(arguments.next().ok_or(USAGE)?)),
            // A disk in memory flushes nothing: name a real one if the temporary folder is not.
            "--dir" => parent = PathBuf::from(arguments.next().ok_or(USAGE)?),
            "--plans" => plans = true,
            _ => return Err(USAGE.into()),
        }
    }

    let company = Company::invent(2049);
    let variants = variant::all(&company);
    if plans {
        for variant in &variants {
            println!("{}", work::plans(variant)?);
        }
        return Ok(());
    }

    let (lines, levels) = company.explosion();
    println!(
        "{} parts, {} revisions, {} lines; the product explodes to {lines} lines over {levels} levels",
        company.parts.len(),
        company.revisions.len(),
        company.lines.len(),
    );
    let directory = parent.join(format!("partwright-ids-{}", process::id()));
    fs::create_dir_all(&directory)?;
    let rounds = run(&company, &variants, &directory);
    fs::remove_dir_all(&directory)?;
    let rounds = rounds?;

    println!("{}", report::table(&variants, &rounds));
    if let Some(file) = json {
        fs::write(file, format!("{:#}\n", report::json(&variants, &rounds)?))?;
    }
    Ok(())
}

/// Alternates the variants, each round beginning with another, and insists that all read the same.
fn run(company: &Company, variants: &[variant::Variant], directory: &Path) -> Result<Vec<Vec<Measured>>, Failure> {
    let expected = company.explosion().0;
    let mut first: Option<[Answer; 3]> = None;
    let mut rounds = vec![vec![]; variants.len()];
    for round in 0..ROUNDS {
        for turn in 0..variants.len() {
            let index = (round + turn) % variants.len();
            let measured = work::measure(company, &variants[index], &directory.join("ids.db"))?;
            if measured.answers[0].rows != expected {
                return Err(format!("the explosion must give {expected} lines: {measured:?}").into());
            }
            let first = first.get_or_insert(measured.answers);
            if measured.answers != *first {
                return Err(format!("every variant must read {first:?}: {measured:?}").into());
            }
            rounds[index].push(measured);
        }
    }
    if let Some([_, used, found]) = first {
        println!("where-used finds {} parts; {} parts looked up\n", used.rows, found.rows);
    }
    Ok(rounds)
}
