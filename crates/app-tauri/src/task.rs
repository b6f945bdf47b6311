//! Tasks: long work that a page starts, follows and cancels, by a name that the page chose. Each run has a name of its own.

use std::collections::HashMap;
use std::panic::resume_unwind;
use std::sync::{Mutex, MutexGuard, PoisonError, mpsc};
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

/// The tasks that run, by their names.
#[derive(Debug, Default)]
pub struct Tasks(Mutex<HashMap<String, Running>>);

#[derive(Debug)]
struct Running {
    cancel: Cancel,
    /// The run whose place it takes.
    instead_of: Option<String>,
}

impl Tasks {
    /// Begins a task, which runs until the answer is dropped.
    pub fn begin(&self, name: String) -> Result<Task<'_>, WireError> {
        self.supersede(name, None)
    }

    /// Begins a task in the place of an older run, which is cancelled: nobody waits for its answer any more.
    ///
    /// The commands of a page need not begin in the order in which it sent them. An older run that begins while the one in its
    /// place runs is cancelled from the start, and the newer one goes on.
    pub fn supersede(&self, name: String, instead_of: Option<String>) -> Result<Task<'_>, WireError> {
        let cancel = Cancel::new();
        let mut running = self.running();
        if running.contains_key(&name) {
            return Err(WireError::shell("ipc.task_taken", &[("task", &name)]));
        }
        if let Some(older) = instead_of.as_ref().and_then(|older| running.get(older)) {
            older.cancel.cancel();
        }
        if running.values().any(|newer| newer.instead_of.as_ref() == Some(&name)) {
            cancel.cancel();
        }
        running.insert(name.clone(), Running { cancel: cancel.clone(), instead_of });
        Ok(Task { tasks: self, name, cancel })
    }

    /// Cancels a task. One that does not run has ended by itself meanwhile, which is as good.
    pub fn cancel(&self, name: &str) {
        if let Some(task) = self.running().get(name) {
            task.cancel.cancel();
        }
    }

    fn running(&self) -> MutexGuard<'_, HashMap<String, Running>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
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

/// Does work that somebody may follow: as its task where it has one, and else without telling anybody.
pub fn follow<T: Send>(
    caller: &Caller<'_>,
    task: Option<&Task<'_>>,
    work: impl FnOnce(Watch) -> partwright_domain::Result<T> + Send,
) -> Result<T, WireError> {
    match task {
        Some(task) => task.follow(caller, work),
        None => Ok(work(Watch::default())?),
    }
}

impl Drop for Task<'_> {
    fn drop(&mut self) {
        self.tasks.running().remove(&self.name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begin<'t>(tasks: &'t Tasks, name: &str, instead_of: Option<&str>) -> Task<'t> {
        tasks.supersede(name.to_owned(), instead_of.map(str::to_owned)).expect("a name that no other run has")
    }

    #[test]
    fn a_run_cancels_the_one_in_whose_place_it_comes_and_no_other() {
        let tasks = Tasks::default();
        let (older, other) = (begin(&tasks, "first", None), begin(&tasks, "another", None));
        let newer = begin(&tasks, "second", Some("first"));
        assert_eq!([&older, &other, &newer].map(|task| task.cancel.is_cancelled()), [true, false, false]);
        tasks.cancel("first");
        assert!(!newer.cancel.is_cancelled(), "a wish to cancel the older one that comes late");
        drop((older, other));
        tasks.cancel("second");
        assert!(newer.cancel.is_cancelled());
        drop(newer);
        assert!(tasks.running().is_empty());
    }

    #[test]
    fn of_runs_that_begin_in_another_order_than_they_were_sent_the_last_goes_on() {
        let tasks = Tasks::default();
        let third = begin(&tasks, "third", Some("second"));
        let first = begin(&tasks, "first", None);
        let second = begin(&tasks, "second", Some("first"));
        assert_eq!([&first, &second, &third].map(|task| task.cancel.is_cancelled()), [true, true, false]);
    }

    #[test]
    fn a_name_is_one_runs_as_long_as_it_runs() {
        let tasks = Tasks::default();
        let task = begin(&tasks, "copy", None);
        let refused = tasks.begin("copy".to_owned()).expect_err("a name that is taken");
        assert_eq!(refused.code, "ipc.task_taken");
        drop(task);
        begin(&tasks, "copy", None);
    }
}
