//! How people are made what they were.

use uuid::Uuid;

use super::{Person, Right};
use crate::Result;
use crate::audit::{Kept, stands};
use crate::id::PersonId;
use crate::ports::Change;

impl Kept for Person {
    /// One's own name is one's own; everything else about people is an Admin's.
    fn right(before: Option<&Self>, after: Option<&Self>, by: PersonId) -> Right {
        match (before, after) {
            (Some(before), Some(after)) if before.id == by && before.role == after.role => Right::Edit,
            _ => Right::Administer,
        }
    }

    fn title(&self, _change: &Change<'_>) -> Result<Option<String>> {
        Ok(Some(self.name.to_string()))
    }

    fn now(&self, change: &Change<'_>, _subject: Uuid) -> Result<Option<Self>> {
        Ok(change.people().find(self.id)?)
    }

    fn insert(&self, change: &Change<'_>, _subject: Uuid) -> Result<()> {
        Ok(change.people().insert(self)?)
    }

    fn update(&self, change: &Change<'_>, subject: Uuid) -> Result<()> {
        if subject != self.id.0 {
            return Err(stands(self.name.as_str(), "choose who acts in the sidebar"));
        }
        Ok(change.people().update(self)?)
    }

    fn remove(&self, _change: &Change<'_>, _subject: Uuid) -> Result<()> {
        Err(stands(self.name.as_str(), "people stay, because the history names them: take the role away instead"))
    }
}
