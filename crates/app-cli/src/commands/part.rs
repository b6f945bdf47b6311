//! Parts.

use clap::{Args, Subcommand, ValueEnum};
use partwright_domain::category::{self, Code, Codes};
use partwright_domain::manufacturer_part::{Manufacturer, ManufacturerPart, Mpn, NewManufacturerPart, Status};
use partwright_domain::page::{Cursor, MOST_ROWS};
use partwright_domain::part::{
    self, Description, NewPart, Part, PartFilter, PartName, PartNumber, PartOrder, PartSort, PartSummary,
};
use partwright_domain::property::{Property, PropertyName};
use partwright_domain::revision::Revision;
use partwright_domain::store::Snapshot;
use partwright_domain::{Error, Result};
use serde::Serialize;
use serde_json::Value;

use super::examples;
use super::property::{Assignment, PropertyKind, PropertyRow};
use super::revision::RevisionRow;
use crate::call::{Call, Session};
use crate::failure::Failure;
use crate::output::{Answer, List, Sheet};
use crate::record::{Column, Record, text, unseen};
use crate::revision_name::RevisionName;

/// How many rows are read at once: few enough to be answered soon, many enough to cost nothing.
const AT_ONCE: u32 = 1000;

/// Make, show, list and change parts
#[derive(Debug, Args)]
#[command(after_help = examples![
    "part new EL-RES \"10 kΩ 1 % 0402\" --manufacturer Yageo --mpn RC0402FR-0710KL",
    "part show EL-RES-100042",
    "part list --category EL",
    "part set EL-RES-100042 Tolerance=1%",
])]
pub struct PartArgs {
    #[command(subcommand)]
    command: PartCommand,
}

#[derive(Debug, Subcommand)]
enum PartCommand {
    New(New),
    Show(Show),
    List(ListParts),
    Set(Set),
}

impl PartArgs {
    pub(crate) fn run(&self, call: &mut Call<'_, '_>) -> Result<(), Failure> {
        match &self.command {
            PartCommand::New(command) => command.run(call),
            PartCommand::Show(command) => command.run(call),
            PartCommand::List(command) => command.run(call),
            PartCommand::Set(command) => command.run(call),
        }
    }
}

/// Make a part: it gets the next number, and a first revision in Draft
#[derive(Debug, Args)]
#[command(after_help = examples![
    "part new EL-RES \"10 kΩ 1 % 0402\" --manufacturer Yageo --mpn RC0402FR-0710KL",
    "part new EL-PCA \"Main board\" --description \"Microcontroller and display\"",
])]
struct New {
    /// The subcategory, as EL-RES; "partwright category list" shows all
    category: String,
    /// What it is called
    name: String,
    /// What else there is to say
    #[arg(long, default_value = "", hide_default_value = true)]
    description: String,
    /// Who makes it
    #[arg(long, requires = "mpn", default_value = "", hide_default_value = true)]
    manufacturer: String,
    /// The manufacturer's number for it
    #[arg(long)]
    mpn: Option<String>,
}

impl New {
    fn run(&self, call: &mut Call<'_, '_>) -> Result<(), Failure> {
        let Self { category, name, description, manufacturer, mpn } = self;
        let (codes, name, description) =
            (Codes::parse(category)?, PartName::parse(name)?, Description::parse(description)?);
        let manufacturer_part = match mpn {
            None => None,
            Some(mpn) => Some(NewManufacturerPart {
                manufacturer: Manufacturer::parse(manufacturer)?,
                mpn: Mpn::parse(mpn)?,
                status: Status::Active,
            }),
        };
        let session = call.open()?;
        let subcategory = session.read("part.new", |snapshot| category::with_codes(snapshot, &codes))?.id;
        let new = NewPart { subcategory, name, description, manufacturer_part };
        let made = session.parts.create(&session.actor()?, new)?;
        let row = session.read("part.show", |snapshot| row(snapshot, &made))?;
        call.answer(&Made(row))
    }
}

/// Show a part with all that is known about it
#[derive(Debug, Args)]
#[command(after_help = examples!["part show EL-RES-100042", "part show EL-PCA-100001@1 --format json"])]
struct Show {
    /// The part number; with @ and a label it is that revision's properties that are shown
    part: RevisionName,
}

impl Show {
    fn run(&self, call: &mut Call<'_, '_>) -> Result<(), Failure> {
        let answer = call.open()?.read("part.show", |snapshot| PartShown::read(snapshot, &self.part))?;
        call.answer(&answer)
    }
}

/// List all parts, or those of a category
#[derive(Debug, Args)]
#[command(after_help = examples![
    "part list",
    "part list --category EL-RES --sort mpn",
    "part list --sort created --descending --limit 20",
    "part list --format csv > parts.csv",
])]
struct ListParts {
    /// Only of this category or subcategory, as EL or EL-RES
    #[arg(long)]
    category: Option<String>,
    /// By what they are sorted
    #[arg(long, value_enum, default_value_t = Sort::Number)]
    sort: Sort,
    /// The last first
    #[arg(long)]
    descending: bool,
    /// At most so many
    #[arg(long)]
    limit: Option<u64>,
}

/// By what parts are sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Sort {
    Number,
    Name,
    Category,
    Mpn,
    Created,
}

impl From<Sort> for PartSort {
    fn from(sort: Sort) -> Self {
        match sort {
            Sort::Number => Self::Number,
            Sort::Name => Self::Name,
            Sort::Category => Self::Category,
            Sort::Mpn => Self::Mpn,
            Sort::Created => Self::Created,
        }
    }
}

impl ListParts {
    fn run(&self, call: &mut Call<'_, '_>) -> Result<(), Failure> {
        let Self { category, sort, descending, limit } = self;
        let (category, subcategory) = classification(category.as_deref())?;
        let order = PartOrder { sort: (*sort).into(), descending: *descending };
        let session = call.open()?;
        let format = call.format();
        let mut list = List::of::<PartRow>(call.console, format)?;
        pages(*limit, |after, limit| {
            let filter = PartFilter {
                category: category.clone(),
                subcategory: subcategory.clone(),
                assemblies: false,
                order,
                after,
                skip: 0,
                limit,
            };
            let page = session.read("part.list", |snapshot| Ok(snapshot.parts().list(&filter)?))?;
            let rows: Vec<PartRow> = page.rows.into_iter().map(PartRow::from).collect();
            list.rows(&rows)?;
            Ok((rows.len(), page.next))
        })?;
        list.end("No part is of that kind.")
    }
}

/// Reads page after page, each in a read of its own, so that whoever reads our answer slowly holds nobody up. A page says
/// how many rows it had, and where the next one begins.
pub(super) fn pages(
    limit: Option<u64>,
    mut page: impl FnMut(Option<Cursor>, u32) -> Result<(usize, Option<Cursor>), Failure>,
) -> Result<(), Failure> {
    let mut left = limit.unwrap_or(u64::MAX);
    let mut after = None;
    while left > 0 {
        let (rows, next) = page(after, u32::try_from(left).map_or(AT_ONCE, |left| left.min(AT_ONCE)).min(MOST_ROWS))?;
        left = left.saturating_sub(rows as u64);
        after = next;
        if after.is_none() {
            break;
        }
    }
    Ok(())
}

/// `EL` as a category, `EL-RES` as a subcategory.
pub(super) fn classification(codes: Option<&str>) -> Result<(Option<Code>, Option<Codes>)> {
    Ok(match codes {
        None => (None, None),
        Some(codes) if codes.contains('-') => (None, Some(Codes::parse(codes)?)),
        Some(code) => (Some(Code::parse(code)?), None),
    })
}

/// Change a part's name or description, or properties of its draft
#[derive(Debug, Args)]
#[command(after_help = examples![
    "part set EL-RES-100042 --name \"10 kΩ 1 % 0402\"",
    "part set EL-RES-100042 Value=10k Tolerance=1%",
    "part set EL-RES-100042 --type number \"Mass=1.2 mg\"",
    "part set EL-RES-100042 --remove Tolerance",
])]
struct Set {
    /// The part number
    part: PartNumber,
    /// Properties of its newest revision, which must be a Draft; as NAME=VALUE
    #[arg(value_name = "NAME=VALUE", conflicts_with_all = ["name", "description"], required_unless_present_any = ["name", "description", "remove"])]
    properties: Vec<Assignment>,
    /// What these values are
    #[arg(long = "type", value_enum, default_value_t = PropertyKind::Text, value_name = "TYPE")]
    kind: PropertyKind,
    /// Properties to remove
    #[arg(long, value_name = "NAME", conflicts_with_all = ["name", "description"])]
    remove: Vec<String>,
    /// Another name
    #[arg(long)]
    name: Option<String>,
    /// Another description
    #[arg(long)]
    description: Option<String>,
}

impl Set {
    fn run(&self, call: &mut Call<'_, '_>) -> Result<(), Failure> {
        let session = call.open()?;
        if self.name.is_some() || self.description.is_some() {
            self.describe(&session)?;
        } else {
            self.set_properties(&session)?;
        }
        let shown = RevisionName { number: self.part.clone(), label: None };
        let answer = session.read("part.show", |snapshot| PartShown::read(snapshot, &shown))?;
        call.answer(&answer)
    }

    fn describe(&self, session: &Session) -> Result<()> {
        let Part { id, name, description, .. } =
            session.read("part.find", |snapshot| part::numbered(snapshot, &self.part))?;
        let name = self.name.as_deref().map(PartName::parse).transpose()?.unwrap_or(name);
        let description = self.description.as_deref().map(Description::parse).transpose()?.unwrap_or(description);
        session.parts.describe(&session.actor()?, id, name, description).map(drop)
    }

    fn set_properties(&self, session: &Session) -> Result<()> {
        let set = self.properties.iter().map(|assignment| assignment.property(self.kind)).collect::<Result<_>>()?;
        let remove = self.remove.iter().map(|name| PropertyName::parse(name).map_err(Error::from));
        let name = RevisionName { number: self.part.clone(), label: None };
        let (_, revision) = session.read("part.find", |snapshot| name.find(snapshot))?;
        session.properties.change(&session.actor()?, revision.id, set, remove.collect::<Result<_>>()?)
    }
}

/// A part as lists show it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct PartRow {
    pub(super) number: String,
    pub(super) name: String,
    description: String,
    category: String,
    assembly: bool,
    revision: String,
    state: String,
    author: String,
    manufacturer: Option<String>,
    mpn: Option<String>,
    value: Option<String>,
    footprint: Option<String>,
    created: String,
}

impl Record for PartRow {
    const COLUMNS: &'static [Column] = &[
        text("number"),
        text("name"),
        unseen("description"),
        unseen("category"),
        unseen("assembly"),
        text("revision"),
        text("state"),
        unseen("author"),
        text("manufacturer"),
        text("mpn"),
        text("value"),
        unseen("footprint"),
        unseen("created"),
    ];
}

impl From<PartSummary> for PartRow {
    fn from(summary: PartSummary) -> Self {
        let PartSummary { part, subcategory, revision, author, manufacturer_part, value, footprint } = summary;
        let Part { id: _, number, subcategory: _, name, description, created, successor: _ } = part;
        let Revision { label, workflow_state, .. } = revision;
        let (manufacturer, mpn) = manufacturer_part.map(|of| (of.manufacturer.to_string(), of.mpn.to_string())).unzip();
        Self {
            number: number.to_string(),
            name: name.to_string(),
            description: description.to_string(),
            category: subcategory.codes.to_string(),
            assembly: subcategory.assembly,
            revision: label,
            state: workflow_state.to_string(),
            author,
            manufacturer,
            mpn,
            value,
            footprint,
            created: created.to_rfc3339(),
        }
    }
}

/// The part as lists show it.
fn row(snapshot: &dyn Snapshot, part: &Part) -> Result<PartRow> {
    let summary = snapshot.parts().summary(part.id)?;
    Ok(summary.ok_or_else(|| part::PartError::NotFound { part: part.number.to_string() })?.into())
}

/// A part's fields, as facts.
pub(super) fn facts_of(row: &impl Record) -> Vec<(&'static str, Value)> {
    facts(row).unwrap_or_default()
}

fn facts<R: Record>(row: &R) -> serde_json::Result<Vec<(&'static str, Value)>> {
    let fields = crate::record::fields(row)?;
    Ok(R::COLUMNS.iter().map(|column| (column.key, fields[column.key].clone())).collect())
}

/// A part that was made.
#[derive(Debug, Serialize)]
#[serde(transparent)]
struct Made(PartRow);

impl Answer for Made {
    fn facts(&self) -> Vec<(&'static str, Value)> {
        facts_of(&self.0)
    }

    fn sentence(&self) -> Option<String> {
        let PartRow { number, name, revision, state, .. } = &self.0;
        Some(format!("{number}  {name}, revision {revision} ({state})"))
    }
}

/// A manufacturer part.
#[derive(Debug, Serialize)]
struct ManufacturerPartRow {
    manufacturer: String,
    mpn: String,
    status: &'static str,
}

impl Record for ManufacturerPartRow {
    const COLUMNS: &'static [Column] = &[text("manufacturer"), text("mpn"), text("status")];
}

impl From<ManufacturerPart> for ManufacturerPartRow {
    fn from(of: ManufacturerPart) -> Self {
        let ManufacturerPart { id: _, part: _, manufacturer, mpn, status } = of;
        Self { manufacturer: manufacturer.to_string(), mpn: mpn.to_string(), status: status.name() }
    }
}

/// A part with all that is known about it.
#[derive(Debug, Serialize)]
struct PartShown {
    #[serde(flatten)]
    part: PartRow,
    /// The label of the revision whose properties these are.
    properties_of: String,
    properties: Vec<PropertyRow>,
    /// What its category demands and that revision does not have.
    missing: Vec<String>,
    manufacturer_parts: Vec<ManufacturerPartRow>,
    /// Newest first.
    revisions: Vec<RevisionRow>,
    /// The number of the part that is used instead.
    successor: Option<String>,
}

impl PartShown {
    fn read(snapshot: &dyn Snapshot, name: &RevisionName) -> Result<Self> {
        let (part, revision) = name.find(snapshot)?;
        let properties = snapshot.properties().of(revision.id)?;
        let subcategory = snapshot.categories().find(part.subcategory)?;
        let demands = subcategory.map(|subcategory| subcategory.demands).unwrap_or_default();
        let missing = category::missing(&demands, &properties).iter().map(ToString::to_string).collect();
        let successor = part.successor.map(|id| snapshot.parts().get(id)).transpose()?;
        let revisions = snapshot.revisions().of(part.id)?.into_iter();
        Ok(Self {
            part: row(snapshot, &part)?,
            properties_of: revision.label,
            properties: properties.into_iter().map(|property: Property| property.into()).collect(),
            missing,
            manufacturer_parts: snapshot.manufacturer_parts().of(part.id)?.into_iter().map(Into::into).collect(),
            revisions: revisions.map(|revision| RevisionRow::read(snapshot, &part, revision)).collect::<Result<_>>()?,
            successor: successor.map(|part| part.number.to_string()),
        })
    }
}

impl Answer for PartShown {
    fn facts(&self) -> Vec<(&'static str, Value)> {
        let mut facts = facts_of(&self.part);
        facts.push(("properties_of", self.properties_of.as_str().into()));
        facts.push(("missing", self.missing.join(", ").into()));
        facts.push(("successor", self.successor.clone().into()));
        facts
    }

    fn below(&self, sheet: &mut Sheet<'_, '_>) -> Result<(), Failure> {
        sheet.list(&format!("Properties of revision {}", self.properties_of), &self.properties)?;
        sheet.list("Manufacturer parts", &self.manufacturer_parts)?;
        sheet.list("Revisions", &self.revisions)
    }
}
