//! How settings are made what they were.

use uuid::Uuid;

use super::Settings;
use crate::Result;
use crate::audit::{Kept, stands};
use crate::id::PersonId;
use crate::person::Right;
use crate::ports::Change;

impl Kept for Settings {
    fn right(_before: Option<&Self>, _after: Option<&Self>, _by: PersonId) -> Right {
        Right::Administer
    }

    fn now(&self, change: &Change<'_>, _subject: Uuid) -> Result<Option<Self>> {
        Ok(Some(change.settings().get()?))
    }

    fn insert(&self, change: &Change<'_>, subject: Uuid) -> Result<()> {
        self.update(change, subject)
    }

    fn update(&self, change: &Change<'_>, _subject: Uuid) -> Result<()> {
        Ok(change.settings().set(self)?)
    }

    fn remove(&self, _change: &Change<'_>, _subject: Uuid) -> Result<()> {
        Err(stands("The workspace's settings", "change them to what they should be"))
    }
}
