//! The figures as tables for people, as JSON for whoever keeps them, and as pictures.

use load::{Failure, Kind, Measured};
use measure::{Figures, Origin};
use serde_json::Value;

use crate::child::Child;
use crate::design::{Design, Rank};
use crate::limits::LIMITS;
use crate::plan::Plan;
use crate::plot::{Chart, Group};
use crate::readers::{Latency, Throughput};
use crate::refusals::Refusal;
use crate::seed::Seed;
use crate::wal::Wal;
use crate::writers::{CALLERS, Run};

const MEBIBYTE: f64 = 1_048_576.0;

pub(crate) struct Report {
    head: String,
    origin: Origin,
    figures: Figures,
    charts: Vec<(String, Chart)>,
}

impl Report {
    pub(crate) fn new(plan: &Plan, seed: &Seed, child: Option<&Child>, flush: f64) -> Result<Self, Failure> {
        let origin = Origin::find()?;
        let head = format!(
            "{}; commit {}; {}\n{} run: {} rounds of {:.1} s a design, medians; {} parts in {:.0} MiB; \
             a flush costs {flush:.3} ms here\nSQLite {} for all, {} for sqlx, which cannot be linked with the same\n",
            origin.machine,
            origin.commit.as_deref().unwrap_or("unknown"),
            origin.date,
            plan.name,
            plan.rounds,
            plan.turn.as_secs_f64(),
            seed.parts.len(),
            seed.size as f64 / MEBIBYTE,
            rusqlite::version(),
            child.map_or("none", |child| &child.sqlite),
        );
        let mut report = Self { head, origin, figures: Figures::with_limits(LIMITS), charts: Vec::new() };
        report.figure("flush", flush, "ms");
        Ok(report)
    }

    pub(crate) fn head(&self) -> &str {
        &self.head
    }

    fn figure(&mut self, id: impl Into<String>, value: f64, unit: &'static str) {
        self.figures.add(id, value, unit);
    }

    pub(crate) fn writers(&mut self, runs: &[Run]) {
        for kind in Kind::ALL {
            let runs: Vec<&Run> = runs.iter().filter(|run| run.kind == kind).collect();
            if !runs.is_empty() {
                println!("{}\n{}", title(kind), writers_table(&runs));
                self.writers_of(kind, &runs);
            }
        }
    }

    fn writers_of(&mut self, kind: Kind, runs: &[&Run]) {
        // The figures of which something is demanded are those of the creation, and have the names that the demand has: a
        // random edit writes back so many pages that even the limit is hardly ahead of the peers.
        let prefix = if kind == Kind::Create { "" } else { "edit." };
        let name = |figure: &str| format!("{prefix}{figure}");
        for run in runs {
            let (key, callers) = (run.design.key(), run.callers);
            self.figure(format!("{prefix}{key}.writers{callers}"), run.median(Measured::rate), "units/s");
            self.figure(format!("{prefix}{key}.slowest{callers}"), run.median(|round| round.slowest), "ms");
            self.figure(format!("{prefix}{key}.cost{callers}"), run.cost(), "µs of processor");
            self.figure(format!("{prefix}{key}.fairness{callers}"), run.median(Measured::fairness), "ratio");
        }
        let best = |callers| {
            let peers = runs.iter().filter(|run| run.design.rank() == Rank::Peer && run.callers == callers);
            peers.map(|run| run.median(Measured::rate)).fold(0.0, f64::max)
        };
        let rate = |design, callers| value(runs, design, callers, Measured::rate);
        let ours = Design::Ours;
        self.figure(name("writers8_vs_best_peer"), rate(ours, 8) / best(8), "ratio");
        self.figure(name("writers64_vs_best_peer"), rate(ours, 64) / best(64), "ratio");
        self.figure(name("writers64_vs_limit"), rate(ours, 64) / rate(Design::RawMany, 1), "ratio");
        self.figure(name("fairness8"), value(runs, ours, 8, Measured::fairness), "ratio");
        self.figure(name("fairness64"), value(runs, ours, 64, Measured::fairness), "ratio");
        let slowest = |design| value(runs, design, 8, |round| round.slowest);
        self.figure(name("slowest8_vs_mutex"), slowest(ours) / slowest(Design::Mutex), "ratio");
        self.figure(name("writer1_vs_raw"), rate(ours, 1) / rate(Design::RawOne, 1), "ratio");
        let reachable = rate(Design::RawMany, 1) / best(64);
        self.figure(name("limit_vs_best_peer64"), reachable, "ratio");
        println!(
            "nobody can be further ahead than the limit for many is: {reachable:.1} times the best peer with 64 writers\n"
        );
        for (name, chart) in writers_charts(kind, runs) {
            self.charts.push((name, chart));
        }
    }

    pub(crate) fn readers(&mut self, throughputs: &[Throughput]) {
        println!("{:<12}{:>16}{:>16}{:>12}", "readers", "ours, reads/s", "raw, reads/s", "ours ÷ raw");
        for Throughput { callers, ours, raw } in throughputs {
            println!("{callers:<12}{ours:>16.0}{raw:>16.0}{:>12.2}", ours / raw);
            self.figure(format!("ours.readers{callers}"), *ours, "reads/s");
            self.figure(format!("raw.readers{callers}"), *raw, "reads/s");
            self.figure(format!("readers{callers}_vs_raw"), ours / raw, "ratio");
        }
        println!();
        let groups = throughputs.iter().map(|Throughput { callers, ours, raw }| Group {
            label: format!("{callers} reader{}", if *callers == 1 { "" } else { "s" }),
            values: vec![*ours, *raw],
            stands_out: false,
        });
        let chart = Chart {
            title: "Reads of one part with its summary, reads/s",
            series: vec!["ours, through Arc<dyn Store>", "thread-local raw connections"],
            groups: groups.collect(),
            logarithmic: false,
        };
        self.charts.push(("engine-readers.svg".to_owned(), chart));
    }

    pub(crate) fn latency(&mut self, besides: &[Latency]) {
        println!(
            "{:<24}{:>14}{:>14}{:>20}{:>20}{:>12}",
            "one read, µs", "p50 alone", "p99 alone", "p50 beside writer", "p99 beside writer", "writes/s"
        );
        for Latency { title, key, alone_p50, alone_p99, beside_p50, beside_p99, writes } in besides {
            println!(
                "{title:<24}{:>14.1}{:>14.1}{:>20.1}{:>20.1}{writes:>12.0}",
                alone_p50 * 1000.0,
                alone_p99 * 1000.0,
                beside_p50 * 1000.0,
                beside_p99 * 1000.0
            );
            self.figure(format!("{key}.read_p99_alone"), *alone_p99, "ms");
            self.figure(format!("{key}.read_p99_beside_writer"), *beside_p99, "ms");
        }
        println!();
        if let [ours, raw] = besides {
            self.figure("read_p99_under_write", ours.beside_p99 / ours.alone_p99, "ratio");
            self.figure("raw.read_p99_under_write", raw.beside_p99 / raw.alone_p99, "ratio");
        }
    }

    pub(crate) fn wal(&mut self, wal: &Wal) {
        let Wal { peak, before, end, closed, held, writer } = wal;
        let mebibytes = |bytes: u64| bytes as f64 / MEBIBYTE;
        println!(
            "WAL: {:.1} MiB before a reader came, {:.1} MiB at most beside one that held its snapshot for {held:.0} s, \
             {:.1} MiB at the end, {:.1} MiB after closing\n     {:.0} units/s over {:.0} s, the slowest {:.0} ms\n",
            mebibytes(*before),
            mebibytes(*peak),
            mebibytes(*end),
            mebibytes(*closed),
            writer.rate(),
            writer.seconds,
            writer.slowest
        );
        self.figure("wal_bytes", *end as f64, "bytes");
        self.figure("wal_bytes_before_reader", *before as f64, "bytes");
        self.figure("wal_bytes_peak", *peak as f64, "bytes");
        self.figure("wal_bytes_closed", *closed as f64, "bytes");
        self.figure("wal_writer", writer.rate(), "units/s");
        self.figure("wal_slowest", writer.slowest, "ms");
    }

    pub(crate) fn refusals(&mut self, refusals: &[Refusal]) {
        for Refusal { id, title, met, waited } in refusals {
            println!(
                "{title:<44}{:<24} after {waited:.1} ms",
                if *met { "typed error" } else { "NOT REFUSED RIGHTLY" }
            );
            self.figure(*id, f64::from(u8::from(*met)), "is refused");
        }
        println!();
    }

    /// How many processors others kept busy meanwhile, and of how many turns that remained a part.
    pub(crate) fn others(&mut self, processors: f64, (disturbed, turns): (u32, u32)) {
        self.figure("others", processors, "processors");
        self.figure("disturbed_turns", f64::from(disturbed) / f64::from(turns), "share");
        println!(
            "other programs kept {processors:.2} processors busy meanwhile; {disturbed} of {turns} turns disturbed"
        );
        if disturbed * 10 > turns {
            println!("that is too much for the figures to be trusted: run it again when the machine is quiet");
        }
        println!();
    }

    /// Every figure of which something is demanded.
    pub(crate) fn verdicts(&self) -> String {
        self.figures.verdicts()
    }

    pub(crate) fn json(&self) -> Value {
        self.figures.json(&self.origin)
    }

    /// File names and pictures.
    pub(crate) fn plots(&self) -> impl Iterator<Item = (&str, String)> {
        let Origin { machine, date, .. } = &self.origin;
        let under = format!("{machine}; {date}; cargo xtask bench engine");
        self.charts.iter().map(move |(name, chart)| (name.as_str(), chart.draw(&under)))
    }
}

/// What the unit is, and why it is measured.
const fn title(kind: Kind) -> &'static str {
    match kind {
        Kind::Edit => "unit \"edit\": a part somewhere in the file gets another description; three statements",
        Kind::Create => "unit \"create\": a part is made; four statements, and most indexes and triggers of the schema",
    }
}

fn value(runs: &[&Run], design: Design, callers: usize, value: impl Fn(&Measured) -> f64) -> f64 {
    let run = runs.iter().find(|run| run.design == design && run.callers == callers);
    run.map_or(f64::NAN, |run| run.median(value))
}

fn writers_table(runs: &[&Run]) -> String {
    let mut text = format!("{:<34}", "durable units/s, medians");
    for callers in CALLERS {
        let writers = format!("{callers} writer{}", if callers == 1 { "" } else { "s" });
        text += &format!("{writers:>12}{:>12}{:>16}", "slowest", "least/most");
    }
    text += &format!("{:>8}\n", "failed");
    for design in Design::ALL {
        text += &format!("{:<34}", design.title());
        for callers in CALLERS {
            let one = |of: fn(&Measured) -> f64| value(runs, design, callers, of);
            let rate = one(Measured::rate);
            if rate.is_nan() {
                text += &format!("{:>40}", "");
                continue;
            }
            let (least, most) = (one(|round| round.least as f64), one(|round| round.most as f64));
            let slowest = format!("{:.1} ms", one(|round| round.slowest));
            text += &format!("{rate:>12.0}{slowest:>12}{:>16}", format!("{least:.0}/{most:.0}"));
        }
        let failed: u64 = runs.iter().filter(|run| run.design == design).map(|run| run.failed()).sum();
        text += &format!("{failed:>8}\n");
    }
    text
}

fn writers_charts(kind: Kind, runs: &[&Run]) -> [(String, Chart); 3] {
    let file = |what: &str| format!("engine-{}-{what}.svg", kind.name());
    let groups = |counts: &[usize], of: fn(&Measured) -> f64| -> Vec<Group> {
        let group = |design: &Design| Group {
            label: design.title().to_owned(),
            values: counts.iter().map(|callers| value(runs, *design, *callers, of)).collect(),
            stands_out: *design == Design::Ours,
        };
        let several = |design: &&Design| counts.iter().any(|callers| design.takes(*callers));
        Design::ALL.iter().filter(several).map(group).collect()
    };
    let many = vec!["8 writers", "64 writers"];
    [
        (
            file("writers"),
            Chart {
                title: "Durable units of work a second",
                series: vec!["1 writer", "8 writers", "64 writers"],
                groups: groups(&CALLERS, Measured::rate),
                logarithmic: false,
            },
        ),
        (
            file("slowest"),
            Chart {
                title: "The slowest unit, ms (each line is ten times the one before)",
                series: many.clone(),
                groups: groups(&CALLERS[1..], |round| round.slowest),
                logarithmic: true,
            },
        ),
        (
            file("fairness"),
            Chart {
                title: "Fairness: units of the least served writer ÷ units of the most served",
                series: many,
                groups: groups(&CALLERS[1..], Measured::fairness),
                logarithmic: false,
            },
        ),
    ]
}
