//! Suggestions: parts that a row may mean, where nothing says which. They are shown and never taken by themselves.

use std::collections::BTreeMap;

use super::cell::short_footprint;
use super::known::ChoiceKey;
use super::plan::{Ambiguous, Plan};
use super::register::is_same_value;
use crate::Result;
use crate::id::PartId;
use crate::order::search_key;
use crate::part::{PartName, PartNumber, PartSummary};
use crate::property;
use crate::search::{Query, Search, SearchFilter};
use crate::store::Snapshot;

/// How many parts to be made are looked for; a file that makes more than these is no BOM whose parts are here already.
const MOST_ASKED: usize = 300;

/// How many candidates are shown of a part.
const MOST_CANDIDATES: u32 = 5;

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

/// Looks for parts with the value, the footprint and the category of those that a plan would make.
pub(super) fn suggest(snapshot: &dyn Snapshot, plan: &Plan) -> Result<Vec<Suggestion>> {
    let mut rows: BTreeMap<usize, Vec<u64>> = BTreeMap::new();
    for item in &plan.items {
        if let Some(part) = item.part.filter(|&part| plan.parts[part].is_new()) {
            rows.entry(part).or_default().push(item.row);
        }
    }
    let mut found = Vec::new();
    for Ambiguous { key, part, candidates, row } in &plan.ambiguous {
        let mut shown = Vec::new();
        for id in candidates.iter().take(MOST_CANDIDATES as usize) {
            shown.extend(snapshot.parts().summary(*id)?.map(Candidate::from));
        }
        found.push(Suggestion { part: *part, key: key.clone(), rows: vec![*row], candidates: shown });
    }
    for (part, rows) in rows.into_iter().take(MOST_ASKED) {
        let planned = &plan.parts[part];
        let of = |name: &str| planned.sets.iter().find(|property| property.name.as_str() == name);
        let text = |name: &str| of(name).map(|property| property.value.to_string()).unwrap_or_default();
        let (value, footprint) = (text(property::VALUE), text(property::FOOTPRINT));
        let Some(key) = planned.remembers.first().filter(|_| !value.is_empty() && !footprint.is_empty()) else {
            continue;
        };
        let search = Search {
            query: Query::parse(&format!("\"{value}\"")),
            filter: SearchFilter { subcategory: Some(planned.codes.clone()), ..SearchFilter::default() },
            limit: MOST_CANDIDATES * 10,
            ..Search::default()
        };
        let page = snapshot.search().find(&search)?;
        let mut candidates: Vec<Candidate> = page
            .hits
            .into_iter()
            .map(|hit| hit.part)
            .filter(|part| is_alike(part, &value, &footprint))
            .map(Candidate::from)
            .collect();
        candidates.sort_by_key(|candidate| candidate.number.sequence);
        candidates.truncate(MOST_CANDIDATES as usize);
        if !candidates.is_empty() {
            found.push(Suggestion { part, key: key.clone(), rows, candidates });
        }
    }
    Ok(found)
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
