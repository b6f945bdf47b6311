//! How what KiCad is shown is made what it was.

use uuid::Uuid;

use super::service::subject;
use super::{Library, Mapping};
use crate::Result;
use crate::audit::{Kept, stands};
use crate::id::PersonId;
use crate::person::Right;
use crate::ports::Change;

impl Kept for Library {
    fn right(_before: Option<&Self>, _after: Option<&Self>, _by: PersonId) -> Right {
        Right::Administer
    }

    fn now(&self, change: &Change<'_>, _subject: Uuid) -> Result<Option<Self>> {
        Ok(Some(change.kicad().library()?))
    }

    fn insert(&self, change: &Change<'_>, subject: Uuid) -> Result<()> {
        self.update(change, subject)
    }

    fn update(&self, change: &Change<'_>, _subject: Uuid) -> Result<()> {
        Ok(change.kicad().set_library(self)?)
    }

    fn remove(&self, _change: &Change<'_>, _subject: Uuid) -> Result<()> {
        Err(stands("What KiCad is offered", "change it to what it should be"))
    }
}

impl Kept for Mapping {
    fn right(_before: Option<&Self>, _after: Option<&Self>, _by: PersonId) -> Right {
        Right::Administer
    }

    fn title(&self, change: &Change<'_>) -> Result<Option<String>> {
        Ok(change.categories().find(self.subcategory)?.map(|subcategory| subject(&subcategory).title))
    }

    fn now(&self, change: &Change<'_>, _subject: Uuid) -> Result<Option<Self>> {
        Ok(change.kicad().mapping(self.subcategory)?)
    }

    fn insert(&self, change: &Change<'_>, subject: Uuid) -> Result<()> {
        self.update(change, subject)
    }

    fn update(&self, change: &Change<'_>, _subject: Uuid) -> Result<()> {
        Ok(change.kicad().set_mapping(self)?)
    }

    fn remove(&self, change: &Change<'_>, _subject: Uuid) -> Result<()> {
        Ok(change.kicad().remove_mapping(self.subcategory)?)
    }
}
