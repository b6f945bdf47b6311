//! What `partwright-formats` promises, one file a matter.
#![expect(clippy::expect_used, reason = "a broken expectation is a failed test, in a helper as in a test")]

mod door;
mod import;
mod package;
mod read;
mod write;

use std::path::PathBuf;

/// A sample of a real BOM, in the folder that `PARTWRIGHT_SAMPLES` names; without one, the test passes and says so.
#[expect(clippy::print_stderr, reason = "a test that tries nothing says so")]
fn sample(name: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("PARTWRIGHT_SAMPLES").map(PathBuf::from);
    if folder.is_none() {
        eprintln!("{name} was not tried: PARTWRIGHT_SAMPLES names no folder with samples");
    }
    Some(folder?.join(name))
}
