//! Reads of one part with its summary: how many a second, and how long one takes while somebody writes.

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use load::{Failure, Kind, Measured, Units};
use measure::{Quiet, connection, median, quantile};
use partwright_domain::id::PartId;
use partwright_domain::part::Sequence;
use partwright_domain::store::Store;

use crate::by_hand;
use crate::design;
use crate::plan::Plan;
use crate::seed::Seed;

/// How many callers read.
pub(crate) const CALLERS: [usize; 4] = [1, 2, 4, 8];

/// Units a second of the writer that readers are disturbed by.
const WRITES_A_SECOND: u32 = 500;

/// So many readers: ours, and thread-local raw connections; reads a second, the medians.
pub(crate) struct Throughput {
    pub(crate) callers: usize,
    pub(crate) ours: f64,
    pub(crate) raw: f64,
}

pub(crate) fn throughput(plan: &Plan, seed: &Seed, quiet: &Quiet) -> Result<Vec<Throughput>, Failure> {
    let copy = seed.copy()?;
    let mut rounds: Vec<(Vec<f64>, Vec<f64>)> = CALLERS.map(|_| (Vec::new(), Vec::new())).into();
    for round in 0..plan.rounds {
        eprintln!("readers: round {} of {}", round + 1, plan.rounds);
        for (callers, (ours, raw)) in CALLERS.into_iter().zip(&mut rounds) {
            let read_ours = || quiet.turn(|| read_through_store(&copy.path, callers, plan.turn, &seed.parts));
            let read_raw = || quiet.turn(|| read_by_hand(&copy.path, callers, plan.turn, &seed.parts));
            if round.is_multiple_of(2) {
                ours.push(read_ours()?.rate());
                raw.push(read_raw()?.rate());
            } else {
                raw.push(read_raw()?.rate());
                ours.push(read_ours()?.rate());
            }
        }
    }
    Ok(CALLERS
        .into_iter()
        .zip(rounds)
        .map(|(callers, (ours, raw))| Throughput { callers, ours: median(ours), raw: median(raw) })
        .collect())
}

fn read_through_store(
    file: &Path,
    callers: usize,
    duration: Duration,
    parts: &[(PartId, Sequence)],
) -> Result<Measured, Failure> {
    let store = design::open(file)?;
    whole(load::threads(callers, duration, || {
        let (store, mut pick) = (Arc::clone(&store), Pick::new(parts));
        Ok(move || read(&*store, pick.next()))
    })?)
}

fn read_by_hand(
    file: &Path,
    callers: usize,
    duration: Duration,
    parts: &[(PartId, Sequence)],
) -> Result<Measured, Failure> {
    whole(load::threads(callers, duration, || {
        let (mut connection, mut pick) = (connection::reading(file)?, Pick::new(parts));
        Ok(move || black_box(by_hand::read(&mut connection, pick.next())).map(|_| 1))
    })?)
}

/// Every read must have found its part.
fn whole(measured: Measured) -> Result<Measured, Failure> {
    if measured.failed == 0 { Ok(measured) } else { Err(format!("{} reads failed", measured.failed).into()) }
}

fn read(store: &dyn Store, id: PartId) -> Result<u64, Failure> {
    let summary = store.read::<_, Failure>("bench", |snapshot| Ok(snapshot.parts().summary(id)?))?;
    black_box(summary).map(|_| 1).ok_or_else(|| "a part was not found".into())
}

/// Parts all over the file, in the same order for everybody.
struct Pick<'p> {
    parts: &'p [(PartId, Sequence)],
    place: usize,
}

impl<'p> Pick<'p> {
    fn new(parts: &'p [(PartId, Sequence)]) -> Self {
        Self { parts, place: 0 }
    }

    fn next(&mut self) -> PartId {
        // A prime step visits all of them before it comes round.
        self.place = (self.place + 7919) % self.parts.len();
        self.parts[self.place].0
    }
}

/// How long one read takes, alone and beside a writer; milliseconds, medians of the rounds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Latency {
    pub(crate) title: &'static str,
    pub(crate) key: &'static str,
    pub(crate) alone_p50: f64,
    pub(crate) alone_p99: f64,
    pub(crate) beside_p50: f64,
    pub(crate) beside_p99: f64,
    /// What the writer came to; units a second.
    pub(crate) writes: f64,
}

pub(crate) fn latency(plan: &Plan, seed: &Seed, quiet: &Quiet) -> Result<[Latency; 2], Failure> {
    let (mut ours, mut raw) = (Vec::new(), Vec::new());
    for round in 0..plan.rounds {
        eprintln!("latency: round {} of {}", round + 1, plan.rounds);
        ours.push(quiet.turn(|| through_store(plan, seed))?);
        raw.push(quiet.turn(|| by_two_connections(plan, seed))?);
    }
    let middle = |rounds: &[[f64; 5]], title, key| {
        let value = |index: usize| median(rounds.iter().map(|round| round[index]));
        let (alone_p50, alone_p99, beside_p50, beside_p99) = (value(0), value(1), value(2), value(3));
        Latency { title, key, alone_p50, alone_p99, beside_p50, beside_p99, writes: value(4) }
    };
    Ok([middle(&ours, "ours", "ours"), middle(&raw, "raw, two connections", "raw")])
}

fn through_store(plan: &Plan, seed: &Seed) -> Result<[f64; 5], Failure> {
    let copy = seed.copy()?;
    let store = design::open(&copy.path)?;
    let units = Units::new(Kind::Create, &seed.parts)?;
    let mut pick = Pick::new(&seed.parts);
    let mut read = || read(&*store, pick.next());
    beside(plan.turn, &mut read, || design::unit(&*store, units.next()))
}

fn by_two_connections(plan: &Plan, seed: &Seed) -> Result<[f64; 5], Failure> {
    let copy = seed.copy()?;
    let (mut reader, mut writer) = (connection::reading(&copy.path)?, connection::writing(&copy.path)?);
    let units = Units::new(Kind::Create, &seed.parts)?;
    let mut pick = Pick::new(&seed.parts);
    let mut read = || black_box(by_hand::read(&mut reader, pick.next())).map(|_| 1);
    beside(plan.turn, &mut read, || by_hand::unit(&mut writer, &units.next()))
}

/// Median and 99th percentile alone, the same beside a writer, and the writer's units a second.
fn beside(
    turn: Duration,
    read: &mut impl FnMut() -> Result<u64, Failure>,
    write: impl FnMut() -> Result<u64, Failure> + Send,
) -> Result<[f64; 5], Failure> {
    // Once over the file, so that being first costs neither of the two.
    times(turn / 4, read)?;
    let mut alone = times(turn, read)?;
    let (stop, stopped) = channel::<()>();
    let (mut disturbed, writes) = thread::scope(|scope| -> Result<_, Failure> {
        let writer = scope.spawn(move || pace(&stopped, write));
        let disturbed = times(turn, read);
        drop(stop);
        let writes = writer.join().map_err(|_| "the writer panicked")??;
        Ok((disturbed?, writes))
    })?;
    let writes = writes as f64 / turn.as_secs_f64();
    let of = |times: &mut [f64]| (quantile(times, 0.5), quantile(times, 0.99));
    let ((alone_p50, alone_p99), (beside_p50, beside_p99)) = (of(&mut alone), of(&mut disturbed));
    Ok([alone_p50, alone_p99, beside_p50, beside_p99, writes])
}

fn times(turn: Duration, read: &mut impl FnMut() -> Result<u64, Failure>) -> Result<Vec<f64>, Failure> {
    let mut times = Vec::new();
    let start = Instant::now();
    let mut begun = start;
    while begun - start < turn {
        read()?;
        let ended = Instant::now();
        times.push((ended - begun).as_secs_f64() * 1000.0);
        begun = ended;
    }
    Ok(times)
}

/// Writes so many units a second until it is told to stop; answers how many.
fn pace(stopped: &Receiver<()>, mut write: impl FnMut() -> Result<u64, Failure>) -> Result<u64, Failure> {
    let start = Instant::now();
    let mut written: u32 = 0;
    loop {
        let due = start + Duration::from_secs(1) * written / WRITES_A_SECOND;
        let wait = due.saturating_duration_since(Instant::now());
        if stopped.recv_timeout(wait) == Err(RecvTimeoutError::Disconnected) {
            return Ok(written.into());
        }
        write()?;
        written += 1;
    }
}
