//! Which remarks say something of a row, and which say it of all of them and are told once.

use super::ImportError;
use super::plan::{Item, Outcome, Problem, Severity};

/// The remarks on the rows that are imported.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Remarks {
    /// What every row bears in the same words: it is told once, and not below each row.
    pub of_all: Vec<Problem>,
    /// How many rows have no MPN. That is a number of the whole: at a row, its empty cell says so.
    pub without_mpn: usize,
    /// The rows that bear a remark of their own, by their lines in the file.
    rows: Vec<u64>,
}

impl Remarks {
    /// The remarks among what is to be said about the rows of a file, which is in their order.
    pub fn of(items: &[Item], problems: &[Problem]) -> Self {
        let is_imported = |item: &&Item| !matches!(item.outcome, Outcome::NotAPart | Outcome::Refused);
        let mut imported: Vec<u64> = items.iter().filter(is_imported).map(|item| item.row).collect();
        imported.sort_unstable();
        imported.dedup();
        let is_remark =
            |problem: &&Problem| problem.severity == Severity::Notice && imported.binary_search(&problem.row).is_ok();
        let mut remarks =
            Self { without_mpn: problems.iter().filter(|problem| is_counted(problem)).count(), ..Self::default() };
        // What all bear, the first one bears; of a single row nothing is said of all.
        let first = problems.iter().filter(|problem| imported.len() > 1 && Some(&problem.row) == imported.first());
        for one in first.filter(|problem| !is_counted(problem)) {
            if problems.iter().filter(is_remark).filter(|other| is_same(one, other)).count() == imported.len() {
                remarks.of_all.push(one.clone());
            }
        }
        let own = problems.iter().filter(is_remark).filter(|problem| remarks.is_own(problem));
        remarks.rows = own.map(|problem| problem.row).collect();
        remarks.rows.sort_unstable();
        remarks.rows.dedup();
        remarks
    }

    /// How many rows bear a remark of their own.
    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// Whether the row at that line bears one.
    pub fn is_on(&self, row: u64) -> bool {
        self.rows.binary_search(&row).is_ok()
    }

    /// Whether a problem says something of its row that is not told once for all.
    pub fn is_own(&self, problem: &Problem) -> bool {
        !is_counted(problem) && !self.of_all.iter().any(|other| is_same(problem, other))
    }
}

/// Whether only how many rows bear it is told.
fn is_counted(problem: &Problem) -> bool {
    problem.code == ImportError::NoMpn.code()
}

fn is_same(one: &Problem, other: &Problem) -> bool {
    (one.code, &one.message, &one.column, one.severity) == (other.code, &other.message, &other.column, other.severity)
}
