//! How properties are made what they were. The audit knows them by their revision.

use uuid::Uuid;

use super::Property;
use crate::Result;
use crate::audit::Kept;
use crate::id::RevisionId;
use crate::ports::Change;
use crate::revision;

impl Property {
    fn write(&self, change: &Change<'_>, subject: Uuid) -> Result<()> {
        let (revision, _) = revision::open_for_editing(&**change, RevisionId(subject))?;
        Ok(change.properties().set(revision.id, self)?)
    }
}

impl Kept for Property {
    fn name(&self) -> Option<&str> {
        Some(self.name.as_str())
    }

    fn now(&self, change: &Change<'_>, subject: Uuid) -> Result<Option<Self>> {
        Ok(change.properties().find(RevisionId(subject), &self.name)?)
    }

    fn insert(&self, change: &Change<'_>, subject: Uuid) -> Result<()> {
        self.write(change, subject)
    }

    fn update(&self, change: &Change<'_>, subject: Uuid) -> Result<()> {
        self.write(change, subject)
    }

    fn remove(&self, change: &Change<'_>, subject: Uuid) -> Result<()> {
        let (revision, _) = revision::open_for_editing(&**change, RevisionId(subject))?;
        Ok(change.properties().remove(revision.id, &self.name)?)
    }
}
