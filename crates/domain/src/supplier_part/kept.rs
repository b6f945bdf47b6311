//! How supplier parts are made what they were.

use uuid::Uuid;

use super::SupplierPart;
use crate::Result;
use crate::audit::Kept;
use crate::ports::Change;

impl Kept for SupplierPart {
    fn now(&self, change: &Change<'_>, _subject: Uuid) -> Result<Option<Self>> {
        Ok(change.supplier_parts().find(self.id)?)
    }

    fn insert(&self, change: &Change<'_>, _subject: Uuid) -> Result<()> {
        Ok(change.supplier_parts().insert(self)?)
    }

    fn update(&self, change: &Change<'_>, _subject: Uuid) -> Result<()> {
        Ok(change.supplier_parts().update(self)?)
    }

    fn remove(&self, change: &Change<'_>, _subject: Uuid) -> Result<()> {
        Ok(change.supplier_parts().remove(self.id)?)
    }
}
