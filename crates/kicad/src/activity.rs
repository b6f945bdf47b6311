//! Who asked what of the server, as far as it can be seen from outside.

use std::sync::{Mutex, MutexGuard, PoisonError};

use partwright_domain::time::Timestamp;

/// What the server has done since it was started.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Activity {
    /// How many requests had the answer they asked for.
    pub answered: u64,
    /// How many were refused: without the token, or for what is not there.
    pub refused: u64,
    /// When the last one was answered.
    pub last: Option<Timestamp>,
    /// Who asked then, as it calls itself.
    pub client: Option<String>,
}

/// The activity while the server runs.
#[derive(Debug, Default)]
pub(crate) struct Watched(Mutex<Activity>);

impl Watched {
    pub(crate) fn now(&self) -> Activity {
        self.lock().clone()
    }

    pub(crate) fn answered(&self, at: Timestamp, client: Option<String>) {
        let mut activity = self.lock();
        activity.answered += 1;
        activity.last = Some(at);
        activity.client = client;
    }

    pub(crate) fn refused(&self) {
        self.lock().refused += 1;
    }

    fn lock(&self) -> MutexGuard<'_, Activity> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
