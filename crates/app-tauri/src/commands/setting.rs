//! Settings.

use partwright_domain::edit::Edit;
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

/// Changes how the workspace wants things done.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct SettingChangeRequest {
    labels: LabelSchemeView,
    workflow: String,
    /// What was seen when they were changed, where that is known: then what somebody else changed meanwhile stays.
    seen: Option<SettingView>,
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

/// Changes the settings, and answers them.
pub fn change(app: &App, request: SettingChangeRequest) -> Result<SettingView, WireError> {
    let SettingChangeRequest { labels, workflow, seen } = request;
    let seen = seen.map(|SettingView { labels, workflow }| parse(labels, &workflow)).transpose()?;
    let settings = Edit::new(seen, parse(labels, &workflow)?);
    let workspace = app.workspace()?;
    Ok(workspace.settings.change(&workspace.actor()?, settings)?.into())
}

fn parse(labels: LabelSchemeView, workflow: &str) -> Result<Settings, WireError> {
    let labels = match labels {
        LabelSchemeView::Numeric => LabelScheme::Numeric,
        LabelSchemeView::Letters => LabelScheme::Letters,
        LabelSchemeView::ClearLetters => LabelScheme::ClearLetters,
    };
    Ok(Settings { labels, workflow: id(workflow, "setting_change")? })
}
