//! How much memory an import takes: a process of its own, which does nothing else, asks the system for its peak.

use std::env;
use std::path::Path;
use std::process::Command;

use measure::{Failure, memory};

use crate::house::House;

/// How the program is called that measures itself.
pub(crate) const ASKED: &str = "--memory-of";

/// Asks a new process: the peak while a file is imported, beyond what an opened workspace takes; bytes.
pub(crate) fn measure(workspace: &Path, csv: &Path) -> Result<f64, Failure> {
    let output = Command::new(env::current_exe()?).arg(ASKED).arg(workspace).arg(csv).output()?;
    let text = String::from_utf8(output.stdout)?;
    let told = text.trim().parse();
    told.map_err(|_| format!("no memory was told: {}", String::from_utf8_lossy(&output.stderr)).into())
}

/// What the new process does.
pub(crate) fn tell(workspace: &Path, csv: &Path) -> Result<(), Failure> {
    let house = House::open(workspace)?;
    let before = memory::forget_peak()?;
    house.import(csv)?;
    println!("{}", memory::peak()?.saturating_sub(before));
    Ok(())
}
