//! Pages: lists are read by key, never by offset, so that page 3,000 costs what page 1 costs.

use crate::error::refusals;

refusals! {
    /// Why a page was refused.
    pub enum PageError {
        CursorInvalid = "page.cursor_invalid",
            "This list cannot be continued from there; ask for its first page, then for each `next` it answers.";
    }
}

/// Where a page ended: the sort key of its last row, and the row's number to tell equal keys apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// The sort key of the last row.
    pub key: String,
    /// The sequence of the last row.
    pub sequence: u32,
}

impl Cursor {
    /// The cursor as a text that [`Cursor::parse`] takes back.
    pub fn encode(&self) -> String {
        format!("{}:{}", self.sequence, self.key)
    }

    /// Takes what [`Cursor::encode`] gave.
    pub fn parse(text: &str) -> Result<Self, PageError> {
        let (sequence, key) = text.split_once(':').ok_or(PageError::CursorInvalid)?;
        let sequence = sequence.parse().map_err(|_| PageError::CursorInvalid)?;
        Ok(Self { key: key.to_owned(), sequence })
    }
}

/// Some rows of a list, and where the next ones start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows, in the order asked for.
    pub rows: Vec<T>,
    /// Where the next page starts; `None` on the last.
    pub next: Option<Cursor>,
    /// How many rows the whole list has.
    pub total: u64,
}

/// The most rows a page may have; a request for more is answered with this many.
pub const MOST_ROWS: u32 = 10_000;
