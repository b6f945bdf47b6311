//! Trees of pages and the rows in them (<https://www.sqlite.org/fileformat2.html#b_tree_pages>), read so that no damage
//! can mislead: every length is looked at, no page is entered twice, and what does not add up is not a row.

use rusqlite::types::Value;

use super::pages::{Pages, number};

const INNER_INDEX: u8 = 2;
const INNER_TABLE: u8 = 5;
const LEAF_INDEX: u8 = 10;
const LEAF_TABLE: u8 = 13;

/// A row as it is kept: its rowid, where its tree has them, and its values.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) rowid: Option<i64>,
    pub(super) values: Vec<Value>,
}

/// What a walk meets.
#[derive(Debug)]
pub(super) enum Met {
    Row(Row),
    /// A row of a page that otherwise can be read, with its rowid where that can be.
    BrokenRow(Option<i64>),
    /// A page that cannot be read, or is none of a tree: it, and all below it, is missing here.
    BrokenPage(u32),
}

/// The pages of a file, and which of them were visited.
#[derive(Debug)]
pub(super) struct Forest {
    pub(super) pages: Pages,
    visited: Vec<bool>,
    pub(super) visits: u64,
}

impl Forest {
    pub(super) fn new(pages: Pages) -> Self {
        let visited = vec![false; pages.count() as usize + 1];
        Self { pages, visited, visits: 0 }
    }

    /// Notes that a page was visited; `false` when it was before, or is none.
    fn visit(&mut self, page: u32) -> bool {
        let is_new = self.visited.get(page as usize) == Some(&false) && page > 0;
        if is_new {
            self.visited[page as usize] = true;
            self.visits += 1;
        }
        is_new
    }

    /// Pages that no walk came to.
    pub(super) fn unvisited(&self) -> Vec<u32> {
        (1_u32..).zip(&self.visited[1..]).filter(|(_, is_visited)| !**is_visited).map(|(page, _)| page).collect()
    }

    /// Goes through the tree at this root, in its order, for as long as `each` answers well.
    pub(super) fn walk<E>(
        &mut self,
        root: u32,
        each: &mut impl FnMut(&mut Self, Met) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut ahead = vec![root];
        while let Some(number) = ahead.pop() {
            let page = if self.visit(number) { self.tree_page(number) } else { None };
            // SQLite leaves no page of a tree without a row, but for an empty tree's only one.
            let Some(page) = page.filter(|page| number == root || page.is_inner() || page.cells() > 0) else {
                each(self, Met::BrokenPage(number))?;
                continue;
            };
            if page.is_cut() {
                each(self, Met::BrokenPage(number))?;
            }
            // Where the page is cut off, what it says of others is nothing.
            let there = 1..=self.pages.count();
            ahead.extend(page.children().rev().filter(|child| !page.is_cut() || there.contains(child)));
            self.rows(&page, each)?;
        }
        Ok(())
    }

    fn tree_page(&mut self, number: u32) -> Option<Page> {
        let bytes = self.pages.page(number)?;
        Page::of(number, bytes, self.pages.there(number))
    }

    /// The rows of one page, which is not visited by that, nor is what its rows go on to.
    pub(super) fn peek(&mut self, number: u32) -> Vec<Vec<Value>> {
        let Some(page) = self.tree_page(number) else { return Vec::new() };
        if page.kind != LEAF_TABLE {
            return Vec::new();
        }
        let visited = self.visited.clone();
        let cells =
            (0..page.cells()).filter_map(|cell| page.cell(cell, self.pages.size()).map(|cell| self.payload(&cell)));
        let rows = cells.flatten().filter_map(|payload| record(&payload)).collect();
        self.visited = visited;
        rows
    }

    /// The rows of one page that nothing points to; nothing for a page that is none of a tree.
    pub(super) fn stray<E>(
        &mut self,
        number: u32,
        each: &mut impl FnMut(&mut Self, Met) -> Result<(), E>,
    ) -> Result<(), E> {
        if !self.visit(number) {
            return Ok(());
        }
        let Some(page) = self.tree_page(number) else { return Ok(()) };
        self.rows(&page, each)
    }

    fn rows<E>(&mut self, page: &Page, each: &mut impl FnMut(&mut Self, Met) -> Result<(), E>) -> Result<(), E> {
        if page.kind == INNER_TABLE {
            return Ok(());
        }
        for cell in 0..page.cells() {
            let met = match page.cell(cell, self.pages.size()) {
                None => Met::BrokenRow(None),
                Some(cell) => match self.payload(&cell).and_then(|payload| record(&payload)) {
                    None => Met::BrokenRow(cell.rowid),
                    Some(values) => Met::Row(Row { rowid: cell.rowid, values }),
                },
            };
            each(self, met)?;
        }
        Ok(())
    }

    /// All bytes of a row, those on further pages too.
    fn payload(&mut self, cell: &Cell<'_>) -> Option<Vec<u8>> {
        // More than the whole file has is no length.
        let most = u64::from(self.pages.count()) * self.pages.size() as u64;
        if cell.length as u64 > most {
            return None;
        }
        let mut payload = cell.local.to_vec();
        let mut next = cell.overflow;
        while payload.len() < cell.length {
            if !self.visit(next) {
                return None;
            }
            let page = self.pages.page(next)?;
            let here = (cell.length - payload.len()).min(page.len() - 4);
            if 4 + here > self.pages.there(next) {
                return None;
            }
            payload.extend_from_slice(&page[4..4 + here]);
            next = number(&page, 0);
        }
        Some(payload)
    }

    /// Visits the pages that are free, so that nobody takes what was once on them for rows; `false` when that list is
    /// damaged.
    pub(super) fn visit_free(&mut self) -> bool {
        let Some(header) = self.pages.header else { return false };
        let mut trunk = header.first_free;
        while trunk != 0 {
            let Some(page) = self.pages.page(trunk).filter(|_| self.visit(trunk)) else { return false };
            let count = number(&page, 4) as usize;
            if count > page.len() / 4 - 2 || !(0..count).all(|place| self.visit(number(&page, 8 + place * 4))) {
                return false;
            }
            trunk = number(&page, 0);
        }
        true
    }
}

/// A page of a tree.
struct Page {
    bytes: Vec<u8>,
    /// Where its header is: on the first page it is behind the file's.
    start: usize,
    kind: u8,
    /// How many of its bytes there are; zeros stand for the others.
    there: usize,
}

struct Cell<'p> {
    rowid: Option<i64>,
    length: usize,
    local: &'p [u8],
    /// Where it goes on; of no meaning when it ends here.
    overflow: u32,
}

impl Page {
    fn of(number: u32, bytes: Vec<u8>, there: usize) -> Option<Self> {
        let start = if number == 1 { 100 } else { 0 };
        let kind = bytes[start];
        let page = Self { bytes, start, kind, there };
        let is_tree = matches!(kind, INNER_INDEX | INNER_TABLE | LEAF_INDEX | LEAF_TABLE);
        (is_tree && page.pointers() + page.cells() * 2 <= page.bytes.len()).then_some(page)
    }

    fn short(&self, place: usize) -> usize {
        usize::from(self.bytes[place]) << 8 | usize::from(self.bytes[place + 1])
    }

    fn is_cut(&self) -> bool {
        self.there < self.bytes.len()
    }

    fn cells(&self) -> usize {
        self.short(self.start + 3)
    }

    fn is_inner(&self) -> bool {
        matches!(self.kind, INNER_INDEX | INNER_TABLE)
    }

    /// Where the places of its cells stand.
    fn pointers(&self) -> usize {
        self.start + if self.is_inner() { 12 } else { 8 }
    }

    fn children(&self) -> impl DoubleEndedIterator<Item = u32> + '_ {
        let count = if self.is_inner() { self.cells() + 1 } else { 0 };
        (0..count).map(|cell| {
            if cell == self.cells() {
                number(&self.bytes, self.start + 8)
            } else {
                number(&self.bytes, self.short(self.pointers() + cell * 2))
            }
        })
    }

    fn cell(&self, place: usize, usable: usize) -> Option<Cell<'_>> {
        let start = self.short(self.pointers() + place * 2) + if self.kind == INNER_INDEX { 4 } else { 0 };
        let bytes = self.bytes.get(start..self.there)?;
        let (length, at) = varint(bytes)?;
        let length = usize::try_from(length).ok()?;
        let (rowid, at) = if self.kind == LEAF_TABLE {
            let (rowid, more) = varint(bytes.get(at..)?)?;
            (Some(rowid.cast_signed()), at + more)
        } else {
            (None, at)
        };
        let least = (usable - 12) * 32 / 255 - 23;
        let most = if self.kind == LEAF_TABLE { usable - 35 } else { (usable - 12) * 64 / 255 - 23 };
        if length <= most {
            return Some(Cell { rowid, length, local: bytes.get(at..at + length)?, overflow: 0 });
        }
        let some = least + (length - least) % (usable - 4);
        let here = if some <= most { some } else { least };
        let local = bytes.get(at..at + here)?;
        bytes.get(at + here..at + here + 4)?;
        Some(Cell { rowid, length, local, overflow: number(bytes, at + here) })
    }
}

/// A number of up to nine bytes, and how many they were.
fn varint(bytes: &[u8]) -> Option<(u64, usize)> {
    let mut number = 0_u64;
    for (place, byte) in bytes.iter().take(9).enumerate() {
        if place == 8 {
            return Some((number << 8 | u64::from(*byte), 9));
        }
        number = number << 7 | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Some((number, place + 1));
        }
    }
    None
}

/// The values of a row; `None` when its head and its body do not fit together.
fn record(payload: &[u8]) -> Option<Vec<Value>> {
    let (head, mut at) = varint(payload)?;
    let head = usize::try_from(head).ok().filter(|head| *head <= payload.len())?;
    let mut body = &payload[head..];
    let mut values = Vec::new();
    while at < head {
        let (kind, more) = varint(&payload[at..head])?;
        at += more;
        let length = match kind {
            0 | 8 | 9 => 0,
            1..=4 => usize::try_from(kind).ok()?,
            5 => 6,
            6 | 7 => 8,
            10 | 11 => return None,
            _ => usize::try_from((kind - 12) / 2).ok()?,
        };
        let (here, rest) = body.split_at_checked(length)?;
        body = rest;
        values.push(match kind {
            0 => Value::Null,
            7 => Value::Real(f64::from_be_bytes(here.try_into().ok()?)),
            8 => Value::Integer(0),
            9 => Value::Integer(1),
            1..=6 => Value::Integer(signed(here)),
            _ if kind % 2 == 0 => Value::Blob(here.to_vec()),
            _ => Value::Text(std::str::from_utf8(here).ok()?.to_owned()),
        });
    }
    (at == head && body.is_empty()).then_some(values)
}

fn signed(bytes: &[u8]) -> i64 {
    let sign = if bytes.first().is_some_and(|byte| byte & 0x80 != 0) { -1 } else { 0 };
    bytes.iter().fold(sign, |sum, byte| sum << 8 | i64::from(*byte))
}
