//! Revisions: one of them with its review and its release, and what may be done with it.

pub mod many;

pub use many::{PartsChanged, RevisionActOnAllRequest, RevisionOffer, RevisionOffersRequest, act_on_all, offers};

use partwright_domain::approval::{Approval, ApprovalOverride, Review, Verdict};
use partwright_domain::error::Error;
use partwright_domain::file::File;
use partwright_domain::id::{PersonId, RevisionId};
use partwright_domain::property::PropertyValue;
use partwright_domain::release::{self, Release};
use partwright_domain::revision::{self, Act, Aim, Changed, Lifecycle, Revision, RevisionError, Since};
use partwright_domain::store::{Snapshot, StoreError};
use partwright_domain::time::Timestamp;
use partwright_domain::workflow::{Design, StateName, Transition, WorkflowError};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::file::FileView;
use super::person::name_of;
use super::property::PropertyValueView;
use super::{id, part, show_done};
use crate::app::{App, Workspace};
use crate::error::WireError;

/// Where a revision is in its life.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[ts(rename = "Lifecycle")]
pub enum LifecycleView {
    Draft,
    #[serde(rename = "In Review")]
    InReview,
    Released,
    Obsolete,
}

impl From<LifecycleView> for Lifecycle {
    fn from(state: LifecycleView) -> Self {
        match state {
            LifecycleView::Draft => Self::Draft,
            LifecycleView::InReview => Self::InReview,
            LifecycleView::Released => Self::Released,
            LifecycleView::Obsolete => Self::Obsolete,
        }
    }
}

impl From<Lifecycle> for LifecycleView {
    fn from(state: Lifecycle) -> Self {
        match state {
            Lifecycle::Draft => Self::Draft,
            Lifecycle::InReview => Self::InReview,
            Lifecycle::Released => Self::Released,
            Lifecycle::Obsolete => Self::Obsolete,
        }
    }
}

/// A version of a part.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RevisionView {
    id: String,
    label: String,
    /// The phase of its state.
    state: LifecycleView,
    /// Its state, as its workflow calls it.
    workflow_state: String,
    /// The author's name.
    author: String,
    /// Milliseconds since 1970-01-01 UTC.
    created: i64,
    /// When it was released, in milliseconds; null before.
    released: Option<i64>,
}

impl RevisionView {
    /// The view of a revision whose author's name is known.
    pub fn new(revision: Revision, author: String) -> Self {
        let Revision {
            id,
            part: _,
            ordinal: _,
            label,
            state,
            workflow: _,
            workflow_state,
            author: _,
            created,
            released,
            obsolete: _,
        } = revision;
        Self {
            id: id.to_string(),
            label,
            state: state.into(),
            workflow_state: workflow_state.to_string(),
            author,
            created: created.0,
            released: released.map(|at| at.0),
        }
    }

    /// The view of a revision, with its author looked up.
    pub fn find_author(snapshot: &dyn Snapshot, revision: Revision) -> Result<Self, StoreError> {
        let author = name_of(snapshot, revision.author)?;
        Ok(Self::new(revision, author))
    }
}

/// Names a revision.
#[derive(Debug, Deserialize, TS)]
pub struct RevisionRequest {
    revision: String,
}

/// What a revision says that the release before it did not, its BOM aside.
#[derive(Debug, Serialize, TS)]
pub struct RevisionChanges {
    /// The newest release before it; null where it is the first.
    base: Option<RevisionView>,
    /// Those that are not the same, by name.
    properties: Vec<PropertyChange>,
    files: Vec<FileChange>,
}

/// A property, before and after; null where it is not there.
#[derive(Debug, Serialize, TS)]
pub struct PropertyChange {
    name: String,
    before: Option<PropertyValueView>,
    after: Option<PropertyValueView>,
}

/// A file, before and after; null where it is not there.
#[derive(Debug, Serialize, TS)]
pub struct FileChange {
    name: String,
    before: Option<FileView>,
    after: Option<FileView>,
}

/// Takes a revision to another state of its workflow.
#[derive(Debug, Deserialize, TS)]
pub struct RevisionStepRequest {
    revision: String,
    /// The state; where none is said, the only one there is.
    #[serde(default)]
    #[ts(optional)]
    to: Option<String>,
}

/// Makes a part's next revision.
#[derive(Debug, Deserialize, TS)]
pub struct RevisionReviseRequest {
    part: String,
}

/// Makes a released revision obsolete.
#[derive(Debug, Deserialize, TS)]
pub struct RevisionObsoleteRequest {
    revision: String,
    /// The part that is used instead, by its id or its number; null for none.
    successor: Option<String>,
    /// The state; where none is said, the only one there is.
    #[serde(default)]
    #[ts(optional)]
    to: Option<String>,
}

/// Asks which revision was the released one at a moment.
#[derive(Debug, Deserialize, TS)]
pub struct RevisionAsOfRequest {
    part: String,
    /// Milliseconds since 1970-01-01 UTC.
    at: i64,
}

/// Something that is done with a revision as a whole.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "RevisionAct")]
pub enum ActView {
    Submit,
    Withdraw,
    Approve,
    Reject,
    Override,
    Release,
    Revise,
    Obsolete,
    Advance,
}

/// Whether something may be done with a revision now, by who acts. What takes it to another state is there once for each
/// state to which it can; where there is none, once all the same.
#[derive(Debug, Serialize, TS)]
pub struct RevisionMay {
    act: ActView,
    /// The state to which it takes the revision; null for what leaves it where it is.
    to: Option<String>,
    /// What its workflow calls the transition.
    name: Option<String>,
    /// Why not; null when it may be done.
    refusal: Option<WireError>,
}

/// One person's word on a revision in review.
#[derive(Debug, Serialize, TS)]
pub struct VerdictView {
    person: String,
    verdict: VerdictKind,
    comment: String,
    /// Milliseconds since 1970-01-01 UTC.
    given: i64,
}

/// What somebody said.
#[derive(Debug, Clone, Copy, Serialize, TS)]
pub enum VerdictKind {
    Approved,
    Rejected,
    /// An Admin let it pass; no approval, and never counted as one.
    Overridden,
}

/// A round of review.
#[derive(Debug, Serialize, TS)]
pub struct ReviewView {
    round: u32,
    /// The state in review that it is for.
    state: String,
    asker: String,
    /// Milliseconds since 1970-01-01 UTC.
    asked: i64,
    note: String,
    approved: u32,
    needed: u32,
    open: bool,
    verdicts: Vec<VerdictView>,
}

/// What was written down at a release.
#[derive(Debug, Serialize, TS)]
pub struct ReleaseView {
    person: String,
    /// Milliseconds since 1970-01-01 UTC.
    at: i64,
    /// In which canonical form it was hashed.
    form: u32,
    hash: String,
    /// Why parts it is made of were not released; empty where all were.
    exception: String,
}

/// A part that a BOM calls for and that has no released revision.
#[derive(Debug, Serialize, TS)]
pub struct UnreleasedView {
    id: String,
    number: String,
    name: String,
}

/// A revision, with its reviews and its release, and what may be done with it.
#[derive(Debug, Serialize, TS)]
pub struct RevisionStatus {
    revision: RevisionView,
    part: String,
    number: String,
    /// The name of the workflow that it follows.
    workflow: String,
    workflow_version: u32,
    may: Vec<RevisionMay>,
    /// Newest first.
    reviews: Vec<ReviewView>,
    release: Option<ReleaseView>,
    /// What a release would need an exception for; empty for what is released.
    unreleased: Vec<UnreleasedView>,
}

/// A revision as a whole.
pub fn status(app: &App, request: RevisionRequest) -> Result<RevisionStatus, WireError> {
    let workspace = app.workspace()?;
    let (revision, me) = (named(request, "revision_status")?, workspace.person()?.id);
    Ok(workspace.store.read("revision.status", |snapshot| view(snapshot, me, revision))?)
}

/// What a revision says that the release before it did not.
pub fn changes(app: &App, request: RevisionRequest) -> Result<RevisionChanges, WireError> {
    let RevisionRequest { revision } = request;
    let revision = id(&revision, "revision_changes")?;
    Ok(app.workspace()?.store.read("revision.changes", |snapshot| {
        let Since { base, properties, files } = revision::since_release(snapshot, revision)?;
        let base = base.map(|base| RevisionView::find_author(snapshot, base)).transpose()?;
        let file = |file: Option<File>| file.map(|file| FileView::find_adder(snapshot, file)).transpose();
        let property = |Changed { name, before, after }: Changed<PropertyValue>| PropertyChange {
            name,
            before: before.map(Into::into),
            after: after.map(Into::into),
        };
        let files = files
            .into_iter()
            .map(|Changed { name, before, after }| Ok(FileChange { name, before: file(before)?, after: file(after)? }));
        let files = files.collect::<Result<_, Error>>()?;
        Ok::<_, Error>(RevisionChanges { base, properties: properties.into_iter().map(property).collect(), files })
    })?)
}

/// Makes a part's next revision, and answers it.
pub fn revise(app: &App, request: RevisionReviseRequest) -> Result<RevisionStatus, WireError> {
    let RevisionReviseRequest { part } = request;
    let workspace = app.workspace()?;
    done(&workspace, &workspace.revisions.revise(&workspace.actor()?, id(&part, "revision_revise")?)?)
}

/// Makes a released revision obsolete, and answers it.
pub fn obsolete(app: &App, request: RevisionObsoleteRequest) -> Result<RevisionStatus, WireError> {
    let RevisionObsoleteRequest { revision, successor, to } = request;
    let workspace = app.workspace()?;
    let aim = aim(&revision, to.as_deref(), "revision_obsolete")?;
    let successor = successor.map(|written| part::named(&workspace, &written)).transpose()?;
    done(&workspace, &workspace.revisions.obsolete(&workspace.actor()?, aim, successor)?)
}

/// Takes a revision to another state of the same phase, and answers it.
pub fn advance(app: &App, request: RevisionStepRequest) -> Result<RevisionStatus, WireError> {
    let workspace = app.workspace()?;
    let aim = step(request, "revision_advance")?;
    done(&workspace, &workspace.revisions.advance(&workspace.actor()?, aim)?)
}

/// The revision that was the released one at a moment; null when there was none.
pub fn as_of(app: &App, request: RevisionAsOfRequest) -> Result<Option<RevisionView>, WireError> {
    let RevisionAsOfRequest { part, at } = request;
    let part = id(&part, "revision_as_of")?;
    Ok(app.workspace()?.store.read("revision.as_of", |snapshot| {
        let found = snapshot.revisions().as_of(part, Timestamp(at))?;
        found.map(|revision| RevisionView::find_author(snapshot, revision)).transpose()
    })?)
}

/// The revision that a request names.
pub fn named(request: RevisionRequest, command: &str) -> Result<RevisionId, WireError> {
    let RevisionRequest { revision } = request;
    id(&revision, command)
}

/// The revision that a request names, and the state to which it is to go.
pub fn step(request: RevisionStepRequest, command: &str) -> Result<Aim, WireError> {
    let RevisionStepRequest { revision, to } = request;
    aim(&revision, to.as_deref(), command)
}

/// A revision, and the state to which it is to go.
pub fn aim(revision: &str, to: Option<&str>, command: &str) -> Result<Aim, WireError> {
    let to = to.map(StateName::parse).transpose().map_err(Error::from)?;
    Ok(Aim { revision: id(revision, command)?, to })
}

/// The answer of every command that did something with a revision.
pub fn done(workspace: &Workspace, revision: &Revision) -> Result<RevisionStatus, WireError> {
    let id = revision.id;
    show_done(workspace, |snapshot| {
        let me = snapshot.people().acting()?.ok_or_else(|| StoreError::Missing { what: "person".to_owned() })?;
        view(snapshot, me.id, id)
    })
}

fn view(snapshot: &dyn Snapshot, me: PersonId, id: RevisionId) -> Result<RevisionStatus, Error> {
    let revision = snapshot.revisions().find(id)?.ok_or(RevisionError::NotFound)?;
    let part = snapshot.parts().get(revision.part)?;
    let workflow = snapshot.workflows().find(revision.workflow)?.ok_or(WorkflowError::NotFound)?;
    let may = Act::ALL.into_iter().flat_map(|act| ways(snapshot, me, &workflow.design, &revision, act)).collect();
    let unreleased = if revision.state.is_frozen() { Vec::new() } else { release::unreleased(snapshot, &revision)? };
    let unreleased = unreleased.into_iter().map(|child| UnreleasedView {
        id: child.part.id.to_string(),
        number: child.part.number.to_string(),
        name: child.part.name.to_string(),
    });
    let (reviews, release) = reviewed(snapshot, &revision)?;
    Ok(RevisionStatus {
        part: part.id.to_string(),
        number: part.number.to_string(),
        may,
        workflow: workflow.design.name.to_string(),
        workflow_version: workflow.version,
        reviews,
        release,
        unreleased: unreleased.collect(),
        revision: RevisionView::find_author(snapshot, revision)?,
    })
}

/// An act, once for each state to which it can take the revision.
fn ways(snapshot: &dyn Snapshot, me: PersonId, design: &Design, revision: &Revision, act: Act) -> Vec<RevisionMay> {
    let may = |way: Option<&Transition>| {
        let (to, name) = (way.map(|way| way.to.clone()), way.map(|way| way.name.to_string()));
        let refusal = act.may(snapshot, me, Aim { revision: revision.id, to: to.clone() }).err().map(WireError::from);
        RevisionMay { act: act.into(), to: to.map(|to| to.to_string()), name, refusal }
    };
    let ways: Vec<_> = act.transitions(design, revision).map(|way| may(Some(way))).collect();
    if ways.is_empty() { vec![may(None)] } else { ways }
}

/// A revision's rounds, newest first, and its release.
pub fn reviewed(
    snapshot: &dyn Snapshot,
    revision: &Revision,
) -> Result<(Vec<ReviewView>, Option<ReleaseView>), StoreError> {
    let reviews = snapshot.approvals().reviews(revision.id)?.into_iter();
    let release = snapshot.releases().find(revision.id)?;
    Ok((
        reviews.map(|review| review_view(snapshot, review)).collect::<Result<_, _>>()?,
        release.map(|release| release_view(snapshot, release)).transpose()?,
    ))
}

fn review_view(snapshot: &dyn Snapshot, review: Review) -> Result<ReviewView, StoreError> {
    let approved = review.approved();
    let Review { request, approvals, overridden } = review;
    let mut verdicts = Vec::new();
    for Approval { revision: _, round: _, person, verdict, comment, given } in approvals {
        let verdict = match verdict {
            Verdict::Approved => VerdictKind::Approved,
            Verdict::Rejected => VerdictKind::Rejected,
        };
        let person = name_of(snapshot, person)?;
        verdicts.push(VerdictView { person, verdict, comment: comment.to_string(), given: given.0 });
    }
    if let Some(ApprovalOverride { revision: _, round: _, person, reason, given }) = overridden {
        let (person, verdict) = (name_of(snapshot, person)?, VerdictKind::Overridden);
        verdicts.push(VerdictView { person, verdict, comment: reason.to_string(), given: given.0 });
    }
    Ok(ReviewView {
        round: request.round,
        state: request.state.to_string(),
        asker: name_of(snapshot, request.person)?,
        asked: request.asked.0,
        note: request.note.to_string(),
        approved,
        needed: request.needed.get(),
        open: request.open,
        verdicts,
    })
}

fn release_view(snapshot: &dyn Snapshot, release: Release) -> Result<ReleaseView, StoreError> {
    let Release { revision: _, person, at, form, hash, exception } = release;
    let person = name_of(snapshot, person)?;
    let (form, hash, exception) = (form.number(), hash.to_string(), exception.to_string());
    Ok(ReleaseView { person, at: at.0, form, hash, exception })
}

alike!(Act, ActView: Submit, Withdraw, Approve, Reject, Override, Release, Revise, Obsolete, Advance);
