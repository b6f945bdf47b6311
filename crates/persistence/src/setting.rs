//! Settings in SQLite: one row.

use partwright_domain::change::Room;
use partwright_domain::revision::LabelScheme;
use partwright_domain::setting::{ApprovalCount, SettingReader, SettingRepository, Settings};
use partwright_domain::store::StoreError;
use rusqlite::params;
use uuid::Uuid;

use crate::column::Columns;
use crate::error::no_row;
use crate::session::{Session, Writing};

/// A number of approvals, as the schema's range allows it.
pub(crate) fn approvals(columns: &mut Columns<'_>) -> rusqlite::Result<ApprovalCount> {
    columns.number(|count| ApprovalCount::new(u32::try_from(count).ok()?).ok())
}

fn settings(columns: &mut Columns<'_>) -> rusqlite::Result<Settings> {
    Ok(Settings { labels: columns.named(LabelScheme::named)?, approvals: approvals(columns)? })
}

impl<A: Send + Sync> SettingReader for Session<'_, A> {
    fn get(&self) -> Result<Settings, StoreError> {
        self.first(include_str!("setting/get.sql"), [], settings)?.ok_or_else(no_row)
    }
}

impl SettingRepository for Session<'_, Writing> {
    fn set(&self, settings: &Settings) -> Result<(), StoreError> {
        let Settings { labels, approvals } = settings;
        let params = params![labels.name(), approvals.get()];
        self.change(include_str!("setting/set.sql"), "setting", params, (Room::Setting, Uuid::nil()))
    }
}
