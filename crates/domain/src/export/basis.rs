//! What a BOM is told of: a revision as it is now, or one as it was released.

use super::catalogue::Catalogue;
use super::roll_up::{self, Prices};
use super::{Column, Fact, Head, Shape, Stamp, Subject, find};
use crate::Result;
use crate::bom::{Builds, Sources, Structure};
use crate::id::RevisionId;
use crate::part::Part;
use crate::revision::Revision;
use crate::store::Snapshot;
use crate::supplier_part::Currency;

/// A revision with what stands below it.
pub(super) struct Basis<'s> {
    pub(super) seen: &'s dyn Snapshot,
    pub(super) structure: Structure,
    pub(super) catalogue: Catalogue<'s>,
    title: String,
    facts: Vec<Fact>,
    /// Whether what the market says is told; a release knows nothing of it.
    priced: bool,
}

impl<'s> Basis<'s> {
    /// A revision as it is now.
    pub(super) fn now(seen: &'s dyn Snapshot, id: RevisionId, stamp: &Stamp) -> Result<Self> {
        let (revision, part) = find(seen, id)?;
        let mut facts = of_revision(&part, &revision);
        facts.extend(stamp.facts());
        let structure = Structure::read(seen.boms(), id)?;
        Ok(Self {
            seen,
            structure,
            catalogue: Catalogue::new(seen),
            title: title(&part, &revision),
            facts,
            priced: true,
        })
    }

    /// A revision as it was released.
    pub(super) fn released(
        seen: &'s dyn Snapshot,
        (part, revision): (&Part, &Revision),
        structure: Structure,
        catalogue: Catalogue<'s>,
        more: impl IntoIterator<Item = Fact>,
    ) -> Self {
        let mut facts = of_revision(part, revision);
        facts.extend(more);
        Self { seen, structure, catalogue, title: title(part, revision), facts, priced: false }
    }

    /// What its document begins with.
    pub(super) fn head(&self, shape: Shape, columns: Vec<Column>, more: impl IntoIterator<Item = Fact>) -> Head {
        let mut facts = self.facts.clone();
        facts.extend(more);
        Head { subject: Subject::Bom, view: shape.name(), title: self.title.clone(), facts, columns }
    }

    /// What its parts cost, in the currency that is asked for.
    pub(super) fn prices(&self, asked: Option<&Currency>) -> Result<Prices> {
        if self.priced {
            Prices::read(self.seen, &self.structure, asked)
        } else {
            Ok(Prices { sources: Sources::new(), currency: None })
        }
    }

    /// What all levels come to.
    pub(super) fn totals(&self, prices: &Prices, builds: Builds) -> Result<Vec<Fact>> {
        let mut totals = roll_up::mass(self.seen, &self.structure)?;
        if self.priced {
            totals.extend(roll_up::market(&self.structure, prices, builds));
        }
        Ok(totals)
    }
}

fn title(part: &Part, revision: &Revision) -> String {
    format!("BOM of {} revision {}", part.number, revision.label)
}

/// What a document says of the revision that it is about.
fn of_revision(part: &Part, revision: &Revision) -> Vec<Fact> {
    let mut facts = vec![
        Fact::text("part_number", "Part number", &part.number),
        Fact::text("name", "Name", &part.name),
        Fact::text("revision", "Revision", &revision.label),
        Fact::text("state", "State", &revision.state),
    ];
    facts.extend(revision.released.map(|at| Fact::moment("released", "Released", at)));
    facts
}
