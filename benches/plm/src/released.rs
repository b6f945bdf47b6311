//! Takes a bought part through its review to its release, as the services do it, inside a unit that makes many.

use measure::Failure;
use partwright_domain::approval::{Approval, ApprovalCount, ApprovalRequest, Comment, Verdict};
use partwright_domain::audit::AuditUnit;
use partwright_domain::change::Room;
use partwright_domain::part::Part;
use partwright_domain::release::{ContentHash, Exception, FORM, Release};
use partwright_domain::revision::{Lifecycle, Revision};
use partwright_domain::store::UnitOfWork;

use crate::people::People;
use crate::sow::note;

/// The hash is made up: nothing here asks a bought part for its proof.
pub(crate) fn release(
    unit: &dyn UnitOfWork,
    head: &AuditUnit,
    people: &People,
    part: &Part,
    revision: &Revision,
) -> Result<(), Failure> {
    let request = ApprovalRequest {
        revision: revision.id,
        round: 1,
        person: people.author,
        asked: head.at,
        state: Lifecycle::InReview.into(),
        needed: ApprovalCount::ONE,
        note: Comment::parse("")?,
        open: true,
    };
    unit.approvals().ask(&request)?;
    unit.revisions().set_state(revision.id, &Lifecycle::InReview.into(), head.at)?;
    let approval = Approval {
        revision: revision.id,
        round: 1,
        person: people.approver,
        verdict: Verdict::Approved,
        comment: Comment::parse("")?,
        given: head.at,
    };
    unit.approvals().give(&approval)?;
    note(unit, head, (Room::Approval, revision.id.0, part.id), &approval)?;
    let release = Release {
        revision: revision.id,
        person: people.author,
        at: head.at,
        form: FORM,
        hash: ContentHash::of(&part.number.to_string()),
        exception: Exception::parse("")?,
    };
    unit.releases().insert(&release, &[])?;
    unit.revisions().set_state(revision.id, &Lifecycle::Released.into(), head.at)?;
    note(unit, head, (Room::Release, revision.id.0, part.id), &release)
}
