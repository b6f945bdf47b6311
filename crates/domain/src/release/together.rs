//! Releasing an assembly together with what is ready below it: first a plan that says what would be released, then all of
//! it as one unit.

use std::collections::{BTreeMap, BTreeSet};

use super::check::{Unreleased, meant, refusal};
use crate::bom::BomLine;
use crate::id::{PartId, PersonId, RevisionId};
use crate::part::Part;
use crate::revision::{self, Act, Lifecycle, Revision};
use crate::store::Snapshot;
use crate::{Error, Result};

/// A revision in review that would be released with the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The revision.
    pub revision: Revision,
    /// Its part.
    pub part: Part,
    /// What it lacks; `None` where it would be released.
    pub refusal: Option<Error>,
}

/// What releasing this revision together with what is in review below it would release: what is below another first, itself
/// last.
///
/// A line waits for the newest revision of its child, or for the one that it is pinned to, while that is in review. One that
/// could not be released now is passed over where the line has a released revision to mean instead; where it has none, it
/// is told with what it lacks, and nothing is released.
pub fn together(seen: &dyn Snapshot, person: PersonId, top: RevisionId) -> Result<Vec<Member>> {
    let mut plan = Plan { seen, person, lines: BTreeMap::new() };
    let mut members = Vec::new();
    let mut met = BTreeSet::new();
    let mut open = vec![Step::Enter(top)];
    while let Some(step) = open.pop() {
        match step {
            Step::Enter(id) if met.insert(id) => {
                let (revision, part) = revision::find(seen, id)?;
                let (waiting, missing) = plan.below(id)?;
                let refusal = match plan.lacks(&revision, &part)? {
                    None if !missing.is_empty() => Some(refusal(&missing).into()),
                    lacks => lacks,
                };
                open.push(Step::Leave(Box::new(Member { revision, part, refusal })));
                open.extend(waiting.into_iter().map(Step::Enter));
            }
            Step::Enter(_) => {}
            Step::Leave(member) => members.push(*member),
        }
    }
    Ok(members)
}

/// A revision that is come to, and one below which everything has been come to.
enum Step {
    Enter(RevisionId),
    Leave(Box<Member>),
}

/// What a line would mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meant {
    /// A revision that is released already.
    Released,
    /// One in review, which comes along.
    Waiting(RevisionId),
    /// None.
    Nothing,
}

struct Plan<'p> {
    seen: &'p dyn Snapshot,
    person: PersonId,
    /// What is known of lines already: many call for the same part.
    lines: BTreeMap<(PartId, Option<RevisionId>), Meant>,
}

impl Plan<'_> {
    /// What below a revision comes along, and which of its parts would still be without a released revision.
    fn below(&mut self, id: RevisionId) -> Result<(BTreeSet<RevisionId>, Vec<Unreleased>)> {
        let mut waiting = BTreeSet::new();
        let mut missing = Vec::new();
        let mut asked = BTreeSet::new();
        for line in self.seen.boms().lines(id)? {
            if !asked.insert((line.child, line.pinned)) {
                continue;
            }
            match self.meant(&line)? {
                Meant::Released => {}
                Meant::Waiting(revision) => drop(waiting.insert(revision)),
                Meant::Nothing => missing.push(Unreleased { part: self.seen.parts().get(line.child)? }),
            }
        }
        Ok((waiting, missing))
    }

    fn meant(&mut self, line: &BomLine) -> Result<Meant> {
        let key = (line.child, line.pinned);
        if let Some(known) = self.lines.get(&key) {
            return Ok(*known);
        }
        let candidate = match line.pinned {
            Some(pinned) => self.seen.revisions().find(pinned)?,
            None => self.seen.revisions().newest(line.child)?,
        };
        let is_released = meant(self.seen, line)?.is_some();
        let answer = match candidate.filter(|revision| revision.state == Lifecycle::InReview) {
            Some(waiting) if !is_released => Meant::Waiting(waiting.id),
            Some(waiting) => {
                let part = self.seen.parts().get(waiting.part)?;
                if self.lacks(&waiting, &part)?.is_none() { Meant::Waiting(waiting.id) } else { Meant::Released }
            }
            None if is_released => Meant::Released,
            None => Meant::Nothing,
        };
        self.lines.insert(key, answer);
        Ok(answer)
    }

    /// What the revision itself lacks; what is below it is looked at apart.
    fn lacks(&self, revision: &Revision, part: &Part) -> Result<Option<Error>> {
        Act::Release.refusal(self.seen, self.person, revision, part, None)
    }
}
