//! How much memory an explosion takes: a process of its own, which does nothing else, asks the system for its peak.

use std::env;
use std::hint::black_box;
use std::path::Path;
use std::process::Command;

use measure::{Failure, memory};
use partwright_domain::bom::{Designator, Dnp, ExplodedLine, Explosion, Structure, StructureLine};
use partwright_domain::id::{BomLineId, RevisionId};

use crate::peer;
use crate::seed;

/// How the program is called that measures itself.
pub(crate) const ASKED: &str = "--memory-of";

/// Bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Memory {
    /// The peak while the rows go by one after the other, beyond what an opened workspace takes.
    pub(crate) peak: f64,
    /// What the rows take when all of them are kept, with the lines that they refer to, each once.
    pub(crate) answer: f64,
}

/// Asks a new process.
pub(crate) fn measure(path: &Path, name: &str) -> Result<Memory, Failure> {
    let output = Command::new(env::current_exe()?).arg(ASKED).arg(path).arg(name).output()?;
    let text = String::from_utf8(output.stdout)?;
    let mut numbers = text.split_whitespace().map(str::parse::<f64>);
    match (numbers.next(), numbers.next()) {
        (Some(Ok(peak)), Some(Ok(answer))) => Ok(Memory { peak, answer }),
        _ => Err(format!("no memory was told: {}", String::from_utf8_lossy(&output.stderr)).into()),
    }
}

/// What the new process does.
pub(crate) fn tell(path: &Path, name: &str) -> Result<(), Failure> {
    let store = seed::open(path)?;
    let revision = RevisionId(peer::revision_named(path, name)?);
    // So that whatever comes once has come.
    store.read("bom.count", |snapshot| snapshot.boms().count(revision))?;
    let before = memory::forget_peak()?;
    let answer = store.read::<_, Failure>("bom.explode", |snapshot| {
        let structure = Structure::read(snapshot.boms(), revision)?;
        let lines = structure.revisions().iter().flat_map(|revision| structure.lines(*revision));
        let lines: usize = lines.map(size_of_line).sum();
        Ok(lines + Explosion::new(&structure, Dnp::Mark).map(|row| size_of_row(&black_box(row))).sum::<usize>())
    })?;
    println!("{} {answer}", memory::peak()?.saturating_sub(before));
    Ok(())
}

fn size_of_row(row: &ExplodedLine<'_>) -> usize {
    size_of::<ExplodedLine<'_>>() + row.path.len() * size_of::<BomLineId>()
}

fn size_of_line(entry: &StructureLine) -> usize {
    let StructureLine { line, counts: _ } = entry;
    let designators = line.designators.iter().map(|one| size_of::<Designator>() + one.as_str().len());
    let texts = line.find_number.as_str().len() + line.note.as_str().len();
    size_of::<StructureLine>() + designators.sum::<usize>() + texts
}
