//! What windows are told, told to every page that listens.

use std::convert::Infallible;
use std::sync::Arc;

use axum::response::sse::Event;
use futures_util::stream::{self, Stream};
use partwright_app_tauri::daily::{DAILY, DailyView};
use partwright_app_tauri::event::{CHANGED, ChangesView};
use partwright_app_tauri::frame::Frame;
use partwright_app_tauri::task::{PROGRESS, ProgressView};
use partwright_app_tauri::windows::{OPENED, Shell};
use partwright_domain::store::Observer;
use serde::Serialize;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::broadcast::{self, Sender};

/// How many events a page may be behind; one that is further behind has lost some, and no test makes so many.
const BEHIND: usize = 1024;

/// An event's name, and its JSON.
type Told = (&'static str, String);

/// The way to the pages. Where none listens, nobody needs to be told.
#[derive(Clone)]
pub(crate) struct Events(Sender<Told>);

impl Default for Events {
    fn default() -> Self {
        Self(broadcast::channel(BEHIND).0)
    }
}

impl Events {
    /// An observer of a store that tells the pages of every committed unit.
    pub(crate) fn observer(&self) -> Observer {
        let events = self.clone();
        Arc::new(move |changes| events.tell(CHANGED, &ChangesView::from(changes)))
    }

    /// Tells how far a task is.
    pub(crate) fn progress(&self, progress: &ProgressView) {
        self.tell(PROGRESS, progress);
    }

    /// Everything that is told from now on.
    pub(crate) fn stream(&self) -> impl Stream<Item = Result<Event, Infallible>> + use<> {
        stream::unfold(self.0.subscribe(), |mut told| async {
            match told.recv().await {
                Ok((name, json)) => Some((Ok(Event::default().event(name).data(json)), told)),
                Err(RecvError::Lagged(lost)) => {
                    tracing::error!(lost, "a page lost events");
                    None
                }
                Err(RecvError::Closed) => None,
            }
        })
    }

    fn tell(&self, name: &'static str, payload: &impl Serialize) {
        match serde_json::to_string(payload) {
            // That nobody listens is no failure.
            Ok(json) => drop(self.0.send((name, json))),
            Err(error) => tracing::error!(%error, "an event could not be written"),
        }
    }
}

/// A browser opens and closes its own windows.
impl Shell for Events {
    fn open(&self, _address: &str, _beside: &str) -> tauri::Result<()> {
        Ok(())
    }

    fn close(&self, _label: &str) -> tauri::Result<()> {
        Ok(())
    }

    fn tell_opened(&self) -> tauri::Result<()> {
        self.tell(OPENED, &());
        Ok(())
    }

    fn tell_daily(&self, told: &DailyView) -> tauri::Result<()> {
        self.tell(DAILY, told);
        Ok(())
    }

    fn note(&self, _frame: Frame) {}
}
