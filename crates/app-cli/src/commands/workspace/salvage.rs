//! What can be read of a damaged workspace, in a new one.

use std::path::Path;

use partwright_domain::file::{BackedUp, FileService};
use partwright_domain::workspace::{Salvage, SalvagedTable};
use serde::Serialize;
use serde_json::{Value, json};

use super::sentences;
use crate::call::Call;
use crate::failure::Failure;
use crate::output::{Answer, Sheet};
use crate::progress::Bar;
use crate::wiring;

/// Salvages the workspace that is meant into the new file `to`, with what can be read of its vault.
pub(super) fn run(call: &mut Call<'_, '_>, to: &Path) -> Result<(), Failure> {
    let from = call.path()?;
    let cancel = call.console.interrupt.cancel().clone();
    let bar = Bar::new(call.console, "Reading");
    let done = wiring::salvage((&from, to), &cancel, &mut |progress| bar.tell(progress));
    drop(bar);
    let salvage = done?;
    let session = call.open_at(to)?;
    let files = FileService::new(session.workspace.ports.clone(), wiring::vault(&from));
    let BackedUp { contents, bytes: _, faults } = files.back_up(&*wiring::vault(to), &session.cancel)?;
    let is_whole = salvage.is_whole() && faults.is_empty();
    let mut problems = salvage.sentences();
    problems.extend(sentences(&faults));
    let Salvage { tables, .. } = &salvage;
    let answer = Salvaged {
        from: from.display().to_string(),
        path: to.display().to_string(),
        kept: salvage.kept(),
        lost: salvage.lost(),
        unsure: salvage.is_unsure(),
        contents,
        tables: tables
            .iter()
            .map(|SalvagedTable { name, kept, lost, is_unsure }| {
                json!({ "name": name, "kept": kept, "lost": lost, "unsure": is_unsure })
            })
            .collect(),
        problems,
    };
    call.answer(&answer)?;
    if is_whole { Ok(()) } else { Err(Failure::Found) }
}

/// A new workspace with what could be read of a damaged one.
#[derive(Debug, Serialize)]
struct Salvaged {
    from: String,
    path: String,
    /// Rows that are in it.
    kept: u64,
    /// Rows that are known to be lost.
    lost: u64,
    /// Whether nobody knows how many more are.
    unsure: bool,
    /// How many contents of files its vault has.
    contents: u64,
    tables: Vec<Value>,
    problems: Vec<String>,
}

impl Answer for Salvaged {
    fn facts(&self) -> Vec<(&'static str, Value)> {
        let Self { from, path, kept, lost, unsure, contents, tables, problems } = self;
        vec![
            ("from", from.as_str().into()),
            ("path", path.as_str().into()),
            ("kept", (*kept).into()),
            ("lost", (*lost).into()),
            ("unsure", (*unsure).into()),
            ("contents", (*contents).into()),
            ("tables", tables.clone().into()),
            ("problems", problems.clone().into()),
        ]
    }

    fn sentence(&self) -> Option<String> {
        let Self { from, path, kept, lost, unsure, contents, .. } = self;
        let more = if *unsure { ", and how many more is not known" } else { "" };
        Some(format!(
            "{path} is a new workspace with what could be read of {from}: rows {kept}, files {contents}; known to be lost: rows {lost}{more}."
        ))
    }

    fn below(&self, sheet: &mut Sheet<'_, '_>) -> Result<(), Failure> {
        self.problems.iter().try_for_each(|problem| sheet.line(problem))
    }
}
