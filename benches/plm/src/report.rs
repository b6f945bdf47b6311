//! The figures as a table for people, and as JSON for whoever keeps them.

use measure::{Failure, Figures, Origin, Took, Turns, exponent};
use serde_json::Value;

use crate::explode::Explosions;
use crate::limits::LIMITS;
use crate::memory::Memory;
use crate::pages::Pages;
use crate::plan::Plan;
use crate::search::Searches;
use crate::where_used::WhereUsed;

const MEBIBYTE: f64 = 1_048_576.0;

pub(crate) struct Report {
    head: String,
    origin: Origin,
    figures: Figures,
}

impl Report {
    pub(crate) fn new(plan: &Plan) -> Result<Self, Failure> {
        let origin = Origin::find()?;
        let head = format!(
            "{}; commit {}; {}\n{} run: {} rounds, medians; workspaces of {}, {}, {} and {} parts; SQLite {}\n",
            origin.machine,
            origin.commit.as_deref().unwrap_or("unknown"),
            origin.date,
            plan.name,
            plan.rounds,
            plan.smallest,
            plan.small,
            plan.large,
            plan.largest,
            rusqlite::version(),
        );
        Ok(Self { head, origin, figures: Figures::with_limits(LIMITS) })
    }

    pub(crate) fn head(&self) -> &str {
        &self.head
    }

    pub(crate) fn explosions(&mut self, products: &[Explosions], flat: &Explosions) {
        let mut points = Vec::new();
        for Explosions { rows, lines, deepest, explode, read: _ } in products {
            self.figures.add(format!("explode_{rows}.lines"), *lines as f64, "lines written");
            self.figures.add(format!("explode_{rows}.levels"), *deepest as f64, "levels");
            self.sides(&format!("explode_{rows}"), "query", explode);
            points.push((*rows, explode.ours()));
        }
        self.figures.add("explode_exponent", exponent(&points), "power");
        if let Some(largest) = products.last() {
            self.figures.add("explode_vs_query", largest.explode.ratio(), "ratio");
            self.sides("read", "statement", &largest.read);
            self.figures.add("read_vs_statement", largest.read.ratio(), "ratio");
        }
        self.sides("explode_flat", "query", &flat.explode);
        self.figures.add("explode_flat_vs_query", flat.explode.ratio(), "ratio");
        self.sides("read_flat", "statement", &flat.read);
        self.figures.add("read_flat_vs_statement", flat.read.ratio(), "ratio");
    }

    pub(crate) fn where_used(&mut self, used: &WhereUsed) {
        let WhereUsed { direct, lines, revisions, turns } = used;
        self.figures.add("where_used.direct", f64::from(*direct), "lines");
        self.figures.add("where_used.lines", *lines as f64, "lines");
        self.figures.add("where_used.revisions", *revisions as f64, "revisions");
        self.sides("where_used", "statement", turns);
        self.figures.add("where_used_vs_statement", turns.ratio(), "ratio");
    }

    /// The worst of all orders is the figure.
    pub(crate) fn pages(&mut self, pages: &[Pages]) {
        for Pages { name, smallest, largest, ratio } in pages {
            self.figures.add(format!("page_{name}.smallest"), *smallest, "ms");
            self.figures.add(format!("page_{name}.largest"), *largest, "ms");
            self.figures.add(format!("page_{name}.growth"), *ratio, "ratio");
        }
        self.figures.add("page_growth", pages.iter().map(|page| page.ratio).fold(0.0, f64::max), "ratio");
    }

    pub(crate) fn searches(&mut self, searches: &Searches) {
        let Searches { small, largest, ratio } = searches;
        for (name, latency) in [("small", small), ("largest", largest)] {
            self.figures.add(format!("search_{name}.p50"), latency.p50, "ms");
            self.figures.add(format!("search_{name}.p99"), latency.p99, "ms");
        }
        self.figures.add("search_p99_growth", *ratio, "ratio");
    }

    pub(crate) fn create(&mut self, turns: &Turns) {
        self.sides("create", "inserts", turns);
        self.figures.add("create_vs_inserts", turns.ratio(), "ratio");
    }

    /// Something of which only ours is measured, at several sizes.
    pub(crate) fn growth(&mut self, name: &str, points: &[(usize, Took)]) {
        for (size, took) in points {
            self.figures.add(format!("{name}_{size}"), took.clock, "ms");
            self.figures.add(format!("{name}_{size}.work"), took.processor, "ms of processor");
        }
        self.figures.add(format!("{name}_exponent"), exponent(points), "power");
    }

    pub(crate) fn compare_products(&mut self, took: Took) {
        self.figures.add("compare_products", took.clock, "ms");
    }

    pub(crate) fn memory(&mut self, shared: Memory, flat: Memory) {
        for (name, Memory { peak, answer }) in [("explode", shared), ("explode_flat", flat)] {
            self.figures.add(format!("{name}_memory.peak"), peak / MEBIBYTE, "MiB");
            self.figures.add(format!("{name}_memory.answer"), answer / MEBIBYTE, "MiB");
            self.figures.add(format!("{name}_memory_vs_answer"), peak / answer, "ratio");
        }
    }

    /// How many processors others kept busy meanwhile, and of how many turns that remained a part.
    pub(crate) fn others(&mut self, processors: f64, (disturbed, turns): (u32, u32)) {
        self.figures.add("others", processors, "processors");
        self.figures.add("disturbed_turns", f64::from(disturbed) / f64::from(turns), "share");
    }

    fn sides(&mut self, name: &str, peer: &str, turns: &Turns) {
        self.figures.add(format!("{name}.ours"), turns.ours().clock, "ms");
        self.figures.add(format!("{name}.{peer}"), turns.peer().clock, "ms");
        self.figures.add(format!("{name}_vs_{peer}.work"), turns.ratio_of_work(), "ratio of processor time");
    }

    pub(crate) fn table(&self) -> String {
        self.figures.table()
    }

    pub(crate) fn json(&self) -> Value {
        self.figures.json(&self.origin)
    }
}
