//! The protocol of group commit, run through every interleaving of a few threads.
//!
//! The queue's own file is compiled in here over the checker's locks. A hang shows as a deadlock, which loom reports.
#![expect(clippy::expect_used, reason = "a broken expectation is a failed test, and the message says which")]

#[path = "../../src/engine/queue.rs"]
#[expect(dead_code, reason = "the engine asks the queue more than this model does")]
mod queue;
mod sync;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use loom::sync::{Arc, Mutex};
use loom::thread;
use queue::{Batch, Company, Queue, Unserved};
use sync::Deadline;

/// Jobs are numbers; an outcome says in which flush the job was made durable.
type Jobs = Queue<u32, usize>;

/// What happened, in the order in which it did: the jobs of each flush.
#[derive(Debug, Default)]
struct Disk {
    flushes: Mutex<Vec<Vec<u32>>>,
}

impl Disk {
    /// Serves a batch as the engine does: runs all, flushes once, then tells each.
    fn serve(&self, batch: &mut Batch<u32, usize>) {
        let mut jobs = Vec::new();
        while let Some(job) = batch.begin(jobs.len()).copied() {
            jobs.push(job);
        }
        let flush = {
            let mut flushes = self.flushes.lock().expect("no panic");
            flushes.push(jobs);
            flushes.len() - 1
        };
        while !batch.is_empty() {
            batch.tell(0, flush);
        }
    }

    fn holds(&self, flush: usize, job: u32) -> bool {
        self.flushes.lock().expect("no panic")[flush].contains(&job)
    }

    fn all(&self) -> Vec<u32> {
        self.flushes.lock().expect("no panic").concat()
    }
}

fn queue(most: usize) -> Arc<Jobs> {
    Arc::new(Queue::new(Company { most, patience: Duration::from_micros(60) }))
}

/// Explores every interleaving with at most three preemptions of a thread, which is where such mistakes are found
/// (Musuvathi and Qadeer, "Iterative context bounding", 2007); more takes hours.
fn explore(model: impl Fn() + Sync + Send + 'static) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(3);
    builder.check(model);
}

#[test]
fn every_job_is_served_once_and_acknowledged_after_its_flush() {
    explore(|| {
        let (queue, disk) = (queue(8), Arc::new(Disk::default()));
        let callers: Vec<_> = (1..=2)
            .map(|job| {
                let (queue, disk) = (Arc::clone(&queue), Arc::clone(&disk));
                thread::spawn(move || {
                    let flush = queue.submit(job, Deadline::NEVER, |batch| disk.serve(batch)).expect("an outcome");
                    assert!(disk.holds(flush, job), "acknowledged before the flush that covers it");
                })
            })
            .collect();
        let flush = queue.submit(3, Deadline::NEVER, |batch| disk.serve(batch)).expect("an outcome");
        assert!(disk.holds(flush, 3));
        for caller in callers {
            caller.join().expect("no panic");
        }
        let mut served = disk.all();
        served.sort_unstable();
        assert_eq!(served, [1, 2, 3], "each once");
    });
}

#[test]
fn a_caller_that_comes_twice_finds_the_queue_working() {
    explore(|| {
        let (queue, disk) = (queue(8), Arc::new(Disk::default()));
        let other = {
            let (queue, disk) = (Arc::clone(&queue), Arc::clone(&disk));
            thread::spawn(move || {
                queue.submit(10, Deadline::NEVER, |batch| disk.serve(batch)).expect("an outcome");
                queue.submit(11, Deadline::NEVER, |batch| disk.serve(batch)).expect("an outcome");
            })
        };
        queue.submit(20, Deadline::NEVER, |batch| disk.serve(batch)).expect("an outcome");
        queue.submit(21, Deadline::NEVER, |batch| disk.serve(batch)).expect("an outcome");
        other.join().expect("no panic");
        let served = disk.all();
        let place = |job| served.iter().position(|&other| other == job);
        assert!(place(10) < place(11) && place(20) < place(21), "in each caller's order: {served:?}");
        assert_eq!(served.len(), 4);
    });
}

#[test]
fn a_full_batch_leaves_the_others_for_the_next() {
    explore(|| {
        let (queue, disk) = (queue(1), Arc::new(Disk::default()));
        let callers: Vec<_> = (1..=2)
            .map(|job| {
                let (queue, disk) = (Arc::clone(&queue), Arc::clone(&disk));
                thread::spawn(move || {
                    queue.submit(job, Deadline::NEVER, |batch| disk.serve(batch)).expect("an outcome")
                })
            })
            .collect();
        for caller in callers {
            assert!(caller.join().is_ok());
        }
        let flushes = disk.flushes.lock().expect("no panic");
        assert!(flushes.iter().all(|jobs| jobs.len() == 1), "{flushes:?}");
        assert_eq!(flushes.len(), 2);
    });
}

#[test]
fn jobs_that_a_leader_puts_back_are_served_by_the_next_in_their_order() {
    explore(|| {
        let (queue, disk) = (queue(8), Arc::new(Disk::default()));
        // A transaction that takes one job only, however many came.
        let serve = {
            let disk = Arc::clone(&disk);
            Arc::new(move |batch: &mut Batch<u32, usize>| {
                let first = batch.begin(0).copied().expect("a job");
                let mut flushes = disk.flushes.lock().expect("no panic");
                flushes.push(vec![first]);
                let flush = flushes.len() - 1;
                drop(flushes);
                batch.tell(0, flush);
            })
        };
        let other = {
            let (queue, serve, disk) = (Arc::clone(&queue), Arc::clone(&serve), Arc::clone(&disk));
            thread::spawn(move || {
                for job in [10, 11] {
                    let flush = queue.submit(job, Deadline::NEVER, |batch| serve(batch)).expect("an outcome");
                    assert!(disk.holds(flush, job));
                }
            })
        };
        let flush = queue.submit(20, Deadline::NEVER, |batch| serve(batch)).expect("an outcome");
        assert!(disk.holds(flush, 20));
        other.join().expect("no panic");
        let served = disk.all();
        assert_eq!(served.len(), 3, "each once: {served:?}");
        let place = |job| served.iter().position(|&other| other == job);
        assert!(place(10) < place(11));
    });
}

#[test]
fn a_caller_that_gives_up_may_have_been_put_back() {
    explore(|| {
        let (queue, disk) = (queue(8), Arc::new(Disk::default()));
        let serve = {
            let disk = Arc::clone(&disk);
            Arc::new(move |batch: &mut Batch<u32, usize>| {
                let Some(first) = batch.begin(0).copied() else { return };
                disk.flushes.lock().expect("no panic").push(vec![first]);
                batch.tell(0, 0);
            })
        };
        let hurried = {
            let (queue, serve) = (Arc::clone(&queue), Arc::clone(&serve));
            thread::spawn(move || queue.submit(1, Deadline::after(Duration::ZERO), |batch| serve(batch)))
        };
        queue.submit(2, Deadline::NEVER, |batch| serve(batch)).expect("an outcome");
        let is_served = hurried.join().expect("no panic").is_ok();
        assert_eq!(disk.all().contains(&1), is_served, "served, or not, as its caller was told");
        queue.submit(3, Deadline::NEVER, |batch| serve(batch)).expect("an outcome");
    });
}

#[test]
fn a_leader_that_panics_lets_nobody_hang() {
    explore(|| {
        let (queue, disk) = (queue(8), Arc::new(Disk::default()));
        // The first turn panics before it tells anybody; later turns serve.
        let broken = Arc::new(Mutex::new(false));
        let serve = Arc::new(move |batch: &mut Batch<u32, usize>| {
            let was_broken = std::mem::replace(&mut *broken.lock().expect("no panic while held"), true);
            assert!(was_broken, "a leader that panics on purpose");
            disk.serve(batch);
        });
        let callers: Vec<_> = (1..=2)
            .map(|job| {
                let (queue, serve) = (Arc::clone(&queue), Arc::clone(&serve));
                thread::spawn(move || {
                    catch_unwind(AssertUnwindSafe(|| queue.submit(job, Deadline::NEVER, |batch| serve(batch))))
                })
            })
            .collect();
        let outcomes: Vec<_> = callers.into_iter().map(|caller| caller.join().expect("no panic gets out")).collect();
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_err()).count(), 1, "the panic is the leader's own");
        for outcome in outcomes.into_iter().flatten() {
            assert!(matches!(outcome, Ok(_) | Err(Unserved::Abandoned)));
        }
        // Whatever happened, the next one is served.
        queue.submit(9, Deadline::NEVER, |batch| serve(batch)).expect("an outcome");
    });
}

#[test]
fn a_caller_that_gives_up_was_not_served_and_holds_up_nobody() {
    explore(|| {
        let (queue, disk) = (queue(8), Arc::new(Disk::default()));
        let hurried = {
            let (queue, disk) = (Arc::clone(&queue), Arc::clone(&disk));
            thread::spawn(move || {
                let soon = Deadline::after(Duration::ZERO);
                queue.submit(1, soon, |batch| disk.serve(batch))
            })
        };
        queue.submit(2, Deadline::NEVER, |batch| disk.serve(batch)).expect("an outcome");
        match hurried.join().expect("no panic") {
            Ok(flush) => assert!(disk.holds(flush, 1)),
            Err(reason) => {
                assert_eq!(reason, Unserved::TooLate);
                assert!(!disk.all().contains(&1), "it was served after all");
            }
        }
        queue.submit(3, Deadline::NEVER, |batch| disk.serve(batch)).expect("an outcome");
    });
}
