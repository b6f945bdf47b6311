//! What others wrote and our programs contain, with the licences that ask to be passed on.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

use crate::{
    app,
    failure::{Failure, Result, While},
    process,
    project::Project,
};

/// How files that hold a licence begin.
const NAMES: [&str; 6] = ["LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE", "UNLICENSE"];

/// What the page is built with and what stays in it, beyond its dependencies.
const IN_THE_PAGE: &str = "svelte";

/// Something that somebody else wrote.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Work {
    name: String,
    licence: String,
    folder: PathBuf,
}

/// The list of all, and each text once.
pub(super) fn gather(project: &Project) -> Result<String> {
    let works: BTreeSet<Work> = crates(project)?.into_iter().chain(pages(project)?).collect();
    let mut texts: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    let mut list = String::from("What others wrote and Partwright contains. The texts of the licences follow.\n\n");
    for work in &works {
        list.extend([&work.name, ": ", &work.licence, "\n"]);
        for text in texts_in(&work.folder)? {
            texts.entry(text).or_default().push(&work.name);
        }
    }
    for (text, names) in &texts {
        list.extend(["\n", &"-".repeat(80), "\n", &names.join(", "), "\n\n", text.trim_end(), "\n"]);
    }
    Ok(list)
}

/// The crates that are compiled into the programs; what only builds or tests them is not in them.
fn crates(project: &Project) -> Result<Vec<Work>> {
    let mut command = project.cargo();
    command.args(["metadata", "--format-version", "1", "--locked"]);
    let answer = process::ask(command).ok_or_else(|| Failure("Cargo cannot read what we depend on".into()))?;
    let metadata: Value = serde_json::from_str(&answer)
        .map_err(|error| Failure(format!("Cargo's list of dependencies cannot be read: {error}")))?;
    Ok(inside(&metadata))
}

/// All that the programs lead to through what they are linked with, but for our own crates.
fn inside(metadata: &Value) -> Vec<Work> {
    let by_id = |list: &'static str| {
        items(&metadata[list]).filter_map(|value| Some((value["id"].as_str()?, value))).collect::<BTreeMap<_, _>>()
    };
    let packages = by_id("packages");
    let nodes: BTreeMap<&str, &Value> =
        items(&metadata["resolve"]["nodes"]).filter_map(|node| Some((node["id"].as_str()?, node))).collect();
    let starts =
        |package: &&Value| [app::PACKAGE, app::COMMAND_LINE_PACKAGE].iter().any(|name| package["name"] == *name);
    let mut due: Vec<&str> =
        packages.values().filter(|p| starts(p)).filter_map(|package| package["id"].as_str()).collect();
    let mut seen = BTreeSet::new();
    let mut works = Vec::new();
    while let Some(id) = due.pop() {
        if !seen.insert(id) {
            continue;
        }
        if let Some(work) = packages.get(id).and_then(|package| work(package)) {
            works.push(work);
        }
        let linked = |dependency: &&Value| items(&dependency["dep_kinds"]).any(|kind| kind["kind"].is_null());
        due.extend(items(&nodes[id]["deps"]).filter(linked).filter_map(|dependency| dependency["pkg"].as_str()));
    }
    works
}

/// A crate that came from elsewhere.
fn work(package: &Value) -> Option<Work> {
    package["source"].as_str()?;
    let folder = Path::new(package["manifest_path"].as_str()?).parent()?.to_owned();
    let name = format!("{} {}", package["name"].as_str()?, package["version"].as_str()?);
    Some(Work { name, licence: package["license"].as_str().unwrap_or("see its text").to_owned(), folder })
}

/// The packages that end up in the page.
fn pages(project: &Project) -> Result<Vec<Work>> {
    let own = json(&project.ui().join("package.json"))?;
    let names = own["dependencies"].as_object().into_iter().flat_map(|list| list.keys().map(String::as_str));
    names
        .chain([IN_THE_PAGE])
        .map(|name| {
            let folder = project.ui().join("node_modules").join(name);
            let package = json(&folder.join("package.json"))?;
            let text = |field: &str| package[field].as_str().unwrap_or("?").to_owned();
            Ok(Work { name: format!("{name} {}", text("version")), licence: text("license"), folder })
        })
        .collect()
}

fn json(path: &Path) -> Result<Value> {
    let text = fs::read_to_string(path).while_doing(|| format!("read {}", path.display()))?;
    serde_json::from_str(&text).map_err(|error| Failure(format!("{} cannot be read: {error}", path.display())))
}

fn texts_in(folder: &Path) -> Result<Vec<String>> {
    let entries = fs::read_dir(folder).while_doing(|| format!("look through {}", folder.display()))?;
    let is_licence = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_uppercase();
        path.is_file() && NAMES.iter().any(|known| name.starts_with(known))
    };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(is_licence).collect();
    paths.sort();
    paths
        .iter()
        .map(|path| {
            let text = fs::read(path).while_doing(|| format!("read {}", path.display()))?;
            Ok(String::from_utf8_lossy(&text).replace("\r\n", "\n"))
        })
        .collect()
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_linked_is_listed_and_what_only_builds_or_is_ours_is_not() {
        let package = |name: &str, source: Value| {
            serde_json::json!({ "id": name, "name": name, "version": "1.0.0", "license": "MIT", "source": source,
                "manifest_path": format!("/r/{name}/Cargo.toml") })
        };
        let needs = |name: &str, kind: Value| serde_json::json!({ "pkg": name, "dep_kinds": [{ "kind": kind }] });
        let registry = || Value::from("registry");
        let metadata = serde_json::json!({
            "packages": [
                package(app::PACKAGE, Value::Null),
                package("linked", registry()),
                package("deeper", registry()),
                package("builds", registry()),
                package("elsewhere", registry()),
            ],
            "resolve": { "nodes": [
                { "id": app::PACKAGE, "deps": [needs("linked", Value::Null), needs("builds", "build".into())] },
                { "id": "linked", "deps": [needs("deeper", Value::Null)] },
                { "id": "deeper", "deps": [needs("linked", Value::Null)] },
                { "id": "builds", "deps": [] },
                { "id": "elsewhere", "deps": [] },
            ] },
        });
        let mut names: Vec<String> = inside(&metadata).into_iter().map(|work| work.name).collect();
        names.sort();
        assert_eq!(names, ["deeper 1.0.0", "linked 1.0.0"]);
    }
}
