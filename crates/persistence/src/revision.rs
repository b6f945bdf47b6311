//! Revisions in SQLite.

use partwright_domain::change::Room;
use partwright_domain::id::{PartId, PersonId, RevisionId, WorkflowId};
use partwright_domain::revision::{Lifecycle, Revision, RevisionReader, RevisionRepository};
use partwright_domain::store::StoreError;
use partwright_domain::time::Timestamp;
use partwright_domain::workflow::StateName;
use rusqlite::params;

use crate::column::Columns;
use crate::session::{Session, Writing};

/// A revision from columns that other rooms' queries have too, in the same order.
pub(crate) fn revision(columns: &mut Columns<'_>) -> rusqlite::Result<Revision> {
    Ok(Revision {
        id: RevisionId(columns.get()?),
        part: PartId(columns.get()?),
        ordinal: columns.integer()?,
        label: columns.get()?,
        state: columns.named(Lifecycle::named)?,
        workflow: WorkflowId(columns.get()?),
        workflow_state: columns.text(StateName::parse)?,
        author: PersonId(columns.get()?),
        created: Timestamp(columns.get()?),
        released: columns.get::<Option<i64>>()?.map(Timestamp),
        obsolete: columns.get::<Option<i64>>()?.map(Timestamp),
    })
}

impl<A: Send + Sync> RevisionReader for Session<'_, A> {
    fn find(&self, id: RevisionId) -> Result<Option<Revision>, StoreError> {
        self.first(include_str!("revision/find.sql"), [id.0], revision)
    }

    fn of(&self, part: PartId) -> Result<Vec<Revision>, StoreError> {
        self.all(include_str!("revision/of.sql"), [part.0], revision)
    }

    fn newest(&self, part: PartId) -> Result<Option<Revision>, StoreError> {
        self.first(include_str!("revision/newest.sql"), [part.0], revision)
    }

    fn latest_released(&self, part: PartId) -> Result<Option<Revision>, StoreError> {
        self.first(include_str!("revision/latest_released.sql"), [part.0], revision)
    }

    fn as_of(&self, part: PartId, at: Timestamp) -> Result<Option<Revision>, StoreError> {
        self.first(include_str!("revision/as_of.sql"), params![part.0, at.0], revision)
    }
}

impl RevisionRepository for Session<'_, Writing> {
    fn insert(&self, revision: &Revision) -> Result<(), StoreError> {
        let Revision { id, part, ordinal, label, state, workflow, workflow_state, author, created, released, obsolete } =
            revision;
        let (released, obsolete) = (released.map(|at| at.0), obsolete.map(|at| at.0));
        let (state, workflow_state) = (state.name(), workflow_state.as_str());
        let params = params![
            id.0,
            part.0,
            ordinal,
            label,
            state,
            workflow.0,
            workflow_state,
            author.0,
            created.0,
            released,
            obsolete
        ];
        self.change(include_str!("revision/insert.sql"), "part or person", params, (Room::Revision, *id))
    }

    fn set_state(&self, id: RevisionId, to: &StateName, at: Timestamp) -> Result<(), StoreError> {
        let params = params![id.0, to.as_str(), at.0];
        self.change(include_str!("revision/set_state.sql"), "revision", params, (Room::Revision, id))
    }
}
