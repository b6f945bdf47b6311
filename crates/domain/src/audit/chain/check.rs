//! Walks along the chain of the audit and names what was changed, removed, moved or put in.
//!
//! Each link says by itself whether it is what was written, because it has the hash of what it followed on beside its own; and
//! by that it says too whether it stands after what it followed on. So one fault is told once, and does not hide the next.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use super::super::AuditFilter;
use super::{ChainError, Head, Linked, Place, START, Step, Told, What, place_bytes, without_place};
use crate::Result;
use crate::cancel::Cancel;
use crate::error::Error;
use crate::file::ContentHash;
use crate::store::Snapshot;
use crate::workspace::{Progress, tells_of_a_hole};

/// Links that are read at once.
const PAGE: u32 = 500;

/// Findings that are told; of further ones the number is.
const MOST: usize = 100;

/// What a walk along the chain found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chained {
    /// How the chain that is there ends, whatever was written down of its end. Noted elsewhere, it shows later that nothing up to
    /// here was written anew.
    pub head: Head,
    /// What is wrong; nothing when the chain is whole.
    pub faults: Vec<ChainError>,
    /// Entries that are known to be missing.
    pub missing: u64,
}

/// Walks along the whole chain. `noted` is the hash with which it once ended: some link has it as long as nobody wrote the
/// history anew.
pub fn check_chain(
    seen: &dyn Snapshot,
    noted: Option<ContentHash>,
    cancel: &Cancel,
    progress: &mut dyn FnMut(Progress),
) -> Result<Chained> {
    let head = seen.audit().head()?;
    let mut walk = ChainWalk::begin(noted);
    walk.along(|after, done| {
        if after.is_some() {
            progress(Progress { done, total: head.count.max(done) });
        }
        cancel.check()?;
        Ok::<_, Error>(seen.audit().links(after, PAGE)?)
    })?;
    let newest = seen.audit().list(&AuditFilter { limit: 1, ..AuditFilter::default() })?;
    Ok(walk.end(head, newest.first().map(|unit| unit.sequence)))
}

/// What was found at a place.
enum Finding {
    /// Not what was written there; perhaps what was written elsewhere. With the hash of all but the place, begun.
    Suspect {
        place: Place,
        content: Option<Sha256>,
        hash: Option<ContentHash>,
    },
    /// Entries of a unit.
    Missing {
        sequence: i64,
        first: i64,
        last: i64,
    },
    /// Whole units.
    MissingUnits {
        first: i64,
        last: i64,
    },
    Unlinked {
        place: Place,
    },
}

/// A walk along the chain, link by link.
pub struct ChainWalk {
    noted: Option<ContentHash>,
    /// The links so far.
    count: u64,
    /// The place of the last link; `None` before the first.
    at: Option<Place>,
    /// Its hash, as it stands there.
    last: ContentHash,
    /// Whether something was found there, so that what follows on it need not fit.
    is_broken: bool,
    /// What the history itself tells of what it lacks.
    told: Vec<ChainError>,
    findings: Vec<Finding>,
    more: u64,
    /// Entries that the numbers of others say are missing.
    missing: u64,
}

impl ChainWalk {
    /// A walk that is before the first link. `noted` is the hash with which the chain once ended.
    pub fn begin(noted: Option<ContentHash>) -> Self {
        Self {
            noted,
            count: 0,
            at: None,
            last: START,
            is_broken: false,
            told: Vec::new(),
            findings: Vec::new(),
            more: 0,
            missing: 0,
        }
    }

    fn find(&mut self, finding: Finding) {
        if let Finding::Missing { first, last, .. } | Finding::MissingUnits { first, last } = finding {
            self.missing = self.missing.saturating_add(last.abs_diff(first).saturating_add(1));
        }
        if self.findings.len() < MOST {
            self.findings.push(finding);
        } else {
            self.more += 1;
        }
    }

    /// Goes along all links, which are read some at a time: `links` answers the next ones after a place, until there are none, and is
    /// told how many came before.
    pub fn along<E>(&mut self, mut links: impl FnMut(Option<Place>, u64) -> Result<Vec<Linked>, E>) -> Result<(), E> {
        loop {
            let next = links(self.at, self.count)?;
            if next.is_empty() {
                return Ok(());
            }
            for link in &next {
                self.step(link);
            }
        }
    }

    fn step(&mut self, link: &Linked) {
        let Linked { place, told, previous, hash } = link;
        let was_broken = self.is_broken | self.look_for_gaps(*place);
        let content = told.as_ref().zip(previous.as_ref()).map(|(told, previous)| {
            let mut content = Sha256::new();
            content.update(without_place(previous, told));
            content
        });
        let is_itself = hash.is_some() && content.as_ref().map(|content| stands_at(content, *place)) == *hash;
        if !is_itself {
            self.find(Finding::Suspect { place: *place, content, hash: *hash });
        } else if *previous != Some(self.last) && !was_broken {
            self.find(Finding::Unlinked { place: *place });
        }
        if let Some(Told { operation, what: What::Entry { after: Some(after), .. }, .. }) = told
            && tells_of_a_hole(operation, after)
        {
            self.told.push(ChainError::Salvaged { entry: capital(place) });
        }
        if self.noted.is_some() && self.noted == *hash {
            self.noted = None;
        }
        self.count += 1;
        self.at = Some(*place);
        self.last = hash.unwrap_or(START);
        self.is_broken = !is_itself;
    }

    /// Tells what is missing before a place by the numbers there, and whether something is.
    fn look_for_gaps(&mut self, place: Place) -> bool {
        let (sequence, position) = match self.at {
            Some(Place { sequence, step: Step::Entry(position) }) => (sequence.max(0), position.max(0)),
            Some(Place { sequence, step: Step::Undo }) => (sequence.max(0), i64::MAX),
            None => (0, i64::MAX),
        };
        let before = self.findings.len();
        let is_next = place.sequence == sequence;
        if place.sequence > sequence.saturating_add(1) {
            self.find(Finding::MissingUnits { first: sequence + 1, last: place.sequence - 1 });
        }
        let first = if is_next { position.saturating_add(1) } else { 1 };
        let last = match place.step {
            Step::Entry(position) => position.saturating_sub(1),
            // No unit undoes another without changing something.
            Step::Undo => i64::from(!is_next),
        };
        if first <= last {
            self.find(Finding::Missing { sequence: place.sequence, first, last });
        }
        self.findings.len() > before
    }

    /// What was found, now that there are no more links; `head` is what was written down of the end, and `newest` the last change
    /// that is in the history.
    pub fn end(mut self, head: Head, newest: Option<u64>) -> Chained {
        let entry = self.at.map_or_else(|| "nothing".to_owned(), |at| at.to_string());
        let mut end = Vec::new();
        if self.last != head.hash && self.count < head.count {
            end.push(ChainError::EndMissing { entry, count: head.count - self.count });
        } else if self.last != head.hash && !self.is_broken || self.count != head.count && self.findings.is_empty() {
            end.push(ChainError::EndDiffers { entry });
        }
        let last = self.at.map_or(0, |at| at.sequence);
        if let Some(newest) = newest.filter(|newest| i64::try_from(*newest).is_ok_and(|newest| newest > last)) {
            end.push(ChainError::Empty { entry: format!("Change #{newest}") });
        }
        if let Some(noted) = self.noted.take() {
            end.push(ChainError::NotedMissing { hash: noted.to_string() });
        }
        let more = (self.more > 0).then_some(ChainError::More { count: self.more });
        let faults = self.told.into_iter().chain(tell(&self.findings)).chain(more).chain(end).collect();
        let missing = self.missing.max(head.count.saturating_sub(self.count));
        Chained { head: Head { count: self.count, hash: self.last }, faults, missing }
    }
}

/// The hash that a link has where it stands there.
fn stands_at(content: &Sha256, place: Place) -> ContentHash {
    ContentHash(content.clone().chain_update(place_bytes(place)).finalize().into())
}

/// The sentences for what was found, one for neighbours that were changed alike.
fn tell(findings: &[Finding]) -> Vec<ChainError> {
    let places = possible_places(findings);
    let mut told = Vec::new();
    let mut changed: Option<(Place, Place)> = None;
    let flush = |changed: &mut Option<(Place, Place)>, told: &mut Vec<ChainError>| {
        if let Some((first, last)) = changed.take() {
            told.push(ChainError::Changed { entry: entries(first, last) });
        }
    };
    for finding in findings {
        let error = match finding {
            Finding::Suspect { place, content, hash } => {
                let from = content
                    .as_ref()
                    .and_then(|content| places.iter().find(|possible| Some(stands_at(content, **possible)) == *hash));
                match (from, changed) {
                    (Some(from), _) => ChainError::Moved { entry: capital(place), from: from.to_string() },
                    (None, Some((first, last))) if follows(last, *place) => {
                        changed = Some((first, *place));
                        continue;
                    }
                    (None, _) => {
                        flush(&mut changed, &mut told);
                        changed = Some((*place, *place));
                        continue;
                    }
                }
            }
            Finding::Missing { sequence, first, last } => {
                let (first, last) = (Place::entry(*sequence, *first), Place::entry(*sequence, *last));
                ChainError::Missing { entry: entries(first, last) }
            }
            Finding::MissingUnits { first, last } if first == last => {
                ChainError::Missing { entry: format!("What change #{first} told") }
            }
            Finding::MissingUnits { first, last } => {
                ChainError::Missing { entry: format!("What each of the changes #{first} to #{last} told") }
            }
            Finding::Unlinked { place } => ChainError::Unlinked { entry: capital(place) },
        };
        flush(&mut changed, &mut told);
        told.push(error);
    }
    flush(&mut changed, &mut told);
    told
}

/// Where something that was moved may come from: where something else is not what was written, what is missing, and beside.
fn possible_places(findings: &[Finding]) -> BTreeSet<Place> {
    let mut places = BTreeSet::new();
    for finding in findings {
        match finding {
            Finding::Suspect { place, .. } => {
                places.extend([*place, beside(*place, 1), beside(*place, -1)]);
                let whole = |sequence| Place { sequence, ..*place };
                places.extend([whole(place.sequence.saturating_add(1)), whole(place.sequence.saturating_sub(1))]);
            }
            Finding::Missing { sequence, first, last } => {
                places.extend([Place::entry(*sequence, *first), Place::entry(*sequence, *last)]);
            }
            Finding::MissingUnits { first, last } => {
                places.extend([*first, *last].map(|sequence| Place::entry(sequence, 1)));
            }
            Finding::Unlinked { place } => places.extend([*place, beside(*place, 1)]),
        }
    }
    places
}

/// The entry so many steps away in the same unit.
fn beside(place: Place, steps: i64) -> Place {
    match place.step {
        Step::Entry(position) => Place::entry(place.sequence, position.saturating_add(steps)),
        Step::Undo => place,
    }
}

/// Whether an entry is the next one of the same unit.
fn follows(last: Place, place: Place) -> bool {
    matches!(last.step, Step::Entry(_)) && beside(last, 1) == place
}

/// Neighbours in one unit, named.
fn entries(first: Place, last: Place) -> String {
    match (first.step, last.step) {
        (Step::Entry(from), Step::Entry(to)) if from < to => {
            format!("Each of the entries {from} to {to} of change #{}", first.sequence)
        }
        _ => capital(&first),
    }
}

fn capital(place: &Place) -> String {
    let text = place.to_string();
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
