//! What a plan is made against: the workspace, asked for what some rows of a file name, and then for what the next ones do.

use std::collections::BTreeSet;

use super::ImportError;
use super::difference::Mode;
use super::known::{Choice, ChoiceKey, Known, KnownPart, Wanted};
use super::plan::{PlannedPart, Purpose};
use super::planner::Planner;
use super::remembered::ChoiceKind;
use super::service::{Chosen, Target};
use super::source::Row;
use crate::Result;
use crate::category::{CategoryError, Codes};
use crate::id::{PartId, SubcategoryId};
use crate::part::{Part, PartName};
use crate::revision::{Lifecycle, Revision, RevisionError};
use crate::store::Snapshot;

/// The assembly that is imported into, where it is there already.
#[derive(Debug, Clone)]
pub(super) struct There {
    pub(super) part: Part,
    pub(super) revision: Revision,
}

/// The workspace as an import asks it.
pub(super) struct Catalogue<'s>(pub(super) &'s dyn Snapshot);

impl Catalogue<'_> {
    pub(super) fn codes(&self) -> Result<BTreeSet<Codes>> {
        Ok(self.0.categories().subcategories()?.into_iter().map(|subcategory| subcategory.codes).collect())
    }

    /// What holds for every row of an import into this target.
    pub(super) fn known(
        &self,
        chosen: &[Chosen],
        foreign_numbers: bool,
        target: &Target,
        there: Option<&There>,
    ) -> Result<Known> {
        let mut known = Known { codes: self.codes()?, foreign_numbers, ..Known::default() };
        for Chosen { key, part } in chosen {
            known.choices.insert(key.clone(), Choice { part: *part, is_explicit: true });
        }
        let parts: BTreeSet<PartId> = chosen.iter().filter_map(|chosen| chosen.part).collect();
        if self.0.parts().find_all(&parts.iter().copied().collect::<Vec<_>>())?.len() < parts.len() {
            return Err(ImportError::PartMissing.into());
        }
        if let Some(there) = there {
            known.above = self.0.boms().containing(there.part.id)?.into_iter().chain([there.part.id]).collect();
            if matches!(target, Target::Existing { mode: Mode::Add, .. }) {
                let lines = self.0.boms().lines(there.revision.id)?;
                known.taken.extend(lines.into_iter().flat_map(|line| line.designators));
            }
        }
        Ok(known)
    }

    /// Plans some rows, once the workspace was asked for what they name.
    pub(super) fn plan(&self, planner: &mut Planner<'_>, rows: &[Row]) -> Result<()> {
        let wanted = planner.wanted(rows);
        self.learn(planner, wanted)?;
        planner.rows(rows);
        Ok(())
    }

    /// Learns what the workspace knows of what some rows name, in the place of what it knows of those before. Each kind of thing
    /// is asked for once, however many rows they are.
    pub(super) fn learn(&self, planner: &mut Planner<'_>, wanted: Wanted) -> Result<()> {
        let (known, purpose) = planner.learns();
        known.forget();
        let Wanted { numbers, mpn_keys, choices, parts: mut ids } = wanted;
        ids.extend(known.choices.iter().filter(|(key, _)| choices.contains(key)).filter_map(|(_, choice)| choice.part));
        let numbered = self.0.parts().numbered(&numbers.into_iter().collect::<Vec<_>>())?;
        known.by_number.extend(numbered.into_iter().map(|part| (part.number, part.id)));
        ids.extend(known.by_number.values());
        for of in self.0.manufacturer_parts().matching_any(&mpn_keys.into_iter().collect::<Vec<_>>())? {
            ids.insert(of.part);
            known.by_mpn.entry(of.mpn_key()).or_default().push((of.manufacturer_key(), of.part));
        }
        for kind in ChoiceKind::ALL {
            let keys: Vec<String> = choices.iter().filter(|key| key.kind == kind).map(|key| key.key.clone()).collect();
            for (key, part) in self.0.imports().choices(kind, &keys)? {
                ids.insert(part);
                // What somebody chose for this import outranks what is remembered.
                known.choices.entry(ChoiceKey { kind, key }).or_insert(Choice { part: Some(part), is_explicit: false });
            }
        }
        self.add_parts(known, &ids.into_iter().collect::<Vec<_>>(), purpose)
    }

    fn add_parts(&self, known: &mut Known, ids: &[PartId], purpose: &Purpose) -> Result<()> {
        for Part { id, number, name, description, .. } in self.0.parts().find_all(ids)? {
            let part = KnownPart {
                id,
                number,
                name,
                description,
                manufacturer_parts: Vec::new(),
                properties: Vec::new(),
                is_draft: false,
                contains_target: known.above.contains(&id),
            };
            known.parts.insert(id, part);
        }
        for of in self.0.manufacturer_parts().of_any(ids)? {
            if let Some(part) = known.parts.get_mut(&of.part) {
                part.manufacturer_parts.push(of);
            }
        }
        for (id, property) in self.0.properties().newest_of(ids)? {
            if let Some(part) = known.parts.get_mut(&id) {
                part.properties.push(property);
            }
        }
        if matches!(purpose, Purpose::Parts { update: true, .. }) {
            for part in known.parts.values_mut() {
                let newest = self.0.revisions().newest(part.id)?;
                part.is_draft = newest.is_some_and(|newest| newest.state == Lifecycle::Draft);
            }
        }
        Ok(())
    }

    /// The assembly that is imported into, when it is there already and can take lines.
    pub(super) fn check_target(&self, target: &Target) -> Result<Option<There>> {
        match target {
            Target::New { subcategory, name } => {
                PartName::parse(name).map_err(|error| ImportError::TargetNameInvalid { detail: error.to_string() })?;
                self.check_assembly(*subcategory, &|| "The chosen category".to_owned())?;
                Ok(None)
            }
            Target::Existing { part, mode: _ } => {
                let there = self.newest(*part)?;
                there.revision.require_draft(&there.part)?;
                Ok(Some(there))
            }
            Target::PartsList { subcategory, update: _ } => {
                subcategory.map(|subcategory| self.codes_of(subcategory)).transpose()?;
                Ok(None)
            }
        }
    }

    /// An assembly that a set names, with its newest revision, which need be no Draft as long as nothing changes in it;
    /// `None` where it is to be made.
    pub(super) fn assembly(&self, planned: &PlannedPart) -> Result<Option<There>> {
        planned.known.as_ref().map(|(id, _)| self.newest(*id)).transpose()
    }

    fn newest(&self, assembly: PartId) -> Result<There> {
        let part = self.0.parts().get(assembly)?;
        self.check_assembly(part.subcategory, &|| part.number.to_string())?;
        let revision = self.0.revisions().newest(part.id)?.ok_or(RevisionError::NotFound)?;
        Ok(There { part, revision })
    }

    /// The codes of a subcategory that must be there.
    pub(super) fn codes_of(&self, id: SubcategoryId) -> Result<Codes> {
        let found = self.0.categories().find(id)?;
        Ok(found.ok_or_else(|| CategoryError::NotFound { code: id.to_string() })?.codes)
    }

    fn check_assembly(&self, id: SubcategoryId, number: &dyn Fn() -> String) -> Result<()> {
        let found = self.0.categories().find(id)?;
        let subcategory = found.ok_or_else(|| CategoryError::NotFound { code: id.to_string() })?;
        if subcategory.assembly { Ok(()) } else { Err(ImportError::TargetNotAssembly { number: number() }.into()) }
    }
}
