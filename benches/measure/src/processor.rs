//! Who used the processors: this program, or others while it measured. From Linux's `/proc`; elsewhere nobody knows.

use std::fs;
use std::time::Instant;

/// Linux tells processor time in hundredths of a second, whatever its own clock is.
const TICKS: f64 = 100.0;

/// A look at the clocks, to be compared with a later one.
pub struct Look {
    at: Instant,
    own: Option<f64>,
    all: Option<f64>,
}

impl Look {
    /// The clocks now.
    pub fn now() -> Self {
        Self { at: Instant::now(), own: own(), all: all() }
    }

    /// Seconds of processor time that this program and the children it has waited for took since then.
    pub fn own_since(&self) -> f64 {
        own().zip(self.own).map_or(f64::NAN, |(now, then)| now - then)
    }

    /// How many processors other programs, and other machines on the same metal, kept busy since then.
    pub fn others_since(&self) -> f64 {
        let all = all().zip(self.all).map_or(f64::NAN, |(now, then)| now - then);
        ((all - self.own_since()) / self.at.elapsed().as_secs_f64()).max(0.0)
    }
}

/// Processor time that this thread has had so far, in milliseconds: other programs make it wait, and hardly make it work.
pub fn thread_time() -> f64 {
    let text = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split(' ').next().and_then(|field| field.parse::<f64>().ok()).map_or(f64::NAN, |nanoseconds| nanoseconds / 1e6)
}

/// Seconds of this program and its children.
fn own() -> Option<f64> {
    let text = fs::read_to_string("/proc/self/stat").ok()?;
    // The second field is a name in brackets, which may hold anything; the fields wanted are the 14th to the 17th.
    let (_, rest) = text.rsplit_once(')')?;
    Some(sum(rest.split_whitespace().skip(11).take(4)))
}

/// Seconds of everybody; not of those that waited.
fn all() -> Option<f64> {
    let text = fs::read_to_string("/proc/stat").ok()?;
    let fields: Vec<&str> = text.lines().next()?.split_whitespace().skip(1).collect();
    // user nice system idle iowait irq softirq steal
    Some(sum(fields.iter().take(3).chain(fields.iter().skip(5).take(3)).copied()))
}

fn sum<'t>(ticks: impl Iterator<Item = &'t str>) -> f64 {
    ticks.filter_map(|field| field.parse::<f64>().ok()).sum::<f64>() / TICKS
}
