//! Settings.

use partwright_domain::Error;
use partwright_domain::revision::LabelScheme;
use partwright_domain::setting::{ApprovalCount, Settings};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Empty;
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
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
pub struct SettingView {
    labels: LabelSchemeView,
    /// How many approvals a release needs, from 1 to 9.
    approvals: u32,
}

impl From<Settings> for SettingView {
    fn from(settings: Settings) -> Self {
        let Settings { labels, approvals } = settings;
        let labels = match labels {
            LabelScheme::Numeric => LabelSchemeView::Numeric,
            LabelScheme::Letters => LabelSchemeView::Letters,
            LabelScheme::ClearLetters => LabelSchemeView::ClearLetters,
        };
        Self { labels, approvals: approvals.get() }
    }
}

/// How the workspace wants things done.
pub fn show(app: &App, _: Empty) -> Result<SettingView, WireError> {
    Ok(app.workspace()?.store.read("setting.show", |snapshot| snapshot.settings().get())?.into())
}

/// Replaces the settings, and answers them.
pub fn change(app: &App, request: SettingView) -> Result<SettingView, WireError> {
    let SettingView { labels, approvals } = request;
    let labels = match labels {
        LabelSchemeView::Numeric => LabelScheme::Numeric,
        LabelSchemeView::Letters => LabelScheme::Letters,
        LabelSchemeView::ClearLetters => LabelScheme::ClearLetters,
    };
    let approvals = ApprovalCount::new(approvals).map_err(Error::from)?;
    let workspace = app.workspace()?;
    Ok(workspace.settings.change(&workspace.actor()?, Settings { labels, approvals })?.into())
}
