//! Parts in memory.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::Arc;

use partwright_domain::category::{Code, Codes, Subcategory};
use partwright_domain::change::Room;
use partwright_domain::id::{PartId, SubcategoryId};
use partwright_domain::order::natural_key;
use partwright_domain::page::{Cursor, MOST_ROWS, Page};
use partwright_domain::part::{
    Described, Part, PartError, PartFilter, PartNumber, PartReader, PartRepository, PartSort, PartSummary, PartTally,
    Sequence,
};
use partwright_domain::property::{FOOTPRINT, PropertyValue, VALUE};
use partwright_domain::revision::Lifecycle;
use partwright_domain::store::StoreError;

use super::State;
use super::view::{Held, Open, View, id_taken, missing};

/// The rows, and the number that comes next.
#[derive(Debug, Clone)]
pub(super) struct Rows {
    parts: BTreeMap<PartId, Part>,
    by_sequence: BTreeMap<Sequence, PartId>,
    /// The numbers of parts that were removed once, and theirs alone for ever.
    removed: BTreeMap<Sequence, (PartId, PartNumber)>,
    /// `None` when the last number is taken.
    next: Option<Sequence>,
}

impl Default for Rows {
    fn default() -> Self {
        Self {
            parts: BTreeMap::new(),
            by_sequence: BTreeMap::new(),
            removed: BTreeMap::new(),
            next: Some(Sequence::FIRST),
        }
    }
}

impl Rows {
    /// Whether a number, or an id, is a removed part's and the part is not that one.
    fn is_of_removed(&self, part: &Part) -> bool {
        let itself = (part.id, part.number.clone());
        let of_number = self.removed.get(&part.number.sequence);
        of_number.is_some_and(|removed| *removed != itself)
            || self.removed.values().any(|removed| removed.0 == part.id && *removed != itself)
    }
}

impl State {
    pub(super) fn parts_in(&self, subcategory: SubcategoryId) -> usize {
        self.parts.parts.values().filter(|part| part.subcategory == subcategory).count()
    }

    /// The parts with a later number, or all of them, by number.
    pub(super) fn parts_after(&self, after: Option<Sequence>) -> impl Iterator<Item = &Part> {
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        let later = self.parts.by_sequence.range((from, Bound::Unbounded));
        later.filter_map(|(_, id)| self.part(*id))
    }

    pub(super) fn part(&self, id: PartId) -> Option<&Part> {
        self.parts.parts.get(&id)
    }

    /// Going from a part to its successor, and on to that one's, never leads back.
    fn check_successor(&self, part: &Part) -> Result<(), StoreError> {
        let mut next = part.successor;
        while let Some(id) = next {
            if id == part.id {
                return Err(StoreError::SuccessorLoop);
            }
            next = self.part(id).ok_or_else(|| missing("part"))?.successor;
        }
        Ok(())
    }

    /// A part with what other rooms say of it; `None` for one without a revision, which no service makes.
    pub(super) fn summary_of(&self, part: &Part) -> Option<PartSummary> {
        let subcategory = self.subcategory(part.subcategory)?.clone();
        let revision = self.newest_revision(part.id)?.clone();
        let author = self.person(revision.author)?.name.to_string();
        let fact = |name| self.property(revision.id, name).map(|property| property.value.to_string());
        let (value, footprint) = (fact(VALUE), fact(FOOTPRINT));
        let manufacturer_part = self.manufacturer_parts_of(part.id).next().cloned();
        Some(PartSummary { part: part.clone(), subcategory, revision, author, manufacturer_part, value, footprint })
    }

    /// The key by which a part is sorted; equal keys stand in the order of their sequences.
    fn sort_key(&self, part: &Part, sort: PartSort) -> String {
        match sort {
            PartSort::Number => part.number.codes.to_string(),
            PartSort::Name => natural_key(part.name.as_str()),
            PartSort::Category => {
                self.subcategory(part.subcategory).map_or_else(String::new, |found| found.codes.to_string())
            }
            PartSort::Mpn => {
                let first = self.manufacturer_parts_of(part.id).next();
                first.map_or_else(String::new, |first| natural_key(first.mpn.as_str()))
            }
            PartSort::Created => String::new(),
        }
    }

    /// Whether a part is in a category or subcategory, where one is asked for, and in one of assemblies, if it is to be.
    pub(super) fn is_classified(
        &self,
        part: &Part,
        category: Option<&Code>,
        subcategory: Option<&Codes>,
        assemblies: bool,
    ) -> bool {
        let Some(Subcategory { codes, assembly, .. }) = self.subcategory(part.subcategory) else { return false };
        category.is_none_or(|code| *code == codes.category)
            && subcategory.is_none_or(|wanted| wanted == codes)
            && (!assemblies || *assembly)
    }

    /// Every part that a service made.
    pub(super) fn whole_parts(&self) -> impl Iterator<Item = &Part> {
        self.parts.parts.values().filter(|part| self.newest_revision(part.id).is_some())
    }

    /// Where a part stands in a sorted list.
    pub(super) fn place(&self, part: &Part, sort: PartSort) -> Cursor {
        Cursor { key: self.sort_key(part, sort), sequence: part.number.sequence.get() }
    }

    fn list_parts(&self, filter: &PartFilter) -> Page<PartSummary> {
        let PartFilter { category, subcategory, assemblies, order, after, skip, limit } = filter;
        let fits = |part: &&Part| self.is_classified(part, category.as_ref(), subcategory.as_ref(), *assemblies);
        let rows: Vec<_> = self.whole_parts().filter(fits).map(|part| (self.place(part, order.sort), part)).collect();
        let total = rows.len() as u64;
        let compare = |one: &Cursor, other: &Cursor| order.compare(one, other);
        let (rows, next) = page(rows, compare, after.as_ref(), *skip, *limit);
        Page { rows: rows.into_iter().filter_map(|part| self.summary_of(part)).collect(), next, total }
    }
}

/// Sorts rows, passes over some, and takes a page of them, and where the next one starts.
pub(super) fn page<T>(
    mut rows: Vec<(Cursor, T)>,
    order: impl Fn(&Cursor, &Cursor) -> Ordering,
    after: Option<&Cursor>,
    skip: u32,
    limit: u32,
) -> (Vec<T>, Option<Cursor>) {
    rows.sort_by(|(one, _), (other, _)| order(one, other));
    rows.retain(|(row, _)| after.is_none_or(|after| order(row, after) == Ordering::Greater));
    rows.drain(..rows.len().min(skip as usize));
    let limit = limit.clamp(1, MOST_ROWS) as usize;
    let has_more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| has_more).map(|(cursor, _)| cursor.clone());
    (rows.into_iter().map(|(_, row)| row).collect(), next)
}

impl<H: Held> PartReader for View<H> {
    fn find(&self, id: PartId) -> Result<Option<Part>, StoreError> {
        self.see(|state| state.part(id).cloned())
    }

    fn find_by_number(&self, number: &PartNumber) -> Result<Option<Part>, StoreError> {
        self.see(|state| {
            let part = state.part(*state.parts.by_sequence.get(&number.sequence)?)?;
            (part.number == *number).then(|| part.clone())
        })
    }

    fn find_all(&self, ids: &[PartId]) -> Result<Vec<Part>, StoreError> {
        let ids: BTreeSet<PartId> = ids.iter().copied().collect();
        self.see(|state| ids.into_iter().filter_map(|id| state.part(id).cloned()).collect())
    }

    fn numbered(&self, numbers: &[PartNumber]) -> Result<Vec<Part>, StoreError> {
        self.see(|state| {
            let at = |number: &PartNumber| state.parts.by_sequence.get(&number.sequence).copied();
            let found =
                numbers.iter().filter_map(|number| state.part(at(number)?).filter(|part| part.number == *number));
            let by_sequence: BTreeMap<Sequence, &Part> = found.map(|part| (part.number.sequence, part)).collect();
            by_sequence.into_values().cloned().collect()
        })
    }

    fn described(&self, asked: &[Described]) -> Result<Vec<(usize, PartId)>, StoreError> {
        self.see(|state| {
            let text = |revision, name| match state.property(revision, name).map(|property| &property.value) {
                Some(PropertyValue::Text { text }) => Some(text.to_string()),
                _ => None,
            };
            let fits = |part: &&Part, asked: &Described| {
                let Some(newest) = state.newest_revision(part.id) else { return false };
                part.subcategory == asked.subcategory
                    && text(newest.id, VALUE).as_ref() == Some(&asked.value)
                    && text(newest.id, FOOTPRINT) == asked.footprint
            };
            let mut answers = Vec::new();
            for (place, asked) in asked.iter().enumerate() {
                let fitting = state.parts.by_sequence.values().filter_map(|id| state.part(*id));
                answers.extend(fitting.filter(|part| fits(part, asked)).map(|part| (place, part.id)));
            }
            answers
        })
    }

    fn succeeded_by(&self, id: PartId) -> Result<Vec<Part>, StoreError> {
        self.see(|state| {
            let mut found: Vec<Part> =
                state.parts.parts.values().filter(|part| part.successor == Some(id)).cloned().collect();
            found.sort_by_key(|part| (part.number.codes.to_string(), part.number.sequence));
            found
        })
    }

    fn summary(&self, id: PartId) -> Result<Option<PartSummary>, StoreError> {
        self.see(|state| state.summary_of(state.part(id)?))
    }

    fn list(&self, filter: &PartFilter) -> Result<Page<PartSummary>, StoreError> {
        self.see(|state| state.list_parts(filter))
    }

    fn count(&self) -> Result<(u64, u64), StoreError> {
        self.see(|state| {
            let parts = &state.parts.parts;
            let is_assembly = |part: &&Part| state.subcategory(part.subcategory).is_some_and(|found| found.assembly);
            (parts.len() as u64, parts.values().filter(is_assembly).count() as u64)
        })
    }

    fn next_sequence(&self) -> Result<Option<Sequence>, StoreError> {
        self.see(|state| state.parts.next)
    }

    fn tally(&self) -> Result<PartTally, StoreError> {
        self.see(|state| {
            let mut tally = PartTally::default();
            for part in state.whole_parts() {
                let newest = state.newest_revision(part.id).map(|newest| newest.state);
                if let Some(newest) = newest {
                    *tally.states.entry(newest).or_default() += 1;
                }
                tally.without_mpn += u64::from(state.manufacturer_parts_of(part.id).next().is_none());
            }
            tally
        })
    }

    fn obsolete_in_use(&self, most: u32) -> Result<Vec<Part>, StoreError> {
        self.see(|state| {
            let newest = |part: &Part| state.newest_revision(part.id);
            let is_obsolete = |part: &Part| newest(part).is_some_and(|newest| newest.state == Lifecycle::Obsolete);
            let (obsolete, others): (Vec<&Part>, Vec<&Part>) = state.whole_parts().partition(|part| is_obsolete(part));
            let called: BTreeSet<PartId> = others
                .into_iter()
                .filter_map(newest)
                .flat_map(|newest| state.lines_of(newest.id).map(|line| line.child))
                .collect();
            let mut found: Vec<Part> = obsolete.into_iter().filter(|part| called.contains(&part.id)).cloned().collect();
            found.sort_by_key(|part| (part.number.codes.to_string(), part.number.sequence));
            found.truncate(most as usize);
            found
        })
    }
}

impl PartRepository for View<Open> {
    fn take_sequence(&self) -> Result<Sequence, StoreError> {
        self.work(|draft| {
            let used_up = || StoreError::Failed { detail: PartError::NumbersUsedUp.to_string() };
            let rows = Arc::make_mut(&mut draft.state.parts);
            let taken = rows.next.ok_or_else(used_up)?;
            rows.next = taken.next().ok();
            Ok(taken)
        })
    }

    fn insert(&self, part: &Part) -> Result<(), StoreError> {
        self.change(Room::Part, part.id, |state| {
            if state.part(part.id).is_some() {
                return Err(id_taken("part"));
            }
            if state.parts.by_sequence.contains_key(&part.number.sequence) || state.parts.is_of_removed(part) {
                return Err(StoreError::PartNumberTaken);
            }
            if state.parts.next.is_some_and(|next| part.number.sequence >= next) {
                return Err(StoreError::Invalid { constraint: "part_number_was_given".to_owned() });
            }
            if state.subcategory(part.subcategory).is_none() {
                return Err(missing("subcategory"));
            }
            if part.successor.is_some() {
                return Err(StoreError::SuccessorLoop);
            }
            let rows = Arc::make_mut(&mut state.parts);
            rows.by_sequence.insert(part.number.sequence, part.id);
            rows.parts.insert(part.id, part.clone());
            Ok(())
        })
    }

    fn update(&self, part: &Part) -> Result<(), StoreError> {
        self.change(Room::Part, part.id, |state| {
            let before = state.part(part.id).ok_or_else(|| missing("part"))?;
            if before.number != part.number {
                return Err(StoreError::PartNumberFixed);
            }
            if state.subcategory(part.subcategory).is_none() {
                return Err(missing("subcategory"));
            }
            state.check_successor(part)?;
            let after = Part { created: before.created, ..part.clone() };
            Arc::make_mut(&mut state.parts).parts.insert(part.id, after);
            Ok(())
        })
    }

    fn remove(&self, id: PartId) -> Result<(), StoreError> {
        self.work(|draft| {
            let state = &mut draft.state;
            let Some(number) = state.part(id).map(|part| part.number.clone()) else { return Ok(()) };
            let is_used = state.revisions_of(id).next().is_some()
                || state.manufacturer_parts_of(id).next().is_some()
                || state.is_in_a_bom(id)
                || state.parts.parts.values().any(|other| other.successor == Some(id));
            if is_used {
                return Err(StoreError::PartInUse);
            }
            let rows = Arc::make_mut(&mut state.parts);
            rows.parts.remove(&id);
            rows.by_sequence.remove(&number.sequence);
            rows.removed.insert(number.sequence, (id, number));
            draft.changes.note(Room::Part, id);
            Ok(())
        })
    }
}
