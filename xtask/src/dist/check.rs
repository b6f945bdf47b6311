//! What must be true of a .deb before anybody installs it.

use std::{path::Path, process::Command};

use crate::{
    failure::{Failure, Result},
    files, process,
    project::Project,
    terminal::say,
};

/// What people and desktops look for; the pages of the manual stand for the rest of them.
const EXPECTED: [&str; 21] = [
    "usr/bin/partwright",
    "usr/bin/partwright-desktop",
    "usr/share/applications/Partwright.desktop",
    "usr/share/bash-completion/completions/partwright",
    "usr/share/doc/partwright/NEWS.gz",
    "usr/share/doc/partwright/copyright",
    "usr/share/doc/partwright/third-party-licences.gz",
    "usr/share/fish/vendor_completions.d/partwright.fish",
    "usr/share/icons/hicolor/16x16/apps/partwright-desktop.png",
    "usr/share/icons/hicolor/32x32/apps/partwright-desktop.png",
    "usr/share/icons/hicolor/48x48/apps/partwright-desktop.png",
    "usr/share/icons/hicolor/64x64/apps/partwright-desktop.png",
    "usr/share/icons/hicolor/128x128/apps/partwright-desktop.png",
    "usr/share/icons/hicolor/256x256/apps/partwright-desktop.png",
    "usr/share/icons/hicolor/512x512/apps/partwright-desktop.png",
    "usr/share/icons/hicolor/scalable/apps/partwright-desktop.svg",
    "usr/share/icons/hicolor/scalable/mimetypes/application-x-partwright.svg",
    "usr/share/man/man1/partwright.1.gz",
    "usr/share/man/man1/partwright-desktop.1.gz",
    "usr/share/metainfo/org.partwright.desktop.metainfo.xml",
    "usr/share/mime/packages/partwright.xml",
];

/// Completions of a third shell, and pages of the manual for each command; anything else is there by mistake.
const ALSO: [&str; 2] = ["usr/share/zsh/vendor-completions/_partwright", "usr/share/man/man1/partwright-"];

pub(super) fn package(project: &Project, deb: &Path, place: &Path) -> Result {
    let contents = place.join("contents");
    let mut extract = Command::new("dpkg-deb");
    extract.arg("--extract").arg(deb).arg(&contents);
    process::must(extract)?;
    let present = files::below(&contents, &[])?;
    let names: Vec<String> = present
        .iter()
        .filter_map(|path| path.strip_prefix(&contents).ok())
        .map(|path| path.display().to_string())
        .collect();
    let problems = differences(&names);
    if !problems.is_empty() {
        return Err(Failure(format!("the package is not as expected:\n  {}", problems.join("\n  "))));
    }
    is_of_this_version(deb)?;
    must("desktop-file-validate", &[], &contents.join("usr/share/applications/Partwright.desktop"))?;
    let metainfo = contents.join("usr/share/metainfo/org.partwright.desktop.metainfo.xml");
    must("appstreamcli", &["validate", "--no-net"], &metainfo)?;
    let mut control = project.command("dpkg-deb");
    control.arg("--info").arg(deb).arg("control");
    process::must(control)?;
    say(&format!("{} files, all of them expected.", names.len()));
    Ok(())
}

fn differences(names: &[String]) -> Vec<String> {
    let missing = EXPECTED.iter().filter(|name| !names.iter().any(|present| present == *name));
    let is_known =
        |name: &String| EXPECTED.contains(&name.as_str()) || ALSO.iter().any(|start| name.starts_with(start));
    let extra = names.iter().filter(|name| !is_known(name));
    missing.map(|name| format!("missing: {name}")).chain(extra.map(|name| format!("nobody expects: {name}"))).collect()
}

/// All of the workspace has one version, this program too.
fn is_of_this_version(deb: &Path) -> Result {
    let mut command = Command::new("dpkg-deb");
    command.arg("--field").arg(deb).arg("Version");
    let version = process::ask(command).unwrap_or_default();
    if version.trim() == env!("CARGO_PKG_VERSION") {
        return Ok(());
    }
    Err(Failure(format!("the package says that it is version {}, not {}", version.trim(), env!("CARGO_PKG_VERSION"))))
}

fn must(program: &str, arguments: &[&str], file: &Path) -> Result {
    let mut command = Command::new(program);
    command.args(arguments).arg(file);
    process::must(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_and_what_nobody_expects_is_named() {
        let mut names: Vec<String> = EXPECTED.map(str::to_owned).into();
        names.push("usr/share/man/man1/partwright-bom-explode.1.gz".to_owned());
        assert!(differences(&names).is_empty());
        names.remove(0);
        names.push("usr/share/notes.txt".to_owned());
        assert_eq!(differences(&names), ["missing: usr/bin/partwright", "nobody expects: usr/share/notes.txt"]);
    }
}
