//! The plan of an import that was looked at last: what its rows say is asked for as somebody comes to them.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use partwright_domain::import::{Preview, Remarks};

/// A plan, and the remarks on its rows.
#[derive(Debug)]
pub struct Planned {
    /// What the preview said.
    pub preview: Preview,
    /// The remarks on the rows that are imported.
    pub remarks: Remarks,
}

impl From<Preview> for Planned {
    fn from(preview: Preview) -> Self {
        Self { remarks: preview.plan.remarks(), preview }
    }
}

/// One plan, the last. It may be large, so none before it is kept, and none at all once it is carried out.
#[derive(Debug, Default)]
pub struct LastPlan(Mutex<Option<Arc<Planned>>>);

impl LastPlan {
    /// Keeps a plan in the place of the one before.
    pub fn keep(&self, planned: Arc<Planned>) {
        *self.kept() = Some(planned);
    }

    /// The plan with this fingerprint; `None` when another was looked at since.
    pub fn get(&self, fingerprint: &str) -> Option<Arc<Planned>> {
        self.kept().clone().filter(|planned| planned.preview.fingerprint == fingerprint)
    }

    /// Lets go of it.
    pub fn forget(&self) {
        *self.kept() = None;
    }

    fn kept(&self) -> MutexGuard<'_, Option<Arc<Planned>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
