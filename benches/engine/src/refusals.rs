//! What must not hang: a write inside a write, a write inside a read, and doors that stay shut.

use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use load::Failure;
use partwright_domain::store::{Store, StoreError};
use partwright_persistence::{Settings, SqliteStore};

use crate::seed::Seed;

const TURN: Duration = Duration::from_millis(500);
/// What waking up at a deadline may take on a busy machine.
const WAKING: Duration = Duration::from_millis(100);
/// Longer than this is a hang.
const HANG: Duration = Duration::from_secs(20);

/// Something the store must refuse, and whether it did so with the right error and in time.
pub(crate) struct Refusal {
    pub(crate) id: &'static str,
    pub(crate) title: &'static str,
    pub(crate) met: bool,
    /// How long the caller waited for it; milliseconds.
    pub(crate) waited: f64,
}

type Attempt = fn(&Arc<dyn Store>) -> Result<(), StoreError>;

pub(crate) fn measure(seed: &Seed) -> Result<[Refusal; 4], Failure> {
    let nested = |error: &StoreError| matches!(error, StoreError::Nested { .. });
    let exhausted = |error: &StoreError| matches!(error, StoreError::Exhausted { .. });
    let file = seed.copy()?;
    let try_it = |id, title, attempt: Attempt, right: fn(&StoreError) -> bool, least, most| {
        let (met, waited) = attempted(&file.path, attempt, right, least, most)?;
        Ok::<_, Failure>(Refusal { id, title, met, waited })
    };
    let none = Duration::ZERO;
    let late = TURN + WAKING;
    Ok([
        try_it("nested_write", "a write inside a write", write_in_write, nested, none, WAKING)?,
        try_it("write_inside_read", "a write inside a read", write_in_read, nested, none, WAKING)?,
        try_it("exhausted_readers", "a read when all readers are taken", no_reader, exhausted, TURN, late)?,
        try_it("exhausted_writer", "a write when the writer is held", no_writer, exhausted, TURN, late)?,
    ])
}

/// Whether the attempt was refused rightly and not outside of its time, and how long that took.
fn attempted(
    file: &Path,
    attempt: Attempt,
    right: fn(&StoreError) -> bool,
    least: Duration,
    most: Duration,
) -> Result<(bool, f64), Failure> {
    let settings = Settings { readers: 1, turn: TURN, ..Settings::default() };
    let store: Arc<dyn Store> = Arc::new(SqliteStore::open(file, settings)?);
    let (tell, told) = channel();
    // On a thread of its own: if it hangs, it hangs alone.
    thread::spawn(move || {
        let begun = Instant::now();
        let outcome = attempt(&store);
        // Nobody listens any more if it took too long.
        tell.send((outcome, begun.elapsed())).ok();
    });
    let Ok((outcome, waited)) = told.recv_timeout(HANG) else { return Ok((false, HANG.as_secs_f64() * 1000.0)) };
    let refused = outcome.as_ref().is_err_and(right);
    Ok((refused && waited >= least && waited <= most, waited.as_secs_f64() * 1000.0))
}

fn write_in_write(store: &Arc<dyn Store>) -> Result<(), StoreError> {
    let inner = Arc::clone(store);
    store.write("outer", move |_| inner.write("inner", |_| Ok(())))
}

fn write_in_read(store: &Arc<dyn Store>) -> Result<(), StoreError> {
    store.read("bench", |_| store.write("inner", |_| Ok(())))
}

fn no_reader(store: &Arc<dyn Store>) -> Result<(), StoreError> {
    beside(
        store,
        |store, (holds, release)| {
            store.read("bench", |_| {
                wait(&holds, &release);
                Ok(())
            })
        },
        |store| store.read("bench", |_| Ok(())),
    )
}

fn no_writer(store: &Arc<dyn Store>) -> Result<(), StoreError> {
    beside(
        store,
        |store, ends| {
            // A unit could be run again, so its ends stay where they are.
            let ends = Mutex::new(ends);
            store.write("hold", move |_| {
                let (holds, release) = &*ends.lock().unwrap_or_else(PoisonError::into_inner);
                wait(holds, release);
                Ok(())
            })
        },
        |store| store.write("wait", |_| Ok(())),
    )
}

type Ends = (Sender<()>, Receiver<()>);

fn wait(holds: &Sender<()>, release: &Receiver<()>) {
    holds.send(()).ok();
    // Ends when the other end is dropped.
    release.recv().ok();
}

/// Tries `attempt` while another thread is inside `hold`.
fn beside(
    store: &Arc<dyn Store>,
    hold: fn(&dyn Store, Ends) -> Result<(), StoreError>,
    attempt: fn(&dyn Store) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let (holds, held) = channel();
    let (release, released) = channel::<()>();
    thread::scope(|scope| {
        let holder = scope.spawn(move || hold(&**store, (holds, released)));
        held.recv().ok();
        let outcome = attempt(&**store);
        drop(release);
        match holder.join() {
            Ok(Ok(())) => outcome,
            _ => Err(StoreError::Failed { detail: "the holder failed".to_owned() }),
        }
    })
}
