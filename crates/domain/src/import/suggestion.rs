//! Suggestions: parts that a row may mean, where nothing says which. They are shown and never taken by themselves.

use std::collections::BTreeMap;

use super::cell::short_footprint;
use super::known::ChoiceKey;
use super::plan::{Ambiguous, Plan, PlannedPart};
use super::register::is_same_value;
use crate::Result;
use crate::category::Codes;
use crate::id::PartId;
use crate::order::search_key;
use crate::part::{Described, PartName, PartNumber, PartSummary, Sequence};
use crate::property;
use crate::search::{Query, Search, SearchFilter};
use crate::store::Snapshot;

/// For how many parts to be made others are looked for whose value is written otherwise; a file that makes more than these is
/// no BOM whose parts are here already.
const MOST_ASKED: usize = 300;

/// How many parts are looked at that have the value.
const MOST_HITS: u32 = 50;

/// How many candidates are shown of a part.
const MOST_CANDIDATES: usize = 5;

/// A part of the workspace that may be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Its id.
    pub id: PartId,
    /// Its number.
    pub number: PartNumber,
    /// Its name.
    pub name: PartName,
    /// Its value.
    pub value: String,
    /// Its footprint.
    pub footprint: String,
    /// The first of its MPNs.
    pub mpn: String,
}

/// A part that would be made, and what is there that may be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The part, by its place in [`Plan::parts`].
    pub part: usize,
    /// By what a choice is made, for all rows that mean this part.
    pub key: ChoiceKey,
    /// Those rows, by their lines in the file.
    pub rows: Vec<u64>,
    /// What may be meant, the oldest first.
    pub candidates: Vec<Candidate>,
}

/// Looks for parts with the value, the footprint and the category of those that a plan would make; and for those among
/// which one was taken because it had the MPN first.
pub(super) fn suggest(snapshot: &dyn Snapshot, plan: &Plan) -> Result<Vec<Suggestion>> {
    let mut found = Vec::new();
    for Ambiguous { key, part, candidates, row } in &plan.ambiguous {
        let candidates = shown(snapshot, candidates.iter().copied())?;
        found.push(Suggestion { part: *part, key: key.clone(), rows: vec![*row], candidates });
    }
    let wanted: Vec<Wanted> =
        plan.parts.iter().enumerate().filter_map(|(place, part)| Wanted::of(place, &part)).collect();
    let mut alike = to_the_letter(snapshot, &wanted)?;
    for (place, wanted) in wanted.iter().enumerate().take(MOST_ASKED) {
        let alike = alike.entry(place).or_default();
        alike.extend(by_meaning(snapshot, wanted)?);
    }
    let described = found.len();
    for (place, candidates) in alike {
        let Wanted { part, key, .. } = &wanted[place];
        let candidates = shown(snapshot, candidates.into_values())?;
        if !candidates.is_empty() {
            found.push(Suggestion { part: *part, key: key.clone(), rows: Vec::new(), candidates });
        }
    }
    let place_of: BTreeMap<usize, usize> = (described..found.len()).map(|place| (found[place].part, place)).collect();
    for item in &plan.items {
        if let Some(&place) = item.part.and_then(|part| place_of.get(&part)) {
            found[place].rows.push(item.row);
        }
    }
    Ok(found)
}

/// A part to be made, as one that is there may be described.
struct Wanted {
    part: usize,
    key: ChoiceKey,
    codes: Codes,
    value: String,
    footprint: String,
}

impl Wanted {
    /// How a part would be described; `None` where it is there, has no value, no footprint, or is told apart by its MPN.
    fn of(part: usize, planned: &PlannedPart) -> Option<Self> {
        let key = planned.remembers.first().filter(|_| planned.is_new())?.clone();
        let text = |name: &str| {
            let found = planned.sets.iter().find(|property| property.name.as_str() == name);
            found.map(|property| property.value.to_string())
        };
        let (value, footprint) = (text(property::VALUE)?, text(property::FOOTPRINT)?);
        Some(Self { part, key, codes: planned.codes.clone(), value, footprint })
    }
}

/// Candidates by their sequence, the oldest first.
type Found = BTreeMap<Sequence, PartId>;

/// All parts that are described to the letter, in one question.
fn to_the_letter(snapshot: &dyn Snapshot, wanted: &[Wanted]) -> Result<BTreeMap<usize, Found>> {
    let subcategories = snapshot.categories().subcategories()?;
    let of: BTreeMap<_, _> = subcategories.iter().map(|subcategory| (&subcategory.codes, subcategory.id)).collect();
    let asked: Vec<(usize, Described)> = wanted
        .iter()
        .enumerate()
        .filter_map(|(place, wanted)| {
            let (value, footprint) = (wanted.value.clone(), Some(wanted.footprint.clone()));
            Some((place, Described { subcategory: *of.get(&wanted.codes)?, value, footprint }))
        })
        .collect();
    let (places, asked): (Vec<usize>, Vec<Described>) = asked.into_iter().unzip();
    let described = snapshot.parts().described(&asked)?;
    let ids: Vec<PartId> = described.iter().map(|(_, id)| *id).collect();
    let sequences = snapshot.parts().find_all(&ids)?.into_iter().map(|part| (part.id, part.number.sequence));
    let sequences: BTreeMap<PartId, Sequence> = sequences.collect();
    let mut found: BTreeMap<usize, Found> = BTreeMap::new();
    for (place, id) in described {
        if let Some(sequence) = sequences.get(&id) {
            found.entry(places[place]).or_default().insert(*sequence, id);
        }
    }
    Ok(found)
}

/// The parts whose value means the same, however it is written.
fn by_meaning(snapshot: &dyn Snapshot, wanted: &Wanted) -> Result<Found> {
    let search = Search {
        query: Query::parse(&format!("\"{}\"", wanted.value)),
        filter: SearchFilter { subcategory: Some(wanted.codes.clone()), ..SearchFilter::default() },
        limit: MOST_HITS,
        ..Search::default()
    };
    let parts = snapshot.search().find(&search)?.hits.into_iter().map(|hit| hit.part);
    let alike = parts.filter(|part| is_alike(part, &wanted.value, &wanted.footprint));
    Ok(alike.map(|PartSummary { part, .. }| (part.number.sequence, part.id)).collect())
}

fn shown(snapshot: &dyn Snapshot, ids: impl Iterator<Item = PartId>) -> Result<Vec<Candidate>> {
    let mut shown = Vec::new();
    for id in ids.take(MOST_CANDIDATES) {
        shown.extend(snapshot.parts().summary(id)?.map(Candidate::from));
    }
    Ok(shown)
}

fn is_alike(part: &PartSummary, value: &str, footprint: &str) -> bool {
    let short = |footprint: &str| search_key(short_footprint(footprint));
    part.value.as_deref().is_some_and(|own| is_same_value(own, value))
        && part.footprint.as_deref().is_some_and(|own| short(own) == short(footprint))
}

impl From<PartSummary> for Candidate {
    fn from(summary: PartSummary) -> Self {
        let PartSummary { part, manufacturer_part, value, footprint, .. } = summary;
        Self {
            id: part.id,
            number: part.number,
            name: part.name,
            value: value.unwrap_or_default(),
            footprint: footprint.unwrap_or_default(),
            mpn: manufacturer_part.map(|of| of.mpn.to_string()).unwrap_or_default(),
        }
    }
}
