//! A made-up company: its parts, their revisions, their bills of materials, and the order in which all that was entered.

use measure::Random;

const LEVELS: usize = 12;
const PRODUCTS: usize = 12;
const ASSEMBLIES_PER_LEVEL: usize = 220;
const BOUGHT: usize = 17_568;
const MINUTE: u64 = 60_000;
const YEARS: u64 = 4 * 365 * 24 * 60 * MINUTE;
const NOUNS: [(&str, &str); 8] = [
    ("FAS", "Screw ISO 4762"),
    ("RES", "Resistor 0603"),
    ("CAP", "Capacitor X7R"),
    ("CON", "Connector, wire to board"),
    ("MEC", "Bracket, folded sheet"),
    ("BEA", "Bearing, deep groove"),
    ("CAB", "Cable, shielded"),
    ("LAB", "Label, rating plate"),
];

pub(crate) struct Part {
    pub(crate) number: String,
    pub(crate) name: String,
}

pub(crate) struct Revision {
    pub(crate) part: usize,
    pub(crate) ordinal: i64,
    pub(crate) state: &'static str,
}

#[derive(Clone)]
pub(crate) struct Line {
    pub(crate) revision: usize,
    pub(crate) position: i64,
    pub(crate) child: usize,
    pub(crate) quantity: i64,
}

#[derive(Clone, Copy)]
pub(crate) enum Entered {
    Part(usize),
    Revision(usize),
    Line(usize),
}

pub(crate) struct Company {
    pub(crate) parts: Vec<Part>,
    pub(crate) revisions: Vec<Revision>,
    pub(crate) lines: Vec<Line>,
    /// What was entered, with the millisecond it happened, oldest first. A line comes after its child.
    pub(crate) history: Vec<(u64, Entered)>,
}

impl Company {
    /// The product that is exploded: the first part made.
    pub(crate) const PRODUCT: usize = 0;

    pub(crate) fn invent(seed: u64) -> Self {
        let mut random = Random::seeded(seed);
        let mut company = Self { parts: vec![], revisions: vec![], lines: vec![], history: vec![] };
        for level in 0..LEVELS {
            let assemblies = if level == 0 { PRODUCTS } else { ASSEMBLIES_PER_LEVEL };
            for nth in 0..assemblies {
                company.add_assembly(&mut random, level, nth);
            }
        }
        for nth in 0..BOUGHT {
            let (prefix, noun) = NOUNS[random.below(NOUNS.len())];
            let part = company.parts.len();
            company.add_part(format!("{prefix}-{:06}", nth + 1), format!("{noun}, size {}", random.below(400)));
            let at = YEARS * nth as u64 / BOUGHT as u64;
            company.history.push((at, Entered::Part(part)));
            company.add_revision(part, 1, "released", at + MINUTE);
        }
        // Stable: what happened in the same millisecond stays in the order of its making.
        company.history.sort_by_key(|(at, _)| *at);
        company
    }

    /// The deepest level is designed first, in its own slice of the years; the products come last.
    fn add_assembly(&mut self, random: &mut Random, level: usize, nth: usize) {
        let part = self.parts.len();
        self.add_part(format!("ASY-{level:02}{nth:04}"), format!("Assembly {nth} of level {level}"));
        let slice = YEARS / 16;
        let start = slice * (LEVELS - level + 1) as u64;
        let mut at = start + random.below(slice as usize) as u64;
        self.history.push((at, Entered::Part(part)));

        let mut bill = Self::first_bill(random, level, at);
        let revisions = 1 + random.popular(4);
        for ordinal in 1..=revisions {
            let state = if ordinal == revisions { "released" } else { "superseded" };
            at += MINUTE;
            let revision = self.add_revision(part, ordinal as i64, state, at);
            for line in &bill {
                // Hours between two lines: several people work on several bills at a time.
                at += MINUTE * (1 + random.below(200) as u64);
                self.history.push((at, Entered::Line(self.lines.len())));
                self.lines.push(Line { revision, ..line.clone() });
            }
            for _ in 0..3 {
                let changed = random.below(bill.len());
                bill[changed].quantity = 1 + random.below(9) as i64;
            }
            at += slice / 8;
        }
    }

    fn first_bill(random: &mut Random, level: usize, at: u64) -> Vec<Line> {
        let deeper = PRODUCTS + level * ASSEMBLIES_PER_LEVEL;
        let bought = PRODUCTS + (LEVELS - 1) * ASSEMBLIES_PER_LEVEL;
        let known = BOUGHT * at as usize / YEARS as usize;
        let assemblies = if level + 1 == LEVELS { 0 } else { 1 + random.below(3) };
        let lines = assemblies + 12 + random.below(21);
        (0..lines)
            .map(|nth| {
                let (child, most) = if nth < assemblies {
                    (deeper + random.below(ASSEMBLIES_PER_LEVEL), 3)
                } else {
                    (bought + random.popular(known), 24)
                };
                let position = (nth as i64 + 1) * 10;
                Line { revision: 0, position, child, quantity: 1 + random.below(most) as i64 }
            })
            .collect()
    }

    fn add_part(&mut self, number: String, name: String) {
        self.parts.push(Part { number, name });
    }

    fn add_revision(&mut self, part: usize, ordinal: i64, state: &'static str, at: u64) -> usize {
        self.revisions.push(Revision { part, ordinal, state });
        self.history.push((at, Entered::Revision(self.revisions.len() - 1)));
        self.revisions.len() - 1
    }

    /// The part that most lines name.
    pub(crate) fn most_used(&self) -> usize {
        let mut uses = vec![0_u32; self.parts.len()];
        for line in &self.lines {
            uses[line.child] += 1;
        }
        (0..uses.len()).max_by_key(|part| uses[*part]).unwrap_or_default()
    }

    /// How many lines the explosion must give and how deep it goes, counted without SQL.
    pub(crate) fn explosion(&self) -> (u64, u32) {
        let mut latest = vec![0; self.parts.len()];
        for (index, revision) in self.revisions.iter().enumerate() {
            latest[revision.part] = index; // ordinals of a part were added upwards
        }
        let mut children = vec![vec![]; self.revisions.len()];
        for line in &self.lines {
            children[line.revision].push(line.child);
        }
        // A child always has a higher index than its parent, so going backwards meets it first.
        let mut known = vec![(0_u64, 0_u32); self.parts.len()];
        for part in (0..self.parts.len()).rev() {
            known[part] = children[latest[part]].iter().fold((0, 0), |(rows, depth), child| {
                let (below, deep) = known[*child];
                (rows + 1 + below, depth.max(1 + deep))
            });
        }
        known[Self::PRODUCT]
    }
}
