//! KiCad 9 and what drives it: from Debian's backports, because the release itself has an older one without HTTP libraries.

use std::{env, fs, process, process::Command};

use crate::{
    failure::{Failure, Result, While},
    process::ask,
    setup::Apt,
    terminal::say,
};

/// The libraries of symbols and the demo projects are packages of their own; the footprints are not needed.
const PACKAGES: [&str; 7] = ["kicad", "kicad-symbols", "kicad-demos", "xvfb", "xdotool", "imagemagick", "xauth"];

/// The first version that speaks to an HTTP library as ours does.
const OLDEST: u32 = 8;

pub(crate) fn check(installs: bool) -> Result {
    let missing = Apt::missing(&PACKAGES);
    if !missing.is_empty() && !installs {
        let missing = missing.join(", ");
        return Err(Failure(format!("not installed: {missing}; `cargo xtask try-kicad --install` fetches them")));
    }
    if !missing.is_empty() || version().is_none_or(|version| version < OLDEST) {
        install()?;
    }
    match version() {
        Some(version) if version >= OLDEST => {
            say(&format!("KiCad {version} is here."));
            Ok(())
        }
        found => Err(Failure(format!("KiCad {OLDEST} or later is needed; found: {found:?}"))),
    }
}

fn install() -> Result {
    let (mirror, release) =
        Apt::mirror().ok_or_else(|| Failure("this machine does not say where its packages come from".into()))?;
    let suite = format!("{release}-backports");
    let sources = env::temp_dir().join(format!("try-kicad-{}.list", process::id()));
    let lists = format!("deb {mirror} {release} main\ndeb {mirror} {suite} main\n");
    fs::write(&sources, lists).while_doing(|| format!("write {}", sources.display()))?;
    let installed = Apt::find().install_from(&sources, &suite, &PACKAGES);
    fs::remove_file(&sources).while_doing(|| format!("remove {}", sources.display()))?;
    installed
}

/// The number before the first dot of what KiCad calls itself.
fn version() -> Option<u32> {
    let mut command = Command::new("kicad-cli");
    command.arg("version");
    ask(command)?.trim().split('.').next()?.parse().ok()
}
