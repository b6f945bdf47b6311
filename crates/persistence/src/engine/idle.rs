//! Snapshots that are open and run no statement: they have an age too.
//!
//! A statement of a snapshot that is too old is ended in its middle. Between two statements there is none to end, and whoever
//! reads may compute, or wait for somebody who is slow; the file is let go of all the same, because what a snapshot keeps is
//! the write-ahead log of everybody.

use std::sync::{Arc, Weak};

use parking_lot::Mutex;

use super::connection::end_snapshot;
use super::shared::Shared;

/// The snapshots that are open.
#[derive(Debug, Default)]
pub(super) struct Idle(Mutex<Vec<Weak<Shared>>>);

impl Idle {
    /// Watches a snapshot for as long as it is open.
    pub(super) fn watch(&self, snapshot: &Arc<Shared>) {
        let mut open = self.0.lock();
        open.retain(|snapshot| snapshot.strong_count() > 0);
        open.push(Arc::downgrade(snapshot));
    }

    /// Ends those that have to end and run no statement now; each later statement is told why. One that runs a statement ends
    /// by that.
    pub(super) fn end(&self) {
        let open: Vec<_> = self.0.lock().iter().filter_map(Weak::upgrade).collect();
        for snapshot in open {
            snapshot.if_idle(|line| {
                if line.desk.end().is_some() {
                    line.guard.own(|| end_snapshot(line));
                }
            });
        }
    }
}
