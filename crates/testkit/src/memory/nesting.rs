//! Who is inside what on this thread, so that a store inside itself is refused and never waits for itself.

use std::cell::RefCell;
use std::sync::atomic::{AtomicU64, Ordering};

use partwright_domain::store::StoreError;

thread_local! {
    static INSIDE: RefCell<Vec<(u64, &'static str)>> = const { RefCell::new(Vec::new()) };
}

/// Tells one store from another.
#[derive(Debug)]
pub(super) struct StoreKey(u64);

impl Default for StoreKey {
    fn default() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

/// As long as it lives, its thread is inside a read or a write of its store.
#[derive(Debug)]
pub(super) struct Inside(u64);

impl Inside {
    /// Goes inside, or says inside what the thread is already.
    pub(super) fn enter(store: &StoreKey, inner: &'static str) -> Result<Self, StoreError> {
        INSIDE.with_borrow_mut(|inside| {
            if let Some(&(_, outer)) = inside.iter().find(|(key, _)| *key == store.0) {
                return Err(StoreError::Nested { inner, outer });
            }
            inside.push((store.0, inner));
            Ok(Self(store.0))
        })
    }
}

impl Drop for Inside {
    fn drop(&mut self) {
        INSIDE.with_borrow_mut(|inside| inside.retain(|(key, _)| *key != self.0));
    }
}
