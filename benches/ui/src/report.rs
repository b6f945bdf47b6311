//! What was measured, as figures and as tables.

use measure::{Failure, Figures, Origin, median, quantile};
use serde_json::Value;

use crate::limits::LIMITS;
use crate::measures::{Bom, Calls, Encodings, Memory, Scroll};
use crate::plan::Plan;

/// The figures of a run and where they come from.
pub(crate) struct Report {
    plan: &'static str,
    origin: Origin,
    figures: Figures,
}

impl Report {
    pub(crate) fn new(plan: &Plan) -> Result<Self, Failure> {
        Ok(Self { plan: plan.name, origin: Origin::find()?, figures: Figures::with_limits(LIMITS) })
    }

    pub(crate) fn head(&self) -> String {
        let Origin { machine, commit, date } = &self.origin;
        let commit = commit.as_deref().unwrap_or("none");
        format!("{machine}; {date}; commit {commit}; cargo xtask bench ui ({})", self.plan)
    }

    /// Starts of each side, in milliseconds, beside each other as they were taken.
    pub(crate) fn starts(&mut self, (few, some): (usize, &[f64]), (many, more): (usize, &[f64])) {
        self.figures.add("start_growth", median(more.iter().zip(some).map(|(more, some)| more / some)), "times");
        self.figures.add(format!("start, {few} parts"), median(some.iter().copied()), "ms");
        self.figures.add(format!("start, {many} parts"), median(more.iter().copied()), "ms");
    }

    pub(crate) fn searches(&mut self, mut times: Vec<f64>) {
        self.figures.add("last key to results", median(times.iter().copied()), "ms");
        self.figures.add("last key to results, 95 of 100", quantile(&mut times, 0.95), "ms");
    }

    pub(crate) fn scrolls(&mut self, scrolls: &[Scroll], jump: f64) {
        let worst = scrolls.iter().map(|scroll| scroll.blank_run).fold(0.0, f64::max);
        self.figures.add("scroll_blank_frames", worst, "frames");
        for Scroll { speed, waiting_run, waiting_share, mut times, .. } in scrolls.iter().cloned() {
            self.figures.add(format!("bars for rows, {speed} rows a frame, longest"), waiting_run, "frames");
            self.figures.add(format!("bars for rows, {speed} rows a frame"), waiting_share * 100.0, "% of frames");
            self.figures.add(format!("a frame, {speed} rows a frame"), median(times.iter().copied()), "ms");
            self.figures.add(format!("a frame, {speed} rows a frame, 99 of 100"), quantile(&mut times, 0.99), "ms");
        }
        self.figures.add("jump to the middle of the list", jump, "ms");
    }

    pub(crate) fn boms(&mut self, boms: &[Bom]) {
        for Bom { name, lines, all } in boms {
            self.figures.add(format!("{name}, first rows"), median(lines.iter().copied()), "ms");
            self.figures.add(format!("{name}, with the sum"), median(all.iter().copied()), "ms");
        }
    }

    pub(crate) fn memory(&mut self, Memory { minute, hour, actions }: &Memory) {
        self.figures.add("memory_growth", hour / minute, "times");
        self.figures.add("memory after a minute", minute / 1e6, "MB");
        self.figures.add(format!("memory after an hour ({actions} actions)"), hour / 1e6, "MB");
    }

    pub(crate) fn calls(&mut self, Calls { one, together }: &Calls) {
        self.figures.add("small command, there and back", median(one.iter().copied()), "ms");
        self.figures.add("small command, many at once, each", *together, "ms");
    }

    pub(crate) fn encodings(&mut self, Encodings { text, bytes, rows, length }: &Encodings) {
        self.figures.add(format!("{rows} rows as text"), median(text.iter().copied()), "ms");
        self.figures.add(format!("{rows} rows as bytes"), median(bytes.iter().copied()), "ms");
        self.figures.add("bytes_vs_text", median(bytes.iter().zip(text).map(|(bytes, text)| bytes / text)), "times");
        self.figures.add(format!("{rows} rows, size"), length / 1e6, "MB");
    }

    pub(crate) fn others(&mut self, others: f64) {
        self.figures.add("processors that others kept busy", others, "of all");
    }

    pub(crate) fn table(&self) -> String {
        format!("{}\n{}", self.figures.verdicts(), self.figures.table())
    }

    pub(crate) fn json(&self) -> Value {
        self.figures.json(&self.origin)
    }
}
