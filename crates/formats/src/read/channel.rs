//! Rows that a format pushes, for a reader that pulls them.
//!
//! Some libraries hold what they read from, and call back or lend their rows. They run on a thread of their own, a few
//! rows ahead of whoever reads, and end when nobody does any more.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use partwright_domain::import::ImportError;

use super::{Raw, Rows};

/// How many rows are read ahead.
const AHEAD: usize = 64;

/// A row, or what ended them: `None` for the end of the file.
type Next = Result<Option<Raw>, ImportError>;

/// Where rows are pushed to.
pub(super) struct Sink {
    rows: SyncSender<Next>,
    done: Arc<AtomicU64>,
}

/// Nobody reads any more.
pub(super) struct Closed;

impl Sink {
    pub(super) fn push(&self, row: Raw) -> Result<(), Closed> {
        self.rows.send(Ok(Some(row))).map_err(|_| Closed)
    }

    /// Says how many bytes were read.
    pub(super) fn read(&self, done: u64) {
        self.done.store(done, Ordering::Relaxed);
    }
}

/// Why a producer ended early.
pub(super) enum End {
    /// Nobody reads any more.
    Closed,
    /// The file is not what it seemed.
    Failed(ImportError),
}

impl From<Closed> for End {
    fn from(Closed: Closed) -> Self {
        Self::Closed
    }
}

impl From<ImportError> for End {
    fn from(error: ImportError) -> Self {
        Self::Failed(error)
    }
}

/// The reading end.
pub(super) struct Pushed {
    rows: Receiver<Next>,
    done: Arc<AtomicU64>,
    is_over: bool,
}

impl Pushed {
    /// Runs a producer on a thread of its own.
    pub(super) fn by(produce: impl FnOnce(&Sink) -> Result<(), End> + Send + 'static) -> Result<Self, ImportError> {
        let (sender, rows) = sync_channel(AHEAD);
        let done = Arc::new(AtomicU64::new(0));
        let sink = Sink { rows: sender, done: Arc::clone(&done) };
        let run = move || {
            let last = match produce(&sink) {
                Ok(()) => Ok(None),
                Err(End::Failed(error)) => Err(error),
                Err(End::Closed) => return,
            };
            if sink.rows.send(last).is_err() {
                // Whoever read has gone, and does not want to know.
            }
        };
        thread::Builder::new().name("import-rows".to_owned()).spawn(run).map_err(super::origin::unreadable)?;
        Ok(Self { rows, done, is_over: false })
    }
}

impl Rows for Pushed {
    fn next(&mut self) -> Result<Option<Raw>, ImportError> {
        if self.is_over {
            return Ok(None);
        }
        // A producer that went without a word fell over the file.
        let next = self.rows.recv().unwrap_or_else(|_| Err(damaged("it is damaged")));
        self.is_over = !matches!(next, Ok(Some(_)));
        next
    }

    fn done(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
    }
}

/// What a library says about a file when it falls over it instead of answering.
pub(super) fn guarded<T: Send + 'static>(look: impl FnOnce() -> T + Send + 'static) -> Result<T, ImportError> {
    let thread = thread::Builder::new().name("import-look".to_owned());
    let looking = thread.spawn(look).map_err(super::origin::unreadable)?;
    looking.join().map_err(|_| damaged("it is damaged"))
}

pub(super) fn damaged(detail: impl Into<String>) -> ImportError {
    ImportError::NotText { detail: detail.into() }
}
