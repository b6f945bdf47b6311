//! How files are made what they were. Their bytes never left the vault.

use uuid::Uuid;

use super::File;
use crate::Result;
use crate::audit::Kept;
use crate::ports::Change;
use crate::revision;

impl Kept for File {
    fn now(&self, change: &Change<'_>, _subject: Uuid) -> Result<Option<Self>> {
        Ok(change.files().find(self.id)?)
    }

    fn insert(&self, change: &Change<'_>, _subject: Uuid) -> Result<()> {
        revision::open_for_editing(&**change, self.revision)?;
        Ok(change.files().insert(self)?)
    }

    fn update(&self, change: &Change<'_>, _subject: Uuid) -> Result<()> {
        revision::open_for_editing(&**change, self.revision)?;
        Ok(change.files().update(self)?)
    }

    fn remove(&self, change: &Change<'_>, _subject: Uuid) -> Result<()> {
        revision::open_for_editing(&**change, self.revision)?;
        Ok(change.files().remove(self.id)?)
    }
}
