//! Releases in memory, and what must hold for one.

use std::collections::BTreeMap;
use std::sync::Arc;

use partwright_domain::bom::BomLine;
use partwright_domain::change::Room;
use partwright_domain::id::{BomLineId, RevisionId};
use partwright_domain::property::PropertyName;
use partwright_domain::release::{Release, ReleaseLine, ReleaseReader, ReleaseRepository};
use partwright_domain::revision::{Lifecycle, Revision};
use partwright_domain::store::StoreError;

use super::State;
use super::view::{Held, Open, View, missing};

/// The rows, and which revision each line of them meant.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    releases: BTreeMap<RevisionId, Release>,
    lines: BTreeMap<RevisionId, BTreeMap<BomLineId, Option<RevisionId>>>,
}

impl State {
    /// Rule 4: what must hold for the step to Released, beside the approvals.
    pub(super) fn check_release(&self, revision: &Revision) -> Result<(), StoreError> {
        let part = self.part(revision.part).ok_or_else(|| missing("part"))?;
        let subcategory = self.subcategory(part.subcategory).ok_or_else(|| missing("category"))?;
        if subcategory.assembly && self.lines_of(revision.id).next().is_none() {
            return Err(StoreError::ReleaseBomEmpty);
        }
        let is_there = |name: &PropertyName| {
            self.properties_of(revision.id).any(|property| property.name.as_str().eq_ignore_ascii_case(name.as_str()))
        };
        if !subcategory.demands.iter().all(is_there) {
            return Err(StoreError::ReleasePropertyMissing);
        }
        let release = self.releases.releases.get(&revision.id).ok_or(StoreError::ReleaseMissing)?;
        let written = self.releases.lines.get(&revision.id).ok_or(StoreError::ReleaseMissing)?;
        if self.lines_of(revision.id).any(|line| !written.contains_key(&line.id)) {
            return Err(StoreError::ReleaseMissing);
        }
        let is_whole = written.values().all(Option::is_some) || !release.exception.as_str().is_empty();
        if is_whole { Ok(()) } else { Err(StoreError::ReleaseChildMissing) }
    }

    /// The revision that a line meant when it was released.
    pub(super) fn written_down(&self, line: &BomLine) -> Option<RevisionId> {
        *self.releases.lines.get(&line.revision)?.get(&line.id)?
    }

    /// What is written down of a release is followed by the release.
    pub(super) fn check_no_release(&self, id: RevisionId) -> Result<(), StoreError> {
        if self.releases.releases.contains_key(&id) { Err(StoreError::ReleaseFixed) } else { Ok(()) }
    }

    /// A line means a released revision of the part that it calls for, or none.
    fn check_release_line(&self, line: Option<&BomLine>, row: &ReleaseLine) -> Result<(), StoreError> {
        let Some(child) = row.child else { return line.map(drop).ok_or_else(|| missing("line")) };
        let is_meant =
            |child: &Revision| child.state == Lifecycle::Released && line.is_some_and(|line| line.child == child.part);
        if self.revision(child).is_some_and(is_meant) { Ok(()) } else { Err(StoreError::ReleaseChildMissing) }
    }
}

impl<H: Held> ReleaseReader for View<H> {
    fn find(&self, revision: RevisionId) -> Result<Option<Release>, StoreError> {
        self.see(|state| state.releases.releases.get(&revision).cloned())
    }

    fn lines(&self, revision: RevisionId) -> Result<Vec<ReleaseLine>, StoreError> {
        self.see(|state| {
            let lines = state.releases.lines.get(&revision).into_iter().flatten();
            lines.map(|(line, child)| ReleaseLine { line: *line, child: *child }).collect()
        })
    }
}

impl ReleaseRepository for View<Open> {
    fn insert(&self, release: &Release, lines: &[ReleaseLine]) -> Result<(), StoreError> {
        let id = release.revision;
        self.change(Room::Release, id, |state| {
            let revision = state.revision(id).ok_or_else(|| missing("revision"))?;
            state.check_no_release(id)?;
            if revision.state != Lifecycle::InReview {
                return Err(StoreError::ApprovalClosed);
            }
            if state.person(release.person).is_none() {
                return Err(missing("person"));
            }
            let of_bom: BTreeMap<BomLineId, &BomLine> = state.lines_of(id).map(|line| (line.id, line)).collect();
            let mut written = BTreeMap::new();
            for row in lines {
                state.check_release_line(of_bom.get(&row.line).copied(), row)?;
                if written.insert(row.line, row.child).is_some() {
                    return Err(StoreError::ReleaseFixed);
                }
            }
            let rows = Arc::make_mut(&mut state.releases);
            rows.releases.insert(id, release.clone());
            rows.lines.insert(id, written);
            Ok(())
        })
    }
}
