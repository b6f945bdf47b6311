//! `cargo xtask dist`: both programs, built and packed for this system; on Debian and its kin a .deb.
//!
//! Tauri's own bundler packs, by `tauri.conf.json`; what it does not know of (the command line, pages of the manual,
//! completions, the type of our files, licences) is laid out beside it and handed over.

mod bundle;
mod check;
mod licences;
mod stage;
mod trial;

use std::fs;

use crate::{
    app,
    failure::{Failure, Result, While},
    files,
    project::Project,
    setup::{self, Purpose},
    terminal::{heading, say},
};

pub(crate) fn run(project: &Project, arguments: &[String]) -> Result {
    let tries = crate::only_flag(arguments, "--try")?;
    if tries {
        trial::may()?;
    }
    heading("Set-up");
    setup::prepare(project, Purpose::Package)?;

    heading("Building both programs");
    let command_line = app::build_command_line(project, true)?;
    app::build(project, &[], true)?;

    heading("Packing");
    let place = files::emptied(&project.target().join("dist"))?;
    let extras = bundle::Extras::of(project, &place, &command_line)?;
    let packages = bundle::pack(project, &extras)?;
    for package in &packages {
        let size = fs::metadata(package).while_doing(|| format!("look at {}", package.display()))?.len();
        say(&format!("{} ({} kB)", package.display(), size / 1000));
    }
    let deb = packages.iter().find(|package| package.extension().is_some_and(|ending| ending == "deb"));
    if let Some(deb) = deb {
        heading("Looking into the package");
        check::package(project, deb, &place)?;
    }
    if tries {
        heading("Trying it in a root of its own");
        let deb = deb.ok_or_else(|| Failure("there is no .deb to try".into()))?;
        trial::run(project, deb)?;
    }
    Ok(())
}
