//! Events: every committed unit of work is told to every window, once.

use std::collections::BTreeSet;
use std::sync::Arc;

use partwright_domain::change::{Changes, Room};
use partwright_domain::store::Observer;
use serde::Serialize;
use tauri::{AppHandle, Emitter, Runtime};
use ts_rs::TS;

/// The event's name.
pub const CHANGED: &str = "changed";

/// What a committed unit of work touched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(rename = "Changes")]
pub struct ChangesView {
    /// The rooms, each once; all of them when another program made the change.
    pub rooms: Vec<&'static str>,
    /// The ids, each once; none when another program made the change.
    pub ids: Vec<String>,
}

impl From<&Changes> for ChangesView {
    fn from(changes: &Changes) -> Self {
        if changes.are_elsewhere() {
            return Self { rooms: Room::ALL.map(Room::name).into(), ids: Vec::new() };
        }
        let mut rooms: Vec<_> = changes.iter().map(|(room, _)| room.name()).collect();
        rooms.dedup();
        // A revision and its properties have one id.
        let ids: BTreeSet<_> = changes.iter().map(|(_, id)| id).collect();
        Self { rooms, ids: ids.iter().map(ToString::to_string).collect() }
    }
}

/// An observer that tells every window.
pub fn to_windows<R: Runtime>(shell: AppHandle<R>) -> Observer {
    Arc::new(move |changes| {
        if let Err(error) = shell.emit(CHANGED, ChangesView::from(changes)) {
            tracing::warn!(%error, "the windows could not be told of a change; they show it when they read again");
        }
    })
}
