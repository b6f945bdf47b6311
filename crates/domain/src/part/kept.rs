//! How parts are made what they were.

use uuid::Uuid;

use super::Part;
use super::service::subject;
use crate::Result;
use crate::audit::Kept;
use crate::ports::Change;

impl Kept for Part {
    fn title(&self, _change: &Change<'_>) -> Result<Option<String>> {
        Ok(Some(subject(self).title))
    }

    fn now(&self, change: &Change<'_>, _subject: Uuid) -> Result<Option<Self>> {
        Ok(change.parts().find(self.id)?)
    }

    fn needed_by(&self, change: &Change<'_>) -> Result<Option<String>> {
        if let Some(used) = super::removal::uses(&change.seen(), self)?.into_iter().next() {
            return Ok(Some(format!("the BOM of {used}")));
        }
        if let Some(other) = change.parts().succeeded_by(self.id)?.first() {
            return Ok(Some(format!("{}, instead of which it is used", other.number)));
        }
        if let Some(revision) = change.revisions().newest(self.id)? {
            return Ok(Some(format!("its revision {}", revision.label)));
        }
        let manufacturer_part = change.manufacturer_parts().of(self.id)?.into_iter().next();
        Ok(manufacturer_part.map(|of| format!("its manufacturer part {} {}", of.manufacturer, of.mpn)))
    }

    fn insert(&self, change: &Change<'_>, _subject: Uuid) -> Result<()> {
        Ok(change.parts().insert(self)?)
    }

    fn update(&self, change: &Change<'_>, _subject: Uuid) -> Result<()> {
        Ok(change.parts().update(self)?)
    }

    fn remove(&self, change: &Change<'_>, _subject: Uuid) -> Result<()> {
        Ok(change.parts().remove(self.id)?)
    }
}
