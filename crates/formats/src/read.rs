//! Files of rows, whatever they are made of.
//!
//! A [`File`] is surveyed once from its first byte to its last: that gives its hash, and says what it is and how its text
//! is written. From then on it can be opened as often as somebody wants its rows. What it is called says nothing.
//!
//! Each format gives plain rows of cells (`Rows`): [`text`] splits them, [`workbook`] takes them from a spreadsheet.
//! [`table`] finds the header among them and sets aside what is no part. A KiCad netlist and our own JSON name their
//! columns themselves.

mod bound;
mod channel;
mod encoding;
mod file;
mod json;
mod kind;
mod lined_up;
mod netlist;
mod origin;
mod set;
mod splitter;
mod survey;
mod table;
mod text;
mod workbook;

pub use file::File;
pub use set::Set;

use partwright_domain::import::ImportError;

use crate::formula;

/// A row as its format has it: its place, the first being 1, and its cells without the white space round them.
struct Raw {
    number: u64,
    cells: Vec<String>,
}

/// The rows of a file, one after the other; blank lines are none.
trait Rows {
    fn next(&mut self) -> Result<Option<Raw>, ImportError>;

    /// How many bytes of the file were read.
    fn done(&self) -> u64;
}

/// A text without the white space round it.
fn bare(text: &str) -> &str {
    text.trim_matches(|character: char| character.is_whitespace() || character == '\u{feff}')
}

/// A cell as people see it: without white space round it, and without what only keeps a spreadsheet from reckoning.
fn cell(text: &str) -> String {
    let text = bare(text);
    // ="0402" is how a text that looks like a number is kept as it is.
    if let Some(kept) = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')) {
        return kept.replace("\"\"", "\"");
    }
    hyperlink(text).map_or_else(|| formula::unescaped(text).into_owned(), str::to_owned)
}

/// What a spreadsheet shows of `=HYPERLINK("https://…", "IRLML6402")`.
fn hyperlink(text: &str) -> Option<&str> {
    let (name, rest) = text.split_at_checked("=HYPERLINK(".len())?;
    let inside = rest.strip_suffix(')').filter(|_| name.eq_ignore_ascii_case("=HYPERLINK("))?;
    inside.trim_end().strip_suffix('"')?.rsplit_once('"').map(|(_, shown)| shown)
}
