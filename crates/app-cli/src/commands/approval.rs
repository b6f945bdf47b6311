//! Reviews: asking for verdicts, and giving them.

use clap::Args;
use partwright_domain::Result;
use partwright_domain::approval::Comment;

use super::examples;
use super::revision::{To, done};
use crate::call::Call;
use crate::failure::Failure;
use crate::revision_name::RevisionName;

/// Submit a Draft for review; from then on it stays as it is
#[derive(Debug, Args)]
#[command(after_help = examples!["submit EL-PCA-100001 --note \"Second prototype\""])]
pub struct Submit {
    /// The part number, and after @ the revision; without it the newest
    revision: RevisionName,
    /// What to say to those who look at it
    #[arg(long, default_value = "", hide_default_value = true)]
    note: String,
    #[command(flatten)]
    to: To,
}

impl Submit {
    pub(crate) fn run(&self, call: &mut Call<'_, '_>) -> Result<(), Failure> {
        let (note, session) = (Comment::parse(&self.note)?, call.open()?);
        let aim = self.to.aim(&session, &self.revision)?;
        let revision = session.approvals.submit(&session.actor()?, aim, note)?;
        done(call, &session, revision, "is in review now")
    }
}

/// Approve a revision in review; nobody approves their own
#[derive(Debug, Args)]
#[command(after_help = examples!["approve EL-PCA-100001 --as \"Grace Hopper\" --comment \"Looks right\""])]
pub struct Approve {
    /// The part number, and after @ the revision; without it the newest
    revision: RevisionName,
    /// What to say to it
    #[arg(long, default_value = "", hide_default_value = true)]
    comment: String,
}

impl Approve {
    pub(crate) fn run(&self, call: &mut Call<'_, '_>) -> Result<(), Failure> {
        let (comment, session) = (Comment::parse(&self.comment)?, call.open()?);
        let (_, found) = session.read("revision.find", |snapshot| self.revision.find(snapshot))?;
        let revision = session.approvals.approve(&session.actor()?, found.id, comment)?;
        done(call, &session, revision, "is approved")
    }
}

/// Reject a revision in review: it is a Draft again
#[derive(Debug, Args)]
#[command(after_help = examples!["reject EL-PCA-100001 --as \"Grace Hopper\" --reason \"R4 is too small\""])]
pub struct Reject {
    /// The part number, and after @ the revision; without it the newest
    revision: RevisionName,
    /// Why
    #[arg(long)]
    reason: String,
    #[command(flatten)]
    to: To,
}

impl Reject {
    pub(crate) fn run(&self, call: &mut Call<'_, '_>) -> Result<(), Failure> {
        let (reason, session) = (Comment::parse(&self.reason)?, call.open()?);
        let aim = self.to.aim(&session, &self.revision)?;
        let revision = session.approvals.reject(&session.actor()?, aim, reason)?;
        done(call, &session, revision, "is rejected, and a Draft again")
    }
}

/// Take a request for review back: the revision is a Draft again
#[derive(Debug, Args)]
#[command(after_help = examples!["withdraw EL-PCA-100001"])]
pub struct Withdraw {
    /// The part number, and after @ the revision; without it the newest
    revision: RevisionName,
    #[command(flatten)]
    to: To,
}

impl Withdraw {
    pub(crate) fn run(&self, call: &mut Call<'_, '_>) -> Result<(), Failure> {
        let session = call.open()?;
        let aim = self.to.aim(&session, &self.revision)?;
        let revision = session.approvals.withdraw(&session.actor()?, aim)?;
        done(call, &session, revision, "is a Draft again")
    }
}

/// Let a revision pass without the approvals it lacks, as an Admin
///
/// An act of its own with a reason: it is no approval, and the history says so.
#[derive(Debug, Args)]
#[command(after_help = examples!["override EL-PCA-100001 --reason \"Both reviewers are ill\""])]
pub struct Override {
    /// The part number, and after @ the revision; without it the newest
    revision: RevisionName,
    /// Why
    #[arg(long)]
    reason: String,
}

impl Override {
    pub(crate) fn run(&self, call: &mut Call<'_, '_>) -> Result<(), Failure> {
        let (reason, session) = (Comment::parse(&self.reason)?, call.open()?);
        let (_, found) = session.read("revision.find", |snapshot| self.revision.find(snapshot))?;
        let revision = session.approvals.overrule(&session.actor()?, found.id, reason)?;
        done(call, &session, revision, "may pass without the approvals it lacks")
    }
}
