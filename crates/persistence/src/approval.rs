//! Requests for approval, verdicts and overrides in SQLite.

use partwright_domain::approval::{
    Approval, ApprovalCount, ApprovalOverride, ApprovalReader, ApprovalRepository, ApprovalRequest, Comment, Review,
    Verdict,
};
use partwright_domain::change::Room;
use partwright_domain::id::{PersonId, RevisionId};
use partwright_domain::store::StoreError;
use partwright_domain::time::Timestamp;
use partwright_domain::workflow::StateName;
use rusqlite::params;

use crate::column::Columns;
use crate::session::{Session, Writing};

fn request(columns: &mut Columns<'_>) -> rusqlite::Result<ApprovalRequest> {
    Ok(ApprovalRequest {
        revision: RevisionId(columns.get()?),
        round: columns.integer()?,
        person: PersonId(columns.get()?),
        asked: Timestamp(columns.get()?),
        state: columns.text(StateName::parse)?,
        needed: columns.number(|count| ApprovalCount::new(u32::try_from(count).ok()?).ok())?,
        note: columns.text(Comment::parse)?,
        open: columns.get()?,
    })
}

fn approval(columns: &mut Columns<'_>) -> rusqlite::Result<Approval> {
    Ok(Approval {
        revision: RevisionId(columns.get()?),
        round: columns.integer()?,
        person: PersonId(columns.get()?),
        verdict: columns.named(Verdict::named)?,
        comment: columns.text(Comment::parse)?,
        given: Timestamp(columns.get()?),
    })
}

fn overridden(columns: &mut Columns<'_>) -> rusqlite::Result<ApprovalOverride> {
    Ok(ApprovalOverride {
        revision: RevisionId(columns.get()?),
        round: columns.integer()?,
        person: PersonId(columns.get()?),
        reason: columns.text(Comment::parse)?,
        given: Timestamp(columns.get()?),
    })
}

impl<A: Send + Sync> ApprovalReader for Session<'_, A> {
    fn reviews(&self, revision: RevisionId) -> Result<Vec<Review>, StoreError> {
        let requests = self.all(include_str!("approval/requests.sql"), [revision.0], request)?;
        let review = |request: ApprovalRequest| {
            let round = params![revision.0, request.round];
            Ok(Review {
                approvals: self.all(include_str!("approval/approvals.sql"), round, approval)?,
                overridden: self.first(include_str!("approval/override.sql"), round, overridden)?,
                request,
            })
        };
        requests.into_iter().map(review).collect()
    }

    fn open(&self) -> Result<Vec<ApprovalRequest>, StoreError> {
        self.all(include_str!("approval/open.sql"), [], request)
    }
}

impl ApprovalRepository for Session<'_, Writing> {
    fn ask(&self, request: &ApprovalRequest) -> Result<(), StoreError> {
        let ApprovalRequest { revision, round, person, asked, state, needed, note, open } = request;
        let (state, needed) = (state.as_str(), needed.get());
        let params = params![revision.0, round, person.0, asked.0, state, needed, note.as_str(), open];
        self.change(include_str!("approval/ask.sql"), "person", params, (Room::Approval, *revision))
    }

    fn give(&self, approval: &Approval) -> Result<(), StoreError> {
        let Approval { revision, round, person, verdict, comment, given } = approval;
        let params = params![revision.0, round, person.0, verdict.name(), comment.as_str(), given.0];
        self.change(include_str!("approval/give.sql"), "person", params, (Room::Approval, *revision))
    }

    fn overrule(&self, overridden: &ApprovalOverride) -> Result<(), StoreError> {
        let ApprovalOverride { revision, round, person, reason, given } = overridden;
        let params = params![revision.0, round, person.0, reason.as_str(), given.0];
        self.change(include_str!("approval/overrule.sql"), "person", params, (Room::Approval, *revision))
    }
}
