//! Releases of large assemblies: all checks, the freezing and the hash.

use std::sync::Arc;

use measure::{Failure, Folder, Quiet, Took, timed};
use partwright_domain::approval::{ApprovalService, Comment};
use partwright_domain::id::RevisionId;
use partwright_domain::release::{Exception, ReleaseService};
use partwright_domain::store::Store;

use crate::peer;
use crate::people::{People, ports};
use crate::plan::{self, Plan};
use crate::seed::{self, Seed};

/// How many lines, and how many milliseconds it took; medians.
pub(crate) fn measure(plan: &Plan, seed: &Seed, folder: &Folder, quiet: &Quiet) -> Result<Vec<(usize, Took)>, Failure> {
    let mut times = plan.releases.map(|lines| (lines, Vec::new()));
    for _ in 0..plan.rounds {
        // A revision is released once, so each turn has a copy of its own.
        let turn = quiet.turn(|| {
            let copy = seed.copy(folder)?;
            let store = seed::open(&copy.path)?;
            let release = |lines| {
                let revision = peer::revision_named(&copy.path, &plan::releasable(lines))?;
                release(&store, RevisionId(revision))
            };
            plan.releases.into_iter().map(release).collect::<Result<Vec<Took>, Failure>>()
        })?;
        times.iter_mut().zip(turn).for_each(|((_, times), took)| times.push(took));
    }
    Ok(times.into_iter().map(|(lines, times)| (lines, Took::median(&times))).collect())
}

fn release(store: &Arc<dyn Store>, revision: RevisionId) -> Result<Took, Failure> {
    let (author, approver) = People::find(store)?;
    let approvals = ApprovalService::new(ports(store));
    approvals.submit(&author, revision, Comment::parse("")?)?;
    approvals.approve(&approver, revision, Comment::parse("")?)?;
    let service = ReleaseService::new(ports(store));
    let exception = Exception::parse("")?;
    Ok(timed(|| Ok(service.release(&author, revision, exception)?))?.0)
}
