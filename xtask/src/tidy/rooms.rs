//! One noun, one room, at every layer: whoever knows one layer finds the next file without searching.

use std::collections::BTreeSet;

use super::source::{Finding, Source};

const DOMAIN: &str = "crates/domain/src/lib.rs";

/// Modules of the domain that every room shares and that are no rooms themselves.
const SHARED: [&str; 12] =
    ["cancel", "change", "decimal", "edit", "error", "id", "order", "page", "ports", "services", "store", "time"];

/// A folder whose entries bear the names of rooms, but for those listed.
struct Layer {
    folder: &'static str,
    others: &'static [&'static str],
}

const LAYERS: [Layer; 6] = [
    Layer {
        folder: "crates/persistence/src/",
        others: &["lib", "engine", "store", "snapshot", "unit_of_work", "session", "column", "error", "vault", "disk"],
    },
    Layer { folder: "crates/testkit/src/memory/", others: &["nesting", "view"] },
    Layer {
        folder: "crates/testkit/src/contract/",
        // What the store promises as a whole, and rooms whose promises fill a further file.
        others: &[
            "unit",
            "step",
            "snapshot",
            "cancel",
            "nesting",
            "observer",
            "frozen",
            "listing",
            "audit_undo",
            "audit_filter",
            "audit_chain",
            "audit_refusal",
            "bom_level",
            "bom_page",
            "bom_property",
            "bom_rule",
            "bom_structure",
            "import_kept",
            "look_up",
        ],
    },
    Layer { folder: "crates/app-tauri/src/commands/", others: &["list", "probe", "task", "typescript", "window"] },
    Layer { folder: "crates/app-tauri/ui/src/rooms/", others: &[] },
    Layer { folder: "crates/app-cli/src/commands/", others: &["reference"] },
];

pub(crate) fn check(sources: &[Source]) -> Vec<Finding> {
    let modules = modules_of_the_domain(sources);
    let mut told = BTreeSet::new();
    let mut findings = Vec::new();
    // A part of the tree by itself has no list of rooms to be held to.
    if modules.is_empty() {
        return findings;
    }
    for source in sources {
        for layer in &LAYERS {
            let Some(rest) = source.path.strip_prefix(layer.folder) else {
                continue;
            };
            let entry = rest.split(['/', '.']).next().unwrap_or_default();
            let known = modules.contains(&entry) || layer.others.contains(&entry);
            if !known && told.insert((layer.folder, entry)) {
                let reason = format!("`{entry}` is no room of {DOMAIN}; a room has the same name at every layer");
                findings.push(source.breach(None, reason));
            }
        }
    }
    findings
}

/// The rooms proper: what a person who uses the application would call its nouns.
pub(crate) fn of_the_domain(sources: &[Source]) -> Vec<&str> {
    let mut rooms = modules_of_the_domain(sources);
    rooms.retain(|module| !SHARED.contains(module));
    rooms
}

fn modules_of_the_domain(sources: &[Source]) -> Vec<&str> {
    let domain = sources.iter().find(|source| source.path == DOMAIN);
    domain
        .map(|domain| domain.text.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')))
        .into_iter()
        .flatten()
        .collect()
}

#[cfg(test)]
mod examples {
    use super::super::source::examples::sources;
    use super::*;

    fn beside_the_domain(path: &str) -> usize {
        let domain = (DOMAIN, "//! Rooms.\npub mod id;\npub mod part;\npub mod bom;\nmod hidden;\n");
        check(&sources(&[domain, (path, "")])).len()
    }

    #[test]
    fn a_file_that_is_no_room_is_found_in_each_layer() {
        for layer in LAYERS {
            assert_eq!(beside_the_domain(&format!("{}article.rs", layer.folder)), 1, "{}", layer.folder);
            assert_eq!(beside_the_domain(&format!("{}article/list.sql", layer.folder)), 1, "{}", layer.folder);
            assert_eq!(beside_the_domain(&format!("{}hidden.rs", layer.folder)), 1, "{}", layer.folder);
        }
    }

    #[test]
    fn rooms_and_the_few_other_files_pass() {
        for layer in LAYERS {
            for name in ["part", "bom"].iter().chain(layer.others) {
                assert_eq!(beside_the_domain(&format!("{}{name}.rs", layer.folder)), 0, "{name}");
                assert_eq!(beside_the_domain(&format!("{}{name}/rows.sql", layer.folder)), 0, "{name}");
            }
        }
    }

    #[test]
    fn one_wrong_name_is_told_once() {
        let domain = (DOMAIN, "pub mod part;\n");
        let files = [domain, ("crates/persistence/src/item.rs", ""), ("crates/persistence/src/item/a.sql", "")];
        assert_eq!(check(&sources(&files)).len(), 1);
    }

    #[test]
    fn what_all_rooms_share_is_no_room() {
        let domain = [(DOMAIN, "pub mod id;\npub mod part;\n")];
        assert_eq!(of_the_domain(&sources(&domain)), ["part"]);
    }
}
