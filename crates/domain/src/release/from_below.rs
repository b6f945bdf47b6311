//! In which order many revisions are released at once.

use std::collections::{BTreeMap, BTreeSet};

use super::check::{Unreleased, meant, refusal};
use super::together::Member;
use crate::Result;
use crate::id::{PartId, RevisionId};
use crate::part::Part;
use crate::revision::Revision;
use crate::store::Snapshot;

/// A revision that waits for what is below it.
struct Waiting {
    revision: Revision,
    part: Part,
    /// Those of the others that its lines call for.
    below: BTreeSet<RevisionId>,
    /// Parts that no released revision stands for, unless it is the one of the others that is named.
    missing: Vec<(PartId, Option<RevisionId>)>,
}

/// These revisions, each of which has by itself what a release needs, in an order in which what is below another comes first.
/// One that would still call for a part without a released revision is told with that.
pub(crate) fn from_below(seen: &dyn Snapshot, revisions: Vec<(Revision, Part)>) -> Result<Vec<Member>> {
    let newest: BTreeMap<PartId, RevisionId> =
        revisions.iter().map(|(revision, part)| (part.id, revision.id)).collect();
    let waiting = revisions.into_iter().map(|(revision, part)| Waiting::of(seen, &newest, revision, part));
    let mut waiting = waiting.collect::<Result<Vec<_>>>()?;
    let mut released = BTreeSet::new();
    let mut members = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let open: BTreeSet<RevisionId> = waiting.iter().map(|waiting| waiting.revision.id).collect();
        let (mut now, later): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|one| one.below.is_disjoint(&open));
        waiting = later;
        if now.is_empty() {
            // Nothing is below itself (rule 3); were it so, the release of each says what it lacks.
            now.append(&mut waiting);
        }
        for one in now {
            let member = one.decided(seen, &released)?;
            if member.refusal.is_none() {
                released.insert(member.revision.id);
            }
            members.push(member);
        }
    }
    Ok(members)
}

impl Waiting {
    fn of(seen: &dyn Snapshot, others: &BTreeMap<PartId, RevisionId>, revision: Revision, part: Part) -> Result<Self> {
        let (mut below, mut missing, mut asked) = (BTreeSet::new(), Vec::new(), BTreeSet::new());
        for line in seen.boms().lines(revision.id)? {
            if !asked.insert((line.child, line.pinned)) {
                continue;
            }
            let other = others.get(&line.child).copied();
            let other = other.filter(|other| line.pinned.is_none_or(|pinned| pinned == *other));
            below.extend(other);
            if meant(seen, &line)?.is_none() {
                missing.push((line.child, other));
            }
        }
        Ok(Self { revision, part, below, missing })
    }

    /// What becomes of it when these others have been released.
    fn decided(self, seen: &dyn Snapshot, released: &BTreeSet<RevisionId>) -> Result<Member> {
        let Self { revision, part, below: _, missing } = self;
        let still = missing.into_iter().filter(|(_, other)| other.is_none_or(|other| !released.contains(&other)));
        let still = still.map(|(child, _)| Ok(Unreleased { part: seen.parts().get(child)? }));
        let still = still.collect::<Result<Vec<_>>>()?;
        let refusal = if still.is_empty() { None } else { Some(refusal(&still).into()) };
        Ok(Member { revision, part, refusal })
    }
}
