//! An assembly as a graph: what is made of other parts as nodes, each once, and between them how much of one goes into the
//! other. Parts without lines of their own are counted with the assembly that calls for them, so that a board stays readable.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use super::{Quantity, Structure, StructureLine, Unit};
use crate::decimal::Decimal;
use crate::id::{PartId, RevisionId};

/// A part of a product, or of what a part is used in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Graph {
    /// The first is where one started; each comes before those that are further away.
    pub nodes: Vec<Node>,
    /// From what calls for something to what it calls for, by the places of both.
    pub edges: Vec<Edge>,
    /// How many revisions are further away than there was room for.
    pub left_out: usize,
}

/// A revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Node {
    /// The revision.
    pub revision: RevisionId,
    /// How many of its lines call for parts that are no nodes.
    pub leaves: usize,
}

/// How much of one goes into another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// What calls for it.
    pub from: usize,
    /// What is called for.
    pub to: usize,
    /// How much, by unit; the sum over its lines.
    pub amounts: BTreeMap<Unit, Decimal>,
}

impl Graph {
    /// What is below a revision: all that have lines of their own, at most so many.
    pub fn below(structure: &Structure, most: usize) -> Self {
        let mut growing = Growing::new(structure.root(), most);
        while let Some(place) = growing.ahead.pop_front() {
            for line in structure.lines(growing.nodes[place].revision) {
                match structure.below(line) {
                    Some(below) => growing.join(place, below, line, |from, to| (from, to)),
                    None => growing.nodes[place].leaves += 1,
                }
            }
        }
        growing.done()
    }

    /// What a part is used in, at all levels, from the lines through which it is; `root` is the part's own revision.
    pub fn above(part: PartId, root: RevisionId, lines: &[StructureLine], most: usize) -> Self {
        let mut uses: HashMap<RevisionId, Vec<&StructureLine>> = HashMap::new();
        for line in lines {
            let child = if line.line.child == part { Some(root) } else { line.counts.map(|counts| counts.revision) };
            if let Some(child) = child {
                uses.entry(child).or_default().push(line);
            }
        }
        let mut growing = Growing::new(root, most);
        while let Some(place) = growing.ahead.pop_front() {
            for line in uses.get(&growing.nodes[place].revision).into_iter().flatten() {
                growing.join(place, line.line.revision, line, |from, to| (to, from));
            }
        }
        growing.done()
    }
}

/// A graph that grows from where one starts.
struct Growing {
    most: usize,
    nodes: Vec<Node>,
    places: HashMap<RevisionId, usize>,
    edges: BTreeMap<(usize, usize), BTreeMap<Unit, Decimal>>,
    ahead: VecDeque<usize>,
    left_out: HashSet<RevisionId>,
}

impl Growing {
    fn new(root: RevisionId, most: usize) -> Self {
        Self {
            most,
            nodes: vec![Node { revision: root, leaves: 0 }],
            places: HashMap::from([(root, 0)]),
            edges: BTreeMap::new(),
            ahead: VecDeque::from([0]),
            left_out: HashSet::new(),
        }
    }

    fn join(
        &mut self,
        place: usize,
        other: RevisionId,
        line: &StructureLine,
        way: impl Fn(usize, usize) -> (usize, usize),
    ) {
        let found = self.places.get(&other).copied();
        let other = match found {
            Some(other) => other,
            None if self.nodes.len() >= self.most => {
                self.left_out.insert(other);
                return;
            }
            None => {
                let next = self.nodes.len();
                self.nodes.push(Node { revision: other, leaves: 0 });
                self.places.insert(other, next);
                self.ahead.push_back(next);
                next
            }
        };
        let amounts = self.edges.entry(way(place, other)).or_default();
        let sum = amounts.entry(line.line.unit).or_insert_with(Decimal::zero);
        *sum = sum.clone() + Quantity::to_decimal(line.line.quantity);
    }

    fn done(self) -> Graph {
        let edges = self.edges.into_iter().map(|((from, to), amounts)| Edge { from, to, amounts }).collect();
        Graph { nodes: self.nodes, edges, left_out: self.left_out.len() }
    }
}
