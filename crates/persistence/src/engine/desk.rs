//! Who reads with a connection, since when, and what makes them stop.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use parking_lot::Mutex;

use super::{EngineError, seconds};

/// Who asks for a snapshot.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// The operation's name, for the log and the status.
    pub operation: &'static str,
    /// Set by whoever wants the read to end: every statement of it that runs or is still to run then fails.
    pub cancel: Option<Arc<AtomicBool>>,
}

impl Reading {
    pub(super) fn is_cancelled(&self) -> bool {
        self.cancel.as_ref().is_some_and(|cancel| cancel.load(Ordering::Relaxed))
    }

    /// Goes on, unless it was cancelled.
    pub(super) fn check(&self) -> Result<(), EngineError> {
        if self.is_cancelled() { Err(EngineError::Cancelled) } else { Ok(()) }
    }
}

/// A snapshot that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenSnapshot {
    /// The operation that reads.
    pub operation: &'static str,
    /// For how long already.
    pub age: Duration,
}

/// A reading connection's place: who sits there now. SQLite looks at it in the middle of a statement, and the caretaker
/// looks at all of them.
#[derive(Debug, Default)]
pub(super) struct Desk(Mutex<Option<Sitter>>);

#[derive(Debug)]
struct Sitter {
    reading: Reading,
    since: Instant,
    oldest: Duration,
    is_told_of: bool,
}

/// Why a read has to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Cancelled,
    TooOld(Duration),
}

impl From<End> for EngineError {
    fn from(end: End) -> Self {
        match end {
            End::Cancelled => Self::Cancelled,
            End::TooOld(oldest) => Self::TooOld { seconds: seconds(oldest) },
        }
    }
}

impl Desk {
    /// Takes the place; it ends when the snapshot is older than `oldest`.
    pub(super) fn sit(&self, reading: &Reading, oldest: Duration) {
        let sitter = Sitter { reading: reading.clone(), since: Instant::now(), oldest, is_told_of: false };
        *self.0.lock() = Some(sitter);
    }

    pub(super) fn leave(&self) {
        *self.0.lock() = None;
    }

    /// Why the read has to end now, if it has to. Nobody ever ends what does not read.
    pub(super) fn end(&self) -> Option<End> {
        let place = self.0.lock();
        let sitter = place.as_ref()?;
        if sitter.reading.is_cancelled() {
            return Some(End::Cancelled);
        }
        (sitter.since.elapsed() > sitter.oldest).then_some(End::TooOld(sitter.oldest))
    }

    pub(super) fn snapshot(&self) -> Option<OpenSnapshot> {
        let place = self.0.lock();
        place.as_ref().map(|sitter| OpenSnapshot { operation: sitter.reading.operation, age: sitter.since.elapsed() })
    }

    /// The snapshot, if it is older than that and was not told of before.
    pub(super) fn tell_once(&self, older_than: Duration) -> Option<OpenSnapshot> {
        let mut place = self.0.lock();
        let sitter = place.as_mut().filter(|sitter| !sitter.is_told_of && sitter.since.elapsed() > older_than)?;
        sitter.is_told_of = true;
        Some(OpenSnapshot { operation: sitter.reading.operation, age: sitter.since.elapsed() })
    }
}
