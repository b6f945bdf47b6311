//! Settings in SQLite: one row.

use partwright_domain::change::Room;
use partwright_domain::id::WorkflowId;
use partwright_domain::revision::LabelScheme;
use partwright_domain::setting::{SettingReader, SettingRepository, Settings};
use partwright_domain::store::StoreError;
use rusqlite::params;
use uuid::Uuid;

use crate::column::Columns;
use crate::error::no_row;
use crate::session::{Session, Writing};

fn settings(columns: &mut Columns<'_>) -> rusqlite::Result<Settings> {
    Ok(Settings { labels: columns.named(LabelScheme::named)?, workflow: WorkflowId(columns.get()?) })
}

impl<A: Send + Sync> SettingReader for Session<'_, A> {
    fn get(&self) -> Result<Settings, StoreError> {
        self.first(include_str!("setting/get.sql"), [], settings)?.ok_or_else(no_row)
    }
}

impl SettingRepository for Session<'_, Writing> {
    fn set(&self, settings: &Settings) -> Result<(), StoreError> {
        let Settings { labels, workflow } = settings;
        let params = params![labels.name(), workflow.0];
        self.change(include_str!("setting/set.sql"), "setting", params, (Room::Setting, Uuid::nil()))
    }
}
