//! `cargo xtask try-kicad`: our library in the symbol chooser of the real KiCad, and KiCad's own BOMs in our importer.
//!
//! It is no part of the ordinary tests, because KiCad is large and its window is driven by keys and clicks.

mod chooser;
mod demos;
mod home;
mod install;

use crate::{
    failure::Result,
    files,
    project::Project,
    terminal::{heading, say},
};

pub(crate) fn run(project: &Project, arguments: &[String]) -> Result {
    let installs = crate::only_flag(arguments, "--install")?;
    heading("KiCad");
    install::check(installs)?;

    heading("The symbol chooser");
    let place = files::emptied(&project.target().join("try-kicad"))?;
    let home = home::Home::make(&place)?;
    chooser::place_a_part(project, &home)?;

    heading("What KiCad's demo projects export");
    demos::import(project, &home)?;
    say("try-kicad: everything was as it should be.");
    Ok(())
}
