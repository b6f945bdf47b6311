//! How manufacturer parts are made what they were.

use uuid::Uuid;

use super::ManufacturerPart;
use crate::Result;
use crate::audit::Kept;
use crate::ports::Change;

impl Kept for ManufacturerPart {
    fn now(&self, change: &Change<'_>, _subject: Uuid) -> Result<Option<Self>> {
        Ok(change.manufacturer_parts().find(self.id)?)
    }

    fn needed_by(&self, change: &Change<'_>) -> Result<Option<String>> {
        let sold = change.supplier_parts().of(self.id)?.into_iter().next();
        Ok(sold.map(|of| format!("its supplier part {} {}", of.offer.supplier, of.offer.order_code)))
    }

    fn insert(&self, change: &Change<'_>, _subject: Uuid) -> Result<()> {
        Ok(change.manufacturer_parts().insert(self)?)
    }

    fn update(&self, change: &Change<'_>, _subject: Uuid) -> Result<()> {
        Ok(change.manufacturer_parts().update(self)?)
    }

    fn remove(&self, change: &Change<'_>, _subject: Uuid) -> Result<()> {
        Ok(change.manufacturer_parts().remove(self.id)?)
    }
}
