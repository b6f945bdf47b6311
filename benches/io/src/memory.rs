//! How much memory an import takes: a process of its own, which does nothing else, asks the system for its peak.

use std::env;
use std::path::Path;
use std::process::Command;

use measure::{Failure, memory};

use crate::house::House;

/// How the program is called that measures itself.
pub(crate) const ASKED: &str = "--memory-of";

/// Peaks of memory beyond what an opened workspace takes, in bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Memory {
    /// While a file is looked at in a dry run.
    pub(crate) preview: f64,
    /// While it is imported: that, and what SQLite keeps of the pages that are written.
    pub(crate) import: f64,
}

/// Asks a new process.
pub(crate) fn measure(workspace: &Path, csv: &Path) -> Result<Memory, Failure> {
    let output = Command::new(env::current_exe()?).arg(ASKED).arg(workspace).arg(csv).output()?;
    let text = String::from_utf8(output.stdout)?;
    let told: Vec<f64> = text.split_whitespace().map_while(|word| word.parse().ok()).collect();
    match told[..] {
        [preview, import] => Ok(Memory { preview, import }),
        _ => Err(format!("no memory was told: {}", String::from_utf8_lossy(&output.stderr)).into()),
    }
}

/// What the new process does.
pub(crate) fn tell(workspace: &Path, csv: &Path) -> Result<(), Failure> {
    let house = House::open(workspace)?;
    let before = memory::forget_peak()?;
    house.look_at(csv)?;
    let preview = memory::peak()?.saturating_sub(before);
    memory::forget_peak()?;
    house.import(csv)?;
    println!("{preview} {}", memory::peak()?.saturating_sub(before));
    Ok(())
}
