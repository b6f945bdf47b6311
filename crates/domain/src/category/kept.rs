//! How categories and subcategories are made what they were.

use uuid::Uuid;

use super::service::{right, subject, subject_below};
use super::{Category, Subcategory};
use crate::Result;
use crate::audit::Kept;
use crate::id::PersonId;
use crate::person::Right;
use crate::ports::Change;

impl Kept for Category {
    fn title(&self, _change: &Change<'_>) -> Result<Option<String>> {
        Ok(Some(subject(self).title))
    }

    fn now(&self, change: &Change<'_>, _subject: Uuid) -> Result<Option<Self>> {
        Ok(change.categories().find_category(self.id)?)
    }

    fn needed_by(&self, change: &Change<'_>) -> Result<Option<String>> {
        let below = change.categories().subcategories()?.into_iter().find(|below| below.category == self.id);
        Ok(below.map(|below| format!("its subcategory {}", below.codes)))
    }

    fn insert(&self, change: &Change<'_>, _subject: Uuid) -> Result<()> {
        Ok(change.categories().insert_category(self)?)
    }

    fn update(&self, change: &Change<'_>, _subject: Uuid) -> Result<()> {
        Ok(change.categories().update_category(self)?)
    }

    fn remove(&self, change: &Change<'_>, _subject: Uuid) -> Result<()> {
        Ok(change.categories().remove_category(self.id)?)
    }
}

impl Kept for Subcategory {
    fn right(before: Option<&Self>, after: Option<&Self>, _by: PersonId) -> Right {
        before.zip(after).map_or(Right::Edit, |(before, after)| right(before, after))
    }

    fn title(&self, _change: &Change<'_>) -> Result<Option<String>> {
        Ok(Some(subject_below(self).title))
    }

    fn now(&self, change: &Change<'_>, _subject: Uuid) -> Result<Option<Self>> {
        Ok(change.categories().find(self.id)?)
    }

    fn needed_by(&self, change: &Change<'_>) -> Result<Option<String>> {
        Ok(match change.categories().part_count(self.id)? {
            0 => change.kicad().mapping(self.id)?.map(|_| "what KiCad is shown of it".to_owned()),
            1 => Some("a part that is classified there".to_owned()),
            parts => Some(format!("{parts} parts that are classified there")),
        })
    }

    fn insert(&self, change: &Change<'_>, _subject: Uuid) -> Result<()> {
        Ok(change.categories().insert(self)?)
    }

    fn update(&self, change: &Change<'_>, _subject: Uuid) -> Result<()> {
        Ok(change.categories().update(self)?)
    }

    fn remove(&self, change: &Change<'_>, _subject: Uuid) -> Result<()> {
        Ok(change.categories().remove(self.id)?)
    }
}
