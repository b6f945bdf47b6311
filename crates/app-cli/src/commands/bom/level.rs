//! BOMs over all levels: exploded, and as a flat list.

use clap::Args;
use partwright_domain::Result;
use partwright_domain::bom::{self, Amount, BomLine, Dnp, ExplodedLine, Explosion, FlatLine, Structure};
use serde::Serialize;

use super::line::names;
use super::{Child, Children, examples};
use crate::call::Call;
use crate::failure::Failure;
use crate::output::List;
use crate::record::{Column, Record, number, text, unseen};
use crate::revision_name::RevisionName;

/// Show every line at every level, with its exact quantity
#[derive(Debug, Args)]
#[command(after_help = examples!["bom explode AS-PRD-100000", "bom explode AS-PRD-100000@1 --fitted --format csv"])]
pub(super) struct Explode {
    /// The part number, and after @ the revision; without it the newest
    revision: RevisionName,
    /// Leave out what is not populated, with all below it
    #[arg(long)]
    fitted: bool,
}

impl Explode {
    pub(super) fn run(&self, call: &mut Call<'_, '_>) -> Result<(), Failure> {
        let dnp = if self.fitted { Dnp::Skip } else { Dnp::Mark };
        let session = call.open()?;
        let structure = session.read("bom.explode", |snapshot| {
            let (_, revision) = self.revision.find(snapshot)?;
            Ok(Structure::read(snapshot.boms(), revision.id)?)
        })?;
        super::write(call, &session, Explosion::new(&structure, dnp), ExplodedRow::read, &self.revision)
    }
}

/// A line of an explosion.
#[derive(Debug, Serialize)]
pub(crate) struct ExplodedRow {
    /// From 1, the lines of the revision itself.
    level: usize,
    number: String,
    name: String,
    revision: String,
    state: &'static str,
    /// For one of the assembly in whose BOM the line stands.
    quantity: String,
    unit: String,
    /// For one of the whole, in the base unit of what the line's unit measures.
    total: String,
    total_unit: String,
    designators: Vec<String>,
    /// Whether it is not fitted, by itself or because of a line above it.
    dnp: bool,
    value: Option<String>,
    manufacturer: Option<String>,
    mpn: Option<String>,
}

impl Record for ExplodedRow {
    const COLUMNS: &'static [Column] = &[
        number("level"),
        text("number"),
        text("name"),
        text("revision"),
        text("state"),
        number("quantity"),
        text("unit"),
        number("total"),
        text("total_unit"),
        text("designators"),
        text("dnp"),
        unseen("value"),
        unseen("manufacturer"),
        unseen("mpn"),
    ];

    fn depth(&self) -> usize {
        self.level - 1
    }
}

impl ExplodedRow {
    fn read(children: &mut Children<'_>, line: ExplodedLine<'_>) -> Result<Self> {
        let ExplodedLine { level, path: _, line, counts, total, dnp, has_lines: _ } = line;
        let BomLine { child, quantity, unit, designators, .. } = line;
        let child = children.get(*child, counts)?;
        let Child { number, name, ordinal: _, revision, state, manufacturer, mpn, value, footprint: _ } = child;
        Ok(Self {
            level,
            number: number.to_string(),
            name,
            revision,
            state,
            quantity: quantity.to_string(),
            unit: unit.to_string(),
            total: total.to_string(),
            total_unit: unit.dimension().base().to_string(),
            designators: names(designators),
            dnp,
            value,
            manufacturer,
            mpn,
        })
    }
}

/// Show how much of each part goes into one, at all levels together
#[derive(Debug, Args)]
#[command(after_help = examples!["bom flat AS-PRD-100000", "bom flat AS-PRD-100000 --format json"])]
pub(super) struct Flat {
    /// The part number, and after @ the revision; without it the newest
    revision: RevisionName,
}

impl Flat {
    pub(super) fn run(&self, call: &mut Call<'_, '_>) -> Result<(), Failure> {
        let rows = call.open()?.read("bom.flat", |snapshot| {
            let (_, revision) = self.revision.find(snapshot)?;
            let lines = bom::flat(&Structure::read(snapshot.boms(), revision.id)?);
            let mut children = Children::new(snapshot);
            let rows = lines.into_iter().map(|line| FlatRow::read(&mut children, line));
            let mut rows = rows.collect::<Result<Vec<_>>>()?;
            rows.sort_by(|(one, _), (other, _)| one.cmp(other));
            Ok(rows.into_iter().map(|(_, row)| row).collect::<Vec<_>>())
        })?;
        let format = call.format();
        let mut list = List::of::<FlatRow>(call.console, format)?;
        list.rows(&rows)?;
        list.end(&format!("The BOM of {} has no lines.", self.revision))
    }
}

/// A part of a flat list, once for each of its revisions that counts and each dimension it is measured in.
#[derive(Debug, Serialize)]
pub(crate) struct FlatRow {
    number: String,
    name: String,
    revision: String,
    state: &'static str,
    /// How much is fitted.
    fitted: String,
    /// How much is documented only.
    not_fitted: String,
    /// The base unit: each, m, kg or l.
    unit: String,
    /// How many lines call for it, in all BOMs below.
    lines: usize,
    /// Whether it has lines of its own, which are in the list too.
    has_lines: bool,
    value: Option<String>,
    manufacturer: Option<String>,
    mpn: Option<String>,
}

impl Record for FlatRow {
    const COLUMNS: &'static [Column] = &[
        text("number"),
        text("name"),
        text("revision"),
        text("state"),
        number("fitted"),
        number("not_fitted"),
        text("unit"),
        unseen("lines"),
        unseen("has_lines"),
        unseen("value"),
        text("manufacturer"),
        text("mpn"),
    ];
}

impl FlatRow {
    /// The row, after what it is sorted by.
    fn read(children: &mut Children<'_>, line: FlatLine) -> Result<((partwright_domain::part::PartNumber, u32), Self)> {
        let FlatLine { part, counts, dimension, amount: Amount { fitted, not_fitted }, has_lines, lines } = line;
        let child = children.get(part, counts)?;
        let Child { number, name, ordinal, revision, state, manufacturer, mpn, value, footprint: _ } = child;
        let row = Self {
            number: number.to_string(),
            name,
            revision,
            state,
            fitted: fitted.to_string(),
            not_fitted: not_fitted.to_string(),
            unit: dimension.base().to_string(),
            lines,
            has_lines,
            value,
            manufacturer,
            mpn,
        };
        Ok(((number, ordinal), row))
    }
}
