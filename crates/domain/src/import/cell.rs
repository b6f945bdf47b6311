//! What a cell says: quantities with units, decimal commas and thousands, and the many ways to write "do not populate".

use std::ops::Range;

use crate::bom::{Quantity, Unit};

/// A quantity as a BOM may write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    /// The cell is empty.
    Missing,
    /// The cell says 0.
    Zero,
    /// The cell says how many, or how much.
    Given(Quantity, Unit),
    /// The cell says something else.
    Invalid,
}

/// What begins the decimals of a file's numbers. It decides where one sign stands before three digits: `1.000`, `1,000`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Decimals {
    /// Nothing shows it: a point does, because programs write it, and a comma could be either.
    #[default]
    Usual,
    /// Nothing shows it, and the file was written where a comma may: either sign could be either.
    Unknown,
    /// A point: `1,000` is a thousand.
    Point,
    /// A comma: `1.000` is a thousand.
    Comma,
}

/// Reads `4`, `4 pcs`, `0,25 m`, `2x`, `1.000,5`; `unit` is what a column of units says, where the cell itself names none.
pub fn amount(text: &str, unit: &str, decimals: Decimals) -> Amount {
    let text = text.trim();
    if says_nothing(text) {
        return Amount::Missing;
    }
    // About so much is as good as that.
    let text = text.strip_prefix(['~', '≈']).map_or(text, str::trim_start);
    let text = text.strip_prefix(['x', 'X', '×']).map_or(text, str::trim_start);
    let end = number_end(text);
    let (written, own) = text.split_at(end);
    let own = own.trim();
    let Some(unit) = unit_of(if own.is_empty() { unit } else { own }) else { return Amount::Invalid };
    let Some(number) = plain(written.trim_end(), decimals) else { return Amount::Invalid };
    let is_zero = number.contains('0') && number.chars().all(|character| matches!(character, '0' | '.'));
    match Quantity::parse(&number) {
        Ok(quantity) => Amount::Given(quantity, unit),
        Err(_) if is_zero => Amount::Zero,
        Err(_) => Amount::Invalid,
    }
}

/// The longest word that may stand beside a number: a unit, a currency.
const LONGEST_WORD: usize = 4;

/// What begins the decimals of a number, where the number itself shows it: `1,5`, `0.125`, `1.000,5`, `1.000.000`. A word
/// or a sign of money may stand beside the number, and nothing else.
pub(super) fn shown(text: &str) -> Option<Decimals> {
    let is_beside = |character: char| !matches!(character, '0'..='9' | '.' | ',' | '-');
    let text = text.trim();
    let number = text.trim_matches(is_beside);
    let is_alone = text.len() - number.len() <= LONGEST_WORD && number_end(number) == number.len();
    if !is_alone || is_one_before_three(number) || plain(number, Decimals::Usual).is_none() {
        return None;
    }
    let last = number.chars().rev().find(|sign| matches!(sign, '.' | ','))?;
    // What stands more than once stands between thousands.
    let is_repeated = number.matches(last).count() > 1;
    Some(match (last, is_repeated) {
        ('.', false) | (',', true) => Decimals::Point,
        _ => Decimals::Comma,
    })
}

/// Whether a cell says in a word that there is nothing to say: `-`, `n/a`, `?`, `tbd`.
pub(super) fn says_nothing(text: &str) -> bool {
    text.trim_matches(['-', '–', '—', '?', '~', '*']).is_empty()
        || ["n/a", "tbd", "tba", "none"].iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Where the number ends: before the first sign that belongs to none. A space or an apostrophe does where three digits follow.
fn number_end(text: &str) -> usize {
    let mut end = 0;
    for (at, character) in text.char_indices() {
        let follows = |count: usize| text[at + character.len_utf8()..].chars().take(count);
        let is_thousand = || {
            end > 0
                && follows(3).filter(char::is_ascii_digit).count() == 3
                && !follows(4).skip(3).any(|next| next.is_ascii_digit())
        };
        match character {
            '0'..='9' | '.' | ',' => end = at + character.len_utf8(),
            ' ' | '\u{a0}' | '\u{202f}' | '\'' | '’' if is_thousand() => end = at + character.len_utf8(),
            _ => break,
        }
    }
    end
}

/// Whether one sign of one kind stands before three digits, so that it could begin decimals or stand between thousands.
fn is_one_before_three(number: &str) -> bool {
    let mut parts = number.split(['.', ',']);
    let (Some(whole), Some(rest), None) = (parts.next(), parts.next(), parts.next()) else { return false };
    rest.len() == 3 && (1..=3).contains(&whole.len()) && !whole.starts_with('0')
}

/// Whether a cell says a number that could be a thousand times as much.
pub(super) fn could_be_two(text: &str) -> bool {
    let text = text.trim();
    is_one_before_three(text[..number_end(text)].trim_end())
}

/// A number with a point before its decimals and nothing else; `None` where nobody can know what is meant.
///
/// What stands between thousands stands before every three digits. One sign of one kind could be either, and the file's
/// other numbers decide; `0,125` and `1,5` have decimals whatever those say.
fn plain(written: &str, decimals: Decimals) -> Option<String> {
    let gapless: String = written.chars().filter(|character| matches!(character, '0'..='9' | '.' | ',')).collect();
    let (points, commas) = (gapless.matches('.').count(), gapless.matches(',').count());
    if is_one_before_three(&gapless) {
        return match (decimals, commas) {
            (Decimals::Usual | Decimals::Point, 0) => Some(gapless),
            (Decimals::Comma, 1) => Some(gapless.replace(',', ".")),
            (Decimals::Comma, _) => grouped(&gapless, '.'),
            (Decimals::Point, _) => grouped(&gapless, ','),
            (Decimals::Usual | Decimals::Unknown, _) => None,
        };
    }
    let decimal = match (points, commas) {
        (_, 0) if points <= 1 => '.',
        (0, 1) => ',',
        // Each sign of one kind before three digits, and no other: a number without decimals.
        (0, _) => return grouped(&gapless, ','),
        (_, 0) => return grouped(&gapless, '.'),
        // Both: the last of them begins the decimals, and stands once.
        _ if gapless.rfind('.') > gapless.rfind(',') => '.',
        _ => ',',
    };
    let other = if decimal == '.' { ',' } else { '.' };
    match gapless.split_once(decimal) {
        Some((_, "")) if decimal == ',' => None,
        Some((whole, decimals)) if !decimals.contains(['.', ',']) => {
            Some(format!("{}.{decimals}", grouped(whole, other)?))
        }
        Some(_) => None,
        None => Some(gapless),
    }
}

/// A whole number without the sign between its thousands, if that stands where it must.
fn grouped(whole: &str, sign: char) -> Option<String> {
    let mut groups = whole.split(sign);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let fits = rest.is_empty() || ((1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3));
    fits.then(|| whole.replace(sign, ""))
}

/// What is counted as one, whatever is in it.
const SETS: [&str; 17] = [
    "set",
    "sets",
    "kit",
    "kits",
    "pair",
    "pairs",
    "pack",
    "packs",
    "satz",
    "jeu",
    "套",
    "组",
    "組",
    "セット",
    "компл",
    "комплект",
    "세트",
];

/// The unit that a word means; nothing means pieces.
fn unit_of(text: &str) -> Option<Unit> {
    let unit = text.trim().trim_end_matches('.').to_lowercase();
    Some(match unit.as_str() {
        "" | "~" | "-" | "pc" | "pcs" | "pc(s)" | "piece" | "pieces" | "ea" | "each" | "x" | "×" | "nos" | "no"
        | "unit" | "units" | "stk" | "stück" | "stuck" | "st" | "szt" | "шт" | "pz" | "ks" | "pièce" | "pièces"
        | "ud" | "uds" | "unidad" | "unidades" | "个" | "個" | "只" | "颗" | "片" | "枚" | "本" | "개" => {
            Unit::Each
        }
        other if SETS.contains(&other) => Unit::Each,
        "meter" | "meters" | "metre" | "metres" | "mtr" | "м" | "米" => Unit::Metre,
        "мм" => Unit::Millimetre,
        "gr" | "gram" | "grams" | "gramm" => Unit::Gram,
        "litre" | "litres" | "liter" | "liters" => Unit::Litre,
        other => Unit::parse(other).ok()?,
    })
}

/// Whether a cell says that somebody does not know yet: `?`, `tbd`.
pub(super) fn is_open(text: &str) -> bool {
    let text = text.trim();
    let is_asked = !text.is_empty() && text.trim_matches('?').is_empty();
    is_asked || ["tbd", "tba"].iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Whether a cell of a DNP column says that the row is not populated: anything but empty, a plain no, or a
/// word for nothing.
pub fn is_dnp_mark(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    !text.is_empty()
        && !is_open(&text)
        && !is_no(&text)
        && !matches!(text.as_str(), "n/a" | "none" | "–" | "—")
        && !matches!(text.as_str(), "fit" | "fitted" | "populate" | "populated" | "place" | "mount")
}

/// Whether a cell of a column such as Fitted or Populate says that the row is not: a plain no, or one of the words for it.
pub fn is_unfitted_mark(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    !text.is_empty()
        && !matches!(text.as_str(), "-" | "~")
        && (is_no(&text) || says_dnp(&text) || text.starts_with("not "))
}

fn is_no(text: &str) -> bool {
    matches!(text, "0" | "no" | "n" | "false" | "f" | "-" | "~" | "off" | "nein" | "non" | "nej" | "нет" | "否")
}

/// How the verbs begin that are not done then: `do not fit`, `not fitted`.
const VERBS: [&str; 8] = ["populate", "fit", "place", "install", "mount", "stuff", "assemble", "load"];

/// What is said to be left out: `no stuff`. Not each of the verbs; a switch may be called `NO mount`.
const LEFT_OUT: [&str; 4] = ["stuff", "fit", "pop", "populate"];

/// One word that says it by itself.
const ALONE: [&str; 16] = [
    "dnp",
    "dnf",
    "dni",
    "dns",
    "dnl",
    "dnm",
    "nofit",
    "nostuff",
    "nopop",
    "noload",
    "noplace",
    "unpopulated",
    "unbestückt",
    "不贴",
    "未贴",
    "未実装",
];

/// The most words of which one says it: `don't populate` has three.
const LONGEST_MARK: usize = 3;

/// The words of a text: what stands between all other signs. An abbreviation is one with its points: `D.N.P.`.
fn words(text: &str) -> impl Iterator<Item = &str> + Clone {
    text.split(|sign: char| !sign.is_alphanumeric() && sign != '.').flat_map(|piece| {
        let is_short = is_abbreviation(piece);
        piece.split(move |sign| sign == '.' && !is_short).filter(|word| !word.is_empty())
    })
}

/// Whether letters stand each by itself between points.
fn is_abbreviation(piece: &str) -> bool {
    let is_lettered = piece.contains('.') && piece.contains(char::is_alphabetic);
    is_lettered && piece.split('.').all(|part| part.chars().all(char::is_alphabetic) && part.chars().count() <= 1)
}

/// How many of the first words say that something is not populated.
fn mark(words: [&str; LONGEST_MARK]) -> usize {
    let [one, two, three] = words;
    let says = |word: &str, said: &str| word.eq_ignore_ascii_case(said);
    let is_done = |word: &str| VERBS.iter().any(|verb| begins(word, verb));
    if is_dnp_word(one) {
        1
    } else if (says(one, "not") && is_done(two))
        || (says(one, "no") && LEFT_OUT.iter().any(|part| says(two, part)))
        || (says(one, "nicht") && ["bestück", "bestueck"].iter().any(|verb| begins(two, verb)))
        || (says(one, "non") && begins(two, "monté"))
    {
        2
    } else if ((says(one, "do") && says(two, "not")) || (says(one, "don") && says(two, "t"))) && is_done(three) {
        3
    } else {
        0
    }
}

/// Where a text says first that something is not populated.
fn marked(text: &str) -> Option<Range<usize>> {
    let (mut rest, mut at) = (words(text), 0);
    loop {
        let mut here = rest.clone();
        let first: [&str; LONGEST_MARK] = std::array::from_fn(|_| here.next().unwrap_or_default());
        let count = mark(first);
        let place = |word: &str, from: usize| text[from..].find(word).map(|found| from + found);
        if count > 0 {
            let begin = place(first[0], at)?;
            let end = first[..count].iter().try_fold(begin, |end, word| Some(place(word, end)? + word.len()))?;
            return Some(begin..end);
        }
        let word = rest.next()?;
        at = place(word, at)? + word.len();
    }
}

/// Whether a value says it among other words: `DNP`, `100n DNP`, `DNF/10k`, `do not fit`.
pub fn says_dnp(value: &str) -> bool {
    marked(value).is_some()
}

/// What a value says beside that, where that is said before it or after it: `10k` of `10k (DNP)` and of `DNF/10k`.
pub fn without_dnp(value: &str) -> &str {
    let Some(Range { start, end }) = marked(value) else { return value };
    let (before, after) = (&value[..start], &value[end..]);
    let is_empty = |text: &str| !text.contains(char::is_alphanumeric);
    let joins =
        |sign: char| sign.is_whitespace() || matches!(sign, '(' | '[' | '{' | '/' | ',' | ';' | ':' | '-' | '_' | '*');
    let ends = |sign: char| joins(sign) || matches!(sign, ')' | ']' | '}' | '.');
    match (is_empty(before), is_empty(after)) {
        (true, true) => "",
        (true, false) => without_dnp(after.trim_start_matches(ends)),
        (false, true) => before.trim_end_matches(joins),
        (false, false) => value,
    }
}

/// Whether a cell says it and nothing else: `DNP`, `(dnf)`, `Do not populate`. Then it says nothing of the part.
pub fn says_only_dnp(text: &str) -> bool {
    // The longest such cell has three words, so most are told by their first.
    let mut rest = words(text);
    let first: [&str; LONGEST_MARK] = std::array::from_fn(|_| rest.next().unwrap_or_default());
    let count = mark(first);
    count > 0 && first[count..].iter().all(|word| word.is_empty()) && rest.next().is_none()
}

fn begins(word: &str, with: &str) -> bool {
    let mut letters = word.chars().flat_map(char::to_lowercase);
    with.chars().all(|letter| letters.next() == Some(letter))
}

/// Whether a word says it and nothing else, with or without brackets: `(DNP)`.
pub(super) fn says_dnp_alone(word: &str) -> bool {
    is_dnp_word(word.trim_matches(['(', ')', '[', ']']))
}

fn is_dnp_word(word: &str) -> bool {
    if word.contains('.') {
        let letters = word.replace('.', "").to_lowercase();
        // Without its points it may be niobium.
        return letters == "nb" || ALONE.contains(&letters.as_str());
    }
    ALONE.iter().any(|said| word.len() == said.len() && begins(word, said))
}

/// The name of a footprint without its library: `R_0402_1005Metric` of `Resistor_SMD:R_0402_1005Metric`.
pub fn short_footprint(footprint: &str) -> &str {
    footprint.rsplit_once(':').map_or(footprint, |(_, name)| name)
}

/// The same without a mark at its end that says that nothing is placed there: `R_0402` of `R_0402_DNP`.
pub fn plain_footprint(footprint: &str) -> &str {
    let name = short_footprint(footprint);
    match name.rsplit_once(['_', '-', ' ']) {
        Some((plain, mark)) if !plain.is_empty() && says_dnp_alone(mark) => plain,
        _ => name,
    }
}
