//! How large the write-ahead log grows under a writer that never rests and a reader that holds its snapshot.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use load::{Failure, Kind, Measured, Units};

use crate::design;
use crate::plan::Plan;
use crate::seed::Seed;

const LOOK: Duration = Duration::from_millis(20);

/// Sizes in bytes.
pub(crate) struct Wal {
    /// While the reader held its snapshot, and while the log was worked off.
    pub(crate) peak: u64,
    /// Before the reader came.
    pub(crate) before: u64,
    /// At the end, with the writer still at work.
    pub(crate) end: u64,
    /// After the store was closed.
    pub(crate) closed: u64,
    /// How long the reader held its snapshot; seconds.
    pub(crate) held: f64,
    /// What the writer came to.
    pub(crate) writer: Measured,
}

/// The reader begins after a quarter of the time and holds on for half of it.
pub(crate) fn measure(plan: &Plan, seed: &Seed) -> Result<Wal, Failure> {
    eprintln!("wal: {:.0} s", plan.wal.as_secs_f64());
    let copy = seed.copy()?;
    let log = beside(&copy.path);
    let store = design::open(&copy.path)?;
    let units = Units::new(Kind::Create, &seed.parts)?;
    let (stop, stopped) = channel::<()>();
    let (mut sizes, mut held) = (Vec::new(), 0.0);
    let writer = thread::scope(|scope| -> Result<Measured, Failure> {
        let writer = scope.spawn(|| load::threads(1, plan.wal, || Ok(|| design::unit(&*store, units.next()))));
        let (reading, first) = (&store, seed.parts[0].0);
        let reader = scope.spawn(move || -> Result<f64, Failure> {
            if stopped.recv_timeout(plan.wal / 4) == Err(RecvTimeoutError::Disconnected) {
                return Ok(0.0);
            }
            let begun = Instant::now();
            let counts = reading.read::<_, Failure>("bench", |snapshot| {
                let before = snapshot.parts().count()?;
                while begun.elapsed() < plan.wal / 2 {
                    let rest = (plan.wal / 2).saturating_sub(begun.elapsed());
                    if stopped.recv_timeout(rest) == Err(RecvTimeoutError::Disconnected) {
                        break;
                    }
                    snapshot.parts().summary(first)?;
                }
                Ok((before, snapshot.parts().count()?))
            })?;
            if counts.0 == counts.1 { Ok(begun.elapsed().as_secs_f64()) } else { Err("a snapshot changed".into()) }
        });
        let start = Instant::now();
        let (ended, ends) = channel::<()>();
        while !writer.is_finished() {
            sizes.push((start.elapsed(), size(&log)));
            // Nobody sends: this is how long it is until the next look.
            if ends.recv_timeout(LOOK) == Err(RecvTimeoutError::Disconnected) {
                break;
            }
        }
        drop((ended, stop));
        held = reader.join().map_err(|_| "the reader panicked")??;
        writer.join().map_err(|_| "the writer panicked")?
    })?;
    drop(store);
    let quarter = plan.wal / 4;
    Ok(Wal {
        peak: sizes.iter().map(|(_, size)| *size).max().unwrap_or_default(),
        before: sizes.iter().filter(|(at, _)| *at < quarter).map(|(_, size)| *size).max().unwrap_or_default(),
        end: sizes.last().map(|(_, size)| *size).unwrap_or_default(),
        closed: size(&log),
        held,
        writer,
    })
}

fn beside(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push("-wal");
    name.into()
}

/// None is as good as empty.
fn size(file: &Path) -> u64 {
    fs::metadata(file).map_or(0, |metadata| metadata.len())
}
