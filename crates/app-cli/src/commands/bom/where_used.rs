//! Where a part ends up, at all levels.

use clap::Args;
use partwright_domain::Result;
use partwright_domain::bom::{self, UsedIn};
use partwright_domain::part::{self, PartNumber};
use partwright_domain::revision::{Revision, RevisionError};
use serde::Serialize;

use super::examples;
use crate::call::Call;
use crate::failure::Failure;
use crate::output::List;
use crate::record::{Column, Record, number, text};

/// Show where a part ends up, at all levels
#[derive(Debug, Args)]
#[command(after_help = examples!["where-used EL-RES-100042", "where-used EL-RES-100042 --format csv"])]
pub struct WhereUsed {
    /// The part number
    part: PartNumber,
}

impl WhereUsed {
    pub(crate) fn run(&self, call: &mut Call<'_, '_>) -> Result<(), Failure> {
        let rows = call.open()?.read("part.where_used", |snapshot| {
            let part = part::numbered(snapshot, &self.part)?;
            let mut rows = Vec::new();
            for used in bom::where_used(part.id, &snapshot.boms().above(part.id)?)? {
                let revision = snapshot.revisions().find(used.revision)?.ok_or(RevisionError::NotFound)?;
                let part = snapshot.parts().get(revision.part)?;
                let place = (used.level, part.number.clone(), revision.ordinal);
                for row in UseRow::of(&part, &revision, used) {
                    rows.push((place.clone(), row));
                }
            }
            rows.sort_by(|(one, _), (other, _)| one.cmp(other));
            Ok(rows.into_iter().map(|(_, row)| row).collect::<Vec<_>>())
        })?;
        let format = call.format();
        let mut list = List::of::<UseRow>(call.console, format)?;
        list.rows(&rows)?;
        list.end(&format!("Nothing uses {}.", self.part))
    }
}

/// A revision that a part ends up in, once for each dimension the part is measured in there.
#[derive(Debug, Serialize)]
pub(crate) struct UseRow {
    /// How many levels above the part it stands, on the shortest way.
    level: usize,
    number: String,
    name: String,
    revision: String,
    state: &'static str,
    /// How much of the part goes into one of it.
    fitted: String,
    not_fitted: String,
    unit: String,
    /// Whether nothing calls for this revision.
    top: bool,
}

impl Record for UseRow {
    const COLUMNS: &'static [Column] = &[
        number("level"),
        text("number"),
        text("name"),
        text("revision"),
        text("state"),
        number("fitted"),
        number("not_fitted"),
        text("unit"),
        text("top"),
    ];
}

impl UseRow {
    fn of(part: &part::Part, revision: &Revision, used: UsedIn) -> Vec<Self> {
        let UsedIn { revision: _, level, amounts, top } = used;
        let row = |(dimension, amount): (bom::Dimension, bom::Amount)| Self {
            level,
            number: part.number.to_string(),
            name: part.name.to_string(),
            revision: revision.label.clone(),
            state: revision.state.name(),
            fitted: amount.fitted.to_string(),
            not_fitted: amount.not_fitted.to_string(),
            unit: dimension.base().to_string(),
            top,
        };
        amounts.into_iter().map(row).collect()
    }
}
