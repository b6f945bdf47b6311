//! One door at a time on a thread.
//!
//! A unit inside a unit would wait for its own connection for ever, and a snapshot inside a unit would see the state
//! before it. Both are mistakes in the program, and are said at once instead of hanging.

use std::cell::RefCell;
use std::sync::atomic::{AtomicU64, Ordering};

use super::EngineError;

thread_local! {
    /// The doors this thread stands in: of which engine, and which one.
    static OPEN: RefCell<Vec<(u64, Door)>> = const { RefCell::new(Vec::new()) };
}

static NEXT_ENGINE: AtomicU64 = AtomicU64::new(1);

/// Which door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Door {
    Read,
    Write,
}

impl Door {
    const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
        }
    }
}

/// The doors of one engine.
#[derive(Debug)]
pub(super) struct Doors {
    engine: u64,
}

impl Doors {
    pub(super) fn new() -> Self {
        Self { engine: NEXT_ENGINE.fetch_add(1, Ordering::Relaxed) }
    }

    /// Steps in, unless this thread already stands in a door of the same engine.
    pub(super) fn enter(&self, door: Door) -> Result<Inside, EngineError> {
        OPEN.with_borrow_mut(|open| {
            if let Some((_, outer)) = open.iter().find(|(engine, _)| *engine == self.engine) {
                return Err(EngineError::Nested { inner: door.name(), outer: outer.name() });
            }
            open.push((self.engine, door));
            Ok(Inside { engine: self.engine })
        })
    }
}

/// Stands in a door; steps out when dropped, also when a panic passes through.
#[must_use]
#[derive(Debug)]
pub(super) struct Inside {
    engine: u64,
}

impl Drop for Inside {
    fn drop(&mut self) {
        OPEN.with_borrow_mut(|open| open.retain(|(engine, _)| *engine != self.engine));
    }
}
