//! The steps of a test run: what each came to, how long it took, and the table of them all.

use std::time::{Duration, Instant};

use super::count::Tally;
use crate::{
    failure::{Failure, Result},
    terminal::{heading, say, seconds},
};

/// What a step came to.
pub(crate) enum Done {
    Counted(Tally),
    Skipped(String),
}

impl Done {
    /// A check that passes as a whole counts as one.
    pub(crate) fn one() -> Self {
        Self::Counted(Tally::of(1, 0))
    }
}

#[derive(Default)]
pub(crate) struct Report {
    rows: Vec<Row>,
    total: Tally,
}

struct Row {
    name: &'static str,
    time: Duration,
    result: String,
}

impl Report {
    /// Takes one step and says whether it went well; the run goes on either way.
    pub(crate) fn step(&mut self, name: &'static str, work: impl FnOnce() -> Result<Done>) -> bool {
        heading(name);
        let start = Instant::now();
        let done = work();
        let time = start.elapsed();
        let (tally, result) = match done {
            Ok(Done::Skipped(why)) => (Tally::default(), format!("skipped: {why}")),
            Ok(Done::Counted(tally)) => (tally, in_words(tally)),
            Err(failure) => {
                say(&failure.to_string());
                (Tally::of(0, 1), "failed".into())
            }
        };
        self.total.add(tally);
        say(&format!("{name}: {result}, {}", seconds(time)));
        self.rows.push(Row { name, time, result });
        tally.failed == 0
    }

    /// The table, and as the very last line the sum that a machine can read as well.
    pub(crate) fn conclude(&self) -> Result {
        heading("Summary");
        let width = self.rows.iter().map(|row| row.name.len()).max().unwrap_or_default();
        for row in &self.rows {
            say(&format!("{:<width$}  {:>8}  {}", row.name, seconds(row.time), row.result));
        }
        let Tally { passed, failed } = self.total;
        if failed > 0 {
            // Said before the sum, because the sum is the last line whatever happens.
            say("\nSomething failed; its own words stand above under its heading.");
        }
        say(&format!("\n{passed} passed, {failed} failed"));
        if failed == 0 { Ok(()) } else { Err(Failure::told()) }
    }
}

fn in_words(tally: Tally) -> String {
    match (tally.passed, tally.failed) {
        (0, 0) => "done".into(),
        (1, 0) => "passed".into(),
        (passed, 0) => format!("{passed} passed"),
        (passed, failed) => format!("{passed} passed, {failed} failed"),
    }
}
