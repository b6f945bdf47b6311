//! Where a part ends up, at all levels.

use partwright_domain::Result;
use partwright_domain::bom::{self, UsedIn};
use partwright_domain::id::PartId;
use partwright_domain::revision::RevisionError;
use partwright_domain::store::Snapshot;
use serde::Serialize;
use ts_rs::TS;

use super::level::AmountView;
use crate::commands::revision::RevisionView;

/// A revision that a part ends up in.
#[derive(Debug, Serialize, TS)]
pub struct UsedInView {
    part: String,
    number: String,
    name: String,
    revision: RevisionView,
    /// How many levels above the part it stands, on the shortest way.
    level: usize,
    /// How much of the part one piece of it needs, a row for each dimension.
    amounts: Vec<UsedAmountView>,
    /// Whether nothing calls for this revision.
    top: bool,
}

/// How much of a part an assembly needs, in a base unit.
#[derive(Debug, Serialize, TS)]
pub struct UsedAmountView {
    unit: String,
    amount: AmountView,
}

/// Every revision that a part ends up in, nearest first, then by part number, then by revision.
pub fn used_in(snapshot: &dyn Snapshot, part: PartId) -> Result<Vec<UsedInView>> {
    let one = |UsedIn { revision, level, amounts, top }: UsedIn| {
        let revision = snapshot.revisions().find(revision)?.ok_or(RevisionError::NotFound)?;
        let part = snapshot.parts().get(revision.part)?;
        let place = (level, part.number.clone(), revision.ordinal);
        let amounts = amounts.into_iter();
        let view = UsedInView {
            part: part.id.to_string(),
            number: part.number.to_string(),
            name: part.name.to_string(),
            revision: RevisionView::find_author(snapshot, revision)?,
            level,
            amounts: amounts
                .map(|(of, amount)| UsedAmountView { unit: of.base().to_string(), amount: amount.into() })
                .collect(),
            top,
        };
        Ok((place, view))
    };
    let found = bom::where_used(part, &snapshot.boms().above(part)?)?;
    let mut found = found.into_iter().map(one).collect::<Result<Vec<_>>>()?;
    found.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(found.into_iter().map(|(_, view)| view).collect())
}
