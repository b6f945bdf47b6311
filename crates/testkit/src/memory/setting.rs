//! Settings in memory.

use std::sync::Arc;

use partwright_domain::change::Room;
use partwright_domain::id::Uuid;
use partwright_domain::setting::{SettingReader, SettingRepository, Settings};
use partwright_domain::store::StoreError;

use super::view::{Held, Open, View, missing};

/// The one row.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows(pub(super) Settings);

impl<H: Held> SettingReader for View<H> {
    fn get(&self) -> Result<Settings, StoreError> {
        self.see(|state| state.settings.0.clone())
    }
}

impl SettingRepository for View<Open> {
    fn set(&self, settings: &Settings) -> Result<(), StoreError> {
        self.change(Room::Setting, Uuid::nil(), |state| {
            if state.workflow(settings.workflow).is_none() {
                return Err(missing("workflow"));
            }
            state.settings = Arc::new(Rows(settings.clone()));
            Ok(())
        })
    }
}
