//! Where things are in the checkout, and commands that start from there.

use std::{
    env,
    ffi::OsStr,
    io::{self, IsTerminal},
    path::{Path, PathBuf},
    process::Command,
};

use crate::failure::{Failure, Result};

/// Tells the tests where the sample bills of materials are.
pub(crate) const SAMPLES: &str = "PARTWRIGHT_SAMPLES";

pub(crate) const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

pub(crate) struct Project {
    root: PathBuf,
    samples: Option<PathBuf>,
}

impl Project {
    /// Asks Cargo first; a binary that is started by itself looks upwards from where it stands.
    pub(crate) fn find() -> Result<Self> {
        let manifest = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        let root = match manifest.as_deref().and_then(Path::parent) {
            Some(root) => root.to_path_buf(),
            None => upwards()
                .ok_or_else(|| Failure("this is not a checkout of Partwright; start it with `cargo xtask`".into()))?,
        };
        let samples = root.join("../shared/samples/boms").canonicalize().ok();
        Ok(Self { root, samples })
    }

    /// Where the tests find the samples: where somebody says, else beside the checkout.
    pub(crate) fn samples(&self) -> Option<PathBuf> {
        env::var_os(SAMPLES).map(PathBuf::from).or_else(|| self.samples.clone())
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn ui(&self) -> PathBuf {
        self.root.join("crates/app-tauri/ui")
    }

    pub(crate) fn target(&self) -> PathBuf {
        let chosen = env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
        self.root.join(chosen)
    }

    /// A program that starts at the root and finds the samples when they lie beside the checkout.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        if let (Some(samples), None) = (&self.samples, env::var_os(SAMPLES)) {
            command.env(SAMPLES, samples);
        }
        if io::stdout().is_terminal() {
            // Our pipe stands between the program and the terminal, so it has to be told.
            command.env("CARGO_TERM_COLOR", "always").env("FORCE_COLOR", "1");
        }
        command
    }

    /// The very Cargo that started us, so that no second toolchain comes into play.
    pub(crate) fn cargo(&self) -> Command {
        self.command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
    }

    pub(crate) fn npm(&self) -> Command {
        let mut command = self.command(NPM);
        command.current_dir(self.ui());
        command
    }
}

fn upwards() -> Option<PathBuf> {
    let here = env::current_dir().ok()?;
    let root = here.ancestors().find(|folder| folder.join("xtask/Cargo.toml").is_file())?;
    Some(root.to_path_buf())
}
