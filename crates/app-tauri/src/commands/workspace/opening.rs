//! The workspace that is being opened.

use partwright_domain::workspace::{Progress, Stage};
use serde::Serialize;
use ts_rs::TS;

use crate::app::App;
use crate::commands::Empty;
use crate::entrance::Entered;
use crate::error::WireError;

/// A workspace that is being opened.
#[derive(Debug, Serialize, TS)]
pub struct WorkspaceOpening {
    path: String,
    /// What is done to a file of an older program; null for one that only has to be opened.
    stage: Option<OpeningStage>,
    /// How far that is; of no steps where nobody knows.
    done: u64,
    total: u64,
}

/// See [`WorkspaceOpening`].
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub(super) enum OpeningStage {
    SettingAside,
    Upgrading,
    CatchingUp,
}

/// The workspace that is being opened right now; null when there is none. Waits for nobody.
pub fn opening(app: &App, _: Empty) -> Result<Option<WorkspaceOpening>, WireError> {
    Ok(app.entering().map(|Entered { path, opening }| {
        let Progress { done, total } = opening.map_or(Progress { done: 0, total: 0 }, |opening| opening.progress);
        let stage = opening.map(|opening| opening.stage.into());
        WorkspaceOpening { path: path.display().to_string(), stage, done, total }
    }))
}

impl From<Stage> for OpeningStage {
    fn from(stage: Stage) -> Self {
        match stage {
            Stage::SettingAside => Self::SettingAside,
            Stage::Upgrading => Self::Upgrading,
            Stage::CatchingUp => Self::CatchingUp,
        }
    }
}
