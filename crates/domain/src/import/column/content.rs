//! What columns mean in a file that does not name them.

use crate::part::PartNumber;

/// The share of a column's cells that must look alike, in percent.
const MOST: usize = 80;
const HALF: usize = 50;

/// Names for the columns of rows without a header, by what the cells look like; `None` when they do not look like a BOM.
///
/// A BOM has designators, or numbers that makers give or a workspace does, and beside it at least one column of another
/// kind. Columns that look like nothing in particular are called by their place.
pub fn by_content(rows: &[&[String]]) -> Option<Vec<String>> {
    let width = rows.iter().map(|row| row.len()).max()?;
    let columns: Vec<Vec<&str>> = (0..width)
        .map(|index| {
            rows.iter().filter_map(|row| row.get(index)).map(String::as_str).filter(|cell| !cell.is_empty()).collect()
        })
        .collect();
    let mut names: Vec<Option<&str>> = vec![None; width];
    for (name, share, looks_like) in KINDS {
        let free = columns.iter().enumerate().filter(|(index, _)| names[*index].is_none());
        // The column in which most cells look so; the first of equals.
        let best = free
            .map(|(index, cells)| (alike(cells, *looks_like), index))
            .filter(|(alike, index)| *alike > 0 && alike * 100 >= columns[*index].len() * share)
            .max_by_key(|&(alike, index)| (alike, usize::MAX - index));
        if let Some((_, index)) = best
            && !(*name == QUANTITY && is_numbering(&columns[index]) && has_other(&columns, &names, index))
        {
            names[index] = Some(*name);
        } else if let Some((_, index)) = best {
            names[index] = Some(NUMBERING);
            let other = (0..width).find(|&other| names[other].is_none() && is_mostly(&columns[other], is_count));
            if let Some(other) = other {
                names[other] = Some(*name);
            }
        }
    }
    let told = names.iter().flatten().filter(|name| **name != NUMBERING).count();
    let tells_parts = [REFERENCE, MPN, PART_NUMBER].iter().any(|name| names.contains(&Some(*name)));
    if !tells_parts || told < 2 {
        return None;
    }
    let called =
        |(index, name): (usize, Option<&str>)| name.map_or_else(|| format!("Column {}", index + 1), str::to_owned);
    Some(names.into_iter().enumerate().map(called).collect())
}

const REFERENCE: &str = "Reference";
const QUANTITY: &str = "Quantity";
const MPN: &str = "MPN";
const PART_NUMBER: &str = "Part number";
const NUMBERING: &str = "#";

/// Whether a cell looks like one of a kind.
type LooksLike = fn(&str) -> bool;

/// The kinds of columns, those that are told most surely first, and the share of their cells that must look so. Among
/// values stand the names of ICs and connectors, which look like nothing in particular.
const KINDS: &[(&str, usize, LooksLike)] = &[
    (REFERENCE, MOST, is_designators),
    (QUANTITY, MOST, is_count),
    // Nobody else gives numbers of this shape; the one that is mistyped among them is to be told so.
    (PART_NUMBER, HALF, is_part_number),
    ("Datasheet", MOST, is_link),
    ("Footprint", MOST, is_footprint),
    ("Value", HALF, is_value),
    (MPN, MOST, is_mpn),
    ("Description", MOST, is_words),
];

fn alike(cells: &[&str], looks_like: LooksLike) -> usize {
    cells.iter().filter(|cell| looks_like(cell)).count()
}

fn is_mostly(cells: &[&str], looks_like: LooksLike) -> bool {
    !cells.is_empty() && alike(cells, looks_like) * 100 >= cells.len() * MOST
}

/// Whether a column only counts the rows.
fn is_numbering(cells: &[&str]) -> bool {
    cells.len() >= 2 && cells.iter().enumerate().all(|(index, cell)| cell.parse() == Ok(index + 1))
}

fn has_other(columns: &[Vec<&str>], names: &[Option<&str>], than: usize) -> bool {
    columns
        .iter()
        .enumerate()
        .any(|(index, cells)| index != than && names[index].is_none() && is_mostly(cells, is_count))
}

/// The letters with which designators begin, beyond those of a single letter.
const PREFIXES: &[&str] = &[
    "AE", "ANT", "AR", "BAT", "BT", "BTN", "CE", "CN", "CON", "CONN", "CP", "CR", "DA", "DD", "DS", "DZ", "ESD", "FB",
    "FD", "FID", "FL", "GDT", "HDR", "HS", "IC", "JMP", "JP", "LED", "LS", "MH", "MK", "MOD", "MP", "MT", "NT", "OSC",
    "PCB", "PS", "POT", "RL", "RLY", "RM", "RN", "RP", "RT", "RV", "SB", "SJ", "SP", "SW", "TB", "TC", "TH", "TP",
    "TR", "TVS", "UC", "USB", "VD", "VR", "VT", "XTAL", "XT", "ZD",
];

fn is_designators(cell: &str) -> bool {
    let mut words = cell.split([',', ';', ' ', '\n']).filter(|word| !word.is_empty()).peekable();
    words.peek().is_some() && words.all(is_designator_or_range)
}

/// `C1`, `C1-C6`, `C1-6`.
fn is_designator_or_range(word: &str) -> bool {
    let Some((first, last)) = word.split_once('-') else { return is_designator(word) };
    is_designator(first) && (is_designator(last) || last.parse::<u16>().is_ok())
}

fn is_designator(word: &str) -> bool {
    let digits = word.find(|character: char| character.is_ascii_digit()).unwrap_or(word.len());
    let (prefix, number) = word.split_at(digits);
    let number = number.trim_end_matches(|character: char| character.is_ascii_alphabetic());
    let is_letter = prefix.len() == 1 && prefix.chars().all(|letter| letter.is_ascii_uppercase());
    (is_letter || PREFIXES.contains(&prefix)) && number.len() <= 4 && number.parse::<u16>().is_ok()
}

/// `EL-RES-100042`.
fn is_part_number(cell: &str) -> bool {
    cell.parse::<PartNumber>().is_ok()
}

fn is_count(cell: &str) -> bool {
    cell.len() <= 5 && cell.parse::<u32>().is_ok()
}

fn is_link(cell: &str) -> bool {
    cell.starts_with("http://") || cell.starts_with("https://")
}

/// The names of packages, as they begin.
const PACKAGES: &[&str] = &[
    "SOT", "SOIC", "SOP", "SOD", "SSOP", "TSSOP", "MSOP", "QFN", "QFP", "LQFP", "TQFP", "DFN", "WSON", "BGA", "DIP",
    "TO-", "TO2", "DO-", "SMA", "SMB", "SMC", "SC-", "SC7", "LCC", "PLCC", "MELF", "R_", "C_", "L_", "D_", "LED_",
    "HC49",
];

fn is_footprint(cell: &str) -> bool {
    let name = cell.rsplit_once(':').map_or(cell, |(_, name)| name);
    let is_chip = |text: &str| {
        ["0201", "0402", "0603", "0805", "1206", "1210", "1812", "2010", "2512"].iter().any(|size| text.contains(size))
    };
    !is_link(cell)
        && cell.len() > 2
        && (is_chip(name) || PACKAGES.iter().any(|package| name.to_ascii_uppercase().starts_with(package)))
}

/// `100n`, `4k7`, `10 µF`, `2.2`, `16 MHz`.
fn is_value(cell: &str) -> bool {
    let begins = cell.chars().next().is_some_and(|character| character.is_ascii_digit());
    let letters: String = cell.chars().filter(|character| character.is_alphabetic()).collect();
    begins && cell.chars().count() <= 10 && letters.chars().count() <= 3
}

fn is_mpn(cell: &str) -> bool {
    let has = |of: fn(&char) -> bool| cell.chars().any(|character| of(&character));
    cell.len() >= 5
        && !cell.contains(' ')
        && has(char::is_ascii_digit)
        && has(char::is_ascii_alphabetic)
        && !is_link(cell)
}

fn is_words(cell: &str) -> bool {
    cell.split_whitespace().count() >= 2 && cell.chars().any(char::is_alphabetic)
}
