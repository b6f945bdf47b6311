//! The lines of one BOM: shown, added, changed, removed.

use std::collections::BTreeMap;

use clap::Args;
use partwright_domain::Result;
use partwright_domain::bom::{
    BomLine, Designator, FindNumber, LineContent, Note, Quantity, StructureLine, Unit, designator,
};
use partwright_domain::part::{self, PartNumber};
use serde::Serialize;
use serde_json::Value;

use super::{Child, Children, examples};
use crate::call::{Call, Session};
use crate::failure::{CliError, Failure};
use crate::output::Answer;
use crate::record::{Column, Record, number, text, unseen};
use crate::revision_name::RevisionName;

/// Show the lines of a BOM, one level of it
#[derive(Debug, Args)]
#[command(after_help = examples!["bom show EL-PCA-100001", "bom show EL-PCA-100001@1 --format csv"])]
pub(super) struct Show {
    /// The part number, and after @ the revision; without it the newest
    revision: RevisionName,
}

impl Show {
    pub(super) fn run(&self, call: &mut Call<'_, '_>) -> Result<(), Failure> {
        let session = call.open()?;
        let lines = session.read("bom.show", |snapshot| {
            let (_, revision) = self.revision.find(snapshot)?;
            Ok(snapshot.boms().counting(revision.id)?)
        })?;
        super::write(call, &session, lines.into_iter(), LineRow::read, &self.revision)
    }
}

/// What a line says; what is not given stays as it is, or as it is for a new line.
#[derive(Debug, Args)]
struct Content {
    /// How many, or how much; where only designators are given, as many as those
    #[arg(long, short)]
    quantity: Option<String>,
    /// The unit of the quantity: each, m, cm, mm, kg, g, mg, l or ml
    #[arg(long, short)]
    unit: Option<String>,
    /// Where they are placed, as "R1-R4 R7"
    #[arg(long, short)]
    designators: Option<String>,
    /// The quantity is meant to differ from the count of designators
    #[arg(long, value_name = "yes|no", num_args = 0..=1, default_missing_value = "true", value_parser = yes_or_no)]
    quantity_intended: Option<bool>,
    /// Do not populate: documented, but not fitted
    #[arg(long, value_name = "yes|no", num_args = 0..=1, default_missing_value = "true", value_parser = yes_or_no)]
    dnp: Option<bool>,
    /// The number on the drawing
    #[arg(long, value_name = "NUMBER")]
    find_number: Option<String>,
    /// What else there is to say
    #[arg(long)]
    note: Option<String>,
}

fn yes_or_no(text: &str) -> Result<bool, &'static str> {
    match text {
        "yes" | "true" => Ok(true),
        "no" | "false" => Ok(false),
        _ => Err("write yes or no"),
    }
}

impl Content {
    /// What a line says that said `before`.
    fn over(&self, before: LineContent) -> Result<LineContent> {
        let Self { quantity, unit, designators, quantity_intended, dnp, find_number, note } = self;
        let designators = designators.as_deref().map(designator::parse_list).transpose()?;
        let quantity = match (quantity, &designators) {
            (Some(quantity), _) => Quantity::parse(quantity)?,
            (None, Some(designators)) if !designators.is_empty() => Quantity::pieces(designators.len()),
            (None, _) => before.quantity,
        };
        Ok(LineContent {
            quantity,
            unit: unit.as_deref().map(Unit::parse).transpose()?.unwrap_or(before.unit),
            designators: designators.unwrap_or(before.designators),
            quantity_intended: quantity_intended.unwrap_or(before.quantity_intended),
            dnp: dnp.unwrap_or(before.dnp),
            find_number: find_number.as_deref().map(FindNumber::parse).transpose()?.unwrap_or(before.find_number),
            note: note.as_deref().map(Note::parse).transpose()?.unwrap_or(before.note),
            properties: before.properties,
            origin: before.origin,
        })
    }
}

/// Add a line at the end of a draft's BOM
#[derive(Debug, Args)]
#[command(after_help = examples![
    "bom add EL-PCA-100001 EL-RES-100042 --designators \"R1-R4 R7\"",
    "bom add AS-PRD-100000 EL-CAB-100023 --quantity 0.12 --unit m",
    "bom add EL-PCA-100001 EL-RES-100042 --designators R9 --dnp",
])]
pub(super) struct Add {
    /// The part whose BOM it is; its newest revision must be a Draft
    assembly: PartNumber,
    /// The part that the line calls for
    part: PartNumber,
    #[command(flatten)]
    content: Content,
}

impl Add {
    pub(super) fn run(&self, call: &mut Call<'_, '_>) -> Result<(), Failure> {
        let new = LineContent {
            quantity: Quantity::ONE,
            unit: Unit::Each,
            designators: Vec::new(),
            quantity_intended: false,
            dnp: false,
            find_number: FindNumber::parse("")?,
            note: Note::parse("")?,
            properties: Vec::new(),
            origin: None,
        };
        let (content, session) = (self.content.over(new)?, call.open()?);
        let assembly = RevisionName { number: self.assembly.clone(), label: None };
        let (revision, child) = session.read("bom.find", |snapshot| {
            Ok((assembly.find(snapshot)?.1.id, part::numbered(snapshot, &self.part)?.id))
        })?;
        let added = session.boms.add_line(&session.actor()?, revision, child, content)?;
        done(call, &session, &self.assembly, added, "added")
    }
}

/// A line, by its position.
#[derive(Debug, Args)]
struct Place {
    /// The part whose BOM it is; its newest revision must be a Draft
    assembly: PartNumber,
    /// The line's position, as "bom show" tells it
    position: u32,
}

impl Place {
    fn find(&self, session: &Session) -> Result<BomLine, Failure> {
        let assembly = RevisionName { number: self.assembly.clone(), label: None };
        let lines = session.read("bom.find", |snapshot| {
            let (_, revision) = assembly.find(snapshot)?;
            Ok(snapshot.boms().lines(revision.id)?)
        })?;
        let count = lines.len();
        let found = lines.into_iter().find(|line| line.position == self.position);
        found.ok_or_else(|| {
            let (number, position) = (self.assembly.to_string(), self.position.to_string());
            CliError::LineUnknown { number, position, count: count.to_string() }.into()
        })
    }
}

/// Change what a line of a draft says
#[derive(Debug, Args)]
#[command(after_help = examples![
    "bom set EL-PCA-100001 3 --designators \"R1-R5\"",
    "bom set EL-PCA-100001 3 --dnp no",
])]
pub(super) struct Set {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    content: Content,
}

impl Set {
    pub(super) fn run(&self, call: &mut Call<'_, '_>) -> Result<(), Failure> {
        let session = call.open()?;
        let line = self.place.find(&session)?;
        let id = line.id;
        let changed = session.boms.change_line(&session.actor()?, id, self.content.over(line.into())?)?;
        done(call, &session, &self.place.assembly, changed, "changed")
    }
}

/// Remove a line of a draft
#[derive(Debug, Args)]
#[command(after_help = examples!["bom remove EL-PCA-100001 3"])]
pub(super) struct Remove {
    #[command(flatten)]
    place: Place,
}

impl Remove {
    pub(super) fn run(&self, call: &mut Call<'_, '_>) -> Result<(), Failure> {
        let session = call.open()?;
        let line = self.place.find(&session)?;
        let removed = session.boms.remove_line(&session.actor()?, line.id)?;
        done(call, &session, &self.place.assembly, removed, "removed")
    }
}

fn done(
    call: &mut Call<'_, '_>,
    session: &Session,
    assembly: &PartNumber,
    line: BomLine,
    is: &'static str,
) -> Result<(), Failure> {
    let row = session.read("bom.show", |snapshot| {
        LineRow::read(&mut Children::new(snapshot), StructureLine { line, counts: None })
    })?;
    call.answer(&LineDone { assembly: assembly.to_string(), row, is })
}

/// A line of a BOM.
#[derive(Debug, Serialize)]
pub(crate) struct LineRow {
    position: u32,
    number: String,
    name: String,
    revision: String,
    state: &'static str,
    quantity: String,
    unit: String,
    designators: Vec<String>,
    quantity_intended: bool,
    dnp: bool,
    find_number: String,
    note: String,
    value: Option<String>,
    footprint: Option<String>,
    manufacturer: Option<String>,
    mpn: Option<String>,
    pinned: bool,
    /// The numbers of what may be used instead, the first choice first.
    substitutes: Vec<String>,
    /// What else is known of it by name.
    properties: BTreeMap<String, String>,
    /// The name of the file it was imported from.
    file: Option<String>,
    /// The rows of it that became this line.
    rows: Vec<u64>,
}

impl Record for LineRow {
    const COLUMNS: &'static [Column] = &[
        number("position"),
        text("number"),
        text("name"),
        text("revision"),
        text("state"),
        number("quantity"),
        text("unit"),
        text("designators"),
        unseen("quantity_intended"),
        text("dnp"),
        unseen("find_number"),
        unseen("note"),
        unseen("value"),
        unseen("footprint"),
        unseen("manufacturer"),
        text("mpn"),
        unseen("pinned"),
        unseen("substitutes"),
        unseen("properties"),
        unseen("file"),
        unseen("rows"),
    ];
}

impl LineRow {
    fn read(children: &mut Children<'_>, entry: StructureLine) -> Result<Self> {
        let StructureLine { line, counts } = entry;
        let BomLine {
            id: _,
            revision: _,
            position,
            child,
            quantity,
            unit,
            designators,
            quantity_intended,
            dnp,
            find_number,
            note,
            pinned,
            substitutes,
            properties,
            origin,
        } = line;
        let file = origin.as_ref().map(|origin| children.file(origin.file)).transpose()?;
        let child = children.get(child, counts)?;
        let Child { number, name, ordinal: _, revision, state, manufacturer, mpn, value, footprint } = child;
        let parts = children.snapshot.parts();
        let substitutes = substitutes.iter().map(|one| Ok(parts.get(one.part)?.number.to_string()));
        Ok(Self {
            position,
            number: number.to_string(),
            name,
            revision,
            state,
            quantity: quantity.to_string(),
            unit: unit.to_string(),
            designators: names(&designators),
            quantity_intended,
            dnp,
            find_number: find_number.to_string(),
            note: note.to_string(),
            value,
            footprint,
            manufacturer,
            mpn,
            pinned: pinned.is_some(),
            substitutes: substitutes.collect::<Result<_>>()?,
            properties: properties.into_iter().map(|one| (one.name.to_string(), one.text.to_string())).collect(),
            file,
            rows: origin.map(|origin| origin.rows).unwrap_or_default(),
        })
    }
}

pub(super) fn names(designators: &[Designator]) -> Vec<String> {
    designators.iter().map(ToString::to_string).collect()
}

/// What was done with a line.
#[derive(Debug, Serialize)]
struct LineDone {
    assembly: String,
    #[serde(flatten)]
    row: LineRow,
    #[serde(skip)]
    is: &'static str,
}

impl Answer for LineDone {
    fn facts(&self) -> Vec<(&'static str, Value)> {
        let mut facts = vec![("assembly", self.assembly.as_str().into())];
        facts.extend(crate::commands::part::facts_of(&self.row));
        facts
    }

    fn sentence(&self) -> Option<String> {
        let Self { assembly, row: LineRow { position, number, name, quantity, unit, .. }, is } = self;
        Some(format!("Line {position} of {assembly} is {is}: {quantity} {unit} of {number} {name}."))
    }
}
