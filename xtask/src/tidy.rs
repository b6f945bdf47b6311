//! `cargo xtask tidy`: what the house asks for and no compiler checks, each rule with its reason.
//!
//! A rule is a pure function over paths and texts. Its tests show it good examples and bad ones,
//! so that every guard has been seen to bite.

mod headers;
mod layers;
mod leftovers;
mod links;
mod names;
mod rooms;
mod sizes;
mod source;
mod text;

use crate::{
    failure::{Failure, Result},
    files,
    project::Project,
    terminal::{heading, say},
};
use source::{Finding, Source};

/// Folders that hold what is fetched or made, not what is written.
const NOT_OURS: [&str; 6] = ["target", "node_modules", "dist", ".git", "gen", ".vite"];

type Rule = fn(&[Source]) -> Vec<Finding>;

/// All rules, each over the whole of the checkout.
const RULES: [Rule; 7] =
    [headers::check, sizes::check, names::check, leftovers::check, layers::check, rooms::check, links::check];

pub(crate) fn run(project: &Project, arguments: &[String]) -> Result {
    if let Some(unknown) = arguments.first() {
        return Err(Failure(format!("`{unknown}` means nothing here; tidy takes no options")));
    }
    heading("Tidy");
    check(project)
}

/// Prints every finding; warnings alone do not fail.
pub(crate) fn check(project: &Project) -> Result {
    let sources = read(project)?;
    let findings: Vec<Finding> = RULES.iter().flat_map(|rule| rule(&sources)).collect();
    for finding in &findings {
        say(&finding.to_string());
    }
    let grave = findings.iter().filter(|finding| finding.is_grave()).count();
    say(&format!("files: {}, breaches: {grave}, warnings: {}", sources.len(), findings.len() - grave));
    if grave == 0 { Ok(()) } else { Err(Failure(format!("the tree is not tidy (breaches: {grave})"))) }
}

/// Every file in the checkout; one that is not text (a picture, a font) has a path and nothing to read.
fn read(project: &Project) -> Result<Vec<Source>> {
    let root = project.root();
    let sources = files::below(root, &NOT_OURS)?.into_iter().map(|file| {
        let path = file.strip_prefix(root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        Source { path, text: std::fs::read_to_string(&file).unwrap_or_default() }
    });
    Ok(sources.collect())
}
