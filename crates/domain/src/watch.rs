//! Following long work on another thread, and ending it.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::cancel::Cancel;
use crate::store::StoreError;
use crate::workspace::Progress;

/// Who follows one piece of work, and can end it. What it tells of never goes back, also where a unit of work runs again.
#[derive(Clone)]
pub struct Watch {
    cancel: Cancel,
    tell: Arc<dyn Fn(Progress) + Send + Sync>,
    furthest: Arc<AtomicU64>,
}

impl fmt::Debug for Watch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Watch").field("cancel", &self.cancel).finish_non_exhaustive()
    }
}

impl Default for Watch {
    /// Nobody follows, and nobody ends it.
    fn default() -> Self {
        Self::new(Cancel::new(), |_| {})
    }
}

impl Watch {
    /// Tells of progress, until it is cancelled.
    pub fn new(cancel: Cancel, tell: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        Self { cancel, tell: Arc::new(tell), furthest: Arc::default() }
    }

    /// What ends it.
    pub fn cancel(&self) -> &Cancel {
        &self.cancel
    }

    /// Begins work on so many things.
    pub(crate) fn steps(&self, total: usize) -> Steps<'_> {
        Steps { watch: self, done: 0, total: total as u64 }
    }

    /// Tells that so much of it is behind, and goes on, unless it is to end.
    pub(crate) fn go_on(&self, done: u64, total: u64) -> Result<(), StoreError> {
        self.cancel.check()?;
        if done > self.furthest.fetch_max(done, Ordering::Relaxed) {
            (self.tell)(Progress { done: done.min(total), total });
        }
        Ok(())
    }
}

/// Work that goes from one thing to the next.
#[derive(Debug)]
pub(crate) struct Steps<'w> {
    watch: &'w Watch,
    done: u64,
    total: u64,
}

impl Steps<'_> {
    /// Goes on after one more thing, unless it is to end.
    pub(crate) fn next(&mut self) -> Result<(), StoreError> {
        self.done += 1;
        self.watch.go_on(self.done, self.total)
    }
}
