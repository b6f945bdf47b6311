//! What a BOM is told of: a revision as it is now, or as a package tells of it.

use super::catalogue::{Catalogue, Shelf};
use super::roll_up::{self, Prices};
use super::{Column, Dossier, Fact, Head, Shape, Stamp, Subject, find};
use crate::Result;
use crate::bom::{Builds, Sources, Structure};
use crate::id::RevisionId;
use crate::part::{PartName, PartNumber};
use crate::revision::Lifecycle;
use crate::store::Snapshot;
use crate::supplier_part::Currency;
use crate::time::Timestamp;

/// A revision with what stands below it.
pub(super) struct Basis<'s> {
    pub(super) structure: Structure,
    pub(super) shelf: Shelf<'s>,
    pub(super) catalogue: Catalogue<'s>,
    title: String,
    facts: Vec<Fact>,
    /// What the market says; a release knows nothing of it.
    market: Option<&'s dyn Snapshot>,
}

impl<'s> Basis<'s> {
    /// A revision as it is now.
    pub(super) fn now(seen: &'s dyn Snapshot, id: RevisionId, stamp: &Stamp) -> Result<Self> {
        let (revision, part) = find(seen, id)?;
        let of = Of {
            number: &part.number,
            name: &part.name,
            label: &revision.label,
            state: revision.state,
            released: revision.released,
        };
        let structure = Structure::read(seen.boms(), id)?;
        Ok(Self::new(&of, structure, Shelf::Workspace(seen), Some(seen), stamp.facts()))
    }

    /// A revision as a package tells of it.
    pub(super) fn released(
        of: &Of<'_>,
        structure: Structure,
        dossier: &'s Dossier,
        more: impl IntoIterator<Item = Fact>,
    ) -> Self {
        Self::new(of, structure, Shelf::Dossier(dossier), None, more)
    }

    fn new(
        of: &Of<'_>,
        structure: Structure,
        shelf: Shelf<'s>,
        market: Option<&'s dyn Snapshot>,
        more: impl IntoIterator<Item = Fact>,
    ) -> Self {
        let title = format!("BOM of {} revision {}", of.number, of.label);
        let mut facts = of.facts();
        facts.extend(more);
        Self { structure, shelf, catalogue: Catalogue::new(shelf), title, facts, market }
    }

    /// What its document begins with.
    pub(super) fn head(&self, shape: Shape, columns: Vec<Column>, more: impl IntoIterator<Item = Fact>) -> Head {
        let mut facts = self.facts.clone();
        facts.extend(more);
        Head { subject: Subject::Bom, view: shape.name(), title: self.title.clone(), facts, columns }
    }

    /// What its parts cost, in the currency that is asked for.
    pub(super) fn prices(&self, asked: Option<&Currency>) -> Result<Prices> {
        match self.market {
            Some(seen) => Prices::read(seen, &self.structure, asked),
            None => Ok(Prices { sources: Sources::new(), currency: None }),
        }
    }

    /// What all levels come to.
    pub(super) fn totals(&self, prices: &Prices, builds: Builds) -> Result<Vec<Fact>> {
        let mut totals = roll_up::mass(self.shelf, &self.structure)?;
        if self.market.is_some() {
            totals.extend(roll_up::market(&self.structure, prices, builds));
        }
        Ok(totals)
    }
}

/// The revision that a document is about.
pub(super) struct Of<'o> {
    pub(super) number: &'o PartNumber,
    pub(super) name: &'o PartName,
    pub(super) label: &'o str,
    pub(super) state: Lifecycle,
    pub(super) released: Option<Timestamp>,
}

impl Of<'_> {
    /// What the document says of it.
    fn facts(&self) -> Vec<Fact> {
        let Self { number, name, label, state, released } = self;
        let mut facts = vec![
            Fact::text("part_number", "Part number", number),
            Fact::text("name", "Name", name),
            Fact::text("revision", "Revision", label),
            Fact::text("state", "State", state),
        ];
        facts.extend(released.map(|at| Fact::moment("released", "Released", at)));
        facts
    }
}
