//! Callers that each do one unit after the other until the time is up: as threads, or as tasks of a runtime.

use std::sync::{Arc, Barrier, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

use crate::Failure;
use crate::measured::{Caller, Measured};

/// The one moment at which all callers begin.
#[derive(Debug, Default)]
struct Start(OnceLock<Instant>);

impl Start {
    fn moment(&self) -> Instant {
        *self.0.get_or_init(Instant::now)
    }
}

/// `count` threads. Each makes what it works with before the clock starts; its unit answers for how many it counts.
pub fn threads<U>(
    count: usize,
    duration: Duration,
    make: impl Fn() -> Result<U, Failure> + Sync,
) -> Result<Measured, Failure>
where
    U: FnMut() -> Result<u64, Failure>,
{
    let ready = Barrier::new(count);
    let start = Start::default();
    let call = || -> Result<Caller, Failure> {
        let unit = make();
        // Also with a failure, or the others would wait for ever.
        ready.wait();
        let mut unit = unit?;
        let end = start.moment() + duration;
        let mut caller = Caller::default();
        let mut begun = Instant::now();
        while begun < end {
            let outcome = unit();
            let ended = Instant::now();
            caller.note(&outcome, ended - begun, ended <= end);
            begun = ended;
        }
        Ok(caller)
    };
    let callers = thread::scope(|scope| {
        let callers: Vec<_> = (0..count).map(|_| scope.spawn(call)).collect();
        callers
            .into_iter()
            .map(|caller| caller.join().map_err(|_| Failure::from("a caller panicked"))?)
            .collect::<Result<Vec<_>, _>>()
    })?;
    Ok(Measured::of(&callers, duration))
}

/// `count` tasks on the runtime this runs in.
pub async fn tasks<U, F>(count: usize, duration: Duration, unit: U) -> Result<Measured, Failure>
where
    U: Fn() -> F + Clone + Send + 'static,
    F: Future<Output = Result<u64, Failure>> + Send,
{
    let ready = Arc::new(tokio::sync::Barrier::new(count));
    let start = Arc::new(Start::default());
    let call = |unit: U| {
        let (ready, start) = (Arc::clone(&ready), Arc::clone(&start));
        async move {
            ready.wait().await;
            let end = start.moment() + duration;
            let mut caller = Caller::default();
            let mut begun = Instant::now();
            while begun < end {
                let outcome = unit().await;
                let ended = Instant::now();
                caller.note(&outcome, ended - begun, ended <= end);
                begun = ended;
            }
            caller
        }
    };
    let running: Vec<_> = (0..count).map(|_| tokio::spawn(call(unit.clone()))).collect();
    let mut callers = Vec::with_capacity(count);
    for caller in running {
        callers.push(caller.await?);
    }
    Ok(Measured::of(&callers, duration))
}
