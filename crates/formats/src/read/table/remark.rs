//! Rows that speak of the table instead of a part: sums, rules, labels, and the titles of its sections.

use partwright_domain::import::Role;
use partwright_domain::import::column::Column;

use super::Raw;

/// What begins the last row of a table that sums up, in the languages that name columns.
const SUMS: &[&str] = &[
    "total",
    "totals",
    "total cost",
    "total price",
    "total:",
    "grand total",
    "subtotal",
    "sub total",
    "sum",
    "summe",
    "gesamt",
    "gesamtsumme",
    "totale",
    "totales",
    "somme",
    "suma",
    "razem",
    "celkem",
    "summa",
    "totalt",
    "totaal",
    "итого",
    "всего",
    "合计",
    "总计",
    "合計",
    "総計",
    "总数",
    "end",
    "end of bom",
    "end of file",
];

/// What is paid for beside parts, in the first cell of its row.
const EXPENSES: &[&str] = &[
    "shipping",
    "shipping cost",
    "shipping costs",
    "postage",
    "tax",
    "taxes",
    "vat",
    "sales tax",
    "versand",
    "versandkosten",
    "porto",
    "mwst",
    "frais de port",
    "envío",
    "运费",
    "邮费",
    "доставка",
];

/// No words of these lists are longer, in bytes; most cells are asked, and some are long.
const LONGEST_WORDS: usize = 40;

/// Whether a row speaks of the table instead of a part: `Component Count: 37`, `Total`, a line of dashes.
pub(super) fn is_remark(row: &Raw, width: usize) -> bool {
    let mut filled = row.cells.iter().filter(|cell| !cell.is_empty());
    let Some(first) = filled.next() else { return false };
    let others = filled.clone().count();
    let is_rule = |cell: &String| {
        cell.len() >= 3 && cell.chars().all(|sign| matches!(sign, '-' | '_' | '=' | '*' | ':' | '#' | '~'))
    };
    if is_rule(first) && filled.all(is_rule) {
        return true;
    }
    // A designator, a value or a number never ends with a colon.
    let labels = first.ends_with([':', '：']) || (others == 0 && has_label(first));
    let is_of_money = filled.clone().all(|cell| is_sum_of_money(cell));
    let costs = first.ends_with([':', '：']) && is_of_money;
    // What a program says that could not do its work.
    let complains = first.starts_with("***");
    (width >= 3 && ((others <= 1 && (labels || complains)) || costs || (others <= 2 && is_of_money && is_sum(first))))
        || (first.len() <= LONGEST_WORDS && {
            let words = first.to_lowercase();
            (SUMS.contains(&words.as_str()) && others < width.max(2))
                || EXPENSES.contains(&words.trim_matches(['~', '*', ':', ' ']))
        })
}

/// Whether a text names a sum: `Total price`.
fn is_sum(text: &str) -> bool {
    text.to_lowercase().starts_with("total ") && text.split_whitespace().count() <= 3
}

fn is_sum_of_money(text: &str) -> bool {
    text.chars().all(|sign| sign.is_ascii_digit() || matches!(sign, '.' | ',' | ' ' | '$' | '€' | '£' | '~'))
}

/// Whether a text is a label with something after it: `Date: 2026-01-31`, and no link.
fn has_label(text: &str) -> bool {
    text.split_once(": ").is_some_and(|(label, _)| {
        !label.is_empty() && label.chars().all(|character| character.is_alphabetic() || character == ' ')
    })
}

/// The titles of sections in a table whose rows have quantities.
pub(super) struct Titles {
    columns: Vec<Title>,
    quantity: usize,
}

/// Whether the title of a section may stand in a column by itself.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Title {
    Never,
    /// Only without digits: a designator and a number of a part have some.
    InWords,
    Always,
}

impl Titles {
    /// How many cells a part fills at least, in a table with titles.
    const FEWEST: usize = 3;

    /// The titles of a table with these columns; `None` where its rows tell a part by less.
    pub(super) fn of(columns: &[Column], first: &[&[String]]) -> Option<Self> {
        let quantity = columns.iter().find(|column| column.role == Role::Quantity)?.index;
        let is_counted = |cells: &&&[String]| cells.get(quantity).is_some_and(|cell| !cell.is_empty());
        let is_full = |cells: &&&[String]| cells.iter().filter(|cell| !cell.is_empty()).count() >= Self::FEWEST;
        let counted = first.iter().filter(is_counted).filter(is_full).count();
        let has_places = columns.iter().any(|column| column.role == Role::Reference);
        let title = |column: &Column| match column.role {
            Role::Quantity => Title::Never,
            // Beside designators a value is one, and no name.
            Role::Value if has_places => Title::Never,
            Role::Reference | Role::Mpn | Role::PartNumber => Title::InWords,
            _ => Title::Always,
        };
        (counted > 0 && counted * 2 >= first.len())
            .then(|| Self { columns: columns.iter().map(title).collect(), quantity })
    }

    /// Whether a row is a title: it has one cell, and that says neither how many nor which part. One with a label may have
    /// the section's sum beside it.
    pub(super) fn is_title(&self, row: &Raw) -> bool {
        let mut filled = row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty());
        let Some((index, cell)) = filled.next() else { return false };
        let is_alone = match (filled.next(), filled.next()) {
            (None, _) => true,
            (Some((other, sum)), None) => other != self.quantity && has_label(cell) && is_sum_of_money(sum),
            (Some(_), Some(_)) => false,
        };
        is_alone
            && match self.columns.get(index) {
                Some(Title::Always) => true,
                Some(Title::InWords) => !cell.contains(|sign: char| sign.is_ascii_digit()),
                Some(Title::Never) | None => false,
            }
    }
}
