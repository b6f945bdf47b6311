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
use partwright_domain::property::{FOOTPRINT, PropertyName, VALUE};
use partwright_domain::revision::RevisionError;
use partwright_domain::store::{Snapshot, StoreError};

use super::examples;
use crate::call::Call;
use crate::failure::Failure;

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
        let revision = match counts {
            Some(counting) => self.snapshot.revisions().find(counting.revision)?.ok_or(RevisionError::NotFound)?,
            None => summary.revision,
        };
        let says = |name: &str| -> Result<Option<String>> {
            let property = self.snapshot.properties().find(revision.id, &PropertyName::parse(name)?)?;
            Ok(property.map(|property| property.value.to_string()))
        };
        let (value, footprint) = (says(VALUE)?, says(FOOTPRINT)?);
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
