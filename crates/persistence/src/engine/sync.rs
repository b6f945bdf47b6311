//! The locks of the queue. The model check has a file of the same shape over a checker's locks.

use std::time::{Duration, Instant};

pub(crate) use parking_lot::Mutex;
pub(crate) use std::sync::Arc;

use parking_lot::MutexGuard;

/// When waiting ends.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deadline(Option<Instant>);

impl Deadline {
    /// Waiting does not end by itself.
    pub(crate) const NEVER: Self = Self(None);

    /// Waiting ends so much later than now.
    pub(crate) fn after(duration: Duration) -> Self {
        Self(Instant::now().checked_add(duration))
    }
}

/// A condition to wait for, in a mutex's data.
#[derive(Debug, Default)]
pub(crate) struct Condvar(parking_lot::Condvar);

impl Condvar {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    pub(crate) fn notify_one(&self) {
        self.0.notify_one();
    }

    /// Waits to be told; `false` when the deadline came first.
    pub(crate) fn wait_until<T>(&self, guard: &mut MutexGuard<'_, T>, deadline: Deadline) -> bool {
        if let Some(moment) = deadline.0 {
            return !self.0.wait_until(guard, moment).timed_out();
        }
        self.0.wait(guard);
        true
    }
}
