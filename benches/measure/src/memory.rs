//! How much memory a process takes, as the system tells it; Linux only.

use std::fs;

use crate::Failure;

/// From now on the peak counts anew. Answers what the process has now, in bytes.
pub fn forget_peak() -> Result<usize, Failure> {
    fs::write("/proc/self/clear_refs", "5")?;
    status("VmRSS:")
}

/// The most it had since, in bytes.
pub fn peak() -> Result<usize, Failure> {
    status("VmHWM:")
}

/// Bytes, from a line of kibibytes.
fn status(name: &str) -> Result<usize, Failure> {
    let text = fs::read_to_string("/proc/self/status")?;
    let line = text.lines().find_map(|line| line.strip_prefix(name)).ok_or("the system does not tell")?;
    Ok(line.trim().trim_end_matches(" kB").parse::<usize>()? * 1024)
}
