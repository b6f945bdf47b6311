//! Who is served when: first come, first served, and whoever is served first serves the others too.
//!
//! This is the protocol of group commit with no SQLite in it, so that a model checker can run it through every
//! interleaving. Callers queue their jobs. The caller at the front *leads*: it takes all that wait, serves them in order,
//! tells each its outcome, and hands the lead to whoever has come to the front meanwhile. Nobody else is awake: there is no
//! thread switch for each job, and one flush for all of them.
//!
//! A leader that has just served many waits a moment before it begins, because those it woke are on their way back; see
//! [`Company`].

use super::sync::{Arc, Condvar, Deadline, Mutex};
use std::collections::VecDeque;

/// How long a leader waits for company, and how much of it there may be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Company {
    /// The most jobs that are served at once.
    pub(crate) most: usize,
    /// How long a leader waits until as many have come as were served last time.
    pub(crate) patience: std::time::Duration,
}

/// A queue of jobs `J` whose outcomes are `O`.
#[derive(Debug)]
pub(crate) struct Queue<J, O> {
    company: Company,
    state: Mutex<State<J, O>>,
    /// Told when as many wait as the leader wishes for.
    enough: Condvar,
}

#[derive(Debug)]
struct State<J, O> {
    waiting: VecDeque<Entry<J, O>>,
    /// Whether somebody leads. The leader's own job, while it waits, is always at the front.
    led: bool,
    /// How many were served together last time.
    served_last: usize,
    /// How many the leader waits for; 0 when it does not wait.
    wished: usize,
}

/// A job that waits. Dropped without being served, it tells its caller so: no panic and no early return leaves anybody
/// waiting.
#[derive(Debug)]
struct Entry<J, O> {
    job: Option<J>,
    ticket: Arc<Ticket<O>>,
}

impl<J, O> Drop for Entry<J, O> {
    fn drop(&mut self) {
        self.ticket.tell_if_waiting(Standing::Abandoned);
    }
}

/// What a caller waits on.
#[derive(Debug)]
struct Ticket<O> {
    standing: Mutex<Standing<O>>,
    changed: Condvar,
}

#[derive(Debug, PartialEq, Eq)]
enum Standing<O> {
    /// In the queue, or being served.
    Waiting,
    /// At the front, with the lead.
    Leads,
    /// Served.
    Served(O),
    /// Let down: whoever led broke off.
    Abandoned,
    /// The outcome was taken by the caller.
    Taken,
}

impl<O> Ticket<O> {
    fn tell_if_waiting(&self, standing: Standing<O>) {
        let mut now = self.standing.lock();
        if matches!(*now, Standing::Waiting | Standing::Leads) {
            *now = standing;
            self.changed.notify_one();
        }
    }
}

/// Why a job was not served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unserved {
    /// Its deadline passed while it waited; it did not run and will not.
    TooLate,
    /// Whoever served it broke off; it may have run, but nothing of it was kept.
    Abandoned,
}

/// Jobs to be served, in order, and how to tell each its outcome.
#[derive(Debug)]
pub(crate) struct Batch<J, O>(VecDeque<Entry<J, O>>);

impl<J, O> Batch<J, O> {
    /// The jobs that are still to be told.
    pub(crate) fn jobs(&self) -> impl Iterator<Item = &J> {
        self.0.iter().filter_map(|entry| entry.job.as_ref())
    }

    /// Tells the job at that place its outcome, and takes it off.
    pub(crate) fn tell(&mut self, place: usize, outcome: O) {
        if let Some(mut entry) = self.0.remove(place) {
            // The job goes first: whatever it holds is free before its caller goes on.
            drop(entry.job.take());
            entry.ticket.tell_if_waiting(Standing::Served(outcome));
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<J, O> Queue<J, O> {
    pub(crate) fn new(company: Company) -> Self {
        let state = State { waiting: VecDeque::new(), led: false, served_last: 0, wished: 0 };
        Self { company, state: Mutex::new(state), enough: Condvar::new() }
    }

    /// Has `job` served, by somebody else or by this caller, and answers its outcome. `serve` tells every job of the batch
    /// it is given; a job it does not tell is abandoned.
    pub(crate) fn submit(&self, job: J, deadline: Deadline, serve: impl Fn(&mut Batch<J, O>)) -> Result<O, Unserved> {
        let ticket = Arc::new(Ticket { standing: Mutex::new(Standing::Waiting), changed: Condvar::new() });
        if self.enter(job, &ticket) || self.wait(&ticket, deadline)? {
            self.lead(&serve);
        }
        let mut standing = ticket.standing.lock();
        match std::mem::replace(&mut *standing, Standing::Taken) {
            Standing::Served(outcome) => Ok(outcome),
            _ => Err(Unserved::Abandoned),
        }
    }

    /// Queues a job; answers whether its caller leads from now on.
    fn enter(&self, job: J, ticket: &Arc<Ticket<O>>) -> bool {
        let mut state = self.state.lock();
        state.waiting.push_back(Entry { job: Some(job), ticket: Arc::clone(ticket) });
        let leads = !state.led;
        state.led = true;
        if state.wished > 0 && state.waiting.len() >= state.wished {
            state.wished = 0;
            self.enough.notify_one();
        }
        leads
    }

    /// Waits until the job is served or its caller leads, and answers whether it leads.
    fn wait(&self, ticket: &Arc<Ticket<O>>, deadline: Deadline) -> Result<bool, Unserved> {
        let mut standing = ticket.standing.lock();
        while matches!(*standing, Standing::Waiting) {
            if !ticket.changed.wait_until(&mut standing, deadline) && matches!(*standing, Standing::Waiting) {
                drop(standing);
                return if self.leave(ticket) { Err(Unserved::TooLate) } else { self.wait(ticket, Deadline::NEVER) };
            }
        }
        Ok(matches!(*standing, Standing::Leads))
    }

    /// Takes a job out of the queue whose caller gives up; `false` when it is already being served, or leads.
    fn leave(&self, ticket: &Arc<Ticket<O>>) -> bool {
        let mut state = self.state.lock();
        let Some(place) = state.waiting.iter().position(|entry| Arc::ptr_eq(&entry.ticket, ticket)) else {
            return false;
        };
        if matches!(*ticket.standing.lock(), Standing::Leads) {
            return false;
        }
        drop(state.waiting.remove(place));
        true
    }

    fn lead(&self, serve: &impl Fn(&mut Batch<J, O>)) {
        // Hands the lead over when it is dropped, also when `serve` panics.
        let mut term = Term { queue: self, batch: Batch(VecDeque::new()) };
        term.batch = self.gather();
        serve(&mut term.batch);
    }

    /// All that wait, after a moment for those on their way back.
    fn gather(&self) -> Batch<J, O> {
        let mut state = self.state.lock();
        let wished = state.served_last.min(self.company.most);
        if state.waiting.len() < wished {
            state.wished = wished;
            let deadline = Deadline::after(self.company.patience);
            while state.wished > 0 && self.enough.wait_until(&mut state, deadline) {}
            state.wished = 0;
        }
        let count = state.waiting.len().min(self.company.most);
        state.served_last = count;
        Batch(state.waiting.drain(..count).collect())
    }
}

struct Term<'q, J, O> {
    queue: &'q Queue<J, O>,
    batch: Batch<J, O>,
}

impl<J, O> Drop for Term<'_, J, O> {
    fn drop(&mut self) {
        // Whoever was not told is let down now, before the next leader begins.
        self.batch.0.clear();
        let mut state = self.queue.state.lock();
        match state.waiting.front() {
            Some(next) => next.ticket.tell_if_waiting(Standing::Leads),
            None => state.led = false,
        }
    }
}
