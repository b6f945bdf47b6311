//! How long a harness works, and the figures it tells: `cargo xtask torture` asks for more, and prints them.

use std::env;
use std::fs::OpenOptions;
use std::io::Write;

/// How long a harness works: 1 in the normal test run, more under `cargo xtask torture`.
pub fn length() -> u32 {
    env::var("PARTWRIGHT_TORTURE").ok().and_then(|text| text.parse().ok()).unwrap_or(1)
}

/// Adds figures to the file that `cargo xtask torture` names, a line of JSON for each harness.
pub fn tell(harness: &str, figures: &[(&str, u64)]) {
    let Some(file) = env::var_os("PARTWRIGHT_FIGURES") else { return };
    let figures: serde_json::Map<_, _> =
        figures.iter().map(|(name, count)| ((*name).to_owned(), (*count).into())).collect();
    let line = format!("{}\n", serde_json::json!({ "harness": harness, "figures": figures }));
    let file = OpenOptions::new().append(true).create(true).open(file);
    file.and_then(|mut file| file.write_all(line.as_bytes())).expect("a file for the figures");
}
