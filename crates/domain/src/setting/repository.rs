//! The ports of settings.

use super::Settings;
use crate::store::StoreError;

/// Reads settings.
pub trait SettingReader: Send + Sync {
    /// The settings; those of a new workspace are the default ones.
    fn get(&self) -> Result<Settings, StoreError>;
}

/// Reads and writes settings.
pub trait SettingRepository: SettingReader {
    /// Replaces the settings. The workflow must be there; else [`StoreError::Missing`]. What they change is told under the nil id.
    fn set(&self, settings: &Settings) -> Result<(), StoreError>;
}
