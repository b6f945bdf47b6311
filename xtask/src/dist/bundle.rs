//! What Tauri's bundler is told beyond `tauri.conf.json`, and what it made.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Value, json};

use super::stage;
use crate::{
    app,
    failure::{Failure, Result, While},
    files, process,
    project::Project,
};

/// What a package of each system is called at its end, and what the bundler calls the kind.
const KINDS: &[(&str, &str)] = if cfg!(windows) {
    &[("exe", "nsis"), ("msi", "msi")]
} else if cfg!(target_os = "macos") {
    &[("dmg", "dmg")]
} else {
    &[("deb", "deb")]
};

/// What goes into a package beside the window's program.
pub(super) struct Extras {
    /// Where the command line is, without the name of the system that the bundler expects at the end.
    command_line: PathBuf,
    /// What goes below `/usr/share`, and what the programs need of the system; where packages know of such things.
    debian: Option<(PathBuf, Vec<String>)>,
}

impl Extras {
    pub(super) fn of(project: &Project, place: &Path, command_line: &Path) -> Result<Self> {
        let name = format!("{}-{}{}", app::COMMAND_LINE, system(project)?, std::env::consts::EXE_SUFFIX);
        files::copy(command_line, &place.join(name))?;
        let debian = if cfg!(target_os = "linux") {
            let share = place.join("share");
            stage::lay_out(project, &share, command_line)?;
            let programs = [command_line, &command_line.with_file_name(app::BINARY)];
            Some((share, needs(place, &programs)?))
        } else {
            None
        };
        Ok(Self { command_line: place.join(app::COMMAND_LINE), debian })
    }

    fn configuration(&self) -> Value {
        let mut bundle = json!({ "externalBin": [self.command_line] });
        if let Some((share, needs)) = &self.debian {
            bundle["linux"] = json!({ "deb": { "files": { "/usr/share": share }, "depends": needs } });
        }
        json!({ "bundle": bundle })
    }
}

/// Packs what was built, and answers the packages.
pub(super) fn pack(project: &Project, extras: &Extras) -> Result<Vec<PathBuf>> {
    let made = files::emptied(&project.target().join("release/bundle"))?;
    let kinds: Vec<&str> = KINDS.iter().map(|(_, kind)| *kind).collect();
    let mut command = project.tauri();
    command.args(["bundle", "--ci", "--no-sign", "--no-binary-patching", "--bundles", &kinds.join(",")]);
    command.args(["--config", &extras.configuration().to_string()]);
    process::must(command)?;
    let packages: Vec<PathBuf> =
        KINDS.iter().map(|(ending, kind)| package(&made.join(kind), ending)).collect::<Result<_>>()?;
    Ok(packages)
}

/// The one file with this ending.
fn package(folder: &Path, ending: &str) -> Result<PathBuf> {
    let entries = fs::read_dir(folder).while_doing(|| format!("look through {}", folder.display()))?;
    let mut found = entries.flatten().map(|entry| entry.path());
    found
        .find(|path| path.is_file() && path.extension().is_some_and(|known| known == ending))
        .ok_or_else(|| Failure(format!("the bundler left no .{ending} in {}", folder.display())))
}

/// What the compiler calls this system.
fn system(project: &Project) -> Result<String> {
    let mut command = project.command("rustc");
    command.args(["--print", "host-tuple"]);
    let name = process::ask(command).ok_or_else(|| Failure("rustc does not say what it compiles for".into()))?;
    Ok(name.trim().to_owned())
}

/// The packages that the programs need, as Debian's own tool reads them from the programs.
fn needs(place: &Path, programs: &[&Path]) -> Result<Vec<String>> {
    // It asks for a source package; one that says nothing will do.
    let control = place.join("debian/control");
    fs::create_dir_all(place.join("debian")).while_doing(|| format!("create {}", control.display()))?;
    fs::write(&control, "Source: partwright\n\nPackage: partwright\nArchitecture: any\n")
        .while_doing(|| format!("write {}", control.display()))?;
    let mut command = std::process::Command::new("dpkg-shlibdeps");
    command.current_dir(place).arg("-O").args(programs.iter().map(|program| format!("-e{}", program.display())));
    let said =
        process::ask(command).ok_or_else(|| Failure("dpkg-shlibdeps cannot tell what the programs need".into()))?;
    Ok(packages_in(&said))
}

fn packages_in(said: &str) -> Vec<String> {
    let list = said.lines().find_map(|line| line.strip_prefix("shlibs:Depends=")).unwrap_or_default();
    list.split(',').map(str::trim).filter(|package| !package.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_programs_need_is_read_from_one_line() {
        let said = "shlibs:Depends=libc6 (>= 2.35), libgcc-s1 (>= 4.2)\n";
        assert_eq!(packages_in(said), ["libc6 (>= 2.35)", "libgcc-s1 (>= 4.2)"]);
        assert!(packages_in("").is_empty());
    }
}
