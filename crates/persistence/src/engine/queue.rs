//! Who is served when: first come, first served, and whoever is served first serves the others too.
//!
//! This is the protocol of group commit with no SQLite in it, so that a model checker can run it through every
//! interleaving. Callers queue their jobs. The caller at the front *leads*: it takes all that wait, serves as many as go
//! into one transaction, tells each its outcome, puts the others back, and hands the lead to whoever is at the front then.
//! Nobody else is awake: there is no thread switch for each job, and one flush for all of them.
//!
//! A leader that follows one who served many waits a moment before it begins, because those that were woken are on their
//! way back; see [`Company`].

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

/// A job that waits. Dropped without being served, it tells its caller so: no panic leaves anybody waiting.
#[derive(Debug)]
struct Entry<J, O> {
    job: Option<J>,
    ticket: Arc<Ticket<J, O>>,
}

impl<J, O> Entry<J, O> {
    /// Ends the waiting of the caller. The job goes back to it: what a job does when it is dropped is its caller's affair.
    fn end(mut self, outcome: O) {
        let job = self.job.take();
        self.ticket.tell(Standing::Served { outcome, _job: job });
    }
}

impl<J, O> Drop for Entry<J, O> {
    fn drop(&mut self) {
        if let Some(job) = self.job.take() {
            self.ticket.tell(Standing::Abandoned { _job: job });
        }
    }
}

/// What a caller waits on.
#[derive(Debug)]
struct Ticket<J, O> {
    standing: Mutex<Standing<J, O>>,
    changed: Condvar,
}

#[derive(Debug)]
enum Standing<J, O> {
    /// In the queue, or in the hands of who leads, and not begun.
    Waiting,
    /// Begun: there is word at its end, whenever that is.
    Runs,
    /// Given up by its caller before it was begun. Whoever comes to it leaves it out.
    Withdrawn,
    /// At the front, with the lead.
    Leads,
    /// Served.
    Served { outcome: O, _job: Option<J> },
    /// Let down: whoever led broke off.
    Abandoned { _job: J },
}

impl<J, O> Ticket<J, O> {
    fn tell(&self, standing: Standing<J, O>) {
        *self.standing.lock() = standing;
        self.changed.notify_one();
    }

    /// Tells a caller how it stands; `false` when it has given up and hears nothing any more.
    fn tell_unless_withdrawn(&self, new: Standing<J, O>) -> bool {
        let mut standing = self.standing.lock();
        if matches!(*standing, Standing::Withdrawn) {
            return false;
        }
        *standing = new;
        self.changed.notify_one();
        true
    }
}

/// Why a job was not served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unserved {
    /// Its deadline passed while it waited; it did not run and will not.
    TooLate,
    /// Whoever served it broke off; what became of it is not known.
    Abandoned,
}

/// Jobs to be served, in order, and how to tell each its outcome. Those that are not told go back to the queue. A job is
/// begun before it is run, because its caller may give up until then.
#[derive(Debug)]
pub(crate) struct Batch<J, O>(VecDeque<Entry<J, O>>);

impl<J, O> Batch<J, O> {
    /// The jobs that are still to be told.
    pub(crate) fn jobs(&self) -> impl Iterator<Item = &J> {
        self.0.iter().filter_map(|entry| entry.job.as_ref())
    }

    /// Begins the job at that place, or the next one whose caller has not given up; `None` when there is no more.
    pub(crate) fn begin(&mut self, place: usize) -> Option<&J> {
        while let Some(entry) = self.0.get(place) {
            let mut standing = entry.ticket.standing.lock();
            if !matches!(*standing, Standing::Withdrawn) {
                *standing = Standing::Runs;
                break;
            }
            drop(standing);
            self.0.remove(place);
        }
        self.0.get(place)?.job.as_ref()
    }

    /// Tells the job at that place its outcome, and takes it off.
    pub(crate) fn tell(&mut self, place: usize, outcome: O) {
        if let Some(entry) = self.0.remove(place) {
            entry.end(outcome);
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

    /// How many wait to be served.
    pub(crate) fn waiting(&self) -> usize {
        self.state.lock().waiting.len()
    }

    /// Has `job` served, by somebody else or by this caller, and answers its outcome. `serve` begins what it runs, and tells
    /// at least one job of the batch it is given.
    pub(crate) fn submit(&self, job: J, deadline: Deadline, serve: impl Fn(&mut Batch<J, O>)) -> Result<O, Unserved> {
        let ticket = Arc::new(Ticket { standing: Mutex::new(Standing::Waiting), changed: Condvar::new() });
        self.enter(job, &ticket);
        loop {
            match self.wait(&ticket, deadline)? {
                Standing::Served { outcome, .. } => return Ok(outcome),
                Standing::Abandoned { .. } => return Err(Unserved::Abandoned),
                Standing::Leads | Standing::Waiting | Standing::Runs | Standing::Withdrawn => self.lead(&serve),
            }
        }
    }

    /// Queues a job; its caller leads when nobody else does.
    fn enter(&self, job: J, ticket: &Arc<Ticket<J, O>>) {
        let mut state = self.state.lock();
        state.waiting.push_back(Entry { job: Some(job), ticket: Arc::clone(ticket) });
        if !state.led {
            state.led = true;
            *ticket.standing.lock() = Standing::Leads;
        }
        if state.wished > 0 && state.waiting.len() >= state.wished {
            state.wished = 0;
            self.enough.notify_one();
        }
    }

    /// Waits until the job is served or its caller leads, and takes what it was told; the standing is then "waiting" again.
    fn wait(&self, ticket: &Arc<Ticket<J, O>>, deadline: Deadline) -> Result<Standing<J, O>, Unserved> {
        let mut standing = ticket.standing.lock();
        loop {
            let patience = match *standing {
                Standing::Waiting => deadline,
                Standing::Runs => Deadline::NEVER,
                _ => return Ok(std::mem::replace(&mut *standing, Standing::Waiting)),
            };
            let in_time = ticket.changed.wait_until(&mut standing, patience);
            if !in_time && matches!(*standing, Standing::Waiting) {
                *standing = Standing::Withdrawn;
                drop(standing);
                self.leave(ticket);
                return Err(Unserved::TooLate);
            }
        }
    }

    /// Takes a job out of the queue that its caller has given up, unless somebody leads with it: then it is left out there.
    fn leave(&self, ticket: &Arc<Ticket<J, O>>) {
        let mut state = self.state.lock();
        let place = state.waiting.iter().position(|entry| Arc::ptr_eq(&entry.ticket, ticket));
        let left = place.and_then(|place| state.waiting.remove(place));
        // What the job does when it is dropped must not hold up the queue.
        drop(state);
        drop(left);
    }

    fn lead(&self, serve: &impl Fn(&mut Batch<J, O>)) {
        let batch = self.gather();
        let mut term = Term { queue: self, gathered: batch.0.len(), batch, is_broken: true };
        serve(&mut term.batch);
        term.is_broken = false;
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
        Batch(state.waiting.drain(..count).collect())
    }
}

/// A leader's turn; ended when it is dropped, also by a panic.
struct Term<'q, J, O> {
    queue: &'q Queue<J, O>,
    batch: Batch<J, O>,
    gathered: usize,
    is_broken: bool,
}

impl<J, O> Drop for Term<'_, J, O> {
    fn drop(&mut self) {
        let untold = std::mem::take(&mut self.batch.0);
        let served = self.gathered - untold.len();
        if self.is_broken {
            // What happened to them before the panic is not known, so they cannot be served again.
            drop(untold);
            self.queue.hand_over(served, VecDeque::new());
        } else {
            self.queue.hand_over(served, untold);
        }
    }
}

impl<J, O> Queue<J, O> {
    /// Ends a turn: jobs that were not served go back to the front, in their order, and whoever is there then leads.
    fn hand_over(&self, served: usize, untold: VecDeque<Entry<J, O>>) {
        let mut left_out = Vec::new();
        let mut state = self.state.lock();
        state.served_last = served;
        for entry in untold.into_iter().rev() {
            // Told, so that a caller whose deadline has passed meanwhile gives up now.
            entry.ticket.tell_unless_withdrawn(Standing::Waiting);
            state.waiting.push_front(entry);
        }
        state.led = false;
        while let Some(next) = state.waiting.front() {
            if next.ticket.tell_unless_withdrawn(Standing::Leads) {
                state.led = true;
                break;
            }
            left_out.extend(state.waiting.pop_front());
        }
        // What a job does when it is dropped must not hold up the queue.
        drop(state);
        drop(left_out);
    }
}
