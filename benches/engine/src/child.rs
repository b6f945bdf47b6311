//! sqlx, which cannot be linked beside rusqlite: a program of its own, built here and started for each measurement.

use std::env::{self, consts::EXE_SUFFIX};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use load::{Failure, Kind, Measured};

/// The program.
pub(crate) struct Child {
    program: PathBuf,
    /// The SQLite it is linked with.
    pub(crate) sqlite: String,
}

impl Child {
    pub(crate) fn build() -> Result<Self, Failure> {
        let benches = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let target = benches.join("target").join("sqlx");
        let built = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .args(["build", "--release", "--locked", "--manifest-path"])
            .arg(benches.join("sqlx").join("Cargo.toml"))
            .arg("--target-dir")
            .arg(&target)
            .status()?;
        if !built.success() {
            return Err("the side of sqlx could not be built".into());
        }
        let program = target.join("release").join(format!("sqlx-side{EXE_SUFFIX}"));
        let sqlite = ask(Command::new(&program).arg("version"))?.trim().to_owned();
        Ok(Self { program, sqlite })
    }

    /// `callers` tasks over a pool of `connections`.
    pub(crate) fn run(
        &self,
        file: &Path,
        kind: Kind,
        callers: usize,
        duration: Duration,
        connections: u32,
    ) -> Result<Measured, Failure> {
        let mut command = Command::new(&self.program);
        command.arg(file).arg(kind.name()).arg(callers.to_string());
        command.arg(duration.as_secs_f64().to_string()).arg(connections.to_string());
        ask(&mut command)?.parse()
    }
}

fn ask(command: &mut Command) -> Result<String, Failure> {
    let output = command.stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(format!("the side of sqlx ended with {}", output.status).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}
