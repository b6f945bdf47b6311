//! Documents: what every report is, whatever it is about and whatever file it becomes. Columns with kinds, rows with exact
//! values, and what they come to.
//!
//! A document is written from its beginning to its end and never held whole: whoever makes one tells a [`Sink`] its head,
//! then its rows one by one, then its totals. [`Report`] is the sink that keeps them, for what is small.

use std::borrow::Cow;

use crate::Result;
use crate::decimal::Decimal;
use crate::supplier_part::Currency;
use crate::time::Timestamp;

/// What a document is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A BOM.
    Bom,
    /// A list of parts.
    Parts,
    /// Where a part is used.
    WhereUsed,
    /// Two BOMs against each other.
    Compare,
    /// The audit.
    Audit,
}

impl Subject {
    /// Every subject.
    pub const ALL: [Self; 5] = [Self::Bom, Self::Parts, Self::WhereUsed, Self::Compare, Self::Audit];

    /// The subject's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bom => "bom",
            Self::Parts => "parts",
            Self::WhereUsed => "where-used",
            Self::Compare => "compare",
            Self::Audit => "audit",
        }
    }
}

/// What the cells of a column are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A text.
    Text,
    /// A whole number.
    Whole,
    /// An exact number.
    Decimal,
    /// An exact amount of money.
    Money(Currency),
    /// A moment in UTC.
    Moment,
    /// Yes or no, in the column's own words.
    Flag {
        /// The word for yes.
        yes: &'static str,
        /// The word for no; may be empty.
        no: &'static str,
    },
    /// An address on the web.
    Link,
    /// Several texts.
    List,
}

/// A column of a document, or one thing that it says of the whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name for programs, which never changes: `part_number`.
    pub key: Cow<'static, str>,
    /// Its name for people, and for the head of a table.
    pub name: Cow<'static, str>,
    /// What its cells are.
    pub kind: Kind,
}

impl Column {
    /// A column of that kind.
    pub const fn new(key: &'static str, name: &'static str, kind: Kind) -> Self {
        Self { key: Cow::Borrowed(key), name: Cow::Borrowed(name), kind }
    }

    /// A column of texts.
    pub const fn text(key: &'static str, name: &'static str) -> Self {
        Self::new(key, name, Kind::Text)
    }

    /// A column of exact numbers.
    pub const fn decimal(key: &'static str, name: &'static str) -> Self {
        Self::new(key, name, Kind::Decimal)
    }

    /// A column of whole numbers.
    pub const fn whole(key: &'static str, name: &'static str) -> Self {
        Self::new(key, name, Kind::Whole)
    }

    /// The column's name, with the currency of what it says.
    pub fn heading(&self) -> Cow<'_, str> {
        match &self.kind {
            Kind::Money(currency) => Cow::Owned(format!("{} ({currency})", self.name)),
            _ => Cow::Borrowed(&self.name),
        }
    }
}

/// What stands in a cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// A text.
    Text(String),
    /// A whole number.
    Whole(u64),
    /// An exact number, or an exact amount of the money of its column.
    Decimal(Decimal),
    /// A moment.
    Moment(Timestamp),
    /// Yes or no.
    Flag(bool),
    /// An address on the web.
    Link(String),
    /// Several texts.
    List(Vec<String>),
}

impl Cell {
    /// A text, or nothing where it is empty.
    pub fn text(text: &(impl ToString + ?Sized)) -> Self {
        let text = text.to_string();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }

    /// A text that there may be.
    pub fn maybe(text: Option<&(impl ToString + ?Sized)>) -> Self {
        text.map_or(Self::Empty, Self::text)
    }

    /// An exact number.
    pub fn number(number: &Decimal) -> Self {
        Self::Decimal(number.clone())
    }

    /// A number of things.
    pub fn count(count: usize) -> Self {
        Self::Whole(count as u64)
    }

    /// Several texts, or nothing where there are none.
    pub fn list(texts: Vec<String>) -> Self {
        if texts.is_empty() { Self::Empty } else { Self::List(texts) }
    }

    /// The cell as one reads it under a column: exact numbers in full, moments in UTC.
    pub fn shown(&self, kind: &Kind) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(text) | Self::Link(text) => Cow::Borrowed(text),
            Self::Whole(number) => Cow::Owned(number.to_string()),
            Self::Decimal(number) => Cow::Owned(number.to_string()),
            Self::Moment(moment) => Cow::Owned(moment.to_string()),
            Self::Flag(flag) => Cow::Borrowed(match (kind, flag) {
                (Kind::Flag { yes, .. }, true) => yes,
                (Kind::Flag { no, .. }, false) => no,
                (_, true) => "yes",
                (_, false) => "no",
            }),
            Self::List(texts) => Cow::Owned(texts.join(", ")),
        }
    }
}

/// One thing that a document says of the whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Its names and its kind.
    pub column: Column,
    /// What it says.
    pub cell: Cell,
}

impl Fact {
    /// A fact.
    pub const fn new(column: Column, cell: Cell) -> Self {
        Self { column, cell }
    }

    /// A text.
    pub fn text(key: &'static str, name: &'static str, text: &(impl ToString + ?Sized)) -> Self {
        Self::new(Column::text(key, name), Cell::text(text))
    }

    /// A number of things.
    pub fn count(key: &'static str, name: &'static str, count: usize) -> Self {
        Self::new(Column::whole(key, name), Cell::count(count))
    }

    /// An exact number.
    pub fn decimal(key: &'static str, name: &'static str, number: Decimal) -> Self {
        Self::new(Column::decimal(key, name), Cell::Decimal(number))
    }

    /// A moment.
    pub const fn moment(key: &'static str, name: &'static str, moment: Timestamp) -> Self {
        Self::new(Column::new(key, name, Kind::Moment), Cell::Moment(moment))
    }
}

/// What a document begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// What it is about.
    pub subject: Subject,
    /// How that is told, where there is more than one way: `indented`.
    pub view: &'static str,
    /// Its title.
    pub title: String,
    /// What it says of the whole: of which revision, in which state, as of when.
    pub facts: Vec<Fact>,
    /// Its columns.
    pub columns: Vec<Column>,
}

/// A row of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// How deep it stands, from 1, where rows stand in each other; else 0.
    pub level: usize,
    /// A cell for each column.
    pub cells: Vec<Cell>,
}

impl Row {
    /// A row that stands in no other.
    pub const fn flat(cells: Vec<Cell>) -> Self {
        Self { level: 0, cells }
    }
}

/// Where a document goes.
pub trait Sink {
    /// Begins it; once, first.
    fn begin(&mut self, head: &Head) -> Result<()>;

    /// One more row.
    fn row(&mut self, row: &Row) -> Result<()>;

    /// Ends it with what the rows come to; once, last. A document that was not ended is not one.
    fn end(&mut self, totals: &[Fact]) -> Result<()>;
}

/// A document as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// What it begins with; `None` before it has begun.
    pub head: Option<Head>,
    /// Its rows.
    pub rows: Vec<Row>,
    /// What they come to.
    pub totals: Vec<Fact>,
}

impl Sink for Report {
    fn begin(&mut self, head: &Head) -> Result<()> {
        self.head = Some(head.clone());
        Ok(())
    }

    fn row(&mut self, row: &Row) -> Result<()> {
        self.rows.push(row.clone());
        Ok(())
    }

    fn end(&mut self, totals: &[Fact]) -> Result<()> {
        self.totals = totals.to_vec();
        Ok(())
    }
}
