//! Settings.

use partwright_domain::revision::LabelScheme;
use partwright_domain::setting::Settings;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Empty, id};
use crate::app::App;
use crate::error::WireError;

/// How revisions are labelled.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "LabelScheme")]
pub enum LabelSchemeView {
    Numeric,
    Letters,
    ClearLetters,
}

/// How the workspace wants things done.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SettingView {
    labels: LabelSchemeView,
    /// The version of a workflow that new revisions follow.
    workflow: String,
}

impl From<Settings> for SettingView {
    fn from(settings: Settings) -> Self {
        let Settings { labels, workflow } = settings;
        let labels = match labels {
            LabelScheme::Numeric => LabelSchemeView::Numeric,
            LabelScheme::Letters => LabelSchemeView::Letters,
            LabelScheme::ClearLetters => LabelSchemeView::ClearLetters,
        };
        Self { labels, workflow: workflow.to_string() }
    }
}

/// How the workspace wants things done.
pub fn show(app: &App, _: Empty) -> Result<SettingView, WireError> {
    Ok(app.workspace()?.store.read("setting.show", |snapshot| snapshot.settings().get())?.into())
}

/// Replaces the settings, and answers them.
pub fn change(app: &App, request: SettingView) -> Result<SettingView, WireError> {
    let SettingView { labels, workflow } = request;
    let labels = match labels {
        LabelSchemeView::Numeric => LabelScheme::Numeric,
        LabelSchemeView::Letters => LabelScheme::Letters,
        LabelSchemeView::ClearLetters => LabelScheme::ClearLetters,
    };
    let workflow = id(&workflow, "setting_change")?;
    let workspace = app.workspace()?;
    Ok(workspace.settings.change(&workspace.actor()?, Settings { labels, workflow })?.into())
}
