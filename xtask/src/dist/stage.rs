//! What a package for Debian and its kin has below `/usr/share`, laid out.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

use super::licences;
use crate::{
    app,
    failure::{Failure, Result, While},
    files, process,
    project::Project,
};

/// Where completions of each shell belong.
const COMPLETIONS: [(&str, &str); 3] = [
    ("bash", "bash-completion/completions/partwright"),
    ("fish", "fish/vendor_completions.d/partwright.fish"),
    ("zsh", "zsh/vendor-completions/_partwright"),
];

/// Files that are taken as they are, from the crate of the window.
const FILES: [(&str, &str); 6] = [
    ("packaging/partwright-desktop.1", "man/man1/partwright-desktop.1"),
    ("packaging/partwright.xml", "mime/packages/partwright.xml"),
    ("packaging/org.partwright.desktop.metainfo.xml", "metainfo/org.partwright.desktop.metainfo.xml"),
    ("packaging/copyright", "doc/partwright/copyright"),
    ("ui/public/partwright.svg", "icons/hicolor/scalable/apps/partwright-desktop.svg"),
    ("packaging/workspace.svg", "icons/hicolor/scalable/mimetypes/application-x-partwright.svg"),
];

pub(super) fn lay_out(project: &Project, share: &Path, command_line: &Path) -> Result {
    let manual = share.join("man/man1");
    let mut man = Command::new(command_line);
    man.arg("man").arg(&manual);
    process::must(man)?;
    for (shell, place) in COMPLETIONS {
        let mut completions = Command::new(command_line);
        completions.args(["completions", shell]);
        let text = process::ask(completions)
            .ok_or_else(|| Failure(format!("{} has no completions for {shell}", app::COMMAND_LINE)))?;
        write(&share.join(place), &text)?;
    }
    for (from, to) in FILES {
        files::copy(&project.shell().join(from), &share.join(to))?;
    }
    let documents = share.join("doc/partwright");
    // Debian's own changelog has a form of its own and tells of packages, not of programs.
    files::copy(&project.root().join("CHANGELOG.md"), &documents.join("NEWS"))?;
    write(&documents.join("third-party-licences"), &licences::gather(project)?)?;

    // Debian wants these compressed, and the same each time: without the time of day.
    let mut compressed = files::below(&manual, &[])?;
    compressed.extend(["NEWS", "third-party-licences"].map(|name| documents.join(name)));
    let mut gzip = Command::new("gzip");
    gzip.args(["--best", "--no-name"]).args(compressed).stdin(Stdio::null());
    process::must(gzip)
}

fn write(path: &Path, text: &str) -> Result {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).while_doing(|| format!("create {}", folder.display()))?;
    }
    fs::write(path, text).while_doing(|| format!("write {}", path.display()))
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn read(project: &Project, path: &str) -> String {
        fs::read_to_string(project.root().join(path)).unwrap()
    }

    #[test]
    fn all_that_describes_the_package_says_the_same() {
        let project = Project::find().unwrap();
        let packaging = |name: &str| read(&project, &format!("crates/app-tauri/packaging/{name}"));
        let configuration: Value = serde_json::from_str(&read(&project, "crates/app-tauri/tauri.conf.json")).unwrap();
        let text = |pointer: &str| configuration.pointer(pointer).and_then(Value::as_str).unwrap().to_owned();
        let (product, identifier) = (text("/productName"), text("/identifier"));
        let (kind, ending) = (text("/bundle/fileAssociations/0/mimeType"), text("/bundle/fileAssociations/0/ext/0"));
        let program = app::BINARY;

        let entry = packaging("partwright.desktop");
        for line in [
            format!("Name={product}"),
            format!("Exec={program} %f"),
            format!("Icon={program}"),
            format!("MimeType={kind};"),
        ] {
            assert!(entry.lines().any(|present| present == line), "{line}");
        }
        let metainfo = packaging(&format!("{identifier}.metainfo.xml"));
        for element in [
            format!("<id>{identifier}</id>"),
            format!("<name>{product}</name>"),
            format!("<launchable type=\"desktop-id\">{product}.desktop</launchable>"),
            format!("<binary>{program}</binary>"),
            format!("<binary>{}</binary>", app::COMMAND_LINE),
            format!("<mediatype>{kind}</mediatype>"),
        ] {
            assert!(metainfo.contains(&element), "{element}");
        }
        let types = packaging("partwright.xml");
        assert!(types.contains(&format!("type=\"{kind}\"")) && types.contains(&format!("pattern=\"*.{ending}\"")));
        assert!(FILES.iter().any(|(_, to)| to.ends_with(&format!("mimetypes/{}.svg", kind.replace('/', "-")))));
    }

    #[test]
    fn a_workspace_is_known_by_the_number_that_the_store_writes_into_it() {
        let project = Project::find().unwrap();
        let store = read(&project, "crates/persistence/src/store.rs");
        let number = store.lines().find_map(|line| line.strip_prefix("const APPLICATION_ID: u32 = ")).unwrap();
        let number = number.trim_end_matches(';').replace('_', "");
        let types = read(&project, "crates/app-tauri/packaging/partwright.xml");
        assert!(types.contains(&format!("type=\"big32\" offset=\"68\" value=\"{number}\"")), "{number}");
    }

    #[test]
    fn every_icon_is_packed_and_there() {
        let project = Project::find().unwrap();
        let configuration: Value = serde_json::from_str(&read(&project, "crates/app-tauri/tauri.conf.json")).unwrap();
        let named = configuration.pointer("/bundle/icon").and_then(Value::as_array).unwrap();
        let mut named: Vec<_> = named.iter().map(|icon| project.shell().join(icon.as_str().unwrap())).collect();
        named.sort();
        assert_eq!(named, files::below(&project.shell().join("icons"), &[]).unwrap());
    }
}
