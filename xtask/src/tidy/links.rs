//! A link in a document leads somewhere, and every document can be found from the first one.

use std::collections::{BTreeMap, BTreeSet};

use super::source::{Finding, Source};

const INDEX: &str = "docs/README.md";
const AT_THE_ROOT: [&str; 2] = ["README.md", "CONTRIBUTING.md"];

pub(crate) fn check(sources: &[Source]) -> Vec<Finding> {
    let places = places(sources);
    let documents = || sources.iter().filter(|source| is_a_document(source));
    let mut findings = Vec::new();
    for document in documents() {
        for (number, target) in links(document) {
            if !places.contains(target.as_str()) {
                findings.push(document.breach(Some(number), format!("links to {target}, which is not there")));
            }
        }
    }
    let Some(index) = sources.iter().find(|source| source.path == INDEX) else {
        return findings;
    };
    let listed: BTreeSet<String> = links(index).into_iter().map(|(_, target)| target).collect();
    let pages = documents().filter(|source| source.is_below(&["docs/"]) && source.path != INDEX);
    let lost = pages.filter(|page| !listed.contains(&page.path));
    findings.extend(lost.map(|page| page.breach(None, format!("is not linked from {INDEX}, so nobody finds it"))));
    findings
}

fn is_a_document(source: &Source) -> bool {
    source.ends_in(&["md"]) && (source.is_below(&["docs/"]) || AT_THE_ROOT.contains(&source.path.as_str()))
}

/// All files and the folders that hold them.
fn places(sources: &[Source]) -> BTreeSet<&str> {
    let mut places = BTreeSet::from([""]);
    for source in sources {
        places.insert(&source.path);
        places.extend(source.path.match_indices('/').map(|(end, _)| &source.path[..end]));
    }
    places
}

/// The places within the checkout that a document links to, each with the line of the link.
fn links(document: &Source) -> Vec<(usize, String)> {
    let mut links = BTreeMap::new();
    let mut in_a_fence = false;
    for (number, line) in document.lines() {
        if line.trim_start().starts_with("```") {
            in_a_fence = !in_a_fence;
        }
        if in_a_fence {
            continue;
        }
        let targets = line.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        for target in targets {
            let target = target.split([' ', '#', '?']).next().unwrap_or_default();
            if !target.is_empty() && !target.contains(':') {
                links.entry(resolve(&document.path, target)).or_insert(number);
            }
        }
    }
    links.into_iter().map(|(target, number)| (number, target)).collect()
}

/// The path from the root that a link in this document means.
fn resolve(document: &str, target: &str) -> String {
    let folder = document.rsplit_once('/').map_or("", |(folder, _)| folder);
    let start = if target.starts_with('/') { "" } else { folder };
    let mut steps = Vec::new();
    for step in start.split('/').chain(target.split('/')) {
        match step {
            "" | "." => {}
            ".." if steps.last().is_some_and(|last| *last != "..") => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod examples {
    use super::super::source::examples::{bites, sources, spares};
    use super::*;

    #[test]
    fn a_link_to_nothing_is_found() {
        bites(
            check,
            &[
                ("README.md", "See [the documents](docs/README.md).\n"),
                ("docs/guides/start.md", "[up](../STYLE.md#names \"Style\")\n"),
                ("CONTRIBUTING.md", "![picture](docs/window.png)\n"),
                ("README.md", "out of the [checkout](../elsewhere/x.md)\n"),
            ],
        );
    }

    #[test]
    fn a_page_nobody_links_to_is_found() {
        let files = [("docs/README.md", "[style](STYLE.md)\n"), ("docs/STYLE.md", ""), ("docs/guides/lost.md", "")];
        let findings = check(&sources(&files));
        assert_eq!(findings.len(), 1);
        assert!(findings[0].to_string().starts_with("docs/guides/lost.md"));
    }

    #[test]
    fn links_that_lead_somewhere_pass() {
        let files = [
            (
                "docs/README.md",
                "[style](./STYLE.md), [the guides](guides), [g](guides/start.md#a), [web](https://x.y/z)\n",
            ),
            ("docs/STYLE.md", "[here](#names), [root](../README.md), [code](../crates/domain/src/lib.rs)\n"),
            ("docs/guides/start.md", "```\n[in code](nothing.md)\n```\n"),
            ("README.md", ""),
            ("crates/domain/src/lib.rs", ""),
        ];
        assert!(check(&sources(&files)).is_empty());
        spares(check, &[("crates/x/NOTES.md", "[not a document](nothing.md)\n")]);
    }
}
