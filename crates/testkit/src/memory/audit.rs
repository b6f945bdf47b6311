//! The audit in memory.

use std::sync::Arc;

use partwright_domain::audit::{AuditEntry, AuditFilter, AuditReader, AuditRepository, AuditUnit, RecordedUnit};
use partwright_domain::store::StoreError;

use super::State;
use super::view::{Held, Open, View, missing};

/// The units, in their order; a unit's place is its sequence less one.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows(Vec<Arc<(AuditUnit, Vec<AuditEntry>)>>);

impl State {
    /// The unit with those of its entries that fit; `None` when a part is asked for that it does not concern.
    fn recorded(
        &self,
        sequence: u64,
        row: &(AuditUnit, Vec<AuditEntry>),
        filter: &AuditFilter,
    ) -> Option<RecordedUnit> {
        let (unit, all) = row;
        let fits = |entry: &&AuditEntry| filter.part.is_none_or(|part| entry.part == Some(part));
        let entry_count = all.iter().filter(fits).count() as u64;
        if filter.part.is_some() && entry_count == 0 {
            return None;
        }
        let person_name = self.person(unit.person).map_or_else(String::new, |person| person.name.to_string());
        let entries = all.iter().filter(fits).take(filter.entries as usize).cloned().collect();
        Some(RecordedUnit { sequence, unit: unit.clone(), person_name, entry_count, entries })
    }
}

impl<H: Held> AuditReader for View<H> {
    fn list(&self, filter: &AuditFilter) -> Result<Vec<RecordedUnit>, StoreError> {
        self.see(|state| {
            let numbered = (1..).zip(&state.audit.0).collect::<Vec<(u64, _)>>().into_iter().rev();
            numbered
                .filter(|(sequence, _)| filter.before.is_none_or(|before| *sequence < before))
                .filter_map(|(sequence, row)| state.recorded(sequence, row, filter))
                .take(filter.limit as usize)
                .collect()
        })
    }
}

impl AuditRepository for View<Open> {
    fn append(&self, unit: &AuditUnit, entry: &AuditEntry) -> Result<(), StoreError> {
        self.work(|draft| {
            match &draft.head {
                Some(head) if head != unit => return Err(StoreError::AuditHeadDiffers),
                Some(_) => {}
                None if draft.state.person(unit.person).is_none() => return Err(missing("person")),
                None => {
                    Arc::make_mut(&mut draft.state.audit).0.push(Arc::new((unit.clone(), Vec::new())));
                    draft.head = Some(unit.clone());
                }
            }
            if let Some(last) = Arc::make_mut(&mut draft.state.audit).0.last_mut() {
                Arc::make_mut(last).1.push(entry.clone());
            }
            draft.audited.note(entry.room, entry.subject);
            Ok(())
        })
    }
}
