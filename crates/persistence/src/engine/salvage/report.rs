//! What came of a salvage: counted table by table, so that what is told of single rows and what is told of a whole table agree.

use std::collections::BTreeMap;

/// How many losses are listed one by one.
const LISTED: usize = 1_000;

/// How many pages are named of those that a table lacks.
const NAMED: usize = 20;

/// What came of a salvage.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Salvaged {
    /// Each table that has or had rows.
    pub tables: Vec<SalvagedTable>,
    /// What could not be read or kept; what is said of whole tables first.
    pub losses: Vec<Loss>,
    /// How many more losses there are than are listed.
    pub more: u64,
}

/// What came of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SalvagedTable {
    /// Its name.
    pub name: String,
    /// Rows that are in the new file.
    pub kept: u64,
    /// Rows that are known to have been there, and are not, or not as they were.
    pub lost: u64,
    /// Whether nobody knows how many more are lost.
    pub is_unsure: bool,
}

/// Something that could not be read or kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// Of which table; empty when that is not known.
    pub table: String,
    /// The rest of the sentence.
    pub what: String,
}

/// How many rows a table had, as its indexes tell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Known {
    #[default]
    Nothing,
    /// By an index that is damaged itself, or that not each row is in.
    AtLeast(u64),
    /// By a whole index that each row is in.
    Exactly(u64),
}

/// What is known of a table so far.
#[derive(Debug, Default)]
pub(super) struct Account {
    pub(super) known: Known,
    /// Rows of the damaged file that were put into the new one.
    pub(super) placed: u64,
    /// Of these, rows on pages that nothing led to any more.
    found: u64,
    /// Rows that were made anew from what others tell.
    anew: u64,
    /// Rows of which it was told that they are lost.
    told: u64,
    /// Pages with rows that cannot be read.
    pages: Vec<u32>,
    /// Whether nothing says where its rows are.
    pub(super) is_rootless: bool,
}

impl Account {
    /// Whether rows may be missing of which nothing else is known.
    pub(super) fn is_holed(&self) -> bool {
        self.is_rootless || !self.pages.is_empty()
    }

    /// Whether each row is there that was, wherever it was found.
    fn is_whole(&self) -> bool {
        !self.is_holed() || matches!(self.known, Known::Exactly(rows) if rows <= self.placed)
    }

    /// What is to be said of it as a whole.
    fn sentences(&self) -> Vec<String> {
        if self.is_whole() {
            return Vec::new();
        }
        if self.placed == 0 {
            return vec![match self.known {
                Known::Exactly(rows) => format!("All of the table is lost: rows {rows}."),
                Known::AtLeast(rows) if rows > 0 => {
                    format!("All of the table is lost: rows {rows}, and perhaps more.")
                }
                _ => "All of the table is lost; how many rows it had, if any, is not known.".to_owned(),
            }];
        }
        let mut sentences = Vec::new();
        if self.is_rootless {
            sentences.push("Nothing says where its rows are; there may be more than were found.".to_owned());
        }
        if !self.pages.is_empty() {
            let more = self.pages.len().saturating_sub(NAMED);
            let more = (more > 0).then(|| format!("and {more} more"));
            let named: Vec<String> = self.pages.iter().take(NAMED).map(u32::to_string).chain(more).collect();
            sentences.push(format!("Pages of the file, on which it has rows, cannot be read: {}.", named.join(", ")));
        }
        if self.found > 0 {
            sentences.push(format!("Rows that were found on pages nothing led to any more, and kept: {}.", self.found));
        }
        sentences
    }

    /// What came of it, where `rows` are in the new table.
    fn outcome(&self, name: &str, rows: u64) -> SalvagedTable {
        // What a schema begins with is not of the damaged file.
        let kept = if self.placed + self.anew == 0 { 0 } else { rows };
        let known = match self.known {
            Known::Nothing => 0,
            Known::AtLeast(rows) | Known::Exactly(rows) => rows,
        };
        let lost = known.saturating_sub(kept.saturating_sub(self.anew)).max(self.told);
        let is_unsure = !self.is_whole() && !matches!(self.known, Known::Exactly(_));
        SalvagedTable { name: name.to_owned(), kept, lost, is_unsure }
    }
}

/// What is known so far.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    accounts: BTreeMap<String, Account>,
    /// What is told of no table.
    general: Vec<Loss>,
    /// What is told of single rows.
    rows: Vec<Loss>,
    more: u64,
}

impl Ledger {
    pub(super) fn of(&mut self, table: &str) -> &mut Account {
        self.accounts.entry(table.to_owned()).or_default()
    }

    /// Tells something that is of no table.
    pub(super) fn tell(&mut self, what: String) {
        self.general.push(Loss { table: String::new(), what });
    }

    /// A row that is lost, or lost something.
    pub(super) fn row(&mut self, table: &str, what: String, is_lost: bool) {
        self.of(table).told += u64::from(is_lost);
        if self.rows.len() < LISTED {
            self.rows.push(Loss { table: table.to_owned(), what });
        } else {
            self.more += 1;
        }
    }

    /// A page with rows that cannot be read.
    pub(super) fn page(&mut self, table: &str, page: u32) {
        self.of(table).pages.push(page);
    }

    /// A row that is in the new file.
    pub(super) fn placed(&mut self, table: &str, is_found: bool) {
        let account = self.of(table);
        account.placed += 1;
        account.found += u64::from(is_found);
    }

    /// Rows that were lost, and made anew.
    pub(super) fn anew(&mut self, table: &str, count: u64) {
        let account = self.of(table);
        account.anew += count;
        account.told += count;
        let what = format!("Rows that were lost, and made anew as far as other rows tell of them: {count}.");
        self.general.push(Loss { table: table.to_owned(), what });
    }

    /// The report, where there are so many rows in the tables of the new file.
    pub(super) fn close(self, rows: &[(&str, u64)]) -> Salvaged {
        let Self { accounts, general: mut losses, rows: single, more } = self;
        let mut tables = Vec::new();
        for (name, rows) in rows {
            let none = Account::default();
            let account = accounts.get(*name).unwrap_or(&none);
            let table = account.outcome(name, *rows);
            losses.extend(account.sentences().into_iter().map(|what| Loss { table: (*name).to_owned(), what }));
            if table.kept > 0 || table.lost > 0 || table.is_unsure {
                tables.push(table);
            }
        }
        losses.extend(single);
        Salvaged { tables, losses, more }
    }
}
