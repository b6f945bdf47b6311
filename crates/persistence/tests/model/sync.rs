//! The locks of the queue over loom's: the same shape as `src/engine/sync.rs`, explored in every order.
//!
//! Loom has no time. A deadline that is not "never" has therefore passed as soon as others had their chance to run: the
//! worst case for whoever relies on being told in time.

use std::ops::{Deref, DerefMut};
use std::time::Duration;

pub(crate) use loom::sync::Arc;

#[derive(Debug, Clone, Copy)]
pub(crate) struct Deadline {
    is_never: bool,
}

impl Deadline {
    pub(crate) const NEVER: Self = Self { is_never: true };

    pub(crate) fn after(_: Duration) -> Self {
        Self { is_never: false }
    }
}

#[derive(Debug)]
pub(crate) struct Mutex<T>(loom::sync::Mutex<T>);

/// Holds a mutex; empty only while a condition is waited for.
#[derive(Debug)]
pub(crate) struct Guard<'m, T> {
    mutex: &'m loom::sync::Mutex<T>,
    held: Option<loom::sync::MutexGuard<'m, T>>,
}

impl<T> Mutex<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(loom::sync::Mutex::new(value))
    }

    pub(crate) fn lock(&self) -> Guard<'_, T> {
        Guard { mutex: &self.0, held: Some(self.0.lock().expect("no panic while held")) }
    }
}

impl<T> Deref for Guard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.held.as_ref().expect("a held mutex")
    }
}

impl<T> DerefMut for Guard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        self.held.as_mut().expect("a held mutex")
    }
}

#[derive(Debug)]
pub(crate) struct Condvar(loom::sync::Condvar);

impl Condvar {
    pub(crate) fn new() -> Self {
        Self(loom::sync::Condvar::new())
    }

    pub(crate) fn notify_one(&self) {
        self.0.notify_one();
    }

    pub(crate) fn wait_until<T>(&self, guard: &mut Guard<'_, T>, deadline: Deadline) -> bool {
        let held = guard.held.take().expect("a held mutex");
        if deadline.is_never {
            guard.held = Some(self.0.wait(held).expect("no panic while held"));
            return true;
        }
        drop(held);
        loom::thread::yield_now();
        guard.held = Some(guard.mutex.lock().expect("no panic while held"));
        false
    }
}
