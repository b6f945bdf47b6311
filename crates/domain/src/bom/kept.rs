//! How BOM lines are made what they were.

use uuid::Uuid;

use super::BomLine;
use super::service::subject;
use crate::Result;
use crate::audit::Kept;
use crate::ports::Change;
use crate::revision;

impl Kept for BomLine {
    fn title(&self, change: &Change<'_>) -> Result<Option<String>> {
        let (revision, parent) = revision::find(&change.seen(), self.revision)?;
        let child = change.parts().get(self.child)?;
        Ok(Some(subject(&parent, &revision, &child, self).title))
    }

    fn now(&self, change: &Change<'_>, _subject: Uuid) -> Result<Option<Self>> {
        Ok(change.boms().find(self.id)?)
    }

    fn insert(&self, change: &Change<'_>, _subject: Uuid) -> Result<()> {
        revision::open_for_editing(&**change, self.revision)?;
        Ok(change.boms().insert(self)?)
    }

    fn update(&self, change: &Change<'_>, _subject: Uuid) -> Result<()> {
        revision::open_for_editing(&**change, self.revision)?;
        Ok(change.boms().update(self)?)
    }

    fn remove(&self, change: &Change<'_>, _subject: Uuid) -> Result<()> {
        revision::open_for_editing(&**change, self.revision)?;
        Ok(change.boms().remove(self.id)?)
    }
}
