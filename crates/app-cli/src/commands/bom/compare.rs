//! Two BOMs beside each other.

use clap::Args;
use partwright_domain::Result;
use partwright_domain::bom::{
    self, Amount, AmountDifference, Aspect, Comparison, Difference, Structure, StructureLine,
};
use partwright_domain::store::Snapshot;
use serde::Serialize;
use serde_json::Value;

use super::line::names;
use super::{Children, examples};
use crate::call::Call;
use crate::failure::Failure;
use crate::output::{Answer, Sheet};
use crate::record::{Column, Record, number, text};
use crate::revision_name::RevisionName;

/// Show in what two revisions differ
///
/// Line by line, and in what one of each needs over all levels.
#[derive(Debug, Args)]
#[command(after_help = examples![
    "bom compare EL-PCA-100001@1 EL-PCA-100001@2",
    "bom compare EL-PCA-100001 EL-PCA-100030 --format json",
])]
pub(super) struct Compare {
    /// The first, as EL-PCA-100001@1
    before: RevisionName,
    /// The second
    after: RevisionName,
}

impl Compare {
    pub(super) fn run(&self, call: &mut Call<'_, '_>) -> Result<(), Failure> {
        let compared =
            call.open()?.read("bom.compare", |snapshot| Compared::read(snapshot, &self.before, &self.after))?;
        call.answer(&compared)
    }
}

/// The difference between two BOMs.
#[derive(Debug, Serialize)]
struct Compared {
    before: String,
    after: String,
    /// What differs in their own lines.
    lines: Vec<LineDifference>,
    /// How many lines are alike.
    alike: usize,
    /// What differs in what one needs over all levels.
    amounts: Vec<AmountRow>,
}

impl Compared {
    fn read(snapshot: &dyn Snapshot, before: &RevisionName, after: &RevisionName) -> Result<Self> {
        let ((one, first), (other, second)) = (before.find(snapshot)?, after.find(snapshot)?);
        let structures = [Structure::read(snapshot.boms(), first.id)?, Structure::read(snapshot.boms(), second.id)?];
        let Comparison { differences, alike } =
            bom::compare(structures[0].lines(first.id), structures[1].lines(second.id));
        let mut children = Children::new(snapshot);
        let amounts = bom::compare_flat(&bom::flat(&structures[0]), &bom::flat(&structures[1]));
        let amounts = amounts.into_iter().map(|difference| AmountRow::read(&mut children, difference));
        let mut amounts = amounts.collect::<Result<Vec<_>>>()?;
        amounts.sort_by(|one, other| one.number.cmp(&other.number));
        let lines = differences.into_iter().map(|difference| LineDifference::read(&mut children, difference));
        Ok(Self {
            before: format!("{}@{}", one.number, first.label),
            after: format!("{}@{}", other.number, second.label),
            lines: lines.collect::<Result<_>>()?,
            alike,
            amounts,
        })
    }
}

impl Answer for Compared {
    fn facts(&self) -> Vec<(&'static str, Value)> {
        vec![
            ("before", self.before.as_str().into()),
            ("after", self.after.as_str().into()),
            ("differing_lines", self.lines.len().into()),
            ("alike", self.alike.into()),
            ("differing_amounts", self.amounts.len().into()),
        ]
    }

    fn below(&self, sheet: &mut Sheet<'_, '_>) -> Result<(), Failure> {
        let shown: Vec<LineDifferenceRow> = self.lines.iter().map(LineDifferenceRow::from).collect();
        sheet.list("Lines that differ", &shown)?;
        sheet.list("Amounts that differ, over all levels", &self.amounts)
    }
}

/// How something differs.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Added,
    Removed,
    Changed,
}

/// A line that differs.
#[derive(Debug, Serialize)]
struct LineDifference {
    kind: Kind,
    before: Option<Says>,
    after: Option<Says>,
    /// In what it differs: `part`, `revision`, `quantity`, `designators`, …
    aspects: Vec<&'static str>,
}

/// What a line says.
#[derive(Debug, Serialize)]
struct Says {
    number: String,
    name: String,
    revision: String,
    quantity: String,
    unit: String,
    designators: Vec<String>,
    dnp: bool,
    find_number: String,
    note: String,
}

impl Says {
    fn read(children: &mut Children<'_>, entry: &StructureLine) -> Result<Self> {
        let StructureLine { line, counts } = entry;
        let child = children.get(line.child, *counts)?;
        Ok(Self {
            number: child.number.to_string(),
            name: child.name,
            revision: child.revision,
            quantity: line.quantity.to_string(),
            unit: line.unit.to_string(),
            designators: names(&line.designators),
            dnp: line.dnp,
            find_number: line.find_number.to_string(),
            note: line.note.to_string(),
        })
    }
}

impl LineDifference {
    fn read(children: &mut Children<'_>, difference: Difference<'_>) -> Result<Self> {
        let (kind, before, after, aspects) = match difference {
            Difference::Added(after) => (Kind::Added, None, Some(after), Vec::new()),
            Difference::Removed(before) => (Kind::Removed, Some(before), None, Vec::new()),
            Difference::Changed { before, after, aspects } => (Kind::Changed, Some(before), Some(after), aspects),
        };
        Ok(Self {
            kind,
            before: before.map(|entry| Says::read(children, entry)).transpose()?,
            after: after.map(|entry| Says::read(children, entry)).transpose()?,
            aspects: aspects.into_iter().map(name).collect(),
        })
    }
}

fn name(aspect: Aspect) -> &'static str {
    match aspect {
        Aspect::Part => "part",
        Aspect::Revision => "revision",
        Aspect::Quantity => "quantity",
        Aspect::Designators => "designators",
        Aspect::Intended => "quantity_intended",
        Aspect::Dnp => "dnp",
        Aspect::Substitutes => "substitutes",
        Aspect::FindNumber => "find_number",
        Aspect::Note => "note",
        Aspect::Properties => "properties",
    }
}

/// A line that differs, as people are shown it.
#[derive(Debug, Serialize)]
struct LineDifferenceRow {
    line: Kind,
    number: String,
    before: String,
    after: String,
    differs_in: String,
}

impl Record for LineDifferenceRow {
    const COLUMNS: &'static [Column] =
        &[text("line"), text("number"), text("before"), text("after"), text("differs_in")];
}

impl From<&LineDifference> for LineDifferenceRow {
    fn from(difference: &LineDifference) -> Self {
        let LineDifference { kind, before, after, aspects } = difference;
        let is_other_part = aspects.contains(&"part");
        let says = |says: &Option<Says>| {
            says.as_ref().map_or_else(String::new, |says| {
                let Says { number, quantity, unit, designators, .. } = says;
                let which = if is_other_part { format!("{number} ") } else { String::new() };
                let text = format!("{which}{quantity} {unit} {}", designators.join(" "));
                text.trim_end().to_owned()
            })
        };
        Self {
            line: *kind,
            number: after.as_ref().or(before.as_ref()).map_or_else(String::new, |says| says.number.clone()),
            before: says(before),
            after: says(after),
            differs_in: aspects.iter().map(|aspect| aspect.replace('_', " ")).collect::<Vec<_>>().join(", "),
        }
    }
}

/// A part of which another amount is needed.
#[derive(Debug, Serialize)]
struct AmountRow {
    number: String,
    name: String,
    unit: String,
    /// What is fitted; null where none is needed.
    before: Option<String>,
    after: Option<String>,
    /// What is documented only.
    before_not_fitted: Option<String>,
    after_not_fitted: Option<String>,
}

impl Record for AmountRow {
    const COLUMNS: &'static [Column] = &[text("number"), text("name"), number("before"), number("after"), text("unit")];
}

impl AmountRow {
    fn read(children: &mut Children<'_>, difference: AmountDifference) -> Result<Self> {
        let AmountDifference { part, dimension, before, after } = difference;
        let child = children.get(part, None)?;
        let both = |amount: Option<Amount>| {
            amount.map(|amount| (amount.fitted.to_string(), amount.not_fitted.to_string())).unzip()
        };
        let ((before, before_not_fitted), (after, after_not_fitted)) = (both(before), both(after));
        Ok(Self {
            number: child.number.to_string(),
            name: child.name,
            unit: dimension.base().to_string(),
            before,
            after,
            before_not_fitted,
            after_not_fitted,
        })
    }
}
