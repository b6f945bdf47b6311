//! The figures as a table for people, and as JSON for whoever keeps them.

use measure::{Failure, Figures, Origin, Took, exponent};
use serde_json::Value;

use crate::export::Export;
use crate::import::Import;
use crate::limits::LIMITS;
use crate::listing::Listing;
use crate::plan::Plan;

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
            "{}; commit {}; {}\n{} run: {} rounds, medians; files of {:?} rows; SQLite {}\n",
            origin.machine,
            origin.commit.as_deref().unwrap_or("unknown"),
            origin.date,
            plan.name,
            plan.rounds,
            plan.rows,
            rusqlite::version(),
        );
        Ok(Self { head, origin, figures: Figures::with_limits(LIMITS) })
    }

    pub(crate) fn head(&self) -> &str {
        &self.head
    }

    /// Imports of growing files, the largest last.
    pub(crate) fn imports(&mut self, name: &str, imports: &[Import]) {
        for import in imports {
            let Import { rows, whole, apply, lines_only, beside, others, undo, written, memory, size } = import;
            let named = |what: &str| format!("import_{name}_{rows}.{what}");
            self.figures.add(named("ours"), whole.ours().clock, "ms");
            self.figures.add(named("inserts"), whole.peer().clock, "ms");
            self.figures.add(named("ratio"), whole.ratio(), "ratio");
            self.figures.add(named("ratio.work"), whole.ratio_of_work(), "ratio of processor time");
            self.figures.add(named("apply"), apply.clock, "ms, without the dry run");
            self.figures.add(named("apply_vs_inserts"), apply.clock / whole.peer().clock, "ratio, without the dry run");
            self.figures.add(named("lines_only"), lines_only.clock, "ms");
            self.figures.add(named("vs_lines_only"), whole.ours().clock / lines_only.clock, "ratio to lines alone");
            self.figures.add(named("beside"), beside.clock, "ms, while others write");
            self.figures.add(named("beside.others"), others.units as f64, "units of others meanwhile");
            self.figures.add(named("beside.refused"), others.refused as f64, "of others, who were told to ask again");
            self.figures.add(named("undo"), undo.clock, "ms");
            self.figures.add(named("written"), *written as f64, "rows");
            self.figures.add(named("memory"), memory.import / MEBIBYTE, "MiB");
            self.figures.add(named("memory.preview"), memory.preview / MEBIBYTE, "MiB");
            self.figures.add(named("file"), *size as f64 / MEBIBYTE, "MiB");
        }
        let points = |took: fn(&Import) -> Took| imports.iter().map(|each| (each.rows, took(each))).collect::<Vec<_>>();
        if let [smallest, .., largest] = imports {
            self.figures.add(format!("import_{name}_vs_inserts"), largest.whole.ratio(), "ratio");
            self.figures.add(format!("import_{name}_memory"), largest.memory.import / MEBIBYTE, "MiB");
            let (more, rows) = (largest.memory.preview - smallest.memory.preview, largest.rows - smallest.rows);
            self.figures.add(format!("import_{name}_memory_of_a_row"), more / rows as f64, "bytes of a plan");
        }
        self.figures.add(format!("import_{name}_exponent"), exponent(&points(|each| each.whole.ours())), "power");
        self.figures.add(format!("undo_{name}_exponent"), exponent(&points(|each| each.undo)), "power");
    }

    /// Flat lists of growing BOMs, in each format.
    pub(crate) fn exports(&mut self, exports: &[Export]) {
        for format in ["csv", "xlsx"] {
            let of_format = || exports.iter().filter(|each| each.format == format);
            for Export { rows, took, size, .. } in of_format() {
                self.figures.add(format!("export_{format}_{rows}"), took.clock, "ms");
                self.figures.add(format!("export_{format}_{rows}.file"), *size as f64 / MEBIBYTE, "MiB");
            }
            let points: Vec<_> = of_format().map(|each| (each.rows, each.took)).collect();
            self.figures.add(format!("export_{format}_exponent"), exponent(&points), "power");
        }
    }

    /// Categories of growing size, as KiCad is answered.
    pub(crate) fn listings(&mut self, listings: &[Listing]) {
        for Listing { parts, took, size } in listings {
            self.figures.add(format!("kicad_listing_{parts}"), took.clock, "ms");
            self.figures.add(format!("kicad_listing_{parts}.answer"), *size as f64 / MEBIBYTE, "MiB");
        }
        let points: Vec<_> = listings.iter().map(|each| (each.parts, each.took)).collect();
        self.figures.add("kicad_listing_exponent", exponent(&points), "power");
    }

    /// How many processors others kept busy meanwhile, and of how many turns that remained a part.
    pub(crate) fn others(&mut self, processors: f64, (disturbed, turns): (u32, u32)) {
        self.figures.add("others", processors, "processors");
        self.figures.add("disturbed_turns", f64::from(disturbed) / f64::from(turns), "share");
    }

    pub(crate) fn table(&self) -> String {
        self.figures.table()
    }

    pub(crate) fn json(&self) -> Value {
        self.figures.json(&self.origin)
    }
}
