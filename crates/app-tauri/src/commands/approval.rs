//! Approvals.

use partwright_domain::Error;
use partwright_domain::approval::{ApprovalRequest, Comment};
use partwright_domain::id::PersonId;
use partwright_domain::revision::{Act, RevisionError};
use partwright_domain::store::{Snapshot, StoreError};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::revision::{
    ReleaseView, ReviewView, RevisionStatus, RevisionStepRequest, RevisionView, aim, done, reviewed, step,
};
use super::{Empty, id, part, person};
use crate::app::App;
use crate::error::WireError;

/// Submits a revision, or says something about one in review.
#[derive(Debug, Deserialize, TS)]
pub struct ApprovalRequestView {
    revision: String,
    /// May be empty where no reason is asked for.
    comment: String,
    /// For what takes it to another state: which; where none is said, the only one there is.
    #[serde(default)]
    #[ts(optional)]
    to: Option<String>,
}

/// Asks for all rounds of review of a part, by its id or its number.
#[derive(Debug, Deserialize, TS)]
pub struct ApprovalRoundsRequest {
    part: String,
}

/// What was asked about a revision, and answered.
#[derive(Debug, Serialize, TS)]
pub struct RevisionReviews {
    revision: RevisionView,
    /// Newest first.
    reviews: Vec<ReviewView>,
    release: Option<ReleaseView>,
}

/// A revision that waits for verdicts.
#[derive(Debug, Serialize, TS)]
pub struct OpenReviewView {
    part: String,
    number: String,
    name: String,
    revision: RevisionView,
    /// Who asked.
    asker: String,
    /// Milliseconds since 1970-01-01 UTC.
    asked: i64,
    note: String,
    approved: u32,
    needed: u32,
    /// Whether the acting person can give a verdict on it.
    waits_for_me: bool,
    /// Whether it is the acting person's, as its author or by having submitted it.
    mine: bool,
}

/// Submits a Draft for review.
pub fn submit(app: &App, request: ApprovalRequestView) -> Result<RevisionStatus, WireError> {
    let ApprovalRequestView { revision, comment, to } = request;
    let (workspace, comment) = (app.workspace()?, parse(&comment)?);
    let aim = aim(&revision, to.as_deref(), "approval_submit")?;
    done(&workspace, &workspace.approvals.submit(&workspace.actor()?, aim, comment)?)
}

/// Takes a request back.
pub fn withdraw(app: &App, request: RevisionStepRequest) -> Result<RevisionStatus, WireError> {
    let workspace = app.workspace()?;
    let aim = step(request, "approval_withdraw")?;
    done(&workspace, &workspace.approvals.withdraw(&workspace.actor()?, aim)?)
}

/// Approves a revision in review.
pub fn approve(app: &App, request: ApprovalRequestView) -> Result<RevisionStatus, WireError> {
    let ApprovalRequestView { revision, comment, to: _ } = request;
    let (workspace, comment) = (app.workspace()?, parse(&comment)?);
    done(&workspace, &workspace.approvals.approve(&workspace.actor()?, id(&revision, "approval_approve")?, comment)?)
}

/// Rejects a revision in review, with a reason.
pub fn reject(app: &App, request: ApprovalRequestView) -> Result<RevisionStatus, WireError> {
    let ApprovalRequestView { revision, comment, to } = request;
    let (workspace, comment) = (app.workspace()?, parse(&comment)?);
    let aim = aim(&revision, to.as_deref(), "approval_reject")?;
    done(&workspace, &workspace.approvals.reject(&workspace.actor()?, aim, comment)?)
}

/// Lets a revision pass without the approvals it needs, with a reason.
pub fn overrule(app: &App, request: ApprovalRequestView) -> Result<RevisionStatus, WireError> {
    let ApprovalRequestView { revision, comment, to: _ } = request;
    let (workspace, comment) = (app.workspace()?, parse(&comment)?);
    done(&workspace, &workspace.approvals.overrule(&workspace.actor()?, id(&revision, "approval_override")?, comment)?)
}

/// The revisions that wait for verdicts, the one that waits longest first.
pub fn list(app: &App, _: Empty) -> Result<Vec<OpenReviewView>, WireError> {
    let workspace = app.workspace()?;
    let me = workspace.person()?.id;
    Ok(workspace.store.read("approval.list", |snapshot| {
        let open = snapshot.approvals().open()?;
        open.into_iter().map(|request| view(snapshot, me, &request)).collect::<Result<_, Error>>()
    })?)
}

/// All rounds of review of a part's revisions, the newest revision first.
pub fn rounds(app: &App, request: ApprovalRoundsRequest) -> Result<Vec<RevisionReviews>, WireError> {
    let ApprovalRoundsRequest { part } = request;
    Ok(app.workspace()?.store.read("approval.rounds", |snapshot| {
        let revisions = snapshot.revisions().of(part::find(snapshot, &part)?)?;
        let reviewed = |revision| {
            let (reviews, release) = reviewed(snapshot, &revision)?;
            Ok(RevisionReviews { revision: RevisionView::find_author(snapshot, revision)?, reviews, release })
        };
        revisions.into_iter().map(reviewed).collect::<Result<_, Error>>()
    })?)
}

fn parse(comment: &str) -> Result<Comment, Error> {
    Ok(Comment::parse(comment)?)
}

fn view(snapshot: &dyn Snapshot, me: PersonId, request: &ApprovalRequest) -> Result<OpenReviewView, Error> {
    let id = request.revision;
    let revision = snapshot.revisions().find(id)?.ok_or(RevisionError::NotFound)?;
    let part = snapshot.parts().get(revision.part)?;
    let review = snapshot.approvals().reviews(id)?.into_iter().next();
    let review = review.ok_or_else(|| StoreError::Missing { what: "request".to_owned() })?;
    Ok(OpenReviewView {
        part: part.id.to_string(),
        number: part.number.to_string(),
        name: part.name.to_string(),
        mine: revision.author == me || request.person == me,
        revision: RevisionView::find_author(snapshot, revision)?,
        asker: person::name_of(snapshot, request.person)?,
        asked: request.asked.0,
        note: request.note.to_string(),
        approved: review.approved(),
        needed: request.needed.get(),
        waits_for_me: Act::Approve.may(snapshot, me, id).is_ok(),
    })
}
