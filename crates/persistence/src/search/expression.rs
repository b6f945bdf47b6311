//! Expressions: what FTS5 is asked. They are put together from quoted tokens and fixed signs; no token has a quote in it, so
//! nothing that anybody types can mean something else.

use partwright_domain::category::CategoryReader;
use partwright_domain::decimal::Decimal;
use partwright_domain::revision::Lifecycle;
use partwright_domain::search::key::{BUCKETS, bucket, key};
use partwright_domain::search::{PropertyRange, Query, Rank, Search, SearchFilter, Term};
use partwright_domain::store::StoreError;

use super::token;
use crate::column::Columns;
use crate::session::Session;

/// From so many characters on a beginning is written out as the words that it begins, if they are few: FTS5 has indexes
/// for shorter ones, and collects the whole list of parts for longer ones before it answers the first.
const WRITTEN_OUT_FROM: usize = 4;
const WRITTEN_OUT_MOST: usize = 40;

/// What is asked at each rank, each leaving out the better ones.
pub(super) struct Expressions {
    passing: Option<String>,
    mpn: Option<String>,
    words: Option<String>,
    beginnings: Option<String>,
    inside: Option<String>,
}

impl Expressions {
    /// The expressions of a search; `None` when no part can pass its filter.
    pub(super) fn of<A: Send + Sync>(session: &Session<'_, A>, search: &Search) -> Result<Option<Self>, StoreError> {
        let Some(passing) = passing(session, search)? else { return Ok(None) };
        let query = &search.query;
        if query.terms().is_empty() {
            return Ok(Some(Self { passing, mpn: None, words: None, beginnings: None, inside: None }));
        }
        let words = terms(query, None);
        let mpn = query.mpn_key().map(|key| format!("fact : {}", quoted(&token::mpn(&key))));
        let open = query.beginning().map(|last| Beginning::of(session, last)).transpose()?;
        let open = open.map(|beginning| terms(query, Some(&beginning)));
        Ok(Some(Self {
            passing,
            mpn,
            inside: Some(format!("{{head inside}} : ({})", open.as_ref().unwrap_or(&words))),
            beginnings: open.map(|open| format!("head : ({open})")),
            words: Some(format!("head : ({words})")),
        }))
    }

    /// The filter alone.
    pub(super) fn passing(&self) -> String {
        self.passing.clone().unwrap_or_else(every_part)
    }

    /// What is asked at a rank below the number; `None` where nothing can be found there.
    pub(super) fn at(&self, rank: Rank) -> Option<String> {
        let Self { passing: _, mpn, words, beginnings, inside } = self;
        let expression = match rank {
            Rank::Number => return None,
            Rank::Mpn => mpn.clone()?,
            // Without a word every part that passes is as good as any other.
            Rank::Words if words.is_none() => return Some(self.passing()),
            Rank::Words => without(words.as_ref()?, &[mpn.as_ref()]),
            Rank::Beginnings => without(beginnings.as_ref()?, &[mpn.as_ref(), words.as_ref()]),
            Rank::Inside => without(inside.as_ref()?, &[mpn.as_ref(), beginnings.as_ref().or(words.as_ref())]),
        };
        Some(self.filtered(&expression))
    }

    /// What answers at any rank but the number's.
    pub(super) fn all(&self) -> String {
        match (&self.inside, &self.mpn) {
            (Some(inside), Some(mpn)) => self.filtered(&format!("({inside}) OR ({mpn})")),
            _ => self.passing(),
        }
    }

    fn filtered(&self, expression: &str) -> String {
        match &self.passing {
            None => expression.to_owned(),
            Some(passing) => format!("({expression}) AND ({passing})"),
        }
    }
}

fn without(expression: &str, better: &[Option<&String>]) -> String {
    better
        .iter()
        .flatten()
        .fold(format!("({expression})"), |expression, better| format!("({expression} NOT ({better}))"))
}

/// What is asked for the last word of a term, that may be a beginning.
struct Beginning {
    word: String,
    written: String,
}

impl Beginning {
    fn of<A: Send + Sync>(
        session: &Session<'_, A>,
        Term { words, value: _, written }: &Term,
    ) -> Result<Self, StoreError> {
        let last = |words: &[String]| words.last().cloned().unwrap_or_default();
        let word = written_out(session, &last(words))?;
        let written = written_out(session, &token::written(&last(written)))?;
        Ok(Self { word, written })
    }
}

/// Each term of a query: all its words, or its value, or all the words of that as they were written. The last word is a
/// whole one, or what is asked for its beginning.
fn terms(query: &Query, beginning: Option<&Beginning>) -> String {
    let last = query.terms().len().saturating_sub(1);
    let term = |(place, Term { words, value, written }): (usize, &Term)| {
        let beginning = beginning.filter(|_| place == last);
        let mut ways = vec![all_of(words.iter().cloned(), beginning.map(|beginning| &*beginning.word))];
        if let Some(value) = value {
            ways.extend(token::value(value).iter().map(|token| quoted(token)));
            let written = written.iter().map(|word| token::written(word));
            ways.push(all_of(written, beginning.map(|beginning| &*beginning.written)));
        }
        format!("({})", ways.join(" OR "))
    };
    query.terms().iter().enumerate().map(term).collect::<Vec<_>>().join(" AND ")
}

/// All of the tokens, with something else in the place of the last.
fn all_of(tokens: impl Iterator<Item = String>, last: Option<&str>) -> String {
    let mut all: Vec<_> = tokens.map(|token| quoted(&token)).collect();
    if let (Some(own), Some(last)) = (all.last_mut(), last) {
        last.clone_into(own);
    }
    format!("({})", all.join(" AND "))
}

fn quoted(token: &str) -> String {
    format!("\"{token}\"")
}

/// The words that begin so, where they are few, else the beginning itself.
fn written_out<A: Send + Sync>(session: &Session<'_, A>, beginning: &str) -> Result<String, StoreError> {
    if beginning.chars().count() >= WRITTEN_OUT_FROM {
        let words = tokens_from(session, beginning, &after(beginning), WRITTEN_OUT_MOST + 1)?;
        if (1..=WRITTEN_OUT_MOST).contains(&words.len()) {
            return Ok(format!("({})", any_of(&words)));
        }
    }
    Ok(format!("{} *", quoted(beginning)))
}

fn any_of(tokens: &[String]) -> String {
    tokens.iter().map(|token| quoted(token)).collect::<Vec<_>>().join(" OR ")
}

/// The least text above every text that begins so.
fn after(beginning: &str) -> String {
    format!("{beginning}\u{10FFFF}")
}

/// The tokens in the index from one on and below another, at most so many.
fn tokens_from<A: Send + Sync>(
    session: &Session<'_, A>,
    from: &str,
    below: &str,
    most: usize,
) -> Result<Vec<String>, StoreError> {
    let mut tokens = Vec::new();
    let mut from = from.to_owned();
    while tokens.len() < most
        && let Some(token) = next_token(session, &from, below)?
    {
        // No token has a sign as low as this one.
        from = format!("{token}!");
        tokens.push(token);
    }
    Ok(tokens)
}

fn next_token<A: Send + Sync>(session: &Session<'_, A>, from: &str, below: &str) -> Result<Option<String>, StoreError> {
    session.first(include_str!("next_term.sql"), [from, below], term)
}

fn term(columns: &mut Columns<'_>) -> rusqlite::Result<String> {
    columns.get()
}

/// The filter of a search: `None` within when everything passes, `None` without when nothing can.
#[expect(clippy::option_option, reason = "that nothing can pass is not that everything does")]
fn passing<A: Send + Sync>(session: &Session<'_, A>, search: &Search) -> Result<Option<Option<String>>, StoreError> {
    let SearchFilter { category, subcategory, assemblies, state, has_mpn, ranges: _ } = &search.filter;
    let mut facts: Vec<String> = Vec::new();
    facts.extend(category.as_ref().map(token::in_category).map(|token| quoted(&token)));
    facts.extend(subcategory.as_ref().map(token::in_subcategory).map(|token| quoted(&token)));
    facts.extend(state.map(token::in_state).map(|token| quoted(&token)));
    facts.extend(has_mpn.map(token::with_mpn).map(|token| quoted(&token)));
    if *assemblies {
        let tokens: Vec<_> = session
            .subcategories()?
            .iter()
            .filter(|subcategory| subcategory.assembly)
            .map(|subcategory| token::in_subcategory(&subcategory.codes))
            .collect();
        if tokens.is_empty() {
            return Ok(None);
        }
        facts.push(format!("({})", any_of(&tokens)));
    }
    for range in search.ranges() {
        let tokens = range_tokens(session, range)?;
        if tokens.is_empty() {
            return Ok(None);
        }
        facts.push(format!("({})", any_of(&tokens)));
    }
    Ok(Some((!facts.is_empty()).then(|| format!("fact : ({})", facts.join(" AND ")))))
}

fn every_part() -> String {
    let states: Vec<_> = Lifecycle::ALL.into_iter().map(token::in_state).collect();
    format!("fact : ({})", any_of(&states))
}

/// The tokens that cover a range: wide buckets inside it, narrower ones towards its ends, and single values there.
fn range_tokens<A: Send + Sync>(session: &Session<'_, A>, range: &PropertyRange) -> Result<Vec<String>, StoreError> {
    let mut tokens = Vec::new();
    let named = token::property(range.name());
    let mut from = named.clone();
    let meant = range.unit().map(|unit| [None, Some(unit)].map(|unit| token::property_of(range.name(), unit)));
    // From one unit of the property to the next.
    while let Some(found) = next_token(session, &from, &after(&named))? {
        let of_unit = found.rfind('=').map_or(found.as_str(), |end| &found[..=end]);
        let is_meant = meant.as_ref().is_none_or(|meant| meant.iter().any(|meant| meant == of_unit));
        if is_meant {
            cover(session, of_unit, range, &mut tokens)?;
        }
        from = format!("{of_unit}~");
    }
    Ok(tokens)
}

/// Takes the buckets that lie between those of the ends, and looks into those of the ends with the next narrower kind.
fn cover<A: Send + Sync>(
    session: &Session<'_, A>,
    of: &str,
    range: &PropertyRange,
    tokens: &mut Vec<String>,
) -> Result<(), StoreError> {
    let (low, high) = (range.low(), range.high());
    let is_end = |end: Option<&Decimal>, count, text: &str| end.is_some_and(|end| bucket(end, count) == text);
    // The buckets of the kind before in which an end lies: only there is anything left to cover.
    let mut open = vec![String::new()];
    for count in BUCKETS {
        let kind = format!("{of}{count}");
        let (from, to) = (low.map(|low| bucket(low, count)), high.map(|high| bucket(high, count)));
        let mut next = Vec::new();
        for inside in open {
            for token in tokens_within(session, &kind, &inside, from.as_deref(), to.as_deref())? {
                let text = &token[kind.len()..];
                if is_end(low, count, text) || is_end(high, count, text) {
                    next.push(text.to_owned());
                } else {
                    tokens.push(token);
                }
            }
        }
        open = next;
    }
    let kind = format!("{of}{}", token::EXACT);
    let (from, to) = (low.map(key), high.map(key));
    for inside in open {
        tokens.extend(tokens_within(session, &kind, &inside, from.as_deref(), to.as_deref())?);
    }
    Ok(())
}

/// The tokens of a kind that begin with `inside` and lie from one text to another, both included.
fn tokens_within<A: Send + Sync>(
    session: &Session<'_, A>,
    kind: &str,
    inside: &str,
    from: Option<&str>,
    to: Option<&str>,
) -> Result<Vec<String>, StoreError> {
    let from = from.filter(|from| *from > inside).unwrap_or(inside);
    // No token has a sign as low as the one, and none of these a higher one than the other.
    let end = format!("{inside}~~");
    let to = to.map(|to| format!("{to}!")).filter(|to| *to < end).unwrap_or(end);
    tokens_from(session, &format!("{kind}{from}"), &format!("{kind}{to}"), usize::MAX)
}
