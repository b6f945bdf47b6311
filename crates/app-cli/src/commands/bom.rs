//! BOMs.

mod compare;
mod level;
mod line;
mod replace;
mod where_used;

pub(crate) use level::{ExplodedRow, FlatRow};
pub(crate) use line::LineRow;
pub(crate) use where_used::UseRow;
pub(crate) use where_used::WhereUsed;

use std::collections::HashMap;

use clap::{Args, Subcommand};
use partwright_domain::Result;
use partwright_domain::bom::Counting;
use partwright_domain::id::{ImportFileId, PartId, RevisionId};
use partwright_domain::part::{PartError, PartNumber};
use partwright_domain::property::{FOOTPRINT, VALUE};
use partwright_domain::revision::RevisionError;
use partwright_domain::store::{Snapshot, StoreError};

use super::examples;
use crate::call::{Call, Session};
use crate::failure::Failure;
use crate::output::List;
use crate::record::Record;
use crate::revision_name::RevisionName;

/// How many rows are looked up and written at once.
const AT_ONCE: usize = 1000;

/// Show, explode, compare and edit BOMs
#[derive(Debug, Args)]
#[command(after_help = examples![
    "bom show EL-PCA-100001",
    "bom add EL-PCA-100001 EL-RES-100042 --designators R1-R4",
    "bom explode AS-PRD-100000",
    "bom compare EL-PCA-100001@1 EL-PCA-100001@2",
])]
pub struct BomArgs {
    #[command(subcommand)]
    command: BomCommand,
}

#[derive(Debug, Subcommand)]
enum BomCommand {
    Show(line::Show),
    Add(line::Add),
    Set(line::Set),
    Remove(line::Remove),
    Explode(level::Explode),
    Flat(level::Flat),
    Compare(compare::Compare),
    Replace(replace::Replace),
}

impl BomArgs {
    pub(crate) fn run(&self, call: &mut Call<'_, '_>) -> Result<(), Failure> {
        match &self.command {
            BomCommand::Show(command) => command.run(call),
            BomCommand::Add(command) => command.run(call),
            BomCommand::Set(command) => command.run(call),
            BomCommand::Remove(command) => command.run(call),
            BomCommand::Explode(command) => command.run(call),
            BomCommand::Flat(command) => command.run(call),
            BomCommand::Compare(command) => command.run(call),
            BomCommand::Replace(command) => command.run(call),
        }
    }
}

/// Writes a list whose lines are known, and whose parts are looked up a page at a time: nobody waits for the last line to
/// see the first, and whoever reads slowly keeps no read open.
fn write<L, R: Record>(
    call: &mut Call<'_, '_>,
    session: &Session,
    mut lines: impl Iterator<Item = L>,
    row: impl Fn(&mut Children<'_>, L) -> Result<R>,
    of: &RevisionName,
) -> Result<(), Failure> {
    let format = call.format();
    let mut list = List::of::<R>(call.console, format)?;
    loop {
        let page: Vec<L> = lines.by_ref().take(AT_ONCE).collect();
        if page.is_empty() {
            return list.end(&format!("The BOM of {of} has no lines."));
        }
        let rows = session.read("bom.list", |snapshot| {
            let mut children = Children::new(snapshot);
            page.into_iter().map(|line| row(&mut children, line)).collect::<Result<Vec<_>>>()
        })?;
        list.rows(&rows)?;
    }
}

/// What is told of a line's part, in the revision that counts.
#[derive(Debug, Clone)]
struct Child {
    number: PartNumber,
    name: String,
    ordinal: u32,
    revision: String,
    state: &'static str,
    manufacturer: Option<String>,
    mpn: Option<String>,
    value: Option<String>,
    footprint: Option<String>,
}

/// The parts of an answer, each read once.
struct Children<'s> {
    snapshot: &'s dyn Snapshot,
    read: HashMap<(PartId, Option<RevisionId>), Child>,
    files: HashMap<ImportFileId, String>,
}

impl<'s> Children<'s> {
    fn new(snapshot: &'s dyn Snapshot) -> Self {
        Self { snapshot, read: HashMap::new(), files: HashMap::new() }
    }

    /// The name of a file that lines were imported from.
    fn file(&mut self, id: ImportFileId) -> Result<String> {
        if let Some(read) = self.files.get(&id) {
            return Ok(read.clone());
        }
        let file = self.snapshot.imports().file(id)?;
        let name = file.ok_or_else(|| StoreError::Missing { what: "file".to_owned() })?.name;
        self.files.insert(id, name.clone());
        Ok(name)
    }

    fn get(&mut self, part: PartId, counts: Option<Counting>) -> Result<Child> {
        let key = (part, counts.map(|counting| counting.revision));
        if let Some(read) = self.read.get(&key) {
            return Ok(read.clone());
        }
        let child = self.find(part, counts)?;
        self.read.insert(key, child.clone());
        Ok(child)
    }

    fn find(&self, id: PartId, counts: Option<Counting>) -> Result<Child> {
        let summary = self.snapshot.parts().summary(id)?;
        let summary = summary.ok_or_else(|| PartError::NotFound { part: id.to_string() })?;
        let revision = match counts.map(|counting| counting.revision) {
            Some(id) if id != summary.revision.id => {
                self.snapshot.revisions().find(id)?.ok_or(RevisionError::NotFound)?
            }
            _ => summary.revision,
        };
        let properties = self.snapshot.properties().of(revision.id)?;
        let says = |name: &str| {
            let property = properties.iter().find(|property| property.name.as_str() == name);
            property.map(|property| property.value.to_string())
        };
        let (value, footprint) = (says(VALUE), says(FOOTPRINT));
        let made = summary.manufacturer_part.map(|of| (of.manufacturer.to_string(), of.mpn.to_string()));
        let (manufacturer, mpn) = made.unzip();
        Ok(Child {
            number: summary.part.number,
            name: summary.part.name.to_string(),
            ordinal: revision.ordinal,
            revision: revision.label,
            state: revision.state.name(),
            manufacturer,
            mpn,
            value,
            footprint,
        })
    }
}
