//! What has to be done although nobody asks: a thread that looks round a few times a second.

use std::sync::Arc;
use std::thread::{self, JoinHandle};

use parking_lot::{Condvar, Mutex, MutexGuard};

use super::base::Base;
use super::wal;

/// The thread, and how it is told to end. Dropping it waits for its end.
#[derive(Debug)]
pub(super) struct Caretaker {
    ending: Arc<(Mutex<bool>, Condvar)>,
    thread: Option<JoinHandle<()>>,
}

impl Caretaker {
    pub(super) fn employ(base: Arc<Base>) -> std::io::Result<Self> {
        let ending = Arc::new((Mutex::new(false), Condvar::new()));
        let told = Arc::clone(&ending);
        let thread = thread::Builder::new().name("sqlite-caretaker".to_owned()).spawn(move || {
            let (is_over, told) = &*told;
            let mut rounds = Rounds::default();
            let mut is_over = is_over.lock();
            while !*is_over {
                if told.wait_for(&mut is_over, base.settings.care).timed_out() {
                    // Whoever is told of a change may end the engine.
                    MutexGuard::unlocked(&mut is_over, || rounds.go(&base));
                }
            }
        })?;
        Ok(Self { ending, thread: Some(thread) })
    }
}

impl Drop for Caretaker {
    fn drop(&mut self) {
        *self.ending.0.lock() = true;
        self.ending.1.notify_all();
        // On its own thread, when whoever it told something had the last hold on the engine: then it ends by itself.
        let others = self.thread.take().filter(|thread| thread.thread().id() != thread::current().id());
        let ended = others.map(JoinHandle::join);
        if let Some(Err(_)) = ended {
            tracing::error!("the caretaker of the database panicked");
        }
    }
}

/// What it saw the last time.
#[derive(Debug, Default)]
struct Rounds {
    commits: u64,
    is_truncated: bool,
}

impl Rounds {
    fn go(&mut self, base: &Base) {
        base.tell_of_old_snapshots();
        base.idle.end();
        // While the writer is at work, it looks after everything else by itself.
        let Some(writer) = base.writer.take_if_free() else { return };
        if let Err(error) = base.elsewhere.look(&writer, &base.metrics) {
            tracing::warn!(%error, "it is not known whether another program changed the file");
        }
        let commits = base.metrics.commits.get();
        let is_idle = commits == self.commits;
        self.is_truncated &= is_idle;
        self.commits = commits;
        if is_idle && !self.is_truncated && !base.keeps_log() {
            match wal::truncate(&writer, &base.settings) {
                Ok(is_done) => self.is_truncated = is_done,
                Err(error) => tracing::debug!(%error, "the write-ahead log could not be cut"),
            }
        }
    }
}
