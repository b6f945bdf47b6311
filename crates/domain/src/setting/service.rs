//! What is done with settings.

use uuid::Uuid;

use super::Settings;
use crate::Result;
use crate::change::Room;
use crate::edit::Edit;
use crate::person::{Actor, Right};
use crate::ports::{Change, Ports, Subject};

/// Changes settings.
#[derive(Debug, Clone)]
pub struct SettingService {
    ports: Ports,
}

impl SettingService {
    /// A service on these ports.
    pub fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Changes the settings: each that is not as it was seen. Revisions keep their labels and their workflows.
    pub fn change(&self, actor: &Actor, settings: impl Into<Edit<Settings>>) -> Result<Settings> {
        let settings = settings.into();
        self.ports.change_by(actor, Right::Administer, "setting.change", move |change| {
            let before = change.settings().get()?;
            let labels = settings.field(|said| said.labels).over("labels", &before.labels)?;
            let workflow = settings.field(|said| said.workflow).over("workflow", &before.workflow)?;
            let after = Settings { labels, workflow };
            replace(change, &after)?;
            Ok(after)
        })
    }
}

/// Replaces the settings inside a unit that is already open.
pub(crate) fn replace(change: &Change<'_>, after: &Settings) -> Result<()> {
    let before = change.settings().get()?;
    if *after != before {
        change.settings().set(after)?;
        let title = "the workspace's settings".to_owned();
        let subject = Subject { room: Room::Setting, id: Uuid::nil(), part: None, title };
        change.changed(subject, &before, after)?;
    }
    Ok(())
}
