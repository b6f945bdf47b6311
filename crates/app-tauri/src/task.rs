//! Tasks: long work that a page starts, follows and cancels, by a name that the page chose.

use std::collections::HashMap;
use std::panic::resume_unwind;
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use partwright_domain::cancel::Cancel;
use partwright_domain::watch::Watch;
use partwright_domain::workspace::Progress;
use serde::Serialize;
use ts_rs::TS;

use crate::app::App;
use crate::error::WireError;

/// The name of the event that tells how far a task is.
pub const PROGRESS: &str = "progress";

/// Time between two such events; nobody sees more of them.
const PAUSE: Duration = Duration::from_millis(50);

/// How far a task is, in steps of its own size.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(rename = "Progress")]
pub struct ProgressView {
    /// The name that the page gave it.
    pub task: String,
    pub done: u64,
    pub total: u64,
}

/// Who sent a command: the application it is for, and the one window that hears how far it is.
pub struct Caller<'a> {
    /// What the command works with.
    pub app: &'a App,
    /// The label of the window.
    pub window: &'a str,
    /// Tells the window.
    pub tell: &'a dyn Fn(ProgressView),
}

/// Most commands are done at once and have nothing to tell.
impl<'a> From<&'a Caller<'a>> for &'a App {
    fn from(caller: &'a Caller<'a>) -> Self {
        caller.app
    }
}

/// The tasks that run.
#[derive(Debug, Default)]
pub struct Tasks(Mutex<HashMap<String, Cancel>>);

impl Tasks {
    /// Begins a task, which runs until the answer is dropped.
    pub fn begin(&self, name: String) -> Result<Task<'_>, WireError> {
        let cancel = Cancel::new();
        let mut running = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if running.contains_key(&name) {
            return Err(WireError::shell("ipc.task_taken", &[("task", &name)]));
        }
        running.insert(name.clone(), cancel.clone());
        Ok(Task { tasks: self, name, cancel })
    }

    /// Begins a task in the place of the one that runs under that name, which is cancelled: nobody waits for its answer any
    /// more.
    pub fn supersede(&self, name: String) -> Task<'_> {
        let cancel = Cancel::new();
        let mut running = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(older) = running.insert(name.clone(), cancel.clone()) {
            older.cancel();
        }
        Task { tasks: self, name, cancel }
    }

    /// Cancels a task. One that does not run has ended by itself meanwhile, which is as good.
    pub fn cancel(&self, name: &str) {
        if let Some(cancel) = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(name) {
            cancel.cancel();
        }
    }
}

/// A task that runs.
#[derive(Debug)]
pub struct Task<'a> {
    tasks: &'a Tasks,
    name: String,
    /// Is cancelled when the page says so.
    pub cancel: Cancel,
}

impl Task<'_> {
    /// Does work of the task on a thread of its own, while this one tells the caller how far it is.
    pub fn follow<T: Send>(
        &self,
        caller: &Caller<'_>,
        work: impl FnOnce(Watch) -> partwright_domain::Result<T> + Send,
    ) -> Result<T, WireError> {
        let (sender, told) = mpsc::channel();
        let watch = Watch::new(self.cancel.clone(), move |progress| {
            if sender.send(progress).is_err() {
                tracing::debug!("nobody hears any more how far a task is");
            }
        });
        let answer = thread::scope(|scope| {
            let worker = scope.spawn(move || work(watch));
            // The channel ends when the work has dropped its watch.
            told.into_iter().for_each(self.teller(caller));
            worker.join()
        });
        Ok(answer.unwrap_or_else(|panic| resume_unwind(panic))?)
    }

    /// Tells the caller how far the task is: its first step, its last one, and no more between them than can be seen.
    pub fn teller<'a>(&'a self, caller: &'a Caller<'_>) -> impl FnMut(Progress) + 'a {
        let mut told: Option<Instant> = None;
        move |Progress { done, total }| {
            if done == total || told.is_none_or(|told| told.elapsed() >= PAUSE) {
                told = Some(Instant::now());
                (caller.tell)(ProgressView { task: self.name.clone(), done, total });
            }
        }
    }
}

impl Drop for Task<'_> {
    fn drop(&mut self) {
        let mut running = self.tasks.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Another one may have taken the name over.
        if running.get(&self.name).is_some_and(|cancel| cancel.is_same(&self.cancel)) {
            running.remove(&self.name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_task_that_is_superseded_is_cancelled_and_leaves_its_name_to_the_newer_one() {
        let tasks = Tasks::default();
        let older = tasks.supersede("search".to_owned());
        let newer = tasks.supersede("search".to_owned());
        assert_eq!((older.cancel.is_cancelled(), newer.cancel.is_cancelled()), (true, false));
        drop(older);
        tasks.cancel("search");
        assert!(newer.cancel.is_cancelled(), "the newer one is still found by its name");
        drop(newer);
        assert!(tasks.0.lock().expect("no panic").is_empty());
    }
}
